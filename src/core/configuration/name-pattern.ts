/*
 * Patterns for names: the part of regular expressions that needs no going back. All places where a match may end are
 * followed at once, so that no pattern of a file that somebody else wrote can take longer than its length times the name's.
 */

/** A pattern that was read; `text` is how it was written. */
export interface NamePattern {
  readonly text: string;
  readonly node: Node;
}

type Node =
  | { readonly kind: 'character'; readonly fits: (character: string) => boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | { readonly kind: 'repeat'; readonly node: Node; readonly min: number; readonly max: number };

/** Longer than any naming standard; with it, reading and matching stay short. */
const LONGEST = 200;
const MOST_REPEATS = 256;

/**
 * Reads letters, `.`, `[a-z0-9]`, `\d`, `\w`, `(…|…)` and `? * + {2,}`, with `^` and `$` at the ends only.
 *
 * @returns `undefined` for anything else
 */
export function parseNamePattern(text: string): NamePattern | undefined {
  if (text.length > LONGEST) return undefined;
  const body = text.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
  const reader: Reader = { text: body, at: 0 };
  const node = readChoice(reader);
  return node === undefined || reader.at < body.length ? undefined : { text, node };
}

/** Whether the pattern describes the whole name. */
export function matchesName(pattern: NamePattern, name: string): boolean {
  return endsOf(pattern.node, name, new Set([0])).has(name.length);
}

/** Where a match that starts at one of the places may end. */
function endsOf(node: Node, name: string, starts: ReadonlySet<number>): ReadonlySet<number> {
  switch (node.kind) {
    case 'character':
      return new Set([...starts].filter((at) => at < name.length && node.fits(name.charAt(at))).map((at) => at + 1));
    case 'sequence':
      return node.parts.reduce((places, part) => endsOf(part, name, places), starts);
    case 'choice':
      return new Set(node.options.flatMap((option) => [...endsOf(option, name, starts)]));
    case 'repeat': {
      const ends = new Set(node.min === 0 ? starts : []);
      let places = starts;
      for (let count = 1; count <= node.max && places.size > 0; count += 1) {
        const next = endsOf(node.node, name, places);
        // Beyond the least count, places that were reached before lead nowhere new.
        places = count < node.min ? next : new Set([...next].filter((at) => !ends.has(at)));
        if (count >= node.min) for (const at of places) ends.add(at);
      }
      return ends;
    }
  }
}

interface Reader {
  readonly text: string;
  at: number;
}

function take(reader: Reader, expected: string): boolean {
  if (reader.text.charAt(reader.at) !== expected) return false;
  reader.at += 1;
  return true;
}

function readChoice(reader: Reader): Node | undefined {
  const options: Node[] = [];
  do {
    const option = readSequence(reader);
    if (option === undefined) return undefined;
    options.push(option);
  } while (take(reader, '|'));
  return { kind: 'choice', options };
}

function readSequence(reader: Reader): Node | undefined {
  const parts: Node[] = [];
  while (reader.at < reader.text.length && !'|)'.includes(reader.text.charAt(reader.at))) {
    const part = readRepeated(reader);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return { kind: 'sequence', parts };
}

function readRepeated(reader: Reader): Node | undefined {
  const node = readOne(reader);
  if (node === undefined) return undefined;
  if (take(reader, '?')) return { kind: 'repeat', node, min: 0, max: 1 };
  if (take(reader, '*')) return { kind: 'repeat', node, min: 0, max: MOST_REPEATS };
  if (take(reader, '+')) return { kind: 'repeat', node, min: 1, max: MOST_REPEATS };
  if (reader.text.charAt(reader.at) !== '{') return node;
  const [whole, least = '', comma, most] = /^\{(\d{1,3})(,(\d{1,3})?)?\}/.exec(reader.text.slice(reader.at)) ?? [];
  if (whole === undefined) return undefined;
  reader.at += whole.length;
  const min = Number(least);
  const max = comma === undefined ? min : most === undefined ? MOST_REPEATS : Number(most);
  return max < min || max > MOST_REPEATS ? undefined : { kind: 'repeat', node, min, max };
}

const CLASSES: Readonly<Record<string, RegExp>> = { d: /[0-9]/, w: /[A-Za-z0-9_]/ };

function readOne(reader: Reader): Node | undefined {
  if (take(reader, '(')) {
    const node = readChoice(reader);
    return node !== undefined && take(reader, ')') ? node : undefined;
  }
  if (take(reader, '[')) return readSet(reader);
  if (take(reader, '.')) return { kind: 'character', fits: () => true };
  const fits = readCharacter(reader, '?*+{}|)]^$');
  return fits === undefined ? undefined : { kind: 'character', fits };
}

/** One character, or what a backslash makes of the next. */
function readCharacter(reader: Reader, reserved: string): ((character: string) => boolean) | undefined {
  const isEscaped = take(reader, '\\');
  const character = reader.text.charAt(reader.at);
  if (character === '' || (!isEscaped && reserved.includes(character))) return undefined;
  const known = isEscaped ? CLASSES[character] : undefined;
  if (isEscaped && known === undefined && /[A-Za-z0-9]/.test(character)) return undefined;
  reader.at += 1;
  return known === undefined ? (other) => other === character : (other) => known.test(other);
}

function readSet(reader: Reader): Node | undefined {
  const isNegated = take(reader, '^');
  const members: ((character: string) => boolean)[] = [];
  while (!take(reader, ']')) {
    const [range, from = '', to = ''] = /^([^\]\\])-([^\]\\])/.exec(reader.text.slice(reader.at)) ?? [];
    if (range !== undefined) {
      if (from > to) return undefined;
      reader.at += range.length;
      members.push((character) => character >= from && character <= to);
      continue;
    }
    const member = readCharacter(reader, '');
    if (member === undefined) return undefined;
    members.push(member);
  }
  if (members.length === 0) return undefined;
  return { kind: 'character', fits: (character) => members.some((fits) => fits(character)) !== isNegated };
}
