import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, type ProviderRule } from '../rule.ts';

/** PL-SVC-003: the answer names no load balancer, which AWS does not allow. */
export const plSvc003: ProviderRule = {
  id: 'PL-SVC-003',
  title: 'Endpoint service has no load balancer',
  hop: 'load-balancer',
  side: 'provider',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Service'],
  owner: 'provider',
  effect: 'note',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [SERVICE],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}create-endpoint-service.html`, `${PRIVATELINK_DOCS}configure-endpoint-service.html`],
  condition:
    'NetworkLoadBalancerArns and GatewayLoadBalancerArns of an available service are both empty. AWS refuses to take the last load balancer from a service, so the data are old or contradict themselves: the path behind the service is unknown, not broken.',
  why: 'Without a load balancer nothing would serve the traffic.',
  fix: 'Read the service again; if the answer stays, attach a load balancer.',
  examples: {
    bad: '{ "ServiceState": "Available", "NetworkLoadBalancerArns": [], "GatewayLoadBalancerArns": [] }',
    good: '{ "ServiceState": "Available", "NetworkLoadBalancerArns": ["arn:aws:elasticloadbalancing:…:loadbalancer/net/orders/0a1b"] }',
  },
  check: ({ service, loadBalancers, region }) => {
    const { networkLoadBalancerArns, gatewayLoadBalancerArns } = service;
    if (networkLoadBalancerArns === undefined && gatewayLoadBalancerArns === undefined) {
      return malformed('NetworkLoadBalancerArns');
    }
    if (loadBalancers.length > 0) return pass('The service has a load balancer.');
    return {
      instances: [],
      findings: [
        {
          resource: service.id,
          message: `${service.id} names no load balancer. AWS does not let a service lose its last one, so this answer is old or contradicts itself: what is behind the service is not known.`,
          evidence: [
            evidence(service.id, 'NetworkLoadBalancerArns', networkLoadBalancerArns ?? []),
            evidence(service.id, 'GatewayLoadBalancerArns', gatewayLoadBalancerArns ?? []),
          ],
          commands: [
            awsCommand(
              'ec2 modify-vpc-endpoint-service-configuration',
              region,
              { 'service-id': service.id, 'add-network-load-balancer-arns': 'LOAD_BALANCER_ARN' },
              'every endpoint of the service sends its traffic to that load balancer',
            ),
          ],
        },
      ],
    };
  },
};
