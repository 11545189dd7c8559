import type { EndpointContext } from '../../context.ts';
import { parseCidr, type AddressRange } from '../../model/cidr.ts';
import type { Gap } from '../../needs.ts';
import { routeEntries, type RouteEntry } from '../../reachability/inspection-routes.ts';
import type { NetworkInterface } from '../../resources/network-interface.ts';
import type { RouteTable } from '../../resources/route-table.ts';
import type { Subnet } from '../../resources/subnet.ts';
import { ENDPOINT } from '../requirements.ts';
import type { Requirement } from '../rule.ts';

/*
 * Who sends traffic to a Gateway Load Balancer endpoint: subnets and gateways whose route tables name it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/gwlb-route.html
 */

/** What every rule about the routes of an endpoint rests on. */
export const ROUTES: readonly Requirement<EndpointContext>[] = [
  ENDPOINT,
  ...['ec2:DescribeVpcEndpoints', 'ec2:DescribeRouteTables', 'ec2:DescribeSubnets'].map((operation) => ({
    operation,
    about: ({ vpcId }: EndpointContext) => [{ 'vpc-id': vpcId }],
  })),
];

/** A subnet, or an internet or virtual private gateway, whose table has routes to the endpoint. */
export interface Sender {
  readonly id: string;
  readonly table: RouteTable;
  readonly entries: readonly RouteEntry[];
  /** The routes that lead to the endpoint. */
  readonly toEndpoint: readonly RouteEntry[];
  /** `undefined` for a gateway. */
  readonly subnet?: Subnet;
}

export interface Inspection {
  readonly senders: readonly Sender[];
  /** The table that inspected traffic follows. */
  readonly ownTable: RouteTable;
  readonly own: readonly RouteEntry[];
  /** The endpoints of the same service in the VPC, this one included: any of them keeps a flow inspected. */
  readonly siblings: ReadonlySet<string>;
}

/** The routes around the endpoint, or what is missing of them. */
export function inspectionOf(context: EndpointContext): Inspection | { readonly gap: Gap } {
  const { endpoint, lookup, inventory, vpcId } = context;
  const [subnetId] = endpoint.subnetIds ?? [];
  if (subnetId === undefined) return { gap: { reason: 'malformed', missing: ['SubnetIds'] } };
  const ownTable = lookup.routeTableOf(subnetId);
  if (ownTable === undefined) return { gap: { reason: 'malformed', missing: [`the route table of ${subnetId}`] } };
  const own = routeEntries(ownTable, inventory);
  if ('gap' in own) return own;
  const senders: Sender[] = [];
  for (const table of tablesOf(context)) {
    const entries = routeEntries(table, inventory);
    if ('gap' in entries) return entries;
    const toEndpoint = entries.filter(({ hop }) => hop.kind === 'endpoint' && hop.id === endpoint.id);
    if (toEndpoint.length === 0) continue;
    const subnets = subnetsOf(context).filter(
      ({ id }) => lookup.routeTableOf(id) === table && (id !== subnetId || sendsToItself(context, id)),
    );
    senders.push(
      ...subnets.map((subnet): Sender => ({ id: subnet.id, table, entries, toEndpoint, subnet })),
      ...table.gatewayIds.map((id): Sender => ({ id, table, entries, toEndpoint })),
    );
  }
  const siblings = lookup
    .endpointsOf(vpcId)
    .filter((item) => item.type === endpoint.type && item.serviceName === endpoint.serviceName);
  return { senders, ownTable, own, siblings: new Set(siblings.map(({ id }) => id)) };
}

/** The endpoint's own subnet is a sender only where something beside the endpoint is in it. */
function sendsToItself(context: EndpointContext, subnetId: string): boolean {
  return unreadUse(context) !== undefined || isUsed(context, subnetId);
}

/** The route tables of the endpoint's VPC, by id. */
export function tablesOf({ inventory, vpcId }: EndpointContext): readonly RouteTable[] {
  return [...inventory.routeTables.values()]
    .filter((table) => table.vpcId === vpcId)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The subnets of the endpoint's VPC, by id. */
export function subnetsOf({ inventory, vpcId }: EndpointContext): readonly Subnet[] {
  return [...inventory.subnets.values()]
    .filter((subnet) => subnet.vpcId === vpcId)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Interfaces that no traffic of their own comes from. */
const PASSAGES: ReadonlySet<string | undefined> = new Set(['gateway_load_balancer_endpoint', 'transit_gateway']);

/** True for a subnet that something sends from: an empty one loses no traffic. */
export function isUsed(context: EndpointContext, subnetId: string): boolean {
  return usersOf(context, subnetId).length > 0;
}

/** True for a subnet with something else in it than NAT gateways, which speak for others. */
export function holdsHosts(context: EndpointContext, subnetId: string): boolean {
  return usersOf(context, subnetId).some((item) => item.interfaceType !== 'nat_gateway');
}

function usersOf({ lookup, vpcId }: EndpointContext, subnetId: string): readonly NetworkInterface[] {
  return lookup.interfacesOf(vpcId).filter((item) => item.subnetId === subnetId && !PASSAGES.has(item.interfaceType));
}

/** Why nobody knows which subnets are used. */
export function unreadUse({ need, vpcId }: EndpointContext): Gap | undefined {
  return need('ec2:DescribeNetworkInterfaces', { 'vpc-id': vpcId });
}

/** The addresses of a subnet, of both families. */
export function rangesOfSubnet(subnet: Subnet): readonly AddressRange[] {
  return [subnet.cidr, ...(subnet.ipv6Cidrs ?? [])].flatMap((cidr) => parseCidr(cidr ?? '') ?? []);
}

/** `10.20.1.0/24` of a range that a CIDR named, for findings. */
export function describeRange({ family, first, last }: AddressRange): string {
  const bits = family === 4 ? 32 : 128;
  const prefix = bits - ((last - first + 1n).toString(2).length - 1);
  const parts = Array.from({ length: family === 4 ? 4 : 8 }, (_, i) => {
    const width = family === 4 ? 8n : 16n;
    const shift = width * BigInt((family === 4 ? 3 : 7) - i);
    return ((first >> shift) & ((1n << width) - 1n)).toString(family === 4 ? 10 : 16);
  });
  return `${parts.join(family === 4 ? '.' : ':')}/${prefix}`;
}
