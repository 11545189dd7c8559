import type { DiagnoseOptions, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../src/core/model/json.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import type { RedactionMode } from '../../../src/core/redact/known.ts';
import { redactSnapshot } from '../../../src/core/redact/redact.ts';
import { keyedHash } from '../../../src/files/redaction-key.ts';
import type { BrokenWorld } from '../../worlds/broken/faults.ts';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import { ACCOUNTS, healthyEstate } from '../../worlds/healthy.ts';
import { crossRegionEstate, oneAccountEstate } from '../../worlds/placements.ts';
import { sampleEstate } from '../../worlds/sample.ts';
import { cutOff, denied } from '../../worlds/unread.ts';
import { snapshotOf } from '../../worlds/world.ts';

/** The worlds say the same few thousand things: each is hashed once. */
const hashed = new Map<string, string>();

export function redact(snapshot: Snapshot, mode: RedactionMode, key = 'the key of these tests'): Snapshot {
  const hash = keyedHash(Buffer.from(key));
  const recalled = (text: string): string => {
    const keyed = `${key} ${text}`;
    const known = hashed.get(keyed) ?? hash(text);
    hashed.set(keyed, known);
    return known;
  };
  return redactSnapshot(snapshot, { mode, hash: recalled });
}

/** A snapshot to redact, and what is asked of its diagnosis. */
export interface Subject {
  readonly name: string;
  readonly build: () => Snapshot;
  /** What to diagnose; everything by default. */
  readonly subject?: string;
  readonly source?: string;
  readonly port?: number;
}

/** Every world of test/worlds, and each of its operations unread in two ways. */
export const worlds: readonly Subject[] = [
  { name: 'healthy', build: () => snapshotOf(healthyEstate().world) },
  { name: 'sample', build: sampleEstate },
  { name: 'one account', build: () => snapshotOf(oneAccountEstate().world) },
  { name: 'two Regions', build: () => snapshotOf(crossRegionEstate().world) },
  ...brokenWorlds.map(fromBroken),
  ...unreadWorlds(),
];

/** For `it.each`: each with its whole name in front. */
export function named<T extends { readonly name: string }>(items: readonly T[]): readonly (readonly [string, T])[] {
  return items.map((item) => [item.name, item]);
}

function fromBroken(world: BrokenWorld): Subject {
  const accounts: readonly string[] = world.profiles.map((profile) => ACCOUNTS[profile]);
  const option = (name: string): string | undefined =>
    world.args.includes(name) ? world.args[world.args.indexOf(name) + 1] : undefined;
  const [source, port] = [option('--source'), option('--port')];
  return {
    name: `${world.rule}: ${world.fault}`,
    build: () => {
      const built = world.build();
      return { ...built, scopes: built.scopes.filter((scope) => accounts.includes(scope.account)) };
    },
    subject: world.subject,
    ...(source === undefined ? {} : { source }),
    ...(port === undefined ? {} : { port: Number(port) }),
  };
}

function unreadWorlds(): readonly Subject[] {
  const whole = snapshotOf(healthyEstate().world);
  const operations = [...new Set(whole.scopes.flatMap((scope) => scope.calls.map((call) => call.operation)))];
  return operations.flatMap((operation) => [
    { name: `${operation} denied`, build: () => denied(whole, operation) },
    { name: `${operation} cut off`, build: () => cutOff(whole, operation, 'first') },
  ]);
}

/** Each string of the one that became a string of the other at the same place. @throws where the shapes differ */
export function renaming(before: Snapshot, after: Snapshot): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  const walk = (a: Json | undefined, b: Json | undefined, path: string): void => {
    if (typeof a === 'string' && typeof b === 'string') pairs.set(a, b);
    else if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
      (a as readonly Json[]).forEach((item, i) => {
        walk(item, (b as readonly Json[])[i], `${path}[${i}]`);
      });
    } else if (isJsonObject(a) && isJsonObject(b)) {
      const [lost, found] = [without(a, b), without(b, a)];
      if (lost.length !== found.length) throw new Error(`${path} has other members`);
      for (const key of Object.keys(a)) walk(a[key], b[found[lost.indexOf(key)] ?? key], `${path}.${key}`);
    } else if (a !== b && typeof a !== 'number') throw new Error(`${path} changed its shape`);
  };
  before.scopes.forEach((scope, i) => {
    // Only the redacted one names a key.
    const keyless = (one: Snapshot['scopes'][number] | undefined): Json =>
      ({ ...one, addressSpace: '' }) as unknown as Json;
    walk(keyless(scope), keyless(after.scopes[i]), `scopes[${i}]`);
  });
  return pairs;
}

/** The members of one object that the other lacks. */
function without(a: JsonObject, b: JsonObject): readonly string[] {
  return Object.keys(a).filter((key) => !Object.hasOwn(b, key));
}

type Options = Partial<Omit<DiagnoseOptions, 'now'>>;

/** What is said of the subjects of some snapshots. */
export function diagnosed(snapshots: readonly Snapshot[], options: Options = {}): readonly SubjectDiagnosis[] {
  const inventory = buildInventory(snapshots);
  return diagnose(inventory, { now: inventory.capturedAt, ...options }).subjects;
}

/** What a diagnosis says, without the ids in which a redacted one may differ, and in an order that no id decides. */
export function judgements(
  subjects: readonly SubjectDiagnosis[],
  nameOf: (id: string) => string = (id) => id,
): readonly unknown[] {
  return subjects.map((subject) => judgement(subject, nameOf)).sort(byText);
}

function judgement(subject: SubjectDiagnosis, nameOf: (id: string) => string): unknown {
  const { kind, type, region, verdict, verdictConfidence, sides, rootCause } = subject;
  return {
    id: nameOf(subject.id),
    account: nameOf(subject.account),
    ...{ kind, type, region, verdict, verdictConfidence, sides },
    rootCause: rootCause && { rule: rootCause.rule, hop: rootCause.hop, suspected: rootCause.suspected },
    hops: subject.hops.map(({ hop, state, rules, instances }) => ({
      ...{ hop, state, rules },
      instances: instances.map((instance) => [instance.zoneId, instance.state].join(' ')).sort(),
    })),
    findings: subject.findings
      .map(({ rule, hop, effect, severity, confidence, owner, resource }) => ({
        ...{ rule, hop, effect, severity, confidence, owner },
        resource: nameOf(resource),
      }))
      .sort(byText),
    suppressed: subject.suppressed.map(({ rule, by }) => `${rule} by ${by}`).sort(),
    notEvaluated: subject.notEvaluated.map(({ rule, hop, reason }) => `${rule} at ${hop}: ${reason}`).sort(),
    connections: subject.connections.map(({ endpoint, state }) => [nameOf(endpoint), state].join(' ')).sort(),
  };
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
