import { addPrivateZone } from './dns.ts';
import { addAwsEndpoint, type EndpointWorld } from './endpoint.ts';
import { healthyEstate, ORGANIZATION_POLICY, type HealthyEstate } from './healthy.ts';
import { addVpc, addWorkload, groupItem, permission, type VpcWorld } from './network.ts';
import { awsId, textOf, type Item, type ScopeWorld } from './world.ts';

/* Clients outside the endpoint's VPC: over peering, over a transit gateway, and from the office. */

/** The healthy estate with a second VPC of the consumer's, whose workloads use the same endpoint. */
export interface RoutedEstate extends HealthyEstate {
  readonly spoke: VpcWorld;
  readonly spokeGroupId: string;
  /** A name of the endpoint that resolves everywhere. */
  readonly ownName: string;
}

export interface PeeredEstate extends RoutedEstate {
  readonly peering: Item;
}

export interface TransitEstate extends RoutedEstate {
  readonly gatewayId: string;
  readonly home: Item;
  readonly away: Item;
  readonly transitRoutes: Item[];
  readonly associations: Item[];
}

/** A route of a VPC's own table. */
export function addRoute(vpc: Pick<VpcWorld, 'routeTable'>, DestinationCidrBlock: string, target: Item): Item {
  const route: Item = { DestinationCidrBlock, Origin: 'CreateRoute', State: 'active', ...target };
  (vpc.routeTable['Routes'] as Item[]).push(route);
  return route;
}

/** The routes of a VPC's table without those to a destination. */
export function dropRoute(vpc: Pick<VpcWorld, 'routeTable'>, destination: string): void {
  vpc.routeTable['Routes'] = (vpc.routeTable['Routes'] as Item[]).filter(
    (route) => route['DestinationCidrBlock'] !== destination,
  );
}

/** A table of its own for one of a VPC's subnets. */
export function ownTable(scope: ScopeWorld, vpc: VpcWorld, subnetId: string, routes: readonly Item[]): void {
  const associations = vpc.routeTable['Associations'] as Item[];
  const own = associations.filter((item) => item['SubnetId'] === subnetId);
  vpc.routeTable['Associations'] = associations.filter((item) => item['SubnetId'] !== subnetId);
  scope.tables['ec2:DescribeRouteTables'].push({
    ...vpc.routeTable,
    RouteTableId: awsId('rtb', subnetId),
    Associations: own,
    Routes: [...routes],
  });
}

/** The route that each table has for the VPC’s own addresses. */
export function local(cidr: string): Item {
  return { DestinationCidrBlock: cidr, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' };
}

/** An active peering connection, seen by its account. */
export function addPeering(scope: ScopeWorld, one: VpcWorld, other: VpcWorld, region = scope.region): Item {
  const side = (vpc: VpcWorld, Region: string): Item => ({
    VpcId: vpc.id,
    OwnerId: scope.account,
    Region,
    CidrBlock: vpc.cidr,
    CidrBlockSet: [{ CidrBlock: vpc.cidr }],
  });
  const peering: Item = {
    VpcPeeringConnectionId: awsId('pcx', one.id, other.id),
    RequesterVpcInfo: side(one, scope.region),
    AccepterVpcInfo: side(other, region),
    Status: { Code: 'active', Message: 'Active' },
    Tags: [],
  };
  scope.tables['ec2:DescribeVpcPeeringConnections'].push(peering);
  return peering;
}

function withSpoke(): RoutedEstate {
  const estate = healthyEstate();
  const { consumer, endpointGroupId, service, provider, consumerVpc, endpoint } = estate;
  const spoke = addVpc(consumer, { name: 'batch-prod', cidr: '10.30.0.0/16', zoneIds: ['use1-az1', 'use1-az2'] });
  const spokeGroupId = addWorkload(consumer, spoke, 'batch');
  groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(443, consumerVpc.cidr, spoke.cidr)];
  if (service.loadBalancerGroupId !== undefined) {
    groupItem(provider, service.loadBalancerGroupId)['IpPermissions'] = [permission(443, consumerVpc.cidr, spoke.cidr)];
  }
  const [first] = endpoint.raw['DnsEntries'] as Item[];
  return { ...estate, spoke, spokeGroupId, ownName: textOf(first, 'DnsName') };
}

/** The second VPC is peered with the endpoint's, with routes both ways. */
export function peeredEstate(): PeeredEstate {
  const estate = withSpoke();
  const { consumer, consumerVpc, spoke } = estate;
  const peering = addPeering(consumer, consumerVpc, spoke);
  const target = { VpcPeeringConnectionId: peering['VpcPeeringConnectionId'] ?? '' };
  addRoute(spoke, consumerVpc.cidr, target);
  addRoute(consumerVpc, spoke.cidr, target);
  return { ...estate, peering };
}

