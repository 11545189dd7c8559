// A VS Code with the packaged extension, driven the way a person uses it. Nothing here waits for time to pass.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { vsix } from '../../scripts/lib/paths.mjs';
import { findChromium, isHostNoise, keepOffline, launchBrowser, noChromium } from '../../tools/vscode-host/browser.mjs';
import {
  cleanEnvironment,
  installVsix,
  prepareProfile,
  startServer,
  testSettings,
  workbenchUrl,
} from '../../tools/vscode-host/workbench.mjs';

export interface WorkbenchOptions {
  /** Files of the workspace folder, by name. */
  files?: Readonly<Record<string, string>>;
  /** Files of the person's home folder, by name: `.aws/config` and the like. */
  home?: Readonly<Record<string, string>>;
  settings?: Readonly<Record<string, unknown>>;
  environment?: Readonly<Record<string, string>>;
  /** Folders of extensions to have instead of the packaged one. */
  extensions?: readonly string[];
}

export interface Workbench {
  page: Page;
  /** The workspace folder. */
  folder: string;
  home: string;
  /** What went wrong in the browser so far: errors on the console, in scripts, against the content security policy. */
  problems: readonly string[];
  /** Opens the workbench again, as after a restart of the window. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

function writeFiles(folder: string, files: Readonly<Record<string, string>> = {}): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Gathers everything that the browser complains about, in the workbench and in the webviews. */
async function watchProblems(page: Page): Promise<string[]> {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !isHostNoise(message.text())) problems.push(message.text());
  });
  page.on('pageerror', (error) => {
    const text = error.stack ?? error.message;
    if (!isHostNoise(text)) problems.push(text);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`content security policy: ${event.violatedDirective} refused ${event.blockedURI}`);
    });
  });
  return problems;
}

async function launch(): Promise<Browser> {
  const chromium = process.env['PRIVATELINK_CHROMIUM'] ?? (await findChromium());
  if (!chromium) throw new Error(noChromium);
  return launchBrowser(chromium);
}

/** Starts a VS Code of its own and opens its workbench. Whoever opens it closes it. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const profile = prepareProfile({ settings: { ...testSettings, ...options.settings } });
  if (!options.extensions) await installVsix(profile, vsix);
  writeFiles(profile.home, options.home);
  const folder = mkdtempSync(join(profile.base, 'workspace-'));
  writeFiles(folder, options.files);
  const environment = { ...cleanEnvironment(), AWS_EC2_METADATA_DISABLED: 'true', ...options.environment };
  const server = await startServer({
    profile,
    environment: { ...environment, HOME: profile.home },
    builtins: options.extensions ?? [],
    guard: join(import.meta.dirname, '..', 'guard.cjs'),
  });
  const browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const refused = await keepOffline(context);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: `http://127.0.0.1:${server.port}` });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const problems = await watchProblems(page);
  const ready = () => page.locator('.monaco-workbench .part.statusbar').waitFor();
  await page.goto(workbenchUrl(server, { folder }));
  await ready();
  return {
    page,
    folder,
    home: profile.home,
    problems,
    async reload() {
      await page.reload();
      await ready();
    },
    async close() {
      await browser.close();
      await server.stop();
      rmSync(profile.base, { recursive: true, force: true, maxRetries: 5 });
      expect(refused, 'requests to other machines').toEqual([]);
    },
  };
}

/** The document inside the webview that is showing. */
export const webview = (page: Page): FrameLocator =>
  page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

/**
 * Types into VS Code's one input box until a row that starts with `wanted` is there, and takes it. A box that is just closing
 * looks open: it is opened again until it takes the text.
 */
async function pick(page: Page, key: string, text: string, wanted: string): Promise<void> {
  const input = page.locator('.quick-input-widget input').first();
  const start = new RegExp(`^\\s*${wanted.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
  const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: start }).first();
  await vi.waitFor(
    async () => {
      if (!(await input.isVisible())) await page.keyboard.press(key);
      await input.fill(text, { timeout: 1_000 });
      await row.waitFor({ timeout: 1_000 });
      expect(await input.inputValue({ timeout: 1_000 })).toBe(text);
    },
    { timeout: 30_000, interval: 100 },
  );
  // Another row may be the first: commands are ranked by how well they match and when they were used.
  await row.click();
}

/** Runs a command by its title in the command palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await pick(page, 'F1', `>${title}`, title);
}

/** Chooses a colour theme by the label that VS Code shows for it. */
export async function chooseTheme(page: Page, label: string): Promise<void> {
  await runCommand(page, 'Preferences: Color Theme');
  await page.locator('.quick-input-widget input').first().fill(label);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: label }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** Takes an item of the list that VS Code is asking with. */
export async function answer(page: Page, label: string): Promise<void> {
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first().click();
}

/** Accepts what VS Code's own dialog for saving proposes, once it proposes a file of this name. */
export async function acceptFile(page: Page, name: string): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  await expect
    .poll(() => widget.locator('input').first().inputValue(), { timeout: 30_000 })
    .toMatch(new RegExp(`${name}$`));
  await widget.getByRole('button', { name: 'OK' }).click();
  await widget.waitFor({ state: 'hidden' });
}

/** Opens a file of the workspace by its name, with the cursor at its start. */
export async function openFile(page: Page, name: string): Promise<void> {
  await pick(page, 'ControlOrMeta+P', name, name);
  await page.locator('.tab.active', { hasText: name }).waitFor();
  await page.locator('.editor-instance .monaco-editor').first().waitFor();
}

/**
 * Chooses an item of a row's context menu. A tree that is just being refreshed moves its rows: the menu counts only when VS Code
 * says that it belongs to the wanted row. By keyboard, because menus ignore the mouse for a moment after they open.
 */
export async function chooseFromContextMenu(page: Page, target: Locator, name: string | RegExp): Promise<void> {
  const menu = page.locator('.monaco-menu');
  await vi.waitFor(
    async () => {
      if (await menu.isVisible()) await page.keyboard.press('Escape');
      await target.click({ button: 'right', timeout: 5_000 });
      await menu.getByRole('menuitem', { name }).first().waitFor({ timeout: 5_000 });
      expect(await target.getAttribute('class')).toMatch(/\bfocused\b/);
    },
    { timeout: 30_000, interval: 100 },
  );
  const chosen = menu.locator('.action-item.focused').getByRole('menuitem', { name });
  await vi.waitFor(
    async () => {
      if ((await chosen.count()) === 0) await page.keyboard.press('ArrowDown');
      expect(await chosen.count()).toBe(1);
    },
    { timeout: 10_000, interval: 5 },
  );
  await page.keyboard.press('Enter');
  await menu.waitFor({ state: 'detached' });
}

/** Saves the file that is showing and returns what was written. */
export async function savedText({ page, folder }: Workbench, name: string): Promise<string> {
  await page.keyboard.press('ControlOrMeta+S');
  await page.locator('.tab.active:not(.dirty)', { hasText: name }).waitFor();
  return readFileSync(join(folder, name), 'utf8');
}
