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
export const ZONES_SCHEME = 'privatelink-zones';

/**
 * Reports as read-only documents: `privatelink-report:/name.md?ids;time of a measurement`, `privatelink-zones:/name.md?ids`.
 * They follow what is loaded.
 */
export interface Reports {
  /**
   * @param ids the subjects; none is everything that is loaded
   * @param measurements what was measured of the only one
   */
  readonly open: (ids: readonly string[], measurements?: Measurements) => Promise<void>;
  /**
   * What becomes of everything if a zone fails.
   *
   * @param ids of endpoints, services, or what they depend on; none is everything that is loaded
   */
  readonly openZones: (ids: readonly string[]) => Promise<void>;
  readonly dispose: () => void;
}

const SCHEMES: readonly string[] = [REPORT_SCHEME, ZONES_SCHEME];

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
      return reportText(session, uri, measured.get(uri.toString()));
    },
  };
  const refreshIfOld = ({ uri }: TextDocument): void => {
    if (!SCHEMES.includes(uri.scheme) || revisions.get(uri.toString()) === session.state.revision) return;
    changed.fire(uri);
  };
  const subscriptions = [
    ...SCHEMES.map((scheme) => workspace.registerTextDocumentContentProvider(scheme, provider)),
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
    async openZones(ids) {
      // Asked before the document is opened, so that there is a message and no document for an id that nothing depends on.
      await session.call('zonesReport', { ids });
      const what = ids.length === 1 ? nameOf(ids[0] ?? '', session) : l10n.t('{0} selected', ids.length);
      const title = ids.length === 0 ? l10n.t('If a zone fails') : l10n.t('If a zone fails: {0}', what);
      await showMarkdown(Uri.from({ scheme: ZONES_SCHEME, path: pathOf(title), query: ids.join(',') }));
    },
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
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
  const [only] = ids;
  const title =
    only === undefined
      ? l10n.t('Everything loaded')
      : ids.length === 1
        ? nameOf(only, session)
        : l10n.t('{0} diagnoses', ids.length);
  return Uri.from({
    scheme: REPORT_SCHEME,
    path: pathOf(title),
    query: [ids.join(','), ...(measurements === undefined ? [] : [measurements.at])].join(';'),
  });
}

function nameOf(id: string, session: Session): string {
  return session.state.view?.subjects.find((subject) => subject.id === id)?.name ?? id;
}

/** The title becomes a file name in a tab: no separators in it. */
function pathOf(title: string): string {
  return `/${title.replaceAll(/[\\/:*?"<>|\s]+/g, ' ').trim()}.md`;
}

function idsOf(uri: Uri): readonly string[] {
  const [ids = ''] = uri.query.split(';');
  return ids === '' ? [] : ids.split(',');
}

/** The report, or in its place why there is none: an open report outlives what it is about. */
async function reportText(session: Session, uri: Uri, measurements: Measurements | undefined): Promise<string> {
  const ids = idsOf(uri);
  try {
    if (uri.scheme === ZONES_SCHEME) return await session.call('zonesReport', { ids });
    const params = { ids, format: 'markdown' } as const;
    return await session.call('report', measurements === undefined ? params : { ...params, measurements });
  } catch (error) {
    if (isAppError(error)) return `${error.message}\n`;
    throw error;
  }
}
