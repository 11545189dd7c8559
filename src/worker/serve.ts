import { AppError, isAppError } from '../core/model/errors.ts';
import type { CollectProgress, ErrorData, FromWorker, Question, ToWorker, WorkerMethod, WorkerMethods } from './api.ts';

/** What a method may use of the call that it answers. */
export interface CallContext {
  readonly signal: AbortSignal;
  readonly progress: (event: CollectProgress) => void;
  /** Asks whoever called; `undefined` when the question is dismissed. */
  readonly ask: (question: Question) => Promise<string | undefined>;
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
  const asked = new Map<number, (value: string | undefined) => void>();
  let lastQuestion = 0;
  port.on('message', (message) => {
    if (message.kind === 'cancel') {
      running.get(message.id)?.abort();
      return;
    }
    if (message.kind === 'answer') {
      asked.get(message.question)?.(message.value ?? undefined);
      asked.delete(message.question);
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
      ask: (ask) =>
        new Promise((resolve) => {
          lastQuestion += 1;
          asked.set(lastQuestion, resolve);
          port.postMessage({ kind: 'question', id, question: lastQuestion, ask });
        }),
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
