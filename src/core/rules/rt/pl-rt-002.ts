import { evidence, type EndpointContext } from '../../context.ts';
import type { RouteTable } from '../../resources/route-table.ts';
import { sourcePlan } from '../../sources.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { routedSubnets } from '../route-tables.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, type Draft, type EndpointRule, type Instance } from '../rule.ts';

/** PL-RT-002: workloads that the gateway endpoint does not serve. */
export const plRt002: EndpointRule = {
  id: 'PL-RT-002',
  title: 'A subnet in use is not covered by the gateway endpoint',
  hop: 'route-table',
  side: 'consumer',
  appliesTo: ['Gateway'],
  owner: 'consumer',
  effect: 'impairs',
  severity: 'high',
  confidence: 'deterministic',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeSubnets', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
    { operation: 'ec2:DescribeRouteTables', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
    { operation: 'ec2:DescribeNetworkInterfaces', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
  ],
  suppressedBy: [...LIFECYCLE, 'PL-RT-001', 'PL-RT-003'],
  docs: [`${PRIVATELINK_DOCS}gateway-endpoints.html`, `${PRIVATELINK_DOCS}vpc-endpoints-s3.html`],
  condition:
    'A subnet with workload network interfaces uses a route table that is not associated with the gateway endpoint. Without a default route, its clients cannot reach the service at all; with one to a NAT gateway they work, and pay for it; with one to an internet gateway nothing is said. With a source, only its own subnet counts.',
  why: 'A gateway endpoint serves only the subnets whose route table leads to it.',
  fix: 'Associate that route table with the endpoint too.',
  examples: {
    bad: 'workloads in subnet-0a1b with rtb-0c2d, "RouteTableIds": ["rtb-0e3f"], rtb-0c2d without a default route',
    good: 'workloads in subnet-0a1b with rtb-0c2d, "RouteTableIds": ["rtb-0c2d"]',
  },
  check: (context) => {
    const { endpoint, inventory, lookup, options, vpcId } = context;
    if (endpoint.routeTableIds === undefined) return malformed('RouteTableIds');
    if (endpoint.routeTableIds.length === 0) return 'not-applicable';
    const routed = routedSubnets(context);
    // With a source, its own subnet is what matters; the others’ clients were not asked about.
    const clients = options.source === undefined ? lookup.workloadsOf(vpcId, 4) : sourcePlan(context).candidates;
    const used = new Set(clients.flatMap((source) => (source.vpcId === vpcId ? (source.subnetId ?? []) : [])));
    const unread = [...used].filter((id) => inventory.subnets.get(id)?.vpcId !== vpcId).sort();
    if (unread.length > 0) return malformed(...unread.map((id) => `VpcId of ${id} in the listing of subnets`));
    const left = [...used].filter((id) => !routed.has(id)).sort();
    const tables = left.map((id) => ({ id, table: lookup.routeTableOf(id) }));
    const vague = tables.filter(({ table }) => table?.routes === undefined);
    if (vague.length > 0) return malformed(...vague.map(({ id }) => `the route table of ${id}`));
    const isolated = tables.filter(({ table }) => defaultRoute(table) === undefined);
    const natted = tables.filter(({ table }) => defaultRoute(table) === 'nat');
    const drafts = [
      ...(isolated.length === 0
        ? []
        : [
            draftOf(
              context,
              isolated,
              'has no default route either: its clients cannot reach the service',
              'have no default route either: their clients cannot reach the service',
            ),
          ]),
      ...(natted.length === 0
        ? []
        : [
            {
              ...draftOf(
                context,
                natted,
                'reaches the service through a NAT gateway, which is charged by the gigabyte',
                'reach the service through a NAT gateway, which is charged by the gigabyte',
              ),
              effect: 'hygiene' as const,
              severity: 'low' as const,
            },
          ]),
    ];
    // Told apart from each other in the picture: each subnet by itself.
    const instances = [...used].sort().map((resource): Instance => ({
      resource,
      state: !isolated.some(({ id }) => id === resource) ? 'pass' : options.source === undefined ? 'warn' : 'fail',
    }));
    return drafts.length === 0
      ? pass('Every subnet with workloads that needs the endpoint uses one of its route tables.', instances)
      : { instances, findings: drafts };
  },
};

type Place = { readonly id: string; readonly table: RouteTable | undefined };

function defaultRoute(table: RouteTable | undefined): 'nat' | 'other' | undefined {
  const route = table?.routes?.find(
    (item) =>
      (item.destinationCidr === '0.0.0.0/0' || item.destinationIpv6Cidr === '::/0') && item.state !== 'blackhole',
  );
  if (route === undefined) return undefined;
  return route.natGatewayId === undefined ? 'other' : 'nat';
}

function draftOf(
  { endpoint, region }: EndpointContext,
  places: readonly Place[],
  whatOne: string,
  whatSeveral: string,
): Draft {
  const tables = [...new Set(places.flatMap(({ table }) => table?.id ?? []))];
  return {
    resource: endpoint.id,
    message: `${places.map(({ id }) => id).join(', ')} with ${tables.join(', ')} ${places.length === 1 ? 'is' : 'are'} not covered by ${endpoint.id}, and ${places.length === 1 ? whatOne : whatSeveral}.`,
    evidence: [
      evidence(endpoint.id, 'RouteTableIds', endpoint.routeTableIds ?? []),
      ...places.map(({ id, table }) => evidence(table?.id ?? '', 'Associations[].SubnetId', id)),
    ],
    commands: [
      awsCommand(
        'ec2 modify-vpc-endpoint',
        region,
        { 'vpc-endpoint-id': endpoint.id, 'add-route-table-ids': tables },
        'open connections of those subnets to the service drop once and use the endpoint afterwards',
      ),
    ],
  };
}
