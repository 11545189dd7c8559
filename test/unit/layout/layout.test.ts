import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../src/core/graph/build.ts';
import { isFrame, nodeSizes } from '../../../src/core/graph/size.ts';
import type { Graph, GraphNode, PlacedGraph } from '../../../src/core/graph/types.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { parseSnapshot, type Snapshot } from '../../../src/core/model/snapshot.ts';
import { createLayout, layoutGraph } from '../../../src/layout/layout.ts';
import { everythingEstate } from '../../worlds/everything.ts';
import { INSPECTION_ESTATES } from '../../worlds/gwlb.ts';
import { healthyWorlds } from '../../worlds/healthy-worlds.ts';
import { estateOf, SMALL } from '../../worlds/estate.ts';
import { groupEstate, resourceEstate, serviceNetworkEstate, sharedResourceEstate } from '../../worlds/lattice.ts';
import { estates } from '../../worlds/random.ts';
import { twoTierEstate } from '../../worlds/two-tier.ts';
import { snapshotOf } from '../../worlds/world.ts';
import { endpointId, worldOf } from '../graph/world.ts';
import { faultsOf } from './geometry.ts';
import { nestedGraphs } from './graphs.ts';

const seed = Number(process.env['LAYOUT_SEED'] ?? 20_261_128);
console.log(`LAYOUT_SEED=${seed}`);

/** One for all tests: what one picture left behind must not show in another. */
const layout = createLayout();

async function expectGood(graph: Graph): Promise<PlacedGraph> {
  const placed = await layout.place(graph);
  expect(faultsOf(placed)).toEqual([]);
  return placed;
}

const wholeOf = (snapshot: Snapshot): Graph => buildGraph(buildInventory([snapshot]), undefined);

const FIXTURES: readonly (readonly [name: string, snapshot: () => Snapshot])[] = [
  ...healthyWorlds.map(({ name, build }) => [name, build] as const),
  ...Object.entries(INSPECTION_ESTATES).flatMap(([name, build]) =>
    (['one account', 'two accounts'] as const).map(
      (accounts) => [`${name}, ${accounts}`, () => snapshotOf(build(accounts).world)] as const,
    ),
  ),
  ['a resource endpoint', () => snapshotOf(resourceEstate().world)],
  ['a shared resource', () => snapshotOf(sharedResourceEstate().world)],
  ['a service network', () => snapshotOf(serviceNetworkEstate().world)],
  ['a group of resources', () => snapshotOf(groupEstate().world)],
  ['two tiers', () => snapshotOf(twoTierEstate().world)],
  ['everything', () => snapshotOf(everythingEstate())],
  ['a small estate', () => snapshotOf(estateOf(SMALL))],
];

describe('a picture has nothing over another, and runs from left to right', () => {
  test.each(FIXTURES)('%s', async (_, build) => {
    await expectGood(wholeOf(build()));
  });

  test('the bundled sample, whole and by subject', async () => {
    const file = new URL('../../../samples/two-companies.plsnap.json', import.meta.url);
    const inventory = buildInventory([parseSnapshot(await readFile(file, 'utf8'), 'sample')]);
    const whole = await expectGood(buildGraph(inventory, undefined));
    expect(whole.nodes.length).toBeGreaterThan(100);
    expect(whole.edges.filter((edge) => edge.closesCycle)).toEqual([]);
    for (const id of [...inventory.endpoints.keys(), ...inventory.services.keys()]) {
      await expectGood(buildGraph(inventory, undefined, id));
    }
  });

  test('random estates', async () => {
    await fc.assert(
      fc.asyncProperty(estates, async (snapshot) => {
        await expectGood(wholeOf(snapshot));
      }),
      { numRuns: 25, seed },
    );
  });

  test('random numbers of endpoints, zones, listeners and targets', async () => {
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
          await expectGood(buildGraph(worldOf({ ...options, ...(name === undefined ? {} : { name }) }), undefined));
        },
      ),
      { numRuns: 15, seed },
    );
  });

  test('random frames in frames, with lines between any two cards', async () => {
    await fc.assert(
      fc.asyncProperty(nestedGraphs(), async (graph) => {
        const placed = await expectGood(graph);
        const cycle = placed.edges.filter((edge) => edge.closesCycle);
        expect(hasCycle(graph)).toBe(cycle.length > 0);
        const closing = new Set(cycle.map((edge) => edge.id));
        expect(hasCycle({ ...graph, edges: graph.edges.filter((edge) => !closing.has(edge.id)) })).toBe(false);
      }),
      { numRuns: 120, seed },
    );
  });

  test('many lines with labels, more than stand beside each other at some cards', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 9 }), {
          minLength: 12,
          maxLength: 30,
        }),
        async (consumers) => {
          const kinds: readonly GraphNode['kind'][] = ['account', 'vpc-endpoint', 'stub'];
          const sources = consumers.map((_, i) => card(`from${i}`, undefined, kinds[i % kinds.length]));
          const targets = Array.from({ length: 6 }, (_, i) => card(`to${i}`, undefined, 'endpoint-service'));
          const edges = consumers.flatMap((services, i) =>
            [...new Set(services)].map((service) => ({
              ...edgeOf(`from${i}`, `to${service}`),
              label: `${i + service}×`,
            })),
          );
          await expectGood({ version: 1, nodes: [...sources, ...targets], edges });
        },
      ),
      { numRuns: 12, seed },
    );
  });

  test('lines to frames, to what lies around, and from a card to itself', async () => {
    await fc.assert(
      fc.asyncProperty(nestedGraphs({ odd: true }), async (graph) => {
        await expectGood(graph);
      }),
      { numRuns: 60, seed },
    );
  });
});

