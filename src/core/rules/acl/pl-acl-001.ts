import { evidence, type EndpointContext } from '../../context.ts';
import type { Confidence } from '../../diagnosis.ts';
import { everyAddress, type Share } from '../../model/cidr.ts';
import { anyOf, describeWanted, portPlan, together, type Flow, type PortPlan } from '../../ports.ts';
import {
  aclBlocksEveryone,
  aclPorts,
  aclPortsForSome,
  aclShare,
  decidingEntry,
  describeEntry,
  freeRuleNumber,
} from '../../reachability/network-acl.ts';
import { intersectPorts } from '../../reachability/ports.ts';
import {
  clientCidr,
  describeSources,
  judgedClients,
  sourcePlan,
  stoppedClients,
  unreadSources,
  type SourcePlan,
} from '../../sources.ts';
import type { Source } from '../../workloads.ts';
import { awsCommand } from '../command.ts';
import { inspectedAcl } from './inspected.ts';
import { guardedZones, standsPartlyIn, zoneInstance, zoneLabel, type GuardedZone } from '../endpoint-acl.ts';
import { groupPorts } from '../sg/pl-sg-001.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, PRIVATELINK_DOCS, VPC_DOCS, type Draft, type EndpointRule, type Instance } from '../rule.ts';

/** PL-ACL-001: the network ACL around the endpoint drops the request. */
export const plAcl001: EndpointRule = {
  id: 'PL-ACL-001',
  title: 'Network ACL of the endpoint subnet blocks inbound service traffic',
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
  docs: [`${PRIVATELINK_DOCS}create-interface-endpoint.html`, `${VPC_DOCS}nacl-rules.html`],
  condition:
    'In the network ACL of an endpoint’s subnet, the first inbound entry that matches the service’s port and the source denies. A source in the same subnet does not cross the ACL. Each subnet is judged by itself; a zone that is blocked impairs while another works. For a Gateway Load Balancer endpoint, whose ACL stands in the way of everything that is inspected, senders in the same subnet included: nothing of the senders’ addresses may enter.',
  why: 'Network ACLs are stateless and stand at the subnet’s border: the first packet is dropped and clients time out.',
  fix: 'Insert an inbound allow entry with a lower number than the one that denies.',
  examples: {
    bad: 'inbound of the endpoint’s subnet:\n100 deny tcp 443 from 10.20.0.0/16\n200 allow all from 0.0.0.0/0',
    good: 'inbound of the endpoint’s subnet:\n100 allow tcp 443 from 10.20.0.0/16\n200 deny all from 0.0.0.0/0',
  },
  check: (context) => {
    if (context.endpoint.type === 'GatewayLoadBalancer') return inspectedAcl(context, 'inbound');
    const zones = guardedZones(context);
    if ('gap' in zones) return zones;
    const ports = portPlan(context);
    const sources = sourcePlan(context);
    const unread = unreadSources(sources);
    if (unread !== undefined) return { gap: unread };
    const gap = ports.gap ?? sources.gap;
    if (gap !== undefined && !zones.every((zone) => blocksEveryone(zone, ports))) return { gap };
    const judged = zones.map((zone) => ({ zone, ...inbound(context, zone, ports, sources) }));
    return {
      instances: judged.map(({ zone, passage }): Instance =>
        zoneInstance(zone.zone, zone.acl.id, passage === 'full' ? 'pass' : passage === 'partial' ? 'warn' : 'fail'),
      ),
      findings: judged
        .filter(({ passage }) => passage !== 'full')
        .map(({ zone, passage, confidence }) => {
          const stopped = stoppedClients(sources, (source) => passageOf(context, zone, ports, source) !== 'full');
          return draft(context, zone, ports, stopped, passage, confidence);
        }),
      statement: `The network ACLs of its ${zones.length} subnets let the request in.`,
      assumptions: [sources.assumption].filter((item) => item !== undefined),
      confidence: ports.confidence,
    };
  },
};

