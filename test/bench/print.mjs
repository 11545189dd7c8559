// Sizes and activation time, as the last build and the last run inside VS Code left them. Tests hold the sizes to their
// bounds; times depend on the machine and are only told.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { dist, out, vsix } from '../../scripts/lib/paths.mjs';

const kilobytes = (file) => (existsSync(file) ? `${(statSync(file).size / 1000).toFixed(0)} kB` : 'not built');

function activation() {
  const file = join(out, 'results', 'in-host.json');
  const bench = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).bench : undefined;
  if (!bench) return 'not measured';
  if (bench.extension === undefined) return 'not measured: something had activated the extension before';
  const ratio = (bench.extension / bench.empty).toFixed(1);
  return `${bench.extension.toFixed(1)} ms, an empty extension in the same host ${bench.empty.toFixed(1)} ms (×${ratio})`;
}

export function printBenchmarks() {
  console.log(`\nentry bundle  ${kilobytes(join(dist, 'extension.cjs'))}`);
  console.log(`VSIX          ${kilobytes(vsix)}`);
  console.log(`activation    ${activation()}`);
}
