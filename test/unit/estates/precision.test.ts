import { expect, it } from 'vitest';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import { estateWith, LARGEST, planned, smallWorlds } from '../../worlds/estates/injected.ts';
import { randomOf } from '../../worlds/estates/random.ts';
import { judge, tally, type Tally } from './score.ts';

/*
 * How right the diagnosis is: every fault of the broken worlds at random places of generated estates, in which nothing
 * else is wrong. It may be found there and nowhere else.
 */

const SEED = Number(process.env['ESTATES_SEED'] ?? 20260302);
/** In how many places each fault is put; 50 take minutes of a processor. */
const TIMES = Number(process.env['ESTATES_TIMES'] ?? 6);
/** How many subjects without a fault of their own are diagnosed in an estate: all of those of a small one. */
const OTHERS = 6;

const random = randomOf(SEED);
const small = smallWorlds();
const total = tally();
planned(brokenWorlds, TIMES, random).forEach(({ faults, size }, index) => {
  judge(estateWith(faults, size, SEED + index, small), OTHERS, random, total);
});
console.log(report(total));

it('finds every fault where it is, and says nothing above "low" of anything else', () => {
  expect(total.wrong.slice(0, 20)).toEqual([]);
});

it.each([...total.byArea])('%s: precision and recall are 1.00', (_, score) => {
  expect(score.injected).toBeGreaterThanOrEqual(TIMES);
  expect(score).toMatchObject({ found: score.injected, false: 0 });
});

it(`reaches from 1 endpoint to ${LARGEST}`, () => {
  expect(Math.min(...total.sizes)).toBe(1);
  expect(Math.max(...total.sizes)).toBeGreaterThanOrEqual(LARGEST);
});

function report({ byArea, judged, sizes, subjects }: Tally): string {
  const sorted = sizes.toSorted((a, b) => a - b);
  const share = (part: number, whole: number): string => (whole === 0 ? '   -' : (part / whole).toFixed(2));
  const lines = [...byArea]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([area, { found, injected, false: wrong }]) =>
        `  ${area.padEnd(5)} ${share(found, found + wrong)}       ${share(found, injected)}    ${String(injected).padStart(6)}`,
    );
  return [
    `Seed ${SEED}: ${brokenWorlds.length} faults, ${TIMES} times each, in ${sizes.length} estates of ${sorted[0]} to ${sorted.at(-1)} endpoints (half of them under ${sorted[Math.floor(sizes.length / 2)]}).`,
    `Diagnosed: every faulty subject and at most ${OTHERS} others of an estate, ${judged} of ${subjects} subjects.`,
    '  area  precision  recall  injected',
    ...lines,
  ].join('\n');
}
