import { GENEVE_PORT, tcpPermission, udpPermission } from '../appliances.ts';
import {
  addNatGateway,
  addRouteTable,
  eastWestInspection,
  internetGateway,
  internetInspection,
  natInspection,
  route,
  transitRoute,
  type InspectionEstate,
  type TransitEstate,
} from '../gwlb.ts';
import { addInterface, addNetworkAcl, addSubnets, aclEntries, groupItem, type SubnetWorld } from '../network.ts';
import { awsId, textOf, type Item } from '../world.ts';
import { health, sound, world, type BrokenWorld, type SoundWorld } from './faults.ts';

const ANYWHERE = '0.0.0.0/0';

const atRoutes = { hop: 'route-table', owner: 'consumer' } as const;
const breaksRoutes = { ...atRoutes, effect: 'breaks', verdict: 'broken' } as const;
const impairsRoutes = { ...atRoutes, effect: 'impairs', verdict: 'degraded' } as const;
const breaksTargets = { hop: 'targets', effect: 'breaks', verdict: 'broken', owner: 'provider' } as const;

export function routesOf({ tables }: InspectionEstate, name: string): Item[] {
  const table = tables.get(name);
  if (table === undefined) throw new Error(`The world has no route table ${name}`);
  return table['Routes'] as Item[];
}

/** The destinations of a table, those that are named, lead elsewhere from now on. */
export function reroute(estate: InspectionEstate, name: string, destination: string, target?: string): void {
  const routes = routesOf(estate, name);
  const kept = routes.filter((item) => item['DestinationCidrBlock'] !== destination);
  routes.splice(0, routes.length, ...kept, ...(target === undefined ? [] : [route(destination, target)]));
}

export function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`The world has no part ${index}`);
  return item;
}

/** A further subnet of the first zone with a table of its own. */
export function addSubnet(estate: InspectionEstate, name: string, routes: readonly Item[], firstNet = 61): SubnetWorld {
  const { consumer, consumerVpc } = estate;
  const subnet = at(addSubnets(consumer, consumerVpc, { zoneIds: ['use1-az1'], tier: name, firstNet }), 0);
  addRouteTable(consumer, consumerVpc, name, [subnet], routes);
  return subnet;
}

export function addHost({ consumer, consumerVpc }: InspectionEstate, subnet: SubnetWorld, type = 'interface'): void {
  const given = { host: 30, groupIds: [consumerVpc.defaultGroupId], description: 'host', type };
  addInterface(consumer, consumerVpc, subnet, given);
}

/** The first zone's servers talk to the second zone's through the endpoint, and perhaps these back. */
export function betweenSubnets(estate: InspectionEstate, isComplete: boolean): void {
  const [first, second] = [at(estate.senders, 0), at(estate.senders, 1)];
  reroute(estate, 'app-1', second.cidr, estate.endpoint.id);
  if (isComplete) reroute(estate, 'app-2', first.cidr, estate.otherEndpoint.id);
}

/** Spokes that reach the internet through the inspection VPC’s NAT gateways, and each other not at all. */
function egressOnly(estate: TransitEstate): void {
  const { consumer, consumerVpc, spokeRoutes, attachment } = estate;
  spokeRoutes.push({ DestinationCidrBlock: '10.0.0.0/8', Type: 'static', State: 'blackhole' });
  const natSubnets = addSubnets(consumer, consumerVpc, {
    zoneIds: ['use1-az1', 'use1-az2'],
    tier: 'nat',
    firstNet: 201,
  });
  natSubnets.forEach((subnet, i) => {
    const endpoint = [estate.endpoint, estate.otherEndpoint][i]?.id ?? '';
    reroute(estate, `endpoint-${i + 1}`, ANYWHERE, addNatGateway(consumer, consumerVpc, subnet));
    const routes = [route(ANYWHERE, internetGateway(consumerVpc)), route('10.0.0.0/8', endpoint)];
    estate.tables.set(`nat-${i + 1}`, addRouteTable(consumer, consumerVpc, `nat-${i + 1}`, [subnet], routes));
  });
  applianceMode(attachment, 'disable');
}

