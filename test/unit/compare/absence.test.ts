import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareInventories } from '../../../src/core/compare/compare.ts';
import { COMPARED_KINDS } from '../../../src/core/compare/kinds.ts';
import type { ResourceDifference } from '../../../src/core/compare/types.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import type { Snapshot, SnapshotCall } from '../../../src/core/model/snapshot.ts';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import { CONSUMER, healthyEstate, PROVIDER } from '../../worlds/healthy.ts';
import { crossRegionEstate } from '../../worlds/placements.ts';
import { cutOff, denied } from '../../worlds/unread.ts';
import { snapshotOf, type Item } from '../../worlds/world.ts';
import { changesOf, comparisonOf, estateWith, mirrored, plain } from './support.ts';

const healthy = estateWith();
const { endpoint, service, consumerVpc } = healthyEstate();

/** The snapshot with every call changed, or left out where the change gives nothing. */
function withCalls(
  snapshot: Snapshot,
  change: (call: SnapshotCall, account: string) => SnapshotCall | undefined,
): Snapshot {
  return {
    ...snapshot,
    scopes: snapshot.scopes.map((scope) => ({
      ...scope,
      calls: scope.calls.flatMap((call) => change(call, scope.account) ?? []),
    })),
  };
}

function without(snapshot: Snapshot, account: string): Snapshot {
  return { ...snapshot, scopes: snapshot.scopes.filter((scope) => scope.account !== account) };
}

function find(snapshots: readonly [Snapshot, Snapshot], kind: string): readonly ResourceDifference[] {
  return comparisonOf(...snapshots).resources.filter((one) => one.kind === kind);
}

