import { expect, it } from 'vitest';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import { LARGEST } from '../../worlds/estates/injected.ts';
import { judgePlaces, report, tally } from './score.ts';

/*
 * How right the diagnosis is: every fault of the broken worlds at random places of generated estates, in which nothing
 * else is wrong. It may be found there and nowhere else.
 */

const SEED = Number(process.env['ESTATES_SEED'] ?? 20260302);
/** In how many places each fault is put; `node test/bench/run.mjs precision` takes 50. */
const TIMES = Number(process.env['ESTATES_TIMES'] ?? 2);

const total = tally();
judgePlaces(brokenWorlds, TIMES, SEED, total);
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
