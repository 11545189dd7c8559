import type { EndpointContext } from '../../context.ts';
import type { FixCommand } from '../../diagnosis.ts';
import type { OutsideWays, ZoneWays } from '../../outside.ts';
import { activePeerings } from '../../reachability/peerings.ts';
import { commonGateways } from '../../reachability/transit.ts';
import type { Closed } from '../../reachability/way.ts';
import type { Route } from '../../resources/route-table.ts';
import type { Vpc } from '../../resources/vpc.ts';
import { clientCidr } from '../../sources.ts';
import { awsCommand } from '../command.ts';
import { destinationOption } from '../route-tables.ts';
import { looksAt, oncePerText } from '../lost-packets.ts';

/* What mends a way on which routes lose the packets. */

export type Direction = 'there' | 'back';

/** An interface of the endpoint, and the way to it or back that is closed. */
export interface Blocked {
  readonly zone: ZoneWays;
  readonly way: Closed;
}

/** A route for each table that lacks one, over what joins the two VPCs; else what shows the tables. */
export function outsideMends(
  context: EndpointContext,
  { origin, endpointVpc }: OutsideWays,
  blocked: readonly Blocked[],
  direction: Direction,
): readonly FixCommand[] {
  const region = direction === 'there' && origin.kind === 'vpc' ? origin.vpc.region : context.region;
  const tables = [...new Set(blocked.flatMap(({ way }) => (way.lacksRoute ? (way.table?.id ?? []) : [])))];
  const [peering] = origin.kind === 'vpc' ? activePeerings(context, origin.vpc.id, endpointVpc.id) : [];
  const [gateway] = origin.kind === 'vpc' ? commonGateways(context, origin.vpc, endpointVpc) : [];
  const target =
    peering === undefined ? { 'transit-gateway-id': gateway ?? 'TGW_ID' } : { 'vpc-peering-connection-id': peering.id };
  const destination =
    direction === 'there' ? (blocked[0]?.zone.zone.subnet?.cidr ?? 'ENDPOINT_CIDR') : clientCidr(context);
  if (tables.length === 0) {
    return looksAt(
      region,
      blocked.map(({ way }) => way),
    );
  }
  return tables.map((table) =>
    awsCommand(
      'ec2 create-route',
      region,
      {
        'route-table-id': table,
        [destination.includes(':') ? 'destination-ipv6-cidr-block' : 'destination-cidr-block']: destination,
        ...target,
      },
      'every subnet that uses the table sends those addresses there; what took a shorter route before moves',
    ),
  );
}

/** The local route takes the addresses again. */
export function insideMends(region: string, vpc: Vpc | undefined, ways: readonly Closed[]): readonly FixCommand[] {
  return oncePerText(
    ways.flatMap(({ table, route }) =>
      table === undefined || route === undefined ? [] : [backToLocal(region, vpc, table.id, route)],
    ),
  );
}

/** What is to be done about a route that loses what the local route would deliver. */
export const BACK_TO_LOCAL = 'Give the route a target that works, or let the local route take the addresses again.';

/** Takes away a route that goes before the local one, or gives the local one its target back. */
function backToLocal(region: string, vpc: Vpc | undefined, tableId: string, route: Route): FixCommand {
  const own = vpc?.cidrs?.find((cidr) => cidr === route.destinationCidr || cidr === route.destinationIpv6Cidr);
  const options = { 'route-table-id': tableId, ...destinationOption(route) };
  const impact = 'every subnet that uses the table reaches those addresses directly again, past what stood between';
  return own === undefined
    ? awsCommand('ec2 delete-route', region, options, impact)
    : awsCommand('ec2 replace-route', region, { ...options, 'local-target': true }, impact);
}
