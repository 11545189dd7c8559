import type { Extra } from '../aws/plan/extra-names.ts';
import type { DifferenceGroup, DifferenceRow } from '../core/compare/rows.ts';
import type { CoverageRow } from '../core/model/coverage.ts';
import type { Diagnosis, Finding, SubjectDiagnosis } from '../core/diagnosis.ts';
import type { Found } from '../core/find/types.ts';
import type { NodeDetails } from '../core/graph/details.ts';
import type { DiagramFormat } from '../core/graph/formats.ts';
import type { DiagramTheme } from '../core/graph/palettes.ts';
import type { Graph } from '../core/graph/types.ts';
import type { PlacedView, SearchHit } from '../core/graph/view.ts';
import type { ViewRequest } from '../core/graph/request.ts';
import type { DiagramWords } from '../core/graph/words.ts';
import type { ImpactView } from '../core/impact/view.ts';
import type { NewEndpointRequest } from '../core/iac/new-endpoint.ts';
import type { NewEndpointChoices } from '../core/iac/new-endpoint-choices.ts';
import type { CodeFormat, CodeResult } from '../core/iac/types.ts';
import type { ListRow } from '../core/list.ts';
import type { Measurements } from '../core/measure/measurements.ts';
import type { MeasurementPlan } from '../core/measure/plan.ts';
import type { ErrorAction, ErrorCode } from '../core/model/errors.ts';
import type { InventoryScope } from '../core/model/inventory.ts';
import type { RedactionMode } from '../core/redact/known.ts';
import type { ResourceFacts } from '../core/tree/facts.ts';
import type { TreeNode } from '../core/tree/types.ts';
import type { Severity } from '../core/severity.ts';

/* What the extension asks of the worker thread, and the messages that carry it: plain data only. */

/** Variables that are added to the process's own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A profile as the shared files name it; its credentials were not resolved. */
export interface ProfileChoice {
  readonly name: string;
  readonly region?: string;
  readonly details: string;
}

/** On whose account something is read. */
export interface Occasion {
  /** The same for all that is read because of one action. */
  readonly action: number;
  /** Whether a person started it: only then may one be asked for an MFA code. */
  readonly byUser: boolean;
  /** Whether programs that the AWS config file names may be started. */
  readonly isTrusted: boolean;
}

/** What only a person can answer while something is read. */
export interface Question {
  readonly kind: 'mfaCode';
  readonly profile: string;
  /** Serial number or ARN. */
  readonly device: string;
}

/** Which of a source's readings is meant: an older one that arrives late is dropped. */
export interface SourceVersion {
  readonly key: string;
  readonly revision: number;
}

/** What must have been read before something can be shown. */
export interface Need {
  /** Ids of subjects, or of what subjects depend on; everything that is loaded where there are none. */
  readonly ids: readonly string[];
  /** For a picture, what is known is good enough; a diagnosis is asked for because something may have changed. */
  readonly fresh: boolean;
  /** Of everything: what a picture needs, or a diagnosis. */
  readonly depth: 'topology' | 'diagnosis';
  /** What is read beyond that, because a diagnosis was asked to judge by it; nothing by default. */
  readonly extras?: readonly Extra[];
}

/** What became of one reading. `stored` is false when a newer one, or the source's end, overtook it. */
export interface Loaded {
  readonly stored: boolean;
  readonly capturedAt: string;
  /** What could not be read although the rest could. */
  readonly problems: readonly ErrorData[];
}

export interface SubjectSummary extends Pick<
  SubjectDiagnosis,
  'id' | 'name' | 'kind' | 'type' | 'account' | 'region' | 'verdict' | 'summary'
> {
  readonly findings: number;
  readonly severity?: Severity;
}

