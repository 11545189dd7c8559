// A picture of two readings in a panel: no change is hidden by a frame, a bundle or a layer, and none is made up.
import { describe, expect, test } from 'vitest';
import { compareDiagnosed } from '../../../src/core/compare/compare.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildGraph } from '../../../src/core/graph/build.ts';
import { collapse, NO_OPENINGS } from '../../../src/core/graph/collapse.ts';
import { describeDifference } from '../../../src/core/graph/difference-details.ts';
import { differenceGraph } from '../../../src/core/graph/difference.ts';
import { framesAmong } from '../../../src/core/graph/frames.ts';
import { LAYERS } from '../../../src/core/graph/layers.ts';
import { WHOLE_VIEW } from '../../../src/core/graph/request.ts';
import type { Graph, GraphChange, GraphEdge, GraphNode } from '../../../src/core/graph/types.ts';
import { comparedView } from '../../../src/core/graph/view.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { CONSUMER, healthyEstate, PROVIDER } from '../../worlds/healthy.ts';
import { snapshotOf } from '../../worlds/world.ts';
import { health, only } from '../impact/support.ts';

const node = (
  id: string,
  parent?: string,
  change?: GraphChange,
  kind: GraphNode['kind'] = 'vpc-endpoint',
): GraphNode => ({
  ...{ id, kind, label: id, account: '1', region: 'r', state: 'pass' },
  ...(parent === undefined ? {} : { parent }),
  ...(change === undefined ? {} : { change }),
});
const edge = (source: string, target: string, change?: GraphChange): GraphEdge => ({
  ...{ id: `${source} connects ${target}`, source, target, kind: 'connects', state: 'pass' },
  ...(change === undefined ? {} : { change }),
});
const graphOf = (nodes: readonly GraphNode[], edges: readonly GraphEdge[] = []): Graph => ({
  version: 1,
  nodes,
  edges,
});
const closing = (graph: Graph, ...frames: readonly string[]): Graph =>
  collapse(graph, { ...NO_OPENINGS, closed: new Set(frames) });
const vpc = (change?: GraphChange): GraphNode => node('vpc', undefined, change, 'vpc');

describe('a closed frame', () => {
  test.each<[string, readonly (GraphChange | undefined)[], GraphChange | undefined, GraphChange | undefined]>([
    ['says nothing where all is alike', [undefined, undefined], undefined, undefined],
    ['has changed where something in it was added', ['added', undefined], undefined, 'changed'],
    ['has changed, and was not added, where all in it was added', ['added', 'added'], undefined, 'changed'],
    ['is not comparable where nothing else is in it', ['not-comparable', undefined], undefined, 'not-comparable'],
    ['has changed where that is proved of something', ['not-comparable', 'removed'], undefined, 'changed'],
    ['keeps what is said of itself', ['removed', 'removed'], 'removed', 'removed'],
  ])('%s', (_, inside, own, expected) => {
    const graph = graphOf([vpc(own), ...inside.map((change, i) => node(`n${i}`, 'vpc', change))]);
    const [frame] = closing(graph, 'vpc').nodes;
    expect(frame?.change).toBe(expected);
    const differing = inside.filter((change) => change !== undefined).length;
    expect(frame?.detail).toBe(differing === 0 ? '2 endpoints' : `2 endpoints, ${differing} differ`);
  });

  test('has changed where only an edge in it has', () => {
    const graph = graphOf([vpc(), node('a', 'vpc'), node('b', 'vpc')], [edge('a', 'b', 'removed')]);
    const [frame] = closing(graph, 'vpc').nodes;
    expect(frame).toMatchObject({ change: 'changed', detail: '2 endpoints, 1 differ' });
  });

  test.each<[readonly (GraphChange | undefined)[], GraphChange | undefined]>([
    [[undefined, undefined], undefined],
    [['added', 'added'], 'added'],
    [['added', undefined], 'changed'],
    [['added', 'removed'], 'changed'],
    [['not-comparable', undefined], 'not-comparable'],
    [['not-comparable', 'not-comparable'], 'not-comparable'],
    [['not-comparable', 'changed'], 'changed'],
  ])('the one edge for those of %j is %s', (edges, expected) => {
    const graph = graphOf(
      [vpc(), node('a', 'vpc'), node('b', 'vpc'), node('service')],
      edges.map((change, i) => edge('ab'[i] ?? '', 'service', change)),
    );
    expect(closing(graph, 'vpc').edges.map(({ change }) => change)).toEqual([expected]);
  });
});

