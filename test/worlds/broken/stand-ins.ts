import { healthyEstate, type HealthyEstate } from '../healthy.ts';
import { aclEntries, addGroup, addInterface, addNetworkAcl, groupItem, permission } from '../network.ts';
import { peeredEstate } from '../routed.ts';
import { textOf, type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

/*
 * No source is given, and the likely clients stand in for it. What one of them gets through another does not, so the path
 * is as good as it is for the best of them from end to end.
 */

const SUSPECTED = { effect: 'breaks', verdict: 'degraded', owner: 'consumer', suspected: true } as const;

/** What the workloads' own group lets out. */
function letOut({ consumer, workloadGroupId }: HealthyEstate, ...rules: readonly Item[]): void {
  groupItem(consumer, workloadGroupId)['IpPermissionsEgress'] = [...rules];
}

/** The clients' subnets get an ACL of their own. */
function clientAcl({ consumer, consumerVpc }: HealthyEstate, ...entries: readonly Item[]): void {
  addNetworkAcl(consumer, consumerVpc, consumerVpc.subnets, { name: 'clients', entries });
}

/** The endpoint's subnets get an ACL of their own, or some of them. */
function endpointAcl(
  { consumer, consumerVpc, endpointSubnets }: HealthyEstate,
  count: number,
  ...entries: readonly Item[]
): void {
  addNetworkAcl(consumer, consumerVpc, endpointSubnets.slice(0, count), { name: 'hardened', entries });
}

/** The clients move into the endpoint's own subnets, one in each. */
function besideEndpoint(estate: HealthyEstate): void {
  const { consumer, consumerVpc, endpointSubnets, workloadGroupId } = estate;
  withoutWorkloads(estate);
  endpointSubnets.forEach((subnet) => {
    addInterface(consumer, consumerVpc, subnet, { host: 20, groupIds: [workloadGroupId], description: 'orders task' });
  });
}

/** They are there, and no request crosses the border of these subnets. */
function closeBorder(estate: HealthyEstate): void {
  besideEndpoint(estate);
  endpointAcl(
    estate,
    2,
    ...aclEntries(false, { number: 100, from: 1024, to: 65535 }),
    ...aclEntries(true, { number: 100 }),
  );
}

function withoutWorkloads({ consumer, workloadGroupId }: HealthyEstate): void {
  const table = consumer.tables['ec2:DescribeNetworkInterfaces'];
  const left = table.filter(
    (item) => !(item['Groups'] as Item[]).some((group) => group['GroupId'] === workloadGroupId),
  );
  table.splice(0, table.length, ...left);
}

/** A client in the first subnet with a group of its own. */
function addClient({ consumer, consumerVpc }: HealthyEstate, name: string, host: number): string {
  const groupId = addGroup(consumer, consumerVpc.id, name, name, []);
  const [subnet] = consumerVpc.subnets;
  if (subnet === undefined) throw new Error('The estate has no subnet');
  addInterface(consumer, consumerVpc, subnet, { host, groupIds: [groupId], description: name, name });
  return groupId;
}

const REPLIES_DENIED: Item = {
  RuleNumber: 1,
  Protocol: '6',
  RuleAction: 'deny',
  Egress: true,
  CidrBlock: '0.0.0.0/0',
  PortRange: { From: 1024, To: 65535 },
};

/** The address of the endpoint's interface in one of its zones. */
function doorOf({ endpointSubnets, consumer, endpoint }: HealthyEstate, zone: number): string {
  const ids = endpoint.raw['NetworkInterfaceIds'] as string[];
  const table = consumer.tables['ec2:DescribeNetworkInterfaces'];
  const doors = table.filter((one) => ids.includes(textOf(one, 'NetworkInterfaceId')));
  return doors
    .filter((one) => one['SubnetId'] === endpointSubnets[zone]?.id)
    .map((one) => `${textOf(one, 'PrivateIpAddress')}/32`)
    .join();
}

export const STAND_IN_WORLDS: readonly BrokenWorld[] = [
  world('PL-SG-005', {
    fault: 'the group of every likely client lets nothing out',
    hop: 'endpoint-security-group',
    ...SUSPECTED,
    change: (estate) => {
      letOut(estate);
    },
    says: 'No source was given: clients elsewhere may still get through. Name one with --source.',
  }),
  world('PL-SG-005', {
    fault: 'the group of every likely client lets nothing out, and the endpoint is one for a service of AWS',
    subject: 'awsEndpoint',
    hop: 'endpoint-security-group',
    ...SUSPECTED,
    change: (estate) => {
      letOut(estate, permission(80, '0.0.0.0/0'));
    },
  }),
  world('PL-SG-005', {
    fault: 'the likely clients may call one of the endpoint’s two addresses',
    hop: 'endpoint-security-group',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    change: (estate) => {
      letOut(estate, permission(443, doorOf(estate, 0)));
    },
  }),
  world('PL-SG-005', {
    fault: 'the likely clients let out to another range, and only the consumer’s account is read',
    profiles: ['consumer'],
    hop: 'endpoint-security-group',
    ...SUSPECTED,
    change: (estate) => {
      letOut(estate, permission(443, '10.99.0.0/16'));
    },
  }),
  world('PL-SG-008', {
    fault: 'the group of every likely client lets out to the VPC only',
    subject: 'gateway',
    hop: 'network-acl',
    ...SUSPECTED,
    change: (estate) => {
      letOut(estate, permission(443, estate.consumerVpc.cidr));
    },
    says: 'No source was given',
  }),
  world('PL-SG-008', {
    fault: 'the one client that may call S3 sits behind an ACL that keeps it inside',
    subject: 'gateway',
    hop: 'network-acl',
    ...SUSPECTED,
    change: (estate) => {
      const { consumer, consumerVpc } = estate;
      letOut(estate);
      addClient(estate, 'batch', 30);
      addNetworkAcl(consumer, consumerVpc, consumerVpc.subnets.slice(0, 1), {
        name: 'inside-only',
        entries: [
          ...aclEntries(false, { number: 100, cidr: consumerVpc.cidr }),
          ...aclEntries(true, { number: 100, cidr: consumerVpc.cidr }),
        ],
      });
    },
  }),
  world('PL-ACL-003', {
    fault: 'the ACL of every likely client’s subnet takes no replies',
    hop: 'network-acl',
    ...SUSPECTED,
    change: (estate) => {
      clientAcl(estate, ...aclEntries(false, { number: 100, from: 443 }), ...aclEntries(true, { number: 100 }));
    },
    says: () => ['No source was given', 'lets no reply of'],
  }),
  world('PL-ACL-003', {
    fault: 'the ACL of every likely client’s subnet lets only plain HTTP out, and only the consumer’s account is read',
    profiles: ['consumer'],
    hop: 'network-acl',
    ...SUSPECTED,
    change: (estate) => {
      clientAcl(estate, ...aclEntries(false, { number: 100 }), ...aclEntries(true, { number: 100, from: 80 }));
    },
  }),
  world('PL-ACL-002', {
    fault: 'no reply crosses the border of the endpoint’s subnets, and each client stands in one of them',
    hop: 'network-acl',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    change: (estate) => {
      besideEndpoint(estate);
      endpointAcl(
        estate,
        2,
        ...aclEntries(false, { number: 100 }),
        ...aclEntries(true, { number: 100 }),
        REPLIES_DENIED,
      );
    },
  }),
  world('PL-ACL-001', {
    fault: 'no request crosses the border of the endpoint’s subnets, and each client stands in one of them',
    hop: 'network-acl',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    change: (estate) => {
      closeBorder(estate);
    },
  }),
  world('PL-ACL-002', {
    fault: 'no reply crosses the border of the endpoint’s subnets, which are a part of the range that was given',
    hop: 'network-acl',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    finding: { severity: 'high' },
    change: (estate) => {
      besideEndpoint(estate);
      endpointAcl(
        estate,
        2,
        ...aclEntries(false, { number: 100 }),
        ...aclEntries(true, { number: 100 }),
        REPLIES_DENIED,
      );
    },
    says: 'some replies are dropped',
    args: ({ consumerVpc }) => ['--source', consumerVpc.cidr],
  }),
  world('PL-ACL-001', {
    fault: 'no request crosses the border of the endpoint’s subnets, which are a part of the range that was given',
    hop: 'network-acl',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    finding: { severity: 'high' },
    change: (estate) => {
      closeBorder(estate);
    },
    says: 'in part from',
    args: ({ consumerVpc }) => ['--source', consumerVpc.cidr],
  }),
  world('PL-ACL-001', {
    fault:
      'no request crosses the border of the endpoint’s subnets, which are a small part of the range that was given',
    hop: 'network-acl',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    change: (estate) => {
      const { consumer, endpointGroupId, provider, service } = estate;
      groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(443, '10.0.0.0/8')];
      groupItem(provider, service.loadBalancerGroupId ?? '')['IpPermissions'] = [permission(443, '10.0.0.0/8')];
      closeBorder(estate);
    },
    says: 'in part from 10.0.0.0/8',
    args: () => ['--source', '10.0.0.0/8'],
  }),
  world('PL-ACL-001', {
    fault: 'no request crosses the border of the endpoint’s subnets, and the clients come over peering',
    base: peeredEstate,
    hop: 'network-acl',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: (estate) => {
      endpointAcl(
        estate,
        2,
        ...aclEntries(false, { number: 100, from: 1024, to: 65535 }),
        ...aclEntries(true, { number: 100 }),
      );
    },
    args: ({ spoke, ownName }) => ['--source', spoke.subnets[0]?.id ?? '', '--name', ownName],
  }),
  world('PL-ACL-002', {
    fault: 'no reply crosses the border of the endpoint’s subnets, and the range that was given is beside them',
    hop: 'network-acl',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: (estate) => {
      endpointAcl(
        estate,
        2,
        ...aclEntries(false, { number: 100 }),
        ...aclEntries(true, { number: 100 }),
        REPLIES_DENIED,
      );
    },
    args: ({ consumerVpc }) => ['--source', consumerVpc.subnets[0]?.cidr ?? ''],
  }),
  world('PL-SG-001', {
    fault: 'the endpoint’s group admits the VPC alone, and a range far beyond it was given',
    hop: 'endpoint-security-group',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    finding: { severity: 'high' },
    change: () => undefined,
    says: 'from a part of 10.0.0.0/8 only',
    args: () => ['--source', '10.0.0.0/8'],
  }),
  world('PL-NLB-008', {
    fault: 'the load balancer’s group admits a part of the consumer’s VPC in which nobody is',
    hop: 'load-balancer',
    ...SUSPECTED,
    owner: 'provider',
    change: ({ provider, service }) => {
      groupItem(provider, service.loadBalancerGroupId ?? '')['IpPermissions'] = [permission(443, '10.20.9.0/24')];
    },
  }),
  world('PL-SG-001', {
    fault: 'the endpoint’s group admits a part of the VPC in which nobody is',
    hop: 'endpoint-security-group',
    ...SUSPECTED,
    change: ({ consumer, endpointGroupId }) => {
      groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(443, '10.20.9.0/24')];
    },
  }),
  world('PL-SG-001', {
    fault: 'the one client that the endpoint admits may not call it, and the one that may is not admitted',
    hop: 'endpoint-security-group',
    effect: 'breaks',
    verdict: 'degraded',
    owner: 'consumer',
    suspected: true,
    change: (estate) => {
      const { consumer, endpointGroupId, workloadGroupId } = estate;
      letOut(estate);
      addClient(estate, 'batch', 30);
      groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(443, workloadGroupId)];
    },
  }),
];

