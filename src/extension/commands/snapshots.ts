import { Uri, l10n, window, workspace, type QuickPickItem } from 'vscode';
import { AppError } from '../../core/model/errors.ts';
import type { RedactionMode } from '../../core/redact/known.ts';
import type { Session } from '../session.ts';
import { nothingLoaded } from './arguments.ts';

const SUFFIX = '.plsnap.json';

/** @param args files' addresses, from the file explorer; a dialog asks for some otherwise */
export async function openSnapshot(session: Session, args: readonly unknown[]): Promise<void> {
  const given = filesOf(args);
  const files = given.length > 0 ? given : await askForFiles(l10n.t('Open Snapshot'), true);
  for (const file of files) await session.open({ kind: 'file', path: localPath(file) });
}

/** The files of a command that the file explorer ran: the whole selection, else the one that was clicked. */
export function filesOf([clicked, selection]: readonly unknown[]): readonly Uri[] {
  const chosen: readonly unknown[] = Array.isArray(selection) && selection.length > 0 ? selection : [clicked];
  return chosen.filter((item) => item instanceof Uri);
}

/** Empty when the user names none. */
export async function askForFiles(title: string, canSelectMany: boolean): Promise<readonly Uri[]> {
  const filters = { [l10n.t('PrivateLink snapshots')]: ['json'] };
  return (await window.showOpenDialog({ title, canSelectMany, filters })) ?? [];
}

export async function saveSnapshot(session: Session): Promise<void> {
  const sources = session.state.sources.filter((source) => source.hasData);
  if (sources.length === 0) throw nothingLoaded();
  const keys = sources.length === 1 ? sources.map((source) => source.key) : await pickSources(session);
  if (keys === undefined || keys.length === 0) return;
  const redaction = await pickRedaction();
  if (redaction === undefined) return;
  const day = (session.state.view?.capturedAt ?? '').slice(0, 10);
  const folder = workspace.workspaceFolders?.find((one) => one.uri.scheme === 'file')?.uri;
  const name = `privatelink-${day}${SUFFIX}`;
  const file = await window.showSaveDialog({
    title: l10n.t('Save Snapshot'),
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, name) }),
    filters: { [l10n.t('PrivateLink snapshots')]: ['plsnap.json'] },
  });
  if (file === undefined) return;
  const { mode } = redaction;
  await session.call('saveFile', { path: localPath(file), keys, ...(mode === undefined ? {} : { redact: mode }) });
  window.setStatusBarMessage(l10n.t('Saved {0}', workspace.asRelativePath(file)), 5000);
}

interface RedactionItem extends QuickPickItem {
  /** Absent: as it is. */
  readonly mode?: RedactionMode;
}

/** How much of what was read goes into the file; `undefined` when the user thinks better of it. */
function pickRedaction(): Thenable<RedactionItem | undefined> {
  const items: readonly RedactionItem[] = [
    {
      label: l10n.t('As It Is'),
      detail: l10n.t('Everything that was read, with account ids, addresses, names and policies'),
    },
    {
      label: l10n.t('Redacted'),
      detail: l10n.t('The same diagnosis, with every id, account, address, name, tag and policy value replaced'),
      mode: 'full',
    },
    {
      label: l10n.t('For Hand-Over to the Other Company'),
      detail: l10n.t(
        'Redacted, but with the endpoints, services and accounts that both companies see; addresses do not compare between two files',
      ),
      mode: 'handover',
    },
  ];
  return window.showQuickPick(items, {
    title: l10n.t('Save Snapshot'),
    placeHolder: l10n.t('What may be in the file?'),
  });
}

/** Closes what the user picks; what is in a file, or in AWS, stays there. */
export async function closeSource(session: Session): Promise<void> {
  if (session.state.sources.length === 0) throw nothingLoaded();
  const keys = await pickSources(session);
  if (keys !== undefined) await session.close(keys);
}

async function pickSources(session: Session): Promise<readonly string[] | undefined> {
  const items = session.state.sources.map((source): QuickPickItem & { readonly key: string } => ({
    label: source.label,
    key: source.key,
    ...(source.origin.kind === 'live' ? { description: 'AWS' } : { description: source.origin.path }),
  }));
  const picked = await window.showQuickPick(items, {
    canPickMany: true,
    placeHolder: l10n.t('Which of what is loaded?'),
  });
  return picked?.map((item) => item.key);
}

/**
 * Files are read and written by the worker, which knows no virtual file systems.
 *
 * @throws AppError `bad-input` for a file that is not on this machine
 */
export function localPath(file: Uri): string {
  if (file.scheme === 'file') return file.fsPath;
  throw new AppError(
    'bad-input',
    l10n.t('{0} is not a file on this machine; save a copy here and open that.', file.toString(true)),
  );
}
