import { expect, test } from 'vitest';
import { schedule } from '../../../scripts/lib/schedule.mjs';

/** Jobs that note when they start and end; each ends in the next turn of the event loop. */
function noting(log: string[]) {
  return (name: string, after: string[] = []) => ({
    name,
    after,
    async run() {
      log.push(`+${name}`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`-${name}`);
      return name.toUpperCase();
    },
  });
}

test('runs as many at a time as there are lanes, in the order given', async () => {
  const log: string[] = [];
  const job = noting(log);
  const results = await schedule([job('a'), job('b'), job('c')], 2);
  expect(log.slice(0, 2)).toEqual(['+a', '+b']);
  expect(log.indexOf('+c')).toBeGreaterThan(log.indexOf('-a'));
  expect([...results.values()].sort()).toEqual(['A', 'B', 'C']);
});

test('starts a job when those that it needs are done, and lets others go first', async () => {
  const log: string[] = [];
  const job = noting(log);
  await schedule([job('late', ['early']), job('early'), job('other')], 2);
  expect(log.indexOf('+late')).toBeGreaterThan(log.indexOf('-early'));
});

test('does not wait for a job that is not part of the run', async () => {
  const results = await schedule([noting([])('alone', ['somewhere else'])], 1);
  expect(results.get('alone')).toBe('ALONE');
});

test('says so when jobs wait for each other', async () => {
  const job = noting([]);
  await expect(schedule([job('a', ['b']), job('b', ['a'])], 2)).rejects.toThrow('a, b');
});
