import { expect, it } from 'vitest';
import { limiter } from '../../../src/aws/limit.ts';

interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

function gate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('runs as many tasks at once as it may, in the order in which they came', async () => {
  const limit = limiter(2);
  const gates = Array.from({ length: 5 }, gate);
  const started: number[] = [];
  const results = gates.map(({ opened }, i) =>
    limit(async () => {
      started.push(i);
      await opened;
      return i;
    }),
  );
  await turn();
  expect(started).toEqual([0, 1]);
  gates[1]?.open();
  await turn();
  expect(started).toEqual([0, 1, 2]);
  for (const { open } of gates) open();
  expect(await Promise.all(results)).toEqual([0, 1, 2, 3, 4]);
  expect(started).toEqual([0, 1, 2, 3, 4]);
});

it('gives the place of a task that failed to the next', async () => {
  const limit = limiter(1);
  const failed = limit(() => Promise.reject(new Error('no')));
  const next = limit(() => Promise.resolve('next'));
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('next');
});

it('never runs more than it may when a task ends while others come', async () => {
  const limit = limiter(1);
  let running = 0;
  let most = 0;
  const task = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await turn();
    running -= 1;
  };
  const first = limit(task);
  const second = limit(task);
  await first;
  await Promise.all([second, limit(task), limit(task)]);
  expect(most).toBe(1);
});
