import {
  consumerPath,
  evidence,
  isGatewayService,
  type ConsumerPath,
  type LoadBalancerPath,
  type ProviderContext,
} from '../../context.ts';
import { addressGap } from '../../address-space.ts';
import { covers, everyAddress, parseCidr, type AddressRange, type Family } from '../../model/cidr.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import { describeFlow, publishedFlows, together, type Flow } from '../../ports.ts';
import { hasPort } from '../../reachability/ports.ts';
import {
  admittedShare,
  describePermissions,
  permissionGaps,
  permissionsOf,
  portsForAnyone,
  type GroupFacts,
} from '../../reachability/security-group.ts';
import type { IpPermission } from '../../resources/security-group.ts';
import { clientCidr, familyOf, sourcePlan } from '../../sources.ts';
import { awsCommand } from '../command.ts';
import { LISTENERS, LOAD_BALANCERS, shortName } from '../load-balancers.ts';
import { METRIC_DATA } from '../metrics.ts';
import { SERVICE } from '../requirements.ts';
import { LIFECYCLE, NLB_DOCS, PRIVATELINK_DOCS, type Draft, type Instance, type ProviderRule } from '../rule.ts';
import { withBlockedFlows } from './blocked-flows.ts';

/** Addresses that clients come from, and how they are called. */
interface Client {
  readonly label: string;
  readonly range: AddressRange;
  /** Interfaces in the range: when all of them get in, a rule that leaves the rest out is meant so. */
  readonly interfaces: readonly AddressRange[];
}

interface Verdict {
  readonly path: LoadBalancerPath;
  readonly state: Instance['state'];
  readonly gap?: Gap;
  readonly finding?: Draft;
  readonly statement: string;
}

/** PL-NLB-008: the load balancer's groups turn PrivateLink clients away. */
export const plNlb008: ProviderRule = {
  id: 'PL-NLB-008',
  title: 'NLB security group blocks PrivateLink clients',
  hop: 'load-balancer',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [SERVICE, LOAD_BALANCERS, LISTENERS],
  alsoReads: [
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeVpcs',
    'ec2:DescribeVpcEndpointConnections',
    'ec2:DescribePrefixLists',
    'ec2:GetManagedPrefixListEntries',
    METRIC_DATA,
  ],
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002'],
  docs: [`${NLB_DOCS}load-balancer-security-groups.html`, `${PRIVATELINK_DOCS}create-endpoint-service.html`],
  condition:
    'The load balancer has security groups, enforces them on PrivateLink traffic (the default), and no inbound rule admits a listener’s port from the clients: the given source, else every CIDR of the consumer’s VPC. Group references never match there. All of it uncovered breaks, a part impairs; a part in which none of the VPC’s workload interfaces is is a suspected break, an unreadable consumer is unknown. It is measured where metrics were asked for and SecurityGroupBlockedFlowCount_Inbound_TCP is above zero in the last five hours (PL-NLB-023).',
  why: 'With enforcement the source that counts is the client’s own private address, not that of the endpoint: clients time out.',
  fix: 'Admit the consumers’ CIDRs on the listener’s port, or turn enforcement off.',
  examples: {
    bad: 'the NLB’s group admits tcp 443 from 10.60.0.0/16, the clients are in 10.20.0.0/16',
    good: 'the NLB’s group admits tcp 443 from 10.20.0.0/16, the clients are in 10.20.0.0/16',
  },
  check: (context) => {
    if (isGatewayService(context.service) || context.loadBalancers.length === 0) return 'not-applicable';
    const verdicts = context.loadBalancers.map((path) => judge(context, path));
    const gap = joinGaps(verdicts.flatMap((verdict) => verdict.gap ?? []));
    return {
      instances: verdicts.map(({ path, state }): Instance => ({ resource: path.arn, state })),
      findings: verdicts.flatMap(({ finding }) => finding ?? []),
      statement: verdicts.map(({ statement }) => statement).join(' '),
      ...(gap === undefined ? {} : { gap }),
    };
  },
};

