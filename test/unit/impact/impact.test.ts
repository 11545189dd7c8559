// What depends on a resource or a zone, how, and whether all of it does.
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../src/core/graph/build.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { selectSubjects } from '../../../src/core/subjects.ts';
import { CONSUMER, PROVIDER } from '../../worlds/healthy.ts';
import { resourceEstate } from '../../worlds/lattice.ts';
import { denied } from '../../worlds/unread.ts';
import { snapshotOf, textOf, type Item } from '../../worlds/world.ts';
import {
  affectedOf,
  answers,
  ask,
  askHealthy,
  balancerCrosses,
  extents,
  health,
  only,
  secondEndpoint,
} from './support.ts';

const healthy = askHealthy();
const { estate } = healthy;
const ENDPOINT = estate.endpoint.id;
const AWS_ENDPOINT = estate.awsEndpoint.id;
const SERVICE = estate.service.id;
const [az1, az2] = estate.endpointSubnets;
const [nlb1] = estate.providerVpc.subnets;
const [target1] = estate.service.targetHealth;
const aclOf = (account: string): string =>
  textOf(
    (account === CONSUMER ? estate.consumer : estate.provider).tables['ec2:DescribeNetworkAcls'][0],
    'NetworkAclId',
  );
const interfaceIn = (subnetId: string | undefined, description: string): string =>
  textOf(
    [estate.consumer, estate.provider]
      .flatMap((scope) => scope.tables['ec2:DescribeNetworkInterfaces'])
      .find((item) => item['SubnetId'] === subnetId && (item['Description'] as string).startsWith(description)),
    'NetworkInterfaceId',
  );
const targetsGroup = textOf(
  estate.provider.tables['ec2:DescribeSecurityGroups'].find((item) => item['GroupName'] === 'payments-targets'),
  'GroupId',
);
const prefixList = textOf(estate.consumer.tables['ec2:DescribePrefixLists'][0], 'PrefixListId');

const both = { [ENDPOINT]: 'all', [SERVICE]: 'all' };
const inPart = { [ENDPOINT]: 'part', [SERVICE]: 'part' };
const endpoints = (extent: string) => ({ [ENDPOINT]: extent, [AWS_ENDPOINT]: extent });

