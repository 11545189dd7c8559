// Where credentials come from, as its user meets it: many profiles, an MFA code, a sign-in, files that change.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { accessKeyOf, identitiesOf } from '../wire/identities.ts';
import { startWireServer, type WireServer } from '../wire/server.ts';
import { startTunnel, type Tunnel } from '../wire/tunnel.ts';
import { CONSUMER, healthyEstate, PROVIDER } from '../worlds/healthy.ts';
import { snapshotOf } from '../worlds/world.ts';
import { explorer, openSidebar, row, settled } from './product.ts';
import { openWorkbench, runCommand, type Workbench } from './workbench.ts';

const world = snapshotOf(healthyEstate().world);
const ROLE = `arn:aws:iam::${PROVIDER}:role/reader`;
const DEVICE = 'arn:aws:iam::111122223333:mfa/ada';
const TOKEN = 'token-of-the-sign-in';
/** The name under which the AWS CLI keeps the token of a session: the SHA-1 of "corp". */
const TOKEN_FILE = 'ee0bfd2552fbd840c02cc48b6e823320543c450f.json';

let server: WireServer;
let tunnel: Tunnel;
let workbench: Workbench;
/** Holds a program that stands for the AWS CLI, and what it was called with: a browser could not sign in here. */
let bin: string;

const keys = (account: string): string =>
  `aws_access_key_id = ${accessKeyOf(account)}\naws_secret_access_key = secret-for-tests\n`;

beforeAll(async () => {
  server = await startWireServer({
    worlds: world,
    identities: identitiesOf(world),
    roles: { [ROLE]: accessKeyOf(PROVIDER) },
    ssoGrants: { [TOKEN]: accessKeyOf(PROVIDER) },
  });
  const common = `region = us-east-1\nendpoint_url = ${server.url}\n`;
  const many = Array.from({ length: 5_000 }, (_, i) => `[profile team-${i}]\nregion = us-east-1\n`);
  bin = mkdtempSync(join(tmpdir(), 'privatelink-bin-'));
  const token = { accessToken: TOKEN, region: 'us-east-1', expiresAt: '2099-01-01T00:00:00Z' };
  writeFileSync(join(bin, 'token.json'), JSON.stringify(token));
  writeFileSync(
    join(bin, 'aws'),
    [
      '#!/bin/sh',
      'if [ "$1" = --version ]; then echo aws-cli/2.22.0; exit; fi',
      `echo "$@" >> '${bin}/called'`,
      `mkdir -p "$HOME/.aws/sso/cache" && cp '${bin}/token.json' "$HOME/.aws/sso/cache/${TOKEN_FILE}"`,
    ].join('\n'),
    { mode: 0o755 },
  );
  tunnel = await startTunnel({ port: Number(new URL(server.url).port) });
  writeFileSync(join(bin, 'bundle.pem'), tunnel.certificate);
  workbench = await openWorkbench({
    settings: { 'http.proxy': tunnel.proxyUrl },
    home: {
      // VS Code's server takes its environment from a login shell.
      '.profile': `PATH='${bin}':"$PATH"\n`,
      '.aws/config': [
        `[profile keys]\n${common}`,
        `[profile mfa]\n${common}role_arn = ${ROLE}\nsource_profile = keys\nmfa_serial = ${DEVICE}\n`,
        `[profile program]\n${common}credential_process = touch ${bin}/started\n`,
        `[profile corp]\n${common}sso_session = corp\nsso_account_id = ${PROVIDER}\nsso_role_name = reader\n`,
        '[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.example/start\n',
        `[profile proxied]\nregion = us-east-1\nca_bundle = ${join(bin, 'bundle.pem')}\n`,
        ...many,
      ].join('\n'),
      '.aws/credentials': `[keys]\n${keys(CONSUMER)}[proxied]\n${keys(CONSUMER)}`,
    },
  });
  await openSidebar(workbench.page);
});

afterAll(async () => {
  await workbench.close();
  await tunnel.stop();
  await server.stop();
  rmSync(bin, { recursive: true });
});

/** VS Code repeats error messages on the console: those that a test provokes are no problem. */
const PROVOKED = /^(The SSO session of profile "corp"|Profile "mfa" was not read)/;

afterEach(() => {
  expect(workbench.problems.filter((problem) => !PROVOKED.test(problem))).toEqual([]);
});

const list = () => workbench.page.locator('.quick-input-widget');
const option = (name: string) =>
  list()
    .getByRole('checkbox', { name: new RegExp(`^${name}\\b`) })
    .first();
