import { describe, expect, it } from 'vitest';
import { soundWorlds } from '../../worlds/broken/index.ts';
import { diagnoseWorld } from './diagnose-world.ts';

describe.each(soundWorlds)('$rule is silent: $what', (world) => {
  const subject = diagnoseWorld(world);

  it('has nothing to say above "low"', () => {
    const found = subject?.findings.filter(
      ({ rule, severity }) =>
        rule === world.rule || (world.verdict === 'healthy' && !['low', 'info'].includes(severity)),
    );
    expect(found?.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });

  it(`is ${world.verdict}`, () => {
    const others = subject?.hops.filter(({ state }) => state !== 'pass' && state !== 'not-applicable') ?? [];
    const told = others.map(({ hop, statement }) => `${hop}: ${statement}`).join('\n');
    expect(subject?.verdict, told).toBe(world.verdict);
    for (const part of world.says ?? []) expect(told).toContain(part);
  });
});
