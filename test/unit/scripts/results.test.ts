import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { exitCode, failure, readOutcome, skip, success, total, withoutSkips } from '../../../scripts/lib/results.mjs';

const folder = mkdtempSync(join(tmpdir(), 'privatelink-results-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(text: string): string {
  const file = join(folder, `${String(Math.random())}.json`);
  writeFileSync(file, text);
  return file;
}

const ended = (code: number) => ({ code, output: 'the last words' });
const titles = (outcome: { failures: readonly { title: string }[] }) => outcome.failures.map(({ title }) => title);

test('a part without a results file has failed, however well it ended', () => {
  const outcome = readOutcome(join(folder, 'missing.json'), ended(0));
  expect(titles(outcome)).toEqual(['no results']);
  expect(outcome.failures[0]?.message).toContain('the last words');
});

test('a part without a test has failed', () => {
  expect(titles(readOutcome(written(JSON.stringify(success(0))), ended(0)))).toEqual(['no tests']);
});

test('half a results file is a failure', () => {
  expect(titles(readOutcome(written('{"passed": 3'), ended(0)))).toEqual(['unreadable results']);
});

test('a part whose tests passed and that ended badly has failed', () => {
  const outcome = readOutcome(written(JSON.stringify(success(3))), ended(1));
  expect(total([outcome])).toEqual({ passed: 3, failed: 1, skipped: 0 });
});

test('what passed is counted', () => {
  expect(total([readOutcome(written(JSON.stringify(success(3))), ended(0)), success(), skip('why')])).toEqual({
    passed: 4,
    failed: 0,
    skipped: 1,
  });
});

test('a skip fails where nothing may be skipped, with its reason', () => {
  const outcome = withoutSkips(skip('terraform is not installed'));
  expect(total([outcome])).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(titles(outcome)).toEqual(['terraform is not installed']);
});

test.each([
  { outcome: success(), code: 0 },
  { outcome: success(0), code: 1 },
  { outcome: skip('everything'), code: 1 },
  { outcome: failure('one', ''), code: 1 },
])('the exit code for $outcome.passed passed and $outcome.failed failed is $code', ({ outcome, code }) => {
  expect(exitCode(outcome)).toBe(code);
});
