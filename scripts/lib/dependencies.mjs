// The project's own dependencies: installed when they are not what package-lock.json says. Uses Node's modules only.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';
import { run } from './process.mjs';

/**
 * npm as it was started, or the one beside this Node.
 * @returns {[string, string[]]}
 */
export function npm() {
  if (process.env.npm_execpath?.endsWith('.js')) return [process.execPath, [process.env.npm_execpath]];
  const beside = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  return existsSync(beside) ? [process.execPath, [beside]] : ['npm', []];
}

/** Runs npm and throws with its own words when it fails. */
export async function runNpm(args, cwd) {
  const [command, first] = npm();
  const result = await run(command, [...first, ...args], { cwd });
  if (result.code !== 0) {
    throw new Error(
      `"npm ${args.join(' ')}" failed in ${cwd}:\n${result.output.trim().split('\n').slice(0, 20).join('\n')}`,
    );
  }
}

/** Whether node_modules holds exactly the versions of the lock file; npm keeps its own record of what it installed. */
export function dependenciesInstalled(folder = root) {
  const record = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional, link }]) =>
      path === '' || optional || devOptional || link || installed[path]?.version === version,
  );
}

export const installFlags = ['--no-audit', '--no-fund', '--loglevel=error'];

/** `npm ci`, where needed. */
export async function installDependencies() {
  if (dependenciesInstalled()) return false;
  await runNpm(['ci', ...installFlags], root);
  return true;
}

/** A sentence when this Node is too old for the project. */
export function nodeProblem(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > 20 || (major === 20 && minor >= 19);
  return enough ? undefined : `Node ${version} is too old: install Node 20.19 or newer and run the command again.`;
}
