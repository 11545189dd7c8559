// Mermaid exports as the `mermaid` package renders them in a browser: every node in its frame, no name as markup.
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { renderMermaid } from '../../src/core/graph/mermaid.ts';
import { displayText } from '../../src/core/graph/size.ts';
import type { Graph } from '../../src/core/graph/types.ts';
import { findChromium, keepOffline, launchBrowser, noChromium } from '../../tools/vscode-host/browser.mjs';
import { HOSTILE_TEXTS } from '../unit/graph/hostile-texts.ts';
import { GRAPHS, nested } from '../unit/graph/pictures.ts';
import { installValidators } from '../validators/install.mjs';
import { MissingTool, prepared, use, type Prepared } from '../validators/missing.ts';

interface Rendered {
  /** The text of each node and frame by its id in the chart: `n1`, `n2` and so on. */
  readonly texts: Readonly<Record<string, string>>;
  /** The frame that each node lies in, as far as the drawing tells: the smallest that holds its middle. */
  readonly frames: Readonly<Record<string, string>>;
  readonly edges: number;
  /** The names of all elements that were drawn. */
  readonly elements: readonly string[];
  readonly attributes: readonly string[];
}

let browser: Browser;
let opened: Prepared<Page> | undefined;
let refused: readonly string[] = [];

beforeAll(async () => {
  const chromium = process.env['PRIVATELINK_CHROMIUM'] ?? (await findChromium());
  if (!chromium) throw new Error(noChromium);
  browser = await launchBrowser(chromium);
  const context = await browser.newContext();
  refused = await keepOffline(context);
  opened = await prepared(async () => {
    const packages = await installValidators('mermaid').catch((cause: unknown) => {
      throw new MissingTool('Mermaid cannot be installed from the npm registry', { cause });
    });
    const page = await context.newPage();
    await page.setContent('<!DOCTYPE html><div id="chart"></div>');
    await page.addScriptTag({ path: join(packages, 'node_modules', 'mermaid', 'dist', 'mermaid.min.js') });
    return page;
  });
});

afterAll(async () => {
  await browser.close();
  expect(refused, 'requests to other machines').toEqual([]);
});

async function render(context: TestContext, graph: Graph): Promise<Rendered> {
  const page = use(context, opened);
  return page.evaluate(async (text): Promise<Rendered> => {
    const { mermaid } = globalThis as unknown as {
      mermaid: { initialize(options: object): void; render(id: string, text: string): Promise<{ svg: string }> };
    };
    mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
    const { svg } = await mermaid.render('drawn', text);
    const chart = document.querySelector('#chart')!;
    chart.innerHTML = svg;
    const idOf = (element: Element): string => /(?:^|-)(n\d+)(?:-|$)/.exec(element.id)?.[1] ?? element.id;
    const nodes = [...chart.querySelectorAll('g.node')];
    const clusters = [...chart.querySelectorAll('g.cluster')];
    const label = (element: Element): string => {
      const words = element.querySelector(':scope > g.label, :scope > g.cluster-label') ?? element;
      return [...words.querySelectorAll('p')].map((line) => line.innerText).join('\n');
    };
    const box = (element: Element): DOMRect => element.getBoundingClientRect();
    const area = ({ width, height }: DOMRect): number => width * height;
    const frameOf = (element: Element): string => {
      const { left, right, top, bottom } = box(element);
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      const around = clusters.filter((cluster) => {
        const outer = box(cluster);
        const holds = outer.left <= x && x <= outer.right && outer.top <= y && y <= outer.bottom;
        return cluster !== element && holds && area(outer) > area(box(element));
      });
      const [smallest] = around.sort((a, b) => area(box(a)) - area(box(b)));
      return smallest === undefined ? '' : idOf(smallest);
    };
    const drawn = [...nodes, ...clusters];
    const all = [...chart.querySelectorAll('*')];
    return {
      texts: Object.fromEntries(drawn.map((element) => [idOf(element), label(element)])),
      frames: Object.fromEntries(drawn.map((element) => [idOf(element), frameOf(element)])),
      edges: chart.querySelectorAll('.edgePaths path').length,
      elements: [...new Set(all.map((element) => element.localName))],
      attributes: [...new Set(all.flatMap((element) => element.getAttributeNames()))],
    };
  }, renderMermaid(graph));
}

describe.each(GRAPHS.filter(([, { nodes }]) => nodes.length > 0))('the Mermaid chart of %s', (_, graph) => {
  test('shows every node in its frame and every edge', async (context) => {
    const drawn = await render(context, graph);
    const idOf = new Map(graph.nodes.map((node, i) => [node.id, `n${i + 1}`]));
    expect(Object.keys(drawn.texts).sort()).toEqual([...idOf.values()].sort());
    expect(drawn.edges).toBe(graph.edges.length);
    for (const node of graph.nodes) {
      const id = idOf.get(node.id)!;
      expect(drawn.texts[id]).toContain(node.label);
      expect(drawn.frames[id], node.label).toBe(idOf.get(node.parent ?? '') ?? '');
    }
  });
});

describe('a hostile name', () => {
  for (const [what, text] of HOSTILE_TEXTS) {
    test(`${what} is drawn as the text that it is, and as nothing else`, async (context) => {
      const graph = nested('target', { label: text, detail: text });
      const drawn = await render(context, graph);
      expect(
        drawn.elements.filter((name) => ['img', 'script', 'a', 'iframe', 'image', 'object', 'b'].includes(name)),
      ).toEqual([]);
      expect(drawn.attributes.filter((name) => /^on|^src$|href$/.test(name))).toEqual([]);
      const squeezed = (words: string): string => words.replace(/[\s\u2060]+/g, '');
      const shown = squeezed(displayText(text)).slice(0, 100);
      for (const [i] of graph.nodes.entries()) {
        expect(squeezed(drawn.texts[`n${i + 1}`] ?? ''), text.slice(0, 100)).toContain(shown);
      }
    });
  }
});
