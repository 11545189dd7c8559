import { CancellationTokenSource, l10n, window } from 'vscode';
import type { Question } from '../worker/api.ts';

/**
 * Asks the person at the window what only they can know.
 *
 * @returns `undefined` when they dismiss the question, or when the signal fires before they answer
 */
export async function ask({ profile, device }: Question, signal: AbortSignal): Promise<string | undefined> {
  const cancellation = new CancellationTokenSource();
  const cancel = (): void => {
    cancellation.cancel();
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await window.showInputBox(
      {
        title: l10n.t('MFA code for profile {0}', profile),
        prompt: l10n.t('The six digits that {0} shows now. They are sent to AWS STS and kept nowhere.', device),
        password: true,
        // The code is read from another device or program: looking there must not lose the question.
        ignoreFocusOut: true,
        validateInput: (value) => (/^\d{6}$/.test(value.trim()) ? undefined : l10n.t('An MFA code has six digits.')),
      },
      cancellation.token,
    );
  } finally {
    signal.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}
