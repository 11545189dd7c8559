import { commands, env, l10n, window, type Disposable, type LogOutputChannel } from 'vscode';
import { isAppError, type ErrorAction } from '../core/model/errors.ts';
import type { ErrorData } from '../worker/api.ts';
import type { CommandId } from './contributions.ts';

/** The one place where an error becomes something that a user sees. */
export interface Boundary {
  /**
   * Registers a command. It never rejects: an error is shown, and whoever ran the command programmatically gets it as
   * data.
   */
  readonly register: (id: CommandId, run: (...args: readonly unknown[]) => unknown) => Disposable;
  readonly show: (error: unknown) => ErrorData;
}

export function createBoundary(log: LogOutputChannel): Boundary {
  const show = (error: unknown): ErrorData => {
    const data = describe(error, log);
    if (data.code !== 'cancelled') void offer(data);
    return data;
  };
  return {
    show,
    register: (id, run) =>
      commands.registerCommand(id, async (...args: readonly unknown[]): Promise<unknown> => {
        try {
          return await run(...args);
        } catch (error) {
          log.debug(`${id} ended with an error`);
          return { error: show(error) };
        }
      }),
  };
}

function describe(error: unknown, log: LogOutputChannel): ErrorData {
  if (isAppError(error)) {
    if (error.code !== 'cancelled') log.error(`${error.code}: ${error.message}`);
    return { code: error.code, message: error.message, actions: error.actions };
  }
  log.error(error instanceof Error ? error : new Error(String(error)));
  return {
    code: 'internal',
    message: l10n.t('PrivateLink Explorer met an error that it does not know. The log says more.'),
    actions: [{ title: l10n.t('Show Log'), command: 'privatelink.showLog' }],
  };
}

async function offer({ message, actions }: ErrorData): Promise<void> {
  const chosen = await window.showErrorMessage(message, ...actions.map((action) => action.title));
  const action = actions.find(({ title }) => title === chosen);
  if (action !== undefined) await follow(action);
}

/** Runs one of our commands; anything else is a line for the terminal, which the user gets to see before it runs. */
async function follow({ command, args = [] }: ErrorAction): Promise<void> {
  if (/^(privatelink|workbench)\./.test(command)) await commands.executeCommand(command, ...args);
  else await env.clipboard.writeText(command);
}
