import { defined } from '../model/defined.ts';
import { bool, listed, lower, number, object, text, texts } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

/** A target group. Its id is the ARN. */
export interface TargetGroup extends ResourceBase {
  readonly kind: 'target-group';
  readonly protocol?: string;
  readonly port?: number;
  readonly vpcId?: string;
  /** instance, ip, lambda, alb. */
  readonly targetType?: string;
  readonly ipAddressType?: string;
  readonly loadBalancerArns?: readonly string[];
  readonly healthCheck: {
    readonly protocol?: string;
    /** A number, or `traffic-port`. */
    readonly port?: string;
    readonly path?: string;
    readonly enabled?: boolean;
    readonly intervalSeconds?: number;
    readonly timeoutSeconds?: number;
    readonly healthyThreshold?: number;
    readonly unhealthyThreshold?: number;
    readonly matcher?: string;
  };
}

export const targetGroupKind: ResourceKind<TargetGroup> = {
  kind: 'target-group',
  operation: 'elasticloadbalancing:DescribeTargetGroups',
  list: 'TargetGroups',
  read: (call, scope) =>
    (listed(call.output, 'TargetGroups') ?? []).flatMap((raw) => {
      const id = text(raw, 'TargetGroupArn');
      if (id === undefined) return [];
      const matcher = object(raw, 'Matcher');
      return [
        defined({
          ...base(scope, raw, { id, owner: id.split(':')[4], name: text(raw, 'TargetGroupName'), tags: {} }),
          kind: 'target-group' as const,
          protocol: text(raw, 'Protocol'),
          port: number(raw, 'Port'),
          vpcId: text(raw, 'VpcId'),
          targetType: lower(raw, 'TargetType'),
          ipAddressType: lower(raw, 'IpAddressType'),
          loadBalancerArns: texts(raw, 'LoadBalancerArns'),
          healthCheck: defined({
            protocol: text(raw, 'HealthCheckProtocol'),
            port: text(raw, 'HealthCheckPort'),
            path: text(raw, 'HealthCheckPath'),
            enabled: bool(raw, 'HealthCheckEnabled'),
            intervalSeconds: number(raw, 'HealthCheckIntervalSeconds'),
            timeoutSeconds: number(raw, 'HealthCheckTimeoutSeconds'),
            healthyThreshold: number(raw, 'HealthyThresholdCount'),
            unhealthyThreshold: number(raw, 'UnhealthyThresholdCount'),
            matcher: matcher && (text(matcher, 'HttpCode') ?? text(matcher, 'GrpcCode')),
          }),
        }),
      ];
    }),
};
