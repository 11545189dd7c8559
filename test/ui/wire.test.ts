// The main job against an AWS API on loopback, reached through profiles with an endpoint_url each; with workspace trust on.
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { identitiesOf, accessKeyOf } from '../wire/identities.ts';
import { startWireServer } from '../wire/server.ts';
import { CONSUMER, healthyEstate, PROVIDER } from '../worlds/healthy.ts';
import { snapshotOf } from '../worlds/world.ts';
import {
  chooseOfRow,
  commandLineGraph,
  diagnose,
  drawn,
  explorer,
  openSidebar,
  openTopology,
  row,
  settled,
} from './product.ts';
import { openFile, openWorkbench, runCommand, type Workbench } from './workbench.ts';

type Server = Awaited<ReturnType<typeof startWireServer>>;

const estate = healthyEstate();
const whole = snapshotOf(estate.world);
const only = (account: string) => ({ ...whole, scopes: whole.scopes.filter((scope) => scope.account === account) });

let consumer: Server;
let provider: Server;
let workbench: Workbench;

/** A profile whose server does not answer. */
const NOBODY = '[profile nobody]\nregion = us-east-1\nendpoint_url = http://127.0.0.1:1\n';

const credentials = (account: string): string =>
  `aws_access_key_id = ${accessKeyOf(account)}\naws_secret_access_key = secret-for-tests\n`;

beforeAll(async () => {
  const start = (account: string) =>
    startWireServer({ worlds: only(account), identities: identitiesOf(only(account)) });
  [consumer, provider] = await Promise.all([start(CONSUMER), start(PROVIDER)]);
  workbench = await openWorkbench({
    settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
    files: { 'broken.plsnap.json': '{"format": "privatelink-snapshot", "version": 1}', 'notes.txt': 'not a snapshot' },
    home: {
      '.aws/config': [
        `[profile consumer]\nregion = us-east-1\nendpoint_url = ${consumer.url}\n`,
        `[profile provider]\nregion = us-east-1\nendpoint_url = ${provider.url}\n`,
        NOBODY,
      ].join('\n'),
      '.aws/credentials': [
        `[consumer]\n${credentials(CONSUMER)}`,
        `[provider]\n${credentials(PROVIDER)}`,
        `[nobody]\n${credentials(CONSUMER)}`,
      ].join('\n'),
    },
  });
  await openSidebar(workbench.page);
});

/** VS Code repeats error messages on the console: those that a test provokes are no problem. */
const PROVOKED = /^(The AWS file|AWS could not be reached for profile "nobody")/;

afterEach(() => {
  expect(workbench.problems.filter((problem) => !PROVOKED.test(problem))).toEqual([]);
});

afterAll(async () => {
  await workbench.close();
  await Promise.all([consumer.stop(), provider.stop()]);
});

/** Picks exactly these profiles, then the Regions that are proposed. */
async function selectProfiles(page: Page, names: readonly string[]): Promise<void> {
  await runCommand(page, 'PrivateLink: Select Profiles and Regions');
  const list = page.locator('.quick-input-widget');
  await list.getByText('Select Profiles (1 of 2)').waitFor();
  for (const item of await list
    .getByRole('checkbox')
    .filter({ hasNot: page.locator('input') })
    .all()) {
    const label = (await item.getAttribute('aria-label')) ?? '';
    const checked = (await item.getAttribute('aria-checked')) === 'true';
    if (checked !== names.some((name) => label.startsWith(name))) await item.click();
  }
  await accept(list, 'Select Profiles (1 of 2)');
  await list.getByText('Select Regions (2 of 2)').waitFor();
  await accept(list, 'Select Regions (2 of 2)');
}

/** Takes what is ticked. The question stays while a view takes the focus from it, so Enter is pressed in its own box. */
async function accept(list: Locator, title: string): Promise<void> {
  await vi.waitFor(
    async () => {
      if (!(await list.getByText(title).isVisible())) return;
      await list.locator('input.input').first().press('Enter', { timeout: 1_000 });
      expect(await list.getByText(title).isVisible()).toBe(false);
    },
    { timeout: 30_000, interval: 100 },
  );
}

