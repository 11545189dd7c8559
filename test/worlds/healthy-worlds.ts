import type { DiagnoseOptions, Hop } from '../../src/core/diagnosis.ts';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import { addForwardRule, addPrivateZone } from './dns.ts';
import { addAwsEndpoint, addEndpoint, addGatewayEndpoint } from './endpoint.ts';
import { behindListener, passingAcl } from './estates/styles.ts';
import { INSPECTION_ESTATES } from './gwlb.ts';
import { CONSUMER, healthyEstate, PROVIDER, type HealthyEstate } from './healthy.ts';
import { resourceEstate, serviceNetworkEstate, sharedResourceEstate } from './lattice.ts';
import {
  addGroup,
  addInterface,
  addNetworkAcl,
  aclEntries,
  addVpc,
  addWorkload,
  groupItem,
  permission,
  type SubnetWorld,
} from './network.ts';
import { crossRegionEstate, oneAccountEstate } from './placements.ts';
import { OFFICE, officeEstate, peeredEstate, transitEstate } from './routed.ts';
import { addService } from './service.ts';
import { CHECK_PORT, checksApart, TARGET_PORT, twoTierEstate } from './two-tier.ts';
import { addScope, awsId, createWorld, hex, snapshotOf, textOf, type Item, type World } from './world.ts';

/** A way of using PrivateLink that works, as AWS documents it: nothing above `low` may be said of anything in it. */
export interface HealthyWorld {
  readonly name: string;
  readonly build: () => Snapshot;
  /** The hops that nobody can judge from what the API tells; with none, everything in it is healthy. */
  readonly unknown?: readonly Hop[];
  /** What is asked, where it is about one endpoint, client or port; all of it otherwise. */
  readonly asked?: Pick<DiagnoseOptions, 'ids' | 'source' | 'name' | 'port'>;
  /** The side of which nobody reads anything. */
  readonly notVisible?: 'consumer' | 'provider';
}

const ZONES = ['use1-az1', 'use1-az2'];
const PARTICIPANT = '777788889999';

/** The small healthy estate with one thing done in another way that works as well. */
const variant = (change: (estate: HealthyEstate) => void) => (): Snapshot => {
  const estate = healthyEstate();
  change(estate);
  return snapshotOf(estate.world);
};

const readBy =
  (account: string) =>
  (snapshot: Snapshot): Snapshot => ({
    ...snapshot,
    scopes: snapshot.scopes.filter((scope) => scope.account === account),
  });

const healthy = (): Snapshot => snapshotOf(healthyEstate().world);

