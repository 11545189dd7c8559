import type { Diagnosis, SubjectDiagnosis } from '../core/diagnosis.ts';
import { diagnose } from '../core/engine.ts';
import { find } from '../core/find/find.ts';
import { searchView, viewOf } from '../core/graph/view.ts';
import { describeNode } from '../core/graph/details.ts';
import { capturedText, diagramTitle } from '../core/graph/words.ts';
import { renderZonesMarkdown } from '../core/impact/markdown.ts';
import { zoneMatrix } from '../core/impact/matrix.ts';
import { impactView } from '../core/impact/view.ts';
import { generateCode, generateNewEndpoint } from '../core/iac/generate.ts';
import { newEndpointChoices } from '../core/iac/new-endpoint-choices.ts';
import { listRows } from '../core/list.ts';
import type { Measurements } from '../core/measure/measurements.ts';
import { measurementPlan } from '../core/measure/plan.ts';
import { AppError, isAppError } from '../core/model/errors.ts';
import { redactSnapshot } from '../core/redact/redact.ts';
import { renderMarkdown } from '../core/report/markdown.ts';
import { renderText } from '../core/report/text.ts';
import { JUDGED_OPERATIONS } from '../core/rules/registry.ts';
import { resourceFacts } from '../core/tree/facts.ts';
import { locate } from '../core/tree/find.ts';
import { buildMembers } from '../core/tree/members.ts';
import { unreadAround } from '../core/unread-listings.ts';
import { configurationFileOf, readConfigurationFile } from '../files/configuration-file.ts';
import { removeCache } from '../files/cache.ts';
import { keyedHash, randomKey } from '../files/redaction-key.ts';
import { readSnapshotFile, writeSnapshotFile } from '../files/snapshot-file.ts';
import { measure } from '../measure/measure.ts';
import type { Loaded, SubjectSummary, View } from './api.ts';
import { createComparisons } from './comparisons.ts';
import { createDiagrams } from './diagrams.ts';
import { changedSources, deepen, readScope, restoreCached } from './reading.ts';
import { errorData, type Handlers } from './serve.ts';
import type { Store } from './store.ts';
import { worstSeverity } from '../core/severity.ts';
import { visibleJson } from '../core/report/visible.ts';

