import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/core/diagnosis.ts';
import type { Inventory } from '../../../src/core/model/inventory.ts';
import type { JsonObject } from '../../../src/core/model/json.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import { ageInHours, describeAge } from '../../../src/core/rules/age.ts';
import { firstOf } from '../../../src/core/rules/listing.ts';
import { hoursOf } from '../../../src/core/rules/metrics.ts';
import { policyFacts } from '../../../src/core/rules/policy.ts';
import { redactedGap } from '../../../src/core/rules/subject.ts';
import type { MetricData } from '../../../src/core/resources/metric-data.ts';
import type { ReadWorld } from '../../worlds/broken/faults.ts';
import { brokenWorlds, soundWorlds } from '../../worlds/broken/index.ts';
import { CONSUMER } from '../../worlds/healthy.ts';
import { denied } from '../../worlds/unread.ts';
import { diagnoseWorld } from '../worlds/diagnose-world.ts';

/* What lies at a boundary that no world shows by itself: of time, of a reading, and of what a request was restricted to. */

const NOW = '2026-03-02T09:30:00.000Z';

describe('an age', () => {
  test.each([
    ['2026-03-02T09:30:00.000Z', 0],
    ['2026-03-02T09:29:59.999Z', 1 / 3_600_000],
    ['2026-03-02T09:30:00.001Z', undefined],
    ['2026-03-01T09:30:00.000Z', 24],
    ['yesterday', undefined],
  ])('of %s', (since, hours) => {
    expect(ageInHours(since, NOW)).toBe(hours);
  });

  test('in words', () => {
    expect(
      ['2026-03-02T09:30:00.000Z', '2026-03-02T08:30:00.000Z', '2026-02-28T09:30:00.000Z'].map((since) =>
        describeAge(since, NOW),
      ),
    ).toEqual(['less than an hour', '1 hour', '2 days']);
  });
});

test.each([
  [['a', 'b'], 'a; b'],
  [['a', 'b', 'c'], 'a; b; c'],
  [['a', 'b', 'c', 'd'], 'a; b; c; and 1 more'],
])('the first three of %j', (texts, expected) => {
  expect(firstOf(texts, 3, '; ')).toBe(expected);
});

describe('what a finding tells of an inspecting endpoint', () => {
  const told = (rule: string, fault: string): Finding | undefined => {
    const found = brokenWorlds.find((item) => item.rule === rule && item.fault === fault);
    if (found === undefined) throw new Error(`No world of ${rule} says "${fault}"`);
    return diagnoseWorld(found)?.findings.find((item) => item.rule === rule);
  };

  test('one appliance that does not admit GENEVE, and no other', () => {
    const finding = told('PL-GWLB-006', 'the only healthy appliance does not admit GENEVE');
    expect(finding?.message).toMatch(/on udp\/6081\.$/);
  });

  test('the entries of the direction that is closed', () => {
    const admitted = told(
      'PL-ACL-001',
      'the network ACL of the Gateway Load Balancer endpoint admits others than the senders',
    );
    expect(admitted?.evidence.map(({ value }) => value).join()).toContain('10.20.64.0/18');
  });
});

