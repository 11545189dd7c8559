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

  it(world.lacks === undefined ? 'is judged' : `lacks ${world.lacks}`, () => {
    const gaps = subject?.notEvaluated.filter(({ rule }) => rule === world.rule) ?? [];
    const missing = gaps.map(({ missing: parts }) => parts.join(', ')).join('; ');
    if (world.lacks === undefined) expect(missing).toBe('');
    else expect(missing).toContain(world.lacks);
  });

  it(`is ${world.verdict}`, () => {
    const others = subject?.hops.filter(({ state }) => state !== 'pass' && state !== 'not-applicable') ?? [];
    expect(subject?.verdict, others.map(({ hop, statement }) => `${hop}: ${statement}`).join('\n')).toBe(world.verdict);
  });
});
