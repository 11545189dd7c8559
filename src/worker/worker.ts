import { parentPort } from 'node:worker_threads';
import { createHandlers } from './handlers.ts';
import { serve } from './serve.ts';
import { createStore } from './store.ts';

/* The thread in which all the work runs: the extension host only shows what comes of it. */

if (parentPort === null) throw new Error('worker.js is the extension’s worker thread and runs in no other way.');
serve(parentPort, createHandlers(createStore()));
