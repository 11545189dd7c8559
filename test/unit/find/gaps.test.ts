import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../../src/aws/operations.ts';
import { COMPARED_KINDS } from '../../../src/core/compare/kinds.ts';
import { find } from '../../../src/core/find/find.ts';
import { gapLines, renderFoundText } from '../../../src/core/find/text.ts';
import { relevantTo } from '../../../src/core/find/relevant.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import { ACCOUNTS, healthyEstate } from '../../worlds/healthy.ts';
import { cutOff, denied } from '../../worlds/unread.ts';
import { snapshotOf } from '../../worlds/world.ts';

const estate = healthyEstate();
const healthy = snapshotOf(estate.world);
const NOWHERE = 'eni-0fedcba9876543210';
const INTERFACES = 'ec2:DescribeNetworkInterfaces';

const gapsIn = (snapshot: Snapshot, query: string): readonly string[] =>
  find(buildInventory([snapshot]), query).gaps.map(({ operation, account, why }) => `${operation} ${account} ${why}`);

function without(snapshot: Snapshot, operation: string): Snapshot {
  return {
    ...snapshot,
    scopes: snapshot.scopes.map((scope) => ({
      ...scope,
      calls: scope.calls.filter((call) => call.operation !== operation),
    })),
  };
}

describe('nothing is reported absent unless it was looked for', () => {
  test('an id that is nowhere is not found when its listing came whole', () => {
    const found = find(buildInventory([healthy]), NOWHERE);
    expect(found.gaps).toEqual([]);
    expect(renderFoundText(found)).toBe('Not found.\n');
  });

  test.each([
    ['denied', denied(healthy, INTERFACES, ACCOUNTS.consumer), [`${INTERFACES} ${ACCOUNTS.consumer} denied`]],
    [
      'cut off',
      cutOff(healthy, INTERFACES, 'first'),
      [`${INTERFACES} ${ACCOUNTS.consumer} throttled`, `${INTERFACES} ${ACCOUNTS.provider} throttled`],
    ],
    [
      'not asked',
      without(healthy, INTERFACES),
      [`${INTERFACES} ${ACCOUNTS.consumer} not-asked`, `${INTERFACES} ${ACCOUNTS.provider} not-asked`],
    ],
  ])('it was %s', (_, snapshot, expected) => {
    expect(gapsIn(snapshot, NOWHERE)).toEqual(expected);
    expect(renderFoundText(find(buildInventory([snapshot]), NOWHERE))).toBe('Not found in what was read.\n');
    // For an address and a name it matters too, for an endpoint's id it does not.
    expect(gapsIn(snapshot, '192.0.2.1')).toEqual(expect.arrayContaining([...expected]));
    expect(gapsIn(snapshot, 'nobody')).toEqual(expect.arrayContaining([...expected]));
    expect(gapsIn(snapshot, 'vpce-0fedcba9876543210')).toEqual([]);
  });

  test('an answer about one VPC only is incomplete', () => {
    const narrowed: Snapshot = {
      ...healthy,
      scopes: healthy.scopes.map((scope) => ({
        ...scope,
        calls: scope.calls.map((call) =>
          call.operation === INTERFACES
            ? { ...call, params: { Filters: [{ Name: 'vpc-id', Values: ['vpc-1'] }] } }
            : call,
        ),
      })),
    };
    expect(gapsIn(narrowed, NOWHERE)[0]).toBe(`${INTERFACES} ${ACCOUNTS.consumer} incomplete`);
  });

  test('what is asked one resource at a time counts those that nobody asked about', () => {
    const listeners = 'elasticloadbalancing:DescribeListeners';
    const { gaps } = find(buildInventory([without(healthy, listeners)]), 'tcp/1');
    expect(gaps.find((gap) => gap.operation === listeners)).toMatchObject({
      account: ACCOUNTS.provider,
      why: 'not-asked',
      resources: 1,
    });
    expect(gapsIn(healthy, 'tcp/1').filter((line) => line.startsWith(listeners))).toEqual([]);
  });

  test('an id that was found has nothing to miss', () => {
    expect(gapsIn(denied(healthy, 'ec2:DescribeVpcEndpoints', ACCOUNTS.provider), estate.endpoint.id)).toEqual([]);
    expect(gapsIn(denied(healthy, 'ec2:DescribeVpcEndpoints', ACCOUNTS.provider), 'vpce-0fedcba9876543210')).toEqual([
      `ec2:DescribeVpcEndpoints ${ACCOUNTS.provider} denied`,
    ]);
  });

  test('an account or a Region that nobody read hides everything', () => {
    const arn = 'arn:aws:ec2:eu-west-1:999988887777:vpc-endpoint/vpce-0fedcba9876543210';
    expect(gapsIn(healthy, arn)).toContain('ec2:DescribeVpcEndpoints 999988887777 not-asked');
    expect(gapsIn(healthy, '999988887777')).toContain('ec2:DescribeVpcEndpoints 999988887777 not-asked');
    expect(gapsIn(healthy, 'eu-west-1')).toContain(`ec2:DescribeVpcEndpoints ${ACCOUNTS.consumer} not-asked`);
    expect(gapsIn(healthy, ACCOUNTS.consumer)).not.toContain(`ec2:DescribeVpcEndpoints ${ACCOUNTS.consumer} not-asked`);
  });

  test('tags of load balancers have a request of their own', () => {
    const tags = 'elasticloadbalancing:DescribeTags';
    expect(gapsIn(denied(healthy, tags), 'team=nobody')).toContain(`${tags} ${ACCOUNTS.provider} denied`);
    expect(gapsIn(denied(healthy, tags), '192.0.2.1').filter((line) => line.startsWith(tags))).toEqual([]);
  });

  test('the lines are one for each operation and reason', () => {
    const { gaps } = find(buildInventory([denied(healthy, INTERFACES)]), NOWHERE);
    expect(gapLines(gaps)).toEqual([
      `${INTERFACES} denied: ${ACCOUNTS.consumer} us-east-1, ${ACCOUNTS.provider} us-east-1`,
    ]);
  });
});

test('a whole reading asks for everything that counts as a gap when it was not asked', () => {
  const onRequest = new Set(
    Object.values(OPERATIONS).flatMap(({ name, tier }) => (tier === 'asked' ? [name as string] : [])),
  );
  const { isCertain } = relevantTo({ kind: 'words', words: ['x'] });
  const listings = COMPARED_KINDS.flatMap(({ listing }) => listing ?? []);
  expect(listings.filter((operation) => onRequest.has(operation) && isCertain(operation))).toEqual([]);
});

test('words may stand in what is only read on demand, so their absence is never proved', () => {
  const found = find(buildInventory([healthy]), 'no such words');
  expect(found.gaps).toEqual([]);
  expect(renderFoundText(found)).toBe('Not found in what was read.\n');
});
