import { addApplianceEndpoint, addApplianceService } from './appliances.ts';
import type { EndpointWorld } from './endpoint.ts';
import { ACCOUNTS, CONSUMER } from './healthy.ts';
import { addInterface, addSubnets, addVpc, type SubnetWorld, type VpcWorld } from './network.ts';
import type { ServiceWorld } from './service.ts';
import { addScope, awsId, createWorld, tagsOf, type Item, type ScopeWorld, type World } from './world.ts';

/*
 * Healthy estates whose traffic is routed through appliances behind a Gateway Load Balancer, in two zones each: to and from
 * the internet, through NAT gateways, and between VPCs of a transit gateway.
 * https://docs.aws.amazon.com/vpc/latest/userguide/gwlb-route.html,
 * https://docs.aws.amazon.com/prescriptive-guidance/latest/inline-traffic-inspection-third-party-appliances/architecture-1.html,
 * https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-appliance-scenario.html
 */

export interface InspectionEstate {
  readonly world: World;
  /** Where the endpoints are. */
  readonly consumer: ScopeWorld;
  /** Where the appliances are; the same one where there is one account only. */
  readonly provider: ScopeWorld;
  readonly consumerVpc: VpcWorld;
  readonly providerVpc: VpcWorld;
  readonly service: ServiceWorld;
  /** The endpoint of the first zone. */
  readonly endpoint: EndpointWorld;
  readonly otherEndpoint: EndpointWorld;
  /** The subnets that send traffic to the endpoints, one a zone. */
  readonly senders: readonly SubnetWorld[];
  readonly endpointSubnets: readonly SubnetWorld[];
  /** The route tables by name: `app-1`, `endpoint-1`, `edge`, `nat-1`, `tgw-1` and their twins of the second zone. */
  readonly tables: Map<string, Item>;
}

/** The appliances in an account of their own, or in the one of the endpoints. */
export type Accounts = 'one account' | 'two accounts';

const ZONES = ['use1-az1', 'use1-az2'];
const ANYWHERE = '0.0.0.0/0';

/** Web servers whose traffic with the internet is inspected both ways; the internet gateway has a route table. */
export function internetInspection(accounts: Accounts = 'two accounts'): InspectionEstate {
  const estate = startEstate(accounts, 'web-prod');
  const { consumer, consumerVpc, senders, endpointSubnets, tables } = estate;
  const gateway = internetGateway(consumerVpc);
  addWorkloads(consumer, consumerVpc, senders, 'web');
  estate.endpoints.forEach((endpoint, i) => {
    const [app, own] = [at(senders, i), at(endpointSubnets, i)];
    tables.set(
      `app-${i + 1}`,
      addRouteTable(consumer, consumerVpc, `app-${i + 1}`, [app], [route(ANYWHERE, endpoint.id)]),
    );
    tables.set(
      `endpoint-${i + 1}`,
      addRouteTable(consumer, consumerVpc, `endpoint-${i + 1}`, [own], [route(ANYWHERE, gateway)]),
    );
  });
  const back = senders.map((subnet, i) => route(subnet.cidr, at(estate.endpoints, i).id));
  tables.set('edge', addEdgeTable(consumer, consumerVpc, gateway, back));
  return estate;
}

/** Servers without public addresses: what they send is inspected first and leaves through a NAT gateway of their zone. */
export function natInspection(accounts: Accounts = 'two accounts'): InspectionEstate {
  const estate = startEstate(accounts, 'batch-prod');
  const { consumer, consumerVpc, senders, endpointSubnets, tables } = estate;
  const gateway = internetGateway(consumerVpc);
  addWorkloads(consumer, consumerVpc, senders, 'batch');
  const natSubnets = addSubnets(consumer, consumerVpc, { zoneIds: ZONES, tier: 'nat', firstNet: 201 });
  estate.endpoints.forEach((endpoint, i) => {
    const [app, own, nat] = [at(senders, i), at(endpointSubnets, i), at(natSubnets, i)];
    const natId = addNatGateway(consumer, consumerVpc, nat);
    tables.set(
      `app-${i + 1}`,
      addRouteTable(consumer, consumerVpc, `app-${i + 1}`, [app], [route(ANYWHERE, endpoint.id)]),
    );
    tables.set(
      `endpoint-${i + 1}`,
      addRouteTable(consumer, consumerVpc, `endpoint-${i + 1}`, [own], [route(ANYWHERE, natId)]),
    );
    const routes = [route(ANYWHERE, gateway), route(app.cidr, endpoint.id)];
    tables.set(`nat-${i + 1}`, addRouteTable(consumer, consumerVpc, `nat-${i + 1}`, [nat], routes));
  });
  return estate;
}

