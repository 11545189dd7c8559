import { evidence, type EndpointContext } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { fails, LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, VPC_DOCS, type EndpointRule } from '../rule.ts';
import { dnsAttribute, resolverGap } from '../vpc-dns.ts';

/** PL-DNS-001: the VPC's resolver is off. */
export const plDns001: EndpointRule = {
  id: 'PL-DNS-001',
  title: 'Private DNS is on but the VPC has DNS resolution off',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [
    ENDPOINT,
    {
      operation: 'ec2:DescribeVpcAttribute',
      about: (context) => [{ VpcId: context.vpcId, Attribute: 'enableDnsSupport' }],
    },
  ],
  alsoReads: ['ec2:DescribeVpcs', 'ec2:DescribeDhcpOptions'],
  suppressedBy: LIFECYCLE,
  docs: [
    `${PRIVATELINK_DOCS}create-interface-endpoint.html`,
    `${PRIVATELINK_DOCS}vpc-endpoints-s3.html`,
    `${VPC_DOCS}AmazonDNS-concepts.html`,
  ],
  condition:
    'enableDnsSupport of the VPC is false, its clients ask the Amazon DNS server, and the endpoint has private DNS on or is a gateway endpoint.',
  why: 'The VPC’s resolver is disabled, so no private name of the endpoint is answered.',
  fix: 'Turn on DNS resolution of the VPC.',
  examples: {
    bad: '"PrivateDnsEnabled": true, "EnableDnsSupport": { "Value": false }',
    good: '"PrivateDnsEnabled": true, "EnableDnsSupport": { "Value": true }',
  },
  check: (context) => {
    const { endpoint, vpcId } = context;
    const uses = usesVpcResolver(context);
    if (uses === undefined) return malformed('PrivateDnsEnabled');
    const support = dnsAttribute(context, 'enableDnsSupport');
    if (typeof support !== 'boolean') return support;
    if (support) return pass(`DNS resolution is on in ${vpcId}.`, [{ resource: vpcId, state: 'pass' }]);
    const other = resolverGap(context);
    if (other !== undefined) return { gap: other };
    if (!uses) {
      return { gap: { reason: 'input-missing', missing: ['which DNS server clients ask: that of the VPC is off'] } };
    }
    return fails(
      {
        resource: vpcId,
        ...(endpoint.type === 'Gateway' ? { title: 'The VPC of a gateway endpoint has DNS resolution off' } : {}),
        message: `${vpcId} has DNS resolution off, so its clients cannot resolve the names of ${endpoint.id}.`,
        evidence: [
          evidence(vpcId, 'EnableDnsSupport', 'false'),
          ...(endpoint.privateDnsEnabled === undefined
            ? []
            : [evidence(endpoint.id, 'PrivateDnsEnabled', String(endpoint.privateDnsEnabled))]),
        ],
        commands: [
          awsCommand(
            'ec2 modify-vpc-attribute',
            context.region,
            { 'vpc-id': vpcId, 'enable-dns-support': 'Value=true' },
            'all of the VPC’s clients can use its resolver from then on; nothing that works stops',
          ),
        ],
      },
      { resource: vpcId },
    );
  },
};

/** True when clients need the VPC's resolver for the endpoint's names; `undefined` when the answer does not say. */
export function usesVpcResolver(context: EndpointContext): boolean | undefined {
  return context.endpoint.type === 'Gateway' ? true : context.endpoint.privateDnsEnabled;
}
