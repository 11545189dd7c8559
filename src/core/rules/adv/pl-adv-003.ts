import { addressGap } from '../../address-space.ts';
import { evidence, type EndpointContext } from '../../context.ts';
import type { Evidence } from '../../diagnosis.ts';
import { intersect, parseCidr } from '../../model/cidr.ts';
import { joinGaps } from '../../needs.ts';
import { activePeerings, peeringGap } from '../../reachability/peerings.ts';
import { describeRoute, nextHop } from '../../reachability/routes.ts';
import { attachmentGap, commonGateways } from '../../reachability/transit.ts';
import { needAt } from '../../reachability/way.ts';
import type { Route } from '../../resources/route-table.ts';
import type { Vpc } from '../../resources/vpc.ts';
import { vpcRanges } from '../../sources.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { malformed, pass, remark, type EndpointRule } from '../rule.ts';

/** PL-ADV-003: the consumer's network and the provider's are routed to each other as well. */
export const plAdv003: EndpointRule = {
  id: 'PL-ADV-003',
  title: 'A routed path to the same provider exists as well',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'both',
  effect: 'exposure',
  severity: 'info',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeVpcs', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  alsoReads: [
    'ec2:DescribeRouteTables',
    'ec2:DescribeVpcPeeringConnections',
    'ec2:DescribeTransitGatewayVpcAttachments',
  ],
  optional: true,
  suppressedBy: [],
  docs: [
    'https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/aws-privatelink.html',
  ],
  condition:
    'The endpoint’s VPC and the one of the service’s load balancer are joined by an active peering connection, or attached to one transit gateway, and route tables of both have an active route to the other over it. What a transit gateway’s own tables say is not asked.',
  why: 'The endpoint exposes one port of one service; the network path beside it exposes whatever groups and ACLs let through.',
  fix: 'Decide which of the two is meant, and remove the other.',
  examples: {
    bad: '10.60.0.0/16 → pcx-0a1b in the consumer’s table, 10.20.0.0/16 → pcx-0a1b in the provider’s',
    good: 'no route to the provider’s VPC in the consumer’s tables',
  },
  check: (context) => {
    const { endpoint, inventory, provider, region, vpc, vpcId } = context;
    if (provider.kind !== 'visible') return 'not-applicable';
    if (vpc === undefined) return malformed(`${vpcId} in the listing of VPCs`);
    const strange = addressGap(inventory, endpoint, provider.context.service);
    if (strange !== undefined) return { gap: strange };
    const ids = new Set(provider.context.loadBalancers.flatMap(({ loadBalancer }) => loadBalancer?.vpcId ?? []));
    const others = [...ids].flatMap((id) => inventory.vpcs.get(id) ?? []).filter(({ id }) => id !== vpcId);
    if (others.length === 0) return 'not-applicable';
    const found = others.flatMap((other) => routesBetween(context, vpc, other).map((item) => ({ other, ...item })));
    const [first] = found;
    if (first !== undefined) {
      return remark({
        resource: endpoint.id,
        message: `${vpcId} and ${first.other.id}, where the service’s load balancer is, are routed to each other over ${first.link} beside ${endpoint.id}.`,
        evidence: first.evidence,
        commands: [
          awsCommand(
            'ec2 describe-route-tables',
            region,
            { filters: `Name=vpc-id,Values=${vpcId}`, query: 'RouteTables[].Routes' },
            READS_ONLY,
          ),
        ],
      });
    }
    const gap = joinGaps(others.flatMap((other) => unread(context, vpc, other)));
    return gap === undefined ? pass('Nothing but the endpoint joins the two networks.') : { gap };
  },
};

function routesBetween(
  context: EndpointContext,
  one: Vpc,
  other: Vpc,
): readonly { readonly link: string; readonly evidence: readonly Evidence[] }[] {
  const links = [
    ...activePeerings(context, one.id, other.id).map(({ id }) => id),
    ...commonGateways(context, one, other),
  ];
  return links.flatMap((link) => {
    const [there, back] = [routeOver(context, link, one, other), routeOver(context, link, other, one)];
    return there === undefined || back === undefined ? [] : [{ link, evidence: [there, back] }];
  });
}

/** A route of one VPC's tables over a link to addresses of the other. */
function routeOver({ inventory, lookup }: EndpointContext, link: string, from: Vpc, to: Vpc): Evidence | undefined {
  const leads = (route: Route): boolean => {
    const lists = inventory.prefixLists.get(route.destinationPrefixListId ?? '')?.cidrs ?? [];
    const cidrs = [route.destinationCidr, route.destinationIpv6Cidr, ...lists].flatMap((cidr) => cidr ?? []);
    return (
      nextHop(route).id === link &&
      route.state === 'active' &&
      cidrs.some((cidr) => {
        const block = parseCidr(cidr);
        return block !== undefined && vpcRanges(to).some((range) => intersect(block, range) !== undefined);
      })
    );
  };
  return lookup
    .routeTablesOf(from.id)
    .flatMap((table) =>
      (table.routes ?? []).filter(leads).map((route) => evidence(table.id, 'Routes', describeRoute(route))),
    )
    .at(0);
}

/** What could hold such a path and was not read. */
function unread(context: EndpointContext, one: Vpc, other: Vpc): ReturnType<typeof attachmentGap> {
  const peering = [one, other].map((vpc) => peeringGap(context, vpc));
  const tables = [one, other].map((vpc) => needAt(context, vpc)('ec2:DescribeRouteTables', { 'vpc-id': vpc.id }));
  return [...(peering.includes(undefined) ? [] : peering), ...tables, ...attachmentGap(context, one, other)].filter(
    (gap) => gap !== undefined,
  );
}
