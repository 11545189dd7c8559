import type { CoverageRow } from '../model/coverage.ts';
import type { Inventory } from '../model/inventory.ts';
import { bool, object } from '../model/read.ts';
import { gapOf, type Gap } from '../needs.ts';
import type { NetworkInterface } from '../resources/network-interface.ts';
import type { ServiceDetail } from '../resources/service-detail.ts';
import { COMPARED_KINDS, type Compared } from './kinds.ts';

/**
 * Why it is not proved that `other` lacks a resource which it does not show; `undefined` when it is proved, by a complete
 * answer that would have shown the resource, or by the proved absence of what it is a part of.
 *
 * @param own the inventory that the resource is in
 */
export function absenceGap(found: Compared, own: Inventory, other: Inventory): Gap | undefined {
  const gap = ownGap(found, own, other);
  return gap !== undefined && isParentAbsent(found, own, other) ? undefined : gap;
}

/** A load balancer takes its listeners with it, a service its permissions, a target group its targets. */
function isParentAbsent({ parent }: Compared, own: Inventory, other: Inventory): boolean {
  if (parent === undefined) return false;
  const kind = COMPARED_KINDS.find((candidate) => candidate.kind === parent.kind);
  const above = kind?.find(parent.id, own);
  if (kind === undefined || above === undefined || kind.items(other).has(parent.id)) return false;
  return absenceGap(above, own, other) === undefined;
}

function ownGap(found: Compared, own: Inventory, other: Inventory): Gap | undefined {
  const { item, showing, isPart } = found;
  const wideEnough: Inventory = {
    ...other,
    coverage: {
      ...other.coverage,
      rowsOf: (...place) => other.coverage.rowsOf(...place).filter((row) => isWideEnough(row, found, own)),
      rowsAbout: (...asked) => other.coverage.rowsAbout(...asked).filter((row) => isWideEnough(row, found, own)),
    },
  };
  const gap = gapOf(wideEnough, { ...showing, accounts: witnesses(found, other), region: item.region });
  // The answer came, and without what it is about: then it cannot be read, and the resource may well be there.
  return gap ?? (isPart === true ? { reason: 'malformed', missing: [showing.operation] } : undefined);
}

/**
 * The accounts whose listing must hold the resource while it exists. That is its owner's alone: another account may just
 * have lost sight of it. What a consumer sees of a service is that consumer's own, and AWS's prefix lists are everybody's.
 */
function witnesses({ item, isPart }: Compared, other: Inventory): readonly string[] {
  if (item.kind === 'service-detail') return [item.seenBy];
  if (item.kind !== 'prefix-list' || isPart === true) return [item.account];
  const inRegion = other.scopes.filter((scope) => scope.region === item.region).map((scope) => scope.account);
  return [item.account, ...inRegion];
}

/** False for an unrestricted request that leaves the resource out by default. */
function isWideEnough(row: CoverageRow, { item }: Compared, own: Inventory): boolean {
  switch (item.kind) {
    case 'service-detail':
      return isAskedThere(row, item as ServiceDetail);
    case 'network-interface':
      return (
        !isManaged(item as NetworkInterface) ||
        row.params['IncludeManagedResources'] === true ||
        // It was seen without the parameter: it is not one of those that are hidden.
        !asksForManaged(own, item)
      );
    default:
      return true;
  }
}

/**
 * Services of other Regions are listed only where `ServiceRegions` names them:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServices.html.
 */
function isAskedThere({ params }: CoverageRow, { serviceRegion, region }: ServiceDetail): boolean {
  const asked = params['ServiceRegions'];
  const home = serviceRegion ?? region;
  return asked === undefined ? home === region : Array.isArray(asked) && asked.includes(home);
}

/**
 * AWS may hide what its services manage unless `IncludeManagedResources` is given:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html.
 */
function isManaged({ requesterManaged, raw }: NetworkInterface): boolean {
  return requesterManaged === true || bool(object(raw, 'Operator') ?? {}, 'Managed') === true;
}

function asksForManaged(inventory: Inventory, { seenBy, region }: Compared['item']): boolean {
  const rows = inventory.coverage.rowsOf(seenBy, region, 'ec2:DescribeNetworkInterfaces');
  return rows.length > 0 && rows.every((row) => row.params['IncludeManagedResources'] === true);
}
