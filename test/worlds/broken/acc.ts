import { awsId } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { everybody, world } from './faults.ts';

export const ACC_WORLDS: readonly BrokenWorld[] = [
  world('PL-ACC-001', {
    fault: 'everybody may connect, and nobody asks who comes',
    subject: 'service',
    hop: 'acceptance',
    effect: 'exposure',
    verdict: 'healthy',
    owner: 'provider',
    change: (estate) => {
      everybody(estate);
      estate.service.configuration['AcceptanceRequired'] = false;
      for (const detail of estate.service.details.values()) detail['AcceptanceRequired'] = false;
    },
  }),
  world('PL-ACC-002', {
    fault: 'everybody may ask for a connection',
    subject: 'service',
    hop: 'acceptance',
    effect: 'exposure',
    verdict: 'healthy',
    owner: 'provider',
    change: everybody,
  }),
  world('PL-ACC-005', {
    fault: 'another account has waited for approval for months',
    subject: 'service',
    hop: 'acceptance',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: ({ provider, service }) => {
      const VpcEndpointId = awsId('vpce', 'of another account');
      provider.tables['ec2:DescribeVpcEndpointConnections'].push({
        ServiceId: service.id,
        VpcEndpointId,
        VpcEndpointOwner: '123456789012',
        VpcEndpointState: 'pendingAcceptance',
        CreationTimestamp: '2024-05-06T07:08:09.000Z',
        NetworkLoadBalancerArns: [...(service.configuration['NetworkLoadBalancerArns'] as string[])],
        IpAddressType: 'ipv4',
        VpcEndpointConnectionId: awsId('vpce-con', VpcEndpointId),
        VpcEndpointRegion: provider.region,
        Tags: [],
      });
    },
  }),
  world('PL-ACC-006', {
    fault: 'requests must be accepted, and nobody is told of them',
    subject: 'service',
    hop: 'acceptance',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: ({ provider }) => {
      provider.tables['ec2:DescribeVpcEndpointConnectionNotifications'].splice(0);
    },
  }),
];

export const ACC_SOUND: readonly SoundWorld[] = [];
