import { healthyEstate, type HealthyEstate } from '../healthy.ts';
import { always, connectionMetric, endpointMetric, lately, measure, meteredEstate, type Values } from '../metrics.ts';
import { addScope, awsId, textOf, type Item, type ScopeWorld } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';
import { tlsEstate } from './nlb.ts';

/* What is observed of a path, and what observes it: metrics, flow logs of the provider, alarms, query logs, events. */

const METRICS = { base: meteredEstate, args: () => ['--with', 'metrics'] } as const;

/** Resets that the endpoint received. */
const received =
  (values: Values, more: Readonly<Record<string, Values>> = {}) =>
  ({ consumer, endpoint }: HealthyEstate): void => {
    measure(consumer, endpointMetric(endpoint.raw, 'RstPacketsReceived'), values);
    for (const [name, other] of Object.entries(more)) measure(consumer, endpointMetric(endpoint.raw, name), other);
  };

/** Resets that the service sent to the endpoint. */
const sent =
  (values: Values) =>
  ({ provider, service, endpoint }: HealthyEstate): void => {
    measure(provider, connectionMetric(service.id, endpoint.id, 'RstPacketsSent'), values);
  };

/** Some hours with resets, over a week of as many each hour. */
const over = (usual: number, recent: Values): Values => ({ ...always(usual), ...recent });

/** A flow log of all traffic somewhere at the provider. */
const recordAt =
  (place: (estate: HealthyEstate) => readonly string[], more: Item = {}) =>
  (estate: HealthyEstate): void => {
    for (const ResourceId of place(estate)) {
      estate.provider.tables['ec2:DescribeFlowLogs'].push({
        FlowLogId: awsId('fl', ResourceId),
        FlowLogStatus: 'ACTIVE',
        ResourceId,
        TrafficType: 'ALL',
        DeliverLogsStatus: 'SUCCESS',
        LogDestinationType: 's3',
        LogDestination: 'arn:aws:s3:::payments-flow-logs',
        ...more,
      });
    }
  };

const balancerSubnets = ({ providerVpc }: HealthyEstate): readonly string[] => providerVpc.subnets.map(({ id }) => id);

function balancerInterfaces({ provider, service }: HealthyEstate): readonly string[] {
  const [, name = ''] = textOf(service.loadBalancer, 'LoadBalancerArn').split(':loadbalancer/');
  return provider.tables['ec2:DescribeNetworkInterfaces']
    .filter((item) => item['Description'] === `ELB ${name}`)
    .map((item) => textOf(item, 'NetworkInterfaceId'));
}

/** An access log of a load balancer that ends TLS. */
function accessLogs({ service }: HealthyEstate): void {
  for (const item of service.loadBalancerAttributes) {
    if (item['Key'] === 'access_logs.s3.enabled') item['Value'] = 'true';
  }
}

