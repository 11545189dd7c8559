import { evidence } from '../../context.ts';
import { covers, parseCidr } from '../../model/cidr.ts';
import type { Route, RouteTable } from '../../resources/route-table.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { gatewayRanges } from '../route-tables.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, VPC_DOCS, type EndpointRule, type Instance } from '../rule.ts';

/** PL-RT-004: a longer prefix takes some of the service's addresses elsewhere. */
export const plRt004: EndpointRule = {
  id: 'PL-RT-004',
  title: 'A more specific route bypasses the gateway endpoint',
  hop: 'route-table',
  side: 'consumer',
  appliesTo: ['Gateway'],
  owner: 'consumer',
  effect: 'impairs',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeRouteTables', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
    { operation: 'ec2:DescribePrefixLists' },
  ],
  suppressedBy: [...LIFECYCLE, 'PL-RT-001', 'PL-RT-003'],
  docs: [`${VPC_DOCS}RouteTables.html`, `${PRIVATELINK_DOCS}gateway-endpoints.html`],
  condition:
    'A route table of the gateway endpoint has a route, not a blackhole, whose destination is longer than a range of the service’s prefix list and lies within it.',
  why: 'The longest prefix wins: packets to those addresses of the service do not take the endpoint, and its policy is not asked.',
  fix: 'Remove the longer route, or make it no longer than the prefix list’s range.',
  examples: {
    bad: 'prefix list with 52.216.0.0/15, "DestinationCidrBlock": "52.216.8.0/24", "NatGatewayId": "nat-0a1b"',
    good: 'prefix list with 52.216.0.0/15, "DestinationCidrBlock": "52.216.0.0/14", "NatGatewayId": "nat-0a1b"',
  },
  check: (context) => {
    const { endpoint, inventory, region } = context;
    const tables = (endpoint.routeTableIds ?? []).map((id) => ({ id, table: inventory.routeTables.get(id) }));
    if (tables.length === 0) return 'not-applicable';
    const vague = tables.filter(({ table }) => table?.routes === undefined);
    if (vague.length > 0) return malformed(...vague.map(({ id }) => `Routes of ${id}`));
    const served = gatewayRanges(context);
    if ('gap' in served) return served;
    const bypasses = (route: Route): boolean => {
      const destination = parseCidr(route.destinationCidr ?? route.destinationIpv6Cidr ?? '');
      return (
        destination !== undefined &&
        route.state !== 'blackhole' &&
        served.list.some((range) => covers(range, destination) && !covers(destination, range))
      );
    };
    const found = tables.flatMap(({ table }) =>
      (table?.routes ?? []).filter(bypasses).map((route) => ({ table: table as RouteTable, route })),
    );
    const instances = tables.map(({ id }): Instance => ({
      resource: id,
      state: found.some(({ table }) => table.id === id) ? 'warn' : 'pass',
    }));
    if (found.length === 0) return pass('No longer route takes addresses of the service elsewhere.', instances);
    return {
      instances,
      findings: found.map(({ table, route }) => {
        const destination = route.destinationCidr ?? route.destinationIpv6Cidr ?? '';
        return {
          resource: table.id,
          message: `${table.id} sends ${destination}, a part of ${endpoint.serviceName ?? 'the service'}’s addresses, elsewhere than to ${endpoint.id}.`,
          evidence: [evidence(table.id, 'Routes', route)],
          commands: [
            awsCommand(
              'ec2 delete-route',
              region,
              {
                'route-table-id': table.id,
                [route.destinationCidr === undefined ? 'destination-ipv6-cidr-block' : 'destination-cidr-block']:
                  destination,
              },
              'what went that way takes the endpoint, and whatever else has those addresses the next longest route',
            ),
          ],
        };
      }),
    };
  },
};
