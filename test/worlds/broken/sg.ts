import { groupItem, permission } from '../network.ts';
import { healthyEstate, type HealthyEstate } from '../healthy.ts';
import { peeredEstate, transitEstate, type PeeredEstate, type RoutedEstate, type TransitEstate } from '../routed.ts';
import { awsId, type Item, textOf } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

function fromWorkload({ consumerVpc }: HealthyEstate): readonly string[] {
  return ['--source', consumerVpc.subnets[0]?.address(20) ?? ''];
}

function fromTask({ spoke, ownName }: RoutedEstate): readonly string[] {
  return ['--source', spoke.subnets[0]?.address(20) ?? '', '--name', ownName];
}

/** The endpoint's rules admit members of a group and nothing else. */
function admitGroup({ consumer, endpointGroupId }: HealthyEstate, groupId: string): void {
  groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(443, groupId)];
}

/** Nothing runs in the endpoint's VPC any more. */
function withoutWorkloads({ consumer, consumerVpc }: HealthyEstate): void {
  const table = consumer.tables['ec2:DescribeNetworkInterfaces'];
  const left = table.filter((item) => item['VpcId'] !== consumerVpc.id || item['RequesterManaged'] === true);
  table.splice(0, table.length, ...left);
}

const IPV6 = '2001:db8:20::';

/** The endpoint answers with addresses of both families, and so have the clients. */
function dualEstate(): HealthyEstate {
  const estate = healthyEstate();
  const { consumer, consumerVpc, endpoint, endpointSubnets, service } = estate;
  endpoint.raw['IpAddressType'] = 'dualstack';
  endpoint.raw['DnsOptions'] = { DnsRecordIpType: 'dualstack' };
  for (const detail of [...service.details.values(), service.configuration]) {
    detail['SupportedIpAddressTypes'] = ['ipv4', 'ipv6'];
  }
  service.loadBalancer['IpAddressType'] = 'dualstack';
  for (const { raw } of [...consumerVpc.subnets, ...endpointSubnets]) {
    raw['Ipv6CidrBlockAssociationSet'] = [{ Ipv6CidrBlock: `${IPV6}/64`, Ipv6CidrBlockState: { State: 'associated' } }];
  }
  consumer.tables['ec2:DescribeNetworkInterfaces'].forEach((item, index) => {
    item['Ipv6Addresses'] = [{ Ipv6Address: `${IPV6}${index + 20}` }];
  });
  return estate;
}

function withoutIpv6({ consumer }: HealthyEstate): void {
  for (const item of consumer.tables['ec2:DescribeNetworkInterfaces']) item['Ipv6Addresses'] = [];
}

function admitToo({ consumer, endpointGroupId }: HealthyEstate, item: Item): void {
  (groupItem(consumer, endpointGroupId)['IpPermissions'] as Item[]).push(item);
}

/** The rules admit the VPC by its IPv4 range alone, not by group. */
function admitIpv4Only(estate: HealthyEstate): void {
  groupItem(estate.consumer, estate.endpointGroupId)['IpPermissions'] = [permission(443, estate.consumerVpc.cidr)];
}

