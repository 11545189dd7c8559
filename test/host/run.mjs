// Runs test/host/suite inside VS Code's extension host, on the packaged extension.
//   node test/host/run.mjs [--results FILE]
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { out, packagedExtension, root } from '../../scripts/lib/paths.mjs';
import { stopChildrenOnSignals } from '../../scripts/lib/process.mjs';
import { writeEmptyExtensions } from '../bench/empty-extensions.mjs';
import { hostProblem } from '../../tools/vscode-host/install.mjs';

const { values } = parseArgs({
  options: {
    results: { type: 'string', default: join(out, 'results', 'host.json') },
    /** A folder of suites other than the extension's own, and an extension for them: the canaries'. */
    suites: { type: 'string', default: join(root, 'test', 'host', 'suite') },
    extension: { type: 'string', default: packagedExtension },
    /** Where to put the bundles of the tests. */
    bundles: { type: 'string', default: join(out, 'host') },
  },
});

const suites = readdirSync(values.suites).filter((name) => /\.test\.ts$/.test(name));

/** Tests are bundled like the extension, one file per suite; mocha stays outside, since its globals are shared. */
async function bundle() {
  const { build } = await import('esbuild');
  rmSync(values.bundles, { recursive: true, force: true });
  /** @type {import('esbuild').BuildOptions} */
  const shared = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  };
  await build({ ...shared, entryPoints: [join(root, 'test', 'host', 'index.ts')], outdir: values.bundles });
  const entryPoints = suites.map((name) => join(values.suites, name));
  await build({ ...shared, entryPoints, outdir: join(values.bundles, 'suite') });
  mkdirSync(join(values.bundles, 'suite'), { recursive: true });
}

stopChildrenOnSignals();
await bundle();
const { runTests } = await import('@vscode/test-electron');
const desktop = process.env.PRIVATELINK_DESKTOP === '1' || hostProblem() !== undefined;
const temporary = mkdtempSync(join(tmpdir(), 'privatelink-host-'));
const workspace = join(temporary, 'workspace');
mkdirSync(workspace);
mkdirSync(dirname(resolve(values.results)), { recursive: true });
rmSync(values.results, { force: true });
const environment = {
  PRIVATELINK_RESULTS: resolve(values.results),
  PRIVATELINK_SUITES: join(values.bundles, 'suite'),
  PRIVATELINK_EXTENSION: resolve(values.extension),
  PRIVATELINK_ROOT: root,
  AWS_EC2_METADATA_DISABLED: 'true',
};
try {
  await runTests({
    ...(desktop ? {} : { vscodeExecutablePath: join(root, 'test', 'host', 'code-shim.mjs') }),
    extensionDevelopmentPath: [resolve(values.extension), ...writeEmptyExtensions(join(temporary, 'empty'))],
    extensionTestsPath: join(values.bundles, 'index.cjs'),
    extensionTestsEnv: environment,
    launchArgs: [workspace, ...(desktop ? ['--disable-extensions'] : [])],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
