import { healthyEstate, type HealthyEstate } from '../healthy.ts';
import { resourceEstate, type ResourceEstate } from '../lattice.ts';
import { addGroup, addInterface, groupItem, permission, type SubnetWorld } from '../network.ts';
import { addRoute, dropRoute, local, ownTable } from '../routed.ts';
import { textOf, type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';
import { databaseRules, gatewayAddresses } from './lattice-changes.ts';

/*
 * Routes inside the endpoint's own VPC: a table may send another subnet's addresses to an appliance, by a route longer than
 * the local one or in its place (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html). Where the
 * appliance is gone, they are dropped.
 */

type Inside = Pick<HealthyEstate, 'consumer' | 'consumerVpc' | 'endpointSubnets'>;

const GONE: Item = { NetworkInterfaceId: 'eni-0a1b2c3d4e5f60718', State: 'blackhole' };
const APPLIANCE: Item = { NetworkInterfaceId: 'eni-0a1b2c3d4e5f60718', State: 'active' };
const FIREWALL: Item = { GatewayId: 'vpce-0f1b2c3d4e5f60718', State: 'active' };

function to(DestinationCidrBlock: string, target: Item): Item {
  return { DestinationCidrBlock, Origin: 'CreateRoute', ...target };
}

function subnetOf({ consumerVpc }: Inside, at: number): SubnetWorld {
  const subnet = consumerVpc.subnets[at];
  if (subnet === undefined) throw new Error('The estate has too few subnets');
  return subnet;
}

/** The subnets get a table of their own that sends the addresses to a target, and the rest of the VPC's inside. */
function divert(estate: Inside, subnets: readonly SubnetWorld[], cidrs: readonly string[], target: Item): void {
  const { consumer, consumerVpc } = estate;
  for (const { id } of subnets) {
    ownTable(consumer, consumerVpc, id, [local(consumerVpc.cidr), ...cidrs.map((cidr) => to(cidr, target))]);
  }
}

function cidrsOf(subnets: readonly SubnetWorld[]): readonly string[] {
  return subnets.map(({ cidr }) => cidr);
}

/** What all clients send to so many of the endpoint's subnets goes to the target. */
function fromClients(count: number, target: Item): (estate: Inside) => void {
  return (estate) => {
    divert(estate, estate.consumerVpc.subnets.slice(0, 2), cidrsOf(estate.endpointSubnets.slice(0, count)), target);
  };
}

/** What so many of the endpoint's subnets send to the clients goes to the target. */
function fromEndpoint(count: number, target: Item): (estate: Inside) => void {
  return (estate) => {
    divert(estate, estate.endpointSubnets.slice(0, count), cidrsOf(estate.consumerVpc.subnets.slice(0, 2)), target);
  };
}

/** The local route of every subnet leads to the target instead. */
function instead(target: Item): (estate: Inside) => void {
  return ({ consumerVpc }) => {
    dropRoute(consumerVpc, consumerVpc.cidr);
    addRoute(consumerVpc, consumerVpc.cidr, target);
  };
}

/** A task in the first of the clients' subnets. */
function fromTask(estate: Inside): readonly string[] {
  return ['--source', subnetOf(estate, 0).address(20)];
}

function fromSubnet(estate: Inside): readonly string[] {
  return ['--source', subnetOf(estate, 0).id];
}

/** A client right beside the endpoint's first interface. */
function besideEndpoint(): HealthyEstate {
  const estate = healthyEstate();
  const { consumer, consumerVpc, endpointSubnets, workloadGroupId } = estate;
  const [subnet] = endpointSubnets;
  if (subnet === undefined) throw new Error('The estate has no subnet');
  addInterface(consumer, consumerVpc, subnet, { host: 20, groupIds: [workloadGroupId], description: 'orders task' });
  return estate;
}

function fromBeside({ endpointSubnets }: Inside): readonly string[] {
  return ['--source', endpointSubnets[0]?.address(20) ?? ''];
}

/** A fault in the healthy estate, made by what takes any estate. */
function faulty(rule: string, given: Parameters<typeof world<HealthyEstate>>[1]): BrokenWorld {
  return world(rule, given);
}

function harmless(rule: string, given: Parameters<typeof sound<HealthyEstate>>[1]): SoundWorld {
  return sound(rule, given);
}

const BREAKS = { hop: 'source', effect: 'breaks', verdict: 'broken', owner: 'consumer' } as const;
const IMPAIRS = { hop: 'source', effect: 'impairs', verdict: 'degraded', owner: 'consumer' } as const;
const SUSPECTED = {
  hop: 'network-acl',
  effect: 'breaks',
  verdict: 'degraded',
  owner: 'consumer',
  suspected: true,
} as const;

export const INSIDE_ROUTE_WORLDS: readonly BrokenWorld[] = [
  faulty('PL-NET-006', {
    fault: 'the appliance is gone to which the client’s table sends both of the endpoint’s subnets',
    ...BREAKS,
    change: fromClients(2, GONE),
    args: fromTask,
    says: ({ endpointSubnets }) => [`its route ${endpointSubnets[0]?.cidr ?? ''} → eni-0a1b2c3d4e5f60718 (blackhole)`],
  }),
  faulty('PL-NET-006', {
    fault: 'the same before an endpoint for a service of AWS, from a whole subnet',
    subject: 'awsEndpoint',
    ...BREAKS,
    change: fromClients(2, GONE),
    args: fromSubnet,
  }),
  world<ResourceEstate>('PL-NET-006', {
    fault: 'the same before a resource endpoint',
    base: resourceEstate,
    ...BREAKS,
    change: fromClients(2, GONE),
    args: fromTask,
  }),
  faulty('PL-NET-006', {
    fault: 'the appliance is gone to which the client’s table sends one of the endpoint’s subnets',
    ...IMPAIRS,
    change: fromClients(1, GONE),
    args: fromTask,
  }),
  faulty('PL-NET-006', {
    fault: 'the appliance is gone that stands in the place of the local route',
    ...BREAKS,
    change: instead(GONE),
    args: fromTask,
    says: 'Replies of',
  }),
  faulty('PL-NET-006', {
    fault: 'the endpoint’s subnets send replies to an appliance that is gone',
    ...BREAKS,
    change: fromEndpoint(2, GONE),
    args: fromTask,
    says: 'do not get back to',
  }),
  faulty('PL-NET-006', {
    fault: 'one of the endpoint’s subnets sends replies to an appliance that is gone',
    ...IMPAIRS,
    change: fromEndpoint(1, GONE),
    args: fromTask,
  }),
  faulty('PL-NET-006', {
    fault: 'the client beside one interface of the endpoint does not reach the other one',
    base: besideEndpoint,
    ...IMPAIRS,
    change: (estate) => {
      divert(estate, estate.endpointSubnets.slice(0, 1), cidrsOf(estate.endpointSubnets), GONE);
    },
    args: fromBeside,
  }),
  faulty('PL-NET-006', {
    fault: 'what every likely client sends to the endpoint’s subnets is dropped',
    ...SUSPECTED,
    change: fromClients(2, GONE),
    says: 'No source was given: clients elsewhere may still get through. Name one with --source.',
  }),
  faulty('PL-NET-006', {
    fault: 'replies to every likely client are dropped',
    subject: 'awsEndpoint',
    ...SUSPECTED,
    change: fromEndpoint(2, GONE),
  }),
  faulty('PL-NET-006', {
    fault: 'every likely client reaches one of the endpoint’s two subnets',
    ...IMPAIRS,
    hop: 'network-acl',
    change: fromClients(1, GONE),
  }),
  faulty('PL-SG-005', {
    fault: 'one likely client may call nobody, and what the other one sends is dropped',
    hop: 'endpoint-security-group',
    effect: 'breaks',
    verdict: 'degraded',
    owner: 'consumer',
    suspected: true,
    change: (estate) => {
      const { consumer, consumerVpc, endpointSubnets, workloadGroupId } = estate;
      groupItem(consumer, workloadGroupId)['IpPermissionsEgress'] = [];
      const groupId = addGroup(consumer, consumerVpc.id, 'batch', 'batch', []);
      const subnet = subnetOf(estate, 1);
      addInterface(consumer, consumerVpc, subnet, { host: 30, groupIds: [groupId], description: 'batch' });
      divert(estate, [subnet], cidrsOf(endpointSubnets), GONE);
    },
  }),
];

/** Those of the resource gateway, as the answer has them. */
function gatewaySubnets({ owner, gateway }: ResourceEstate): readonly Item[] {
  const ids = gateway.raw['subnetIds'] as string[];
  return owner.tables['ec2:DescribeSubnets'].filter((item) => ids.includes(textOf(item, 'SubnetId')));
}

/** So many of the gateway's subnets send what is for the database to a target. */
function fromGateway(count: number, target: Item): (estate: ResourceEstate) => void {
  return (estate) => {
    const { owner, resourceVpc } = estate;
    for (const subnet of gatewaySubnets(estate).slice(0, count)) {
      const routes = [local(resourceVpc.cidr), to(resourceVpc.subnets[0]?.cidr ?? '', target)];
      ownTable(owner, resourceVpc, textOf(subnet, 'SubnetId'), routes);
    }
  };
}

/** The database's subnet sends what is for so many of the gateway's subnets to a target. */
function fromDatabase(count: number, target: Item): (estate: ResourceEstate) => void {
  return (estate) => {
    const { owner, resourceVpc } = estate;
    const cidrs = gatewaySubnets(estate).map((subnet) => textOf(subnet, 'CidrBlock'));
    const routes = cidrs.slice(0, count).map((cidr) => to(cidr, target));
    ownTable(owner, resourceVpc, resourceVpc.subnets[0]?.id ?? '', [local(resourceVpc.cidr), ...routes]);
  };
}

const AT_RESOURCE = { hop: 'resource', owner: 'provider' } as const;

export const RESOURCE_ROUTE_WORLDS: readonly BrokenWorld[] = [
  world<ResourceEstate>('PL-RES-006', {
    fault: 'the resource gateway’s subnets send what is for the database to an appliance that is gone',
    base: resourceEstate,
    ...AT_RESOURCE,
    effect: 'breaks',
    verdict: 'broken',
    finding: { severity: 'critical', title: 'No route between resource gateway and resource' },
    change: fromGateway(2, GONE),
    says: 'do not reach each other',
  }),
  world<ResourceEstate>('PL-RES-006', {
    fault: 'one of the resource gateway’s subnets does so',
    base: resourceEstate,
    ...AT_RESOURCE,
    effect: 'impairs',
    verdict: 'degraded',
    finding: { severity: 'high' },
    change: fromGateway(1, GONE),
    says: '1 other interface of the gateway get through',
  }),
  world<ResourceEstate>('PL-RES-006', {
    fault: 'the database’s subnet sends its replies to an appliance that is gone',
    base: resourceEstate,
    ...AT_RESOURCE,
    effect: 'breaks',
    verdict: 'broken',
    change: fromDatabase(2, GONE),
  }),
  world<ResourceEstate>('PL-RES-006', {
    fault: 'one interface of the gateway is refused by a group, and routes lose what the other one sends',
    base: resourceEstate,
    ...AT_RESOURCE,
    effect: 'breaks',
    verdict: 'broken',
    change: (estate) => {
      databaseRules(estate, permission(5432, gatewayAddresses(estate)[0] ?? ''));
      fromGateway(1, GONE)(estate);
    },
  }),
];

export const RESOURCE_ROUTE_SOUND: readonly SoundWorld[] = [
  ...(
    [
      ['the gateway’s subnets send what is for the database to a firewall', fromGateway(2, FIREWALL)],
      ['the database’s subnet sends replies to a firewall', fromDatabase(1, FIREWALL)],
    ] as const
  ).map(([what, change]) =>
    sound<ResourceEstate>('PL-RES-006', {
      what,
      lacks: 'where vpce-0f1b2c3d4e5f60718 of',
      base: resourceEstate,
      verdict: 'unknown',
      change,
    }),
  ),
  sound<ResourceEstate>('PL-RES-006', {
    what: 'an appliance is gone that stood before another subnet than the database’s',
    base: resourceEstate,
    change: ({ resourceVpc }) => {
      addRoute(resourceVpc, resourceVpc.subnets[1]?.cidr ?? '', GONE);
    },
  }),
];

/** Routes that take nothing of what goes between the clients and the endpoint. */
const HARMLESS: readonly (readonly [string, (estate: Inside) => void])[] = [
  [
    'an appliance is gone that stood before the neighbouring subnet',
    (estate) => {
      divert(estate, [subnetOf(estate, 0)], cidrsOf([subnetOf(estate, 1)]), GONE);
    },
  ],
  [
    'an appliance is gone that stood before the half of the subnets that the endpoint is not in',
    (estate) => {
      const halves = estate.endpointSubnets.map(({ cidr }) => cidr.replace('.0/24', '.0/25'));
      divert(estate, estate.consumerVpc.subnets.slice(0, 2), halves, GONE);
    },
  ],
  [
    'a gone virtual private gateway propagates a part of the VPC, which the local route takes before it',
    (estate) => {
      const { consumerVpc, endpointSubnets } = estate;
      for (const { cidr } of [...endpointSubnets, ...consumerVpc.subnets]) {
        addRoute(consumerVpc, cidr, {
          GatewayId: 'vgw-0a1b2c3d4e5f60718',
          Origin: 'EnableVgwRoutePropagation',
          State: 'blackhole',
        });
      }
    },
  ],
  [
    'a route server advertises a part of the VPC, which the local route takes before it',
    (estate) => {
      for (const { cidr } of estate.endpointSubnets) {
        addRoute(estate.consumerVpc, cidr, { ...GONE, Origin: 'Advertisement' });
      }
    },
  ],
];

/** Ways that nobody can follow, with what is missed. */
const STRANGE: readonly (readonly [string, string, (estate: Inside) => void])[] = [
  ['an appliance stands before the endpoint’s subnets', 'where eni-0a1b2c3d4e5f60718 of', fromClients(2, APPLIANCE)],
  [
    'a firewall stands before one of the endpoint’s subnets',
    'where vpce-0f1b2c3d4e5f60718 of',
    fromClients(1, FIREWALL),
  ],
  ['a firewall stands before the clients', 'where vpce-0f1b2c3d4e5f60718 of', fromEndpoint(2, FIREWALL)],
  ['an appliance stands in the place of the local route', 'where eni-0a1b2c3d4e5f60718 of', instead(APPLIANCE)],
  [
    'the answer shows no route for the VPC’s own addresses',
    'the local route of',
    ({ consumerVpc }) => {
      dropRoute(consumerVpc, consumerVpc.cidr);
    },
  ],
];

export const INSIDE_ROUTE_SOUND: readonly SoundWorld[] = [
  ...HARMLESS.flatMap(([what, change]) => [
    harmless('PL-NET-006', { what, change, args: fromTask }),
    harmless('PL-NET-006', { what: `${what}, and no source is given`, change }),
  ]),
  ...STRANGE.flatMap(([what, lacks, change]) => [
    harmless('PL-NET-006', { what, lacks, verdict: 'unknown', change, args: fromTask }),
    harmless('PL-NET-006', { what: `${what}, and no source is given`, lacks, verdict: 'unknown', change }),
  ]),
  harmless('PL-NET-006', {
    what: 'a route for the endpoint’s first subnet lost its target, and the client is in that subnet',
    base: besideEndpoint,
    change: (estate) => {
      const [own] = estate.endpointSubnets;
      if (own !== undefined) divert(estate, [own], [own.cidr], GONE);
    },
    args: fromBeside,
  }),
  harmless('PL-NET-006', {
    what: 'what one likely client sends is dropped, and another one gets through',
    change: (estate) => {
      divert(estate, [subnetOf(estate, 0)], cidrsOf(estate.endpointSubnets), GONE);
    },
  }),
  harmless('PL-NET-006', {
    what: 'the route tables may not be read, from a client that was given',
    lacks: 'ec2:DescribeRouteTables',
    verdict: 'unknown',
    denied: 'ec2:DescribeRouteTables',
    args: fromTask,
  }),
  harmless('PL-NET-006', {
    what: 'the route tables may not be read, and no source is given',
    lacks: 'ec2:DescribeRouteTables',
    verdict: 'unknown',
    denied: 'ec2:DescribeRouteTables',
  }),
  harmless('PL-NET-006', {
    what: 'the prefix list of a gateway endpoint in the same table may not be read',
    denied: 'ec2:DescribePrefixLists',
    args: fromTask,
  }),
  harmless('PL-NET-006', {
    what: 'the entries of a prefix list that leads to a firewall were not read',
    lacks: 'the entries of prefix list pl-0a1b2c3d4e5f60718',
    verdict: 'unknown',
    change: ({ consumerVpc }) => {
      (consumerVpc.routeTable['Routes'] as Item[]).push({
        ...FIREWALL,
        DestinationPrefixListId: 'pl-0a1b2c3d4e5f60718',
        Origin: 'CreateRoute',
      });
    },
    args: fromTask,
  }),
];
