import { type Item, textOf } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { detachInterfaces, removeInterface, world } from './faults.ts';

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
];

export const NET_SOUND: readonly SoundWorld[] = [];
