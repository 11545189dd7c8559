import { addAwsEndpoint, addEndpoint, addGatewayEndpoint, type EndpointWorld } from '../worlds/endpoint.ts';
import {
  addGroup,
  addInterface,
  addNetworkAcl,
  addSubnets,
  addVpc,
  groupItem,
  type SubnetWorld,
  type VpcWorld,
} from '../worlds/network.ts';
import { local, ownTable } from '../worlds/routed.ts';
import { addService, type ServiceWorld } from '../worlds/service.ts';
import { addScope, awsId, createWorld, textOf, type Item, type ScopeWorld, type World } from '../worlds/world.ts';
import { randomOf, type Random } from './random.ts';
import { randomEntries, randomRules } from './rules.ts';

/* Small random worlds, a few dozen of them beside each other in one estate of two accounts: their addresses are the same. */

/** What is asked about one world. */
export interface WalkCase {
  readonly seed: number;
  readonly endpoint: string;
  readonly source: string;
  readonly port: number;
}

type Transports = readonly ('tcp' | 'udp')[];

const CONSUMER = '111122223333';
const PROVIDER = '444455556666';
const ZONES = ['use1-az1', 'use1-az2'] as const;
const ELSEWHERE = ['192.0.2.0/24', '10.99.0.0/16', '2001:db8::/32'] as const;

/** An estate with a world for each seed, and the question that goes with each. */
export function walkEstate(seeds: readonly number[]): { readonly world: World; readonly cases: readonly WalkCase[] } {
  const world = createWorld();
  const consumer = addScope(world, { account: CONSUMER, profiles: ['consumer'] });
  const provider = addScope(world, { account: PROVIDER, profiles: ['provider'] });
  for (const scope of [consumer, provider]) {
    addPrefixList(scope, 'clients', ['10.20.0.0/17', '10.20.1.0/24']);
    addPrefixList(scope, 'strangers', ['198.51.100.0/24']);
  }
  const cases = seeds.map((seed, slot): WalkCase => ({ seed, ...addWorld(randomOf(seed), slot, consumer, provider) }));
  return { world, cases };
}

function addPrefixList(scope: ScopeWorld, name: string, cidrs: readonly string[]): void {
  const PrefixListId = prefixList(scope, name);
  scope.tables['ec2:DescribeManagedPrefixLists'].push({
    PrefixListId,
    PrefixListName: name,
    AddressFamily: 'IPv4',
    State: 'create-complete',
    MaxEntries: cidrs.length,
    Version: 1,
    OwnerId: scope.account,
    Tags: [],
  });
  scope.answers.push({
    operation: 'ec2:GetManagedPrefixListEntries',
    params: { PrefixListId },
    output: { Entries: cidrs.map((Cidr) => ({ Cidr })) },
  });
}

function prefixList({ account }: ScopeWorld, name: string): string {
  return awsId('pl', account, name);
}

type Asked = Omit<WalkCase, 'seed'>;

function addWorld(random: Random, slot: number, consumer: ScopeWorld, provider: ScopeWorld): Asked {
  const zoneIds = random.chance(0.65) ? ZONES : [random.pick(ZONES)];
  const vpc = addVpc(consumer, {
    name: `orders-${slot}`,
    cidr: '10.20.0.0/16',
    zoneIds,
    dnsSupport: !random.chance(0.01),
    dnsHostnames: !random.chance(0.03),
  });
  const own = random.chance(0.3)
    ? vpc.subnets
    : addSubnets(consumer, vpc, { zoneIds, tier: 'endpoints', firstNet: 101 });
  const kind = random.pick(['own', 'own', 'own', 'own', 'own', 'own', 'own', 'aws', 'gateway']);
  if (kind === 'gateway') return gatewayWorld(random, slot, consumer, vpc);
  const doors = own.length === 2 && random.chance(0.3) ? [random.pick(own)] : own;
  if (kind === 'aws')
    return clientSide(random, consumer, vpc, doors, { port: 443, transports: ['tcp'] }, (groupIds) =>
      awsEndpoint(consumer, vpc, { groupIds, subnets: doors, privateDns: random.chance(0.6) }),
    );
  const home = homeOf(random, slot, consumer, provider, vpc, zoneIds);
  const { service, listeners } = serviceWorld(random, slot, home.scope, home.vpc, home.targets);
  const { port, transports } = random.pick(listeners);
  const asked = random.chance(0.04) ? port + 1 : port;
  const state = random.chance(0.95)
    ? 'available'
    : random.pick(['pendingAcceptance', 'rejected', 'pending', 'failed', 'expired', 'deleting', 'deleted']);
  return clientSide(random, consumer, vpc, doors, { port: asked, transports }, (groupIds) =>
    addEndpoint(consumer, vpc, service, {
      name: 'service',
      groupIds,
      subnets: doors,
      state,
      privateDns: random.chance(0.5),
    }),
  );
}

