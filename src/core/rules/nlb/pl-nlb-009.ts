import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { LOAD_BALANCERS, shortName } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { NLB_DOCS, pass, remark, type ProviderRule } from '../rule.ts';

/** PL-NLB-009: nothing filters clients at the load balancer, and nothing can be added. */
export const plNlb009: ProviderRule = {
  id: 'PL-NLB-009',
  title: 'NLB was created without security groups',
  hop: 'load-balancer',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'note',
  severity: 'info',
  confidence: 'deterministic',
  requires: [SERVICE, LOAD_BALANCERS],
  suppressedBy: [],
  docs: [`${NLB_DOCS}load-balancer-security-groups.html`],
  condition: 'A Network Load Balancer of the service has no security groups.',
  why: 'Groups cannot be added to a load balancer that was created without any.',
  fix: 'Plan a load balancer with groups, where clients are to be filtered there.',
  examples: {
    bad: '"Type": "network", "SecurityGroups": []',
    good: '"Type": "network", "SecurityGroups": ["sg-0a1b"]',
  },
  check: ({ loadBalancers, region }) => {
    const bare = loadBalancers.filter(
      ({ loadBalancer }) =>
        loadBalancer?.type === 'network' &&
        (loadBalancer.securityGroupIds ?? []).length === 0 &&
        loadBalancer.enforcePrivateLinkInbound === undefined,
    );
    if (bare.length === 0) return pass('Its load balancers have security groups.');
    return remark(
      ...bare.map(({ arn }) => ({
        resource: arn,
        message: `${shortName(arn)} was created without security groups, and none can be added.`,
        evidence: [evidence(arn, 'SecurityGroups', '[]')],
        commands: [awsCommand('elbv2 describe-load-balancers', region, { 'load-balancer-arns': arn }, READS_ONLY)],
      })),
    );
  },
};
