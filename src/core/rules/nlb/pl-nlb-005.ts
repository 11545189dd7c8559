import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import {
  describeHealth,
  describeTargets,
  LISTENERS,
  LOAD_BALANCERS,
  shortName,
  TARGET_GROUPS,
  TARGET_HEALTH,
  targetGap,
} from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { UNREACHED } from './target-paths.ts';
import { LIFECYCLE, NLB_DOCS, type Instance, type ProviderRule } from '../rule.ts';

/** PL-NLB-005: a part of the targets is unhealthy. */
export const plNlb005: ProviderRule = {
  id: 'PL-NLB-005',
  title: 'Some targets are unhealthy',
  hop: 'targets',
  side: 'provider',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Service'],
  owner: 'provider',
  effect: 'impairs',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [SERVICE, LOAD_BALANCERS, LISTENERS, TARGET_GROUPS, TARGET_HEALTH],
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002', ...UNREACHED, 'PL-GWLB-006'],
  docs: [`${NLB_DOCS}check-target-health.html`],
  condition: 'A target group behind a judged listener has both healthy and unhealthy targets.',
  why: 'Capacity is reduced, and a zone whose targets all fail may be withdrawn.',
  fix: 'Follow each unhealthy target’s reason, as for PL-NLB-004.',
  examples: {
    bad: '"State": "unhealthy" for one of two targets',
    good: '"State": "healthy" for both targets',
  },
  check: ({ groups, region }) => {
    if (groups.length === 0) return 'not-applicable';
    const malformed = groups.flatMap((group) => targetGap(group) ?? []);
    const [gap] = malformed;
    if (gap !== undefined) return { gap };
    const mixed = groups.filter(
      (group) =>
        group.targets.some((target) => target.state === 'healthy') &&
        group.targets.some((target) => target.state?.startsWith('unhealthy') === true),
    );
    return {
      instances: groups.map((group): Instance => ({
        resource: group.arn,
        state: mixed.includes(group) ? 'warn' : 'pass',
      })),
      findings: mixed.map((group) => {
        const sick = group.targets.filter((target) => target.state?.startsWith('unhealthy') === true);
        return {
          resource: group.arn,
          message: `${sick.length} of ${group.targets.length} targets of ${shortName(group.arn)} are unhealthy: ${describeTargets(sick)}.`,
          evidence: sick.slice(0, 8).map((target) => evidence(target.targetId, 'TargetHealth', describeHealth(target))),
          commands: [awsCommand('elbv2 describe-target-health', region, { 'target-group-arn': group.arn }, READS_ONLY)],
        };
      }),
      statement: 'No target group mixes healthy and unhealthy targets.',
    };
  },
};
