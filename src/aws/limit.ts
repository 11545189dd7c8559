/** Runs tasks with at most `width` of them at once, in the order in which they came. */
export type Limiter = <T>(task: () => Promise<T>) => Promise<T>;

/** @param width how many tasks may run at once; at least 1 */
export function limiter(width: number): Limiter {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= width) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    } else {
      running += 1;
    }
    try {
      return await task();
    } finally {
      // The place goes straight to the next in line, so that nobody can slip in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

/** A token bucket: `capacity` requests at once, `refill` more each second. */
export interface Bucket {
  readonly capacity: number;
  readonly refill: number;
}

/** Waits for a token; rejects with the signal's reason as soon as it fires. */
export type Take = (signal: AbortSignal) => Promise<void>;

/**
 * A bucket that starts full, as AWS's do. Waiters are served in the order in which they came.
 *
 * @param now milliseconds of a clock that never goes back
 */
export function tokenBucket({ capacity, refill }: Bucket, now: () => number = () => performance.now()): Take {
  let tokens = capacity;
  let filledAt = now();
  const waiting: (() => void)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const fill = (): void => {
    const at = now();
    tokens = Math.min(capacity, tokens + ((at - filledAt) / 1000) * refill);
    filledAt = at;
  };
  const serve = (): void => {
    timer = undefined;
    fill();
    while (tokens >= 1 && waiting.length > 0) {
      tokens -= 1;
      waiting.shift()?.();
    }
    if (waiting.length > 0) timer = setTimeout(serve, Math.max(1, Math.ceil(((1 - tokens) / refill) * 1000)));
  };
  return (signal) =>
    new Promise<void>((resolve, reject) => {
      const abort = (): void => {
        waiting.splice(waiting.indexOf(go), 1);
        reject(signal.reason as Error);
      };
      const go = (): void => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      signal.addEventListener('abort', abort, { once: true });
      waiting.push(go);
      if (timer === undefined) serve();
    });
}
