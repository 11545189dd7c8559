// Writes docs/rules from the rules: node scripts/rule-docs.mjs
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const entry = `
  export { rulePages } from './src/core/report/rule-pages.ts';
  export { RULES } from './src/core/rules/registry.ts';
`;
const bundle = await build({
  stdin: { contents: entry, resolveDir: root, loader: 'ts' },
  bundle: true,
  format: 'esm',
  write: false,
});
const source = Buffer.from(bundle.outputFiles[0].contents).toString('base64');
const { rulePages, RULES } = await import(`data:text/javascript;base64,${source}`);

const folder = `${root}docs/rules`;
await mkdir(folder, { recursive: true });
const pages = rulePages(RULES);
for (const name of await readdir(folder)) {
  if (name.endsWith('.md') && !pages.has(name)) await rm(`${folder}/${name}`);
}
for (const [name, content] of pages) await writeFile(`${folder}/${name}`, content);
console.log(`Wrote ${pages.size} pages to docs/rules.`);
