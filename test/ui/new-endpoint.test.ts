// Code for an endpoint that does not exist yet, question by question, on the bundled sample.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { chooseOfRow, openSample, privatelink, sample } from './product.ts';
import { openFile, openWorkbench, runCommand, savedText, type Workbench } from './workbench.ts';

const PAYMENTS = 'vpce-svc-09ed1ecb2ea3e31d1';
const VPC = 'vpc-0304a2ce5197415b7';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench({ files: { 'new.tf': '# Mine\n', 'new.yaml': '' } });
  await openSample(workbench.page);
});

afterEach(() => {
  expect(workbench.problems).toEqual([]);
});

afterAll(async () => {
  await workbench.close();
});

const box = (page: Page): Locator => page.locator('.quick-input-widget');
const title = (page: Page): Locator => box(page).locator('.quick-input-title');
const item = (page: Page, label: string): Locator =>
  box(page).locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first();

/** Waits for a question by its number. */
async function question(page: Page, number: string): Promise<void> {
  await expect.poll(() => title(page).innerText(), { timeout: 30_000 }).toBe(`New VPC Endpoint (${number})`);
}

const isTicked = (row: Locator): Promise<boolean> =>
  row.locator('input[type=checkbox], .monaco-checkbox').first().isChecked();

describe('a new endpoint', () => {
  test('is asked for from a service: VPC, subnets by zone, security group, private DNS', async () => {
    const { page } = workbench;
    await openFile(page, 'new.tf');
    await page.keyboard.press('ControlOrMeta+End');
    await chooseOfRow(page, 'payments-api', 'Insert Code for a New Endpoint', item(page, 'batch-prod'));

    await question(page, '1/5');
    await item(page, 'batch-prod').click();

    await question(page, '2/5');
    expect(await isTicked(item(page, 'batch-prod-private-az1'))).toBe(true);
    await box(page).getByRole('button', { name: 'OK' }).click();

    await question(page, '3/5');
    await expect
      .poll(() => item(page, 'New security group').innerText())
      .toMatch(/lets in tcp\/443 from 10\.50\.0\.0\/16/);
    await box(page).getByRole('button', { name: 'Back' }).click();
    await question(page, '2/5');
    await box(page).getByRole('button', { name: 'OK' }).click();
    await question(page, '3/5');
    await box(page).getByRole('button', { name: 'OK' }).click();

    await question(page, '5/5');
    await item(page, 'Private DNS').first().click();
    await page.locator('.view-line', { hasText: 'A new VPC endpoint' }).first().waitFor();
    await page.keyboard.press('Escape');
    const text = await savedText(workbench, 'new.tf');
    const args = ['code', PAYMENTS, '--snapshot', sample, '--format', 'terraform', '--scope', 'new', '--vpc', VPC];
    expect(text.trimEnd()).toBe(`# Mine\n${(await privatelink(args)).trimEnd()}`);
  });

  test('keeps what AWS would refuse in sight with its reason, and does not take it', async () => {
    const { page } = workbench;
    await openFile(page, 'new.yaml');
    await runCommand(page, 'PrivateLink: Insert Code for a New Endpoint');
    await question(page, '1/6');
    await item(page, 'catalog-search').click();

    await question(page, '2/6');
    await item(page, 'batch-prod').click();

    await question(page, '3/6');
    const outside = item(page, 'batch-prod-private-az4');
    expect(await outside.innerText()).toMatch(
      /Cannot be chosen: .* is in use1-az4, where .* is not \(use1-az1, use1-az2\)/,
    );
    expect(await isTicked(outside)).toBe(false);
    await outside.click();
    // VS Code ticks it, and the extension takes the tick off.
    await expect.poll(() => isTicked(outside)).toBe(false);
    await box(page).getByRole('button', { name: 'OK' }).click();

    await question(page, '4/6');
    await box(page).getByRole('button', { name: 'OK' }).click();

    await question(page, '6/6');
    const on = item(page, 'Private DNS on');
    expect(await on.innerText()).toMatch(/Cannot be chosen: .* has no private DNS name/);
    await on.click();
    await question(page, '6/6');
    await item(page, 'Private DNS off').click();
    await page.locator('.view-line', { hasText: 'AWSTemplateFormatVersion' }).first().waitFor();
    expect(await savedText(workbench, 'new.yaml')).toContain('PrivateDnsEnabled: false');
  });
});
