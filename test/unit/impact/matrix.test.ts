// What an Availability Zone holds, and what becomes of endpoints and services when it fails.
import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import { CONSUMER, PROVIDER } from '../../worlds/healthy.ts';
import { resourceEstate } from '../../worlds/lattice.ts';
import { crossRegionEstate } from '../../worlds/placements.ts';
import { denied } from '../../worlds/unread.ts';
import { snapshotOf, textOf, type Item } from '../../worlds/world.ts';
import {
  answers,
  ask,
  askHealthy,
  balancerCrosses,
  groupCrosses,
  health,
  only,
  rowOf,
  secondEndpoint,
} from './support.ts';

const [AZ1, AZ2] = ['use1-az1', 'use1-az2'] as const;

describe('what stands in a zone', () => {
  test('is told by the zone’s id, whatever the accounts call it', () => {
    const { matrix, estate } = askHealthy();
    const { endpoint, endpointSubnets, providerVpc } = estate;
    const row = rowOf(matrix(), endpoint.id, AZ1);
    expect(row.names).toEqual([
      { account: CONSUMER, name: endpointSubnets[0]?.zoneName },
      { account: PROVIDER, name: providerVpc.subnets[0]?.zoneName },
    ]);
    expect(new Set(row.names.map(({ name }) => name)).size).toBe(2);
    expect(row).toMatchObject({
      endpoint: 'yes',
      subnetIds: [endpointSubnets[0]?.id],
      offered: 'yes',
      loadBalancer: 'yes',
      loadBalancerSubnetIds: [providerVpc.subnets[0]?.id],
      targets: { healthy: 1, total: 1 },
      crossZone: 'off',
      withdrawn: 'no',
    });
  });

  test('an endpoint that is in one of the service’s zones has no interface in the other', () => {
    let second = '';
    const { matrix } = askHealthy((estate) => {
      second = secondEndpoint(estate, estate.endpointSubnets.slice(0, 1));
    });
    expect(rowOf(matrix(), second, AZ2)).toMatchObject({ endpoint: 'no', subnetIds: [], loadBalancer: 'yes' });
  });

  test('a zone without a healthy target is out of the name, unless targets of other zones serve it', () => {
    const apart = askHealthy((estate) => {
      health(estate, 'unhealthy', 'healthy');
    });
    expect(rowOf(apart.matrix(), apart.estate.service.id, AZ1)).toMatchObject({
      targets: { healthy: 0, total: 1 },
      withdrawn: 'yes',
    });
    expect(rowOf(apart.matrix(), apart.estate.service.id, AZ2).withdrawn).toBe('no');
    const joined = askHealthy((estate) => {
      health(estate, 'unhealthy', 'healthy');
      balancerCrosses(estate, true);
    });
    expect(rowOf(joined.matrix(), joined.estate.service.id, AZ1)).toMatchObject({ crossZone: 'on', withdrawn: 'no' });
  });

  test('without a healthy target anywhere, the load balancer fails open: no zone is taken out', () => {
    const { matrix, estate } = askHealthy((world) => {
      health(world, 'unhealthy', 'unhealthy');
    });
    expect([AZ1, AZ2].map((zone) => rowOf(matrix(), estate.service.id, zone).withdrawn)).toEqual(['no', 'no']);
  });

  test.each([
    ['use_load_balancer_configuration', false, 'off', 'load-balancer'],
    ['use_load_balancer_configuration', true, 'on', 'load-balancer'],
    ['true', false, 'on', 'target-group'],
    ['false', true, 'off', 'target-group'],
  ] as const)('the group says %s, its load balancer %s: cross-zone is %s', (group, balancer, crossZone, from) => {
    const { matrix, estate } = askHealthy((world) => {
      groupCrosses(world, group);
      balancerCrosses(world, balancer);
    });
    const [subject] = matrix(estate.service.id).subjects;
    expect(subject?.targetGroups).toMatchObject([{ crossZone, from }]);
    expect(subject?.zones.map((zone) => zone.crossZone)).toEqual([crossZone, crossZone]);
  });

  test('targets outside the VPC stand in no zone of it', () => {
    const { matrix, estate } = askHealthy(({ service }) => {
      for (const target of service.targetHealth) (target['Target'] as Item)['AvailabilityZone'] = 'all';
    });
    const [subject] = matrix(estate.service.id).subjects;
    expect(subject?.outside).toEqual({ healthy: 2, total: 2 });
    expect(subject?.zones.map(({ targets }) => targets?.total)).toEqual([0, 0]);
    // Where they stand, nobody knows: they may be lost with the zone.
    expect(answers(matrix(), estate.service.id)).toEqual({ [AZ1]: 'unknown', [AZ2]: 'unknown' });
  });
});

