import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBudgets } from '../../../src/aws/budgets.ts';
import { tokenBucket } from '../../../src/aws/limit.ts';
import { OPERATIONS, type Operation } from '../../../src/aws/operations.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = new AbortController().signal;
const HERE = { account: '111122223333', region: 'us-east-1' };

describe('a token bucket', () => {
  it('lets its capacity through at once, and then what is refilled', async () => {
    const take = tokenBucket({ capacity: 3, refill: 2 }, () => Date.now());
    const through: number[] = [];
    const started = Date.now();
    for (let i = 0; i < 7; i++) void take(never).then(() => through.push(Date.now() - started));
    await vi.advanceTimersByTimeAsync(0);
    expect(through).toEqual([0, 0, 0]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(through).toEqual([0, 0, 0, 500, 1000, 1500, 2000]);
  });

  it('fills up again, and never beyond its capacity', async () => {
    const take = tokenBucket({ capacity: 2, refill: 1 }, () => Date.now());
    await Promise.all([take(never), take(never)]);
    await vi.advanceTimersByTimeAsync(60_000);
    let through = 0;
    for (let i = 0; i < 5; i++) void take(never).then(() => (through += 1));
    await vi.advanceTimersByTimeAsync(0);
    expect(through).toBe(2);
  });

  it('lets go of a waiter at once when its signal fires, and serves the next', async () => {
    const take = tokenBucket({ capacity: 1, refill: 1 }, () => Date.now());
    await take(never);
    const controller = new AbortController();
    const cancelled = take(controller.signal);
    const order: string[] = [];
    void take(never).then(() => order.push('next'));
    controller.abort(new Error('gone'));
    await expect(cancelled).rejects.toThrow('gone');
    await expect(take(controller.signal)).rejects.toThrow('gone');
    await vi.advanceTimersByTimeAsync(1000);
    expect(order).toEqual(['next']);
  });
});

/** How many of so many requests are sent within a second. */
async function sentInASecond(requests: readonly (readonly [Operation, typeof HERE])[]): Promise<number> {
  const budgets = createBudgets();
  let sent = 0;
  for (const [operation, place] of requests) {
    void budgets.send(operation, place, never, () => {
      sent += 1;
      return Promise.resolve();
    });
  }
  await vi.advanceTimersByTimeAsync(1000);
  return sent;
}

const times = (count: number, operation: Operation, place = HERE): readonly (readonly [Operation, typeof HERE])[] =>
  Array.from({ length: count }, () => [operation, place] as const);

describe('the budgets that AWS publishes', () => {
  it('are one bucket an operation in EC2', async () => {
    expect(await sentInASecond(times(300, OPERATIONS.vpcAttribute))).toBe(120);
    expect(
      await sentInASecond([...times(300, OPERATIONS.vpcAttribute), ...times(300, OPERATIONS.servicePermissions)]),
    ).toBe(240);
  });

  it('are one bucket for all of ELB’s operations in an account and Region', async () => {
    expect(await sentInASecond([...times(60, OPERATIONS.targetHealth), ...times(60, OPERATIONS.listeners)])).toBe(50);
    const there = { ...HERE, region: 'eu-west-1' };
    expect(
      await sentInASecond([...times(60, OPERATIONS.targetHealth), ...times(60, OPERATIONS.targetHealth, there)]),
    ).toBe(100);
  });

  it('are one bucket for Route 53 in an account, whatever the Region', async () => {
    const there = { ...HERE, region: 'eu-west-1' };
    expect(
      await sentInASecond([
        ...times(60, OPERATIONS.hostedZonesByVpc),
        ...times(60, OPERATIONS.hostedZonesByVpc, there),
      ]),
    ).toBe(60);
  });

  it('are five a second for Resolver, and two for CloudTrail', async () => {
    expect(await sentInASecond(times(20, OPERATIONS.resolverRules))).toBe(10);
    expect(await sentInASecond(times(20, OPERATIONS.events))).toBe(4);
  });
});

describe('a request that is cancelled while it waits', () => {
  it('is never sent', async () => {
    const budgets = createBudgets();
    const controller = new AbortController();
    const sent: string[] = [];
    const send = (name: string, signal: AbortSignal): Promise<void> =>
      budgets.send(OPERATIONS.events, HERE, signal, () => {
        sent.push(name);
        return Promise.resolve();
      });
    await Promise.all([send('one', never), send('two', never)]);
    const waiting = send('three', controller.signal);
    controller.abort(new Error('cancelled'));
    await expect(waiting).rejects.toThrow('cancelled');
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toEqual(['one', 'two']);
  });
});
