import type { EndpointContext, ProviderContext } from '../context.ts';
import { connectionSeries, endpointSeries, loadBalancerSeries, type MetricSeries } from '../metric-series.ts';
import type { Inventory } from '../model/inventory.ts';
import { stableStringify } from '../model/json.ts';
import type { Gap } from '../needs.ts';
import type { MetricData } from '../resources/metric-data.ts';

/*
 * CloudWatch's metrics as the rules look at them: by the hour, the latest first. They are read on request, so every rule
 * that needs them is optional. Traffic is what makes a data point: an hour without one counted nothing.
 */

export const METRIC_DATA = 'cloudwatch:GetMetricData';

const HOUR = 3_600_000;
/** A fault that metrics show is a present one while it is among so many latest hours. */
export const RECENT_HOURS = 5;
const WEEK = 7 * 24;

/** One metric by the hour. */
export interface Hours {
  readonly series: MetricSeries;
  /** Of the hour that was so many hours ago, 0 being the one that the reading ended in; `undefined` if it was not read. */
  readonly at: (hoursAgo: number) => number | undefined;
  /** Of so many latest hours together; `undefined` if not all of them were read. */
  readonly sum: (hours: number) => number | undefined;
}

type Reading = Hours | { readonly gap: Gap };

/** The metrics that were read, by what they are of; of two readings the later one. */
const INDEX = new WeakMap<Inventory, ReadonlyMap<string, MetricData>>();

function indexOf(inventory: Inventory): ReadonlyMap<string, MetricData> {
  const known = INDEX.get(inventory);
  if (known !== undefined) return known;
  const index = new Map<string, MetricData>();
  for (const item of inventory.metricData.values()) {
    const key = keyOf(item);
    const other = index.get(key);
    if (other === undefined || (item.endTime ?? '') > (other.endTime ?? '')) index.set(key, item);
  }
  INDEX.set(inventory, index);
  return index;
}

function keyOf({
  namespace,
  metricName,
  stat,
  dimensions,
}: Pick<MetricData, 'namespace' | 'metricName' | 'stat' | 'dimensions'>): string {
  return stableStringify({ namespace, metricName, stat, dimensions });
}

/** Why there is no metric at all. */
function metricsGap({ inventory, need }: Pick<EndpointContext, 'inventory' | 'need'>): Gap | undefined {
  return inventory.metricData.size === 0 ? need(METRIC_DATA) : undefined;
}

/** One metric as it was read, or why it was not. */
export function hoursOf(
  { inventory, need }: Pick<EndpointContext, 'inventory' | 'need'>,
  series: MetricSeries,
): Reading {
  const data = indexOf(inventory).get(keyOf(series));
  if (data === undefined) {
    return { gap: need(METRIC_DATA) ?? { reason: 'not-asked', missing: [`${METRIC_DATA} of ${series.metricName}`] } };
  }
  const [start, end] = [Date.parse(data.startTime ?? ''), Date.parse(data.endTime ?? '')];
  if (data.statusCode !== 'complete' || Number.isNaN(start) || Number.isNaN(end) || (data.period ?? Infinity) > 3600) {
    const missing = [`complete answer for ${series.metricName} by the hour`];
    return { gap: { reason: 'malformed', missing, unanswered: true } };
  }
  const latest = Math.floor((end - 1) / HOUR) * HOUR;
  const sums = new Map<number, number>();
  for (const { timestamp, value } of data.points) {
    const hoursAgo = (latest - Math.floor(Date.parse(timestamp) / HOUR) * HOUR) / HOUR;
    sums.set(hoursAgo, (sums.get(hoursAgo) ?? 0) + value);
  }
  const at = (hoursAgo: number): number | undefined =>
    latest - hoursAgo * HOUR < start ? undefined : (sums.get(hoursAgo) ?? 0);
  return {
    series,
    at,
    sum: (hours) => {
      if (at(hours - 1) === undefined) return undefined;
      return Array.from({ length: hours }, (_, i) => at(i) ?? 0).reduce((sum, value) => sum + value, 0);
    },
  };
}

