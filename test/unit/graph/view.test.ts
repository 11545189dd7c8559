import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../../src/core/engine.ts';
import { buildGraph } from '../../../src/core/graph/build.ts';
import { collapse, isGathered } from '../../../src/core/graph/collapse.ts';
import { matchingSubjects, type GraphFilter } from '../../../src/core/graph/filter.ts';
import { LAYERS, withLayers, type Layer } from '../../../src/core/graph/layers.ts';
import { isFrame, isFrameKind } from '../../../src/core/graph/size.ts';
import type { Graph, GraphNode, GraphState } from '../../../src/core/graph/types.ts';
import { bytesText } from '../../../src/core/graph/traffic.ts';
import { viewOf } from '../../../src/core/graph/view.ts';
import { WHOLE_VIEW } from '../../../src/core/graph/request.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { addPrivateZone } from '../../worlds/dns.ts';
import { estateOf } from '../../worlds/estate.ts';
import { internetInspection } from '../../worlds/gwlb.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { meteredEstate } from '../../worlds/metrics.ts';
import { sampleEstate } from '../../worlds/sample.ts';
import { snapshotOf } from '../../worlds/world.ts';
import { CONSUMER, endpointId, PROVIDER, serviceId, worldOf } from './world.ts';

/* What a panel shows of a graph. */

const sample = buildInventory([sampleEstate()]);
const judged = diagnose(sample, { now: sample.capturedAt });
const everything = buildGraph(sample, judged);
const node = (graph: Graph, id: string): GraphNode | undefined => graph.nodes.find((item) => item.id === id);
const ids = (graph: Graph): ReadonlySet<string> => new Set(graph.nodes.map((item) => item.id));
const ORDER: readonly GraphState[] = ['fail', 'warn', 'unknown', 'pass', 'none'];
const worstOf = (items: readonly { readonly state: GraphState }[]): GraphState =>
  ORDER.find((state) => items.some((item) => item.state === state)) ?? 'none';

/** What must hold of any view: edges have both ends, and parents that are there are open. */
function expectSound(graph: Graph): void {
  const known = new Map(graph.nodes.map((item) => [item.id, item]));
  expect(known.size).toBe(graph.nodes.length);
  expect(new Set(graph.edges.map((edge) => edge.id)).size).toBe(graph.edges.length);
  for (const edge of graph.edges) {
    expect([known.has(edge.source), known.has(edge.target)], edge.id).toEqual([true, true]);
    expect(edge.source).not.toBe(edge.target);
  }
  for (const { parent } of graph.nodes) {
    if (parent !== undefined) expect(isFrame(known.get(parent)!), parent).toBe(true);
  }
}

