// The packet walk in small pieces, for the mutation run: each piece is one group of tests, and a mutant that the first one
// sees costs no more than its few worlds. `test/unit/walk.test.ts` walks many more.
import { expect, test } from 'vitest';
import { compareWorlds } from '../walk/compare.ts';

const WORLDS = 200;
const FIRST_SEED = 1;
const PIECE = 25;

const pieces = Array.from({ length: WORLDS / PIECE }, (_, i) => FIRST_SEED + i * PIECE);

test.each(pieces)('what is said of a path is what a packet finds on it, from seed %d on', (first) => {
  expect(compareWorlds(first, PIECE).disagreements.map(({ what }) => what)).toEqual([]);
});
