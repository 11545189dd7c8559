import { addService, type ServiceWorld } from '../service.ts';
import { healthyEstate, PROVIDER, type HealthyEstate } from '../healthy.ts';
import { addSubnets, type SubnetWorld } from '../network.ts';
import { awsId, textOf, type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

/** The service's connection, as if the consumer had deleted its endpoint. */
function withoutConnections({ provider, service }: HealthyEstate): void {
  const table = provider.tables['ec2:DescribeVpcEndpointConnections'];
  table.splice(0, table.length, ...table.filter((item) => item['ServiceId'] !== service.id));
}

/** A connection of another account in the given state. */
function otherConnection({ provider, service }: HealthyEstate, state: string): void {
  const VpcEndpointId = awsId('vpce', 'of another account', state);
  provider.tables['ec2:DescribeVpcEndpointConnections'].push({
    ServiceId: service.id,
    VpcEndpointId,
    VpcEndpointOwner: '123456789012',
    VpcEndpointState: state,
    CreationTimestamp: '2025-11-20T07:08:09.000Z',
    NetworkLoadBalancerArns: [...(service.configuration['NetworkLoadBalancerArns'] as string[])],
    IpAddressType: 'ipv4',
    VpcEndpointConnectionId: awsId('vpce-con', VpcEndpointId),
    VpcEndpointRegion: provider.region,
    Tags: [],
  });
}

function addsZone({ provider, providerVpc, service }: HealthyEstate, zoneId: string): SubnetWorld | undefined {
  const [subnet] = addSubnets(provider, providerVpc, { zoneIds: [zoneId], tier: 'more', firstNet: 60 });
  if (subnet === undefined) return undefined;
  (service.loadBalancer['AvailabilityZones'] as Item[]).push({
    ZoneName: subnet.zoneName,
    SubnetId: subnet.id,
    LoadBalancerAddresses: [],
  });
  return subnet;
}

interface TwoBalancers extends HealthyEstate {
  readonly second: ServiceWorld;
}

/** The service stands in front of two load balancers that are alike. */
function twoBalancers(): TwoBalancers {
  const estate = healthyEstate();
  const second = addService(estate.provider, estate.providerVpc, {
    name: 'payments-b',
    port: 443,
    targetPort: 8443,
    principals: [],
    admits: [estate.consumerVpc.cidr],
    notifies: [],
  });
  const configurations = estate.provider.tables['ec2:DescribeVpcEndpointServiceConfigurations'];
  configurations.splice(configurations.indexOf(second.configuration), 1);
  const arns = [
    ...(estate.service.configuration['NetworkLoadBalancerArns'] as string[]),
    textOf(second.loadBalancer, 'LoadBalancerArn'),
  ];
  estate.service.configuration['NetworkLoadBalancerArns'] = arns;
  if (estate.endpoint.connection !== undefined) estate.endpoint.connection['NetworkLoadBalancerArns'] = [...arns];
  return { ...estate, second };
}

const ANOTHER_PORT = 8443;

function listensToo({ second }: TwoBalancers, port: number): void {
  const [first] = second.listeners;
  if (first !== undefined) {
    second.listeners.push({ ...first, ListenerArn: `${textOf(first, 'ListenerArn').slice(0, -4)}beef`, Port: port });
  }
}

/** What the connection's listing says of the state is gone. */
function withoutState({ endpoint }: HealthyEstate): void {
  delete endpoint.connection?.['VpcEndpointState'];
}

/** Nobody may connect any more; who is connected stays. */
function allowsNobody({ consumer, service }: HealthyEstate): void {
  const services = consumer.tables['ec2:DescribeVpcEndpointServices'];
  services.splice(0, services.length, ...services.filter((item) => item['ServiceName'] !== service.serviceName));
  service.permissions.splice(0);
}

/** The load balancer was created so many hours before the world was read. */
function createdBefore({ world: { capturedAt }, service }: HealthyEstate, hours: number): void {
  service.loadBalancer['CreatedTime'] = new Date(Date.parse(capturedAt) - hours * 3_600_000).toISOString();
}

export const SVC_WORLDS: readonly BrokenWorld[] = [
  world('PL-SVC-001', {
    fault: 'the provider took the consumer off its list',
    hop: 'service',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: ({ consumer, service }) => {
      const services = consumer.tables['ec2:DescribeVpcEndpointServices'];
      services.splice(0, services.length, ...services.filter((item) => item['ServiceName'] !== service.serviceName));
      const [permitted] = service.permissions;
      if (permitted !== undefined) permitted['Principal'] = 'arn:aws:iam::123456789012:root';
    },
  }),
  world('PL-SVC-002', {
    fault: 'the service failed',
    hop: 'service',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: ({ service }) => {
      service.configuration['ServiceState'] = 'Failed';
    },
  }),
  world('PL-SVC-003', {
    fault: 'the service’s answer names no load balancer',
    hop: 'load-balancer',
    effect: 'note',
    verdict: 'unknown',
    owner: 'provider',
    change: ({ service }) => {
      service.configuration['NetworkLoadBalancerArns'] = [];
    },
  }),
  world('PL-SVC-004', {
    fault: 'the service’s load balancer is in no listing',
    hop: 'load-balancer',
    effect: 'note',
    verdict: 'unknown',
    owner: 'provider',
    change: ({ provider, service }) => {
      const table = provider.tables['elasticloadbalancing:DescribeLoadBalancers'];
      table.splice(table.indexOf(service.loadBalancer), 1);
    },
  }),
  world('PL-SVC-005', {
    fault: 'the service allows no principal, and a consumer is connected',
    subject: 'service',
    hop: 'service',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    finding: { severity: 'low' },
    change: allowsNobody,
  }),
  world('PL-SVC-005', {
    fault: 'the service that the endpoint is connected to allows no principal',
    hop: 'service',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: allowsNobody,
  }),
  world('PL-SVC-005', {
    fault: 'the service allows no principal, and another account waits for approval',
    subject: 'service',
    hop: 'service',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    finding: { severity: 'medium' },
    change: (estate) => {
      allowsNobody(estate);
      withoutConnections(estate);
      otherConnection(estate, 'pendingAcceptance');
    },
  }),
  world('PL-SVC-006', {
    fault: 'the service is offered in one of its two zones',
    subject: 'service',
    hop: 'service',
    effect: 'resilience',
    verdict: 'healthy',
    owner: 'provider',
    change: ({ service }) => {
      service.configuration['AvailabilityZoneIds'] = [service.zoneIds[0] ?? ''];
    },
  }),
  world('PL-SVC-007', {
    fault: 'the load balancer got a third zone, and the service was not told',
    subject: 'service',
    hop: 'service',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: (estate) => {
      addsZone(estate, 'use1-az4');
      estate.service.loadBalancerAttributes.splice(0, 1, { Key: 'load_balancing.cross_zone.enabled', Value: 'true' });
    },
  }),
  world<TwoBalancers>('PL-SVC-008', {
    fault: 'one of the service’s two load balancers listens on another port as well',
    base: twoBalancers,
    subject: 'service',
    hop: 'listener',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
    change: (estate) => {
      listensToo(estate, ANOTHER_PORT);
    },
  }),
  world<TwoBalancers>('PL-SVC-008', {
    fault: 'one of the service’s two load balancers sends Proxy Protocol to its targets',
    base: twoBalancers,
    hop: 'listener',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
    change: ({ second }) => {
      second.targetGroupAttributes.splice(0, 1, { Key: 'proxy_protocol_v2.enabled', Value: 'true' });
    },
  }),
  world('PL-SVC-009', {
    fault: 'nobody has connected to a service whose load balancer is months old',
    subject: 'service',
    hop: 'service',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: withoutConnections,
  }),
  world('PL-SVC-009', {
    fault: 'the only request was rejected, and the load balancer is an hour older than 14 days',
    subject: 'service',
    hop: 'service',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: (estate) => {
      withoutConnections(estate);
      otherConnection(estate, 'rejected');
      createdBefore(estate, 14 * 24 + 1);
    },
  }),
  ...['rejected', 'failed', 'expired'].map((state) =>
    world('PL-SVC-010', {
      fault: `another account’s connection is ${state}`,
      subject: 'service',
      hop: 'acceptance',
      effect: 'hygiene',
      verdict: 'healthy',
      owner: 'provider',
      change: (estate) => {
        otherConnection(estate, state);
      },
    }),
  ),
  world('PL-SVC-011', {
    fault: 'the service offers IPv6, which its load balancer has not',
    subject: 'service',
    hop: 'load-balancer',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: ({ service }) => {
      service.configuration['SupportedIpAddressTypes'] = ['ipv4', 'ipv6'];
    },
  }),
  world('PL-SVC-012', {
    fault: 'the service has a consumer and no name',
    subject: 'service',
    hop: 'service',
    effect: 'note',
    verdict: 'healthy',
    owner: 'provider',
    change: ({ service, endpoint }) => {
      delete service.configuration['PrivateDnsName'];
      delete service.configuration['PrivateDnsNameConfiguration'];
      for (const detail of service.details.values()) {
        for (const field of ['PrivateDnsName', 'PrivateDnsNames', 'PrivateDnsNameVerificationState']) {
          // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the fields of one thing
          delete detail[field];
        }
      }
      endpoint.raw['PrivateDnsEnabled'] = false;
    },
  }),
];

export const SVC_SOUND: readonly SoundWorld[] = [
  sound('PL-SVC-003', { what: 'the service names its load balancer' }),
  sound('PL-SVC-003', {
    what: 'the answer says nothing of load balancers',
    lacks: 'NetworkLoadBalancerArns',
    verdict: 'unknown',
    change: ({ service }) => {
      delete service.configuration['NetworkLoadBalancerArns'];
      delete service.configuration['GatewayLoadBalancerArns'];
    },
  }),
  sound('PL-SVC-005', {
    what: 'the service allows no principal, and the only request of another account was rejected',
    subject: 'service',
    change: (estate) => {
      allowsNobody(estate);
      withoutConnections(estate);
      otherConnection(estate, 'rejected');
    },
  }),
  sound('PL-SVC-005', {
    what: 'the service allows no principal, and another endpoint than this one waits for approval',
    change: (estate) => {
      allowsNobody(estate);
      if (estate.endpoint.connection !== undefined) estate.endpoint.connection['VpcEndpointOwner'] = PROVIDER;
      otherConnection(estate, 'pendingAcceptance');
    },
  }),
  sound('PL-SVC-004', { what: 'the service’s load balancer is listed', subject: 'service' }),
  sound('PL-SVC-006', { what: 'the service is offered in two zones', subject: 'service' }),
  sound('PL-SVC-007', {
    what: 'the load balancer got a third zone, and the service offers it',
    subject: 'service',
    change: (estate) => {
      addsZone(estate, 'use1-az4');
      estate.service.loadBalancerAttributes.splice(0, 1, { Key: 'load_balancing.cross_zone.enabled', Value: 'true' });
      (estate.service.configuration['AvailabilityZoneIds'] as string[]).push('use1-az4');
    },
  }),
  sound('PL-SVC-007', {
    what: 'the listing of subnets does not hold one of the load balancer’s',
    lacks: 'AvailabilityZoneId of subnet-',
    subject: 'service',
    verdict: 'unknown',
    change: ({ provider, providerVpc }) => {
      const subnets = provider.tables['ec2:DescribeSubnets'];
      subnets.splice(0, subnets.length, ...subnets.filter((item) => item['SubnetId'] !== providerVpc.subnets[0]?.id));
    },
  }),
  sound('PL-SVC-008', {
    what: 'a single load balancer cannot differ from itself, whatever may be read of its target groups',
    subject: 'service',
    verdict: 'unknown',
    denied: 'elasticloadbalancing:DescribeTargetGroupAttributes',
    deniedTo: 'provider',
  }),
  sound<TwoBalancers>('PL-SVC-008', {
    what: 'nobody may read the attributes of two load balancers’ target groups',
    lacks: 'elasticloadbalancing:DescribeTargetGroupAttributes',
    base: twoBalancers,
    verdict: 'unknown',
    denied: 'elasticloadbalancing:DescribeTargetGroupAttributes',
    deniedTo: 'provider',
  }),
  sound<TwoBalancers>('PL-SVC-008', { what: 'two load balancers that are alike', base: twoBalancers }),
  sound<TwoBalancers>('PL-SVC-008', {
    what: 'two load balancers that differ in another port than the one that is asked about',
    base: twoBalancers,
    change: (estate) => {
      listensToo(estate, ANOTHER_PORT);
    },
    args: () => ['--port', '443'],
  }),
  sound('PL-SVC-009', {
    what: 'nobody has connected yet, and the load balancer is exactly 14 days old',
    subject: 'service',
    change: (estate) => {
      withoutConnections(estate);
      createdBefore(estate, 14 * 24);
    },
  }),
  sound('PL-SVC-009', {
    what: 'the only request waits for approval',
    subject: 'service',
    change: (estate) => {
      withoutConnections(estate);
      otherConnection(estate, 'pendingAcceptance');
      for (const item of estate.provider.tables['ec2:DescribeVpcEndpointConnections']) {
        if (item['VpcEndpointState'] === 'pendingAcceptance') item['CreationTimestamp'] = estate.world.capturedAt;
      }
    },
  }),
  sound('PL-SVC-009', {
    what: 'nobody says in which state the only connection is',
    lacks: 'VpcEndpointState',
    subject: 'service',
    verdict: 'unknown',
    change: withoutState,
  }),
  sound('PL-SVC-010', {
    what: 'nobody says in which state the only connection is',
    lacks: 'VpcEndpointState',
    subject: 'service',
    verdict: 'unknown',
    change: withoutState,
  }),
  sound('PL-SVC-010', {
    what: 'another account’s connection waits',
    subject: 'service',
    change: (estate) => {
      otherConnection(estate, 'pending');
    },
  }),
  sound('PL-SVC-011', {
    what: 'the service offers IPv6, which its load balancer has',
    subject: 'service',
    change: ({ service }) => {
      service.configuration['SupportedIpAddressTypes'] = ['ipv4', 'ipv6'];
      service.loadBalancer['IpAddressType'] = 'dualstack';
    },
  }),
  sound('PL-SVC-012', {
    what: 'the service has neither a name nor a consumer',
    subject: 'service',
    change: (estate) => {
      withoutConnections(estate);
      delete estate.service.configuration['PrivateDnsName'];
      delete estate.service.configuration['PrivateDnsNameConfiguration'];
    },
  }),
];
