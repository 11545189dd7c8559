// Installs what a package.json here or in a folder below names, once for each version of its lock file: nothing but one
// test needs it, and it is large.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));

/** Resolves to the directory whose node_modules holds the packages. Two tests at a time need a folder each. */
export async function installValidators(folder = '.') {
  const directory = join(here, folder);
  const lock = await readFile(join(directory, 'package-lock.json'));
  const stamp = join(
    directory,
    'node_modules',
    `.done-${createHash('sha256').update(lock).digest('hex').slice(0, 16)}`,
  );
  if (!existsSync(stamp)) {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    // A test run refuses connections through NODE_OPTIONS; fetching a tool is no test.
    const { NODE_OPTIONS: _guard, ...env } = process.env;
    await promisify(execFile)(npm, ['ci', ...options], { cwd: directory, env, shell: process.platform === 'win32' });
    await writeFile(stamp, '');
  }
  return directory;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await installValidators();