/** The second VPC is peered with nobody. */
export function apartEstate(): RoutedEstate {
  return withSpoke();
}

/** Both VPCs are attached to a transit gateway of the account, in both zones, and propagate to its one route table. */
export function transitEstate(): TransitEstate {
  const estate = withSpoke();
  const { consumer, consumerVpc, spoke } = estate;
  const gatewayId = awsId('tgw', consumer.account);
  const tableId = awsId('tgw-rtb', consumer.account);
  const attach = (vpc: VpcWorld): Item => {
    const attachment: Item = {
      TransitGatewayAttachmentId: awsId('tgw-attach', vpc.id),
      TransitGatewayId: gatewayId,
      VpcId: vpc.id,
      VpcOwnerId: consumer.account,
      State: 'available',
      SubnetIds: vpc.subnets.map((subnet) => subnet.id),
      Options: { DnsSupport: 'enable', SecurityGroupReferencingSupport: 'enable', ApplianceModeSupport: 'disable' },
      Tags: [],
    };
    consumer.tables['ec2:DescribeTransitGatewayVpcAttachments'].push(attachment);
    return attachment;
  };
  const [home, away] = [attach(consumerVpc), attach(spoke)];
  consumer.tables['ec2:DescribeTransitGatewayRouteTables'].push({
    TransitGatewayRouteTableId: tableId,
    TransitGatewayId: gatewayId,
    State: 'available',
    DefaultAssociationRouteTable: true,
    DefaultPropagationRouteTable: true,
  });
  const params = { TransitGatewayRouteTableId: tableId };
  const ends = [
    { vpc: consumerVpc, attachment: home },
    { vpc: spoke, attachment: away },
  ].map(({ vpc, attachment }) => ({
    cidr: vpc.cidr,
    end: {
      TransitGatewayAttachmentId: attachment['TransitGatewayAttachmentId'] ?? '',
      ResourceId: vpc.id,
      ResourceType: 'vpc',
    },
  }));
  const transitRoutes = ends.map(({ cidr, end }): Item => ({
    DestinationCidrBlock: cidr,
    TransitGatewayAttachments: [end],
    Type: 'propagated',
    State: 'active',
  }));
  const associations = ends.map(({ end }): Item => ({ ...end, State: 'associated' }));
  consumer.answers.push(
    { operation: 'ec2:SearchTransitGatewayRoutes', params, output: { Routes: transitRoutes } },
    { operation: 'ec2:GetTransitGatewayRouteTableAssociations', params, output: { Associations: associations } },
  );
  addRoute(spoke, '10.0.0.0/8', { TransitGatewayId: gatewayId });
  addRoute(consumerVpc, spoke.cidr, { TransitGatewayId: gatewayId });
  return { ...estate, gatewayId, home, away, transitRoutes, associations };
}

export interface CentralEstate extends TransitEstate {
  /** An endpoint for a service of AWS whose names a private zone gives to both VPCs. */
  readonly central: EndpointWorld;
  readonly sharedName: string;
}

/** AWS's own pattern of endpoints in a VPC for all: private DNS off, and a private zone with the service's name for each. */
export function centralEstate(): CentralEstate {
  const estate = transitEstate();
  const { consumer, consumerVpc, spoke, endpointGroupId, endpointSubnets } = estate;
  const central = addAwsEndpoint(consumer, consumerVpc, 'kms', {
    name: 'kms',
    groupIds: [endpointGroupId],
    subnets: endpointSubnets,
    policy: ORGANIZATION_POLICY,
    privateDns: false,
    tags: { owner: 'team-platform' },
  });
  const sharedName = 'kms.us-east-1.amazonaws.com';
  const [entry] = central.raw['DnsEntries'] as Item[];
  for (const vpc of [consumerVpc, spoke]) {
    addPrivateZone(consumer, vpc, sharedName, [{ name: sharedName, alias: textOf(entry, 'DnsName') }]);
  }
  return { ...estate, central, sharedName };
}

/** The address of a client in the office. */
export const OFFICE = '192.168.40.7';

/** An office behind a virtual private gateway, whose routes are propagated. */
export function officeEstate(): HealthyEstate {
  const estate = healthyEstate();
  const { consumer, consumerVpc, endpointGroupId, provider, service } = estate;
  const route = addRoute(consumerVpc, '192.168.0.0/16', { GatewayId: 'vgw-0a1b2c3d4e5f60718' });
  route['Origin'] = 'EnableVgwRoutePropagation';
  groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(443, consumerVpc.cidr, '192.168.0.0/16')];
  if (service.loadBalancerGroupId !== undefined) {
    groupItem(provider, service.loadBalancerGroupId)['IpPermissions'] = [
      permission(443, consumerVpc.cidr, '192.168.0.0/16'),
    ];
  }
  return estate;
}
