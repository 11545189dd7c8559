import { evidence, type EndpointContext } from '../../context.ts';
import type { Confidence } from '../../diagnosis.ts';
import {
  anyOf,
  describeFlow,
  describeWanted,
  mayBeServed,
  portPlan,
  together,
  type Flow,
  type PortPlan,
} from '../../ports.ts';
import { describePorts, hasPort, intersectPorts, type PortSet } from '../../reachability/ports.ts';
import {
  admittedPorts,
  admittedShare,
  describePermissions,
  portsForAnyone,
  type Transport,
} from '../../reachability/security-group.ts';
import type { IpPermission } from '../../resources/security-group.ts';
import { needAt } from '../../reachability/way.ts';
import {
  clientCidr,
  describeSources,
  groupCandidates,
  judgedClients,
  sourcePlan,
  sourcesWithGroups,
  sourcesWithoutGroups,
  stoppedClients,
  type SourcePlan,
} from '../../sources.ts';
import type { Gap } from '../../needs.ts';
import type { Source } from '../../workloads.ts';
import { awsCommand } from '../command.ts';
import { endpointGroupFacts, endpointIngress } from '../endpoint-groups.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, PRIVATELINK_DOCS, unknown, type CheckResult, type EndpointRule, type Judgement } from '../rule.ts';

/** PL-SG-001: the endpoint's groups do not let the client in on the service's port. */
export const plSg001: EndpointRule = {
  id: 'PL-SG-001',
  title: 'Endpoint security group does not admit the service port from the source',
  hop: 'endpoint-security-group',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeSecurityGroups', about: (context) => [{ 'vpc-id': context.vpcId }] }],
  alsoReads: [
    'ec2:DescribeNetworkInterfaces',
    'elasticloadbalancing:DescribeListeners',
    'ec2:DescribeVpcEndpointAssociations',
    'vpc-lattice:GetResourceConfiguration',
    'ec2:DescribePrefixLists',
    'ec2:GetManagedPrefixListEntries',
  ],
  suppressedBy: [...LIFECYCLE, 'PL-SG-002'],
  docs: [`${PRIVATELINK_DOCS}create-interface-endpoint.html`],
  condition:
    'No inbound rule of any group of the endpoint admits the service’s port from the source: by CIDR, by prefix list, or by a reference to a group that the source carries in the same VPC. Ports come from `--port`, else from the provider’s listeners or the resource configuration, else from AWS’s documentation of the service. Without a source every workload interface of the VPC is tried and one that gets through is enough; that none does is then a suspicion, unless no source at all could get in.',
  why: 'The endpoint’s network interfaces enforce their security groups: the first packet is dropped and clients time out.',
  fix: 'Admit the port from the consumers’ security group or CIDR.',
  examples: {
    bad: '"IpPermissions": tcp 443 from 10.99.0.0/16, the clients are in 10.20.0.0/16',
    good: '"IpPermissions": tcp 443 from 10.20.0.0/16, the clients are in 10.20.0.0/16',
  },
  check: (context) => {
    const permissions = endpointIngress(context);
    if ('gap' in permissions) return permissions;
    const ports = portPlan(context);
    if (noneCanEnter(permissions, ports)) {
      return blocked(
        context,
        permissions,
        ports,
        undefined,
        ports.flows.length === 0 ? 'deterministic' : ports.confidence,
      );
    }
    if (ports.gap !== undefined) return { gap: ports.gap };
    const plan = sourcePlan(context);
    if (plan.gap !== undefined) return { gap: plan.gap };
    const unread = unreadMembers(context, permissions, plan) ?? unreadGroups(context, permissions);
    const sources = { ...plan, ...(unread === undefined ? {} : { gap: unread }) };
    return ports.flows.length === 0
      ? judgeAnyPort(context, permissions, ports, { ...sources, candidates: groupCandidates(context) })
      : judgeFlows(context, permissions, ports, sources);
  },
};

/** True when no source whatever could open one of the flows; with no flow named, any TCP port counts. */
function noneCanEnter(permissions: readonly IpPermission[], ports: PortPlan): boolean {
  const { flows } = ports;
  if (flows.length === 0) return intersectPorts(portsForAnyone(permissions, 'tcp'), anyOf(ports)).length === 0;
  return flows.every((flow) => !hasPort(portsForAnyone(permissions, flow.transport), flow.port));
}