describe('layers', () => {
  test('that are off leave the path whole', () => {
    const graph = buildGraph(worldOf({ gateway: true }), undefined, 'vpce-gateway');
    const bare = withLayers(graph, new Set<Layer>());
    expect(bare.nodes.some((item) => item.kind === 'route-table')).toBe(false);
    expect(bare.edges.filter((edge) => edge.target === 'vpce-gateway').map((edge) => edge.source)).toEqual([
      'subnet-app0',
      'subnet-app1',
    ]);
  });

  test('that are off take no fault with them', () => {
    const estate = healthyEstate();
    const inventory = buildInventory([snapshotOf(estate.world)]);
    const whole = buildGraph(inventory, undefined, estate.endpoint.id);
    const [group] = whole.nodes.filter((item) => item.kind === 'security-group');
    const bad: Graph = {
      ...whole,
      nodes: whole.nodes.map((item) => (item.id === group?.id ? { ...item, state: 'fail' } : item)),
    };
    const guarded = whole.edges.find((edge) => edge.source === group?.id)?.target ?? '';
    expect(node(withLayers(bad, new Set<Layer>(['dns', 'routes'])), guarded)?.state).toBe('fail');
  });

  test('that are off take with them what only they led to, and nothing that stood alone', () => {
    const estate = healthyEstate();
    estate.endpoint.raw['PrivateDnsEnabled'] = false;
    addPrivateZone(estate.consumer, estate.consumerVpc, 'payments.example.com', [
      { name: 'payments.example.com', address: '10.99.0.7' },
    ]);
    const graph = buildGraph(buildInventory([snapshotOf(estate.world)]), undefined, estate.endpoint.id);
    const alone: GraphNode = { id: 'x', kind: 'stub', label: 'x', account: '1', region: 'r', state: 'none' };
    const view = withLayers({ ...graph, nodes: [...graph.nodes, alone] }, new Set<Layer>(['security', 'routes']));
    expect(graph.nodes.some(({ label }) => label === '10.99.0.7')).toBe(true);
    expect(view.nodes.filter(({ kind }) => kind === 'stub').map(({ id }) => id)).toEqual(['x']);
  });

  test('of metrics is what went through endpoints and services in the last day, where that was read', () => {
    const { world, endpoint, service } = meteredEstate();
    const metered = buildGraph(buildInventory([snapshotOf(world)]), undefined);
    const unread = buildGraph(buildInventory([snapshotOf(healthyEstate().world)]), undefined);
    const details = (graph: Graph): readonly string[] =>
      [endpoint.id, service.id].map((id) => node(graph, id)?.detail ?? '');
    const off = withLayers(metered, new Set<Layer>(['dns', 'security', 'routes']));
    expect(details(off)).toEqual(details(unread));
    expect(off.nodes.filter(({ traffic }) => traffic !== undefined)).toEqual([]);
    const on = details(withLayers(metered, new Set(LAYERS)));
    expect(on[0]).toBe(`${details(unread)[0] ?? ''} · 24,000 connections, 12 GB in 24 h`);
    expect(details(withLayers(unread, new Set(LAYERS)))).toEqual(details(unread));
  });

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1549, '1.5 kB'],
    [9949, '9.9 kB'],
    [9950, '10 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [2.4e18, '2,400 PB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });

  test('of any graph: all on is the graph itself, each off hides its kinds, and the worst state stays', () => {
    const graphs = [
      everything,
      buildGraph(buildInventory([snapshotOf(internetInspection().world)]), undefined),
      buildGraph(worldOf({ gateway: true, endpoints: 3 }), undefined),
    ];
    expect(withLayers(everything, new Set(LAYERS))).toBe(everything);
    fc.assert(
      fc.property(fc.constantFrom(...graphs), fc.subarray([...LAYERS]), (graph, shown) => {
        const view = withLayers(graph, new Set(shown));
        expectSound(view);
        const kinds = new Set(view.nodes.map((item) => item.kind));
        if (!shown.includes('dns')) expect(kinds).not.toContain('dns-name');
        if (!shown.includes('security'))
          expect([kinds.has('security-group'), kinds.has('network-acl')]).toEqual([false, false]);
        if (!shown.includes('routes')) expect(kinds).not.toContain('route-table');
        expect(worstOf([...view.nodes, ...view.edges])).toBe(worstOf([...graph.nodes, ...graph.edges]));
      }),
    );
  });
});

