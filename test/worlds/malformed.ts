import { isJsonObject, type Json, type JsonObject } from '../../src/core/model/json.ts';
import type { Snapshot } from '../../src/core/model/snapshot.ts';

/** How a part of an answer may come otherwise than anybody expects. */
export const WAYS = ['gone', 'null', 'number', 'text', 'list', 'object', 'flag', 'new value', 'half a policy'] as const;
export type Way = (typeof WAYS)[number];

type Path = readonly (string | number)[];

/** Where something of an answer is: the place of its call in the snapshot, and the way to it in the output. */
export interface Place {
  readonly scope: number;
  readonly call: number;
  readonly operation: string;
  readonly path: Path;
}

/** Every part of every answer, objects and lists included. */
export function placesOf(snapshot: Snapshot): readonly Place[] {
  return snapshot.scopes.flatMap(({ calls }, scope) =>
    calls.flatMap(({ operation, output }, call) =>
      pathsOf(output, []).map((path): Place => ({ scope, call, operation, path })),
    ),
  );
}

function pathsOf(value: Json, path: Path): readonly Path[] {
  const inside: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? (value as readonly Json[]).map((item, index) => [index, item] as const)
    : isJsonObject(value)
      ? (Object.entries(value) as [string, Json][])
      : [];
  return inside.flatMap(([key, item]) => [[...path, key], ...pathsOf(item, [...path, key])]);
}

/** The same snapshot with one part of one answer as nobody expects it. */
export function malformed(snapshot: Snapshot, { scope, call, path }: Place, way: Way): Snapshot {
  return {
    ...snapshot,
    scopes: snapshot.scopes.map((item, index) =>
      index === scope
        ? {
            ...item,
            calls: item.calls.map((one, at) =>
              at === call ? { ...one, output: replaced(one.output, path, way) as JsonObject } : one,
            ),
          }
        : item,
    ),
  };
}

function replaced(value: Json, path: Path, way: Way): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return instead(value, way);
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item, index) => {
      if (index !== key) return [item];
      const other = replaced(item, rest, way);
      return other === undefined ? [] : [other];
    });
  }
  const fields = (Object.entries(value as JsonObject) as [string, Json][]).flatMap(
    ([name, item]): (readonly [string, Json])[] => {
      if (name !== key) return [[name, item]];
      const other = replaced(item, rest, way);
      return other === undefined ? [] : [[name, other]];
    },
  );
  return Object.fromEntries(fields);
}

function instead(value: Json, way: Way): Json | undefined {
  switch (way) {
    case 'gone':
      return undefined;
    case 'null':
      return null;
    case 'number':
      return -7;
    case 'text':
      return '';
    case 'list':
      return [value, null, 3];
    case 'object':
      return { Unexpected: value };
    case 'flag':
      return false;
    case 'new value':
      return 'introduced-later';
    case 'half a policy':
      return typeof value === 'string' ? value.slice(0, Math.floor(value.length / 2)) : '{"Statement": [';
  }
}

export function describePlace({ operation, path }: Place): string {
  return `${operation} ${path.join('.')}`;
}
