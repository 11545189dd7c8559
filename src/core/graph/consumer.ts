import type { EndpointContext } from '../context.ts';
import { serviceIdOf } from '../lookup.ts';
import type { VpcEndpoint } from '../resources/vpc-endpoint.ts';
import { clientSubnets, subnetNodes, unseenClients } from './clients.ts';
import { inRegion, inVpc, inZone, type Framed } from './compounds.ts';
import { draftEdge, named, type DraftNode, type Judged, type Part } from './draft.ts';
import { aclGuards, groupGuards } from './guards.ts';
import { namesPart } from './names.ts';
import { routedPart } from './routed.ts';
import { endpointTraffic } from './traffic.ts';

/* The consumer's half: the subnets that clients are in, what guards and names the endpoint, its network interfaces. */

/** The endpoint with everything ahead of it. The edge to its service is the path's to add. */
export function consumerPart(path: EndpointContext): Part {
  const { endpoint, vpcId } = path;
  const home =
    vpcId === ''
      ? inRegion(path, endpoint.account, endpoint.region)
      : inVpc(path, vpcId, endpoint.account, endpoint.region);
  const interfaces = (endpoint.networkInterfaceIds ?? []).map((id) => interfacePart(path, home, id));
  const nodes = interfaces.map(({ node }) => node);
  const clients = isRouted(endpoint) ? routedPart(path, home) : directClients(path, home, nodes);
  const parts: readonly Part[] = [
    {
      nodes: [...home.frames, endpointNode(path, home), ...interfaces.flatMap((part) => part.nodes)],
      edges: nodes.map((node) =>
        draftEdge('has-interface', node.id, endpoint.id, { hops: ['endpoint'], ...identity(node.judged) }),
      ),
    },
    clients,
    groupGuards(path, home, endpoint.groupIds, endpoint.id, ['endpoint-security-group']),
    namesPart(path, home, nodes),
  ];
  return { nodes: parts.flatMap((part) => part.nodes), edges: parts.flatMap((part) => part.edges) };
}

/** What identifies an element in a diagnosis, without the hops it stands for. */
function identity(judged: Judged): Omit<Judged, 'hops'> {
  return { resources: judged.resources, ...(judged.zoneId === undefined ? {} : { zoneId: judged.zoneId }) };
}

function endpointNode(path: EndpointContext, { place }: Framed): DraftNode {
  const { endpoint } = path;
  const traffic = endpointTraffic(path);
  const type = endpoint.type === undefined || endpoint.type === 'Interface' ? undefined : endpoint.type;
  return {
    id: endpoint.id,
    kind: 'vpc-endpoint',
    ...named(endpoint.id, endpoint.name ?? shortServiceName(endpoint.serviceName), type),
    ...place,
    account: endpoint.account,
    subject: endpoint.id,
    ...(traffic === undefined ? {} : { traffic }),
    judged: { hops: ['endpoint', 'dns', 'endpoint-policy'], resources: [endpoint.id] },
  };
}

/** AWS's own services by their last words: `s3`, `ecr.dkr`. A customer's service has no speaking name. */
function shortServiceName(serviceName: string | undefined): string | undefined {
  if (serviceName === undefined || serviceIdOf(serviceName) !== undefined) return undefined;
  return /^[a-z.]*amazonaws\.(?:[a-z0-9-]+\.)?(.+)$/.exec(serviceName)?.[1] ?? serviceName;
}

/** A network interface of the endpoint in its zone; what is not known of it is said. */
function interfacePart(
  path: EndpointContext,
  home: Framed,
  id: string,
): { readonly node: DraftNode; readonly nodes: readonly DraftNode[] } {
  const item = path.inventory.networkInterfaces.get(id);
  const subnet = item?.subnetId === undefined ? undefined : path.inventory.subnets.get(item.subnetId);
  const zoneId = item?.zoneId ?? subnet?.zoneId;
  const acl = item?.subnetId === undefined ? undefined : path.lookup.aclOf(item.subnetId)?.id;
  const address = item?.privateIps?.[0] ?? item?.ipv6Addresses?.[0];
  const label = zoneId ?? id;
  const detail = item === undefined ? 'not read' : (address ?? (zoneId === undefined ? undefined : id));
  const zone = inZone(path, home, zoneId, subnet?.zoneName);
  const node: DraftNode = {
    id,
    kind: 'network-interface',
    label,
    ...(detail === undefined ? {} : { detail }),
    ...zone.place,
    account: path.endpoint.account,
    subject: path.endpoint.id,
    judged: {
      hops: ['network-acl', 'endpoint-security-group'],
      resources: [id, item?.subnetId, acl, ...(item?.groupIds ?? [])].filter((name) => name !== undefined),
      ...(zoneId === undefined ? {} : { zoneId }),
    },
  };
  return { node, nodes: [...zone.frames, node] };
}

/** Traffic reaches these by routes; it reaches the other types by their interfaces' addresses. */
function isRouted(endpoint: VpcEndpoint): boolean {
  return endpoint.type === 'Gateway' || endpoint.type === 'GatewayLoadBalancer';
}

/**
 * Clients reach an endpoint by any of its interfaces; the one in their own zone is drawn, as it is the one that costs
 * nothing and that survives the loss of another zone. Clients of other zones lead to the endpoint itself.
 */
function directClients(path: EndpointContext, home: Framed, interfaces: readonly DraftNode[]): Part {
  const subnets = clientSubnets(path);
  if (subnets.length === 0) {
    const reached = interfaces.length > 0 ? interfaces.map((node) => node.id) : [path.endpoint.id];
    return unseenClients(path, home, reached);
  }
  const guarded = aclGuards(path, home, [
    ...subnets.map((subnet) => ({ subnetId: subnet.id, guards: subnet.id })),
    ...interfaces.flatMap((node) => {
      const subnetId = path.inventory.networkInterfaces.get(node.id)?.subnetId;
      // A subnet that is drawn shows its ACL already.
      const isDrawn = subnets.some(({ id }) => id === subnetId);
      return subnetId === undefined || isDrawn ? [] : [{ subnetId, guards: node.id }];
    }),
  ]);
  return {
    nodes: [...subnets.flatMap((subnet) => subnetNodes(path, home, subnet)), ...guarded.nodes],
    edges: [
      ...subnets.flatMap((subnet) => {
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
      ...guarded.edges,
    ],
  };
}
