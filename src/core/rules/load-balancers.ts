import type { GroupPath, ProviderContext } from '../context.ts';
import type { Gap } from '../needs.ts';
import type { TargetHealth } from '../resources/target-health.ts';
import { firstOf } from './listing.ts';
import type { Requirement } from './rule.ts';

/* What the rules about load balancers share: their requirements and their names. */

export const LOAD_BALANCERS: Requirement<ProviderContext> = {
  operation: 'elasticloadbalancing:DescribeLoadBalancers',
  about: ({ loadBalancers }) => loadBalancers.map(({ arn }) => ({ LoadBalancerArn: arn })),
};

export const LISTENERS: Requirement<ProviderContext> = {
  operation: 'elasticloadbalancing:DescribeListeners',
  about: ({ loadBalancers }) => loadBalancers.map(({ arn }) => ({ LoadBalancerArn: arn })),
};

export const TARGET_GROUPS: Requirement<ProviderContext> = {
  operation: 'elasticloadbalancing:DescribeTargetGroups',
  about: ({ allGroups }) =>
    allGroups.map(({ arn, loadBalancer }) => ({ TargetGroupArn: arn, LoadBalancerArn: loadBalancer.arn })),
};

export const TARGET_HEALTH: Requirement<ProviderContext> = {
  operation: 'elasticloadbalancing:DescribeTargetHealth',
  about: ({ groups }) => groups.map(({ arn }) => ({ TargetGroupArn: arn })),
};

/** `my-nlb` out of a load balancer's ARN, `my-group` out of a target group's. */
export function shortName(arn: string): string {
  const resource = arn.split(':').slice(5).join(':');
  const parts = resource.split('/');
  return (parts[0] === 'loadbalancer' ? parts[2] : parts[1]) ?? arn;
}

/** `unhealthy (Target.Timeout)` for each target, at most `limit` of them. */
export function describeTargets(targets: readonly TargetHealth[], limit = 5): string {
  const all = targets.map((target) => {
    const reason = target.reason === undefined ? '' : ` (${target.reason})`;
    return `${target.targetId}${target.port === undefined ? '' : `:${target.port}`} ${target.state ?? 'state unknown'}${reason}`;
  });
  return firstOf(all, limit);
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
const TARGET_STATES: ReadonlySet<string> = new Set([
  'initial',
  'healthy',
  'unhealthy',
  'unhealthy.draining',
  'unused',
  'draining',
  'unavailable',
]);

/** True for a target that gets no new connections while another is healthy, and that is not about to. */
export function isOutOfService(state: string | undefined): boolean {
  return OUT_OF_SERVICE.has(state ?? '');
}

const OUT_OF_SERVICE: ReadonlySet<string> = new Set(['unhealthy', 'unhealthy.draining', 'draining', 'unused']);

/** Fields of the group's targets without which their health cannot be judged. */
export function targetGap(group: GroupPath): Gap | undefined {
  const vague = group.targets.filter((target) => target.state === undefined || !TARGET_STATES.has(target.state));
  if (vague.length === 0) return undefined;
  return { reason: 'malformed', missing: vague.map((target) => `TargetHealth.State of ${target.targetId}`) };
}

/** How many of a group's targets are healthy. */
export function healthyTargets(group: GroupPath): number {
  return group.targets.filter((target) => target.state === 'healthy').length;
}

/** `pass` where at least one target is healthy, `fail` where none is, else why nobody knows yet. */
export function groupHealth(group: GroupPath): {
  readonly state: 'pass' | 'fail' | 'unknown';
  readonly gap?: Gap;
} {
  if (healthyTargets(group) > 0) return { state: 'pass' };
  const malformed = targetGap(group);
  if (malformed !== undefined) return { state: 'unknown', gap: malformed };
  if (group.targets.some((target) => target.state === 'initial')) {
    const missing = [`a later reading: targets of ${shortName(group.arn)} are in their first health checks`];
    return { state: 'unknown', gap: { reason: 'input-missing', missing } };
  }
  if (group.targets.some((target) => target.state === 'unavailable')) {
    const missing = [`the health of ${shortName(group.arn)}: its health checks are disabled`];
    return { state: 'unknown', gap: { reason: 'input-missing', missing } };
  }
  return { state: 'fail' };
}

/** What AWS says of a target’s health: `unhealthy: Target.Timeout: Request timed out`. */
export function describeHealth({ state, reason, description }: TargetHealth): string {
  return [state, reason, description].filter((part) => part !== undefined).join(': ');
}

/** The listeners of a group in words: `TCP:443`; a Gateway Load Balancer’s has no name. */
export function listenerNames(group: GroupPath): string {
  return group.listeners
    .map((listener) => listener.name ?? `the listener of ${shortName(group.loadBalancer.arn)}`)
    .join(', ');
}