/** The parts of a transit gateway and of the VPCs that it joins. */
export interface TransitEstate extends InspectionEstate {
  readonly transitGatewayId: string;
  /** The attachment of the inspection VPC. */
  readonly attachment: Item;
  /** The routes that spokes follow before inspection. */
  readonly spokeRoutes: Item[];
}

/** Two VPCs that talk through an inspection VPC: the transit gateway sends everything there first, in appliance mode. */
export function eastWestInspection(accounts: Accounts = 'two accounts'): TransitEstate {
  const estate = startEstate(accounts, 'inspection');
  const { consumer, consumerVpc, senders, endpointSubnets, tables } = estate;
  const transitGatewayId = awsId('tgw', consumer.account);
  estate.endpoints.forEach((endpoint, i) => {
    const [sender, own] = [at(senders, i), at(endpointSubnets, i)];
    tables.set(
      `tgw-${i + 1}`,
      addRouteTable(consumer, consumerVpc, `tgw-${i + 1}`, [sender], [route(ANYWHERE, endpoint.id)]),
    );
    tables.set(
      `endpoint-${i + 1}`,
      addRouteTable(consumer, consumerVpc, `endpoint-${i + 1}`, [own], [route('10.0.0.0/8', transitGatewayId)]),
    );
  });
  const spokes = [
    addVpc(consumer, { name: 'spoke-a', cidr: '10.31.0.0/16', zoneIds: ZONES }),
    addVpc(consumer, { name: 'spoke-b', cidr: '10.32.0.0/16', zoneIds: ZONES }),
  ];
  const attachment = attach(consumer, consumerVpc, senders, transitGatewayId, 'enable');
  const spokeAttachments = spokes.map((vpc) => {
    (vpc.routeTable['Routes'] as Item[]).push(route(ANYWHERE, transitGatewayId));
    return attach(consumer, vpc, vpc.subnets, transitGatewayId, 'disable');
  });
  const spokeRoutes = [transitRoute(ANYWHERE, attachment, 'static')];
  const inspectedRoutes = spokes.map((vpc, i) => transitRoute(vpc.cidr, at(spokeAttachments, i), 'propagated'));
  const before = addTransitTable(consumer, transitGatewayId, 'spokes', spokeRoutes);
  const after = addTransitTable(consumer, transitGatewayId, 'inspected', inspectedRoutes);
  associate(consumer, after, attachment);
  associate(consumer, before, ...spokeAttachments);
  return { ...estate, transitGatewayId, attachment, spokeRoutes };
}

/** The healthy estates by what they show, each in one account and in two. */
export const INSPECTION_ESTATES: Readonly<Record<string, (accounts: Accounts) => InspectionEstate>> = {
  'internet inspection': internetInspection,
  'inspection before NAT gateways': natInspection,
  'inspection between VPCs of a transit gateway': eastWestInspection,
};

interface StartedEstate extends InspectionEstate {
  readonly endpoints: readonly EndpointWorld[];
}

