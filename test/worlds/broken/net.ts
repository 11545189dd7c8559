import { addAwsEndpoint, type EndpointWorld } from '../endpoint.ts';
import { healthyEstate, ORGANIZATION_POLICY, type HealthyEstate } from '../healthy.ts';
import { resourceEstate, type ResourceEstate } from '../lattice.ts';
import { addInterface, addSubnets } from '../network.ts';
import { awsId, type Item, textOf } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { detachInterfaces, removeInterface, sound, world } from './faults.ts';

/** A default route of the endpoints' subnets, which have a table of their own then. */
function defaultRoute({ consumer, consumerVpc, endpointSubnets }: HealthyEstate, target: Item): void {
  const associations = consumerVpc.routeTable['Associations'] as Item[];
  const ids = new Set(endpointSubnets.map((subnet) => subnet.id));
  const isTheirs = (item: Item): boolean => typeof item['SubnetId'] === 'string' && ids.has(item['SubnetId']);
  const moved = associations.filter(isTheirs);
  associations.splice(0, associations.length, ...associations.filter((item) => !isTheirs(item)));
  consumer.tables['ec2:DescribeRouteTables'].push({
    ...consumerVpc.routeTable,
    RouteTableId: awsId('rtb', consumerVpc.id, 'endpoints'),
    Associations: moved,
    Routes: [
      ...(consumerVpc.routeTable['Routes'] as Item[]),
      { DestinationCidrBlock: '0.0.0.0/0', Origin: 'CreateRoute', State: 'active', ...target },
    ],
  });
}

/** An endpoint in subnets that another account shares with its owner. */
function sharedEstate(): HealthyEstate {
  const estate = healthyEstate();
  for (const { raw } of estate.endpointSubnets) raw['OwnerId'] = '777788889999';
  return estate;
}

function freeAddresses({ endpointSubnets }: HealthyEstate, count: number): void {
  const [first] = endpointSubnets;
  if (first !== undefined) first.raw['AvailableIpAddressCount'] = count;
}

interface PullingEstate extends HealthyEstate {
  readonly registry: EndpointWorld;
}

/** Images are pulled through an endpoint for the registry's data, in subnets without a way out. */
function pullingEstate(): PullingEstate {
  const estate = healthyEstate();
  const registry = addAwsEndpoint(estate.consumer, estate.consumerVpc, 'ecr.dkr', {
    name: 'ecr-dkr',
    groupIds: [estate.endpointGroupId],
    subnets: estate.endpointSubnets,
    policy: ORGANIZATION_POLICY,
  });
  return { ...estate, registry };
}

/** The VPC has no endpoint for S3. */
function withoutStorage({ consumer, consumerVpc, gateway }: HealthyEstate): void {
  const endpoints = consumer.tables['ec2:DescribeVpcEndpoints'];
  endpoints.splice(endpoints.indexOf(gateway.raw), 1);
  consumerVpc.routeTable['Routes'] = (consumerVpc.routeTable['Routes'] as Item[]).filter(
    (route) => route['GatewayId'] !== gateway.id,
  );
}

/** The service offers its first zone alone, to whomever it is shown. */
function offersOneZone({ service }: HealthyEstate): void {
  const [kept = ''] = service.zoneIds;
  for (const item of [service.configuration, ...service.details.values()]) item['AvailabilityZoneIds'] = [kept];
}

/** The consumer's listing does not hold the service, as where its principal was taken away. */
function unlisted({ consumer, service }: HealthyEstate): void {
  const services = consumer.tables['ec2:DescribeVpcEndpointServices'];
  services.splice(0, services.length, ...services.filter((item) => item['ServiceName'] !== service.serviceName));
  service.details.clear();
}

