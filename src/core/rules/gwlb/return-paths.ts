import type { EndpointContext } from '../../context.ts';
import { covers, everyAddress, type AddressRange } from '../../model/cidr.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import {
  routeEntries,
  routeFor,
  routesWithin,
  type NextHop,
  type RouteEntry,
} from '../../reachability/inspection-routes.ts';
import type { Subnet } from '../../resources/subnet.ts';
import {
  describeRange,
  holdsHosts,
  isUsed,
  rangesOfSubnet,
  subnetsOf,
  tablesOf,
  unreadUse,
  type Inspection,
  type Sender,
} from './senders.ts';
import { attachmentsOf, inspectedPairs, networksBehind, overlaps, throughInspection } from './transit.ts';

/*
 * A flow must pass the appliances both ways. Each next hop after inspection has its own way back: what the internet answers
 * follows the table of the internet gateway, what a NAT gateway gets back the table of its subnet, and so on.
 * https://docs.aws.amazon.com/vpc/latest/userguide/gwlb-route.html
 */

/** A place on the way back whose table does not lead to an endpoint of the service. */
export interface Miss {
  /** The subnet or gateway whose table it is. */
  readonly at: string;
  /** `undefined` where the gateway has no table. */
  readonly table?: string;
  /** What should be sent to the endpoint. */
  readonly destination: string;
  /** Where it goes instead. */
  readonly target: string;
}

export interface ReturnPaths {
  readonly sender: Sender;
  /** How many ways back were judged, and how many of these miss the endpoints. */
  readonly judged: number;
  readonly missed: number;
  readonly misses: readonly Miss[];
  readonly gap?: Gap | undefined;
}

type Way = 'back' | Miss | { readonly gap: Gap };

/** The ways back to each sender. */
export function returnPaths(context: EndpointContext, inspection: Inspection): readonly ReturnPaths[] {
  return inspection.senders.map((sender) => {
    const ways =
      sender.subnet === undefined ? fromGateway(context, inspection, sender) : ofSubnet(context, inspection, sender);
    const gap = joinGaps(ways.flatMap((way) => (typeof way === 'object' && 'gap' in way ? [way.gap] : [])));
    const misses = ways.flatMap((way) => (typeof way === 'object' && 'at' in way ? [way] : []));
    return {
      sender,
      judged: ways.length,
      missed: misses.length,
      misses: distinct(misses),
      gap,
    };
  });
}

function distinct(misses: readonly Miss[]): readonly Miss[] {
  return [...new Map(misses.map((miss) => [`${miss.at} ${miss.destination}`, miss])).values()];
}

/**
 * What comes in through a gateway: the subnets that it reaches must not answer past the appliances. Only a subnet whose
 * default route names that gateway can be reached through it.
 */
function fromGateway(context: EndpointContext, inspection: Inspection, sender: Sender): readonly Way[] {
  const unread = unreadUse(context);
  if (unread !== undefined) return [{ gap: unread }];
  return sender.toEndpoint.flatMap(({ range }) =>
    answersThrough(context, inspection, range, destinationsIn(context, inspection, range), sender.id),
  );
}

/** Whether subnets that are reached from the internet through a gateway answer past the appliances, straight to it. */
function answersThrough(
  context: EndpointContext,
  inspection: Inspection,
  { family }: AddressRange,
  subnets: readonly Subnet[],
  gateway: string,
): readonly Way[] {
  return subnets.map(({ id }): Way => {
    const way = wayFromSubnet(context, inspection, id, everyAddress(family));
    return typeof way === 'object' && 'at' in way && way.target !== gateway ? 'back' : way;
  });
}

/** What comes back to the NAT gateways of a subnet goes on to the clients: these must have sent it through an endpoint. */
function fromNat(
  context: EndpointContext,
  inspection: Inspection,
  senderId: string,
  destination: AddressRange,
): readonly Way[] {
  const gateways = context.lookup
    .interfacesOf(context.vpcId)
    .filter((item) => item.subnetId === senderId && item.interfaceType === 'nat_gateway');
  if (gateways.length === 0) return [];
  const unread = context.need('ec2:DescribeNatGateways', { 'vpc-id': context.vpcId });
  if (unread !== undefined) return [{ gap: unread }];
  const ids = [...context.inventory.natGateways.values()].filter(({ subnetId }) => subnetId === senderId);
  const subnets = destinationsIn(context, inspection, destination).filter(({ id }) => holdsHosts(context, id));
  return ids.flatMap(({ id }) => answersThrough(context, inspection, destination, subnets, id));
}