describe('every kind of id', () => {
  test.each<[string, string, Readonly<Record<string, string>>]>([
    ['vpc-endpoint', ENDPOINT, { [ENDPOINT]: 'all' }],
    ['endpoint-service', SERVICE, both],
    ['load-balancer', textOf(estate.service.loadBalancer, 'LoadBalancerArn'), both],
    ['listener', textOf(estate.service.listeners[0], 'ListenerArn'), both],
    ['target-group', textOf(estate.service.targetGroup, 'TargetGroupArn'), both],
    ['subnet', az1?.id ?? '', endpoints('part')],
    ['subnet', nlb1?.id ?? '', inPart],
    ['network-interface', interfaceIn(az1?.id, `VPC Endpoint Interface ${ENDPOINT}`), { [ENDPOINT]: 'part' }],
    ['network-interface', interfaceIn(nlb1?.id, 'ELB net/payments'), inPart],
    ['network-interface', interfaceIn(nlb1?.id, 'payments task'), inPart],
    ['security-group', estate.endpointGroupId, endpoints('all')],
    ['security-group', estate.service.loadBalancerGroupId ?? '', both],
    ['security-group', targetsGroup, both],
    ['network-acl', aclOf(CONSUMER), endpoints('all')],
    ['network-acl', aclOf(PROVIDER), both],
    ['vpc', estate.consumerVpc.id, { ...endpoints('all'), [estate.gateway.id]: 'all' }],
    ['vpc', estate.providerVpc.id, both],
    ['route-table', textOf(estate.consumerVpc.routeTable, 'RouteTableId'), { [estate.gateway.id]: 'all' }],
    ['prefix-list', prefixList, { [estate.gateway.id]: 'all' }],
    ['zone', 'use1-az1', { ...endpoints('part'), [SERVICE]: 'part' }],
  ])('%s %s', (kind, id, expected) => {
    const impact = healthy.impact(id);
    expect([impact.of.kind, impact.of.id]).toEqual([kind, id]);
    expect(extents(impact)).toEqual(expected);
    expect(impact.complete).toBe(true);
  });

  test('a service is known by its name, a load balancer and a target group by theirs', () => {
    expect(extents(healthy.impact(estate.service.serviceName))).toEqual(both);
    expect(healthy.impact('payments').affected).toHaveLength(2);
  });

  test('a target is known by its address', () => {
    const address = textOf(target1?.['Target'] as Item, 'Id');
    expect(extents(healthy.impact(address))).toEqual(inPart);
  });

  test('what a resource endpoint leads to: its configuration, its gateway, the gateway’s group', () => {
    const lattice = resourceEstate();
    const { impact } = ask(snapshotOf(lattice.world));
    const [gateway] = lattice.owner.tables['vpc-lattice:ListResourceGateways'];
    const [configuration] = lattice.owner.tables['vpc-lattice:ListResourceConfigurations'];
    const [group] = (gateway?.['securityGroupIds'] ?? []) as string[];
    for (const id of [textOf(gateway, 'id'), textOf(configuration, 'id'), group ?? '']) {
      expect([id, extents(impact(id))[lattice.endpoint.id]]).toEqual([id, 'all']);
    }
    const [subnet] = (gateway?.['subnetIds'] ?? []) as string[];
    expect(extents(impact(subnet ?? ''))[lattice.endpoint.id]).toBe('unknown');
  });

  test('is what a diagnosis of the id is about', () => {
    const inventory = buildInventory([healthy.snapshot]);
    for (const id of [aclOf(PROVIDER), prefixList, targetsGroup, 'use1-az2', az2?.id ?? '']) {
      const refs = selectSubjects(inventory, [id]).map((ref) => ref.id);
      expect(refs).toEqual(healthy.impact(id).affected.map((item) => item.id));
    }
  });
});

