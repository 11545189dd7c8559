import type { ConsumerPath } from '../context.ts';
import { serviceIdOf } from '../lookup.ts';
import type { RouteTable } from '../resources/route-table.ts';
import type { Subnet } from '../resources/subnet.ts';
import type { VpcEndpoint } from '../resources/vpc-endpoint.ts';
import { isWorkload } from '../workloads.ts';
import { accountId, accountNode, vpcNodes } from './compounds.ts';
import { draftEdge, joinDetail, named, type DraftEdge, type DraftNode, type Judged, type Part } from './draft.ts';

/* The consumer's half: the subnets that clients are in, route tables, the endpoint's network interfaces, the endpoint. */

/** Where a node of this endpoint's side lies. */
interface Place {
  readonly parent: string;
  readonly account: string;
  readonly region: string;
}

/** The endpoint with everything ahead of it. The edge to its service is the path's to add. */
export function consumerPart(path: ConsumerPath): Part {
  const { endpoint, vpcId } = path;
  const frames =
    vpcId === ''
      ? [accountNode(path, endpoint.account, endpoint.region)]
      : vpcNodes(path, vpcId, endpoint.account, endpoint.region);
  const place: Place = {
    parent: vpcId === '' ? accountId(endpoint.account, endpoint.region) : vpcId,
    account: endpoint.account,
    region: endpoint.region,
  };
  const interfaces = (endpoint.networkInterfaceIds ?? []).map((id) => interfaceNode(path, place, id));
  const tables = routeTables(path);
  const clients = isRouted(endpoint) ? routedClients(path, place, tables) : directClients(path, place, interfaces);
  return {
    nodes: [...frames, endpointNode(endpoint, place), ...interfaces, ...clients.nodes],
    edges: [
      ...interfaces.map((node) =>
        draftEdge('has-interface', node.id, endpoint.id, { hops: ['endpoint'], ...identity(node.judged) }),
      ),
      ...clients.edges,
    ],
  };
}

/** What identifies an element in a diagnosis, without the hops it stands for. */
function identity(judged: Judged): Omit<Judged, 'hops'> {
  return { resources: judged.resources, ...(judged.zoneId === undefined ? {} : { zoneId: judged.zoneId }) };
}

function endpointNode(endpoint: VpcEndpoint, place: Place): DraftNode {
  const type = endpoint.type === undefined || endpoint.type === 'Interface' ? undefined : endpoint.type;
  return {
    id: endpoint.id,
    kind: 'vpc-endpoint',
    ...named(endpoint.id, endpoint.name ?? shortServiceName(endpoint.serviceName), type),
    ...place,
    subject: endpoint.id,
    judged: { hops: ['endpoint', 'dns', 'endpoint-policy'], resources: [endpoint.id] },
  };
}

/** AWS's own services by their last words: `s3`, `ecr.dkr`. A customer's service has no speaking name. */
function shortServiceName(serviceName: string | undefined): string | undefined {
  if (serviceName === undefined || serviceIdOf(serviceName) !== undefined) return undefined;
  return /^[a-z.]*amazonaws\.(?:[a-z0-9-]+\.)?(.+)$/.exec(serviceName)?.[1] ?? serviceName;
}

function interfaceNode(path: ConsumerPath, place: Place, id: string): DraftNode {
  const item = path.inventory.networkInterfaces.get(id);
  const subnet = item?.subnetId === undefined ? undefined : path.inventory.subnets.get(item.subnetId);
  const zoneId = item?.zoneId ?? subnet?.zoneId;
  const acl = item?.subnetId === undefined ? undefined : path.lookup.aclOf(item.subnetId)?.id;
  const address = item?.privateIps?.[0] ?? item?.ipv6Addresses?.[0];
  const label = zoneId ?? id;
  const detail = item === undefined ? 'not read' : (address ?? (zoneId === undefined ? undefined : id));
  return {
    id,
    kind: 'network-interface',
    label,
    ...(detail === undefined ? {} : { detail }),
    ...place,
    subject: path.endpoint.id,
    judged: {
      hops: ['network-acl', 'endpoint-security-group'],
      resources: [id, item?.subnetId, acl, ...(item?.groupIds ?? [])].filter((name) => name !== undefined),
      ...(zoneId === undefined ? {} : { zoneId }),
    },
  };
}

/** Traffic reaches these by routes; it reaches the other types by their interfaces' addresses. */
function isRouted(endpoint: VpcEndpoint): boolean {
  return endpoint.type === 'Gateway' || endpoint.type === 'GatewayLoadBalancer';
}