export const NET_WORLDS: readonly BrokenWorld[] = [
  world('PL-NET-001', {
    fault: 'the provider’s load balancer left a zone that the endpoint is in',
    hop: 'endpoint',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'both',
    change: ({ service }) => {
      const [kept] = service.zoneIds;
      service.configuration['AvailabilityZoneIds'] = [kept ?? ''];
      service.configuration['AvailabilityZones'] = (service.configuration['AvailabilityZones'] as string[]).slice(0, 1);
      for (const detail of service.details.values()) detail['AvailabilityZoneIds'] = [kept ?? ''];
      service.loadBalancer['AvailabilityZones'] = (service.loadBalancer['AvailabilityZones'] as Item[]).slice(0, 1);
      service.targetHealth.splice(1);
    },
  }),
  world('PL-NET-002', {
    fault: 'the endpoint is in one of the service’s two zones',
    says: 'the service also offers use1-az2',
    hop: 'endpoint',
    effect: 'resilience',
    verdict: 'healthy',
    owner: 'consumer',
    change: ({ consumer, endpoint, endpointSubnets }) => {
      const [first, second] = endpoint.raw['NetworkInterfaceIds'] as string[];
      endpoint.raw['NetworkInterfaceIds'] = [first ?? ''];
      endpoint.raw['SubnetIds'] = [endpointSubnets[0]?.id ?? ''];
      endpoint.raw['DnsEntries'] = (endpoint.raw['DnsEntries'] as Item[]).filter(
        (entry) => !textOf(entry, 'DnsName').includes(`-${endpointSubnets[1]?.zoneName ?? ''}.`),
      );
      removeInterface(consumer.tables['ec2:DescribeNetworkInterfaces'], second);
    },
  }),
  world('PL-NET-004', {
    fault: 'one interface of the endpoint is not in use',
    hop: 'endpoint',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    change: (estate) => {
      detachInterfaces(estate, 1);
    },
  }),
  world('PL-NET-004', {
    fault: 'no interface of the endpoint is in use',
    hop: 'endpoint',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: (estate) => {
      detachInterfaces(estate, 2);
    },
  }),
  world('PL-NET-003', {
    fault: 'a workload was moved to a zone without the endpoint',

    hop: 'endpoint',
    effect: 'resilience',
    verdict: 'healthy',
    owner: 'consumer',

    change: ({ consumer, consumerVpc, workloadGroupId }) => {
      const [subnet] = addSubnets(consumer, consumerVpc, { zoneIds: ['use1-az4'], tier: 'batch', firstNet: 61 });
      if (subnet !== undefined)
        addInterface(consumer, consumerVpc, subnet, { host: 20, groupIds: [workloadGroupId], description: 'batch' });
    },
  }),
  world('PL-NET-007', {
    fault: 'one subnet of the endpoint has seven free addresses',

    hop: 'endpoint',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',

    change: (estate) => {
      freeAddresses(estate, 7);
    },
  }),
  world('PL-NET-008', {
    fault: 'the endpoint’s subnets lead to an internet gateway',

    hop: 'endpoint',
    effect: 'exposure',
    verdict: 'healthy',
    owner: 'consumer',

    change: (estate) => {
      defaultRoute(estate, { GatewayId: 'igw-0a1b2c3d4e5f60718' });
    },
  }),
  world('PL-NET-009', {
    fault: 'another account shares the subnets of the endpoint',

    base: sharedEstate,
    hop: 'endpoint',
    effect: 'note',
    verdict: 'healthy',
    owner: 'both',
  }),
  world<PullingEstate>('PL-NET-013', {
    fault: 'images are pulled in isolated subnets, and nothing leads to S3',
    base: pullingEstate,
    subject: ({ registry }) => registry.id,
    hop: 'endpoint',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    change: withoutStorage,
  }),
  world('PL-NET-001', {
    fault: 'the service no longer lists a zone, and only the consumer is read',
    hop: 'endpoint',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'both',
    profiles: ['consumer'],
    change: (estate) => {
      offersOneZone(estate);
    },
  }),
  world('PL-NET-001', {
    fault: 'the provider’s configuration has one zone, and the consumer is not shown the service',
    hop: 'endpoint',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'both',
    change: (estate) => {
      offersOneZone(estate);
      unlisted(estate);
    },
  }),
  world('PL-NET-008', {
    fault: 'the endpoint’s subnets lead to an internet gateway over IPv6',
    hop: 'endpoint',
    effect: 'exposure',
    verdict: 'healthy',
    owner: 'consumer',
    change: ({ consumerVpc }) => {
      (consumerVpc.routeTable['Routes'] as Item[]).push({
        DestinationIpv6CidrBlock: '::/0',
        GatewayId: 'igw-0a1b2c3d4e5f60718',
        Origin: 'CreateRoute',
        State: 'active',
      });
    },
  }),
  world<ResourceEstate>('PL-NET-004', {
    fault: 'one interface of a resource endpoint, whose subnets cannot be changed, is not in use',
    base: resourceEstate,
    hop: 'endpoint',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    finding: { fix: 'Wait a few minutes; then create the endpoint again: its subnets cannot be changed.' },
    change: (estate) => {
      detachInterfaces(estate, 1);
    },
  }),
];

export const NET_SOUND: readonly SoundWorld[] = [
  sound('PL-NET-003', {
    what: 'every zone with workloads has the endpoint',
  }),
  sound('PL-NET-007', {
    what: 'eight addresses are free',

    change: (estate) => {
      freeAddresses(estate, 8);
    },
  }),
  sound('PL-NET-008', {
    what: 'the endpoint’s subnets lead to a NAT gateway',

    change: (estate) => {
      defaultRoute(estate, { NatGatewayId: 'nat-0a1b2c3d4e5f60718' });
    },
  }),
  sound('PL-NET-009', {
    what: 'the subnets are the account’s own',
  }),
  sound<PullingEstate>('PL-NET-013', {
    what: 'images are pulled with endpoints for the registry’s API and for S3',
    base: pullingEstate,
    subject: ({ registry }) => registry.id,
  }),
  sound<PullingEstate>('PL-NET-013', {
    what: 'images are pulled without an endpoint for S3, and a NAT gateway leads there',
    base: pullingEstate,
    subject: ({ registry }) => registry.id,
    change: (estate) => {
      withoutStorage(estate);
      (estate.consumerVpc.routeTable['Routes'] as Item[]).push({
        DestinationCidrBlock: '0.0.0.0/0',
        NatGatewayId: 'nat-0a1b2c3d4e5f60718',
        Origin: 'CreateRoute',
        State: 'active',
      });
    },
  }),
  sound('PL-NET-001', {
    what: 'the consumer is not shown the service, and nobody read the provider',
    verdict: 'unknown',
    profiles: ['consumer'],
    change: unlisted,
  }),
];
