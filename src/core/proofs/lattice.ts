import type { EndpointContext } from '../context.ts';
import type { Hop } from '../diagnosis.ts';
import type { Proof } from './proof.ts';
import {
  configurationGap,
  detailGap,
  gatewayGap,
  groupGap,
  latticePath,
  membersGap,
  networkGap,
  publishedPorts,
  resourcesOnPath,
  type ReachedResource,
} from '../lattice.ts';
import { openPorts, passageOf } from '../lattice-passage.ts';
import { joinGaps, type Gap } from '../needs.ts';
import { describePorts } from '../reachability/ports.ts';

/* What must be known of the hops behind a resource or service-network endpoint, beside the rules. */

export type LatticeHop = Extract<
  Hop,
  'service-network' | 'association' | 'resource-configuration' | 'resource-gateway' | 'resource'
>;

const byRules: Proof = { kind: 'by-rules' };

function gap(reason: Gap['reason'], ...missing: readonly string[]): Proof {
  return { kind: 'gap', gap: { reason, missing } };
}

/** What must hold at one of the hops behind the endpoint. */
export function latticeProof(context: EndpointContext, hop: LatticeHop): Proof {
  const { endpoint, need } = context;
  if (hop === 'service-network' && endpoint.type === 'Resource') {
    return {
      kind: 'not-applicable',
      statement: 'A resource endpoint leads to its resource without a service network.',
    };
  }
  const unread = need('ec2:DescribeVpcEndpointAssociations', { 'vpc-endpoint-id': endpoint.id });
  if (unread !== undefined) return { kind: 'gap', gap: unread };
  switch (hop) {
    case 'service-network':
      return serviceNetwork(context);
    case 'association':
      return associations(context);
    case 'resource-configuration':
      return ofEach(context, hop, configurationProof);
    case 'resource-gateway':
      return ofEach(context, hop, gatewayProof);
    case 'resource':
      return ofEach(context, hop, resourceProof);
  }
}

/** The network as its owner, or those whom it is shared with, see it. */
function serviceNetwork(context: EndpointContext): Proof {
  const { network } = latticePath(context);
  if (network === undefined) return gap('malformed', 'ServiceNetworkArn');
  if (network.network === undefined) return { kind: 'gap', gap: networkGap(context, network) };
  const unread = membersGap(context, network);
  if (unread !== undefined) return { kind: 'gap', gap: unread };
  const { numberOfAssociatedServices: services } = network.network;
  if (services === undefined) return gap('malformed', `numberOfAssociatedServices of ${network.id}`);
  const { members } = network;
  return {
    kind: 'pass',
    statement: `${network.network.name ?? network.id} holds ${members.length} resource configuration${members.length === 1 ? '' : 's'} and ${services} service${services === 1 ? '' : 's'}.`,
  };
}

/** The endpoint must have an association with its resource, and with everything that works in its network. */
function associations(context: EndpointContext): Proof {
  const { endpoint } = context;
  const { associations: own, network, services } = latticePath(context);
  if (endpoint.type === 'Resource') {
    return own.length === 0 ? gap('malformed', `an association of ${endpoint.id} in the listing`) : byRules;
  }
  if (own.length === 0) return gap('suppressed', 'the endpoint has no association');
  const named = new Set(own.flatMap((item) => [item.resourceArn, item.resourceConfigurationGroupArn]));
  const without = (network?.members ?? []).filter(
    (member) => member.status === 'active' && !named.has(member.resourceConfigurationArn),
  );
  const unlisted = (network?.network?.numberOfAssociatedServices ?? 0) - services.length;
  const missing = [
    ...without.map((member) => `an association with ${member.name ?? member.id}, which is in the service network`),
    ...(unlisted > 0 ? [`an association with each service of the network: ${unlisted} of them have none`] : []),
  ];
  return missing.length > 0 ? gap('malformed', ...missing) : byRules;
}

/** One proof of all resources behind the endpoint: each must hold, and services of Lattice are not judged. */
function ofEach(
  context: EndpointContext,
  hop: LatticeHop,
  prove: (context: EndpointContext, resource: ReachedResource) => { readonly gap: Gap } | string,
): Proof {
  const { services } = latticePath(context);
  const resources = resourcesOnPath(context);
  const proofs = resources.map((resource) => prove(context, resource));
  const isLast = hop === 'resource';
  const unjudged: readonly Gap[] =
    services.length > 0 && isLast
      ? [{ reason: 'unsupported', missing: services.map((item) => `what is behind ${item.resourceArn ?? item.id}`) }]
      : [];
  const joined = joinGaps([...proofs.flatMap((proof) => (typeof proof === 'string' ? [] : [proof.gap])), ...unjudged]);
  if (joined !== undefined) return { kind: 'gap', gap: joined };
  if (resources.length === 0) {
    return services.length > 0
      ? { kind: 'not-applicable', statement: 'Only services of VPC Lattice are reached.' }
      : gap('suppressed', 'the endpoint reaches no resource');
  }
  const statements = proofs.filter((proof) => typeof proof === 'string');
  return { kind: 'pass', statement: [...new Set(statements)].join(' ') };
}

function configurationProof(context: EndpointContext, resource: ReachedResource): { readonly gap: Gap } | string {
  const { configuration, account, id } = resource;
  if (configuration === undefined) return { gap: configurationGap(context, account, id) };
  const unread = groupGap(context, resource) ?? detailGap(context, account, id);
  if (unread !== undefined) return { gap: unread };
  const published = publishedPorts(context, resource);
  if (published === 'of-the-resource') return `${configuration.name ?? id} is active; the resource’s own port counts.`;
  if ('gap' in published) return published;
  return `${configuration.name ?? id} is active and publishes ${describePorts(published.ports)}.`;
}

function gatewayProof(context: EndpointContext, resource: ReachedResource): { readonly gap: Gap } | string {
  const { configuration, account, id, gatewayId, gateway } = resource;
  if (configuration === undefined) return { gap: configurationGap(context, account, id) };
  const unread = groupGap(context, resource);
  if (unread !== undefined) return { gap: unread };
  if (gatewayId === undefined) return { gap: { reason: 'malformed', missing: [`resourceGatewayId of ${id}`] } };
  if (gateway === undefined) return { gap: gatewayGap(context, resource) };
  return `${gateway.name ?? gateway.id} is active.`;
}

/** No call tells whether a resource answers: VPC Lattice makes no health checks of resources. */
function resourceProof(context: EndpointContext, resource: ReachedResource): { readonly gap: Gap } | string {
  const passage = passageOf(context, resource);
  if ('gap' in passage) return passage;
  const open = openPorts(context, passage);
  if ('gap' in open) return open;
  if (open.length === 0) {
    return {
      gap: {
        reason: 'unsupported',
        missing: [
          `a port that groups and network ACLs between ${passage.gateway.id} and ${passage.target.id} all let through`,
        ],
      },
    };
  }
  return `Groups and network ACLs let ${passage.gateway.id} reach ${passage.target.id}; whether it answers, no API tells.`;
}
