/* Which metrics are read, and under which dimensions: said once for those who ask and those who look them up. */

/** One metric of one thing. Its dimensions are all that AWS publishes it under: fewer of them match nothing. */
export interface MetricSeries {
  readonly namespace: string;
  readonly metricName: string;
  readonly stat: 'Sum' | 'Maximum';
  readonly dimensions: Readonly<Record<string, string>>;
}

type Stats<M extends string> = Readonly<Record<M, MetricSeries['stat']>>;

/** https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-cloudwatch-metrics.html */
const ENDPOINT_METRICS = {
  ActiveConnections: 'Maximum',
  BytesProcessed: 'Sum',
  NewConnections: 'Sum',
  PacketsDropped: 'Sum',
  RstPacketsReceived: 'Sum',
} as const;
const SERVICE_METRICS = {
  ActiveConnections: 'Maximum',
  BytesProcessed: 'Sum',
  EndpointsCount: 'Maximum',
  NewConnections: 'Sum',
  RstPacketsSent: 'Sum',
} as const;
const CONNECTION_METRICS = { NewConnections: 'Sum', RstPacketsSent: 'Sum' } as const;
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html */
const LOAD_BALANCER_METRICS = {
  ClientTLSNegotiationErrorCount: 'Sum',
  NewFlowCount_TLS: 'Sum',
  PortAllocationErrorCount: 'Sum',
  SecurityGroupBlockedFlowCount_Inbound_TCP: 'Sum',
  SecurityGroupBlockedFlowCount_Outbound_TCP: 'Sum',
  TargetTLSNegotiationErrorCount: 'Sum',
  TCP_ELB_Reset_Count: 'Sum',
} as const;

/** The namespaces that are read: AWS’s own. */
export const METRIC_NAMESPACES = ['AWS/PrivateLinkEndpoints', 'AWS/PrivateLinkServices', 'AWS/NetworkELB'] as const;
export const METRIC_NAMES: readonly string[] = Object.keys({
  ...ENDPOINT_METRICS,
  ...SERVICE_METRICS,
  ...LOAD_BALANCER_METRICS,
});

/** An endpoint as its metrics name it. */
interface MeteredEndpoint {
  readonly id: string;
  /** `Interface` or `GatewayLoadBalancer`: others have no metrics. */
  readonly type: string;
  readonly serviceName: string;
  readonly vpcId: string;
}

export function endpointSeries(
  endpoint: MeteredEndpoint,
): Readonly<Record<keyof typeof ENDPOINT_METRICS, MetricSeries>> {
  return seriesOf('AWS/PrivateLinkEndpoints', ENDPOINT_METRICS, {
    'Endpoint Type': endpoint.type,
    'Service Name': endpoint.serviceName,
    'VPC Endpoint Id': endpoint.id,
    'VPC Id': endpoint.vpcId,
  });
}

export function serviceSeries(serviceId: string): Readonly<Record<keyof typeof SERVICE_METRICS, MetricSeries>> {
  return seriesOf('AWS/PrivateLinkServices', SERVICE_METRICS, { 'Service Id': serviceId });
}

/** What a service's account sees of one of its endpoints. */
export function connectionSeries(
  serviceId: string,
  endpointId: string,
): Readonly<Record<keyof typeof CONNECTION_METRICS, MetricSeries>> {
  return seriesOf('AWS/PrivateLinkServices', CONNECTION_METRICS, {
    'Service Id': serviceId,
    'VPC Endpoint Id': endpointId,
  });
}

/** @param arn of a Network Load Balancer; its metrics name it by the end of that */
export function loadBalancerSeries(arn: string): Readonly<Record<keyof typeof LOAD_BALANCER_METRICS, MetricSeries>> {
  return seriesOf('AWS/NetworkELB', LOAD_BALANCER_METRICS, { LoadBalancer: loadBalancerDimension(arn) });
}

/** `net/my-nlb/0123456789abcdef` out of a load balancer's ARN. */
export function loadBalancerDimension(arn: string): string {
  return arn.split(':loadbalancer/')[1] ?? arn;
}

function seriesOf<M extends string>(
  namespace: (typeof METRIC_NAMESPACES)[number],
  stats: Stats<M>,
  dimensions: Readonly<Record<string, string>>,
): Readonly<Record<M, MetricSeries>> {
  const names = Object.keys(stats) as M[];
  const series = names.map((metricName): [M, MetricSeries] => [
    metricName,
    { namespace, metricName, stat: stats[metricName], dimensions },
  ]);
  return Object.fromEntries<MetricSeries>(series) as Record<M, MetricSeries>;
}
