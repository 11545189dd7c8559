import { isJsonObject, type Json } from '../model/json.ts';
import {
  code,
  commentText,
  escapeUnprintable,
  indentLines,
  literal,
  placeholder,
  wellFormed,
  type Code,
} from './parts.ts';

/*
 * YAML as CloudFormation's readers take it. They differ in age, so strings are plain only where every version of YAML
 * reads them as the same string; all others are double-quoted.
 */

export type Yaml =
  | { readonly kind: 'scalar'; readonly code: Code }
  | { readonly kind: 'sequence'; readonly items: readonly Yaml[] }
  | { readonly kind: 'mapping'; readonly entries: readonly YamlEntry[] };

export interface YamlEntry {
  readonly key: string;
  readonly value: Yaml;
  /** Lines above the entry. */
  readonly comments?: readonly string[];
}

/** Words that YAML 1.1 takes for a boolean or for null. */
const KEYWORDS = ['y', 'n', 'yes', 'no', 'true', 'false', 'on', 'off', 'null'];

export function yamlText(text: string): string {
  const words = text.split(' ');
  const plain =
    words.every((word) => /^[A-Za-z0-9_./:<>,()-]*[A-Za-z0-9_./<>,()-]$/.test(word)) &&
    /^[A-Za-z/]/.test(text) &&
    !KEYWORDS.includes(text.toLowerCase());
  return plain ? text : doubleQuoted(text);
}

function doubleQuoted(text: string): string {
  return escapeUnprintable(JSON.stringify(wellFormed(text)));
}

export function scalar(value: string | number | boolean | Code): Yaml {
  if (typeof value === 'string') return { kind: 'scalar', code: literal(yamlText(value)) };
  return { kind: 'scalar', code: typeof value === 'object' ? value : literal(String(value)) };
}

/**
 * A string that is somebody's own text. What looks like a pseudo parameter is only text outside of Fn::Sub, but linters
 * take it for a mistake: inside, with `${!`, it says what it means.
 */
export function untouched(text: string): Yaml {
  if (!text.includes('${AWS::')) return scalar(text);
  return { kind: 'scalar', code: literal(`!Sub ${doubleQuoted(text.replaceAll('${', '${!'))}`) };
}

/** A string that the user may want to replace; quoted where it must be, with the quotes outside. */
export function replaceable(text: string): Yaml {
  if (text.includes('${AWS::')) return untouched(text);
  const written = yamlText(text);
  const bare = written === text;
  return { kind: 'scalar', code: bare ? placeholder(text) : code('"', placeholder(written.slice(1, -1)), '"') };
}

/** A string in quotes even where it could do without, as for `on` and `off` and for numbers that are strings. */
export function quotedScalar(text: string): Yaml {
  return { kind: 'scalar', code: literal(doubleQuoted(text)) };
}

export function sequence(items: readonly Yaml[]): Yaml {
  return { kind: 'sequence', items };
}

export function mapping(...entries: readonly (readonly YamlEntry[])[]): Yaml {
  return { kind: 'mapping', entries: entries.flat() };
}

/** An entry, or nothing where there is no value. */
export function entry(key: string, value: Yaml | string | number | boolean | undefined): readonly YamlEntry[] {
  if (value === undefined) return [];
  return [{ key, value: typeof value === 'object' ? value : scalar(value) }];
}

export function yamlJson(value: Json): Yaml {
  if (value === null) return scalar(literal('null'));
  if (Array.isArray(value)) return sequence(value.map((item: Json) => yamlJson(item)));
  if (typeof value === 'string') return untouched(value);
  if (!isJsonObject(value)) return scalar(value as number | boolean);
  return mapping(
    Object.entries(value)
      .flatMap(([key, item]) => (item === undefined ? [] : [entry(key, yamlJson(item))]))
      .flat(),
  );
}

/** The lines of a block, without indentation. */
export function yamlLines(value: Yaml): readonly Code[] {
  switch (value.kind) {
    case 'scalar':
      return [value.code];
    case 'sequence':
      return value.items.length === 0 ? [literal('[]')] : value.items.flatMap(sequenceItem);
    case 'mapping':
      return value.entries.length === 0 ? [literal('{}')] : value.entries.flatMap(mappingEntry);
  }
}

function sequenceItem(item: Yaml): readonly Code[] {
  const [first = [], ...rest] = yamlLines(item);
  return [code('- ', first), ...indentLines(rest, '  ')];
}

function mappingEntry({ key, value, comments = [] }: YamlEntry): readonly Code[] {
  const above = comments.map((text) => literal(`# ${commentText(text)}`));
  const lines = yamlLines(value);
  const inline = value.kind === 'scalar' || (value.kind === 'sequence' ? value.items : value.entries).length === 0;
  const named = literal(`${yamlText(key)}:`);
  return [...above, ...(inline ? [code(named, ' ', lines[0] ?? [])] : [named, ...indentLines(lines, '  ')])];
}