export const STAND_IN_SOUND: readonly SoundWorld[] = [
  sound('PL-SG-005', {
    what: 'one of the likely clients may call, and the others may not',
    change: (estate) => {
      letOut(estate);
      addClient(estate, 'batch', 30);
    },
  }),
  sound('PL-SG-005', {
    what: 'the likely clients let out to the endpoint’s group only',
    change: (estate) => {
      letOut(estate, permission(443, estate.endpointGroupId));
    },
  }),
  sound('PL-SG-005', {
    what: 'the likely clients let out to the endpoint’s two addresses only',
    change: (estate) => {
      letOut(estate, permission(443, doorOf(estate, 0), doorOf(estate, 1)));
    },
  }),
  sound('PL-SG-005', {
    what: 'the likely clients let out to the endpoint’s subnets only',
    change: (estate) => {
      letOut(estate, permission(443, ...estate.endpointSubnets.map(({ cidr }) => cidr)));
    },
  }),
  sound('PL-SG-008', {
    what: 'one of the likely clients may call S3, and the others may not',
    subject: 'gateway',
    change: (estate) => {
      letOut(estate);
      addClient(estate, 'batch', 30);
    },
  }),
  sound('PL-ACL-003', {
    what: 'the ACL of the likely clients’ subnets lets exactly this out and its replies in',
    change: (estate) => {
      clientAcl(
        estate,
        ...aclEntries(false, { number: 100, from: 32768, to: 65535 }),
        ...aclEntries(true, { number: 100, from: 443 }),
      );
    },
  }),
  sound('PL-ACL-003', {
    what: 'the ACL of one client’s subnet lets nothing out, and that of another’s does',
    change: ({ consumer, consumerVpc }) => {
      addNetworkAcl(consumer, consumerVpc, consumerVpc.subnets.slice(0, 1), {
        name: 'closed',
        entries: [...aclEntries(false), ...aclEntries(true)],
      });
    },
  }),
  sound('PL-ACL-002', {
    what: 'no reply crosses the border of the endpoint’s one subnet, and a client stands in it',
    base: () => {
      const estate = healthyEstate();
      besideEndpoint(estate);
      return estate;
    },
    change: (estate) => {
      const { consumer, endpoint, endpointSubnets } = estate;
      const [first, second] = endpointSubnets;
      if (first === undefined || second === undefined) throw new Error('The estate has no subnet');
      const ids = endpoint.raw['NetworkInterfaceIds'] as string[];
      const table = consumer.tables['ec2:DescribeNetworkInterfaces'];
      const gone = table.filter(
        (item) => ids.includes(item['NetworkInterfaceId'] as string) && item['SubnetId'] === second.id,
      );
      endpoint.raw['SubnetIds'] = [first.id];
      endpoint.raw['NetworkInterfaceIds'] = ids.filter((id) => !gone.some((item) => item['NetworkInterfaceId'] === id));
      table.splice(0, table.length, ...table.filter((item) => !gone.includes(item)));
      endpointAcl(
        estate,
        1,
        ...aclEntries(false, { number: 100 }),
        ...aclEntries(true, { number: 100 }),
        REPLIES_DENIED,
      );
    },
  }),
];
