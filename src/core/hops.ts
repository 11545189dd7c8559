import { isGatewayService, type EndpointContext, type ProviderContext } from './context.ts';
import type { Hop } from './diagnosis.ts';
import type { Gap } from './needs.ts';
import {
  gatewayListeners,
  gatewayLoadBalancers,
  gatewayTargetGroups,
  gatewayTargets,
  inspectionRoutes,
} from './proofs/gateway-load-balancer.ts';
import { latticeProof } from './proofs/lattice.ts';
import { outsideDns } from './proofs/outside-dns.ts';
import type { Proof } from './proofs/proof.ts';
import type { SubjectType } from './rules/rule.ts';
import { sourceProof } from './proofs/source.ts';
import { undocumentedPort } from './ports.ts';
import { sourcePlan } from './sources.ts';
import { endToEndGap } from './rules/end-to-end.ts';
import { shortName } from './rules/load-balancers.ts';
import { routedSubnets } from './rules/route-tables.ts';
import { dnsAttribute, resolutionGap, resolverGap } from './rules/vpc-dns.ts';

/*
 * The hops of a path in their order, and what must be proved of each beside the rules. A rule says that one known fault is
 * not there; a hop passes only if, on top of that, what carries the traffic is known to be in place.
 */

const INTERFACE: readonly Hop[] = [
  'endpoint',
  'acceptance',
  'dns',
  'source',
  'network-acl',
  'endpoint-security-group',
  'service',
  'load-balancer',
  'listener',
  'target-group',
  'targets',
  'endpoint-policy',
];
const GATEWAY: readonly Hop[] = ['endpoint', 'dns', 'source', 'route-table', 'network-acl', 'endpoint-policy'];
const GATEWAY_LOAD_BALANCER: readonly Hop[] = [
  'endpoint',
  'acceptance',
  'route-table',
  'network-acl',
  'service',
  'load-balancer',
  'listener',
  'target-group',
  'targets',
];
const LATTICE: readonly Hop[] = [
  'endpoint',
  'dns',
  'source',
  'network-acl',
  'endpoint-security-group',
  'service-network',
  'association',
  'resource-configuration',
  'resource-gateway',
  'resource',
];
const SERVICE: readonly Hop[] = ['acceptance', 'service', 'load-balancer', 'listener', 'target-group', 'targets'];

const PROVIDER_HOPS: ReadonlySet<Hop> = new Set<Hop>([
  ...SERVICE,
  'service-network',
  'resource-configuration',
  'resource-gateway',
  'resource',
]);

/** The hops of a subject in the order in which traffic meets them. */
export function hopsOf(type: SubjectType | undefined): readonly Hop[] {
  switch (type) {
    case 'Interface':
      return INTERFACE;
    case 'Gateway':
      return GATEWAY;
    case 'GatewayLoadBalancer':
      return GATEWAY_LOAD_BALANCER;
    case 'Resource':
    case 'ServiceNetwork':
      return LATTICE;
    case 'Service':
      return SERVICE;
    case undefined:
      return ['endpoint'];
  }
}

/** Whose half of the path a hop lies in. */
export function sideOf(hop: Hop): 'consumer' | 'provider' {
  return PROVIDER_HOPS.has(hop) ? 'provider' : 'consumer';
}

const byRules: Proof = { kind: 'by-rules' };

/**
 * The names of such an endpoint have IPv6 addresses alone, and of a dual-stack endpoint the rules about network ACLs, the
 * clients’ own groups and those of load balancers look at IPv4.
 */
const UNJUDGED_FAMILY =
  'network ACLs, clients’ groups and load balancers’ groups by IPv6, where a dual-stack endpoint’s names have nothing else';

function gap(reason: Gap['reason'], ...missing: readonly string[]): Proof {
  return { kind: 'gap', gap: { reason, missing } };
}

