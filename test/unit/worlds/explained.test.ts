import { expect, test } from 'vitest';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import type { HopInstance } from '../../../src/core/diagnosis.ts';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import type { HealthyEstate } from '../../worlds/healthy.ts';
import { snapshotOf } from '../../worlds/world.ts';

const worlds = brokenWorlds.filter(({ rule, base }) => rule === 'PL-NLB-012' && 'service' in base());

test.each(worlds)('what is bad is not shown as good where another finding explains it: $fault', (world) => {
  const estate = world.base() as ReturnType<typeof world.base> & HealthyEstate;
  world.change(estate);
  const targets = (): readonly HopInstance[] => {
    const inventory = buildInventory([snapshotOf(estate.world)]);
    const [subject] = diagnose(inventory, { now: inventory.capturedAt, ids: [world.subject] }).subjects;
    return subject?.hops.find(({ hop }) => hop === 'targets')?.instances ?? [];
  };
  const bad = targets().filter(({ state }) => state === 'fail' || state === 'warn');
  expect(bad).not.toEqual([]);
  // PL-SVC-002 explains it from now on.
  estate.service.configuration['ServiceState'] = 'Failed';
  const good = new Set(targets().flatMap(({ resource, state }) => (state === 'pass' ? [resource] : [])));
  expect(bad.filter(({ resource }) => good.has(resource))).toEqual([]);
});
