import type { Entry } from './entries.ts';
import type { Match } from './types.ts';

/** A resource that answers a query, and how well. */
export interface Candidate {
  readonly entry: Entry;
  /** The lowest comes first; see RANK. */
  readonly rank: number;
  /** Worked out only for what is shown; `undefined` when nothing in particular was asked for. */
  readonly match: () => Match | undefined;
}

/**
 * Where a search begins to count. What an address or a name means in a network stands between what is the same as the
 * query and what only looks like it. Each step leaves room for an order within it.
 */
export const RANK = {
  /** It is what was asked for. */
  own: 0,
  /** It names what was asked for. */
  named: 1000,
  /** It lies where the address lies, the smallest block first; or a wildcard name stands for the name. */
  around: 2000,
  /** It lies within what was asked for. */
  within: 3000,
  /** It speaks of addresses or names among which this one is, the fewest first. */
  about: 4000,
  /** It speaks of a part of what was asked for. */
  aboutPart: 5000,
  ownPrefix: 6000,
  namedPrefix: 7000,
  ownWord: 8000,
  namedWord: 9000,
} as const;

/**
 * One candidate for each resource, its best; the best of all first.
 *
 * @returns as many as the limit allows, and how many there are
 */
export function bestFirst(
  candidates: readonly Candidate[],
  limit: number,
): { readonly best: readonly Candidate[]; readonly count: number } {
  const own = new Map<Entry, Candidate>();
  for (const candidate of candidates) {
    const known = own.get(candidate.entry);
    if (known === undefined || candidate.rank < known.rank) own.set(candidate.entry, candidate);
  }
  const byRank = new Map<number, Candidate[]>();
  for (const candidate of own.values()) {
    const equals = byRank.get(candidate.rank);
    if (equals === undefined) byRank.set(candidate.rank, [candidate]);
    else equals.push(candidate);
  }
  const best: Candidate[] = [];
  // What is not shown needs no order.
  for (const rank of [...byRank.keys()].sort((a, b) => a - b)) {
    if (best.length >= limit) break;
    const equals = (byRank.get(rank) ?? []).sort((a, b) => a.entry.place - b.entry.place);
    best.push(...equals.slice(0, limit - best.length));
  }
  return { best, count: own.size };
}
