import type { Inventory } from './model/inventory.ts';
import type { Gap } from './needs.ts';
import type { ResourceBase } from './resources/kind.ts';

/* A redacted file's addresses are others than AWS's: beside those of a file with another key, or of none, they mean nothing. */

/** Why addresses of the two cannot be compared; `undefined` where they can. */
export function addressGap(
  inventory: Pick<Inventory, 'scopes'>,
  one: Pick<ResourceBase, 'seenBy' | 'region'>,
  other: Pick<ResourceBase, 'seenBy' | 'region'>,
): Gap | undefined {
  const spaceOf = ({ seenBy, region }: typeof one): string | undefined =>
    inventory.scopes.find((scope) => scope.account === seenBy && scope.region === region)?.addressSpace;
  if (spaceOf(one) === spaceOf(other)) return undefined;
  return { reason: 'input-missing', missing: ['the addresses of both sides, unredacted or redacted with one key'] };
}
