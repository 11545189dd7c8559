import { healthyEstate, type HealthyEstate } from './healthy.ts';
import { CAPTURED_AT, textOf, type Item, type ScopeWorld } from './world.ts';

/*
 * CloudWatch in a world: two weeks of data points by the hour, as they are at the moment that all worlds show. An hour
 * without traffic has none. https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-cloudwatch-metrics.html
 */

const HOUR = 3_600_000;
const NOW = Date.parse(CAPTURED_AT);
/** The hour that the worlds' moment lies in. */
const LATEST = Math.floor(NOW / HOUR) * HOUR;
export const WEEK = 7 * 24;
export const FORTNIGHT = 14 * 24;

/** A metric by its namespace, name and all of its dimensions. */
export interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Values by how many hours ago they were, 0 being the hour that is not over. */
export type Values = Readonly<Record<number, number>>;

/** The same value in each hour of two weeks. */
export function always(value: number): Values {
  return Object.fromEntries(Array.from({ length: FORTNIGHT + 1 }, (_, i) => [i, value]));
}

export function endpointMetric(endpoint: Item, MetricName: string): Metric {
  return {
    Namespace: 'AWS/PrivateLinkEndpoints',
    MetricName,
    dimensions: {
      'Endpoint Type': textOf(endpoint, 'VpcEndpointType'),
      'Service Name': textOf(endpoint, 'ServiceName'),
      'VPC Endpoint Id': textOf(endpoint, 'VpcEndpointId'),
      'VPC Id': textOf(endpoint, 'VpcId'),
    },
  };
}

export function connectionMetric(serviceId: string, endpointId: string, MetricName: string): Metric {
  return {
    Namespace: 'AWS/PrivateLinkServices',
    MetricName,
    dimensions: { 'Service Id': serviceId, 'VPC Endpoint Id': endpointId },
  };
}

export function balancerMetric(loadBalancer: Item, MetricName: string): Metric {
  const LoadBalancer = textOf(loadBalancer, 'LoadBalancerArn').split(':loadbalancer/')[1] ?? '';
  return { Namespace: 'AWS/NetworkELB', MetricName, dimensions: { LoadBalancer } };
}

/** Says what a metric counted, in place of what was said of it before. */
export function measure(scope: ScopeWorld, metric: Metric, values: Values, status = 'Complete'): void {
  const { queries, results } = answerIn(scope);
  const { Namespace, MetricName, dimensions } = metric;
  const Dimensions = Object.entries(dimensions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([Name, Value]) => ({ Name, Value }));
  const MetricStat = { Metric: { Namespace, MetricName, Dimensions }, Period: 3600, Stat: 'Sum' };
  const known = queries.findIndex((query) => JSON.stringify(query['MetricStat']) === JSON.stringify(MetricStat));
  const at = known < 0 ? queries.length : known;
  // CloudWatch answers the latest data point first.
  const points = Object.entries(values).sort(([a], [b]) => Number(a) - Number(b));
  queries[at] = { Id: `m${at}`, MetricStat, ReturnData: true };
  results[at] = {
    Id: `m${at}`,
    Label: MetricName,
    Timestamps: points.map(([hoursAgo]) => new Date(LATEST - Number(hoursAgo) * HOUR).toISOString()),
    Values: points.map(([, value]) => value),
    StatusCode: status,
  };
}

const OPERATION = 'cloudwatch:GetMetricData';

function answerIn(scope: ScopeWorld): { readonly queries: Item[]; readonly results: Item[] } {
  const known = scope.answers.find(({ operation }) => operation === OPERATION);
  if (known !== undefined) {
    return {
      queries: known.params['MetricDataQueries'] as Item[],
      results: known.output['MetricDataResults'] as Item[],
    };
  }
  const [queries, results]: [Item[], Item[]] = [[], []];
  scope.answers.push({
    operation: OPERATION,
    params: {
      MetricDataQueries: queries,
      StartTime: new Date(LATEST - FORTNIGHT * HOUR).toISOString(),
      EndTime: CAPTURED_AT,
    },
    output: { MetricDataResults: results },
  });
  return { queries, results };
}

const IDLE = [
  'PortAllocationErrorCount',
  'SecurityGroupBlockedFlowCount_Inbound_TCP',
  'SecurityGroupBlockedFlowCount_Outbound_TCP',
  'TCP_ELB_Reset_Count',
  'ClientTLSNegotiationErrorCount',
  'TargetTLSNegotiationErrorCount',
];

/** A thousand connections an hour through each part of an estate that works, with a few resets among them. */
export function meter<E extends HealthyEstate>(estate: E): E {
  const { consumer, provider, endpoint, awsEndpoint, service } = estate;
  for (const { raw } of [endpoint, awsEndpoint]) {
    measure(consumer, endpointMetric(raw, 'BytesProcessed'), always(500_000_000));
    measure(consumer, endpointMetric(raw, 'NewConnections'), always(1000));
    measure(consumer, endpointMetric(raw, 'RstPacketsReceived'), always(10));
    measure(consumer, endpointMetric(raw, 'PacketsDropped'), {});
  }
  measure(provider, connectionMetric(service.id, endpoint.id, 'NewConnections'), always(1000));
  measure(provider, connectionMetric(service.id, endpoint.id, 'RstPacketsSent'), always(10));
  measure(provider, balancerMetric(service.loadBalancer, 'NewFlowCount_TLS'), always(1000));
  for (const name of IDLE) measure(provider, balancerMetric(service.loadBalancer, name), {});
  return estate;
}

/** The healthy estate with its metrics. */
export function meteredEstate(): HealthyEstate {
  return meter(healthyEstate());
}

/** So much in each of the last hours, and so much in the same hours of last week. */
export function lately(hours: number, value: number, before: number): Values {
  const recent = Array.from({ length: hours }, (_, i) => i);
  return Object.fromEntries([...recent.map((i) => [i, value]), ...recent.map((i) => [i + WEEK, before])]) as Values;
}

/** AWS's list prices of interface endpoints in us-east-1: so much an hour and zone, so much a gigabyte. */
export function price(scope: ScopeWorld, hour: string, gigabyte: string, prefix = ''): void {
  const product = (usagetype: string, unit: string, amount: string): string =>
    JSON.stringify({
      product: {
        sku: `SKU-${usagetype}`,
        productFamily: 'VpcEndpoint',
        attributes: { regionCode: scope.region, usagetype },
      },
      terms: {
        OnDemand: { term: { priceDimensions: { tier: { unit, beginRange: '0', pricePerUnit: { USD: amount } } } } },
      },
    });
  scope.answers.push({
    operation: 'pricing:GetProducts',
    params: {
      ServiceCode: 'AmazonVPC',
      Filters: [
        { Type: 'TERM_MATCH', Field: 'productFamily', Value: 'VpcEndpoint' },
        { Type: 'TERM_MATCH', Field: 'regionCode', Value: scope.region },
      ],
    },
    output: {
      PriceList: [
        product(`${prefix}VpcEndpoint-GWLBE-Hours`, 'Hrs', '7.0000000000'),
        product(`${prefix}VpcEndpoint-GWLBE-Bytes`, 'GB', '7.0000000000'),
        product(`${prefix}VpcEndpoint-Hours`, 'Hrs', hour),
        product(`${prefix}VpcEndpoint-Bytes`, 'GB', gigabyte),
      ],
    },
  });
}
