// Bundles and runs main.ts, because Node 20 does not run TypeScript.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const outfile = join(dirname(main), '..', '..', 'out', 'wire', 'main.mjs');
await mkdir(dirname(outfile), { recursive: true });
await build({
  entryPoints: [main],
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  outfile,
  logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);
