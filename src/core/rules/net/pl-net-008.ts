import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { malformed, pass, remark, VPC_DOCS, type EndpointRule } from '../rule.ts';

/** PL-NET-008: the endpoint's subnet leads to the internet. */
export const plNet008: EndpointRule = {
  id: 'PL-NET-008',
  title: 'Endpoint sits in a public subnet',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'exposure',
  severity: 'low',
  confidence: 'deterministic',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeSubnets', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
    { operation: 'ec2:DescribeRouteTables', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
  ],
  suppressedBy: [],
  docs: [`${VPC_DOCS}configure-subnets.html`],
  condition:
    'The route table of a subnet of the endpoint, its own or the main one, has a default route to an internet gateway.',
  why: 'The endpoint has private addresses all the same; a public subnet invites what should not stand beside it.',
  fix: 'Keep endpoints in private subnets.',
  examples: {
    bad: '"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-0a1b"',
    good: '"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-0a1b"',
  },
  check: ({ endpoint, zones, lookup, region }) => {
    const placed = zones.map((zone) => ({ zone, table: lookup.routeTableOf(zone.subnetId) }));
    const vague = placed.filter(({ table }) => table?.routes === undefined);
    if (vague.length > 0) return malformed(...vague.map(({ zone }) => `the route table of ${zone.subnetId}`));
    const open = placed.filter(({ table }) =>
      table?.routes?.some(
        (route) =>
          (route.destinationCidr === '0.0.0.0/0' || route.destinationIpv6Cidr === '::/0') &&
          route.gatewayId?.startsWith('igw-') === true,
      ),
    );
    if (open.length === 0) return pass('Its subnets are private.');
    return remark({
      resource: endpoint.id,
      message: `${open.map(({ zone }) => zone.subnetId).join(', ')} of ${endpoint.id} route${open.length === 1 ? 's' : ''} to an internet gateway.`,
      evidence: open.map(({ zone, table }) =>
        evidence(table?.id ?? '', 'Routes', `default route of ${zone.subnetId} to an internet gateway`),
      ),
      commands: [
        awsCommand(
          'ec2 describe-route-tables',
          region,
          { 'route-table-ids': [...new Set(open.map(({ table }) => table?.id ?? ''))] },
          READS_ONLY,
        ),
      ],
    });
  },
};