/** Everything that the extension holds of what was read: the tree down to endpoints and services, and a line for each. */
export interface View {
  /** Absent when nothing is loaded. */
  readonly capturedAt?: string;
  readonly scopes: readonly InventoryScope[];
  /** Which sources each node of a scope comes from, by the node's id. */
  readonly sourcesOf: Readonly<Record<string, readonly string[]>>;
  readonly roots: readonly TreeNode[];
  readonly subjects: readonly SubjectSummary[];
  /** Operations that were denied somewhere, of those that verdicts rest on. */
  readonly denied: readonly string[];
  /** Operations that came to nothing for another reason: throttled, failed, cancelled. */
  readonly failed: readonly string[];
  /** Why there are no verdicts, where there are none. */
  readonly problem?: ErrorData;
}

export interface CollectProgress {
  readonly operation: string;
  readonly done: number;
}

export interface InventoryJson {
  readonly version: 1;
  readonly capturedAt?: string;
  readonly scopes: readonly InventoryScope[];
  readonly rows: readonly ListRow[];
  readonly coverage: readonly CoverageRow[];
}

export type ReportFormat = 'markdown' | 'text' | 'json';

/** One side of a comparison: sources that are loaded, as one, or a file that need not be. */
export type ComparedSource = { readonly keys: readonly string[] } | { readonly path: string };

/** What the extension holds of a comparison. */
export interface ComparisonSummary {
  /** True when the second source is the older one, and so what was before. */
  readonly swapped: boolean;
  /** When each was captured. */
  readonly before: string;
  readonly after: string;
  readonly groups: readonly DifferenceGroup[];
  /** Verdicts that got worse. */
  readonly worse: number;
}

/** The file that code goes into: its text, and those of Terraform’s other files in its folder. */
export interface CodeFile {
  readonly existing?: string;
  readonly beside?: readonly string[];
}

