import { evidence, type Run } from '../context.ts';
import type { Route, RouteTable } from '../resources/route-table.ts';
import { describeRoute, nextHop, routeLegs, type Leg, type NextHop } from './routes.ts';
import { transitWay } from './transit.ts';
import { inwardLegs, joinWays, needAt, unknownWay, type Arrival, type Departure, type Way } from './way.ts';

/*
 * From a subnet to an address: whether the packets arrive, followed over what joins two networks as far as it was read.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */

/** Whether packets from a subnet arrive. Network ACLs and security groups of both ends are judged elsewhere. */
export function wayTo(run: Run, from: Departure, to: Arrival): Way {
  const unread = needAt(run, from.vpc)('ec2:DescribeRouteTables', { 'vpc-id': from.vpc.id });
  if (unread !== undefined) return { kind: 'unknown', gap: unread };
  const table = run.lookup.routeTableOf(from.subnet.id);
  if (table?.routes === undefined) return unknownWay('malformed', `the route table of ${from.subnet.id}`);
  const staysIn = to.vpc?.id === from.vpc.id;
  const { legs, missing } = staysIn
    ? inwardLegs(run, table, to.range)
    : routeLegs(table, to.range, run.inventory.prefixLists);
  if (missing.length > 0) return unknownWay('not-asked', ...missing);
  // AWS removes no local route: an answer without one lacks something.
  if (staysIn && legs.some(({ route }) => route === undefined)) {
    return unknownWay('malformed', `the local route of ${table.id}`);
  }
  return joinWays(legs.map((leg) => legWay(run, from, { ...to, range: leg.range }, table, leg)));
}

function legWay(run: Run, from: Departure, to: Arrival, table: RouteTable, { route }: Leg): Way {
  const closed = (why: string): Way => ({
    kind: 'closed',
    cause: 'route',
    why,
    isPart: false,
    lacksRoute: route === undefined || leadsOut(route),
    table,
    ...(route === undefined ? {} : { route }),
    evidence: [
      evidence(
        table.id,
        'Routes',
        route === undefined ? (table.routes ?? []).map(describeRoute).join(', ') : describeRoute(route),
      ),
    ],
  });
  if (route === undefined) return closed(`${table.id} of ${from.subnet.id} has no route there`);
  const by = nextHop(route);
  if (route.state === 'blackhole') {
    return closed(`${table.id} of ${from.subnet.id} drops it: its route ${describeRoute(route)} has lost its target`);
  }
  if (route.state !== 'active')
    return unknownWay('malformed', `State of the route ${describeRoute(route)} of ${table.id}`);
  switch (by.kind) {
    case 'local':
      return from.vpc.id === to.vpc?.id
        ? { kind: 'open', by }
        : closed(`${from.vpc.id} has these addresses itself, so ${table.id} keeps it inside`);
    case 'peering':
      return peeringWay(run, from, to, by, closed);
    case 'transit-gateway':
      return transitWay(run, from, to, by, closed);
    case 'internet-gateway':
      return closed(`${table.id} of ${from.subnet.id} sends it to ${by.id}, which leads to the internet`);
    case 'nat-gateway':
      return translatedWay(run, to, by, closed);
    case 'vpn-gateway':
      return unknownWay('input-missing', `what lies behind ${by.id}, to which ${table.id} leads`);
    case 'other':
      return unknownWay(
        'unsupported',
        `where ${by.id === '' ? 'a route of another kind' : by.id} of ${table.id} sends it`,
      );
  }
}

/** True for a route that takes what no better route takes. */
function leadsOut(route: Route): boolean {
  const { kind } = nextHop(route);
  return kind === 'internet-gateway' || kind === 'nat-gateway';
}

function peeringWay(run: Run, from: Departure, to: Arrival, by: NextHop, closed: (why: string) => Way): Way {
  const about = { 'vpc-peering-connection-id': by.id };
  const peering = run.inventory.peeringConnections.get(by.id);
  if (peering === undefined) {
    const gap = needAt(run, from.vpc)('ec2:DescribeVpcPeeringConnections', about);
    return gap === undefined
      ? unknownWay('malformed', `${by.id} in the listing of peerings`)
      : { kind: 'unknown', gap };
  }
  if (peering.state === undefined) return unknownWay('malformed', `Status.Code of ${by.id}`);
  if (peering.state !== 'active') return closed(`the peering connection ${by.id} is ${peering.state}`);
  const ends = [peering.requester?.vpcId, peering.accepter?.vpcId];
  const other = ends.find((id) => id !== undefined && id !== from.vpc.id);
  if (other === undefined || !ends.includes(from.vpc.id)) return unknownWay('malformed', `the VPCs of ${by.id}`);
  if (to.vpc === undefined) return unknownWay('other-account', `${other}, to which ${by.id} leads`);
  return to.vpc.id === other
    ? { kind: 'open', by }
    : closed(`${by.id} leads to ${other}, and peering is not transitive`);
}

/**
 * A NAT gateway sends on what its own subnet's table says, under another address, whether it is public or private.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
function translatedWay(run: Run, to: Arrival, by: NextHop, closed: (why: string) => Way): Way {
  const subnet = run.inventory.subnets.get(run.inventory.natGateways.get(by.id)?.subnetId ?? '');
  const table = subnet === undefined ? undefined : run.lookup.routeTableOf(subnet.id);
  if (table?.routes === undefined) return unknownWay('malformed', `where ${by.id} sends it on`);
  const { legs, missing } = routeLegs(table, to.range, run.inventory.prefixLists);
  const isLost = ({ route }: Leg): boolean =>
    route === undefined || route.state === 'blackhole' || nextHop(route).kind === 'internet-gateway';
  return missing.length === 0 && legs.every(isLost)
    ? closed(`it goes to ${by.id}, which leads to the internet at most`)
    : unknownWay('unsupported', `what ${by.id} makes of the client’s address`);
}
