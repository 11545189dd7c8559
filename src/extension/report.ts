import {
  commands,
  EventEmitter,
  extensions,
  l10n,
  Uri,
  window,
  workspace,
  type TextDocument,
  type TextDocumentContentProvider,
} from 'vscode';
import type { Measurements } from '../core/measure/measurements.ts';
import { isAppError } from '../core/model/errors.ts';
import type { Session } from './session.ts';
import { setting } from './settings.ts';

export const REPORT_SCHEME = 'privatelink-report';

/** Reports as read-only documents: `privatelink-report:/name.md?ids;time of a measurement`. They follow what is loaded. */
export interface Reports {
  /**
   * @param ids the subjects; none is everything that is loaded
   * @param measurements what was measured of the only one
   */
  readonly open: (ids: readonly string[], measurements?: Measurements) => Promise<void>;
  readonly dispose: () => void;
}

export function createReports(session: Session): Reports {
  const changed = new EventEmitter<Uri>();
  /** What was loaded when a report's text was asked for. */
  const revisions = new Map<string, number>();
  /** By the document that tells of it. */
  const measured = new Map<string, Measurements>();
  const provider: TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: async (uri) => {
      await session.restore();
      revisions.set(uri.toString(), session.state.revision);
      return reportText(session, idsOf(uri), measured.get(uri.toString()));
    },
  };
  const refreshIfOld = ({ uri }: TextDocument): void => {
    if (uri.scheme !== REPORT_SCHEME || revisions.get(uri.toString()) === session.state.revision) return;
    changed.fire(uri);
  };
  const registration = workspace.registerTextDocumentContentProvider(REPORT_SCHEME, provider);
  const subscriptions = [
    session.onDidLoad(() => {
      workspace.textDocuments.forEach(refreshIfOld);
    }),
    // Something may have been loaded between the text and the document that got it.
    workspace.onDidOpenTextDocument(refreshIfOld),
    workspace.onDidCloseTextDocument(({ uri }) => revisions.delete(uri.toString())),
  ];
  return {
    async open(ids, measurements) {
      const uri = reportUri(ids, session, measurements);
      if (measurements !== undefined) measured.set(uri.toString(), measurements);
      await showMarkdown(uri);
    },
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
      registration.dispose();
      changed.dispose();
    },
  };
}

/** Shows a Markdown document as the user's setting says: rendered, or as text. */
export async function showMarkdown(uri: Uri): Promise<void> {
  if (setting('privatelink.reportView') === 'preview' && hasMarkdownPreview()) {
    await commands.executeCommand('markdown.showPreview', uri);
  } else {
    await window.showTextDocument(uri, { preview: true });
  }
}

function hasMarkdownPreview(): boolean {
  return extensions.getExtension('vscode.markdown-language-features') !== undefined;
}

function reportUri(ids: readonly string[], session: Session, measurements?: Measurements): Uri {
  const subjects = session.state.view?.subjects ?? [];
  const [only] = ids;
  const named = subjects.find((subject) => subject.id === only)?.name ?? only;
  const title =
    ids.length === 0
      ? l10n.t('Everything loaded')
      : ids.length === 1
        ? (named ?? '')
        : l10n.t('{0} diagnoses', ids.length);
  // The title becomes a file name in a tab: no separators in it.
  const path = `/${title.replaceAll(/[\\/:*?"<>|\s]+/g, ' ').trim()}.md`;
  return Uri.from({
    scheme: REPORT_SCHEME,
    path,
    query: [ids.join(','), ...(measurements === undefined ? [] : [measurements.at])].join(';'),
  });
}

function idsOf(uri: Uri): readonly string[] {
  const [ids = ''] = uri.query.split(';');
  return ids === '' ? [] : ids.split(',');
}

/** The report, or in its place why there is none: an open report outlives what it is about. */
async function reportText(
  session: Session,
  ids: readonly string[],
  measurements: Measurements | undefined,
): Promise<string> {
  try {
    const params = { ids, format: 'markdown' } as const;
    return await session.call('report', measurements === undefined ? params : { ...params, measurements });
  } catch (error) {
    if (isAppError(error)) return `${error.message}\n`;
    throw error;
  }
}
