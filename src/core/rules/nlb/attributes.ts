import type { GroupPath, ProviderContext } from '../../context.ts';
import type { Requirement } from '../rule.ts';

/* What is set on target groups and load balancers. */

export const GROUP_ATTRIBUTES: Requirement<ProviderContext> = {
  operation: 'elasticloadbalancing:DescribeTargetGroupAttributes',
  about: ({ groups }) => groups.map(({ arn }) => ({ TargetGroupArn: arn })),
};

export const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

/**
 * Whether the load balancer’s nodes send to a group’s targets in other zones: the group’s own attribute, else the load
 * balancer’s; `undefined` when one that decides was not read. An Application Load Balancer as target has no zone.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
export function crossesZones(
  { inventory }: ProviderContext,
  { arn, group, loadBalancer }: GroupPath,
): boolean | undefined {
  if (group?.targetType === 'alb') return true;
  const own = inventory.targetGroupAttributes.get(arn)?.values;
  const inherited = inventory.loadBalancerAttributes.get(loadBalancer.arn)?.values;
  if (own === undefined || inherited === undefined || lacksCrossZone(own)) return undefined;
  const said = own[CROSS_ZONE];
  if (said === 'true' || said === 'false') return said === 'true';
  return lacksCrossZone(inherited) ? undefined : inherited[CROSS_ZONE] === 'true';
}

/** True for attributes that AWS cannot have answered: there are always some, and what is said of zones is never empty. */
export function lacksCrossZone(values: Readonly<Record<string, string>>): boolean {
  return Object.keys(values).length === 0 || values[CROSS_ZONE] === '';
}

/** One attribute of a target group; `undefined` when the answer lacks it. */
export function groupAttribute({ inventory }: ProviderContext, { arn }: GroupPath, name: string): string | undefined {
  return inventory.targetGroupAttributes.get(arn)?.values[name];
}