describe('the hours of a metric', () => {
  const SERIES = {
    namespace: 'AWS/NetworkELB',
    metricName: 'Resets',
    stat: 'Sum',
    dimensions: { LoadBalancer: 'net/a' },
  } as const;
  const END = Date.parse('2026-03-02T10:00:00.000Z');
  const ago = (milliseconds: number): string => new Date(END - milliseconds).toISOString();
  const HOUR = 3_600_000;
  const reading = (id: string, given: Partial<MetricData>): MetricData =>
    ({
      ...SERIES,
      id,
      period: 3600,
      startTime: ago(6 * HOUR),
      endTime: ago(0),
      statusCode: 'complete',
      points: [{ timestamp: ago(HOUR), value: 1 }],
      ...given,
    }) as MetricData;
  const read = (...items: readonly MetricData[]): ReturnType<typeof hoursOf> => {
    const inventory = { metricData: new Map(items.map((item) => [item.id, item])) } as unknown as Inventory;
    return hoursOf({ inventory, need: () => undefined }, SERIES);
  };
  const at = (hours: ReturnType<typeof hoursOf>, hoursAgo: number): unknown =>
    'gap' in hours ? hours.gap.reason : hours.at(hoursAgo);

  const older = reading('older', {
    endTime: ago(HOUR),
    startTime: ago(7 * HOUR),
    points: [{ timestamp: ago(2 * HOUR), value: 2 }],
  });
  const newer = reading('newer', {});
  test.each([
    ['read once', [newer], 1],
    ['read earlier too', [newer, older], 1],
    ['read later too', [older, newer], 1],
    [
      'read twice for the same time: the first reading stands',
      [newer, reading('again', { points: [{ timestamp: ago(HOUR), value: 9 }] })],
      1,
    ],
  ])('%s', (_, items, value) => {
    expect(at(read(...items), 0)).toBe(value);
  });

  test.each([
    [3600, 1],
    [3601, 'malformed'],
    [undefined, 'malformed'],
  ])('by periods of %s seconds', (period, value) => {
    const own = period === undefined ? {} : { period };
    const rest = Object.fromEntries(Object.entries(newer).filter(([name]) => name !== 'period')) as typeof newer;
    expect(at(read({ ...rest, ...own }), 0)).toBe(value);
  });

  // The latest hour began an hour ago, the one five hours before it six hours ago.
  test.each([
    [6 * HOUR, 5, 0],
    [6 * HOUR - 3, 5, undefined],
    [6 * HOUR, 6, undefined],
  ])('of a reading that began %s ms ago, %s hours before the latest', (began, hoursAgo, value) => {
    expect(at(read(reading('a', { startTime: ago(began) })), hoursAgo)).toBe(value);
  });
});

describe('a file that is redacted', () => {
  const scope = (account: string, region: string, redacted: boolean): Inventory['scopes'][number] =>
    ({ account, region, ...(redacted ? { addressSpace: 'a' } : {}) }) as unknown as Inventory['scopes'][number];
  test.each([
    ['itself', 'a', 'us-east-1', true],
    ['of another account', 'b', 'us-east-1', false],
    ['of another Region', 'a', 'eu-west-1', false],
  ])('%s', (_, account, region, isGap) => {
    const scopes = [scope(account, region, true), scope('a', 'us-east-1', isGap)];
    expect(redactedGap({ scopes }, { seenBy: 'a', region: 'us-east-1' }) !== undefined).toBe(isGap);
  });
});

