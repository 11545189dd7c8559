import type { Diagnosis } from '../diagnosis.ts';
import type { Inventory } from '../model/inventory.ts';
import { buildGraph } from './build.ts';
import { collapse, type Openings } from './collapse.ts';
import { facetsOf, isEmptyFilter, matchingSubjects, type Facets } from './filter.ts';
import { withMarks } from './marks.ts';
import { framesAmong } from './frames.ts';
import { LAYERS, withLayers, type Layer } from './layers.ts';
import type { ViewRequest } from './request.ts';
import { displayText, isFrameKind } from './size.ts';
import type { Graph, GraphNode, PlacedGraph } from './types.ts';

/* What a panel shows of a graph: filtered, in some layers, with frames open or closed. */

export interface GraphView {
  readonly graph: Graph;
  /** The layers that it has. */
  readonly layers: readonly Layer[];
  /** What there would be with every frame open and every layer on. */
  readonly total: { readonly nodes: number; readonly edges: number };
  readonly facets: Facets;
  /** Of a picture of two readings: how many of its nodes and edges are not alike in both. */
  readonly differing?: number;
}

/** The same, laid out. */
export interface PlacedView extends Omit<GraphView, 'graph'> {
  readonly graph: PlacedGraph;
}

/** What a search in a picture finds, and the frames that must be open to see it. */
export interface SearchHit extends Pick<GraphNode, 'id' | 'kind' | 'label' | 'detail' | 'state'> {
  readonly frames: readonly string[];
}

/** The frames in which nothing differs, where something does elsewhere. */
function quietFrames({ nodes, edges }: Graph): readonly string[] {
  const framesOf = framesAmong(nodes);
  const differing = [
    ...nodes.flatMap(({ id, change }) => (change === undefined ? [] : [id])),
    ...edges.flatMap(({ source, target, change }) => (change === undefined ? [] : [source, target])),
  ];
  const loud = new Set(differing.flatMap((id) => [id, ...framesOf(id)]));
  if (loud.size === 0) return [];
  return nodes.flatMap((node) => (isFrameKind(node) && !loud.has(node.id) ? [node.id] : []));
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
  const layers = graph.nodes.length <= ALL_LAYERS_UP_TO ? LAYERS : [];
  return { ...shownOf(graph, { layers, ...request }), facets: facetsOf(inventory) };
}

/** A graph in some layers and with frames open or closed. */
function shownOf(
  graph: Graph,
  { layers, opened, closed }: Pick<ViewRequest, 'opened' | 'closed'> & { readonly layers: readonly Layer[] },
): Omit<GraphView, 'facets'> {
  const openings: Openings = { opened: new Set(opened), closed: new Set(closed) };
  return {
    graph: collapse(withLayers(graph, new Set(layers)), openings),
    layers,
    total: { nodes: graph.nodes.length, edges: graph.edges.length },
  };
}

/**
 * The view of a picture of two readings, with its changes written into it. It starts with every layer, so that no change
 * is hidden by one, and with the frames closed in which nothing differs. It is not filtered: what one reading does not match is not gone.
 *
 * @param graph of `differenceGraph`
 */
export function comparedView(graph: Graph, request: ViewRequest): GraphView {
  const closed = [...request.closed, ...quietFrames(graph).filter((id) => !request.opened.includes(id))];
  const { graph: drawn, ...shown } = shownOf(graph, { layers: LAYERS, ...request, closed });
  return {
    ...shown,
    graph: withMarks(drawn),
    facets: { types: [], vpcs: [], tagKeys: [] },
    differing: [...graph.nodes, ...graph.edges].filter(({ change }) => change !== undefined).length,
  };
}

/** The graph of a request with every layer on and every frame open. */
export function filteredGraph(
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
  return searchGraph(filteredGraph(inventory, diagnosis, request, graphOf), text);
}

/** The same in a graph that is there already. */
export function searchGraph(graph: Graph, text: string): readonly SearchHit[] {
  const wanted = displayText(text).toLowerCase();
  if (wanted === '') return [];
  const framesOf = framesAmong(graph.nodes);
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
