import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PALETTES } from '../../../src/core/graph/palettes.ts';
import type { Graph } from '../../../src/core/graph/types.ts';
import { privatelink } from '../../worlds/over-the-wire.ts';
import { sample } from '../graph/pictures.ts';
import { named, parseXml } from '../graph/xml-tree.ts';

const FILE = join(import.meta.dirname, '..', '..', '..', 'samples', 'two-companies.plsnap.json');
const { id } = [...sample.endpoints.values()].find(({ name }) => name === 'statements-export')!;

async function graph(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await privatelink('graph', ...args, '--snapshot', FILE);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

test('one endpoint as SVG: the nodes and edges of the JSON, its name and when it was read', async () => {
  const { nodes, edges } = JSON.parse(await graph(id, '--format', 'json')) as Graph;
  const text = await graph(id, '--format', 'svg');
  const svg = parseXml(text);
  const ids = named(svg, 'g').flatMap(({ attributes }) => attributes['data-id'] ?? []);
  expect(ids.sort()).toEqual([...nodes, ...edges].map((element) => element.id).sort());
  expect(named(svg, 'title')[0]!.text).toBe('statements-export');
  expect(svg.text).toContain('As of 2026-03-02 09:30 UTC');
  expect(text).toContain(PALETTES.light.background);
});

test('an SVG is light or, when asked, dark', async () => {
  expect(await graph(id, '--format', 'svg', '--theme', 'light')).toBe(await graph(id, '--format', 'svg'));
  for (const theme of ['dark', 'high-contrast', 'high-contrast-light'] as const) {
    const svg = await graph(id, '--format', 'svg', '--theme', theme);
    expect(svg).toContain(PALETTES[theme].background);
    expect(svg).toContain(PALETTES[theme].states.none);
  }
});

test('everything as draw.io and Mermaid: all nodes of the JSON', async () => {
  const { nodes, edges } = JSON.parse(await graph('--format', 'json')) as Graph;
  const drawio = parseXml(await graph('--format', 'drawio'));
  expect(named(drawio, 'object')).toHaveLength(nodes.length + edges.length);
  expect(named(drawio, 'diagram')[0]!.attributes['name']).toBe('Everything loaded');
  expect(await graph('--format', 'mermaid')).toMatch(new RegExp(`\\bn${nodes.length}\\[`));
});

test.each([
  [['--format', 'json', '--theme', 'dark'], '--theme goes with --format svg.\n'],
  [
    ['--format', 'svg', '--theme', 'grey'],
    '--theme "grey" is not known; it is one of light, dark, high-contrast, high-contrast-light.\n',
  ],
  [['--format', 'png'], '--format "png" is not known; it is one of json, mermaid, svg, drawio.\n'],
])('%j is wrong usage', async (args, err) => {
  expect(await privatelink('graph', '--snapshot', FILE, ...args)).toEqual({ code: 2, out: '', err });
});