/** Takes away what nothing leads to until nothing is left, or a cycle. */
function hasCycle({ nodes, edges }: Graph): boolean {
  let left = new Set(nodes.map((node) => node.id));
  for (;;) {
    const entered = new Set(edges.filter((edge) => left.has(edge.source)).map((edge) => edge.target));
    const next = new Set([...left].filter((id) => entered.has(id)));
    if (next.size === left.size) return left.size > 0;
    left = next;
  }
}

const card = (id: string, parent?: string, kind: GraphNode['kind'] = 'target'): GraphNode => ({
  id,
  kind,
  label: id,
  ...(parent === undefined ? {} : { parent }),
  account: 'a',
  region: 'r',
  state: 'none',
});
const edgeOf = (source: string, target: string): Graph['edges'][number] => ({
  id: `${source} to ${target}`,
  source,
  target,
  kind: 'connects',
  state: 'none',
});

describe('frames', () => {
  test('that a path leaves and enters again are opened, and the path still runs from left to right', async () => {
    const placed = await expectGood({
      version: 1,
      nodes: [card('vpc', undefined, 'vpc'), card('endpoint', 'vpc'), card('balancer', 'vpc'), card('service')],
      edges: [edgeOf('endpoint', 'service'), edgeOf('service', 'balancer')],
    });
    const at = (id: string): number => placed.nodes.find((node) => node.id === id)!.x;
    expect(at('endpoint')).toBeLessThan(at('service'));
    expect(at('service')).toBeLessThan(at('balancer'));
    expect(placed.edges.some((edge) => edge.closesCycle)).toBe(false);
  });

  test('of the same structure look the same', async () => {
    const consumer = (n: number): readonly GraphNode[] => [
      card(`vpc-${n}`, undefined, 'vpc'),
      // Ids in another order than the path's: names decide what is like what.
      { ...card(`${9 - n}-endpoint-${n}`, `vpc-${n}`), label: 'endpoint' },
      { ...card(`${n}-interface-${n}`, `vpc-${n}`, 'network-interface'), label: 'interface' },
    ];
    const placed = await expectGood({
      version: 1,
      nodes: [...[1, 2, 3].flatMap(consumer), card('service')],
      edges: [1, 2, 3].flatMap((n) => [
        edgeOf(`${n}-interface-${n}`, `${9 - n}-endpoint-${n}`),
        edgeOf(`${9 - n}-endpoint-${n}`, 'service'),
      ]),
    });
    const inside = [1, 2, 3].map((n) => {
      const frame = placed.nodes.find((node) => node.id === `vpc-${n}`)!;
      return placed.nodes
        .filter((node) => node.parent === frame.id)
        .map((node) => ({ label: node.label, x: node.x - frame.x, y: node.y - frame.y }));
    });
    expect(inside[1]).toEqual(inside[0]);
    expect(inside[2]).toEqual(inside[0]);
  });

  test('and cards that nothing connects stand apart, in the order of the graph', async () => {
    const placed = await expectGood({
      version: 1,
      nodes: [card('a'), card('b'), card('c'), card('d')],
      edges: [edgeOf('a', 'c'), edgeOf('b', 'd')],
    });
    const [a, b] = placed.nodes.map(({ x, y }) => ({ x, y }));
    expect(a!.y < b!.y || (a!.y === b!.y && a!.x < b!.x)).toBe(true);
  });
});

describe('a line that closes a cycle', () => {
  test('is marked and runs back, and the others run from left to right', async () => {
    const placed = await expectGood({
      version: 1,
      nodes: [card('vpc', undefined, 'vpc'), card('a', 'vpc'), card('b', 'vpc'), card('c')],
      edges: [edgeOf('a', 'b'), edgeOf('b', 'c'), edgeOf('c', 'a')],
    });
    expect(placed.edges.filter((edge) => edge.closesCycle).map((edge) => edge.id)).toEqual(['c to a']);
    const { points } = placed.edges.find((edge) => edge.id === 'c to a')!;
    expect(points[0]!.x).toBeGreaterThan(points.at(-1)!.x);
  });
});

describe('layout', () => {
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

  test('is the same each time, and the same from memory as without', async () => {
    await fc.assert(
      fc.asyncProperty(nestedGraphs({ odd: true }), async (graph) => {
        const cold = await layoutGraph(graph);
        expect(await layout.place(graph)).toEqual(cold);
        expect(await layout.place(graph)).toEqual(cold);
      }),
      { numRuns: 10, seed },
    );
  });

  test('moves nothing when states change, nor when a text stays about as long', async () => {
    const graph = buildGraph(worldOf({ endpoints: 3, zones: 2, connectionState: 'pendingAcceptance' }), undefined);
    const before = await layout.place(graph);
    const after = await layout.place({
      ...graph,
      nodes: graph.nodes.map((node) => ({
        ...node,
        state: 'fail',
        ...(node.kind === 'vpc-endpoint' ? { detail: node.detail?.replace('a', 'b') ?? 'new' } : {}),
      })),
      edges: graph.edges.map((edge) => ({ ...edge, state: 'warn' })),
    });
    const places = ({ nodes, edges }: PlacedGraph): unknown => [
      nodes.map(({ id, x, y, width, height }) => ({ id, x, y, width, height })),
      edges.map(({ id, points, labelAt }) => ({ id, points, labelAt })),
    ];
    expect(places(after)).toEqual(places(before));
    expect(after.nodes.every((node) => node.state === 'fail')).toBe(true);
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

  test('is ready before anybody asks for a picture', async () => {
    const ready = createLayout();
    await ready.warmUp();
    const graph = buildGraph(worldOf(), undefined);
    expect(await ready.place(graph)).toEqual(await layoutGraph(graph));
  });
});