function judge(context: ProviderContext, path: LoadBalancerPath): Verdict {
  const { loadBalancer } = path;
  const unknown = (gap: Gap): Verdict => ({ path, state: 'unknown', gap, statement: '' });
  const fine = (statement: string): Verdict => ({ path, state: 'pass', statement });
  const name = shortName(path.arn);
  if (loadBalancer === undefined) return unknown({ reason: 'malformed', missing: [`${name} in the listing`] });
  const groupIds = loadBalancer.securityGroupIds ?? [];
  const enforced = loadBalancer.enforcePrivateLinkInbound;
  if (groupIds.length === 0 && enforced === undefined) return fine(`${name} has no security groups.`);
  if (enforced === 'off') return fine(`${name} does not apply its security groups to PrivateLink traffic.`);
  if (groupIds.length === 0) return unknown({ reason: 'malformed', missing: [`SecurityGroups of ${name}`] });
  if (enforced !== 'on') {
    return unknown({
      reason: 'malformed',
      missing: [`EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic of ${name}`],
    });
  }
  const unread = context.need('ec2:DescribeSecurityGroups', { 'vpc-id': loadBalancer.vpcId ?? '' });
  if (unread !== undefined) return unknown(unread);
  const groups = groupIds.map((id) => context.inventory.securityGroups.get(id));
  const permissions = permissionsOf(groups, 'ingress');
  const fields = permissions === undefined ? ['IpPermissions'] : permissionGaps(permissions);
  if (permissions === undefined || fields.length > 0) {
    return unknown({ reason: 'malformed', missing: fields.map((field) => `${field} of ${groupIds.join(', ')}`) });
  }
  const flows = flowsOf(context, path);
  if (flows.length === 0)
    return unknown({ reason: 'malformed', missing: [`a listener of ${name} with port and protocol`] });
  return judgeClients(context, path, groupIds, permissions, flows);
}

/**
 * The flows that the service's load balancers take from at least a part of the clients: all of a load balancer that does
 * not apply groups to PrivateLink traffic, or whose groups or clients were not read.
 */
export function openFlows(context: ProviderContext): readonly Flow[] {
  return context.loadBalancers.flatMap((path) => flowsInto(context, path));
}

/** Those that one of its load balancers takes. */
export function flowsInto(context: ProviderContext, path: LoadBalancerPath): readonly Flow[] {
  const flows = flowsOf(context, path);
  const groupIds = path.loadBalancer?.securityGroupIds ?? [];
  const groups = groupIds.map((id) => context.inventory.securityGroups.get(id));
  const permissions = permissionsOf(groups, 'ingress');
  if (groupIds.length === 0 || path.loadBalancer?.enforcePrivateLinkInbound !== 'on' || permissions === undefined) {
    return flows;
  }
  const { clients, gap } = clientsOf(context);
  if (gap !== undefined || clientAddressGap(context) !== undefined) return flows;
  const facts = groupFacts(context);
  return flows.filter((flow) =>
    clients.some((client) => {
      const { share, missing } = shareFor(context, client, permissions, [flow], facts);
      return share !== 'none' || missing.length > 0;
    }),
  );
}

/** Group references never match on PrivateLink traffic: no VPC is theirs. */
function groupFacts(context: ProviderContext): GroupFacts {
  return { prefixLists: context.inventory.prefixLists, vpcId: undefined, referencesMatch: false };
}

