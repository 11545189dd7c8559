import type { Diagnosis } from '../diagnosis.ts';
import type { Inventory } from '../model/inventory.ts';
import { buildMembers } from './members.ts';
import type { TreeNode } from './types.ts';
import { pathTo } from './walk.ts';

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
