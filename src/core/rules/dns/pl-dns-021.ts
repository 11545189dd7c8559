import { evidence } from '../../context.ts';
import { answering } from '../../reachability/dns.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { fails, LIFECYCLE, pass, PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';
import { leadOf } from './leads.ts';
import {
  authorities,
  ENDPOINTS_OF_VPC,
  forwardedGap,
  givenName,
  isAmong,
  ownNames,
  privateNames,
  RESOLVER_RULES,
  serviceNames,
  userZones,
  ZONES,
} from './names.ts';

/** PL-DNS-021: the name that clients use is none of the endpoint's. */
export const plDns021: EndpointRule = {
  id: 'PL-DNS-021',
  title: 'The clients’ name is none of the endpoint’s',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'high',
  // What the public DNS answers for a name of the customer's own is not known.
  confidence: 'heuristic',
  requires: [ENDPOINT, ENDPOINTS_OF_VPC, ZONES, ...RESOLVER_RULES],
  alsoReads: ['ec2:DescribeVpcEndpointServices', 'route53:ListResourceRecordSets'],
  suppressedBy: [...LIFECYCLE, 'PL-DNS-001', 'PL-DNS-002', 'PL-DNS-003', 'PL-DNS-004', 'PL-DNS-005', 'PL-DNS-007'],
  docs: [
    `${PRIVATELINK_DOCS}privatelink-access-aws-services.html`,
    `${PRIVATELINK_DOCS}aws-services-privatelink-support.html`,
  ],
  condition:
    'The user named the host that clients use, it is neither one of the endpoint’s own names nor one of the service’s private names, and no private hosted zone or Resolver rule of the VPC answers for it.',
  why: 'An endpoint answers only to its own names: global, FIPS, dual-stack, website and legacy names of a service are others.',
  fix: 'Use one of the endpoint’s names, or make an alias for the clients’ name in a private hosted zone.',
  examples: {
    bad: '--name sts.amazonaws.com, private name sts.us-east-1.amazonaws.com',
    good: '--name sts.us-east-1.amazonaws.com',
  },
  check: (context) => {
    const { endpoint, region, vpcId } = context;
    const asked = givenName(context);
    if (asked === undefined) return 'not-applicable';
    const known = [...ownNames(endpoint), ...privateNames(context, endpoint), ...serviceNames(context)];
    if (isAmong(known, asked)) return pass(`${asked} is a name of ${endpoint.id} or of its service.`);
    const [first] = answering(asked, authorities(context));
    if (first?.kind === 'rule') return { gap: forwardedGap(context, first, asked) };
    const zone = userZones(context).find((item) => item.hostedZoneId === first?.id);
    const lead = zone === undefined ? undefined : leadOf(context, zone, asked);
    if (lead?.kind === 'unread') return { gap: lead.gap };
    if (lead?.kind === 'endpoint')
      return pass(`${asked} leads to ${lead.ids.join(', ')} in the zone ${zone?.zoneName ?? ''}.`);
    // Where a zone answers otherwise, PL-DNS-004 says so.
    if (lead !== undefined) return 'not-applicable';
    return fails(
      {
        resource: endpoint.id,
        message: `${asked} is none of the names of ${endpoint.id}, and ${first === undefined ? `nothing in ${vpcId} leads it there: it gets what the public DNS answers` : `in ${vpcId} it leads to ${first.id}`}.`,
        evidence: [evidence(endpoint.id, 'DnsEntries', known.join(', '))],
        commands: [
          awsCommand(
            'ec2 describe-vpc-endpoints',
            region,
            { 'vpc-endpoint-ids': endpoint.id, query: 'VpcEndpoints[].DnsEntries[].DnsName' },
            READS_ONLY,
          ),
        ],
      },
      { resource: endpoint.id },
    );
  },
};
