// The topology page by itself, in a browser, with a stand-in for VS Code on the other side of its messages.
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { buildGraph } from '../../src/core/graph/build.ts';
import { layoutGraph } from '../../src/layout/layout.ts';
import { findChromium, launchBrowser, noChromium } from '../../tools/vscode-host/browser.mjs';
import { strings } from '../unit/protocol/strings.ts';
import { worldOf, type WorldOptions } from '../unit/graph/world.ts';
import { openTopology, shownOf, type Stage } from './topology-stage.ts';

export { shownOf, type Stage } from './topology-stage.ts';

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

export const openPage = (): Promise<Stage> => openTopology(browser);

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
