// Each way from a client to a target, by itself: where it is lost, by which rule, or from where on it is not known.
import { describe, expect, test } from 'vitest';
import { endpointContext } from '../../../src/core/context.ts';
import { buildLookup } from '../../../src/core/lookup.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { lanesOf } from '../../../src/core/rules/lanes.ts';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import type { BrokenWorld } from '../../worlds/broken/faults.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { addNetworkAcl, aclEntries, groupItem, permission } from '../../worlds/network.ts';
import { aclOfTargets, checksApart, TARGET_PORT, twoTierEstate, type TwoTierEstate } from '../../worlds/two-tier.ts';
import { denied } from '../../worlds/unread.ts';
import { CAPTURED_AT, snapshotOf, type Item } from '../../worlds/world.ts';

interface Asked {
  readonly source?: string;
  /** Operations that are refused. */
  readonly without?: readonly string[];
}

/** `lost: hop (rules)`, `open from: hop`, or `through`, for each way in the order of the endpoint’s interfaces. */
function ways(change: (estate: TwoTierEstate) => void, { source, without = [] }: Asked = {}): readonly string[] {
  const estate = twoTierEstate();
  change(estate);
  const snapshot = without.reduce((all, operation) => denied(all, operation), snapshotOf(estate.world));
  const inventory = buildInventory([snapshot]);
  const run = {
    inventory,
    lookup: buildLookup(inventory),
    options: { now: CAPTURED_AT, source: source ?? clientOf(estate), port: 443 },
  };
  return lanesOf(endpointContext(run, inventory.endpoints.get(estate.endpoint.id)!)).map(({ lost, by, doubt }) =>
    lost !== undefined
      ? `lost: ${lost}${by === undefined ? '' : ` (${by.join(', ')})`}`
      : doubt === undefined
        ? 'through'
        : `open from: ${doubt}`,
  );
}

function interfaces({ consumer }: TwoTierEstate): Item[] {
  return consumer.tables['ec2:DescribeNetworkInterfaces'];
}

function clientOf(estate: TwoTierEstate): string {
  return interfaces(estate)[0]!['NetworkInterfaceId'] as string;
}

/** Gives subnets of the consumer an ACL that allows this and nothing else. */
function guard(
  { consumer, consumerVpc }: TwoTierEstate,
  subnets: readonly number[],
  inbound: Parameters<typeof aclEntries>[1] | undefined,
  outbound: Parameters<typeof aclEntries>[1] | undefined,
): void {
  addNetworkAcl(
    consumer,
    consumerVpc,
    consumerVpc.subnets.filter((_, at) => subnets.includes(at)),
    {
      name: 'guard',
      entries: [
        ...(inbound === undefined ? [] : aclEntries(false, inbound)),
        ...(outbound === undefined ? [] : aclEntries(true, outbound)),
      ],
    },
  );
}

const nothing = (): void => undefined;
const BOTH = (way: string): readonly string[] => [way, way];

test('of a healthy estate each gets through', () => {
  expect(ways(nothing)).toEqual(BOTH('through'));
});

describe('by the routes', () => {
  /** The rules by which ways are lost in a broken world. */
  const lostBy = (world: BrokenWorld): readonly string[] => {
    const inventory = buildInventory([world.build()]);
    const [option, source = ''] = world.args;
    if (option !== '--source') throw new Error(`${world.fault} is of no source`);
    const run = { inventory, lookup: buildLookup(inventory), options: { now: CAPTURED_AT, source } };
    const endpoint = inventory.endpoints.get(world.subject);
    return lanesOf(endpointContext(run, endpoint!)).flatMap(({ by = [] }) => by);
  };
  const worldsOf = (rule: string): readonly BrokenWorld[] =>
    brokenWorlds.filter((world) => world.rule === rule && world.args[0] === '--source' && !world.suspected);

  test('each way that they lose names the rule that tells of it', () => {
    for (const rule of ['PL-NET-006', 'PL-NET-012']) {
      const found = new Set(worldsOf(rule).flatMap(lostBy));
      expect([...found], rule).toContain(rule);
    }
    expect(worldsOf('PL-NET-006').some((world) => lostBy(world).includes('PL-NET-012'))).toBe(false);
  });

  test('a range of a gateway endpoint that another route takes is lost, and the others go on', () => {
    const estate = healthyEstate();
    for (const table of estate.consumer.tables['ec2:DescribeRouteTables']) {
      (table['Routes'] as Item[]).push({
        DestinationCidrBlock: '198.51.100.0/24',
        NatGatewayId: 'nat-0a1b2c3d4e5f60718',
        State: 'active',
        Origin: 'CreateRoute',
      });
    }
    const inventory = buildInventory([snapshotOf(estate.world)]);
    const source = estate.consumerVpc.subnets[0]?.address(20) ?? '';
    const run = { inventory, lookup: buildLookup(inventory), options: { now: CAPTURED_AT, source } };
    expect(lanesOf(endpointContext(run, inventory.endpoints.get(estate.gateway.id)!))).toEqual([
      { doubt: 'route-table' },
      { lost: 'route-table', by: ['PL-RT-004'] },
    ]);
  });
});

