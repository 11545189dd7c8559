import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { malformed, pass, remark, type EndpointRule } from '../rule.ts';
import { gatewayBeside, GATEWAYS_BESIDE, isS3, S3_DOCS } from './s3.ts';

/** PL-DNS-011: S3's paid endpoint takes what the free one could carry. */
export const plDns011: EndpointRule = {
  id: 'PL-DNS-011',
  title: 'S3 interface endpoint takes traffic that the gateway endpoint would carry free of charge',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: [GATEWAYS_BESIDE],
  suppressedBy: [],
  docs: [S3_DOCS],
  condition:
    'An S3 interface endpoint has private DNS on for everyone (PrivateDnsOnlyForInboundResolverEndpoint is false), and its VPC has an S3 gateway endpoint too.',
  why: 'All of S3’s names in the VPC lead to the interface endpoint, which is charged by the hour and by the gigabyte.',
  fix: 'Restrict private DNS to the inbound Resolver endpoint.',
  examples: {
    bad: '"PrivateDnsEnabled": true, "PrivateDnsOnlyForInboundResolverEndpoint": false beside a gateway endpoint',
    good: '"PrivateDnsEnabled": true, "PrivateDnsOnlyForInboundResolverEndpoint": true beside a gateway endpoint',
  },
  check: (context) => {
    const { endpoint, region } = context;
    if (!isS3(context)) return 'not-applicable';
    const { privateDnsEnabled, privateDnsOnlyForInboundResolverEndpoint: onlyInbound } = endpoint;
    if (privateDnsEnabled === undefined) return malformed('PrivateDnsEnabled');
    const gateway = gatewayBeside(context);
    if (!privateDnsEnabled || gateway === undefined) return pass('Its names take nothing from a gateway endpoint.');
    if (onlyInbound === undefined) return malformed('DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint');
    if (onlyInbound) return pass('Private DNS answers inbound Resolver endpoints only.');
    return remark({
      resource: endpoint.id,
      message: `S3’s names in ${context.vpcId} lead to ${endpoint.id}, which is charged, though ${gateway.id} carries the same traffic free of charge.`,
      evidence: [
        evidence(endpoint.id, 'DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint', 'false'),
        evidence(gateway.id, 'VpcEndpointType', 'Gateway'),
      ],
      commands: [
        awsCommand(
          'ec2 modify-vpc-endpoint',
          region,
          { 'vpc-endpoint-id': endpoint.id, 'dns-options': 'PrivateDnsOnlyForInboundResolverEndpoint=true' },
          'clients in the VPC go through the gateway endpoint from then on; connections in progress may drop',
        ),
      ],
    });
  },
};
