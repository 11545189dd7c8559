import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { LOAD_BALANCERS, shortName } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { pass, PRIVATELINK_DOCS, type ProviderRule } from '../rule.ts';

/** PL-SVC-004: a load balancer of the service is not in the account's own listing. */
export const plSvc004: ProviderRule = {
  id: 'PL-SVC-004',
  title: 'Endpoint service references a load balancer that is not in the listing',
  hop: 'load-balancer',
  side: 'provider',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Service'],
  owner: 'provider',
  effect: 'note',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [SERVICE, LOAD_BALANCERS],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}configure-endpoint-service.html`, `${PRIVATELINK_DOCS}delete-endpoint-service.html`],
  condition:
    'A load balancer of the service is absent from a complete DescribeLoadBalancers of its account and Region. AWS refuses to delete a load balancer that a service uses, so it is unknown what happened to it, and the path through it is unknown as well.',
  why: 'If it were gone, the traffic that the service sends there would be lost.',
  fix: 'Read both again at the same moment; replace the load balancer if it stays missing.',
  examples: {
    bad: 'NetworkLoadBalancerArns: ["…/net/orders/0a1b"], and DescribeLoadBalancers lists "…/net/payments/2c3d" only',
    good: 'NetworkLoadBalancerArns: ["…/net/orders/0a1b"], and DescribeLoadBalancers lists it',
  },
  check: ({ service, loadBalancers, region }) => {
    const missing = loadBalancers.filter((path) => path.loadBalancer === undefined);
    if (missing.length === 0) return pass('Every load balancer of the service is listed.');
    return {
      instances: [],
      findings: missing.map(({ arn }) => ({
        resource: arn,
        message: `${service.id} uses ${shortName(arn)}, which the complete listing of load balancers does not hold. AWS refuses to delete one that is in use, so the two answers do not belong together or it cannot be read.`,
        evidence: [
          evidence(service.id, 'NetworkLoadBalancerArns, GatewayLoadBalancerArns', arn),
          evidence(arn, 'LoadBalancers', 'not listed'),
        ],
        commands: [awsCommand('elbv2 describe-load-balancers', region, { 'load-balancer-arns': arn }, READS_ONLY)],
      })),
    };
  },
};
