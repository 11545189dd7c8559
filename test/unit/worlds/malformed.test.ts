import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { healthyWorlds } from '../../worlds/healthy-worlds.ts';
import { randomOf } from '../../worlds/estates/random.ts';
import { snapshotOf } from '../../worlds/world.ts';
import { describePlace, malformed, placesOf, WAYS, type Place, type Way } from '../../worlds/malformed.ts';
import { diagnoseWorld, optionsOf } from './diagnose-world.ts';

const SEED = Number(process.env['MALFORMED_SEED'] ?? 20260302);
const RUNS = Number(process.env['MALFORMED_RUNS'] ?? 400);
const random = randomOf(SEED);
console.log(`Seed ${SEED}: ${RUNS} answers that are not as AWS documents them.`);

const places = new Map<Snapshot, readonly Place[]>();
function anyPlace(snapshot: Snapshot): Place {
  const known = places.get(snapshot) ?? placesOf(snapshot);
  places.set(snapshot, known);
  return random.pick(known);
}

/** Ways that no value of the field could come: a text may be another name, and what is gone may never have been there. */
const WRONG_TYPES: readonly Way[] = ['null', 'number', 'list', 'object'];

describe('an answer of which one part is not as it should be', () => {
  it('never throws, whatever is asked', () => {
    const built = healthyWorlds.map(({ build }) => build());
    for (let run = 0; run < RUNS / 4; run += 1) {
      const snapshot = random.pick(built);
      const [place, way] = [anyPlace(snapshot), random.pick(WAYS)];
      const act = (): void => {
        diagnose(buildInventory([malformed(snapshot, place, way)]), optionsOf([]));
      };
      expect(act, `${way}: ${describePlace(place)}`).not.toThrow();
    }
  });

  it('makes nothing healthy that is broken', () => {
    const worlds = brokenWorlds
      .filter(({ verdict }) => verdict === 'broken')
      .map((world) => ({ world, snapshot: world.build() }));
    const said: string[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const { world, snapshot } = random.pick(worlds);
      const [place, way] = [anyPlace(snapshot), random.pick(WRONG_TYPES)];
      if (diagnoseWorld(world, malformed(snapshot, place, way))?.verdict === 'healthy') {
        said.push(`${world.rule}: ${world.fault}: ${way}: ${describePlace(place)}`);
      }
    }
    expect(said).toEqual([]);
  });
});

it('a subnet without its IPv4 range is no proof of an IPv6-only one', () => {
  const estate = healthyEstate();
  for (const { raw } of estate.endpointSubnets) delete raw['CidrBlock'];
  const [subject] = diagnose(buildInventory([snapshotOf(estate.world)]), {
    ...optionsOf([]),
    ids: [estate.endpoint.id],
  }).subjects;
  expect(subject?.hops.find(({ hop }) => hop === 'endpoint')?.state).toBe('unknown');
  expect(subject?.findings.map(({ rule }) => rule)).not.toContain('PL-IP-002');
});