/** AWS offers its service in every zone, whichever the first VPC that asks for it has. */
function awsEndpoint(
  scope: ScopeWorld,
  vpc: VpcWorld,
  given: {
    readonly groupIds: readonly string[];
    readonly subnets: readonly SubnetWorld[];
    readonly privateDns: boolean;
  },
): EndpointWorld {
  const endpoint = addAwsEndpoint(scope, vpc, 'ecr.api', { name: 'ecr', ...given });
  for (const detail of scope.tables['ec2:DescribeVpcEndpointServices']) {
    if (detail['ServiceName'] === endpoint.raw['ServiceName']) detail['AvailabilityZoneIds'] = [...ZONES];
  }
  return endpoint;
}

interface Home {
  readonly scope: ScopeWorld;
  readonly vpc: VpcWorld;
  readonly targets: readonly SubnetWorld[];
}

/** Where the service stands: in another account, in another VPC of the client's, or in the client's own. */
function homeOf(
  random: Random,
  slot: number,
  consumer: ScopeWorld,
  provider: ScopeWorld,
  vpc: VpcWorld,
  zoneIds: readonly string[],
): Home {
  const place = random.pick(['account', 'account', 'account', 'vpc', 'here']);
  const scope = place === 'account' ? provider : consumer;
  const home =
    place === 'here'
      ? { ...vpc, subnets: addSubnets(scope, vpc, { zoneIds, tier: 'nodes', firstNet: 51 }) }
      : addVpc(scope, { name: `payments-${slot}`, cidr: '10.60.0.0/16', zoneIds });
  const targets = random.chance(0.4)
    ? home.subnets
    : addSubnets(scope, home, { zoneIds, tier: 'targets', firstNet: 61 });
  return { scope, vpc: home, targets };
}

interface Asking {
  readonly port: number;
  readonly transports: Transports;
}

