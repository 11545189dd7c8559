import { expect, test } from 'vitest';
import { OPERATIONS } from '../../../src/aws/operations.ts';
import { COMPARED_KINDS } from '../../../src/core/compare/kinds.ts';
import { kindWords } from '../../../src/core/compare/words.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';

const inventory = buildInventory([]);

test('every kind that the inventory holds is compared', () => {
  // What was measured at a time differs at every other time.
  const measured: readonly unknown[] = [inventory.metricData, inventory.events, inventory.products];
  const held = Object.values(inventory).filter((value) => value instanceof Map && !measured.includes(value));
  expect(held.length).toBeGreaterThan(15);
  const compared = new Set<unknown>(COMPARED_KINDS.map((kind) => kind.items(inventory)));
  expect(held.filter((items) => !compared.has(items))).toEqual([]);
});

test('every kind has words and operations that the product may ask', () => {
  const allowed = new Set<string>(Object.values(OPERATIONS).map((operation) => operation.name));
  for (const { kind, operations } of COMPARED_KINDS) {
    expect(kindWords(kind, 2), kind).not.toBe(kind);
    expect(operations.filter((operation) => !allowed.has(operation))).toEqual([]);
  }
});
