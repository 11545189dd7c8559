// How long writing code for a thousand endpoints takes, in each format: node test/bench/run.mjs code
import { generateCode } from '../../src/core/iac/generate.ts';
import { CODE_FORMATS } from '../../src/core/iac/types.ts';
import { buildInventory } from '../../src/core/model/inventory.ts';
import { estateOf, HUGE } from '../worlds/estate.ts';
import { snapshotOf } from '../worlds/world.ts';

const inventory = buildInventory([snapshotOf(estateOf(HUGE, { account: '100000000000' }))]);
const ids = [...inventory.endpoints.keys()].slice(0, 1000);

console.log(`${ids.length} endpoints, with import`);
for (const format of CODE_FORMATS) {
  const began = performance.now();
  const { text } = generateCode(inventory, ids, format, { imports: true });
  const taken = performance.now() - began;
  console.log(`${taken.toFixed(0).padStart(7)} ms  ${format}, ${(text.length / 1e6).toFixed(1)} MB`);
}
