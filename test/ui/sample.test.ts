// The main job on the bundled sample: browse, diagnose, see the path, insert code.
import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import { buildInventory } from '../../src/core/model/inventory.ts';
import { parseSnapshot } from '../../src/core/model/snapshot.ts';
import {
  chooseOfRow,
  commandLineGraph,
  diagnose,
  drawn,
  explorer,
  findings,
  openSample,
  openTopology,
  picture,
  privatelink,
  row,
  sample,
} from './product.ts';
import {
  acceptFile,
  answer,
  chooseFromContextMenu,
  openFile,
  openWorkbench,
  runCommand,
  savedText,
  webview,
  type Workbench,
} from './workbench.ts';

const inventory = buildInventory([parseSnapshot(readFileSync(sample, 'utf8'), sample)]);
const idOf = (name: string): string => [...inventory.endpoints.values()].find((item) => item.name === name)!.id;

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench({
    files: { 'network.tf': '# Endpoints of orders\n\n', 'stack.ts': '', 'template.yaml': '' },
  });
  await openSample(workbench.page);
});

afterEach(() => {
  expect(workbench.problems).toEqual([]);
});

afterAll(async () => {
  await workbench.close();
});

describe('the sample', () => {
  test('is a tree of scopes, services and endpoints, names before ids', async () => {
    const tree = explorer(workbench.page);
    await row(tree, 'larkspur-prod').waitFor();
    const endpoint = row(tree, 'ledger-query');
    expect(await endpoint.getAttribute('aria-label')).toMatch(/ledger-query.*broken/i);
    await endpoint.click();
    await row(tree, 'analytics-prod-private-az1').waitFor();
    await row(findings(workbench.page), 'batch-sqs').waitFor();
  });

  test('is diagnosed on right-click: what is broken, whose it is, and what to run', async () => {
    const report = await diagnose(workbench.page, 'ledger-query');
    await report
      .getByText(/is broken at load-balancer.*provider/)
      .first()
      .waitFor();
    await report.getByText('set-security-groups').first().waitFor();
    await report.getByText(/Configuration was read; traffic was not measured/).waitFor();
    await picture(workbench.page, 'diagnosis');
  });

  test('is drawn as the command line describes it', async () => {
    const topology = await openTopology(workbench.page, 'statements-export');
    const expected = await commandLineGraph([idOf('statements-export'), '--snapshot', sample]);
    expect(expected.nodes.length).toBeGreaterThan(10);
    expect(await drawn(topology)).toEqual(expected);
    await picture(workbench.page, 'topology');
  });

  test('follows what is picked in the diagram, and shows its details', async () => {
    const topology = await openTopology(workbench.page, 'statements-export');
    const outline = topology.getByRole('button', { name: /outline/i });
    if ((await topology.locator('[role=treeitem]:visible').count()) === 0) await outline.click();
    await topology.locator(`[role=treeitem][data-id="${idOf('statements-export')}"]`).click();
    await topology.locator('aside').getByText(idOf('statements-export')).first().waitFor();
    await topology.locator('aside').getByRole('button', { name: 'Diagnose' }).waitFor();
  });

  test('leaves as a file of what the panel shows: the same nodes, as a picture in either theme', async () => {
    const { page, folder } = workbench;
    await openTopology(page, 'statements-export');
    const id = idOf('statements-export');
    const exported = async (format: string, theme: string | undefined, extension: string): Promise<Buffer> => {
      const name = `privatelink-${id}.${extension}`;
      const title = page.locator('.part.editor .editor-actions').getByRole('button', { name: 'Export Diagram…' });
      // From the panel's own title bar; the palette does the same.
      if (format === 'SVG') await title.first().click();
      else await runCommand(page, 'PrivateLink: Export Diagram');
      await answer(page, format);
      if (theme !== undefined) await answer(page, theme);
      await acceptFile(page, name);
      await page
        .locator('.notification-toast', { hasText: `Saved ${name}` })
        .first()
        .waitFor();
      return readFileSync(join(folder, name));
    };
    const args = ['graph', id, '--snapshot', sample];
    const svg = (await exported('SVG', 'Light', 'svg')).toString('utf8');
    expect(svg).toBe(await privatelink([...args, '--format', 'svg', '--theme', 'light']));
    for (const { format, extension } of [
      { format: 'draw.io', extension: 'drawio' },
      { format: 'Mermaid', extension: 'mmd' },
      { format: 'JSON', extension: 'json' },
    ]) {
      const option = extension === 'mmd' ? 'mermaid' : extension;
      const text = (await exported(format, undefined, extension)).toString('utf8');
      expect(text).toBe(await privatelink([...args, '--format', option]));
    }
    const png = await exported('PNG', 'Dark', 'png');
    expect(png.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * width!, 2 * height!]);
    await page.locator('.notification-toast').getByRole('button', { name: 'Open' }).first().click();
    await page.locator('.tab.active', { hasText: `privatelink-${id}` }).waitFor();
  });

  test('gives Terraform to a .tf file, undone by one undo', async () => {
    const { page } = workbench;
    await openFile(page, 'network.tf');
    await page.keyboard.press('ControlOrMeta+End');
    await chooseFromContextMenu(page, row(explorer(page), 'orders-logs'), 'Insert Code');
    await page.locator('.view-line', { hasText: 'aws_vpc_endpoint' }).first().waitFor();
    await page.locator('.editor-instance .monaco-editor').first().click();
    await page.keyboard.press('Escape');
    const text = await savedText(workbench, 'network.tf');
    const expected = await privatelink(['code', idOf('orders-logs'), '--snapshot', sample, '--format', 'terraform']);
    expect(text.startsWith('# Endpoints of orders\n')).toBe(true);
    expect(text).toContain('resource "aws_vpc_endpoint"');
    for (const line of expected.split('\n')) expect(text).toContain(line);
    await picture(page, 'insert-terraform');
    await page.keyboard.press('ControlOrMeta+Z');
    await page.locator('.view-line', { hasText: 'aws_vpc_endpoint' }).first().waitFor({ state: 'detached' });
    expect(await savedText(workbench, 'network.tf')).toBe('# Endpoints of orders\n\n');
  });

  test('gives CDK to a .ts file and CloudFormation to a .yaml file', async () => {
    const { page } = workbench;
    for (const { name, format, sign } of [
      { name: 'stack.ts', format: 'cdk-typescript', sign: 'aws-cdk-lib' },
      { name: 'template.yaml', format: 'cloudformation-yaml', sign: 'AWSTemplateFormatVersion' },
    ]) {
      await openFile(page, name);
      await chooseFromContextMenu(page, row(explorer(page), 'payments-reports'), 'Insert Code');
      await page.locator('.view-line', { hasText: sign }).first().waitFor();
      const text = await savedText(workbench, name);
      const args = ['code', idOf('payments-reports'), '--snapshot', sample, '--format', format];
      expect(text.trimEnd()).toBe((await privatelink(args)).trimEnd());
    }
  });

  test('takes what the workspace’s .privatelink.json says, and forgets it with the file', async () => {
    const { page, folder } = workbench;
    const file = join(folder, '.privatelink.json');
    const expires = new Date(Date.now() + 7 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
    const ledger = row(explorer(page), 'ledger-query');
    const told = await privatelink(['diagnose', idOf('ledger-query'), '--snapshot', sample, '--format', 'json']);
    const [{ findings: found }] = (JSON.parse(told) as Diagnosis).subjects as [Diagnosis['subjects'][number]];
    const suppressions = found
      .filter(({ effect }) => effect === 'breaks' || effect === 'impairs')
      .map(({ rule, resource }) => ({ rule, resource, reason: 'known', expires }));
    expect(suppressions).not.toEqual([]);
    await writeFile(file, JSON.stringify({ version: 1, suppressions }));
    await expect.poll(() => ledger.getAttribute('aria-label'), { timeout: 20_000 }).toMatch(/ledger-query.*unknown/i);
    const report = await diagnose(page, 'ledger-query');
    await report
      .getByText(/\.privatelink\.json/)
      .first()
      .waitFor();
    await report.getByText('known').first().waitFor();
    await rm(file);
    await expect.poll(() => ledger.getAttribute('aria-label'), { timeout: 20_000 }).toMatch(/ledger-query.*broken/i);
  });

  test('says what a measurement would send, and sends nothing when that is refused', async () => {
    const { page } = workbench;
    const dialog = page.locator('.monaco-dialog-box');
    await chooseOfRow(page, 'statements-export', 'Diagnose and Measure from Here', dialog);
    const [address] = inventory.endpoints
      .get(idOf('statements-export'))!
      .networkInterfaceIds!.flatMap((id) => inventory.networkInterfaces.get(id)?.privateIps ?? []);
    const sent = await dialog.textContent();
    expect(sent).toMatch(/DNS look-ups by the resolver of the machine .*: vpce-\S+/);
    expect(sent).toMatch(new RegExp(`TCP connections, opened and closed without sending data: .*${address!}:\\d+`));
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByText('Measuring').count()).toBe(0);
  });

  test('keeps its diagram over a reload of the window', async () => {
    const { page } = workbench;
    await openTopology(page, 'statements-export');
    await workbench.reload();
    await page.locator('.tab', { hasText: 'Topology: statements-export' }).first().waitFor();
    await runCommand(page, 'PrivateLink: Open Sample');
    await page.locator('.tab', { hasText: 'Topology: statements-export' }).first().click();
    await webview(page).locator('[role=treeitem]').first().waitFor({ state: 'attached' });
    const expected = await commandLineGraph([idOf('statements-export'), '--snapshot', sample]);
    await expect.poll(() => drawn(webview(page)), { timeout: 20_000 }).toEqual(expected);
  });
});
