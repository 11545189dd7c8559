import { AppError, isAppError } from '../core/model/errors.ts';
import type { CollectProgress, ErrorData, FromWorker, ToWorker, WorkerMethod, WorkerMethods } from './api.ts';

/** What a method may use of the call that it answers. */
export interface CallContext {
  readonly signal: AbortSignal;
  readonly progress: (event: CollectProgress) => void;
}

export type Handlers = {
  readonly [M in WorkerMethod]: (
    params: WorkerMethods[M]['params'],
    context: CallContext,
  ) => Promise<WorkerMethods[M]['result']> | WorkerMethods[M]['result'];
};

/** The end of a MessagePort that the worker has. */
export interface Port {
  on(event: 'message', listener: (message: ToWorker) => void): unknown;
  postMessage(message: FromWorker): void;
}

/** Answers every call on the port, errors included; a cancelled call's signal is aborted and its answer still comes. */
export function serve(port: Port, handlers: Handlers): void {
  const running = new Map<number, AbortController>();
  port.on('message', (message) => {
    if (message.kind === 'cancel') {
      running.get(message.id)?.abort();
      return;
    }
    const { id, method, params } = message;
    const controller = new AbortController();
    running.set(id, controller);
    const context: CallContext = {
      signal: controller.signal,
      progress: (event) => {
        port.postMessage({ kind: 'progress', id, event });
      },
    };
    // Both ends come from one build: the types of the messages are those of WorkerMethods.
    const handler = handlers[method] as (params: unknown, context: CallContext) => unknown;
    new Promise((resolve) => {
      resolve(handler(params, context));
    })
      .then(
        (value) => {
          port.postMessage({ kind: 'result', id, value });
        },
        (error: unknown) => {
          port.postMessage({ kind: 'error', id, error: errorData(error) });
        },
      )
      .catch((error: unknown) => {
        // A value that cannot be cloned: the caller must not wait for ever.
        port.postMessage({ kind: 'error', id, error: errorData(error) });
      })
      .finally(() => running.delete(id));
  });
}

/** An error as plain data: an AppError as it is, anything else as a fault of the program. */
export function errorData(error: unknown): ErrorData {
  const stack = error instanceof Error ? error.stack : undefined;
  const known = isAppError(error) ? error : new AppError('internal', String(error));
  return {
    code: known.code,
    message: known.message,
    actions: known.actions,
    ...(stack === undefined || known === error ? {} : { stack }),
  };
}
