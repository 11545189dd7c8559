import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { fails, LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** PL-RT-001: no route table leads to the gateway endpoint. */
export const plRt001: EndpointRule = {
  id: 'PL-RT-001',
  title: 'Gateway endpoint has no route table',
  hop: 'route-table',
  side: 'consumer',
  appliesTo: ['Gateway'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}gateway-endpoints.html`, `${PRIVATELINK_DOCS}vpc-endpoints-s3.html`],
  condition: 'RouteTableIds of a gateway endpoint is empty.',
  why: 'Without a route the endpoint does nothing: traffic leaves by NAT or internet gateway, or fails in isolated subnets.',
  fix: 'Associate the route tables of the consumers’ subnets.',
  examples: {
    bad: '"VpcEndpointType": "Gateway", "RouteTableIds": []',
    good: '"VpcEndpointType": "Gateway", "RouteTableIds": ["rtb-0a1b"]',
  },
  check: (context) => {
    const { endpoint } = context;
    if (endpoint.routeTableIds === undefined) return malformed('RouteTableIds');
    const tables = endpoint.routeTableIds;
    if (tables.length > 0) {
      return pass(
        `${tables.length} route table${tables.length === 1 ? '' : 's'} associated.`,
        tables.map((id) => ({ resource: id, state: 'pass' as const })),
      );
    }
    return fails(
      {
        resource: endpoint.id,
        message: `${endpoint.id} is associated with no route table, so no subnet uses it.`,
        evidence: [evidence(endpoint.id, 'RouteTableIds', '[]')],
        commands: [
          awsCommand(
            'ec2 modify-vpc-endpoint',
            context.region,
            { 'vpc-endpoint-id': endpoint.id, 'add-route-table-ids': 'RTB_ID' },
            'open connections of those subnets to the service drop once and use the endpoint afterwards',
          ),
        ],
      },
      { resource: endpoint.id },
    );
  },
};
