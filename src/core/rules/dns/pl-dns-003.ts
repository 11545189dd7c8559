import { evidence } from '../../context.ts';
import { answering, hiddenDomain } from '../../reachability/dns.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, remark, ROUTE53_DOCS, type EndpointRule } from '../rule.ts';
import {
  authorities,
  ENDPOINTS_OF_VPC,
  forwardedGap,
  givenName,
  isAmong,
  OFFERED_NAMES,
  RESOLVER_RULES,
  serviceNames,
  ZONES,
} from './names.ts';

/** PL-DNS-003: nothing turns the service's own name towards the endpoint. */
export const plDns003: EndpointRule = {
  id: 'PL-DNS-003',
  title: 'Nothing in the VPC resolves the service’s own name to the endpoint',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'medium',
  // A Route 53 Profile may carry the zone: it is not in ListHostedZonesByVPC.
  confidence: 'heuristic',
  requires: [ENDPOINT, ENDPOINTS_OF_VPC, ZONES, ...RESOLVER_RULES, OFFERED_NAMES],
  suppressedBy: [...LIFECYCLE, 'PL-DNS-001'],
  docs: [
    `${PRIVATELINK_DOCS}privatelink-access-aws-services.html`,
    `${ROUTE53_DOCS}hosted-zone-private-considerations.html`,
  ],
  condition:
    'The service has a private name, private DNS of the endpoint is off, and no private hosted zone or Resolver rule of the VPC answers for that name. Not for DynamoDB, nor for S3 beside a gateway endpoint. It breaks the path only where the user named that name; else it is a remark, for clients may use the endpoint’s own names, and Route 53 Profiles are not read. Where a rule forwards the name that the user gave, it is unknown what the servers at the other end answer.',
  why: 'Clients that use the service’s usual name get its public addresses and never meet the endpoint.',
  fix: 'Enable private DNS, use the endpoint’s own names, or associate a private hosted zone with an alias to it.',
  examples: {
    bad: '"PrivateDnsEnabled": false, "PrivateDnsName": "api.ecr.us-east-1.amazonaws.com", and no zone of that name in the VPC',
    good: 'the same, and a private zone api.ecr.us-east-1.amazonaws.com with an alias to the endpoint',
  },
  check: (context) => {
    const { endpoint, region, vpcId } = context;
    if (endpoint.privateDnsEnabled === undefined) return malformed('PrivateDnsEnabled');
    const names = serviceNames(context);
    if (endpoint.privateDnsEnabled || names.length === 0 || goesElsewhere(context)) return 'not-applicable';
    const asked = givenName(context);
    if (asked !== undefined && !isAmong(names, asked)) return 'not-applicable';
    const [first] = asked === undefined ? [] : answering(asked, authorities(context));
    if (asked !== undefined && first?.kind === 'rule') return { gap: forwardedGap(context, first, asked) };
    const used = asked === undefined ? names : [asked];
    const open = used.filter((name) => answering(hiddenDomain(name), authorities(context)).length === 0);
    if (open.length === 0) return pass('A private hosted zone or a Resolver rule answers for the service’s own name.');
    const draft = {
      resource: endpoint.id,
      message: `Private DNS of ${endpoint.id} is off and nothing in ${vpcId} answers for ${open.join(', ')}: clients that use it get the public addresses, unless a Route 53 Profile, which is not read, says otherwise.`,
      evidence: [
        evidence(endpoint.id, 'PrivateDnsEnabled', 'false'),
        evidence(endpoint.serviceName ?? '', 'PrivateDnsNames', open.join(', ')),
      ],
      commands: [
        awsCommand(
          'ec2 modify-vpc-endpoint',
          region,
          { 'vpc-endpoint-id': endpoint.id, 'private-dns-enabled': true },
          `all clients of the VPC that use ${open.join(', ')} go through the endpoint from then on`,
        ),
      ],
    };
    return asked !== undefined
      ? { instances: [{ resource: endpoint.id, state: 'fail' }], findings: [{ ...draft, severity: 'high' }] }
      : remark({ ...draft, effect: 'note', severity: 'low' });
  },
};

/** DynamoDB's endpoints are used by their own names; S3's usual names belong to the gateway endpoint beside it. */
function goesElsewhere({ endpoint, lookup, vpcId }: Parameters<EndpointRule['check']>[0]): boolean {
  const name = endpoint.serviceName ?? '';
  if (/\.dynamodb(?:-streams)?$/.test(name)) return true;
  return (
    name.endsWith('.s3') &&
    lookup.endpointsOf(vpcId).some((item) => item.type === 'Gateway' && item.serviceName === name)
  );
}
