import type { JsonObject } from '../model/json.ts';
import { listed, text } from '../model/read.ts';
import type { SnapshotCall, SnapshotScope } from '../model/snapshot.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

/** The attributes of one load balancer, listener or target group as key and value. Its id is the ARN of what it belongs to. */
export interface ElbAttributes extends ResourceBase {
  readonly kind: 'load-balancer-attributes' | 'listener-attributes' | 'target-group-attributes';
  readonly values: Readonly<Record<string, string>>;
}

function reader(kind: ElbAttributes['kind'], arnParam: string) {
  return (call: SnapshotCall, scope: SnapshotScope): readonly ElbAttributes[] => {
    const arn = text(call.params, arnParam);
    const attributes = listed(call.output, 'Attributes');
    if (arn === undefined || attributes === undefined) return [];
    const value = (entry: JsonObject): [string, string] => [text(entry, 'Key') ?? '', text(entry, 'Value') ?? ''];
    return [
      {
        ...base(scope, call.output, { id: arn, owner: arn.split(':')[4], tags: {} }),
        kind,
        values: Object.fromEntries(attributes.map(value)),
      },
    ];
  };
}

export const loadBalancerAttributesKind: ResourceKind<ElbAttributes> = {
  kind: 'load-balancer-attributes',
  operation: 'elasticloadbalancing:DescribeLoadBalancerAttributes',
  read: reader('load-balancer-attributes', 'LoadBalancerArn'),
};

export const listenerAttributesKind: ResourceKind<ElbAttributes> = {
  kind: 'listener-attributes',
  operation: 'elasticloadbalancing:DescribeListenerAttributes',
  read: reader('listener-attributes', 'ListenerArn'),
};

export const targetGroupAttributesKind: ResourceKind<ElbAttributes> = {
  kind: 'target-group-attributes',
  operation: 'elasticloadbalancing:DescribeTargetGroupAttributes',
  read: reader('target-group-attributes', 'TargetGroupArn'),
};