export const healthyWorlds: readonly HealthyWorld[] = [
  { name: 'one account', build: () => snapshotOf(oneAccountEstate().world) },
  { name: 'two accounts', build: healthy },
  { name: 'two Regions', build: () => snapshotOf(crossRegionEstate().world) },
  {
    name: 'the consumer alone',
    build: () => readBy(CONSUMER)(healthy()),
    unknown: ['load-balancer', 'listener', 'target-group', 'targets'],
    notVisible: 'provider',
  },
  {
    name: 'the provider alone',
    build: () => readBy(PROVIDER)(healthy()),
    // Its load balancer's groups ask for the clients' addresses, which the consumer knows.
    unknown: ['load-balancer'],
    notVisible: 'consumer',
  },
  { name: 'services of AWS', build: () => snapshotOf(awsServices()) },
  { name: 'gateway endpoints', build: () => snapshotOf(gateways()) },
  { name: 'dual stack', build: variant(dualStack) },
  { name: 'subnets that other accounts work in', build: variant(sharedSubnets) },
  { name: 'central endpoints with private zones', build: () => snapshotOf(central()) },
  {
    name: 'clients that ask domain controllers',
    build: variant(domainControllers),
    unknown: ['dns'],
  },
  {
    name: 'a rule that forwards every name',
    build: variant(({ consumer, consumerVpc }) => {
      addForwardRule(consumer, consumerVpc, '.', ['10.20.0.10', '10.20.0.11']);
    }),
  },
  {
    name: 'an Application Load Balancer as target',
    build: variant(({ service }) => {
      behindListener(service, 'alb targets');
    }),
  },
  {
    name: 'instances as targets',
    build: variant(({ service }) => {
      behindListener(service, 'instance targets');
    }),
  },
  {
    name: 'targets in all zones',
    build: variant(({ service }) => {
      behindListener(service, 'targets anywhere');
    }),
  },
  {
    name: 'one target for all zones',
    build: variant(({ service }) => {
      behindListener(service, 'one zone, across zones');
    }),
  },
  {
    name: 'a target of the last release that drains',
    build: variant(({ service }) => {
      behindListener(service, 'a spare target');
    }),
  },
  {
    name: 'a target group of weight 0 without targets',
    build: variant(({ service }) => {
      behindListener(service, 'an idle group');
    }),
  },
  { name: 'replies to 32768-65535 alone', build: variant(ephemeralAcls) },
  { name: 'targets that admit the blocks of the load balancer', build: targetsAdmitBlocks },
  { name: 'a service without a private name', build: () => snapshotOf(unnamed()) },
  {
    name: 'a load balancer without groups',
    build: () => snapshotOf(ungrouped()),
  },
  {
    name: 'a load balancer that does not ask its groups about PrivateLink',
    build: variant(({ provider, service }) => {
      service.loadBalancer['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'] = 'off';
      groupItem(provider, service.loadBalancerGroupId ?? '')['IpPermissions'] = [permission(443, '192.168.40.0/24')];
    }),
  },
  // Network Load Balancers fail open with an empty target group; clients of the other listener notice nothing:
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html.
  { name: 'a second listener without targets', build: variant(emptyListener), asked: { port: 443 } },
  { name: 'a participant’s workloads in shared subnets', build: variant(participant) },
  ...Object.entries(INSPECTION_ESTATES).flatMap(([name, estate]) =>
    (['one account', 'two accounts'] as const).map((accounts) => ({
      name: `${name}, ${accounts}`,
      build: () => snapshotOf(estate(accounts).world),
    })),
  ),
  ...Object.entries({
    'a resource in another VPC': resourceEstate,
    'a resource that another account shares': sharedResourceEstate,
    'a service network that another account shares': serviceNetworkEstate,
  }).map(([name, estate]) => ({ name, build: () => snapshotOf(estate().world) })),
  ...routedWorlds(),
];

/** What somebody asks who knows the client: its address and, from another VPC, the endpoint's own name. */
function askedFrom({ endpoint }: HealthyEstate, source: string, name?: string): Pick<HealthyWorld, 'asked'> {
  return { asked: { ids: [endpoint.id], source, ...(name === undefined ? {} : { name }) } };
}

/** Clients outside the endpoint's VPC. */
function routedWorlds(): readonly HealthyWorld[] {
  const routed = { 'a peered VPC': peeredEstate, 'a VPC behind a transit gateway': transitEstate } as const;
  const far = Object.entries(routed).flatMap(([where, estate]) =>
    [0, 1].map((zone): HealthyWorld => {
      const { spoke, ownName } = estate();
      return {
        name: `a client in ${where}, zone ${zone + 1}`,
        build: () => snapshotOf(estate().world),
        ...askedFrom(estate(), spoke.subnets[zone]?.address(20) ?? '', ownName),
      };
    }),
  );
  return [
    ...far,
    ...Object.entries(routed).map(([where, estate]) => ({
      name: `an endpoint beside ${where}`,
      build: () => snapshotOf(estate().world),
    })),
    { name: 'an endpoint that an office may use', build: () => snapshotOf(officeEstate().world) },
    {
      name: 'a client in the office',
      build: () => snapshotOf(officeEstate().world),
      ...askedFrom(officeEstate(), OFFICE),
      // What its resolver answers, and what lies between, no API of AWS tells.
      unknown: ['dns', 'source'],
    },
  ];
}

