// Edges that lead back to where their path came from, and worse ones above better ones, in every form of the picture.
import { describe, expect, test } from 'vitest';
import { edgeLine, STATE_LINES } from '../../../src/core/graph/card.ts';
import { renderDrawio } from '../../../src/core/graph/drawio.ts';
import { PALETTES } from '../../../src/core/graph/palettes.ts';
import { renderSvg } from '../../../src/core/graph/svg.ts';
import type { Graph, GraphState, PlacedEdge } from '../../../src/core/graph/types.ts';
import { edgeSentence, ENGLISH } from '../../../src/core/graph/words.ts';
import { layoutGraph } from '../../../src/layout/layout.ts';
import { named, parseXml, type XmlElement } from './xml-tree.ts';

const STATES: readonly GraphState[] = ['fail', 'pass', 'none', 'warn', 'unknown'];

/** Frames in a circle, with two edges of each state from the first to the second, and one back from the third. */
const graph: Graph = {
  version: 1,
  nodes: ['a', 'b', 'c'].map((id) => {
    return { id, kind: 'load-balancer', label: id, account: '111122223333', region: 'eu-west-1', state: 'none' };
  }),
  edges: [
    ...STATES.map((state) => ({ id: `a ${state} b`, source: 'a', target: 'b', kind: 'forwards', state }) as const),
    { id: 'b to c', source: 'b', target: 'c', kind: 'forwards', state: 'pass' },
    { id: 'c to a', source: 'c', target: 'a', kind: 'forwards', state: 'warn' },
  ],
};
const placed = await layoutGraph(graph);
const straight = { ...placed, edges: placed.edges.filter(({ closesCycle }) => closesCycle !== true) };
const legendOf = (svg: XmlElement): readonly string[] =>
  named(
    named(svg, 'g').find(({ attributes }) => attributes['aria-label'] === ENGLISH.legend)!,
    'text',
  ).map(({ text }) => text);

test('the layout marks the one edge that leads back', () => {
  expect(placed.edges.filter(({ closesCycle }) => closesCycle).map(({ id }) => id)).toEqual(['c to a']);
});

describe('an edge that closes a cycle', () => {
  const line = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
  ];

  test('is drawn by another line and a sign in every state, not by another colour', () => {
    const bare = (state: GraphState, closes: boolean): string =>
      edgeLine(line, state, PALETTES.light, closes).replace(/#[0-9a-f]{6}/g, '');
    const looks = STATES.flatMap((state) => [bare(state, true), bare(state, false)]);
    expect(new Set(looks).size).toBe(2 * STATES.length);
    for (const state of STATES) {
      const drawn = edgeLine(line, state, PALETTES.light, true);
      const widths = [...drawn.matchAll(/stroke="(#[0-9a-f]{6})" stroke-width="([\d.]+)"/g)].map(
        ([, ink, width]) => [ink, Number(width)] as const,
      );
      // Two strokes of the state's width with the background between them.
      const [outer, inner] = widths;
      expect(outer![0]).toBe(PALETTES.light.states[state]);
      expect(inner![0]).toBe(PALETTES.light.background);
      expect((outer![1] - inner![1]) / 2).toBeCloseTo(STATE_LINES[state].width, 6);
      expect(drawn).toContain('<circle cx="4.2" cy="0" r="3.2"');
    }
  });

  test('says so in words, and the others do not', () => {
    const names = new Map<string, string>();
    const sentences = placed.edges.map((edge) => [edge.id, edgeSentence(edge, names, ENGLISH)] as const);
    expect(sentences.filter(([, text]) => text.includes(ENGLISH.leadsBack)).map(([id]) => id)).toEqual(['c to a']);
    expect(new Map(sentences).get('c to a')).toBe('c forwards to a: Impaired. Leads back to where the path came from');
  });

  test('is marked in the SVG, and in its legend only where there is one', () => {
    const svg = parseXml(renderSvg(placed, { theme: 'dark', title: 'circle', words: ENGLISH }));
    const marked = named(svg, 'g').filter(({ attributes }) => attributes['data-closes-cycle'] === 'true');
    expect(marked.map(({ attributes }) => attributes['data-id'])).toEqual(['c to a']);
    expect(named(marked[0]!, 'circle')).toHaveLength(1);
    expect(legendOf(svg)).toContain(ENGLISH.leadsBack);
    const without = parseXml(renderSvg(straight, { theme: 'dark', title: 'line', words: ENGLISH }));
    expect(legendOf(without)).not.toContain(ENGLISH.leadsBack);
  });

  test('has a ring at its start, a sign in its label and a property in draw.io', () => {
    const file = parseXml(renderDrawio(placed, { title: 'circle', words: ENGLISH }));
    const connectors = named(file, 'object').filter(({ attributes }) => attributes['relation'] !== undefined);
    const marked = connectors.filter(({ attributes }) => attributes['cycle'] === ENGLISH.leadsBack);
    expect(marked.map(({ attributes }) => attributes['relation'])).toEqual(['c to a']);
    expect(marked[0]!.attributes['label']).toMatch(/^↺/);
    const rings = connectors.filter((object) =>
      named(object, 'mxCell')[0]!.attributes['style']!.includes('startArrow=oval;startFill=0;'),
    );
    expect(rings).toEqual(marked);
  });
});

describe('edges in a worse state are drawn after better ones', () => {
  const better: readonly GraphState[] = ['none', 'pass', 'unknown', 'warn', 'fail'];
  const stateOf = new Map(placed.edges.map(({ id, state }: PlacedEdge) => [id, state]));
  const inOrder = (drawn: readonly (string | undefined)[]): readonly number[] =>
    drawn.flatMap((id) => {
      const state = stateOf.get(id ?? '');
      return state === undefined ? [] : [better.indexOf(state)];
    });

  test('in the SVG', () => {
    const svg = parseXml(renderSvg(placed, { theme: 'light', title: 'order', words: ENGLISH }));
    const ranks = inOrder(named(svg, 'g').map(({ attributes }) => attributes['data-id']));
    expect(ranks).toHaveLength(graph.edges.length);
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  });

  test('in draw.io', () => {
    const file = parseXml(renderDrawio(placed, { title: 'order', words: ENGLISH }));
    const ranks = inOrder(named(file, 'object').map(({ attributes }) => attributes['relation']));
    expect(ranks).toHaveLength(graph.edges.length);
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  });
});
