// npm start: from a fresh clone to the extension with its sample, in a real VS Code. Stays until it is interrupted.
//   PORT=9000 npm start    asks for another port; one that is in use gives way to the next
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { hostProblem } from '../tools/vscode-host/install.mjs';
import { nodeProblem } from './lib/dependencies.mjs';
import { out, root, vsix } from './lib/paths.mjs';
import { ensureBuilt, ensureDependencies, ensureHost, ensureInstalled, ensurePackaged, step } from './lib/prepare.mjs';
import { run, stopChildrenOnSignals } from './lib/process.mjs';

const firstPort = Number(process.env.PORT ?? 8780);
const folder = join(out, 'start', 'workspace');
const opener = join(root, 'tools', 'vscode-host', 'sample-opener');

function canListen(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

async function freePort() {
  for (let port = firstPort; port < firstPort + 100; port++) {
    if (await canListen(port)) return port;
    console.log(`Port ${port} is in use, trying ${port + 1}`);
  }
  throw new Error(`No port from ${firstPort} to ${firstPort + 99} is free: name another with PORT=… npm start.`);
}

/** Somewhere to insert code into. */
function prepareWorkspace() {
  mkdirSync(folder, { recursive: true });
  for (const name of ['main.tf', 'stack.ts', 'template.yaml']) {
    if (!existsSync(join(folder, name))) writeFileSync(join(folder, name), '');
  }
}

async function startInBrowser() {
  const { prepareProfile, quietSettings, startServer, workbenchUrl } =
    await import('../tools/vscode-host/workbench.mjs');
  await ensureHost();
  const profile = prepareProfile({
    folder: join(out, 'start'),
    settings: { ...quietSettings, 'security.workspace.trust.enabled': false },
  });
  await ensureInstalled(profile);
  const port = await freePort();
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let server;
  await step('Starting VS Code', async () => {
    const token = randomBytes(20).toString('hex');
    // The person's own home: their AWS profiles are what they will want to look at next.
    const environment = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_)/.test(name)),
    );
    server = await startServer({ profile, environment, token, port, builtins: [opener] });
  });
  console.log('Open the address below in a browser; Ctrl-C stops VS Code.');
  console.log(`Ready: ${workbenchUrl(server, { folder })}`);
  await server.exited;
  throw new Error(`VS Code's server ended by itself:\n${server.log().slice(-2000)}`);
}

/** Where the host cannot run: the desktop VS Code of this machine, or one that is downloaded. */
async function startOnDesktop(reason) {
  console.log(`Using desktop VS Code, since ${reason}.`);
  let command = ['code'];
  const found = await run('code', ['--version'], { shell: process.platform === 'win32' });
  if (found.code !== 0) {
    const { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath } = await import('@vscode/test-electron');
    await step('Downloading VS Code', async () => {
      command = resolveCliArgsFromVSCodeExecutablePath(await downloadAndUnzipVSCode());
    });
  }
  const [code, ...first] = command;
  const call = async (args) => {
    const result = await run(code, [...first, ...args], { shell: process.platform === 'win32' });
    if (result.code !== 0) throw new Error(`"code ${args.join(' ')}" failed:\n${result.output}`);
  };
  await step('Installing the extension in VS Code', () => call(['--install-extension', vsix, '--force']));
  await call(['--new-window', `--extensionDevelopmentPath=${opener}`, folder]);
  console.log(`Ready: the VS Code window that has opened ${folder}`);
}

try {
  const tooOld = nodeProblem();
  if (tooOld) throw new Error(tooOld);
  stopChildrenOnSignals((signal) => console.log(`\n${signal}: stopping VS Code.`));
  await ensureDependencies();
  await ensureBuilt();
  await ensurePackaged();
  prepareWorkspace();
  const reason = process.env.PRIVATELINK_DESKTOP === '1' ? 'PRIVATELINK_DESKTOP is 1' : hostProblem();
  await (reason ? startOnDesktop(reason) : startInBrowser());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
