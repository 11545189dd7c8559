import type { HealthyEstate } from '../healthy.ts';
import { addGroup, addNetworkAcl, aclEntries, groupItem, permission } from '../network.ts';
import { addPeering, peeredEstate, transitEstate, type PeeredEstate, type TransitEstate } from '../routed.ts';
import { awsId, textOf, type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

/* Groups that admit a part of the clients, and clients whose groups or addresses nobody read. */

const DOOR = { hop: 'endpoint-security-group', owner: 'consumer' } as const;

function fromSubnet({ consumerVpc }: HealthyEstate): readonly string[] {
  return ['--source', consumerVpc.subnets[0]?.id ?? ''];
}

function fromWorkload({ consumerVpc }: HealthyEstate): readonly string[] {
  return ['--source', consumerVpc.subnets[0]?.address(20) ?? ''];
}

/** The endpoint's rules, and none beside these. */
function admit({ consumer, endpointGroupId }: HealthyEstate, ...rules: readonly Item[]): void {
  groupItem(consumer, endpointGroupId)['IpPermissions'] = [...rules];
}

/** A second task in the first workload's subnet, with a group of its own. */
function addOther({ consumer, consumerVpc }: HealthyEstate): void {
  const groupId = addGroup(consumer, consumerVpc.id, 'reports', 'Reports', []);
  const table = consumer.tables['ec2:DescribeNetworkInterfaces'];
  const [first] = table;
  const ip = consumerVpc.subnets[0]?.address(21) ?? '';
  table.push({
    ...first,
    NetworkInterfaceId: awsId('eni', 'reports'),
    PrivateIpAddress: ip,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: ip }],
    Groups: [{ GroupId: groupId, GroupName: 'reports' }],
  });
}

/** The endpoint stands in the first workload's subnet, and nowhere else. */
function besideFirst({ consumer, consumerVpc, endpoint, service, provider }: HealthyEstate): void {
  const [subnet] = consumerVpc.subnets;
  const [id] = endpoint.raw['NetworkInterfaceIds'] as string[];
  endpoint.raw['SubnetIds'] = [subnet?.id ?? ''];
  endpoint.raw['NetworkInterfaceIds'] = [id ?? ''];
  const ip = subnet?.address(10) ?? '';
  for (const item of consumer.tables['ec2:DescribeNetworkInterfaces']) {
    if (item['NetworkInterfaceId'] !== id) continue;
    Object.assign(item, { SubnetId: subnet?.id, PrivateIpAddress: ip });
    item['PrivateIpAddresses'] = [{ Primary: true, PrivateIpAddress: ip }];
  }
  groupItem(provider, service.loadBalancerGroupId ?? '')['IpPermissions'] = [permission(443, consumerVpc.cidr)];
}

export const SG_PART_WORLDS: readonly BrokenWorld[] = [
  world('PL-SG-001', {
    fault: 'one of two tasks in the client’s subnet carries the group that the rules name',
    ...DOOR,
    effect: 'impairs',
    verdict: 'degraded',
    finding: { severity: 'high' },
    change: (estate) => {
      addOther(estate);
      admit(estate, permission(443, estate.workloadGroupId));
    },
    args: fromSubnet,
    says: ({ consumerVpc }) => [`from a part of ${consumerVpc.subnets[0]?.id ?? ''} only`],
  }),
  world('PL-SG-001', {
    fault: 'the rules admit the half of the client’s subnet that no task is in yet',
    ...DOOR,
    effect: 'impairs',
    verdict: 'degraded',
    change: (estate) => {
      admit(estate, permission(443, '10.20.1.128/25'));
    },
    args: fromSubnet,
  }),
  world('PL-SG-001', {
    fault: 'nobody knows the port, and the rules admit nothing from the client',
    ...DOOR,
    effect: 'breaks',
    verdict: 'broken',
    profiles: ['consumer'],
    change: (estate) => {
      admit(estate, permission(443, '192.168.40.0/24'));
    },
    args: fromWorkload,
  }),
  world('PL-SG-001', {
    fault: 'nobody knows the port or the client, and the rules admit no workload',
    ...DOOR,
    effect: 'breaks',
    verdict: 'degraded',
    suspected: true,
    profiles: ['consumer'],
    change: (estate) => {
      admit(estate, permission(443, '192.168.40.0/24'));
    },
    says: () => ['No source was given: clients elsewhere may still get in.'],
  }),
  world<TransitEstate>('PL-SG-001', {
    fault: 'the VPCs are peered, and the client’s packets take the transit gateway, where no reference holds',
    base: transitEstate,
    ...DOOR,
    effect: 'breaks',
    verdict: 'broken',
    change: (estate) => {
      addPeering(estate.consumer, estate.consumerVpc, estate.spoke);
      admit(estate, permission(443, estate.spokeGroupId));
    },
    args: ({ spoke, ownName }) => ['--source', spoke.subnets[0]?.address(20) ?? '', '--name', ownName],
  }),
  world('PL-SG-004', {
    fault: 'two groups admit every address, each on its own port',
    ...DOOR,
    effect: 'exposure',
    verdict: 'healthy',
    change: (estate) => {
      const { consumer, consumerVpc, endpoint } = estate;
      admit(estate, permission(443, '0.0.0.0/0'));
      const other = addGroup(consumer, consumerVpc.id, 'wide', 'Anybody', [permission(8443, '0.0.0.0/0')]);
      (endpoint.raw['Groups'] as Item[]).push({ GroupId: other, GroupName: 'wide' });
    },
    says: ({ endpointGroupId, consumerVpc }) => [
      `${endpointGroupId} admits tcp/443 from 0.0.0.0/0.`,
      `${awsId('sg', consumerVpc.id, 'wide')} admits tcp/8443 from 0.0.0.0/0.`,
    ],
  }),
  world<PeeredEstate>('PL-SG-005', {
    fault: 'the peered client’s own group lets only plain HTTP out',
    base: peeredEstate,
    hop: 'source',
    owner: 'consumer',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ consumer, spokeGroupId }) => {
      groupItem(consumer, spokeGroupId)['IpPermissionsEgress'] = [permission(80, '0.0.0.0/0')];
    },
    args: ({ spoke, ownName }) => ['--source', spoke.subnets[0]?.address(20) ?? '', '--name', ownName],
  }),
];

