// Installs what package.json here names, once for each version of the lock file: nothing but that test needs it, and it
// is large.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));

/** Resolves to the directory whose node_modules holds the packages. */
export async function installValidators() {
  const lock = await readFile(join(here, 'package-lock.json'));
  const stamp = join(here, 'node_modules', `.done-${createHash('sha256').update(lock).digest('hex').slice(0, 16)}`);
  if (!existsSync(stamp)) {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    // A test run refuses connections through NODE_OPTIONS; fetching a tool is no test.
    const { NODE_OPTIONS: _guard, ...env } = process.env;
    await promisify(execFile)(npm, ['ci', ...options], { cwd: here, env, shell: process.platform === 'win32' });
    await writeFile(stamp, '');
  }
  return here;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await installValidators();