/** The alarms of the consumer's and of the provider's account, unless they are those of other places. */
const alarms =
  (...list: readonly ((estate: HealthyEstate) => Item)[]) =>
  (estate: HealthyEstate, scopes: readonly ScopeWorld[] = [estate.consumer, estate.provider]): void => {
    for (const scope of scopes) {
      scope.answers.push({
        operation: 'cloudwatch:DescribeAlarms',
        params: { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
        output: {
          MetricAlarms: list.map((item, i) => ({
            AlarmArn: `arn:aws:cloudwatch:${scope.region}:${scope.account}:alarm:alarm-${i}`,
            AlarmName: `alarm-${i}`,
            StateValue: 'OK',
            ActionsEnabled: true,
            ...item(estate),
          })),
          CompositeAlarms: [],
        },
      });
    }
  };

const on =
  (Namespace: string, Name: string, value: (estate: HealthyEstate) => string) =>
  (estate: HealthyEstate): Item => ({
    Namespace,
    MetricName: 'Some',
    Dimensions: [{ Name, Value: value(estate) }],
  });

const expression =
  (text: (estate: HealthyEstate) => string) =>
  (estate: HealthyEstate): Item => ({ Metrics: [{ Id: 'q', Expression: text(estate), ReturnData: true }] });

const allEndpoints = expression(() => 'SELECT SUM(RstPacketsReceived) FROM SCHEMA("AWS/PrivateLinkEndpoints")');

const anotherEndpoint = on('AWS/PrivateLinkEndpoints', 'VPC Endpoint Id', ({ awsEndpoint }) => awsEndpoint.id);

/** What CloudTrail has in its event history, whatever it is asked by. */
const events =
  (...list: readonly ((estate: HealthyEstate) => Item)[]) =>
  (estate: HealthyEstate): void => {
    for (const scope of [estate.consumer, estate.provider]) {
      scope.answers.push({
        operation: 'cloudtrail:LookupEvents',
        params: {},
        output: {
          Events: list.map((item, i) => ({
            EventId: `0a1b2c3d-0000-4000-8000-00000000000${i}`,
            EventTime: '2026-03-02T07:12:44.000Z',
            EventSource: 'ec2.amazonaws.com',
            Username: 'ada',
            ReadOnly: 'false',
            ...item(estate),
          })),
        },
      });
    }
  };

const change =
  (EventName: string, name: (estate: HealthyEstate) => string, more: Item = {}) =>
  (estate: HealthyEstate): Item => ({
    EventName,
    Resources: [{ ResourceType: 'AWS::EC2::Any', ResourceName: name(estate) }],
    ...more,
  });

/** Query logging of a VPC of the consumer's. */
const queryLogs =
  (vpc: (estate: HealthyEstate) => string) =>
  (estate: HealthyEstate): void => {
    estate.consumer.tables['route53resolver:ListResolverQueryLogConfigAssociations'].push({
      Id: 'rqlca-0a1b2c3d4e5f60718',
      ResolverQueryLogConfigId: 'rqlc-0a1b2c3d4e5f60718',
      ResourceId: vpc(estate),
      Status: 'ACTIVE',
      Error: 'NONE',
      ErrorMessage: '',
      CreationTime: '2026-02-02T08:00:00.000Z',
    });
  };

const RESETS = { ...METRICS, effect: 'impairs', verdict: 'degraded', owner: 'provider' } as const;
const FEW = { ...METRICS, effect: 'note', verdict: 'healthy', owner: 'provider' } as const;
const UNRECORDED = { hop: 'load-balancer', effect: 'hygiene', verdict: 'healthy', owner: 'provider' } as const;
const UNWATCHED = {
  effect: 'hygiene',
  verdict: 'healthy',
  args: (): readonly string[] => ['--with', 'alarms'],
} as const;
const CHANGED = { effect: 'note', verdict: 'healthy', args: (): readonly string[] => ['--with', 'events'] } as const;

export const OBS_METRIC_WORLDS: readonly BrokenWorld[] = [
  world('PL-OBS-003', { ...UNRECORDED, fault: 'nothing records the load balancer’s traffic' }),
  world('PL-OBS-003', {
    ...UNRECORDED,
    fault: 'only rejected traffic is recorded',
    change: recordAt(({ providerVpc }) => [providerVpc.id], { TrafficType: 'REJECT' }),
  }),
  world('PL-OBS-003', {
    ...UNRECORDED,
    fault: 'the flow log of the VPC is no longer active',
    change: recordAt(({ providerVpc }) => [providerVpc.id], { FlowLogStatus: 'FAILED' }),
  }),
  world('PL-OBS-003', {
    ...UNRECORDED,
    fault: 'one of the load balancer’s two subnets is recorded',
    change: recordAt((estate) => balancerSubnets(estate).slice(1)),
  }),
  world('PL-OBS-003', {
    ...UNRECORDED,
    fault: 'one of the load balancer’s two interfaces is recorded',
    change: recordAt((estate) => balancerInterfaces(estate).slice(1)),
  }),
  world('PL-OBS-003', { ...UNRECORDED, fault: 'a TLS listener writes no access log', base: tlsEstate() }),
  world('PL-OBS-003', {
    ...UNRECORDED,
    fault: 'access logs are on, and the load balancer has no TLS listener to write them of',
    change: accessLogs,
  }),
  world('PL-OBS-004', {
    ...RESETS,
    fault: 'three of five hours had more than 5 % resets, and more than three times those of last week',
    hop: 'endpoint',
    change: received(over(17, { 0: 52, 2: 52, 4: 52 })),
  }),
  world('PL-OBS-004', {
    ...FEW,
    fault: 'resets make exactly 5 %',
    hop: 'endpoint',
    change: received(over(1, { 0: 50, 1: 50, 2: 50, 3: 50, 4: 50 })),
  }),
  world('PL-OBS-004', {
    ...FEW,
    fault: 'two of five hours had many resets',
    hop: 'endpoint',
    change: received(over(1, { 0: 900, 1: 900 })),
  }),
  world('PL-OBS-004', {
    ...FEW,
    fault: 'there are three times as many resets as a week ago',
    hop: 'endpoint',
    change: received(over(30, { 0: 90, 1: 90, 2: 90, 3: 90, 4: 90 })),
  }),
  world('PL-OBS-004', {
    ...FEW,
    fault: 'nobody used the endpoint a week ago, so that nothing compares',
    hop: 'endpoint',
    change: received(lately(5, 900, 0), { NewConnections: lately(5, 1000, 0) }),
  }),
  world('PL-OBS-004', {
    ...FEW,
    fault: 'old connections are reset while there are no new ones',
    hop: 'endpoint',
    change: received(over(0, { 0: 3, 1: 3, 2: 3 }), { NewConnections: over(1000, { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0 }) }),
  }),
  world('PL-OBS-009', {
    ...RESETS,
    fault: 'the service resets many of one consumer’s connections, and did not a week ago',
    hop: 'targets',
    subject: 'service',
    change: sent(over(17, { 0: 52, 2: 52, 4: 52 })),
  }),
  world('PL-OBS-009', {
    ...RESETS,
    fault: 'the service resets many of the endpoint’s connections, and did not a week ago',
    hop: 'targets',
    change: sent(lately(3, 91, 30)),
  }),
  world('PL-OBS-009', {
    ...FEW,
    fault: 'the service resets as many connections as ever',
    hop: 'targets',
    subject: 'service',
    change: sent(always(400)),
  }),
  world('PL-OBS-005', {
    ...UNWATCHED,
    fault: 'alarms watch another endpoint only',
    hop: 'endpoint',
    owner: 'consumer',
    change: alarms(
      anotherEndpoint,
      expression(({ awsEndpoint }) => `SEARCH('${awsEndpoint.id}', 'Sum')`),
    ),
  }),
  world('PL-OBS-005', {
    ...UNWATCHED,
    fault: 'the provider watches all endpoints of its own',
    hop: 'endpoint',
    owner: 'consumer',
    change: (estate) => {
      alarms()(estate, [estate.consumer]);
      alarms(allEndpoints)(estate, [estate.provider]);
    },
  }),
  world('PL-OBS-005', {
    ...UNWATCHED,
    fault: 'the consumer watches all endpoints of another Region',
    hop: 'endpoint',
    owner: 'consumer',
    regions: ['us-east-1', 'eu-west-1'],
    change: (estate) => {
      alarms()(estate);
      const away = addScope(estate.world, { account: estate.consumer.account, region: 'eu-west-1' });
      alarms(allEndpoints)(estate, [away]);
    },
  }),
  world('PL-OBS-005', {
    ...UNWATCHED,
    fault: 'alarms watch the endpoint and not the service',
    hop: 'service',
    owner: 'provider',
    subject: 'service',
    change: alarms(
      on('AWS/PrivateLinkEndpoints', 'VPC Endpoint Id', ({ endpoint }) => endpoint.id),
      allEndpoints,
    ),
  }),
  world('PL-OBS-006', {
    fault: 'the queries of another VPC are logged',
    hop: 'dns',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    change: queryLogs(({ providerVpc }) => providerVpc.id),
  }),
  world('PL-OBS-007', {
    fault: 'the policy of an endpoint restricts, and who says where its denials are',
    hop: 'endpoint-policy',
    effect: 'note',
    verdict: 'healthy',
    owner: 'consumer',
    subject: 'awsEndpoint',
  }),
  world('PL-OBS-008', {
    ...CHANGED,
    fault: 'somebody took a rule out of the endpoint’s group two hours ago',
    hop: 'endpoint',
    owner: 'consumer',
    change: events(change('RevokeSecurityGroupIngress', ({ endpointGroupId }) => endpointGroupId)),
  }),
  world('PL-OBS-008', {
    ...CHANGED,
    fault: 'somebody modified the endpoint',
    hop: 'endpoint',
    owner: 'consumer',
    change: events(change('ModifyVpcEndpoint', ({ endpoint }) => endpoint.id)),
  }),
  world('PL-OBS-008', {
    ...CHANGED,
    fault: 'somebody deleted a listener of the service’s load balancer',
    hop: 'service',
    owner: 'provider',
    subject: 'service',
    change: events(change('DeleteListener', ({ service }) => textOf(service.loadBalancer, 'LoadBalancerArn'))),
  }),
];

const ALARMED = { args: (): readonly string[] => ['--with', 'alarms'] } as const;
const HISTORY = { args: (): readonly string[] => ['--with', 'events'] } as const;

export const OBS_METRIC_SOUND: readonly SoundWorld[] = [
  sound('PL-OBS-003', {
    what: 'all traffic of the load balancer’s VPC is recorded',
    change: recordAt(({ providerVpc }) => [providerVpc.id]),
  }),
  sound('PL-OBS-003', { what: 'all traffic of its subnets is recorded', change: recordAt(balancerSubnets) }),
  sound('PL-OBS-003', { what: 'all traffic of its interfaces is recorded', change: recordAt(balancerInterfaces) }),
  sound('PL-OBS-003', { what: 'the TLS listener writes an access log', base: tlsEstate(), change: accessLogs }),
  sound('PL-OBS-003', {
    what: 'nobody may read the provider’s flow logs',
    lacks: 'account 444455556666',
    profiles: ['consumer'],
    verdict: 'unknown',
  }),
  sound('PL-OBS-004', { ...METRICS, what: 'there are no resets at all', change: received({}) }),
  sound('PL-OBS-004', {
    ...METRICS,
    what: 'resets ended five hours ago',
    change: received({ 5: 900, 6: 900, 7: 900 }),
  }),
  sound('PL-OBS-004', {
    ...METRICS,
    what: 'CloudWatch answered in part only',
    verdict: 'unknown',
    lacks: 'complete answer for RstPacketsReceived',
    change: ({ consumer, endpoint }) => {
      measure(consumer, endpointMetric(endpoint.raw, 'RstPacketsReceived'), lately(5, 900, 1), 'PartialData');
    },
  }),
  sound('PL-OBS-004', { what: 'nobody asked for metrics', lacks: 'cloudwatch:GetMetricData' }),
  sound('PL-OBS-009', { ...METRICS, what: 'the service sent no resets', subject: 'service', change: sent({}) }),
  sound('PL-OBS-009', {
    ...METRICS,
    what: 'another of the service’s endpoints suffers',
    change: ({ provider, service }) => {
      const other = awsId('vpce', 'other');
      provider.tables['ec2:DescribeVpcEndpointConnections'].push({
        ServiceId: service.id,
        VpcEndpointId: other,
        VpcEndpointOwner: provider.account,
        VpcEndpointState: 'available',
        VpcEndpointRegion: 'us-east-1',
      });
      measure(provider, connectionMetric(service.id, other, 'NewConnections'), always(1000));
      measure(provider, connectionMetric(service.id, other, 'RstPacketsSent'), lately(5, 900, 1));
      sent({})({ ...healthyEstate(), provider, service });
    },
  }),
  sound('PL-OBS-005', {
    ...ALARMED,
    what: 'an alarm names the endpoint',
    change: alarms(on('AWS/PrivateLinkEndpoints', 'VPC Endpoint Id', ({ endpoint }) => endpoint.id)),
  }),
  sound('PL-OBS-005', {
    ...ALARMED,
    what: 'an alarm’s expression names the endpoint',
    change: alarms(expression(({ endpoint }) => `SEARCH('${endpoint.id}', 'Sum')`)),
  }),
  sound('PL-OBS-005', {
    ...ALARMED,
    what: 'an alarm watches all endpoints at once',
    change: alarms(allEndpoints),
  }),
  sound('PL-OBS-005', {
    ...ALARMED,
    what: 'an alarm names the service',
    subject: 'service',
    change: alarms(on('AWS/PrivateLinkServices', 'Service Id', ({ service }) => service.id)),
  }),
  sound('PL-OBS-005', {
    ...ALARMED,
    what: 'an alarm names the load balancer',
    subject: 'service',
    change: alarms(
      on('AWS/NetworkELB', 'LoadBalancer', ({ service }) =>
        textOf(service.loadBalancer, 'LoadBalancerArn').replace(/^.*:loadbalancer\//, ''),
      ),
    ),
  }),
  sound('PL-OBS-005', {
    ...ALARMED,
    what: 'an alarm watches all load balancers at once',
    subject: 'service',
    change: alarms(expression(() => 'SELECT MAX(UnHealthyHostCount) FROM SCHEMA("AWS/NetworkELB")')),
  }),
  sound('PL-OBS-005', {
    ...ALARMED,
    what: 'an alarm watches all services at once',
    subject: 'service',
    change: alarms(expression(() => 'SELECT SUM(RstPacketsSent) FROM SCHEMA("AWS/PrivateLinkServices")')),
  }),
  sound('PL-OBS-005', { what: 'nobody asked for alarms', lacks: 'cloudwatch:DescribeAlarms' }),
  sound('PL-OBS-006', {
    what: 'the queries of the VPC are logged',
    change: queryLogs(({ consumerVpc }) => consumerVpc.id),
  }),
  sound('PL-OBS-007', {
    what: 'the policy admits everything',
    subject: 'awsEndpoint',
    change: ({ awsEndpoint }) => {
      awsEndpoint.raw['PolicyDocument'] = JSON.stringify({
        Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
      });
    },
  }),
  sound('PL-OBS-007', { what: 'a customer’s own service takes no policy' }),
  sound('PL-OBS-008', { ...HISTORY, what: 'nothing was changed', change: events() }),
  sound('PL-OBS-008', {
    ...HISTORY,
    what: 'another endpoint was changed',
    change: events(change('ModifyVpcEndpoint', ({ awsEndpoint }) => awsEndpoint.id)),
  }),
  sound('PL-OBS-008', {
    ...HISTORY,
    what: 'the endpoint was only looked at',
    change: events(change('DescribeVpcEndpoints', ({ endpoint }) => endpoint.id, { ReadOnly: 'true' })),
  }),
  sound('PL-OBS-008', { what: 'nobody asked for events', lacks: 'cloudtrail:LookupEvents' }),
  sound('PL-OBS-008', {
    ...HISTORY,
    what: 'nobody may read the event history',
    lacks: 'cloudtrail:LookupEvents',
    change: events(),
    denied: 'cloudtrail:LookupEvents',
  }),
];
