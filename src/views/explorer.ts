import {
  EventEmitter,
  window,
  type CancellationToken,
  type TreeDataProvider,
  type TreeDragAndDropController,
  type TreeItem,
  type TreeView,
} from 'vscode';
import { isAppError } from '../core/model/errors.ts';
import { flatten } from '../core/tree/walk.ts';
import type { TreeNode } from '../core/tree/types.ts';
import { tooltip, treeItem } from './explorer-item.ts';
import type { ExplorerNode, ExplorerSource } from './explorer-source.ts';

export interface ExplorerProvider extends TreeDataProvider<ExplorerNode> {
  /** The node that stands for a resource. */
  readonly locate: (resource: string, subject?: string) => Promise<ExplorerNode | undefined>;
  readonly dispose: () => void;
}

/** Projects the session into tree items. What it keeps are the nodes of the current view by their ids, for parents. */
export function createExplorerProvider(source: ExplorerSource): ExplorerProvider {
  const changed = new EventEmitter<undefined>();
  let nodes: Map<string, TreeNode> | undefined;
  const known = (): Map<string, TreeNode> => {
    nodes ??= new Map(
      flatten(source.roots().filter((node) => node.kind !== 'source')).map((node): [string, TreeNode] => [
        node.id,
        node,
      ]),
    );
    return nodes;
  };
  const learn = (more: readonly TreeNode[]): void => {
    for (const node of flatten(more)) known().set(node.id, node);
  };
  const subscription = source.onDidChange(() => {
    nodes = undefined;
    changed.fire(undefined);
  });
  return {
    onDidChangeTreeData: changed.event,
    getTreeItem: treeItem,
    async getChildren(node) {
      if (node === undefined) {
        void source.restore();
        return [...source.roots()];
      }
      if (node.kind === 'source') return [];
      if (node.late !== true || node.resource === undefined) return [...(node.children ?? [])];
      const members = await source.members(node.resource, node.id);
      learn(members);
      return [...members];
    },
    getParent: (node) => (node.kind === 'source' || node.parent === undefined ? undefined : known().get(node.parent)),
    async resolveTreeItem(item: TreeItem, node: ExplorerNode, token: CancellationToken) {
      if (node.kind === 'source' || node.resource === undefined) return item;
      try {
        const details = await source.details(node.resource);
        if (!token.isCancellationRequested) item.tooltip = tooltip(details);
      } catch (error) {
        // A VPC, for one, is in no diagram: the label then says all there is.
        if (!isAppError(error)) throw error;
      }
      return item;
    },
    async locate(resource, subject) {
      const path = await source.locate(resource, subject);
      if (path === undefined) return undefined;
      learn(path);
      return path.at(-1);
    },
    dispose() {
      subscription.dispose();
      changed.dispose();
    },
  };
}

export interface Explorer {
  readonly dispose: () => void;
  readonly view: TreeView<ExplorerNode>;
  /** Shows and selects the node of a resource; false when the tree has none. */
  readonly reveal: (
    resource: string,
    options?: { readonly subject?: string; readonly focus?: boolean },
  ) => Promise<boolean>;
}

export function createExplorer(
  source: ExplorerSource,
  dragAndDropController: TreeDragAndDropController<ExplorerNode>,
): Explorer {
  const provider = createExplorerProvider(source);
  const view = window.createTreeView('privatelink.explorer', {
    treeDataProvider: provider,
    canSelectMany: true,
    showCollapseAll: true,
    dragAndDropController,
  });
  const showHeader = (): void => {
    const { message, description } = source.header();
    view.message = message ?? '';
    view.description = description ?? '';
  };
  showHeader();
  const subscription = source.onDidChange(showHeader);
  return {
    view,
    async reveal(resource, { subject, focus = false } = {}) {
      const node = await provider.locate(resource, subject);
      if (node === undefined) return false;
      await view.reveal(node, { select: true, focus, expand: false });
      return true;
    },
    dispose() {
      subscription.dispose();
      view.dispose();
      provider.dispose();
    },
  };
}
