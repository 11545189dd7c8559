import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, type EndpointRule, type Instance } from '../rule.ts';

/** PL-RT-003: the route to the endpoint drops what takes it. */
export const plRt003: EndpointRule = {
  id: 'PL-RT-003',
  title: 'Route to the endpoint is a blackhole',
  hop: 'route-table',
  side: 'consumer',
  appliesTo: ['Gateway'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeRouteTables', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  suppressedBy: [...LIFECYCLE, 'PL-RT-001'],
  docs: [`${PRIVATELINK_DOCS}gateway-endpoints.html`],
  condition: 'A route of an associated table leads to the endpoint and its State is blackhole.',
  why: 'What takes that route is dropped.',
  fix: 'Take the route table off the endpoint and put it back; AWS makes the route anew.',
  examples: {
    bad: '"GatewayId": "vpce-0a1b", "State": "blackhole"',
    good: '"GatewayId": "vpce-0a1b", "State": "active"',
  },
  check: ({ endpoint, inventory, region }) => {
    const ids = endpoint.routeTableIds;
    if (ids === undefined) return malformed('RouteTableIds');
    const routes = ids.flatMap((id) =>
      (inventory.routeTables.get(id)?.routes ?? [])
        .filter((route) => route.gatewayId === endpoint.id)
        .map((route) => ({ id, route })),
    );
    if (routes.length === 0) return 'not-applicable';
    const dead = routes.filter(({ route }) => route.state === 'blackhole');
    const instances = routes.map(({ id, route }): Instance => ({
      resource: id,
      state: route.state === 'blackhole' ? 'fail' : 'pass',
    }));
    if (dead.length === 0) return pass('No route to it is a blackhole.', instances);
    const tables = [...new Set(dead.map(({ id }) => id))];
    return {
      instances,
      findings: [
        {
          resource: endpoint.id,
          message: `The route to ${endpoint.id} in ${tables.join(', ')} is a blackhole: what takes it is dropped.`,
          evidence: dead.map(({ id, route }) =>
            evidence(id, `Routes[${route.destinationPrefixListId ?? route.destinationCidr ?? ''}].State`, 'blackhole'),
          ),
          commands: [
            awsCommand(
              'ec2 modify-vpc-endpoint',
              region,
              { 'vpc-endpoint-id': endpoint.id, 'remove-route-table-ids': tables },
              'takes the dead route away; traffic leaves by the table’s other routes until it is put back',
            ),
            awsCommand(
              'ec2 modify-vpc-endpoint',
              region,
              { 'vpc-endpoint-id': endpoint.id, 'add-route-table-ids': tables },
              'open connections of those subnets to the service drop once and use the endpoint afterwards',
            ),
          ],
        },
      ],
    };
  },
};
