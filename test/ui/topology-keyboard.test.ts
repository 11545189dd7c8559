// The whole journey through a diagram by keyboard alone: open, find, expand, ask, diagnose, export. No mouse is moved.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { buildInventory } from '../../src/core/model/inventory.ts';
import { parseSnapshot } from '../../src/core/model/snapshot.ts';
import { privatelink, sample } from './product.ts';
import { openWorkbench, webview, type Workbench } from './workbench.ts';

const inventory = buildInventory([parseSnapshot(readFileSync(sample, 'utf8'), sample)]);
const subject = [...inventory.endpoints.values()].find(({ name }) => name === 'ledger-query')!;

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench();
});

afterEach(() => {
  expect(workbench.problems).toEqual([]);
});

afterAll(async () => {
  await workbench.close();
});

const quickInput = (page: Page) => page.locator('.quick-input-widget input').first();
/** What VS Code is asking. */
const question = (page: Page, text: string) => page.locator(`.quick-input-widget input[placeholder="${text}"]`).first();
const COMMANDS = 'Type the name of a command to run.';
const focusedRow = (page: Page, text: string) =>
  page.locator('.quick-input-list .monaco-list-row.focused', { hasText: text }).first();

/** Types into VS Code's input box until the row is the chosen one, and takes it by Enter. */
async function take(page: Page, text: string, wanted: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(text);
      await focusedRow(page, wanted).waitFor({ timeout: 2_000 });
    },
    { timeout: 30_000, interval: 100 },
  );
  await page.keyboard.press('Enter');
}

/** Chooses a command in the palette. */
async function command(page: Page, title: string): Promise<void> {
  await vi.waitFor(
    async () => {
      if (!(await question(page, COMMANDS).isVisible())) await page.keyboard.press('F1');
      await question(page, COMMANDS).waitFor({ timeout: 2_000 });
    },
    { timeout: 30_000, interval: 100 },
  );
  await take(page, `>${title}`, title);
}

/** Runs a command that asks nothing more. */
async function run(page: Page, title: string): Promise<void> {
  await command(page, title);
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** The role, id and text of what has the focus in the page. */
const focused = (content: FrameLocator): Promise<{ role: string; id: string; text: string }> =>
  content.locator('body').evaluate(() => {
    const at = document.activeElement;
    return {
      role: at?.getAttribute('role') ?? at?.tagName.toLowerCase() ?? '',
      id: at instanceof HTMLElement ? (at.dataset['id'] ?? '') : '',
      text: at?.textContent ?? '',
    };
  });

/** Presses a key until what has the focus is the wanted thing. */
async function press(
  page: Page,
  key: string,
  content: FrameLocator,
  is: (at: Awaited<ReturnType<typeof focused>>) => boolean,
): Promise<void> {
  for (let i = 0; i < 200 && !is(await focused(content)); i++) await page.keyboard.press(key);
  expect(is(await focused(content)), JSON.stringify(await focused(content))).toBe(true);
}

test('open, find, expand, ask, diagnose, export', { timeout: 180_000 }, async () => {
  const { page, folder } = workbench;
  await run(page, 'PrivateLink: Open Sample');

  // Open: the picture of everything that is loaded, and into it.
  await run(page, 'PrivateLink: Open Topology');
  const content = webview(page);
  await content.locator(`[role=treeitem][data-id="${subject.id}"]`).waitFor({ state: 'attached' });
  await page.keyboard.press('Tab');
  await press(page, 'Tab', content, ({ role }) => role === 'combobox');

  // Find: what it leads to is selected, and its details are there.
  await page.keyboard.type('ledger-query');
  await content.locator('[role=option]').first().waitFor();
  const hit = content.locator('[role=option][aria-selected=true]');
  await page.keyboard.press('ArrowDown');
  for (let i = 0; i < 20 && (await hit.getAttribute('data-id')) !== subject.id; i++) {
    await page.keyboard.press('ArrowDown');
  }
  expect(await hit.getAttribute('data-id')).toBe(subject.id);
  await page.keyboard.press('Enter');
  const own = content.locator(`[role=treeitem][data-id="${subject.id}"]`);
  await expect.poll(() => own.getAttribute('aria-selected')).toBe('true');
  await content.locator('aside').getByText(subject.id).first().waitFor();

  // Close the VPC around it, and expand it again.
  const vpc = content.locator(`[role=treeitem][data-id="${subject.vpcId!}"]`);
  await press(page, 'Shift+Tab', content, ({ role }) => role === 'treeitem');
  await press(page, 'ArrowLeft', content, ({ id }) => id === subject.vpcId);
  await page.keyboard.press('-');
  await expect.poll(() => vpc.getAttribute('data-inside')).toMatch(/\d/);
  await own.waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowRight');
  await own.waitFor({ state: 'attached' });

  // Ask what depends on it; Escape ends that.
  await press(page, 'ArrowDown', content, ({ id }) => id === subject.id);
  await page.keyboard.press('Enter');
  const details = content.locator('aside');
  await press(page, 'Tab', content, ({ text }) => text.includes('Show What Depends on This'));
  await page.keyboard.press('Enter');
  await details.locator(`li[data-id="${subject.id}"]`).waitFor();
  await content.locator('.flag').first().waitFor({ state: 'attached' });
  await page.keyboard.press('Escape');
  await content.locator('.flag').first().waitFor({ state: 'detached' });

  // Diagnose.
  await press(page, 'ArrowDown', content, ({ role }) => role === 'treeitem');
  await press(page, 'ArrowDown', content, ({ id }) => id === subject.id);
  await page.keyboard.press('Enter');
  await press(page, 'Tab', content, ({ text }) => text.trim() === 'Diagnose');
  await page.keyboard.press('Enter');
  await page.locator('.tab.active', { hasText: 'ledger-query.md' }).waitFor();
  await webview(page)
    .getByRole('heading', { name: /Diagnosis/ })
    .waitFor();

  // Export what the panel shows.
  await page.keyboard.press('Alt+1');
  await page.locator('.tab.active', { hasText: 'Topology' }).waitFor();
  await vi.waitFor(
    async () => {
      // A panel that just takes the focus closes a question that just opens.
      await command(page, 'PrivateLink: Export Diagram');
      await question(page, 'Which format?').waitFor({ timeout: 5_000 });
      await take(page, 'SVG', 'SVG');
      await question(page, 'On which background?').waitFor({ timeout: 5_000 });
    },
    { timeout: 60_000, interval: 100 },
  );
  await take(page, 'Light', 'Light');
  await expect.poll(() => quickInput(page).inputValue(), { timeout: 30_000 }).toMatch(/privatelink\.svg$/);
  await page.keyboard.press('Enter');
  await page.locator('.notification-toast', { hasText: 'Saved privatelink.svg' }).first().waitFor();
  const svg = readFileSync(join(folder, 'privatelink.svg'), 'utf8');
  expect(svg).toBe(await privatelink(['graph', '--snapshot', sample, '--format', 'svg', '--theme', 'light']));
});
