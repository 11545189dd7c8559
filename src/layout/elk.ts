import type { ELK, ElkExtendedEdge, ElkNode, ElkPort, LayoutOptions } from 'elkjs/lib/elk-api.js';
import type { Point } from '../core/graph/types.ts';
import type { Block, End, Problem, Route, Side, Solution, Wire } from './problem.ts';

/* One problem, solved by ELK's layered algorithm: of the size that the network simplex takes no time for. */

/* https://eclipse.dev/elk/reference/algorithms/org-eclipse-elk-layered.html */
const OPTIONS: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.portConstraints': 'FIXED_SIDE',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.spacing.nodeNode': '16',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.edgeLabel': '3',
  'elk.spacing.portPort': '10',
  'elk.layered.spacing.nodeNodeBetweenLayers': '26',
  'elk.layered.spacing.edgeNodeBetweenLayers': '9',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
};

/** The algorithm is asked for one frame; around it nothing is to be laid out. */
const AROUND: LayoutOptions = {
  'elk.algorithm': 'fixed',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
};

/** Loads elkjs, a megabyte and a half, into the calling thread. */
export async function loadElk(): Promise<ELK> {
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
  return new Elk();
}

/** Solves a problem without bands. */
export async function solveWithElk(elk: ELK, problem: Problem): Promise<Solution> {
  const answer = await elk.layout({ id: 'all', layoutOptions: AROUND, children: [question(problem)] });
  const frame = answer.children?.[0] ?? { id: 'frame' };
  const blocks = new Map((frame.children ?? []).map((child) => [child.id, child]));
  const gates = new Map((frame.ports ?? []).map((port) => [port.id, port]));
  const edges = new Map((frame.edges ?? []).map((edge) => [edge.id, edge]));
  const { width, height } = whole({ x: frame.width ?? 0, y: frame.height ?? 0 }, (w, h) => ({ width: w, height: h }));
  return {
    width,
    height,
    blocks: problem.blocks.map((_, i) => corner(blocks.get(`b${i}`))),
    bands: [],
    gates: problem.gates.map((_, i) => corner(gates.get(`g${i}`)).y),
    routes: problem.wires.map((wire, i) => routeOf(wire, edges.get(`w${i}`))),
  };
}

function question({ blocks, gates, wires, padding, minWidth }: Problem): ElkNode {
  return {
    id: 'frame',
    layoutOptions: {
      ...OPTIONS,
      // Parts that lines come to and go from stand one below the other, and not in each other's way.
      'elk.separateConnectedComponents': gates.length > 0 ? 'false' : 'true',
      'elk.padding': `[top=${padding.top},left=${padding.side},bottom=${padding.bottom},right=${padding.side}]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${minWidth},0)`,
    },
    ports: gates.map((side, i) => elkPort(`g${i}`, side)),
    children: blocks.map(elkBlock),
    edges: wires.map(elkEdge),
  };
}

function elkPort(id: string, side: Side): ElkPort {
  return { id, width: 0, height: 0, layoutOptions: { 'elk.port.side': side === 'west' ? 'WEST' : 'EAST' } };
}

function elkBlock({ width, height, ports }: Block, index: number): ElkNode {
  const id = `b${index}`;
  if (ports === undefined) return { id, width, height };
  return {
    id,
    width,
    height,
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    ports: ports.map(({ side, y }, i) => ({
      ...elkPort(`${id}p${i}`, side),
      x: side === 'west' ? 0 : width,
      y,
    })),
  };
}

function elkEdge({ from, to, label }: Wire, index: number): ElkExtendedEdge {
  const base = { id: `w${index}`, sources: [elkEnd(from)], targets: [elkEnd(to)] };
  return label === undefined ? base : { ...base, labels: [{ text: 'x', width: label.width, height: label.height }] };
}

function elkEnd(end: End): string {
  if ('gate' in end) return `g${end.gate}`;
  return end.port === undefined ? `b${end.block}` : `b${end.block}p${end.port}`;
}

function whole<T>({ x, y }: Point, make: (x: number, y: number) => T): T {
  return make(Math.round(x), Math.round(y));
}

function corner(box: { readonly x?: number; readonly y?: number } | undefined): Point {
  return point({ x: box?.x ?? 0, y: box?.y ?? 0 });
}

function point(at: Point): Point {
  return whole(at, (x, y) => ({ x, y }));
}

function routeOf({ label }: Wire, edge: ElkExtendedEdge | undefined): Route {
  const points = (edge?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) =>
    [startPoint, ...bendPoints, endPoint].map(point),
  );
  if (label === undefined) return { points };
  const at = corner(edge?.labels?.[0]);
  return { points, labelAt: { x: at.x + label.width / 2, y: at.y + label.height / 2 } };
}
