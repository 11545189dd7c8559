import { defined } from '../model/defined.ts';
import type { JsonObject } from '../model/json.ts';
import { lower, listed, number, object, objects, text, texts } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

export interface ForwardTarget {
  readonly targetGroupArn: string;
  /** A group of weight 0 gets no traffic. */
  readonly weight: number;
}

/** A listener of a load balancer. Its id is the ARN. Gateway Load Balancer listeners have neither port nor protocol. */
export interface Listener extends ResourceBase {
  readonly kind: 'listener';
  readonly loadBalancerArn?: string;
  readonly port?: number;
  readonly protocol?: string;
  readonly forwards: readonly ForwardTarget[];
  readonly certificateArns?: readonly string[];
  readonly sslPolicy?: string;
  readonly alpnPolicy?: readonly string[];
}

export const listenerKind: ResourceKind<Listener> = {
  kind: 'listener',
  operation: 'elasticloadbalancing:DescribeListeners',
  list: 'Listeners',
  read: (call, scope) =>
    (listed(call.output, 'Listeners') ?? []).flatMap((raw) => {
      const id = text(raw, 'ListenerArn');
      if (id === undefined) return [];
      const port = number(raw, 'Port');
      const protocol = text(raw, 'Protocol');
      return [
        defined({
          ...base(scope, raw, { id, owner: id.split(':')[4], name: listenerName(protocol, port), tags: {} }),
          kind: 'listener' as const,
          loadBalancerArn: text(raw, 'LoadBalancerArn') ?? text(call.params, 'LoadBalancerArn'),
          port,
          protocol,
          forwards: (objects(raw, 'DefaultActions') ?? []).flatMap(forwardTargets),
          certificateArns: objects(raw, 'Certificates')?.flatMap((entry) => text(entry, 'CertificateArn') ?? []),
          sslPolicy: text(raw, 'SslPolicy'),
          alpnPolicy: texts(raw, 'AlpnPolicy'),
        }),
      ];
    }),
};

function listenerName(protocol: string | undefined, port: number | undefined): string | undefined {
  return protocol === undefined && port === undefined ? undefined : `${protocol ?? '?'}:${port ?? '?'}`;
}

/** ForwardConfig, where present, holds the weights; the plain TargetGroupArn then only repeats a group of it. */
export function forwardTargets(action: JsonObject): readonly ForwardTarget[] {
  // Of any other kind of action nobody knows that it sends anything to the group that it names.
  if ((lower(action, 'Type') ?? 'forward') !== 'forward') return [];
  const weighted = objects(object(action, 'ForwardConfig') ?? {}, 'TargetGroups')?.flatMap((entry) => {
    const targetGroupArn = text(entry, 'TargetGroupArn');
    return targetGroupArn === undefined ? [] : [{ targetGroupArn, weight: number(entry, 'Weight') ?? 1 }];
  });
  if (weighted !== undefined && weighted.length > 0) return weighted;
  const targetGroupArn = text(action, 'TargetGroupArn');
  return targetGroupArn === undefined ? [] : [{ targetGroupArn, weight: 1 }];
}
