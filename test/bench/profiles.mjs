// How long the profile picker takes in a real VS Code, with 5,000 profiles beside 5, from the key to a list that takes
// clicks. Needs a packaged extension: node test/bench/profiles.mjs
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vsix } from '../../scripts/lib/paths.mjs';
import { findChromium, keepOffline, launchBrowser, noChromium } from '../../tools/vscode-host/browser.mjs';
import { installVsix, prepareProfile, startServer, workbenchUrl } from '../../tools/vscode-host/workbench.mjs';

const COMMAND = 'PrivateLink: Select Profiles and Regions';

/** In milliseconds: the first opening, which starts the worker thread, and the median of the next five. */
async function opened(profiles) {
  const profile = prepareProfile();
  await installVsix(profile, vsix);
  mkdirSync(join(profile.home, '.aws'));
  const sections = Array.from({ length: profiles }, (_, i) => {
    const role = `role_arn = arn:aws:iam::${String(100_000_000_000 + i)}:role/reader\nsource_profile = team-0`;
    return `[profile team-${i}]\nregion = us-east-1\n${role}\n`;
  });
  writeFileSync(join(profile.home, '.aws', 'config'), sections.join('\n'));
  const server = await startServer({ profile });
  const chromium = await findChromium();
  if (!chromium) throw new Error(noChromium);
  const browser = await launchBrowser(chromium);
  try {
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
    await keepOffline(context);
    const page = await context.newPage();
    await page.goto(workbenchUrl(server, { folder: mkdtempSync(join(profile.base, 'workspace-')) }));
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    // VS Code itself goes on starting for a while; the sidebar is there when it is done.
    await page.locator('.part.activitybar').getByRole('tab', { name: 'PrivateLink' }).first().click();
    await page.getByRole('button', { name: 'Open Sample' }).waitFor();
    const list = page.locator('.quick-input-widget');
    const times = [];
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press('F1');
      await list.locator('input').first().fill(`>${COMMAND}`);
      const row = list.locator('.monaco-list-row').filter({ hasText: COMMAND }).first();
      await row.waitFor();
      const began = performance.now();
      await row.click();
      await list.getByRole('checkbox', { name: /^team-0, / }).waitFor();
      times.push(performance.now() - began);
      await page.keyboard.press('Escape');
      await list.waitFor({ state: 'hidden' });
    }
    const [first = 0, ...later] = times;
    return { first, later: later.sort((a, b) => a - b)[2] ?? 0 };
  } finally {
    await browser.close();
    await server.stop();
    rmSync(profile.base, { recursive: true, force: true, maxRetries: 5 });
  }
}

const few = await opened(5);
const many = await opened(5_000);
const shown = ({ first, later }) => `${first.toFixed(0)} ms at first, then ${later.toFixed(0)} ms`;
console.log(
  [
    `profile picker with 5,000 profiles: ${shown(many)} (target 500 ms)`,
    `  with 5: ${shown(few)} (×${(many.first / few.first).toFixed(1)}, then ×${(many.later / few.later).toFixed(1)})`,
  ].join('\n'),
);
