// What depends on something, what if a zone fails, and what differs: asked from the sidebar and the palette in a VS Code.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Impact, ZoneMatrix } from '../../src/core/impact/types.ts';
import { buildInventory } from '../../src/core/model/inventory.ts';
import { parseSnapshot } from '../../src/core/model/snapshot.ts';
import {
  accessibilityProblems,
  chooseOfRow,
  explorer,
  openSample,
  picture,
  privatelink,
  row,
  sample,
  THEMES,
} from './product.ts';
import { answer, chooseTheme, openWorkbench, runCommand, webview, type Workbench } from './workbench.ts';

const text = readFileSync(sample, 'utf8');
const inventory = buildInventory([parseSnapshot(text, sample)]);
const ledger = [...inventory.endpoints.values()].find(({ name }) => name === 'ledger-query')!;
const service = [...inventory.services.values()].find(({ name }) => name === 'catalog-search')!;
const athena = [...inventory.endpoints.values()].find(({ name }) => name === 'analytics-athena')!;

interface Sample {
  capturedAt: string;
  scopes: { calls: { operation: string; output: { VpcEndpoints?: { VpcEndpointId: string; State: string }[] } }[] }[];
}

/** The sample a year later: an endpoint has failed, and another is gone. */
function later(): { readonly text: string; readonly failed: string; readonly gone: string } {
  const changed = JSON.parse(text) as Sample;
  const lists = changed.scopes.flatMap(({ calls }) => calls.flatMap(({ output }) => output.VpcEndpoints ?? []));
  const [failed] = lists.filter(({ State }) => State === 'available');
  failed!.State = 'failed';
  const gone = lists.find(({ VpcEndpointId }) => VpcEndpointId === athena.id)!;
  for (const { calls } of changed.scopes) {
    for (const { output } of calls) {
      if (output.VpcEndpoints !== undefined) output.VpcEndpoints = output.VpcEndpoints.filter((item) => item !== gone);
    }
  }
  changed.capturedAt = '2030-01-01T00:00:00.000Z';
  return { text: JSON.stringify(changed), failed: failed!.VpcEndpointId, gone: gone.VpcEndpointId };
}

const newer = later();
let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench({ files: { 'later.plsnap.json': newer.text } });
  await openSample(workbench.page);
});

afterEach(() => {
  expect(workbench.problems).toEqual([]);
});

afterAll(async () => {
  await workbench.close();
});

/** Each table of a page: its rows as lists of texts. */
const tables = (content: FrameLocator): Promise<string[][][]> =>
  content
    .locator('table')
    .evaluateAll((found) =>
      found.map((table) =>
        [...table.querySelectorAll('tr')].map((line) =>
          [...line.querySelectorAll('th, td')].map((cell) => cell.textContent.trim()),
        ),
      ),
    );

describe('what depends on something', () => {
  test('is asked from the tree, and is what the command line says', async () => {
    const { page } = workbench;
    const tab = page.locator('.tab.active', { hasText: 'Topology' });
    await chooseOfRow(page, 'catalog-search', 'Show What Depends on This', tab);
    const content = webview(page);
    const list = content.locator('aside');
    await list.getByRole('heading', { name: 'What depends on' }).waitFor();
    const expected = JSON.parse(
      await privatelink(['impact', service.id, '--snapshot', sample, '--format', 'json']),
    ) as Impact;
    await list.getByText(expected.summary).waitFor();
    const rows = await list
      .locator('.affected li')
      .evaluateAll((found) => found.map((item) => (item as HTMLElement).dataset['id'] ?? ''));
    expect(rows.sort()).toEqual(expected.affected.map(({ id }) => id).sort());
    expect(rows.length).toBeGreaterThan(1);
    for (const { id, why } of expected.affected) await list.locator(`li[data-id="${id}"]`).getByText(why).waitFor();
    await picture(page, 'impact');
  });

  test.each(THEMES)('has nothing for axe to complain of, with the filter bar open: $theme', async ({ theme, kind }) => {
    const { page } = workbench;
    await chooseTheme(page, theme);
    const content = webview(page);
    await content.locator(`body.${kind}`).waitFor();
    const bar = content.getByRole('region', { name: 'Filter and layers' });
    if (!(await bar.isVisible())) await content.getByRole('button', { name: 'Filter and layers' }).click();
    await content.locator('.affected').first().waitFor();
    expect(await accessibilityProblems(content)).toEqual([]);
  });

  test('is over after Escape', async () => {
    const content = webview(workbench.page);
    await chooseTheme(workbench.page, 'Dark Modern');
    await content.locator('.affected button').first().focus();
    await workbench.page.keyboard.press('Escape');
    await content.locator('.affected').first().waitFor({ state: 'hidden' });
    expect(await content.locator('.flag').count()).toBe(0);
  });
});

