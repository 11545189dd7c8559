import { isJsonObject, type Json } from '../model/json.ts';
import { code, doubleQuoted, indentLines, joinCode, literal, placeholder, textOf, type Code } from './parts.ts';

/*
 * The few pieces of TypeScript that constructs are made of, laid out as prettier would with single quotes.
 */

export type Ts =
  | { readonly kind: 'code'; readonly code: Code }
  | { readonly kind: 'list'; readonly items: readonly Ts[] }
  | { readonly kind: 'object'; readonly entries: readonly TsEntry[] }
  /** `head(argument, argument)`; the last argument may span lines. */
  | { readonly kind: 'call'; readonly head: string; readonly args: readonly Ts[] };

export interface TsEntry {
  readonly key: string;
  readonly value: Ts;
}

const LINE_WIDTH = 100;

/** A string literal in single quotes, or in double quotes where the text holds single ones. */
export function tsString(text: string, replaceable = false): Code {
  const inner = doubleQuoted(text).slice(1, -1);
  const single = !inner.includes("'");
  const quote = single ? "'" : '"';
  const escaped = single ? inner.replaceAll('\\"', '"') : inner;
  return code(quote, replaceable ? placeholder(escaped) : escaped, quote);
}

export function ts(...pieces: readonly (string | Code)[]): Ts {
  return { kind: 'code', code: code(...pieces) };
}

export function tsText(text: string, replaceable = false): Ts {
  return ts(tsString(text, replaceable));
}

export function tsList(items: readonly Ts[]): Ts {
  return { kind: 'list', items };
}

export function tsObject(...entries: readonly (readonly TsEntry[])[]): Ts {
  return { kind: 'object', entries: entries.flat() };
}

export function tsCall(head: string, ...args: readonly Ts[]): Ts {
  return { kind: 'call', head, args };
}

/** A property, or nothing where there is no value. */
export function property(key: string, value: Ts | string | number | boolean | undefined): readonly TsEntry[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return [{ key, value: tsText(value) }];
  return [{ key, value: typeof value === 'object' ? value : ts(String(value)) }];
}

/** @param string how a string is written down: the caller may have texts that need more care */
export function tsJson(value: Json, string: (text: string) => Ts): Ts {
  if (typeof value === 'string') return string(value);
  if (Array.isArray(value)) return tsList(value.map((item: Json) => tsJson(item, string)));
  if (!isJsonObject(value)) return ts(JSON.stringify(value));
  return tsObject(
    ...Object.entries(value).map(([key, item]) => (item === undefined ? [] : property(key, tsJson(item, string)))),
  );
}

/** A key bare where it can be; `__proto__` would set the prototype, so it is computed. */
export function tsKey(key: string): string {
  if (key === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key) ? key : textOf(tsString(key));
}

/** The lines of `head value;`. */
export function statement(head: string, value: Ts): readonly Code[] {
  const lines = tsLines(value, LINE_WIDTH - head.length);
  return lines.map((line, index) => code(index === 0 ? head : '', line, index === lines.length - 1 ? ';' : ''));
}

export function tsLines(value: Ts, width = LINE_WIDTH): readonly Code[] {
  switch (value.kind) {
    case 'code':
      return [value.code];
    case 'list':
      return wrapped(
        '[',
        value.items.map((item) => tsLines(item)),
        ']',
        width,
        '',
      );
    case 'object':
      return wrapped('{', value.entries.map(entryLines), '}', width, ' ');
    case 'call':
      return callLines(value.head, value.args, width);
  }
}

function entryLines({ key, value }: TsEntry): readonly Code[] {
  const name = tsKey(key);
  const shorthand = value.kind === 'code' && textOf(value.code) === name;
  if (shorthand) return [value.code];
  const [first = [], ...rest] = tsLines(value, LINE_WIDTH - name.length - 2);
  return [code(name, ': ', first), ...rest];
}

/** On one line where all of it fits, else one item a line. */
function wrapped(
  open: string,
  items: readonly (readonly Code[])[],
  close: string,
  width: number,
  padding: string,
): readonly Code[] {
  if (items.length === 0) return [literal(open + close)];
  const oneLine = code(
    open,
    padding,
    joinCode(
      items.map((item) => item.flat()),
      ', ',
    ),
    padding,
    close,
  );
  if (items.every((item) => item.length === 1) && textOf(oneLine).length <= width) return [oneLine];
  const inner = items.flatMap((item) =>
    item.map((line, index) => (index === item.length - 1 ? code(line, ',') : line)),
  );
  return [literal(open), ...indentLines(inner, '  '), literal(close)];
}

function callLines(head: string, args: readonly Ts[], width: number): readonly Code[] {
  const all = args.map((item) => tsLines(item));
  const last = all.at(-1) ?? [[]];
  const before = joinCode(
    all.slice(0, -1).map((item) => item.flat()),
    ', ',
  );
  const open = code(head, '(', before, before.length > 0 ? ', ' : '');
  if (last.length === 1 && textOf(open).length + textOf(last[0] ?? []).length + 1 > width) {
    // A last argument that is an object or a list can be broken up instead.
    const broken = tsLines(args.at(-1) ?? ts(''), 0);
    if (broken.length > 1) return surround(open, broken, ')');
  }
  return surround(open, last, ')');
}

function surround(open: Code, lines: readonly Code[], close: string): readonly Code[] {
  return lines.map((line, index) => code(index === 0 ? open : '', line, index === lines.length - 1 ? close : ''));
}
