// The diagram in each of VS Code's kinds of theme: drawn, readable for axe, in the theme's own colours.
import axe from 'axe-core';
import type { FrameLocator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openSample, openTopology, picture } from './product.ts';
import { chooseTheme, openWorkbench, webview, type Workbench } from './workbench.ts';

/** A theme of each kind, and the class that VS Code gives a webview's body for it. */
const themes = [
  { theme: 'Light Modern', kind: 'vscode-light', name: 'light' },
  { theme: 'Dark Modern', kind: 'vscode-dark', name: 'dark' },
  { theme: 'Dark High Contrast', kind: 'vscode-high-contrast', name: 'high-contrast' },
  { theme: 'Light High Contrast', kind: 'vscode-high-contrast-light', name: 'high-contrast-light' },
] as const;

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench();
  await openSample(workbench.page);
  await openTopology(workbench.page, 'ledger-query');
});

afterEach(() => {
  expect(workbench.problems).toEqual([]);
});

afterAll(async () => {
  await workbench.close();
});

interface AxeResults {
  violations: { id: string; help: string; nodes: { html: string }[] }[];
}

/** What axe finds wrong in the webview, a line each. */
async function accessibilityProblems(content: FrameLocator): Promise<string[]> {
  const frame = await (await content.locator('body').elementHandle()).ownerFrame();
  if (!frame) throw new Error('The webview has no document.');
  // As an expression of the debugger's: the page's own policy lets nothing else in.
  await frame.evaluate(axe.source);
  const results = await frame.evaluate<AxeResults>('axe.run(document.body)');
  return results.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
}

const background = (content: FrameLocator): Promise<string> =>
  content.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);

test.each(themes)('$theme', async ({ theme, kind, name }) => {
  await chooseTheme(workbench.page, theme);
  const content = webview(workbench.page);
  await content.locator(`body.${kind}`).waitFor();
  const editor = await workbench.page
    .locator('.part.editor > .content')
    .evaluate((element) => getComputedStyle(element).getPropertyValue('--vscode-editor-background').trim());
  expect(await background(content)).toBe(editor.startsWith('#') ? rgb(editor) : editor);
  expect(await accessibilityProblems(content)).toEqual([]);
  await picture(workbench.page, `topology-${name}`);
});

function rgb(hex: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return `rgb(${String(red)}, ${String(green)}, ${String(blue)})`;
}