describe('if a zone fails', () => {
  test('an endpoint with a zone that works besides loses its way in there, and nothing else', () => {
    const { matrix, estate } = askHealthy();
    expect(answers(matrix(), estate.endpoint.id)).toEqual({ [AZ1]: 'loses-this-zone', [AZ2]: 'loses-this-zone' });
    expect(answers(matrix(), estate.service.id)).toEqual({ [AZ1]: 'loses-this-zone', [AZ2]: 'loses-this-zone' });
    const { why } = rowOf(matrix(), estate.endpoint.id, AZ1).ifFails;
    expect(why).toBe(
      'It goes on in use1-az2. use1-az1 has no way through its network interface. Clients on the Regional name move there; clients on the zonal name or a fixed address of use1-az1 fail.',
    );
  });

  test('an endpoint of one zone stops with it; the other zone is nothing to it', () => {
    let second = '';
    const { matrix } = askHealthy((estate) => {
      second = secondEndpoint(estate, estate.endpointSubnets.slice(0, 1));
    });
    expect(answers(matrix(), second)).toEqual({ [AZ1]: 'stops', [AZ2]: 'keeps-working' });
  });

  test('all healthy targets in one zone: without it nothing is left, across zones or not', () => {
    for (const isOn of [false, true]) {
      const { matrix, estate } = askHealthy((world) => {
        health(world, 'healthy', 'unhealthy');
        balancerCrosses(world, isOn);
      });
      expect([isOn, answers(matrix(), estate.endpoint.id)]).toEqual([
        isOn,
        { [AZ1]: 'stops', [AZ2]: 'loses-this-zone' },
      ]);
    }
  });

  test('across zones, an endpoint of one zone lives on the targets of the other, and stops without them', () => {
    let second = '';
    const at = (...states: readonly string[]) =>
      askHealthy((estate) => {
        second = secondEndpoint(estate, estate.endpointSubnets.slice(0, 1));
        balancerCrosses(estate, true);
        health(estate, ...states);
      });
    expect(answers(at('unhealthy', 'healthy').matrix(), second)).toEqual({ [AZ1]: 'stops', [AZ2]: 'stops' });
    expect(answers(at('healthy', 'healthy').matrix(), second)).toEqual({ [AZ1]: 'stops', [AZ2]: 'keeps-working' });
  });

  test('the target group’s own word counts before the load balancer’s', () => {
    let second = '';
    const { matrix } = askHealthy((estate) => {
      second = secondEndpoint(estate, estate.endpointSubnets.slice(0, 1));
      balancerCrosses(estate, false);
      groupCrosses(estate, 'true');
      health(estate, 'unhealthy', 'healthy');
    });
    expect(answers(matrix(), second)[AZ2]).toBe('stops');
  });

  test('targets in their first checks prove nothing', () => {
    const { matrix, estate } = askHealthy((world) => {
      health(world, 'healthy', 'initial');
    });
    expect(answers(matrix(), estate.service.id)[AZ1]).toBe('unknown');
  });

  test('fewer healthy targets than the group asks for: the zone may fail open, which proves nothing', () => {
    const { matrix, estate } = askHealthy(({ service, ...world }) => {
      balancerCrosses({ service, ...world }, true);
      for (const item of service.targetGroupAttributes) {
        if ((item['Key'] as string).endsWith('dns_failover.minimum_healthy_targets.count')) item['Value'] = '2';
      }
    });
    expect(answers(matrix(), estate.endpoint.id)).toEqual({ [AZ1]: 'unknown', [AZ2]: 'unknown' });
    expect(rowOf(matrix(), estate.endpoint.id, AZ1).ifFails.why).toContain(
      'use1-az2 has too few healthy targets in one of its target groups.',
    );
  });

  test('one listener of two that has its targets in the zone stops alone, and is named', () => {
    const { matrix, estate } = askHealthy(({ service, provider }) => {
      const [first] = service.listeners;
      const other = (service.targetGroup['TargetGroupArn'] as string).replace('/payments/', '/metrics/');
      service.listeners.push({
        ...first,
        ListenerArn: `${first?.['ListenerArn'] as string}2`,
        Port: 9000,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: other }],
      });
      provider.tables['elasticloadbalancing:DescribeTargetGroups'].push({
        ...service.targetGroup,
        TargetGroupArn: other,
        TargetGroupName: 'metrics',
      });
      provider.answers.push(
        {
          operation: 'elasticloadbalancing:DescribeTargetHealth',
          params: { TargetGroupArn: other },
          output: { TargetHealthDescriptions: structuredClone(service.targetHealth.slice(0, 1)) },
        },
        {
          operation: 'elasticloadbalancing:DescribeTargetGroupAttributes',
          params: { TargetGroupArn: other },
          output: { Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }] },
        },
      );
    });
    expect(rowOf(matrix(), estate.service.id, AZ1).ifFails).toEqual({
      answer: 'stops',
      why: 'It stops on TCP:9000: nothing healthy is left there.',
      listeners: ['TCP:9000'],
    });
    expect(answers(matrix(), estate.service.id)[AZ2]).toBe('loses-this-zone');
  });

  test('a zone that does not work now carries nothing on', () => {
    const { matrix, estate } = askHealthy(({ consumer, endpointSubnets }) => {
      const [, second] = endpointSubnets;
      const acl = consumer.tables['ec2:DescribeNetworkAcls'][0];
      const associations = (acl?.['Associations'] ?? []) as Item[];
      const moved = associations.filter((item) => item['SubnetId'] === second?.id);
      if (acl !== undefined) acl['Associations'] = associations.filter((item) => !moved.includes(item));
      consumer.tables['ec2:DescribeNetworkAcls'].push({
        ...acl,
        NetworkAclId: 'acl-0closed',
        IsDefault: false,
        Associations: [{ SubnetId: second?.id ?? '', NetworkAclId: 'acl-0closed' }],
        Entries: [],
      });
    });
    expect(answers(matrix(), estate.endpoint.id)).toEqual({ [AZ1]: 'stops', [AZ2]: 'loses-this-zone' });
  });

  test('what is broken now does not keep working', () => {
    const { matrix, estate } = askHealthy(({ endpoint }) => {
      endpoint.raw['State'] = 'rejected';
    });
    const row = rowOf(matrix(), estate.endpoint.id, AZ1);
    expect(row.ifFails).toMatchObject({
      answer: 'unknown',
      why: expect.stringMatching(/^It does not work now/) as string,
    });
  });

  test('an endpoint for a service of AWS has its own zones only', () => {
    const { matrix, estate } = askHealthy();
    expect(answers(matrix(), estate.awsEndpoint.id)).toEqual({ [AZ1]: 'loses-this-zone', [AZ2]: 'loses-this-zone' });
    expect(rowOf(matrix(), estate.awsEndpoint.id, AZ1).loadBalancer).toBeUndefined();
  });

  test('a gateway endpoint lies in no zone', () => {
    const { matrix, estate } = askHealthy();
    const subject = matrix().subjects.find(({ id }) => id === estate.gateway.id);
    expect(subject).toMatchObject({ zones: [], note: expect.stringContaining('in no zone') as string });
  });

  test('across Regions each side has zones of its own', () => {
    const estate = crossRegionEstate();
    const { matrix } = ask(snapshotOf(estate.world));
    expect(answers(matrix(), estate.endpoint.id)).toEqual({
      'euw1-az1': 'keeps-working',
      'euw1-az2': 'keeps-working',
      [AZ1]: 'loses-this-zone',
      [AZ2]: 'loses-this-zone',
    });
    const row = rowOf(matrix(), estate.endpoint.id, 'euw1-az1');
    expect([row.endpoint, row.loadBalancer]).toEqual([undefined, 'yes']);
    expect(rowOf(matrix(), estate.endpoint.id, AZ1)).not.toHaveProperty('loadBalancer');
  });

  test('behind a resource endpoint, a gateway of several zones proves nothing', () => {
    const estate = resourceEstate();
    const { matrix } = ask(snapshotOf(estate.world));
    const found = Object.values(answers(matrix(), estate.endpoint.id));
    expect(found.length).toBeGreaterThan(0);
    expect(found).not.toContain('keeps-working');
  });
});

