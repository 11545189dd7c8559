// npm test: everything, on a fresh clone too. The last line is "N passed, N failed, N skipped".
//   CI=true npm test               what this machine cannot run fails instead of being skipped
//   node scripts/test.mjs unit ui  only these parts and what they need
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { installDependencies, nodeProblem } from './lib/dependencies.mjs';
import { bin, guardLog, leaks, runChecks, runScript, runVitest } from './lib/parts.mjs';
import { stopChildrenOnSignals } from './lib/process.mjs';
import * as results from './lib/results.mjs';
import { schedule } from './lib/schedule.mjs';
import { hostProblem } from '../tools/vscode-host/install.mjs';

const strict = process.env.CI === 'true';

/** What the parts tell each other: the browser that was found. */
const found = { chromium: undefined };

async function build() {
  const { build: bundle } = await import('./build.mjs');
  const { pack } = await import('./package.mjs');
  await bundle();
  await pack();
  return results.success();
}

async function prepareHost() {
  const problem = hostProblem();
  if (!problem) await (await import('../tools/vscode-host/install.mjs')).installHost();
  const { findChromium, noChromium } = await import('../tools/vscode-host/browser.mjs');
  found.chromium = await findChromium((what) => console.log(`  ${what}`));
  if (problem) return results.skip(`VS Code in a browser: ${problem}`);
  return found.chromium ? results.success() : results.skip(`VS Code in a browser: ${noChromium}`);
}

const withHost = (part, work) => async () => {
  const problem = hostProblem() ?? (found.chromium ? undefined : 'there is no Chromium');
  return problem ? results.skip(`${part}: ${problem}`) : work();
};

const typeProjects = [
  'tsconfig.json',
  'src/core/tsconfig.json',
  'webview/tsconfig.json',
  'test/tsconfig.json',
  'scripts/tsconfig.json',
];

/** In the order in which they start, two at a time; the longest chain first. */
const parts = [
  { name: 'build', run: build },
  { name: 'host', run: prepareHost },
  {
    name: 'ui',
    after: ['build', 'host'],
    run: withHost('the UI suite', () => runVitest('ui', { environment: { PRIVATELINK_CHROMIUM: found.chromium } })),
  },
  {
    name: 'types',
    run: () => runChecks(typeProjects.map((project) => [project, bin('typescript/bin/tsc'), '-p', project])),
  },
  { name: 'unit', after: ['build'], run: () => runVitest('unit') },
  { name: 'integration', after: ['build'], run: () => runVitest('integration') },
  { name: 'lint', run: () => runChecks([['eslint', bin('eslint/bin/eslint.js'), '.']]) },
  { name: 'in-host', after: ['build', 'host'], run: inHost },
  { name: 'canaries', after: ['build', 'host'], run: () => runScript('canaries', 'test/canaries/run.mjs') },
  {
    name: 'format',
    run: () => runChecks([['prettier', bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']]),
  },
  {
    name: 'architecture',
    run: () =>
      runChecks([
        [
          'imports',
          bin('dependency-cruiser/bin/dependency-cruise.mjs'),
          '--config',
          '.dependency-cruiser.cjs',
          'src',
          'webview',
          'test',
        ],
        ['unused files, exports and dependencies', bin('knip/bin/knip.js'), '--no-progress'],
      ]),
  },
  { name: 'package', after: ['build'], run: () => runScript('package', 'test/package/run.mjs') },
];

async function inHost() {
  const desktop = hostProblem() !== undefined;
  if (!desktop && !found.chromium) return results.skip('the suite inside the extension host: there is no Chromium');
  return runScript('in-host', 'test/host/run.mjs');
}

function report(name, outcome, began) {
  const { passed, failed, skipped } = outcome;
  const counts = [
    passed > 0 && `${passed} passed`,
    failed > 0 && `${failed} failed`,
    skipped > 0 && `${skipped} skipped`,
  ];
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${failed > 0 ? '✘' : '✔'} ${name.padEnd(13)} ${counts.filter(Boolean).join(', ').padEnd(32)} ${seconds.padStart(6)} s`,
  );
}

/** The named parts and everything they wait for. */
function chosen(names) {
  if (names.length === 0) return parts;
  const unknown = names.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0)
    throw new Error(`No part is named ${unknown.join(', ')}: there are ${parts.map(({ name }) => name).join(', ')}.`);
  const wanted = new Set(names);
  for (const name of wanted)
    for (const needed of parts.find((part) => part.name === name).after ?? []) wanted.add(needed);
  return parts.filter(({ name }) => wanted.has(name));
}

function printDetails(outcome) {
  for (const { title, message } of outcome.failures) console.log(`\n✘ ${title}\n${message.replaceAll(/^/gm, '    ')}`);
  for (const reason of outcome.skips) console.log(`skipped: ${reason}`);
}

async function main() {
  const began = performance.now();
  const tooOld = nodeProblem();
  if (tooOld) throw new Error(tooOld);
  const selected = chosen(process.argv.slice(2));
  if (await installDependencies()) report('install', results.success(), began);
  rmSync(guardLog, { force: true });
  const timed = selected.map((part) => ({
    ...part,
    async run() {
      const partBegan = performance.now();
      const raw = await part.run().catch((error) => results.failure(part.name, error?.stack ?? String(error)));
      const outcome = strict ? results.withoutSkips(raw) : raw;
      report(part.name, outcome, partBegan);
      return outcome;
    },
  }));
  const lanes = Math.max(2, Math.min(4, availableParallelism()));
  const outcomes = [...(await schedule(timed, lanes)).values(), leaks()];
  for (const outcome of outcomes) printDetails(outcome);
  const { printBenchmarks } = await import('../test/bench/print.mjs');
  printBenchmarks();
  console.log(`\nDone in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  return results.total(outcomes);
}

stopChildrenOnSignals();
let totals = { passed: 0, failed: 1, skipped: 0 };
try {
  totals = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(results.exitCode(totals));