test('many alike that were all added are one that was added', () => {
  const accounts = Array.from({ length: 12 }, (_, i) => i);
  const frames = accounts.flatMap((i) => [
    node(`account/${i}`, undefined, 'added', 'account'),
    node(`e${i}`, `account/${i}`, 'added'),
  ]);
  const graph = graphOf(
    [...frames, node('service')],
    accounts.map((i) => edge(`e${i}`, 'service', 'added')),
  );
  const drawn = collapse(graph, NO_OPENINGS, 4);
  expect(drawn.nodes.map(({ label, change }) => [label, change])).toEqual([
    ['service', undefined],
    ['12 accounts', 'added'],
  ]);
  expect(drawn.edges.map(({ change }) => change)).toEqual(['added']);
});

const before = snapshotOf(healthyEstate().world);
const changed = healthyEstate();
health(changed, 'unhealthy', 'healthy');
const after = snapshotOf(changed.world);

function readings(older: typeof before, newer: typeof before) {
  const [old, now] = [buildInventory([older]), buildInventory([newer])];
  const judged = [now, old].map((inventory) => ({
    inventory,
    diagnosis: diagnose(inventory, { now: inventory.capturedAt }),
  }));
  const comparison = compareDiagnosed(old, now);
  const [newest, oldest] = judged.map(({ inventory, diagnosis }) => buildGraph(inventory, diagnosis));
  return { judged, comparison, graph: differenceGraph(oldest!, newest!, comparison) };
}

describe('the view', () => {
  test('has every layer, counts what differs, and writes it into the names', () => {
    const { graph } = readings(before, after);
    const view = comparedView(graph, WHOLE_VIEW);
    expect(view.layers).toEqual(LAYERS);
    const differing = [...graph.nodes, ...graph.edges].filter(({ change }) => change !== undefined);
    expect(view.differing).toBe(differing.length);
    expect(view.differing).toBeGreaterThan(0);
    const target = view.graph.nodes.find(({ kind, change }) => kind === 'target' && change === 'changed');
    expect(target?.label).toMatch(/^~ /);
    expect(target?.detail).toContain('was');
    expect(comparedView(readings(before, before).graph, WHOLE_VIEW).differing).toBe(0);
  });

  test('has the frames closed in which nothing differs, until someone opens them', () => {
    const { graph } = readings(before, after);
    const framesOf = framesAmong(graph.nodes);
    const differing = graph.nodes.filter(({ change }) => change !== undefined);
    const view = comparedView(graph, WHOLE_VIEW);
    for (const { id } of differing) expect(view.graph.nodes.map((item) => item.id)).toContain(id);
    const shut = view.graph.nodes.filter(({ inside }) => inside !== undefined);
    expect(shut.length).toBeGreaterThan(0);
    for (const { id, change } of shut) {
      expect(change).toBeUndefined();
      expect(differing.some((item) => framesOf(item.id).includes(id))).toBe(false);
    }
    const [first] = shut;
    const opened = comparedView(graph, { ...WHOLE_VIEW, opened: [first!.id] });
    expect(opened.graph.nodes.find(({ id }) => id === first!.id)?.inside).toBeUndefined();
    const alike = comparedView(readings(before, before).graph, WHOLE_VIEW);
    expect(alike.graph.nodes.filter(({ inside }) => inside !== undefined)).toEqual([]);
  });

  test('is not filtered: what only one reading matches is not gone', () => {
    const { graph } = readings(before, after);
    expect(comparedView(graph, { ...WHOLE_VIEW, filter: { verdicts: ['broken'] } })).toEqual(
      comparedView(graph, WHOLE_VIEW),
    );
  });
});

describe('the details', () => {
  test('of what changed begin with what changed, from before to after', () => {
    const { judged, comparison, graph } = readings(before, after);
    const target = graph.nodes.find(({ kind, change }) => kind === 'target' && change === 'changed');
    const [first] = describeDifference(judged, comparison, target!.id).fields;
    expect(first?.label).toMatch(/^Changed: /);
    expect(first?.value).toMatch(/healthy.* → .*unhealthy/);
  });

  test('of what is gone are those of the older reading, and say so', () => {
    const consumer = only(before, CONSUMER);
    const { judged, comparison } = readings(before, consumer);
    const gone = comparison.resources.find(({ kind, account }) => kind === 'endpoint-service' && account === PROVIDER);
    const details = describeDifference(judged, comparison, gone!.id);
    expect(details.id).toBe(gone!.id);
    expect(details.fields[0]).toEqual({
      label: 'Difference',
      value: expect.stringMatching(/^read only before; /) as string,
    });
    expect(() => describeDifference(judged, comparison, 'vpce-nowhere')).toThrow(/vpce-nowhere is/);
  });
});