/** Everything that the worker does. The AWS SDK and the layout engine are loaded when they are first needed. */
export function createHandlers(store: Store): Handlers {
  const comparisons = createComparisons(store);
  const diagrams = createDiagrams();
  return {
    async listProfiles({ environment }) {
      const { listProfiles } = await import('../aws/profiles.ts');
      const { profiles, problems } = await listProfiles({ ...process.env, ...environment });
      return { profiles, problems: problems.map(errorData) };
    },
    collect: (params, context) => readScope(store, params, context),
    deepen: (need, context) => deepen(store, need, context),
    async openFile({ path, ...version }): Promise<Loaded> {
      store.begin(version);
      const snapshot = await readSnapshotFile(path);
      return { stored: store.put(version, snapshot), capturedAt: snapshot.capturedAt, problems: [] };
    },
    changedSources: (params) => changedSources(store, params),
    restoreCached: (params) => restoreCached(store, params),
    async close({ keys, cacheFolder }) {
      store.close(keys);
      if (cacheFolder !== undefined) await removeCache(cacheFolder, keys);
      return null;
    },
    async saveFile({ path, keys, redact }) {
      const snapshot = store.snapshot(keys);
      const saved =
        redact === undefined ? snapshot : redactSnapshot(snapshot, { mode: redact, hash: keyedHash(randomKey()) });
      await writeSnapshotFile(path, saved);
      return null;
    },
    async configure({ folders }) {
      const path = await configurationFileOf(folders);
      try {
        store.configure(path === undefined ? undefined : await readConfigurationFile(path));
      } catch (error) {
        // What an earlier text of the file suppressed must not stay hidden unsaid.
        store.configure(undefined);
        throw error;
      }
      return null;
    },
    view() {
      if (!store.isEmpty()) diagrams.warmUp();
      return view(store);
    },
    members({ subject, parent }) {
      const { inventory, diagnosis } = store.computed();
      return buildMembers(inventory, diagnosis, subject, parent);
    },
    locate({ resource, subject }) {
      const { inventory, diagnosis, roots } = store.computed();
      const owner = subject ?? ownerOf(store, resource);
      return locate(inventory, diagnosis, roots, resource, owner) ?? null;
    },
    find: ({ query }) => find(store.computed().inventory, query),
    details({ id }) {
      const { inventory, diagnosis } = store.computed();
      return describeNode(inventory, diagnosis, id);
    },
    facts({ ids }) {
      const { inventory } = store.computed();
      return ids.map((id) => resourceFacts(inventory, id));
    },
    findings({ subject }) {
      const { diagnosis } = store.computed();
      return diagnosis?.subjects.find((item) => item.id === subject)?.findings ?? [];
    },
    inventory() {
      const { inventory } = store.computed();
      return {
        version: 1,
        ...(store.isEmpty() ? {} : { capturedAt: inventory.capturedAt }),
        scopes: inventory.scopes,
        rows: listRows(inventory),
        coverage: inventory.coverage.rows,
      };
    },
    diagnose: ({ ids }) => diagnosisOf(store, ids),
    measurementPlan: ({ id }) => {
      const { inventory } = store.computed();
      return measurementPlan(inventory, { now: inventory.capturedAt }, id);
    },
    async measure({ plan }, { signal }) {
      try {
        return await measure(plan, { signal });
      } catch (error) {
        if (signal.aborted) throw new AppError('cancelled', 'Measuring was cancelled.', { cause: error });
        throw error;
      }
    },
    report({ ids, format, measurements }) {
      const diagnosis = diagnosisOf(store, ids, measurements);
      switch (format) {
        case 'markdown':
          return renderMarkdown(diagnosis);
        case 'text':
          return renderText(diagnosis);
        case 'json':
          return visibleJson(diagnosis);
      }
    },
    compare: (params) => comparisons.compare(params),
    differences: ({ group }) => comparisons.rows(group),
    comparisonReport: ({ format }) => comparisons.report(format),
    async placedDifference({ request }) {
      const { graph, ...shown } = comparisons.view(request);
      return { ...shown, graph: await diagrams.place(graph) };
    },
    searchDifference: ({ text }) => comparisons.search(text),
    differenceDetails: ({ id }) => comparisons.details(id),
    async differenceDiagram({ format, theme, words }) {
      const { graph, before, after } = comparisons.markedGraph();
      const { renderDiagram } = await import('../layout/diagram.ts');
      return renderDiagram(graph, format, { theme, title: `${before} → ${after}`, words }, diagrams.place);
    },
    closeComparison() {
      comparisons.clear();
      return null;
    },
    impactView({ request, id }) {
      const { inventory, diagnosis, graphOf } = store.computed();
      return impactView(inventory, diagnosis, request, id, graphOf);
    },
    zonesReport({ ids }) {
      const { inventory, diagnosis } = store.computed();
      const matrix = zoneMatrix(inventory, diagnosis, ids.length === 0 ? undefined : ids);
      return renderZonesMarkdown(matrix, {
        capturedAt: inventory.capturedAt,
        unread: unreadAround(inventory, ids),
      });
    },
    graph: ({ subject }) => store.computed().graphOf(subject),
    async placedView({ request }) {
      const { inventory, diagnosis, graphOf } = store.computed();
      const { graph, ...shown } = viewOf(inventory, diagnosis, request, graphOf);
      return { ...shown, graph: await diagrams.place(graph) };
    },
    searchView({ request, text }) {
      const { inventory, diagnosis, graphOf } = store.computed();
      return searchView(inventory, diagnosis, request, text, graphOf);
    },
    async diagram({ subject, request, format, theme, words }) {
      const { inventory, diagnosis, graphOf } = store.computed();
      const graph = request === undefined ? graphOf(subject) : viewOf(inventory, diagnosis, request, graphOf).graph;
      const { renderDiagram } = await import('../layout/diagram.ts');
      const title = diagramTitle(graph, subject, words);
      const subtitle = capturedText(inventory.capturedAt, words);
      return renderDiagram(graph, format, { theme, title, subtitle, words }, diagrams.place);
    },
    newEndpointChoices: (chosen) => newEndpointChoices(store.computed().inventory, chosen),
    newEndpointCode({ request, format, ...file }) {
      return generateNewEndpoint(store.computed().inventory, request, format, file);
    },
    code({ ids, format, ...options }) {
      return generateCode(store.computed().inventory, ids, format, options);
    },
  };
}

/** The endpoint or service on whose path the resource lies; `undefined` when it lies on none. */
function ownerOf(store: Store, resource: string): string | undefined {
  const { inventory, diagnosis } = store.computed();
  try {
    return describeNode(inventory, diagnosis, resource).subject;
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

/** The diagnosis of some subjects, or of what depends on some other resource; of everything when no id is given. */
function diagnosisOf(store: Store, ids: readonly string[], measurements?: Measurements): Diagnosis {
  if (store.isEmpty()) store.snapshot();
  const { inventory } = store.computed();
  const configuration = store.configuration();
  return diagnose(inventory, {
    now: inventory.capturedAt,
    ...(configuration === undefined ? {} : { configuration }),
    ...(ids.length === 0 ? {} : { ids }),
    ...(measurements === undefined ? {} : { measurements }),
  });
}

function view(store: Store): View {
  const { inventory, diagnosis, problem, roots } = store.computed();
  const operations = (wanted: (status: string) => boolean): readonly string[] => {
    const rows = inventory.coverage.rows.filter((row) => wanted(row.status) && JUDGED_OPERATIONS.has(row.operation));
    return [...new Set(rows.map((row) => row.operation))];
  };
  return {
    ...(store.isEmpty() ? {} : { capturedAt: inventory.capturedAt }),
    scopes: inventory.scopes,
    sourcesOf: store.sourcesOf(),
    roots,
    subjects: (diagnosis?.subjects ?? []).map(summary),
    denied: operations((status) => status === 'denied'),
    failed: operations((status) => ['throttled', 'failed', 'cancelled'].includes(status)),
    ...(problem === undefined ? {} : { problem }),
  };
}

function summary(subject: SubjectDiagnosis): SubjectSummary {
  const severity = worstSeverity(subject.findings);
  return {
    id: subject.id,
    ...(subject.name === undefined ? {} : { name: subject.name }),
    kind: subject.kind,
    type: subject.type,
    account: subject.account,
    region: subject.region,
    verdict: subject.verdict,
    summary: subject.summary,
    findings: subject.findings.length,
    ...(severity === undefined ? {} : { severity }),
  };
}
