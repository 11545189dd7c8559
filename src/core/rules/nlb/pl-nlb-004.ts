import { evidence, isGatewayService } from '../../context.ts';
import { joinGaps } from '../../needs.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import {
  describeHealth,
  describeTargets,
  groupHealth,
  healthyTargets,
  LISTENERS,
  listenerNames,
  LOAD_BALANCERS,
  shortName,
  TARGET_GROUPS,
  TARGET_HEALTH,
} from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { UNREACHED } from './target-paths.ts';
import { LIFECYCLE, NLB_DOCS, type Instance, type ProviderRule } from '../rule.ts';

/** PL-NLB-004: targets exist, and none is healthy. */
export const plNlb004: ProviderRule = {
  id: 'PL-NLB-004',
  title: 'No healthy target',
  hop: 'targets',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [SERVICE, LOAD_BALANCERS, LISTENERS, TARGET_GROUPS, TARGET_HEALTH],
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002', ...UNREACHED],
  docs: [
    `${NLB_DOCS}check-target-health.html`,
    `${NLB_DOCS}target-group-health-checks.html`,
    `${NLB_DOCS}load-balancer-troubleshooting.html`,
  ],
  condition:
    'A target group behind a judged listener has targets and none of them is healthy. Targets in their first health checks (initial) or without health checks (unavailable) make it unknown.',
  why: 'The load balancer fails open to the unhealthy targets: connections time out or are reset.',
  fix: 'Follow the reason: Timeout and FailedHealthChecks point to security groups, port or application; ResponseCodeMismatch to the check’s path and codes; NotInUse to the zone or listener.',
  examples: {
    bad: '"State": "unhealthy", "Reason": "Target.Timeout" for both targets',
    good: '"State": "healthy" for one of two targets (PL-NLB-005)',
  },
  check: ({ service, groups, region }) => {
    if (isGatewayService(service) || groups.length === 0) return 'not-applicable';
    const judged = groups
      .filter((group) => group.targets.length > 0)
      .map((group) => ({ group, ...groupHealth(group) }));
    const sick = judged.filter((item) => item.state === 'fail');
    const gap = joinGaps(judged.flatMap((item) => item.gap ?? []));
    return {
      instances: judged.map(({ group, state }): Instance => ({ resource: group.arn, state })),
      findings: sick.map(({ group }) => ({
        resource: group.arn,
        message: `None of the ${group.targets.length} target${group.targets.length === 1 ? '' : 's'} of ${shortName(group.arn)} behind ${listenerNames(group)} is healthy: ${describeTargets(group.targets)}.`,
        evidence: group.targets
          .slice(0, 8)
          .map((target) => evidence(target.targetId, 'TargetHealth', describeHealth(target))),
        commands: [
          awsCommand(
            'elbv2 describe-target-health',
            region,
            { 'target-group-arn': group.arn, query: 'TargetHealthDescriptions[].[Target.Id,Target.Port,TargetHealth]' },
            READS_ONLY,
          ),
        ],
      })),
      statement: `Healthy: ${judged.map(({ group }) => `${healthyTargets(group)} of ${group.targets.length} in ${shortName(group.arn)}`).join(', ')}.`,
      ...(gap === undefined ? {} : { gap }),
    };
  },
};
