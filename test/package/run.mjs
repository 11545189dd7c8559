// What is shipped: how large it is, what is in it, what loads with it.
//   node test/package/run.mjs [--results FILE]      after npm run build and node scripts/package.mjs
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkNotices } from '../../scripts/licences.mjs';
import { dist, metafiles, out, packagedExtension, vsix } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/process.mjs';
import { failure, success } from '../../scripts/lib/results.mjs';
import { sum } from '../../scripts/lib/parts.mjs';
import { readZip } from '../../scripts/lib/zip.mjs';

const { values } = parseArgs({
  options: { results: { type: 'string', default: join(out, 'results', 'package.json') } },
});

const metafile = (bundle) => JSON.parse(readFileSync(join(metafiles, `${bundle}.json`), 'utf8'));

/** Everything that a bundle's entry loads at once, by the names of the files it is made from. */
function loadedByEntry(bundle, entry) {
  const { outputs } = metafile(bundle);
  const files = new Set([entry]);
  const inputs = new Set();
  for (const file of files) {
    for (const input of Object.keys(outputs[file].inputs)) inputs.add(input);
    for (const { path, kind, external } of outputs[file].imports) {
      if (!external && kind === 'import-statement') files.add(path);
    }
  }
  return [...inputs];
}

const tests = {
  'the entry is under 100 kB'() {
    assert.ok(statSync(join(dist, 'extension.cjs')).size < 100_000);
  },
  'the page of the diagram is under 700 kB, and knows no rule'() {
    const page = readFileSync(join(dist, 'webview', 'topology.js'), 'utf8');
    assert.ok(page.length < 700_000);
    assert.ok(!page.includes('PL-SG-001'));
  },
  'the VSIX is under 3 MB'() {
    assert.ok(statSync(vsix).size < 3_000_000);
  },
  'activation loads no AWS SDK, no layout and no drawing'() {
    const loaded = loadedByEntry('extension', 'dist/extension.cjs');
    assert.deepEqual(
      loaded.filter((input) => /@aws-sdk|@smithy|cytoscape|elkjs|webview-ui-toolkit/.test(input)),
      [],
    );
  },
  'the worker starts without the AWS SDK and the layout'() {
    const loaded = loadedByEntry('worker', 'dist/worker/worker.js');
    assert.deepEqual(
      loaded.filter((input) => /@aws-sdk|@smithy|elkjs/.test(input)),
      [],
    );
  },
  'the webview has no code of the layout and of Node'() {
    const loaded = loadedByEntry('webview', 'dist/webview/topology.js');
    assert.deepEqual(
      loaded.filter((input) => /elkjs|^node:|@aws-sdk/.test(input)),
      [],
    );
  },
  'the VSIX holds what runs and what is read, and nothing else'() {
    const wanted =
      /^(extension\.vsixmanifest|\[Content_Types\]\.xml|extension\/(package(\.nls(\.[\w-]+)?)?\.json|(readme|changelog)\.md|LICENSE\.txt|ThirdPartyNotices\.txt|dist\/(extension|new-endpoint)\.cjs|dist\/(worker|webview)\/[\w./-]+\.(js|css)|(l10n|media|samples|schemas)\/.+))$/i;
    const names = readZip(vsix).map(({ name }) => name);
    assert.deepEqual(
      names.filter((name) => !wanted.test(name)),
      [],
    );
    for (const name of [
      'dist/extension.cjs',
      'dist/new-endpoint.cjs',
      'dist/worker/worker.js',
      'dist/webview/topology.js',
      'ThirdPartyNotices.txt',
    ]) {
      assert.ok(names.includes(`extension/${name}`), `${name} is missing`);
    }
  },
  'every file that the manifest names is in the VSIX'() {
    const manifest = readFileSync(join(packagedExtension, 'package.json'), 'utf8');
    const names = new Set(readZip(vsix).map(({ name }) => name));
    const named = [...manifest.matchAll(/"\.?\/?((?:dist|media|schemas|samples)\/[^"]+)"/g)].map(([, path]) => path);
    const missing = named.filter((path) => !path.startsWith('dist/cli/') && !names.has(`extension/${path}`));
    assert.deepEqual(missing, []);
  },
  'the bundles hold only code that may be shipped, and the notices name all of it'() {
    assert.deepEqual(checkNotices(), []);
  },
  async 'the command line starts on this Node and says how it is used'() {
    const { code, output } = await run(join(dist, 'cli', 'privatelink.js'), ['--help']);
    assert.equal(code, 0, output);
    assert.match(output, /privatelink/);
  },
};

const outcomes = [];
for (const [title, test] of Object.entries(tests)) {
  try {
    await test();
    outcomes.push(success());
  } catch (error) {
    outcomes.push(failure(title, error.message));
  }
}
const outcome = sum(outcomes);
mkdirSync(dirname(values.results), { recursive: true });
writeFileSync(values.results, JSON.stringify(outcome));
for (const { title, message } of outcome.failures) console.error(`✘ ${title}\n${message}`);
console.log(`${outcome.passed} passed, ${outcome.failed} failed`);
