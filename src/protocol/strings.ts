import type { EdgeKind, GraphState, NodeKind } from '../core/graph/types.ts';

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
  /** `{0}` nodes, `{1}` edges. */
  readonly counts: string;
  /** `{0}` is the selected node. */
  readonly selected: string;
  readonly states: Readonly<Record<GraphState, string>>;
  readonly kinds: Readonly<Record<NodeKind, string>>;
  readonly edgeKinds: Readonly<Record<EdgeKind, string>>;
}