/** The client’s half: workloads, groups, network ACLs and the endpoint. */
function clientSide(
  random: Random,
  scope: ScopeWorld,
  vpc: VpcWorld,
  doors: readonly SubnetWorld[],
  { port, transports }: Asking,
  add: (groupIds: readonly string[]) => EndpointWorld,
): Asked {
  const name = (what: string): string => `${what}-${vpc.name}`;
  const groups = [1, 2].map((i) => addGroup(scope, vpc.id, name(`clients-${i}`), 'Clients', []));
  const ofDoor = Array.from({ length: random.chance(0.2) ? 2 : 1 }, (_, i) =>
    addGroup(scope, vpc.id, name(`door-${i}`), 'Endpoint', []),
  );
  const clients = Array.from({ length: random.between(1, 3) }, (_, i) => {
    const subnet = random.pick(vpc.subnets);
    const groupIds = random.chance(0.2) ? groups : [random.pick(groups)];
    const type = random.chance(0.2) ? 'lambda' : 'interface';
    const id = addInterface(scope, vpc, subnet, { host: 20 + i, groupIds, description: 'client', type });
    return { id, subnet, address: subnet.address(20 + i), groupIds };
  });
  const client = random.pick(clients);
  const endpoint = add(ofDoor);
  const doorAddresses = (endpoint.raw['NetworkInterfaceIds'] as readonly string[]).map((id) => addressOf(scope, id));
  const toClient = ['0.0.0.0/0', vpc.cidr, client.subnet.cidr, `${client.address}/32`];
  const others = [
    ...ELSEWHERE,
    prefixList(scope, 'strangers'),
    ...groups.filter((id) => !client.groupIds.includes(id)),
    ...(client.subnet.address(0).startsWith('10.20.1.') ? ['10.20.2.0/24'] : ['10.20.1.0/24']),
  ];
  const wanted = { transports, port, others };
  for (const id of ofDoor) {
    groupItem(scope, id)['IpPermissions'] = [
      ...(random.chance(0.03)
        ? []
        : randomRules(random, { ...wanted, peers: [...toClient, prefixList(scope, 'clients'), ...client.groupIds] })),
    ];
  }
  for (const id of groups) {
    if (random.chance(0.6)) continue;
    const doorCidrs = [...doors.map(({ cidr }) => cidr), ...doorAddresses.map((address) => `${address}/32`)];
    groupItem(scope, id)['IpPermissionsEgress'] = [
      ...randomRules(random, { ...wanted, peers: ['0.0.0.0/0', vpc.cidr, ...doorCidrs, ...ofDoor] }),
    ];
  }
  const peers = [...toClient, ...doors.map(({ cidr }) => cidr), ...doorAddresses.map((address) => `${address}/32`)];
  guard(random, scope, vpc, vpc.subnets, 'clients', peers, port);
  if (doors.some((door) => !vpc.subnets.includes(door))) guard(random, scope, vpc, doors, 'doors', peers, port);
  if (random.chance(0.2)) {
    const place = random.pick([client.subnet, ...doors]);
    if (random.chance(0.7)) ownTable(scope, vpc, place.id, [local(vpc.cidr)]);
    const table = scope.tables['ec2:DescribeRouteTables'].findLast(({ VpcId }) => VpcId === vpc.id) ?? vpc.routeTable;
    stray(
      random,
      table,
      [...new Set([client.subnet.cidr, ...doors.map(({ cidr }) => cidr)])],
      ['gone', 'appliance', 'vgw'],
    );
  }
  return { endpoint: endpoint.id, source: client.id, port };
}

/** A network ACL of its own for some of the subnets, together or one by one. */
function guard(
  random: Random,
  scope: ScopeWorld,
  vpc: VpcWorld,
  subnets: readonly SubnetWorld[],
  name: string,
  peers: readonly string[],
  port: number,
): void {
  if (!random.chance(0.35)) return;
  const parts = random.chance(0.5) ? [subnets] : subnets.map((subnet) => [subnet]);
  parts.forEach((part, i) => {
    if (i > 0 && random.chance(0.4)) return;
    addNetworkAcl(scope, vpc, part, {
      name: `${name}-${i}`,
      entries: randomEntries(random, ['0.0.0.0/0', ...peers], [port, 443]),
    });
  });
}

function addressOf(scope: ScopeWorld, id: string): string {
  return textOf(
    scope.tables['ec2:DescribeNetworkInterfaces'].find((item) => item['NetworkInterfaceId'] === id),
    'PrivateIpAddress',
  );
}

const PROTOCOLS = ['TCP', 'TCP', 'TCP', 'TCP', 'TLS', 'UDP', 'TCP_UDP', 'TCP_UDP'] as const;
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html#target-group-routing-configuration */
const GROUP_PROTOCOLS = {
  TCP: ['TCP', 'TCP', 'TCP_UDP'],
  TLS: ['TCP', 'TLS'],
  UDP: ['UDP', 'TCP_UDP'],
  TCP_UDP: ['TCP_UDP'],
} as const;
const CERTIFICATE = `arn:aws:acm:us-east-1:${PROVIDER}:certificate/0a1b2c3d-0000-4000-8000-000000000001`;
const TLS_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06';
const STATES = [
  'unhealthy',
  'unhealthy',
  'draining',
  'unused',
  'initial',
  'unavailable',
  'unhealthy.draining',
] as const;

