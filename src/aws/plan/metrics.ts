import {
  connectionSeries,
  endpointSeries,
  loadBalancerSeries,
  serviceSeries,
  type MetricSeries,
} from '../../core/metric-series.ts';
import type { JsonObject } from '../../core/model/json.ts';
import { text } from '../../core/model/read.ts';
import { OPERATIONS } from '../operations.ts';
import { loadBalancersOf } from './load-balancers.ts';
import { chunks, itemsOf, type Reader } from './reader.ts';
import { readSliceEndpoints, readSliceServices, type Slice } from './slice.ts';

/** An endpoint is called unused after two weeks, and an hour is compared with the same one a week before. */
const DAYS = 14;
/** In seconds. */
const PERIOD = 3600;
/** GetMetricData takes at most 500 queries. */
const QUERIES = 500;

/** What metrics are read of, as AWS answers it. */
interface Metered {
  readonly endpoints: readonly JsonObject[];
  readonly services: readonly JsonObject[];
  readonly connections: readonly JsonObject[];
}

/** Metrics of all endpoints and services of the Region, and of the load balancers behind these. */
export async function readMetrics(reader: Reader, now: Date): Promise<void> {
  const rows = await Promise.all(
    [OPERATIONS.vpcEndpoints, OPERATIONS.serviceConfigurations, OPERATIONS.connections].map((one) => reader.ask(one)),
  );
  if (rows.some((row) => !row.complete)) reader.notAsked(OPERATIONS.metricData);
  await askMetrics(reader, now, {
    endpoints: itemsOf(rows, 'VpcEndpoints'),
    services: itemsOf(rows, 'ServiceConfigurations'),
    connections: itemsOf(rows, 'VpcEndpointConnections'),
  });
}

/**
 * Metrics of the subjects, of the services that the endpoints among them use, and of the load balancers behind these.
 *
 * @param asked the services that are subjects themselves: all of their connections count
 */
export async function readSliceMetrics(
  reader: Reader,
  now: Date,
  slice: Slice,
  asked: readonly string[],
): Promise<void> {
  const [endpoints, services] = await Promise.all([
    readSliceEndpoints(reader, slice.endpoints),
    readSliceServices(reader, slice.services),
  ]);
  const ids = services.flatMap((item) => text(item, 'ServiceId') ?? []);
  const rows = await reader.askAbout(OPERATIONS.connections, 'service-id', ids);
  const connections = itemsOf(rows, 'VpcEndpointConnections').filter((item) => {
    const [service, endpoint] = [text(item, 'ServiceId') ?? '', text(item, 'VpcEndpointId') ?? ''];
    return asked.includes(service) || (ids.includes(service) && slice.endpoints.includes(endpoint));
  });
  await askMetrics(reader, now, { endpoints, services, connections });
}

async function askMetrics({ ask }: Reader, now: Date, metered: Metered): Promise<void> {
  const hour = PERIOD * 1000;
  // CloudWatch answers fastest, and in whole hours, from the start of one.
  const start = Math.floor(now.getTime() / hour) * hour - DAYS * 24 * hour;
  const span = { StartTime: new Date(start).toISOString(), EndTime: now.toISOString() };
  await Promise.all(
    chunks(seriesOf(metered), QUERIES).map((some) =>
      // An id has a meaning in its request only.
      ask(OPERATIONS.metricData, { MetricDataQueries: some.map((series, i) => queryOf(series, `m${i}`)), ...span }),
    ),
  );
}

function seriesOf({ endpoints, services, connections }: Metered): readonly MetricSeries[] {
  return [
    ...endpoints.flatMap(endpointMetrics),
    ...services.flatMap((item) => Object.values(serviceSeries(text(item, 'ServiceId') ?? ''))),
    ...connections.flatMap((item) =>
      Object.values(connectionSeries(text(item, 'ServiceId') ?? '', text(item, 'VpcEndpointId') ?? '')),
    ),
    ...loadBalancersOf(services)
      .filter((arn) => arn.includes(':loadbalancer/net/'))
      .flatMap((arn) => Object.values(loadBalancerSeries(arn))),
  ];
}

/** Gateway endpoints have no metrics. */
function endpointMetrics(endpoint: JsonObject): readonly MetricSeries[] {
  const [type, serviceName, id, vpcId] = ['VpcEndpointType', 'ServiceName', 'VpcEndpointId', 'VpcId'].map((field) =>
    text(endpoint, field),
  );
  if (type !== 'Interface' && type !== 'GatewayLoadBalancer') return [];
  if (serviceName === undefined || id === undefined || vpcId === undefined) return [];
  return Object.values(endpointSeries({ id, type, serviceName, vpcId }));
}

function queryOf({ namespace, metricName, stat, dimensions }: MetricSeries, id: string): JsonObject {
  const named = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return {
    Id: id,
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: metricName, Dimensions: named },
      Period: PERIOD,
      Stat: stat,
    },
    ReturnData: true,
  };
}
