import { RANK, type Candidate } from './candidate.ts';
import { answerLeaves, MARK, ownLeaves, tagLeaves, type Entries, type Entry, type Leaf } from './entries.ts';
import type { Match } from './types.ts';

/* What holds the query as text, whatever else it means. */

/** Characters that go on with a value: `10.1.2.3` is not in `10.1.2.30`. */
export type Bounds = RegExp;

/**
 * The resources whose names, tags or answers hold every one of the texts.
 *
 * @param texts lower case, none of them empty
 * @param bounds where a text must stand by itself: the characters that may not be next to it
 */
export function holding(entries: Entries, texts: readonly string[], bounds?: Bounds): readonly Candidate[] {
  const [first = ''] = texts;
  // The longest is likely to be in the fewest.
  const rarest = texts.reduce((longest, text) => (text.length > longest.length ? text : longest), first);
  return entries.holding(rarest).flatMap((entry) => {
    let rank = 0;
    for (const text of texts) {
      const own = rankOf(entry, text, bounds);
      if (own === undefined) return [];
      rank = Math.max(rank, own);
    }
    return [{ entry, rank, match: () => matchOf(entry, first, bounds) }];
  });
}

/** The first value of the resource that answers to the text, the best kind of answer before the others. */
export function matchOf(entry: Entry, text: string, bounds?: Bounds): Match {
  const own = ownLeaves(entry.item);
  const rest = [...tagLeaves(entry.item), ...answerLeaves(entry.item)];
  const is = (leaf: Leaf): boolean => textOf(leaf) === text;
  const begins = (leaf: Leaf): boolean => bounds === undefined && textOf(leaf).startsWith(text);
  const has = (leaf: Leaf): boolean => holds(textOf(leaf), text, bounds);
  for (const [how, fits] of [
    ['exact', is],
    ['prefix', begins],
    ['word', has],
  ] as const) {
    const found = own.find(fits) ?? rest.find(fits);
    if (found !== undefined) return { field: found.field, value: found.value, how };
  }
  return { field: 'id', value: entry.item.id, how: 'word' };
}

function rankOf({ own, rest }: Entry, text: string, bounds: Bounds | undefined): number | undefined {
  const inOwn = holds(own, text, bounds);
  const inRest = holds(rest, text, bounds);
  if (!inOwn && !inRest) return undefined;
  if (inOwn && own.includes(MARK + text + MARK)) return RANK.own;
  if (inRest && rest.includes(MARK + text + MARK)) return RANK.named;
  if (bounds === undefined && inOwn && own.includes(MARK + text)) return RANK.ownPrefix;
  if (bounds === undefined && inRest && rest.includes(MARK + text)) return RANK.namedPrefix;
  return inOwn ? RANK.ownWord : RANK.namedWord;
}

function holds(within: string, text: string, bounds: Bounds | undefined): boolean {
  let at = within.indexOf(text);
  if (bounds === undefined) return at >= 0;
  while (at >= 0) {
    if (!bounds.test(within.charAt(at - 1)) && !bounds.test(within.charAt(at + text.length))) return true;
    at = within.indexOf(text, at + 1);
  }
  return false;
}

function textOf(leaf: Leaf): string {
  return (leaf.text ?? leaf.value).toLowerCase();
}