describe('how it depends', () => {
  test('is told as the way from one to the other', () => {
    const impact = healthy.impact(textOf(estate.service.targetGroup, 'TargetGroupArn'));
    const [way] = affectedOf(impact, ENDPOINT)?.ways ?? [];
    expect(way?.map(({ kind, name }) => [kind, name])).toEqual([
      ['vpc-endpoint', 'payments'],
      ['endpoint-service', 'payments'],
      ['load-balancer', 'payments'],
      ['listener', 'TCP:443'],
      ['target-group', 'payments'],
    ]);
  });

  test('comes with account, Region, VPC, state and verdict', () => {
    expect(affectedOf(healthy.impact(az1?.id ?? ''), ENDPOINT)).toMatchObject({
      kind: 'endpoint',
      name: 'payments',
      account: CONSUMER,
      region: 'us-east-1',
      vpcId: estate.consumerVpc.id,
      state: 'available',
      verdict: 'healthy',
      why: 'It goes on in use1-az2. use1-az1 has no way through its network interface.',
    });
  });

  test('one target of two: with cross-zone balancing both zones go on, without it the zone is lost', () => {
    const id = (asked: ReturnType<typeof askHealthy>): string =>
      `${textOf(asked.estate.service.targetGroup, 'TargetGroupArn')}#${textOf(target1?.['Target'] as Item, 'Id')}:8443`;
    const across = askHealthy((world) => {
      balancerCrosses(world, true);
    });
    expect(affectedOf(across.impact(id(across)), ENDPOINT)?.why).toBe('It goes on in use1-az1, use1-az2.');
    expect(affectedOf(healthy.impact(id(healthy)), ENDPOINT)?.why).toBe(
      'It goes on in use1-az2. use1-az1 has no healthy target.',
    );
  });

  test('what is broken now goes on nowhere, and stops all the same where nothing else is left', () => {
    const { impact } = askHealthy(({ consumer }) => {
      for (const group of consumer.tables['ec2:DescribeSecurityGroups']) group['IpPermissions'] = [];
    });
    const inZone = impact('use1-az1');
    expect(affectedOf(inZone, ENDPOINT)).toMatchObject({
      verdict: 'broken',
      extent: 'unknown',
      why: 'It does not work now: its diagnosis says what is broken, and that comes first.',
    });
    expect(affectedOf(inZone, SERVICE)).toMatchObject({ verdict: 'healthy', extent: 'part' });
    expect(affectedOf(impact(SERVICE), ENDPOINT)).toMatchObject({ verdict: 'broken', extent: 'all' });
  });

  test('the last healthy target: everything', () => {
    const asked = askHealthy((world) => {
      balancerCrosses(world, true);
      health(world, 'healthy', 'unhealthy');
    });
    const address = textOf(target1?.['Target'] as Item, 'Id');
    expect(extents(asked.impact(address))).toEqual(both);
  });

  test('one of two security groups: unknown, as nobody compares what the other lets through', () => {
    const asked = askHealthy(({ endpoint, workloadGroupId }) => {
      (endpoint.raw['Groups'] as Item[]).push({ GroupId: workloadGroupId, GroupName: 'orders-api' });
    });
    expect(extents(asked.impact(estate.endpointGroupId))[ENDPOINT]).toBe('unknown');
    expect(extents(asked.impact(estate.endpointGroupId))[AWS_ENDPOINT]).toBe('all');
  });

  test('one of two route tables that lead to a gateway endpoint: a part', () => {
    const asked = askHealthy(({ gateway, consumer, consumerVpc }) => {
      consumer.tables['ec2:DescribeRouteTables'].push({
        RouteTableId: 'rtb-0second',
        VpcId: consumerVpc.id,
        OwnerId: CONSUMER,
        Associations: [],
        Routes: [],
      });
      (gateway.raw['RouteTableIds'] as string[]).push('rtb-0second');
    });
    expect(affectedOf(asked.impact('rtb-0second'), estate.gateway.id)).toMatchObject({
      extent: 'part',
      why: `${textOf(estate.consumerVpc.routeTable, 'RouteTableId')} still leads to it.`,
    });
  });
});

describe('a zone', () => {
  test('is the same in accounts that call it by other names', () => {
    expect(az1?.zoneName).not.toBe(nlb1?.zoneName);
    expect(Object.keys(extents(healthy.impact('use1-az1')))).toEqual(expect.arrayContaining([ENDPOINT, SERVICE]));
  });

  test('by its name is refused, with the ids that it may mean', () => {
    expect(() => healthy.impact(nlb1?.zoneName ?? '')).toThrow(
      /is the name of a zone, which means another zone in each account; give its id: it is .*use1-az1 in account 444455556666/,
    );
  });

  test('that nothing is in is unknown', () => {
    expect(() => healthy.impact('euw1-az1')).toThrow(/euw1-az1 is the zone of no subnet and no service/);
  });

  test('may hold what was not read of the other side', () => {
    const { impact } = ask(only(healthy.snapshot, CONSUMER));
    const found = impact('use1-az1');
    expect(found.complete).toBe(false);
    expect(found.gaps).toContainEqual({
      operation: 'ec2:DescribeVpcEndpointServiceConfigurations',
      account: PROVIDER,
      region: 'us-east-1',
    });
    expect(extents(found)[ENDPOINT]).toBe('unknown');
    // Nothing of a security group is on the other side.
    expect(impact(estate.endpointGroupId).complete).toBe(true);
  });
});

