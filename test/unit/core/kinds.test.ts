import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../../src/aws/operations.ts';
import { buildInventory, type Inventory } from '../../../src/core/model/inventory.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../src/core/model/json.ts';
import type { Snapshot, SnapshotCall } from '../../../src/core/model/snapshot.ts';
import { sampleWorld } from '../../wire/sample-world.ts';
import { ACCOUNT, EXAMPLES, GROUP, REGION } from './kind-examples.ts';

function snapshot(calls: readonly Partial<SnapshotCall>[], account = ACCOUNT): Snapshot {
  return {
    format: 'privatelink-snapshot',
    version: 1,
    capturedAt: '2026-01-01T00:00:00.000Z',
    scopes: [
      {
        partition: 'aws',
        account,
        region: REGION,
        profiles: [],
        calls: calls.map((call) => ({
          operation: '',
          params: {},
          status: 'ok',
          complete: true,
          capturedAt: '2026-01-01T00:00:00.000Z',
          output: {},
          ...call,
        })),
      },
    ],
  };
}

/** The inventory's collections of resources: all its maps but what describes the reading itself. */
function collections(inventory: Inventory): readonly [string, ReadonlyMap<string, { id: string; kind: string }>][] {
  return Object.entries(inventory).flatMap(([name, value]) => (value instanceof Map ? [[name, value as never]] : []));
}

describe('an answer as AWS documents it', () => {
  test.each(EXAMPLES)('$operation', ({ collection, operation, params = {}, output, id, expected }) => {
    const inventory = buildInventory([snapshot([{ operation, params, output }])]);
    const found = inventory[collection] as ReadonlyMap<string, object>;
    expect([...found.keys()]).toEqual([id]);
    expect(found.get(id)).toMatchObject({ id, region: REGION, seenBy: ACCOUNT, partition: 'aws', ...expected });
  });

  test('every operation but the identity is one that a kind reads', async () => {
    const world = await sampleWorld(2);
    const named = Object.values(OPERATIONS).map((operation) => operation.name);
    const unread = named.filter((name) => {
      const calls = world.scopes.flatMap((scope) => scope.calls).filter((call) => call.operation === name);
      // The prices of the sample are no JSON; the example above is.
      if (name === 'pricing:GetProducts') return false;
      const inventory = buildInventory([snapshot(calls)]);
      const inCollections = collections(inventory).some(([, items]) => items.size > 0);
      return !inCollections && name !== 'elasticloadbalancing:DescribeTags';
    });
    expect(unread).toEqual(['sts:GetCallerIdentity']);
  });
});

describe('VPC endpoints', () => {
  const endpoint = (raw: JsonObject) =>
    buildInventory([
      snapshot([
        { operation: 'ec2:DescribeVpcEndpoints', output: { VpcEndpoints: [{ VpcEndpointId: 'vpce-1', ...raw }] } },
      ]),
    ]).endpoints.get('vpce-1');

  test('private DNS preferences, payers and prefixes are read', () => {
    expect(
      endpoint({
        VpcEndpointType: 'Resource',
        DnsOptions: {
          PrivateDnsPreference: 'VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS',
          PrivateDnsSpecifiedDomains: ['example.com'],
        },
        PayerResponsibilities: [
          { Scope: 'vpc-endpoint-charges', PayerResponsibilityType: 'vpc-endpoint-service-account' },
        ],
        Ipv4Prefixes: [{ SubnetId: 'subnet-1', IpPrefixes: ['10.0.0.16/28'] }],
        Ipv6Prefixes: [{ SubnetId: 'subnet-1', IpPrefixes: ['2001:db8::/80'] }],
      }),
    ).toMatchObject({
      privateDnsPreference: 'verified_domains_and_specified_domains',
      privateDnsSpecifiedDomains: ['example.com'],
      payerResponsibilities: [{ scope: 'vpc-endpoint-charges', type: 'vpc-endpoint-service-account' }],
      ipv4Prefixes: [{ subnetId: 'subnet-1', prefixes: ['10.0.0.16/28'] }],
      ipv6Prefixes: [{ subnetId: 'subnet-1', prefixes: ['2001:db8::/80'] }],
    });
  });

  test('a type that is new is kept as it is', () => {
    expect(endpoint({ VpcEndpointType: 'Tunnel', State: 'Available' })).toMatchObject({
      type: 'Tunnel',
      state: 'available',
    });
  });
});

