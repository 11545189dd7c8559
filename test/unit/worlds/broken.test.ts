import { describe, expect, it } from 'vitest';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import { diagnoseWorld } from './diagnose-world.ts';

describe.each(brokenWorlds)('$rule: $fault', (world) => {
  const subject = diagnoseWorld(world);

  it('is found where it is, and does what AWS says it does', () => {
    const found = subject?.findings.filter((finding) => finding.rule === world.rule);
    expect(found?.map(({ hop, effect }) => `${effect} at ${hop}`)).toContain(`${world.effect} at ${world.hop}`);
    expect(found).toContainEqual(expect.objectContaining({ ...world.finding }));
    const messages = found?.map(({ message }) => message).join('\n');
    for (const part of world.says) expect(messages).toContain(part);
    expect(subject?.verdict).toBe(world.verdict);
  });

  it('shows in the parts of its hop what the hop itself shows', () => {
    const hop = subject?.hops.find((item) => item.hop === world.hop);
    const states = hop?.instances.map(({ state }) => state) ?? [];
    if (states.length > 0 && hop?.state === 'fail') expect(states).toContain('fail');
    if (states.length > 0 && hop?.state === 'warn') expect(states.some((state) => state !== 'pass')).toBe(true);
  });

  it('says whose it is', () => {
    const owners = subject?.findings.filter(({ rule }) => rule === world.rule).map(({ owner }) => owner);
    expect([...new Set(owners)]).toEqual([world.owner]);
    if (world.effect === 'breaks') expect(subject?.rootCause?.owner).toBe(world.owner);
  });

  it(`is ${world.effect === 'breaks' ? '' : 'not '}the root cause`, () => {
    const cause = { rule: world.rule, hop: world.hop, suspected: world.suspected };
    if (world.effect === 'breaks') expect(subject?.rootCause).toMatchObject(cause);
    else expect(subject?.rootCause).toBeUndefined();
  });
});