const FAMILY = { hop: 'endpoint-security-group', owner: 'consumer' } as const;

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
    says: 'to none of',
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
    says: 'to a part of',
  }),
  world<TransitEstate>('PL-SG-001', {
    fault: 'the endpoint’s group refers to the client’s, which is behind a transit gateway',
    base: transitEstate,
    hop: 'endpoint-security-group',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: (estate) => {
      admitGroup(estate, estate.spokeGroupId);
    },
    args: fromTask,
  }),
  world<PeeredEstate>('PL-SG-001', {
    fault: 'the endpoint’s group refers to the client’s, which is peered from another Region',
    base: peeredEstate,
    hop: 'endpoint-security-group',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: (estate) => {
      admitGroup(estate, estate.spokeGroupId);
      (estate.peering['AccepterVpcInfo'] as Item)['Region'] = 'eu-west-1';
    },
    args: fromTask,
  }),
  world('PL-SG-006', {
    fault: 'the endpoint’s rules name a group that was deleted',
    ...FAMILY,
    effect: 'hygiene',
    verdict: 'unknown',
    change: (estate) => {
      withoutWorkloads(estate);
      admitGroup(estate, awsId('sg', 'deleted'));
    },
  }),
  world('PL-SG-006', {
    fault: 'the endpoint’s rules name its own group',
    ...FAMILY,
    effect: 'hygiene',
    verdict: 'unknown',
    change: (estate) => {
      withoutWorkloads(estate);
      admitGroup(estate, estate.endpointGroupId);
    },
  }),
  world<PeeredEstate>('PL-SG-006', {
    fault: 'the endpoint’s rules name a group of a VPC that is no longer peered',
    base: peeredEstate,
    ...FAMILY,
    effect: 'hygiene',
    verdict: 'unknown',
    change: (estate) => {
      withoutWorkloads(estate);
      admitGroup(estate, estate.spokeGroupId);
      estate.peering['Status'] = { Code: 'deleted', Message: 'Deleted' };
    },
  }),
  world<PeeredEstate>('PL-SG-006', {
    fault: 'the endpoint’s rules name a group of a VPC in another Region',
    base: peeredEstate,
    ...FAMILY,
    effect: 'hygiene',
    verdict: 'unknown',
    change: (estate) => {
      withoutWorkloads(estate);
      admitGroup(estate, estate.spokeGroupId);
      (estate.peering['AccepterVpcInfo'] as Item)['Region'] = 'eu-west-1';
    },
  }),
  world('PL-SG-007', {
    fault: 'clients with IPv6 get AAAA answers, and the rules hold IPv4 ranges',
    base: dualEstate,
    ...FAMILY,
    effect: 'impairs',
    verdict: 'degraded',
    change: admitIpv4Only,
  }),
  world('PL-SG-007', {
    fault: 'the endpoint answers with AAAA alone, and the rules hold IPv4 ranges',
    base: dualEstate,
    ...FAMILY,
    effect: 'breaks',
    verdict: 'broken',
    change: (estate) => {
      admitIpv4Only(estate);
      estate.endpoint.raw['DnsOptions'] = { DnsRecordIpType: 'ipv6' };
    },
  }),
  world('PL-SG-007', {
    fault: 'the rules admit IPv6 on another port',
    base: dualEstate,
    ...FAMILY,
    effect: 'impairs',
    verdict: 'degraded',
    change: (estate) => {
      admitIpv4Only(estate);
      admitToo(estate, permission(8443, `${IPV6}/56`));
    },
    args: fromWorkload,
  }),
];

