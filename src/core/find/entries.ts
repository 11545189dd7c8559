import { COMPARED_KINDS } from '../compare/kinds.ts';
import type { Inventory } from '../model/inventory.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { TAG_FIELDS } from '../redact/fields.ts';
import { arnOf } from '../resources/arn.ts';
import type { ResourceBase } from '../resources/kind.ts';
import { compareTexts } from '../order.ts';

/*
 * Everything that was read as text to search in. A resource's texts stand between marks, so that one look at them says
 * whether a value is the same as the query, begins with it or holds it; which value that was is worked out only for what
 * is shown.
 */

/** A resource with its texts, lower case. */
export interface Entry {
  readonly item: ResourceBase;
  /** Its place in the order of all: by kind, endpoints first, then by name and id. */
  readonly place: number;
  /** What it is called: its id, its ARN, its name. */
  readonly own: string;
  /** Its tags, and every text of AWS's answer for it. */
  readonly rest: string;
}

/** A value with the field that holds it. */
export interface Leaf {
  readonly field: string;
  readonly value: string;
  /** What is searched, where that is more than the value. */
  readonly text?: string;
}

/** Stands between two values. */
export const MARK = '\u0000';

/** All resources of an inventory. */
export interface Entries {
  readonly all: readonly Entry[];
  readonly of: (item: ResourceBase) => Entry | undefined;
  /** The resources whose texts hold this one, lower case and not empty, in the order of all. */
  readonly holding: (text: string) => readonly Entry[];
}

const known = new WeakMap<Inventory, Entries>();

/** Every resource of every kind that is compared. Built once for an inventory. */
export function entriesOf(inventory: Inventory): Entries {
  const cached = known.get(inventory);
  if (cached !== undefined) return cached;
  const items = COMPARED_KINDS.flatMap((kind) => [...kind.items(inventory).values()].sort(byName));
  const texts = items.map((item) => ({ own: ownText(item), rest: restText(item) }));
  // One text to look through is many times faster than thousands; each resource's texts are views of it.
  const whole = texts.map(({ own, rest }) => own + rest).join('');
  const ends: number[] = [];
  let at = 0;
  const all = items.map((item, place): Entry => {
    const [start, middle] = [at, at + (texts[place]?.own.length ?? 0)];
    at = middle + (texts[place]?.rest.length ?? 0);
    ends.push(at);
    return { item, place, own: whole.slice(start, middle), rest: whole.slice(middle, at) };
  });
  const byItem = new Map(all.map((one): [ResourceBase, Entry] => [one.item, one]));
  const entries: Entries = {
    all,
    of: (item) => byItem.get(item),
    holding: (text) => holding(whole, ends, text).flatMap((place) => all[place] ?? []),
  };
  known.set(inventory, entries);
  return entries;
}

/** The places of the resources, whose texts end at `ends`, that hold the text. */
function holding(whole: string, ends: readonly number[], text: string): readonly number[] {
  const found: number[] = [];
  let place = 0;
  let at = whole.indexOf(text);
  while (at >= 0) {
    while (place < ends.length && (ends[place] ?? 0) <= at) place += 1;
    const end = ends[place] ?? whole.length;
    // A text that goes over an end is in neither resource.
    if (at + text.length <= end) {
      found.push(place);
      at = whole.indexOf(text, end);
    } else {
      at = whole.indexOf(text, at + 1);
    }
  }
  return found;
}

/** What the resource is called: these fields are ours, not AWS's. */
export function ownLeaves(item: ResourceBase): readonly Leaf[] {
  const arn = arnOf(item);
  return [
    { field: 'id', value: item.id },
    ...(arn === undefined ? [] : [{ field: 'arn', value: arn }]),
    ...(item.name === undefined ? [] : [{ field: 'name', value: item.name }]),
  ];
}

/** The resource's tags: `key=value`, and the value alone. */
export function tagLeaves({ tags }: ResourceBase): readonly Leaf[] {
  return Object.entries(tags).flatMap(([key, value]) => [
    { field: `tag:${key}`, value, text: `${key}=${value}` },
    { field: `tag:${key}`, value },
  ]);
}

/** Every text of AWS's answer for the resource, with its path. */
export function answerLeaves({ raw }: ResourceBase): readonly Leaf[] {
  const found: Leaf[] = [];
  eachText(raw, (value, path) => found.push({ field: path.join('.'), value }));
  return found;
}

function ownText(item: ResourceBase): string {
  return marked(ownLeaves(item).map((leaf) => leaf.value));
}

function restText(item: ResourceBase): string {
  const values = tagLeaves(item).map((leaf) => leaf.text ?? leaf.value);
  eachText(item.raw, (value) => values.push(value));
  return marked(values);
}

function marked(values: readonly string[]): string {
  return `${MARK}${values.join(MARK)}${MARK}`.toLowerCase();
}

/** A policy is a text of its own, not what a resource is known by; tags are told by their keys. */
const PASSED_OVER: ReadonlySet<string> = new Set([...TAG_FIELDS, 'PolicyDocument', 'Policy']);

function eachText(object: JsonObject, visit: (value: string, path: readonly string[]) => void): void {
  const path: string[] = [];
  const walk = (value: Json | undefined): void => {
    if (typeof value === 'string') visit(value, path);
    else if (Array.isArray(value)) for (const item of value as readonly Json[]) walk(item);
    else if (isJsonObject(value)) {
      for (const field of Object.keys(value)) {
        if (PASSED_OVER.has(field)) continue;
        path.push(field);
        walk(value[field]);
        path.pop();
      }
    }
  };
  walk(object);
}

function byName(a: ResourceBase, b: ResourceBase): number {
  return compareTexts(a.name ?? a.id, b.name ?? b.id) || compareTexts(a.id, b.id) || compareTexts(a.seenBy, b.seenBy);
}