describe('who only the provider knows', () => {
  const { impact } = ask(only(healthy.snapshot, PROVIDER));

  test('is there, not loaded, with its owner', () => {
    expect(affectedOf(impact(SERVICE), ENDPOINT)).toMatchObject({
      verdict: 'not-loaded',
      account: CONSUMER,
      state: 'available',
      extent: 'all',
    });
  });

  test('may be in any of the zones: what takes one of them is unknown', () => {
    expect(extents(impact('use1-az1'))).toEqual({ [ENDPOINT]: 'unknown', [SERVICE]: 'part' });
    expect(extents(impact(aclOf(PROVIDER)))).toEqual(both);
  });

  test('goes on where all zones do', () => {
    const asked = askHealthy((world) => {
      balancerCrosses(world, true);
    });
    const alone = ask(only(asked.snapshot, PROVIDER));
    expect(extents(alone.impact(textOf(target1?.['Target'] as Item, 'Id')))).toEqual(inPart);
  });

  test('goes on nowhere while its connection waits', () => {
    const asked = askHealthy((world) => {
      balancerCrosses(world, true);
      const { connection } = world.endpoint;
      if (connection !== undefined) connection['VpcEndpointState'] = 'pendingAcceptance';
    });
    const { impact: alone } = ask(only(asked.snapshot, PROVIDER));
    expect(affectedOf(alone(textOf(target1?.['Target'] as Item, 'Id')), ENDPOINT)).toMatchObject({
      extent: 'unknown',
      why: 'Its connection is not available now: nothing goes on over it.',
    });
    expect(affectedOf(alone(SERVICE), ENDPOINT)).toMatchObject({ extent: 'all' });
  });

  test('goes on as far as nobody knows where the state of its connection is missing', () => {
    const asked = askHealthy((world) => {
      balancerCrosses(world, true);
      if (world.endpoint.connection !== undefined) delete world.endpoint.connection['VpcEndpointState'];
    });
    const { impact: alone } = ask(only(asked.snapshot, PROVIDER));
    expect(affectedOf(alone(textOf(target1?.['Target'] as Item, 'Id')), ENDPOINT)).toMatchObject({
      extent: 'unknown',
      why: 'The state of its connection was not in the answer.',
    });
  });

  test('is not counted once its connection has ended', () => {
    const asked = askHealthy(({ endpoint }) => {
      if (endpoint.connection !== undefined) endpoint.connection['VpcEndpointState'] = 'rejected';
    });
    expect(extents(ask(only(asked.snapshot, PROVIDER)).impact(SERVICE))).toEqual({ [SERVICE]: 'all' });
  });
});

describe('the picture', () => {
  test.each([ENDPOINT, SERVICE, aclOf(PROVIDER), estate.endpointGroupId, az1?.id ?? '', 'use1-az1', prefixList])(
    'has every node that is named for %s, and the endpoints among them',
    (id) => {
      const impact = healthy.impact(id);
      const drawn = new Set(buildGraph(buildInventory([healthy.snapshot]), undefined).nodes.map((node) => node.id));
      expect(impact.nodes.filter((node) => !drawn.has(node))).toEqual([]);
      expect(impact.nodes).toEqual(expect.arrayContaining(impact.affected.map((item) => item.id)));
    },
  );

  test('shows the interface that goes with a subnet, and no other', () => {
    const { nodes } = healthy.impact(az1?.id ?? '');
    expect(nodes).toContain(interfaceIn(az1?.id, `VPC Endpoint Interface ${ENDPOINT}`));
    expect(nodes).not.toContain(interfaceIn(az2?.id, `VPC Endpoint Interface ${ENDPOINT}`));
  });

  test('has the consumers that were not loaded', () => {
    expect(ask(only(healthy.snapshot, PROVIDER)).impact(SERVICE).nodes).toContain(ENDPOINT);
  });
});

