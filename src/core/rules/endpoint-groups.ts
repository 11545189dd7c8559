import type { EndpointContext } from '../context.ts';
import type { Gap } from '../needs.ts';
import { outsideWays } from '../outside.ts';
import { peeringLink } from '../reachability/peerings.ts';
import { permissionGaps, permissionsOf, type GroupFacts, type Link } from '../reachability/security-group.ts';
import type { IpPermission, SecurityGroup } from '../resources/security-group.ts';

/** The endpoint's security groups, all of them read, or what is missing of them. */
export function endpointGroups(context: EndpointContext): readonly SecurityGroup[] | { readonly gap: Gap } {
  const ids = context.endpoint.groupIds;
  if (ids === undefined || ids.length === 0) return { gap: { reason: 'malformed', missing: ['Groups'] } };
  const unread = ids.filter((id) => !context.inventory.securityGroups.has(id));
  if (unread.length > 0) {
    return { gap: { reason: 'malformed', missing: unread.map((id) => `${id} in the listing of security groups`) } };
  }
  return ids.flatMap((id) => context.inventory.securityGroups.get(id) ?? []);
}

/** The inbound rules of the endpoint's groups together, or what is missing of them. */
export function endpointIngress(context: EndpointContext): readonly IpPermission[] | { readonly gap: Gap } {
  const groups = endpointGroups(context);
  if ('gap' in groups) return groups;
  const permissions = permissionsOf(groups, 'ingress');
  if (permissions === undefined) return { gap: { reason: 'malformed', missing: ['IpPermissions'] } };
  const gaps = permissionGaps(permissions);
  return gaps.length > 0 ? { gap: { reason: 'malformed', missing: gaps } } : permissions;
}

export function endpointGroupFacts(context: EndpointContext): GroupFacts {
  return {
    prefixLists: context.inventory.prefixLists,
    vpcId: context.endpoint.vpcId,
    referencesMatch: true,
    linkTo: (vpcId) => linkOfClients(context, vpcId),
  };
}

/**
 * Whether the endpoint's groups and those of clients in another VPC know each other: where all of the clients' packets come
 * over peering. Over a transit gateway they do not, whatever it and its attachments support:
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
 */
export function linkOfClients(context: EndpointContext, vpcId: string): Link {
  const ways = outsideWays(context);
  if (ways === undefined) return peeringLink(context, context.endpoint.vpcId, vpcId);
  if ('gap' in ways) return 'unknown';
  const forward = ways.zones.flatMap((zone) => zone.forward ?? []);
  if (forward.some((way) => way.kind === 'unknown')) return 'unknown';
  if (forward.some((way) => way.kind === 'open' && way.by.kind !== 'peering')) return 'no';
  return peeringLink(context, context.endpoint.vpcId, vpcId);
}
