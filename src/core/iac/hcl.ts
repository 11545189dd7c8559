import { isJsonObject, type Json } from '../model/json.ts';
import {
  code,
  commentText,
  escapeUnprintable,
  fromLines,
  indentLines,
  joinCode,
  joinGroups,
  literal,
  placeholder,
  textOf,
  wellFormed,
  type Code,
} from './parts.ts';

/*
 * Terraform's language, written the way `terraform fmt` leaves it: two spaces, and the equals signs of neighbouring
 * one-line attributes in one column.
 * https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */

export type HclValue =
  | { readonly kind: 'code'; readonly code: Code }
  | { readonly kind: 'list'; readonly items: readonly HclValue[] }
  | { readonly kind: 'object'; readonly entries: readonly HclEntry[] }
  | { readonly kind: 'call'; readonly name: string; readonly argument: HclValue };

export interface HclEntry {
  /** As it stands in the code. */
  readonly key: string;
  readonly value: HclValue;
}

export type HclItem =
  | { readonly kind: 'attribute'; readonly name: string; readonly value: HclValue }
  | {
      readonly kind: 'block';
      readonly type: string;
      readonly labels: readonly string[];
      readonly body: readonly HclItem[];
    }
  | { readonly kind: 'comment'; readonly text: string };

const LINE_WIDTH = 100;

/** A quoted template: `${` and `%{` begin an interpolation unless doubled. */
export function hclString(text: string, replaceable = false): Code {
  const escaped = escapeUnprintable(
    JSON.stringify(wellFormed(text))
      .slice(1, -1)
      // JSON's two short escapes that HCL does not know.
      .replace(/\\(\\|b|f)/g, (escape, char) => (char === 'b' ? '\\u0008' : char === 'f' ? '\\u000c' : escape))
      .replace(/[$%](?=\{)/g, '$&$&'),
  );
  return code('"', replaceable ? placeholder(escaped) : escaped, '"');
}

export function expression(text: string | Code): HclValue {
  return { kind: 'code', code: code(text) };
}

export function quoted(text: string, replaceable = false): HclValue {
  return expression(hclString(text, replaceable));
}

export function hclList(items: readonly HclValue[]): HclValue {
  return { kind: 'list', items };
}

/** An object of JSON as an object of HCL. */
export function hclJson(value: Json): HclValue {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return hclList(value.map((item: Json) => hclJson(item)));
  if (!isJsonObject(value)) return expression(JSON.stringify(value));
  return {
    kind: 'object',
    entries: Object.entries(value).flatMap(([key, item]) =>
      item === undefined ? [] : [{ key: hclKey(key), value: hclJson(item) }],
    ),
  };
}

/** A key bare where it reads as a name, quoted otherwise. */
export function hclKey(key: string): string {
  const keyword = ['null', 'true', 'false', 'for'].includes(key);
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) && !keyword ? key : textOf(hclString(key));
}

/** An attribute, or nothing where there is no value. */
export function attribute(name: string, value: HclValue | string | number | boolean | undefined): readonly HclItem[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return [{ kind: 'attribute', name, value: quoted(value) }];
  if (typeof value === 'object') return [{ kind: 'attribute', name, value }];
  return [{ kind: 'attribute', name, value: expression(String(value)) }];
}

export function block(type: string, labels: readonly string[], body: readonly HclItem[]): HclItem {
  return { kind: 'block', type, labels, body };
}

export function comment(text: string): HclItem {
  return { kind: 'comment', text };
}

/** A file: groups of items with an empty line between one and the next. */
export function renderHcl(groups: readonly (readonly HclItem[])[]): Code {
  return fromLines(joinGroups(groups.filter((group) => group.length > 0).map(body)));
}

function body(items: readonly HclItem[]): readonly Code[] {
  const entries = items.map((item) =>
    item.kind === 'attribute' ? { key: item.name, lines: valueLines(item.value) } : undefined,
  );
  const widths = alignedWidths(entries);
  return items.flatMap((item, index): readonly Code[] => {
    switch (item.kind) {
      case 'comment':
        return [literal(`# ${commentText(item.text)}`)];
      case 'attribute':
        return assignment(item.name, entries[index]?.lines ?? [], widths[index] ?? 0);
      case 'block': {
        const head = [item.type, ...item.labels.map((label) => `"${label}"`)].join(' ');
        return [literal(`${head} {`), ...indentLines(body(item.body), '  '), literal('}')];
      }
    }
  });
}

function assignment(key: string, [first, ...rest]: readonly Code[], width: number): readonly Code[] {
  return [code(key, ' '.repeat(Math.max(0, width - columnsOf(key))), ' = ', first ?? []), ...rest];
}

/** As `terraform fmt` counts: what a reader sees as one character is one column. */
function columnsOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : [...new Intl.Segmenter().segment(text)].length;
}

/** The column of the equals sign for each entry: one for each run of neighbours that fit on a line each. */
function alignedWidths(
  entries: readonly ({ readonly key: string; readonly lines: readonly Code[] } | undefined)[],
): readonly number[] {
  const widths = entries.map(() => 0);
  let run: number[] = [];
  const close = (): void => {
    const width = Math.max(0, ...run.map((index) => columnsOf(entries[index]?.key ?? '')));
    for (const index of run) widths[index] = width;
    run = [];
  };
  entries.forEach((entry, index) => {
    if (entry?.lines.length === 1) run.push(index);
    else close();
  });
  close();
  return widths;
}

function valueLines(value: HclValue): readonly Code[] {
  switch (value.kind) {
    case 'code':
      return [value.code];
    case 'list':
      return listLines(value.items);
    case 'object':
      return objectLines(value.entries);
    case 'call': {
      const lines = valueLines(value.argument);
      return lines.map((line, index) =>
        code(index === 0 ? `${value.name}(` : '', line, index === lines.length - 1 ? ')' : ''),
      );
    }
  }
}

function listLines(items: readonly HclValue[]): readonly Code[] {
  const lines = items.map(valueLines);
  const oneLine = code(
    '[',
    joinCode(
      lines.flatMap((item) => item),
      ', ',
    ),
    ']',
  );
  if (lines.every((item) => item.length === 1) && textOf(oneLine).length <= LINE_WIDTH) return [oneLine];
  const inner = lines.flatMap((item) =>
    item.map((line, index) => (index === item.length - 1 ? code(line, ',') : line)),
  );
  return [literal('['), ...indentLines(inner, '  '), literal(']')];
}

function objectLines(entries: readonly HclEntry[]): readonly Code[] {
  if (entries.length === 0) return [literal('{}')];
  const split = entries.map(({ key, value }) => ({ key, lines: valueLines(value) }));
  const widths = alignedWidths(split);
  const inner = split.flatMap(({ key, lines }, index) => assignment(key, lines, widths[index] ?? 0));
  return [literal('{'), ...indentLines(inner, '  '), literal('}')];
}