export const SG_PART_SOUND: readonly SoundWorld[] = [
  sound('PL-SG-001', {
    what: 'the interfaces are not readable, and the rules admit the client’s subnet by its addresses',
    verdict: 'unknown',
    denied: 'ec2:DescribeNetworkInterfaces',
    change: (estate) => {
      admit(estate, permission(443, estate.consumerVpc.cidr));
    },
    args: fromSubnet,
  }),
  sound('PL-SG-001', {
    what: 'the interfaces are not readable, and the rules name a group that some may carry',
    verdict: 'unknown',
    lacks: 'ec2:DescribeNetworkInterfaces',
    denied: 'ec2:DescribeNetworkInterfaces',
    change: (estate) => {
      admit(estate, permission(443, estate.workloadGroupId));
    },
    args: fromSubnet,
  }),
  sound('PL-SG-001', {
    what: 'nobody knows the port, and a prefix list of the rules was not read',
    verdict: 'unknown',
    lacks: 'the entries of prefix list pl-0a1b2c3d',
    profiles: ['consumer'],
    change: (estate) => {
      admit(estate, permission(443, 'pl-0a1b2c3d'));
    },
    args: fromWorkload,
  }),
  sound('PL-SG-001', {
    what: 'nobody knows the port, and the interfaces that may carry the group are not readable',
    verdict: 'unknown',
    lacks: 'ec2:DescribeNetworkInterfaces',
    profiles: ['consumer'],
    denied: 'ec2:DescribeNetworkInterfaces',
    change: (estate) => {
      admit(estate, permission(443, estate.workloadGroupId));
    },
    args: fromSubnet,
  }),
  sound('PL-SG-001', {
    what: 'the client that gets in stands beside the endpoint, where no network ACL is, and another one does not',
    change: (estate) => {
      const { consumer, consumerVpc } = estate;
      besideFirst(estate);
      admit(estate, permission(443, `${consumerVpc.subnets[0]?.address(20) ?? ''}/32`));
      const cidr = consumerVpc.subnets[1]?.cidr ?? '';
      addNetworkAcl(consumer, consumerVpc, consumerVpc.subnets.slice(0, 1), {
        name: 'beside',
        entries: [...aclEntries(false, { number: 100, cidr }), ...aclEntries(true, { number: 100, cidr })],
      });
    },
  }),
  sound('PL-SG-006', {
    what: 'the answer lacks the groups of the clients',
    verdict: 'unknown',
    lacks: 'Groups of eni-',
    change: (estate) => {
      const { consumer, workloadGroupId } = estate;
      admit(estate, permission(443, awsId('sg', 'deleted')));
      for (const item of consumer.tables['ec2:DescribeNetworkInterfaces']) {
        const groups = item['Groups'] as Item[];
        if (groups.some((group) => textOf(group, 'GroupId') === workloadGroupId)) delete item['Groups'];
      }
    },
  }),
];