function judgeClients(
  context: ProviderContext,
  path: LoadBalancerPath,
  groupIds: readonly string[],
  permissions: readonly IpPermission[],
  flows: readonly Flow[],
): Verdict {
  const facts = groupFacts(context);
  const ports = flows.map(describeFlow).join(' or ');
  const addressed = permissions.map((permission) => ({ ...permission, groups: [] }));
  if (flows.every((flow) => !hasPort(portsForAnyone(addressed, flow.transport), flow.port))) {
    return {
      path,
      state: 'fail',
      statement: '',
      finding: draft(context, path, groupIds, permissions, flows, 'any address'),
    };
  }
  const apart = clientAddressGap(context);
  if (apart !== undefined) {
    const anyone = { label: 'any address', range: everyAddress(4), interfaces: [] };
    return shareFor(context, anyone, permissions, flows, facts).share === 'full'
      ? { path, state: 'pass', statement: `${shortName(path.arn)} admits ${ports} from any IPv4 address.` }
      : { path, state: 'unknown', gap: apart, statement: '' };
  }
  const { clients, gap } = clientsOf(context);
  const judged = clients.map((client) => ({ client, ...shareFor(context, client, permissions, flows, facts) }));
  const missing = [...new Set(judged.filter(({ share }) => share !== 'full').flatMap((item) => item.missing))].sort();
  const out = judged.filter(({ share }) => share === 'none');
  const partly = judged.filter(({ share }) => share === 'partial');
  const statement = `${shortName(path.arn)} admits ${ports} from ${clients.map((client) => client.label).join(', ') || 'the ranges of its rules'}.`;
  if (out.length + partly.length === 0) {
    return { path, state: gap === undefined ? 'pass' : 'unknown', statement, ...(gap === undefined ? {} : { gap }) };
  }
  if (missing.length > 0) return { path, state: 'unknown', gap: { reason: 'not-asked', missing }, statement: '' };
  const names = [...out, ...partly].map(({ client }) => client.label).join(', ');
  const all = out.length === clients.length && gap === undefined;
  return {
    path,
    state: all ? 'fail' : 'warn',
    statement: '',
    finding: {
      ...draft(context, path, groupIds, permissions, flows, all ? names : `${names} (or a part of it)`),
      ...(all ? {} : { severity: 'high' as const }),
      ...(all && out.some(({ isSuspected }) => isSuspected) ? { confidence: 'heuristic' as const } : {}),
    },
    ...(gap === undefined ? {} : { gap }),
  };
}

function flowsOf(context: ProviderContext, path: LoadBalancerPath): readonly Flow[] {
  return publishedFlows({ ...context, loadBalancers: [path] });
}

function shareFor(
  context: ProviderContext,
  client: Client,
  permissions: readonly IpPermission[],
  flows: readonly Flow[],
  facts: GroupFacts,
): { readonly share: 'full' | 'partial' | 'none'; readonly missing: readonly string[]; readonly isSuspected: boolean } {
  const results = flows.map((flow) => ({
    flow,
    ...admittedShare(permissions, flow.transport, flow.port, client.range, facts),
  }));
  const missing = results.flatMap((result) => result.missing);
  const isForAll = (flow: Flow): boolean =>
    client.interfaces.length > 0 &&
    client.interfaces.every(
      (address) => admittedShare(permissions, flow.transport, flow.port, address, facts).certain === 'full',
    );
  // A part of the VPC in which none of its clients is helps none of them.
  const isForNone = (flow: Flow): boolean =>
    client.interfaces.length > 0 &&
    client.interfaces.every((address) => {
      const { certain, missing: open } = admittedShare(permissions, flow.transport, flow.port, address, facts);
      return certain === 'none' && open.length === 0;
    });
  const shares = results.map(({ flow, certain }) => {
    if (certain !== 'partial') return certain;
    return isForAll(flow) ? 'full' : isForNone(flow) ? 'none' : 'partial';
  });
  return {
    share: together(context, shares),
    missing,
    isSuspected: results.some(({ certain }, i) => certain === 'partial' && shares[i] === 'none'),
  };
}

/** Why the clients' addresses and those of the load balancer's groups do not mean the same. */
function clientAddressGap(context: ProviderContext): Gap | undefined {
  const endpoints =
    context.consumer === undefined
      ? context.lookup.endpointsOfService(context.service.id)
      : [context.consumer.endpoint];
  const gaps = endpoints.map((endpoint) => addressGap(context.inventory, endpoint, context.service));
  return gaps.find((gap) => gap !== undefined);
}

/** The clients of the endpoint that is diagnosed, or of every endpoint of the service. */
function clientsOf(context: ProviderContext): { readonly clients: readonly Client[]; readonly gap?: Gap } {
  if (context.consumer !== undefined) return consumerClients(context.consumer);
  const asked = context.options.source;
  const range = asked === undefined ? undefined : parseCidr(asked);
  if (asked !== undefined && range !== undefined) return { clients: [{ label: asked, range, interfaces: [] }] };
  const unread = context.need('ec2:DescribeVpcEndpointConnections', { 'service-id': context.service.id });
  if (unread !== undefined) return { clients: [], gap: unread };
  const seen = context.lookup
    .endpointsOfService(context.service.id)
    .filter((endpoint) => endpoint.state === 'available');
  const results = seen.map((endpoint) => vpcClients(consumerPath(context, endpoint), endpoint.vpcId));
  const unseen = context.connections.filter(
    (item) => item.state === 'available' && !seen.some((endpoint) => endpoint.id === item.endpointId),
  );
  const gaps = results.flatMap((result) => result.gap ?? []);
  const question: Gap[] =
    unseen.length === 0
      ? []
      : [
          {
            reason: 'other-account',
            missing: [
              `from which private CIDRs the clients of ${unseen
                .map((item) => item.endpointId)
                .slice(0, 5)
                .join(', ')} connect`,
            ],
          },
        ];
  const gap = joinGaps([...gaps, ...question]);
  const clients = results.flatMap((result) => result.clients);
  return { clients: [...new Map(clients.map((client) => [client.label, client])).values()], ...(gap ? { gap } : {}) };
}