describe('on the consumer’s side', () => {
  test('an interface in a subnet that the endpoint does not name: its ACL is not known to be that one', () => {
    const cut = (estate: TwoTierEstate): void => {
      estate.endpoint.raw['SubnetIds'] = (estate.endpoint.raw['SubnetIds'] as string[]).slice(0, 1);
    };
    expect(ways(cut)).toEqual(['through', 'open from: network-acl']);
  });

  test('an ACL that lets nothing in, one that lets no reply out, and one that does neither', () => {
    const on = (subnets: TwoTierEstate['endpointSubnets'], estate: TwoTierEstate, entries: readonly Item[]): void => {
      addNetworkAcl(estate.consumer, estate.consumerVpc, subnets, { name: 'guard', entries });
    };
    const closing = (entries: readonly Item[]) => (estate: TwoTierEstate) => {
      on(estate.endpointSubnets.slice(1), estate, entries);
    };
    const [inbound, outbound] = [aclEntries(false, { number: 100 }), aclEntries(true, { number: 100 })];
    expect(ways(closing(outbound))).toEqual(['through', 'lost: network-acl (PL-ACL-001)']);
    expect(ways(closing(inbound))).toEqual(['through', 'lost: network-acl (PL-ACL-002)']);
    expect(ways(closing([]))).toEqual(['through', 'lost: network-acl (PL-ACL-001, PL-ACL-002)']);
    expect(ways(closing([...inbound, ...outbound]))).toEqual(BOTH('through'));
  });

  test('the endpoint’s groups: not read, without a permission, and with one for a group that nobody knows of', () => {
    expect(ways(nothing, { without: ['ec2:DescribeSecurityGroups'] })).toEqual(BOTH('open from: source'));
    const admits =
      (...sources: string[]) =>
      (estate: TwoTierEstate) => {
        groupItem(estate.consumer, estate.endpointGroupId)['IpPermissions'] = sources.map((one) =>
          permission(443, one),
        );
      };
    expect(ways(admits())).toEqual(BOTH('lost: endpoint-security-group (PL-SG-001)'));
    expect(ways(admits('192.0.2.0/24'))).toEqual(BOTH('lost: endpoint-security-group (PL-SG-001)'));
    expect(ways(admits('10.20.0.0/16'))).toEqual(BOTH('through'));
    const address = (estate: TwoTierEstate): string => interfaces(estate)[0]!['PrivateIpAddress'] as string;
    const source = address(twoTierEstate());
    expect(ways(admits('pl-0123456789abcdef0'), { source })).toEqual(BOTH('open from: endpoint-security-group'));
  });

  test('the client’s own groups: closed, open for a prefix list that was not read, not read', () => {
    const lets =
      (...egress: Item[]) =>
      (estate: TwoTierEstate) => {
        groupItem(estate.consumer, estate.workloadGroupId)['IpPermissionsEgress'] = egress;
      };
    expect(ways(lets())).toEqual(BOTH('lost: source (PL-SG-005)'));
    expect(ways(lets(permission(8443, '0.0.0.0/0')))).toEqual(BOTH('lost: source (PL-SG-005)'));
    expect(ways(lets(permission(443, 'pl-0123456789abcdef0')))).toEqual(BOTH('open from: source'));
    expect(ways(lets(permission(443, '0.0.0.0/0')))).toEqual(BOTH('through'));
  });

  test('a client whose interface is not among those that were read: its groups may let it out', () => {
    expect(ways(nothing, { source: '10.20.1.77' })).toEqual(BOTH('open from: source'));
  });

  test('the ACL of the client’s subnet: closed, not read, with a field that is missing', () => {
    const closed = (estate: TwoTierEstate): void => {
      guard(estate, [0, 1], { number: 100 }, undefined);
    };
    expect(ways(closed)).toEqual(BOTH('lost: source (PL-ACL-003)'));
    const bare = (estate: TwoTierEstate): void => {
      guard(estate, [0, 1], { number: 100 }, { number: 100 });
      const acl = estate.consumer.tables['ec2:DescribeNetworkAcls'].find((item) =>
        (item['Associations'] as Item[]).some((one) => one['SubnetId'] === estate.consumerVpc.subnets[0]!.id),
      );
      delete (acl!['Entries'] as Item[])[0]!['Protocol'];
    };
    expect(ways(bare)).toEqual(BOTH('open from: source'));
  });
});

