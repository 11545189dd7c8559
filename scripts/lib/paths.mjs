// Where things are, relative to the project's root, so that every script works from any working directory.
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const dist = join(root, 'dist');
export const out = join(root, 'out');

/** The packaged extension, and the same unpacked: tests run what people install. */
export const vsix = join(out, 'privatelink-explorer.vsix');
export const unpackedVsix = join(out, 'vsix');
export const packagedExtension = join(unpackedVsix, 'extension');

/** esbuild's account of what went into each bundle; sizes, licences and import checks are read from it. */
export const metafiles = join(out, 'meta');