/** A service behind a Network Load Balancer with random listeners, groups, targets, rules and settings. */
function serviceWorld(
  random: Random,
  slot: number,
  scope: ScopeWorld,
  vpc: VpcWorld,
  targets: readonly SubnetWorld[],
): { readonly service: ServiceWorld; readonly listeners: readonly Asking[] } {
  const service = addService(scope, vpc, {
    name: `payments-${slot}`,
    port: 443,
    principals: ['*'],
    acceptanceRequired: false,
    privateDnsName: 'payments.example.com',
    crossZone: random.chance(0.3),
  });
  const [listener = {}] = service.listeners;
  service.listeners.splice(0);
  const ports = random.chance(0.25) ? [443, 53] : [random.pick([443, 53, 9092])];
  const targetPorts: number[] = [];
  const targetGroups: string[] = [];
  const listeners = ports.map((port, l): Asking => {
    const Protocol = random.pick(PROTOCOLS);
    const transports: Transports = Protocol === 'UDP' ? ['udp'] : Protocol === 'TCP_UDP' ? ['tcp', 'udp'] : ['tcp'];
    const forwards = Array.from({ length: random.chance(0.3) ? 2 : 1 }, (_, g) => {
      const arn = addTargets(
        random,
        service,
        targets,
        `${l}-${g}`,
        random.pick(GROUP_PROTOCOLS[Protocol]),
        targetPorts,
      );
      targetGroups.push(arn.groupId);
      return { TargetGroupArn: arn.arn, Weight: random.pick([0, 1, 1, 1, 1, 5]) };
    });
    service.listeners.push({
      ...listener,
      ListenerArn: `${textOf(listener, 'ListenerArn')}${l}`,
      Port: port,
      Protocol,
      ...(Protocol === 'TLS' ? { Certificates: [{ CertificateArn: CERTIFICATE }], SslPolicy: TLS_POLICY } : {}),
      DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups: forwards } }],
    });
    return { port, transports };
  });
  loadBalancer(random, service, listeners, targets, targetPorts, targetGroups);
  return { service, listeners };
}

/** The load balancer’s own groups and state, and what its nodes’ and targets’ networks and groups admit. */
function loadBalancer(
  random: Random,
  service: ServiceWorld,
  listeners: readonly Asking[],
  targets: readonly SubnetWorld[],
  targetPorts: readonly number[],
  targetGroups: readonly string[],
): void {
  const { scope, vpc } = service;
  const nodes = scope.tables['ec2:DescribeNetworkInterfaces'].filter(
    (item) => item['InterfaceType'] === 'network_load_balancer' && item['VpcId'] === vpc.id,
  );
  const addresses = nodes.map((item) => `${textOf(item, 'PrivateIpAddress')}/32`);
  const mode = random.pick(['none', 'on', 'on', 'off']);
  const groupId = addGroup(scope, vpc.id, `nodes-${service.id}`, 'Load balancer', []);
  const group = groupItem(scope, groupId);
  if (mode !== 'none') {
    service.loadBalancer['SecurityGroups'] = [groupId];
    service.loadBalancer['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'] = mode;
    for (const node of nodes) node['Groups'] = [{ GroupId: groupId, GroupName: textOf(group, 'GroupName') }];
    group['IpPermissions'] = listeners.flatMap(({ port, transports }) =>
      randomRules(random, {
        transports,
        port,
        peers: ['0.0.0.0/0', '10.0.0.0/8', '10.20.0.0/16', prefixList(scope, 'clients'), '10.20.1.0/24'],
        others: [...ELSEWHERE, prefixList(scope, 'strangers'), vpc.defaultGroupId],
      }),
    );
  }
  const targetCidrs = targets.map(({ cidr }) => cidr);
  const wanted = (port: number): Parameters<typeof randomRules>[1] => ({
    transports: ['tcp', 'udp'],
    port,
    peers: ['0.0.0.0/0', vpc.cidr, ...targetCidrs, ...targetGroups],
    others: ELSEWHERE,
  });
  if (mode !== 'none' && random.chance(0.4)) {
    group['IpPermissionsEgress'] = targetPorts.flatMap((port) => randomRules(random, wanted(port)));
  }
  for (const id of targetGroups) {
    groupItem(scope, id)['IpPermissions'] = targetPorts.flatMap((port) =>
      randomRules(random, {
        ...wanted(port),
        peers: [
          '0.0.0.0/0',
          vpc.cidr,
          ...vpc.subnets.map(({ cidr }) => cidr),
          ...addresses,
          ...(mode === 'none' ? [] : [groupId, groupId]),
        ],
      }),
    );
  }
  const state = random.chance(0.96) ? 'active' : random.pick(['active_impaired', 'failed', 'provisioning']);
  service.loadBalancer['State'] = { Code: state };
  const peers = [vpc.cidr, ...targetCidrs, ...vpc.subnets.map(({ cidr }) => cidr), ...addresses];
  const port = random.pick(targetPorts);
  guard(random, scope, vpc, vpc.subnets, 'nodes', peers, port);
  if (targets !== vpc.subnets) guard(random, scope, vpc, targets, 'targets', peers, port);
}

