import { evidence, type EndpointContext } from '../../context.ts';
import type { Evidence } from '../../diagnosis.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import { outsideWays, type OutsideWays } from '../../outside.ts';
import { activePeerings, peeringGap } from '../../reachability/peerings.ts';
import { attachmentGap, commonGateways } from '../../reachability/transit.ts';
import type { Vpc } from '../../resources/vpc.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { fails, LIFECYCLE, pass, PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** PL-NET-005: nothing joins the client's VPC with the endpoint's. */
export const plNet005: EndpointRule = {
  id: 'PL-NET-005',
  title: 'Endpoint is in another VPC than the workload',
  hop: 'source',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  alsoReads: [
    'ec2:DescribeRouteTables',
    'ec2:DescribeVpcPeeringConnections',
    'ec2:DescribeTransitGatewayVpcAttachments',
  ],
  suppressedBy: LIFECYCLE,
  docs: [
    `${PRIVATELINK_DOCS}privatelink-access-aws-services.html`,
    'https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html',
  ],
  condition:
    'A source was given in another VPC than the endpoint’s, no route of its subnet leads to any of the endpoint’s interfaces, and no active peering connection and no common transit gateway joins the two VPCs.',
  why: 'An endpoint serves its own VPC and the networks that are routed to it.',
  fix: 'Create an endpoint in the source’s VPC, or join the two VPCs, route between them and share the endpoint’s names.',
  examples: {
    bad: '--source subnet-0a1b in vpc-0c2d, the endpoint in vpc-0e3f, and neither peered nor attached to one transit gateway',
    good: '--source subnet-0a1b in vpc-0c2d, peered with vpc-0e3f, with routes both ways',
  },
  check: (context) => {
    const ways = outsideWays(context);
    if (ways === undefined) return 'not-applicable';
    if ('gap' in ways) return { gap: ways.gap };
    const { origin, zones, endpointVpc } = ways;
    if (origin.kind === 'elsewhere') return 'not-applicable';
    if (!zones.every(({ forward }) => forward?.kind === 'closed' && !forward.isPart)) {
      return pass(`${origin.vpc.id} has a way towards ${endpointVpc.id}.`);
    }
    if (activePeerings(context, origin.vpc.id, endpointVpc.id).length > 0) return pass('The two VPCs are peered.');
    if (commonGateways(context, origin.vpc, endpointVpc).length > 0) {
      return pass('The two VPCs are attached to one transit gateway.');
    }
    const gap = joinGaps(linkGaps(context, origin.vpc, endpointVpc));
    return gap === undefined ? apart(context, ways, origin.vpc) : { gap };
  },
};

/** What could hold a peering or a common transit gateway and was not read. */
function linkGaps(context: EndpointContext, one: Vpc, other: Vpc): readonly Gap[] {
  const peering = [one, other].map((vpc) => peeringGap(context, vpc));
  return [
    ...(peering.includes(undefined) ? [] : peering.flatMap((gap) => gap ?? [])),
    ...attachmentGap(context, one, other),
  ];
}

function apart(
  context: EndpointContext,
  { origin, zones, endpointVpc }: OutsideWays,
  vpc: Vpc,
): ReturnType<typeof fails> {
  const { endpoint } = context;
  const service = endpoint.serviceName;
  return fails({
    resource: endpoint.id,
    message: `${origin.source.id} is in ${vpc.id}, ${endpoint.id} is in ${endpointVpc.id}, and nothing joins the two: no route, no active peering connection, no common transit gateway.`,
    evidence: [evidence(endpoint.id, 'VpcId', endpointVpc.id), ...evidenceOf(zones).slice(0, 3)],
    commands: [
      ...(endpoint.type === 'Interface' && service !== undefined
        ? [
            awsCommand(
              'ec2 create-vpc-endpoint',
              vpc.region,
              {
                'vpc-id': vpc.id,
                'vpc-endpoint-type': 'Interface',
                'service-name': service,
                'subnet-ids': 'SUBNET_ID',
                'security-group-ids': 'SG_ID',
              },
              'costs by the hour and zone; the service’s owner may have to accept it',
            ),
          ]
        : []),
      awsCommand('ec2 describe-vpc-endpoints', vpc.region, { filters: `Name=vpc-id,Values=${vpc.id}` }, READS_ONLY),
    ],
  });
}

/** What the routes that lead nowhere say, once each. */
function evidenceOf(zones: OutsideWays['zones']): readonly Evidence[] {
  const found = zones.flatMap(({ forward }) => (forward?.kind === 'closed' ? forward.evidence : []));
  return [...new Map(found.map((item) => [`${item.resource} ${item.value}`, item])).values()];
}
