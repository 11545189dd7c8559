import { text } from '../../core/model/read.ts';
import type { JsonObject } from '../../core/model/json.ts';
import { OPERATIONS } from '../operations.ts';
import { chunks, itemsOf, type Reader } from './reader.ts';

/** What is read only when it is asked for by name: it costs, is slow, or matters to few. */
export const EXTRAS = ['metrics', 'alarms', 'events', 'prices', 'group-rules', 'regions'] as const;
export type Extra = (typeof EXTRAS)[number];

/** How far back metrics and events go, in hours. */
const HOURS = 24;
/** In seconds. */
const PERIOD = 3600;
/** GetMetricData takes at most 500 queries. */
const QUERIES = 500;

/** @param now the end of the hours that metrics and events are read of */
export async function readExtras(reader: Reader, extras: readonly Extra[], now: Date): Promise<void> {
  const { region, ask } = reader;
  const span = { StartTime: new Date(now.getTime() - HOURS * 3_600_000).toISOString(), EndTime: now.toISOString() };
  const readers: Readonly<Record<Extra, () => Promise<unknown>>> = {
    metrics: () => readMetrics(reader, span),
    alarms: () => ask(OPERATIONS.alarms, { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
    events: () =>
      Promise.all(
        EVENTS.map((name) =>
          ask(OPERATIONS.events, {
            LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }],
            ...span,
          }),
        ),
      ),
    prices: () =>
      ask(OPERATIONS.products, {
        ServiceCode: 'AmazonVPC',
        Filters: [
          { Type: 'TERM_MATCH', Field: 'productFamily', Value: 'VpcEndpoint' },
          { Type: 'TERM_MATCH', Field: 'regionCode', Value: region },
        ],
      }),
    'group-rules': () => ask(OPERATIONS.securityGroupRules),
    regions: () => ask(OPERATIONS.regions),
  };
  await Promise.all(extras.map((extra) => readers[extra]()));
}

/**
 * What changes a path: https://docs.aws.amazon.com/vpc/latest/privatelink/logging-using-cloudtrail.html for the first
 * ones. LookupEvents takes one attribute a request.
 */
const EVENTS = [
  'CreateVpcEndpoint',
  'ModifyVpcEndpoint',
  'DeleteVpcEndpoints',
  'AcceptVpcEndpointConnections',
  'RejectVpcEndpointConnections',
  'ModifyVpcEndpointServiceConfiguration',
  'ModifyVpcEndpointServicePermissions',
  'AuthorizeSecurityGroupIngress',
  'RevokeSecurityGroupIngress',
  'RevokeSecurityGroupEgress',
  'ReplaceNetworkAclEntry',
  'ReplaceNetworkAclAssociation',
  'DeleteRoute',
  'ReplaceRouteTableAssociation',
  'ModifyVpcAttribute',
  'DeleteListener',
  'ModifyListener',
  'DeregisterTargets',
  'SetSecurityGroups',
] as const;

/**
 * Metrics of endpoints and services with all dimensions that AWS publishes them under, built from the inventory:
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-cloudwatch-metrics.html. Gateway endpoints have none.
 */
async function readMetrics(reader: Reader, span: JsonObject): Promise<void> {
  const { ask } = reader;
  const [endpoints, services] = await Promise.all([
    ask(OPERATIONS.vpcEndpoints),
    ask(OPERATIONS.serviceConfigurations),
  ]);
  if (!endpoints.complete || !services.complete) reader.notAsked(OPERATIONS.metricData);
  const queries = [
    ...itemsOf([endpoints], 'VpcEndpoints').flatMap(endpointMetrics),
    ...itemsOf([services], 'ServiceConfigurations').flatMap(serviceMetrics),
  ];
  await Promise.all(
    chunks(queries, QUERIES).map((some) =>
      // An id has a meaning in its request only.
      ask(OPERATIONS.metricData, { MetricDataQueries: some.map((query, i) => ({ Id: `m${i}`, ...query })), ...span }),
    ),
  );
}

const ENDPOINT_METRICS = {
  ActiveConnections: 'Maximum',
  BytesProcessed: 'Sum',
  NewConnections: 'Sum',
  PacketsDropped: 'Sum',
  RstPacketsReceived: 'Sum',
};
const SERVICE_METRICS = {
  ActiveConnections: 'Maximum',
  BytesProcessed: 'Sum',
  EndpointsCount: 'Maximum',
  NewConnections: 'Sum',
  RstPacketsSent: 'Sum',
};

function endpointMetrics(endpoint: JsonObject): readonly JsonObject[] {
  const [type, service, id, vpc] = ['VpcEndpointType', 'ServiceName', 'VpcEndpointId', 'VpcId'].map((field) =>
    text(endpoint, field),
  );
  if (type !== 'Interface' && type !== 'GatewayLoadBalancer') return [];
  if (service === undefined || id === undefined || vpc === undefined) return [];
  const dimensions = { 'Endpoint Type': type, 'Service Name': service, 'VPC Endpoint Id': id, 'VPC Id': vpc };
  return queriesOf('AWS/PrivateLinkEndpoints', ENDPOINT_METRICS, dimensions);
}

function serviceMetrics(service: JsonObject): readonly JsonObject[] {
  const id = text(service, 'ServiceId');
  return id === undefined ? [] : queriesOf('AWS/PrivateLinkServices', SERVICE_METRICS, { 'Service Id': id });
}

function queriesOf(
  namespace: string,
  metrics: Readonly<Record<string, string>>,
  dimensions: Readonly<Record<string, string>>,
): readonly JsonObject[] {
  const named = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return Object.entries(metrics).map(([name, stat]) => ({
    MetricStat: { Metric: { Namespace: namespace, MetricName: name, Dimensions: named }, Period: PERIOD, Stat: stat },
    ReturnData: true,
  }));
}
