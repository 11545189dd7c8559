import { evidence, type EndpointContext } from '../../context.ts';
import type { Confidence } from '../../diagnosis.ts';
import type { AddressRange, Share } from '../../model/cidr.ts';
import { portPlan, together, type Flow } from '../../ports.ts';
import { aclBlocksEveryone, aclGaps, describeEntry } from '../../reachability/network-acl.ts';
import { countPorts, describePorts, intersectPorts } from '../../reachability/ports.ts';
import type { Transport } from '../../reachability/security-group.ts';
import {
  clientCidr,
  describeSources,
  familyOf,
  judgedClients,
  rangesOfFamily,
  sourcePlan,
  stoppedClients,
  unreadSources,
  type SourcePlan,
} from '../../sources.ts';
import type { Source } from '../../workloads.ts';
import { inspectedAcl } from './inspected.ts';
import { guardedZones, standsPartlyIn, zoneInstance, zoneLabel, type GuardedZone } from '../endpoint-acl.ts';
import { MANAGED_REPLIES, openPorts, REPLIES_BEST_FIRST, repliesOn, type OpenPorts, type Replies } from '../replies.ts';
import { addressesOf } from './pl-acl-003.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, PRIVATELINK_DOCS, VPC_DOCS, type Draft, type EndpointRule, type Instance } from '../rule.ts';
import { openingCommand } from './entry-command.ts';

/** PL-ACL-002: the network ACL around the endpoint drops the replies. */
export const plAcl002: EndpointRule = {
  id: 'PL-ACL-002',
  title: 'Network ACL of the endpoint subnet blocks return traffic',
  hop: 'network-acl',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeSubnets', about: (context) => [{ 'vpc-id': context.vpcId }] },
    { operation: 'ec2:DescribeNetworkAcls', about: (context) => [{ 'vpc-id': context.vpcId }] },
  ],
  alsoReads: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeRouteTables', 'elasticloadbalancing:DescribeListeners'],
  suppressedBy: LIFECYCLE,
  docs: [`${VPC_DOCS}nacl-ephemeral-ports.html`, `${PRIVATELINK_DOCS}create-interface-endpoint.html`],
  condition:
    'The outbound entries of an endpoint subnet’s network ACL allow, towards the clients’ addresses, none of the ports that they take replies on (Linux 32768-60999, Windows 49152-65535; Lambda, NAT gateways and load balancers 1024-65535). Where a source was given, only ports count that the ACL of its own subnet lets in too, unless that lets in none; a source in the endpoint’s subnet meets no ACL. A part of a known client’s range impairs, and so does what serves neither of the assumed operating systems in full; where one of them gets all of its replies, that the other does not is a remark. For a Gateway Load Balancer endpoint: nothing towards the senders’ addresses may leave.',
  why: 'Replies go to the client’s ephemeral port, and a stateless ACL drops what it does not allow: clients time out.',
  fix: 'Allow the clients’ ephemeral ports outbound.',
  examples: {
    bad: 'outbound of the endpoint’s subnet: 100 allow tcp 443 to 10.20.0.0/16, and nothing else',
    good: 'outbound of the endpoint’s subnet: 100 allow tcp 1024-65535 to 10.20.0.0/16',
  },
  check: (context) => {
    if (context.endpoint.type === 'GatewayLoadBalancer') return inspectedAcl(context, 'outbound');
    const zones = guardedZones(context);
    if ('gap' in zones) return zones;
    const transports = transportsOfFlows(portPlan(context).flows);
    const sources = sourcePlan(context);
    const unread = unreadSources(sources);
    if (unread !== undefined) return { gap: unread };
    if (sources.gap !== undefined && !zones.every((zone) => silent(zone, transports))) return { gap: sources.gap };
    const judged = zones.map((zone) => ({ zone, ...outbound(context, zone, transports, sources) }));
    return {
      instances: judged.map(({ zone, replies }): Instance =>
        zoneInstance(
          zone.zone,
          zone.acl.id,
          replies.state === 'none' ? 'fail' : replies.state === 'partial' ? 'warn' : 'pass',
        ),
      ),
      findings: judged
        .filter(({ replies }) => replies.state !== 'full')
        .map((item) => {
          const stopped = stoppedClients(
            sources,
            (source) => repliesFor(context, item.zone, transports, source).state === item.replies.state,
          );
          return draft(context, item.zone, transports, stopped, item.replies, item.confidence);
        }),
      statement: 'Replies leave the endpoint’s subnets.',
      assumptions: [sources.assumption].filter((item) => item !== undefined),
    };
  },
};

/** The transports whose replies count; TCP where no port is known. */
function transportsOfFlows(flows: readonly Flow[]): readonly Transport[] {
  return flows.length === 0 ? ['tcp'] : [...new Set(flows.map(({ transport }) => transport))];
}

function outbound(
  context: EndpointContext,
  zone: GuardedZone,
  transports: readonly Transport[],
  sources: SourcePlan,
): { readonly replies: Replies; readonly confidence: Confidence } {
  const all = judgedClients(sources).map((source) => repliesFor(context, zone, transports, source));
  const proven = sources.given || silent(zone, transports);
  return {
    replies: bestOf(all) ?? NONE,
    confidence: proven ? 'deterministic' : 'heuristic',
  };
}

