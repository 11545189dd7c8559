import { isJsonObject, type Json, type JsonObject } from '../core/model/json.ts';
import type { SnapshotCall } from '../core/model/snapshot.ts';
import { classify } from './failures.ts';
import type { Operation } from './operations.ts';
import type { ServiceClient } from './client.ts';

export interface CallOptions {
  /** The user's cancellation. */
  readonly signal: AbortSignal;
  /**
   * For the operation with all its pages, in milliseconds. Only what its attempts take is counted, not how long a request
   * waits for its turn, nor how long the SDK waits between attempts because AWS throttles.
   */
  readonly deadlineMs: number;
  readonly now: () => Date;
  /** Makes one request when its turn comes. */
  readonly send: <T>(request: () => Promise<T>) => Promise<T>;
}

/**
 * Asks for all pages of an operation and merges them into one row. Never throws: whatever goes wrong becomes the row's
 * status, and what had come by then is kept, marked incomplete.
 *
 * @param params the input without page size and token, which the row does not repeat
 */
export async function callOperation(
  client: Promise<ServiceClient>,
  operation: Operation,
  params: JsonObject,
  options: CallOptions,
): Promise<SnapshotCall> {
  const command = operation.name.slice(operation.name.indexOf(':') + 1);
  const capturedAt = options.now().toISOString();
  let output: Record<string, Json> = {};
  let calls = 0;
  const row = (rest: Pick<SnapshotCall, 'status' | 'complete'> & { errorCode?: string }): SnapshotCall => ({
    operation: operation.name,
    params,
    capturedAt,
    calls,
    output,
    ...rest,
  });
  const tokens = new Set<string>();
  let token: string | undefined;
  const clock = createClock(options.deadlineMs);
  // A client that cannot be made may say so while the request still waits for its turn.
  client.catch(() => undefined);
  const request = async (input: JsonObject): Promise<object> => {
    calls += 1;
    const signal = AbortSignal.any([options.signal, clock.signal]);
    return untilAborted((await client).send(command, input, signal, clock.count), signal);
  };
  try {
    do {
      const page = operation.page;
      const input = {
        ...params,
        ...(page === undefined ? {} : { [page.sizeField]: page.size }),
        ...(page === undefined || token === undefined ? {} : { [page.tokenIn]: token }),
      };
      const answer = plainOutput(
        await untilAborted(
          options.send(() => request(input)),
          options.signal,
        ),
      );
      const next = page === undefined ? undefined : answer[page.tokenOut];
      // Some services repeat the page size beside the token.
      output = mergePages(output, page === undefined ? answer : without(answer, page.tokenOut, page.sizeField));
      token = typeof next === 'string' && next !== '' ? next : undefined;
      if (token !== undefined && tokens.has(token)) {
        return row({ status: 'failed', errorCode: 'RepeatedPageToken', complete: false });
      }
      if (token !== undefined) tokens.add(token);
    } while (token !== undefined);
    return row({ status: 'ok', complete: true });
  } catch (error) {
    const failure = classify(error, options.signal.aborted);
    if (operation.none?.includes(failure.errorCode) === true) return row({ status: 'ok', complete: true });
    return row({ ...failure, complete: false });
  }
}

export class DeadlineExceeded extends Error {
  readonly code = 'DeadlineExceeded';
}

/** The time that attempts take together. */
interface Clock {
  /** Fires when it is up. */
  readonly signal: AbortSignal;
  readonly count: (attempt: Promise<unknown>) => void;
}

function createClock(ms: number): Clock {
  const controller = new AbortController();
  let left = ms;
  const count: Clock['count'] = (attempt) => {
    const started = performance.now();
    const timer = setTimeout(() => {
      controller.abort(new DeadlineExceeded());
    }, left);
    const stop = (): void => {
      clearTimeout(timer);
      left -= performance.now() - started;
    };
    attempt.then(stop, stop);
  };
  return { signal: controller.signal, count };
}

/**
 * Does the work until its time is up or it is cancelled, and settles at once then. A timer of our own holds the deadline:
 * Node collects an `AbortSignal.timeout` to which only `AbortSignal.any` refers, and it never fires.
 *
 * @param ms milliseconds
 */
export async function withDeadline<T>(
  cancelled: AbortSignal,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const cancel = (): void => {
    controller.abort(cancelled.reason);
  };
  const timer = setTimeout(() => {
    controller.abort(new DeadlineExceeded());
  }, ms);
  if (cancelled.aborted) cancel();
  cancelled.addEventListener('abort', cancel, { once: true });
  try {
    return await untilAborted(work(controller.signal), controller.signal);
  } finally {
    clearTimeout(timer);
    cancelled.removeEventListener('abort', cancel);
  }
}

/** Settles at once when the signal fires: the SDK hears it only between its attempts' delays. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}

/** The SDK's answer as plain JSON: dates as ISO text, no `$metadata`, no undefined fields. */
export function plainOutput(answer: object): Record<string, Json> {
  const plain = JSON.parse(JSON.stringify(answer)) as unknown;
  return isJsonObject(plain) ? (without(plain, '$metadata') as Record<string, Json>) : {};
}

function without(object: JsonObject, ...fields: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !fields.includes(name)));
}

function mergePages(before: JsonObject, page: JsonObject): Record<string, Json> {
  const merged = { ...before } as Record<string, Json>;
  for (const [name, value] of Object.entries(page)) {
    const known = merged[name];
    if (value === undefined) continue;
    merged[name] = Array.isArray(known) && Array.isArray(value) ? [...(known as Json[]), ...(value as Json[])] : value;
  }
  return merged;
}