/** The VPC with its senders' and endpoints' subnets, the appliances, and an endpoint a zone. */
function startEstate(accounts: Accounts, name: string): StartedEstate {
  const world = createWorld();
  const consumer = addScope(world, { account: ACCOUNTS.consumer, profiles: ['consumer'] });
  const provider =
    accounts === 'one account' ? consumer : addScope(world, { account: ACCOUNTS.provider, profiles: ['provider'] });
  const consumerVpc = addVpc(consumer, { name, cidr: '10.20.0.0/16', zoneIds: ZONES });
  const providerVpc = addVpc(provider, { name: 'appliances', cidr: '10.70.0.0/16', zoneIds: ZONES });
  const endpointSubnets = addSubnets(consumer, consumerVpc, { zoneIds: ZONES, tier: 'endpoints', firstNet: 101 });
  const service = addApplianceService(provider, providerVpc, {
    name: 'firewall',
    principals: provider === consumer ? [] : [`arn:aws:iam::${CONSUMER}:root`],
    acceptanceRequired: provider !== consumer,
    tags: { owner: 'team-security' },
  });
  const endpoints = endpointSubnets.map((subnet, i) =>
    addApplianceEndpoint(consumer, consumerVpc, service, {
      name: `firewall-${i + 1}`,
      subnet,
      tags: { owner: 'team-network' },
    }),
  );
  return {
    world,
    consumer,
    provider,
    consumerVpc,
    providerVpc,
    service,
    endpoint: at(endpoints, 0),
    otherEndpoint: at(endpoints, 1),
    endpoints,
    senders: consumerVpc.subnets,
    endpointSubnets,
    tables: new Map(),
  };
}

function addWorkloads(scope: ScopeWorld, vpc: VpcWorld, subnets: readonly SubnetWorld[], name: string): void {
  subnets.forEach((subnet, i) => {
    const description = `${name} server ${i + 1}`;
    addInterface(scope, vpc, subnet, { host: 20, groupIds: [vpc.defaultGroupId], description });
  });
}

/** A route as the API answers it; the target's id says what kind it is. */
export function route(destination: string, target: string): Item {
  const field = target.startsWith('nat-')
    ? 'NatGatewayId'
    : target.startsWith('tgw-')
      ? 'TransitGatewayId'
      : target.startsWith('pcx-')
        ? 'VpcPeeringConnectionId'
        : target.startsWith('eigw-')
          ? 'EgressOnlyInternetGatewayId'
          : 'GatewayId';
  const place = destination.startsWith('pl-')
    ? 'DestinationPrefixListId'
    : destination.includes(':')
      ? 'DestinationIpv6CidrBlock'
      : 'DestinationCidrBlock';
  return { [place]: destination, [field]: target, Origin: 'CreateRoute', State: 'active' };
}

