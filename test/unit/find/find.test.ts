import { describe, expect, test } from 'vitest';
import { COMPARED_KINDS } from '../../../src/core/compare/kinds.ts';
import { find } from '../../../src/core/find/find.ts';
import type { FindResult } from '../../../src/core/find/types.ts';
import { buildInventory, type Inventory } from '../../../src/core/model/inventory.ts';
import { arnOf } from '../../../src/core/resources/arn.ts';
import { sampleWorld } from '../../wire/sample-world.ts';
import { estateOf, SMALL } from '../../worlds/estate.ts';
import { ACCOUNTS, healthyEstate } from '../../worlds/healthy.ts';
import { sampleEstate } from '../../worlds/sample.ts';
import { snapshotOf } from '../../worlds/world.ts';

const estate = healthyEstate();
const inventory = buildInventory([snapshotOf(estate.world)]);
const sample = buildInventory([sampleEstate()]);
const EVERYTHING = 100_000;

const ids = (query: string, from: Inventory = inventory): readonly string[] =>
  find(from, query).results.map((result) => result.id);
const first = (query: string): FindResult | undefined => find(inventory, query).results[0];

function all(from: Inventory): readonly { readonly kind: string; readonly id: string; readonly name?: string }[] {
  return COMPARED_KINDS.flatMap((kind) => [...kind.items(from).values()]);
}

