import { evidence, needFrom, type Run } from '../context.ts';
import { everyAddress } from '../model/cidr.ts';
import { joinGaps, type Gap } from '../needs.ts';
import type { TransitGatewayAttachment } from '../resources/transit-gateway-attachment.ts';
import type { TransitGatewayRoute } from '../resources/transit-gateway-route.ts';
import type { Vpc } from '../resources/vpc.ts';
import { aclPorts } from './network-acl.ts';
import { ALL_PORTS, countPorts } from './ports.ts';
import { legsOf, type NextHop } from './routes.ts';
import { joinWays, staysInside, unknownWay, type Arrival, type Departure, type TransitLoss, type Way } from './way.ts';

/*
 * Over a transit gateway: both VPCs are attached, the one that packets leave in the packets' own zone; the route table of
 * that attachment leads to the other one; and there nothing stands between the attachment and the address.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */

/** States in which an attachment carries traffic. */
const CARRIES: ReadonlySet<string> = new Set(['available', 'modifying']);

/** The live attachment of a VPC to a transit gateway, or why there is none. The VPC's owner alone lists it. */
export function attachmentOf(
  { inventory }: Run,
  vpc: Vpc,
  gatewayId: string,
): TransitGatewayAttachment | { readonly gap: Gap } | 'none' {
  const found = [...inventory.transitGatewayAttachments.values()].find(
    (item) => item.vpcId === vpc.id && item.transitGatewayId === gatewayId && CARRIES.has(item.state ?? ''),
  );
  if (found !== undefined) return found;
  const gap = needFrom(
    inventory,
    [vpc.account],
    vpc.region,
  )('ec2:DescribeTransitGatewayVpcAttachments', {
    'vpc-id': vpc.id,
    'transit-gateway-id': gatewayId,
  });
  return gap === undefined ? 'none' : { gap };
}

/** The way on from a route to a transit gateway. */
export function transitWay(run: Run, from: Departure, to: Arrival, by: NextHop, closed: (why: string) => Way): Way {
  const own = attachmentOf(run, from.vpc, by.id);
  if (own === 'none') return closed(`${from.vpc.id} is not attached to ${by.id}`);
  if ('gap' in own) return { kind: 'unknown', gap: own.gap };
  const zone = zoneWay(run, from, own, by);
  if (zone !== undefined) return zone;
  if (to.vpc === undefined) return unknownWay('other-account', `what lies behind ${by.id}`);
  const other = attachmentOf(run, to.vpc, by.id);
  if (other === 'none') return closed(`${to.vpc.id} is not attached to ${by.id}`);
  if ('gap' in other) return { kind: 'unknown', gap: other.gap };
  const routed = routedWay(run, to, own, by, closed);
  return routed.kind === 'open' ? deliveredWay(run, to, to.vpc, own, other, by) : routed;
}

/** Zones and Local Zones by the shape of their ids: use1-az1, and use1-bos1-az1, which uses its parent's attachment. */
const AVAILABILITY_ZONE = /^[a-z0-9]+-az\d+$/;

/** Why packets of this zone do not get onto the transit gateway; `undefined` when they do. */
function zoneWay(run: Run, from: Departure, own: TransitGatewayAttachment, by: NextHop): Way | undefined {
  const { zoneId } = from.subnet;
  if (zoneId === undefined) return unknownWay('malformed', `AvailabilityZoneId of ${from.subnet.id}`);
  if (own.subnetIds === undefined) return unknownWay('malformed', `SubnetIds of ${own.id}`);
  const zones = own.subnetIds.map((id) => run.inventory.subnets.get(id)?.zoneId);
  if (zones.includes(zoneId)) return undefined;
  if (zones.includes(undefined)) return unknownWay('malformed', `the Availability Zones of ${own.id}`);
  if (!AVAILABILITY_ZONE.test(zoneId)) return unknownWay('unsupported', `the transit gateway of zone ${zoneId}`);
  return {
    kind: 'closed',
    cause: 'zone',
    why: `${own.id} of ${from.vpc.id} to ${by.id} has no subnet in ${zoneId}, the zone of ${from.subnet.id}`,
    isPart: false,
    lacksRoute: false,
    evidence: [
      evidence(own.id, 'SubnetIds[].AvailabilityZoneId', zones.join(', ')),
      evidence(from.subnet.id, 'AvailabilityZoneId', zoneId),
    ],
  };
}