export function applianceMode(attachment: Item, ApplianceModeSupport: string): void {
  attachment['Options'] = { ...(attachment['Options'] as Item), ApplianceModeSupport };
}

export function appliancesAdmit({ provider, providerVpc }: InspectionEstate, ...ingress: readonly Item[]): void {
  groupItem(provider, awsId('sg', providerVpc.id, 'firewall-appliances'))['IpPermissions'] = [...ingress];
}

/** The first appliance in a security group of its own that takes health checks only. */
function firstApplianceApart({ provider, service }: InspectionEstate): void {
  const address = textOf(at(service.targetHealth, 0)['Target'] as Item, 'Id');
  const found = provider.tables['ec2:DescribeNetworkInterfaces'].find((item) => item['PrivateIpAddress'] === address);
  const GroupId = awsId('sg', 'apart');
  const group = provider.tables['ec2:DescribeSecurityGroups'][0];
  provider.tables['ec2:DescribeSecurityGroups'].push({
    ...group,
    GroupId,
    GroupName: 'apart',
    IpPermissions: [tcpPermission(80, ANYWHERE)],
  });
  if (found !== undefined) found['Groups'] = [{ GroupId, GroupName: 'apart' }];
}

export function crossZone({ service }: InspectionEstate): void {
  const [attribute] = service.loadBalancerAttributes;
  if (attribute !== undefined) attribute['Value'] = 'true';
}

const TIMEOUT = ['unhealthy', 'Target.Timeout', 'Request timed out'] as const;

/** A network ACL of its own around the endpoint. */
export function ownAcl({ consumer, consumerVpc, endpointSubnets }: InspectionEstate, entries: readonly Item[]): void {
  addNetworkAcl(consumer, consumerVpc, endpointSubnets, { name: 'endpoints', entries });
}

/** The load balancer's nodes in subnets apart from the appliances, whose network ACL admits only what is given. */
function nodesApart(estate: InspectionEstate, entries: readonly Item[]): void {
  const { provider, providerVpc } = estate;
  const zoneIds = ['use1-az1', 'use1-az2'];
  const subnets = addSubnets(provider, providerVpc, { zoneIds, tier: 'nodes', firstNet: 101 });
  const nodes = provider.tables['ec2:DescribeNetworkInterfaces'].filter(
    (item) => item['InterfaceType'] === 'gateway_load_balancer',
  );
  nodes.forEach((node, i) => {
    const subnet = at(subnets, i);
    const ip = subnet.address(70);
    Object.assign(node, {
      SubnetId: subnet.id,
      PrivateIpAddress: ip,
      PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: ip }],
    });
  });
  addNetworkAcl(provider, providerVpc, providerVpc.subnets, { name: 'appliances', entries });
}

/** UDP entries of both directions, and the health checks’. */
function applianceAcl(inbound: number, outbound: number): readonly Item[] {
  const udp = (egress: boolean, port: number): Item => ({
    RuleNumber: 90,
    Protocol: '17',
    RuleAction: 'allow',
    Egress: egress,
    CidrBlock: ANYWHERE,
    PortRange: { From: port, To: port },
  });
  return [
    udp(false, inbound),
    udp(true, outbound),
    ...aclEntries(false, { number: 100, from: 80 }),
    ...aclEntries(true, { number: 100, from: 1024, to: 65535 }),
  ];
}

const WEB_INBOUND = [
  { number: 100, cidr: '10.20.0.0/16', from: 443 },
  { number: 110, from: 1024, to: 65535 },
] as const;
const WEB_OUTBOUND = [
  { number: 100, from: 443 },
  { number: 110, cidr: '10.20.0.0/16', from: 1024, to: 65535 },
] as const;

