// Writes docs/code-options.md from the table of options: node scripts/code-options-doc.mjs
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { format, resolveConfig } from 'prettier';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = await build({
  entryPoints: [`${root}test/validators/options.ts`],
  bundle: true,
  format: 'esm',
  write: false,
});
const source = Buffer.from(bundle.outputFiles[0].contents).toString('base64');
const { optionsPage } = await import(`data:text/javascript;base64,${source}`);

const page = `${root}docs/code-options.md`;
await writeFile(page, await format(optionsPage(), { ...(await resolveConfig(page)), parser: 'markdown' }));
console.log('Wrote docs/code-options.md.');
