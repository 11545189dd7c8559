import { RANK, type Candidate } from './candidate.ts';
import { MARK, type Entries } from './entries.ts';
import type { Match } from './types.ts';

/**
 * The resources with a tag. Case does not count.
 *
 * @param value what the tag's value is, or begins with; any when absent
 */
export function tagged(entries: Entries, key: string, value: string | undefined): readonly Candidate[] {
  const [wantedKey, wanted] = [key.toLowerCase(), value?.toLowerCase() ?? ''];
  return entries.holding(`${MARK}${wantedKey}=${wanted}`).flatMap((entry) =>
    Object.entries(entry.item.tags).flatMap(([name, own]): readonly Candidate[] => {
      const text = own.toLowerCase();
      if (name.toLowerCase() !== wantedKey || !text.startsWith(wanted)) return [];
      const exact = value === undefined || text === wanted;
      const match: Match = { field: `tag:${name}`, value: own, how: exact ? 'exact' : 'prefix' };
      return [{ entry, rank: exact ? RANK.own : RANK.ownPrefix, match: () => match }];
    }),
  );
}
