import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose } from '../../../src/core/engine.ts';
import { buildGraph } from '../../../src/core/graph/build.ts';
import { isFrame } from '../../../src/core/graph/size.ts';
import type { Graph, GraphNode, PlacedEdge, PlacedGraph, PlacedNode } from '../../../src/core/graph/types.ts';
import { buildInventory, type Inventory } from '../../../src/core/model/inventory.ts';
import { parseSnapshot } from '../../../src/core/model/snapshot.ts';
import { layoutGraph } from '../../../src/layout/layout.ts';
import { endpointId, worldOf } from './world.ts';

/* Pictures of every sort for the tests of exports. */

const samplePath = join(import.meta.dirname, '..', '..', '..', 'samples', 'two-companies.plsnap.json');
export const sample: Inventory = buildInventory([parseSnapshot(readFileSync(samplePath, 'utf8'), samplePath)]);

const graphOf = (inventory: Inventory, subject?: string): Graph =>
  buildGraph(inventory, diagnose(inventory, { now: inventory.capturedAt }), subject);

/** Each with its name: the sample, one endpoint of it, and worlds with gateways, hidden sides and many listeners. */
export const GRAPHS: readonly (readonly [string, Graph])[] = [
  ['the sample', graphOf(sample)],
  ['an endpoint of the sample', graphOf(sample, [...sample.endpoints.keys()][0])],
  ['two endpoints and a gateway', graphOf(worldOf({ endpoints: 2, gateway: true, listeners: 2 }))],
  ['a consumer alone', graphOf(worldOf({ consumerOnly: true }), endpointId(0))],
  ['a provider alone', graphOf(worldOf({ providerOnly: true }))],
  ['a request that is pending', graphOf(worldOf({ connectionState: 'pendingAcceptance' }))],
  ['nested frames', nested('vpc-endpoint')],
  ['nothing', { version: 1, nodes: [], edges: [] }],
];

export const PLACED: readonly (readonly [string, Graph, PlacedGraph])[] = await Promise.all(
  GRAPHS.map(async ([name, graph]) => [name, graph, await layoutGraph(graph)] as const),
);

/** One node in four frames, and another outside with an edge to it. */
export function nested(kind: GraphNode['kind'], texts: Partial<GraphNode> = {}): Graph {
  const place = { account: '111122223333', region: 'eu-west-1', state: 'none' } as const;
  const frames = ['account', 'region', 'vpc', 'zone'] as const;
  return {
    version: 1,
    nodes: [
      ...frames.map((frame, i): GraphNode => {
        const parent = frames[i - 1];
        return {
          ...place,
          id: frame,
          kind: frame,
          label: frame,
          ...(parent === undefined ? {} : { parent }),
          ...texts,
        };
      }),
      { ...place, id: 'inside', kind, label: 'inside', state: 'fail', parent: 'zone', ...texts },
      { ...place, id: 'outside', kind: 'endpoint-service', label: 'outside', state: 'unknown', ...texts },
    ],
    edges: [
      {
        ...{ id: 'inside>outside', source: 'inside', target: 'outside', kind: 'connects', state: 'warn' },
        label: texts.label ?? 'pending',
      },
    ],
  };
}

/** A picture without a layout, for properties: nodes in rows, frames around them as large as need be. */
export function placedRoughly(graph: Graph): PlacedGraph {
  const place = (node: GraphNode, i: number): PlacedNode =>
    ({
      ...node,
      ...(isFrame(node) ? { x: 400, y: 400, width: 700 - 40 * i, height: 700 - 40 * i } : { x: 300, y: 250 + 50 * i }),
      ...(isFrame(node) ? {} : { width: 200, height: 44 }),
    }) as PlacedNode;
  const nodes = graph.nodes.map(place);
  const at = new Map(nodes.map((node) => [node.id, node]));
  const edges = graph.edges.map((edge): PlacedEdge => {
    const [source, target] = [at.get(edge.source)!, at.get(edge.target)!];
    return { ...edge, points: [source, { x: source.x, y: target.y }, target].map(({ x, y }) => ({ x, y })) };
  });
  return { nodes, edges, width: 800, height: 800 };
}
