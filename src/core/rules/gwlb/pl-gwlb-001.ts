import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { LIFECYCLE, PRIVATELINK_DOCS, VPC_DOCS, type EndpointRule } from '../rule.ts';
import { inspectionOf, ROUTES, tablesOf } from './senders.ts';

/** PL-GWLB-001: nothing sends traffic to the endpoint. */
export const plGwlb001: EndpointRule = {
  id: 'PL-GWLB-001',
  title: 'No route table sends traffic to the endpoint',
  hop: 'route-table',
  side: 'consumer',
  appliesTo: ['GatewayLoadBalancer'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'high',
  confidence: 'deterministic',
  requires: ROUTES,
  alsoReads: ['ec2:DescribeNetworkInterfaces'],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}gateway-load-balancer-endpoints.html`, `${VPC_DOCS}gwlb-route.html`],
  condition:
    'No active route of the VPC’s route tables has the endpoint as its target in a table that a subnet or a gateway uses.',
  why: 'The endpoint inspects what is routed through it: without such a route nothing passes it, and traffic goes uninspected.',
  fix: 'Route the application subnets’ traffic to the endpoint and, for what comes in from the internet, the table of the internet gateway.',
  examples: {
    bad: 'application subnet’s table: 0.0.0.0/0 → igw-…',
    good: 'application subnet’s table: 0.0.0.0/0 → the endpoint',
  },
  check: (context) => {
    const { endpoint, region } = context;
    const inspection = inspectionOf(context);
    if ('gap' in inspection) return inspection;
    const { senders } = inspection;
    if (senders.length > 0) {
      const names = senders.map(({ id, table }) => `${id} (${table.id})`).join(', ');
      return {
        instances: [{ resource: endpoint.id, state: 'pass' }],
        findings: [],
        statement: `Traffic is routed to the endpoint from ${names}.`,
      };
    }
    return {
      instances: [{ resource: endpoint.id, state: 'fail' }],
      findings: [
        {
          resource: endpoint.id,
          message: `No route table of ${context.vpcId} that is in use sends traffic to ${endpoint.id}.`,
          evidence: tablesOf(context)
            .slice(0, 8)
            .map((table) =>
              evidence(
                table.id,
                'Routes',
                (table.routes ?? [])
                  .map((route) => route.destinationCidr ?? route.destinationIpv6Cidr ?? '')
                  .join(', '),
              ),
            ),
          commands: [
            awsCommand(
              'ec2 create-route',
              region,
              {
                'route-table-id': 'APPLICATION_ROUTE_TABLE_ID',
                'destination-cidr-block': '0.0.0.0/0',
                'vpc-endpoint-id': endpoint.id,
              },
              'moves the traffic of every subnet with that table through the appliances; add the way back first',
            ),
          ],
        },
      ],
    };
  },
};
