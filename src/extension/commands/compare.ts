import { basename } from 'node:path';
import { commands, l10n, ProgressLocation, window, type QuickPickItem, type Uri } from 'vscode';
import { AppError } from '../../core/model/errors.ts';
import type { ComparedSide, Comparison } from '../comparison.ts';
import type { Session, Source } from '../session.ts';
import { askForFiles, filesOf, localPath } from './snapshots.ts';

interface SideItem extends QuickPickItem {
  /** Absent for the item that asks for a file. */
  readonly side?: ComparedSide;
}

/**
 * Compares two of what is loaded and of files, and shows the differences. Which of them was before is decided by when
 * they were captured.
 *
 * @param args files' addresses, from the file explorer; the user is asked for what is missing of two
 * @throws AppError `bad-input` when more than two files are selected, or one is not on this machine
 */
export async function compareSnapshots(
  session: Session,
  comparison: Comparison,
  args: readonly unknown[],
): Promise<void> {
  const given = filesOf(args).map(fileSide);
  if (given.length > 2) throw new AppError('bad-input', l10n.t('Select exactly two snapshots to compare.'));
  const first = given[0] ?? (await pickSide(session, l10n.t('Compare what? The older of the two counts as before.')));
  if (first === undefined) return;
  const second = given[1] ?? (await pickSide(session, l10n.t('Compare {0} with what?', first.label), first));
  if (second === undefined) return;
  const title = l10n.t('Comparing {0} with {1}', first.label, second.label);
  await window.withProgress({ location: ProgressLocation.Window, title }, () => comparison.run(first, second));
  await commands.executeCommand('privatelink.differences.focus');
}

function fileSide(file: Uri): ComparedSide {
  const path = localPath(file);
  return { label: basename(path), source: { path } };
}

/** What is loaded, but for the other side, and any file. `undefined` when the user picks nothing. */
async function pickSide(
  session: Session,
  placeHolder: string,
  other?: ComparedSide,
): Promise<ComparedSide | undefined> {
  const loaded = session.state.sources.filter((source) => source.hasData);
  const items = [...allOfAws(loaded), ...loaded.map(sourceItem)].filter(
    ({ side }) => JSON.stringify(side?.source) !== JSON.stringify(other?.source),
  );
  const file: SideItem = { label: l10n.t('Choose a File…') };
  const picked = await window.showQuickPick<SideItem>([...items, file], { placeHolder, matchOnDescription: true });
  if (picked === undefined || picked.side !== undefined) return picked?.side;
  const [chosen] = await askForFiles(placeHolder, false);
  return chosen === undefined ? undefined : fileSide(chosen);
}

/** Several profiles and Regions are one estate: a snapshot of all of them has to be compared with all of them. */
function allOfAws(sources: readonly Source[]): readonly SideItem[] {
  const live = sources.filter((source) => source.origin.kind === 'live');
  if (live.length < 2) return [];
  const label = l10n.t('Everything read from AWS');
  const side: ComparedSide = { label, source: { keys: live.map((source) => source.key) } };
  return [{ label, description: live.map((source) => source.label).join(', '), side }];
}

function sourceItem({ key, label, origin }: Source): SideItem {
  return {
    label,
    description: origin.kind === 'live' ? 'AWS' : origin.path,
    side: { label, source: { keys: [key] } },
  };
}
