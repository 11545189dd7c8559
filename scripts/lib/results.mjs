// What a part of the test run came to. A part that leaves no results, or results without a test, has failed:
// a process that died can look like one that had nothing to complain about.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { out } from './paths.mjs';

/**
 * @typedef {{ title: string, message: string }} Failure
 * @typedef {{ passed: number, failed: number, skipped: number, failures: Failure[], skips: string[], bench?: object }} Outcome
 */

/** Where a part writes its results; what an earlier run left there is removed. */
export function resultsFile(part) {
  const file = join(out, 'results', `${part}.json`);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/** @returns {Outcome} */
export const failure = (title, message) => ({
  passed: 0,
  failed: 1,
  skipped: 0,
  failures: [{ title, message }],
  skips: [],
});

/** @returns {Outcome} */
export const success = (passed = 1) => ({ passed, failed: 0, skipped: 0, failures: [], skips: [] });

/** @returns {Outcome} */
export const skip = (reason) => ({ passed: 0, failed: 0, skipped: 1, failures: [], skips: [reason] });

/**
 * Reads what a part wrote and holds it against how its process ended.
 * @returns {Outcome}
 */
export function readOutcome(file, ended) {
  const tail = ended.output.trim().split('\n').slice(-30).join('\n');
  if (!existsSync(file)) {
    return failure('no results', `The part ended with code ${ended.code} and wrote no results file.\n${tail}`);
  }
  let outcome;
  try {
    outcome = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return failure('unreadable results', `${file}: ${error.message}`);
  }
  if (outcome.passed + outcome.failed + outcome.skipped === 0) {
    return failure('no tests', `The part ran no test at all.\n${tail}`);
  }
  if (ended.code !== 0 && outcome.failed === 0) {
    const message = `Every test passed, yet the part ended with code ${ended.code}.\n${tail}`;
    return { ...outcome, failed: 1, failures: [{ title: 'ended badly', message }] };
  }
  return outcome;
}

/**
 * Where nothing may be missing, what was skipped has failed.
 * @param {Outcome} outcome
 * @returns {Outcome}
 */
export function withoutSkips(outcome) {
  return {
    ...outcome,
    failed: outcome.failed + outcome.skipped,
    skipped: 0,
    failures: [
      ...outcome.failures,
      ...outcome.skips.map((title) => ({ title, message: 'skipped, and with CI=true nothing may be' })),
    ],
    skips: [],
  };
}

export function total(outcomes) {
  const sum = (key) => outcomes.reduce((all, outcome) => all + outcome[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/** A run is good when something passed and nothing failed. */
export const exitCode = ({ passed, failed }) => (failed > 0 || passed === 0 ? 1 : 0);
