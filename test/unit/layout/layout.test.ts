import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../src/core/graph/build.ts';
import { edgeLabelSize, frameHeader, isFrame, nodeSizes } from '../../../src/core/graph/size.ts';
import type { PlacedGraph, PlacedNode } from '../../../src/core/graph/types.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { parseSnapshot } from '../../../src/core/model/snapshot.ts';
import { layoutGraph } from '../../../src/layout/layout.ts';
import { endpointId, worldOf } from '../graph/world.ts';

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const box = ({ x, y, width, height }: Pick<PlacedNode, 'x' | 'y' | 'width' | 'height'>): Box => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
});
const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const inside = (inner: Box, outer: Box): boolean =>
  inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;

/** Everything that must hold of any picture. */
function checkGeometry(placed: PlacedGraph): void {
  const nodes = new Map(placed.nodes.map((node) => [node.id, node]));
  const page: Box = { left: 0, top: 0, right: placed.width, bottom: placed.height };
  for (const node of placed.nodes) {
    const parent = node.parent === undefined ? undefined : nodes.get(node.parent);
    expect(inside(box(node), parent === undefined ? page : box(parent)), `${node.id} lies in its frame`).toBe(true);
    if (parent !== undefined) {
      // Nothing lies on the frame's name.
      expect(box(node).top).toBeGreaterThanOrEqual(box(parent).top + frameHeader(parent.kind));
    }
  }
  const holds = (outer: PlacedNode, inner: PlacedNode): boolean => {
    for (let at: PlacedNode | undefined = inner; at !== undefined; at = nodes.get(at.parent ?? '')) {
      if (at.id === outer.id) return true;
    }
    return false;
  };
  const clashes = placed.nodes.flatMap((a, i) =>
    placed.nodes
      .slice(i + 1)
      .filter((b) => overlap(box(a), box(b)) && !holds(a, b) && !holds(b, a))
      .map((b) => `${a.id} and ${b.id} overlap`),
  );
  expect(clashes).toEqual([]);
  for (const edge of placed.edges) {
    const source = box(nodes.get(edge.source)!);
    const target = box(nodes.get(edge.target)!);
    const first = edge.points[0]!;
    const last = edge.points.at(-1)!;
    expect(first.x, `${edge.id} leaves on the right`).toBeCloseTo(source.right, 3);
    expect(last.x, `${edge.id} arrives on the left`).toBeCloseTo(target.left, 3);
    expect(first.y).toBeGreaterThanOrEqual(source.top);
    expect(first.y).toBeLessThanOrEqual(source.bottom);
    expect(last.y).toBeGreaterThanOrEqual(target.top);
    expect(last.y).toBeLessThanOrEqual(target.bottom);
    for (const [i, point] of edge.points.entries()) {
      const next = edge.points[i + 1];
      if (next !== undefined) expect(point.x === next.x || point.y === next.y, `${edge.id} is orthogonal`).toBe(true);
    }
    if (edge.label === undefined) continue;
    const label = box({ ...edge.labelAt!, ...edgeLabelSize(edge.label) });
    expect(placed.nodes.filter((node) => !isFrame(node) && overlap(label, box(node)))).toEqual([]);
  }
}

describe('layout', () => {
  test('of random worlds: nothing overlaps, everything lies in its frame, edges go from left to right', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          endpoints: fc.integer({ min: 1, max: 5 }),
          zones: fc.integer({ min: 1, max: 4 }),
          listeners: fc.integer({ min: 0, max: 4 }),
          targets: fc.integer({ min: 0, max: 6 }),
          consumerOnly: fc.boolean(),
          gateway: fc.boolean(),
          name: fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), { nil: undefined }),
          connectionState: fc.constantFrom('available', 'pendingAcceptance'),
        }),
        async ({ name, ...options }) => {
          const graph = buildGraph(worldOf({ ...options, ...(name === undefined ? {} : { name }) }), undefined);
          const placed = await layoutGraph(graph);
          checkGeometry(placed);
          const order = placed.edges.map((edge) => {
            const at = (id: string): number => placed.nodes.find((node) => node.id === id)!.x;
            return at(edge.source) < at(edge.target);
          });
          expect(order.every(Boolean)).toBe(true);
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);

  test('holds the graph’s nodes and edges as they are, in their order, in the size of their text', async () => {
    const graph = buildGraph(worldOf({ endpoints: 2, gateway: true }), undefined);
    const placed = await layoutGraph(graph);
    expect(placed.nodes.map((node) => node.id)).toEqual(graph.nodes.map((node) => node.id));
    expect(placed.nodes).toMatchObject(graph.nodes);
    expect(placed.edges.map((edge) => edge.id)).toEqual(graph.edges.map((edge) => edge.id));
    expect(placed.edges).toMatchObject(graph.edges);
    const sizes = nodeSizes(graph);
    for (const node of placed.nodes.filter((item) => !isFrame(item))) {
      expect({ width: node.width, height: node.height }).toEqual(sizes.get(node.id));
    }
  });

  test('is the same each time', async () => {
    const graph = buildGraph(worldOf({ endpoints: 3, listeners: 2 }), undefined);
    expect(await layoutGraph(graph)).toEqual(await layoutGraph(graph));
  });

  test('puts the zones of a path in their order', async () => {
    const placed = await layoutGraph(buildGraph(worldOf({ zones: 3 }), undefined, endpointId(0)));
    const interfaces = placed.nodes.filter((node) => node.kind === 'network-interface');
    expect(interfaces.toSorted((a, b) => a.y - b.y).map((node) => node.label)).toEqual([
      'use1-az1',
      'use1-az2',
      'use1-az3',
    ]);
  });

  test('of nothing is empty', async () => {
    expect(await layoutGraph({ version: 1, nodes: [], edges: [] })).toEqual({
      nodes: [],
      edges: [],
      width: 0,
      height: 0,
    });
  });

  test('of the bundled sample, whole and by subject', async () => {
    const file = new URL('../../../samples/two-companies.plsnap.json', import.meta.url);
    const inventory = buildInventory([parseSnapshot(await readFile(file, 'utf8'), 'sample')]);
    const whole = await layoutGraph(buildGraph(inventory, undefined));
    expect(whole.nodes.length).toBeGreaterThan(100);
    const apart = whole.nodes.filter((node) => !isFrame(node)).map(box);
    expect(apart.filter((a, n) => apart.slice(n + 1).some((b) => overlap(a, b)))).toEqual([]);
    for (const id of [...inventory.endpoints.keys(), ...inventory.services.keys()]) {
      checkGeometry(await layoutGraph(buildGraph(inventory, undefined, id)));
    }
  });
});
