import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { givenName } from '../dns/names.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';
import { clientSubnets } from './way-out.ts';

/** PL-RT-007: clients ask for IPv6 addresses that the gateway endpoint does not route. */
export const plRt007: EndpointRule = {
  id: 'PL-RT-007',
  title: 'Dual-stack name with a gateway endpoint for IPv4',
  hop: 'route-table',
  side: 'consumer',
  appliesTo: ['Gateway'],
  owner: 'consumer',
  effect: 'impairs',
  severity: 'medium',
  // Which of the two addresses a client tries first is its own matter.
  confidence: 'heuristic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeRouteTables', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  alsoReads: ['ec2:DescribeNetworkInterfaces'],
  suppressedBy: [...LIFECYCLE, 'PL-RT-001', 'PL-RT-003', 'PL-RT-005'],
  docs: [
    `${PRIVATELINK_DOCS}vpc-endpoints-s3.html`,
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/dual-stack-endpoints.html',
  ],
  condition:
    'The name that clients use (`--name`) is a dual-stack name of the service, the IpAddressType of the gateway endpoint is ipv4, and clients have IPv6 addresses. With a default route for IPv6 they go past the endpoint; without one their first attempts are dropped.',
  why: 'The name has AAAA records, which clients prefer; the endpoint’s routes hold IPv4 ranges alone.',
  fix: 'Make the endpoint dualstack, or use the service’s IPv4 name.',
  examples: {
    bad: '--name s3.dualstack.us-east-1.amazonaws.com, "IpAddressType": "ipv4", clients with IPv6 addresses',
    good: '--name s3.us-east-1.amazonaws.com, "IpAddressType": "ipv4"',
  },
  check: (context) => {
    const { endpoint, region } = context;
    const name = givenName(context);
    if (name === undefined || !isDualstack(name)) return 'not-applicable';
    if (endpoint.ipAddressType === undefined) return malformed('IpAddressType');
    if (endpoint.ipAddressType !== 'ipv4') return pass('The endpoint routes IPv6 too.');
    const subnets = clientSubnets(context, 6);
    if ('gap' in subnets) return subnets;
    if (subnets.length === 0) return pass('No client has an IPv6 address.');
    const lost = subnets.filter(({ hasWayOut }) => !hasWayOut);
    return {
      instances: subnets.map(({ id, hasWayOut }) => ({ resource: id, state: hasWayOut ? 'pass' : 'warn' })),
      findings: [
        {
          resource: endpoint.id,
          ...(lost.length > 0 ? {} : { effect: 'exposure' as const, severity: 'low' as const }),
          message:
            lost.length > 0
              ? `${name} has IPv6 addresses, ${endpoint.id} routes IPv4 alone, and ${lost.map(({ id }) => id).join(', ')} ${lost.length === 1 ? 'has' : 'have'} no IPv6 route: what clients send there first is dropped.`
              : `${name} has IPv6 addresses and ${endpoint.id} routes IPv4 alone: IPv6 goes past it by the default route, and its policy is not asked.`,
          evidence: [
            evidence(endpoint.id, 'IpAddressType', 'ipv4'),
            ...subnets.map(({ id, table, hasWayOut }) =>
              evidence(table.id, 'Routes', `${hasWayOut ? 'a' : 'no'} default route for IPv6 of ${id}`),
            ),
          ],
          commands: [
            awsCommand(
              'ec2 modify-vpc-endpoint',
              region,
              { 'vpc-endpoint-id': endpoint.id, 'ip-address-type': 'dualstack' },
              'routes to the service’s IPv6 addresses are added; open IPv6 connections drop once',
            ),
          ],
        },
      ],
    };
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/dual-stack-endpoints.html; DynamoDB's are under api.aws. */
function isDualstack(name: string): boolean {
  return (
    /(?:^|\.)s3\.dualstack\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/.test(name) ||
    /^dynamodb\.[a-z0-9-]+\.api\.aws$/.test(name)
  );
}