/** What must hold at a hop of an endpoint's path. */
export function endpointProof(context: EndpointContext, type: SubjectType | undefined, hop: Hop): Proof {
  if (type === undefined) {
    return gap('unsupported', `endpoints of type ${context.endpoint.type ?? 'that the answer does not name'}`);
  }
  switch (hop) {
    case 'endpoint':
      return endpointState(context, type);
    case 'acceptance':
      return acceptance(context);
    case 'dns':
      return (type === 'Gateway' ? undefined : outsideDns(context)) ?? dns(context);
    case 'source':
      return sourceProof(context, type);
    case 'route-table':
      return type === 'Gateway' ? gatewayRoutes(context) : inspectionRoutes(context);
    case 'network-acl':
      return context.endpoint.ipAddressType === 'dualstack' && context.endpoint.dnsRecordIpType === 'ipv6'
        ? gap('unsupported', UNJUDGED_FAMILY)
        : byRules;
    case 'endpoint-security-group': {
      const missing = endToEndGap(context);
      return missing === undefined ? byRules : { kind: 'gap', gap: missing };
    }
    case 'endpoint-policy':
      return context.provider.kind !== 'aws' && context.detail?.vpcEndpointPolicySupported === false
        ? { kind: 'not-applicable', statement: 'The service does not support endpoint policies.' }
        : byRules;
    case 'service':
      return service(context);
    case 'load-balancer':
    case 'listener':
    case 'target-group':
    case 'targets':
      return context.provider.kind === 'visible'
        ? providerProof(context.provider.context, hop)
        : behindService(context);
    case 'service-network':
    case 'association':
    case 'resource-configuration':
    case 'resource-gateway':
    case 'resource':
      return latticeProof(context, hop);
  }
}

/** What must hold at a hop behind a service that was read. */
export function providerProof(context: ProviderContext, hop: Hop): Proof {
  if (isGatewayService(context.service)) return applianceProof(context, hop);
  switch (hop) {
    case 'acceptance':
      return serviceAcceptance(context);
    case 'load-balancer':
      return loadBalancers(context);
    case 'listener':
    case 'targets':
      return hop === 'listener'
        ? loadBalancers(context)
        : context.groups.length === 0
          ? targetGroups(context)
          : byRules;
    case 'target-group':
      return targetGroups(context);
    default:
      return byRules;
  }
}

/** What must hold behind a service of appliances. */
function applianceProof(context: ProviderContext, hop: Hop): Proof {
  switch (hop) {
    case 'acceptance':
      return serviceAcceptance(context);
    case 'load-balancer':
      return gatewayLoadBalancers(context);
    case 'listener':
      return gatewayListeners(context);
    case 'target-group':
      return gatewayTargetGroups(context);
    case 'targets':
      return gatewayTargets(context);
    default:
      return byRules;
  }
}

/** The endpoint's own state. Waiting and rejected endpoints exist: acceptance is judged at its own hop. */
function endpointState(context: EndpointContext, type: SubjectType): Proof {
  const { endpoint, need } = context;
  // A whole listing answers whichever endpoint it is about.
  const isWhole = need('ec2:DescribeVpcEndpoints') === undefined;
  const unread = isWhole ? undefined : need('ec2:DescribeVpcEndpoints', { 'vpc-endpoint-id': endpoint.id });
  if (unread !== undefined) return { kind: 'gap', gap: unread };
  const { state } = endpoint;
  // What has no connection has no such state; if AWS answers it all the same, nobody has said what it means.
  const ofConnection = state === 'pendingacceptance' || state === 'rejected' || state === 'expired';
  if (ofConnection && !hopsOf(type).includes('acceptance')) {
    return gap('unsupported', `the state "${state}" of a ${type} endpoint`);
  }
  switch (state) {
    case undefined:
      return gap('malformed', 'State');
    case 'available': {
      const port = undocumentedPort(context);
      return port === undefined
        ? { kind: 'pass', statement: 'The endpoint is available.' }
        : { kind: 'gap', gap: port };
    }
    case 'pendingacceptance':
    case 'rejected':
      return { kind: 'pass', statement: 'The endpoint exists; its connection is judged under acceptance.' };
    case 'failed':
    case 'deleting':
    case 'deleted':
    case 'expired':
    case 'partial':
      return byRules;
    case 'pending':
      return gap('input-missing', 'a later reading: the endpoint is still pending');
    default:
      return gap('unsupported', `the state "${state}"`);
  }
}

function acceptance(context: EndpointContext): Proof {
  const { endpoint, provider } = context;
  if (provider.kind === 'aws') return awsOwned;
  switch (endpoint.state) {
    case 'available':
      return acceptedByBoth(context);
    case 'pendingacceptance':
    case 'rejected':
      return byRules;
    case undefined:
      return gap('malformed', 'State');
    default:
      return gap('suppressed', `the endpoint is ${endpoint.state}`);
  }
}

