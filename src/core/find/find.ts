import type { Inventory } from '../model/inventory.ts';
import type { ResourceBase } from '../resources/kind.ts';
import { onAddress } from './addresses.ts';
import { bestFirst, RANK, type Candidate } from './candidate.ts';
import { entriesOf } from './entries.ts';
import { gapsOf } from './gaps.ts';
import { isCertain } from './relevant.ts';
import { onDnsName } from './names.ts';
import { ofAccount, ofRegion } from './places.ts';
import { onPort } from './ports.ts';
import { interpret, withoutQuotes } from './query.ts';
import { subjectsOf } from './subjects.ts';
import { tagged } from './tags.ts';
import { holding } from './texts.ts';
import type { FindResult, Found, Interpretation } from './types.ts';

/** How many results are shown at once; a longer query narrows them. */
export const FIND_LIMIT = 200;

/**
 * Everything in the inventory that has to do with a query, the best first; of equally good ones endpoints first, then by
 * name. Never throws, whatever the query.
 *
 * @returns the results up to the limit, how many more there are, and what was not read and could have held more
 */
export function find(inventory: Inventory, query: string, limit = FIND_LIMIT): Found {
  const interpretation = interpret(query);
  const found = candidates(inventory, interpretation, withoutQuotes(query).toLowerCase());
  const { best, count } = bestFirst(found, limit);
  const subjectOf = subjectsOf(inventory);
  const gaps = isFound(best, interpretation) ? [] : gapsOf(inventory, interpretation);
  const isRedacted = inventory.scopes.some((scope) => scope.addressSpace !== undefined);
  return {
    version: 1,
    query,
    interpretation,
    results: best.map((candidate) => resultOf(candidate, subjectOf)),
    gaps,
    proved: gaps.length === 0 && inventory.unread.length === 0 && !isRedacted && isCertain(interpretation),
    ...(isRedacted ? { redacted: true } : {}),
    more: count - best.length,
  };
}

/** What the query means, and what holds it as text: a name may look like anything. */
function candidates(inventory: Inventory, asked: Interpretation, text: string): readonly Candidate[] {
  const entries = entriesOf(inventory);
  switch (asked.kind) {
    case 'everything':
      return entries.all
        .filter(({ item }) => item.kind === 'vpc-endpoint' || item.kind === 'endpoint-service')
        .map((entry) => ({ entry, rank: RANK.own, match: () => undefined }));
    case 'words':
      return [...holding(entries, [text]), ...holding(entries, asked.words)];
    case 'id':
    case 'arn':
    case 'service-name':
      return holding(entries, [text]);
    case 'account':
      return ofAccount(entries, asked.account);
    case 'region':
      return ofRegion(entries, asked.region);
    case 'zone':
      return holding(entries, [asked.zone], /[0-9a-z-]/);
    case 'address':
      return [...onAddress(inventory, asked.address), ...holding(entries, [asked.address.toLowerCase()], OF_ADDRESSES)];
    case 'cidr':
      return [...onAddress(inventory, asked.cidr), ...holding(entries, [text], OF_ADDRESSES)];
    case 'dns-name':
      return [...onDnsName(inventory, asked.name), ...holding(entries, [asked.name])];
    case 'tag':
      return [...tagged(entries, asked.key, asked.value), ...holding(entries, [text])];
    case 'port':
      return [...onPort(inventory, asked.port, asked.transport), ...holding(entries, [text], OF_ADDRESSES)];
  }
}

/** What an address or a port goes on with: `10.1.2.3` is not in `10.1.2.30`, nor in `10.1.2.3/32`. */
const OF_ADDRESSES = /[0-9a-z.:/]/;

/** An id and an ARN mean one resource: where that was found, nothing else was missed. */
function isFound([best]: readonly Candidate[], asked: Interpretation): boolean {
  return best?.rank === RANK.own && ((asked.kind === 'id' && asked.whole) || asked.kind === 'arn');
}

function resultOf({ entry, match }: Candidate, subjectOf: (item: ResourceBase) => string | undefined): FindResult {
  const { id, kind, name, account, region, seenBy } = entry.item;
  const [why, subject] = [match(), subjectOf(entry.item)];
  return {
    id,
    kind,
    ...(name === undefined ? {} : { name }),
    account,
    region,
    ...(kind === 'service-detail' ? { seenBy } : {}),
    ...(why === undefined ? {} : { match: why }),
    ...(subject === undefined ? {} : { subject }),
  };
}