export const SG_SOUND: readonly SoundWorld[] = [
  sound('PL-SG-007', {
    what: 'the rules admit IPv6, but nobody judges what else meets clients that get AAAA alone',
    base: dualEstate,
    verdict: 'unknown',
    change: (estate) => {
      estate.endpoint.raw['DnsOptions'] = { DnsRecordIpType: 'ipv6' };
    },
  }),
  sound('PL-SG-007', {
    what: 'the interface that may have an IPv6 address beside the client’s is not readable',
    base: dualEstate,
    verdict: 'unknown',
    lacks: 'ec2:DescribeNetworkInterfaces',
    denied: 'ec2:DescribeNetworkInterfaces',
    change: admitIpv4Only,
    args: fromWorkload,
  }),
  sound<PeeredEstate>('PL-SG-001', {
    what: 'the endpoint’s group refers to the client’s in a peered VPC',
    base: peeredEstate,
    change: (estate) => {
      admitGroup(estate, estate.spokeGroupId);
    },
    args: fromTask,
  }),
  sound('PL-SG-001', {
    what: 'the endpoint’s group refers to that of a workload in the client’s subnet',
    change: (estate) => {
      admitGroup(estate, estate.workloadGroupId);
    },
    args: ({ consumerVpc }) => ['--source', consumerVpc.subnets[0]?.id ?? ''],
  }),
  sound<PeeredEstate>('PL-SG-001', {
    what: 'the client’s group lets out to the endpoint’s across the peering',
    base: peeredEstate,
    change: ({ consumer, spokeGroupId, endpointGroupId }) => {
      groupItem(consumer, spokeGroupId)['IpPermissionsEgress'] = [permission(443, endpointGroupId)];
    },
    args: fromTask,
  }),
  sound('PL-SG-006', {
    what: 'the endpoint’s rules name the workloads’ group',
    change: (estate) => {
      admitGroup(estate, estate.workloadGroupId);
    },
  }),
  sound('PL-SG-006', {
    what: 'the endpoint’s rules name a deleted group, and the VPC’s range',
    change: (estate) => {
      admitGroup(estate, awsId('sg', 'deleted'));
      admitToo(estate, permission(443, estate.consumerVpc.cidr));
    },
  }),
  sound('PL-SG-006', {
    what: 'the endpoint’s rules name a deleted group, and a prefix list',
    change: (estate) => {
      const list = awsId('pl', 'clients');
      estate.consumer.tables['ec2:DescribePrefixLists'].push({
        PrefixListId: list,
        PrefixListName: 'clients',
        Cidrs: [estate.consumerVpc.cidr],
      });
      admitGroup(estate, awsId('sg', 'deleted'));
      admitToo(estate, permission(443, list));
    },
  }),
  sound<PeeredEstate>('PL-SG-006', {
    what: 'the endpoint’s rules name a group of the peered VPC',
    base: peeredEstate,
    change: (estate) => {
      withoutWorkloads(estate);
      admitGroup(estate, estate.spokeGroupId);
    },
    args: fromTask,
  }),
  sound<PeeredEstate>('PL-SG-006', {
    what: 'a VPC is peered that was not read',
    lacks: 'the network interfaces of vpc-',
    base: peeredEstate,
    verdict: 'unknown',
    change: (estate) => {
      withoutWorkloads(estate);
      admitGroup(estate, awsId('sg', 'theirs'));
      (estate.peering['AccepterVpcInfo'] as Item)['VpcId'] = 'vpc-0a1b2c3d4e5f60718';
    },
  }),
  sound('PL-SG-006', {
    what: 'the peerings were not readable',
    lacks: 'ec2:DescribeVpcPeeringConnections',
    verdict: 'unknown',
    denied: 'ec2:DescribeVpcPeeringConnections',
    change: (estate) => {
      withoutWorkloads(estate);
      admitGroup(estate, awsId('sg', 'theirs'));
    },
  }),
  sound('PL-SG-007', {
    what: 'the rules admit the clients’ IPv6 range too',
    base: dualEstate,
    change: (estate) => {
      admitIpv4Only(estate);
      admitToo(estate, permission(443, `${IPV6}/56`));
    },
  }),
  sound('PL-SG-007', {
    what: 'the rules name the clients’ group, which has no address family',
    base: dualEstate,
    change: (estate) => {
      admitGroup(estate, estate.workloadGroupId);
    },
  }),
  sound('PL-SG-007', {
    what: 'the endpoint’s names have IPv4 addresses alone',
    base: dualEstate,
    change: (estate) => {
      admitIpv4Only(estate);
      estate.endpoint.raw['DnsOptions'] = { DnsRecordIpType: 'ipv4' };
    },
  }),
  sound('PL-SG-007', {
    what: 'no client has an IPv6 address',
    base: dualEstate,
    change: (estate) => {
      admitIpv4Only(estate);
      withoutIpv6(estate);
    },
  }),
  sound('PL-SG-007', {
    what: 'the client that was named has no IPv6 address',
    base: dualEstate,
    change: (estate) => {
      admitIpv4Only(estate);
      const address = estate.consumerVpc.subnets[0]?.address(20);
      for (const item of estate.consumer.tables['ec2:DescribeNetworkInterfaces']) {
        if (item['PrivateIpAddress'] === address) item['Ipv6Addresses'] = [];
      }
    },
    args: fromWorkload,
  }),
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
