import { env, l10n, type Disposable, type Event } from 'vscode';
import { AppError } from '../core/model/errors.ts';
import type { TreeNode } from '../core/tree/types.ts';
import type { ExplorerNode, ExplorerSource, SourceNode } from '../views/explorer-source.ts';
import type { FindingsSource } from '../views/findings.ts';
import type { TopologySource } from '../views/session.ts';
import type { View } from '../worker/api.ts';
import type { Comparison } from './comparison.ts';
import type { ViewState } from './contributions.ts';
import type { Session, SessionState, Source } from './session.ts';

/* What each view sees of the session. */

export function explorerSource(session: Session): ExplorerSource {
  return {
    onDidChange: shownChanges(session),
    roots: () => rootsOf(session.state),
    header: () => headerOf(session.state),
    members: (subject, parent) => session.call('members', { subject, parent }),
    locate: async (resource, subject) =>
      (await session.call('locate', { resource, ...(subject === undefined ? {} : { subject }) })) ?? undefined,
    details: (id) => session.call('details', { id }),
    restore: session.restore,
  };
}

/**
 * Only what the tree shows: each answered call is a change of the session, and while VS Code refreshes a tree, what is
 * chosen from a context menu comes without its node.
 */
function shownChanges(session: Session): Event<void> {
  const shown = (state: SessionState): string =>
    JSON.stringify([state.revision, isWelcome(state), state.sources.flatMap(sourceNode)]);
  return (listener, self?: unknown, disposables?: Disposable[]) => {
    let last = shown(session.state);
    return session.onDidChange(
      () => {
        const next = shown(session.state);
        if (next === last) return;
        last = next;
        listener.call(self);
      },
      undefined,
      disposables,
    );
  };
}

export function findingsSource(session: Session): FindingsSource {
  return {
    onDidChange: session.onDidLoad,
    subjects: () => session.state.view?.subjects ?? [],
    findings: (subject) => session.call('findings', { subject }),
  };
}

export function topologySource(session: Session): TopologySource {
  return {
    onDidChange: session.onDidLoad,
    get revision() {
      return session.state.revision;
    },
    // A panel that comes back after a reload asks before anything is loaded.
    placedView: async (request) => {
      const { subject } = request;
      await session.restore();
      await session.deepen(
        { ids: subject === undefined ? [] : [subject], fresh: false, depth: 'topology' },
        'background',
      );
      return session.call('placedView', { request });
    },
    searchView: (request, text) => session.call('searchView', { request, text }),
    nodeDetails: (id) => session.call('details', { id }),
    impact: async (request, id) => {
      // What depends on it may be anywhere, and goes on only where that is proved.
      await session.deepen({ ids: [], fresh: false, depth: 'diagnosis' }, 'background');
      return session.call('impactView', { request, id });
    },
  };
}

/** The picture of the comparison that is shown; it changes with that, and not with what is loaded. */
export function comparisonTopology(session: Session, comparison: Comparison): TopologySource {
  let revision = 0;
  comparison.onDidChange(() => {
    revision += 1;
  });
  return {
    onDidChange: comparison.onDidChange,
    get revision() {
      return revision;
    },
    title: () => {
      const shown = comparison.comparison();
      return shown === undefined ? l10n.t('Comparison') : `${shown.before.label} → ${shown.after.label}`;
    },
    placedView: (request) => session.call('placedDifference', { request }),
    searchView: (_, text) => session.call('searchDifference', { text }),
    nodeDetails: (id) => session.call('differenceDetails', { id }),
    impact: () =>
      Promise.reject(
        new AppError('bad-input', l10n.t('What depends on it is told of what is loaded: open the topology of that.')),
      ),
  };
}

/** Which of the welcome texts fits, if any: `ready` and `failed` have something to show. */
export function viewState({ sources, view }: SessionState): ViewState {
  if (sources.length === 0) return 'empty';
  if (isAllDenied(view)) return 'denied';
  if (sources.some((source) => source.hasData)) return 'ready';
  if (sources.some((source) => source.status === 'loading')) return 'loading';
  return sources.every((source) => source.error?.code === 'credentials') ? 'signedOut' : 'failed';
}

/** Nothing was seen, and the two listings that everything starts from were denied everywhere. */
function isAllDenied(view: View | undefined): boolean {
  if (view === undefined || view.roots.length === 0) return false;
  const groups = view.roots
    .flatMap((root) => root.children ?? [])
    .filter((node) => node.kind === 'services' || node.kind === 'endpoints');
  return groups.every(({ children }) => children?.length === 1 && children[0]?.gap?.reason === 'denied');
}

/** VS Code shows a welcome text only in a view that has neither nodes nor a message. */
function isWelcome(state: SessionState): boolean {
  return ['empty', 'denied', 'signedOut'].includes(viewState(state));
}

function rootsOf(state: SessionState): readonly ExplorerNode[] {
  if (isWelcome(state)) return [];
  const scopes: readonly TreeNode[] = state.view?.roots ?? [];
  return [...scopes, ...state.sources.flatMap(sourceNode)];
}

/** Sources that have nothing in the tree yet, and those whose last reading went wrong. */
function sourceNode(source: Source): readonly SourceNode[] {
  const { key, label, status, hasData, error } = source;
  if (status === 'ready' || (status !== 'failed' && hasData)) return [];
  return [
    {
      kind: 'source',
      id: `source ${key}`,
      label,
      status,
      ...(error === undefined ? {} : { message: error.message }),
    },
  ];
}

function headerOf(state: SessionState): { readonly message?: string; readonly description?: string } {
  const { view } = state;
  const description = view?.capturedAt === undefined ? undefined : describeView(view, view.capturedAt);
  const message = messageOf(state, view);
  return {
    ...(description === undefined ? {} : { description }),
    ...(message === undefined ? {} : { message }),
  };
}

function describeView({ scopes }: View, capturedAt: string): string {
  const [only] = scopes;
  const what =
    scopes.length === 1 && only !== undefined
      ? `${only.account} · ${only.region}`
      : l10n.t('{0} scopes', scopes.length);
  return `${what} · ${timeOf(capturedAt)}`;
}

/** The day too, unless it is today. */
function timeOf(iso: string): string {
  const date = new Date(iso);
  const isToday = date.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(env.language, {
    ...(isToday ? {} : { dateStyle: 'medium' }),
    timeStyle: 'short',
  }).format(date);
}

function messageOf(state: SessionState, view: View | undefined): string | undefined {
  if (view === undefined || isWelcome(state)) return undefined;
  if (view.problem !== undefined) return l10n.t('No verdicts: {0}', view.problem.message);
  const { denied, failed } = view;
  const parts = [
    ...(denied.length === 0 ? [] : [l10n.t('Not allowed to read: {0}', shorten(denied))]),
    ...(failed.length === 0 ? [] : [l10n.t('Could not be read completely: {0}', shorten(failed))]),
  ];
  return parts.length === 0 ? undefined : parts.join(' · ');
}

function shorten(operations: readonly string[]): string {
  const shown = operations.slice(0, 3).join(', ');
  const more = operations.length - 3;
  return more > 0 ? l10n.t('{0} and {1} more', shown, more) : shown;
}
