import { isJsonObject, stableStringify, type Json, type JsonObject } from './json.ts';
import type { CallStatus, SnapshotCall, SnapshotScope } from './snapshot.ts';

/** What one request of one scope came back with, as in the diagnosis' `coverage`. */
export interface CoverageRow {
  readonly account: string;
  readonly region: string;
  readonly operation: string;
  readonly params: JsonObject;
  readonly status: CallStatus;
  readonly errorCode?: string;
  readonly complete: boolean;
  readonly calls: number;
  readonly items: number;
}

/** The rows, with the one question that decides between "none" and "unknown". */
export interface Coverage {
  readonly rows: readonly CoverageRow[];
  /**
   * The best row of an operation in an account and Region whose params are exactly `params` (default: no params, the
   * whole listing). `undefined` means that it was never asked.
   */
  readonly row: (account: string, region: string, operation: string, params?: JsonObject) => CoverageRow | undefined;
  /** All rows of an operation in an account and Region, whatever their params. */
  readonly rowsOf: (account: string, region: string, operation: string) => readonly CoverageRow[];
  /**
   * Those of them that may answer about something: the requests that name one of `values` anywhere in their params, and
   * those that name nothing at all.
   */
  readonly rowsAbout: (
    account: string,
    region: string,
    operation: string,
    values: readonly string[],
  ) => readonly CoverageRow[];
}

/** Parameters that do not narrow an answer down. */
export const NEUTRAL_PARAMETERS: ReadonlySet<string> = new Set([
  'IncludeManagedResources',
  'MaxResults',
  'PageSize',
  'AllRegions',
  'DryRun',
  'Include',
  // Beside the name at which a point look-up in a hosted zone starts.
  'StartRecordType',
  'MaxItems',
]);

const RANK: Readonly<Record<CallStatus, number>> = {
  ok: 0,
  throttled: 1,
  failed: 2,
  cancelled: 3,
  denied: 4,
  'not-asked': 5,
};

/** Two profiles of one account may ask the same thing: the best answer wins (contract: "the best status wins"). */
export function isBetter(a: CoverageRow, b: CoverageRow): boolean {
  if (a.complete !== b.complete) return a.complete;
  return RANK[a.status] < RANK[b.status];
}

/**
 * The coverage of the given scopes' calls; the best row of each request counts.
 *
 * @param partial answers with an entry that is no resource, because it has no id: they are not complete
 */
export function buildCoverage(
  scopes: readonly SnapshotScope[],
  partial: ReadonlySet<SnapshotCall> = new Set(),
): Coverage {
  const best = new Map<string, CoverageRow>();
  for (const scope of scopes) {
    for (const call of scope.calls) {
      const row: CoverageRow = {
        account: scope.account,
        region: scope.region,
        operation: call.operation,
        params: call.params,
        status: call.status,
        ...(call.errorCode === undefined ? {} : { errorCode: call.errorCode }),
        complete: call.complete && call.status === 'ok' && isReadable(call.output) && !partial.has(call),
        calls: call.calls ?? 1,
        items: countItems(call.output),
      };
      const key = rowKey(row.account, row.region, row.operation, row.params);
      const known = best.get(key);
      if (known === undefined || isBetter(row, known)) best.set(key, row);
    }
  }
  const rows = [...best.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const places = new Map<string, Map<string, Map<string, Asked>>>();
  for (const row of rows) {
    const regions = kept(places, row.account, () => new Map<string, Map<string, Asked>>());
    const operations = kept(regions, row.region, () => new Map<string, Asked>());
    kept(operations, row.operation, (): Asked => ({ rows: [] })).rows.push(row);
  }
  const asked = (account: string, region: string, operation: string): Asked | undefined =>
    places.get(account)?.get(region)?.get(operation);
  return {
    rows,
    row: (account, region, operation, params = {}) => best.get(rowKey(account, region, operation, params)),
    rowsOf: (account, region, operation) => asked(account, region, operation)?.rows ?? [],
    rowsAbout: (account, region, operation, values) => {
      const found = asked(account, region, operation);
      if (found === undefined) return [];
      found.byName ??= byName(found.rows);
      const { byName: named } = found;
      return [NOTHING, ...values].flatMap((value) => named.get(value) ?? []);
    },
  };
}

/** False for an answer in which a list, or an entry of one, is nothing that AWS's API can mean: it proves no absence. */
function isReadable(output: JsonObject): boolean {
  return Object.values(output).every(
    (value) => value !== null && (!Array.isArray(value) || areEntries(value as readonly Json[])),
  );
}

function areEntries(items: readonly Json[]): boolean {
  return items.every(isJsonObject) || items.every((item) => typeof item === 'string');
}

/** What was asked with one operation in one place. */
interface Asked {
  readonly rows: CoverageRow[];
  byName?: ReadonlyMap<string, readonly CoverageRow[]>;
}

/** The key of requests that name nothing: no id, name or filter value is empty. */
const NOTHING = '';

/** Hundreds of requests of an operation, one for each load balancer or VPC: by what each of them names. */
function byName(rows: readonly CoverageRow[]): ReadonlyMap<string, readonly CoverageRow[]> {
  const found = new Map<string, CoverageRow[]>();
  for (const row of rows) {
    const narrowing = Object.entries(row.params).filter(([name]) => !NEUTRAL_PARAMETERS.has(name));
    const names = new Set(narrowing.flatMap(([, value]) => textsIn(value)));
    for (const name of names.size === 0 ? [NOTHING] : names) kept(found, name, (): CoverageRow[] => []).push(row);
  }
  return found;
}

function textsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

function kept<T>(items: Map<string, T>, key: string, create: () => T): T {
  const known = items.get(key);
  if (known !== undefined) return known;
  const created = create();
  items.set(key, created);
  return created;
}

function rowKey(account: string, region: string, operation: string, params: JsonObject): string {
  return `${account} ${region} ${operation} ${stableStringify(params)}`;
}

function countItems(output: JsonObject): number {
  const lists = Object.values(output).filter((value) => Array.isArray(value));
  if (lists.length === 0) return Object.keys(output).length === 0 ? 0 : 1;
  return Math.max(...lists.map((list) => list.length));
}
