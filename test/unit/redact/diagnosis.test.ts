import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/core/engine.ts';
import { buildGraph } from '../../../src/core/graph/build.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { parseSnapshot, serializeSnapshot, type Snapshot } from '../../../src/core/model/snapshot.ts';
import { REDACTION_MODES } from '../../../src/core/redact/known.ts';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { sampleEstate } from '../../worlds/sample.ts';
import { snapshotOf } from '../../worlds/world.ts';
import { CASES } from '../core/cases.ts';
import { snapshotOf as snapshotOfCase, world } from '../core/fixture.ts';
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

describe.each(REDACTION_MODES)('every rule where it fires, redacted (%s)', (mode) => {
  it.each(CASES.map((item) => [`${item.rule}: ${item.name}`, item] as const))('%s', (_, { change, sides, options }) => {
    const built = world();
    change(built);
    const original = snapshotOfCase(built, sides);
    const redacted = redact(original, mode);
    const names = renaming(original, redacted);
    const nameOf = (id: string): string => names.get(id) ?? id;
    const { source, ...rest } = options ?? {};
    // A source that stands nowhere in the file cannot be asked for in the redacted one.
    const known = source === undefined || !names.has(source) ? {} : { source };
    const mapped = known.source === undefined ? {} : { source: nameOf(known.source) };
    const accounts = rest.knownAccounts === undefined ? {} : { knownAccounts: rest.knownAccounts.map(nameOf) };
    expect(judgements([redacted], same, { ...rest, ...accounts, ...mapped })).toEqual(
      judgements([original], nameOf, { ...rest, ...known }),
    );
  });
});

/** One company's part of a snapshot. */
function sideOf(snapshot: Snapshot, at: number): Snapshot {
  return { ...snapshot, scopes: snapshot.scopes.slice(at, at + 1) };
}

describe('two companies bring their sides together', () => {
  const cases = [
    { name: 'healthy', snapshot: snapshotOf(healthyEstate().world) },
    ...brokenWorlds
      .filter((world) => world.profiles.length === 2)
      .map((world) => ({ name: `${world.rule}: ${world.fault}`, snapshot: world.build() })),
  ];

  const pairs = REDACTION_MODES.flatMap((mode) => cases.map((item) => ({ ...item, mode })));
  it.each(pairs)('with one key, and the pair is judged as it was ($mode): $name', ({ snapshot, mode }) => {
    const sides = [sideOf(snapshot, 0), sideOf(snapshot, 1)];
    const redacted = sides.map((side) => redact(side, mode));
    const names = new Map(sides.flatMap((side, i) => [...renaming(side, redacted[i]!)]));
    expect(judgements(redacted, same)).toEqual(judgements(sides, (id) => names.get(id) ?? id));
  });

  it('for hand-over with a key each: endpoint, service and owner still join', () => {
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

describe('the other company’s hand-over file beside what one reads oneself', () => {
  const cases = [
    { name: 'healthy', snapshot: snapshotOf(healthyEstate().world) },
    { name: 'sample', snapshot: sampleEstate() },
    ...brokenWorlds
      .filter((world) => world.profiles.length === 2)
      .map((world) => ({ name: `${world.rule}: ${world.fault}`, snapshot: world.build() })),
  ];
  const pairs = cases.flatMap((item) => [0, 1].map((own) => ({ ...item, own })));

  it.each(pairs)('never shows a fault that is none, nor hides one ($own): $name', ({ snapshot, own }) => {
    const mixed = [sideOf(snapshot, own), redact(sideOf(snapshot, 1 - own), 'handover')];
    const states = (snapshots: readonly Snapshot[]): ReadonlyMap<string, string> => {
      const inventory = buildInventory(snapshots);
      const { subjects } = diagnose(inventory, { now: snapshot.capturedAt });
      return new Map(subjects.flatMap(({ id, hops }) => hops.map(({ hop, state }) => [`${id} ${hop}`, state])));
    };
    const [before, after] = [states([snapshot]), states(mixed)];
    const changed = [...before].flatMap(([hop, state]) => {
      const now = after.get(hop);
      // Subjects of the other side that no connection names have another id now.
      return now === undefined || now === state || now === 'unknown' ? [] : [`${hop}: ${state}, now ${now}`];
    });
    expect(changed).toEqual([]);
  });

  it('completes the path, all but what compares addresses', () => {
    const { world, endpoint } = healthyEstate();
    const snapshot = snapshotOf(world);
    const inventory = buildInventory([sideOf(snapshot, 0), redact(sideOf(snapshot, 1), 'handover')]);
    const { subjects } = diagnose(inventory, { now: snapshot.capturedAt, ids: [endpoint.id] });
    const [subject] = subjects;
    expect(subject?.hops.filter((hop) => hop.state === 'unknown').map((hop) => hop.hop)).toEqual(['load-balancer']);
    expect(subject?.notEvaluated).toContainEqual({
      rule: 'PL-NLB-008',
      hop: 'load-balancer',
      reason: 'input-missing',
      missing: ['the addresses of both sides, unredacted or redacted with one key'],
    });
    const kinds = buildGraph(inventory, undefined, endpoint.id).nodes.map((node) => node.kind);
    expect(kinds).toEqual(expect.arrayContaining(['endpoint-service', 'load-balancer', 'target-group']));
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
