import { describe, expect, it } from 'vitest';
import { isWhole, narrowedTo, withNewer } from '../../../src/core/model/answers.ts';
import type { JsonObject } from '../../../src/core/model/json.ts';
import type { SnapshotCall } from '../../../src/core/model/snapshot.ts';

const OLD = '2026-03-02T09:00:00.000Z';
const NEW = '2026-03-02T10:00:00.000Z';

function listing(given: Partial<SnapshotCall>, ...ids: readonly string[]): SnapshotCall {
  return {
    operation: 'ec2:DescribeSecurityGroups',
    params: {},
    status: 'ok',
    complete: true,
    capturedAt: OLD,
    calls: 1,
    output: { SecurityGroups: ids.map((id) => ({ GroupId: id, VpcId: id.replace(/^sg-(.).*/, 'vpc-$1') })) },
    ...given,
  };
}

const about = (...vpcs: readonly string[]): JsonObject => ({ Filters: [{ Name: 'vpc-id', Values: vpcs }] });
const groupsOf = (row: SnapshotCall | undefined): readonly unknown[] =>
  ((row?.output['SecurityGroups'] ?? []) as { GroupId: string }[]).map((group) => group.GroupId);

describe('what a request is about', () => {
  it('is everything without parameters that narrow it down', () => {
    expect(isWhole({})).toBe(true);
    expect(isWhole({ IncludeManagedResources: true })).toBe(true);
    expect(isWhole(about('vpc-a'))).toBe(false);
  });

  it('is the values of one filter, or of one parameter', () => {
    expect(narrowedTo(about('vpc-a', 'vpc-b'))).toEqual({ by: 'vpc-id', values: ['vpc-a', 'vpc-b'] });
    expect(narrowedTo({ LoadBalancerArns: ['arn:1'] })).toEqual({ by: 'LoadBalancerArns', values: ['arn:1'] });
    expect(narrowedTo({ ServiceId: 'vpce-svc-1' })).toEqual({ by: 'ServiceId', values: ['vpce-svc-1'] });
    expect(narrowedTo({})).toBeUndefined();
    expect(narrowedTo({ VpcId: 'vpc-a', Attribute: 'enableDnsSupport' })).toBeUndefined();
    expect(
      narrowedTo({ Filters: [...(about('vpc-a')['Filters'] as JsonObject[]), { Name: 'x', Values: [] }] }),
    ).toBeUndefined();
  });
});

describe('a newer answer', () => {
  it('takes the place of the older one to the same request', () => {
    const newer = listing({ capturedAt: NEW }, 'sg-a1');
    expect(withNewer([listing({}, 'sg-a1', 'sg-b1')], [newer])).toEqual([newer]);
  });

  it('to everything replaces narrow ones', () => {
    const newer = listing({ capturedAt: NEW }, 'sg-a1');
    expect(withNewer([listing({ params: about('vpc-a') }, 'sg-a1', 'sg-a2')], [newer])).toEqual([newer]);
  });

  it('about some takes these, and only these, out of the older listing: what is gone is gone', () => {
    const newer = listing({ capturedAt: NEW, params: about('vpc-a') }, 'sg-a1');
    const [older, narrow] = withNewer([listing({}, 'sg-a1', 'sg-a2', 'sg-b1')], [newer]);
    expect(groupsOf(older)).toEqual(['sg-b1']);
    expect(older).toMatchObject({ complete: true, capturedAt: OLD });
    expect(groupsOf(narrow)).toEqual(['sg-a1']);
  });

  it('about some leaves what is about others', () => {
    const other = listing({ params: about('vpc-b') }, 'sg-b1');
    expect(withNewer([other], [listing({ capturedAt: NEW, params: about('vpc-a') }, 'sg-a1')])[0]).toBe(other);
  });

  it('to another operation changes nothing', () => {
    const older = listing({}, 'sg-a1');
    const newer = listing({ operation: 'ec2:DescribeSubnets', params: about('vpc-a') });
    expect(withNewer([older], [newer])[0]).toBe(older);
  });
});

describe('a newer request that came to nothing', () => {
  it('makes the older listing incomplete: it still shows, and proves nothing', () => {
    const failed = listing({
      capturedAt: NEW,
      params: about('vpc-a'),
      status: 'denied',
      errorCode: 'X',
      complete: false,
    });
    const [older] = withNewer([listing({}, 'sg-a1', 'sg-b1')], [failed]);
    expect(older).toMatchObject({ complete: false, status: 'denied', errorCode: 'X' });
    expect(groupsOf(older)).toEqual(['sg-a1', 'sg-b1']);
  });

  it('takes the place of the older answer to the same request', () => {
    const failed = listing({ capturedAt: NEW, status: 'failed', complete: false });
    expect(withNewer([listing({}, 'sg-a1')], [failed])).toEqual([failed]);
  });

  it.each(['cancelled', 'not-asked'] as const)('changes nothing when it was %s', (status) => {
    const older = listing({}, 'sg-a1');
    const unmade = listing({ capturedAt: NEW, status, complete: false });
    expect(withNewer([older], [unmade])).toEqual([older]);
    expect(withNewer([], [unmade])).toEqual([unmade]);
  });
});
