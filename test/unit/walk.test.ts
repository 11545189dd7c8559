// The engine beside a packet that walks the same world, by a reading of AWS’s pages that shares no code with it.
import { describe, expect, test } from 'vitest';
import { compareWorlds, type Disagreement } from '../walk/compare.ts';

/** `WALK_WORLDS=100000 npx vitest run --project unit test/unit/walk.test.ts` walks that many; `WALK_SEED` begins elsewhere. */
const WORLDS = Number(process.env['WALK_WORLDS'] ?? 1000);
const FIRST_SEED = Number(process.env['WALK_SEED'] ?? 1);
const PART = 500;

function describeDisagreement({ asked, first, what, ways, said }: Disagreement): string {
  const lines = ways.map(
    ({ transport, zone, target, lost, unsaid, partly }) =>
      `  ${transport} ${zone} ${target ?? ''}: ${lost ?? unsaid ?? (partly === true ? 'in part' : 'through')}`,
  );
  const hops = said.hops.map(({ hop, state }) => `${hop} ${state}`).join(', ');
  return [`seed ${asked.seed} (WALK_SEED=${first}): ${what}`, ...lines, `  ${hops}`].join('\n');
}

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
