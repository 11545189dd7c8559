import type { EndpointContext } from '../../context.ts';
import { covers, intersect, parseCidr, type AddressRange } from '../../model/cidr.ts';
import { gapOf, type Gap } from '../../needs.ts';
import type { TransitGatewayAttachment } from '../../resources/transit-gateway-attachment.ts';

/*
 * A transit gateway around an inspection VPC: what comes from an attachment follows the route table that the attachment is
 * associated with (https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html).
 */

/** Operations that are read only where a transit gateway is on the way. */
export const TRANSIT_READS = [
  'ec2:DescribeTransitGatewayVpcAttachments',
  'ec2:DescribeTransitGatewayRouteTables',
  'ec2:GetTransitGatewayRouteTableAssociations',
  'ec2:SearchTransitGatewayRoutes',
] as const;

/** A route of a transit gateway. */
export interface TransitEntry {
  readonly destination: string;
  readonly range: AddressRange;
  /** Empty for a blackhole. */
  readonly attachments: readonly string[];
}

/** Two networks behind a transit gateway, one of which sends to the other through the inspection VPC. */
export interface TransitPair {
  readonly from: TransitEntry;
  readonly to: TransitEntry;
  /** The route table that the way back follows, where it does not lead through the inspection VPC. */
  readonly bypass?: string;
}

/** The VPC's attachments to transit gateways that carry traffic. */
export function attachmentsOf(context: EndpointContext): readonly TransitGatewayAttachment[] | { readonly gap: Gap } {
  const unread = context.need('ec2:DescribeTransitGatewayVpcAttachments', { 'vpc-id': context.vpcId });
  if (unread !== undefined) return { gap: unread };
  return [...context.inventory.transitGatewayAttachments.values()]
    .filter((item) => item.vpcId === context.vpcId && item.state === 'available')
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What the transit gateway does with packets that come from an attachment. */
interface RoutesAfter {
  readonly tableId: string;
  readonly entries: readonly TransitEntry[];
}

function routesAfter(context: EndpointContext, attachmentId: string): RoutesAfter | { readonly gap: Gap } {
  const known = TABLES.get(context) ?? new Map<string, RoutesAfter | { readonly gap: Gap }>();
  TABLES.set(context, known);
  const found = known.get(attachmentId) ?? readRoutesAfter(context, attachmentId);
  known.set(attachmentId, found);
  return found;
}

/** A hub has hundreds of attachments, each of which talks to each other by the same few tables. */
const TABLES = new WeakMap<EndpointContext, Map<string, RoutesAfter | { readonly gap: Gap }>>();
const DECISIONS = new WeakMap<RoutesAfter, Map<AddressRange, TransitEntry | undefined>>();

function readRoutesAfter(
  { inventory, need, region }: EndpointContext,
  attachmentId: string,
): RoutesAfter | { readonly gap: Gap } {
  const unread = need('ec2:DescribeTransitGatewayRouteTables');
  if (unread !== undefined) return { gap: unread };
  const associations = [...inventory.transitGatewayAssociations.values()];
  const tableId = associations.find((item) => item.attachmentId === attachmentId)?.routeTableId;
  const table = inventory.transitGatewayRouteTables.get(tableId ?? '');
  if (tableId === undefined || table === undefined) {
    const unreadTable = [...inventory.transitGatewayRouteTables.keys()].flatMap(
      (id) =>
        need('ec2:GetTransitGatewayRouteTableAssociations', { TransitGatewayRouteTableId: id, state: 'associated' }) ??
        [],
    )[0];
    if (unreadTable !== undefined) return { gap: unreadTable };
    return { gap: { reason: 'other-account', missing: [`the transit gateway route table of ${attachmentId}`] } };
  }
  const about = { TransitGatewayRouteTableId: tableId, state: 'active' };
  const accounts = [table.account, table.seenBy];
  const closed = gapOf(inventory, { operation: 'ec2:SearchTransitGatewayRoutes', accounts, region, about });
  if (closed !== undefined) return { gap: closed };
  const entries: TransitEntry[] = [];
  for (const route of inventory.transitGatewayRoutes.values()) {
    if (route.routeTableId !== tableId) continue;
    const range = parseCidr(route.destination);
    if (range === undefined) return { gap: { reason: 'malformed', missing: [`the CIDRs of ${route.destination}`] } };
    const attachments = route.attachments?.flatMap(({ attachmentId: id }) => id ?? []) ?? [];
    entries.push({
      destination: route.destination,
      range,
      attachments: route.state === 'active' ? attachments : [],
    });
  }
  return { tableId, entries };
}

function decide(after: RoutesAfter, range: AddressRange): TransitEntry | undefined {
  const known = DECISIONS.get(after) ?? new Map<AddressRange, TransitEntry | undefined>();
  DECISIONS.set(after, known);
  if (!known.has(range)) known.set(range, transitRouteFor(after.entries, range));
  return known.get(range);
}

/** The route of a transit gateway that decides about a whole range. */
function transitRouteFor(entries: readonly TransitEntry[], range: AddressRange): TransitEntry | undefined {
  return entries
    .filter((entry) => covers(entry.range, range))
    .reduce<TransitEntry | undefined>(
      (best, entry) => (best === undefined || covers(best.range, entry.range) ? entry : best),
      undefined,
    );
}

/** The networks behind the transit gateway that inspected traffic can go to, without the inspection VPC itself. */
export function networksBehind(
  context: EndpointContext,
  attachmentId: string,
): readonly TransitEntry[] | { readonly gap: Gap } {
  const after = routesAfter(context, attachmentId);
  if ('gap' in after) return after;
  return after.entries.filter(({ attachments }) => attachments.length > 0 && !attachments.includes(attachmentId));
}

/** Which networks behind the transit gateway talk through the inspection VPC, and for whom only one way leads through it. */
export function inspectedPairs(
  context: EndpointContext,
  attachmentId: string,
): readonly TransitPair[] | { readonly gap: Gap } {
  const networks = networksBehind(context, attachmentId);
  if ('gap' in networks) return networks;
  const pairs: TransitPair[] = [];
  for (const from of networks) {
    for (const to of networks) {
      if (from.attachments.some((id) => to.attachments.includes(id))) continue;
      const there = throughInspection(context, attachmentId, from, to);
      if (typeof there !== 'boolean' && 'gap' in there) return there;
      if (there !== true) continue;
      const back = throughInspection(context, attachmentId, to, from);
      if (back === true) pairs.push({ from, to });
      else if ('gap' in back) return back;
      else pairs.push({ from, to, bypass: back.tableId });
    }
  }
  return pairs;
}

/** True where what `from` sends to `to` enters the inspection VPC; else the table that leads it elsewhere. */
export function throughInspection(
  context: EndpointContext,
  attachmentId: string,
  from: Pick<TransitEntry, 'attachments'>,
  to: Pick<TransitEntry, 'range'>,
): true | { readonly tableId: string } | { readonly gap: Gap } {
  for (const id of from.attachments) {
    const after = routesAfter(context, id);
    if ('gap' in after) return after;
    const entry = decide(after, to.range);
    if (entry?.attachments.includes(attachmentId) !== true) return { tableId: after.tableId };
  }
  return true;
}

/** True where some address of one is one of the other. */
export function overlaps(a: AddressRange, b: AddressRange): boolean {
  return intersect(a, b) !== undefined;
}