export const GWLB_WORLDS: readonly BrokenWorld[] = [
  world('PL-GWLB-001', {
    fault: 'the application subnet goes straight to the internet gateway, and the answers straight back',
    ...breaksRoutes,
    base: internetInspection,
    change: (estate) => {
      reroute(estate, 'app-1', ANYWHERE, internetGateway(estate.consumerVpc));
      reroute(estate, 'edge', at(estate.senders, 0).cidr);
    },
  }),
  world('PL-GWLB-001', {
    fault: 'the route to the endpoint is in a table that nobody uses',
    ...breaksRoutes,
    base: internetInspection,
    change: (estate) => {
      reroute(estate, 'app-1', ANYWHERE);
      reroute(estate, 'edge', at(estate.senders, 0).cidr);
      addRouteTable(estate.consumer, estate.consumerVpc, 'spare', [], [route(ANYWHERE, estate.endpoint.id)]);
    },
  }),
  world('PL-GWLB-001', {
    fault: 'the routes to the endpoint became blackholes',
    ...breaksRoutes,
    base: internetInspection,
    change: (estate) => {
      for (const name of ['app-1', 'edge'])
        for (const item of routesOf(estate, name))
          if (item['GatewayId'] === estate.endpoint.id) item['State'] = 'blackhole';
    },
  }),
  world('PL-GWLB-002', {
    fault: 'the internet gateway has no route table',
    ...breaksRoutes,
    base: internetInspection,
    change: ({ consumer, tables }) => {
      const all = consumer.tables['ec2:DescribeRouteTables'];
      all.splice(all.indexOf(tables.get('edge') ?? {}), 1);
    },
  }),
  world('PL-GWLB-002', {
    fault: 'the internet gateway’s route table forgets one application subnet',
    ...breaksRoutes,
    base: internetInspection,
    change: (estate) => {
      reroute(estate, 'edge', at(estate.senders, 0).cidr);
    },
  }),
  world('PL-GWLB-002', {
    fault: 'the way back leads through an endpoint of another service',
    ...breaksRoutes,
    base: internetInspection,
    change: (estate) => {
      estate.otherEndpoint.raw['ServiceName'] = 'com.amazonaws.vpce.us-east-1.vpce-svc-0aaaaaaaaaaaaaaaa';
      reroute(estate, 'edge', at(estate.senders, 0).cidr, estate.otherEndpoint.id);
    },
  }),
  world('PL-GWLB-002', {
    fault: 'servers that are reached through the endpoint answer straight to the internet gateway',
    ...breaksRoutes,
    base: internetInspection,
    change: (estate) => {
      reroute(estate, 'app-1', ANYWHERE, internetGateway(estate.consumerVpc));
    },
  }),
  world('PL-GWLB-002', {
    fault: 'the NAT gateway’s subnet has no way back to the endpoint',
    ...breaksRoutes,
    base: natInspection,
    change: (estate) => {
      reroute(estate, 'nat-1', at(estate.senders, 0).cidr);
    },
  }),
  world('PL-GWLB-002', {
    fault: 'the clients of a NAT gateway send to it past the endpoint that it answers through',
    ...breaksRoutes,
    base: natInspection,
    change: (estate) => {
      const nat = textOf(estate.consumer.tables['ec2:DescribeNatGateways'][0], 'NatGatewayId');
      reroute(estate, 'app-1', ANYWHERE, nat);
    },
  }),
  world('PL-GWLB-002', {
    fault: 'one subnet sends to another through the endpoint, which answers directly',
    ...impairsRoutes,
    base: internetInspection,
    change: (estate) => {
      betweenSubnets(estate, false);
    },
  }),
  world('PL-GWLB-002', {
    fault: 'a spoke’s transit gateway table leads to another spoke past the inspection VPC',
    ...breaksRoutes,
    base: eastWestInspection,
    change: ({ spokeRoutes, consumer }) => {
      const spoke = consumer.tables['ec2:DescribeTransitGatewayVpcAttachments'][1] ?? {};
      spokeRoutes.push(transitRoute('10.31.0.0/16', spoke, 'propagated'));
    },
  }),
  world('PL-GWLB-002', {
    fault: 'the attachment’s subnet sends only one of two spokes’ traffic to the endpoint',
    ...impairsRoutes,
    base: eastWestInspection,
    change: (estate) => {
      reroute(estate, 'tgw-1', ANYWHERE);
      reroute(estate, 'tgw-1', '10.32.0.0/16', estate.endpoint.id);
    },
  }),
  world('PL-GWLB-002', {
    fault: 'spokes reach the internet through the endpoint, and the NAT gateway’s subnet answers past it',
    ...breaksRoutes,
    base: eastWestInspection,
    change: (estate) => {
      egressOnly(estate);
      reroute(estate, 'nat-1', '10.0.0.0/8', estate.transitGatewayId);
    },
  }),
  world('PL-GWLB-003', {
    fault: 'the endpoint’s subnet uses the table of the application subnet',
    ...breaksRoutes,
    base: internetInspection,
    change: (estate) => {
      reroute(estate, 'endpoint-1', ANYWHERE, estate.endpoint.id);
    },
  }),
  world('PL-GWLB-003', {
    fault: 'the endpoint’s subnet has no default route',
    says: 'no route for it',
    ...breaksRoutes,
    base: natInspection,
    change: (estate) => {
      reroute(estate, 'endpoint-1', ANYWHERE);
    },
  }),
  world('PL-GWLB-003', {
    fault: 'the NAT gateway behind the endpoint was deleted',
    says: '(blackhole)',
    ...breaksRoutes,
    base: natInspection,
    change: (estate) => {
      for (const item of routesOf(estate, 'endpoint-1'))
        if (item['NatGatewayId'] !== undefined) item['State'] = 'blackhole';
    },
  }),
  world('PL-GWLB-003', {
    fault: 'a part of the destinations ends in a blackhole',
    ...impairsRoutes,
    base: internetInspection,
    change: (estate) => {
      routesOf(estate, 'endpoint-1').push({ ...route('198.51.100.0/24', 'tgw-0a1b2c3d4e5f60718'), State: 'blackhole' });
    },
  }),
  world('PL-GWLB-004', {
    fault: 'a subnet of the second zone uses the endpoint of the first',
    ...atRoutes,
    effect: 'resilience',
    verdict: 'healthy',
    base: internetInspection,
    change: (estate) => {
      reroute(estate, 'app-2', ANYWHERE, estate.endpoint.id);
    },
  }),
  world('PL-GWLB-005', {
    fault: 'a server stands beside the endpoint',
    ...atRoutes,
    effect: 'hygiene',
    verdict: 'healthy',
    base: internetInspection,
    change: (estate) => {
      addHost(estate, at(estate.endpointSubnets, 0));
    },
  }),
  world('PL-GWLB-006', {
    fault: 'every appliance fails its health checks',
    ...breaksTargets,
    base: internetInspection,
    change: ({ service }) => {
      health(service.targetHealth, ...TIMEOUT);
    },
  }),
  world('PL-GWLB-006', {
    fault: 'the appliances are healthy and admit health checks only',
    ...breaksTargets,
    base: natInspection,
    change: (estate) => {
      appliancesAdmit(estate, tcpPermission(80, ANYWHERE));
    },
  }),
  world('PL-GWLB-006', {
    fault: 'the appliances admit the port of GENEVE, but TCP',
    ...breaksTargets,
    base: internetInspection,
    change: (estate) => {
      appliancesAdmit(estate, tcpPermission(80, ANYWHERE), tcpPermission(GENEVE_PORT, ANYWHERE));
    },
  }),
  world('PL-GWLB-006', {
    fault: 'the appliance in the endpoint’s zone does not admit GENEVE, and traffic stays in its zone',
    ...breaksTargets,
    base: internetInspection,
    change: firstApplianceApart,
  }),
  world('PL-GWLB-006', {
    fault: 'the only healthy appliance does not admit GENEVE',
    ...breaksTargets,
    base: internetInspection,
    change: (estate) => {
      firstApplianceApart(estate);
      health([at(estate.service.targetHealth, 1)], ...TIMEOUT);
    },
  }),
  world('PL-GWLB-006', {
    fault: 'every appliance fails its health checks, and the service is asked about',
    ...breaksTargets,
    base: internetInspection,
    subject: 'service',
    profiles: ['provider'],
    change: ({ service }) => {
      health(service.targetHealth, ...TIMEOUT);
    },
  }),
  world('PL-GWLB-007', {
    fault: 'a prefix list is routed to the endpoint',
    ...impairsRoutes,
    base: internetInspection,
    change: (estate) => {
      routesOf(estate, 'app-1').push(route('pl-0a1b2c3d4e5f60718', estate.endpoint.id));
    },
  }),
  world('PL-GWLB-007', {
    fault: 'inspected IPv6 traffic goes to an egress-only internet gateway',
    ...impairsRoutes,
    base: internetInspection,
    change: (estate) => {
      routesOf(estate, 'app-1').push(route('::/0', estate.endpoint.id));
      routesOf(estate, 'endpoint-1').push(route('::/0', 'eigw-0a1b2c3d4e5f60718'));
    },
  }),
  world('PL-GWLB-008', {
    fault: 'appliance mode of the inspection VPC’s attachment is off',
    ...impairsRoutes,
    base: eastWestInspection,
    change: ({ attachment }) => {
      applianceMode(attachment, 'disable');
    },
  }),
  world('PL-NLB-001', {
    fault: 'the Gateway Load Balancer could not be set up',
    hop: 'load-balancer',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    base: internetInspection,
    change: ({ service }) => {
      service.loadBalancer['State'] = { Code: 'failed', Reason: 'Not enough free addresses' };
    },
  }),
  world('PL-NLB-002', {
    fault: 'the Gateway Load Balancer has no listener',
    hop: 'listener',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    base: internetInspection,
    change: ({ service }) => {
      service.listeners.length = 0;
    },
  }),
  world('PL-NLB-003', {
    fault: 'no appliance is registered',
    ...breaksTargets,
    base: internetInspection,
    change: ({ service }) => {
      service.targetHealth.length = 0;
    },
  }),
  world('PL-NLB-006', {
    fault: 'the endpoint’s zone has no healthy appliance, and traffic stays in its zone',
    ...breaksTargets,
    base: internetInspection,
    change: ({ service }) => {
      health([at(service.targetHealth, 0)], ...TIMEOUT);
    },
  }),
  world('PL-ACL-001', {
    fault: 'the network ACL of the Gateway Load Balancer endpoint admits nothing',
    hop: 'network-acl',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    base: internetInspection,
    change: (estate) => {
      ownAcl(estate, [...aclEntries(false), ...aclEntries(true, { number: 100 })]);
    },
  }),
  world('PL-ACL-001', {
    fault: 'the network ACL of the Gateway Load Balancer endpoint admits others than the senders',
    hop: 'network-acl',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    base: internetInspection,
    change: (estate) => {
      ownAcl(estate, [
        ...aclEntries(false, { number: 100, cidr: '10.20.64.0/18' }),
        ...aclEntries(true, { number: 100 }),
      ]);
    },
  }),
  world('PL-ACL-002', {
    fault: 'the network ACL of the Gateway Load Balancer endpoint lets nothing out',
    hop: 'network-acl',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    base: internetInspection,
    change: (estate) => {
      ownAcl(estate, [...aclEntries(false, { number: 100 }), ...aclEntries(true)]);
    },
  }),
  world('PL-ACL-005', {
    fault: 'the network ACL of the appliances admits health checks and no GENEVE',
    ...breaksTargets,
    base: internetInspection,
    change: (estate) => {
      nodesApart(estate, applianceAcl(GENEVE_PORT + 1, GENEVE_PORT));
    },
  }),
  world('PL-ACL-005', {
    fault: 'the network ACL of the appliances lets no GENEVE back',
    ...breaksTargets,
    base: internetInspection,
    change: (estate) => {
      nodesApart(estate, applianceAcl(GENEVE_PORT, GENEVE_PORT - 1));
    },
  }),
];

