import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, remark, type EndpointRule } from '../rule.ts';
import { inboundAddresses, INTERFACES_OF_VPC } from './names.ts';
import { isS3, S3_DOCS } from './s3.ts';

/** PL-DNS-013: private names for nobody. */
export const plDns013: EndpointRule = {
  id: 'PL-DNS-013',
  title: 'Private DNS for inbound Resolver endpoints only, and there is none',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: [ENDPOINT, INTERFACES_OF_VPC],
  suppressedBy: [],
  docs: [S3_DOCS],
  condition:
    'PrivateDnsOnlyForInboundResolverEndpoint of an S3 interface endpoint is true, and its VPC has no inbound Resolver endpoint.',
  why: 'Nobody gets the private names: they were meant for queries from outside the VPC.',
  fix: 'Create an inbound Resolver endpoint for queries from on premises.',
  examples: {
    bad: '"PrivateDnsOnlyForInboundResolverEndpoint": true, and no Resolver endpoint with "Direction": "INBOUND" in the VPC',
    good: 'the same, with one',
  },
  check: (context) => {
    const { endpoint, region, vpcId } = context;
    if (!isS3(context) || endpoint.privateDnsEnabled !== true) return 'not-applicable';
    if (endpoint.privateDnsOnlyForInboundResolverEndpoint !== true) return 'not-applicable';
    const [first] = inboundAddresses(context);
    if (first !== undefined) return pass(`${first} takes queries from outside ${vpcId}.`);
    return remark({
      resource: endpoint.id,
      message: `Private DNS of ${endpoint.id} answers inbound Resolver endpoints only, and ${vpcId} has none.`,
      evidence: [evidence(endpoint.id, 'DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint', 'true')],
      commands: [awsCommand('route53resolver list-resolver-endpoints', region, {}, READS_ONLY)],
    });
  },
};
