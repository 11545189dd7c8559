import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { usesVpcResolver } from './pl-dns-001.ts';
import { ENDPOINT } from '../requirements.ts';
import { fails, LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, VPC_DOCS, type EndpointRule } from '../rule.ts';
import { dnsAttribute, resolverGap } from '../vpc-dns.ts';

/** PL-DNS-002: private names need DNS hostnames too. */
export const plDns002: EndpointRule = {
  id: 'PL-DNS-002',
  title: 'Private DNS is on but DNS hostnames are off',
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
      about: (context) => [{ VpcId: context.vpcId, Attribute: 'enableDnsHostnames' }],
    },
  ],
  alsoReads: ['ec2:DescribeVpcs', 'ec2:DescribeDhcpOptions'],
  suppressedBy: [...LIFECYCLE, 'PL-DNS-001'],
  docs: [
    `${PRIVATELINK_DOCS}create-interface-endpoint.html`,
    `${PRIVATELINK_DOCS}vpc-endpoints-s3.html`,
    `${VPC_DOCS}AmazonDNS-concepts.html`,
  ],
  condition:
    'enableDnsHostnames of the VPC is false (the default of a VPC that is not the default one), its clients ask the Amazon DNS server, and the endpoint has private DNS on or is a gateway endpoint.',
  why: 'Private names need both DNS attributes of the VPC: without hostnames, queries are answered with public addresses.',
  fix: 'Turn on DNS hostnames of the VPC.',
  examples: {
    bad: '"PrivateDnsEnabled": true, "EnableDnsHostnames": { "Value": false }',
    good: '"PrivateDnsEnabled": true, "EnableDnsHostnames": { "Value": true }',
  },
  check: (context) => {
    const { endpoint, vpcId } = context;
    const uses = usesVpcResolver(context);
    if (uses === undefined) return malformed('PrivateDnsEnabled');
    if (!uses) return 'not-applicable';
    const hostnames = dnsAttribute(context, 'enableDnsHostnames');
    if (typeof hostnames !== 'boolean') return hostnames;
    if (hostnames) return pass(`DNS hostnames are on in ${vpcId}.`, [{ resource: vpcId, state: 'pass' }]);
    const other = resolverGap(context);
    if (other !== undefined) return { gap: other };
    return fails(
      {
        resource: vpcId,
        ...(endpoint.type === 'Gateway' ? { title: 'The VPC of a gateway endpoint has DNS hostnames off' } : {}),
        message: `${vpcId} has DNS hostnames off, so the private names of ${endpoint.id} do not apply to its clients.`,
        evidence: [
          evidence(vpcId, 'EnableDnsHostnames', 'false'),
          ...(endpoint.privateDnsEnabled === undefined
            ? []
            : [evidence(endpoint.id, 'PrivateDnsEnabled', String(endpoint.privateDnsEnabled))]),
        ],
        commands: [
          awsCommand(
            'ec2 modify-vpc-attribute',
            context.region,
            { 'vpc-id': vpcId, 'enable-dns-hostnames': 'Value=true' },
            'instances with public addresses get public DNS names too; private names start to apply to all of the VPC’s clients',
          ),
        ],
      },
      { resource: vpcId },
    );
  },
};
