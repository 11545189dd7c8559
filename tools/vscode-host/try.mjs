// Packages what is in dist/, opens it in VS Code with a headless browser, runs a script against it and takes a picture.
//   node scripts/build.mjs && node tools/vscode-host/try.mjs [script.mjs] [--no-sample] [--shot out/try.png]
// The script's export `run({ page, webview, server, folder })` gets Playwright's page; without a script only the picture is taken.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { pack } from '../../scripts/package.mjs';
import { out, vsix } from '../../scripts/lib/paths.mjs';
import { stopChildrenOnSignals } from '../../scripts/lib/process.mjs';
import { findChromium, isHostNoise, keepOffline, launchBrowser, noChromium } from './browser.mjs';
import { installHost } from './install.mjs';
import { installVsix, prepareProfile, startServer, workbenchUrl } from './workbench.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'no-sample': { type: 'boolean' }, shot: { type: 'string', default: join(out, 'try.png') } },
});
stopChildrenOnSignals();
await installHost();
const chromium = await findChromium(console.log);
if (!chromium) throw new Error(noChromium);
const opener = join(import.meta.dirname, 'sample-opener');
await pack();
const profile = prepareProfile();
await installVsix(profile, vsix);
const server = await startServer({ profile, builtins: values['no-sample'] ? [] : [opener] });
const browser = await launchBrowser(chromium);
try {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  await keepOffline(context);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type()) || isHostNoise(message.text())) return;
    console.log(`[${message.type()}] ${message.text().slice(0, 500)}`);
  });
  page.on('pageerror', (error) => console.log(`[page error] ${error.message}`));
  const folder = mkdtempSync(join(profile.base, 'workspace-'));
  await page.goto(workbenchUrl(server, { folder }));
  await page.locator('.monaco-workbench .part.statusbar').waitFor();
  const webview = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  try {
    if (positionals[0]) {
      const script = await import(pathToFileURL(resolve(positionals[0])).href);
      await script.run({ page, webview, server, folder });
    } else {
      await page.getByRole('treeitem').first().waitFor({ timeout: 30_000 });
      await page.waitForTimeout(3000);
    }
  } finally {
    mkdirSync(dirname(resolve(values.shot)), { recursive: true });
    await page.screenshot({ path: values.shot });
    console.log(`picture: ${values.shot}`);
  }
} finally {
  await browser.close();
  await server.stop();
  rmSync(profile.base, { recursive: true, force: true, maxRetries: 5 });
}
