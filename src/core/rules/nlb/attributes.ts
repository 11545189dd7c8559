import type { GroupPath, ProviderContext } from '../../context.ts';
import type { Requirement } from '../rule.ts';

/* What is set on target groups and load balancers. */

export const GROUP_ATTRIBUTES: Requirement<ProviderContext> = {
  operation: 'elasticloadbalancing:DescribeTargetGroupAttributes',
  about: ({ groups }) => groups.map(({ arn }) => ({ TargetGroupArn: arn })),
};

/** One attribute of a target group; `undefined` when the answer lacks it. */
export function groupAttribute({ inventory }: ProviderContext, { arn }: GroupPath, name: string): string | undefined {
  return inventory.targetGroupAttributes.get(arn)?.values[name];
}
