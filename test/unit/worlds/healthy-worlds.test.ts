import { describe, expect, it } from 'vitest';
import type { HopResult } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { healthyWorlds } from '../../worlds/healthy-worlds.ts';
import { CAPTURED_AT } from '../../worlds/world.ts';

describe.each(healthyWorlds)('$name', ({ build, asked, unknown = [] }) => {
  const { subjects } = diagnose(buildInventory([build()]), { now: CAPTURED_AT, ...asked });

  it('has something in it', () => {
    expect(subjects.length).toBeGreaterThan(0);
  });

  it.each(subjects.map((subject) => [`${subject.kind} ${subject.name}`, subject] as const))(
    '%s: nothing above "low" is said',
    (_, { findings }) => {
      const loud = findings.filter(({ severity }) => severity !== 'low' && severity !== 'info');
      expect(loud.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
    },
  );

  it.each(subjects.map((subject) => [`${subject.kind} ${subject.name}`, subject] as const))(
    '%s: every hop passes that can be judged',
    (_, { hops, verdict }) => {
      const isExpected = (hop: HopResult): boolean => hop.state === 'unknown' && unknown.includes(hop.hop);
      const odd = hops.filter((hop) => hop.state !== 'pass' && hop.state !== 'not-applicable');
      const told = odd.filter((hop) => !isExpected(hop)).map((hop) => `${hop.hop} ${hop.state}: ${hop.statement}`);
      expect(told).toEqual([]);
      expect(verdict).toBe(odd.length > 0 ? 'unknown' : 'healthy');
    },
  );

  it('claims to know nothing that nobody can, and leaves nothing else open', () => {
    const states = subjects.flatMap(({ hops }) =>
      hops.filter(({ state }) => state === 'unknown').map(({ hop }) => hop),
    );
    expect(new Set(states)).toEqual(new Set(unknown));
  });
});

const ofOneSide = healthyWorlds.filter((world) => world.notVisible !== undefined);

describe.each(ofOneSide)('$name', ({ build, asked, notVisible }) => {
  it('says that one side is not visible, and what the other is', () => {
    const { subjects } = diagnose(buildInventory([build()]), { now: CAPTURED_AT, ...asked });
    const sides = subjects
      .filter(({ hops }) => hops.some(({ state }) => state === 'unknown'))
      .map((item) => item.sides);
    const [visible, hidden] =
      notVisible === 'provider' ? (['consumer', 'provider'] as const) : (['provider', 'consumer'] as const);
    for (const side of sides) {
      expect(side[hidden].verdict).toBe('not-visible');
      expect(side[visible].verdict).toBe(hidden === 'provider' ? 'healthy' : 'unknown');
    }
  });
});
