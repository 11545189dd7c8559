import type { CoverageRow } from '../model/coverage.ts';
import type { Inventory } from '../model/inventory.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import type { ResourceBase } from '../resources/kind.ts';

/**
 * Why the answer to an operation about a resource cannot be trusted to be whole, for example
 * `elasticloadbalancing:DescribeListeners was denied`; `undefined` when a complete answer covers it.
 *
 * @param from a resource of the account and Region that was asked
 * @param about the id that the answer is about: a call counts when it lists everything, or names this id
 */
export function gapIn(
  inventory: Inventory,
  from: Pick<ResourceBase, 'seenBy' | 'region'>,
  operation: string,
  about: string,
): string | undefined {
  const rows = inventory.coverage
    .rowsOf(from.seenBy, from.region, operation)
    .filter((row) => Object.keys(row.params).length === 0 || mentions(row.params, about));
  if (rows.some((row) => row.complete)) return undefined;
  const worst = rows[0];
  return worst === undefined ? `${operation} was not asked` : `${operation} ${outcome(worst)}`;
}

/** The same as a whole sentence that begins with what is missing; empty when nothing is. */
export function gapNote(missing: string, ...question: Parameters<typeof gapIn>): readonly string[] {
  const gap = gapIn(...question);
  return gap === undefined ? [] : [`${missing}: ${gap}.`];
}

function outcome(row: CoverageRow): string {
  switch (row.status) {
    case 'ok':
      return 'was not read to its end';
    case 'denied':
      return 'was denied';
    case 'throttled':
      return 'was throttled';
    case 'failed':
      return row.errorCode === undefined ? 'failed' : `failed (${row.errorCode})`;
    case 'cancelled':
      return 'was cancelled';
    case 'not-asked':
      return 'was not asked';
  }
}

function mentions(params: Json, id: string): boolean {
  if (typeof params === 'string') return params === id;
  if (Array.isArray(params)) return params.some((item: Json) => mentions(item, id));
  return isJsonObject(params) && Object.values(params).some((item) => item !== undefined && mentions(item, id));
}
