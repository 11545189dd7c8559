import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { INSPECTION_ESTATES } from '../../worlds/gwlb.ts';
import { CAPTURED_AT, snapshotOf } from '../../worlds/world.ts';

const estates = Object.entries(INSPECTION_ESTATES).flatMap(([name, build]) =>
  (['one account', 'two accounts'] as const).map((accounts) => [`${name}, ${accounts}`, build(accounts)] as const),
);

describe.each(estates)('%s', (_, estate) => {
  const { subjects } = diagnose(buildInventory([snapshotOf(estate.world)]), { now: CAPTURED_AT });

  it('has its endpoints and its service', () => {
    const ids = [estate.endpoint.id, estate.otherEndpoint.id, estate.service.id];
    expect(subjects.map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  it.each(subjects.map((subject) => [`${subject.kind} ${subject.name}`, subject] as const))(
    '%s: every applicable hop passes, and nothing above low is said',
    (name, { hops, verdict, findings }) => {
      const failing = hops.filter(({ state }) => state !== 'pass' && state !== 'not-applicable');
      expect(failing.map(({ hop, state, statement }) => `${hop} ${state}: ${statement}`)).toEqual([]);
      expect(verdict).toBe('healthy');
      const loud = findings.filter(({ severity }) => severity !== 'low' && severity !== 'info');
      expect(loud.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
      if (name.startsWith('endpoint')) {
        const passing = hops.filter(({ state }) => state === 'pass').map(({ hop }) => hop);
        expect(passing).toEqual(expect.arrayContaining(['route-table', 'network-acl', 'load-balancer', 'targets']));
      }
    },
  );
});
