import { evidence, type EndpointContext } from '../../context.ts';
import type { FixCommand } from '../../diagnosis.ts';
import { joinGaps } from '../../needs.ts';
import { compareTexts } from '../../order.ts';
import { awsCommand } from '../command.ts';
import { firstOf } from '../listing.ts';
import { LIFECYCLE, unknown, VPC_DOCS, type Draft, type EndpointRule, type Instance } from '../rule.ts';
import { returnPaths, type Miss, type ReturnPaths } from './return-paths.ts';
import { inspectionOf, ROUTES } from './senders.ts';
import { TRANSIT_READS } from './transit.ts';

/** PL-GWLB-002: what is inspected one way comes back another. */
export const plGwlb002: EndpointRule = {
  id: 'PL-GWLB-002',
  title: 'Asymmetric inspection',
  hop: 'route-table',
  side: 'consumer',
  appliesTo: ['GatewayLoadBalancer'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: ROUTES,
  alsoReads: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeNatGateways', ...TRANSIT_READS],
  suppressedBy: [...LIFECYCLE, 'PL-GWLB-001', 'PL-GWLB-003'],
  docs: [`${VPC_DOCS}gwlb-route.html`, `${VPC_DOCS}gateway-route-tables.html`],
  condition:
    'What a subnet in use sends through the endpoint comes back past every endpoint of the same service: after an internet or virtual private gateway by that gateway’s route table, after a NAT gateway by its subnet’s, inside the VPC by the destination subnets’, after a transit gateway by its route tables and the attachment’s subnets’. Likewise a subnet that is reached from an internet gateway through the endpoint and answers straight to that gateway. Tables that cannot be read leave it unknown; subnets without network interfaces lose no traffic.',
  why: 'Stateful appliances see half of each flow and drop it.',
  fix: 'Route the way back to an endpoint of the same service too, in the table that is named.',
  examples: {
    bad: 'application subnet 10.20.1.0/24: 0.0.0.0/0 → the endpoint; the internet gateway has no route table',
    good: 'the internet gateway’s route table: 10.20.1.0/24 → the endpoint',
  },
  check: (context) => {
    const inspection = inspectionOf(context);
    if ('gap' in inspection) return inspection;
    if (inspection.senders.length === 0) return 'not-applicable';
    const paths = returnPaths(context, inspection);
    const judged = paths.filter((path) => path.judged > 0);
    if (judged.length === 0) return unknown('input-missing', 'a subnet in use whose traffic is routed to the endpoint');
    const gap = joinGaps(judged.flatMap((path) => path.gap ?? []));
    return {
      instances: judged.map((path): Instance => ({ resource: path.sender.id, state: stateOf(path) })),
      findings: judged.filter(({ missed }) => missed > 0).map((path) => draft(context, path)),
      statement: 'The way back leads through an endpoint of the same service.',
      gap,
    };
  },
};

function stateOf({ judged, missed, gap }: ReturnPaths): Instance['state'] {
  if (missed > 0) return missed === judged ? 'fail' : 'warn';
  return gap === undefined ? 'pass' : 'unknown';
}

function draft(context: EndpointContext, { sender, misses: found }: ReturnPaths): Draft {
  const { endpoint, region } = context;
  const misses = [...found].sort(
    (a, b) =>
      compareTexts(a.at, b.at) || compareTexts(a.destination, b.destination) || compareTexts(a.target, b.target),
  );
  const what = misses.map(
    ({ at, table, destination, target }) =>
      `${destination} at ${at}${table === undefined ? '' : ` (${table})`} goes to ${target}`,
  );
  const [first] = misses;
  return {
    resource: sender.id,
    message: `${sender.id} sends traffic through ${endpoint.id}, and what comes back passes no endpoint of the service: ${firstOf(what, 3, '; ')}.`,
    evidence: [
      evidence(
        sender.table.id,
        'Routes',
        sender.toEndpoint.map(({ destination }) => `${destination} → ${endpoint.id}`).join(', '),
      ),
      ...misses
        .slice(0, 7)
        .map(({ at, table, destination, target }) => evidence(table ?? at, 'Routes', `${destination} → ${target}`)),
    ],
    commands: first === undefined ? [] : fixes(first, endpoint.id, region),
  };
}

function fixes({ at, table, destination }: Miss, endpointId: string, region: string): readonly FixCommand[] {
  // In a transit gateway's own table the way leads to an attachment, which depends on the design.
  if (table?.startsWith('tgw-') === true) return [];
  const create = awsCommand(
    'ec2 create-route',
    region,
    {
      'route-table-id': table ?? 'GATEWAY_ROUTE_TABLE_ID',
      [destination.includes(':') ? 'destination-ipv6-cidr-block' : 'destination-cidr-block']: destination,
      'vpc-endpoint-id': endpointId,
    },
    'moves the way back through the appliances; flows that are open break once',
  );
  return table === undefined
    ? [
        create,
        awsCommand(
          'ec2 associate-route-table',
          region,
          { 'route-table-id': 'GATEWAY_ROUTE_TABLE_ID', 'gateway-id': at },
          'what comes in through the gateway follows that table from then on',
        ),
      ]
    : [create];
}
