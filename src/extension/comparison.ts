import { EventEmitter, l10n, Uri, workspace } from 'vscode';
import { isAppError } from '../core/model/errors.ts';
import type { DifferencesSource } from '../views/differences.ts';
import type { ComparedSource } from '../worker/api.ts';
import { showMarkdown } from './report.ts';
import type { Session } from './session.ts';
import { setContext } from './settings.ts';

export const COMPARISON_SCHEME = 'privatelink-comparison';

/** One of the two that are compared, with what the user calls it. */
export interface ComparedSide {
  readonly label: string;
  readonly source: ComparedSource;
}

/** The comparison that is shown, if any. The worker holds it; here is what its view and its report need of it. */
export interface Comparison extends DifferencesSource {
  /** Rejects with what is wrong with one of the two; the last comparison then stays. */
  readonly run: (first: ComparedSide, second: ComparedSide) => Promise<void>;
  readonly openReport: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** Shows none any more, because the worker that held it has ended. */
  readonly forget: () => Promise<void>;
  readonly dispose: () => void;
}

export function createComparison(session: Session): Comparison {
  const changed = new EventEmitter<void>();
  const documentChanged = new EventEmitter<Uri>();
  let shown: ReturnType<DifferencesSource['comparison']>;
  const show = async (next: typeof shown): Promise<void> => {
    shown = next;
    changed.fire();
    for (const { uri } of workspace.textDocuments) {
      if (uri.scheme === COMPARISON_SCHEME) documentChanged.fire(uri);
    }
    await setContext('privatelink.hasComparison', next !== undefined);
  };
  const registration = workspace.registerTextDocumentContentProvider(COMPARISON_SCHEME, {
    onDidChange: documentChanged.event,
    provideTextDocumentContent: () => reportText(session),
  });
  return {
    onDidChange: changed.event,
    comparison: () => shown,
    rows: (group) => session.call('differences', { group }),
    async run(first, second) {
      const summary = await session.call('compare', { first: first.source, second: second.source });
      const [before, after] = summary.swapped ? [second, first] : [first, second];
      await show({
        before: { label: before.label, capturedAt: summary.before },
        after: { label: after.label, capturedAt: summary.after },
        groups: summary.groups,
        worse: summary.worse,
      });
    },
    async openReport() {
      // Asked before the document is opened, so that there is a message and no document where nothing is compared.
      await session.call('comparisonReport', { format: 'markdown' });
      await showMarkdown(Uri.from({ scheme: COMPARISON_SCHEME, path: `/${l10n.t('Comparison')}.md` }));
    },
    async close() {
      await session.call('closeComparison', {});
      await show(undefined);
    },
    forget: () => show(undefined),
    dispose() {
      registration.dispose();
      changed.dispose();
      documentChanged.dispose();
    },
  };
}

/** The report, or in its place why there is none: an open report outlives what it is about. */
async function reportText(session: Session): Promise<string> {
  try {
    return await session.call('comparisonReport', { format: 'markdown' });
  } catch (error) {
    if (isAppError(error)) return `${error.message}\n`;
    throw error;
  }
}
