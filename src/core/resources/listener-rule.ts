import { defined } from '../model/defined.ts';
import { bool, lower, objects, text, texts } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';
import { forwardTargets, type ForwardTarget } from './listener.ts';

/** A rule of a listener of an Application Load Balancer. Its id is the ARN. */
export interface ListenerRule extends ResourceBase {
  readonly kind: 'listener-rule';
  readonly listenerArn?: string;
  /** A number as text, or `default`. */
  readonly priority?: string;
  readonly isDefault?: boolean;
  readonly conditions?: readonly { readonly field?: string; readonly values?: readonly string[] }[];
  /** Lower case: forward, redirect, fixed-response, … */
  readonly actionTypes?: readonly string[];
  readonly forwards: readonly ForwardTarget[];
}

export const listenerRuleKind: ResourceKind<ListenerRule> = {
  kind: 'listener-rule',
  operation: 'elasticloadbalancing:DescribeRules',
  ...entries('Rules', (raw, scope, call) => {
    const id = text(raw, 'RuleArn');
    if (id === undefined) return undefined;
    const actions = objects(raw, 'Actions');
    return defined({
      ...base(scope, raw, { id, owner: id.split(':')[4], tags: {} }),
      kind: 'listener-rule' as const,
      listenerArn: text(call.params, 'ListenerArn') ?? listenerOf(id),
      priority: lower(raw, 'Priority'),
      isDefault: bool(raw, 'IsDefault'),
      conditions: objects(raw, 'Conditions')?.map((condition) =>
        defined({ field: text(condition, 'Field'), values: texts(condition, 'Values') }),
      ),
      actionTypes: actions?.flatMap((action) => lower(action, 'Type') ?? []),
      forwards: (actions ?? []).flatMap(forwardTargets),
    });
  }),
};

/** A rule's ARN is its listener's with an id behind it: `…:listener-rule/app/name/lb/listener/rule`. */
function listenerOf(ruleArn: string): string | undefined {
  const listener = /^(.*:)listener-rule(\/.+)\/[^/]+$/.exec(ruleArn);
  return listener === null ? undefined : `${listener[1] ?? ''}listener${listener[2] ?? ''}`;
}
