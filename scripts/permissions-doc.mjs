// Writes docs/permissions.md from the operations: node scripts/permissions-doc.mjs
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { format, resolveConfig } from 'prettier';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = await build({
  entryPoints: [`${root}src/aws/permissions-page.ts`],
  bundle: true,
  format: 'esm',
  write: false,
});
const source = Buffer.from(bundle.outputFiles[0].contents).toString('base64');
const { permissionsPage } = await import(`data:text/javascript;base64,${source}`);

const page = `${root}docs/permissions.md`;
await writeFile(page, await format(permissionsPage(), { ...(await resolveConfig(page)), parser: 'markdown' }));
console.log('Wrote docs/permissions.md.');