/** A target group with up to three targets of one type. */
function addTargets(
  random: Random,
  service: ServiceWorld,
  subnets: readonly SubnetWorld[],
  name: string,
  protocol: string,
  targetPorts: number[],
): { readonly arn: string; readonly groupId: string } {
  const { scope, vpc } = service;
  const arn = `${textOf(service.targetGroup, 'TargetGroupArn')}${name}`;
  const groupId = addGroup(scope, vpc.id, `targets-${name}-${service.id}`, 'Targets', []);
  const type = random.pick(protocol === 'TCP' ? ['ip', 'ip', 'instance', 'alb'] : ['ip', 'instance']);
  const port = random.pick([8443, 8080]);
  targetPorts.push(port);
  scope.tables['elasticloadbalancing:DescribeTargetGroups'].push({
    ...service.targetGroup,
    TargetGroupArn: arn,
    TargetGroupName: `${textOf(service.targetGroup, 'TargetGroupName')}-${name}`,
    Protocol: protocol,
    Port: port,
    TargetType: type,
    HealthCheckPort: random.chance(0.6) ? 'traffic-port' : '9000',
  });
  const count = type === 'alb' ? 1 : random.chance(0.04) ? 0 : random.between(1, 3);
  const health = Array.from({ length: count }, (_, i): Item => {
    const host = 170 + 4 * Number(name.replace('-', '')) + i;
    const subnet = random.pick(subnets);
    const TargetHealth = { State: random.chance(0.82) ? 'healthy' : random.pick(STATES) };
    const own = type !== 'alb' && random.chance(0.15) ? random.pick([8443, 8080]) : undefined;
    if (own !== undefined) targetPorts.push(own);
    const Port = own ?? port;
    if (type === 'alb') {
      const Id = `${textOf(service.loadBalancer, 'LoadBalancerArn').replace('/net/', '/app/')}-${name}`;
      return { Target: { Id, Port }, TargetHealth };
    }
    if (type === 'ip' && random.chance(0.03)) {
      return { Target: { Id: `10.99.0.${host}`, Port, AvailabilityZone: 'all' }, TargetHealth };
    }
    const eni = addInterface(scope, vpc, subnet, { host, groupIds: [groupId], description: `target ${name} ${i}` });
    if (type === 'ip') {
      const zone = random.chance(0.7) ? { AvailabilityZone: subnet.zoneName } : {};
      return { Target: { Id: subnet.address(host), Port, ...zone }, TargetHealth };
    }
    const InstanceId = awsId('i', eni);
    const item = scope.tables['ec2:DescribeNetworkInterfaces'].at(-1);
    if (item !== undefined) item['Attachment'] = { InstanceId, DeviceIndex: 0, Status: 'attached' };
    return { Target: { Id: InstanceId, Port }, TargetHealth };
  });
  const params = { TargetGroupArn: arn };
  const attribute = 'target_group_health.dns_failover.minimum_healthy_targets';
  const settings: Record<string, string> = {
    'load_balancing.cross_zone.enabled': random.pick(['use_load_balancer_configuration', 'true', 'false']),
    [`${attribute}.count`]: random.pick(['1', '1', '1', '1', '2']),
    [`${attribute}.percentage`]: random.pick(['off', 'off', 'off', 'off', '50', '100']),
  };
  const kept = service.targetGroupAttributes.filter((item) => !(textOf(item, 'Key') in settings));
  scope.answers.push(
    { operation: 'elasticloadbalancing:DescribeTargetHealth', params, output: { TargetHealthDescriptions: health } },
    {
      operation: 'elasticloadbalancing:DescribeTargetGroupAttributes',
      params,
      output: { Attributes: [...kept, ...Object.entries(settings).map(([Key, Value]) => ({ Key, Value }))] },
    },
  );
  return { arn, groupId };
}