/** An available endpoint is accepted; where the provider's own record says otherwise, one of the two is stale. */
function acceptedByBoth({ endpoint, provider }: EndpointContext): Proof {
  const connection =
    provider.kind === 'visible'
      ? provider.context.connections.find((item) => item.endpointId === endpoint.id)
      : undefined;
  return connection === undefined || connection.state === 'available'
    ? { kind: 'pass', statement: 'The endpoint is available, so its connection is accepted.' }
    : gap(
        'malformed',
        `agreement: the endpoint is available, the provider’s record says ${connection.state ?? 'nothing'}`,
      );
}

const awsOwned: Proof = { kind: 'not-applicable', statement: 'The service is AWS’s own.' };

/** What could answer the VPC’s clients otherwise, and was not read. */
function notExamined({ lookup, vpcId, need }: EndpointContext): string {
  const groups = lookup.firewallsOf(vpcId).map((item) => item.firewallRuleGroupId ?? item.id);
  const isUnlisted = need('route53resolver:ListFirewallRuleGroupAssociations') !== undefined;
  const firewalls =
    groups.length > 0 ? [`the DNS Firewall rules of ${groups.join(', ')}`] : isUnlisted ? ['DNS Firewall'] : [];
  return `${['Route 53 Profiles', ...firewalls].join(' and ')}, which could answer otherwise, were not examined.`;
}

/** Who answers the clients, and that it can answer. */
function dns(context: EndpointContext): Proof {
  const { endpoint } = context;
  const attribute = { VpcId: context.vpcId, Attribute: 'enableDnsSupport' };
  const unread = context.need('ec2:DescribeVpcAttribute', attribute) ?? resolverGap(context);
  if (unread !== undefined) return { kind: 'gap', gap: unread };
  const unclear = resolutionGap(context);
  if (unclear !== undefined) return { kind: 'gap', gap: unclear };
  const support = dnsAttribute(context, 'enableDnsSupport');
  if (typeof support !== 'boolean') return { kind: 'gap', gap: support.gap };
  if (endpoint.type === 'Gateway') {
    return {
      kind: 'pass',
      statement: `The Amazon DNS server answers with the service’s public addresses, which are routed to the endpoint. ${notExamined(context)}`,
    };
  }
  if (endpoint.privateDnsEnabled === undefined) return gap('malformed', 'PrivateDnsEnabled');
  if (endpoint.privateDnsEnabled && endpoint.privateDnsOnlyForInboundResolverEndpoint === true) {
    const statement = `Private DNS answers only what arrives at an inbound Resolver endpoint; clients in the VPC get the service’s public addresses. ${notExamined(context)}`;
    return { kind: 'pass', statement };
  }
  return {
    kind: 'pass',
    statement: endpoint.privateDnsEnabled
      ? `Private DNS is on and the VPC’s resolver serves its names. ${notExamined(context)}`
      : `Private DNS is off: only the endpoint’s own vpce names lead to it, which public DNS answers where nothing in the VPC stands before it. ${notExamined(context)}`,
  };
}

/** Every associated table must hold the route that the association makes. */
function gatewayRoutes(context: EndpointContext): Proof {
  const { endpoint, inventory, need, vpcId } = context;
  const ids = endpoint.routeTableIds;
  if (ids === undefined) return gap('malformed', 'RouteTableIds');
  if (ids.length === 0) return byRules;
  const unread = need('ec2:DescribeRouteTables', { 'vpc-id': vpcId });
  if (unread !== undefined) return { kind: 'gap', gap: unread };
  const bare = ids.filter(
    (id) =>
      inventory.routeTables
        .get(id)
        ?.routes?.some((route) => route.gatewayId === endpoint.id && route.state === 'active') !== true,
  );
  return bare.length > 0
    ? gap('malformed', ...bare.map((id) => `an active route to ${endpoint.id} in ${id}`))
    : sourceRoutes(context, ids);
}

/** With a source, its own subnet must use one of the tables. */
function sourceRoutes(context: EndpointContext, ids: readonly string[]): Proof {
  const statement = `${ids.join(', ')} route${ids.length === 1 ? 's' : ''} to the endpoint.`;
  const asked = context.options.source;
  if (asked === undefined) return { kind: 'pass', statement };
  const [given] = sourcePlan(context).candidates;
  if (given?.subnetId === undefined) return gap('input-missing', `the subnet of ${asked}`);
  return routedSubnets(context).has(given.subnetId)
    ? { kind: 'pass', statement: `${statement} ${given.subnetId} uses one of them.` }
    : gap('unsupported', `how ${given.subnetId} reaches the service: it uses none of ${ids.join(', ')}`);
}

