import { RANK, type Candidate } from './candidate.ts';
import { answerLeaves, ownLeaves, type Entries, type Entry } from './entries.ts';
import { holding } from './texts.ts';
import type { Match } from './types.ts';

/*
 * What an account or a Region means. Nearly everything lies in one of those that were read: first comes what names it
 * from outside, as a permission or a connection does, then what lies in it.
 */

/** @param account twelve digits */
export function ofAccount(entries: Entries, account: string): readonly Candidate[] {
  return ofPlace(entries, account, /[0-9a-z]/, ({ item }) => item.account === account, 'OwnerId');
}

/** @param region its name, lower case */
export function ofRegion(entries: Entries, region: string): readonly Candidate[] {
  return ofPlace(entries, region, /[0-9a-z-]/, ({ item }) => item.region === region, 'Region');
}

function ofPlace(
  entries: Entries,
  place: string,
  bounds: RegExp,
  lies: (entry: Entry) => boolean,
  field: string,
): readonly Candidate[] {
  const match = (): Match => ({ field, value: place, how: 'exact' });
  return [
    ...holding(entries, [place], bounds)
      .filter((candidate) => !lies(candidate.entry))
      .map((candidate) => ({ ...candidate, rank: RANK.named })),
    ...entries.all
      .filter(lies)
      .map((entry): Candidate => ({ entry, rank: isItself(entry, place) ? RANK.own : RANK.within, match })),
  ];
}

/** The account's alias or organization, the Region itself: they tell of the place as a whole. */
function isItself({ item }: Entry, place: string): boolean {
  switch (item.kind) {
    case 'account-alias':
    case 'organization':
      return true;
    case 'region':
      return [...ownLeaves(item), ...answerLeaves(item)].some(({ value }) => value === place);
    default:
      return false;
  }
}
