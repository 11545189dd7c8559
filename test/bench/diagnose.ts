// What a diagnosis of 10,000 endpoints and 500 services costs, beside a tenth of it, and what one endpoint costs alone:
// node test/bench/run.mjs diagnose
import { diagnose } from '../../src/core/engine.ts';
import { buildInventory, type Inventory } from '../../src/core/model/inventory.ts';
import { RULES } from '../../src/core/rules/registry.ts';
import { estateOf, type EstateSize } from '../worlds/estate.ts';
import { snapshotOf } from '../worlds/world.ts';

const EACH: EstateSize = { endpoints: 500, services: 25, loadBalancers: 30, targetGroups: 60, vpcs: 20 };
const NOW = '2026-01-01T00:00:00.000Z';

/** So many accounts of 500 endpoints and 25 services each. */
function inventoryOf(accounts: number): Inventory {
  return buildInventory(
    Array.from({ length: accounts }, (_, i) => snapshotOf(estateOf(EACH, { account: String(100_000_000_000 + i) }))),
  );
}

function timed<T>(work: () => T): readonly [milliseconds: number, result: T] {
  const began = performance.now();
  const result = work();
  return [performance.now() - began, result];
}

console.log(`${RULES.length} rules`);
const perSubject: number[] = [];
for (const accounts of [2, 20]) {
  const inventory = inventoryOf(accounts);
  const runs = Array.from({ length: 3 }, () => timed(() => diagnose(inventory, { now: NOW })));
  const [first] = runs[0] ?? [0];
  const [best] = [...runs].sort(([a], [b]) => a - b)[0] ?? [0];
  const { subjects } = runs[0]?.[1] ?? { subjects: [] };
  const findings = subjects.reduce((sum, subject) => sum + subject.findings.length, 0);
  perSubject.push(best / subjects.length);
  console.log(
    `${subjects.length} subjects, ${findings} findings: first ${(first / 1000).toFixed(2)} s, then ${(best / 1000).toFixed(2)} s, ${((1000 * best) / subjects.length).toFixed(0)} µs a subject`,
  );
  const [endpoint] = inventory.endpoints.keys();
  const [alone] = timed(() => diagnose(inventory, { now: NOW, ids: [endpoint ?? ''] }));
  console.log(`  one endpoint of them ${alone.toFixed(1)} ms`);
}
console.log(`cost a subject, ten times as many: ×${((perSubject[1] ?? 0) / (perSubject[0] ?? 1)).toFixed(2)}`);
