// The product as its user meets it: the sidebar, the tree, the report, the diagram, the command line beside it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { dist, root } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/process.mjs';
import { chooseFromContextMenu, runCommand, webview } from './workbench.ts';

/** A theme of each kind, and the class that VS Code gives a webview's body for it. */
export const THEMES = [
  { theme: 'Light Modern', kind: 'vscode-light', name: 'light' },
  { theme: 'Dark Modern', kind: 'vscode-dark', name: 'dark' },
  { theme: 'Dark High Contrast', kind: 'vscode-high-contrast', name: 'high-contrast' },
  { theme: 'Light High Contrast', kind: 'vscode-high-contrast-light', name: 'high-contrast-light' },
] as const;

export const sample = join(root, 'samples', 'two-companies.plsnap.json');

export async function openSidebar(page: Page): Promise<void> {
  await page.locator('.part.activitybar').getByRole('tab', { name: 'PrivateLink' }).first().click();
  await explorer(page)
    .or(page.getByRole('button', { name: 'Open Sample' }))
    .first()
    .waitFor();
}

export const explorer = (page: Page): Locator => page.getByRole('tree', { name: 'Endpoints and Services' });
export const findings = (page: Page): Locator => page.getByRole('tree', { name: 'Findings' });

/** The row that starts with a name; rows say the name before the id. */
export const row = (tree: Locator, name: string): Locator =>
  tree
    .getByRole('treeitem')
    .filter({ hasText: new RegExp(`^\\s*${name}`) })
    .first();

export async function openSample(page: Page): Promise<void> {
  await openSidebar(page);
  await runCommand(page, 'PrivateLink: Open Sample');
  await row(explorer(page), 'ledger-query').waitFor();
  await row(findings(page), 'ledger-query').waitFor();
}

/** Waits until everything that was chosen has been read. */
export async function settled(page: Page): Promise<void> {
  await page.locator('[id$="privatelink.reading"]').waitFor({ state: 'hidden' });
}

/**
 * Chooses an item of a row's context menu until what it brings is there. While VS Code refreshes a tree it hands a command
 * no node, and the product asks what is meant: then a person closes the question and chooses again.
 */
export async function chooseOfRow(page: Page, name: string, item: string, brings: Locator): Promise<void> {
  await settled(page);
  await vi.waitFor(
    async () => {
      await chooseFromContextMenu(page, row(explorer(page), name), item);
      try {
        await brings.waitFor({ timeout: 5_000 });
      } catch (error) {
        await page.keyboard.press('Escape');
        throw error;
      }
    },
    { timeout: 60_000, interval: 100 },
  );
}

/** Chooses Diagnose of a row's context menu and waits for the report. */
export async function diagnose(page: Page, name: string): Promise<FrameLocator> {
  await chooseOfRow(page, name, 'Diagnose', page.locator('.tab.active', { hasText: `${name}.md` }));
  const report = webview(page);
  await report.getByRole('heading', { name: /Diagnosis/ }).waitFor();
  return report;
}

export async function openTopology(page: Page, name: string): Promise<FrameLocator> {
  await chooseOfRow(page, name, 'Open Topology', page.locator('.tab.active', { hasText: `Topology: ${name}` }));
  const picture = webview(page);
  await picture.locator('[role=treeitem]').first().waitFor({ state: 'attached' });
  return picture;
}

/** What the diagram drew: the outline and the list of edges are made from the drawing itself. */
export async function drawn(picture: FrameLocator): Promise<{ nodes: string[]; edges: string[] }> {
  const ids = (selector: string): Promise<string[]> =>
    picture.locator(selector).evaluateAll((found) => found.map((item) => (item as HTMLElement).dataset['id'] ?? ''));
  return {
    nodes: (await ids('[role=treeitem]')).sort(),
    edges: (await ids('[aria-label="edges" i] li')).sort(),
  };
}

/** The same graph from the command line. */
export async function commandLineGraph(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ nodes: string[]; edges: string[] }> {
  const text = await privatelink(['graph', '--format', 'json', ...args], environment);
  const graph = JSON.parse(text) as { nodes: { id: string }[]; edges: { id: string }[] };
  return { nodes: graph.nodes.map(({ id }) => id).sort(), edges: graph.edges.map(({ id }) => id).sort() };
}

/** Runs the built command line. @returns its standard output */
export async function privatelink(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const ended = await run(process.execPath, [join(dist, 'cli', 'privatelink.js'), ...args], {
    env: { ...process.env, ...environment },
  });
  expect(ended.code, ended.output).toBeLessThan(2);
  return ended.stdout;
}

/** Keeps a picture for the README when asked to. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env['PRIVATELINK_SCREENSHOTS'] !== '1') return;
  const folder = join(root, 'docs', 'images');
  mkdirSync(folder, { recursive: true });
  // Away from everything that would show a hover.
  await page.mouse.move(720, 0);
  await page.locator('.workbench-hover-container').waitFor({ state: 'hidden' });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

interface AxeResults {
  violations: { id: string; help: string; nodes: { html: string }[] }[];
}

/** What axe finds wrong in the webview, a line each. */
export async function accessibilityProblems(content: FrameLocator): Promise<string[]> {
  const frame = await (await content.locator('body').elementHandle()).ownerFrame();
  if (!frame) throw new Error('The webview has no document.');
  // As an expression of the debugger's: the page's own policy lets nothing else in.
  await frame.evaluate(axe.source);
  const results = await frame.evaluate<AxeResults>('axe.run(document.body)');
  return results.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
}