describe('two profiles with an endpoint_url each', () => {
  test('are read, each from its own server, in an untrusted workspace too', async () => {
    const { page } = workbench;
    await selectProfiles(page, ['consumer', 'provider']);
    await row(explorer(page), 'ecr-api').waitFor();
    await expect
      .poll(() => provider.calls.map((call) => call.operation))
      .toContain('elasticloadbalancing:DescribeTargetGroups');
    await settled(page);
    expect(new Set(consumer.calls.map((call) => call.account))).toEqual(new Set([CONSUMER]));
    expect(new Set(provider.calls.map((call) => call.account))).toEqual(new Set([PROVIDER]));
  });

  test('give a diagnosis of the whole path', async () => {
    const report = await diagnose(workbench.page, 'payments');
    await report
      .getByText(/healthy/)
      .first()
      .waitFor();
    await report.getByText(/Provider side: (healthy|no fault found)/).waitFor();
  });

  test('give the diagram that the command line describes', async () => {
    const picture = await openTopology(workbench.page, 's3');
    const expected = await commandLineGraph([estate.gateway.id, '--profile', 'consumer,provider'], {
      HOME: workbench.home,
    });
    expect(await drawn(picture)).toEqual(expected);
  });
});

describe('what goes wrong', () => {
  const notification = (text: RegExp) => workbench.page.locator('.notification-toast').filter({ hasText: text });

  test('a server that cannot be reached is named with its profile; the rest stays', async () => {
    const { page } = workbench;
    await selectProfiles(page, ['consumer', 'nobody']);
    await row(explorer(page), 'ecr-api').waitFor();
    await page
      .getByText(/could not be reached for profile "nobody"/)
      .or(explorer(page).getByRole('treeitem', { name: /nobody/ }))
      .first()
      .waitFor();
  });

  test('a config file with a broken line is named with the line, and its other profiles count', async () => {
    const { page } = workbench;
    // At once: half a file has profiles without their endpoint_url.
    const config = join(workbench.home, '.aws', 'config');
    writeFileSync(
      `${config}.new`,
      `[profile consumer]\nregion = us-east-1\nendpoint_url = ${consumer.url}\n\n[profile broken\nregion = us-east-1\n\n${NOBODY}`,
    );
    renameSync(`${config}.new`, config);
    await runCommand(page, 'PrivateLink: Select Profiles and Regions');
    await page.locator('.quick-input-widget').getByText('consumer', { exact: true }).first().waitFor();
    await page.keyboard.press('Escape');
    await notification(/config has a section that is not closed by "\]" in line 5/)
      .first()
      .waitFor();
    await row(explorer(page), 'ecr-api').waitFor();
  });

  test('a denied listing is said above the tree with its IAM action, and judged unknown', async () => {
    const { page } = workbench;
    await consumer.change({ faults: [{ kind: 'deny', operation: 'ec2:DescribeSecurityGroups' }] });
    const report = await diagnose(page, 'ecr-api');
    await page
      .getByText(/Not allowed to read: ec2:DescribeSecurityGroups/)
      .first()
      .waitFor();
    await expect.poll(() => row(explorer(page), 'ecr-api').getAttribute('aria-label')).toMatch(/unknown/i);
    await report.getByText('ec2:DescribeSecurityGroups').first().waitFor();
    await report
      .getByText(/unknown/)
      .first()
      .waitFor();
    await consumer.change({ faults: [] });
  });

  test('inserting into a file of another language asks for the format', async () => {
    const { page } = workbench;
    await openFile(page, 'notes.txt');
    const formats = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Terraform' }).first();
    await chooseOfRow(page, 'ecr-api', 'Insert Code', formats);
    await page.keyboard.press('Escape');
  });
});
