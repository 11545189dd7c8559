// How long a search takes in ten thousand endpoints: node test/bench/run.mjs find
import { COMPARED_KINDS } from '../../src/core/compare/kinds.ts';
import { entriesOf } from '../../src/core/find/entries.ts';
import { find } from '../../src/core/find/find.ts';
import { buildInventory } from '../../src/core/model/inventory.ts';
import { estateOf, HUGE } from '../worlds/estate.ts';
import { snapshotOf } from '../worlds/world.ts';

const ACCOUNTS = Array.from({ length: 4 }, (_, i) => `10000000000${i}`);

const inventory = buildInventory(ACCOUNTS.map((account) => snapshotOf(estateOf(HUGE, { account }))));
const resources = COMPARED_KINDS.reduce((sum, kind) => sum + kind.items(inventory).size, 0);
const [endpoint] = inventory.endpoints.values();
const [networkInterface] = inventory.networkInterfaces.values();

function timed<T>(work: () => T): readonly [milliseconds: number, result: T] {
  const began = performance.now();
  const result = work();
  return [performance.now() - began, result];
}

const shown = (milliseconds: number): string => `${milliseconds.toFixed(1).padStart(7)} ms`;

console.log(`${inventory.endpoints.size} endpoints, ${resources} resources in all`);
const [built] = timed(() => entriesOf(inventory));
console.log(`${shown(built)}  texts, once for an inventory`);
for (const query of [
  '',
  endpoint?.id ?? '',
  'vpce-0',
  'endpoint-1234',
  'interface endpoint',
  networkInterface?.privateIps?.[0] ?? '',
  '10.0.0.0/8',
  '0.0.0.0/0',
  endpoint?.dnsEntries?.[0]?.dnsName ?? '',
  endpoint?.serviceName ?? '',
  'Name=endpoint-1234',
  'tcp/443',
  '100000000001',
  'us-east-1',
  'nothing-has-this-name',
]) {
  const [cold] = timed(() => find(inventory, query));
  const runs = Array.from({ length: 5 }, () => timed(() => find(inventory, query)));
  const [middle] = runs
    .map(([milliseconds]) => milliseconds)
    .sort((a, b) => a - b)
    .slice(2);
  const found = runs[0]?.[1];
  const count = (found?.results.length ?? 0) + (found?.more ?? 0);
  console.log(`${shown(middle ?? 0)}  (first ${shown(cold)})  ${String(count).padStart(6)} for "${query}"`);
}