/** Each method with its parameters and its result. */
export interface WorkerMethods {
  listProfiles: {
    params: { readonly environment: Environment };
    result: { readonly profiles: readonly ProfileChoice[]; readonly problems: readonly ErrorData[] };
  };
  /**
   * Reads one profile in one Region from AWS: what the tree shows, and whatever was read of it before. Reports a
   * `CollectProgress` for each operation.
   */
  collect: {
    params: SourceVersion & {
      readonly profile?: string;
      readonly region?: string;
      readonly environment: Environment;
      readonly occasion: Occasion;
      /** Where what was read is kept for the next window; nowhere when absent. */
      readonly cacheFolder?: string;
    };
    result: Loaded;
  };
  /** What an earlier window kept of a source: `null` when there is nothing. */
  restoreCached: { params: Omit<WorkerMethods['collect']['params'], 'occasion'>; result: Loaded | null };
  /** Those of the loaded sources whose profile's settings differ from those that it was last read with. */
  changedSources: { params: { readonly environment: Environment }; result: readonly string[] };
  /**
   * Reads more of what is loaded from AWS: all that a picture or a diagnosis of everything needs, or what one of some
   * subjects needs. Reports a `CollectProgress` for each operation.
   */
  deepen: {
    params: Need & { readonly occasion: Occasion };
    result: { readonly changed: boolean; readonly problems: readonly ErrorData[] };
  };
  openFile: { params: SourceVersion & { readonly path: string }; result: Loaded };
  close: { params: { readonly keys: readonly string[]; readonly cacheFolder?: string }; result: null };
  /** Without `redact` the file is what was read. */
  saveFile: {
    params: { readonly path: string; readonly keys: readonly string[]; readonly redact?: RedactionMode };
    result: null;
  };
  /** Puts the `.privatelink.json` of the first folder that has one in force, or none. */
  configure: { params: { readonly folders: readonly string[] }; result: null };
  view: { params: Record<string, never>; result: View };
  members: { params: { readonly subject: string; readonly parent: string }; result: readonly TreeNode[] };
  locate: {
    params: { readonly resource: string; readonly subject?: string };
    result: readonly TreeNode[] | null;
  };
  find: { params: { readonly query: string }; result: Found };
  details: { params: { readonly id: string }; result: NodeDetails };
  facts: { params: { readonly ids: readonly string[] }; result: readonly ResourceFacts[] };
  findings: { params: { readonly subject: string }; result: readonly Finding[] };
  inventory: { params: Record<string, never>; result: InventoryJson };
  diagnose: { params: { readonly ids: readonly string[] }; result: Diagnosis };
  report: {
    params: {
      readonly ids: readonly string[];
      readonly format: ReportFormat;
      readonly measurements?: Measurements;
    };
    result: string;
  };
  /** What would be tried to measure the path to an endpoint. */
  measurementPlan: { params: { readonly id: string }; result: MeasurementPlan };
  /** Tries it, from this machine. */
  measure: { params: { readonly plan: MeasurementPlan }; result: Measurements };
  /** The older of the two is what was before; of two of one moment the first. Replaces the last comparison. */
  compare: {
    params: { readonly first: ComparedSource; readonly second: ComparedSource };
    result: ComparisonSummary;
  };
  /** Of the last comparison. */
  differences: { params: { readonly group: string }; result: readonly DifferenceRow[] };
  comparisonReport: { params: { readonly format: ReportFormat }; result: string };
  /** Both pictures of the last comparison as one; of the request, its subject and its filter do not count. */
  placedDifference: { params: { readonly request: ViewRequest }; result: PlacedView };
  searchDifference: { params: { readonly text: string }; result: readonly SearchHit[] };
  differenceDetails: { params: { readonly id: string }; result: NodeDetails };
  /** The same picture as a file. */
  differenceDiagram: {
    params: { readonly format: DiagramFormat; readonly theme: DiagramTheme; readonly words: DiagramWords };
    result: string;
  };
  closeComparison: { params: Record<string, never>; result: null };
  /** What depends on a resource, or on an Availability Zone by its id, and where that is in a picture. */
  impactView: { params: { readonly request: ViewRequest; readonly id: string }; result: ImpactView };
  /** What each zone holds of some endpoints and services, or of all when no id is given, as a Markdown page. */
  zonesReport: { params: { readonly ids: readonly string[] }; result: string };
  graph: { params: { readonly subject?: string }; result: Graph };
  placedView: { params: { readonly request: ViewRequest }; result: PlacedView };
  searchView: { params: { readonly request: ViewRequest; readonly text: string }; result: readonly SearchHit[] };
  /** A picture as a file: all of it, or what a request shows of it. */
  diagram: {
    params: {
      readonly subject?: string;
      readonly request?: ViewRequest;
      readonly format: DiagramFormat;
      readonly theme: DiagramTheme;
      readonly words: DiagramWords;
    };
    result: string;
  };
  /** What there is to choose for a new endpoint, by what is chosen already. */
  newEndpointChoices: {
    params: { readonly service?: string; readonly vpc?: string };
    result: NewEndpointChoices;
  };
  newEndpointCode: {
    params: { readonly request: NewEndpointRequest; readonly format: CodeFormat } & CodeFile;
    result: CodeResult;
  };
  /** `imports`: the code takes over what exists. */
  code: {
    params: { readonly ids: readonly string[]; readonly format: CodeFormat; readonly imports?: boolean } & CodeFile;
    result: CodeResult;
  };
}

export type WorkerMethod = keyof WorkerMethods;

/** An error as it crosses the threads. Without a code it is a fault of the program, and `stack` is for the log. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly actions: readonly ErrorAction[];
  readonly stack?: string;
}

export type ToWorker =
  | { readonly kind: 'call'; readonly id: number; readonly method: WorkerMethod; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  /** `null` when whoever was asked dismissed the question. */
  | { readonly kind: 'answer'; readonly id: number; readonly question: number; readonly value: string | null };

export type FromWorker =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: ErrorData }
  | { readonly kind: 'progress'; readonly id: number; readonly event: CollectProgress }
  | { readonly kind: 'question'; readonly id: number; readonly question: number; readonly ask: Question };