describe('a picture that is too large', () => {
  test('is closed level by level, and says what is inside and how bad it is', () => {
    const zones = collapse(everything, undefined, everything.nodes.length + everything.edges.length - 1);
    expect(zones.nodes.filter((item) => item.inside !== undefined).every((item) => item.kind === 'zone')).toBe(true);
    const accounts = collapse(everything, undefined, 1);
    expect(accounts.nodes.every((item) => item.inside !== undefined || item.parent === undefined)).toBe(true);
    const account = accounts.nodes.find(
      (item) => item.kind === 'account' && item.detail?.includes('endpoint') === true,
    );
    expect(account?.detail).toMatch(/^\d+ endpoints?(, \d+ services?)?$/);
    const within = everything.nodes.filter((item) => item.account === account?.account);
    expect(account?.state).toBe(worstOf(within));
    expect(account?.inside).toBe(within.filter((item) => !isFrameKind(item)).length);
  });

  test('opens where the user opens it, the only Region of an account with it', () => {
    const opened = new Set([`account/${CONSUMER}`]);
    const graph = buildGraph(worldOf({ endpoints: 3 }), undefined);
    const view = collapse(graph, { opened, closed: new Set() }, 1);
    expect(view.nodes.find((item) => item.kind === 'vpc')).toMatchObject({ id: 'vpc-consumer', detail: '3 endpoints' });
    expect(node(view, `account/${PROVIDER}`)?.inside).toBeGreaterThan(0);
    const bundle = view.edges.find((edge) => edge.source === 'vpc-consumer');
    expect(bundle).toMatchObject({ target: `account/${PROVIDER}`, kind: 'connects', label: '3×' });
  });

  test('closes what the user closes, however small it is', () => {
    const graph = buildGraph(worldOf(), undefined);
    const view = collapse(graph, { opened: new Set(), closed: new Set(['vpc-provider']) });
    expect(node(view, 'vpc-provider')).toMatchObject({ inside: 5, detail: '1 load balancer, 2 targets' });
    expect(node(view, 'vpc-consumer')?.inside).toBeUndefined();
    expect(view.edges.filter((edge) => edge.target === 'vpc-provider').map((edge) => edge.source)).toEqual([serviceId]);
  });

  test('draws accounts that are alike as one', () => {
    const accounts = Array.from({ length: 30 }, (_, i): GraphNode => ({
      id: `account/${i}`,
      kind: 'account',
      label: `Account ${i}`,
      account: String(i),
      region: '',
      state: i === 7 ? 'warn' : 'pass',
    }));
    const stubs = accounts.map(({ account }): GraphNode => ({
      id: `vpce-${account}`,
      kind: 'stub',
      label: `vpce-${account}`,
      parent: `account/${account}`,
      account,
      region: 'us-east-1',
      state: 'unknown',
    }));
    const service: GraphNode = { ...stubs[0]!, id: 'vpce-svc-1', kind: 'endpoint-service', parent: 'account/p' };
    const provider: GraphNode = { ...accounts[0]!, id: 'account/p', account: 'p' };
    const graph: Graph = {
      version: 1,
      nodes: [...accounts, provider, ...stubs, service],
      edges: stubs.map(({ id }) => ({
        id: `${id} connects vpce-svc-1`,
        source: id,
        target: 'vpce-svc-1',
        kind: 'connects',
        state: 'pass',
      })),
    };
    const view = collapse(graph, undefined, 10);
    expect(view.nodes.map((item) => [item.label, item.inside])).toEqual([
      ['Account 0', 1],
      ['30 accounts', 30],
    ]);
    expect(view.nodes.find((item) => item.label === '30 accounts')?.state).toBe('warn');
    expect(view.edges).toMatchObject([{ label: '30×', target: 'account/p' }]);
    const [, group] = view.nodes;
    const opened = collapse(graph, { opened: new Set([group!.id]), closed: new Set() }, 10);
    expect(opened.nodes).toHaveLength(31);
  });

  test('of any estate and any openings stays sound, and hides nothing without saying so', () => {
    const graphs = [everything, buildGraph(worldOf({ endpoints: 4, gateway: true }), undefined)];
    fc.assert(
      fc.property(
        fc.constantFrom(...graphs),
        fc.integer({ min: 1, max: 400 }),
        fc.infiniteStream(fc.boolean()),
        (graph, budget, coin) => {
          const frames = graph.nodes.filter(isFrameKind).map((item) => item.id);
          const pick = (): ReadonlySet<string> => new Set(frames.filter(() => coin.next().value === true));
          const view = collapse(graph, { opened: pick(), closed: pick() }, budget);
          expectSound(view);
          const shown = view.nodes.reduce((sum, item) => sum + (item.inside ?? (isFrameKind(item) ? 0 : 1)), 0);
          expect(shown).toBe(graph.nodes.filter((item) => !isFrameKind(item)).length);
          expect(worstOf([...view.nodes, ...view.edges])).toBe(worstOf([...graph.nodes, ...graph.edges]));
        },
      ),
    );
  });
});

describe('the budget', () => {
  const elements = everything.nodes.length + everything.edges.length;

  test('may be used up, and not passed', () => {
    expect(collapse(everything, undefined, elements)).toEqual(collapse(everything, undefined, elements + 1));
    expect(collapse(everything, undefined, elements).nodes).toHaveLength(everything.nodes.length);
    expect(collapse(everything, undefined, elements - 1).nodes.length).toBeLessThan(everything.nodes.length);
  });

  test('leaves up to eight alike as they are, and one edge with the label that it has', () => {
    const crowd = (count: number): Graph => {
      const frame = (id: string): GraphNode => ({
        ...{ id: `account/${id}`, kind: 'account', label: id, account: id, region: '', state: 'pass' },
      });
      const leaf = (id: string, parent: string, kind: GraphNode['kind']): GraphNode => ({
        ...{ id, kind, label: id, parent, account: id, region: 'us-east-1', state: 'pass' },
      });
      const users = Array.from({ length: count }, (_, i) => `u${i}`);
      return {
        version: 1,
        nodes: [
          ...[...users, 'p'].map(frame),
          ...users.map((id) => leaf(id, `account/${id}`, 'vpc-endpoint')),
          leaf('s', 'account/p', 'endpoint-service'),
        ],
        edges: users.map((id) => ({
          ...{ id: `${id} connects s`, source: id, target: 's', kind: 'connects', state: 'pass', label: 'pending' },
        })),
      };
    };
    const eight = collapse(crowd(8), undefined, 1);
    expect(eight.nodes).toHaveLength(9);
    expect(new Set(eight.edges.map(({ label }) => label))).toEqual(new Set(['pending']));
    const nine = collapse(crowd(9), undefined, 1);
    expect(nine.nodes.map(({ label }) => label)).toEqual(['p', '9 accounts']);
    expect(nine.nodes.map(isGathered)).toEqual([false, true]);
  });
});

