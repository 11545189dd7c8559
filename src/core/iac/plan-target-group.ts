import { defined } from '../model/defined.ts';
import type { Inventory } from '../model/inventory.ts';
import { text } from '../model/read.ts';
import type { TargetGroup } from '../resources/target-group.ts';
import { notDefault } from './attributes.ts';
import { gapIn, gapNote } from './gaps.ts';
import type { Inputs } from './inputs.ts';
import type { HealthCheck, PlannedTargetGroup, Target } from './model.ts';
import { ownTags, vpcTerm } from './plan-parts.ts';
import { nameWords } from './words.ts';

/** A target group with what is registered in it; `undefined` when the answer lacks what every target group has. */
export function planTargetGroup(
  inventory: Inventory,
  group: TargetGroup,
  prefix: readonly string[],
  inputs: Inputs,
): PlannedTargetGroup | undefined {
  const { port, protocol, targetType } = group;
  if (port === undefined || protocol === undefined || targetType === undefined) return undefined;
  const words = nameWords(group.name, ['targets', String(port)], 'targets');
  const about = (operation: string): Parameters<typeof gapIn> => [
    inventory,
    group,
    `elasticloadbalancing:${operation}`,
    group.id,
  ];
  const attributes = inventory.targetGroupAttributes.get(group.id)?.values;
  const targets = targetsOf(inventory, group);
  const request = { type: 'targets', current: targets.map((target) => target.id), prefix: words, targets } as const;
  return defined({
    kind: 'target-group' as const,
    key: group.id,
    words,
    comments:
      targets.length === 0
        ? []
        : ['Targets as registered when read: leave them out where an Auto Scaling group, ECS or EKS registers them.'],
    notes: [
      ...(attributes === undefined
        ? [
            `Attributes of the target group were not read: ${gapIn(...about('DescribeTargetGroupAttributes')) ?? 'none in the answer'}.`,
          ]
        : []),
      ...gapNote('Targets were not read', ...about('DescribeTargetHealth')),
      ...gapNote('Tags of the target group were not read', ...about('DescribeTags')),
    ],
    name: text(group.raw, 'TargetGroupName') ?? '',
    port,
    protocol,
    targetType,
    ipAddressType: group.ipAddressType,
    vpc: vpcTerm(group.vpcId, prefix, inputs),
    healthCheck: healthCheckOf(group),
    attributes: notDefault('target-group', attributes ?? {}),
    targets: targets.length === 0 ? undefined : inputs.whole(request).input,
    tags: ownTags(group.tags),
  });
}

/** What is registered; a target that drains has been taken out already. */
function targetsOf(inventory: Inventory, group: TargetGroup): readonly Target[] {
  return [...inventory.targetHealth.values()]
    .filter((item) => item.targetGroupArn === group.id && item.state !== 'draining')
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((item) =>
      defined({
        id: item.targetId,
        port: item.port ?? group.port,
        availabilityZone: group.targetType === 'ip' && item.availabilityZone === 'all' ? 'all' : undefined,
      }),
    );
}

/** Path and codes belong to HTTP checks only: Terraform and CloudFormation refuse them with TCP. */
function healthCheckOf(group: TargetGroup): HealthCheck {
  const check = group.healthCheck;
  const http = check.protocol === 'HTTP' || check.protocol === 'HTTPS';
  return defined({
    protocol: check.protocol,
    port: check.port,
    path: http ? check.path : undefined,
    intervalSeconds: check.intervalSeconds,
    timeoutSeconds: check.timeoutSeconds,
    healthyThreshold: check.healthyThreshold,
    unhealthyThreshold: check.unhealthyThreshold,
    matcher: http ? check.matcher : undefined,
  });
}
