// Bundles the extension, the worker, the command line and the webview into dist/.
//   node scripts/build.mjs            everything
//   node scripts/build.mjs cli worker only these
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dist, metafiles, root } from './lib/paths.mjs';

/** What every bundle that runs in Node shares. VS Code 1.100 runs extensions on Node 20. */
const node = {
  platform: 'node',
  target: 'node20',
  // The SDK's ES modules are half the size of its CommonJS once unused parts are gone.
  mainFields: ['module', 'main'],
};

/** An ES module bundle has no `require`, which the CommonJS packages inside it call for Node's own modules. */
const requireForBundledCommonJs =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const esModules = { ...node, format: 'esm', splitting: true, chunkNames: 'chunks/[name]-[hash]' };

/** One entry per bundle: what it is made from and how. */
export const bundles = {
  extension: {
    entry: 'src/extension/extension.ts',
    options: { ...node, format: 'cjs', outdir: dist, outExtension: { '.js': '.cjs' }, external: ['vscode'] },
  },
  // Questions that only somebody who wants a new endpoint is asked: loaded when they are.
  'new-endpoint': {
    entry: 'src/extension/commands/new-endpoint.ts',
    options: { ...node, format: 'cjs', outdir: dist, outExtension: { '.js': '.cjs' }, external: ['vscode'] },
  },
  worker: {
    entry: 'src/worker/worker.ts',
    options: { ...esModules, outdir: join(dist, 'worker'), banner: { js: requireForBundledCommonJs } },
  },
  cli: {
    entry: 'src/cli/privatelink.ts',
    options: { ...esModules, outdir: join(dist, 'cli'), banner: { js: requireForBundledCommonJs } },
    executable: 'privatelink.js',
  },
  webview: {
    entry: 'webview/topology.ts',
    options: {
      platform: 'browser',
      target: 'es2022',
      format: 'iife',
      outdir: join(dist, 'webview'),
      define: { 'process.env.NODE_ENV': '"production"' },
    },
  },
};

async function buildOne(esbuild, name) {
  const { entry, options, executable } = bundles[name];
  if (!existsSync(join(root, entry))) throw new Error(`The ${name} bundle cannot be built: ${entry} does not exist.`);
  // The extension's folder holds the others.
  if (options.outdir !== dist) await rm(options.outdir, { recursive: true, force: true });
  const { metafile } = await esbuild.build({
    entryPoints: [join(root, entry)],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    // Errors and SDK commands are told apart by name in logs.
    keepNames: name !== 'webview',
    sourcemap: name !== 'webview',
    sourcesContent: false,
    // ThirdPartyNotices.txt carries the licences.
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    ...options,
  });
  await mkdir(metafiles, { recursive: true });
  await writeFile(join(metafiles, `${name}.json`), JSON.stringify(metafile));
  if (executable) await makeExecutable(join(options.outdir, executable));
  return Object.entries(metafile.outputs)
    .filter(([file]) => !file.endsWith('.map'))
    .map(([file, { bytes }]) => ({ file, bytes }));
}

async function makeExecutable(file) {
  const code = await readFile(file, 'utf8');
  if (!code.startsWith('#!')) await writeFile(file, `#!/usr/bin/env node\n${code}`);
  await chmod(file, 0o755);
}

/** Builds the named bundles, all of them by default, and returns each bundle's files. */
export async function build(names = Object.keys(bundles)) {
  const unknown = names.filter((name) => !(name in bundles));
  if (unknown.length > 0) {
    throw new Error(`No bundle is named ${unknown.join(', ')}: there are ${Object.keys(bundles).join(', ')}.`);
  }
  const esbuild = await import('esbuild');
  const built = await Promise.all(names.map(async (name) => ({ name, files: await buildOne(esbuild, name) })));
  return built;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const names = process.argv.slice(2);
  try {
    for (const { name, files } of await build(names.length > 0 ? names : undefined)) {
      const kilobytes = (files.reduce((sum, { bytes }) => sum + bytes, 0) / 1000).toFixed(0);
      const largest = files.toSorted((a, b) => b.bytes - a.bytes)[0];
      const folder = relative(root, bundles[name].options.outdir);
      console.log(`${name}: ${files.length} files, ${kilobytes} kB in ${folder}; largest ${largest.file}`);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