const notification = (text: RegExp) => workbench.page.locator('.notification-toast').filter({ hasText: text });

/** Picks exactly one profile, found by its name, and the Region that is proposed. */
async function select(name: string): Promise<void> {
  const { page } = workbench;
  await runCommand(page, 'PrivateLink: Select Profiles and Regions');
  await list().getByText('Select Profiles (1 of 2)').waitFor();
  const input = list().locator('input[type=text]');
  const chosen = list()
    .getByRole('checkbox', { checked: true })
    .filter({ hasNot: page.locator('input') });
  // The title is there before the rows and their ticks are.
  await vi.waitFor(
    async () => {
      await input.fill('');
      while ((await chosen.count()) > 0) await chosen.first().click();
      await input.fill(name);
      await option(name).click();
      await list().getByText('1 Selected').waitFor({ timeout: 2_000 });
    },
    { timeout: 30_000, interval: 100 },
  );
  await page.keyboard.press('Enter');
  await list().getByText('Select Regions (2 of 2)').waitFor();
  await page.keyboard.press('Enter');
}

test('thousands of profiles are offered, and none of them is touched', async () => {
  const { page } = workbench;
  await runCommand(page, 'PrivateLink: Select Profiles and Regions');
  await list().getByText('Select Profiles (1 of 2)').waitFor();
  await option('keys').waitFor();
  await list().locator('input[type=text]').fill('team-4999');
  await option('team-4999').waitFor();
  await list().locator('input[type=text]').fill('credential process');
  await option('program').waitFor();
  await page.keyboard.press('Escape');
  expect(server.calls).toEqual([]);
  expect(existsSync(join(bin, 'started'))).toBe(false);
});

test('an MFA code is asked for once; who dismisses the question reads why, and may be asked again', async () => {
  const { page } = workbench;
  await select('mfa');
  await list().getByText('MFA code for profile mfa').waitFor();
  await page.keyboard.press('Escape');
  await notification(/Profile "mfa" was not read, because no code/)
    .getByRole('button', { name: 'Refresh' })
    .click();
  await list().getByText('MFA code for profile mfa').waitFor();
  await list().locator('input').last().fill('123456');
  await page.keyboard.press('Enter');
  await row(explorer(page), 'payments').waitFor();
  await settled(page);
  const assumed = server.calls.filter((call) => call.operation === 'sts:AssumeRole');
  expect(assumed.map((call) => call.params)).toMatchObject([{ SerialNumber: DEVICE, TokenCode: '123456' }]);
  await runCommand(page, 'PrivateLink: Refresh');
  await settled(page);
  expect(server.calls.filter((call) => call.operation === 'sts:AssumeRole')).toHaveLength(1);
});

test('an ended sign-in is one message, whose action starts the next one, and then the tree is there', async () => {
  const { page } = workbench;
  await select('corp');
  await row(explorer(page), 'payments').waitFor({ state: 'detached' });
  await notification(/The SSO session of profile "corp" has expired/)
    .getByRole('button', { name: 'Sign In' })
    .click();
  // The browser of whoever looks at this window is elsewhere.
  const called = (): string => (existsSync(join(bin, 'called')) ? readFileSync(join(bin, 'called'), 'utf8') : '');
  await expect.poll(called, { timeout: 30_000 }).toBe('sso login --profile corp --use-device-code\n');
  await row(explorer(page), 'payments').waitFor();
});

test('VS Code’s proxy is that of AWS’s APIs, too', async () => {
  const { page } = workbench;
  await select('proxied');
  await row(explorer(page), 'ecr-api').waitFor();
  expect(tunnel.hosts).toContain('ec2.us-east-1.amazonaws.com:443');
});

test('a profile that leads to another account by now is read anew, and nothing of the first stays', async () => {
  const { page } = workbench;
  await select('keys');
  // The profile before it showed the same account.
  await explorer(page)
    .getByRole('treeitem', { name: /^keys\b/ })
    .first()
    .waitFor();
  await row(explorer(page), 'ecr-api').waitFor();
  await settled(page);
  writeFileSync(join(workbench.home, '.aws', 'credentials'), `[keys]\n${keys(PROVIDER)}`);
  await row(explorer(page), 'ecr-api').waitFor({ state: 'detached' });
  await explorer(page)
    .getByRole('treeitem', { name: new RegExp(PROVIDER) })
    .first()
    .waitFor();
});
