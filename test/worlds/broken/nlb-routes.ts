import { addPrivateZone } from '../dns.ts';
import type { HealthyEstate } from '../healthy.ts';
import { addVpc } from '../network.ts';
import { addRoute, addPeering } from '../routed.ts';
import { awsId, textOf, type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { health, sound, world } from './faults.ts';

/* Targets that are addresses outside the load balancer's VPC, and networks that are routed beside an endpoint. */

/** The service's targets are two machines in a data center. */
function inDataCenter(estate: HealthyEstate, state = 'unhealthy'): void {
  const { service } = estate;
  service.targetGroup['TargetType'] = 'ip';
  service.targetHealth.forEach((item, index) => {
    item['Target'] = { Id: `192.168.40.${index + 9}`, Port: 8443, AvailabilityZone: 'all' };
  });
  if (state === 'healthy') for (const item of service.targetHealth) item['TargetHealth'] = { State: 'healthy' };
  else health(service.targetHealth, state, 'Target.Timeout', 'Request timed out');
}

/** A table of its own for the first of the load balancer's subnets, with what its VPC keeps inside. */
function apart({ provider, providerVpc }: HealthyEstate): void {
  const associations = providerVpc.routeTable['Associations'] as Item[];
  const first = providerVpc.subnets[0]?.id;
  const own = associations.filter((item) => item['SubnetId'] === first);
  providerVpc.routeTable['Associations'] = associations.filter((item) => item['SubnetId'] !== first);
  provider.tables['ec2:DescribeRouteTables'].push({
    ...providerVpc.routeTable,
    RouteTableId: awsId('rtb', providerVpc.id, 'first'),
    Associations: own,
    Routes: [
      { DestinationCidrBlock: providerVpc.cidr, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
    ],
  });
}

const VPN = { GatewayId: 'vgw-0a1b2c3d4e5f60718' };

/** The two companies are peered, with routes both ways. */
function peered({ consumer, provider, consumerVpc, providerVpc }: HealthyEstate): Item {
  const peering = addPeering(consumer, consumerVpc, providerVpc);
  (peering['AccepterVpcInfo'] as Item)['OwnerId'] = provider.account;
  provider.tables['ec2:DescribeVpcPeeringConnections'].push(peering);
  const target = { VpcPeeringConnectionId: peering['VpcPeeringConnectionId'] ?? '' };
  addRoute(consumerVpc, providerVpc.cidr, target);
  addRoute(providerVpc, consumerVpc.cidr, target);
  return peering;
}

/** Both are attached to a transit gateway, with routes both ways. */
function transit({ consumer, provider, consumerVpc, providerVpc }: HealthyEstate): void {
  const TransitGatewayId = 'tgw-0a1b2c3d4e5f60718';
  for (const [scope, vpc, other] of [
    [consumer, consumerVpc, providerVpc],
    [provider, providerVpc, consumerVpc],
  ] as const) {
    scope.tables['ec2:DescribeTransitGatewayVpcAttachments'].push({
      TransitGatewayAttachmentId: awsId('tgw-attach', vpc.id),
      TransitGatewayId,
      VpcId: vpc.id,
      VpcOwnerId: scope.account,
      State: 'available',
      SubnetIds: vpc.subnets.map(({ id }) => id),
    });
    addRoute(vpc, other.cidr, { TransitGatewayId });
  }
}

/** The service's targets are two machines in other VPCs that the provider's is peered with, and are down. */
function inOtherVpcs(estate: HealthyEstate, ...names: readonly string[]): void {
  const { provider, providerVpc } = estate;
  inDataCenter(estate);
  for (const name of names) {
    const vpc = addVpc(provider, { name, cidr: '192.168.40.0/24', zoneIds: ['use1-az1'] });
    const peering = addPeering(provider, providerVpc, vpc);
    if (name !== names[0]) continue;
    addRoute(providerVpc, vpc.cidr, { VpcPeeringConnectionId: peering['VpcPeeringConnectionId'] ?? '' });
  }
}

export const NLB_ROUTE_WORLDS: readonly BrokenWorld[] = [
  world('PL-NLB-025', {
    fault: 'the load balancer’s subnets have no route to the data center',
    subject: 'service',
    hop: 'targets',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: (estate) => {
      inDataCenter(estate);
    },
  }),
  world('PL-NLB-025', {
    fault: 'the route to the data center has lost its target',
    hop: 'targets',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: (estate) => {
      inDataCenter(estate);
      addRoute(estate.providerVpc, '192.168.0.0/16', { ...VPN, State: 'blackhole' });
    },
  }),
];

export const NLB_ROUTE_SOUND: readonly SoundWorld[] = [
  sound('PL-NLB-025', {
    what: 'a peering leads to the VPC of the machines, and they are down',
    verdict: 'broken',
    change: (estate) => {
      inOtherVpcs(estate, 'machines');
    },
  }),
  sound('PL-NLB-025', {
    what: 'a peering leads to the VPC of a machine whose first health checks are not through',
    verdict: 'unknown',
    change: secondOutside,
  }),
  sound('PL-NLB-025', {
    what: 'two other VPCs have the addresses of the machines',
    verdict: 'broken',
    lacks: 'which of vpc-',
    change: (estate) => {
      inOtherVpcs(estate, 'machines', 'tests');
    },
  }),
  sound('PL-NLB-025', {
    what: 'the targets in the data center are healthy, so something leads there',
    change: (estate) => {
      inDataCenter(estate, 'healthy');
    },
  }),
  sound('PL-NLB-025', {
    what: 'a virtual private gateway leads to the data center, and its machines are down',
    lacks: 'what lies behind vgw-',
    verdict: 'broken',
    change: (estate) => {
      inDataCenter(estate);
      addRoute(estate.providerVpc, '192.168.0.0/16', VPN);
    },
  }),
  sound('PL-NLB-025', {
    what: 'the targets that are down are in the VPC',
    verdict: 'broken',
    change: ({ service }) => {
      health(service.targetHealth, 'unhealthy', 'Target.FailedHealthChecks', 'Health checks failed');
    },
  }),
];

/** The second of the targets is in a network of others, and AWS checks its health for the first time. */
function secondOutside(estate: HealthyEstate): void {
  const [first] = estate.service.targetHealth.map((item) => ({ ...item }));
  inOtherVpcs(estate, 'machines');
  health(estate.service.targetHealth, 'initial', 'Elb.InitialHealthChecking', 'Initial health checks in progress');
  estate.service.targetHealth.splice(0, 1, first ?? {});
}

export const NLB_ROUTE_PART: readonly BrokenWorld[] = [
  world('PL-NLB-025', {
    fault: 'one of the load balancer’s subnets has no route to the data center',
    hop: 'targets',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
    change: (estate) => {
      inDataCenter(estate, 'initial');
      addRoute(estate.providerVpc, '192.168.0.0/16', VPN);
      apart(estate);
    },
  }),
];

const BESIDE = { hop: 'endpoint', effect: 'exposure', verdict: 'healthy' } as const;

/** The workloads' table leads to the internet. */
function wayOut({ consumerVpc }: HealthyEstate, target: Item): void {
  addRoute(consumerVpc, '0.0.0.0/0', target);
}

function privateDnsOff({ awsEndpoint }: HealthyEstate): void {
  awsEndpoint.raw['PrivateDnsEnabled'] = false;
  awsEndpoint.raw['DnsEntries'] = (awsEndpoint.raw['DnsEntries'] as Item[]).filter((entry) =>
    textOf(entry, 'DnsName').includes('.vpce.'),
  );
}

const NAT = { NatGatewayId: 'nat-0a1b2c3d4e5f60718' };

export const ADV_ROUTE_WORLDS: readonly BrokenWorld[] = [
  world('PL-ADV-003', {
    fault: 'the two networks are peered as well',
    ...BESIDE,
    owner: 'both',
    change: (estate) => {
      peered(estate);
    },
  }),
  world('PL-ADV-003', {
    fault: 'the two networks have a transit gateway as well',
    ...BESIDE,
    owner: 'both',
    change: transit,
  }),
  ...[NAT, { GatewayId: 'igw-0a1b2c3d4e5f60718' }].map((target) =>
    world('PL-ADV-006', {
      fault: `private DNS is off where ${Object.values(target)[0] ?? ''} leads to the internet`,
      ...BESIDE,
      subject: 'awsEndpoint',
      owner: 'consumer',
      change: (estate) => {
        privateDnsOff(estate);
        wayOut(estate, target);
      },
    }),
  ),
  world('PL-ADV-006', {
    fault: 'private DNS is off, and a zone of the VPC holds another name than the service’s',
    ...BESIDE,
    subject: 'awsEndpoint',
    owner: 'consumer',
    change: (estate) => {
      privateDnsOff(estate);
      wayOut(estate, NAT);
      addPrivateZone(estate.consumer, estate.consumerVpc, 'corp.example', []);
    },
  }),
];

export const ADV_ROUTE_SOUND: readonly SoundWorld[] = [
  sound('PL-ADV-003', {
    what: 'a peering without the provider’s route',
    change: (estate) => {
      peered(estate);
      (estate.providerVpc.routeTable['Routes'] as Item[]).pop();
    },
  }),
  sound('PL-ADV-003', {
    what: 'a peering without the consumer’s route',
    change: (estate) => {
      peered(estate);
      (estate.consumerVpc.routeTable['Routes'] as Item[]).pop();
    },
  }),
  sound('PL-ADV-003', {
    what: 'a peering that nobody accepted',
    change: (estate) => {
      peered(estate)['Status'] = { Code: 'pending-acceptance', Message: 'Pending' };
    },
  }),
  sound('PL-ADV-003', {
    what: 'a peering whose route has lost its target',
    change: (estate) => {
      peered(estate);
      Object.assign((estate.consumerVpc.routeTable['Routes'] as Item[]).at(-1) ?? {}, { State: 'blackhole' });
    },
  }),
  sound('PL-ADV-006', {
    what: 'private DNS is off, and nothing leads to the internet',
    subject: 'awsEndpoint',
    change: privateDnsOff,
  }),
  sound('PL-ADV-006', {
    what: 'private DNS is on',
    subject: 'awsEndpoint',
    change: (estate) => {
      wayOut(estate, NAT);
    },
  }),
  sound('PL-ADV-006', {
    what: 'private DNS is off, and the way to the internet has lost its target',
    subject: 'awsEndpoint',
    change: (estate) => {
      privateDnsOff(estate);
      wayOut(estate, { ...NAT, State: 'blackhole' });
    },
  }),
  sound('PL-ADV-006', {
    what: 'private DNS is off, and a part of the internet is routed',
    subject: 'awsEndpoint',
    change: (estate) => {
      privateDnsOff(estate);
      addRoute(estate.consumerVpc, '128.0.0.0/1', NAT);
    },
  }),
  sound('PL-ADV-006', {
    what: 'private DNS is off for another company’s service',
    change: ({ endpoint, consumerVpc, service }) => {
      for (const item of [service.configuration, ...service.details.values()]) {
        delete item['PrivateDnsName'];
        delete item['PrivateDnsNames'];
        delete item['PrivateDnsNameConfiguration'];
        delete item['PrivateDnsNameVerificationState'];
      }
      endpoint.raw['PrivateDnsEnabled'] = false;
      endpoint.raw['DnsEntries'] = (endpoint.raw['DnsEntries'] as Item[]).filter((entry) =>
        textOf(entry, 'DnsName').includes('.vpce.'),
      );
      addRoute(consumerVpc, '0.0.0.0/0', NAT);
    },
  }),
  sound('PL-ADV-006', {
    what: 'private DNS is off, and a zone of the VPC holds the service’s name',
    subject: 'awsEndpoint',
    change: (estate) => {
      privateDnsOff(estate);
      wayOut(estate, NAT);
      addPrivateZone(estate.consumer, estate.consumerVpc, 'ecr.us-east-1.amazonaws.com', [
        {
          name: 'api.ecr.us-east-1.amazonaws.com',
          alias: textOf((estate.awsEndpoint.raw['DnsEntries'] as Item[])[0], 'DnsName'),
        },
      ]);
    },
  }),
  sound('PL-ADV-003', {
    what: 'nobody may read the consumer’s route tables',
    lacks: 'ec2:DescribeRouteTables',
    verdict: 'unknown',
    denied: 'ec2:DescribeRouteTables',
  }),
  sound('PL-ADV-003', {
    what: 'one side of a peering shows it: nobody may read the consumer’s',
    denied: 'ec2:DescribeVpcPeeringConnections',
  }),
  sound('PL-ADV-003', {
    what: 'nobody may read the consumer’s attachments, and the provider has none',
    denied: 'ec2:DescribeTransitGatewayVpcAttachments',
  }),
  sound('PL-ADV-003', {
    what: 'nobody may read the consumer’s attachments, and the provider has one',
    lacks: 'ec2:DescribeTransitGatewayVpcAttachments',
    denied: 'ec2:DescribeTransitGatewayVpcAttachments',
    change: transit,
  }),
];
