// Chromium for the tests: the system's, else apt's where that is allowed, else Playwright's own.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { run } from '../../scripts/lib/process.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Chromium on the PATH that does start: Ubuntu's `chromium` may be a stub that asks for snap. */
async function installedChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .filter((path) => existsSync(path));
  for (const path of candidates) {
    if ((await run(path, ['--version'], { timeout: 20_000 })).code === 0) return path;
  }
  return undefined;
}

async function chromiumFromApt(say) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  say('installing Chromium with apt-get');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = await run('apt-get', ['update'], { env, timeout: 120_000 });
  if (update.code !== 0) return undefined;
  const install = await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
    env,
    timeout: 300_000,
  });
  return install.code === 0 ? installedChromium() : undefined;
}

async function chromiumFromPlaywright(say) {
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  if (existsSync(path)) return path;
  say("downloading Playwright's Chromium");
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  const install = await run(process.execPath, [cli, 'install', 'chromium'], { timeout: 300_000 });
  return install.code === 0 && existsSync(path) ? path : undefined;
}

/** The path of a Chromium that starts, or undefined when none can be had. */
export async function findChromium(say = () => {}) {
  return (await installedChromium()) ?? (await chromiumFromApt(say)) ?? (await chromiumFromPlaywright(say));
}

export const noChromium =
  'no Chromium was found or could be installed: install the package "chromium", or run "npx playwright-core install chromium --with-deps"';

/** A headless browser that makes no calls of its own. */
export async function launchBrowser(executablePath) {
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Stops every request that is not for this machine; the addresses asked for are added to the list that is returned. */
export async function keepOffline(context) {
  const refused = [];
  await context.route(
    (url) => !['127.0.0.1', 'localhost'].includes(url.hostname),
    (route) => {
      refused.push(route.request().url());
      return route.abort();
    },
  );
  return refused;
}

/**
 * What this build of VS Code says on its own account: natively built modules and web extensions that it goes without, a
 * sign-in that it looks for and does not have, services that end with the window.
 */
export const isHostNoise = (text) => HOST_NOISE.some((pattern) => pattern.test(text));

const HOST_NOISE = [
  /bindings file|build\/Release\/watchdog/,
  /ServiceWorker|Activating extension 'vscode\.|status of 404|HTTP response code \(404\)/,
  /same-origin iframe|allow-same-origin/,
  /authentication provider 'github' to register|\[DefaultAccount\]/,
  /Unable to write file 'vscode-log:/,
  /\[lifecycle\] Long running operations during shutdown/,
  // A preview of VS Code's own that is closed while it loads.
  /Found unexpected null[^]*webview\/browser\/pre\/index\.html\?[^]*extensionId=vscode\./,
];