function judgeFlows(
  context: EndpointContext,
  permissions: readonly IpPermission[],
  ports: PortPlan,
  sources: SourcePlan,
): CheckResult {
  const facts = endpointGroupFacts(context);
  const missing = new Set<string>();
  const [given] = sources.given ? sources.candidates : [];
  // A subnet or a range carries no group; the interfaces in it do, and rules may name these.
  const members = given === undefined || given.groupIds !== undefined ? [] : sourcesWithGroups(context);
  // Beyond one VPC, the interfaces that were read do not stand for the range.
  const isWithinVpc = given?.vpcId !== undefined;
  const inPart: Flow[] = [];
  const admitted = ports.flows.flatMap((flow) => {
    const opens = (peer: Source): boolean => {
      const result = admittedPorts(permissions, flow.transport, peer, facts);
      for (const item of result.missing) missing.add(item);
      return hasPort(result.certain, flow.port);
    };
    const source = judgedClients(sources).find(
      (candidate) =>
        opens(candidate) || (isWithinVpc && members.length > 0 && sources.gap === undefined && members.every(opens)),
    );
    if (source === undefined && members.some(opens)) inPart.push(flow);
    return source === undefined ? [] : [{ flow, source, isByMembers: !opens(source) }];
  });
  const [first] = admitted;
  const closed = ports.flows.filter((flow) => !admitted.some((item) => item.flow === flow));
  const share = together(
    context,
    ports.flows.map((flow) => (closed.includes(flow) ? 'none' : 'full')),
  );
  if (first !== undefined && share === 'full') {
    const also =
      closed.length === 0 ? '' : ` ${closed.map(describeFlow).join(', ')} is not admitted; --port judges one.`;
    return {
      ...passing(
        context,
        `The groups admit ${describeFlow(first.flow)} from ${first.isByMembers ? `the ${members.length} interface${members.length === 1 ? '' : 's'} in ` : ''}${first.source.id}.${also}`,
        ports,
        sources,
      ),
      confidence: ports.confidence,
    };
  }
  if (missing.size > 0) return { gap: { reason: 'not-asked', missing: [...missing].sort() } };
  if (sources.gap !== undefined) return { gap: sources.gap };
  if (first !== undefined) return onlySome(context, permissions, closed, ports, sources);
  const [part] = inPart;
  if (part !== undefined && given !== undefined) return partial(context, permissions, part, given, ports);
  if (
    given !== undefined &&
    members.length === 0 &&
    mayCarryGroups(context, given) &&
    refers(permissions, ports.flows)
  ) {
    return unknown(
      'input-missing',
      `the client’s network interface in ${given.id} (--source eni-…): rules name groups`,
    );
  }
  const some = sources.given ? admittedInPart(context, permissions, ports.flows, sources.candidates) : undefined;
  if (some !== undefined) return partial(context, permissions, some.flow, some.source, ports);
  return blocked(context, permissions, ports, sources, sources.given ? ports.confidence : 'heuristic');
}

/**
 * Why nobody knows whom a rule that names a group means, where a subnet or a range was given: the interfaces in it were not
 * read. An address in a network without interfaces of AWS's carries no group.
 */
function unreadMembers(
  context: EndpointContext,
  permissions: readonly IpPermission[],
  { given, candidates }: SourcePlan,
): Gap | undefined {
  const [source] = candidates;
  const isNamed = permissions.some((permission) => permission.groups.length > 0);
  if (!given || !isNamed || source?.groupIds !== undefined) return undefined;
  const vpc = context.inventory.vpcs.get(source?.vpcId ?? '');
  return vpc === undefined ? undefined : needAt(context, vpc)('ec2:DescribeNetworkInterfaces', { 'vpc-id': vpc.id });
}

/** The clients whose groups the answer lacks, where a rule names groups: it may mean them. */
function unreadGroups(context: EndpointContext, permissions: readonly IpPermission[]): Gap | undefined {
  if (!permissions.some(({ groups }) => groups.length > 0)) return undefined;
  const clients = sourcesWithoutGroups(context);
  return clients.length === 0 ? undefined : { reason: 'malformed', missing: clients.map((id) => `Groups of ${id}`) };
}

/** True for a range of the endpoint’s VPC: an interface that is not there yet may carry any group. */
function mayCarryGroups(context: EndpointContext, { groupIds, ranges, vpcId }: Source): boolean {
  const isRange = ranges.some((range) => range.first !== range.last);
  return groupIds === undefined && isRange && vpcId === context.vpcId;
}

/** True when a rule admits one of the flows from the members of a group. */
function refers(permissions: readonly IpPermission[], flows: readonly Flow[]): boolean {
  const naming = permissions.filter(({ groups }) => groups.length > 0);
  return flows.some((flow) => hasPort(portsForAnyone(naming, flow.transport), flow.port));
}

/** A flow that a part of a given range may open. */
function admittedInPart(
  context: EndpointContext,
  permissions: readonly IpPermission[],
  flows: readonly Flow[],
  sources: readonly Source[],
): { readonly flow: Flow; readonly source: Source } | undefined {
  const facts = endpointGroupFacts(context);
  return flows
    .flatMap((flow) => sources.map((source) => ({ flow, source })))
    .find(({ flow, source }) =>
      source.ranges.some(
        (range) => admittedShare(permissions, flow.transport, flow.port, range, facts).certain !== 'none',
      ),
    );
}

