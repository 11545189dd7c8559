import { COMPARED_KINDS } from '../compare/kinds.ts';
import { isWhole } from '../model/answers.ts';
import type { CoverageRow } from '../model/coverage.ts';
import type { Inventory, InventoryScope } from '../model/inventory.ts';
import type { Json } from '../model/json.ts';
import { GLOBAL_REGION } from '../model/snapshot.ts';
import { partsOf, type Part } from './parts.ts';
import { relevantTo, type Relevant } from './relevant.ts';
import type { FindGap, Interpretation } from './types.ts';

/*
 * What was not read and could have held a match: a search that found nothing has proved nothing as long as there is such
 * a gap.
 */

/** Read once for an account, not for each Region. */
const OF_ACCOUNTS: ReadonlySet<string> = new Set(['iam:ListAccountAliases', 'organizations:DescribeOrganization']);

/** The listings of an account and Region that tell what there is of the product's own subjects. */
const SUBJECTS = ['ec2:DescribeVpcEndpoints', 'ec2:DescribeVpcEndpointServiceConfigurations'];

/** The gaps that matter for what was asked, by operation, account and Region. */
export function gapsOf(inventory: Inventory, asked: Interpretation): readonly FindGap[] {
  const { kinds, isCertain, place, isOnlyThere } = relevantTo(asked);
  const wanted = new Set(kinds);
  const listings = COMPARED_KINDS.flatMap(({ kind, listing }) =>
    listing !== undefined && wanted.has(kind) ? [listing] : [],
  );
  const here = inventory.scopes.filter((scope) => isOnlyThere !== true || isAt(scope, place));
  const found = [
    ...here.flatMap(({ account, region }) =>
      listings.flatMap((operation) => listingGap(inventory, operation, account, region, isCertain) ?? []),
    ),
    ...partGaps(inventory, partsOf(inventory, wanted, asked), isCertain),
    ...unreadPlace(inventory, asked),
    ...inventory.unread.map(({ profile = 'default', region = '' }): FindGap => ({
      operation: 'sts:GetCallerIdentity',
      account: `profile ${profile}`,
      region,
      why: 'failed',
    })),
  ];
  return [...new Map(found.map((gap) => [keyOf(gap), gap])).values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ operation, account, region }: FindGap): string {
  return `${operation} ${account} ${region}`;
}

/** True where the query names no other account and no other Region. */
function isAt({ account, region }: InventoryScope, place: Relevant['place']): boolean {
  return (place?.account ?? account) === account && (place?.region ?? region) === region;
}

/** @param isCertain whether a listing that was never asked for counts, or only one that went wrong */
function listingGap(
  inventory: Inventory,
  operation: string,
  account: string,
  region: string,
  isCertain: (operation: string) => boolean,
): FindGap | undefined {
  const where = OF_ACCOUNTS.has(operation) ? GLOBAL_REGION : region;
  const rows = inventory.coverage.rowsOf(account, where, operation);
  if (rows.some((row) => row.complete && isWhole(row.params))) return undefined;
  const why = whyOf(rows);
  return isCertain(operation) || isTrouble(why) ? { operation, account, region: where, why } : undefined;
}

function isTrouble(why: FindGap['why']): boolean {
  return why !== 'not-asked' && why !== 'incomplete';
}

/** The reason that someone can do most about. */
function whyOf(rows: readonly CoverageRow[]): FindGap['why'] {
  const order = ['denied', 'throttled', 'failed', 'cancelled'] as const;
  const worst = order.find((status) => rows.some((row) => row.status === status));
  if (worst !== undefined) return worst;
  return rows.some((row) => row.status === 'ok') ? 'incomplete' : 'not-asked';
}

/** What is asked one resource at a time, and was not asked, or not answered, about some of them. */
function partGaps(
  inventory: Inventory,
  parts: readonly Part[],
  isCertain: (operation: string) => boolean,
): readonly FindGap[] {
  const missing = new Map<string, Part[]>();
  const answered = answers(inventory);
  for (const part of parts) {
    if (answered(part)) continue;
    const key = `${part.operation} ${part.account} ${part.region}`;
    missing.set(key, [...(missing.get(key) ?? []), part]);
  }
  return [...missing.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { operation, account, region } = first;
    const why = whyOf(inventory.coverage.rowsOf(account, region, operation));
    if (!isCertain(operation) && !isTrouble(why)) return [];
    return [{ operation, account, region, why, resources: new Set(group.map((part) => part.about)).size }];
  });
}

/** Tells whether a complete answer was about the resource: what its request names. A record's request names a record. */
function answers(inventory: Inventory): (part: Part) => boolean {
  const about = new Map<string, Set<string> | 'all'>();
  const read = ({ operation, account, region }: Part): Set<string> | 'all' => {
    const key = `${operation} ${account} ${region}`;
    const cached = about.get(key);
    if (cached !== undefined) return cached;
    const rows = inventory.coverage.rowsOf(account, region, operation).filter((row) => row.complete);
    const fresh = rows.some((row) => isWhole(row.params))
      ? 'all'
      : new Set(rows.filter((row) => row.params['StartRecordName'] === undefined).flatMap((row) => texts(row.params)));
    about.set(key, fresh);
    return fresh;
  };
  return (part) => {
    const known = read(part);
    return known === 'all' || known.has(part.about);
  };
}

function texts(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((item) => texts(item));
}

/** An account or a Region that was named and that nobody read: of what it holds nothing is known. */
function unreadPlace({ scopes }: Inventory, asked: Interpretation): readonly FindGap[] {
  const { place } = relevantTo(asked);
  if (place === undefined) return [];
  if (scopes.some((scope) => isAt(scope, place))) return [];
  const accounts = place.account === undefined ? scopes.map(({ account }) => account) : [place.account];
  const regions = place.region === undefined ? scopes.map(({ region }) => region) : [place.region];
  return accounts.flatMap((account) =>
    regions.flatMap((region) =>
      SUBJECTS.map((operation): FindGap => ({ operation, account, region, why: 'not-asked' })),
    ),
  );
}
