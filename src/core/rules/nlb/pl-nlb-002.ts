import { evidence, isGatewayService } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { LISTENERS, LOAD_BALANCERS, shortName } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { LIFECYCLE, NLB_DOCS, PRIVATELINK_DOCS, type Instance, type ProviderRule } from '../rule.ts';

/** PL-NLB-002: a load balancer of the service listens on nothing. */
export const plNlb002: ProviderRule = {
  id: 'PL-NLB-002',
  title: 'Load balancer has no listener',
  hop: 'listener',
  side: 'provider',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Service'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [SERVICE, LOAD_BALANCERS, LISTENERS],
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002'],
  docs: [`${NLB_DOCS}load-balancer-listeners.html`, `${PRIVATELINK_DOCS}create-endpoint-service.html`],
  condition: 'The complete list of listeners of a load balancer of the service is empty.',
  why: 'Nothing is listened to: the load balancer drops what arrives, and clients time out.',
  fix: 'Create a listener: on the service’s port, or, for a Gateway Load Balancer, its only one, which takes every port.',
  examples: {
    bad: '"Listeners": []',
    good: '"Listeners": [{ "Port": 443, "Protocol": "TCP" }]',
  },
  check: ({ service, loadBalancers, region }) => {
    const bare = loadBalancers.filter((path) => path.listeners.length === 0);
    return {
      instances: loadBalancers.map((path): Instance => ({
        resource: path.arn,
        state: bare.includes(path) ? 'fail' : 'pass',
      })),
      findings: bare.map(({ arn }) => ({
        resource: arn,
        message: `${shortName(arn)} has no listener.`,
        evidence: [evidence(arn, 'Listeners', '[]')],
        commands: [
          awsCommand(
            'elbv2 create-listener',
            region,
            {
              'load-balancer-arn': arn,
              ...(isGatewayService(service) ? {} : { protocol: 'TCP', port: '443' }),
              'default-actions': 'Type=forward,TargetGroupArn=TARGET_GROUP_ARN',
            },
            isGatewayService(service)
              ? 'traffic that is routed to the endpoints reaches the appliances from then on'
              : 'opens that port for every accepted consumer',
          ),
        ],
      })),
      statement: `Listening: ${loadBalancers
        .flatMap((path) => path.listeners.map((listener) => listener.name ?? listener.id))
        .join(', ')}.`,
    };
  },
};
