import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect } from '../../src/aws/collect.ts';
import { buildInventory, type Inventory } from '../../src/core/model/inventory.ts';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import { healthyEstate } from '../worlds/healthy.ts';
import { serve, type Wire } from '../worlds/over-the-wire.ts';
import { estates } from '../worlds/random.ts';
import { sampleEstate } from '../worlds/sample.ts';
import { snapshotOf } from '../worlds/world.ts';
import { identitiesOf } from '../wire/identities.ts';

let wire: Wire;

beforeAll(async () => {
  wire = await serve(snapshotOf(healthyEstate().world));
});

afterAll(() => wire.stop());

async function collected(worlds: Snapshot, pageLimit: number): Promise<Snapshot> {
  await wire.server.change({ worlds, identities: identitiesOf(worlds), pageLimit });
  const scopes = [{ profile: 'consumer' }, { profile: 'provider' }];
  const { snapshot, problems } = await collect({ scopes, environment: wire.profiles.environment });
  expect(problems).toEqual([]);
  for (const scope of snapshot.scopes) {
    expect(scope.calls.filter((call) => !call.complete)).toEqual([]);
  }
  return snapshot;
}

/** All that is in an inventory, but how it was asked for; attributes of VPCs that have no endpoint are never asked. */
function contents(inventory: Inventory): unknown {
  const asked = new Set([...inventory.endpoints.values()].map((endpoint) => endpoint.vpcId));
  const kept = Object.entries(inventory).filter(([name]) => !['capturedAt', 'coverage', 'scopes'].includes(name));
  return Object.fromEntries(
    kept.map(([name, resources]) => [
      name,
      [...(resources as ReadonlyMap<string, { readonly id: string }>)]
        .filter(([, { id }]) => name !== 'vpcAttributes' || asked.has(id.split('/')[0]))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  );
}

async function expectWhole(world: Snapshot, pageLimit: number): Promise<void> {
  expect(contents(buildInventory([await collected(world, pageLimit)]))).toEqual(contents(buildInventory([world])));
}

describe('what is collected', () => {
  it('is the healthy world, page by page', async () => {
    await expectWhole(snapshotOf(healthyEstate().world), 2);
  });

  it('is the sample', async () => {
    await expectWhole(sampleEstate(), 1000);
  });

  it('is whatever world there is, whatever the pages', async () => {
    await fc.assert(fc.asyncProperty(estates, fc.integer({ min: 1, max: 20 }), expectWhole), { numRuns: 25 });
  });
});
