// Packs dist/ and the manifest into out/privatelink-explorer.vsix, and unpacks that for the tests.
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { out, root, unpackedVsix, vsix } from './lib/paths.mjs';
import { run } from './lib/process.mjs';
import { unzip } from './lib/zip.mjs';

/** Runs vsce on what has been built. */
export async function pack() {
  mkdirSync(out, { recursive: true });
  rmSync(vsix, { force: true });
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const result = await run(
    process.execPath,
    [vsce, 'package', '--no-dependencies', '--no-rewrite-relative-links', '--out', vsix],
    { cwd: root },
  );
  if (result.code !== 0 || !existsSync(vsix))
    throw new Error(`vsce could not package the extension:\n${result.output.trim()}`);
  rmSync(unpackedVsix, { recursive: true, force: true });
  unzip(vsix, unpackedVsix);
  return { file: vsix, bytes: statSync(vsix).size };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const { file, bytes } = await pack();
    console.log(`${file}: ${(bytes / 1000).toFixed(0)} kB`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
