#!/usr/bin/env node
// Stands in for VS Code's executable where no desktop VS Code can be had: takes the arguments that
// @vscode/test-electron gives it, runs the tests in the workbench of tools/vscode-host, ends with their code.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { stopChildrenOnSignals } from '../../scripts/lib/process.mjs';
import { findChromium, isHostNoise, keepOffline, launchBrowser, noChromium } from '../../tools/vscode-host/browser.mjs';
import { cleanEnvironment, prepareProfile, startServer, workbenchUrl } from '../../tools/vscode-host/workbench.mjs';

const values = (name) =>
  process.argv
    .filter((argument) => argument.startsWith(`--${name}=`))
    .map((argument) => argument.slice(name.length + 3));
const folder = process.argv.slice(2).find((argument) => !argument.startsWith('-'));

stopChildrenOnSignals();
const chromium = await findChromium();
if (!chromium) throw new Error(noChromium);
const profile = prepareProfile();
const environment = { ...cleanEnvironment(), ...pick(process.env, /^AWS_/), HOME: profile.home };
// The workbench takes one extension under development from its address; further ones join the built-in extensions.
const [extension, ...others] = values('extensionDevelopmentPath');
const server = await startServer({
  profile,
  environment,
  driver: true,
  builtins: others,
  guard: process.env.PRIVATELINK_GUARD,
});
const browser = await launchBrowser(chromium);
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
await keepOffline(context);
await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: `http://127.0.0.1:${server.port}` });
const page = await context.newPage();
let end;
const ended = new Promise((resolve) => (end = resolve));
await page.exposeFunction('codeAutomationExit', (code) => end(code));
await page.exposeFunction('codeAutomationLog', (_type, args) => {
  const text = format(...args.filter((argument) => typeof argument !== 'string' || !argument.startsWith('%c')));
  if (!isHostNoise(text)) process.stdout.write(`${text}\n`);
});
page.on('crash', () => end(70));
void server.exited.then(() => end(71));
const timer = setTimeout(() => end(72), Number(process.env.PRIVATELINK_HOST_TIMEOUT ?? 180_000));
const workspace = folder ?? mkdtempSync(join(profile.base, 'workspace-'));
const tests = values('extensionTestsPath')[0];
await page.goto(workbenchUrl(server, { folder: workspace, development: extension, tests }));
const code = await ended;
clearTimeout(timer);
if (code === 72) console.log(`The tests did not end in time. VS Code's server said:\n${server.log().slice(-4000)}`);
await browser.close().catch(() => {});
await server.stop();
process.exit(code);

function pick(environment, names) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => names.test(name)));
}