/** The route tables that lead to the endpoint: those a gateway endpoint is in, those with a route to this endpoint. */
function routeTables(path: ConsumerPath): readonly RouteTable[] {
  const { endpoint } = path;
  const listed = new Set(endpoint.routeTableIds ?? []);
  const leading = [...path.inventory.routeTables.values()].filter(
    (table) => listed.has(table.id) || table.routes?.some((route) => route.gatewayId === endpoint.id) === true,
  );
  return leading.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Subnets by the route table that they use; those whose table does not lead to the endpoint stand beside it all the same. */
function routedClients(path: ConsumerPath, place: Place, tables: readonly RouteTable[]): Part {
  const nodes: DraftNode[] = [];
  const edges: DraftEdge[] = [];
  const subnets = clientSubnets(path);
  for (const table of tables) {
    const judged: Judged = { hops: ['route-table'], resources: [table.id] };
    nodes.push({
      id: table.id,
      kind: 'route-table',
      ...named(table.id, table.name, table.main ? 'main' : undefined),
      ...place,
      judged,
    });
    edges.push(draftEdge('routes', table.id, path.endpoint.id, judged));
  }
  for (const subnet of subnets) {
    nodes.push(subnetNode(subnet, place));
    const used = tables.filter((table) => usesTable(path, subnet, table));
    for (const table of used) {
      edges.push(draftEdge('uses', subnet.id, table.id, { hops: ['source', 'network-acl'], resources: [subnet.id] }));
    }
    if (used.length > 0) continue;
    const judged: Judged = { hops: ['source', 'route-table', 'network-acl'], resources: [subnet.id] };
    edges.push(draftEdge('uses', subnet.id, path.endpoint.id, judged, 'no route'));
  }
  if (subnets.length > 0) return { nodes, edges };
  const unseen = unseenClients(path, place, []);
  return { nodes: [...nodes, ...unseen.nodes], edges: [...edges, ...unseen.edges] };
}

/** A subnet uses the table it is associated with, else its VPC's main one. */
function usesTable(path: ConsumerPath, subnet: Subnet, table: RouteTable): boolean {
  if (table.subnetIds.includes(subnet.id)) return true;
  const elsewhere = [...path.inventory.routeTables.values()].some((other) => other.subnetIds.includes(subnet.id));
  return table.main && table.vpcId === subnet.vpcId && !elsewhere;
}

/**
 * Clients reach an endpoint by any of its interfaces; the one in their own zone is drawn, as it is the one that costs
 * nothing and that survives the loss of another zone. Clients of other zones lead to the endpoint itself.
 */
function directClients(path: ConsumerPath, place: Place, interfaces: readonly DraftNode[]): Part {
  const subnets = clientSubnets(path);
  if (subnets.length === 0) return unseenClients(path, place, interfaces);
  return {
    nodes: subnets.map((subnet) => subnetNode(subnet, place)),
    edges: subnets.flatMap((subnet) => {
      const near = interfaces.filter((node) => subnet.zoneId !== undefined && node.judged.zoneId === subnet.zoneId);
      const judged: Judged = {
        hops: ['source', 'network-acl'],
        resources: [subnet.id],
        ...(subnet.zoneId === undefined ? {} : { zoneId: subnet.zoneId }),
      };
      return near.length > 0
        ? near.map((node) => draftEdge('uses', subnet.id, node.id, judged))
        : [draftEdge('uses', subnet.id, path.endpoint.id, judged, interfaces.length > 0 ? 'other zone' : undefined)];
    }),
  };
}

/** No workload was seen in the VPC: clients may still come from outside it, or were not permitted to be read. */
function unseenClients(path: ConsumerPath, place: Place, interfaces: readonly DraftNode[]): Part {
  const gap = path.need('ec2:DescribeNetworkInterfaces', { 'vpc-id': path.vpcId });
  const id = `clients/${place.parent}`;
  const judged: Judged = { hops: ['source', 'network-acl'], resources: [] };
  const targets = interfaces.length > 0 ? interfaces.map((node) => node.id) : [path.endpoint.id];
  return {
    nodes: [
      {
        id,
        kind: 'stub',
        label: 'Clients',
        detail: gap === undefined ? 'none seen in this VPC' : 'not read',
        ...place,
        judged: { hops: ['source'], resources: [] },
      },
    ],
    edges: targets.map((target) => draftEdge('uses', id, target, judged)),
  };
}

function subnetNode(subnet: Subnet, place: Place): DraftNode {
  const detail = joinDetail(subnet.cidr ?? subnet.ipv6Cidrs?.[0], subnet.zoneId ?? subnet.zoneName);
  return {
    id: subnet.id,
    kind: 'subnet',
    label: subnet.name ?? subnet.id,
    ...(detail === undefined ? {} : { detail }),
    ...place,
    account: subnet.account,
    judged: {
      hops: ['source'],
      resources: [subnet.id],
      ...(subnet.zoneId === undefined ? {} : { zoneId: subnet.zoneId }),
    },
  };
}

/** The subnets of the endpoint's VPC in which something runs that could be a client. */
function clientSubnets(path: ConsumerPath): readonly Subnet[] {
  if (path.vpcId === '') return [];
  const ids = new Set(
    path.lookup
      .interfacesOf(path.vpcId)
      .filter(isWorkload)
      .flatMap((item) => item.subnetId ?? []),
  );
  return [...ids]
    .flatMap((id) => path.inventory.subnets.get(id) ?? [])
    .sort((a, b) => ((a.zoneId ?? '') + a.id < (b.zoneId ?? '') + b.id ? -1 : 1));
}
