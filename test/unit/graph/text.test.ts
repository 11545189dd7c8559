import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../../src/core/engine.ts';
import { buildGraph } from '../../../src/core/graph/build.ts';
import { cardImage, dataUri, frameHeaderImage, type Palette } from '../../../src/core/graph/card.ts';
import { describeNode } from '../../../src/core/graph/details.ts';
import { renderMermaid } from '../../../src/core/graph/mermaid.ts';
import { displayText, fitText, nodeSizes, nodeText, textWidth } from '../../../src/core/graph/size.ts';
import type { GraphNode, GraphState, NodeKind } from '../../../src/core/graph/types.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { sampleEstate } from '../../worlds/sample.ts';
import { endpointId, groupArn, loadBalancerArn, serviceId, worldOf } from './world.ts';

const HOSTILE = '<img src=x onerror="alert(1)">]]>\u202Egnp.exe\u202C\u0000"; end; subgraph `x` #quot; & 😀';

describe('text on a line', () => {
  test('is as wide as Helvetica writes it', () => {
    expect(textWidth('vpce', 10, 'regular')).toBeCloseTo(5 + 5.56 + 5 + 5.56);
    expect(textWidth('', 10, 'bold')).toBe(0);
    expect(textWidth('語', 10, 'bold')).toBe(10);
  });

  test('never is wider than its room, and says when it was cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 20, max: 300 }), (text, width) => {
        expect(textWidth(fitText(text, width, 12, 'bold'), 12, 'bold')).toBeLessThanOrEqual(width);
      }),
    );
    expect(fitText('x'.repeat(10_000), 100, 12, 'bold')).toMatch(/^x+…$/);
  });

  test('holds no control characters and no marks that turn its direction', () => {
    expect(displayText('a\u202Eb\u0000c\nd\u2066e\uFEFF')).toBe('ab c de');
    expect(displayText('\uD800broken')).toBe('broken');
  });

  test('fits into the card that was sized for it, and cards of a kind are equally wide', () => {
    const graph = buildGraph(worldOf({ endpoints: 3, name: HOSTILE.repeat(20) }), undefined);
    const sizes = nodeSizes(graph);
    for (const node of graph.nodes) {
      const { label, detail } = nodeText(node);
      const { width } = sizes.get(node.id)!;
      expect(Math.max(textWidth(label, 12, 'bold'), textWidth(detail, 10.5, 'regular'))).toBeLessThan(width);
    }
    const widths = graph.nodes.filter((node) => node.kind === 'target').map((node) => sizes.get(node.id)?.width);
    expect(new Set(widths).size).toBe(1);
  });
});

const palette: Palette = {
  background: '#fff',
  foreground: '#000',
  muted: '#666',
  card: '#fff',
  selection: '#00f',
  contrast: false,
  onColour: '#fff',
  states: Object.fromEntries(
    (['fail', 'warn', 'unknown', 'pass', 'none'] as const).map((state) => [state, `rgb(1, 2, 3)`]),
  ) as Record<GraphState, string>,
  kinds: new Proxy({} as Record<NodeKind, string>, { get: () => '"><script>' }),
};

describe('cards', () => {
  const card = (state: GraphState): GraphNode => ({
    id: 'x',
    kind: 'target',
    label: HOSTILE,
    detail: HOSTILE,
    account: '1',
    region: 'r',
    state,
  });

  test('write hostile names and colours as text', () => {
    for (const svg of [
      cardImage(card('fail'), { width: 200, height: 44 }, palette),
      frameHeaderImage({ ...card('none'), kind: 'vpc' }, 300, palette),
    ]) {
      expect(svg).not.toMatch(/<img|<script|[\u0000-\u001f\u202e]/);
      expect(svg.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
      expect(dataUri(svg)).toMatch(/^data:image\/svg\+xml;charset=utf-8,[A-Za-z0-9%_.!~*'()-]+$/);
    }
  });

  test('say all that a Region or a zone has to say on one line, beside its state', () => {
    for (const kind of ['region', 'zone', 'vpc', 'account'] as const) {
      const node: GraphNode = { ...card('warn'), kind, label: 'us-east-1', detail: 'N. Virginia' };
      const { width, height } = nodeSizes({ version: 1, nodes: [node], edges: [] }).get('x')!;
      const svg = frameHeaderImage(node, width, palette);
      const [label, detail] = [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"/g)].map(([, x, y]) => ({
        x: Number(x),
        y: Number(y),
      }));
      const oneLine = kind === 'region' || kind === 'zone';
      expect(height).toBe(oneLine ? 26 : 44);
      expect(label!.y === detail!.y).toBe(oneLine);
      if (oneLine) expect(detail!.x).toBeGreaterThan(label!.x + textWidth('us-east-1', 12, 'bold'));
      const end = detail!.x + textWidth('N. Virginia', 10.5, 'regular');
      const sign = Number(
        /<path transform="translate\(([\d.]+) [\d.]+\)" d="[^"]*" (?:fill="[^n]|stroke-dash)/.exec(svg)![1],
      );
      expect(sign).toBeGreaterThan(end);
    }
  });

  test('tell every state by more than its colour', () => {
    const looks = (['fail', 'warn', 'unknown', 'pass', 'none'] as const).map((state) =>
      cardImage(card(state), { width: 200, height: 44 }, palette),
    );
    expect(new Set(looks).size).toBe(5);
  });
});

