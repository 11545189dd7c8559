import { expect, test } from 'vitest';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { buildTree } from '../../../src/core/tree/build.ts';
import { locate } from '../../../src/core/tree/find.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { snapshotOf } from '../../worlds/world.ts';

const estate = healthyEstate();
const inventory = buildInventory([snapshotOf(estate.world)]);
const roots = buildTree(inventory, undefined);

test('an endpoint is located with everything above it', () => {
  const path = locate(inventory, undefined, roots, estate.endpoint.id);
  expect(path?.map((node) => node.kind)).toEqual(['scope', 'endpoints', 'vpc', 'endpoint']);
});

test('a member is located below its subject, and the subject stands in for what the tree does not show', () => {
  const [target = ''] = [...inventory.targetHealth.keys()];
  const path = locate(inventory, undefined, roots, target, estate.service.id);
  expect(path?.map((node) => node.kind)).toEqual([
    'scope',
    'services',
    'service',
    'load-balancer',
    'target-group',
    'target',
  ]);
  const listener = locate(inventory, undefined, roots, 'arn:aws:listener', estate.service.id);
  expect(listener?.at(-1)?.resource).toBe(estate.service.id);
});

test('what is nowhere is not located', () => {
  expect(locate(inventory, undefined, roots, 'vpce-0fedcba9876543210')).toBeUndefined();
});
