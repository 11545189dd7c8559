import { covers, intersect, parseCidr, type AddressRange } from '../model/cidr.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Gap } from '../needs.ts';
import type { Route, RouteTable } from '../resources/route-table.ts';

/*
 * Where a VPC route table sends packets: the longest prefix decides, and a blackhole drops what it matches
 * (https://docs.aws.amazon.com/vpc/latest/userguide/how-aws-routing-works.html).
 */

export interface NextHop {
  readonly kind: 'local' | 'endpoint' | 'gateway' | 'nat' | 'transit' | 'blackhole' | 'other';
  readonly id: string;
}

/** A route with its destination as addresses. */
export interface RouteEntry {
  readonly destination: string;
  readonly range: AddressRange;
  readonly hop: NextHop;
}

/** The routes of a table, those to prefix lists as one for each of their CIDRs, or the fields that are missing. */
export function routeEntries(table: RouteTable, inventory: Inventory): readonly RouteEntry[] | { readonly gap: Gap } {
  if (table.routes === undefined) return { gap: { reason: 'malformed', missing: [`Routes of ${table.id}`] } };
  const entries: RouteEntry[] = [];
  for (const route of table.routes) {
    // A gateway endpoint's routes lead to AWS's own prefix lists, and hold for the addresses of one service.
    if (inventory.endpoints.get(route.gatewayId ?? '')?.type === 'Gateway') continue;
    if (route.state === undefined) return { gap: { reason: 'malformed', missing: [`Routes[].State of ${table.id}`] } };
    const cidrs = destinationsOf(route, inventory);
    const ranges = cidrs?.map((cidr) => ({ cidr, range: parseCidr(cidr) }));
    if (ranges === undefined || ranges.some(({ range }) => range === undefined)) {
      const missing = [`the CIDRs of ${route.destinationPrefixListId ?? `a route of ${table.id}`}`];
      return { gap: { reason: 'malformed', missing } };
    }
    const hop = nextHop(route);
    entries.push(
      ...ranges.flatMap(({ cidr, range }) => (range === undefined ? [] : [{ destination: cidr, range, hop }])),
    );
  }
  return entries;
}

/** The route that decides about a whole range: the most specific one that covers it. */
export function routeFor(entries: readonly RouteEntry[], range: AddressRange): RouteEntry | undefined {
  return entries
    .filter((entry) => covers(entry.range, range))
    .reduce<RouteEntry | undefined>(
      (best, entry) => (best === undefined || covers(best.range, entry.range) ? entry : best),
      undefined,
    );
}

/** The routes that decide about some addresses of a range: the one that covers it, and the more specific ones inside. */
export function routesWithin(entries: readonly RouteEntry[], range: AddressRange): readonly RouteEntry[] {
  const outer = routeFor(entries, range);
  const inner = entries.filter(
    (entry) => entry !== outer && covers(range, entry.range) && intersect(range, entry.range) !== undefined,
  );
  return [...(outer === undefined ? [] : [outer]), ...inner];
}

function destinationsOf(route: Route, inventory: Inventory): readonly string[] | undefined {
  if (route.destinationPrefixListId !== undefined) {
    return inventory.prefixLists.get(route.destinationPrefixListId)?.cidrs;
  }
  const cidr = route.destinationCidr ?? route.destinationIpv6Cidr;
  return cidr === undefined ? undefined : [cidr];
}

function nextHop(route: Route): NextHop {
  const { gatewayId, natGatewayId, transitGatewayId } = route;
  const id = gatewayId ?? natGatewayId ?? transitGatewayId;
  if (route.state !== 'active') return { kind: 'blackhole', id: id ?? 'a target that is gone' };
  if (gatewayId === 'local') return { kind: 'local', id: gatewayId };
  if (gatewayId?.startsWith('vpce-') === true) return { kind: 'endpoint', id: gatewayId };
  if (gatewayId !== undefined && /^[iv]gw-/.test(gatewayId)) return { kind: 'gateway', id: gatewayId };
  if (natGatewayId !== undefined) return { kind: 'nat', id: natGatewayId };
  if (transitGatewayId !== undefined) return { kind: 'transit', id: transitGatewayId };
  const other =
    gatewayId ?? route.vpcPeeringConnectionId ?? route.egressOnlyInternetGatewayId ?? route.networkInterfaceId;
  return { kind: 'other', id: other ?? 'a target of another kind' };
}
