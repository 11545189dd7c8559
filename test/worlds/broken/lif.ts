import type { BrokenWorld, SoundWorld } from './faults.ts';
import { endpointState, removeInterface, world } from './faults.ts';

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
  world('PL-LIF-010', {
    fault: 'one subnet of the endpoint has no interface of it',
    hop: 'endpoint',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    change: ({ consumer, endpoint }) => {
      const [first, second] = endpoint.raw['NetworkInterfaceIds'] as string[];
      endpoint.raw['NetworkInterfaceIds'] = [first ?? ''];
      removeInterface(consumer.tables['ec2:DescribeNetworkInterfaces'], second);
    },
  }),
];

export const LIF_SOUND: readonly SoundWorld[] = [];
