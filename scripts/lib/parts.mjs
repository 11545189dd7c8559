// How the parts of a test run are started and judged; the canaries go through the same functions.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { out, root } from './paths.mjs';
import { run } from './process.mjs';
import { failure, readOutcome, resultsFile, success, total } from './results.mjs';

export const guard = join(root, 'test', 'guard.cjs');
export const guardLog = join(out, 'results', 'guard.log');
export const bin = (name) => join(root, 'node_modules', name);
export const minutes = (count) => count * 60_000;

/** Every test process refuses connections that leave this machine, and writes them into one file. */
export const testEnvironment = (more = {}) => ({
  ...process.env,
  NODE_OPTIONS: `--require ${JSON.stringify(guard)}`,
  PRIVATELINK_GUARD: guard,
  PRIVATELINK_GUARD_LOG: guardLog,
  AWS_EC2_METADATA_DISABLED: 'true',
  CHECKPOINT_DISABLE: '1',
  ...more,
});

/** Runs the projects of vitest whose names begin so, of the given configuration. */
export async function runVitest(part, { config = join(root, 'vitest.config.js'), environment = {} } = {}) {
  const file = resultsFile(part);
  const reporter = join(root, 'scripts', 'lib', 'vitest-reporter.mjs');
  const args = [bin('vitest/vitest.mjs'), 'run', '--config', config, '--project', `${part}*`, `--reporter=${reporter}`];
  const ended = await run(process.execPath, args, {
    cwd: root,
    env: testEnvironment({ PRIVATELINK_RESULTS: file, ...environment }),
    timeout: minutes(40),
  });
  return readOutcome(file, ended);
}

/** Runs a script that writes an outcome to the file that `--results` names. */
export async function runScript(part, path, { args = [], environment = {}, timeout = minutes(5) } = {}) {
  const file = resultsFile(part);
  const ended = await run(process.execPath, [join(root, path), '--results', file, ...args], {
    cwd: root,
    env: testEnvironment(environment),
    timeout,
  });
  return readOutcome(file, ended);
}

/** Runs commands that only say yes or no: a test each. */
export async function runChecks(commands) {
  const outcomes = [];
  for (const [title, script, ...args] of commands) {
    const ended = await run(process.execPath, [script, ...args], { cwd: root, timeout: minutes(5) });
    outcomes.push(ended.code === 0 ? success() : failure(title, ended.output.trim()));
  }
  return sum(outcomes);
}

export const sum = (outcomes) => ({
  ...total(outcomes),
  failures: outcomes.flatMap(({ failures }) => failures),
  skips: outcomes.flatMap(({ skips }) => skips),
});

/** Connections to other machines that a test tried to make. */
export function leaks(log = guardLog) {
  if (!existsSync(log)) return success();
  return failure('a socket was to leave this machine', readFileSync(log, 'utf8').split('\n').slice(0, 20).join('\n'));
}
