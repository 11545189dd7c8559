import { defined } from '../model/defined.ts';
import type { JsonObject } from '../model/json.ts';
import { bool, listed, lower, number, object, objects, text, texts } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

export interface AlarmMetric {
  readonly namespace?: string;
  readonly metricName?: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A metric alarm or a composite one. Its id is the ARN. */
export interface Alarm extends ResourceBase {
  readonly kind: 'alarm';
  readonly alarmType: 'metric' | 'composite';
  /** Lower case: ok, alarm, insufficient_data. */
  readonly state?: string;
  readonly actionsEnabled?: boolean;
  readonly alarmActions?: readonly string[];
  /** All that it watches; none for a composite alarm, which watches alarms. */
  readonly metrics: readonly AlarmMetric[];
  /** Metric math and Metrics Insights queries, as they are written. */
  readonly expressions: readonly string[];
  readonly threshold?: number;
  readonly comparisonOperator?: string;
  readonly alarmRule?: string;
}

export const alarmKind: ResourceKind<Alarm> = {
  kind: 'alarm',
  operation: 'cloudwatch:DescribeAlarms',
  read: (call, scope) =>
    (['metric', 'composite'] as const).flatMap((alarmType) =>
      (listed(call.output, alarmType === 'metric' ? 'MetricAlarms' : 'CompositeAlarms') ?? []).flatMap((raw) => {
        const id = text(raw, 'AlarmArn');
        if (id === undefined) return [];
        return [
          defined({
            ...base(scope, raw, { id, owner: id.split(':')[4], name: text(raw, 'AlarmName'), tags: {} }),
            kind: 'alarm' as const,
            alarmType,
            state: lower(raw, 'StateValue'),
            actionsEnabled: bool(raw, 'ActionsEnabled'),
            alarmActions: texts(raw, 'AlarmActions'),
            metrics: watched(raw),
            expressions: (objects(raw, 'Metrics') ?? []).flatMap((query) => text(query, 'Expression') ?? []),
            threshold: number(raw, 'Threshold'),
            comparisonOperator: text(raw, 'ComparisonOperator'),
            alarmRule: text(raw, 'AlarmRule'),
          }),
        ];
      }),
    ),
};

/** The one metric of an alarm, or those that its expression is made of. */
function watched(raw: JsonObject): readonly AlarmMetric[] {
  const stats = (objects(raw, 'Metrics') ?? []).flatMap((query): readonly JsonObject[] => {
    const metric = object(object(query, 'MetricStat') ?? {}, 'Metric');
    return metric === undefined ? [] : [metric];
  });
  return [raw, ...stats].flatMap((metric) => {
    const metricName = text(metric, 'MetricName');
    if (metricName === undefined) return [];
    return [defined({ namespace: text(metric, 'Namespace'), metricName, dimensions: dimensionsOf(metric) })];
  });
}

/** CloudWatch's `Dimensions: [{Name, Value}]` as a record. */
export function dimensionsOf(metric: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (objects(metric, 'Dimensions') ?? []).flatMap((dimension): [string, string][] => {
      const name = text(dimension, 'Name');
      return name === undefined ? [] : [[name, text(dimension, 'Value') ?? '']];
    }),
  );
}