describe('a filter', () => {
  const shows = (filter: GraphFilter): ReadonlySet<string> => matchingSubjects(sample, judged, filter);

  test('lets everything pass when it asks nothing', () => {
    expect(shows({}).size).toBe(sample.endpoints.size + sample.services.size);
    expect(shows({ types: [], tag: '' }).size).toBe(sample.endpoints.size + sample.services.size);
  });

  test('asks for verdicts, severities, types, VPCs and tags, and all that it asks must hold', () => {
    const broken = judged.subjects.filter((subject) => subject.verdict === 'broken').map(({ id }) => id);
    expect([...shows({ verdicts: ['broken'] })].sort()).toEqual([...broken].sort());
    expect(broken.length).toBeGreaterThan(0);
    expect([...shows({ types: ['service'] })].sort()).toEqual([...sample.services.keys()].sort());
    const [vpc] = sample.vpcs.keys();
    for (const id of shows({ vpcs: [vpc ?? ''], types: ['Interface', 'Gateway'] })) {
      expect(sample.endpoints.get(id)?.vpcId).toBe(vpc);
    }
    const [tagged] = [...sample.endpoints.values()].filter((item) => item.tags['Name'] !== undefined);
    expect(shows({ tag: `Name=${tagged?.tags['Name'] ?? ''}` })).toContain(tagged?.id);
    expect(shows({ tag: 'Name' })).toContain(tagged?.id);
    expect(shows({ tag: '=x' }).size).toBe(0);
    expect(shows({ tag: 'Name=nobody' }).size).toBe(0);
    expect(shows({ tag: 'constructor' }).size).toBe(0);
    for (const id of shows({ severities: ['critical'] })) {
      expect(
        judged.subjects.find((item) => item.id === id)?.findings.some((item) => item.severity === 'critical'),
      ).toBe(true);
    }
  });

  test('without a diagnosis: everything is unknown', () => {
    expect(matchingSubjects(sample, undefined, { verdicts: ['healthy'] }).size).toBe(0);
    expect(matchingSubjects(sample, undefined, { verdicts: ['unknown'] }).size).toBe(
      sample.endpoints.size + sample.services.size,
    );
  });

  test('leaves whole paths', () => {
    const view = viewOf(sample, judged, { ...WHOLE_VIEW, filter: { verdicts: ['broken'] } });
    expectSound(view.graph);
    expect(ids(view.graph).size).toBeLessThan(everything.nodes.length);
    expect(view.total.nodes).toBeLessThan(everything.nodes.length);
  });
});

describe('a view', () => {
  test('of one path has all its layers, of much has the path alone', () => {
    expect(viewOf(worldOf(), undefined, { ...WHOLE_VIEW, subject: endpointId(0) }).layers).toEqual(LAYERS);
    const estate = estateOf({ endpoints: 60, services: 5, loadBalancers: 5, targetGroups: 5, vpcs: 6 });
    const large = viewOf(buildInventory([snapshotOf(estate)]), undefined, WHOLE_VIEW);
    expect(large.layers).toEqual([]);
    expect(large.graph.nodes.length + large.graph.edges.length).toBeLessThanOrEqual(600);
    const chosen = viewOf(buildInventory([snapshotOf(estate)]), undefined, { ...WHOLE_VIEW, layers: ['dns'] });
    expect(chosen.layers).toEqual(['dns']);
  });

  test('tells what there is to filter by', () => {
    const { facets } = viewOf(worldOf({ gateway: true }), undefined, WHOLE_VIEW);
    expect(facets).toEqual({
      types: ['Gateway', 'Interface', 'service'],
      vpcs: [
        { id: 'vpc-consumer', name: 'shop' },
        { id: 'vpc-provider', name: 'vendor' },
      ],
      tagKeys: ['Name'],
    });
  });

  test('of a VPC, an account or a Region holds the paths through it', () => {
    for (const subject of [
      'vpc-consumer',
      `account/${CONSUMER}`,
      `region/${CONSUMER}/us-east-1`,
      'zone/vpc-consumer/use1-az1',
    ]) {
      expect(ids(viewOf(worldOf({ endpoints: 2 }), undefined, { ...WHOLE_VIEW, subject }).graph)).toContain(
        endpointId(1),
      );
    }
  });
});