/** Routes for some of these addresses that lead elsewhere, static or propagated. */
function stray(
  random: Random,
  table: Item,
  cidrs: readonly string[],
  kinds: readonly ('nat' | 'gone' | 'vgw' | 'appliance')[],
): void {
  const routes = table['Routes'] as Item[];
  for (const DestinationCidrBlock of cidrs.filter(() => random.chance(0.5))) {
    const targets: Readonly<Record<(typeof kinds)[number], Item>> = {
      nat: { NatGatewayId: 'nat-0a1b2c3d4e5f60718', Origin: 'CreateRoute', State: 'active' },
      gone: { NetworkInterfaceId: 'eni-0a1b2c3d4e5f60718', Origin: 'CreateRoute', State: 'blackhole' },
      vgw: { GatewayId: 'vgw-0a1b2c3d4e5f60718', Origin: 'EnableVgwRoutePropagation', State: 'active' },
      appliance: { NetworkInterfaceId: 'eni-0a1b2c3d4e5f60719', Origin: 'CreateRoute', State: 'active' },
    };
    routes.push({ DestinationCidrBlock, ...targets[random.pick(kinds)] });
  }
}

/** A gateway endpoint with the tables, groups and network ACLs of its clients. */
function gatewayWorld(random: Random, slot: number, scope: ScopeWorld, vpc: VpcWorld): Asked {
  const group = addGroup(scope, vpc.id, `clients-${slot}`, 'Clients', []);
  const subnet = random.pick(vpc.subnets);
  const source = addInterface(scope, vpc, subnet, { host: 20, groupIds: [group], description: 'client' });
  const table: Item = {
    ...vpc.routeTable,
    RouteTableId: awsId('rtb', vpc.id, 'own'),
    Associations: [],
    Routes: [...(vpc.routeTable['Routes'] as Item[])],
  };
  if (random.chance(0.3)) {
    const associations = vpc.routeTable['Associations'] as Item[];
    vpc.routeTable['Associations'] = associations.filter((item) => item['SubnetId'] !== subnet.id);
    table['Associations'] = [{ SubnetId: subnet.id, RouteTableId: textOf(table, 'RouteTableId'), Main: false }];
  }
  scope.tables['ec2:DescribeRouteTables'].push(table);
  const routeTables = random.pick([[vpc.routeTable], [table], [vpc.routeTable, table]]);
  const endpoint = addGatewayEndpoint(scope, vpc, 's3', { name: 's3', routeTables });
  const lists = scope.tables['ec2:DescribePrefixLists'].flatMap((item) => item['PrefixListId'] as string);
  const cidrs = ['192.0.2.0/25', '198.51.100.0/24'];
  if (random.chance(0.5)) {
    groupItem(scope, group)['IpPermissionsEgress'] = [
      ...randomRules(random, {
        transports: ['tcp'],
        port: 443,
        peers: ['0.0.0.0/0', ...lists, ...cidrs],
        others: ['10.99.0.0/16', vpc.cidr],
      }),
    ];
  }
  guard(random, scope, vpc, vpc.subnets, 'clients', cidrs, 443);
  const parts = ['198.51.100.0/24', '192.0.2.0/25', '198.51.100.128/25', '192.0.2.0/26', '192.0.2.0/24'];
  if (random.chance(0.4)) stray(random, random.pick([vpc.routeTable, table]), parts, ['nat', 'gone', 'vgw']);
  return { endpoint: endpoint.id, source, port: 443 };
}
