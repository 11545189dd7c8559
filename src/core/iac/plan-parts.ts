import type { Inventory } from '../model/inventory.ts';
import type { Inputs } from './inputs.ts';
import type { Tags, Term } from './model.ts';

/** The VPC: an input even where the answer does not name it, as most resources cannot be without. */
export function vpcTerm(vpcId: string | undefined, prefix: readonly string[], inputs: Inputs): Term {
  return inputs.whole({ type: 'vpc', current: vpcId === undefined ? [] : [vpcId], prefix });
}

/** The zone names of subnets, or nothing when one of them is unknown. */
export function zonesOf(inventory: Inventory, subnetIds: readonly string[]): readonly string[] | undefined {
  const zones = subnetIds.flatMap((id) => inventory.subnets.get(id)?.zoneName ?? []);
  return zones.length === subnetIds.length && zones.length > 0 ? zones : undefined;
}

/** The tags that a user may set: AWS sets those that begin with `aws:` itself and refuses them from others. */
export function ownTags(tags: Readonly<Record<string, string>>): Tags {
  return Object.entries(tags)
    .filter(([key]) => !key.toLowerCase().startsWith('aws:'))
    .map(([key, value]) => ({ key, value }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
