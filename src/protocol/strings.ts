import type { Verdict } from '../core/diagnosis.ts';
import type { Layer } from '../core/graph/layers.ts';
import type { EdgeKind, GraphChange, GraphState, NodeKind } from '../core/graph/types.ts';
import type { Extent } from '../core/impact/types.ts';
import type { Severity } from '../core/severity.ts';

/** Every word that the page shows, already in the user's language. */
export interface WebviewStrings {
  readonly diagram: string;
  readonly outline: string;
  readonly details: string;
  readonly edges: string;
  readonly legend: string;
  readonly loading: string;
  readonly empty: string;
  readonly fit: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly showOutline: string;
  readonly showLegend: string;
  readonly close: string;
  readonly diagnose: string;
  readonly insertCode: string;
  readonly reveal: string;
  readonly findings: string;
  readonly noFindings: string;
  readonly properties: string;
  readonly search: string;
  readonly noHits: string;
  /** `{0}` hits. */
  readonly hits: string;
  readonly filter: string;
  readonly verdict: string;
  readonly severity: string;
  readonly type: string;
  readonly vpc: string;
  readonly allVpcs: string;
  readonly tag: string;
  readonly layersTitle: string;
  readonly reset: string;
  readonly open: string;
  readonly shut: string;
  /** `{0}` of `{1}` nodes are drawn one by one. */
  readonly partly: string;
  readonly nothingPasses: string;
  /** `{0}` nodes, `{1}` edges. */
  readonly counts: string;
  /** `{0}` is the selected node. */
  readonly selected: string;
  readonly states: Readonly<Record<GraphState, string>>;
  readonly kinds: Readonly<Record<NodeKind, string>>;
  readonly edgeKinds: Readonly<Record<EdgeKind, string>>;
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly severities: Readonly<Record<Severity, string>>;
  readonly layers: Readonly<Record<Layer, string>>;
  readonly changes: Readonly<Record<GraphChange, string>>;
  /** `{0}` nodes and edges differ. */
  readonly differ: string;
  readonly impact: ImpactStrings;
}

/** The words of what depends on something. */
export interface ImpactStrings {
  readonly ask: string;
  /** `{0}` is what was asked about. */
  readonly title: string;
  readonly asking: string;
  /** `{0}` is what was asked about. */
  readonly showing: string;
  readonly backToList: string;
  readonly clear: string;
  /** Said when it is over. */
  readonly cleared: string;
  /** What stands on the node that was asked about. */
  readonly asked: string;
  /** `{0}` of those that depend on it are inside a closed frame. */
  readonly inside: string;
  readonly unread: string;
  /** `{0}` is an operation, `{1}` an account, `{2}` a Region. */
  readonly gap: string;
  /** Of one that the picture does not have. */
  readonly elsewhere: string;
  readonly showAll: string;
  readonly accountUnknown: string;
  readonly notLoaded: string;
  /** `{0}` is the listeners that stop. */
  readonly stopsOn: string;
  /** Titles of the lists, by how much depends on it; `{0}` is how many. */
  readonly titles: Readonly<Record<Extent, string>>;
  /** A word or two, for the node and for the row. */
  readonly extents: Readonly<Record<Extent, string>>;
}
