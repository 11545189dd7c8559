import { addGatewayEndpoint, type EndpointWorld } from '../endpoint.ts';
import { healthyEstate, ORGANIZATION_POLICY, type HealthyEstate } from '../healthy.ts';
import { addInterface, addSubnets } from '../network.ts';
import { addRoute, ownTable } from '../routed.ts';
import { awsId, textOf, type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

/** A subnet with a workload whose route table is not the gateway endpoint's. */
function apart({ consumer, consumerVpc, workloadGroupId }: HealthyEstate, route?: Item): void {
  const [subnet] = addSubnets(consumer, consumerVpc, { zoneIds: ['use1-az1'], tier: 'batch', firstNet: 61 });
  if (subnet === undefined) return;
  addInterface(consumer, consumerVpc, subnet, { host: 20, groupIds: [workloadGroupId], description: 'batch' });
  const associations = consumerVpc.routeTable['Associations'] as Item[];
  const own = associations.filter((item) => item['SubnetId'] === subnet.id);
  associations.splice(0, associations.length, ...associations.filter((item) => item['SubnetId'] !== subnet.id));
  consumer.tables['ec2:DescribeRouteTables'].push({
    ...consumerVpc.routeTable,
    RouteTableId: awsId('rtb', consumerVpc.id, 'batch'),
    Associations: own,
    Routes: [
      { DestinationCidrBlock: consumerVpc.cidr, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
      ...(route === undefined
        ? []
        : [{ DestinationCidrBlock: '0.0.0.0/0', Origin: 'CreateRoute', State: 'active', ...route }]),
    ],
  });
}

/** The VPC's main table sends a range to a NAT gateway. */
function routeTo({ consumerVpc }: HealthyEstate, DestinationCidrBlock: string, State = 'active'): void {
  (consumerVpc.routeTable['Routes'] as Item[]).push({
    DestinationCidrBlock,
    NatGatewayId: 'nat-0a1b2c3d4e5f60718',
    Origin: 'CreateRoute',
    State,
  });
}

/** A virtual private gateway propagates a range to the main table. */
function propagate({ consumerVpc }: HealthyEstate, cidr: string): void {
  addRoute(consumerVpc, cidr, { GatewayId: 'vgw-0a1b2c3d4e5f60718', Origin: 'EnableVgwRoutePropagation' });
}

/** The ranges of the service’s prefix list. */
const SERVICE = ['192.0.2.0/25', '198.51.100.0/24'];

const BYPASSED = {
  hop: 'route-table',
  effect: 'breaks',
  verdict: 'broken',
  owner: 'consumer',
  finding: { severity: 'critical' },
} as const;
const BYPASSED_IN_PART = {
  hop: 'route-table',
  effect: 'impairs',
  verdict: 'degraded',
  owner: 'consumer',
  finding: { severity: 'medium' },
} as const;

function fromTask({ consumerVpc }: HealthyEstate): readonly string[] {
  return ['--source', consumerVpc.subnets[0]?.address(20) ?? ''];
}

/** The first of the clients’ subnets has a table of its own, which is the gateway endpoint’s as well. */
function secondTable(): HealthyEstate {
  const estate = healthyEstate();
  const { consumer, consumerVpc, gateway } = estate;
  const routes = (consumerVpc.routeTable['Routes'] as Item[]).map((route) => ({ ...route }));
  ownTable(consumer, consumerVpc, consumerVpc.subnets[0]?.id ?? '', routes);
  const own = consumer.tables['ec2:DescribeRouteTables'].at(-1);
  (gateway.raw['RouteTableIds'] as string[]).push(textOf(own, 'RouteTableId'));
  return estate;
}

const ELSEWHERE = ['--name', 'invoices.s3.eu-west-1.amazonaws.com'];
const DUALSTACK = ['--name', 'invoices.s3.dualstack.us-east-1.amazonaws.com'];

interface TableEstate extends HealthyEstate {
  readonly orders: EndpointWorld;
}

/** The VPC has a gateway endpoint for DynamoDB too. */
function tableEstate(): TableEstate {
  const estate = healthyEstate();
  const orders = addGatewayEndpoint(estate.consumer, estate.consumerVpc, 'dynamodb', {
    name: 'dynamodb',
    routeTables: [estate.consumerVpc.routeTable],
    policy: ORGANIZATION_POLICY,
    tags: { owner: 'team-platform' },
  });
  return { ...estate, orders };
}

/** Clients have IPv6 addresses, and the gateway endpoint routes IPv4. */
function ipv6Estate(): HealthyEstate {
  const estate = healthyEstate();
  estate.gateway.raw['IpAddressType'] = 'ipv4';
  estate.consumer.tables['ec2:DescribeNetworkInterfaces'].forEach((item, index) => {
    item['Ipv6Addresses'] = [{ Ipv6Address: `2001:db8:20::${index + 20}` }];
  });
  return estate;
}

export const RT_WORLDS: readonly BrokenWorld[] = [
  world('PL-RT-001', {
    fault: 'the gateway endpoint is in no route table',
    subject: 'gateway',
    hop: 'route-table',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: ({ gateway, consumerVpc }) => {
      gateway.raw['RouteTableIds'] = [];
      consumerVpc.routeTable['Routes'] = (consumerVpc.routeTable['Routes'] as Item[]).filter(
        (route) => route['GatewayId'] !== gateway.id,
      );
    },
  }),
  world('PL-RT-002', {
    fault: 'an isolated subnet with workloads was left out',
    subject: 'gateway',
    hop: 'route-table',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',

    profiles: ['consumer'],

    change: (estate) => {
      apart(estate);
    },
  }),
  world('PL-RT-002', {
    fault: 'a subnet with workloads goes through a NAT gateway instead',
    subject: 'gateway',
    hop: 'route-table',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',

    profiles: ['consumer'],

    change: (estate) => {
      apart(estate, { NatGatewayId: 'nat-0a1b2c3d4e5f60718' });
    },
  }),
  world('PL-RT-003', {
    fault: 'the route to the endpoint became a blackhole',
    subject: 'gateway',
    hop: 'route-table',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',

    profiles: ['consumer'],

    change: ({ consumerVpc, gateway }) => {
      for (const route of consumerVpc.routeTable['Routes'] as Item[])
        if (route['GatewayId'] === gateway.id) route['State'] = 'blackhole';
    },
  }),
  world('PL-RT-004', {
    fault: 'a part of the service’s addresses goes through a NAT gateway',
    subject: 'gateway',
    hop: 'route-table',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    change: (estate) => {
      routeTo(estate, '198.51.100.128/25');
    },
  }),
  world('PL-RT-004', {
    fault: 'static routes of the same length take all of the service’s addresses, and lost their target',
    subject: 'gateway',
    ...BYPASSED,
    change: (estate) => {
      for (const cidr of SERVICE) routeTo(estate, cidr, 'blackhole');
    },
    args: fromTask,
    says: 'Nothing of the service’s addresses is left',
  }),
  world('PL-RT-004', {
    fault: 'static routes of the same length take all of the service’s addresses to a NAT gateway',
    subject: 'gateway',
    ...BYPASSED,
    change: (estate) => {
      for (const cidr of SERVICE) routeTo(estate, cidr);
    },
    says: 'elsewhere than to vpce-',
  }),
  world('PL-RT-004', {
    fault: 'the halves of each range are routed elsewhere',
    subject: 'gateway',
    ...BYPASSED,
    change: (estate) => {
      for (const cidr of ['198.51.100.0/25', '198.51.100.128/25', '192.0.2.0/26', '192.0.2.64/26']) {
        routeTo(estate, cidr);
      }
    },
  }),
  world('PL-RT-004', {
    fault: 'a static route of the same length takes one of the service’s two ranges',
    subject: 'gateway',
    ...BYPASSED_IN_PART,
    change: (estate) => {
      routeTo(estate, '198.51.100.0/24');
    },
    says: 'goes before the prefix list',
  }),
  world('PL-RT-004', {
    fault: 'a longer route lost its target, and its part of the addresses is dropped',
    subject: 'gateway',
    ...BYPASSED_IN_PART,
    change: (estate) => {
      routeTo(estate, '192.0.2.64/26', 'blackhole');
    },
    says: 'drops 192.0.2.64/26',
  }),
  world('PL-RT-004', {
    fault: 'a longer route is propagated',
    subject: 'gateway',
    ...BYPASSED_IN_PART,
    change: (estate) => {
      propagate(estate, '192.0.2.0/26');
    },
  }),
  world('PL-RT-005', {
    fault: 'a client in the office is to use the gateway endpoint',
    subject: 'gateway',
    hop: 'source',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    args: () => ['--source', '192.168.40.7'],
  }),
  world('PL-RT-006', {
    fault: 'clients without a way out use a bucket of another Region',
    subject: 'gateway',
    hop: 'route-table',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    args: () => ELSEWHERE,
  }),
  world<TableEstate>('PL-RT-006', {
    fault: 'clients without a way out call a table of another Region by its dual-stack name',
    base: tableEstate,
    subject: ({ orders }) => orders.id,
    hop: 'route-table',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    args: () => ['--name', 'dynamodb.eu-west-1.amazonaws.com'],
  }),
  world<TableEstate>('PL-RT-006', {
    fault: 'clients without a way out call a table by its ARN',
    base: tableEstate,
    subject: ({ orders }) => orders.id,
    hop: 'route-table',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    args: () => ['--resource', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders'],
  }),
  world('PL-RT-006', {
    fault: 'one client’s subnet has a way out to a bucket of another Region, others have none',
    subject: 'gateway',
    hop: 'route-table',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    change: (estate) => {
      apart(estate, { NatGatewayId: 'nat-0a1b2c3d4e5f60718' });
    },
    args: () => ELSEWHERE,
  }),
  world('PL-RT-006', {
    fault: 'a bucket of another Region is reached through a NAT gateway',
    subject: 'gateway',
    hop: 'route-table',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    change: (estate) => {
      routeTo(estate, '0.0.0.0/0');
    },
    args: () => ELSEWHERE,
  }),
  world('PL-RT-006', {
    fault: 'the default route to a bucket of another Region has lost its target',
    subject: 'gateway',
    hop: 'route-table',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: (estate) => {
      routeTo(estate, '0.0.0.0/0', 'blackhole');
    },
    args: (estate) => [...ELSEWHERE, '--source', estate.consumerVpc.subnets[0]?.address(20) ?? ''],
  }),
  world('PL-RT-007', {
    fault: 'clients with IPv6 use the dual-stack name, and nothing routes IPv6',
    base: ipv6Estate,
    subject: 'gateway',
    hop: 'route-table',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    args: () => DUALSTACK,
  }),
  world('PL-RT-007', {
    fault: 'clients with IPv6 use the dual-stack name, and IPv6 has a way out',
    base: ipv6Estate,
    subject: 'gateway',
    hop: 'route-table',
    effect: 'exposure',
    verdict: 'healthy',
    owner: 'consumer',
    change: ({ consumerVpc }) => {
      (consumerVpc.routeTable['Routes'] as Item[]).push({
        DestinationIpv6CidrBlock: '::/0',
        EgressOnlyInternetGatewayId: 'eigw-0a1b2c3d4e5f60718',
        Origin: 'CreateRoute',
        State: 'active',
      });
    },
    args: () => DUALSTACK,
  }),
  world('PL-RT-002', {
    fault: 'the client that was named is in an isolated subnet that was left out',
    subject: 'gateway',
    hop: 'route-table',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    profiles: ['consumer'],
    args: () => ['--source', '10.20.61.20'],
    change: (estate) => {
      apart(estate);
    },
  }),
];

export const RT_SOUND: readonly SoundWorld[] = [
  sound('PL-RT-002', {
    what: 'a subnet with workloads goes out by an internet gateway',

    subject: 'gateway',
    profiles: ['consumer'],

    change: (estate) => {
      apart(estate, { GatewayId: 'igw-0a1b2c3d4e5f60718' });
    },
  }),
  sound('PL-RT-003', {
    what: 'another route of the table is a blackhole',

    subject: 'gateway',
    profiles: ['consumer'],

    change: ({ consumerVpc }) => {
      (consumerVpc.routeTable['Routes'] as Item[]).push({
        DestinationCidrBlock: '10.99.0.0/16',
        VpcPeeringConnectionId: 'pcx-0a1b2c3d4e5f60718',
        Origin: 'CreateRoute',
        State: 'blackhole',
      });
    },
  }),
  sound('PL-RT-004', {
    what: 'a shorter route than the prefix list’s range goes to a NAT gateway',
    subject: 'gateway',
    change: (estate) => {
      routeTo(estate, '198.51.100.0/23');
    },
  }),
  sound('PL-RT-004', {
    what: 'routes of the same length as the prefix list’s ranges are propagated',
    subject: 'gateway',
    change: (estate) => {
      for (const cidr of SERVICE) propagate(estate, cidr);
    },
  }),
  sound('PL-RT-004', {
    what: 'the routes that go first are in another table than the client’s',
    subject: 'gateway',
    base: secondTable,
    change: ({ consumerVpc }) => {
      for (const cidr of SERVICE) addRoute(consumerVpc, cidr, { NatGatewayId: 'nat-0a1b2c3d4e5f60718' });
    },
    args: fromTask,
  }),
  sound('PL-RT-004', {
    what: 'the entries of a prefix list that leads elsewhere were not read',
    subject: 'gateway',
    lacks: 'the entries of prefix list pl-0a1b2c3d4e5f60718',
    verdict: 'unknown',
    change: ({ consumerVpc }) => {
      (consumerVpc.routeTable['Routes'] as Item[]).push({
        DestinationPrefixListId: 'pl-0a1b2c3d4e5f60718',
        NatGatewayId: 'nat-0a1b2c3d4e5f60718',
        Origin: 'CreateRoute',
        State: 'active',
      });
    },
  }),
  sound('PL-RT-004', {
    what: 'a longer route beside the service’s addresses goes to a NAT gateway',
    subject: 'gateway',
    change: (estate) => {
      routeTo(estate, '192.0.2.128/26');
    },
  }),
  sound('PL-RT-005', {
    what: 'the client is in the VPC',
    subject: 'gateway',
    args: ({ consumerVpc }) => ['--source', consumerVpc.subnets[0]?.address(20) ?? ''],
  }),
  sound('PL-RT-006', {
    what: 'the bucket is in the endpoint’s Region, and is called like another',
    subject: 'gateway',
    args: () => ['--name', 'eu-west-1.s3.us-east-1.amazonaws.com'],
  }),
  sound('PL-RT-006', {
    what: 'the name is another service’s of another Region',
    subject: 'gateway',
    args: () => ['--name', 'dynamodb.eu-west-1.amazonaws.com'],
  }),
  sound('PL-RT-006', {
    what: 'the name says no Region',
    subject: 'gateway',
    args: () => ['--name', 'invoices.s3.amazonaws.com'],
  }),
  sound('PL-RT-007', {
    what: 'clients use the IPv4 name',
    base: ipv6Estate,
    subject: 'gateway',
    args: () => ['--name', 'invoices.s3.us-east-1.amazonaws.com'],
  }),
  sound('PL-RT-007', {
    what: 'the endpoint is dualstack',
    base: ipv6Estate,
    subject: 'gateway',
    change: ({ gateway }) => {
      gateway.raw['IpAddressType'] = 'dualstack';
    },
    args: () => DUALSTACK,
  }),
  sound('PL-RT-007', {
    what: 'no client has an IPv6 address',
    subject: 'gateway',
    change: ({ gateway }) => {
      gateway.raw['IpAddressType'] = 'ipv4';
    },
    args: () => DUALSTACK,
  }),
  sound('PL-RT-007', {
    what: 'the client that was named has no IPv6 address',
    base: ipv6Estate,
    subject: 'gateway',
    change: ({ consumer, consumerVpc }) => {
      for (const item of consumer.tables['ec2:DescribeNetworkInterfaces']) {
        if (item['SubnetId'] === consumerVpc.subnets[0]?.id) item['Ipv6Addresses'] = [];
      }
    },
    args: ({ consumerVpc }) => [...DUALSTACK, '--source', consumerVpc.subnets[0]?.address(20) ?? ''],
  }),
  sound('PL-RT-002', {
    what: 'an isolated subnet was left out, and the client that was named is in another one',
    subject: 'gateway',
    profiles: ['consumer'],
    args: () => ['--source', '10.20.1.20'],
    change: (estate) => {
      apart(estate);
    },
  }),
];
