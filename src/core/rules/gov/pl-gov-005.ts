import { evidence, type EndpointContext } from '../../context.ts';
import type { VpcEndpoint } from '../../resources/vpc-endpoint.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { isLive } from '../live.ts';
import { endpointPrices, money, MONTH } from '../prices.ts';
import { ENDPOINT } from '../requirements.ts';
import { malformed, pass, remark, ROUTE53_DOCS, type EndpointRule } from '../rule.ts';

/** From so many VPCs on, one shared endpoint is worth a thought. */
const MANY = 3;

/** PL-GOV-005: VPCs that reach each other each have an endpoint of their own for the same service. */
export const plGov005: EndpointRule = {
  id: 'PL-GOV-005',
  title: 'The same AWS service has endpoints in many VPCs',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'heuristic',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeVpcEndpoints' },
    { operation: 'ec2:DescribeTransitGatewayVpcAttachments' },
    { operation: 'ec2:DescribeVpcPeeringConnections' },
  ],
  optional: true,
  suppressedBy: [],
  docs: [
    'https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html',
    `${ROUTE53_DOCS}profile-associate-vpc-endpoints.html`,
  ],
  condition:
    'The endpoint’s account has a live interface endpoint for the same service of AWS’s in this VPC and in at least two others of the Region that are peered with it or attached to the same transit gateway.',
  why: 'Each zone of each endpoint is paid for by the hour. One shared endpoint VPC with a shared zone or Route 53 Profile is cheaper, at the price of one policy for all and of a larger blast radius.',
  fix: 'Compare the cost with that of the transit traffic, and centralize if one policy for all is acceptable.',
  examples: {
    bad: 'com.amazonaws.us-east-1.kms in vpc-0a1b, vpc-0c2d and vpc-0e3f on one transit gateway',
    good: 'com.amazonaws.us-east-1.kms in vpc-0a1b and vpc-0c2d',
  },
  check: (context) => {
    const { endpoint, lookup, provider, region, vpcId } = context;
    if (provider.kind !== 'aws' || !isLive(endpoint)) return 'not-applicable';
    if (endpoint.serviceName === undefined) return malformed('ServiceName');
    const reached = connectedVpcs(context);
    const others = [...reached]
      .flatMap(lookup.endpointsOf)
      .filter(
        (item) =>
          item.type === 'Interface' &&
          item.account === endpoint.account &&
          item.serviceName === endpoint.serviceName &&
          isLive(item),
      );
    const vpcs = [vpcId, ...new Set(others.map((item) => item.vpcId ?? ''))].sort();
    if (vpcs.length < MANY) return pass(`${endpoint.serviceName} has few endpoints in the VPCs around ${vpcId}.`);
    const sorted = [...others].sort((a, b) => (a.id < b.id ? -1 : 1));
    return remark({
      resource: endpoint.id,
      message: `${vpcs.length} connected VPCs each have an endpoint for ${endpoint.serviceName}: ${vpcs.join(', ')}.${savedOf(context, others)}`,
      evidence: [endpoint, ...sorted].map((item) => evidence(item.id, 'VpcId', item.vpcId)),
      commands: [
        awsCommand(
          'ec2 describe-vpc-endpoints',
          region,
          {
            filters: `Name=service-name,Values=${endpoint.serviceName}`,
            query: 'VpcEndpoints[].[VpcEndpointId,VpcId]',
          },
          READS_ONLY,
        ),
      ],
    });
  },
};

/** The VPCs that a route can lead to from the endpoint's: peered with it, or on a transit gateway of its own. */
function connectedVpcs({ inventory, vpcId }: EndpointContext): ReadonlySet<string> {
  const attached = [...inventory.transitGatewayAttachments.values()].filter(({ state }) => state === 'available');
  const own = new Set(attached.filter((item) => item.vpcId === vpcId).map((item) => item.transitGatewayId));
  const peered = [...inventory.peeringConnections.values()]
    .filter(({ state }) => state === 'active')
    .map(({ requester, accepter }) => [requester?.vpcId, accepter?.vpcId])
    .filter((pair) => pair.includes(vpcId))
    .flat();
  const gatewayed = attached.filter((item) => own.has(item.transitGatewayId)).map((item) => item.vpcId);
  return new Set([...peered, ...gatewayed].flatMap((id) => (id === undefined || id === vpcId ? [] : [id])));
}

/** What the other endpoints cost, in words, where the prices were read. */
function savedOf(context: EndpointContext, others: readonly VpcEndpoint[]): string {
  const prices = endpointPrices(context);
  if ('gap' in prices) return '';
  const zones = others.reduce((sum, item) => sum + (item.subnetIds?.length ?? 0), 0);
  return ` The other ${zones} zones cost about ${money(zones * prices.hour * MONTH, prices.currency)} a month.`;
}
