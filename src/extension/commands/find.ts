import { l10n, window, type QuickPickItem } from 'vscode';
import type { TreeNode } from '../../core/tree/types.ts';
import { kindName, labelOf } from '../../views/explorer-text.ts';
import type { Explorer } from '../../views/explorer.ts';
import type { Boundary } from '../errors.ts';
import type { Session } from '../session.ts';
import { nothingLoaded } from './arguments.ts';

/** Shown at once; a longer query narrows them. */
const LIMIT = 200;

interface FoundItem extends QuickPickItem {
  readonly node: TreeNode;
}

/** Finds an endpoint, a service or a VPC by any part of its name or id, and shows it in the tree. */
export function find(session: Session, explorer: Explorer, boundary: Boundary): void {
  if (session.state.view === undefined) throw nothingLoaded();
  const pick = window.createQuickPick<FoundItem>();
  pick.placeholder = l10n.t('Find by name, id, service name, account or Region');
  pick.matchOnDescription = true;
  let latest = 0;
  const search = async (query: string): Promise<void> => {
    const asked = ++latest;
    pick.busy = true;
    const nodes = await session.call('find', { query, limit: LIMIT });
    if (asked !== latest) return;
    pick.busy = false;
    pick.items = nodes.map(foundItem);
  };
  const searchSafely = (query: string): void => {
    search(query).catch((error: unknown) => {
      pick.hide();
      boundary.show(error);
    });
  };
  pick.onDidChangeValue(searchSafely);
  pick.onDidAccept(() => {
    const node = pick.selectedItems[0]?.node;
    pick.hide();
    if (node?.resource !== undefined) {
      explorer.reveal(node.resource, { focus: true }).then(undefined, (error: unknown) => boundary.show(error));
    }
  });
  pick.onDidHide(() => {
    latest += 1;
    pick.dispose();
  });
  pick.show();
  searchSafely('');
}

function foundItem(node: TreeNode): FoundItem {
  return {
    label: labelOf(node),
    description: [kindName(node.kind), ...node.details].join(' · '),
    // The worker has compared already, and in more than what is shown.
    alwaysShow: true,
    node,
  };
}