describe('behind the service', () => {
  test('a service that was not read, and a load balancer without listeners', () => {
    expect(ways(nothing, { without: ['elasticloadbalancing:DescribeListeners'] })).toEqual(
      BOTH('open from: load-balancer'),
    );
    expect(ways(nothing, { without: ['elasticloadbalancing:DescribeLoadBalancers'] })).toEqual(
      BOTH('open from: load-balancer'),
    );
  });

  test('no listener on the port', () => {
    expect(ways((estate) => (estate.service.listeners[0]!['Port'] = 8443))).toEqual(BOTH('lost: listener'));
  });

  test('targets: unhealthy, in their first checks, out of service in one zone', () => {
    const states =
      (...given: string[]) =>
      (estate: TwoTierEstate) => {
        given.forEach((State, at) => (estate.service.targetHealth[at]!['TargetHealth'] = { State }));
      };
    expect(ways(states('unhealthy', 'healthy'))).toEqual(['lost: targets (PL-NLB-006)', 'through']);
    expect(ways(states('initial', 'healthy'))).toEqual(['open from: targets', 'through']);
    expect(ways(states('healthy', 'unavailable'))).toEqual(['through', 'open from: targets']);
    const alone = (estate: TwoTierEstate): void => {
      states('unhealthy', 'unhealthy')(estate);
    };
    expect(ways(alone)).toEqual(BOTH('lost: targets (PL-NLB-006)'));
  });

  test('what the attributes would say of the zones is not known', () => {
    const open = new Set(['open from: targets']);
    for (const what of ['TargetGroup', 'LoadBalancer']) {
      const without = [`elasticloadbalancing:Describe${what}Attributes`];
      expect(new Set(ways(nothing, { without })), what).toEqual(open);
    }
  });

  test('each of what can refuse the target: the balancer’s egress, ACLs, the target’s groups', () => {
    const lost = (rules: string): readonly string[] => BOTH(`lost: targets (${rules})`);
    const apart = (change: (estate: TwoTierEstate) => void) => (estate: TwoTierEstate) => {
      checksApart(estate);
      change(estate);
    };
    const egress =
      (...list: Item[]) =>
      (estate: TwoTierEstate) => {
        groupItem(estate.provider, estate.service.loadBalancerGroupId!)['IpPermissionsEgress'] = list;
      };
    const ingress =
      (...list: Item[]) =>
      (estate: TwoTierEstate) => {
        groupItem(estate.provider, estate.targetsGroupId)['IpPermissions'] = list;
      };
    expect(ways(apart(egress()))).toEqual(lost('PL-NLB-011'));
    expect(
      ways(
        apart((estate) => {
          aclOfTargets(estate, [], []);
        }),
      ),
    ).toEqual(lost('PL-ACL-005'));
    expect(ways(apart(ingress()))).toEqual(lost('PL-NLB-012'));
    expect(ways(apart(egress(permission(TARGET_PORT, 'pl-0123456789abcdef0'))))).toEqual(BOTH('open from: targets'));
    expect(ways(apart(ingress(permission(TARGET_PORT, 'pl-0123456789abcdef0'))))).toEqual(BOTH('open from: targets'));
    const bare = (estate: TwoTierEstate): void => {
      aclOfTargets(estate, [{ number: 100 }], [{ number: 100 }]);
      delete (estate.provider.tables['ec2:DescribeNetworkAcls'].at(-1)!['Entries'] as Item[])[0]!['Protocol'];
    };
    expect(ways(apart(bare))).toEqual(BOTH('open from: targets'));
  });

  test('an Application Load Balancer as target has interfaces of its own', () => {
    const alb = (estate: TwoTierEstate): void => {
      estate.service.targetGroup['TargetType'] = 'alb';
    };
    expect(new Set(ways(alb))).toEqual(new Set(['through']));
  });
});
