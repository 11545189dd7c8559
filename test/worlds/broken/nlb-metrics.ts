import { addInterface, addSubnets, groupItem, permission } from '../network.ts';
import { healthyEstate, type HealthyEstate } from '../healthy.ts';
import { balancerMetric, lately, measure, meter, meteredEstate, type Values } from '../metrics.ts';
import { textOf, type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { health, sound, world } from './faults.ts';
import { tlsEstate } from './nlb.ts';

const WITH_METRICS = (): readonly string[] => ['--with', 'metrics'];

/** What a metric of the load balancer counted. */
const balancer =
  (name: string, values: Values, status?: string) =>
  ({ provider, service }: HealthyEstate): void => {
    measure(provider, balancerMetric(service.loadBalancer, name), values, status);
  };

const meteredTls = (): HealthyEstate => meter(tlsEstate()());

/** The idle timeout of the service's TCP listener. */
const idleTimeout =
  (seconds: string) =>
  ({ provider, service }: HealthyEstate): void => {
    provider.answers.push({
      operation: 'elasticloadbalancing:DescribeListenerAttributes',
      params: { ListenerArn: textOf(service.listeners[0], 'ListenerArn') },
      output: { Attributes: [{ Key: 'tcp.idle_timeout.seconds', Value: seconds }] },
    });
  };

const both =
  (...changes: readonly ((estate: HealthyEstate) => void)[]) =>
  (estate: HealthyEstate): void => {
    for (const change of changes) change(estate);
  };

/** The endpoint gets an interface in a third zone, where the load balancer has none but the service is said to offer it. */
function thirdZone(estate: HealthyEstate): void {
  const { consumer, consumerVpc, endpoint, endpointGroupId, service } = estate;
  for (const subnet of addSubnets(consumer, consumerVpc, { zoneIds: ['use1-az3'], tier: 'endpoints', firstNet: 131 })) {
    (endpoint.raw['SubnetIds'] as string[]).push(subnet.id);
    (endpoint.raw['NetworkInterfaceIds'] as string[]).push(
      addInterface(consumer, consumerVpc, subnet, {
        host: 200,
        groupIds: [endpointGroupId],
        description: `VPC Endpoint Interface ${endpoint.id}`,
        type: 'vpc_endpoint',
        requesterManaged: true,
      }),
    );
  }
  for (const detail of [service.configuration, ...service.details.values()]) {
    (detail['AvailabilityZoneIds'] as string[]).push('use1-az3');
  }
}

/** A second listener leads to an Application Load Balancer that answers on these ports; the first works as ever. */
const albEstate =
  (state: string, listeners: readonly (readonly [protocol: string, port: number])[], more: Item = {}, AlbVpcId = '') =>
  (): HealthyEstate => {
    const estate = healthyEstate();
    const { provider, providerVpc, service } = estate;
    const arn = textOf(service.loadBalancer, 'LoadBalancerArn').replace('/net/payments/', '/app/payments-web/');
    const listenerArn = arn.replace(':loadbalancer/', ':listener/');
    const TargetGroupArn = textOf(service.targetGroup, 'TargetGroupArn').replace('/payments/', '/payments-web/');
    provider.tables['elasticloadbalancing:DescribeLoadBalancers'].push({
      ...service.loadBalancer,
      LoadBalancerArn: arn,
      LoadBalancerName: 'payments-web',
      Type: 'application',
      VpcId: AlbVpcId === '' ? providerVpc.id : AlbVpcId,
    });
    provider.tables['elasticloadbalancing:DescribeTargetGroups'].push({
      ...service.targetGroup,
      TargetGroupArn,
      TargetGroupName: 'payments-web',
      TargetType: 'alb',
      HealthCheckProtocol: 'HTTPS',
      HealthCheckPath: '/',
      ...more,
    });
    service.listeners.push({
      ...service.listeners[0],
      ListenerArn: `${textOf(service.listeners[0], 'ListenerArn')}8444`,
      Port: 8444,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    });
    const target: Item = { Target: { Id: arn, Port: 8443 }, HealthCheckPort: '8443' };
    health([target], state, state === 'healthy' ? '' : 'Target.Timeout', '');
    const answers: readonly [string, Record<string, string>, Item][] = [
      ['DescribeTargetHealth', { TargetGroupArn }, { TargetHealthDescriptions: [target] }],
      ['DescribeTargetGroupAttributes', { TargetGroupArn }, { Attributes: service.targetGroupAttributes }],
      [
        'DescribeListeners',
        { LoadBalancerArn: arn },
        {
          Listeners: listeners.map(([Protocol, Port]) => ({
            ListenerArn: `${listenerArn}/${Port}`,
            LoadBalancerArn: arn,
            Protocol,
            Port,
            DefaultActions: [],
          })),
        },
      ],
      ...listeners.map(([, port]): [string, Record<string, string>, Item] => [
        'DescribeRules',
        { ListenerArn: `${listenerArn}/${port}` },
        { Rules: [] },
      ]),
    ];
    for (const [name, params, output] of answers) {
      provider.answers.push({ operation: `elasticloadbalancing:${name}`, params, output });
    }
    for (const groupId of (service.loadBalancer['SecurityGroups'] ?? []) as string[]) {
      (groupItem(provider, groupId)['IpPermissions'] as Item[]).push(permission(8444, '10.20.0.0/16'));
    }
    return estate;
  };

/** Whom the Application Load Balancer serves; not said by default. */
const albScheme =
  (scheme?: string) =>
  ({ provider }: HealthyEstate): void => {
    for (const item of provider.tables['elasticloadbalancing:DescribeLoadBalancers']) {
      if (item['Type'] !== 'application') continue;
      if (scheme === undefined) delete item['Scheme'];
      else item['Scheme'] = scheme;
    }
  };

const PROVIDERS = { verdict: 'degraded', effect: 'impairs', owner: 'provider' } as const;
const PORTS = { ...PROVIDERS, hop: 'targets', base: meteredEstate, args: WITH_METRICS } as const;
const HANDSHAKES = { ...PROVIDERS, hop: 'listener', base: meteredTls, args: WITH_METRICS } as const;
const IDLE = { effect: 'note', verdict: 'healthy', owner: 'both', hop: 'listener', args: WITH_METRICS } as const;
const ALB = { ...PROVIDERS, hop: 'target-group' } as const;

export const NLB_METRIC_WORLDS: readonly BrokenWorld[] = [
  world('PL-NLB-007', {
    ...PROVIDERS,
    hop: 'load-balancer',
    fault: 'an endpoint has an interface in a zone where the load balancer has none',
    subject: 'service',
    change: thirdZone,
  }),
  world('PL-NLB-007', {
    ...PROVIDERS,
    hop: 'load-balancer',
    fault: 'the endpoint that is diagnosed has an interface in a zone where the load balancer has none',
    says: 'has an interface there and no load balancer is; 2 zones do.',
    change: thirdZone,
  }),
  world('PL-NLB-015', {
    ...IDLE,
    fault: 'the load balancer reset one connection, and forgets idle ones after 350 seconds',
    base: meteredEstate,
    change: balancer('TCP_ELB_Reset_Count', { 23: 1 }),
  }),
  world('PL-NLB-015', {
    ...IDLE,
    fault: 'the load balancer resets connections of a TLS listener, whose timeout nobody can change',
    base: meteredTls,
    change: both(balancer('TCP_ELB_Reset_Count', { 2: 7 }), idleTimeout('6000')),
  }),
  world('PL-NLB-015', {
    ...IDLE,
    fault: 'the load balancer resets connections of a TLS listener, whose attributes nobody may read',
    base: meteredTls,
    change: balancer('TCP_ELB_Reset_Count', { 2: 7 }),
    denied: 'elasticloadbalancing:DescribeListenerAttributes',
    deniedTo: 'provider',
  }),
  world('PL-ADV-006', {
    fault: 'the Application Load Balancer behind the service faces the internet',
    hop: 'targets',
    effect: 'exposure',
    verdict: 'healthy',
    owner: 'provider',
    base: albEstate('healthy', [['HTTPS', 8443]]),
    change: albScheme('internet-facing'),
    says: 'payments-web, to which the service forwards, faces the internet',
  }),
  world('PL-NLB-020', {
    ...ALB,
    fault: 'the Application Load Balancer lost the listener of the group’s port',
    base: albEstate('unhealthy', [['HTTP', 80]]),
  }),
  world('PL-NLB-020', {
    ...ALB,
    fault: 'the health check speaks HTTP to an HTTPS listener',
    base: albEstate('unhealthy', [['HTTPS', 8443]], { HealthCheckProtocol: 'HTTP' }),
  }),
  world('PL-NLB-020', {
    ...ALB,
    fault: 'the health check asks a port on which nothing listens',
    base: albEstate('unhealthy', [['HTTPS', 8443]], { HealthCheckPort: '9000' }),
  }),
  world('PL-NLB-020', {
    ...ALB,
    fault: 'the Application Load Balancer is in another VPC',
    base: albEstate('unhealthy', [['HTTPS', 8443]], {}, 'vpc-0feedfacefeedface'),
  }),
  world('PL-NLB-021', {
    ...PORTS,
    fault: 'one connection found no source port four hours ago',
    change: balancer('PortAllocationErrorCount', { 4: 1 }),
  }),
  world('PL-NLB-028', {
    ...HANDSHAKES,
    fault: 'clients’ handshakes fail in three of five hours, and did not a week ago',
    change: balancer('ClientTLSNegotiationErrorCount', { 0: 51, 2: 51, 4: 51 }),
  }),
  world('PL-NLB-028', {
    ...HANDSHAKES,
    fault: 'handshakes with the targets fail more than three times as often as a week ago',
    change: balancer('TargetTLSNegotiationErrorCount', lately(3, 91, 30)),
  }),
];

const FINE = { base: meteredEstate, args: WITH_METRICS } as const;
const TLS = { base: meteredTls, args: WITH_METRICS } as const;

export const NLB_METRIC_SOUND: readonly SoundWorld[] = [
  sound('PL-NLB-007', { what: 'the load balancer is in each zone of the endpoint', subject: 'service' }),
  sound('PL-NLB-007', {
    what: 'the endpoint leaves a zone of the load balancer out',
    subject: 'service',
    change: ({ endpoint }) => {
      (endpoint.raw['SubnetIds'] as string[]).splice(1);
      (endpoint.raw['NetworkInterfaceIds'] as string[]).splice(1);
    },
  }),
  sound('PL-NLB-007', {
    what: 'an endpoint in another zone was rejected',
    subject: 'service',
    change: (estate) => {
      thirdZone(estate);
      if (estate.endpoint.connection !== undefined) estate.endpoint.connection['VpcEndpointState'] = 'rejected';
    },
  }),
  sound('PL-NLB-015', {
    ...FINE,
    what: 'the load balancer resets connections that were idle for 351 seconds',
    change: both(balancer('TCP_ELB_Reset_Count', { 2: 7 }), idleTimeout('351')),
  }),
  sound('PL-NLB-015', { ...FINE, what: 'the load balancer reset nothing' }),
  sound('PL-NLB-015', {
    ...FINE,
    what: 'the load balancer last reset a connection a day ago',
    change: balancer('TCP_ELB_Reset_Count', { 24: 7 }),
  }),
  sound('PL-NLB-015', { what: 'nobody asked for metrics', lacks: 'cloudwatch:GetMetricData' }),
  sound('PL-ADV-006', {
    what: 'the Application Load Balancer behind the service is internal',
    base: albEstate('healthy', [['HTTPS', 8443]]),
    change: albScheme('internal'),
  }),
  sound('PL-ADV-006', {
    what: 'whether the Application Load Balancer behind the service faces the internet was not said',
    base: albEstate('healthy', [['HTTPS', 8443]]),
    change: albScheme(),
    lacks: 'Scheme of',
  }),
  sound('PL-NLB-020', {
    what: 'the Application Load Balancer answers its health check',
    base: albEstate('healthy', [['HTTPS', 8443]]),
  }),
  sound('PL-NLB-020', {
    what: 'the target is unhealthy though everything fits',
    base: albEstate('unhealthy', [
      ['HTTPS', 8443],
      ['HTTP', 9000],
    ]),
    verdict: 'degraded',
  }),
  sound('PL-NLB-020', {
    what: 'the health check asks another listener in its protocol',
    base: albEstate(
      'unhealthy',
      [
        ['HTTPS', 8443],
        ['HTTP', 9000],
      ],
      { HealthCheckPort: '9000', HealthCheckProtocol: 'HTTP' },
    ),
    verdict: 'degraded',
  }),
  sound('PL-NLB-020', {
    what: 'nobody knows which port the health check asks',
    base: albEstate('unhealthy', [['HTTPS', 8443]]),
    verdict: 'degraded',
    lacks: 'HealthCheckPort of payments-web',
    change: ({ provider }) => {
      delete provider.tables['elasticloadbalancing:DescribeTargetGroups'].at(-1)?.['HealthCheckPort'];
    },
  }),
  sound('PL-NLB-020', {
    what: 'a target that is healthy answers, whatever the listing says',
    base: albEstate('healthy', [['HTTP', 80]]),
  }),
  sound('PL-NLB-021', { ...FINE, what: 'no connection lacked a source port' }),
  sound('PL-NLB-021', {
    ...FINE,
    what: 'the last connection without a source port was five hours ago',
    change: balancer('PortAllocationErrorCount', { 5: 900 }),
  }),
  sound('PL-NLB-021', {
    ...FINE,
    what: 'CloudWatch answered in part only',
    verdict: 'unknown',
    lacks: 'complete answer for PortAllocationErrorCount',
    change: balancer('PortAllocationErrorCount', { 0: 900 }, 'PartialData'),
  }),
  sound('PL-NLB-028', {
    ...TLS,
    what: 'exactly 5 % of the handshakes fail',
    change: balancer('ClientTLSNegotiationErrorCount', lately(5, 50, 0)),
  }),
  sound('PL-NLB-028', {
    ...TLS,
    what: 'handshakes failed in two of five hours',
    change: balancer('ClientTLSNegotiationErrorCount', lately(2, 900, 0)),
  }),
  sound('PL-NLB-028', {
    ...TLS,
    what: 'three times as many handshakes fail as a week ago',
    change: balancer('ClientTLSNegotiationErrorCount', lately(5, 90, 30)),
  }),
  sound('PL-NLB-028', {
    ...TLS,
    what: 'handshakes failed six to eight hours ago',
    change: balancer('ClientTLSNegotiationErrorCount', { 5: 900, 6: 900, 7: 900 }),
  }),
  sound('PL-NLB-028', {
    ...TLS,
    what: 'a week ago nobody used TLS, so that nothing compares',
    change: both(
      balancer('ClientTLSNegotiationErrorCount', lately(5, 900, 0)),
      balancer('NewFlowCount_TLS', lately(5, 1000, 0)),
    ),
  }),
  sound('PL-NLB-028', {
    ...TLS,
    what: 'CloudWatch answered in part only',
    verdict: 'unknown',
    lacks: 'complete answer for ClientTLSNegotiationErrorCount',
    change: balancer('ClientTLSNegotiationErrorCount', lately(5, 900, 0), 'PartialData'),
  }),
  sound('PL-NLB-028', {
    ...FINE,
    what: 'the load balancer does not end TLS',
    change: balancer('ClientTLSNegotiationErrorCount', lately(5, 900, 0)),
  }),
];