function awsServices(): World {
  const world = createWorld();
  const scope = addScope(world, { account: CONSUMER, profiles: ['consumer'] });
  const vpc = addVpc(scope, { name: 'apps', cidr: '10.20.0.0/16', zoneIds: ZONES });
  const workload = addWorkload(scope, vpc, 'apps');
  const groupIds = [addGroup(scope, vpc.id, 'endpoints', 'Clients of AWS', [permission(443, workload)])];
  const services = ['ecr.api', 'ecr.dkr', 'logs', 'sts', 'kms', 'ssm', 'ssmmessages', 'ec2messages', 'secretsmanager'];
  for (const service of services) addAwsEndpoint(scope, vpc, service, { name: service, groupIds });
  addGatewayEndpoint(scope, vpc, 's3', { name: 's3', routeTables: [vpc.routeTable] });
  return world;
}

function gateways(): World {
  const world = createWorld();
  const scope = addScope(world, { account: CONSUMER, profiles: ['consumer'] });
  const vpc = addVpc(scope, { name: 'apps', cidr: '10.20.0.0/16', zoneIds: ZONES });
  addWorkload(scope, vpc, 'apps');
  for (const service of ['s3', 'dynamodb'] as const) {
    addGatewayEndpoint(scope, vpc, service, { name: service, routeTables: [vpc.routeTable] });
  }
  return world;
}

/** Both families throughout: https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html#share-endpoint-service. */
function dualStack(estate: HealthyEstate): void {
  const { consumer, consumerVpc, endpoint, endpointSubnets, provider, providerVpc, service } = estate;
  const ranges = (subnets: readonly SubnetWorld[], net: string): void => {
    subnets.forEach((subnet, index) => {
      subnet.raw['Ipv6CidrBlockAssociationSet'] = [
        {
          AssociationId: awsId('subnet-cidr-assoc', subnet.id, 'ipv6'),
          Ipv6CidrBlock: `${net}${index}::/64`,
          Ipv6CidrBlockState: { State: 'associated' },
        },
      ];
    });
  };
  ranges(consumerVpc.subnets, '2001:db8:20:1');
  ranges(endpointSubnets, '2001:db8:20:2');
  ranges(providerVpc.subnets, '2001:db8:60:1');
  for (const [scope, vpc, block] of [
    [consumer, consumerVpc, '2001:db8:20::/56'],
    [provider, providerVpc, '2001:db8:60::/56'],
  ] as const) {
    vpc.raw['Ipv6CidrBlockAssociationSet'] = [
      {
        AssociationId: awsId('vpc-cidr-assoc', vpc.id, 'ipv6'),
        Ipv6CidrBlock: block,
        Ipv6CidrBlockState: { State: 'associated' },
      },
    ];
    (vpc.routeTable['Routes'] as Item[]).push({
      DestinationIpv6CidrBlock: block,
      GatewayId: 'local',
      Origin: 'CreateRouteTable',
      State: 'active',
    });
    for (const egress of [false, true]) {
      (vpc.networkAcl['Entries'] as Item[]).push({
        RuleNumber: 101,
        Protocol: '-1',
        RuleAction: 'allow',
        Egress: egress,
        Ipv6CidrBlock: '::/0',
      });
    }
    for (const item of scope.tables['ec2:DescribeNetworkInterfaces']) {
      const subnet = scope.tables['ec2:DescribeSubnets'].find((one) => one['SubnetId'] === item['SubnetId']);
      const [range] = (subnet?.['Ipv6CidrBlockAssociationSet'] ?? []) as Item[];
      if (range === undefined) continue;
      const host = textOf(item, 'PrivateIpAddress').split('.').at(-1) ?? '';
      item['Ipv6Addresses'] = [{ Ipv6Address: textOf(range, 'Ipv6CidrBlock').replace('/64', host) }];
    }
    for (const group of scope.tables['ec2:DescribeSecurityGroups']) {
      (group['IpPermissionsEgress'] as Item[]).push(permission('all', '::/0'));
    }
  }
  (groupItem(consumer, estate.endpointGroupId)['IpPermissions'] as Item[]).push(permission(443, '2001:db8:20::/56'));
  (groupItem(provider, service.loadBalancerGroupId ?? '')['IpPermissions'] as Item[]).push(
    permission(443, '2001:db8:20::/56'),
  );
  service.configuration['SupportedIpAddressTypes'] = ['ipv4', 'ipv6'];
  for (const detail of service.details.values()) detail['SupportedIpAddressTypes'] = ['ipv4', 'ipv6'];
  service.loadBalancer['IpAddressType'] = 'dualstack';
  endpoint.raw['IpAddressType'] = 'dualstack';
  endpoint.raw['DnsOptions'] = { DnsRecordIpType: 'dualstack' };
}

