import { judgePlaces, report, tally } from '../unit/estates/score.ts';
import { brokenWorlds } from '../worlds/broken/index.ts';

/*
 * Precision and recall of the diagnosis, by rule area, with every fault of the broken worlds in 50 places of generated
 * estates: node test/bench/run.mjs precision. Minutes of a processor; ESTATES_TIMES and ESTATES_SEED change how much of
 * it and what.
 */

const TIMES = Number(process.env['ESTATES_TIMES'] ?? 50);
const SEED = Number(process.env['ESTATES_SEED'] ?? 1000);
/** Places of one seed, so that something is known before all is done. */
const ROUND = 5;

const total = tally();
for (let round = 0; total.times < TIMES; round += 1) {
  const known = total.wrong.length;
  judgePlaces(brokenWorlds, Math.min(ROUND, TIMES - total.times), SEED + round * 1000, total);
  for (const line of total.wrong.slice(known)) console.log(line);
  console.error(`${total.times} of ${TIMES} places, ${total.wrong.length} not as they must be.`);
}
console.log(report(total));
process.exitCode = total.wrong.length === 0 ? 0 : 1;
