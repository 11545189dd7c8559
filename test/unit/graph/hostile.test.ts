// Whatever a tag, a DNS name or a description holds, an export holds it as text, and nothing in it runs or loads.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../src/core/graph/build.ts';
import { renderDrawio } from '../../../src/core/graph/drawio.ts';
import { renderMermaid } from '../../../src/core/graph/mermaid.ts';
import { displayText, edgeText, nodeText } from '../../../src/core/graph/size.ts';
import { renderSvg } from '../../../src/core/graph/svg.ts';
import type { Graph } from '../../../src/core/graph/types.ts';
import { ENGLISH } from '../../../src/core/graph/words.ts';
import { renderDiagram } from '../../../src/layout/diagram.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import { nested, placedRoughly } from './pictures.ts';
import { endpointId, worldOf } from './world.ts';
import { dangers, named, parseXml } from './xml-tree.ts';

/** As a parser gives back what XML could not hold. */
const asXml = (text: string): string =>
  text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD');

/** A graph in which every text that comes from outside is this one. */
function everywhere(text: string): Graph {
  const graph = nested('dns-name', { label: text, detail: text, account: text, region: text });
  const rename = (id: string): string => `${id} ${text}`;
  return {
    ...graph,
    nodes: graph.nodes.map(({ parent, ...node }) => ({
      ...node,
      id: rename(node.id),
      ...(parent === undefined ? {} : { parent: rename(parent) }),
    })),
    edges: graph.edges.map((edge) => ({
      ...edge,
      id: rename(edge.id),
      source: rename(edge.source),
      target: rename(edge.target),
      label: text,
    })),
  };
}

function checkExports(text: string): void {
  const graph = everywhere(text);
  const placed = placedRoughly(graph);

  const svg = parseXml(renderSvg(placed, { theme: 'light', title: text, subtitle: text, words: ENGLISH }));
  expect(dangers(svg)).toEqual([]);
  const groups = new Map(named(svg, 'g').map((group) => [group.attributes['data-id'], group]));
  for (const node of graph.nodes) {
    const group = groups.get(asXml(node.id));
    const shown = Object.values(nodeText(node)).filter((line) => line !== '');
    expect(named(group!, 'text').map((line) => line.text)).toEqual(shown);
    expect(named(group!, 'title')[0]!.text.startsWith(displayText(text))).toBe(true);
  }
  const [edge] = graph.edges;
  const label = edgeText(text);
  const group = groups.get(asXml(edge!.id))!;
  expect(named(group, 'text').map((line) => line.text)).toEqual(label === '' ? [] : [label]);

  const drawio = parseXml(renderDrawio(placed, { title: text, words: ENGLISH }));
  const objects = named(drawio, 'object');
  expect(objects).toHaveLength(graph.nodes.length + graph.edges.length);
  const shapes = new Map(objects.map(({ attributes }) => [attributes['resource'], attributes]));
  for (const node of graph.nodes) {
    const lines = Object.values(nodeText(node)).filter((line) => line !== '');
    const { label: value } = shapes.get(asXml(node.id))!;
    expect(value!.replace(/^[✕!?] /, '')).toBe(lines.join('\n').replace(/^[✕!?] /, ''));
  }
  for (const { attributes } of named(drawio, 'mxCell')) {
    // As HTML draw.io would show the name's own markup.
    if (attributes['style'] !== undefined) expect(attributes['style']).toMatch(/(^|;)html=0;/);
  }

  const mermaid = renderMermaid(graph);
  expect(mermaid.replaceAll('<br/>', '').replaceAll('-->', '').replaceAll('.->', '')).not.toMatch(/[<>&`\\$]/);
  expect(mermaid.split('\n')).toHaveLength(
    renderMermaid(nested('dns-name', { label: 'a', detail: 'b' })).split('\n').length,
  );

  const read = JSON.parse(JSON.stringify(graph)) as Graph;
  expect(read).toEqual(graph);
}

test.each(HOSTILE_TEXTS)('%s is text in every export', (_, text) => {
  checkExports(text);
});

test('so is any text at all, with lone surrogates, controls and what is no character', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom('<', '>', '&', '"', "'", ']]>', '<!--', '\uD800', '\uDFFF', '\u0000', '\u001B', '\uFFFE', '\uFFFF'),
    fc.constantFrom('\u202E', '\u2066', '\u2028', '\r\n', '\t', '%%', '#', ';', '|', '`', '{{', '%3C', '&lt;', '😀'),
  );
  fc.assert(
    fc.property(
      fc.array(unit, { maxLength: 12 }).map((units) => units.join('')),
      checkExports,
    ),
  );
});

describe('a hostile Name tag', () => {
  test.each(HOSTILE_TEXTS)('%s stays text from the API’s answer to the file', async (_, name) => {
    const graph = buildGraph(worldOf({ name }), undefined, endpointId(0));
    const options = { theme: 'dark', title: name, words: ENGLISH } as const;
    const svg = parseXml(await renderDiagram(graph, 'svg', options));
    expect(dangers(svg)).toEqual([]);
    const endpoint = graph.nodes.find(({ id }) => id === endpointId(0))!;
    const group = named(svg, 'g').find(({ attributes }) => attributes['data-id'] === endpoint.id)!;
    const shown = Object.values(nodeText(endpoint)).filter((line) => line !== '');
    expect(named(group, 'text').map((line) => line.text)).toEqual(shown);
    expect(named(parseXml(await renderDiagram(graph, 'drawio', options)), 'object').length).toBe(
      graph.nodes.length + graph.edges.length,
    );
    const json = await renderDiagram(graph, 'json', options);
    expect(JSON.parse(json)).toEqual(graph);
    expect(json).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u);
  });
});
