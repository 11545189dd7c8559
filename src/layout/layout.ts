import type { ELK, ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs/lib/elk-api.js';
import { edgeLabelSize, FRAME, frameHeader, isFrame, nodeSizes, type Size } from '../core/graph/size.ts';
import type { Graph, GraphEdge, GraphNode, PlacedEdge, PlacedGraph, PlacedNode, Point } from '../core/graph/types.ts';

/*
 * ELK's options, for the root and for every frame: a frame does not inherit them.
 * https://eclipse.dev/elk/reference/algorithms/org-eclipse-elk-layered.html
 */
const OPTIONS: LayoutOptions = {
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.spacing.nodeNode': '16',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.edgeLabel': '3',
  'elk.layered.spacing.nodeNodeBetweenLayers': '26',
  'elk.layered.spacing.edgeNodeBetweenLayers': '9',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
};

const ROOT_OPTIONS: LayoutOptions = {
  ...OPTIONS,
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.padding': '[top=12,left=12,bottom=12,right=12]',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
};

/** Above this a second run for the sake of a nicer order is not worth its time. */
const SMALL = 150;

/**
 * Places a graph from left to right. The same graph gives the same picture, on every machine.
 *
 * elkjs is a megabyte and a half and is loaded at the first call; it runs in the calling thread, so call it in a worker.
 */
export async function layoutGraph(graph: Graph): Promise<PlacedGraph> {
  if (graph.nodes.length === 0) return { nodes: [], edges: [], width: 0, height: 0 };
  const elk = await loadElk();
  const sizes = nodeSizes(graph);
  const first = fromElk(graph, await elk.layout(toElk(graph, sizes, 'down')));
  if (graph.nodes.length > SMALL || !isUpsideDown(first)) return first;
  return mirrored(fromElk(graph, await elk.layout(toElk(graph, sizes, 'up'))));
}

/**
 * ELK puts equals in an order of its own, and cannot be told another where frames are involved. Where that is mostly
 * the reverse of their names' order (zone 2 above zone 1), the mirror image is as good and reads better.
 */
function isUpsideDown(placed: PlacedGraph): boolean {
  const columns = new Map<string, PlacedNode[]>();
  for (const node of placed.nodes) {
    const column = `${node.parent ?? ''} ${node.kind}`;
    columns.set(column, [...(columns.get(column) ?? []), node]);
  }
  let balance = 0;
  for (const column of columns.values()) {
    const named = column.map((node) => ({ name: `${node.label} ${node.detail ?? ''}`, y: node.y }));
    named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    for (const [i, node] of named.entries()) {
      for (const later of named.slice(i + 1)) balance += Math.sign(node.y - later.y);
    }
  }
  return balance > 0;
}

function mirrored(placed: PlacedGraph): PlacedGraph {
  const turn = (point: Point): Point => ({ x: point.x, y: placed.height - point.y });
  return {
    ...placed,
    nodes: placed.nodes.map((node) => ({ ...node, y: placed.height - node.y })),
    edges: placed.edges.map((edge) => ({
      ...edge,
      points: edge.points.map(turn),
      ...(edge.labelAt === undefined ? {} : { labelAt: turn(edge.labelAt) }),
    })),
  };
}

async function loadElk(): Promise<ELK> {
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
  return new Elk();
}

/** `up`: headers of frames are at the bottom, for a picture that is going to be mirrored. */
function framePadding({ kind }: GraphNode, way: 'down' | 'up'): string {
  const { padding } = FRAME;
  const head = frameHeader(kind) + 8;
  const [top, bottom] = way === 'down' ? [head, padding] : [padding, head];
  return `[top=${top},left=${padding},bottom=${bottom},right=${padding}]`;
}

function toElk(graph: Graph, sizes: ReadonlyMap<string, Size>, way: 'down' | 'up'): ElkNode {
  const children = new Map<string | undefined, GraphNode[]>();
  for (const node of graph.nodes) children.set(node.parent, [...(children.get(node.parent) ?? []), node]);
  const build = (node: GraphNode): ElkNode => {
    const { width, height } = sizes.get(node.id) ?? { width: 0, height: 0 };
    const inside = children.get(node.id);
    if (inside === undefined || !isFrame(node)) return { id: node.id, width, height };
    return {
      id: node.id,
      layoutOptions: {
        ...OPTIONS,
        'elk.padding': framePadding(node, way),
        'elk.nodeSize.constraints': 'MINIMUM_SIZE',
        'elk.nodeSize.minimum': `(${width},${height})`,
      },
      children: inside.map(build),
    };
  };
  return {
    id: '(diagram)',
    layoutOptions: ROOT_OPTIONS,
    children: (children.get(undefined) ?? []).map(build),
    edges: graph.edges.map(toElkEdge),
  };
}

function toElkEdge(edge: GraphEdge): ElkExtendedEdge {
  const base = { id: edge.id, sources: [edge.source], targets: [edge.target] };
  return edge.label === undefined ? base : { ...base, labels: [{ text: edge.label, ...edgeLabelSize(edge.label) }] };
}

function fromElk(graph: Graph, placed: ElkNode): PlacedGraph {
  const boxes = new Map<string, ElkNode>();
  const visit = (node: ElkNode): void => {
    for (const child of node.children ?? []) {
      boxes.set(child.id, child);
      visit(child);
    }
  };
  visit(placed);
  const edges = new Map((placed.edges ?? []).map((edge) => [edge.id, edge]));
  return {
    nodes: graph.nodes.map((node) => placeNode(node, boxes.get(node.id))),
    edges: graph.edges.map((edge) => placeEdge(edge, edges.get(edge.id))),
    width: placed.width ?? 0,
    height: placed.height ?? 0,
  };
}

function placeNode(node: GraphNode, box: ElkNode | undefined): PlacedNode {
  const { x = 0, y = 0, width = 0, height = 0 } = box ?? {};
  return { ...node, x: x + width / 2, y: y + height / 2, width, height };
}

function placeEdge(edge: GraphEdge, route: ElkExtendedEdge | undefined): PlacedEdge {
  const points = (route?.sections ?? []).flatMap((section): readonly Point[] => [
    section.startPoint,
    ...(section.bendPoints ?? []),
    section.endPoint,
  ]);
  const plain = points.map(({ x, y }): Point => ({ x, y }));
  const label = route?.labels?.[0];
  if (label?.x === undefined || label.y === undefined) return { ...edge, points: plain };
  return {
    ...edge,
    points: plain,
    labelAt: { x: label.x + (label.width ?? 0) / 2, y: label.y + (label.height ?? 0) / 2 },
  };
}
