import { Worker } from 'node:worker_threads';
import { EventEmitter, l10n, type Event, type LogOutputChannel } from 'vscode';
import { AppError } from '../core/model/errors.ts';
import type {
  CollectProgress,
  ErrorData,
  FromWorker,
  Question,
  ToWorker,
  WorkerMethod,
  WorkerMethods,
} from '../worker/api.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: CollectProgress) => void;
  /** What a person answers; `undefined` when they dismiss the question, as every question is without it. */
  readonly onQuestion?: (question: Question) => Promise<string | undefined>;
}

/** The worker thread, started by the first call. */
export interface WorkerClient {
  readonly call: <M extends WorkerMethod>(
    method: M,
    params: WorkerMethods[M]['params'],
    options?: CallOptions,
  ) => Promise<WorkerMethods[M]['result']>;
  /** Fires when the thread ended without being asked to; every call that was waiting has been rejected by then. */
  readonly onDidStop: Event<AppError>;
  /** Ends the thread; the next call starts a new one, which holds nothing. */
  readonly restart: () => Promise<void>;
  readonly dispose: () => void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: CallOptions['onProgress'] | undefined;
  readonly onQuestion: CallOptions['onQuestion'] | undefined;
  readonly release: () => void;
}

/** @param file the worker's bundle */
export function createWorkerClient(file: string, log: LogOutputChannel): WorkerClient {
  const stopped = new EventEmitter<AppError>();
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let crash: AppError | undefined;
  let lastId = 0;

  const settle = (id: number): Waiting | undefined => {
    const call = waiting.get(id);
    waiting.delete(id);
    call?.release();
    return call;
  };
  const rejectAll = (error: Error): void => {
    for (const id of [...waiting.keys()]) settle(id)?.reject(error);
  };
  const answer = async ({ id, question, ask }: FromWorker & { kind: 'question' }): Promise<void> => {
    const target = worker;
    const value = await waiting.get(id)?.onQuestion?.(ask);
    if (target !== undefined) send(target, { kind: 'answer', id, question, value: value ?? null });
  };
  const receive = (message: FromWorker): void => {
    switch (message.kind) {
      case 'progress':
        waiting.get(message.id)?.onProgress?.(message.event);
        break;
      case 'result':
        settle(message.id)?.resolve(message.value);
        break;
      case 'error':
        settle(message.id)?.reject(toError(message.error));
        break;
      case 'question':
        answer(message).catch((error: unknown) => {
          log.error(error instanceof Error ? error : String(error));
        });
        break;
    }
  };
  const start = (): Worker => {
    const started = new Worker(file, { stdout: true, stderr: true });
    const ended = (reason: string): void => {
      if (worker !== started) return;
      worker = undefined;
      log.error(`The worker thread stopped: ${reason}`);
      crash = stoppedError();
      rejectAll(crash);
      stopped.fire(crash);
    };
    started.on('message', receive);
    started.on('error', (error) => {
      ended(error instanceof Error ? (error.stack ?? error.message) : String(error));
    });
    started.on('exit', (code) => {
      ended(`exit code ${code}`);
    });
    for (const stream of [started.stdout, started.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        log.debug(text.trimEnd());
      });
    }
    log.info('The worker thread was started.');
    return started;
  };
  const end = async (): Promise<void> => {
    const ending = worker;
    worker = undefined;
    rejectAll(new AppError('cancelled', 'The worker thread was stopped.'));
    await ending?.terminate();
  };

  return {
    onDidStop: stopped.event,
    call: <M extends WorkerMethod>(method: M, params: WorkerMethods[M]['params'], options: CallOptions = {}) =>
      new Promise<WorkerMethods[M]['result']>((resolve, reject) => {
        const { signal, onProgress, onQuestion } = options;
        if (signal?.aborted === true) {
          reject(new AppError('cancelled', 'The call was cancelled.'));
          return;
        }
        if (crash !== undefined) {
          reject(crash);
          return;
        }
        worker ??= start();
        const target = worker;
        lastId += 1;
        const id = lastId;
        const cancel = (): void => {
          send(target, { kind: 'cancel', id });
        };
        signal?.addEventListener('abort', cancel);
        waiting.set(id, {
          // The worker answers with the method's own result type: both ends come from one build.
          resolve: resolve as (value: unknown) => void,
          reject,
          onProgress,
          onQuestion,
          release: () => signal?.removeEventListener('abort', cancel),
        });
        send(target, { kind: 'call', id, method, params });
      }),
    async restart() {
      await end();
      crash = undefined;
    },
    dispose() {
      void end();
      stopped.dispose();
    },
  };
}

function send(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}

function stoppedError(): AppError {
  return new AppError(
    'internal',
    l10n.t(
      'The background thread of PrivateLink Explorer stopped. What the sidebar shows was read before that; restart it to go on.',
    ),
    {
      actions: [
        { title: l10n.t('Restart'), command: 'privatelink.restart' },
        { title: l10n.t('Show Log'), command: 'privatelink.showLog' },
      ],
    },
  );
}

/** An AppError as it was; a fault of the program keeps its stack for the log. */
function toError({ code, message, actions, stack }: ErrorData): Error {
  if (stack === undefined) return new AppError(code, message, { actions });
  const error = new Error(message);
  error.stack = stack;
  return error;
}