describe('what is not shown', () => {
  it('is removed when the whole listing came without it', () => {
    const gone = estateWith(({ consumer }) => {
      consumer.tables['ec2:DescribeVpcEndpoints'].splice(0, 1);
    });
    expect(find([healthy, gone], 'vpc-endpoint')).toMatchObject([
      { change: 'removed', id: endpoint.id, account: CONSUMER, region: 'us-east-1', verdict: 'healthy' },
    ]);
    expect(find([gone, healthy], 'vpc-endpoint')).toMatchObject([{ change: 'added', id: endpoint.id }]);
  });

  it.each([
    ['denied', denied(healthy, 'ec2:DescribeVpcEndpoints'), 'denied'],
    ['cut off', cutOff(healthy, 'ec2:DescribeVpcEndpoints', 'none'), 'not-asked'],
    [
      'never asked',
      withCalls(healthy, (call) => (call.operation === 'ec2:DescribeVpcEndpoints' ? undefined : call)),
      'not-asked',
    ],
  ])('is not comparable where the listing was %s', (_, unread, reason) => {
    const differences = find([healthy, unread], 'vpc-endpoint');
    expect(differences).toHaveLength(3);
    for (const one of differences) {
      expect(one).toMatchObject({
        change: 'not-comparable',
        in: 'before',
        reason,
        missing: ['ec2:DescribeVpcEndpoints'],
      });
    }
    expect(find([unread, healthy], 'vpc-endpoint').every((one) => one.change === 'not-comparable')).toBe(true);
    const back = comparisonOf(unread, healthy);
    expect(
      back.unread.filter((call) => call.operation === 'ec2:DescribeVpcEndpoints').map((call) => call.side),
    ).toContain('before');
  });

  it('is not comparable where the request asked for others', () => {
    const restricted = (filter: Item): Snapshot =>
      withCalls(healthy, (call) =>
        call.operation === 'ec2:DescribeVpcEndpoints'
          ? { ...call, params: { Filters: [filter] }, output: { VpcEndpoints: [] } }
          : call,
      );
    const others = restricted({ Name: 'vpc-id', Values: ['vpc-0fedcba9876543210'] });
    expect(find([healthy, others], 'vpc-endpoint').map((one) => one.change)).toEqual(Array(3).fill('not-comparable'));
    // A state may have changed since: a request for one proves nothing about what was in it.
    const pending = restricted({ Name: 'vpc-endpoint-state', Values: ['pendingAcceptance', 'available'] });
    expect(find([healthy, pending], 'vpc-endpoint').map((one) => one.change)).toEqual(Array(3).fill('not-comparable'));
    const same = restricted({ Name: 'vpc-id', Values: [consumerVpc.id] });
    expect(find([healthy, same], 'vpc-endpoint').map((one) => one.change)).toEqual(Array(3).fill('removed'));
  });

  it('is not comparable where its account was not read, and the scope is told', () => {
    const comparison = comparisonOf(healthy, without(healthy, PROVIDER));
    expect(comparison.scopes).toEqual({
      before: [{ partition: 'aws', account: PROVIDER, region: 'us-east-1' }],
      after: [],
    });
    expect(changesOf(comparison, 'removed')).toEqual([]);
    const missing = comparison.resources.find((one) => one.id === service.id);
    expect(missing).toMatchObject({ reason: 'other-account', missing: [`account ${PROVIDER}`] });
  });

  it('is proved by its owner’s listing, not by another account that lost sight of it', () => {
    const shared = estateWith(({ consumer, provider, providerVpc }) => {
      const [subnet] = provider.tables['ec2:DescribeSubnets'];
      if (subnet !== undefined) consumer.tables['ec2:DescribeSubnets'].push({ ...subnet, VpcId: providerVpc.id });
    });
    const consumerOnly = without(shared, PROVIDER);
    const unshared = without(healthy, PROVIDER);
    expect(find([consumerOnly, unshared], 'subnet')).toMatchObject([
      { change: 'not-comparable', reason: 'other-account', missing: [`account ${PROVIDER}`] },
    ]);
  });

  it('goes with what it was a part of, although nobody asked for it any more', () => {
    const isGone = (call: SnapshotCall): boolean => Object.values(call.params).includes(service.id);
    const removed = withCalls(
      estateWith(({ provider }) => {
        provider.tables['ec2:DescribeVpcEndpointServiceConfigurations'].splice(0);
      }),
      (call) => (isGone(call) ? undefined : call),
    );
    expect(find([healthy, removed], 'service-permission').map((one) => one.change)).toEqual(['removed']);
    const unread = withCalls(denied(healthy, 'ec2:DescribeVpcEndpointServiceConfigurations'), (call) =>
      isGone(call) ? undefined : call,
    );
    expect(find([healthy, unread], 'service-permission').map((one) => one.change)).toEqual(['not-comparable']);
  });

  it('AWS’s own prefix lists are missed in any account’s listing', () => {
    const consumerOnly = without(healthy, PROVIDER);
    const providerOnly = without(
      estateWith(({ provider }) => {
        provider.tables['ec2:DescribePrefixLists'].splice(0);
      }),
      CONSUMER,
    );
    const changes = find([consumerOnly, providerOnly], 'prefix-list').map((one) => one.change);
    expect(changes.length).toBeGreaterThan(0);
    expect(new Set(changes)).toEqual(new Set(['removed']));
  });

  it('an attribute of what is still there is never removed', () => {
    const unusable = withCalls(healthy, (call) =>
      call.operation === 'ec2:DescribeVpcAttribute' ? { ...call, output: {} } : call,
    );
    const differences = find([healthy, unusable], 'vpc-attribute');
    expect(differences.length).toBeGreaterThan(0);
    for (const one of differences) {
      expect(one).toMatchObject({
        change: 'not-comparable',
        reason: 'malformed',
        missing: ['ec2:DescribeVpcAttribute'],
      });
    }
  });

  it('a service of another Region is missed only where that Region was asked for', () => {
    const asking = (regions: readonly string[] | undefined, isGone: boolean): Snapshot =>
      withCalls(snapshotOf(crossRegionEstate().world), (call, account) => {
        if (call.operation !== 'ec2:DescribeVpcEndpointServices' || account !== CONSUMER) return call;
        return {
          ...call,
          params: { Filters: [], ...(regions === undefined ? {} : { ServiceRegions: regions }) },
          output: isGone ? { ServiceDetails: [] } : call.output,
        };
      });
    const there = asking(['eu-west-1'], false);
    expect(find([there, asking(['eu-west-1'], true)], 'service-detail').map((one) => one.change)).toEqual(['removed']);
    expect(find([there, asking(undefined, true)], 'service-detail').map((one) => one.change)).toEqual([
      'not-comparable',
    ]);
  });

  it('an interface that AWS manages is missed only where managed ones were asked for', () => {
    const asking = (params: Item, isGone: boolean): Snapshot =>
      withCalls(healthy, (call) =>
        call.operation === 'ec2:DescribeNetworkInterfaces'
          ? { ...call, params, output: isGone ? { NetworkInterfaces: [] } : call.output }
          : call,
      );
    const managed = { IncludeManagedResources: true };
    const changes = (before: Snapshot, after: Snapshot): readonly string[] =>
      find([before, after], 'network-interface')
        .filter((one) => (endpoint.raw['NetworkInterfaceIds'] as string[]).includes(one.id))
        .map((one) => one.change);
    expect(changes(asking(managed, false), asking(managed, true))).toEqual(['removed', 'removed']);
    expect(changes(asking(managed, false), asking({}, true))).toEqual(['not-comparable', 'not-comparable']);
    expect(changes(asking({}, false), asking({}, true))).toEqual(['removed', 'removed']);
  });
});

