import type { EndpointContext, PathZone } from '../context.ts';
import { intersect } from '../model/cidr.ts';
import type { Gap } from '../needs.ts';
import { aclGaps } from '../reachability/network-acl.ts';
import type { NetworkAcl, NetworkAclEntry } from '../resources/network-acl.ts';
import { subnetRanges } from '../sources.ts';
import type { Source } from '../workloads.ts';
import type { Instance } from './rule.ts';

/** One subnet of the endpoint with the network ACL that guards it. */
export interface GuardedZone {
  readonly zone: PathZone;
  readonly acl: NetworkAcl;
  readonly entries: readonly NetworkAclEntry[];
}

/** The network ACL of each of the endpoint's subnets, or what is missing of them. */
export function guardedZones(context: EndpointContext): readonly GuardedZone[] | { readonly gap: Gap } {
  const { endpoint, zones, lookup } = context;
  if (endpoint.subnetIds === undefined || zones.length === 0) {
    return { gap: { reason: 'malformed', missing: ['SubnetIds'] } };
  }
  const guarded: GuardedZone[] = [];
  for (const zone of zones) {
    const acl = lookup.aclOf(zone.subnetId);
    if (acl === undefined) {
      return { gap: { reason: 'malformed', missing: [`the network ACL of ${zone.subnetId} in the listing`] } };
    }
    const gaps = aclGaps(acl);
    if (gaps.length > 0) return { gap: { reason: 'malformed', missing: gaps.map((field) => `${field} of ${acl.id}`) } };
    guarded.push({ zone, acl, entries: acl.entries ?? [] });
  }
  return guarded;
}

/**
 * True where a range of addresses is in part those of a zone’s own subnet: clients there do not cross its ACL, whatever it
 * does to the rest.
 */
export function standsPartlyIn({ vpcId }: EndpointContext, { zone }: GuardedZone, source: Source): boolean {
  const { subnet } = zone;
  if (subnet === undefined || (source.vpcId !== undefined && source.vpcId !== vpcId)) return false;
  return source.ranges.some(
    (range) => range.first !== range.last && subnetRanges(subnet).some((own) => intersect(own, range) !== undefined),
  );
}

/** A zone by its id; a subnet whose zone is not known by itself. */
export function zoneInstance(zone: PathZone, resource: string, state: Instance['state']): Instance {
  return zone.zoneId === undefined ? { resource: zone.subnetId, state } : { zoneId: zone.zoneId, resource, state };
}

/** `use1-az1 (your us-east-1a)`. */
export function zoneLabel(zone: PathZone): string {
  const name = zone.subnet?.zoneName;
  return `${zone.zoneId ?? zone.subnetId}${name === undefined ? '' : ` (your ${name})`}`;
}
