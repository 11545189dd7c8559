// How long the first picture takes in a fresh process, ours against plain ELK and dagre: node test/bench/run.mjs layout
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import cytoscape from 'cytoscape';
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { edgeLabelSize, nodeSizes } from '../../src/core/graph/size.ts';
import type { Graph, GraphNode, PlacedGraph } from '../../src/core/graph/types.ts';
import { createLayout, layoutGraph } from '../../src/layout/layout.ts';
import { looksOf } from '../unit/layout/geometry.ts';
import { graphOfSize } from './graphs.ts';

const SIZES = [85, 340, 850, 1700, 3400];
/** dagre is asked up to here. */
const DAGRE_LIMIT = 340;
/** Longer than this nobody waits, in seconds. */
const LONGEST = 120;

/** Each endpoint adds no more nodes than that. */
const PER_ENDPOINT = 6;

/** The graph with at least so many nodes. */
const sized = (nodes: number): Graph => graphOfSize(nodes, PER_ENDPOINT, (graph) => graph.nodes.length);

async function plainElk(graph: Graph): Promise<PlacedGraph> {
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
  const sizes = nodeSizes(graph);
  const children = new Map<string | undefined, GraphNode[]>();
  for (const node of graph.nodes) children.set(node.parent, [...(children.get(node.parent) ?? []), node]);
  const build = (node: GraphNode): ElkNode => {
    const inside = children.get(node.id);
    return inside === undefined ? { id: node.id, ...sizes.get(node.id) } : { id: node.id, children: inside.map(build) };
  };
  const question: ElkNode = {
    id: '(diagram)',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.json.edgeCoords': 'ROOT',
    },
    children: (children.get(undefined) ?? []).map(build),
    edges: graph.edges.map(({ id, source, target, label }) => ({
      id,
      sources: [source],
      targets: [target],
      ...(label === undefined ? {} : { labels: [{ text: label, ...edgeLabelSize(label) }] }),
    })),
  };
  const answer: ElkNode = await new Elk().layout(question);
  const routes = new Map((answer.edges ?? []).map((edge) => [edge.id, edge.sections ?? []]));
  return {
    nodes: [],
    edges: graph.edges.map((edge) => ({
      ...edge,
      points: (routes.get(edge.id) ?? []).flatMap((part) => [
        part.startPoint,
        ...(part.bendPoints ?? []),
        part.endPoint,
      ]),
    })),
    width: answer.width ?? 0,
    height: answer.height ?? 0,
  };
}

async function dagre(graph: Graph): Promise<undefined> {
  const { default: extension } = await import('cytoscape-dagre');
  cytoscape.use(extension);
  const sizes = nodeSizes(graph);
  const cy = cytoscape({
    headless: true,
    styleEnabled: true,
    style: [{ selector: 'node', style: { width: 'data(width)', height: 'data(height)' } }],
    elements: [
      ...graph.nodes.map(({ id, parent }) => ({
        data: { id, ...(parent === undefined ? {} : { parent }), ...(sizes.get(id) ?? { width: 1, height: 1 }) },
      })),
      ...graph.edges.map(({ id, source, target }) => ({ data: { id, source, target } })),
    ],
  });
  cy.layout({ name: 'dagre', rankDir: 'LR' } as unknown as cytoscape.LayoutOptions).run();
  // Without a window it would go on for ever to draw nothing.
  cy.destroy();
  return undefined;
}

const WAYS: Readonly<Record<string, (graph: Graph) => Promise<PlacedGraph | undefined>>> = {
  ours: layoutGraph,
  elk: plainElk,
  dagre,
};

interface Measured {
  readonly nodes: number;
  readonly edges: number;
  readonly milliseconds: number;
  readonly looks?: ReturnType<typeof looksOf>;
}

async function measure(way: string, nodes: number): Promise<Measured> {
  const graph = sized(nodes);
  const isWarm = way === 'warm';
  const layout = createLayout();
  if (isWarm) await layout.warmUp();
  const began = performance.now();
  const placed = await (isWarm ? layout.place(graph) : WAYS[way]?.(graph));
  const milliseconds = performance.now() - began;
  const counts = { nodes: graph.nodes.length, edges: graph.edges.length };
  return { ...counts, milliseconds, ...(placed === undefined ? {} : { looks: looksOf(placed) }) };
}

/** In a process of its own; `undefined` when it takes too long. */
function measured(way: string, nodes: number): Measured | undefined {
  const run = spawnSync(process.execPath, [fileURLToPath(import.meta.url), way, String(nodes)], {
    encoding: 'utf8',
    timeout: LONGEST * 1000,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return run.status === 0 ? (JSON.parse(run.stdout) as Measured) : undefined;
}

function shown(name: string, found: Measured | undefined, ours: Measured | undefined): string {
  if (found === undefined) return `  ${name.padEnd(14)} not finished in ${LONGEST} s`;
  const ratio =
    ours === undefined || found === ours ? '' : `ours is ${(ours.milliseconds / found.milliseconds).toFixed(2)} of it`;
  const { looks } = found;
  const quality =
    looks === undefined
      ? ''
      : `${looks.crossings} crossings, ${looks.bends} bends, ${looks.length} px of lines, ${(looks.area / 1e6).toFixed(1)} Mpx`;
  return `  ${name.padEnd(14)} ${found.milliseconds.toFixed(0).padStart(7)} ms  ${ratio.padEnd(19)}  ${quality}`;
}

const [way, nodes] = process.argv.slice(2);
if (way !== undefined) {
  console.log(JSON.stringify(await measure(way, Number(nodes))));
} else {
  for (const size of SIZES) {
    const ours = measured('ours', size);
    console.log(`${ours?.nodes ?? size} nodes, ${ours?.edges ?? '?'} edges`);
    console.log(shown('ours, cold', ours, ours));
    console.log(shown('ours, warm', measured('warm', size), undefined));
    console.log(shown('plain ELK', measured('elk', size), ours));
    if (size <= DAGRE_LIMIT) console.log(shown('dagre', measured('dagre', size), ours));
  }
}
