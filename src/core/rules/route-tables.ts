import type { EndpointContext } from '../context.ts';
import { parseCidr, type AddressRange } from '../model/cidr.ts';
import type { Gap } from '../needs.ts';
import { routeLegs } from '../reachability/routes.ts';
import type { Route, RouteTable } from '../resources/route-table.ts';

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

/** What of the addresses of a gateway endpoint's service a table leads to it. */
export interface GatewayShare {
  readonly table: RouteTable;
  /** The routes that go before the endpoint's for some of the addresses. */
  readonly takers: readonly Route[];
  /** True while some of the addresses are left to the endpoint. */
  readonly left: boolean;
  /** Prefix lists of other routes that were not read. */
  readonly missing: readonly string[];
}

/**
 * Which routes of a table go before a gateway endpoint's for these addresses of its service; nothing for a table without
 * the endpoint's route.
 */
export function gatewayShare(
  { endpoint, inventory }: EndpointContext,
  table: RouteTable,
  ranges: readonly AddressRange[],
): readonly GatewayShare[] {
  const isOwn = (route: Route): boolean => route.gatewayId === endpoint.id;
  if (table.routes?.some(isOwn) !== true) return [];
  const found = ranges.map((range) => routeLegs(table, range, inventory.prefixLists));
  const taken = found.flatMap(({ legs }) => legs.map(({ route }) => route));
  return [
    {
      table,
      takers: [...new Set(taken.flatMap((route) => (route === undefined || isOwn(route) ? [] : [route])))],
      left: taken.some((route) => route !== undefined && isOwn(route)),
      missing: found.flatMap(({ missing }) => missing),
    },
  ];
}

/** The option that names a route's destination in a command. */
export function destinationOption({
  destinationCidr,
  destinationIpv6Cidr,
  destinationPrefixListId,
}: Route): Readonly<Record<string, string>> {
  if (destinationPrefixListId !== undefined) return { 'destination-prefix-list-id': destinationPrefixListId };
  return destinationCidr === undefined
    ? { 'destination-ipv6-cidr-block': destinationIpv6Cidr ?? 'CIDR' }
    : { 'destination-cidr-block': destinationCidr };
}