/** The owner of a VPC sees what others attach to its subnets: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-share-limitations.html. */
function sharedSubnets({ consumer, consumerVpc, endpointGroupId }: HealthyEstate): void {
  const groupId = addGroup(consumer, consumerVpc.id, 'participant', 'Of a participant', []);
  groupItem(consumer, groupId)['OwnerId'] = PARTICIPANT;
  for (const subnet of consumerVpc.subnets) {
    const id = addInterface(consumer, consumerVpc, subnet, {
      host: 30,
      groupIds: [groupId],
      description: 'task of a participant',
    });
    const made = consumer.tables['ec2:DescribeNetworkInterfaces'].find((item) => item['NetworkInterfaceId'] === id);
    if (made !== undefined) made['OwnerId'] = PARTICIPANT;
  }
  groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(443, consumerVpc.cidr)];
}

/**
 * A participant sees the subnets that are shared with it and what it put there itself; no endpoints, which are the
 * owner's: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-share-limitations.html.
 */
function participant(estate: HealthyEstate): void {
  const { world, consumer, consumerVpc, endpointGroupId } = estate;
  sharedSubnets(estate);
  const scope = addScope(world, { account: PARTICIPANT, profiles: ['participant'] });
  const shared: Readonly<Record<string, (item: Item) => boolean>> = {
    'ec2:DescribeVpcs': (item) => item['VpcId'] === consumerVpc.id,
    'ec2:DescribeSubnets': (item) => consumerVpc.subnets.some(({ id }) => id === item['SubnetId']),
    'ec2:DescribeRouteTables': (item) => item['RouteTableId'] === consumerVpc.routeTable['RouteTableId'],
    'ec2:DescribeNetworkAcls': (item) => item['NetworkAclId'] === consumerVpc.networkAcl['NetworkAclId'],
    'ec2:DescribeSecurityGroups': (item) => item['OwnerId'] === PARTICIPANT,
    'ec2:DescribeNetworkInterfaces': (item) => item['OwnerId'] === PARTICIPANT,
  };
  for (const [operation, isSeen] of Object.entries(shared)) {
    const table = operation as keyof typeof scope.tables;
    scope.tables[table].push(...consumer.tables[table].filter(isSeen).map((item) => structuredClone(item)));
  }
  const own = scope.tables['ec2:DescribeSecurityGroups'].map((item) => textOf(item, 'GroupId'));
  (groupItem(consumer, endpointGroupId)['IpPermissions'] as Item[]).push(permission(443, ...own));
}

/** A listener that is made ready for an application that is not there yet. */
function emptyListener({ provider, service }: HealthyEstate): void {
  const name = `${textOf(service.targetGroup, 'TargetGroupName')}-next`;
  const arn = (item: Item, field: string): string => textOf(item, field).replace(/[^/]*$/, hex([name, field], 16));
  const TargetGroupArn = arn(service.targetGroup, 'TargetGroupArn');
  provider.tables['elasticloadbalancing:DescribeTargetGroups'].push({
    ...service.targetGroup,
    TargetGroupArn,
    TargetGroupName: name,
  });
  const params = { TargetGroupArn };
  const health = { TargetHealthDescriptions: [] };
  const attributes = { Attributes: service.targetGroupAttributes };
  provider.answers.push(
    { operation: 'elasticloadbalancing:DescribeTargetHealth', params, output: health },
    { operation: 'elasticloadbalancing:DescribeTargetGroupAttributes', params, output: attributes },
  );
  const [listener] = service.listeners;
  if (listener === undefined) throw new Error('The service has no listener');
  service.listeners.push({
    ...listener,
    ListenerArn: arn(listener, 'ListenerArn'),
    Port: 8443,
    DefaultActions: [{ Type: 'forward', TargetGroupArn, Order: 1, ForwardConfig: { TargetGroups: [params] } }],
  });
}