/** A route table for these subnets, which leave the one they had. */
export function addRouteTable(
  scope: ScopeWorld,
  vpc: VpcWorld,
  name: string,
  subnets: readonly SubnetWorld[],
  routes: readonly Item[],
): Item {
  const moved = new Set<Item[string] | undefined>(subnets.map(({ id }) => id));
  for (const table of scope.tables['ec2:DescribeRouteTables']) {
    table['Associations'] = (table['Associations'] as Item[]).filter((item) => !moved.has(item['SubnetId']));
  }
  const RouteTableId = awsId('rtb', vpc.id, name);
  const table: Item = {
    RouteTableId,
    VpcId: vpc.id,
    OwnerId: scope.account,
    Associations: subnets.map(({ id }) => ({
      RouteTableAssociationId: awsId('rtbassoc', id, name),
      RouteTableId,
      SubnetId: id,
      Main: false,
    })),
    Routes: [
      { DestinationCidrBlock: vpc.cidr, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
      ...routes,
    ],
    Tags: tagsOf({ Name: `${vpc.name}-${name}` }),
  };
  scope.tables['ec2:DescribeRouteTables'].push(table);
  return table;
}

/** The route table of a gateway: https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html. */
export function addEdgeTable(scope: ScopeWorld, vpc: VpcWorld, gateway: string, routes: readonly Item[]): Item {
  const table = addRouteTable(scope, vpc, 'edge', [], routes);
  (table['Associations'] as Item[]).push({
    RouteTableAssociationId: awsId('rtbassoc', gateway),
    RouteTableId: table['RouteTableId'] ?? '',
    GatewayId: gateway,
    Main: false,
  });
  return table;
}

export function internetGateway(vpc: VpcWorld): string {
  return awsId('igw', vpc.id);
}

/** @returns the NAT gateway's id */
export function addNatGateway(scope: ScopeWorld, vpc: VpcWorld, subnet: SubnetWorld): string {
  const NatGatewayId = awsId('nat', subnet.id);
  const NetworkInterfaceId = addInterface(scope, vpc, subnet, {
    host: 50,
    groupIds: [],
    description: `Interface for NAT Gateway ${NatGatewayId}`,
    type: 'nat_gateway',
    requesterManaged: true,
  });
  scope.tables['ec2:DescribeNatGateways'].push({
    NatGatewayId,
    State: 'available',
    VpcId: vpc.id,
    SubnetId: subnet.id,
    ConnectivityType: 'public',
    NatGatewayAddresses: [{ NetworkInterfaceId, PrivateIp: subnet.address(50), PublicIp: '198.51.100.10' }],
    Tags: [],
  });
  return NatGatewayId;
}

function attach(
  scope: ScopeWorld,
  vpc: VpcWorld,
  subnets: readonly SubnetWorld[],
  TransitGatewayId: string,
  ApplianceModeSupport: 'enable' | 'disable',
): Item {
  for (const subnet of subnets) {
    addInterface(scope, vpc, subnet, {
      host: 240,
      groupIds: [],
      description: `Network Interface for Transit Gateway Attachment ${awsId('tgw-attach', vpc.id)}`,
      type: 'transit_gateway',
      requesterManaged: true,
    });
  }
  const attachment: Item = {
    TransitGatewayAttachmentId: awsId('tgw-attach', vpc.id),
    TransitGatewayId,
    VpcId: vpc.id,
    VpcOwnerId: scope.account,
    State: 'available',
    SubnetIds: subnets.map(({ id }) => id),
    Options: {
      DnsSupport: 'enable',
      SecurityGroupReferencingSupport: 'enable',
      Ipv6Support: 'disable',
      ApplianceModeSupport,
    },
    Tags: [],
  };
  scope.tables['ec2:DescribeTransitGatewayVpcAttachments'].push(attachment);
  return attachment;
}

/** @returns the route table's id */
function addTransitTable(scope: ScopeWorld, TransitGatewayId: string, name: string, routes: Item[]): string {
  const TransitGatewayRouteTableId = awsId('tgw-rtb', TransitGatewayId, name);
  scope.tables['ec2:DescribeTransitGatewayRouteTables'].push({
    TransitGatewayRouteTableId,
    TransitGatewayId,
    State: 'available',
    DefaultAssociationRouteTable: false,
    DefaultPropagationRouteTable: false,
    Tags: tagsOf({ Name: name }),
  });
  scope.answers.push({
    operation: 'ec2:SearchTransitGatewayRoutes',
    params: { TransitGatewayRouteTableId },
    output: { Routes: routes, AdditionalRoutesAvailable: false },
  });
  return TransitGatewayRouteTableId;
}

/** A route of a transit gateway to an attachment. */
export function transitRoute(DestinationCidrBlock: string, attachment: Item, Type: 'static' | 'propagated'): Item {
  return {
    DestinationCidrBlock,
    TransitGatewayAttachments: [
      {
        ResourceId: attachment['VpcId'] ?? '',
        TransitGatewayAttachmentId: attachment['TransitGatewayAttachmentId'] ?? '',
        ResourceType: 'vpc',
      },
    ],
    Type,
    State: 'active',
  };
}

/** Which attachments' packets follow a route table. */
function associate(scope: ScopeWorld, TransitGatewayRouteTableId: string, ...attachments: readonly Item[]): void {
  scope.answers.push({
    operation: 'ec2:GetTransitGatewayRouteTableAssociations',
    params: { TransitGatewayRouteTableId },
    output: {
      Associations: attachments.map((item) => ({
        TransitGatewayAttachmentId: item['TransitGatewayAttachmentId'] ?? '',
        ResourceId: item['VpcId'] ?? '',
        ResourceType: 'vpc',
        State: 'associated',
      })),
    },
  });
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`The world has no part ${index}`);
  return item;
}
