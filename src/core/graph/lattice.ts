import type { EndpointContext } from '../context.ts';
import type { Hop } from '../diagnosis.ts';
import { latticePath, type ReachedNetwork, type ReachedResource } from '../lattice.ts';
import type { ServiceNetworkResource } from '../resources/service-network-resource.ts';
import { inRegion, inVpc, type Framed } from './compounds.ts';
import { draftEdge, joinDetail, named, type DraftNode, type Judged, type Part } from './draft.ts';
import { groupGuards } from './guards.ts';

/*
 * Behind a resource or service-network endpoint: the association, the service network, the resource configuration, its
 * gateway and the resource.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/resource-configuration.html
 */

/** The hops behind an association, in order. Where nothing is drawn for the next one, what comes before it stands for it. */
const BEHIND = ['resource-configuration', 'resource-gateway', 'resource'] as const;

function hopsFrom(own: (typeof BEHIND)[number], next: (typeof BEHIND)[number] | undefined): readonly Hop[] {
  const from = BEHIND.indexOf(own);
  return BEHIND.slice(from, next === undefined ? undefined : BEHIND.indexOf(next));
}

/** What the endpoint leads to; empty when no answer names anything. */
export function latticePart(path: EndpointContext): Part {
  const { endpoint } = path;
  const { resources, services, network } = latticePath(path);
  const parts: Part[] = [];
  if (network !== undefined) parts.push(networkPart(path, network, resources));
  for (const resource of resources) {
    const from = network?.id ?? endpoint.id;
    parts.push(resourcePart(path, resource), associationPart(path, from, resource, network));
  }
  for (const { resourceArn, associationId } of services) {
    if (resourceArn === undefined) continue;
    const frame = inRegion(path, resourceArn.split(':')[4] ?? 'unknown', endpoint.region);
    const judged: Judged = { hops: ['association'], resources: [associationId, resourceArn], own: 'unknown' };
    parts.push({
      nodes: [
        ...frame.frames,
        {
          id: resourceArn,
          kind: 'stub',
          label: resourceArn.split('/').at(-1) ?? resourceArn,
          detail: 'service of VPC Lattice',
          ...frame.place,
          judged,
        },
      ],
      edges: [draftEdge('associates', network?.id ?? endpoint.id, resourceArn, judged)],
    });
  }
  return { nodes: parts.flatMap((part) => part.nodes), edges: parts.flatMap((part) => part.edges) };
}

function networkPart(path: EndpointContext, reached: ReachedNetwork, resources: readonly ReachedResource[]): Part {
  const { endpoint } = path;
  const { id, arn, account, network } = reached;
  const frame = inRegion(path, account, endpoint.region);
  const hops: readonly Hop[] =
    resources.length > 0 ? ['service-network'] : ['service-network', 'association', ...BEHIND];
  return {
    nodes: [
      ...frame.frames,
      {
        id,
        kind: 'service-network',
        ...named(id, network?.name, network === undefined ? 'not read' : undefined),
        ...frame.place,
        judged: { hops, resources: [id, arn] },
      },
    ],
    edges: [draftEdge('associates', endpoint.id, id, { hops: ['service-network'], resources: [] })],
  };
}

/** How the endpoint, or the service network that it reaches, comes to a resource configuration. */
function associationPart(
  { endpoint }: EndpointContext,
  from: string,
  { id, arn, association }: ReachedResource,
  network: ReachedNetwork | undefined,
): Part {
  const member = network?.members.find(
    (item) => item.resourceConfigurationId === id || item.resourceConfigurationArn === arn,
  );
  const judged: Judged = {
    hops: ['association'],
    resources: [association?.associationId, association?.id, member?.id, arn].filter((name) => name !== undefined),
  };
  const access = association?.accessibility;
  const label = access === undefined || access === 'accessible' ? memberLabel(member) : access;
  return { nodes: [], edges: [draftEdge('associates', network === undefined ? endpoint.id : from, id, judged, label)] };
}

/** Only an association that is not in force is worth a word. */
function memberLabel(member: ServiceNetworkResource | undefined): string | undefined {
  return member?.status === undefined || member.status === 'active' ? undefined : member.status.replaceAll('_', ' ');
}

function resourcePart(path: EndpointContext, resource: ReachedResource): Part {
  const { id, arn, account, configuration, group, gatewayId } = resource;
  const frame = inRegion(path, account, path.endpoint.region);
  const ports = (configuration?.portRanges ?? group?.portRanges)?.join(', ');
  const behind = gatewayId === undefined ? undefined : gatewayPart(path, resource, gatewayId, frame);
  const node: DraftNode = {
    id,
    kind: 'resource-configuration',
    ...named(
      id,
      configuration?.name,
      configuration === undefined ? 'not read' : joinDetail(group?.name, configuration.protocol?.toUpperCase(), ports),
    ),
    ...frame.place,
    judged: {
      hops: hopsFrom('resource-configuration', behind === undefined ? undefined : 'resource-gateway'),
      resources: [id, arn, resource.groupId].filter((name) => name !== undefined),
    },
  };
  return {
    nodes: [...frame.frames, node, ...(behind?.nodes ?? [])],
    edges: [
      ...(gatewayId === undefined
        ? []
        : [draftEdge('reached-through', id, gatewayId, { hops: ['resource-gateway'], resources: [gatewayId] })]),
      ...(behind?.edges ?? []),
    ],
  };
}

/** The gateway with the resource behind it. */
function gatewayPart(
  path: EndpointContext,
  { id, arn, account, gateway, configuration }: ReachedResource,
  gatewayId: string,
  outside: Framed,
): Part {
  const frame = gateway?.vpcId === undefined ? outside : inVpc(path, gateway.vpcId, account, path.endpoint.region);
  const zones = (gateway?.subnetIds ?? []).flatMap((subnet) => path.inventory.subnets.get(subnet)?.zoneId ?? []).sort();
  const { domainName, ipAddress, arn: resourceArn } = configuration?.definition ?? {};
  const address = domainName ?? ipAddress ?? resourceArn?.split(':').at(-1);
  const resourceId = `resource/${id}`;
  const judged: Judged = { hops: ['resource'], resources: [id, arn] };
  const guards = groupGuards(path, frame, gateway?.securityGroupIds, gatewayId, []);
  const node: DraftNode = {
    id: gatewayId,
    kind: 'resource-gateway',
    ...named(gatewayId, gateway?.name, gateway === undefined ? 'not read' : [...new Set(zones)].join(', ')),
    ...frame.place,
    judged: {
      hops: hopsFrom('resource-gateway', address === undefined ? undefined : 'resource'),
      resources: [gatewayId, ...(gateway?.securityGroupIds ?? [])],
    },
  };
  if (address === undefined) {
    return { nodes: [...frame.frames, node, ...guards.nodes], edges: guards.edges };
  }
  const kind = domainName !== undefined ? 'domain name' : ipAddress !== undefined ? 'IP address' : 'Amazon resource';
  return {
    nodes: [
      ...frame.frames,
      node,
      { id: resourceId, kind: 'resource', label: address, detail: kind, ...frame.place, judged },
      ...guards.nodes,
    ],
    edges: [draftEdge('reaches', gatewayId, resourceId, judged), ...guards.edges],
  };
}