function ofSubnet(context: EndpointContext, inspection: Inspection, sender: Sender): readonly Way[] {
  const unread = unreadUse(context);
  if (unread !== undefined) return [{ gap: unread }];
  const own = sender.subnet !== undefined && isUsed(context, sender.id) ? rangesOfSubnet(sender.subnet) : [];
  const transit = transitSources(context, sender.id);
  const sources = [...own, ...('gap' in transit ? [] : transit.ranges)];
  return [
    ...('gap' in transit ? [transit] : []),
    ...hopsAfter(inspection, sender).flatMap(({ entry, destination }) =>
      waysBack(context, inspection, entry.hop, destination, { sender, own, sources }),
    ),
  ];
}

/** What inspected traffic of a sender meets next, with the addresses that it is bound for. */
export function hopsAfter(
  inspection: Inspection,
  sender: Sender,
): readonly { readonly entry: RouteEntry; readonly destination: AddressRange }[] {
  return sender.toEndpoint.flatMap((sent) =>
    routesWithin(inspection.own, sent.range)
      // What the sender routes elsewhere never comes here.
      .filter((entry) => covers(entry.range, sent.range) || routeFor(sender.entries, entry.range) === sent)
      .map((entry) => ({ entry, destination: covers(entry.range, sent.range) ? sent.range : entry.range })),
  );
}

interface Sources {
  readonly sender: Sender;
  /** The subnet's own addresses, where something sends from it. */
  readonly own: readonly AddressRange[];
  /** With those that come from behind a transit gateway. */
  readonly sources: readonly AddressRange[];
}

function waysBack(
  context: EndpointContext,
  inspection: Inspection,
  hop: NextHop,
  destination: AddressRange,
  { sender, own, sources }: Sources,
): readonly Way[] {
  const ofFamily = sources.filter(({ family }) => family === destination.family);
  const bounded = ofFamily.filter((range) => !covers(range, everyAddress(range.family)));
  switch (hop.kind) {
    case 'gateway':
      return own
        .filter(({ family }) => family === destination.family)
        .map((range) => wayFromGateway(context, inspection, hop.id, range));
    case 'nat':
      return bounded.map((range) => wayFromNat(context, inspection, hop.id, range));
    case 'local':
      return [
        ...fromNat(context, inspection, sender.id, destination),
        ...(holdsHosts(context, sender.id) || own.length === 0 ? bounded : []).flatMap((range) =>
          destinationsIn(context, inspection, destination)
            .filter(({ id }) => id !== sender.id && holdsHosts(context, id))
            .map(({ id }) => wayFromSubnet(context, inspection, id, range)),
        ),
      ];
    case 'transit': {
      // NAT gateways pass on what anybody answers.
      const isNat = own.length > 0 && !holdsHosts(context, sender.id);
      const senders = isNat ? [everyAddress(destination.family)] : own;
      return waysFromTransit(context, inspection, hop.id, destination, senders, sender.id);
    }
    case 'blackhole':
      return [];
    case 'endpoint':
      return hop.id === context.endpoint.id
        ? []
        : [{ gap: { reason: 'unsupported', missing: [`a second inspection by ${hop.id}`] } }];
    case 'other':
      return [{ gap: { reason: 'unsupported', missing: [`the way back from ${hop.id}`] } }];
  }
}

/** The subnets in use that hold addresses of a range, without those of the endpoints. */
function destinationsIn(context: EndpointContext, { siblings }: Inspection, range: AddressRange): readonly Subnet[] {
  const { lookup, vpcId } = context;
  const ofEndpoints = new Set(
    lookup.endpointsOf(vpcId).flatMap((item) => (siblings.has(item.id) ? (item.subnetIds ?? []) : [])),
  );
  return subnetsOf(context).filter(
    (subnet) =>
      !ofEndpoints.has(subnet.id) &&
      isUsed(context, subnet.id) &&
      rangesOfSubnet(subnet).some((own) => overlaps(own, range)),
  );
}

function wayFromGateway(context: EndpointContext, inspection: Inspection, gateway: string, range: AddressRange): Way {
  const table = tablesOf(context).find(({ gatewayIds }) => gatewayIds.includes(gateway));
  if (table === undefined) {
    return { at: gateway, destination: describeRange(range), target: 'local: the gateway has no route table' };
  }
  const entries = routeEntries(table, context.inventory);
  if ('gap' in entries) return entries;
  return judge(inspection, entries, range, { at: gateway, table: table.id });
}

