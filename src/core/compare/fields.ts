import { isJsonObject, stableStringify, type Json, type JsonObject } from '../model/json.ts';
import { canonical, isNothing, isOrdered, membersOf } from './members.ts';
import type { FieldChange } from './types.ts';

/** Counts that go up and down without anybody changing the resource. */
const COUNTERS = new Set(['AvailableIpAddressCount']);

/**
 * What each account sees in its own way: names of zones (https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html),
 * and tags of what is shared (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html).
 */
const OWN_VIEW = new Set(['AvailabilityZone', 'AvailabilityZones', 'ZoneName', 'Tags', 'TagSet']);

const POLICIES = new Set(['PolicyDocument']);

/**
 * The fields in which two answers for one resource differ, in AWS's own names and in their order. Order in lists, the
 * layout of policies and counters are no difference; a field that only one answer has is one, and said to be missing.
 *
 * @param sameViewer false when two accounts gave the answers: then only what both tell of the resource itself counts
 */
export function changedFields(before: JsonObject, after: JsonObject, sameViewer: boolean): readonly FieldChange[] {
  return compareObjects('', before, after, (name, isTop) => {
    if (COUNTERS.has(name)) return false;
    return sameViewer || !(OWN_VIEW.has(name) || (isTop && (isNothing(before[name]) || isNothing(after[name]))));
  });
}

type Counts = (name: string, isTop: boolean) => boolean;

function compareObjects(path: string, before: JsonObject, after: JsonObject, counts: Counts): readonly FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .filter((name) => counts(name, path === ''))
    .flatMap((name) => compareValues(`${path}${name}`, before[name], after[name], counts));
}

function compareValues(
  field: string,
  before: Json | undefined,
  after: Json | undefined,
  counts: Counts,
): readonly FieldChange[] {
  if (isNothing(before) && isNothing(after)) return [];
  if (POLICIES.has(field)) {
    const [old, now] = [policyOf(before), policyOf(after)];
    if (old !== undefined && now !== undefined) return compareObjects(`${field}.`, old, now, counts);
  }
  if (Array.isArray(before) && Array.isArray(after) && !isOrdered(field)) {
    return compareLists(field, before as readonly Json[], after as readonly Json[]);
  }
  if (isJsonObject(before) && isJsonObject(after)) return compareObjects(`${field}.`, before, after, counts);
  const [old, now] = [given(field, before), given(field, after)];
  if (old !== undefined && now !== undefined && stableStringify(old) === stableStringify(now)) return [];
  return [{ field, ...(old === undefined ? {} : { before: old }), ...(now === undefined ? {} : { after: now }) }];
}

/** An empty list is a value beside one that is not, and nothing is none. */
function given(field: string, value: Json | undefined): Json | undefined {
  return value === undefined || value === null ? undefined : canonical(value, field);
}

function compareLists(field: string, before: readonly Json[], after: readonly Json[]): readonly FieldChange[] {
  const [old, now] = [membersOf(field, before), membersOf(field, after)];
  const only = (list: typeof old, other: typeof old): readonly string[] => {
    const keys = new Set(other.map((member) => member.key));
    return list
      .filter((member) => !keys.has(member.key))
      .map((member) => member.words)
      .sort();
  };
  const [removed, added] = [only(old, now), only(now, old)];
  return removed.length + added.length === 0 ? [] : [{ field, removed, added }];
}

/**
 * A policy as an object in which what IAM reads alike is alike: one statement or a list of one, one action or a list of
 * one (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html). `undefined` for what is none.
 */
function policyOf(value: Json | undefined): JsonObject | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    const parsed = JSON.parse(value) as Json;
    if (!isJsonObject(parsed)) return undefined;
    const { Statement: statement } = parsed;
    const list = statement === undefined ? [] : Array.isArray(statement) ? (statement as readonly Json[]) : [statement];
    return { ...parsed, Statement: list.map(unwrapped) };
  } catch {
    return undefined;
  }
}

function unwrapped(value: Json): Json {
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map(unwrapped);
    return items.length === 1 ? (items[0] ?? null) : items;
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, unwrapped(item ?? null)]));
}
