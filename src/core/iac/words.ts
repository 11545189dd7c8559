/*
 * Names in generated code. They come from Name tags, so from anybody: only letters and digits survive, and what is left
 * may be empty, start with a digit, be a keyword or occur twice.
 */

const MAX_LENGTH = 48;

/** The words of a name: runs of ASCII letters and digits; `camelCase` is two words. Empty when nothing is left. */
export function wordsOf(name: string): readonly string[] {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .slice(0, 4 * MAX_LENGTH)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  const words: string[] = [];
  let length = 0;
  for (const word of plain.split(/[^A-Za-z0-9]+/)) {
    if (word === '') continue;
    length += word.length + 1;
    if (length > MAX_LENGTH) {
      if (words.length === 0) words.push(word.slice(0, MAX_LENGTH));
      break;
    }
    words.push(word);
  }
  return words;
}

/** The words of a name, or others where nothing is left of it; `kind` goes in front of a digit. */
export function nameWords(name: string | undefined, otherwise: readonly string[], kind: string): readonly string[] {
  const words = wordsOf(name ?? '');
  const chosen = words.length > 0 ? words : otherwise;
  return /^[0-9]/.test(chosen[0] ?? '') ? [kind, ...chosen] : chosen;
}

/** `orders_client`, as Terraform's own style asks. */
export function snakeCase(words: readonly string[]): string {
  return words.join('_').toLowerCase();
}

/** `OrdersClient`, for classes and logical ids. */
export function pascalCase(words: readonly string[]): string {
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** `ordersClient`, for variables and properties. */
export function camelCase(words: readonly string[]): string {
  const pascal = pascalCase(words);
  const head = /^[A-Z]+(?![a-z])|^[A-Z]/.exec(pascal)?.[0] ?? '';
  return head.toLowerCase() + pascal.slice(head.length);
}

/** The words with the kind at the end, unless they already say it: `orders`, `endpoint` but not `orders-nlb`, `lb`. */
export function withKind(
  words: readonly string[],
  kind: readonly string[],
  sayings: readonly string[],
): readonly string[] {
  const last = words.at(-1)?.toLowerCase();
  const said = last !== undefined && (sayings.includes(last) || last === kind.at(-1)?.toLowerCase());
  return said ? words : [...words, ...kind];
}

/**
 * Gives out names that differ in more than case (CloudFormation's tools and Windows' file systems do not always tell
 * `Orders` from `ORDERS`).
 */
export interface NameSpace {
  /** The first of the candidates that is free, else the last of them with the next free number. */
  readonly take: (...candidates: readonly [string, ...string[]]) => string;
}

export function nameSpace(reserved: Iterable<string> = []): NameSpace {
  const taken = new Set([...reserved].map((name) => name.toLowerCase()));
  const claim = (name: string): boolean => {
    const key = name.toLowerCase();
    if (taken.has(key)) return false;
    taken.add(key);
    return true;
  };
  return {
    take: (...candidates) => {
      for (const candidate of candidates) if (claim(candidate)) return candidate;
      const base = candidates[candidates.length - 1] ?? candidates[0];
      for (let number = 2; ; number++) {
        const numbered = `${base}${/[0-9]$/.test(base) ? '_' : ''}${number}`;
        if (claim(numbered)) return numbered;
      }
    },
  };
}
