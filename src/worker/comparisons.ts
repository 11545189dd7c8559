import { compareDiagnosed } from '../core/compare/compare.ts';
import { renderComparisonMarkdown } from '../core/compare/markdown.ts';
import { differenceGroups, differenceRows, type DifferenceRow } from '../core/compare/rows.ts';
import { renderComparisonText } from '../core/compare/text.ts';
import type { Comparison } from '../core/compare/types.ts';
import type { Configuration } from '../core/configuration/types.ts';
import type { NodeDetails } from '../core/graph/details.ts';
import { describeDifference } from '../core/graph/difference-details.ts';
import { comparedGraph, judgedReading } from '../core/graph/difference.ts';
import { withMarks } from '../core/graph/marks.ts';
import type { ViewRequest } from '../core/graph/request.ts';
import type { Graph } from '../core/graph/types.ts';
import { comparedView, searchGraph, type GraphView, type SearchHit } from '../core/graph/view.ts';
import { AppError } from '../core/model/errors.ts';
import { buildInventory, type Inventory } from '../core/model/inventory.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import { readSnapshotFile } from '../files/snapshot-file.ts';
import type { ComparedSource, ComparisonSummary, ReportFormat, WorkerMethods } from './api.ts';
import type { Store } from './store.ts';
import { visibleJson } from '../core/report/visible.ts';

/** The comparison that is shown: one at a time, as it was when it was made. */
export interface Comparisons {
  compare(params: WorkerMethods['compare']['params']): Promise<ComparisonSummary>;
  rows(group: string): readonly DifferenceRow[];
  report(format: ReportFormat): string;
  /** Both pictures as one, as `request` wants to see it. */
  view(request: ViewRequest): GraphView;
  search(text: string): readonly SearchHit[];
  details(id: string): NodeDetails;
  /** Both pictures as one, whole, with their changes written into it. */
  markedGraph(): { readonly graph: Graph; readonly before: string; readonly after: string };
  clear(): void;
}

export function createComparisons(store: Store): Comparisons {
  let current: Current | undefined;
  let newest = 0;
  const known = (): Current => {
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
      const configuration = store.configuration();
      const comparison = compareDiagnosed(inventories.before, inventories.after, configuration);
      const draw = once(() => drawingOf(inventories.before, inventories.after, comparison, configuration));
      current = { comparison, draw };
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
          return visibleJson(comparison);
      }
    },
    view: (request) => comparedView(known().draw().graph, request),
    search: (text) => searchGraph(known().draw().graph, text),
    details: (id) => known().draw().describe(id),
    markedGraph() {
      const { comparison, draw } = known();
      const { before, after } = comparison;
      return { graph: withMarks(draw().graph), before: before.capturedAt, after: after.capturedAt };
    },
    clear() {
      newest += 1;
      current = undefined;
    },
  };
}

interface Current {
  readonly comparison: Comparison;
  /** Made when the picture is first wanted. */
  readonly draw: () => Drawing;
}

interface Drawing {
  readonly graph: Graph;
  /** As the newer reading has it; of what only the older one has, as that has it. */
  readonly describe: (id: string) => NodeDetails;
}

function drawingOf(
  before: Inventory,
  after: Inventory,
  comparison: Comparison,
  configuration: Configuration | undefined,
): Drawing {
  const old = judgedReading(before, configuration);
  const now = judgedReading(after, configuration);
  return {
    graph: comparedGraph(old, now, comparison),
    describe: (id) => describeDifference([now, old], comparison, id),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
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
