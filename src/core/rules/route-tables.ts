import type { EndpointContext } from '../context.ts';
import { parseCidr, type AddressRange } from '../model/cidr.ts';
import type { Gap } from '../needs.ts';

/** The subnets of the VPC whose route table is one of the gateway endpoint's: explicitly, else through the main table. */
export function routedSubnets(context: EndpointContext): ReadonlySet<string> {
  const { endpoint, lookup, vpcId } = context;
  const tables = lookup.routeTablesOf(vpcId);
  const explicit = new Map(tables.flatMap((table) => table.subnetIds.map((id) => [id, table.id] as const)));
  const main = tables.find((table) => table.main)?.id;
  const own = new Set(endpoint.routeTableIds ?? []);
  return new Set(
    lookup.subnetsOf(vpcId).flatMap((subnet) => {
      const table = explicit.get(subnet.id) ?? main;
      return table !== undefined && own.has(table) ? [subnet.id] : [];
    }),
  );
}

/** The IPv4 ranges that a gateway endpoint's routes lead to, and the prefix lists that hold them. */
export function gatewayRanges(
  context: EndpointContext,
): { readonly ids: readonly string[]; readonly list: readonly AddressRange[] } | { readonly gap: Gap } {
  const { endpoint, inventory } = context;
  const routes = (endpoint.routeTableIds ?? []).flatMap((id) => inventory.routeTables.get(id)?.routes ?? []);
  const lists = new Set(
    routes.flatMap((route) => (route.gatewayId === endpoint.id ? (route.destinationPrefixListId ?? []) : [])),
  );
  if (lists.size === 0) return { gap: { reason: 'malformed', missing: [`a route to ${endpoint.id}`] } };
  const list: AddressRange[] = [];
  for (const id of lists) {
    const cidrs = inventory.prefixLists.get(id)?.cidrs;
    if (cidrs === undefined) return { gap: { reason: 'malformed', missing: [`the CIDRs of ${id}`] } };
    list.push(...cidrs.flatMap((cidr) => parseCidr(cidr) ?? []).filter((range) => range.family === 4));
  }
  return list.length > 0
    ? { ids: [...lists], list }
    : { gap: { reason: 'malformed', missing: ['an IPv4 CIDR of its prefix list'] } };
}
