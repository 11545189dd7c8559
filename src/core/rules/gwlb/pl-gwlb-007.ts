import { evidence, type EndpointContext } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { LIFECYCLE, PRIVATELINK_DOCS, VPC_DOCS, type Draft, type EndpointRule } from '../rule.ts';
import { inspectionOf, ROUTES, tablesOf, type Inspection } from './senders.ts';

/** PL-GWLB-007: a route of a kind that these endpoints do not support. */
export const plGwlb007: EndpointRule = {
  id: 'PL-GWLB-007',
  title: 'Unsupported route to or from the endpoint',
  hop: 'route-table',
  side: 'consumer',
  appliesTo: ['GatewayLoadBalancer'],
  owner: 'consumer',
  effect: 'impairs',
  severity: 'medium',
  confidence: 'deterministic',
  requires: ROUTES,
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}gateway-load-balancer-endpoints.html`, `${VPC_DOCS}gwlb-route.html`],
  condition:
    'A route of the VPC whose destination is a prefix list has the endpoint as its target; or a subnet sends IPv6 traffic to the endpoint, and the endpoint’s own table leads IPv6 to an egress-only internet gateway.',
  why: 'Prefix lists are not supported as destinations, and an egress-only internet gateway drops the inspected IPv6 traffic.',
  fix: 'Name CIDRs in routes to the endpoint; lead inspected IPv6 traffic to an internet gateway.',
  examples: {
    bad: '"DestinationPrefixListId": "pl-…", "GatewayId": the endpoint',
    good: '"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": the endpoint',
  },
  check: (context) => {
    const inspection = inspectionOf(context);
    const lists = prefixListRoutes(context);
    if ('gap' in inspection && lists.length === 0) return inspection;
    const findings = [...lists, ...('gap' in inspection ? [] : egressOnly(context, inspection))];
    return {
      instances: [{ resource: context.endpoint.id, state: findings.length > 0 ? 'warn' : 'pass' }],
      findings,
    };
  },
};

function prefixListRoutes(context: EndpointContext): readonly Draft[] {
  const { endpoint, region } = context;
  return tablesOf(context).flatMap((table) =>
    (table.routes ?? []).flatMap((route): readonly Draft[] => {
      const list = route.destinationPrefixListId;
      if (list === undefined || route.gatewayId !== endpoint.id) return [];
      return [
        {
          resource: table.id,
          message: `${table.id} routes the prefix list ${list} to ${endpoint.id}, which is not supported.`,
          evidence: [evidence(table.id, 'Routes[].DestinationPrefixListId', list)],
          commands: [
            awsCommand(
              'ec2 delete-route',
              region,
              { 'route-table-id': table.id, 'destination-prefix-list-id': list },
              'what the list covers follows the table’s other routes from then on: add routes to its CIDRs first',
            ),
          ],
        },
      ];
    }),
  );
}

function egressOnly({ endpoint }: EndpointContext, { senders, ownTable }: Inspection): readonly Draft[] {
  const sendsIpv6 = senders.some(({ toEndpoint }) => toEndpoint.some(({ range }) => range.family === 6));
  const gateway = ownTable.routes?.find(
    (route) => route.egressOnlyInternetGatewayId !== undefined,
  )?.egressOnlyInternetGatewayId;
  if (!sendsIpv6 || gateway === undefined) return [];
  return [
    {
      resource: ownTable.id,
      message: `${ownTable.id} leads IPv6 traffic that ${endpoint.id} inspected to ${gateway}, which drops it.`,
      evidence: [evidence(ownTable.id, 'Routes[].EgressOnlyInternetGatewayId', gateway)],
      commands: [],
    },
  ];
}
