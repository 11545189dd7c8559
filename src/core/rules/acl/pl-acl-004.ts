import { evidence, type EndpointContext } from '../../context.ts';
import type { AddressRange } from '../../model/cidr.ts';
import type { Gap } from '../../needs.ts';
import { aclGaps, aclShare, describeEntry } from '../../reachability/network-acl.ts';
import type { NetworkAcl } from '../../resources/network-acl.ts';
import { sourcePlan } from '../../sources.ts';
import { repliesThrough } from '../replies.ts';
import { gatewayRanges, routedSubnets } from '../route-tables.ts';
import { ENDPOINT } from '../requirements.ts';
import {
  LIFECYCLE,
  malformed,
  PRIVATELINK_DOCS,
  unknown,
  type Draft,
  type EndpointRule,
  type Instance,
} from '../rule.ts';
import { openingCommand } from './entry-command.ts';

type Passage = 'pass' | 'warn' | 'fail';

/** PL-ACL-004: the clients' network ACLs do not let them reach the service's public ranges. */
export const plAcl004: EndpointRule = {
  id: 'PL-ACL-004',
  title: 'Network ACL blocks the gateway prefix list',
  hop: 'network-acl',
  side: 'consumer',
  appliesTo: ['Gateway'],
  owner: 'consumer',
  effect: 'impairs',
  severity: 'high',
  confidence: 'deterministic',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeSubnets', about: (context) => [{ 'vpc-id': context.vpcId }] },
    { operation: 'ec2:DescribeNetworkAcls', about: (context) => [{ 'vpc-id': context.vpcId }] },
    { operation: 'ec2:DescribeRouteTables', about: (context) => [{ 'vpc-id': context.vpcId }] },
    { operation: 'ec2:DescribePrefixLists' },
  ],
  alsoReads: ['ec2:DescribeNetworkInterfaces'],
  suppressedBy: [...LIFECYCLE, 'PL-RT-001'],
  docs: [`${PRIVATELINK_DOCS}vpc-endpoints-s3.html`, `${PRIVATELINK_DOCS}vpc-endpoints-ddb.html`],
  condition:
    'A subnet that uses a route table of the gateway endpoint and holds workloads has a network ACL that does not let tcp/443 out to the endpoint’s prefix list, or no replies in. It impairs while another such subnet gets through.',
  why: 'S3 and DynamoDB are addressed by public ranges, and network ACLs cannot name prefix lists.',
  fix: 'Allow tcp/443 outbound and the ephemeral ports inbound. The ranges change: 0.0.0.0/0 is the safe choice.',
  examples: {
    bad: 'outbound: 100 allow tcp 443 to 10.0.0.0/8, and nothing else; S3 answers at 52.216.0.0/15',
    good: 'outbound: 100 allow tcp 443 to 0.0.0.0/0; inbound: 100 allow tcp 1024-65535 from 0.0.0.0/0',
  },
  check: (context) => {
    const { endpoint } = context;
    if (endpoint.routeTableIds === undefined) return malformed('RouteTableIds');
    if (endpoint.routeTableIds.length === 0) return 'not-applicable';
    const ranges = gatewayRanges(context);
    if ('gap' in ranges) return ranges;
    const sources = sourcePlan(context);
    if (sources.gap !== undefined) return { gap: sources.gap };
    const routed = routedSubnets(context);
    const used = [...new Set(sources.candidates.flatMap((source) => source.subnetId ?? []))].filter((id) =>
      routed.has(id),
    );
    if (used.length === 0) return unknown('input-missing', '--source: no subnet with workloads uses its route tables');
    const judged = used.sort().map((subnetId) => ({ subnetId, ...passageOf(context, subnetId, ranges.list) }));
    const gap = judged.find((item) => item.gap !== undefined)?.gap;
    if (gap !== undefined) return { gap };
    const closed = judged.filter((item) => item.passage !== 'pass');
    return {
      instances: judged.map((item): Instance => ({ resource: item.subnetId, state: item.passage })),
      findings: closed.flatMap((item) =>
        item.acl === undefined ? [] : [draft(context, item.subnetId, item.acl, item.passage)],
      ),
      statement: `The network ACLs of ${used.length} subnet${used.length === 1 ? '' : 's'} with workloads let tcp/443 out to the prefix list and replies in.`,
      assumptions: [sources.assumption].filter((item) => item !== undefined),
    };
  },
};

function passageOf(
  context: EndpointContext,
  subnetId: string,
  ranges: readonly AddressRange[],
): { readonly passage: Passage; readonly acl?: NetworkAcl; readonly gap?: Gap } {
  const acl = context.lookup.aclOf(subnetId);
  if (acl === undefined) {
    return {
      passage: 'warn',
      gap: { reason: 'malformed', missing: [`the network ACL of ${subnetId} in the listing`] },
    };
  }
  const gaps = aclGaps(acl);
  if (gaps.length > 0) {
    return { passage: 'warn', gap: { reason: 'malformed', missing: gaps.map((field) => `${field} of ${acl.id}`) } };
  }
  const entries = acl.entries ?? [];
  const ways = ranges.map((range) => ({
    out: aclShare(entries, true, 'tcp', 443, range),
    back: repliesThrough(entries, false, 'tcp', [range], 'assumed').state,
  }));
  // What goes out to one range and comes back from another only goes nowhere.
  if (ways.every(({ out, back }) => out === 'none' || back === 'none')) return { passage: 'fail', acl };
  const whole = ways.every(({ out, back }) => out === 'full' && (back === 'full' || back === 'some-clients'));
  return { passage: whole ? 'pass' : 'warn', acl };
}

function draft(context: EndpointContext, subnetId: string, acl: NetworkAcl, passage: Passage): Draft {
  return {
    resource: acl.id,
    message: `${acl.id} of ${subnetId} lets ${passage === 'fail' ? 'nothing' : 'only a part'} through between its clients and the prefix list of ${context.endpoint.id} (tcp/443 out, replies in).`,
    evidence: [
      evidence(
        acl.id,
        'Entries',
        [...(acl.entries ?? [])]
          .sort((a, b) => (a.ruleNumber ?? 0) - (b.ruleNumber ?? 0))
          .slice(0, 10)
          .map(describeEntry)
          .join('; ') || 'none: denied',
      ),
    ],
    commands: [
      openingCommand(acl, acl.entries ?? [], true, context.region, {
        protocol: 'tcp',
        ports: 'From=443,To=443',
        cidr: '0.0.0.0/0',
        impact: `lets tcp/443 out of every subnet of ${acl.id} to any address; takes effect at once`,
      }),
    ],
  };
}
