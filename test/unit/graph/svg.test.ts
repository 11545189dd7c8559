import { describe, expect, test } from 'vitest';
import { edgeLine, STATE_LINES } from '../../../src/core/graph/card.ts';
import { PALETTES } from '../../../src/core/graph/palettes.ts';
import { arrowPath, barPath, middleOf, roundedPath, shortened } from '../../../src/core/graph/route.ts';
import { nodeText } from '../../../src/core/graph/size.ts';
import { renderSvg } from '../../../src/core/graph/svg.ts';
import type { GraphState } from '../../../src/core/graph/types.ts';
import { capturedText, diagramTitle, ENGLISH } from '../../../src/core/graph/words.ts';
import { GRAPHS, nested, PLACED, placedRoughly } from './pictures.ts';
import { dangers, named, parseXml, walk, type XmlElement } from './xml-tree.ts';

const options = { title: 'orders', subtitle: 'As of then', words: ENGLISH } as const;
const ids = (elements: readonly XmlElement[]): readonly (string | undefined)[] =>
  elements.map(({ attributes }) => attributes['data-id']);

describe.each(PLACED)('the SVG of %s', (_, graph, placed) => {
  const svg = parseXml(renderSvg(placed, { ...options, theme: 'light' }));
  const groups = named(svg, 'g').filter(({ attributes }) => attributes['data-id'] !== undefined);
  const edges = groups.filter(({ attributes }) => attributes['data-source'] !== undefined);
  const nodes = groups.filter((group) => !edges.includes(group));

  test('has exactly the nodes and edges of the JSON, with kind, state and ends', () => {
    expect([...ids(nodes)].sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
    expect([...ids(edges)].sort()).toEqual(graph.edges.map(({ id }) => id).sort());
    for (const node of graph.nodes) {
      const group = nodes.find(({ attributes }) => attributes['data-id'] === node.id)!;
      expect(group.attributes).toMatchObject({ 'data-kind': node.kind, 'data-state': node.state });
      expect(group.attributes['data-parent']).toBe(node.parent);
      const [title] = named(group, 'title');
      expect(title!.text).toContain(ENGLISH.kinds[node.kind]);
      if (node.state !== 'none') expect(title!.text).toContain(ENGLISH.states[node.state]);
      const shown = named(group, 'text').map(({ text }) => text);
      expect(shown).toEqual(Object.values(nodeText(node)).filter((text) => text !== ''));
    }
    for (const edge of graph.edges) {
      const group = edges.find(({ attributes }) => attributes['data-id'] === edge.id)!;
      expect(group.attributes).toMatchObject({ 'data-source': edge.source, 'data-target': edge.target });
      expect(group.attributes['data-state']).toBe(edge.state);
    }
  });

  test('lies within its own bounds, names itself, and needs nothing beside it', () => {
    const [, , width, height] = svg.attributes['viewBox']!.split(' ').map(Number);
    expect(width).toBeGreaterThanOrEqual(placed.width);
    expect(height).toBeGreaterThanOrEqual(placed.height);
    expect(svg.attributes).toMatchObject({ role: 'img', 'aria-labelledby': 'diagram-title diagram-counts' });
    for (const id of svg.attributes['aria-labelledby']!.split(' ')) {
      expect([...walk(svg)].filter(({ attributes }) => attributes['id'] === id)).toHaveLength(1);
    }
    expect(dangers(svg)).toEqual([]);
  });

  test('has a legend of every state and of the kinds that occur, and no others', () => {
    const legend = named(svg, 'g').find(({ attributes }) => attributes['aria-label'] === ENGLISH.legend)!;
    const kinds = new Set(graph.nodes.map(({ kind }) => ENGLISH.kinds[kind]));
    expect(new Set(named(legend, 'text').map(({ text }) => text))).toEqual(
      new Set([...Object.values(ENGLISH.states), ...kinds]),
    );
  });
});

test('frames lie under what they hold, and edges under the cards', () => {
  const placed = placedRoughly(nested('target'));
  // Inner frames first: the order of the picture is its own.
  const svg = parseXml(renderSvg({ ...placed, nodes: [...placed.nodes].reverse() }, { ...options, theme: 'dark' }));
  const order = ids(named(svg, 'g')).filter((id) => id !== undefined);
  expect(order).toEqual(['account', 'region', 'vpc', 'zone', 'inside>outside', 'outside', 'inside']);
});

test('each theme has its own colours, and only the colours differ', () => {
  const [, , placed] = PLACED[1]!;
  const [light, dark] = (['light', 'dark'] as const).map((theme) => renderSvg(placed, { ...options, theme }));
  expect(light).toContain(PALETTES.light.background);
  expect(dark).toContain(PALETTES.dark.background);
  const bare = (text: string): string => text.replace(/#[0-9a-f]{6}/g, '#');
  expect(bare(dark!)).toBe(bare(light!));
});

test('high contrast has outlines instead of tints, and only its colours differ by its background', () => {
  const [, , placed] = PLACED[0]!;
  const [dark, light] = (['high-contrast', 'high-contrast-light'] as const).map((theme) =>
    renderSvg(placed, { ...options, theme }),
  );
  const bare = (text: string): string => text.replace(/#[0-9a-f]{6}/g, '#');
  expect(bare(dark!)).toBe(bare(light!));
  expect(dark).not.toMatch(/fill-opacity="(?!0")/);
  expect(renderSvg(placed, { ...options, theme: 'dark' })).toMatch(/fill-opacity="(?!0")/);
});

test('an edge shows its state by width, dashes and end, not by colour alone', () => {
  const states = Object.keys(STATE_LINES) as GraphState[];
  const line = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
  ];
  const looks = states.map((state) => edgeLine(line, state, PALETTES.light).replace(/#[0-9a-f]{6}/g, ''));
  expect(new Set(looks).size).toBe(states.length);
});

test('a label stands where the layout put it, else on the middle of the way', () => {
  const placed = placedRoughly(nested('target'));
  const [edge] = placed.edges;
  const left = (labelAt?: { x: number; y: number }): number => {
    const edges = [labelAt === undefined ? edge! : { ...edge!, labelAt }];
    const svg = parseXml(renderSvg({ ...placed, edges }, { ...options, theme: 'light' }));
    const group = named(svg, 'g').find(({ attributes }) => attributes['data-id'] === edge!.id)!;
    const [box] = named(group, 'rect');
    return Number(box!.attributes['x']) + Number(box!.attributes['width']) / 2;
  };
  expect(left({ x: 77, y: 10 })).toBeCloseTo(77, 1);
  expect(left()).toBeCloseTo(300, 1);
});

describe('routes', () => {
  const corner = [
    { x: 0, y: 0 },
    { x: 40, y: 0 },
    { x: 40, y: 6 },
  ];

  test('are rounded in their bends, by no more than there is room for', () => {
    expect(roundedPath(corner, 7)).toBe('M0 0L37 0Q40 0 40 3L40 6');
    expect(roundedPath([{ x: 1, y: 2 }], 7)).toBe('M1 2');
    expect(roundedPath([], 7)).toBe('');
  });

  test('end before their arrow, which points at the node', () => {
    expect(shortened(corner, 2).at(-1)).toEqual({ x: 40, y: 4 });
    expect(shortened(corner, 100).at(-1)).toEqual({ x: 40, y: 0 });
    expect(arrowPath(corner)).toBe('M40 6L43.7 -1.4L36.3 -1.4Z');
    expect(barPath(corner)).toBe('M43.7 5L43.7 2.5L36.3 2.5L36.3 5Z');
    expect(arrowPath([{ x: 1, y: 1 }])).toBe('');
  });

  test('have a middle by their length', () => {
    expect(middleOf(corner)).toEqual({ x: 23, y: 0 });
    expect(middleOf([])).toBeUndefined();
    expect(middleOf([{ x: 3, y: 4 }])).toEqual({ x: 3, y: 4 });
  });
});

describe('the title', () => {
  test('is the subject’s name, its id where the picture has none, or that it is everything', () => {
    const [, graph] = GRAPHS[3]!;
    const [node] = graph.nodes;
    expect(diagramTitle(graph, node!.id, ENGLISH)).toBe(node!.label);
    expect(diagramTitle(graph, 'vpce-other', ENGLISH)).toBe('vpce-other');
    expect(diagramTitle(graph, undefined, ENGLISH)).toBe('Everything loaded');
  });

  test('has the moment of capture under it', () => {
    expect(capturedText('2026-03-01T12:34:56.000Z', ENGLISH)).toBe('As of 2026-03-01 12:34 UTC');
  });
});
