import { defined } from '../model/defined.ts';
import { stableStringify, type JsonObject } from '../model/json.ts';
import { listed, lower, number, object, objects, text } from '../model/read.ts';
import type { SnapshotCall, SnapshotScope } from '../model/snapshot.ts';
import { dimensionsOf } from './alarm.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

/** The data points of one query. Its id says where, what and when: a query's own id means something only in its request. */
export interface MetricData extends ResourceBase {
  readonly kind: 'metric-data';
  readonly queryId: string;
  readonly namespace?: string;
  readonly metricName?: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat?: string;
  /** Seconds. */
  readonly period?: number;
  readonly startTime?: string;
  readonly endTime?: string;
  /** Lower case: complete, partialdata, internalerror, forbidden. */
  readonly statusCode?: string;
  /** The earliest first. */
  readonly points: readonly { readonly timestamp: string; readonly value: number }[];
}

export const metricDataKind: ResourceKind<MetricData> = {
  kind: 'metric-data',
  operation: 'cloudwatch:GetMetricData',
  read: (call, scope) => {
    const results = new Map<string, JsonObject[]>();
    for (const result of listed(call.output, 'MetricDataResults') ?? []) {
      const id = text(result, 'Id');
      if (id !== undefined) results.set(id, [...(results.get(id) ?? []), result]);
    }
    return [...results].map(([id, pieces]) => metric(id, pieces, call, scope));
  },
};

/** @param pieces what the pages of the answer hold of one result, of which the last says whether it is complete */
function metric(queryId: string, pieces: readonly JsonObject[], call: SnapshotCall, scope: SnapshotScope): MetricData {
  const query = objects(call.params, 'MetricDataQueries')?.find((item) => text(item, 'Id') === queryId) ?? {};
  const stat = object(query, 'MetricStat') ?? {};
  const what = object(stat, 'Metric') ?? {};
  const last = pieces.at(-1) ?? {};
  const { StartTime, EndTime, ScanBy } = call.params;
  const asked = stableStringify({ query, StartTime, EndTime, ScanBy });
  return defined({
    ...base(scope, last, {
      id: `${scope.account}/${scope.region}/${queryId} ${asked}`,
      name: text(last, 'Label'),
      tags: {},
    }),
    kind: 'metric-data' as const,
    queryId,
    namespace: text(what, 'Namespace'),
    metricName: text(what, 'MetricName'),
    dimensions: dimensionsOf(what),
    stat: text(stat, 'Stat'),
    period: number(stat, 'Period'),
    startTime: text(call.params, 'StartTime'),
    endTime: text(call.params, 'EndTime'),
    statusCode: lower(last, 'StatusCode'),
    points: pieces.flatMap(pointsOf).sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp)),
  });
}

function pointsOf(piece: JsonObject): readonly { timestamp: string; value: number }[] {
  const timestamps = piece['Timestamps'];
  const values = piece['Values'];
  if (!Array.isArray(timestamps) || !Array.isArray(values)) return [];
  return timestamps.flatMap((timestamp: unknown, i) => {
    const value: unknown = values[i];
    return typeof timestamp === 'string' && typeof value === 'number' ? [{ timestamp, value }] : [];
  });
}
