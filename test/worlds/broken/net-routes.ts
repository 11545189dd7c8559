import { healthyEstate, type HealthyEstate } from '../healthy.ts';
import { addVpc, type VpcWorld } from '../network.ts';
import {
  addPeering,
  addRoute,
  apartEstate,
  dropRoute,
  local,
  OFFICE,
  officeEstate,
  ownTable,
  peeredEstate,
  transitEstate,
  type PeeredEstate,
  type RoutedEstate,
  type TransitEstate,
} from '../routed.ts';
import { awsId, type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

/* Clients outside the endpoint's VPC whose packets or replies are lost, and those right beside them that get through. */

/** A task in the other VPC's first zone. */
function fromTask({ spoke, ownName }: RoutedEstate): readonly string[] {
  return ['--source', spoke.subnets[0]?.address(20) ?? '', '--name', ownName];
}

function fromSubnet({ spoke, ownName }: RoutedEstate): readonly string[] {
  return ['--source', spoke.subnets[0]?.id ?? '', '--name', ownName];
}

function fromVpc({ spoke, ownName }: RoutedEstate): readonly string[] {
  return ['--source', spoke.cidr, '--name', ownName];
}

function fromOffice(): readonly string[] {
  return ['--source', OFFICE];
}

/** The groups know the office, and the routes do not. */
function lostOfficeEstate(): HealthyEstate {
  const estate = officeEstate();
  dropRoute(estate.consumerVpc, '192.168.0.0/16');
  return estate;
}

/** A NAT gateway in a public subnet of the other VPC, where its default route leads. */
function publicNat({ consumer, spoke }: RoutedEstate): Item {
  const [, second] = spoke.subnets;
  const NatGatewayId = awsId('nat', spoke.id);
  consumer.tables['ec2:DescribeNatGateways'].push({
    NatGatewayId,
    VpcId: spoke.id,
    SubnetId: second?.id ?? '',
    State: 'available',
    ConnectivityType: 'public',
    NatGatewayAddresses: [],
  });
  ownTable(consumer, spoke, second?.id ?? '', [
    local(spoke.cidr),
    { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-0a1b2c3d4e5f60718', Origin: 'CreateRoute', State: 'active' },
  ]);
  return { NatGatewayId };
}

/** A third VPC that the other one is peered with as well. */
function thirdVpc({ consumer, spoke }: RoutedEstate): Item {
  const third = addVpc(consumer, { name: 'tools', cidr: '10.40.0.0/16', zoneIds: ['use1-az1'] });
  return { VpcPeeringConnectionId: addPeering(consumer, third, spoke)['VpcPeeringConnectionId'] ?? '' };
}

/** What an attachment to some transit gateway looks like. */
function attach({ consumer }: RoutedEstate, vpc: VpcWorld, TransitGatewayId: string): Item {
  const attachment: Item = {
    TransitGatewayAttachmentId: awsId('tgw-attach', vpc.id, TransitGatewayId),
    TransitGatewayId,
    VpcId: vpc.id,
    VpcOwnerId: consumer.account,
    State: 'available',
    SubnetIds: vpc.subnets.map(({ id }) => id),
  };
  consumer.tables['ec2:DescribeTransitGatewayVpcAttachments'].push(attachment);
  return attachment;
}

const BREAKS = { hop: 'source', effect: 'breaks', verdict: 'broken', owner: 'consumer' } as const;
const IMPAIRS = { hop: 'source', effect: 'impairs', verdict: 'degraded', owner: 'consumer' } as const;

function transitTable(estate: TransitEstate, cidr: string): Item | undefined {
  return estate.transitRoutes.find((route) => route['DestinationCidrBlock'] === cidr);
}

/** The zones as the consumer's account sees them, one of them in a state. */
function zones({ consumer, endpointSubnets }: HealthyEstate, zoneId: string, state: string): void {
  for (const subnet of endpointSubnets) {
    consumer.tables['ec2:DescribeAvailabilityZones'].push({
      ZoneName: subnet.zoneName,
      ZoneId: subnet.zoneId,
      RegionName: 'us-east-1',
      ZoneType: 'availability-zone',
      State: subnet.zoneId === zoneId ? state : 'available',
    });
  }
  if (endpointSubnets.some((subnet) => subnet.zoneId === zoneId)) return;
  consumer.tables['ec2:DescribeAvailabilityZones'].push({
    ZoneName: 'us-east-1f',
    ZoneId: zoneId,
    RegionName: 'us-east-1',
    ZoneType: 'availability-zone',
    State: state,
  });
}

export const NET_ROUTE_WORLDS: readonly BrokenWorld[] = [
  world<RoutedEstate>('PL-NET-005', {
    fault: 'the workload runs in a VPC that nothing joins with the endpoint’s',
    base: apartEstate,
    ...BREAKS,
    args: fromTask,
  }),
  world<RoutedEstate>('PL-NET-005', {
    fault: 'the workload’s VPC has a way to the internet alone',
    base: apartEstate,
    ...BREAKS,
    change: (estate) => {
      addRoute(estate.spoke, '0.0.0.0/0', publicNat(estate));
    },
    args: fromSubnet,
  }),
  world<RoutedEstate>('PL-NET-005', {
    fault: 'the two VPCs are attached to two transit gateways',
    base: apartEstate,
    ...BREAKS,
    change: (estate) => {
      attach(estate, estate.spoke, 'tgw-0a1b2c3d4e5f60718');
      attach(estate, estate.consumerVpc, 'tgw-0b1b2c3d4e5f60718');
    },
    args: fromTask,
  }),
  world<PeeredEstate>('PL-NET-005', {
    fault: 'the peering connection was deleted, and its routes are still there',
    base: peeredEstate,
    ...BREAKS,
    change: ({ peering }) => {
      peering['Status'] = { Code: 'deleted', Message: 'Deleted' };
    },
    args: fromTask,
  }),
  world<TransitEstate>('PL-NET-005', {
    fault: 'the endpoint’s VPC was detached from the transit gateway',
    base: transitEstate,
    ...BREAKS,
    change: ({ home }) => {
      home['State'] = 'deleting';
    },
    args: fromTask,
  }),
  world<PeeredEstate>('PL-NET-006', {
    fault: 'the client’s table has no route to the peered VPC',
    base: peeredEstate,
    ...BREAKS,
    change: ({ spoke, consumerVpc }) => {
      dropRoute(spoke, consumerVpc.cidr);
    },
    args: fromTask,
  }),
  world<PeeredEstate>('PL-NET-006', {
    fault: 'the endpoint’s table has no route back over the peering',
    base: peeredEstate,
    ...BREAKS,
    change: ({ spoke, consumerVpc }) => {
      dropRoute(consumerVpc, spoke.cidr);
    },
    args: fromSubnet,
  }),
  world<PeeredEstate>('PL-NET-006', {
    fault: 'a longer route of the client’s table has lost its target',
    base: peeredEstate,
    ...BREAKS,
    change: ({ spoke }) => {
      addRoute(spoke, '10.20.100.0/22', {
        VpcPeeringConnectionId: 'pcx-0a1b2c3d4e5f60718',
        State: 'blackhole',
      });
    },
    args: fromTask,
  }),
  world<PeeredEstate>('PL-NET-006', {
    fault: 'a longer route of the client’s table leads to a peered third VPC',
    base: peeredEstate,
    ...BREAKS,
    change: (estate) => {
      addRoute(estate.spoke, '10.20.100.0/22', thirdVpc(estate));
    },
    args: fromTask,
  }),
  world<PeeredEstate>('PL-NET-006', {
    fault: 'a longer route of the client’s table leads to the internet by NAT',
    base: peeredEstate,
    ...BREAKS,
    change: (estate) => {
      addRoute(estate.spoke, '10.20.100.0/22', publicNat(estate));
    },
    args: fromTask,
  }),
  world<PeeredEstate>('PL-NET-006', {
    fault: 'one endpoint subnet has a table without the route back',
    base: peeredEstate,
    ...IMPAIRS,
    change: ({ consumer, consumerVpc, endpointSubnets }) => {
      ownTable(consumer, consumerVpc, endpointSubnets[0]?.id ?? '', [local(consumerVpc.cidr)]);
    },
    args: fromTask,
  }),
  world<PeeredEstate>('PL-NET-006', {
    fault: 'replies go back to half of the client’s subnet',
    base: peeredEstate,
    ...IMPAIRS,
    change: ({ peering, spoke, consumerVpc }) => {
      dropRoute(consumerVpc, spoke.cidr);
      addRoute(consumerVpc, '10.30.1.0/25', { VpcPeeringConnectionId: peering['VpcPeeringConnectionId'] ?? '' });
    },
    args: fromSubnet,
  }),
  world<TransitEstate>('PL-NET-006', {
    fault: 'the transit gateway has no route to the endpoint’s VPC',
    base: transitEstate,
    ...BREAKS,
    change: (estate) => {
      estate.transitRoutes.splice(0, 1);
    },
    args: fromTask,
  }),
  world<TransitEstate>('PL-NET-006', {
    fault: 'the transit gateway drops what is for the endpoint’s subnets',
    base: transitEstate,
    ...BREAKS,
    change: (estate) => {
      estate.transitRoutes.push({ DestinationCidrBlock: '10.20.96.0/20', Type: 'static', State: 'blackhole' });
    },
    args: fromTask,
  }),
  world<TransitEstate>('PL-NET-006', {
    fault: 'the client’s attachment lost its route table',
    base: transitEstate,
    ...BREAKS,
    change: (estate) => {
      estate.associations.splice(1, 1);
    },
    args: fromTask,
  }),
  world<TransitEstate>('PL-NET-006', {
    fault: 'the endpoint’s attachment is leaving its route table',
    base: transitEstate,
    ...BREAKS,
    change: ({ associations }) => {
      const [home] = associations;
      if (home !== undefined) home['State'] = 'disassociating';
    },
    args: fromTask,
  }),
  world<TransitEstate>('PL-NET-006', {
    fault: 'the client’s VPC has addresses of one of the endpoint’s subnets itself',
    base: transitEstate,
    ...IMPAIRS,
    change: ({ spoke }) => {
      addRoute(spoke, '10.20.101.0/24', { GatewayId: 'local' });
    },
    args: fromTask,
  }),
  world('PL-NET-006', {
    fault: 'replies to the office have no route',
    base: lostOfficeEstate,
    ...BREAKS,
    args: fromOffice,
  }),
  world('PL-NET-006', {
    fault: 'replies to the office leave by the internet gateway',
    base: lostOfficeEstate,
    ...BREAKS,
    change: ({ consumerVpc }) => {
      addRoute(consumerVpc, '0.0.0.0/0', { GatewayId: 'igw-0a1b2c3d4e5f60718' });
    },
    args: fromOffice,
  }),
  world<TransitEstate>('PL-NET-012', {
    fault: 'the client’s zone has no attachment',
    base: transitEstate,
    ...BREAKS,
    change: ({ away, spoke }) => {
      away['SubnetIds'] = [spoke.subnets[1]?.id ?? ''];
    },
    args: fromTask,
  }),
  world<TransitEstate>('PL-NET-012', {
    fault: 'one of the endpoint’s zones has no attachment for its replies',
    base: transitEstate,
    ...IMPAIRS,
    change: ({ home, consumerVpc }) => {
      home['SubnetIds'] = [consumerVpc.subnets[1]?.id ?? ''];
    },
    args: fromTask,
  }),
  world<TransitEstate>('PL-NET-012', {
    fault: 'one of the client’s two zones has no attachment',
    base: transitEstate,
    ...IMPAIRS,
    change: ({ away, spoke }) => {
      away['SubnetIds'] = [spoke.subnets[1]?.id ?? ''];
    },
    args: fromVpc,
  }),
  ...['impaired', 'unavailable', 'constrained'].map((state) =>
    world('PL-NET-010', {
      fault: `AWS reports a zone of the endpoint as ${state}`,
      says: 'AWS reports use1-az2',
      hop: 'endpoint',
      effect: 'impairs',
      verdict: 'degraded',
      owner: 'aws',
      change: (estate) => {
        zones(estate, 'use1-az2', state);
      },
    }),
  ),
];

export const NET_ROUTE_SOUND: readonly SoundWorld[] = [
  sound<PeeredEstate>('PL-NET-005', {
    what: 'the VPCs are peered',
    base: peeredEstate,
    args: fromTask,
  }),
  sound<PeeredEstate>('PL-NET-005', {
    what: 'the VPCs are peered, and routes are missing',
    base: peeredEstate,
    verdict: 'broken',
    change: ({ spoke, consumerVpc }) => {
      dropRoute(spoke, consumerVpc.cidr);
    },
    args: fromTask,
  }),
  sound<TransitEstate>('PL-NET-005', {
    what: 'the VPCs have one transit gateway, and routes are missing',
    base: transitEstate,
    verdict: 'broken',
    change: ({ spoke }) => {
      dropRoute(spoke, '10.0.0.0/8');
    },
    args: fromTask,
  }),
  sound<RoutedEstate>('PL-NET-005', {
    what: 'a virtual private gateway may lead to the endpoint’s VPC, though nothing leads back',
    base: apartEstate,
    verdict: 'broken',
    change: ({ spoke }) => {
      addRoute(spoke, '10.0.0.0/8', { GatewayId: 'vgw-0a1b2c3d4e5f60718' });
    },
    args: fromTask,
  }),
  sound<RoutedEstate>('PL-NET-005', {
    what: 'there is no route, and the peerings were not readable',
    lacks: 'ec2:DescribeVpcPeeringConnections',
    base: apartEstate,
    verdict: 'broken',
    denied: 'ec2:DescribeVpcPeeringConnections',
    args: fromTask,
  }),
  sound<RoutedEstate>('PL-NET-005', {
    what: 'there is no route, and the attachments were not readable',
    lacks: 'ec2:DescribeTransitGatewayVpcAttachments',
    base: apartEstate,
    verdict: 'broken',
    denied: 'ec2:DescribeTransitGatewayVpcAttachments',
    args: fromTask,
  }),
  sound('PL-NET-005', {
    what: 'the client is in the endpoint’s VPC',
    args: ({ consumerVpc }) => ['--source', consumerVpc.subnets[0]?.address(20) ?? ''],
  }),
  sound('PL-NET-005', { what: 'no client was named' }),
  sound('PL-NET-005', {
    what: 'the client is in the office',
    base: officeEstate,
    verdict: 'unknown',
    args: fromOffice,
  }),
  sound<PeeredEstate>('PL-NET-006', {
    what: 'a shorter route of the client’s table has lost its target',
    base: peeredEstate,
    change: ({ spoke }) => {
      addRoute(spoke, '10.0.0.0/8', { TransitGatewayId: 'tgw-0a1b2c3d4e5f60718', State: 'blackhole' });
    },
    args: fromTask,
  }),
  sound<PeeredEstate>('PL-NET-006', {
    what: 'a longer route beside the endpoint’s addresses leads elsewhere',
    base: peeredEstate,
    change: ({ spoke }) => {
      addRoute(spoke, '10.20.96.0/22', { TransitGatewayId: 'tgw-0a1b2c3d4e5f60718', State: 'blackhole' });
    },
    args: fromTask,
  }),
  sound<PeeredEstate>('PL-NET-006', {
    what: 'a propagated route has the same destination as the one to the peering',
    base: peeredEstate,
    change: ({ spoke, consumerVpc }) => {
      (spoke.routeTable['Routes'] as Item[]).unshift({
        DestinationCidrBlock: consumerVpc.cidr,
        GatewayId: 'vgw-0a1b2c3d4e5f60718',
        Origin: 'EnableVgwRoutePropagation',
        State: 'active',
      });
    },
    args: fromTask,
  }),
  sound<PeeredEstate>('PL-NET-006', {
    what: 'the route to the peering is a prefix list’s',
    base: peeredEstate,
    change: ({ consumer, spoke, consumerVpc, peering }) => {
      dropRoute(spoke, consumerVpc.cidr);
      const PrefixListId = awsId('pl', 'shared');
      consumer.tables['ec2:DescribePrefixLists'].push({
        PrefixListId,
        PrefixListName: 'shared',
        Cidrs: ['10.20.0.0/16', '10.21.0.0/16'],
      });
      (spoke.routeTable['Routes'] as Item[]).push({
        DestinationPrefixListId: PrefixListId,
        VpcPeeringConnectionId: peering['VpcPeeringConnectionId'] ?? '',
        Origin: 'CreateRoute',
        State: 'active',
      });
    },
    args: fromTask,
  }),
  sound<PeeredEstate>('PL-NET-006', {
    what: 'the entries of a prefix list in the client’s table were not read',
    lacks: 'the entries of prefix list',
    base: peeredEstate,
    verdict: 'unknown',
    change: ({ spoke }) => {
      (spoke.routeTable['Routes'] as Item[]).push({
        DestinationPrefixListId: 'pl-0a1b2c3d4e5f60718',
        TransitGatewayId: 'tgw-0a1b2c3d4e5f60718',
        Origin: 'CreateRoute',
        State: 'active',
      });
    },
    args: fromTask,
  }),
  sound<PeeredEstate>('PL-NET-006', {
    what: 'an appliance stands between the peered VPCs',
    lacks: 'sends it',
    base: peeredEstate,
    verdict: 'unknown',
    change: ({ spoke }) => {
      addRoute(spoke, '10.20.100.0/22', { NetworkInterfaceId: 'eni-0a1b2c3d4e5f60718' });
    },
    args: fromTask,
  }),
  sound<PeeredEstate>('PL-NET-006', {
    what: 'a private NAT gateway gives the client another address',
    lacks: 'makes of the client’s address',
    base: peeredEstate,
    verdict: 'unknown',
    change: (estate) => {
      const { spoke, consumerVpc, peering } = estate;
      dropRoute(spoke, consumerVpc.cidr);
      const nat = publicNat(estate);
      const table = estate.consumer.tables['ec2:DescribeRouteTables'].at(-1);
      (table?.['Routes'] as Item[]).push({
        DestinationCidrBlock: consumerVpc.cidr,
        VpcPeeringConnectionId: peering['VpcPeeringConnectionId'] ?? '',
        Origin: 'CreateRoute',
        State: 'active',
      });
      addRoute(spoke, consumerVpc.cidr, nat);
    },
    args: fromTask,
  }),
  sound<TransitEstate>('PL-NET-006', {
    what: 'the transit gateway’s tables are another account’s',
    lacks: 'the owner of tgw-',
    base: transitEstate,
    verdict: 'unknown',
    change: ({ consumer }) => {
      consumer.tables['ec2:DescribeTransitGatewayRouteTables'].splice(0);
    },
    args: fromTask,
  }),
  sound<TransitEstate>('PL-NET-006', {
    what: 'the transit gateway sends it through an inspection VPC',
    lacks: 'the detour',
    base: transitEstate,
    verdict: 'unknown',
    change: (estate) => {
      const route = transitTable(estate, estate.consumerVpc.cidr);
      if (route === undefined) return;
      route['TransitGatewayAttachments'] = [
        { TransitGatewayAttachmentId: 'tgw-attach-0a1b', ResourceId: 'vpc-0a1b2c3d4e5f60718', ResourceType: 'vpc' },
      ];
    },
    args: fromTask,
  }),
  sound<TransitEstate>('PL-NET-006', {
    what: 'the attachment’s subnet hands it to a firewall',
    lacks: 'hands it on',
    base: transitEstate,
    verdict: 'unknown',
    change: ({ consumer, consumerVpc }) => {
      ownTable(consumer, consumerVpc, consumerVpc.subnets[0]?.id ?? '', [
        local(consumerVpc.cidr),
        {
          DestinationCidrBlock: '10.20.101.0/24',
          GatewayId: 'vpce-0a1b2c3d4e5f60718',
          Origin: 'CreateRoute',
          State: 'active',
        },
      ]);
    },
    args: fromTask,
  }),
  sound('PL-NET-006', {
    what: 'replies to the office go to a transit gateway',
    lacks: 'what lies behind tgw-',
    base: lostOfficeEstate,
    verdict: 'unknown',
    change: ({ consumer, consumerVpc }) => {
      const TransitGatewayId = 'tgw-0a1b2c3d4e5f60718';
      consumer.tables['ec2:DescribeTransitGatewayVpcAttachments'].push({
        TransitGatewayAttachmentId: awsId('tgw-attach', consumerVpc.id),
        TransitGatewayId,
        VpcId: consumerVpc.id,
        VpcOwnerId: consumer.account,
        State: 'available',
        SubnetIds: consumerVpc.subnets.map(({ id }) => id),
      });
      addRoute(consumerVpc, '0.0.0.0/0', { TransitGatewayId });
    },
    args: fromOffice,
  }),
  sound<TransitEstate>('PL-NET-012', {
    what: 'the client’s zone is the one that is attached',
    base: transitEstate,
    change: ({ away, spoke }) => {
      away['SubnetIds'] = [spoke.subnets[0]?.id ?? ''];
    },
    args: fromTask,
  }),
  sound<TransitEstate>('PL-NET-012', {
    what: 'another subnet of the client’s zone is attached',
    base: transitEstate,
    args: fromTask,
  }),
  sound<PeeredEstate>('PL-NET-012', {
    what: 'the attachment lacks the client’s zone, and its packets take a peering',
    base: peeredEstate,
    change: (estate) => {
      const attachment = attach(estate, estate.spoke, 'tgw-0a1b2c3d4e5f60718');
      attachment['SubnetIds'] = [estate.spoke.subnets[1]?.id ?? ''];
    },
    args: fromTask,
  }),
  ...['available', 'information'].map((state) =>
    sound('PL-NET-010', {
      what: `the zone is reported as ${state}`,
      change: (estate) => {
        zones(estate, 'use1-az2', state);
      },
    }),
  ),
  sound('PL-NET-010', {
    what: 'a zone that the endpoint is not in is impaired',
    change: (estate) => {
      zones(estate, 'use1-az6', 'impaired');
    },
  }),
  sound('PL-NET-010', {
    what: 'the zone is in a state that nobody knows',
    lacks: 'State of us-east-1e',
    verdict: 'unknown',
    change: (estate) => {
      zones(estate, 'use1-az2', 'resting');
    },
  }),
  sound('PL-NET-010', {
    what: 'the provider’s account sees trouble under another name of another zone',
    base: () => {
      const estate = healthyEstate();
      estate.provider.tables['ec2:DescribeAvailabilityZones'].push({
        ZoneName: 'us-east-1a',
        ZoneId: 'use1-az5',
        RegionName: 'us-east-1',
        State: 'impaired',
      });
      return estate;
    },
  }),
];
