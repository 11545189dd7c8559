import { evidence, type EndpointContext } from '../../context.ts';
import type { Evidence, FixCommand } from '../../diagnosis.ts';
import { parseCidr, type AddressRange, type Share } from '../../model/cidr.ts';
import { describeFlow, describeWanted, portPlan, together, type Flow, type PortPlan } from '../../ports.ts';
import { originOf } from '../../origin.ts';
import { aclGaps, aclPorts, describeEntry, freeRuleNumber } from '../../reachability/network-acl.ts';
import { intersectPorts } from '../../reachability/ports.ts';
import { needAt } from '../../reachability/way.ts';
import type { NetworkAcl, NetworkAclEntry } from '../../resources/network-acl.ts';
import type { NetworkInterface } from '../../resources/network-interface.ts';
import { familyOf, sourcePlan, STOOD_IN } from '../../sources.ts';
import type { Source } from '../../workloads.ts';
import { awsCommand } from '../command.ts';
import { repliesThrough, type Replies } from '../replies.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, unknown, VPC_DOCS, type Draft, type EndpointRule, type Instance } from '../rule.ts';
import { wantedOf, type WantedPorts } from '../sg/pl-sg-005.ts';

/** PL-ACL-003: the network ACL of the client's own subnet stands in the way. */
export const plAcl003: EndpointRule = {
  id: 'PL-ACL-003',
  title: 'Network ACL of the source subnet blocks the request or its reply',
  hop: 'source',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  standsIn: 'network-acl',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeSubnets', about: (context) => [{ 'vpc-id': context.vpcId }] },
    { operation: 'ec2:DescribeNetworkAcls', about: (context) => [{ 'vpc-id': context.vpcId }] },
    { operation: 'ec2:DescribeNetworkInterfaces', about: (context) => [{ 'vpc-id': context.vpcId }] },
  ],
  alsoReads: ['elasticloadbalancing:DescribeListeners'],
  suppressedBy: LIFECYCLE,
  docs: [`${VPC_DOCS}nacl-rules.html`, `${VPC_DOCS}nacl-ephemeral-ports.html`],
  condition:
    'The network ACL of the source’s subnet does not let the service’s port out to the endpoint’s addresses, or no reply in on the client’s ephemeral ports. Endpoint interfaces in the same subnet do not cross it. Without a source, the workload interface of the VPC that gets furthest from end to end is judged, at the hop of the network ACLs; that it is stopped is then a suspicion.',
  why: 'The client’s packets or their replies are dropped at the border of its own subnet.',
  fix: 'Allow the service’s port outbound and the ephemeral ports inbound.',
  examples: {
    bad: '--source subnet-0a1b, its outbound: 100 deny tcp 443 to 10.20.1.0/24, where the endpoint is',
    good: '--source subnet-0a1b, its outbound: 100 allow tcp 443 to 10.20.1.0/24; its inbound: 100 allow tcp 1024-65535',
  },
  check: (context) => {
    const { options, interfaces, inventory, lookup } = context;
    if (options.source === undefined && context.standIn === undefined) return 'not-applicable';
    const origin = originOf(context);
    // A network that is not AWS's, or was not loaded, has no network ACL to read.
    if (origin.kind === 'elsewhere') return 'not-applicable';
    if (origin.kind === 'vpc') {
      const unread = needAt(context, origin.vpc)('ec2:DescribeNetworkAcls', { 'vpc-id': origin.vpc.id });
      if (unread !== undefined) return { gap: unread };
    }
    const ports = portPlan(context);
    if (ports.gap !== undefined) return { gap: ports.gap };
    if (ports.flows.length === 0 && options.source !== undefined) {
      return unknown('input-missing', '--port: the service’s port is not known');
    }
    const source = context.standIn?.source ?? sourcePlan(context).candidates[0];
    if (source?.subnetId === undefined) {
      return unknown(
        'input-missing',
        `the subnet of ${source?.id ?? options.source ?? ''} (--source subnet-… or eni-…)`,
      );
    }
    const acl = lookup.aclOf(source.subnetId);
    if (acl === undefined) return malformed(`the network ACL of ${source.subnetId} in the listing`);
    const gaps = aclGaps(acl);
    if (gaps.length > 0) return malformed(...gaps.map((field) => `${field} of ${acl.id}`));
    const statement = `The network ACL of ${source.subnetId} lets the request out and its reply in.`;
    if (context.standIn?.reaches === 'subnets') {
      return { instances: [], findings: [], statement, confidence: ports.confidence };
    }
    if (interfaces.length === 0) return malformed('NetworkInterfaceIds');
    const entries = acl.entries ?? [];
    const wanted = wantedOf(context, ports, source);
    const judged = interfaces.map((door) => {
      const halves = wanted.map((want) => throughSourceAcl(context, entries, want, door, source));
      return { door, halves, through: together(context, halves.map(shareOf)) };
    });
    const closed = judged.filter(({ through }) => through !== 'full');
    const lost = closed.flatMap(({ halves }) => halves.filter((half) => shareOf(half) !== 'full'));
    return {
      instances: judged.map(({ door, through }): Instance => {
        const zoneId = door.zoneId ?? inventory.subnets.get(door.subnetId ?? '')?.zoneId;
        const state = through === 'full' ? 'pass' : through === 'partial' ? 'warn' : 'fail';
        return { resource: door.id, ...(zoneId === undefined ? {} : { zoneId }), state };
      }),
      findings:
        closed.length === 0
          ? []
          : [
              draft(context, { ports, source, acl }, lost, {
                doors: closed.map(({ door }) => door.id).join(', '),
                isBlocked: closed.some(({ through }) => through === 'none'),
              }),
            ],
      statement,
      confidence: ports.confidence,
    };
  },
};

