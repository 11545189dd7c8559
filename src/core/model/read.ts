import { isJsonObject, type Json, type JsonObject } from './json.ts';

/*
 * Defensive readers: a field that is missing or of another type is `undefined`, never a made-up default, so that
 * whoever judges it can say "unknown" and name the field.
 */

export function text(object: JsonObject, field: string): string | undefined {
  const value = object[field];
  return typeof value === 'string' ? value : undefined;
}

export function lower(object: JsonObject, field: string): string | undefined {
  return text(object, field)?.toLowerCase();
}

export function number(object: JsonObject, field: string): number | undefined {
  const value = object[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function bool(object: JsonObject, field: string): boolean | undefined {
  const value = object[field];
  return typeof value === 'boolean' ? value : undefined;
}

export function object(parent: JsonObject, field: string): JsonObject | undefined {
  const value = parent[field];
  return isJsonObject(value) ? value : undefined;
}

/**
 * The objects of a list; `undefined` when the field is missing, is no list, or holds something else: a list without what
 * could not be read would prove that there is nothing more.
 */
export function objects(parent: JsonObject, field: string): readonly JsonObject[] | undefined {
  const value = parent[field];
  return Array.isArray(value) && value.every(isJsonObject) ? value : undefined;
}

/** The strings of a list; `undefined` when the field is missing, is no list, or holds something else. */
export function texts(parent: JsonObject, field: string): readonly string[] | undefined {
  const value = parent[field];
  return Array.isArray(value) && value.every(isText) ? value : undefined;
}

/** The entries of an answer's listing that can be read; the coverage says whether they are all. */
export function listed(output: JsonObject, list: string): readonly JsonObject[] | undefined {
  const value = output[list];
  return Array.isArray(value) ? value.filter(isJsonObject) : undefined;
}

function isText(item: Json): item is string {
  return typeof item === 'string';
}

/** EC2's `Tags: [{Key, Value}]` as a record; absent tags are an empty record. */
export function tags(parent: JsonObject): Readonly<Record<string, string>> {
  const result: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const tag of objects(parent, 'Tags') ?? []) {
    const key = text(tag, 'Key');
    if (key !== undefined) result[key] = text(tag, 'Value') ?? '';
  }
  return result;
}