describe('Mermaid', () => {
  test('holds every node and edge, with accounts, Regions, VPCs and zones around them', () => {
    const graph = buildGraph(worldOf(), undefined);
    const text = renderMermaid(graph);
    expect(text).toMatch(/^flowchart LR\n/);
    expect(text.match(/-->/g)).toHaveLength(graph.edges.length);
    expect(text.match(/subgraph /g)).toHaveLength(10);
    expect(text.match(/^ *end$/gm)).toHaveLength(10);
    for (const [i] of graph.nodes.entries()) expect(text).toMatch(new RegExp(`\\bn${i + 1}[\\[({>]`));
    expect(text).toContain('orders-0');
  });

  test('writes hostile names as entities', () => {
    const text = renderMermaid(buildGraph(worldOf({ name: HOSTILE }), undefined, endpointId(0)));
    expect(text).not.toMatch(/<img|`|\u202e|"; /);
    expect(text).toContain('#60;img src#61;x onerror#61;#34;alert#40;1#41;#34;#62;');
  });
});

describe('details of a node', () => {
  test('of an endpoint: what was read, and what can be done with it', () => {
    const details = describeNode(worldOf(), undefined, endpointId(0));
    expect(details).toMatchObject({ title: 'orders-0', kind: 'vpc-endpoint', subject: endpointId(0), state: 'none' });
    expect(details.fields).toContainEqual({ label: 'State', value: 'available' });
    expect(details.fields).toContainEqual({ label: 'VPC', value: 'shop (vpc-consumer)' });
    expect(details.fields.map((field) => field.label)).not.toContain('Created');
  });

  test('of every node of a picture', () => {
    const world = worldOf({ gateway: true, endpoints: 2 });
    for (const node of buildGraph(world, undefined).nodes) {
      const details = describeNode(world, undefined, node.id);
      expect(details.title).toBe(node.label);
      expect(details.fields.length).toBeGreaterThan(1);
    }
  });

  test('of a service: its connections by state; of targets and groups: their service', () => {
    const world = worldOf({ endpoints: 3 });
    expect(describeNode(world, undefined, serviceId).fields).toContainEqual({
      label: 'Connections',
      value: '3 available',
    });
    expect(describeNode(world, undefined, groupArn(0)).subject).toBe(serviceId);
    expect(describeNode(world, undefined, loadBalancerArn).subject).toBe(serviceId);
  });

  test('tell each fault once, though several paths lead over it', () => {
    const inventory = buildInventory([sampleEstate()]);
    const diagnosis = diagnose(inventory, { now: inventory.capturedAt });
    const loadBalancer = [...inventory.loadBalancers.values()].find((item) => item.name === 'ledger-query')!;
    const details = describeNode(inventory, diagnosis, loadBalancer.id);
    expect(details.state).toBe('fail');
    expect(details.findings.map((finding) => finding.rule)).toEqual(['PL-NLB-008', 'PL-OBS-003']);
    const service = [...inventory.services.values()].find((item) => item.name === 'ledger-query')!;
    expect(describeNode(inventory, diagnosis, service.id).summary).toMatch(/^ledger-query .*broken/);
  });

  test('of something that is in no picture: a sentence', () => {
    expect(() => describeNode(worldOf(), undefined, 'vpce-nowhere')).toThrow(/vpce-nowhere/);
  });
});
