import { describe, expect, it } from 'vitest';
import type { Owner } from '../../../src/core/diagnosis.ts';
import { brokenWorlds } from '../../worlds/broken.ts';
import { diagnoseWorld } from './diagnose-world.ts';

/** Who can put it right: what hangs on the consumer's VPC is the consumer's, what stands behind the service the provider's. */
const OWNERS: Readonly<Record<Owner, RegExp>> = {
  consumer: /^PL-(LIF-(003|004|007|010)|NET-(002|004)|SG-\d+|ACL-\d+|DNS-\d+|POL-\d+|RT-\d+)$/,
  // The request waits for the provider, who may also reject it; the hidden side is the provider's.
  provider: /^PL-(LIF-(001|002)|SVC-\d+|ACC-\d+|NLB-00\d|META-002)$/,
  // A zone that one side left and the other stayed in, a port that one asks for and the other does not serve, a permission.
  both: /^PL-(NET-001|NLB-016|META-001)$/,
  aws: /^$/,
};

describe.each(brokenWorlds)('$rule: $fault', (world) => {
  const subject = diagnoseWorld(world);

  it('is found where it is, and does what AWS says it does', () => {
    const found = subject?.findings.filter((finding) => finding.rule === world.rule);
    expect(found?.map(({ hop, effect }) => `${effect} at ${hop}`)).toContain(`${world.effect} at ${world.hop}`);
    expect(subject?.verdict).toBe(world.verdict);
  });

  it('says whose it is', () => {
    const owners = subject?.findings.filter(({ rule }) => rule === world.rule).map(({ owner }) => owner);
    const expected = Object.entries(OWNERS).flatMap(([owner, rules]) => (rules.test(world.rule) ? [owner] : []));
    expect([...new Set(owners)]).toEqual(expected);
    if (world.effect === 'breaks') expect(subject?.rootCause?.owner).toBe(expected[0]);
  });

  it(`is ${world.effect === 'breaks' ? '' : 'not '}the root cause`, () => {
    const cause = { rule: world.rule, hop: world.hop, suspected: false };
    if (world.effect === 'breaks') expect(subject?.rootCause).toMatchObject(cause);
    else expect(subject?.rootCause).toBeUndefined();
  });
});