describe('what nothing depends on', () => {
  test('is told, when it was read', () => {
    const impact = healthy.impact(estate.workloadGroupId);
    expect(impact).toMatchObject({ affected: [], nodes: [], summary: 'Nothing that was read depends on it.' });
  });

  test('is not proved where something was not read', () => {
    const { impact } = ask(denied(healthy.snapshot, 'ec2:DescribeVpcEndpoints'));
    expect(impact(estate.workloadGroupId).summary).toBe(
      'Nothing that was read depends on it. Not everything was read that could depend on it.',
    );
  });

  test('an id that is nowhere is refused, with what to do', () => {
    expect(() => healthy.impact('sg-0nowhere')).toThrow(
      /sg-0nowhere is nowhere in what was loaded\. Check the id, and load the profile and Region/,
    );
  });
});

test('the summary counts who depends, and how much of it', () => {
  const asked = askHealthy((world) => {
    secondEndpoint(world, world.endpointSubnets.slice(0, 1));
  });
  expect(asked.impact('use1-az1').summary).toBe('3 endpoints and 1 service depend on it: 1 altogether, 3 in part.');
});

test('what was not read leaves the extent unknown', () => {
  const address = textOf(target1?.['Target'] as Item, 'Id');
  for (const operation of ['TargetGroupAttributes', 'LoadBalancerAttributes']) {
    const { impact } = ask(denied(healthy.snapshot, `elasticloadbalancing:Describe${operation}`));
    expect([operation, extents(impact(address))]).toEqual([operation, { [ENDPOINT]: 'unknown', [SERVICE]: 'unknown' }]);
  }
});

describe('what may hide something', () => {
  const whole = healthy.snapshot;

  test.each([
    ['a network ACL', 'ec2:DescribeNetworkAcls', aclOf(CONSUMER)],
    ['a security group', 'ec2:DescribeNetworkInterfaces', estate.endpointGroupId],
    ['a subnet', 'ec2:DescribeNetworkInterfaces', az1?.id ?? ''],
    ['a prefix list', 'ec2:DescribeSecurityGroups', prefixList],
    ['a prefix list', 'ec2:DescribeRouteTables', prefixList],
    ['a zone', 'ec2:DescribeNetworkInterfaces', 'use1-az1'],
  ])('of %s is told: %s, which the provider may not call', (_, operation, id) => {
    expect(ask(whole).impact(id).complete).toBe(true);
    const found = ask(denied(whole, operation, PROVIDER)).impact(id);
    expect(found.complete).toBe(false);
    expect(found.gaps).toContainEqual({ operation, account: PROVIDER, region: 'us-east-1' });
  });

  test('is not told where it has no say', () => {
    const [arn = ''] = estate.service.configuration['NetworkLoadBalancerArns'] as readonly string[];
    expect(ask(denied(whole, 'ec2:DescribeNetworkAcls', PROVIDER)).impact(arn).complete).toBe(true);
  });

  test('of what stands behind a resource endpoint is told of a zone, and keeps it from being called harmless', () => {
    const lattice = resourceEstate();
    const snapshot = snapshotOf(lattice.world);
    expect(ask(snapshot).impact('use1-az1').complete).toBe(true);
    const { impact, matrix } = ask(denied(snapshot, 'ec2:DescribeVpcEndpointAssociations'));
    expect(impact('use1-az1').gaps.map(({ operation }) => operation)).toContain('ec2:DescribeVpcEndpointAssociations');
    const given = Object.values(answers(matrix(), lattice.endpoint.id));
    expect(given.length).toBeGreaterThan(0);
    for (const answer of given) expect(['unknown', 'stops']).toContain(answer);
  });
});

test('a healthy target of which nobody knows where it stands may be what a failing zone leaves', () => {
  const asked = askHealthy(({ service }) => {
    const [, second] = service.targetHealth;
    second!['Target'] = { Id: '10.60.77.7', Port: 8443 };
  });
  expect(answers(asked.matrix(), asked.estate.service.id)['use1-az1']).toBe('unknown');
});
