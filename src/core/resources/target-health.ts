import { defined } from '../model/defined.ts';
import { listed, lower, number, object, text } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

/** A registered target with its health. Its id is `targetGroupArn#targetId:port`. */
export interface TargetHealth extends ResourceBase {
  readonly kind: 'target-health';
  readonly targetGroupArn: string;
  /** An instance id, an IP address, or the ARN of an Application Load Balancer or function. */
  readonly targetId: string;
  readonly port?: number;
  /** A zone name, or `all`. */
  readonly availabilityZone?: string;
  /** Lower case: initial, healthy, unhealthy, unhealthy.draining, unused, draining, unavailable. */
  readonly state?: string;
  readonly reason?: string;
  readonly description?: string;
}

export const targetHealthKind: ResourceKind<TargetHealth> = {
  kind: 'target-health',
  operation: 'elasticloadbalancing:DescribeTargetHealth',
  list: 'TargetHealthDescriptions',
  read: (call, scope) => {
    const targetGroupArn = text(call.params, 'TargetGroupArn');
    if (targetGroupArn === undefined) return [];
    return (listed(call.output, 'TargetHealthDescriptions') ?? []).flatMap((raw) => {
      const target = object(raw, 'Target') ?? {};
      const health = object(raw, 'TargetHealth') ?? {};
      const targetId = text(target, 'Id');
      if (targetId === undefined) return [];
      const port = number(target, 'Port');
      return [
        defined({
          ...base(scope, raw, {
            id: `${targetGroupArn}#${targetId}${port === undefined ? '' : `:${port}`}`,
            owner: targetGroupArn.split(':')[4],
            name: targetId,
            tags: {},
          }),
          kind: 'target-health' as const,
          targetGroupArn,
          targetId,
          port,
          availabilityZone: text(target, 'AvailabilityZone'),
          state: lower(health, 'State'),
          reason: text(health, 'Reason'),
          description: text(health, 'Description'),
        }),
      ];
    });
  },
};