function consumerClients(consumer: ConsumerPath): { readonly clients: readonly Client[]; readonly gap?: Gap } {
  if (consumer.options.source !== undefined) {
    const { candidates, gap } = sourcePlan(consumer);
    if (gap !== undefined) return { clients: [], gap };
    return {
      clients: candidates.flatMap((source) =>
        source.ranges.map((range) => ({ label: source.id, range, interfaces: [] })),
      ),
    };
  }
  const unread = consumer.need('ec2:DescribeVpcs', { 'vpc-id': consumer.vpcId });
  if (unread !== undefined) return { clients: [], gap: unread };
  return vpcClients(consumer, consumer.endpoint.vpcId, familyOf(consumer));
}

function vpcClients(
  run: Pick<ConsumerPath, 'inventory' | 'lookup' | 'need'>,
  vpcId: string | undefined,
  family: Family = 4,
): { readonly clients: readonly Client[]; readonly gap?: Gap } {
  const cidrs = vpcId === undefined ? undefined : run.inventory.vpcs.get(vpcId)?.cidrs;
  if (vpcId === undefined || cidrs === undefined) {
    return { clients: [], gap: { reason: 'malformed', missing: [`the CIDRs of ${vpcId ?? 'the consumer’s VPC'}`] } };
  }
  // The interfaces stand for the whole VPC only when all of them were read.
  const unread = run.need('ec2:DescribeNetworkInterfaces', { 'vpc-id': vpcId });
  const addresses =
    unread === undefined ? run.lookup.workloadsOf(vpcId, family).flatMap((source) => source.ranges) : [];
  const clients = cidrs.flatMap((cidr) => {
    const range = parseCidr(cidr);
    if (range?.family !== family) return [];
    const interfaces = addresses.filter((address) => covers(range, address));
    return [{ label: `${cidr} (${vpcId})`, range, interfaces }];
  });
  return clients.length > 0
    ? { clients }
    : { clients, gap: { reason: 'malformed', missing: [`an IPv${family} CIDR of ${vpcId}`] } };
}

function draft(
  context: ProviderContext,
  path: LoadBalancerPath,
  groupIds: readonly string[],
  permissions: readonly IpPermission[],
  flows: readonly Flow[],
  clients: string,
): Draft {
  const [group] = groupIds;
  const [flow] = flows;
  return withBlockedFlows(context, path.arn, 'Inbound', {
    resource: path.arn,
    message: `The security groups of ${shortName(path.arn)} do not admit ${flows.map(describeFlow).join(' or ')} from ${clients}, and they are enforced on PrivateLink traffic.`,
    evidence: [
      evidence(path.arn, 'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic', 'on'),
      evidence(groupIds.join(', '), 'IpPermissions', describePermissions(permissions)),
    ],
    commands: [
      awsCommand(
        'ec2 authorize-security-group-ingress',
        context.region,
        {
          'group-id': group ?? 'SG_ID',
          protocol: flow?.transport ?? 'tcp',
          port: String(flow?.port ?? 443),
          cidr: context.consumer === undefined ? 'CLIENT_CIDR' : clientCidr(context.consumer),
        },
        'opens that port of the load balancer to that range; takes effect at once',
      ),
      awsCommand(
        'elbv2 set-security-groups',
        context.region,
        {
          'load-balancer-arn': path.arn,
          'security-groups': groupIds,
          'enforce-security-group-inbound-rules-on-private-link-traffic': 'off',
        },
        'every accepted consumer gets in, whatever its address',
      ),
    ],
  });
}
