import { isJsonObject, stableStringify, type Json, type JsonObject } from './json.ts';
import type { SnapshotCall } from './snapshot.ts';

/*
 * What a request was about, read from its parameters, and what a newer request does to what older ones said. A listing
 * speaks for everything that its parameters ask, and for nothing else.
 */

/** Where an item holds what a filter or an id parameter asks for: the first field that it has counts. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'dhcp-options-id': ['DhcpOptionsId'],
  'prefix-list-id': ['PrefixListId'],
  'resource-id': ['ResourceId'],
  'service-id': ['ServiceId'],
  'service-name': ['ServiceName'],
  'vpc-endpoint-id': ['VpcEndpointId'],
  'vpc-id': ['VpcId'],
  LoadBalancerArns: ['LoadBalancerArn'],
  LoadBalancerArn: ['LoadBalancerArn', 'LoadBalancerArns'],
};

/** Parameters that do not narrow an answer down: one goes with every request, the other says where to look. */
const CONSTANT = new Set(['IncludeManagedResources', 'ServiceRegions']);

/** True when the request asked for everything that the operation lists. */
export function isWhole(params: JsonObject): boolean {
  return Object.keys(params).every((name) => CONSTANT.has(name));
}

/** A request narrowed down to some values of one filter or one list of ids; `undefined` for any other. */
export function narrowedTo(
  params: JsonObject,
): { readonly by: string; readonly values: readonly string[] } | undefined {
  const entries = Object.entries(params).filter(([name]) => !CONSTANT.has(name));
  const [first] = entries;
  if (first === undefined || entries.length > 1) return undefined;
  const [name, value] = first;
  if (name !== 'Filters' && name !== 'Filter') return { by: name, values: strings(value) };
  const [filter, ...others] = Array.isArray(value) ? (value as readonly Json[]) : [];
  if (!isJsonObject(filter) || others.length > 0 || typeof filter['Name'] !== 'string') return undefined;
  return { by: filter['Name'], values: strings(filter['Values']) };
}

/**
 * The rows after newer ones have come. A newer answer takes the place of the older one to the same request; where it was
 * narrower, its items leave the older listing. A newer request that came to nothing makes older listings of the same
 * things incomplete: what they show is still shown, and proves nothing any more. One that was cancelled, or never made,
 * changes nothing.
 *
 * @returns rows for each request once, the newest last
 */
export function withNewer(older: readonly SnapshotCall[], newer: readonly SnapshotCall[]): readonly SnapshotCall[] {
  const known = new Set(older.map(requestOf));
  const wasMade = ({ status }: SnapshotCall): boolean => status !== 'cancelled' && status !== 'not-asked';
  const fresh = newer.filter(wasMade);
  const unmade = newer.filter((row) => !wasMade(row) && !known.has(requestOf(row)));
  const replaced = new Set(fresh.map(requestOf));
  const byOperation = new Map<string, SnapshotCall[]>();
  for (const row of fresh) byOperation.set(row.operation, [...(byOperation.get(row.operation) ?? []), row]);
  const kept = older.flatMap((row) => {
    if (replaced.has(requestOf(row))) return [];
    return (byOperation.get(row.operation) ?? []).reduce<readonly SnapshotCall[]>(
      (rows, next) => rows.flatMap((one) => overtakenBy(one, next)),
      [row],
    );
  });
  return [...kept, ...fresh, ...unmade];
}

/** What is left of an older row: nothing when the newer one lists everything. */
function overtakenBy(older: SnapshotCall, newer: SnapshotCall): readonly SnapshotCall[] {
  const isAnswer = newer.status === 'ok' && newer.complete;
  if (isWhole(newer.params)) return isAnswer ? [] : [older];
  const about = narrowedTo(newer.params);
  if (about === undefined) return [older];
  const own = isWhole(older.params) ? undefined : narrowedTo(older.params);
  const values = new Set(about.values);
  const overlaps = isWhole(older.params) || (own?.by === about.by && own.values.some((value) => values.has(value)));
  if (!overlaps) return [older];
  if (isAnswer) return [{ ...older, output: withoutItems(older.output, about.by, values) }];
  const errorCode = newer.errorCode === undefined ? {} : { errorCode: newer.errorCode };
  return [{ ...older, ...errorCode, status: newer.status, complete: false }];
}

function withoutItems(output: JsonObject, by: string, values: ReadonlySet<string>): JsonObject {
  const fields = FIELDS[by] ?? [];
  const isMeant = (item: Json): boolean =>
    isJsonObject(item) && fields.some((field) => strings(item[field]).some((value) => values.has(value)));
  return Object.fromEntries(
    Object.entries(output).map(([name, value]) => [
      name,
      Array.isArray(value) ? (value as readonly Json[]).filter((item) => !isMeant(item)) : value,
    ]),
  );
}

function requestOf(row: SnapshotCall): string {
  return `${row.operation} ${stableStringify(row.params)}`;
}

function strings(value: Json | undefined): readonly string[] {
  const items = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return items.filter((item): item is string => typeof item === 'string');
}
