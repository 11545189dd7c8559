import { evidence, type GroupPath } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import {
  describeTargets,
  LISTENERS,
  listenerNames,
  LOAD_BALANCERS,
  shortName,
  TARGET_GROUPS,
  TARGET_HEALTH,
  targetGap,
} from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { LIFECYCLE, NLB_DOCS, type Instance, type ProviderRule } from '../rule.ts';

const IDLE: ReadonlySet<string> = new Set(['draining', 'unhealthy.draining', 'unused']);

/** PL-NLB-022: most of the targets take no connections. */
export const plNlb022: ProviderRule = {
  id: 'PL-NLB-022',
  title: 'Targets are draining, unused or in a disabled zone',
  hop: 'targets',
  side: 'provider',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Service'],
  owner: 'provider',
  effect: 'impairs',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [SERVICE, LOAD_BALANCERS, LISTENERS, TARGET_GROUPS, TARGET_HEALTH],
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002', 'PL-NLB-002', 'PL-NLB-003', 'PL-NLB-004', 'PL-GWLB-006'],
  docs: [`${NLB_DOCS}check-target-health.html`],
  condition: 'More than half of the targets of a group behind a judged listener are draining or unused.',
  why: 'Draining targets take no new connections and unused ones none at all: the group has less capacity than its list suggests.',
  fix: 'Turn on the targets’ zones on the load balancer, attach the group to a listener, or register others for what drains.',
  examples: {
    bad: '"State": "unused", "Reason": "Target.NotInUse" for two of three targets',
    good: '"State": "draining" for one of two targets',
  },
  check: ({ groups, region }) => {
    const judged = groups.filter((group) => group.targets.length > 0);
    if (judged.length === 0) return 'not-applicable';
    const [gap] = judged.flatMap((group) => targetGap(group) ?? []);
    if (gap !== undefined) return { gap };
    const mostlyIdle = judged.filter((group) => idle(group).length * 2 > group.targets.length);
    return {
      instances: judged.map((group): Instance => ({
        resource: group.arn,
        state: mostlyIdle.includes(group) ? 'warn' : 'pass',
      })),
      findings: mostlyIdle.map((group) => ({
        resource: group.arn,
        message: `${idle(group).length} of the ${group.targets.length} targets of ${shortName(group.arn)} behind ${listenerNames(group)} take no new connections: ${describeTargets(idle(group))}.`,
        evidence: idle(group)
          .slice(0, 8)
          .map((target) => evidence(target.targetId, 'TargetHealth.State', target.state)),
        commands: [
          awsCommand(
            'elbv2 describe-target-health',
            region,
            { 'target-group-arn': group.arn, query: 'TargetHealthDescriptions[].[Target.Id,TargetHealth]' },
            READS_ONLY,
          ),
        ],
      })),
      statement: 'Most targets of each group take connections.',
    };
  },
};

function idle(group: GroupPath): GroupPath['targets'] {
  return group.targets.filter((target) => IDLE.has(target.state ?? ''));
}
