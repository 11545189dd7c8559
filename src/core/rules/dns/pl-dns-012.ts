import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { LIFECYCLE, pass, type EndpointRule } from '../rule.ts';
import { gatewayBeside, GATEWAYS_BESIDE, isS3, S3_DOCS } from './s3.ts';

/** PL-DNS-012: clients in the VPC were to use a gateway endpoint, and there is none. */
export const plDns012: EndpointRule = {
  id: 'PL-DNS-012',
  title: 'Private DNS for inbound Resolver endpoints only, without a gateway endpoint',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'impairs',
  severity: 'high',
  confidence: 'deterministic',
  requires: [GATEWAYS_BESIDE],
  suppressedBy: LIFECYCLE,
  docs: [S3_DOCS],
  condition:
    'PrivateDnsOnlyForInboundResolverEndpoint of an S3 interface endpoint is true, and its VPC has no available gateway endpoint for S3. Clients that come through an inbound Resolver endpoint still work.',
  why: 'Clients in the VPC get S3’s public addresses: they leave through a NAT gateway, or fail where there is none.',
  fix: 'Create the gateway endpoint, or let private DNS answer everyone.',
  examples: {
    bad: '"PrivateDnsOnlyForInboundResolverEndpoint": true, and no gateway endpoint for S3 in the VPC',
    good: '"PrivateDnsOnlyForInboundResolverEndpoint": true beside a gateway endpoint for S3',
  },
  check: (context) => {
    const { endpoint, region, vpcId } = context;
    if (!isS3(context) || endpoint.privateDnsEnabled !== true) return 'not-applicable';
    if (endpoint.privateDnsOnlyForInboundResolverEndpoint !== true) return 'not-applicable';
    const gateway = gatewayBeside(context);
    if (gateway !== undefined) return pass(`Clients in the VPC use ${gateway.id}.`);
    return {
      instances: [{ resource: endpoint.id, state: 'warn' }],
      findings: [
        {
          resource: endpoint.id,
          message: `Private DNS of ${endpoint.id} answers inbound Resolver endpoints only, and ${vpcId} has no gateway endpoint for S3: clients in the VPC get public addresses.`,
          evidence: [evidence(endpoint.id, 'DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint', 'true')],
          commands: [
            awsCommand(
              'ec2 modify-vpc-endpoint',
              region,
              { 'vpc-endpoint-id': endpoint.id, 'dns-options': 'PrivateDnsOnlyForInboundResolverEndpoint=false' },
              'clients in the VPC go through this endpoint, which is charged by the gigabyte',
            ),
          ],
        },
      ],
    };
  },
};