describe('a policy for everybody', () => {
  const ALL = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
  test.each([
    ['without a condition', {}, true],
    ['with an empty condition', { Condition: {} }, true],
    ['with a condition', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a' } } }, false],
    ['with a condition that is none', { Condition: 'always' }, false],
  ])('%s', (_, more, open) => {
    expect(policyFacts(JSON.stringify({ Statement: [{ ...ALL, ...more }] }))?.open).toBe(open);
  });
});

describe('a listing that was restricted to something else', () => {
  const worldOf = (rule: string, what: string): ReadWorld => {
    const found = soundWorlds.find((item) => item.rule === rule && item.what === what);
    if (found === undefined) throw new Error(`No world of ${rule} says "${what}"`);
    return found;
  };
  /** The consumer's answers to an operation, once for each filter that it was asked with. */
  const restricted = (snapshot: Snapshot, operation: string, filters: Readonly<Record<string, string>>): Snapshot => ({
    ...snapshot,
    scopes: snapshot.scopes.map((scope) => ({
      ...scope,
      calls: scope.calls.flatMap((call) =>
        call.operation === operation && scope.account === CONSUMER
          ? Object.entries(filters).map(([Name, value]) => ({
              ...call,
              params: { Filters: [{ Name, Values: [value] }] },
            }))
          : [call],
      ),
    })),
  });
  const missing = (
    world: ReadWorld,
    operation: string,
    filters: Readonly<Record<string, string>>,
  ): readonly string[] => {
    const subject = diagnoseWorld(world, restricted(world.build(), operation, filters));
    return subject?.notEvaluated.filter(({ rule }) => rule === world.rule).flatMap((item) => item.missing) ?? ['?'];
  };
  const vpcOf = (world: ReadWorld): string => {
    const endpoints = world
      .build()
      .scopes.flatMap((scope) =>
        scope.calls.flatMap((call) => (call.output['VpcEndpoints'] ?? []) as readonly JsonObject[]),
      );
    const vpcId = endpoints.find((item) => item['VpcEndpointId'] === world.subject)?.['VpcId'];
    return typeof vpcId === 'string' ? vpcId : '';
  };
  const LISTING = 'ec2:DescribeVpcEndpoints';

  test('the VPC’s endpoints do not tell how many gateway endpoints the Region has', () => {
    const gateway = worldOf('PL-GOV-007', 'gateway endpoints have a quota of their own');
    expect(missing(gateway, LISTING, { 'vpc-endpoint-id': gateway.subject, 'vpc-id': vpcOf(gateway) })).toEqual([
      LISTING,
    ]);
  });

  test('they tell how many interface endpoints the VPC has', () => {
    const endpoint = worldOf('PL-GOV-007', 'the VPC has 3 of 4 interface endpoints');
    expect(missing(endpoint, LISTING, { 'vpc-endpoint-id': endpoint.subject, 'vpc-id': vpcOf(endpoint) })).toEqual([]);
  });

  test('S3’s own endpoint does not tell of the gateway endpoint beside it', () => {
    const storage = worldOf('PL-DNS-012', 'the gateway endpoint is there');
    expect(missing(storage, LISTING, { 'vpc-endpoint-id': storage.subject })).toEqual([LISTING]);
  });

  test('another endpoint needs no gateway endpoint beside it', () => {
    const other = {
      ...worldOf('PL-DNS-003', 'private DNS is on, so that the services need not be read'),
      rule: 'PL-DNS-012',
    };
    expect(missing(other, LISTING, { 'vpc-endpoint-id': other.subject })).toEqual([]);
  });

  test('the endpoint’s notifications are asked for by the endpoint', () => {
    const endpoint = { ...worldOf('PL-GOV-004', 'the VPC has one endpoint for the service'), rule: 'PL-ACC-007' };
    const notifications = 'ec2:DescribeVpcEndpointConnectionNotifications';
    expect(missing(endpoint, notifications, { 'vpc-endpoint-id': endpoint.subject })).toEqual([]);
    expect(missing(endpoint, notifications, { 'service-id': endpoint.subject })).toEqual([notifications]);
  });
});

test('a service of AWS that looks at no endpoint policy lets every call pass', () => {
  const what = 'the policy does not allow the call, and the service looks at no policy';
  const world = soundWorlds.find((item) => item.rule === 'PL-POL-002' && item.what === what)!;
  const hops = diagnoseWorld(world)?.hops ?? [];
  expect(hops.find(({ hop }) => hop === 'endpoint-policy')).toMatchObject({
    state: 'pass',
    statement: 'The service looks at no endpoint policy: every call passes.',
  });
});

test('of a backend that was not read, nobody says that it does not face the internet', () => {
  const what = 'the Application Load Balancer behind the service is internal';
  const world = soundWorlds.find((item) => item.rule === 'PL-ADV-006' && item.what === what)!;
  const operation = 'elasticloadbalancing:DescribeTargetHealth';
  const lacks = (snapshot: Snapshot): readonly string[] =>
    (diagnoseWorld(world, snapshot)?.notEvaluated ?? [])
      .filter(({ rule }) => rule === 'PL-ADV-006')
      .flatMap(({ missing }) => missing);
  expect(lacks(world.build())).toEqual([]);
  expect(lacks(denied(world.build(), operation))).toEqual([operation]);
});