describe('what if a zone fails', () => {
  test('is a table for each zone, with the numbers of the command line, from the palette', async () => {
    const { page } = workbench;
    await runCommand(page, 'PrivateLink: What If a Zone Fails');
    await page.locator('.tab.active', { hasText: 'If a zone fails.md' }).waitFor();
    const content = webview(page);
    await content.getByRole('heading', { name: 'What if an Availability Zone fails' }).waitFor();
    const { subjects } = JSON.parse(
      await privatelink(['zones', '--snapshot', sample, '--format', 'json']),
    ) as ZoneMatrix;
    const zones = [...new Set(subjects.flatMap((item) => item.zones.map(({ zoneId }) => zoneId)))].sort();
    await expect.poll(async () => (await tables(content)).length).toBe(zones.length + 1);
    const [overview, ...each] = await tables(content);
    expect(overview?.slice(1).map(([zone]) => zone)).toEqual(zones);
    expect(each).toHaveLength(zones.length);
    for (const [i, zoneId] of zones.entries()) {
      const expected = subjects.flatMap((item) =>
        item.zones
          .filter((zone) => zone.zoneId === zoneId)
          .map(({ targets, crossZone = '-' }) => [
            item.id,
            ...(targets === undefined ? [] : [`${targets.healthy} of ${targets.total}`]),
            crossZone,
          ]),
      );
      const rows = each[i]?.slice(1) ?? [];
      expect(rows).toHaveLength(expected.length);
      for (const [id, ...cells] of expected) {
        expect(rows.find(([name]) => name?.includes(id ?? ''))).toEqual(expect.arrayContaining(cells));
      }
    }
    const heads = await content.locator('table').first().getByRole('columnheader').allTextContents();
    expect(heads).toEqual(['Zone', 'Stop', 'Unknown', 'Lose this zone', 'Keep working']);
  });

  test('is about what it was asked of in the tree', async () => {
    const { page } = workbench;
    const tab = page.locator('.tab.active', { hasText: 'If a zone fails ledger-query.md' });
    await chooseOfRow(page, 'ledger-query', 'What If a Zone Fails', tab);
    const content = webview(page);
    await content.getByRole('heading', { name: 'What if an Availability Zone fails' }).waitFor();
    const others = async (): Promise<readonly boolean[]> =>
      (await tables(content))
        .slice(1)
        .flatMap((table) => table.slice(1).map(([name]) => name?.includes(ledger.id) !== true));
    // The page is made anew, table by table.
    await expect.poll(async () => [...new Set(await others())]).toEqual([false]);
  });
});

describe('what differs', () => {
  test('is drawn from the view of differences: what is gone, what changed, and what the marks mean', async () => {
    const { page, folder } = workbench;
    await runCommand(page, 'PrivateLink: Compare Snapshots');
    await answer(page, 'Sample');
    await answer(page, 'Choose a File');
    const input = page.locator('.quick-input-widget input').first();
    await expect.poll(() => input.inputValue(), { timeout: 30_000 }).toContain('/');
    const widget = page.locator('.quick-input-widget');
    const file = join(folder, 'later.plsnap.json');
    await vi.waitFor(
      async () => {
        // The dialog writes where it stands into its input once it has read the folder, also over what was typed.
        if (!(await widget.isVisible())) return;
        await input.fill(file, { timeout: 1_000 });
        expect(await input.inputValue({ timeout: 1_000 })).toBe(file);
        await widget.getByRole('button', { name: 'OK' }).click({ timeout: 1_000 });
        await widget.waitFor({ state: 'hidden', timeout: 5_000 });
      },
      { timeout: 60_000, interval: 100 },
    );
    await row(page.getByRole('tree', { name: 'Differences' }), 'Verdicts').waitFor();
    await runCommand(page, 'PrivateLink: Draw Comparison');
    await page.locator('.tab.active', { hasText: 'Topology: Sample → later.plsnap.json' }).waitFor();
    const content = webview(page);
    const item = (id: string) => content.locator(`[role=treeitem][data-id="${id}"]`);
    await item(newer.gone).waitFor({ state: 'attached' });
    expect(await item(newer.gone).textContent()).toMatch(/− .*Removed/);
    expect(await item(newer.failed).textContent()).toMatch(/~ .*Changed/);
    for (const word of ['Added', 'Removed', 'Changed', 'Not comparable']) {
      await content.locator('.legend').getByText(word, { exact: true }).waitFor();
    }
    expect(await content.locator('.counts').textContent()).toMatch(/ · \d+ differ$/);
    if (!(await item(newer.failed).isVisible())) await content.getByRole('button', { name: 'Outline' }).click();
    await item(newer.failed).click();
    await content.locator('aside').getByText('available → failed').waitFor();
    const diagnose = content.locator('aside').getByRole('button', { name: 'Diagnose' });
    expect(await diagnose.count()).toBe(0);
    expect(await accessibilityProblems(content)).toEqual([]);
    expect(await explorer(page).count()).toBe(1);
  });
});
