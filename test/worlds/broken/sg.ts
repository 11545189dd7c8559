import { groupItem, permission } from '../network.ts';
import type { HealthyEstate } from '../healthy.ts';
import { type Item, textOf } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

function fromWorkload({ consumerVpc }: HealthyEstate): readonly string[] {
  return ['--source', consumerVpc.subnets[0]?.address(20) ?? ''];
}

export const SG_WORLDS: readonly BrokenWorld[] = [
  world('PL-SG-001', {
    fault: 'the endpoint’s group admits another port than the service’s',
    hop: 'endpoint-security-group',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: ({ consumer, consumerVpc, endpointGroupId }) => {
      groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(5432, consumerVpc.cidr)];
    },
  }),
  world('PL-SG-001', {
    fault: 'the endpoint’s group admits an office that the client is not in',
    hop: 'endpoint-security-group',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: ({ consumer, endpointGroupId }) => {
      groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(443, '192.168.40.0/24')];
    },
    args: ({ consumerVpc }) => ['--source', consumerVpc.subnets[0]?.id ?? ''],
  }),
  world('PL-SG-001', {
    fault: 'the endpoint’s group refers to a group that the client does not carry',
    hop: 'endpoint-security-group',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: ({ consumer, consumerVpc, endpointGroupId }) => {
      groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(443, consumerVpc.defaultGroupId)];
    },
    args: ({ consumerVpc }) => ['--source', consumerVpc.subnets[0]?.address(20) ?? ''],
  }),
  world('PL-SG-002', {
    fault: 'the endpoint’s only group has no inbound rule',
    hop: 'endpoint-security-group',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: ({ consumer, endpointGroupId }) => {
      groupItem(consumer, endpointGroupId)['IpPermissions'] = [];
    },
  }),
  world('PL-SG-003', {
    fault: 'the endpoint carries the default group beside its own',
    hop: 'endpoint-security-group',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    change: ({ consumer, consumerVpc, endpoint }) => {
      const added = { GroupId: consumerVpc.defaultGroupId, GroupName: 'default' };
      (endpoint.raw['Groups'] as Item[]).push(added);
      for (const item of consumer.tables['ec2:DescribeNetworkInterfaces']) {
        if ((endpoint.raw['NetworkInterfaceIds'] as string[]).includes(textOf(item, 'NetworkInterfaceId'))) {
          (item['Groups'] as Item[]).push({ ...added });
        }
      }
    },
  }),
  world('PL-SG-004', {
    fault: 'the endpoint’s group admits every address',
    hop: 'endpoint-security-group',
    effect: 'exposure',
    verdict: 'healthy',
    owner: 'consumer',
    change: ({ consumer, endpointGroupId }) => {
      groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(443, '0.0.0.0/0')];
    },
  }),
  world('PL-SG-005', {
    fault: 'the client’s own group lets only plain HTTP out',
    hop: 'source',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: ({ consumer, workloadGroupId }) => {
      groupItem(consumer, workloadGroupId)['IpPermissionsEgress'] = [permission(80, '0.0.0.0/0')];
    },
    args: ({ consumerVpc }) => ['--source', consumerVpc.subnets[0]?.address(20) ?? ''],
  }),
  world('PL-SG-008', {
    fault: 'the client’s group lets out to the VPC only',
    subject: 'gateway',
    hop: 'source',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: ({ consumer, consumerVpc, workloadGroupId }) => {
      groupItem(consumer, workloadGroupId)['IpPermissionsEgress'] = [permission(443, consumerVpc.cidr)];
    },
    args: fromWorkload,
  }),
  world('PL-SG-008', {
    fault: 'the client’s group lets out to half of the service’s addresses',
    subject: 'gateway',
    hop: 'source',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    change: ({ consumer, workloadGroupId }) => {
      groupItem(consumer, workloadGroupId)['IpPermissionsEgress'] = [permission(443, '198.51.100.0/24')];
    },
    args: fromWorkload,
  }),
];

export const SG_SOUND: readonly SoundWorld[] = [
  sound('PL-SG-008', {
    what: 'the client’s group lets out to the service’s prefix list',
    subject: 'gateway',
    change: ({ consumer, workloadGroupId }) => {
      const list = textOf(consumer.tables['ec2:DescribePrefixLists'][0], 'PrefixListId');
      groupItem(consumer, workloadGroupId)['IpPermissionsEgress'] = [permission(443, list)];
    },
    args: fromWorkload,
  }),
  sound('PL-SG-008', {
    what: 'the client’s group lets out to the ranges of the prefix list, one by one',
    subject: 'gateway',
    change: ({ consumer, workloadGroupId }) => {
      groupItem(consumer, workloadGroupId)['IpPermissionsEgress'] = [
        permission(443, '192.0.2.0/25', '198.51.100.0/24'),
      ];
    },
    args: fromWorkload,
  }),
];
