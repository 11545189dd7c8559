import { compareWorlds, describeDisagreement } from '../walk/compare.ts';

/*
 * What is said of the paths of 100,000 random small worlds beside what a packet finds that walks them by a reading of
 * AWS's pages of its own: node test/bench/run.mjs walk. A quarter of an hour of a processor; WALK_WORLDS and WALK_SEED
 * change how many and which.
 */

const WORLDS = Number(process.env['WALK_WORLDS'] ?? 100_000);
const FIRST_SEED = Number(process.env['WALK_SEED'] ?? 1);
const PART = 1000;

const counts = new Map<string, number>();
let wrong = 0;
for (let done = 0; done < WORLDS; done += PART) {
  const part = compareWorlds(FIRST_SEED + done, Math.min(PART, WORLDS - done));
  for (const [kind, count] of Object.entries(part.counts)) counts.set(kind, (counts.get(kind) ?? 0) + count);
  wrong += part.disagreements.length;
  for (const disagreement of part.disagreements) console.log(describeDisagreement(disagreement));
  if (done % (PART * 10) === 0) console.error(`${Math.min(done + PART, WORLDS)} of ${WORLDS} worlds, ${wrong} disagreements`);
}
for (const [kind, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) console.log(`${kind}: ${count}`);
console.log(`${WORLDS} worlds from seed ${FIRST_SEED} on, ${wrong} disagreements`);
process.exitCode = wrong === 0 ? 0 : 1;
