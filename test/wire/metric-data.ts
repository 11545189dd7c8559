import { isJsonObject, stableStringify, type Json, type JsonObject } from '../../src/core/model/json.ts';
import type { SnapshotCall } from '../../src/core/model/snapshot.ts';
import { textOf } from './json-text.ts';

interface Point {
  readonly timestamp: Json;
  readonly value: Json;
}

/** The data points of a result that fall into the period asked for: the start belongs to it, the end does not. */
export function withinPeriod(results: readonly Json[], bound: 'StartTime' | 'EndTime', value: Json): readonly Json[] {
  const limit = Date.parse(textOf(value));
  const inside = (timestamp: Json): boolean =>
    bound === 'StartTime' ? Date.parse(textOf(timestamp)) >= limit : Date.parse(textOf(timestamp)) < limit;
  return results.filter(isJsonObject).map((result) =>
    withPoints(
      result,
      pointsOf(result).filter((point) => inside(point.timestamp)),
    ),
  );
}

/**
 * Cuts results where a page is full, as CloudWatch does: a page is so many data points, not so many results, and a result
 * that goes on in the next page is `PartialData` until then
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html).
 */
export function metricDataPage(
  results: readonly Json[],
  start: number,
  size: number,
): { results: readonly JsonObject[]; more: boolean } {
  const page: JsonObject[] = [];
  let before = 0;
  let more = false;
  for (const result of results.filter(isJsonObject)) {
    const points = pointsOf(result);
    const from = Math.max(0, start - before);
    const to = Math.min(points.length, start + size - before);
    // A result without data points is told of where it would stand.
    const empty = points.length === 0 && before >= start && before < start + size;
    if (to > from)
      page.push(
        withPoints(to < points.length ? { ...result, StatusCode: 'PartialData' } : result, points.slice(from, to)),
      );
    else if (empty) page.push(result);
    before += points.length;
    more ||= before > start + size || (points.length === 0 && before >= start + size);
  }
  return { results: page, more };
}

function pointsOf(result: JsonObject): readonly Point[] {
  const timestamps = (result['Timestamps'] ?? []) as readonly Json[];
  const values = (result['Values'] ?? []) as readonly Json[];
  return timestamps.map((timestamp, i) => ({ timestamp, value: values[i] ?? null }));
}

function withPoints(result: JsonObject, points: readonly Point[]): JsonObject {
  return {
    ...result,
    Timestamps: points.map((point) => point.timestamp),
    Values: points.map((point) => point.value),
  };
}

/**
 * The row that answers queries for metrics, whatever ids they have: each by the recorded query for the same metric, and a
 * metric that was never recorded by no data points, as CloudWatch does.
 *
 * @returns `undefined` when no query for a metric was recorded
 */
export function answerToQueries(rows: readonly SnapshotCall[], params: JsonObject): SnapshotCall | undefined {
  const recorded = new Map<string, JsonObject>();
  const metered = rows.filter((row) => queriesIn(row.params).some((query) => query['MetricStat'] !== undefined));
  for (const row of metered) {
    const results = (row.output['MetricDataResults'] ?? []) as readonly JsonObject[];
    for (const query of queriesIn(row.params)) {
      const result = results.find((item) => item['Id'] === query['Id']);
      if (result !== undefined) recorded.set(stableStringify(query['MetricStat'] ?? null), result);
    }
  }
  const [first] = metered;
  if (first === undefined || first.status !== 'ok') return first;
  const results = queriesIn(params).map((query): JsonObject => {
    const found = recorded.get(stableStringify(query['MetricStat'] ?? null));
    const nothing = { Label: '', Timestamps: [], Values: [], StatusCode: 'Complete' };
    return { ...(found ?? nothing), Id: query['Id'] };
  });
  const { MetricDataQueries } = params;
  return { ...first, params: { MetricDataQueries }, output: { MetricDataResults: results } };
}

function queriesIn(params: JsonObject): readonly JsonObject[] {
  const queries = params['MetricDataQueries'];
  return Array.isArray(queries) ? queries.filter(isJsonObject) : [];
}
