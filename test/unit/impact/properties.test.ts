// What holds of every estate: no permission less makes an answer surer, and neither order nor ids matter.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { denied } from '../../worlds/unread.ts';
import { snapshotOf } from '../../worlds/world.ts';
import { ask, balancerCrosses, groupCrosses, health, secondEndpoint } from './support.ts';

const states = fc.constantFrom('healthy', 'unhealthy', 'initial', 'draining', 'unused');
const worlds = fc
  .record({
    health: fc.tuple(states, states),
    balancer: fc.boolean(),
    group: fc.constantFrom('true' as const, 'false' as const, 'use_load_balancer_configuration' as const),
    zones: fc.constantFrom([0], [1], [0, 1]),
  })
  .map((given) => {
    const estate = healthyEstate();
    health(estate, ...given.health);
    balancerCrosses(estate, given.balancer);
    groupCrosses(estate, given.group);
    secondEndpoint(
      estate,
      estate.endpointSubnets.filter((_, i) => (given.zones as readonly number[]).includes(i)),
    );
    return snapshotOf(estate.world);
  });

const OPERATIONS: readonly string[] = [
  ...new Set(snapshotOf(healthyEstate().world).scopes.flatMap((scope) => scope.calls.map((call) => call.operation))),
].sort();
const ZONES = ['use1-az1', 'use1-az2'];

/** Each answer with what it is about. */
function zoneAnswers(snapshot: Snapshot): ReadonlyMap<string, string> {
  return new Map(
    ask(snapshot)
      .matrix()
      .subjects.flatMap(({ id, zones }) =>
        zones.map(({ zoneId, ifFails }): [string, string] => [
          `${id} ${zoneId}`,
          `${ifFails.answer} ${ifFails.listeners?.join() ?? ''}`,
        ]),
      ),
  );
}

describe('for any estate', () => {
  test('a permission less makes no answer surer', () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...OPERATIONS), (world, operation) => {
        const whole = zoneAnswers(world);
        for (const [about, answer] of zoneAnswers(denied(world, operation))) {
          if (!answer.startsWith('unknown'))
            expect([operation, about, answer]).toEqual([operation, about, whole.get(about) ?? answer]);
        }
        const [before, after] = [ask(world), ask(denied(world, operation))];
        for (const zone of ZONES) {
          const known = new Map(before.impact(zone).affected.map((item) => [item.id, item.extent]));
          for (const { id, extent } of read(() => after.impact(zone).affected)) {
            if (extent !== 'unknown') expect([operation, id, extent]).toEqual([operation, id, known.get(id)]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('the order of what was read does not matter', () => {
    fc.assert(
      fc.property(worlds, fc.integer(), (world, seed) => {
        const turned: Snapshot = {
          ...world,
          scopes: [...world.scopes].reverse().map((scope) => ({
            ...scope,
            calls: seed % 2 === 0 ? [...scope.calls].reverse() : [...scope.calls.slice(3), ...scope.calls.slice(0, 3)],
          })),
        };
        expect(ask(turned).matrix()).toEqual(ask(world).matrix());
        expect(ask(turned).impact('use1-az1')).toEqual(ask(world).impact('use1-az1'));
      }),
      { numRuns: 10 },
    );
  });

  test('other ids change nothing but the ids', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const text = JSON.stringify(world);
        // The same digits in front, so that the order stays.
        const renamed = (json: string): string =>
          json.replace(/\b(vpce|vpce-svc|subnet|sg|eni|acl|rtb)-0([0-9a-f]{15})/g, '$1-0$2'.replace('-0', '-1'));
        const other = JSON.parse(renamed(text)) as Snapshot;
        expect(ask(other).matrix()).toEqual(JSON.parse(renamed(JSON.stringify(ask(world).matrix()))));
        expect(ask(other).impact('use1-az2')).toEqual(
          JSON.parse(renamed(JSON.stringify(ask(world).impact('use1-az2')))),
        );
      }),
      { numRuns: 10 },
    );
  });
});

/** A zone of which nothing was read any more is refused: that is no answer either. */
function read<T>(action: () => readonly T[]): readonly T[] {
  try {
    return action();
  } catch {
    return [];
  }
}
