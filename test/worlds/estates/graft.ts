import type { Json, JsonObject } from '../../../src/core/model/json.ts';
import type { Snapshot, SnapshotCall, SnapshotScope } from '../../../src/core/model/snapshot.ts';
import { CAPTURED_AT, textOf } from '../world.ts';
import type { Random } from './random.ts';

/** The same text with every id replaced by another one, each by the same one throughout. */
export type Rename = (text: string) => string;

// Ids end in 17 hexadecimal digits, parts of ARNs are 16 of them, hosted zones are Z0 and 18 capital ones.
const IDS = /(\b[0-9a-f]{16,}\b|\bZ0[0-9A-F]{18}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9]{12}\b)/;

/**
 * Other ids and accounts, one for one. AWS's own ids stay as they are, and so do accounts that are not named.
 *
 * @param salt 16 hexadecimal digits
 */
export function renaming(
  salt: string,
  accounts: ReadonlyMap<string, string>,
  kept: ReadonlySet<string> = new Set(),
): Rename {
  const other = otherIds(salt, accounts, kept);
  return (text) => templateOf(text).fill(other);
}

/** A text cut at its ids once, to be filled with others many times. */
export interface Template {
  readonly fill: (other: (id: string) => string) => string;
}

export function templateOf(text: string): Template {
  // Every second part is an id, since the pattern is one group.
  const parts = text.split(IDS);
  const ids = [...new Set(parts.filter((_, index) => index % 2 === 1))];
  const places = parts.map((part, index) => (index % 2 === 1 ? ids.indexOf(part) : -1));
  return {
    fill: (other) => {
      const others = ids.map(other);
      return parts.map((part, index) => others[places[index] ?? -1] ?? part).join('');
    },
  };
}

/** What each id becomes. */
export function otherIds(
  salt: string,
  accounts: ReadonlyMap<string, string>,
  kept: ReadonlySet<string>,
): (id: string) => string {
  const digits = salt.split('').map((digit) => Number.parseInt(digit, 16));
  return (id) => {
    if (kept.has(id)) return id;
    if (/^[0-9]{12}$/.test(id)) return accounts.get(id) ?? id;
    // What every id of its kind begins with.
    const head = id.startsWith('Z0') ? 'Z0' : id.length === 17 ? '0' : '';
    let place = 0;
    const body = id
      .slice(head.length)
      .replace(/[0-9a-f]/gi, (digit) =>
        (Number.parseInt(digit, 16) ^ (digits[place++ % digits.length] ?? 0)).toString(16),
      );
    return head + (head === 'Z0' ? body.toUpperCase() : body);
  };
}

/** The ids that are the same for every customer: AWS's services and its prefix lists. */
export function idsOfAws(snapshot: Snapshot): ReadonlySet<string> {
  const found = new Set<string>();
  const digitsOf = (item: JsonObject, field: string): string => textOf(item, field).split('-').at(-1) ?? '';
  for (const { calls } of snapshot.scopes) {
    for (const { operation, output } of calls) {
      if (operation === 'ec2:DescribeVpcEndpointServices') {
        for (const item of output['ServiceDetails'] as readonly JsonObject[]) {
          if (item['Owner'] === 'amazon') found.add(digitsOf(item, 'ServiceId'));
        }
      }
      if (operation === 'ec2:DescribePrefixLists') {
        for (const item of output['PrefixLists'] as readonly JsonObject[]) found.add(digitsOf(item, 'PrefixListId'));
      }
    }
  }
  return found;
}

interface Scope extends Omit<SnapshotScope, 'calls'> {
  readonly calls: Map<string, SnapshotCall>;
}

/** Grows a snapshot out of others, as if one reader had read them all. */
export interface Assembly {
  /** Adds all of it, or nothing where the two contradict each other. @returns whether it was added */
  readonly add: (snapshot: Snapshot) => boolean;
  readonly snapshot: (random: Random) => Snapshot;
}

export function assembly(): Assembly {
  const scopes = new Map<string, Scope>();
  const keyOf = (scope: SnapshotScope): string => `${scope.partition} ${scope.account} ${scope.region}`;
  return {
    add: (snapshot) => {
      const merged = snapshot.scopes.flatMap((scope) => {
        const known = scopes.get(keyOf(scope));
        return scope.calls.map((call): readonly [SnapshotScope, string, SnapshotCall | undefined] => {
          const request = `${call.operation} ${JSON.stringify(call.params)}`;
          const other = known?.calls.get(request);
          return [scope, request, other === undefined ? call : joined(other, call)];
        });
      });
      if (merged.some(([, , call]) => call === undefined)) return false;
      for (const [scope, request, call] of merged) {
        const known = scopes.get(keyOf(scope)) ?? { ...scope, calls: new Map<string, SnapshotCall>() };
        scopes.set(keyOf(scope), known);
        if (call !== undefined) known.calls.set(request, call);
      }
      return true;
    },
    snapshot: (random) => ({
      format: 'privatelink-snapshot',
      version: 1,
      capturedAt: CAPTURED_AT,
      scopes: random.shuffled([...scopes.values()]).map((scope) => ({
        ...scope,
        calls: random
          .shuffled([...scope.calls.values()])
          .map((call) => ({ ...call, output: mixed(call.output, random) })),
      })),
    }),
  };
}

/** AWS promises no order of what it lists. */
function mixed(output: JsonObject, random: Random): JsonObject {
  return Object.fromEntries(
    Object.entries(output).map(([name, value]) => [
      name,
      Array.isArray(value) ? random.shuffled(value as readonly Json[]) : value,
    ]),
  );
}

function joined(a: SnapshotCall, b: SnapshotCall): SnapshotCall | undefined {
  if (a.status !== b.status || a.complete !== b.complete) return undefined;
  const output: Record<string, Json | undefined> = { ...a.output };
  for (const [name, value = null] of Object.entries(b.output)) {
    const known = output[name];
    if (known === undefined) output[name] = value;
    else if (Array.isArray(known) && Array.isArray(value)) {
      const all = listed(known as readonly Json[], value as readonly Json[]);
      if (all === undefined) return undefined;
      output[name] = all;
    } else if (JSON.stringify(known) !== JSON.stringify(value)) return undefined;
  }
  return { ...a, output: output };
}

/** Both lists, what is in both of them once; nothing where they say different things of what AWS has for every customer. */
function listed(a: readonly Json[], b: readonly Json[]): readonly Json[] | undefined {
  const known = new Map(a.flatMap((item) => (identity(item) === undefined ? [] : [[identity(item), item]])));
  const fresh: Json[] = [];
  for (const item of b) {
    const id = identity(item);
    const other = id === undefined ? undefined : known.get(id);
    if (other === undefined) fresh.push(item);
    else if (JSON.stringify(other) !== JSON.stringify(item)) return undefined;
  }
  return [...a, ...fresh];
}

/** What two answers may both hold. */
function identity(item: Json): string | undefined {
  if (typeof item === 'string') return item;
  const object = item as JsonObject;
  if (object['ZoneId'] !== undefined) return textOf(object, 'ZoneId');
  if (object['Owner'] === 'amazon') return textOf(object, 'ServiceId');
  return object['PrefixListId'] === undefined ? undefined : textOf(object, 'PrefixListId');
}