function repliesFor(
  context: EndpointContext,
  zone: GuardedZone,
  transports: readonly Transport[],
  source: Source,
): Replies {
  return repliesTogether(
    context,
    transports.map((transport) => repliesTo(context, zone, transport, source)),
  );
}

const NONE: Replies = { state: 'none', clients: [], open: [] };

function bestOf(all: readonly Replies[]): Replies | undefined {
  return REPLIES_BEST_FIRST.flatMap((state) => all.find((replies) => replies.state === state) ?? [])[0];
}

/** The replies of several transports: those of each count where a port was asked for, else the best will do. */
function repliesTogether(context: EndpointContext, all: readonly Replies[]): Replies {
  const shares = all.map(({ state }): Share => (state === 'none' ? 'none' : state === 'partial' ? 'partial' : 'full'));
  const state = together(context, shares);
  const told = (state === 'full' ? bestOf(all) : all.find((replies) => replies.state !== 'full')) ?? NONE;
  return state === 'partial' ? { ...told, state } : told;
}

/**
 * What comes back to a source from a zone of the endpoint. Where the ACL of the source's own subnet lets replies in too,
 * those that both let through count: each meets both.
 */
export function repliesTo(
  context: EndpointContext,
  zone: GuardedZone,
  transport: Transport,
  source: Source,
  from: readonly AddressRange[] = addressesIn(context, zone),
): Replies {
  if (source.subnetId === zone.zone.subnetId) return { state: 'full', clients: [], open: [] };
  const replies = repliesAcross(context, zone, transport, source, from);
  return replies.state === 'none' && standsPartlyIn(context, zone, source)
    ? { ...replies, state: 'partial', clients: [] }
    : replies;
}

/** What comes back across the border of the endpoint’s subnet. */
function repliesAcross(
  context: EndpointContext,
  zone: GuardedZone,
  transport: Transport,
  source: Source,
  from: readonly AddressRange[],
): Replies {
  const out = openPorts(zone.entries, true, transport, source.ranges);
  const back = intoSource(context, transport, source, from);
  if (back === undefined || repliesOn(back, source.replies).state === 'none') return repliesOn(out, source.replies);
  const both = { all: intersectPorts(out.all, back.all), some: intersectPorts(out.some, back.some) };
  // Where nothing is lost but what the other ACL drops, that one's rule tells it.
  const isOthers = countPorts(both.all) === countPorts(back.all) && countPorts(both.some) === countPorts(back.some);
  return repliesOn(isOthers ? out : both, source.replies);
}

/** The ports on which the ACL of the source’s subnet lets replies in from the endpoint; that has a rule of its own. */
function intoSource(
  { lookup }: EndpointContext,
  transport: Transport,
  source: Source,
  from: readonly AddressRange[],
): OpenPorts | undefined {
  const acl = lookup.aclOf(source.subnetId ?? '');
  if (acl?.entries === undefined || from.length === 0 || aclGaps(acl).length > 0) return undefined;
  return openPorts(acl.entries, false, transport, from);
}

/**
 * From where the endpoint answers in a zone. Where the client that stands in for a source gets through from any address of
 * the subnet, the interface need not be known.
 */
function addressesIn(context: EndpointContext, { zone }: GuardedZone): readonly AddressRange[] {
  const family = familyOf(context);
  if (context.standIn?.reaches === 'subnets') return rangesOfFamily(zone.subnet, family);
  const door = context.interfaces.find((item) => item.subnetId === zone.subnetId);
  return door === undefined ? [] : addressesOf(door, family);
}

/** True when no address gets a reply on any port that a client could use. */
function silent(zone: GuardedZone, transports: readonly Transport[]): boolean {
  return transports.every((transport) => aclBlocksEveryone(zone.entries, true, transport, [MANAGED_REPLIES]));
}

function draft(
  context: EndpointContext,
  zone: GuardedZone,
  transports: readonly Transport[],
  clients: readonly Source[],
  replies: Replies,
  confidence: Confidence,
): Draft {
  return {
    resource: zone.acl.id,
    confidence,
    message: `${zone.acl.id} around ${zone.zone.subnetId} in ${zoneLabel(zone.zone)} ${describeReplies(replies, describeSources(clients))}.`,
    ...(replies.state === 'some-clients' ? { effect: 'hygiene' as const, severity: 'low' as const } : {}),
    evidence: [
      evidence(
        zone.acl.id,
        'Entries (outbound)',
        zone.entries
          .filter((entry) => entry.egress === true)
          .sort((a, b) => (a.ruleNumber ?? 0) - (b.ruleNumber ?? 0))
          .slice(0, 8)
          .map(describeEntry)
          .join('; ') || 'none: denied',
      ),
    ],
    commands: [
      openingCommand(zone.acl, zone.entries, true, context.region, {
        protocol: transports[0] ?? 'tcp',
        ports: 'From=1024,To=65535',
        cidr: clientCidr(context),
        impact: `lets replies out of every subnet of ${zone.acl.id}; takes effect at once`,
      }),
    ],
  };
}

function describeReplies({ state, open, clients }: Replies, to: string): string {
  if (state === 'none') return `lets no reply out to ${to}: none of the ports 1024-65535 that clients use is allowed`;
  const only = `allows only ${describePorts(open)} to ${to}`;
  return clients.length === 0
    ? `${only}; some replies are dropped`
    : `${only}: ${clients.join(' and ')} clients lose some replies`;
}
