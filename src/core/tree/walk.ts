import type { TreeNode } from './types.ts';

/** All nodes that are at hand, each after its parent. */
export function flatten(nodes: readonly TreeNode[]): readonly TreeNode[] {
  return nodes.flatMap((node) => [node, ...flatten(node.children ?? [])]);
}

/** The nodes from a root to the first that fits. */
export function pathTo(nodes: readonly TreeNode[], fits: (node: TreeNode) => boolean): readonly TreeNode[] | undefined {
  for (const node of nodes) {
    if (fits(node)) return [node];
    const below = pathTo(node.children ?? [], fits);
    if (below !== undefined) return [node, ...below];
  }
  return undefined;
}