function inbound(
  context: EndpointContext,
  zone: GuardedZone,
  ports: PortPlan,
  sources: SourcePlan,
): { readonly passage: Share; readonly confidence: Confidence } {
  const passages = judgedClients(sources).map((source) => passageOf(context, zone, ports, source));
  if (passages.includes('full')) return { passage: 'full', confidence: ports.confidence };
  const proven = sources.given ? ports.confidence : blocksEveryone(zone, ports) ? 'deterministic' : 'heuristic';
  const passage = sources.given && passages.includes('partial') ? 'partial' : 'none';
  return { passage, confidence: proven };
}

/** How much of what a source sends the network ACL of one of the endpoint’s subnets lets in. */
export function passageOf(context: EndpointContext, zone: GuardedZone, ports: PortPlan, source: Source): Share {
  // An ACL guards the border of its subnet; within one subnet it sees nothing.
  if (source.subnetId === zone.zone.subnetId) return 'full';
  const passage = passageAcross(context, zone, ports, source);
  return passage === 'none' && standsPartlyIn(context, zone, source) ? 'partial' : passage;
}

/** How much of what a source sends crosses the border of the subnet. */
function passageAcross(context: EndpointContext, zone: GuardedZone, ports: PortPlan, source: Source): Share {
  if (ports.flows.length === 0) {
    const wanted = intersectPorts(groupPorts(context, 'tcp', source) ?? anyOf(ports), anyOf(ports));
    const candidates = wanted.length === 0 ? anyOf(ports) : wanted;
    const all = source.ranges.every(
      (range) => intersectPorts(aclPorts(zone.entries, false, 'tcp', range), candidates).length > 0,
    );
    if (all && source.ranges.length > 0) return 'full';
    const some = source.ranges.some(
      (range) => intersectPorts(aclPortsForSome(zone.entries, false, 'tcp', range), candidates).length > 0,
    );
    return some ? 'partial' : 'none';
  }
  return together(
    context,
    ports.flows.map((flow) => {
      const shares = source.ranges.map((range) => aclShare(zone.entries, false, flow.transport, flow.port, range));
      if (shares.every((share) => share === 'none')) return 'none';
      return shares.every((share) => share === 'full') ? 'full' : 'partial';
    }),
  );
}

/** True when no address whatever may come in on one of the ports. */
function blocksEveryone(zone: GuardedZone, ports: PortPlan): boolean {
  if (ports.flows.length === 0) return aclBlocksEveryone(zone.entries, false, 'tcp', anyOf(ports));
  return ports.flows.every((flow) =>
    aclBlocksEveryone(zone.entries, false, flow.transport, [{ from: flow.port, to: flow.port }]),
  );
}

function draft(
  context: EndpointContext,
  zone: GuardedZone,
  ports: PortPlan,
  clients: readonly Source[],
  passage: Share,
  confidence: Confidence,
): Draft {
  const flow: Flow = ports.flows[0] ?? { transport: 'tcp', port: 443 };
  const wanted = describeWanted(ports);
  const from = describeSources(clients);
  const range = clients[0]?.ranges[0] ?? everyAddress(4);
  const entry = decidingEntry(zone.entries, false, flow.transport, flow.port, range);
  return {
    resource: zone.acl.id,
    confidence,
    message: `${zone.acl.id} around ${zone.zone.subnetId} in ${zoneLabel(zone.zone)} denies ${wanted} ${passage === 'partial' ? 'in part ' : ''}from ${from}.`,
    evidence: [
      evidence(
        zone.acl.id,
        'Entries (inbound)',
        entry === undefined ? 'no entry matches: denied' : describeEntry(entry),
      ),
    ],
    commands: [
      awsCommand(
        'ec2 create-network-acl-entry',
        context.region,
        {
          'network-acl-id': zone.acl.id,
          ingress: true,
          'rule-number': freeRuleNumber(zone.entries, false, entry?.ruleNumber),
          protocol: flow.transport,
          'port-range': `From=${flow.port},To=${flow.port}`,
          'cidr-block': clientCidr(context),
          'rule-action': 'allow',
        },
        `admits that port into every subnet of ${zone.acl.id}; takes effect at once`,
      ),
    ],
  };
}
