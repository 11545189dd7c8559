// Writes samples/two-companies.plsnap.json from test/worlds/sample.ts.
import { build } from 'esbuild';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bundle = await build({
  stdin: {
    contents: `
      import { serializeSnapshot } from './src/core/model/snapshot.ts';
      import { sampleEstate } from './test/worlds/sample.ts';
      export const text = serializeSnapshot(sampleEstate());
    `,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const module = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`
);
const file = join(root, 'samples', 'two-companies.plsnap.json');
writeFileSync(file, module.text);
console.log(`Wrote ${file} (${module.text.length} characters).`);
