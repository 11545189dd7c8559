// The diagram in each of VS Code's kinds of theme: drawn, readable for axe, in the theme's own colours.
import type { FrameLocator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityProblems, openSample, openTopology, picture, THEMES } from './product.ts';
import { chooseTheme, openWorkbench, webview, type Workbench } from './workbench.ts';

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

const background = (content: FrameLocator): Promise<string> =>
  content.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);

test.each(THEMES)('$theme', async ({ theme, kind, name }) => {
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
