import { joinDetail } from './draft.ts';
import { isWorse, worst } from './order.ts';
import type { Graph, GraphEdge, GraphNode, GraphState, NodeKind } from './types.ts';

/* What of a picture can be left out of it without breaking the path. */

export type Layer = 'dns' | 'security' | 'routes' | 'metrics';

export const LAYERS: readonly Layer[] = ['dns', 'security', 'routes', 'metrics'];

const LAYER_OF: Partial<Readonly<Record<NodeKind, Layer>>> = {
  'dns-name': 'dns',
  'security-group': 'security',
  'network-acl': 'security',
  'prefix-list': 'routes',
  'route-table': 'routes',
  gateway: 'routes',
};

/** The layer of a kind of node; `undefined` for what every picture has. */
export function layerOf(kind: NodeKind): Layer | undefined {
  return LAYER_OF[kind];
}

/**
 * The graph with no other layers than these. Where a node leaves that something came through, an edge takes its place; what
 * was wrong with it is shown on what it led to, so that no fault disappears with its layer.
 */
export function withLayers(whole: Graph, shown: ReadonlySet<Layer>): Graph {
  const graph = shown.has('metrics') ? withTraffic(whole) : withoutTraffic(whole);
  const hidden = graph.nodes.filter(({ kind }) => {
    const layer = layerOf(kind);
    return layer !== undefined && !shown.has(layer);
  });
  if (hidden.length === 0) return graph;
  const left = workingCopy(graph);
  for (const node of hidden) takeOut(left, node);
  const edges = [...left.edges.values()];
  const nodes = graph.nodes.flatMap(({ id }) => left.nodes.get(id) ?? []);
  return withoutStrays({ ...graph, nodes, edges }, graph);
}

/** The graph with what went through endpoints and services on their cards: the second line is all that a card has. */
export function withTraffic(graph: Graph): Graph {
  if (graph.nodes.every(({ traffic }) => traffic === undefined)) return graph;
  const nodes = graph.nodes.map((node): GraphNode => {
    const { traffic, ...rest } = node;
    return traffic === undefined ? node : { ...rest, detail: joinDetail(rest.detail, traffic) ?? traffic };
  });
  return { ...graph, nodes };
}

function withoutTraffic(graph: Graph): Graph {
  if (graph.nodes.every(({ traffic }) => traffic === undefined)) return graph;
  const nodes = graph.nodes.map((node): GraphNode => {
    const { traffic, ...rest } = node;
    return traffic === undefined ? node : rest;
  });
  return { ...graph, nodes };
}

/** A graph that nodes are taken out of, one after the other. */
interface Working {
  readonly nodes: Map<string, GraphNode>;
  readonly edges: Map<string, GraphEdge>;
  readonly into: Map<string, Set<string>>;
  readonly outOf: Map<string, Set<string>>;
}

function workingCopy({ nodes, edges }: Graph): Working {
  const working: Working = {
    nodes: new Map(nodes.map((node) => [node.id, node])),
    edges: new Map(),
    into: new Map(nodes.map(({ id }) => [id, new Set()])),
    outOf: new Map(nodes.map(({ id }) => [id, new Set()])),
  };
  for (const edge of edges) put(working, edge);
  return working;
}

function put({ edges, into, outOf }: Working, edge: GraphEdge): void {
  edges.set(edge.id, edge);
  into.get(edge.target)?.add(edge.id);
  outOf.get(edge.source)?.add(edge.id);
}

function drop({ edges, into, outOf }: Working, edge: GraphEdge): void {
  edges.delete(edge.id);
  into.get(edge.target)?.delete(edge.id);
  outOf.get(edge.source)?.delete(edge.id);
}

function takeOut(working: Working, { id }: GraphNode): void {
  const state = working.nodes.get(id)?.state ?? 'none';
  const edgesAt = (side: Working['into']): readonly GraphEdge[] =>
    [...(side.get(id) ?? [])].flatMap((edge) => working.edges.get(edge) ?? []);
  const ahead = edgesAt(working.into);
  const behind = edgesAt(working.outOf);
  for (const edge of [...ahead, ...behind]) drop(working, edge);
  working.nodes.delete(id);
  for (const from of ahead) for (const to of behind) bridge(working, from, to, state);
  if (ahead.length > 0 && behind.length > 0) return;
  // What stood beside the path is told by what it stood beside.
  for (const edge of behind) raise(working, edge.target, worst([state, edge.state]));
  for (const edge of ahead) raise(working, edge.source, worst([state, edge.state]));
}

function bridge(working: Working, from: GraphEdge, to: GraphEdge, between: GraphState): void {
  const { source, kind } = from;
  const { target } = to;
  const id = `${source} ${kind} ${target}`;
  if (source === target || working.edges.has(id)) return;
  put(working, { id, source, target, kind, state: worst([from.state, between, to.state]) });
}

function raise({ nodes }: Working, id: string, state: GraphState): void {
  const node = nodes.get(id);
  if (node !== undefined && isWorse(state, 'pass') && isWorse(state, node.state)) nodes.set(id, { ...node, state });
}

/** Stubs that only hidden nodes led to say nothing by themselves. */
function withoutStrays(left: Graph, whole: Graph): Graph {
  const touched = (graph: Graph): ReadonlySet<string> =>
    new Set(graph.edges.flatMap((edge) => [edge.source, edge.target]));
  const before = touched(whole);
  const now = touched(left);
  return {
    ...left,
    nodes: left.nodes.filter((node) => node.kind !== 'stub' || !before.has(node.id) || now.has(node.id)),
  };
}
