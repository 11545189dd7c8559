import { stableStringify, type JsonObject } from './json.ts';
import type { CallStatus, SnapshotScope } from './snapshot.ts';

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
}

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

/** The coverage of the given scopes' calls; the best row of each request counts. */
export function buildCoverage(scopes: readonly SnapshotScope[]): Coverage {
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
        complete: call.complete && call.status === 'ok',
        calls: call.calls ?? 1,
        items: countItems(call.output),
      };
      const key = rowKey(row.account, row.region, row.operation, row.params);
      const known = best.get(key);
      if (known === undefined || isBetter(row, known)) best.set(key, row);
    }
  }
  const rows = [...best.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const byOperation = new Map<string, CoverageRow[]>();
  for (const row of rows) {
    const key = `${row.account} ${row.region} ${row.operation}`;
    const list = byOperation.get(key);
    if (list === undefined) byOperation.set(key, [row]);
    else list.push(row);
  }
  return {
    rows,
    row: (account, region, operation, params = {}) => best.get(rowKey(account, region, operation, params)),
    rowsOf: (account, region, operation) => byOperation.get(`${account} ${region} ${operation}`) ?? [],
  };
}

function rowKey(account: string, region: string, operation: string, params: JsonObject): string {
  return `${account} ${region} ${operation} ${stableStringify(params)}`;
}

function countItems(output: JsonObject): number {
  const lists = Object.values(output).filter((value) => Array.isArray(value));
  if (lists.length === 0) return Object.keys(output).length === 0 ? 0 : 1;
  return Math.max(...lists.map((list) => list.length));
}