describe('what was not read', () => {
  test('of a consumer alone: the other side is unknown, and so is what follows from it', () => {
    const { snapshot, estate } = askHealthy((world) => {
      secondEndpoint(world, world.endpointSubnets.slice(0, 1));
    });
    const { matrix } = ask(only(snapshot, CONSUMER));
    expect(answers(matrix(), estate.endpoint.id)).toEqual({ [AZ1]: 'unknown', [AZ2]: 'unknown' });
    const row = rowOf(matrix(), estate.endpoint.id, AZ1);
    expect(row).toMatchObject({ endpoint: 'yes', offered: 'yes', loadBalancer: 'unknown', crossZone: 'unknown' });
    expect(row.targets).toBeUndefined();
    expect(row.ifFails.why).toBe(`It is on the other side, which was not read: account ${PROVIDER}.`);
  });

  test('of a consumer alone: an endpoint of one zone stops with it all the same', () => {
    let second = '';
    const { snapshot } = askHealthy((world) => {
      second = secondEndpoint(world, world.endpointSubnets.slice(0, 1));
    });
    expect(answers(ask(only(snapshot, CONSUMER)).matrix(), second)).toEqual({ [AZ1]: 'stops', [AZ2]: 'unknown' });
  });

  test('of a provider alone: the service has its rows', () => {
    const { snapshot, estate } = askHealthy();
    const { matrix } = ask(only(snapshot, PROVIDER));
    expect(matrix().subjects.map(({ id }) => id)).toEqual([estate.service.id]);
    expect(answers(matrix(), estate.service.id)).toEqual({ [AZ1]: 'loses-this-zone', [AZ2]: 'loses-this-zone' });
  });

  test.each([
    'elasticloadbalancing:DescribeTargetHealth',
    'elasticloadbalancing:DescribeTargetGroupAttributes',
    'elasticloadbalancing:DescribeLoadBalancerAttributes',
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeLoadBalancers',
    'elasticloadbalancing:DescribeTargetGroups',
  ])('without %s nobody can say', (operation) => {
    const { snapshot, estate } = askHealthy();
    const { matrix } = ask(denied(snapshot, operation));
    for (const id of [estate.service.id, estate.endpoint.id]) {
      expect(new Set(Object.values(answers(matrix(), id)))).toEqual(new Set(['unknown']));
    }
    expect(rowOf(matrix(), estate.endpoint.id, AZ1).ifFails.why).toContain(`${operation} was denied`);
  });

  test('without the network ACLs, no other zone is known to carry on', () => {
    const { snapshot, estate } = askHealthy();
    const { matrix } = ask(denied(snapshot, 'ec2:DescribeNetworkAcls', CONSUMER));
    expect(answers(matrix(), estate.endpoint.id)).toEqual({ [AZ1]: 'unknown', [AZ2]: 'unknown' });
  });

  test('without the health of the targets, there is no count of them', () => {
    const { snapshot, estate } = askHealthy();
    const { matrix } = ask(denied(snapshot, 'elasticloadbalancing:DescribeTargetHealth'));
    expect(rowOf(matrix(), estate.service.id, AZ1).targets).toBeUndefined();
    expect(rowOf(matrix(), estate.service.id, AZ1).withdrawn).toBe('unknown');
  });

  test('an id that is nowhere is refused', () => {
    expect(() => askHealthy().matrix('vpce-0nowhere')).toThrow(/vpce-0nowhere is nowhere in what was loaded/);
  });
});

