import type { Diagnosis } from '../diagnosis.ts';
import type { Inventory } from '../model/inventory.ts';
import { buildGraph } from './build.ts';
import { collapse, type Openings } from './collapse.ts';
import { facetsOf, isEmptyFilter, matchingSubjects, type Facets, type GraphFilter } from './filter.ts';
import { LAYERS, withLayers, type Layer } from './layers.ts';
import type { Graph } from './types.ts';

/* What a panel shows of a graph: filtered, in some layers, with frames open or closed. */

/** What a panel asks for. Everything is as the size of the picture suggests unless it is said. */
export interface ViewRequest {
  /** An endpoint, a service, a VPC, an account, a Region, or anything on a path; everything that was read without it. */
  readonly subject?: string;
  readonly filter: GraphFilter;
  readonly layers?: readonly Layer[];
  readonly opened: readonly string[];
  readonly closed: readonly string[];
}

export const WHOLE_VIEW: ViewRequest = { filter: {}, opened: [], closed: [] };

export interface GraphView {
  readonly graph: Graph;
  /** The layers that it has. */
  readonly layers: readonly Layer[];
  /** What there would be with every frame open and every layer on. */
  readonly total: { readonly nodes: number; readonly edges: number };
  readonly facets: Facets;
}

/** Beyond so many nodes a picture starts with its path alone. */
const ALL_LAYERS_UP_TO = 150;

/**
 * The view of a graph.
 *
 * @param whole the graph of the subject without a filter, where the caller has it already
 * @throws AppError `unknown-resource` when nothing that was read has to do with the subject
 */
export function viewOf(
  inventory: Inventory,
  diagnosis: Diagnosis | undefined,
  request: ViewRequest,
  whole?: Graph,
): GraphView {
  const graph = isEmptyFilter(request.filter)
    ? (whole ?? buildGraph(inventory, diagnosis, request.subject))
    : buildGraph(inventory, diagnosis, request.subject, matchingSubjects(inventory, diagnosis, request.filter));
  const layers = request.layers ?? (graph.nodes.length <= ALL_LAYERS_UP_TO ? LAYERS : []);
  const openings: Openings = { opened: new Set(request.opened), closed: new Set(request.closed) };
  return {
    graph: collapse(withLayers(graph, new Set(layers)), openings),
    layers,
    total: { nodes: graph.nodes.length, edges: graph.edges.length },
    facets: facetsOf(inventory),
  };
}
