import type { Diagnosis } from '../diagnosis.ts';
import type { Inventory } from '../model/inventory.ts';
import { weakly } from '../weakly.ts';
import { buildGraph } from './build.ts';
import { collapse, type Openings } from './collapse.ts';
import { facetsOf, isEmptyFilter, matchingSubjects, type Facets } from './filter.ts';
import { LAYERS, withLayers, type Layer } from './layers.ts';
import type { ViewRequest } from './request.ts';
import { displayText } from './size.ts';
import type { Graph, GraphNode, PlacedGraph } from './types.ts';

/* What a panel shows of a graph: filtered, in some layers, with frames open or closed. */

export interface GraphView {
  readonly graph: Graph;
  /** The layers that it has. */
  readonly layers: readonly Layer[];
  /** What there would be with every frame open and every layer on. */
  readonly total: { readonly nodes: number; readonly edges: number };
  readonly facets: Facets;
}

/** The same, laid out. */
export interface PlacedView extends Omit<GraphView, 'graph'> {
  readonly graph: PlacedGraph;
}

/** What a search in a picture finds, and the frames that must be open to see it. */
export interface SearchHit extends Pick<GraphNode, 'id' | 'kind' | 'label' | 'detail' | 'state'> {
  readonly frames: readonly string[];
}

type GraphOf = (subject: string | undefined) => Graph;

/** Beyond so many nodes a picture starts with its path alone. */
const ALL_LAYERS_UP_TO = 150;

/**
 * The view of a graph.
 *
 * @param graphOf the graph of a subject without a filter, where the caller keeps it
 * @throws AppError `unknown-resource` when nothing that was read has to do with the subject
 */
export function viewOf(
  inventory: Inventory,
  diagnosis: Diagnosis | undefined,
  request: ViewRequest,
  graphOf?: GraphOf,
): GraphView {
  const graph = filteredGraph(inventory, diagnosis, request, graphOf);
  const layers = request.layers ?? (graph.nodes.length <= ALL_LAYERS_UP_TO ? LAYERS : []);
  const openings: Openings = { opened: new Set(request.opened), closed: new Set(request.closed) };
  return {
    graph: collapse(inLayers(graph, layers), openings),
    layers,
    total: { nodes: graph.nodes.length, edges: graph.edges.length },
    facets: facetsOf(inventory),
  };
}

/** A picture changes its layers less often than its frames. */
function inLayers(graph: Graph, layers: readonly Layer[]): Graph {
  const made = IN_LAYERS(graph);
  const key = LAYERS.filter((layer) => layers.includes(layer)).join(' ');
  const known = made.get(key) ?? withLayers(graph, new Set(layers));
  made.set(key, known);
  return known;
}

const IN_LAYERS = weakly<Graph, Map<string, Graph>>(() => new Map());

function filteredGraph(
  inventory: Inventory,
  diagnosis: Diagnosis | undefined,
  { subject, filter }: ViewRequest,
  graphOf: GraphOf = (id) => buildGraph(inventory, diagnosis, id),
): Graph {
  if (isEmptyFilter(filter)) return graphOf(subject);
  return buildGraph(inventory, diagnosis, subject, matchingSubjects(inventory, diagnosis, filter));
}

/** More hits than this nobody reads. */
const MOST_HITS = 50;

/**
 * The nodes of a view whose label, detail or id holds a text, in closed frames too; those that start with it first.
 *
 * @param graphOf as for `viewOf`
 */
export function searchView(
  inventory: Inventory,
  diagnosis: Diagnosis | undefined,
  request: ViewRequest,
  text: string,
  graphOf?: GraphOf,
): readonly SearchHit[] {
  const wanted = displayText(text).toLowerCase();
  if (wanted === '') return [];
  const graph = filteredGraph(inventory, diagnosis, request, graphOf);
  const parents = new Map(graph.nodes.map(({ id, parent }) => [id, parent]));
  const framesOf = (id: string): readonly string[] => {
    const frames: string[] = [];
    for (let at = parents.get(id); at !== undefined; at = parents.get(at)) frames.unshift(at);
    return frames;
  };
  const texts = ({ label, detail, id }: GraphNode): readonly string[] =>
    [label, detail ?? '', id].map((word) => displayText(word).toLowerCase());
  const found = graph.nodes.filter((node) => texts(node).some((word) => word.includes(wanted)));
  const first = found.filter((node) => texts(node).some((word) => word.startsWith(wanted)));
  const rest = found.filter((node) => !first.includes(node));
  return [...first, ...rest].slice(0, MOST_HITS).map(({ id, kind, label, detail, state }) => ({
    ...{ id, kind, label, state, frames: framesOf(id) },
    ...(detail === undefined ? {} : { detail }),
  }));
}
