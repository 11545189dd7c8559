import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { LOAD_BALANCERS, shortName } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, NLB_DOCS, pass, remark, type ProviderRule } from '../rule.ts';

const PROTECTION = 'deletion_protection.enabled';

/** PL-NLB-019: a load balancer that consumers depend on can be deleted with one command. */
export const plNlb019: ProviderRule = {
  id: 'PL-NLB-019',
  title: 'Load balancer of a service in use lacks deletion protection',
  hop: 'load-balancer',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'resilience',
  severity: 'low',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    LOAD_BALANCERS,
    { operation: 'ec2:DescribeVpcEndpointConnections', about: ({ service }) => [{ 'service-id': service.id }] },
    {
      operation: 'elasticloadbalancing:DescribeLoadBalancerAttributes',
      about: ({ loadBalancers }) => loadBalancers.map(({ arn }) => ({ LoadBalancerArn: arn })),
    },
  ],
  suppressedBy: [],
  docs: [`${NLB_DOCS}edit-load-balancer-attributes.html`],
  condition: `${PROTECTION} of a load balancer of the service is false, and a consumer’s connection is available.`,
  why: 'Once the service lets go of the load balancer, one command takes it from every consumer.',
  fix: 'Turn on deletion protection.',
  examples: { bad: `"${PROTECTION}": "false", one available connection`, good: `"${PROTECTION}": "true"` },
  check: ({ loadBalancers, connections, inventory, region }) => {
    const used = connections.filter((item) => item.state === 'available');
    if (used.length === 0 || loadBalancers.length === 0) return 'not-applicable';
    const told = loadBalancers.map(({ arn }) => ({
      arn,
      value: inventory.loadBalancerAttributes.get(arn)?.values[PROTECTION],
    }));
    const vague = told.filter(({ value }) => value === undefined);
    if (vague.length > 0) return malformed(...vague.map(({ arn }) => `${PROTECTION} of ${shortName(arn)}`));
    const bare = told.filter(({ value }) => value === 'false');
    if (bare.length === 0) return pass('Its load balancers are protected from deletion.');
    return remark(
      ...bare.map(({ arn }) => ({
        resource: arn,
        message: `${shortName(arn)} serves ${used.length} connection${used.length === 1 ? '' : 's'} and is not protected from deletion.`,
        evidence: [evidence(arn, PROTECTION, 'false')],
        commands: [
          awsCommand(
            'elbv2 modify-load-balancer-attributes',
            region,
            { 'load-balancer-arn': arn, attributes: `Key=${PROTECTION},Value=true` },
            'no traffic is touched',
          ),
        ],
      })),
    );
  },
};