it('what is gone is told first, then what changed, what came, and what nobody can compare', () => {
  const { resources } = comparisonOf(
    estateWith(({ consumer }) => {
      consumer.tables['ec2:DescribeVpcs'].splice(0);
      consumer.answers.splice(0);
    }),
    denied(
      estateWith(({ consumer, endpoint: changed }) => {
        changed.raw['State'] = 'failed';
        consumer.tables['ec2:DescribeSubnets'].splice(0);
      }),
      'ec2:DescribeNetworkAcls',
    ),
  );
  const order = ['removed', 'changed', 'added', 'not-comparable'];
  const ranks = resources.map((one) => order.indexOf(one.change));
  expect(new Set(ranks).size).toBe(4);
  expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
});

describe('a finding', () => {
  const world = brokenWorlds.find((one) => one.rule === 'PL-SG-002');
  const broken = world?.build() ?? healthy;
  const subject = world?.subject ?? '';
  const verdictOf = (before: Snapshot, after: Snapshot) =>
    comparisonOf(before, after).verdicts.find((change) => change.id === subject);

  it('that appears where nothing could be read before is said to be one', () => {
    const change = verdictOf(denied(healthy, 'ec2:DescribeSecurityGroups'), broken);
    expect(change).toMatchObject({ before: 'unknown', after: 'broken', trend: 'unproven' });
    expect(change?.appeared.find((one) => one.rule === 'PL-SG-002')?.unjudged).toEqual({
      reason: 'denied',
      missing: ['ec2:DescribeSecurityGroups'],
    });
    expect(verdictOf(healthy, broken)?.appeared.find((one) => one.rule === 'PL-SG-002')?.unjudged).toBeUndefined();
  });

  it('that disappears where nothing can be read any more is not called mended', () => {
    const change = verdictOf(broken, denied(broken, 'ec2:DescribeSecurityGroups'));
    expect(change).toMatchObject({ before: 'broken', after: 'unknown', trend: 'unproven' });
    expect(change?.disappeared.find((one) => one.rule === 'PL-SG-002')?.unjudged?.reason).toBe('denied');
  });
});

const OPERATIONS = [...new Set(healthy.scopes.flatMap((scope) => scope.calls.map((call) => call.operation)))];
const worlds = [healthy, ...brokenWorlds.map((world) => world.build())];