export const GWLB_SOUND: readonly SoundWorld[] = [
  sound('PL-GWLB-001', {
    what: 'only the internet gateway sends to the endpoint, and the servers answer through the other one',
    base: internetInspection,
    change: (estate) => {
      reroute(estate, 'app-1', ANYWHERE, estate.otherEndpoint.id);
    },
  }),
  sound('PL-GWLB-001', {
    what: 'the application subnet uses the VPC’s main table, which routes to the endpoint',
    base: internetInspection,
    change: (estate) => {
      const table = estate.tables.get('app-1') ?? {};
      const { routeTable } = estate.consumerVpc;
      table['Associations'] = [];
      (routeTable['Routes'] as Item[]).push(route(ANYWHERE, estate.endpoint.id));
    },
  }),
  sound('PL-GWLB-002', {
    what: 'the way back leads through the endpoint of the other zone',
    base: internetInspection,
    change: (estate) => {
      reroute(estate, 'edge', at(estate.senders, 0).cidr, estate.otherEndpoint.id);
    },
  }),
  sound('PL-GWLB-002', {
    what: 'the internet gateway sends the whole VPC to the endpoint, and a subnet without a default route is among it',
    base: internetInspection,
    change: (estate) => {
      reroute(estate, 'edge', estate.consumerVpc.cidr, estate.endpoint.id);
      addHost(estate, addSubnet(estate, 'isolated', []));
    },
  }),
  sound('PL-GWLB-002', {
    what: 'an empty subnet routes to the endpoint, and nothing routes it back',
    base: internetInspection,
    change: (estate) => {
      addSubnet(estate, 'spare', [route(ANYWHERE, estate.endpoint.id)]);
    },
  }),
  sound('PL-GWLB-002', {
    what: 'an empty subnet that the internet gateway reaches through the endpoint goes straight to it',
    base: internetInspection,
    change: (estate) => {
      const subnet = addSubnet(estate, 'spare', [route(ANYWHERE, internetGateway(estate.consumerVpc))]);
      reroute(estate, 'edge', subnet.cidr, estate.endpoint.id);
    },
  }),
  sound('PL-GWLB-002', {
    what: 'two subnets talk through the endpoints in both directions',
    base: internetInspection,
    change: (estate) => {
      betweenSubnets(estate, true);
    },
  }),
  sound('PL-GWLB-002', {
    what: 'traffic goes through a NAT gateway first and is inspected after it',
    base: natInspection,
    change: (estate) => {
      const nat = textOf(estate.consumer.tables['ec2:DescribeNatGateways'][0], 'NatGatewayId');
      const gateway = internetGateway(estate.consumerVpc);
      const natSubnet = textOf(estate.consumer.tables['ec2:DescribeNatGateways'][0], 'SubnetId');
      reroute(estate, 'app-1', ANYWHERE, nat);
      reroute(estate, 'nat-1', at(estate.senders, 0).cidr);
      reroute(estate, 'nat-1', ANYWHERE, estate.endpoint.id);
      reroute(estate, 'endpoint-1', ANYWHERE, gateway);
      const subnet = estate.consumer.tables['ec2:DescribeSubnets'].find((item) => item['SubnetId'] === natSubnet);
      const edge = addRouteTable(
        estate.consumer,
        estate.consumerVpc,
        'edge',
        [],
        [route(textOf(subnet, 'CidrBlock'), estate.endpoint.id)],
      );
      (edge['Associations'] as Item[]).push({ GatewayId: gateway, Main: false });
    },
  }),
  sound('PL-GWLB-002', {
    what: 'the NAT gateway may not be looked up',
    lacks: 'ec2:DescribeNatGateways',
    verdict: 'unknown',
    base: natInspection,
    denied: 'ec2:DescribeNatGateways',
  }),
  sound('PL-GWLB-002', {
    what: 'the transit gateway is another account’s',
    lacks: 'the transit gateway route table of',
    verdict: 'unknown',
    base: eastWestInspection,
    change: ({ consumer }) => {
      consumer.tables['ec2:DescribeTransitGatewayRouteTables'].length = 0;
      const isOfTables = (operation: string): boolean => operation.includes('TransitGateway');
      const kept = consumer.answers.filter(({ operation }) => !isOfTables(operation));
      consumer.answers.splice(0, consumer.answers.length, ...kept);
    },
  }),
  sound('PL-GWLB-002', {
    what: 'inspected traffic goes on to a peering connection',
    lacks: 'the way back from pcx-',
    verdict: 'unknown',
    base: internetInspection,
    change: (estate) => {
      reroute(estate, 'endpoint-1', ANYWHERE, 'pcx-0a1b2c3d4e5f60718');
    },
  }),
  sound('PL-GWLB-002', {
    what: 'nobody is there yet who sends to the endpoint',
    lacks: 'a subnet in use',
    verdict: 'unknown',
    base: internetInspection,
    change: ({ consumer }) => {
      const table = consumer.tables['ec2:DescribeNetworkInterfaces'];
      const kept = table.filter((item) => item['InterfaceType'] !== 'interface');
      table.splice(0, table.length, ...kept);
    },
    profiles: ['consumer', 'provider'],
  }),
  sound('PL-GWLB-003', {
    what: 'a route of the endpoint’s subnet back to the endpoint is for what its senders route elsewhere',
    base: internetInspection,
    change: (estate) => {
      reroute(estate, 'app-1', '198.51.100.0/24', internetGateway(estate.consumerVpc));
      reroute(estate, 'endpoint-1', '198.51.100.0/24', estate.endpoint.id);
    },
  }),
  sound('PL-GWLB-004', {
    what: 'an empty subnet of the second zone routes to the endpoint of the first',
    base: internetInspection,
    change: (estate) => {
      const { consumer, consumerVpc } = estate;
      const subnets = addSubnets(consumer, consumerVpc, { zoneIds: ['use1-az2'], tier: 'spare', firstNet: 61 });
      addRouteTable(consumer, consumerVpc, 'spare', subnets, [route(ANYWHERE, estate.endpoint.id)]);
    },
  }),
  sound('PL-GWLB-005', {
    what: 'AWS’s own interface stands beside the endpoint, and a server beside the other endpoint',
    base: internetInspection,
    change: (estate) => {
      const { consumer, consumerVpc } = estate;
      addInterface(consumer, consumerVpc, at(estate.endpointSubnets, 0), {
        host: 30,
        groupIds: [],
        description: 'of AWS',
        requesterManaged: true,
      });
      addHost(estate, at(estate.endpointSubnets, 1));
    },
  }),
  sound('PL-GWLB-006', {
    what: 'the appliances are in their first health checks',
    lacks: 'a later reading',
    verdict: 'unknown',
    base: internetInspection,
    change: ({ service }) => {
      health(service.targetHealth, 'initial', 'Elb.InitialHealthChecking', 'Initial health checks in progress');
    },
  }),
  sound('PL-GWLB-006', {
    what: 'one of two appliances is healthy, and traffic may cross zones',
    verdict: 'degraded',
    base: internetInspection,
    change: (estate) => {
      crossZone(estate);
      health([at(estate.service.targetHealth, 0)], ...TIMEOUT);
    },
  }),
  sound('PL-GWLB-006', {
    what: 'the appliances admit the load balancer’s own addresses and no more',
    base: internetInspection,
    change: (estate) => {
      const nodes = estate.providerVpc.subnets.map((subnet) => `${subnet.address(70)}/32`);
      appliancesAdmit(estate, udpPermission(GENEVE_PORT, ...nodes));
    },
  }),
  sound('PL-GWLB-006', {
    what: 'a port is asked about, which a Gateway Load Balancer takes like all others',
    base: internetInspection,
    args: () => ['--port', '443'],
  }),
  sound('PL-GWLB-007', {
    what: 'an egress-only internet gateway is there, and no IPv6 traffic is sent to the endpoint',
    base: internetInspection,
    change: (estate) => {
      routesOf(estate, 'endpoint-1').push(route('::/0', 'eigw-0a1b2c3d4e5f60718'));
    },
  }),
  sound('PL-GWLB-007', {
    what: 'a prefix list is routed to something else',
    base: internetInspection,
    change: (estate) => {
      const PrefixListId = 'pl-0a1b2c3d4e5f60718';
      estate.consumer.tables['ec2:DescribePrefixLists'].push({
        PrefixListId,
        PrefixListName: 'partners',
        Cidrs: ['198.51.100.0/24'],
      });
      routesOf(estate, 'app-1').push(route(PrefixListId, internetGateway(estate.consumerVpc)));
    },
  }),
  sound('PL-GWLB-008', {
    what: 'appliance mode is off where spokes reach the internet only',
    base: eastWestInspection,
    change: egressOnly,
  }),
  sound('PL-GWLB-008', {
    what: 'appliance mode is off where all zones send to one endpoint',
    base: eastWestInspection,
    change: (estate) => {
      reroute(estate, 'tgw-2', ANYWHERE, estate.endpoint.id);
      applianceMode(estate.attachment, 'disable');
    },
  }),
  sound('PL-GWLB-008', {
    what: 'nobody says whether appliance mode is on',
    lacks: 'ApplianceModeSupport',
    verdict: 'unknown',
    base: eastWestInspection,
    change: ({ attachment }) => {
      delete attachment['Options'];
    },
  }),
  sound('PL-NLB-006', {
    what: 'the endpoint’s zone has no healthy appliance, and traffic crosses zones',
    verdict: 'degraded',
    base: internetInspection,
    change: (estate) => {
      crossZone(estate);
      health([at(estate.service.targetHealth, 0)], ...TIMEOUT);
    },
  }),
  sound('PL-NLB-006', {
    what: 'another zone than the endpoint’s has no healthy appliance',
    verdict: 'degraded',
    base: internetInspection,
    change: ({ service }) => {
      health([at(service.targetHealth, 1)], ...TIMEOUT);
    },
  }),
  sound('PL-ACL-001', {
    what: 'the network ACL of the Gateway Load Balancer endpoint admits a part, and no port is given',
    lacks: 'the port of the traffic',
    verdict: 'unknown',
    base: internetInspection,
    change: (estate) => {
      ownAcl(estate, [...aclEntries(false, ...WEB_INBOUND), ...aclEntries(true, { number: 100 })]);
    },
  }),
  sound('PL-ACL-001', {
    what: 'the network ACL of the Gateway Load Balancer endpoint admits the port both ways, and the replies',
    base: internetInspection,
    args: () => ['--port', '443'],
    change: (estate) => {
      ownAcl(estate, [...aclEntries(false, ...WEB_INBOUND), ...aclEntries(true, ...WEB_OUTBOUND)]);
    },
  }),
  sound('PL-ACL-002', {
    what: 'the network ACL of the Gateway Load Balancer endpoint lets another port out than the one that is asked about',
    lacks: 'the addresses and ports of the traffic',
    verdict: 'unknown',
    base: internetInspection,
    args: () => ['--port', '8443'],
    change: (estate) => {
      ownAcl(estate, [...aclEntries(false, { number: 100 }), ...aclEntries(true, ...WEB_OUTBOUND)]);
    },
  }),
  sound('PL-ACL-005', {
    what: 'the network ACL of the appliances admits GENEVE’s one port in both directions',
    base: internetInspection,
    change: (estate) => {
      nodesApart(estate, applianceAcl(GENEVE_PORT, GENEVE_PORT));
    },
  }),
  sound('PL-GWLB-002', {
    what: 'two subnets talk through the endpoints, and NAT gateways, of which there is none, need not be read',
    base: internetInspection,
    denied: 'ec2:DescribeNatGateways',
    change: (estate) => {
      betweenSubnets(estate, true);
    },
  }),
  ...['PL-GWLB-002', 'PL-GWLB-008'].map((rule) =>
    sound(rule, {
      what: 'nothing of a transit gateway is in the VPC, and attachments need not be read',
      base: internetInspection,
      denied: 'ec2:DescribeTransitGatewayVpcAttachments',
    }),
  ),
  sound('PL-GWLB-008', {
    what: 'a transit gateway is attached to a subnet that sends nothing to the endpoint',
    base: internetInspection,
    denied: 'ec2:DescribeTransitGatewayVpcAttachments',
    change: (estate) => {
      addHost(estate, addSubnet(estate, 'transit', []), 'transit_gateway');
    },
  }),
];