/** https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html. */
function central(): World {
  const world = createWorld();
  const scope = addScope(world, { account: CONSUMER, profiles: ['consumer'] });
  const hub = addVpc(scope, { name: 'hub', cidr: '10.20.0.0/16', zoneIds: ZONES });
  const spoke = addVpc(scope, { name: 'spoke', cidr: '10.30.0.0/16', zoneIds: ZONES });
  addWorkload(scope, hub, 'tools');
  addWorkload(scope, spoke, 'apps');
  const groupIds = [addGroup(scope, hub.id, 'central', 'Clients in all VPCs', [permission(443, '10.0.0.0/8')])];
  for (const service of ['sts', 'kms', 'logs']) {
    const name = `${service}.us-east-1.amazonaws.com`;
    const endpoint = addAwsEndpoint(scope, hub, service, { name: service, groupIds, privateDns: false });
    const alias = textOf((endpoint.raw['DnsEntries'] as Item[])[0], 'DnsName');
    for (const vpc of [hub, spoke]) addPrivateZone(scope, vpc, name, [{ name, alias }]);
  }
  return world;
}

/** Active Directory: the VPC's DHCP options name its domain controllers. */
function domainControllers({ consumer, consumerVpc }: HealthyEstate): void {
  const id = awsId('dopt', consumerVpc.id, 'directory');
  consumerVpc.raw['DhcpOptionsId'] = id;
  consumer.tables['ec2:DescribeDhcpOptions'].push({
    DhcpOptionsId: id,
    OwnerId: consumer.account,
    DhcpConfigurations: [
      { Key: 'domain-name', Values: [{ Value: 'corp.example.com' }] },
      { Key: 'domain-name-servers', Values: [{ Value: '10.20.1.5' }, { Value: '10.20.2.5' }] },
    ],
    Tags: [],
  });
}

/** As in AWS's own example: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html. */
function ephemeralAcls(estate: HealthyEstate): void {
  const { consumer, consumerVpc, endpointSubnets } = estate;
  const acl = { peers: consumerVpc.cidr, ports: [443], style: 'ephemeral' } as const;
  passingAcl(consumer, consumerVpc, endpointSubnets, { ...acl, name: 'endpoints' });
  // The workloads talk to S3's addresses too.
  addNetworkAcl(consumer, consumerVpc, consumerVpc.subnets, {
    name: 'workloads',
    entries: [
      ...aclEntries(true, { number: 100, from: 443 }),
      ...aclEntries(false, { number: 100, from: 32768, to: 65535 }),
    ],
  });
}

function targetsAdmitBlocks(): Snapshot {
  const estate = twoTierEstate();
  checksApart(estate);
  const blocks = estate.providerVpc.subnets.map((subnet) => subnet.cidr);
  groupItem(estate.provider, estate.targetsGroupId)['IpPermissions'] = [
    permission(TARGET_PORT, ...blocks),
    permission(CHECK_PORT, ...blocks),
  ];
  return snapshotOf(estate.world);
}

function pair(service: Partial<Parameters<typeof addService>[2]>): World {
  const world = createWorld();
  const consumer = addScope(world, { account: CONSUMER, profiles: ['consumer'] });
  const provider = addScope(world, { account: PROVIDER, profiles: ['provider'] });
  const home = addVpc(provider, { name: 'home', cidr: '10.60.0.0/16', zoneIds: ZONES });
  const vpc = addVpc(consumer, { name: 'apps', cidr: '10.20.0.0/16', zoneIds: ZONES });
  const workload = addWorkload(consumer, vpc, 'apps');
  const groupIds = [addGroup(consumer, vpc.id, 'clients', 'Clients', [permission(5432, workload)])];
  const principals = [`arn:aws:iam::${CONSUMER}:root`];
  const made = addService(provider, home, { name: 'ledger', port: 5432, principals, ...service });
  addEndpoint(consumer, vpc, made, { name: 'ledger', groupIds, privateDns: service.privateDnsName !== undefined });
  return world;
}

const unnamed = (): World => pair({ admits: ['10.20.0.0/16'] });
const ungrouped = (): World => pair({ privateDnsName: 'ledger.example.com' });
