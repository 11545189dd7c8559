import { env, l10n, window } from 'vscode';
import type { FindResult } from '../../core/find/types.ts';
import type { Explorer } from '../../views/explorer.ts';
import { findItems, type FindItem } from '../../views/find-item.ts';
import type { TopologyPanels } from '../../views/topology-panel.ts';
import type { Boundary } from '../errors.ts';
import type { Session } from '../session.ts';
import { nothingLoaded } from './arguments.ts';

export interface FindParts {
  readonly session: Session;
  readonly explorer: Pick<Explorer, 'reveal'>;
  readonly panels: Pick<TopologyPanels, 'open'>;
  readonly boundary: Pick<Boundary, 'show'>;
}

/** Finds anything that was read by whatever it is known by, and shows it in the tree or on the diagram. */
export function find(parts: FindParts): void {
  const { session, boundary, panels } = parts;
  if (session.state.view === undefined) throw nothingLoaded();
  const pick = window.createQuickPick<FindItem>();
  pick.placeholder = l10n.t('Find by id, name, tag, IP address, DNS name, service, port or account');
  let latest = 0;
  const search = async (query: string): Promise<void> => {
    const asked = ++latest;
    pick.busy = true;
    const answer = await session.call('find', { query });
    // What failed, or is being read, has nothing in the inventory that could tell of it.
    const isAllThere = session.state.sources.every((source) => source.status === 'ready');
    const found = { ...answer, proved: answer.proved && isAllThere };
    if (asked !== latest) return;
    pick.busy = false;
    pick.items = findItems(found, session.scopes().length > 0);
  };
  const safely = (work: Promise<void>): void => {
    work.catch((error: unknown) => {
      pick.hide();
      boundary.show(error);
    });
  };
  pick.onDidChangeValue((value) => {
    safely(search(value));
  });
  pick.onDidAccept(() => {
    const result = pick.selectedItems[0]?.result;
    // What only tells something leads nowhere.
    if (result === undefined) return;
    pick.hide();
    safely(show(parts, result));
  });
  pick.onDidTriggerItemButton(({ item: { result } }) => {
    if (result === undefined) {
      pick.busy = true;
      safely(session.deepen({ ids: [], fresh: false, depth: 'diagnosis' }, 'user').then(() => search(pick.value)));
      return;
    }
    pick.hide();
    panels.open(result.subject, result.id);
  });
  pick.onDidHide(() => {
    latest += 1;
    pick.dispose();
  });
  pick.show();
  safely(search(''));
}

/** Selects a result in the tree; what the tree does not show is shown on the diagram, and else its id is copied. */
export async function show(
  { session, explorer, panels }: Omit<FindParts, 'boundary'>,
  result: FindResult,
): Promise<void> {
  const { id, subject } = result;
  const resource = result.kind === 'endpoint-connection' ? (subject ?? id) : id;
  const path = await session.call('locate', { resource, ...(subject === undefined ? {} : { subject }) });
  if (path?.at(-1)?.resource === resource) {
    await explorer.reveal(resource, { ...(subject === undefined ? {} : { subject }), focus: true });
  } else if (subject !== undefined) {
    panels.open(subject, id);
  } else {
    await env.clipboard.writeText(id);
    window.setStatusBarMessage(l10n.t('{0} is neither in the tree nor on a diagram: its id was copied', id), 5000);
  }
}