describe('an endpoint’s interface in a zone', () => {
  const inAz1 = (change: Parameters<typeof askHealthy>[0]): string | undefined => {
    const { matrix, estate } = askHealthy(change);
    return rowOf(matrix(), estate.endpoint.id, AZ1).endpoint;
  };
  const without = (subnetId: string | undefined, items: Item[]): void => {
    const found = items.findIndex(
      (item) => item['SubnetId'] === subnetId && textOf(item, 'Description').includes('vpce-'),
    );
    items.splice(found, 1);
  };

  test('is there where one was read, and where there are as many as subnets', () => {
    expect(inAz1(() => undefined)).toBe('yes');
    expect(
      inAz1(({ consumer, endpointSubnets }) => {
        without(endpointSubnets[0]?.id, consumer.tables['ec2:DescribeNetworkInterfaces']);
      }),
    ).toBe('yes');
  });

  test('is not there where the only ones are in other zones, and unknown where one of them was not read', () => {
    const onlyOfAz2 = ({
      consumer,
      endpoint,
      endpointSubnets,
    }: Parameters<NonNullable<Parameters<typeof askHealthy>[0]>>[0]): void => {
      const own = consumer.tables['ec2:DescribeNetworkInterfaces'].find(
        (item) => item['SubnetId'] === endpointSubnets[1]?.id && textOf(item, 'Description').includes(endpoint.id),
      );
      endpoint.raw['NetworkInterfaceIds'] = [own?.['NetworkInterfaceId'] ?? ''];
    };
    expect(inAz1(onlyOfAz2)).toBe('no');
    expect(
      inAz1((estate) => {
        onlyOfAz2(estate);
        without(estate.endpointSubnets[1]?.id, estate.consumer.tables['ec2:DescribeNetworkInterfaces']);
      }),
    ).toBe('unknown');
    expect(
      inAz1(({ endpoint }) => {
        delete endpoint.raw['NetworkInterfaceIds'];
      }),
    ).toBe('unknown');
  });
});

describe('cross-zone balancing', () => {
  test('is unknown where a listing of what is behind was not read, and where one group’s is not known', () => {
    const { snapshot, estate } = askHealthy((world) => {
      balancerCrosses(world, true);
      groupCrosses(world, 'use_load_balancer_configuration');
    });
    const crossing = (read: Snapshot): string | undefined =>
      rowOf(ask(read).matrix(), estate.service.id, AZ1).crossZone;
    expect(crossing(snapshot)).toBe('on');
    expect(crossing(denied(snapshot, 'elasticloadbalancing:DescribeTargetHealth'))).toBe('unknown');
    expect(crossing(denied(snapshot, 'elasticloadbalancing:DescribeLoadBalancerAttributes'))).toBe('unknown');
  });
});
