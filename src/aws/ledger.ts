import { isWhole, narrowedTo, withNewer } from '../core/model/answers.ts';
import { stableStringify, type JsonObject } from '../core/model/json.ts';
import type { SnapshotCall } from '../core/model/snapshot.ts';
import type { Operation } from './operations.ts';

/** What is known of a scope while it is read: nothing is asked twice, and what is fresh enough is not asked again. */
export interface Ledger {
  /** The complete answer to exactly this request, or to one that lists everything. */
  readonly answerTo: (operation: Operation, params: JsonObject) => SnapshotCall | undefined;
  /** Complete answers that were narrowed down by this filter or parameter. */
  readonly narrowed: (operation: Operation, by: string) => readonly SnapshotCall[];
  readonly enter: (row: SnapshotCall) => void;
  /** All that is known by now: each request once. */
  readonly rows: () => readonly SnapshotCall[];
}

/**
 * @param known what an earlier reading of the scope left
 * @param since ISO 8601: what is older is asked again when it is needed; the empty text takes everything as it is
 */
export function createLedger(known: readonly SnapshotCall[], since: string): Ledger {
  const entered: SnapshotCall[] = [];
  const whole = new Map<string, SnapshotCall>();
  const exact = new Map<string, SnapshotCall>();
  const narrowed = new Map<string, SnapshotCall[]>();
  const use = (row: SnapshotCall): void => {
    if (row.status !== 'ok' || !row.complete) return;
    exact.set(`${row.operation} ${stableStringify(row.params)}`, row);
    if (isWhole(row.params)) whole.set(row.operation, row);
    const about = narrowedTo(row.params);
    if (about === undefined) return;
    const key = `${row.operation} ${about.by}`;
    narrowed.set(key, [...(narrowed.get(key) ?? []), row]);
  };
  for (const row of known) if (row.capturedAt >= since) use(row);
  return {
    answerTo: ({ name }, params) => whole.get(name) ?? exact.get(`${name} ${stableStringify(params)}`),
    narrowed: ({ name }, by) => narrowed.get(`${name} ${by}`) ?? [],
    enter: (row) => {
      entered.push(row);
      use(row);
    },
    rows: () => withNewer(known, entered),
  };
}