/** What is said of the half, or of both halves, that do not get through. */
function draft(
  context: EndpointContext,
  { ports, source, acl }: { readonly ports: PortPlan; readonly source: Source; readonly acl: NetworkAcl },
  lost: readonly Halves[],
  { doors, isBlocked }: { readonly doors: string; readonly isBlocked: boolean },
): Draft {
  const { endpoint, options, region } = context;
  const entries = acl.entries ?? [];
  const flow: Flow = ports.flows[0] ?? { transport: 'tcp', port: 443 };
  const isRequestLost = lost.some(({ isOut }) => !isOut);
  const replies = lost.map(({ back }) => back);
  const areRepliesLost = replies.includes('none') || replies.includes('partial');
  const what = isBlocked ? describeWanted(ports) : `all of ${ports.flows.map(describeFlow).join(' and ')}`;
  const faults = [
    ...(isRequestLost ? [`does not let ${what} out to ${doors} of ${endpoint.id}`] : []),
    ...(areRepliesLost
      ? [`lets ${replies.includes('none') ? 'no reply' : 'not every reply'} of ${doors} of ${endpoint.id} back in`]
      : []),
  ];
  const command = (egress: boolean, range: string, impact: string): FixCommand =>
    awsCommand(
      'ec2 create-network-acl-entry',
      region,
      {
        'network-acl-id': acl.id,
        [egress ? 'egress' : 'ingress']: true,
        'rule-number': freeRuleNumber(entries, egress),
        protocol: flow.transport,
        'port-range': range,
        'cidr-block': context.vpc?.cidrs?.[0] ?? 'ENDPOINT_CIDR',
        'rule-action': 'allow',
      },
      impact,
    );
  return {
    resource: acl.id,
    confidence: options.source === undefined ? 'heuristic' : ports.confidence,
    ...(isBlocked ? {} : { severity: 'high' as const }),
    message: `${acl.id} of ${source.subnetId ?? ''} ${faults.join(', and ')}.${options.source === undefined ? STOOD_IN : ''}`,
    evidence: [...(isRequestLost ? [entriesOf(acl, true)] : []), ...(areRepliesLost ? [entriesOf(acl, false)] : [])],
    commands: [
      ...(isRequestLost
        ? [
            command(
              true,
              `From=${flow.port},To=${flow.port}`,
              `lets that port out of every subnet of ${acl.id}; takes effect at once`,
            ),
          ]
        : []),
      ...(areRepliesLost
        ? [command(false, 'From=1024,To=65535', `lets replies into every subnet of ${acl.id}; takes effect at once`)]
        : []),
    ],
  };
}

function entriesOf(acl: NetworkAcl, egress: boolean): Evidence {
  return evidence(
    acl.id,
    `Entries (${egress ? 'outbound' : 'inbound'})`,
    (acl.entries ?? [])
      .filter((entry) => entry.egress === egress)
      .sort((a, b) => (a.ruleNumber ?? 0) - (b.ruleNumber ?? 0))
      .slice(0, 8)
      .map(describeEntry)
      .join('; ') || 'none: denied',
  );
}

/** What the client’s own ACL makes of a flow: whether the request gets out, and how many of the replies come back. */
export interface Halves {
  readonly isOut: boolean;
  readonly back: Replies['state'];
}

/** How much of a flow the client’s own ACL lets out to the endpoint and its replies back in. */
export function throughSourceAcl(
  context: EndpointContext,
  entries: readonly NetworkAclEntry[],
  { transport, ports }: WantedPorts,
  door: NetworkInterface,
  source: Source,
): Halves {
  if (door.subnetId === source.subnetId) return { isOut: true, back: 'full' };
  const ranges = addressesOf(door, familyOf(context));
  return {
    isOut:
      ranges.length > 0 &&
      ranges.every((range) => intersectPorts(aclPorts(entries, true, transport, range), ports).length > 0),
    back: repliesThrough(entries, false, transport, ranges, source.replies).state,
  };
}

/** Both halves as one. */
export function shareOf({ isOut, back }: Halves): Share {
  if (!isOut || back === 'none') return 'none';
  return back === 'partial' ? 'partial' : 'full';
}

/** The address of an endpoint’s interface that its clients use. */
export function addressesOf(item: NetworkInterface, family: 4 | 6): readonly AddressRange[] {
  const addresses = family === 4 ? item.privateIps : item.ipv6Addresses;
  return (addresses ?? []).slice(0, 1).flatMap((address) => parseCidr(address) ?? []);
}
