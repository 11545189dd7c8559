// Bundles and runs a benchmark, because Node 20 does not run TypeScript: node test/bench/run.mjs code|collect|diagnose|estate|find|frames|layout|memory|precision|walk
import { mkdir } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const [name = 'collect'] = process.argv.slice(2);
const outfile = join(here, '..', '..', 'out', 'bench', `${name}.mjs`);
await mkdir(dirname(outfile), { recursive: true });
await build({
  entryPoints: [join(here, `${name}.ts`)],
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  outfile,
  logLevel: 'warning',
});
const child = spawn(process.execPath, ['--expose-gc', outfile], { stdio: 'inherit' });
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
