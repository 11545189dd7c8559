import { healthyEstate, type HealthyEstate } from '../healthy.ts';
import { resourceEstate, type ResourceEstate } from '../lattice.ts';
import { addVpc } from '../network.ts';
import { addRoute } from '../routed.ts';
import { textOf } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { endpointState, health, removeInterface, sound, world } from './faults.ts';

/** Created that many minutes before the world was read. */
function createdBefore({ world: { capturedAt }, endpoint }: HealthyEstate, minutes: number): void {
  endpoint.raw['CreationTimestamp'] = new Date(Date.parse(capturedAt) - minutes * 60_000).toISOString();
}

function withoutSecondInterface({ consumer, endpoint }: Pick<HealthyEstate, 'consumer' | 'endpoint'>): void {
  const [first, second] = endpoint.raw['NetworkInterfaceIds'] as string[];
  endpoint.raw['NetworkInterfaceIds'] = [first ?? ''];
  removeInterface(consumer.tables['ec2:DescribeNetworkInterfaces'], second);
}

export const LIF_WORLDS: readonly BrokenWorld[] = [
  world('PL-LIF-001', {
    fault: 'the provider has not accepted the request',
    hop: 'acceptance',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: (estate) => {
      endpointState(estate, 'pendingAcceptance');
    },
  }),
  world('PL-LIF-002', {
    fault: 'the provider rejected the connection',
    hop: 'acceptance',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: (estate) => {
      endpointState(estate, 'rejected');
    },
  }),
  world('PL-LIF-002', {
    fault: 'the provider rejected the connection, and only the consumer is read',
    hop: 'acceptance',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    profiles: ['consumer'],
    change: (estate) => {
      endpointState(estate, 'rejected');
    },
  }),
  world('PL-LIF-003', {
    fault: 'AWS could not create the endpoint',
    hop: 'endpoint',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: (estate) => {
      endpointState(estate, 'failed');
      estate.endpoint.raw['FailureReason'] = 'Not enough free addresses in the subnets';
      estate.endpoint.raw['LastError'] = {
        Code: 'InsufficientFreeAddressesInSubnet',
        Message: 'There are not enough free addresses in the subnets.',
      };
    },
  }),
  world('PL-LIF-004', {
    fault: 'the request expired before it was accepted',
    hop: 'endpoint',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: (estate) => {
      endpointState(estate, 'expired');
    },
  }),
  world('PL-LIF-007', {
    fault: 'the endpoint is being deleted',
    hop: 'endpoint',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: (estate) => {
      endpointState(estate, 'deleting');
    },
  }),
  world<HealthyEstate>('PL-LIF-010', {
    fault: 'one subnet of the endpoint has no interface of it',
    says: 'use1-az2 has no network interface',
    hop: 'endpoint',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    change: withoutSecondInterface,
  }),
  world('PL-LIF-005', {
    fault: 'AWS could build a part of the endpoint',

    hop: 'endpoint',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',

    change: ({ endpoint }) => {
      endpoint.raw['State'] = 'Partial';
    },
  }),
  world('PL-LIF-006', {
    fault: 'the endpoint has been pending for longer than a quarter of an hour',

    hop: 'endpoint',
    effect: 'hygiene',
    verdict: 'unknown',
    owner: 'consumer',

    change: (estate) => {
      endpointState(estate, 'pending');
      createdBefore(estate, 15.1);
    },
  }),
  world('PL-LIF-008', {
    fault: 'the last change of the endpoint was refused',

    hop: 'endpoint',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',

    change: ({ endpoint }) => {
      endpoint.raw['LastError'] = { Code: 'InvalidSubnet', Message: 'Not enough free addresses' };
    },
  }),
  world('PL-LIF-009', {
    fault: 'an AWS service keeps the endpoint',

    hop: 'endpoint',
    effect: 'note',
    verdict: 'healthy',
    owner: 'aws',

    change: ({ endpoint }) => {
      endpoint.raw['RequesterManaged'] = true;
    },
  }),
  world('PL-LIF-010', {
    fault: 'the subnet without an interface is in the zone whose target is down',
    hop: 'endpoint',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    change: (estate) => {
      withoutSecondInterface(estate);
      health(estate.service.targetHealth.slice(1), 'unhealthy', 'Target.Timeout', 'Request timed out');
    },
  }),
  world('PL-NLB-006', {
    fault: 'the endpoint has no interface in the only zone whose target is healthy',
    // Two things happen here at once already: no third one is put beside them.
    base: () => healthyEstate(),
    hop: 'targets',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: (estate) => {
      withoutSecondInterface(estate);
      health(estate.service.targetHealth.slice(0, 1), 'unhealthy', 'Target.Timeout', 'Request timed out');
    },
  }),
  world('PL-LIF-007', {
    fault: 'a gateway endpoint is being deleted while routes lead to it',
    subject: 'gateway',
    hop: 'endpoint',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    says: `Routes of ${textOf(healthyEstate().consumerVpc.routeTable, 'RouteTableId')} still lead to it`,
    change: ({ consumer, gateway }) => {
      gateway.raw['State'] = 'deleting';
      addRoute(addVpc(consumer, { name: 'other', cidr: '10.30.0.0/16', zoneIds: ['use1-az1'] }), '0.0.0.0/0', {
        GatewayId: 'igw-0a1b2c3d4e5f60718',
      });
    },
  }),
  world<ResourceEstate>('PL-LIF-010', {
    fault: 'one subnet of a resource endpoint, whose subnets cannot be changed, has no interface of it',
    base: resourceEstate,
    hop: 'endpoint',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    finding: { fix: 'Subnets of this type of endpoint cannot be changed: create it again.' },
    change: withoutSecondInterface,
  }),
];

export const LIF_SOUND: readonly SoundWorld[] = [
  sound('PL-LIF-005', {
    what: 'the endpoint is available',
  }),
  sound('PL-LIF-006', {
    what: 'the endpoint has been pending for a quarter of an hour',
    verdict: 'unknown',

    change: (estate) => {
      endpointState(estate, 'pending');
      createdBefore(estate, 15);
    },
  }),
  sound('PL-LIF-008', {
    what: 'the error is empty',

    change: ({ endpoint }) => {
      endpoint.raw['LastError'] = {};
    },
  }),
  sound('PL-LIF-009', {
    what: 'the endpoint is the account’s own',
  }),
];