/** What the transit gateway's route tables say. Only its owner can read them. */
function routedWay(
  run: Run,
  to: Arrival,
  own: TransitGatewayAttachment,
  by: NextHop,
  closed: (why: string) => Way,
): Way {
  const { inventory } = run;
  const all = [...inventory.transitGatewayRouteTables.values()].filter((table) => table.transitGatewayId === by.id);
  const [first] = all;
  if (first === undefined) {
    const gap = needFrom(inventory, [own.seenBy], own.region)('ec2:DescribeTransitGatewayRouteTables');
    return gap?.reason === 'denied' ? { kind: 'unknown', gap } : unknownWay('other-account', `the owner of ${by.id}`);
  }
  const need = needFrom(inventory, [first.seenBy], first.region);
  const unread = [
    need('ec2:DescribeTransitGatewayRouteTables', { 'transit-gateway-id': by.id }),
    ...all.flatMap(({ id }) => [
      need('ec2:SearchTransitGatewayRoutes', { TransitGatewayRouteTableId: id, state: 'active' }),
      need('ec2:GetTransitGatewayRouteTableAssociations', { TransitGatewayRouteTableId: id }),
    ]),
  ];
  const gap = joinGaps(unread.filter((item) => item !== undefined));
  if (gap !== undefined) return { kind: 'unknown', gap };
  const association = [...inventory.transitGatewayAssociations.values()].find(
    (item) => item.attachmentId === own.id && item.state === 'associated',
  );
  const lost = (why: string, more: Pick<TransitLoss, 'tableId' | 'route'>, field: string, seen: string): Way => {
    const way = closed(why);
    if (way.kind !== 'closed') return way;
    const transit = { gatewayId: by.id, region: first.region, attachmentId: own.id, ...more };
    return { ...way, transit, evidence: [evidence(more.tableId ?? own.id, field, seen), ...way.evidence] };
  };
  if (association === undefined) {
    return lost(`${own.id} has no route table of ${by.id}`, {}, 'Association', 'none');
  }
  const tableId = association.routeTableId;
  const routes = [...inventory.transitGatewayRoutes.values()].filter(
    (route) => route.routeTableId === association.routeTableId,
  );
  const { legs, missing } = legsOf(routes, to.range, inventory.prefixLists, (route) => ({
    destination: route.destination,
    rank: route.type === 'static' ? 0 : 1,
  }));
  if (missing.length > 0) return unknownWay('not-asked', ...missing);
  return joinWays(
    legs.map(({ route }): Way => {
      if (route === undefined) {
        const all = routes.map(describeTransitRoute).join(', ');
        return lost(`${tableId} of ${by.id} has no route there`, { tableId }, 'Routes', all === '' ? 'none' : all);
      }
      if (route.state === 'blackhole') {
        const told = describeTransitRoute(route);
        return lost(`${tableId} of ${by.id} drops it: ${told}`, { tableId, route: route.destination }, 'Routes', told);
      }
      if (leadsTo(route, to.vpc)) return { kind: 'open', by };
      return unknownWay('unsupported', `the detour that ${route.destination} of ${tableId} takes`);
    }),
  );
}

/** `10.20.2.0/24 static blackhole`: a transit gateway's route in words. */
function describeTransitRoute({ destination, type = '?', state = '?' }: TransitGatewayRoute): string {
  return `${destination} ${type} ${state}`;
}

/** True when every attachment of the route is the VPC's own. */
function leadsTo({ state, attachments = [] }: TransitGatewayRoute, vpc: Vpc | undefined): boolean {
  return (
    state === 'active' &&
    attachments.length > 0 &&
    attachments.every((item) => item.resourceType === 'vpc' && item.resourceId === vpc?.id)
  );
}

/**
 * What stands between attachments and the subnets of their VPCs: appliances that the attachments' own route tables lead
 * to, and the network ACLs of their subnets (https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html).
 */
function deliveredWay(
  run: Run,
  to: Arrival,
  vpc: Vpc,
  own: TransitGatewayAttachment,
  other: TransitGatewayAttachment,
  by: NextHop,
): Way {
  const arrivals = (other.subnetIds ?? []).map((id) => run.inventory.subnets.get(id));
  const astray = arrivals.filter((subnet) => subnet === undefined || !staysInside(run, { vpc, subnet }, to.range));
  if (arrivals.length === 0 || astray.length > 0) {
    return unknownWay('unsupported', `where ${other.id} hands it on: the route tables of its subnets`);
  }
  const guarded = [...(own.subnetIds ?? []), ...(other.subnetIds ?? [])].filter((id) => !isOpen(run, id));
  return guarded.length > 0
    ? unknownWay('unsupported', `the network ACLs of ${guarded.join(', ')}, where the transit gateway is attached`)
    : { kind: 'open', by };
}

/** True for a subnet whose network ACL lets everything through, both ways. */
function isOpen({ lookup }: Run, subnetId: string): boolean {
  const entries = lookup.aclOf(subnetId)?.entries;
  return (
    entries !== undefined &&
    [true, false].every((egress) =>
      (['tcp', 'udp'] as const).every(
        (transport) => countPorts(aclPorts(entries, egress, transport, everyAddress(4))) === countPorts(ALL_PORTS),
      ),
    )
  );
}

/** The transit gateways that a VPC is attached to, as far as they were read. */
export function gatewaysOf({ inventory }: Run, vpc: Vpc): readonly string[] {
  return [...inventory.transitGatewayAttachments.values()].flatMap((item) =>
    item.vpcId === vpc.id && CARRIES.has(item.state ?? '') ? (item.transitGatewayId ?? []) : [],
  );
}

/** The transit gateways that both VPCs are attached to. */
export function commonGateways(run: Run, one: Vpc, other: Vpc): readonly string[] {
  const others = gatewaysOf(run, other);
  return gatewaysOf(run, one).filter((id) => others.includes(id));
}

/** What could show a transit gateway that both VPCs are attached to, and was not read. */
export function attachmentGap(run: Run, one: Vpc, other: Vpc): readonly Gap[] {
  const listings = [one, other].map((vpc) => ({
    gap: needFrom(
      run.inventory,
      [vpc.account],
      vpc.region,
    )('ec2:DescribeTransitGatewayVpcAttachments', {
      'vpc-id': vpc.id,
    }),
    isBare: gatewaysOf(run, vpc).length === 0,
  }));
  // A VPC without any attachment shares no gateway, whatever the other one has.
  if (listings.some(({ gap, isBare }) => gap === undefined && isBare)) return [];
  return listings.flatMap(({ gap }) => gap ?? []);
}
