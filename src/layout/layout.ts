import type { ELK } from 'elkjs/lib/elk-api.js';
import { nodeSizes, type Size } from '../core/graph/size.ts';
import type { Graph, GraphNode, PlacedEdge, PlacedGraph, PlacedNode, Point } from '../core/graph/types.ts';
import { arrange, type Arranged, type Solve } from './arrange.ts';
import { loadElk, solveWithElk } from './elk.ts';
import { solveInLanes } from './lanes.ts';
import { pack } from './pack.ts';
import { planOf, type Line } from './plan.ts';
import { selfLoop, straightened } from './routes.ts';
import type { Band, Problem, Rectangle, Solution } from './problem.ts';
import { createMemory } from './memory.ts';
import { wire, type Cut } from './wiring.ts';

/** Lays out graphs, and remembers how the parts of the last ones were solved. */
export interface Layout {
  /** Loads what the first picture needs; nobody has to wait for it. */
  warmUp(): Promise<void>;
  place(graph: Graph): Promise<PlacedGraph>;
}

/** elkjs is a megabyte and a half and runs in the calling thread, so call it in a worker. */
export function createLayout(): Layout {
  const memory = createMemory<Solution>(REMEMBERED);
  let elk: Promise<ELK> | undefined;
  const loaded = (): Promise<ELK> => (elk ??= loadElk());
  const solve: Solve = async (problem) => {
    const key = JSON.stringify(problem);
    return memory.get(key) ?? memory.put(key, await solved(problem, loaded));
  };
  return {
    warmUp: async () => {
      for (let run = 0; run < 3; run++) await solveWithElk(await loaded(), WARM_UP);
    },
    place: (graph) => place(graph, solve),
  };
}

/**
 * Places a graph from left to right. The same graph gives the same picture, on every machine. Who draws more than one
 * keeps a layout instead.
 */
export function layoutGraph(graph: Graph): Promise<PlacedGraph> {
  return createLayout().place(graph);
}

/** How many characters of problems are remembered: some hundred large pictures. */
const REMEMBERED = 20_000_000;

const CARD = { width: 160, height: 44 };
const FRAMES = [1, 2, 3, 4, 5, 6];

/** A card, frames below each other that it leads to, and a card that they lead to: elkjs meets no more in most pictures. */
const WARM_UP: Problem = {
  blocks: [
    CARD,
    ...FRAMES.map(() => ({
      ...CARD,
      ports: [{ side: 'west', y: 22 } as const, { side: 'east', y: 22 } as const],
    })),
    CARD,
  ],
  gates: ['west', 'east'],
  wires: [
    { from: { gate: 0 }, to: { block: 0 } },
    ...FRAMES.map((block) => ({ from: { block: 0 }, to: { block, port: 0 }, label: { width: 40, height: 16 } })),
    ...FRAMES.map((block) => ({ from: { block, port: 1 }, to: { block: 7 } })),
    { from: { block: 7 }, to: { gate: 1 } },
  ],
  padding: { top: 52, side: 14, bottom: 14 },
  minWidth: 0,
};

async function solved(problem: Problem, elk: () => Promise<ELK>): Promise<Solution> {
  const bands = problem.bands ?? (isLarge(problem) ? oneBand(problem) : undefined);
  return bands === undefined ? solveWithElk(await elk(), problem) : solveInLanes(problem, bands);
}

/** With more blocks and wires than this, a wire with a label counted twice, ELK takes longer than a reader wants to wait. */
const LARGE = 150;

/** ELK makes a block of its own of each label, so a hundred of them take it six times as long (`test/bench/layout.ts`). */
function isLarge({ blocks, wires }: Problem): boolean {
  const labels = wires.filter(({ label }) => label !== undefined);
  return blocks.length + wires.length + labels.length > LARGE;
}

function oneBand({ blocks, padding, minWidth }: Problem): Band {
  return { padding, minWidth, content: blocks.map((_, i) => i) };
}

async function place(graph: Graph, solve: Solve): Promise<PlacedGraph> {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const sizes = nodeSizes(graph);
  const plan = planOf(graph);
  const wired = wire(plan);
  const arranged = await arrange(plan, wired, nodes, sizes, solve);
  const packed = pack(plan.parts.map((id) => arranged.get(id)?.solution ?? { width: 0, height: 0 }));
  const found: Found = { boxes: new Map(), corners: new Map() };
  for (const [i, id] of plan.parts.entries()) {
    unfold(id, packed.places[i] ?? { x: 0, y: 0 }, arranged, sizes, found);
  }
  const placed = graph.nodes.map((node) => placeNode(node, found.boxes.get(node.id)));
  return {
    nodes: placed,
    edges: plan.lines.map((line, i) => placeEdge(line, wired.cuts[i] ?? [], arranged, found)),
    width: packed.width,
    height: packed.height,
  };
}

/** Where everything is on the page: cards and frames, and the left upper corner of each scope. */
interface Found {
  readonly boxes: Map<string, Rectangle>;
  readonly corners: Map<string, Point>;
}

function unfold(
  id: string,
  corner: Point,
  arranged: ReadonlyMap<string, Arranged>,
  sizes: ReadonlyMap<string, Size>,
  found: Found,
): void {
  const scope = arranged.get(id);
  if (scope === undefined) {
    found.boxes.set(id, { ...corner, ...(sizes.get(id) ?? { width: 0, height: 0 }) });
    return;
  }
  const { width, height, blocks, bands } = scope.solution;
  found.corners.set(id, corner);
  found.boxes.set(id, { ...corner, width, height });
  for (const [i, band] of scope.bands.entries()) {
    const box = bands[i];
    if (box !== undefined) found.boxes.set(band, { ...box, ...moved(box, corner) });
  }
  for (const [i, member] of scope.members.entries()) {
    unfold(member, moved(blocks[i] ?? { x: 0, y: 0 }, corner), arranged, sizes, found);
  }
}

function moved(point: Point, by: Point): Point {
  return { x: point.x + by.x, y: point.y + by.y };
}

function placeNode(node: GraphNode, box: Rectangle | undefined): PlacedNode {
  const { x, y, width, height } = box ?? { x: 0, y: 0, width: 0, height: 0 };
  return { ...node, x: x + width / 2, y: y + height / 2, width, height };
}

function placeEdge(
  { edge, reversed }: Line,
  cuts: readonly Cut[],
  arranged: ReadonlyMap<string, Arranged>,
  { boxes, corners }: Found,
): PlacedEdge {
  const points: Point[] = [];
  let labelAt: Point | undefined;
  for (const cut of cuts) {
    const scope = arranged.get(cut.scope);
    const corner = corners.get(cut.scope) ?? { x: 0, y: 0 };
    const route = scope?.solution.routes[scope.wires.get(cut.wire) ?? -1];
    points.push(...(route?.points ?? []).map((point) => moved(point, corner)));
    if (route?.labelAt !== undefined) labelAt = moved(route.labelAt, corner);
  }
  const [source, target] = [boxes.get(edge.source), boxes.get(edge.target)];
  const loop = cuts.length === 0 && source !== undefined;
  const route = loop ? selfLoop(source) : straightened(points, source, target, reversed);
  return {
    ...edge,
    points: route,
    ...(labelAt === undefined ? {} : { labelAt }),
    ...(reversed ? { closesCycle: true } : {}),
  };
}
