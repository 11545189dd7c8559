import { describe, expect, it } from 'vitest';
import type { DiagnoseOptions, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildGraph } from '../../../src/core/graph/build.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { parseSnapshot, serializeSnapshot, type Snapshot } from '../../../src/core/model/snapshot.ts';
import { REDACTION_MODES } from '../../../src/core/redact/known.ts';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { snapshotOf } from '../../worlds/world.ts';
import { CASES } from '../core/cases.ts';
import { snapshotOf as snapshotOfCase, world } from '../core/fixture.ts';
import { diagnosed, judgements, named, redact, renaming, worlds, type Subject } from './support.ts';

it.each(named(worlds))(
  'a redacted snapshot has the diagnosis of the original: %s',
  (_, { build, subject, source, port }) => {
    const snapshot = build();
    const optionsFor = (nameOf: (id: string) => string): Partial<DiagnoseOptions> => ({
      ...(subject === undefined ? {} : { ids: [nameOf(subject)] }),
      ...(source === undefined ? {} : { source: nameOf(source) }),
      ...(port === undefined ? {} : { port }),
    });
    const original = diagnosed(
      [snapshot],
      optionsFor((id) => id),
    );
    for (const mode of REDACTION_MODES) {
      const redacted = redact(snapshot, mode);
      const names = renaming(snapshot, redacted);
      const nameOf = (id: string): string => names.get(id) ?? id;
      expect.soft(judgements(diagnosed([redacted], optionsFor(nameOf))), mode).toEqual(judgements(original, nameOf));
    }
  },
);

const few = worlds.slice(0, 4).flatMap((world) => REDACTION_MODES.map((mode) => ({ ...world, mode })));
it.each(few)('what is redacted is a snapshot ($mode): $name', ({ build, mode }) => {
  const bytes = serializeSnapshot(redact(build(), mode));
  expect(serializeSnapshot(parseSnapshot(bytes, 'redacted'))).toBe(bytes);
});

const cases = CASES.map((item) => ({ ...item, name: `${item.rule}: ${item.name}` }));
it.each(named(cases))('a rule fires where everything is redacted as well: %s', (_, { change, sides, options }) => {
  const built = world();
  change(built);
  const snapshot = snapshotOfCase(built, sides);
  const { source, ...rest } = options ?? {};
  // A source that stands nowhere in the file cannot be asked for in the redacted one.
  const isKnown = source !== undefined && renaming(snapshot, snapshot).has(source);
  const original = diagnosed([snapshot], isKnown ? { ...rest, source } : rest);
  for (const mode of REDACTION_MODES) {
    const redacted = redact(snapshot, mode);
    const names = renaming(snapshot, redacted);
    const nameOf = (id: string): string => names.get(id) ?? id;
    const mapped = {
      ...rest,
      ...(isKnown ? { source: nameOf(source) } : {}),
      ...(rest.knownAccounts === undefined ? {} : { knownAccounts: rest.knownAccounts.map(nameOf) }),
    };
    expect.soft(judgements(diagnosed([redacted], mapped)), mode).toEqual(judgements(original, nameOf));
  }
});

/** One company's part of a snapshot. */
function sideOf(snapshot: Snapshot, at: number): Snapshot {
  return { ...snapshot, scopes: snapshot.scopes.slice(at, at + 1) };
}

/** What two companies can bring together: a snapshot of both, and its subject where it has one. */
const shared: readonly Pick<Subject, 'name' | 'build' | 'subject'>[] = [
  ...worlds.filter(({ name }) => name === 'healthy' || name === 'sample'),
  ...brokenWorlds
    .filter((world) => world.profiles.length === 2)
    .map(({ rule, fault, build, subject }) => ({ name: `${rule}: ${fault}`, build, subject })),
];

it.each(named(shared))('two companies with one key and the other’s hand-over file: %s', (_, { build, subject }) => {
  const snapshot = build();
  const sides = [sideOf(snapshot, 0), sideOf(snapshot, 1)];
  const said = (given: readonly Snapshot[], nameOf?: (id: string) => string): readonly SubjectDiagnosis[] =>
    diagnosed(given, subject === undefined ? {} : { ids: [nameOf?.(subject) ?? subject] });
  const original = said(sides);
  const whole = statesOf(snapshot.scopes.length === sides.length ? original : said([snapshot]));
  for (const mode of REDACTION_MODES) {
    const redacted = sides.map((side) => redact(side, mode));
    const names = sides.map((side, i) => renaming(side, redacted[i]!));
    const nameOf = (id: string): string => names[1]!.get(id) ?? names[0]!.get(id) ?? id;
    expect.soft(judgements(said(redacted, nameOf)), `the pair, ${mode}`).toEqual(judgements(original, nameOf));
    if (mode !== 'handover') continue;
    for (const own of [0, 1]) {
      const other = 1 - own;
      const after = statesOf(said([sides[own]!, redacted[other]!], (id) => names[other]!.get(id) ?? id));
      const changed = [...whole].flatMap(([hop, state]) => {
        const now = after.get(hop);
        // Subjects of the other side that no connection names have another id now.
        return now === undefined || now === state || now === 'unknown' ? [] : [`${hop}: ${state}, now ${now}`];
      });
      expect.soft(changed, `side ${own} read, the other handed over`).toEqual([]);
    }
  }
});

/** The state of each hop of each subject. */
function statesOf(subjects: readonly SubjectDiagnosis[]): ReadonlyMap<string, string> {
  return new Map(subjects.flatMap(({ id, hops }) => hops.map(({ hop, state }) => [`${id} ${hop}`, state])));
}

describe('two companies bring their sides together', () => {
  it('for hand-over with a key each: endpoint, service and owner still join', () => {
    const estate = healthyEstate();
    const snapshot = snapshotOf(estate.world);
    const redacted = [
      redact(sideOf(snapshot, 0), 'handover', 'one key'),
      redact(sideOf(snapshot, 1), 'handover', 'two'),
    ];
    const said = judgements(diagnosed(redacted)) as readonly { id: string; connections: readonly string[] }[];
    const service = said.find((subject) => subject.id === estate.service.id);
    expect(service?.connections).toEqual([`${estate.endpoint.id} available`]);
    expect(said.map((subject) => subject.id)).toContain(estate.endpoint.id);
  });
});

describe('the other company’s hand-over file beside what one reads oneself', () => {
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
  const snapshot = worlds[1]!.build();
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
