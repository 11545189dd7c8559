import { evidence, type EndpointContext } from '../../context.ts';
import { serviceIdOf } from '../../lookup.ts';
import { joinGaps } from '../../needs.ts';
import type { EndpointService } from '../../resources/endpoint-service.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, remark, type EndpointRule } from '../rule.ts';

const WHITEPAPER =
  'https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/';

/** PL-ADV-002: two one-way streets. */
export const plAdv002: EndpointRule = {
  id: 'PL-ADV-002',
  title: 'Both sides consume each other',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'both',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  alsoReads: [
    'ec2:DescribeVpcEndpoints',
    'ec2:DescribeVpcEndpointServiceConfigurations',
    'elasticloadbalancing:DescribeLoadBalancers',
  ],
  optional: true,
  suppressedBy: [],
  docs: [`${WHITEPAPER}aws-privatelink.html`, `${WHITEPAPER}vpc-lattice.html`],
  condition:
    'The VPC of the service’s load balancer has an available endpoint for a service whose load balancer is in this endpoint’s VPC. Only where both sides are read.',
  why: 'PrivateLink goes one way: both ways take load balancers, services and endpoints twice.',
  fix: 'Consider VPC peering or a transit gateway where addresses do not overlap, else VPC Lattice.',
  examples: {
    bad: 'vpc-0a1b has an endpoint for a service in vpc-0c2d, and vpc-0c2d one for a service in vpc-0a1b',
    good: 'vpc-0a1b has an endpoint for a service in vpc-0c2d, and vpc-0c2d one for a service in vpc-0e3f',
  },
  check: (context) => {
    const { endpoint, lookup, provider, region, vpcId } = context;
    if (provider.kind !== 'visible') return 'not-applicable';
    const ids = provider.context.loadBalancers.flatMap(({ loadBalancer }) => loadBalancer?.vpcId ?? []);
    const homes = [...new Set(ids)].filter((id) => id !== vpcId);
    if (homes.length === 0) return 'not-applicable';
    const back = homes
      .flatMap((id) => lookup.endpointsOf(id))
      .filter((item) => item.state === 'available' && serviceIdOf(item.serviceName ?? '') !== undefined);
    const found = back.filter((item) => {
      const service = lookup.serviceByName(item.serviceName ?? '', item.serviceRegion ?? item.region);
      return service !== undefined && liesIn(context, service);
    });
    if (found.length > 0) {
      return remark({
        resource: endpoint.id,
        message: `${endpoint.id} leads from ${vpcId} to ${homes.join(', ')}, and ${found.map(({ id }) => id).join(', ')} leads back.`,
        evidence: found.map((item) => evidence(item.id, 'ServiceName', item.serviceName)),
        commands: [
          awsCommand(
            'ec2 describe-vpc-endpoints',
            region,
            { filters: `Name=vpc-id,Values=${vpcId}`, query: 'VpcEndpoints[].ServiceName' },
            READS_ONLY,
          ),
        ],
      });
    }
    const gap = joinGaps([
      ...homes.flatMap((id) => provider.context.need('ec2:DescribeVpcEndpoints', { 'vpc-id': id }) ?? []),
      // An endpoint that leads back leads to a service of this side.
      ...(back.length === 0
        ? []
        : ['ec2:DescribeVpcEndpointServiceConfigurations', 'elasticloadbalancing:DescribeLoadBalancers'].flatMap(
            (operation) => context.need(operation) ?? [],
          )),
    ]);
    return gap === undefined ? pass('Connections go one way only.') : { gap };
  },
};

/** Whether a load balancer of the service is in the endpoint's own VPC. */
function liesIn({ inventory, vpcId }: EndpointContext, { networkLoadBalancerArns }: EndpointService): boolean {
  return (networkLoadBalancerArns ?? []).some((arn) => inventory.loadBalancers.get(arn)?.vpcId === vpcId);
}
