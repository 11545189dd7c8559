import type { Diagnosis } from '../diagnosis.ts';
import type { Inventory } from '../model/inventory.ts';
import { buildMembers } from './members.ts';
import type { TreeNode } from './types.ts';

/** All nodes that are at hand, each after its parent. */
export function flatten(nodes: readonly TreeNode[]): readonly TreeNode[] {
  return nodes.flatMap((node) => [node, ...flatten(node.children ?? [])]);
}

/**
 * The node that stands for a resource, with the nodes above it from the root on. A member (a subnet, a target) is found
 * below the subject that it belongs to, which `subject` names where it is known. `undefined` when the tree has none.
 */
export function locate(
  inventory: Inventory,
  diagnosis: Diagnosis | undefined,
  roots: readonly TreeNode[],
  resource: string,
  subject?: string,
): readonly TreeNode[] | undefined {
  const direct = pathTo(roots, (node) => node.resource === resource);
  if (direct !== undefined || subject === undefined) return direct;
  const above = pathTo(roots, (node) => node.resource === subject);
  const owner = above?.at(-1);
  if (above === undefined || owner === undefined) return undefined;
  const members = buildMembers(inventory, diagnosis, subject, owner.id);
  const below = pathTo(members, (node) => node.resource === resource);
  return below === undefined ? above : [...above, ...below];
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
