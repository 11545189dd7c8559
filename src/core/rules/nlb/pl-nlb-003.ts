import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import {
  LISTENERS,
  listenerNames,
  LOAD_BALANCERS,
  shortName,
  TARGET_GROUPS,
  TARGET_HEALTH,
} from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { LIFECYCLE, NLB_DOCS, type Instance, type ProviderRule } from '../rule.ts';

/** PL-NLB-003: a group that gets traffic has no target. */
export const plNlb003: ProviderRule = {
  id: 'PL-NLB-003',
  title: 'Target group has no registered target',
  hop: 'targets',
  side: 'provider',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Service'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [SERVICE, LOAD_BALANCERS, LISTENERS, TARGET_GROUPS, TARGET_HEALTH],
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002'],
  docs: [`${NLB_DOCS}target-group-register-targets.html`],
  condition:
    'The complete answer for a target group with a weight above 0 behind a judged listener lists no target. With `--port` only that listener counts; without, the path breaks only if every listener’s groups fail.',
  why: 'The load balancer has nowhere to send connections: a Network Load Balancer resets them, a Gateway Load Balancer drops their packets.',
  fix: 'Register targets with the group.',
  examples: {
    bad: '"TargetHealthDescriptions": []',
    good: '"TargetHealthDescriptions": [{ "Target": { "Id": "10.60.1.20" } }]',
  },
  check: ({ groups, region }) => {
    if (groups.length === 0) return 'not-applicable';
    const empty = groups.filter((group) => group.targets.length === 0);
    return {
      instances: groups.map((group): Instance => ({
        resource: group.arn,
        state: empty.includes(group) ? 'fail' : 'pass',
      })),
      findings: empty.map((group) => ({
        resource: group.arn,
        message: `Target group ${shortName(group.arn)} behind ${listenerNames(group)} has no registered target.`,
        evidence: [evidence(group.arn, 'TargetHealthDescriptions', '[]')],
        commands: [
          awsCommand(
            'elbv2 register-targets',
            region,
            { 'target-group-arn': group.arn, targets: 'Id=TARGET_ID' },
            'the target gets traffic as soon as its health checks pass',
          ),
        ],
      })),
      statement: `Each of ${groups.length} target group${groups.length === 1 ? '' : 's'} has targets.`,
    };
  },
};
