import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, remark, ROUTE53_DOCS, VPC_DOCS, type EndpointRule } from '../rule.ts';
import { ownServers, resolverGap } from '../vpc-dns.ts';

/** PL-DNS-008: who answers the clients is the customer's own server. */
export const plDns008: EndpointRule = {
  id: 'PL-DNS-008',
  title: 'VPC uses DNS servers of its own',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'note',
  severity: 'info',
  confidence: 'deterministic',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeVpcs', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
    {
      operation: 'ec2:DescribeDhcpOptions',
      about: ({ vpc }) => [{ 'dhcp-options-id': vpc?.dhcpOptionsId ?? '' }],
    },
  ],
  suppressedBy: [],
  docs: [`${VPC_DOCS}AmazonDNS-concepts.html`, `${ROUTE53_DOCS}resolver.html`],
  condition: 'The DHCP options of the VPC name DNS servers other than AmazonProvidedDNS.',
  why: 'Private zones answer only through the Amazon DNS server: what servers of one’s own answer depends on where they forward to.',
  fix: 'Servers inside this VPC forward to its Amazon DNS server (the VPC’s primary CIDR plus two, fd00:ec2::253 for IPv6); all others to an inbound Resolver endpoint. A look-up on a client proves it.',
  examples: {
    bad: '"domain-name-servers": ["10.20.0.10", "10.20.0.11"]',
    good: '"domain-name-servers": ["AmazonProvidedDNS"]',
  },
  check: (context) => {
    const own = ownServers(context);
    if (own === undefined) {
      const gap = resolverGap(context);
      return gap === undefined ? pass('Clients ask the Amazon DNS server.') : { gap };
    }
    const { endpoint, vpc, vpcId, region } = context;
    const id = vpc?.dhcpOptionsId ?? '';
    return remark({
      resource: vpcId,
      message: `Clients of ${vpcId} ask ${own.join(', ')}: whether the names of ${endpoint.id} lead to it is decided there.`,
      evidence: [evidence(id, 'domain-name-servers', own.join(', '))],
      commands: [awsCommand('ec2 describe-dhcp-options', region, { 'dhcp-options-ids': id }, READS_ONLY)],
    });
  },
};
