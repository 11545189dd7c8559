// A real VS Code: its server with the extension host, and addresses that open its workbench in a browser.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { start } from '../../scripts/lib/process.mjs';
import { host } from './install.mjs';

/** Nothing that moves, asks, updates or calls out. */
export const quietSettings = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/** What makes a test see the same thing each time. */
export const testSettings = {
  ...quietSettings,
  'editor.accessibilitySupport': 'off',
  'editor.autoClosingBrackets': 'never',
  'files.autoSave': 'off',
  'files.hotExit': 'off',
  'security.workspace.trust.enabled': false,
  'window.confirmBeforeClose': 'never',
  // A hover lies over the rows below and stays while the mouse rests.
  'workbench.hover.delay': 600_000,
  'workbench.list.smoothScrolling': false,
  'workbench.reduceMotion': 'on',
};

/** The environment without what would lead a test to a person's own account or editor. */
export function cleanEnvironment(environment = process.env) {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(AWS_|VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$)/.test(name)),
  );
}

/**
 * A profile to run the server with: a fresh one below a temporary folder, unless a folder to keep is named.
 * @param {{ folder?: string, settings?: Readonly<Record<string, unknown>> }} [options]
 */
export function prepareProfile({ folder, settings = testSettings } = {}) {
  const base = folder ?? mkdtempSync(join(tmpdir(), 'privatelink-vscode-'));
  const paths = {
    base,
    userData: join(base, 'user'),
    serverData: join(base, 'server'),
    extensions: join(base, 'extensions'),
    home: join(base, 'home'),
  };
  for (const path of [join(paths.userData, 'User'), paths.serverData, paths.extensions, paths.home]) {
    mkdirSync(path, { recursive: true });
  }
  writeFileSync(join(paths.userData, 'User', 'settings.json'), JSON.stringify(settings, undefined, 2));
  return paths;
}

/** The host's built-in extensions with others beside them, in a folder of links. */
function builtinsWith(profile, extra) {
  if (extra.length === 0) return host.builtins;
  const folder = join(profile.base, 'builtins');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const name of readdirSync(host.builtins)) symlinkSync(join(host.builtins, name), join(folder, name));
  for (const path of extra) cpSync(path, join(folder, basename(path)), { recursive: true });
  return folder;
}

/**
 * Starts the server and waits until it listens.
 * @param {{
 *   profile?: ReturnType<typeof prepareProfile>, environment?: NodeJS.ProcessEnv, port?: number, token?: string,
 *   driver?: boolean, builtins?: readonly string[], guard?: string
 * }} [options] `driver` lets tests run inside the extension host (and hides notifications); `builtins` are folders of
 *   further extensions; `guard` is a module that is loaded first into the server and every process and thread below it
 *   (NODE_OPTIONS would not do: VS Code removes it); without a token anyone on this machine may connect, so that is for tests only.
 */
export async function startServer(options = {}) {
  const { profile = prepareProfile(), port = 0, token, driver = false, builtins = [], guard } = options;
  const environment = options.environment ?? { ...cleanEnvironment(), HOME: profile.home };
  const args = [
    ...(guard ? ['--require', guard] : []),
    host.server,
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--accept-server-license-terms',
    '--telemetry-level',
    'off',
  ];
  args.push(...(token ? ['--connection-token', token] : ['--without-connection-token']));
  args.push(
    '--user-data-dir',
    profile.userData,
    '--server-data-dir',
    profile.serverData,
    '--extensions-dir',
    profile.extensions,
  );
  args.push('--builtin-extensions-dir', builtinsWith(profile, builtins));
  if (driver) args.push('--enable-smoke-test-driver');
  const server = start(host.node, args, {
    env: { ...environment, VSCODE_AGENT_FOLDER: profile.serverData, EXTENSIONS_GALLERY: '{}' },
    cwd: profile.base,
  });
  let log = '';
  const listening = new Promise((resolve) => {
    const read = (text) => {
      log += text;
      const match = /listening on (\d+)/.exec(log);
      if (match) resolve(Number(match[1]));
    };
    server.child.stdout.setEncoding('utf8').on('data', read);
    server.child.stderr.setEncoding('utf8').on('data', read);
  });
  const started = await Promise.race([listening, server.exited]);
  if (typeof started !== 'number')
    throw new Error(`VS Code's server ended before it listened:\n${log || started.error?.message}`);
  return {
    port: started,
    token,
    profile,
    process: server.child,
    exited: server.exited,
    log: () => log,
    async stop() {
      await server.stop();
      if (!options.profile) rmSync(profile.base, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Installs a packaged extension the way a person does. */
export async function installVsix(profile, file) {
  const args = [host.server, '--accept-server-license-terms', '--user-data-dir', profile.userData];
  args.push('--server-data-dir', profile.serverData, '--extensions-dir', profile.extensions);
  args.push('--builtin-extensions-dir', host.builtins, '--force', '--install-extension', file);
  const install = start(host.node, args, {
    env: {
      ...cleanEnvironment(),
      HOME: profile.home,
      VSCODE_AGENT_FOLDER: profile.serverData,
      EXTENSIONS_GALLERY: '{}',
    },
  });
  let log = '';
  for (const stream of [install.child.stdout, install.child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (log += text));
  const { code } = await install.exited;
  if (code !== 0 || !/successfully installed/.test(log)) throw new Error(`VS Code could not install ${file}:\n${log}`);
}

/**
 * The address that opens a folder; with the server's driver also an extension under development and a module of tests.
 * @param {{ port: number, token?: string | undefined }} server
 * @param {{ folder?: string, development?: string, tests?: string }} what
 */
export function workbenchUrl({ port, token }, { folder, development, tests }) {
  const remote = (path) => `vscode-remote://127.0.0.1:${port}${resolve(path)}`;
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ...(development ? [['extensionDevelopmentPath', remote(development)]] : []),
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
  ];
  const query = new URLSearchParams({
    ...(token && { tkn: token }),
    ...(folder && { folder: resolve(folder) }),
    payload: JSON.stringify(payload),
  });
  return `http://127.0.0.1:${port}/?${query}`;
}
