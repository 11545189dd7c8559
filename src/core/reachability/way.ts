import { needFrom, type Run } from '../context.ts';
import type { Evidence } from '../diagnosis.ts';
import type { AddressRange } from '../model/cidr.ts';
import { joinGaps, type Gap } from '../needs.ts';
import type { Route, RouteTable } from '../resources/route-table.ts';
import type { Subnet } from '../resources/subnet.ts';
import type { Vpc } from '../resources/vpc.ts';
import { isPropagated, nextHop, routeLegs, type Legs, type NextHop } from './routes.ts';

/* What can be said of the way from a subnet to an address. */

/** A subnet that packets leave. */
export interface Departure {
  readonly vpc: Vpc;
  readonly subnet: Subnet;
}

/** The addresses that packets are for. */
export interface Arrival {
  readonly range: AddressRange;
  /** The VPC that has them; `undefined` for a network that was not loaded. */
  readonly vpc?: Vpc;
}

/** What a transit gateway lacks. */
export interface TransitLoss {
  readonly gatewayId: string;
  readonly region: string;
  /** The VPC's attachment that the packets come from. */
  readonly attachmentId: string;
  /** The route table of that attachment; `undefined` where it has none. */
  readonly tableId?: string;
  /** The route that drops them, in words; `undefined` where none leads there. */
  readonly route?: string;
}

export type Way =
  | { readonly kind: 'open'; readonly by: NextHop }
  | {
      readonly kind: 'closed';
      /** `zone`: the route leads to a transit gateway that is not attached in the subnet's zone. */
      readonly cause: 'route' | 'zone';
      readonly why: string;
      /** True when some of the addresses are reached. */
      readonly isPart: boolean;
      /** True where one more route in the subnet's table would lead there. */
      readonly lacksRoute: boolean;
      readonly evidence: readonly Evidence[];
      readonly table?: RouteTable;
      /** The route of the subnet’s table that loses it, or that leads to what does. */
      readonly route?: Route;
      /** Where it is the transit gateway that loses it. */
      readonly transit?: TransitLoss;
    }
  | { readonly kind: 'unknown'; readonly gap: Gap };

/** Several ways as one: open when all are, closed when all are, and in part when some are. */
export function joinWays(ways: readonly Way[]): Way {
  const gaps = ways.flatMap((way) => (way.kind === 'unknown' ? [way.gap] : []));
  const closed = ways.find((way) => way.kind === 'closed');
  const open = ways.find((way) => way.kind === 'open');
  const gap = joinGaps(gaps);
  if (gap !== undefined) return { kind: 'unknown', gap };
  if (closed?.kind === 'closed') return { ...closed, isPart: closed.isPart || open !== undefined };
  return open ?? unknownWay('malformed', 'a destination');
}

export type Closed = Extract<Way, { readonly kind: 'closed' }>;

export function isClosed(way: Way): way is Closed {
  return way.kind === 'closed';
}

/** Why nobody knows. */
export function unknownWay(reason: Gap['reason'], ...missing: readonly string[]): Way {
  return { kind: 'unknown', gap: { reason, missing } };
}

/** What operations answered about a VPC's own account and those that look at it. */
export function needAt({ inventory }: Run, vpc: Vpc): ReturnType<typeof needFrom> {
  return needFrom(inventory, [...new Set([vpc.account, vpc.seenBy])], vpc.region);
}

/** Every way that the addresses take from inside a VPC must stay in it. */
export function staysInside(run: Run, from: Departure, range: AddressRange): boolean {
  const table = run.lookup.routeTableOf(from.subnet.id);
  if (table?.routes === undefined) return false;
  const { legs, missing } = inwardLegs(run, table, range);
  return missing.length === 0 && legs.every(({ route }) => route !== undefined && isLocal(route));
}

/**
 * Where a table sends addresses of its own VPC. The local route goes before every propagated one, however long that is, and
 * the routes of a gateway endpoint lead to addresses of a service.
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-route-priority.html
 */
export function inwardLegs({ inventory }: Run, table: RouteTable, range: AddressRange): Legs {
  const routes = (table.routes ?? []).filter(
    (route) => !isPropagated(route) && inventory.endpoints.get(route.gatewayId ?? '')?.type !== 'Gateway',
  );
  return routeLegs({ ...table, routes }, range, inventory.prefixLists);
}

function isLocal(route: Route): boolean {
  return nextHop(route).kind === 'local' && route.state === 'active';
}