describe('what two operations say of one resource', () => {
  const BALANCER = `arn:aws:elasticloadbalancing:us-east-1:${ACCOUNT}:loadbalancer/net/one/1`;
  const balancers = {
    operation: 'elasticloadbalancing:DescribeLoadBalancers',
    output: { LoadBalancers: [{ LoadBalancerArn: BALANCER, LoadBalancerName: 'one' }] },
  };
  const groups = {
    operation: 'elasticloadbalancing:DescribeTargetGroups',
    output: { TargetGroups: [{ TargetGroupArn: GROUP, TargetGroupName: 'my-targets' }] },
  };
  const tags = {
    operation: 'elasticloadbalancing:DescribeTags',
    params: { ResourceArns: [BALANCER, GROUP] },
    output: {
      TagDescriptions: [
        {
          ResourceArn: BALANCER,
          Tags: [
            { Key: 'project', Value: 'lima' },
            { Key: 'Name', Value: 'Orders' },
          ],
        },
        { ResourceArn: GROUP, Tags: [{ Key: 'department', Value: 'digital-media' }] },
      ],
    },
  };

  test('load balancers and target groups have the tags that are described apart', () => {
    const inventory = buildInventory([snapshot([balancers, groups, tags])]);
    expect(inventory.loadBalancers.get(BALANCER)).toMatchObject({
      name: 'Orders',
      tags: { project: 'lima', Name: 'Orders' },
    });
    expect(inventory.targetGroups.get(GROUP)).toMatchObject({
      name: 'my-targets',
      tags: { department: 'digital-media' },
    });
  });

  test('without them they have the name that the API gives', () => {
    const inventory = buildInventory([snapshot([balancers, groups])]);
    expect(inventory.loadBalancers.get(BALANCER)).toMatchObject({ name: 'one', tags: {} });
  });

  const listed = {
    operation: 'vpc-lattice:ListResourceConfigurations',
    output: { items: [{ id: 'rcfg-1', name: 'listed', status: 'CREATE_IN_PROGRESS', domainVerificationId: 'dv-1' }] },
  };
  const looked = {
    operation: 'vpc-lattice:GetResourceConfiguration',
    params: { resourceConfigurationIdentifier: 'rcfg-1' },
    output: { id: 'rcfg-1', status: 'ACTIVE', portRanges: ['443'] },
  };

  test.each([[[listed, looked]], [[looked, listed]]])(
    'a resource configuration is both, the look-up first',
    (calls) => {
      expect(buildInventory([snapshot(calls)]).resourceConfigurations.get('rcfg-1')).toMatchObject({
        name: 'listed',
        status: 'active',
        domainVerificationId: 'dv-1',
        portRanges: ['443'],
      });
    },
  );

  test('the ports of a resource configuration that was only listed are not known', () => {
    const found = buildInventory([snapshot([listed])]).resourceConfigurations.get('rcfg-1');
    expect(found).toMatchObject({ status: 'create_in_progress' });
    expect(found).not.toHaveProperty('portRanges');
  });
});

describe('malformed answers', () => {
  /** A small generator of numbers below `limit` that gives the same ones at each run (mulberry32). */
  function random(seed: number): (limit: number) => number {
    let state = seed;
    return (limit) => {
      state = (state + 0x6d2b79f5) | 0;
      let value = Math.imul(state ^ (state >>> 15), 1 | state);
      value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
      return ((value ^ (value >>> 14)) >>> 0) % limit;
    };
  }

  const WRONG: readonly Json[] = [null, '', 'text', '{"a":', -1, 1.5, true, [], [null], ['x'], [[]], {}, { a: null }];

  /** The value with some of its parts replaced by what does not belong there, or left out. */
  function damaged(value: Json, pick: (limit: number) => number): Json {
    if (pick(12) === 0) return WRONG[pick(WRONG.length)] ?? null;
    if (Array.isArray(value)) return value.map((item: Json) => damaged(item, pick));
    if (!isJsonObject(value)) return value;
    const kept = Object.entries(value).filter(() => pick(10) !== 0);
    return Object.fromEntries(kept.map(([key, item]) => [key, damaged(item ?? null, pick)]));
  }

  test('are read without ever throwing', async () => {
    const calls = (await sampleWorld(2)).scopes.flatMap((scope) => scope.calls);
    const whole = buildInventory([snapshot(calls)]);
    for (let seed = 0; seed < 150; seed += 1) {
      const pick = random(seed);
      const broken = calls.map((call) => ({
        ...call,
        params: damaged(call.params, pick) as JsonObject,
        output: damaged(call.output, pick) as JsonObject,
      }));
      const inventory = buildInventory([
        snapshot(broken.filter((call) => isJsonObject(call.params) && isJsonObject(call.output))),
      ]);
      for (const [name, items] of collections(inventory)) {
        for (const [key, item] of items) {
          expect(typeof item.id, `${name} ${key}`).toBe('string');
          const [first] = (whole[name as keyof Inventory] as ReadonlyMap<string, { kind: string }>).values();
          if (first !== undefined) expect(item.kind).toBe(first.kind);
        }
      }
    }
  });
});
