// The topology page by itself, in a browser, with a stand-in for VS Code on the other side of its messages.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { dist } from '../../scripts/lib/paths.mjs';
import { buildGraph } from '../../src/core/graph/build.ts';
import { LAYERS } from '../../src/core/graph/layers.ts';
import type { PlacedGraph } from '../../src/core/graph/types.ts';
import type { PlacedView } from '../../src/core/graph/view.ts';
import { layoutGraph } from '../../src/layout/layout.ts';
import type { HostMessage, WebviewMessage } from '../../src/protocol/messages.ts';
import { topologyHtml } from '../../src/views/topology-html.ts';
import { findChromium, launchBrowser, noChromium } from '../../tools/vscode-host/browser.mjs';
import { strings } from '../unit/protocol/strings.ts';
import { serviceId, worldOf, type WorldOptions } from '../unit/graph/world.ts';

const ADDRESS = 'http://127.0.0.1/topology';
const THEMES = {
  dark: { class: 'vscode-dark', background: '#1f1f1f', foreground: '#cccccc', broken: '#f14c4c' },
  light: { class: 'vscode-light', background: '#ffffff', foreground: '#3b3b3b', broken: '#c4241c' },
  contrastLight: {
    class: 'vscode-high-contrast-light vscode-high-contrast',
    background: '#ffffff',
    foreground: '#292929',
    broken: '#b5200d',
  },
  contrast: { class: 'vscode-high-contrast', background: '#000000', foreground: '#ffffff', broken: '#ff6d6d' },
} as const;

export interface Stage {
  readonly page: Page;
  /** What the browser complained of: console errors, uncaught errors, broken policy. */
  readonly problems: readonly string[];
  post(message: HostMessage): Promise<void>;
  posted(): Promise<readonly WebviewMessage[]>;
  theme(name: keyof typeof THEMES): Promise<void>;
}

let browser: Browser;

/** Starts the browser for the tests of a file, and closes their pages. */
export function useBrowser(): void {
  beforeAll(async () => {
    const chromium = process.env['PRIVATELINK_CHROMIUM'] ?? (await findChromium());
    if (!chromium) throw new Error(noChromium);
    browser = await launchBrowser(chromium);
  });

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  afterAll(async () => {
    await browser.close();
  });
}

export async function openPage(): Promise<Stage> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 800 } });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  const html = topologyHtml({
    nonce: 'n0nce',
    script: `${ADDRESS}.js`,
    style: `${ADDRESS}.css`,
    language: 'en',
    title: 'Topology',
    subject: serviceId,
  });
  const files: Readonly<Record<string, { readonly contentType: string; readonly body: string | Buffer }>> = {
    [ADDRESS]: { contentType: 'text/html', body: html },
    [`${ADDRESS}.js`]: { contentType: 'text/javascript', body: readFileSync(join(dist, 'webview', 'topology.js')) },
    [`${ADDRESS}.css`]: { contentType: 'text/css', body: readFileSync(join(dist, 'webview', 'topology.css')) },
  };
  await page.route('**/*', async (route) => {
    const file = files[route.request().url()];
    await (file === undefined ? route.abort() : route.fulfill(file));
  });
  await page.addInitScript(() => {
    const posted: unknown[] = [];
    Object.assign(globalThis, {
      posted,
      acquireVsCodeApi: () => ({
        getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
        setState: (state: unknown) => {
          sessionStorage.setItem('state', JSON.stringify(state));
        },
        postMessage: (message: unknown) => posted.push(message),
      }),
    });
  });
  await page.goto(ADDRESS);
  const stage: Stage = {
    page,
    problems,
    post: (message) =>
      page.evaluate((data) => {
        window.postMessage(data, '*');
      }, message as unknown),
    posted: () => page.evaluate(() => (globalThis as unknown as { posted: WebviewMessage[] }).posted),
    theme: (name) =>
      page.evaluate((theme) => {
        const { style } = document.documentElement;
        style.setProperty('--vscode-editor-background', theme.background);
        style.setProperty('--vscode-editor-foreground', theme.foreground);
        style.setProperty('--vscode-foreground', theme.foreground);
        style.setProperty('--vscode-sideBar-background', theme.background);
        style.setProperty('--vscode-descriptionForeground', theme.foreground);
        style.setProperty('--vscode-badge-background', theme.background);
        style.setProperty('--vscode-badge-foreground', theme.foreground);
        style.setProperty('--vscode-privatelink-state.broken', theme.broken);
        document.body.className = theme.class;
      }, THEMES[name]),
  };
  await stage.theme('dark');
  return stage;
}

/** A picture that is shown whole. */
export const shownOf = ({ nodes, edges }: PlacedGraph): Omit<PlacedView, 'graph'> => ({
  layers: LAYERS,
  total: { nodes: nodes.length, edges: edges.length },
  facets: { types: [], vpcs: [], tagKeys: [] },
});

export async function show(stage: Stage, options: WorldOptions = {}) {
  const world = worldOf(options);
  const graph = await layoutGraph(buildGraph(world, undefined));
  await stage.post({ type: 'model', revision: 1, title: 'Orders', graph, shown: shownOf(graph), strings });
  await stage.page.locator('[role=treeitem]').first().waitFor();
  return { world, graph };
}

export const ids = (stage: Stage, selector: string): Promise<readonly string[]> =>
  stage.page.locator(selector).evaluateAll((found) => found.map((item) => (item as HTMLElement).dataset['id'] ?? ''));
export const item = (stage: Stage, id: string) => stage.page.locator(`[role=treeitem][data-id="${id}"]`);

/** What axe finds wrong in the page, by its names. */
export async function violations({ page }: Stage): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
    return (await axe.run()).violations.map((violation) => violation.id);
  });
}
