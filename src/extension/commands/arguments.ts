import { l10n, window, type QuickPickItem } from 'vscode';
import { AppError } from '../../core/model/errors.ts';
import type { SubjectSummary } from '../../worker/api.ts';
import type { Session } from '../session.ts';

/*
 * What a command is run on: the node it was invoked on and the selected nodes (from a menu), an id (from the topology or
 * another extension), or nothing (from the palette).
 */

/** What menus, the findings view and other callers may hand over; everything is checked before it is used. */
interface Target {
  readonly resource?: string;
  readonly subject?: string;
}

/** The targets of a command; with a selection of several the whole selection, as menus do. */
export function targetsOf(args: readonly unknown[]): readonly Target[] {
  const [first, selection] = args;
  const chosen: readonly unknown[] = Array.isArray(selection) && selection.length > 0 ? selection : [first];
  return chosen.flatMap((item) => (Array.isArray(item) ? item : [item]) as readonly unknown[]).flatMap(target);
}

function target(item: unknown): readonly Target[] {
  if (typeof item === 'string') return [{ resource: item, subject: item }];
  if (typeof item !== 'object' || item === null) return [];
  const { resource, subject } = item as { resource?: unknown; subject?: unknown };
  const found: Target = {
    ...(typeof resource === 'string' ? { resource } : {}),
    ...(typeof subject === 'string' ? { subject } : {}),
  };
  return found.resource === undefined && found.subject === undefined ? [] : [found];
}

/** The endpoints and services that the command is about, each once. */
export function subjectIds(args: readonly unknown[]): readonly string[] {
  return [...new Set(targetsOf(args).flatMap((item) => item.subject ?? []))];
}

/** The resources that the command is about, each once. */
export function resourceIds(args: readonly unknown[]): readonly string[] {
  return [...new Set(targetsOf(args).flatMap((item) => item.resource ?? item.subject ?? []))];
}

export function nothingLoaded(): AppError {
  return new AppError(
    'bad-input',
    l10n.t('Nothing is loaded yet. Select profiles and Regions, or open a snapshot or the sample.'),
    {
      actions: [
        { title: l10n.t('Select Profiles and Regions'), command: 'privatelink.selectScopes' },
        { title: l10n.t('Open Sample'), command: 'privatelink.openSample' },
      ],
    },
  );
}

/** The subjects of the command; from the palette those that the user picks. Empty when the user picks none. */
export async function chooseSubjects(
  session: Session,
  args: readonly unknown[],
  placeHolder: string,
): Promise<readonly string[]> {
  const given = subjectIds(args);
  if (given.length > 0) return given;
  const items = loadedSubjects(session).map(subjectItem);
  const picked = await window.showQuickPick(items, { ...SEARCHED, placeHolder, canPickMany: true });
  return picked?.map((item) => item.id) ?? [];
}

/** The endpoint of the command; the one that the user picks where none came with it. `undefined` when the user picks none. */
export async function chooseEndpoint(
  session: Session,
  args: readonly unknown[],
  placeHolder: string,
): Promise<string | undefined> {
  const [given] = subjectIds(args);
  if (given !== undefined) return given;
  const endpoints = loadedSubjects(session).filter(({ kind }) => kind === 'endpoint');
  if (endpoints.length === 0) {
    throw new AppError('bad-input', l10n.t('No endpoint is loaded, only services. Select a profile that has some.'));
  }
  return (await window.showQuickPick(endpoints.map(subjectItem), { ...SEARCHED, placeHolder }))?.id;
}

/** A question about them is answered by their places and verdicts, too. */
const SEARCHED = { matchOnDescription: true, matchOnDetail: true } as const;

function loadedSubjects(session: Session): readonly SubjectSummary[] {
  const subjects = session.state.view?.subjects ?? [];
  if (subjects.length === 0) throw nothingLoaded();
  return subjects;
}

function subjectItem(subject: SubjectSummary): QuickPickItem & { readonly id: string } {
  const place = [subject.account, subject.region].join(' · ');
  return {
    id: subject.id,
    label: subject.name ?? subject.id,
    description: subject.name === undefined ? place : `${subject.id} · ${place}`,
    detail: subject.summary,
  };
}