/** The service as far as this account can see it. */
function service(context: EndpointContext): Proof {
  const { provider, endpoint, detail, serviceRegion } = context;
  if (provider.kind === 'aws') return awsOwned;
  if (provider.kind === 'visible') return byRules;
  // What only another account could tell, this account's view proves; what was refused here stays unknown.
  if (detail !== undefined && provider.unread) {
    return { kind: 'pass', alone: true, statement: `${detail.serviceName} is visible to account ${endpoint.account}.` };
  }
  const name = endpoint.serviceName ?? '';
  const unread = context.need('ec2:DescribeVpcEndpointServices', {
    'service-name': name,
    ServiceName: name,
    ServiceRegion: serviceRegion,
  });
  return { kind: 'gap', gap: unread ?? provider.gap };
}

function behindService({ provider }: EndpointContext): Proof {
  return provider.kind === 'hidden' ? { kind: 'gap', gap: provider.gap } : awsOwned;
}

function serviceAcceptance({ service: subject, connections, need }: ProviderContext): Proof {
  const unread = need('ec2:DescribeVpcEndpointConnections', { 'service-id': subject.id });
  if (unread !== undefined) return { kind: 'gap', gap: unread };
  const accepted = connections.filter((item) => item.state === 'available');
  if (accepted.length > 0) {
    return {
      kind: 'pass',
      statement: `${accepted.length} of ${connections.length} connections are accepted.`,
      instances: accepted.map((item) => ({ resource: item.endpointId, state: 'pass' })),
    };
  }
  if (connections.length === 0) return { kind: 'not-applicable', statement: 'The service has no connections.' };
  if (connections.some((item) => item.state === undefined)) return gap('malformed', 'VpcEndpointState');
  const states = [...new Set(connections.map((item) => item.state ?? ''))].join(', ');
  return {
    kind: 'not-applicable',
    statement: `No connection is accepted yet (${states}); that does not break the service.`,
  };
}

function loadBalancers({ service: subject, loadBalancers: paths }: ProviderContext): Proof {
  if (subject.networkLoadBalancerArns === undefined) return gap('malformed', 'NetworkLoadBalancerArns');
  // AWS refuses to remove a service's last load balancer, so an empty list is no proof of anything.
  return paths.length === 0 ? gap('malformed', 'NetworkLoadBalancerArns: it is empty') : byRules;
}

/** Each listener must lead to a target group that was read. */
function targetGroups(context: ProviderContext): Proof {
  const { loadBalancers: paths, groups, options, need } = context;
  if (paths.length === 0) return gap('malformed', 'NetworkLoadBalancerArns: it is empty');
  for (const { arn } of paths) {
    const unread = need('elasticloadbalancing:DescribeListeners', { LoadBalancerArn: arn });
    if (unread !== undefined) return { kind: 'gap', gap: unread };
  }
  const listeners = paths.flatMap((path) => path.listeners);
  const judged = options.port === undefined ? listeners : listeners.filter((item) => item.port === options.port);
  if (judged.length === 0) {
    const why = options.port === undefined ? 'there is no listener' : `no listener has port ${options.port}`;
    return gap('suppressed', why);
  }
  const idle = judged.filter((listener) => !listener.forwards.some((forward) => forward.weight > 0));
  if (idle.length > 0) {
    return gap(
      'malformed',
      ...idle.map((item) => `DefaultActions of ${item.name ?? item.id} that forward to a target group`),
    );
  }
  for (const group of groups) {
    const about = { LoadBalancerArn: group.loadBalancer.arn, TargetGroupArn: group.arn };
    const unread = need('elasticloadbalancing:DescribeTargetGroups', about);
    if (unread !== undefined) return { kind: 'gap', gap: unread };
    if (group.group === undefined) return gap('malformed', `${shortName(group.arn)} in the listing of target groups`);
  }
  return {
    kind: 'pass',
    statement: `${judged.map((item) => item.name ?? item.id).join(', ')} ${judged.length === 1 ? 'forwards' : 'forward'} to ${groups.map((group) => shortName(group.arn)).join(', ')}.`,
    instances: groups.map((group) => ({ resource: group.arn, state: 'pass' })),
  };
}