function wayFromNat(context: EndpointContext, inspection: Inspection, natId: string, range: AddressRange): Way {
  const unread = context.need('ec2:DescribeNatGateways', { 'vpc-id': context.vpcId, 'nat-gateway-id': natId });
  if (unread !== undefined) return { gap: unread };
  const subnetId = context.inventory.natGateways.get(natId)?.subnetId;
  return subnetId === undefined
    ? { gap: { reason: 'malformed', missing: [`SubnetId of ${natId}`] } }
    : wayFromSubnet(context, inspection, subnetId, range);
}

function wayFromSubnet(context: EndpointContext, inspection: Inspection, subnetId: string, range: AddressRange): Way {
  const table = context.lookup.routeTableOf(subnetId);
  if (table === undefined) return { gap: { reason: 'malformed', missing: [`the route table of ${subnetId}`] } };
  const entries = routeEntries(table, context.inventory);
  if ('gap' in entries) return entries;
  return judge(inspection, entries, range, { at: subnetId, table: table.id });
}

function judge(
  { siblings }: Inspection,
  entries: readonly RouteEntry[],
  range: AddressRange,
  place: Pick<Miss, 'at' | 'table'>,
): Way {
  const hop = routeFor(entries, range)?.hop;
  if (hop?.kind === 'endpoint' && siblings.has(hop.id)) return 'back';
  return { ...place, destination: describeRange(range), target: hop?.id ?? 'nowhere' };
}

/** Where the packets come from that a transit gateway brings into a subnet. */
function transitSources(
  context: EndpointContext,
  subnetId: string,
): { readonly ranges: readonly AddressRange[] } | { readonly gap: Gap } {
  const isOfTransitGateway = context.lookup
    .interfacesOf(context.vpcId)
    .some((item) => item.subnetId === subnetId && item.interfaceType === 'transit_gateway');
  if (!isOfTransitGateway) return { ranges: [] };
  const attachments = attachmentsOf(context);
  if ('gap' in attachments) return attachments;
  const ranges: AddressRange[] = [];
  for (const attachment of attachments.filter(({ subnetIds }) => subnetIds?.includes(subnetId) === true)) {
    const networks = networksBehind(context, attachment.id);
    if ('gap' in networks) return networks;
    ranges.push(...networks.map(({ range }) => range));
  }
  return { ranges };
}

/** What comes back through a transit gateway enters by the attachment's subnets, if the gateway leads it there at all. */
function waysFromTransit(
  context: EndpointContext,
  inspection: Inspection,
  transitGatewayId: string,
  destination: AddressRange,
  own: readonly AddressRange[],
  senderId: string,
): readonly Way[] {
  const attachments = attachmentsOf(context);
  if ('gap' in attachments) return [attachments];
  const attachment = attachments.find((item) => item.transitGatewayId === transitGatewayId);
  const subnetIds = attachment?.subnetIds;
  if (attachment === undefined || subnetIds === undefined) {
    return [{ gap: { reason: 'malformed', missing: [`the attachment of ${context.vpcId} to ${transitGatewayId}`] } }];
  }
  const networks = networksBehind(context, attachment.id);
  if ('gap' in networks) return [networks];
  const reached = networks.filter(({ range }) => overlaps(range, destination));
  if (reached.length === 0) {
    return [{ gap: { reason: 'malformed', missing: [`a route of ${transitGatewayId} after inspection`] } }];
  }
  const sources = own.filter(({ family }) => family === destination.family);
  const ways = sources.flatMap((range) => [
    ...subnetIds.map((id) => wayFromSubnet(context, inspection, id, range)),
    ...reached.map((network) => wayThroughTransit(context, attachment.id, network, range)),
  ]);
  if (!subnetIds.includes(senderId)) return ways;
  const pairs = inspectedPairs(context, attachment.id);
  if ('gap' in pairs) return [...ways, pairs];
  // A flow comes back to the zone that it went through; where it does not, appliance mode is what is missing.
  const entering = new Map(
    networks.map((network) => [network, wayFromSubnet(context, inspection, senderId, network.range)]),
  );
  return [
    ...ways,
    ...pairs.map(({ from, to, bypass }): Way =>
      bypass === undefined
        ? (entering.get(from) ?? 'back')
        : { at: to.destination, table: bypass, destination: from.destination, target: 'past the inspection VPC' },
    ),
  ];
}

function wayThroughTransit(
  context: EndpointContext,
  attachmentId: string,
  network: { readonly attachments: readonly string[]; readonly destination: string },
  range: AddressRange,
): Way {
  const through = throughInspection(context, attachmentId, network, { range });
  if (through === true) return 'back';
  if ('gap' in through) return through;
  return {
    at: network.destination,
    table: through.tableId,
    destination: describeRange(range),
    target: 'past the inspection VPC',
  };
}
