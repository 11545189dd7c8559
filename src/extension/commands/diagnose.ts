import { l10n, ProgressLocation, Uri, window, workspace } from 'vscode';
import type { ReportFormat } from '../../worker/api.ts';
import type { FindingsView } from '../../views/findings.ts';
import type { Reports } from '../report.ts';
import type { Session } from '../session.ts';
import { diagnoseExtras } from '../settings.ts';
import { chooseSubjects, nothingLoaded, subjectIds } from './arguments.ts';

export interface DiagnoseParts {
  readonly session: Session;
  readonly reports: Reports;
  readonly findings: FindingsView;
}

/** Diagnoses what the command was run on, shows the report, and the findings where their view is open. */
export async function diagnose(parts: DiagnoseParts, args: readonly unknown[]): Promise<void> {
  const ids = await chooseSubjects(parts.session, args, l10n.t('What to diagnose'));
  if (ids.length === 0) return;
  await run(parts, ids);
}

export async function diagnoseAll(parts: DiagnoseParts): Promise<void> {
  if ((parts.session.state.view?.subjects.length ?? 0) === 0) throw nothingLoaded();
  await run(parts, []);
}

async function run({ session, reports, findings }: DiagnoseParts, ids: readonly string[]): Promise<void> {
  const title = ids.length === 1 ? l10n.t('Diagnosing {0}', ids[0] ?? '') : l10n.t('Diagnosing');
  await window.withProgress({ location: ProgressLocation.Window, title }, async () => {
    // Before the report is opened, so that what goes wrong is a message and not a document.
    await session.deepen({ ids, fresh: true, depth: 'diagnosis', extras: diagnoseExtras() }, 'user');
    await reports.open(ids);
  });
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) await findings.show(only);
}

const FORMATS: Readonly<Record<string, ReportFormat>> = { md: 'markdown', json: 'json', txt: 'text' };

/** Saves the report of the given subjects, or of everything; the file's ending decides the format. */
export async function exportReport(session: Session, args: readonly unknown[]): Promise<void> {
  const ids = subjectIds(args);
  if ((session.state.view?.subjects.length ?? 0) === 0) throw nothingLoaded();
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const file = await window.showSaveDialog({
    title: l10n.t('Export Report'),
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, 'privatelink-report.md') }),
    filters: { Markdown: ['md'], JSON: ['json'], [l10n.t('Text')]: ['txt'] },
  });
  if (file === undefined) return;
  const format = FORMATS[file.path.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'markdown';
  await session.deepen({ ids, fresh: false, depth: 'diagnosis' }, 'user');
  const report = await session.call('report', { ids, format });
  await workspace.fs.writeFile(file, new TextEncoder().encode(report));
  window.setStatusBarMessage(l10n.t('Saved {0}', workspace.asRelativePath(file)), 5000);
}
