import { evidence, type EndpointContext } from '../../context.ts';
import { parseCidr, type AddressRange, type Share } from '../../model/cidr.ts';
import { describeFlow, portPlan, together, type Flow } from '../../ports.ts';
import { originOf } from '../../origin.ts';
import { aclGaps, aclShare, describeEntry, freeRuleNumber } from '../../reachability/network-acl.ts';
import { needAt } from '../../reachability/way.ts';
import type { NetworkAclEntry } from '../../resources/network-acl.ts';
import type { NetworkInterface } from '../../resources/network-interface.ts';
import { familyOf, sourcePlan } from '../../sources.ts';
import type { Source } from '../../workloads.ts';
import { awsCommand } from '../command.ts';
import { repliesThrough } from '../replies.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, unknown, VPC_DOCS, type EndpointRule, type Instance } from '../rule.ts';

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
    'A source was given, and the network ACL of its subnet does not let the service’s port out to the endpoint’s addresses, or no reply in on the client’s ephemeral ports. Endpoint interfaces in the same subnet do not cross it.',
  why: 'The client’s packets or their replies are dropped at the border of its own subnet.',
  fix: 'Allow the service’s port outbound and the ephemeral ports inbound.',
  examples: {
    bad: '--source subnet-0a1b, its outbound: 100 deny tcp 443 to 10.20.1.0/24, where the endpoint is',
    good: '--source subnet-0a1b, its outbound: 100 allow tcp 443 to 10.20.1.0/24; its inbound: 100 allow tcp 1024-65535',
  },
  check: (context) => {
    const { options, interfaces, inventory, lookup, region, endpoint } = context;
    if (options.source === undefined) return 'not-applicable';
    const origin = originOf(context);
    // A network that is not AWS's, or was not loaded, has no network ACL to read.
    if (origin.kind === 'elsewhere') return 'not-applicable';
    if (origin.kind === 'vpc') {
      const unread = needAt(context, origin.vpc)('ec2:DescribeNetworkAcls', { 'vpc-id': origin.vpc.id });
      if (unread !== undefined) return { gap: unread };
    }
    const ports = portPlan(context);
    if (ports.gap !== undefined) return { gap: ports.gap };
    if (ports.flows.length === 0) return unknown('input-missing', '--port: the service’s port is not known');
    const [source] = sourcePlan(context).candidates;
    if (source?.subnetId === undefined) {
      return unknown('input-missing', `the subnet of ${options.source} (--source subnet-… or eni-…)`);
    }
    const acl = lookup.aclOf(source.subnetId);
    if (acl === undefined) return malformed(`the network ACL of ${source.subnetId} in the listing`);
    const gaps = aclGaps(acl);
    if (gaps.length > 0) return malformed(...gaps.map((field) => `${field} of ${acl.id}`));
    if (interfaces.length === 0) return malformed('NetworkInterfaceIds');
    const entries = acl.entries ?? [];
    const instances = interfaces.map((item): Instance => {
      const zoneId = item.zoneId ?? inventory.subnets.get(item.subnetId ?? '')?.zoneId;
      const through = together(
        context,
        ports.flows.map((flow) => throughSourceAcl(context, entries, flow, item, source)),
      );
      const state = through === 'full' ? 'pass' : through === 'partial' ? 'warn' : 'fail';
      return { resource: item.id, ...(zoneId === undefined ? {} : { zoneId }), state };
    });
    const closed = instances.filter((instance) => instance.state !== 'pass');
    const blocked = closed.some((instance) => instance.state === 'fail');
    const [flow] = ports.flows;
    return {
      instances,
      findings:
        closed.length === 0
          ? []
          : [
              {
                resource: acl.id,
                confidence: ports.confidence,
                ...(blocked ? {} : { severity: 'high' as const }),
                message: `${acl.id} of ${source.subnetId} does not let ${blocked ? ports.flows.map(describeFlow).join(' or ') : `all of ${ports.flows.map(describeFlow).join(' and ')}`} out to ${closed.map((item) => item.resource ?? '').join(', ')} of ${endpoint.id}, or ${blocked ? 'no reply' : 'not every reply'} back in.`,
                evidence: [
                  evidence(
                    acl.id,
                    'Entries',
                    [...entries]
                      .sort((a, b) => (a.ruleNumber ?? 0) - (b.ruleNumber ?? 0))
                      .slice(0, 10)
                      .map(describeEntry)
                      .join('; ') || 'none: denied',
                  ),
                ],
                commands: [
                  awsCommand(
                    'ec2 create-network-acl-entry',
                    region,
                    {
                      'network-acl-id': acl.id,
                      egress: true,
                      'rule-number': freeRuleNumber(entries, true),
                      protocol: flow?.transport ?? 'tcp',
                      'port-range': `From=${flow?.port ?? 443},To=${flow?.port ?? 443}`,
                      'cidr-block': context.vpc?.cidrs?.[0] ?? 'ENDPOINT_CIDR',
                      'rule-action': 'allow',
                    },
                    `lets that port out of every subnet of ${acl.id}; takes effect at once`,
                  ),
                  awsCommand(
                    'ec2 create-network-acl-entry',
                    region,
                    {
                      'network-acl-id': acl.id,
                      ingress: true,
                      'rule-number': freeRuleNumber(entries, false),
                      protocol: flow?.transport ?? 'tcp',
                      'port-range': 'From=1024,To=65535',
                      'cidr-block': context.vpc?.cidrs?.[0] ?? 'ENDPOINT_CIDR',
                      'rule-action': 'allow',
                    },
                    `lets replies into every subnet of ${acl.id}; takes effect at once`,
                  ),
                ],
              },
            ],
      statement: `The network ACL of ${source.subnetId} lets the request out and its reply in.`,
      confidence: ports.confidence,
    };
  },
};

/** How much of a flow the client’s own ACL lets out to the endpoint and its replies back in. */
export function throughSourceAcl(
  context: EndpointContext,
  entries: readonly NetworkAclEntry[],
  { transport, port }: Flow,
  door: NetworkInterface,
  source: Source,
): Share {
  if (door.subnetId === source.subnetId) return 'full';
  const ranges = addressesOf(door, familyOf(context));
  const out = ranges.every((range) => aclShare(entries, true, transport, port, range) === 'full');
  const back = repliesThrough(entries, false, transport, ranges, source.replies).state;
  if (!out || ranges.length === 0 || back === 'none') return 'none';
  return back === 'partial' ? 'partial' : 'full';
}

/** The address of an endpoint’s interface that its clients use. */
export function addressesOf(item: NetworkInterface, family: 4 | 6): readonly AddressRange[] {
  const addresses = family === 4 ? item.privateIps : item.ipv6Addresses;
  return (addresses ?? []).slice(0, 1).flatMap((address) => parseCidr(address) ?? []);
}
