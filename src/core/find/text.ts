import { kindWords, nameOf } from '../compare/words.ts';
import { visible } from '../report/visible.ts';
import type { FindGap, FindResult, Found, MatchHow } from './types.ts';

/* The results of a search for a terminal. */

const HOW: Readonly<Record<MatchHow, string>> = {
  exact: 'is',
  prefix: 'begins with it:',
  word: 'holds it:',
  contains: 'contains it:',
  within: 'lies in it:',
  wildcard: 'stands for it:',
  domain: 'is a domain of it:',
};

/** The best first, two lines each: what it is, and why it was found. Ends with a newline. */
export function renderFoundText(found: Found): string {
  const { results, more } = found;
  const lines = results.length === 0 ? [nothingWords(found)] : results.flatMap(resultLines);
  const rest = more === 0 ? [] : [`… and ${more} more: a longer query narrows them.`];
  return `${[...lines, ...rest].map(visible).join('\n')}\n`;
}

/** One line for all accounts and Regions in which an operation was not read for the same reason. */
export function gapLines(gaps: readonly FindGap[]): readonly string[] {
  const groups = new Map<string, FindGap[]>();
  for (const gap of gaps) {
    const key = `${gap.operation} ${gap.why}`;
    groups.set(key, [...(groups.get(key) ?? []), gap]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const resources = group.reduce((sum, gap) => sum + (gap.resources ?? 0), 0);
    const places = group.map(({ account, region }) => `${account} ${region}`);
    const where = places.length > 3 ? `${places.length} accounts and Regions` : places.join(', ');
    const of = resources === 0 ? '' : ` of ${resources} resource(s)`;
    return [`${first.operation} ${first.why}${of}: ${where}`];
  });
}

function nothingWords({ proved, redacted }: Found): string {
  const where = proved ? 'Not found.' : 'Not found in what was read.';
  return redacted === true
    ? `${where} Redacted files were searched, which hold tokens instead of names, addresses and most ids.`
    : where;
}

function resultLines(result: FindResult): readonly string[] {
  const { kind, account, region, seenBy, match, subject, id } = result;
  const seen = seenBy === undefined ? '' : `, as ${seenBy} sees it`;
  const part = subject === undefined || subject === id ? '' : `, part of ${subject}`;
  const head = `${kindWords(kind)} ${nameOf(result)}, ${account} ${region}${seen}${part}`;
  return match === undefined ? [head] : [head, `  ${match.field} ${HOW[match.how]} ${match.value}`];
}
