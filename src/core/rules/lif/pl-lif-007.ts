import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { whenState } from '../endpoint-state.ts';
import { ENDPOINT } from '../requirements.ts';
import { PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** PL-LIF-007: the endpoint is going or gone. */
export const plLif007: EndpointRule = {
  id: 'PL-LIF-007',
  title: 'Endpoint is being or has been deleted',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  alsoReads: ['ec2:DescribeRouteTables'],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}concepts.html`, `${PRIVATELINK_DOCS}gateway-load-balancer-endpoints.html`],
  condition:
    'The endpoint’s State is deleting or deleted. Routes that still lead to it are listed: they keep a Gateway Load Balancer endpoint from being deleted.',
  why: 'Existing connections end and the endpoint’s DNS names disappear.',
  fix: 'Move the clients to a replacement endpoint; remove the routes that still lead to this one.',
  examples: {
    bad: '"State": "deleting"',
    good: '"State": "available"',
  },
  check: (context) =>
    whenState(context, ['deleting', 'deleted'], ({ endpoint, region, inventory }) => {
      const tables = [...inventory.routeTables.values()]
        .filter((table) => table.routes?.some((route) => route.gatewayId === endpoint.id) === true)
        .map((table) => table.id)
        .sort();
      return {
        message: `${endpoint.id} is ${endpoint.state ?? 'going'}.${tables.length === 0 ? '' : ` Routes of ${tables.join(', ')} still lead to it.`}`,
        evidence: tables.map((id) => evidence(id, 'Routes[].GatewayId', endpoint.id)),
        commands: [
          awsCommand(
            'ec2 describe-route-tables',
            region,
            { filters: `Name=route.gateway-id,Values=${endpoint.id}`, query: 'RouteTables[].RouteTableId' },
            READS_ONLY,
          ),
        ],
      };
    }),
};
