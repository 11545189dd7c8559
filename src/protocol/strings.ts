import type { Verdict } from '../core/diagnosis.ts';
import type { Layer } from '../core/graph/layers.ts';
import type { EdgeKind, GraphState, NodeKind } from '../core/graph/types.ts';
import type { Severity } from '../core/severity.ts';

/** Every word that the page shows, already in the user's language. */
export interface WebviewStrings {
  readonly diagram: string;
  readonly outline: string;
  readonly details: string;
  readonly edges: string;
  readonly legend: string;
  readonly leadsBack: string;
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
}