/** Of so many latest hours together, or why that is not known. */
export function sumOf(reading: Reading, hours: number): number | { readonly gap: Gap } {
  if ('gap' in reading) return reading;
  const sum = reading.sum(hours);
  return (
    sum ?? {
      gap: { reason: 'not-asked', missing: [`${METRIC_DATA} of ${reading.series.metricName} of ${hours} hours`] },
    }
  );
}

/** A share of the recent hours that is high, and higher than a week before. */
export interface Rise {
  readonly rising: boolean;
  /** Of the recent hours together. */
  readonly part: number;
  readonly whole: number;
}

/** Resets and failed handshakes happen all the time: what is more than this share of connections is no noise. */
const HIGH = 0.05;
/** How many times the share of the same hour a week before. */
const TIMES = 3;
/** How many of the recent hours. */
const ENOUGH = 3;

/**
 * Whether a part of something makes more than 5 % of it in three of the last five hours, and more than three times what it
 * made in the same hour of last week. An hour in which nothing was counted, then or now, compares with none.
 */
export function riseOf(part: Reading, whole: Reading): Rise | { readonly gap: Gap } {
  if ('gap' in part) return part;
  if ('gap' in whole) return whole;
  const [parts, wholes] = [sumOf(part, RECENT_HOURS), sumOf(whole, RECENT_HOURS)];
  if (typeof parts !== 'number') return parts;
  if (typeof wholes !== 'number') return wholes;
  const high = Array.from({ length: RECENT_HOURS }, (_, i) => i).filter((i) => {
    const now = shareAt(part, whole, i);
    const before = shareAt(part, whole, i + WEEK);
    return now !== undefined && before !== undefined && now > HIGH && now > TIMES * before;
  });
  return { rising: high.length >= ENOUGH, part: parts, whole: wholes };
}

function shareAt(part: Hours, whole: Hours, hoursAgo: number): number | undefined {
  const [some, all] = [part.at(hoursAgo), whole.at(hoursAgo)];
  return some === undefined || all === undefined || all === 0 ? undefined : some / all;
}

type EndpointMetric = keyof ReturnType<typeof endpointSeries>;

/**
 * A metric of an endpoint. Only interface and Gateway Load Balancer endpoints to services of their own Region have any:
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-cloudwatch-metrics.html
 */
export function endpointMetric(
  context: Pick<EndpointContext, 'endpoint' | 'vpcId' | 'inventory' | 'need'>,
  metric: EndpointMetric,
): Reading {
  const unread = metricsGap(context);
  if (unread !== undefined) return { gap: unread };
  const { endpoint, vpcId } = context;
  const { id, type = '', serviceName } = endpoint;
  if (serviceName === undefined || vpcId === '') {
    return { gap: { reason: 'malformed', missing: [serviceName === undefined ? 'ServiceName' : 'VpcId'] } };
  }
  return hoursOf(context, endpointSeries({ id, type, serviceName, vpcId })[metric]);
}

/** A metric of one endpoint, as its service’s account sees it. */
export function connectionMetric(
  context: ProviderContext,
  endpointId: string,
  metric: keyof ReturnType<typeof connectionSeries>,
): Reading {
  const unread = metricsGap(context);
  return unread === undefined
    ? hoursOf(context, connectionSeries(context.service.id, endpointId)[metric])
    : { gap: unread };
}

export function loadBalancerMetric(
  context: ProviderContext,
  arn: string,
  metric: keyof ReturnType<typeof loadBalancerSeries>,
): Reading {
  return hoursOf(context, loadBalancerSeries(arn)[metric]);
}

/** The command that shows a metric hour by hour. @param now ISO 8601 */
export function metricStatistics(
  series: MetricSeries,
  now: string,
  hours: number,
): Readonly<Record<string, string | readonly string[]>> {
  const end = Date.parse(now);
  return {
    namespace: series.namespace,
    'metric-name': series.metricName,
    dimensions: Object.entries(series.dimensions).map(([name, value]) => `Name=${name},Value=${value}`),
    'start-time': new Date(end - hours * HOUR).toISOString(),
    'end-time': new Date(end).toISOString(),
    period: '3600',
    statistics: series.stat,
  };
}
