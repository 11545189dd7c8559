import { compareDiagnosed } from '../core/compare/compare.ts';
import { renderComparisonMarkdown } from '../core/compare/markdown.ts';
import { differenceGroups, differenceRows, type DifferenceRow } from '../core/compare/rows.ts';
import { renderComparisonText } from '../core/compare/text.ts';
import type { Comparison } from '../core/compare/types.ts';
import { comparedGraph } from '../core/graph/difference.ts';
import type { Graph } from '../core/graph/types.ts';
import { AppError } from '../core/model/errors.ts';
import { buildInventory, type Inventory } from '../core/model/inventory.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import { readSnapshotFile } from '../files/snapshot-file.ts';
import type { ComparedSource, ComparisonSummary, ReportFormat, WorkerMethods } from './api.ts';
import type { Store } from './store.ts';

/** The comparison that is shown: one at a time, as it was when it was made. */
export interface Comparisons {
  compare(params: WorkerMethods['compare']['params']): Promise<ComparisonSummary>;
  rows(group: string): readonly DifferenceRow[];
  report(format: ReportFormat): string;
  /** Both pictures as one. */
  graph(): Graph;
  clear(): void;
}

export function createComparisons(store: Store): Comparisons {
  let current: { readonly comparison: Comparison; readonly before: Inventory; readonly after: Inventory } | undefined;
  let newest = 0;
  const known = (): NonNullable<typeof current> => {
    if (current === undefined) {
      throw new AppError('bad-input', 'Nothing is compared any more; choose two snapshots again.', {
        actions: [{ title: 'Compare Snapshots', command: 'privatelink.compareSnapshots' }],
      });
    }
    return current;
  };
  return {
    async compare({ first, second }) {
      newest += 1;
      const asked = newest;
      const [one, other] = await Promise.all([snapshotOf(store, first), snapshotOf(store, second)]);
      if (asked !== newest) throw new AppError('cancelled', 'Another comparison was asked for.');
      const swapped = Date.parse(other.capturedAt) < Date.parse(one.capturedAt);
      const [before, after] = swapped ? [other, one] : [one, other];
      const inventories = { before: buildInventory([before]), after: buildInventory([after]) };
      const comparison = compareDiagnosed(inventories.before, inventories.after, store.configuration());
      current = { comparison, ...inventories };
      return summaryOf(comparison, swapped);
    },
    rows: (group) => differenceRows(known().comparison, group),
    report(format) {
      const { comparison } = known();
      switch (format) {
        case 'markdown':
          return renderComparisonMarkdown(comparison);
        case 'text':
          return renderComparisonText(comparison);
        case 'json':
          return `${JSON.stringify(comparison, null, 2)}\n`;
      }
    },
    graph() {
      const { comparison, before, after } = known();
      return comparedGraph(before, after, comparison, store.configuration());
    },
    clear() {
      newest += 1;
      current = undefined;
    },
  };
}

async function snapshotOf(store: Store, source: ComparedSource): Promise<Snapshot> {
  return 'path' in source ? readSnapshotFile(source.path) : store.snapshot(source.keys);
}

function summaryOf(comparison: Comparison, swapped: boolean): ComparisonSummary {
  const { before, after, verdicts } = comparison;
  const worse = verdicts.filter((change) => change.trend === 'worse').length;
  const groups = differenceGroups(comparison);
  return { swapped, before: before.capturedAt, after: after.capturedAt, groups, worse };
}
