// The engine beside a packet that walks the same world, by a reading of AWS’s pages that shares no code with it.
import { describe, expect, test } from 'vitest';
import { compareWorlds, describeDisagreement } from '../walk/compare.ts';

/** `node test/bench/run.mjs walk` walks a hundred times as many; `WALK_SEED` begins elsewhere. */
const WORLDS = Number(process.env['WALK_WORLDS'] ?? 1000);
const FIRST_SEED = Number(process.env['WALK_SEED'] ?? 1);
const PART = 500;

describe(`${WORLDS} random worlds from seed ${FIRST_SEED} on`, () => {
  const parts = Array.from({ length: Math.ceil(WORLDS / PART) }, (_, i) => ({
    first: FIRST_SEED + i * PART,
    count: Math.min(PART, WORLDS - i * PART),
  }));
  test.each(parts)(
    'from seed $first on, what is said of a path is what a packet finds on it',
    ({ first, count }) => {
      const { disagreements } = compareWorlds(first, count);
      expect(disagreements.slice(0, 5).map(describeDisagreement).join('\n')).toBe('');
    },
    600_000,
  );

  test('the worlds hold paths of every kind, lost at every place', () => {
    const { counts } = compareWorlds(FIRST_SEED, PART);
    const found = new Set(Object.keys(counts).map((key) => key.split(':')[0]));
    expect([...found].sort()).toEqual(
      [
        'dead acceptance',
        'dead dns',
        'dead endpoint',
        'dead endpoint-security-group',
        'dead listener',
        'dead load-balancer',
        'dead network-acl',
        'dead route-table',
        'dead source',
        'dead targets',
        'open',
        'part',
        'perhaps',
      ].sort(),
    );
  }, 600_000);
});
