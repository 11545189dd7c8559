import type { EndpointContext } from '../context.ts';
import { routesTo, tablesTo } from '../dependents.ts';
import type { Route, RouteTable } from '../resources/route-table.ts';
import type { Subnet } from '../resources/subnet.ts';
import { clientSubnets, subnetNodes, unseenClients } from './clients.ts';
import type { Framed } from './compounds.ts';
import { draftEdge, joinDetail, named, type DraftEdge, type DraftNode, type Judged, type Part } from './draft.ts';
import { aclGuards } from './guards.ts';

/*
 * Endpoints that traffic reaches by routes: gateway endpoints by the prefix list of their service, Gateway Load Balancer
 * endpoints by whatever is to be inspected, there and back.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/getting-started.html
 */

/** Who sends to the endpoint, through which route tables, and where inspected traffic goes on. */
export function routedPart(path: EndpointContext, home: Framed): Part {
  const tables = [...tablesTo(path, path.endpoint)].sort((a, b) => (a.id < b.id ? -1 : 1));
  const parts = [
    ...tables.map((table) => tablePart(path, home, table)),
    ...tables.map((table) => gatewayPart(home, table)),
    clientPart(path, home, tables),
    onwardPart(path, home),
  ];
  return { nodes: parts.flatMap((part) => part.nodes), edges: parts.flatMap((part) => part.edges) };
}

/** A table, with the prefix lists that it sends to the endpoint. */
function tablePart(path: EndpointContext, { place }: Framed, table: RouteTable): Part {
  const { endpoint, inventory } = path;
  const judged: Judged = { hops: ['route-table'], resources: [table.id] };
  const routes = routesTo(table, endpoint.id);
  const lists = [...new Set(routes.flatMap((route) => route.destinationPrefixListId ?? []))].sort();
  const cidrs = routes.flatMap((route) => route.destinationCidr ?? route.destinationIpv6Cidr ?? []);
  return {
    nodes: [
      tableNode(place, table, judged),
      ...lists.map((id): DraftNode => {
        const list = inventory.prefixLists.get(id);
        const count = list?.cidrs === undefined ? 'not read' : `${list.cidrs.length} CIDRs`;
        return {
          id,
          kind: 'prefix-list',
          ...named(id, list?.name, count),
          ...place,
          judged: { hops: [], resources: [id] },
        };
      }),
    ],
    edges: [
      draftEdge('routes', table.id, endpoint.id, judged, cidrLabel(cidrs)),
      ...lists.map((id) => draftEdge('destination', id, endpoint.id, { hops: [], resources: [id] })),
    ],
  };
}

/** What a table sends to the endpoint, beside prefix lists, which are drawn. */
function cidrLabel(cidrs: readonly string[]): string | undefined {
  if (cidrs.length === 0) return undefined;
  return cidrs.length > 2 ? `${cidrs.length} CIDRs` : cidrs.join(', ');
}

function tableNode(place: Framed['place'], table: RouteTable, judged: Judged): DraftNode {
  return {
    id: table.id,
    kind: 'route-table',
    ...named(table.id, table.name, table.main ? 'main' : undefined),
    ...place,
    judged,
  };
}

/** The gateways whose incoming traffic follows the table: the way back of what a subnet's own table sends. */
function gatewayPart({ place }: Framed, table: RouteTable): Part {
  const judged: Judged = { hops: [], resources: [] };
  return {
    nodes: table.gatewayIds.map((id): DraftNode => ({
      id,
      kind: 'gateway',
      label: id,
      detail: id.startsWith('vgw-') ? 'virtual private gateway' : 'internet gateway',
      ...place,
      judged: { ...judged, resources: [id] },
    })),
    edges: table.gatewayIds.map((id) => draftEdge('uses', id, table.id, judged)),
  };
}

/**
 * Subnets by the route table that they use. Beside a gateway endpoint stand also those whose table does not lead to it; of a
 * VPC with inspection the others use another zone's endpoint.
 */
function clientPart(path: EndpointContext, home: Framed, tables: readonly RouteTable[]): Part {
  const isInspected = path.endpoint.type === 'GatewayLoadBalancer' && tables.length > 0;
  const subnets = isInspected ? senders(path, tables) : clientSubnets(path);
  if (isInspected && subnets.length === 0) return { nodes: [], edges: [] };
  if (subnets.length === 0) return unseenClients(path, home, [path.endpoint.id]);
  const guarded = aclGuards(
    path,
    home,
    subnets.map(({ id }) => ({ subnetId: id, guards: id })),
  );
  const edges: DraftEdge[] = [];
  for (const { id } of subnets) {
    const used = path.lookup.routeTableOf(id);
    if (used !== undefined && tables.includes(used)) {
      edges.push(draftEdge('uses', id, used.id, { hops: ['source', 'network-acl'], resources: [id] }));
      continue;
    }
    const judged: Judged = { hops: ['source', 'route-table', 'network-acl'], resources: [id] };
    edges.push(draftEdge('uses', id, path.endpoint.id, judged, 'no route'));
  }
  return {
    nodes: [...subnets.flatMap((subnet) => subnetNodes(path, home, subnet)), ...guarded.nodes],
    edges: [...edges, ...guarded.edges],
  };
}

/**
 * The subnets whose tables lead to the endpoint, those of NAT gateways and transit gateway attachments among them; the
 * endpoint's own only where something else is in it.
 */
function senders(path: EndpointContext, tables: readonly RouteTable[]): readonly Subnet[] {
  const own = new Set(path.endpoint.subnetIds);
  const used = new Set(clientSubnets(path));
  return path.lookup
    .subnetsOf(path.vpcId)
    .filter((subnet) => used.has(subnet) || !own.has(subnet.id))
    .filter((subnet) => tables.some((table) => table === path.lookup.routeTableOf(subnet.id)));
}

/** What inspected traffic follows when it leaves a Gateway Load Balancer endpoint: the table of the endpoint's own subnet. */
function onwardPart(path: EndpointContext, { place }: Framed): Part {
  const { endpoint, lookup } = path;
  const [subnetId] = endpoint.subnetIds ?? [];
  const table =
    endpoint.type !== 'GatewayLoadBalancer' || subnetId === undefined ? undefined : lookup.routeTableOf(subnetId);
  if (table === undefined) return { nodes: [], edges: [] };
  const judged: Judged = { hops: [], resources: [table.id] };
  const ways = [...new Set(table.routes?.flatMap(wayOut) ?? [])].sort();
  return {
    nodes: [tableNode(place, table, judged)],
    edges: [
      draftEdge('continues', endpoint.id, table.id, judged, joinDetail('inspected', ways.slice(0, 2).join(', '))),
    ],
  };
}

/** Where a route of the endpoint's own table leads, beyond the VPC. */
function wayOut(route: Route): readonly string[] {
  const next =
    route.natGatewayId ??
    route.transitGatewayId ??
    route.vpcPeeringConnectionId ??
    route.egressOnlyInternetGatewayId ??
    route.gatewayId;
  return next === undefined || next === 'local' || next.startsWith('vpce-') ? [] : [next];
}
