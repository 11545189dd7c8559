import { describe, expect, it } from 'vitest';
import { parseSnapshot, serializeSnapshot, type Snapshot } from '../../../src/core/model/snapshot.ts';
import { REDACTION_MODES } from '../../../src/core/redact/known.ts';
import { brokenWorlds } from '../../worlds/broken.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { snapshotOf } from '../../worlds/world.ts';
import { judgements, redact, renaming, worlds } from './support.ts';

const same = (id: string): string => id;

describe.each(REDACTION_MODES)('a snapshot that is redacted (%s)', (mode) => {
  it.each(worlds.map((world) => [world.name, world] as const))('has the diagnosis of the original: %s', (_, world) => {
    const redacted = redact(world.snapshot, mode);
    const names = renaming(world.snapshot, redacted);
    const nameOf = (id: string): string => names.get(id) ?? id;
    const port = world.port === undefined ? {} : { port: world.port };
    const source = world.source === undefined ? {} : { source: world.source };
    const mapped = world.source === undefined ? {} : { source: nameOf(world.source) };
    expect(judgements([redacted], same, { ...port, ...mapped })).toEqual(
      judgements([world.snapshot], nameOf, { ...port, ...source }),
    );
  });

  it.each(worlds.slice(0, 4).map((world) => [world.name, world] as const))('is a snapshot: %s', (_, world) => {
    const bytes = serializeSnapshot(redact(world.snapshot, mode));
    expect(serializeSnapshot(parseSnapshot(bytes, 'redacted'))).toBe(bytes);
  });
});

/** One company's part of a snapshot. */
function sideOf(snapshot: Snapshot, at: number): Snapshot {
  return { ...snapshot, scopes: snapshot.scopes.slice(at, at + 1) };
}

describe('two companies hand over their sides', () => {
  const cases = [
    { name: 'healthy', snapshot: snapshotOf(healthyEstate().world) },
    ...brokenWorlds
      .filter((world) => world.profiles.length === 2)
      .map((world) => ({ name: `${world.rule}: ${world.fault}`, snapshot: world.build() })),
  ];

  it.each(cases)('with one key, and the pair is judged as if both had been read: $name', ({ snapshot }) => {
    const sides = [sideOf(snapshot, 0), sideOf(snapshot, 1)];
    const redacted = sides.map((side) => redact(side, 'handover'));
    const names = new Map(sides.flatMap((side, i) => [...renaming(side, redacted[i]!)]));
    expect(judgements(redacted, same)).toEqual(judgements(sides, (id) => names.get(id) ?? id));
  });

  it('with a key each: endpoint, service and owner still join', () => {
    const estate = healthyEstate();
    const snapshot = snapshotOf(estate.world);
    const redacted = [
      redact(sideOf(snapshot, 0), 'handover', 'one key'),
      redact(sideOf(snapshot, 1), 'handover', 'two'),
    ];
    const said = judgements(redacted, same) as readonly { id: string; connections: readonly string[] }[];
    const service = said.find((subject) => subject.id === estate.service.id);
    expect(service?.connections).toEqual([`${estate.endpoint.id} available`]);
    expect(said.map((subject) => subject.id)).toContain(estate.endpoint.id);
  });
});

describe('the key decides', () => {
  const snapshot = worlds[1]!.snapshot;
  it.each(REDACTION_MODES)('the same key gives the same bytes, another key other tokens: %s', (mode) => {
    const first = redact(snapshot, mode);
    expect(serializeSnapshot(redact(snapshot, mode))).toBe(serializeSnapshot(first));
    const names = renaming(first, redact(snapshot, mode, 'another key'));
    const replaced = [...renaming(snapshot, first)].filter(([before, after]) => before !== after);
    const shared = replaced
      .filter(([, after]) => names.get(after) === after)
      .map(([before, after]) => `${before} → ${after}`);
    // A short network can meet itself by chance, and the policy that AWS attaches only loses its spaces.
    expect(shared.filter((pair) => !/^[\d.]+\/\d+ |^\{/.test(pair))).toEqual([]);
  });
});