/** Some world, of which some operations were not read, in one account or in both, and perhaps a whole account not. */
const snapshots: fc.Arbitrary<Snapshot> = fc
  .record({
    world: fc.constantFrom(...worlds),
    unread: fc.array(
      fc.record({
        operation: fc.constantFrom(...OPERATIONS),
        way: fc.constantFrom('denied', 'none', 'first', 'last'),
      }),
      { maxLength: 4 },
    ),
    gone: fc.constantFrom(undefined, undefined, CONSUMER, PROVIDER),
  })
  .map(({ world, unread, gone }) => {
    const read = unread.reduce(
      (snapshot, { operation, way }) =>
        way === 'denied' ? denied(snapshot, operation) : cutOff(snapshot, operation, way),
      world,
    );
    return gone === undefined ? read : without(read, gone);
  });

const RUNS = { numRuns: 30 };

describe('for all snapshots', () => {
  it('nothing differs from itself', () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const { scopes, verdicts, resources } = comparisonOf(snapshot, snapshot);
        expect({ scopes, verdicts, resources }).toEqual({
          scopes: { before: [], after: [] },
          verdicts: [],
          resources: [],
        });
      }),
      RUNS,
    );
  });

  it('the other way round is the mirror image', () => {
    fc.assert(
      fc.property(snapshots, snapshots, (a, b) => {
        expect(mirrored(comparisonOf(a, b))).toEqual(plain(comparisonOf(b, a)));
      }),
      RUNS,
    );
  });

  it('neither the order of scopes nor that of calls, nor of lists in answers, matters', () => {
    const reversed = (snapshot: Snapshot): Snapshot => ({
      ...snapshot,
      scopes: [...snapshot.scopes].reverse().map((scope) => ({
        ...scope,
        calls: [...scope.calls].reverse().map((call) => ({
          ...call,
          output: Object.fromEntries(
            Object.entries(call.output).map(([name, value]) => [
              name,
              Array.isArray(value) ? [...(value as readonly Item[])].reverse() : value,
            ]),
          ),
        })),
      })),
    });
    fc.assert(
      fc.property(snapshots, snapshots, (a, b) => {
        const compared = compareInventories(buildInventory([a]), buildInventory([b]));
        expect(compareInventories(buildInventory([reversed(a)]), buildInventory([reversed(b)]))).toEqual(compared);
      }),
      RUNS,
    );
  });

  it('nothing is removed or added unless a complete answer of the other side proves it', () => {
    /** Written from the snapshot alone, so that it does not share a mistake with what it tests. */
    const isProved = (one: ResourceDifference, other: Snapshot): boolean => {
      const account = one.seenBy ?? one.account;
      const scopes = other.scopes.filter(
        (scope) => scope.region === one.region && (scope.account === account || one.kind === 'prefix-list'),
      );
      const operations = [one.kind, ...(PARENTS[one.kind] ?? [])].flatMap(
        (kind) => COMPARED_KINDS.find((candidate) => candidate.kind === kind)?.operations ?? [],
      );
      return scopes.some((scope) =>
        scope.calls.some((call) => operations.includes(call.operation) && call.status === 'ok' && call.complete),
      );
    };
    fc.assert(
      fc.property(snapshots, snapshots, (a, b) => {
        for (const one of comparisonOf(a, b).resources) {
          if (one.change === 'removed') expect(isProved(one, b), one.id).toBe(true);
          if (one.change === 'added') expect(isProved(one, a), one.id).toBe(true);
        }
      }),
      RUNS,
    );
  });
});

const PARENTS: Readonly<Record<string, readonly string[]>> = {
  'service-permission': ['endpoint-service'],
  'vpc-attribute': ['vpc'],
  listener: ['load-balancer'],
  'listener-attributes': ['listener', 'load-balancer'],
  'listener-certificate': ['listener', 'load-balancer'],
  'endpoint-association': ['vpc-endpoint'],
  'load-balancer-attributes': ['load-balancer'],
  'target-group-attributes': ['target-group'],
  'target-health': ['target-group'],
  'transit-gateway-route': ['transit-gateway-route-table'],
  'transit-gateway-association': ['transit-gateway-route-table'],
  'resource-share-association': ['resource-share'],
};
