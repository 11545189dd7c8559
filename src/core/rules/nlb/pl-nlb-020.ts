import { evidence, type GroupPath, type ProviderContext } from '../../context.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { shortName, TARGET_GROUPS, TARGET_HEALTH } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { LIFECYCLE, NLB_DOCS, type Draft, type ProviderRule } from '../rule.ts';

interface Judged {
  readonly group: GroupPath;
  readonly faults: readonly string[];
  readonly gap?: Gap;
}

/** PL-NLB-020: the Application Load Balancer behind the target group does not fit it. */
export const plNlb020: ProviderRule = {
  id: 'PL-NLB-020',
  title: 'ALB target behind the NLB is misconfigured',
  hop: 'target-group',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'provider',
  effect: 'impairs',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [SERVICE, TARGET_GROUPS, TARGET_HEALTH],
  alsoReads: ['elasticloadbalancing:DescribeListeners'],
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002', 'PL-NLB-002'],
  docs: [`${NLB_DOCS}application-load-balancer-target.html`],
  condition:
    'A target group of type alb has a target that is not healthy, and that Application Load Balancer has no listener on the group’s port, lies in another VPC, or has no listener on the port of the health check that speaks the health check’s protocol.',
  why: 'The target stays unhealthy, however well the application behind it works.',
  fix: 'Give the Application Load Balancer a listener on the target group’s port, and let the health check ask that listener in its protocol.',
  examples: {
    bad: 'target group "Port": 443, "TargetType": "alb"; the ALB listens on HTTP:80 only',
    good: 'target group "Port": 443, "HealthCheckProtocol": "HTTPS"; the ALB listens on HTTPS:443',
  },
  check: (context) => {
    const groups = context.groups.filter(({ group }) => group?.targetType === 'alb');
    if (groups.length === 0) return 'not-applicable';
    const judged = groups.map((group) => judge(context, group));
    const gap = joinGaps(judged.flatMap((item) => item.gap ?? []));
    return {
      instances: judged.map(({ group, faults, gap: open }) => ({
        resource: group.arn,
        state: faults.length > 0 ? 'warn' : open === undefined ? 'pass' : 'unknown',
      })),
      findings: judged.filter(({ faults }) => faults.length > 0).map((item) => draftOf(context, item)),
      statement: 'Each Application Load Balancer behind the service fits its target group.',
      ...(gap === undefined ? {} : { gap }),
    };
  },
};

/** A healthy target is proof enough: its health check is answered. */
function judge(context: ProviderContext, path: GroupPath): Judged {
  const { group, targets } = path;
  const doubtful = targets.filter(({ state }) => state !== 'healthy').map(({ targetId }) => targetId);
  const check = group?.healthCheck;
  const missing = [
    ...(group?.port === undefined ? ['Port'] : []),
    ...(group?.vpcId === undefined ? ['VpcId'] : []),
    ...(check?.port === undefined ? ['HealthCheckPort'] : []),
    ...(check?.protocol === undefined ? ['HealthCheckProtocol'] : []),
  ].map((field) => `${field} of ${shortName(path.arn)}`);
  if (doubtful.length === 0) return { group: path, faults: [] };
  if (missing.length > 0) return { group: path, faults: [], gap: { reason: 'malformed', missing } };
  const gaps = doubtful.flatMap(
    (arn) => context.need('elasticloadbalancing:DescribeListeners', { LoadBalancerArn: arn }) ?? [],
  );
  const gap = joinGaps(gaps);
  if (gap !== undefined) return { group: path, faults: [], gap };
  return { group: path, faults: doubtful.flatMap((arn) => faultsOf(context, path, arn)) };
}

function faultsOf({ inventory, lookup }: ProviderContext, { group }: GroupPath, arn: string): readonly string[] {
  const listeners = lookup.listenersOf(arn);
  const at = (port: number | undefined): string | undefined => listeners.find((item) => item.port === port)?.protocol;
  const vpcId = inventory.loadBalancers.get(arn)?.vpcId;
  const checked = group?.healthCheck.port === 'traffic-port' ? group.port : Number(group?.healthCheck.port);
  const protocol = group?.healthCheck.protocol;
  const name = shortName(arn);
  if (vpcId !== undefined && vpcId !== group?.vpcId) return [`${name} is in ${vpcId}, not in ${group?.vpcId ?? ''}`];
  if (at(group?.port) === undefined) return [`${name} has no listener on port ${group?.port ?? ''}`];
  const spoken = at(checked);
  if (spoken === undefined) return [`${name} has no listener on the health check’s port ${checked ?? ''}`];
  return spoken === protocol
    ? []
    : [`the health check speaks ${protocol ?? ''} to port ${checked ?? ''}, where ${name} listens for ${spoken}`];
}

function draftOf(context: ProviderContext, { group, faults }: Judged): Draft {
  return {
    resource: group.arn,
    message: `The target group ${shortName(group.arn)} does not fit its Application Load Balancer: ${faults.join('; ')}.`,
    evidence: [
      evidence(group.arn, 'Port', group.group?.port),
      evidence(group.arn, 'HealthCheckProtocol', group.group?.healthCheck.protocol),
      evidence(group.arn, 'HealthCheckPort', group.group?.healthCheck.port),
      ...group.targets.map(({ targetId }) =>
        evidence(
          targetId,
          'Listeners[].Port',
          context.lookup.listenersOf(targetId).map((item) => `${item.protocol ?? ''}:${item.port ?? ''}`),
        ),
      ),
    ],
    commands: group.targets
      .slice(0, 1)
      .map(({ targetId }) =>
        awsCommand(
          'elbv2 describe-listeners',
          context.region,
          { 'load-balancer-arn': targetId, query: 'Listeners[].[Port,Protocol]' },
          READS_ONLY,
        ),
      ),
  };
}