describe('what something is known by leads to it', () => {
  test.each([
    ['the sample', sample],
    ['an estate', buildInventory([snapshotOf(estateOf(SMALL))])],
  ])('in %s: every id, ARN, name and tag', (_, from) => {
    const items = COMPARED_KINDS.flatMap((kind) => [...kind.items(from).values()]);
    const known = new Map<string, Set<unknown>>();
    const foundBy = (query: string): Set<unknown> => {
      const cached = known.get(query);
      if (cached !== undefined) return cached;
      const fresh = new Set(find(from, query, EVERYTHING).results.map(({ kind, id }) => `${kind} ${id}`));
      known.set(query, fresh);
      return fresh;
    };
    for (const item of items) {
      const { kind, id, name, tags } = item;
      const arn = arnOf(item);
      const queries = [
        id,
        ...(arn === undefined ? [] : [arn]),
        ...(name === undefined ? [] : [name]),
        ...Object.entries(tags).flatMap(([key, value]) => [`${key}=${value}`, `tag:${key}=${value}`, `tag:${key}`]),
      ];
      for (const query of queries)
        expect(foundBy(query).has(`${kind} ${id}`), `${query} finds ${kind} ${id}`).toBe(true);
    }
    expect(items.length).toBeGreaterThan(100);
  });

  test('of every kind that there is, with every field that AWS has for it', async () => {
    const from = buildInventory([await sampleWorld(2)]);
    const kinds = new Set<string>();
    for (const { kind, id } of all(from)) {
      kinds.add(kind);
      const found = find(from, id, EVERYTHING).results;
      expect(
        found.some((result) => result.kind === kind && result.id === id),
        `${kind} ${id}`,
      ).toBe(true);
    }
    expect(COMPARED_KINDS.map(({ kind }) => kind).filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  test('an endpoint’s id comes before what only names it, in any case', () => {
    expect(ids(estate.endpoint.id.toUpperCase())[0]).toBe(estate.endpoint.id);
    const named = find(inventory, estate.endpointGroupId).results;
    expect(named[0]).toMatchObject({ kind: 'security-group', match: { field: 'id', how: 'exact' } });
    expect(named.find((result) => result.id === estate.endpoint.id)?.match).toEqual({
      field: 'Groups.GroupId',
      value: estate.endpointGroupId,
      how: 'exact',
    });
  });

  test('a part of an id, and words in any order', () => {
    expect(ids(estate.endpoint.id.slice(5, 14))[0]).toBe(estate.endpoint.id);
    expect(ids('interface payments')).toContain(estate.endpoint.id);
    expect(ids('payments interface')).toContain(estate.endpoint.id);
    expect(ids('no such thing')).toEqual([]);
  });

  test('names that begin with the words come before those that hold them', () => {
    const matches = find(inventory, 'payments').results.map((result) => result.match?.how);
    const order = ['exact', 'prefix', 'word'];
    const ownNames = find(inventory, 'payments').results.filter((result) => result.match?.field === 'name');
    const places = ownNames.map((result) => order.indexOf(result.match?.how ?? ''));
    expect(matches[0]).toBe('exact');
    expect(places).toEqual([...places].sort());
    expect(new Set(places).size).toBeGreaterThan(1);
  });

  test('a service’s name leads to the service and to its endpoints', () => {
    const name = inventory.services.get(estate.service.id)?.serviceName ?? '';
    expect(ids(name)).toEqual(expect.arrayContaining([estate.service.id, estate.endpoint.id]));
  });

  test('nothing asked: all endpoints and services, endpoints first', () => {
    const { results, more } = find(inventory, '', 2);
    expect(results.map((result) => result.kind)).toEqual(['vpc-endpoint', 'vpc-endpoint']);
    expect(results.length + more).toBe(inventory.endpoints.size + inventory.services.size);
    expect(results[0]?.match).toBeUndefined();
  });
});

describe('a tag', () => {
  test('is found by key and value, by the beginning of its value, and by its key', () => {
    expect(ids('owner=team-orders')).toEqual([estate.endpoint.id]);
    expect(ids('OWNER=TEAM-O')).toEqual([estate.endpoint.id]);
    expect(ids('tag:owner')).toEqual(expect.arrayContaining([estate.endpoint.id, estate.service.id]));
    expect(first('owner=team-orders')?.match).toEqual({ field: 'tag:owner', value: 'team-orders', how: 'exact' });
    expect(ids('team-orders')).toContain(estate.endpoint.id);
  });
});

describe('an account or a Region', () => {
  test('first what names it from outside, then what lies in it', () => {
    const { results } = find(inventory, '1111-2222-3333', EVERYTHING);
    const named = results.filter((result) => result.account !== ACCOUNTS.consumer);
    expect(named.map((result) => result.kind)).toEqual(
      expect.arrayContaining(['endpoint-connection', 'service-permission']),
    );
    const lies = results.findIndex((result) => result.id === estate.endpoint.id);
    expect(lies).toBeGreaterThan(results.findIndex((result) => result.kind === 'service-permission'));
    expect(results[lies]?.match).toEqual({ field: 'OwnerId', value: ACCOUNTS.consumer, how: 'exact' });
    expect(results.every((r) => r.account === ACCOUNTS.consumer || r.match !== undefined)).toBe(true);
  });

  test('a Region holds everything that was listed in it', () => {
    expect(ids('us-east-1')).toEqual(expect.arrayContaining([estate.endpoint.id, estate.service.id]));
    expect(ids('eu-west-3')).toEqual([]);
  });

  test('a zone is found by its id', () => {
    const subnets = find(inventory, 'use1-az2', EVERYTHING).results.filter((result) => result.kind === 'subnet');
    expect(subnets.length).toBeGreaterThan(0);
    for (const { id } of subnets) expect(inventory.subnets.get(id)?.zoneId).toBe('use1-az2');
  });
});

describe('what a result is a part of', () => {
  test.each([
    ['security-group', 'vpc-endpoint'],
    ['network-acl', 'vpc-endpoint'],
    ['listener', 'endpoint-service'],
    ['target-health', 'endpoint-service'],
    ['service-permission', 'endpoint-service'],
  ])('%s: an %s', (kind, of) => {
    const parts = all(inventory).filter((item) => item.kind === kind);
    const subjects = parts.flatMap(({ id }) => {
      const result = find(inventory, id).results.find((one) => one.kind === kind && one.id === id);
      return result?.subject ?? [];
    });
    expect(subjects.length).toBeGreaterThan(0);
    const known = of === 'vpc-endpoint' ? inventory.endpoints : inventory.services;
    expect(subjects.some((subject) => known.has(subject))).toBe(true);
  });

  test('an endpoint is its own subject', () => {
    expect(first(estate.endpoint.id)?.subject).toBe(estate.endpoint.id);
  });
});

describe('any query at all', () => {
  test.each([
    [
      '*',
      '**',
      '[',
      '(a+)+$',
      '\\',
      '^.*$',
      '.',
      '..',
      '/',
      ':',
      '=',
      '-',
      '::',
      '::ffff:10.0.0.1',
      '0.0.0.0/0',
      '::/0',
    ],
    [
      '999.1.1.1',
      '10.0.0.0/99',
      '10.0.0.0/',
      'é€😀',
      '\u0000',
      '\u202e',
      '__proto__',
      'constructor',
      'tag:',
      'tag:__proto__',
    ],
    ['a'.repeat(10_000), '1.'.repeat(5_000), 'a b '.repeat(2_500), 'a-'.repeat(5_000), `${'x.'.repeat(5_000)}!`],
    [`arn:aws:${':'.repeat(9_000)}`, `https://${'a'.repeat(9_000)}`, '"'.repeat(9_999), `${' '.repeat(9_999)}x`],
  ])('is answered at once (%#)', (...queries) => {
    for (const query of queries) {
      const began = performance.now();
      const { results, gaps, more } = find(sample, query);
      expect(performance.now() - began, query.slice(0, 40)).toBeLessThan(1000);
      expect(results.length).toBeLessThanOrEqual(200);
      expect(more).toBeGreaterThanOrEqual(0);
      expect(Array.isArray(gaps)).toBe(true);
    }
  });

  test('says the same whatever the order in which things were read', () => {
    const snapshot = sampleEstate();
    const turned = { ...snapshot, scopes: [...snapshot.scopes].reverse() };
    for (const query of ['payments', '10.20.0.0/16', 'vpc', '443', '111122223333', 'owner=team']) {
      expect(find(buildInventory([turned]), query)).toEqual(find(sample, query));
    }
  });

  test('shows what is within the limit, and counts the rest', () => {
    const whole = find(sample, 'us-east-1', EVERYTHING);
    const some = find(sample, 'us-east-1', 7);
    expect(some.results).toEqual(whole.results.slice(0, 7));
    expect(some.more).toBe(whole.results.length - 7);
  });
});
