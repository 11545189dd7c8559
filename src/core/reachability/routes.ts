import { intersect, parseCidr, subtract, type AddressRange } from '../model/cidr.ts';
import type { PrefixList } from '../resources/prefix-list.ts';
import type { Route, RouteTable } from '../resources/route-table.ts';

/*
 * Which route a packet takes: the longest prefix that holds its destination, whatever became of that route's target; at
 * one length a static route before a prefix list, and that before a propagated one.
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */

/** A part of the destinations that takes one route; without a route it is dropped. */
export interface Leg<R = Route> {
  readonly range: AddressRange;
  readonly route?: R;
}

export interface Legs<R = Route> {
  readonly legs: readonly Leg<R>[];
  /** Prefix lists that were not read: a route to one of them could take any of the legs. */
  readonly missing: readonly string[];
}

/** What a route leads to. */
export interface NextHop {
  readonly kind: 'local' | 'peering' | 'transit-gateway' | 'vpn-gateway' | 'internet-gateway' | 'nat-gateway' | 'other';
  /** Empty where the answer names no target that this release knows. */
  readonly id: string;
}

/** Where a route table sends the addresses of a range. */
export function routeLegs(table: RouteTable, range: AddressRange, prefixLists: ReadonlyMap<string, PrefixList>): Legs {
  return legsOf(table.routes ?? [], range, prefixLists, (route) => ({
    destination: destinationOf(route) ?? '',
    rank: isPropagated(route) ? 2 : route.destinationPrefixListId === undefined ? 0 : 1,
  }));
}

/**
 * Where routes send the addresses of a range, of any kind of route table.
 *
 * @param describe a route's destination, a CIDR or the id of a prefix list, and its rank among those of one length: the
 * lower one wins
 */
export function legsOf<R>(
  routes: readonly R[],
  range: AddressRange,
  prefixLists: ReadonlyMap<string, PrefixList>,
  describe: (route: R) => { readonly destination: string; readonly rank: number },
): Legs<R> {
  const missing = new Set<string>();
  const candidates = routes.flatMap((route) => {
    const { destination, rank } = describe(route);
    const cidrs = destination.startsWith('pl-') ? prefixLists.get(destination)?.cidrs : [destination];
    if (cidrs === undefined) missing.add(`the entries of prefix list ${destination}`);
    return (cidrs ?? []).flatMap((cidr) => {
      const block = parseCidr(cidr);
      return block === undefined || intersect(block, range) === undefined ? [] : [{ route, rank, block }];
    });
  });
  const size = ({ first, last }: AddressRange): bigint => last - first;
  candidates.sort((a, b) => Number(size(a.block) - size(b.block)) || a.rank - b.rank);
  let left: readonly AddressRange[] = [range];
  const legs: Leg<R>[] = [];
  for (const { route, block } of candidates) {
    legs.push(...left.flatMap((part) => intersect(part, block) ?? []).map((part) => ({ range: part, route })));
    left = left.flatMap((part) => subtract(part, [block]));
  }
  return { legs: [...legs, ...left.map((part) => ({ range: part }))], missing: [...missing].sort() };
}

const PROPAGATED: ReadonlySet<string> = new Set(['enablevgwroutepropagation', 'advertisement']);

/** True for a route that a gateway or a route server wrote; one to a virtual private gateway is taken for such where nothing says. */
export function isPropagated(route: Route): boolean {
  return route.origin === undefined ? nextHop(route).kind === 'vpn-gateway' : PROPAGATED.has(route.origin);
}

/** A route's destination: the id of a prefix list, or a CIDR. */
export function destinationOf(route: Route): string | undefined {
  return route.destinationPrefixListId ?? route.destinationCidr ?? route.destinationIpv6Cidr;
}

/** The target of a route. */
export function nextHop(route: Route): NextHop {
  const { gatewayId = '' } = route;
  if (gatewayId === 'local') return { kind: 'local', id: gatewayId };
  if (route.vpcPeeringConnectionId !== undefined) return { kind: 'peering', id: route.vpcPeeringConnectionId };
  if (route.transitGatewayId !== undefined) return { kind: 'transit-gateway', id: route.transitGatewayId };
  if (route.natGatewayId !== undefined) return { kind: 'nat-gateway', id: route.natGatewayId };
  if (gatewayId.startsWith('vgw-')) return { kind: 'vpn-gateway', id: gatewayId };
  if (gatewayId.startsWith('igw-')) return { kind: 'internet-gateway', id: gatewayId };
  return { kind: 'other', id: route.networkInterfaceId ?? gatewayId };
}

/** `10.0.0.0/8 → tgw-0a1b`: a route in words. */
export function describeRoute(route: Route): string {
  const { id } = nextHop(route);
  return `${destinationOf(route) ?? '?'} → ${id === '' ? 'a target of another kind' : id}${route.state === 'active' ? '' : ` (${route.state ?? '?'})`}`;
}
