// Proves that the test run can fail: each canary is a run with one thing wrong, and passes when that run is red for
// that reason. They go through the functions that judge the real parts.
//   node test/canaries/run.mjs [--results FILE]
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { guardLog, leaks, runScript, runVitest, sum } from '../../scripts/lib/parts.mjs';
import { out, root } from '../../scripts/lib/paths.mjs';
import { stopChildrenOnSignals } from '../../scripts/lib/process.mjs';
import { exitCode, failure, skip, success, withoutSkips } from '../../scripts/lib/results.mjs';
import { findChromium } from '../../tools/vscode-host/browser.mjs';
import { hostProblem } from '../../tools/vscode-host/install.mjs';

const { values } = parseArgs({
  options: { results: { type: 'string', default: join(out, 'results', 'canaries.json') } },
});
const here = join(root, 'test', 'canaries');

/** What careless tests do goes into a file of its own: it must not count against the run that the canaries are part of. */
const ownGuardLog = `${guardLog}.canaries`;
const environment = { PRIVATELINK_GUARD_LOG: ownGuardLog };

const inHost = (suite) =>
  runScript(`canary-host-${suite}`, 'test/host/run.mjs', {
    args: [
      ['--suites', join(here, 'suites', suite)],
      ['--extension', join(here, 'extension')],
      ['--bundles', join(out, `canary-host-${suite}`)],
    ].flat(),
    environment: { ...environment, PRIVATELINK_HOST_TIMEOUT: '60000' },
  });

const inVitest = (project) => runVitest(`canary-${project}`, { config: join(here, 'vitest.config.js'), environment });

/** Runs something careless, and judges the connections that it tried to make. */
async function leaksOf(careless) {
  rmSync(ownGuardLog, { force: true });
  const outcome = await careless();
  return sum([outcome, leaks(ownGuardLog)]);
}

async function scriptThatWritesNothing() {
  const path = join(out, 'canary-silent.mjs');
  mkdirSync(out, { recursive: true });
  writeFileSync(path, '');
  return runScript('canary-silent', 'out/canary-silent.mjs');
}

/** What is wrong, and the failures by which the run has to notice; nothing else may be red. */
const canaries = [
  { title: 'a part that ends well and writes no results', run: scriptThatWritesNothing, expected: [/^no results$/] },
  {
    title: 'a skip where nothing may be skipped',
    run: async () => withoutSkips(skip('terraform')),
    expected: [/terraform/],
  },
  { title: 'a run in which nothing passed', run: async () => success(0), expected: [] },
  { title: 'a vitest project with no files', run: () => inVitest('missing'), expected: [/^no (results|tests)$/] },
  { title: 'a vitest suite with no tests', run: () => inVitest('empty'), expected: [/empty\.test\.ts/] },
  {
    title: 'an unhandled rejection and a connection to another machine in vitest',
    run: () => leaksOf(() => inVitest('careless')),
    expected: [/^an error that nobody handled$/, /^a socket was to leave this machine$/],
  },
];

const hostCanaries = [
  { title: 'an extension host that is killed half-way', run: () => inHost('killed'), expected: [/^no results$/] },
  { title: 'an in-host suite with no tests', run: () => inHost('empty'), expected: [/^no tests$/] },
  {
    title: 'an unhandled rejection and a connection to another machine in the extension host',
    run: () => leaksOf(() => inHost('careless')),
    expected: [/^unhandled rejection$/, /^a socket was to leave this machine$/],
  },
  { title: "an error on a webview's console", run: () => inVitest('webview'), expected: [/a failing panel$/] },
];

/** Green when the run was red, and for these reasons alone. */
function judge({ title, expected }, outcome) {
  const titles = outcome.failures.map((one) => one.title);
  const asExpected =
    expected.every((pattern) => titles.some((one) => pattern.test(one))) &&
    titles.every((one) => expected.some((pattern) => pattern.test(one)));
  if (exitCode(outcome) !== 0 && asExpected) return success();
  const told = outcome.failures.map((one) => `${one.title}: ${one.message}`).join('\n');
  return failure(
    title,
    `The run should have failed by ${expected.join(' and ') || 'its exit code'}, and had\n${told || 'no failure'}`,
  );
}

stopChildrenOnSignals();
const reason = hostProblem() ?? ((await findChromium()) ? undefined : 'there is no Chromium');
const outcomes = reason ? hostCanaries.map(({ title }) => skip(`${title}: ${reason}`)) : [];
for (const canary of reason ? canaries : [...canaries, ...hostCanaries])
  outcomes.push(judge(canary, await canary.run()));
rmSync(ownGuardLog, { force: true });
const outcome = sum(outcomes);
mkdirSync(dirname(values.results), { recursive: true });
writeFileSync(values.results, JSON.stringify(outcome));
for (const { title, message } of outcome.failures) console.error(`✘ ${title}\n${message}`);
console.log(`${outcome.passed} canaries passed, ${outcome.failed} failed, ${outcome.skipped} skipped`);