/** Without a port: what the groups admit from the likely sources stands in for it, and is said. */
function judgeAnyPort(
  context: EndpointContext,
  permissions: readonly IpPermission[],
  ports: PortPlan,
  sources: SourcePlan,
): CheckResult {
  const facts = endpointGroupFacts(context);
  const results = judgedClients(sources).map((source) => {
    const { certain, missing } = admittedPorts(permissions, 'tcp', source, facts);
    return { source, certain: intersectPorts(certain, anyOf(ports)), missing };
  });
  const open = results.find((result) => result.certain.length > 0);
  if (open !== undefined) {
    const statement = `Port not given: the groups admit tcp ${describePorts(open.certain)} from ${open.source.id}.`;
    return { ...passing(context, statement, ports, sources), confidence: 'heuristic' };
  }
  const missing = [...new Set(results.flatMap((result) => result.missing))].sort();
  if (missing.length > 0) return { gap: { reason: 'not-asked', missing } };
  if (sources.gap !== undefined) return { gap: sources.gap };
  return blocked(context, permissions, ports, sources, sources.given ? 'deterministic' : 'heuristic');
}

/** The TCP ports that the groups admit from a source: what a network ACL is judged on when no port is known. */
export function groupPorts(context: EndpointContext, transport: Transport, source: Source): PortSet | undefined {
  const permissions = endpointIngress(context);
  if ('gap' in permissions) return undefined;
  return admittedPorts(permissions, transport, source, endpointGroupFacts(context)).certain;
}

function passing(context: EndpointContext, statement: string, ports: PortPlan, sources: SourcePlan): Judgement {
  return {
    instances: [{ resource: context.endpoint.groupIds?.join(', ') ?? context.endpoint.id, state: 'pass' }],
    findings: [],
    statement,
    assumptions: [ports.assumption, sources.assumption].filter((item) => item !== undefined),
  };
}

function blocked(
  context: EndpointContext,
  permissions: readonly IpPermission[],
  ports: PortPlan,
  sources: SourcePlan | undefined,
  confidence: Confidence,
): Judgement {
  const { endpoint, region } = context;
  const wanted = describeWanted(ports);
  const from = sources === undefined ? 'any source' : describeSources(stoppedBy(context, permissions, ports, sources));
  const [group] = endpoint.groupIds ?? [];
  const suspicion =
    confidence === 'heuristic' && sources?.given === false
      ? ' No source was given: clients elsewhere may still get in. Name one with --source.'
      : '';
  const [flow] = ports.flows;
  return {
    instances: [{ resource: endpoint.groupIds?.join(', ') ?? endpoint.id, state: 'fail' }],
    findings: [
      {
        resource: group ?? endpoint.id,
        confidence,
        message: `The security groups of ${endpoint.id} do not admit ${wanted} from ${from}.${suspicion}${mayBeServed(context) ? '' : ' The service does not listen there either.'}`,
        evidence: [evidence(endpoint.groupIds?.join(', ') ?? '', 'IpPermissions', describePermissions(permissions))],
        commands: mayBeServed(context)
          ? [
              awsCommand(
                'ec2 authorize-security-group-ingress',
                region,
                {
                  'group-id': group ?? 'SG_ID',
                  protocol: flow?.transport ?? 'tcp',
                  port: flow === undefined ? 'PORT' : String(flow.port),
                  cidr: clientCidr(context),
                },
                'opens that port of everything that carries the group to that range; takes effect at once',
              ),
            ]
          : [],
      },
    ],
    assumptions: [ports.assumption, sources?.assumption].filter((item) => item !== undefined),
  };
}

/** The clients that get in on none of the ports, as the one that was judged. */
function stoppedBy(
  context: EndpointContext,
  permissions: readonly IpPermission[],
  ports: PortPlan,
  sources: SourcePlan,
): readonly Source[] {
  const facts = endpointGroupFacts(context);
  const wanted: readonly { readonly transport: Transport; readonly ports: PortSet }[] =
    ports.flows.length === 0
      ? [{ transport: 'tcp', ports: anyOf(ports) }]
      : ports.flows.map(({ transport, port }) => ({ transport, ports: [{ from: port, to: port }] }));
  return stoppedClients(sources, (source) =>
    wanted.every(
      (want) =>
        intersectPorts(admittedPorts(permissions, want.transport, source, facts).certain, want.ports).length === 0,
    ),
  );
}

/** The port was asked for, and its listener takes more transports than the groups admit. */
function onlySome(
  context: EndpointContext,
  permissions: readonly IpPermission[],
  closed: readonly Flow[],
  ports: PortPlan,
  sources: SourcePlan,
): Judgement {
  const confidence = sources.given ? ports.confidence : 'heuristic';
  const whole = blocked(context, permissions, { ...ports, flows: closed }, sources, confidence);
  return {
    ...whole,
    instances: whole.instances.map((instance) => ({ ...instance, state: 'warn' as const })),
    findings: whole.findings.map((finding) => ({ ...finding, severity: 'high' as const })),
  };
}

function partial(
  context: EndpointContext,
  permissions: readonly IpPermission[],
  flow: Flow,
  source: Source,
  ports: PortPlan,
): Judgement {
  const whole = blocked(context, permissions, ports, undefined, ports.confidence);
  return {
    ...whole,
    instances: whole.instances.map((instance) => ({ ...instance, state: 'warn' as const })),
    findings: whole.findings.map((finding) => ({
      ...finding,
      severity: 'high' as const,
      message: `The security groups of ${context.endpoint.id} admit ${describeFlow(flow)} from a part of ${source.id} only.`,
    })),
  };
}
