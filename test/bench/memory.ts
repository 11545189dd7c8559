// What 10,000 endpoints over 20 scopes cost in the worker thread, and how long the thread that asks it is blocked. Needs a
// build: node test/bench/run.mjs memory
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve as resolvePath } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { createHandlers } from '../../src/worker/handlers.ts';
import type { CallContext } from '../../src/worker/serve.ts';
import { createStore } from '../../src/worker/store.ts';
import { estateOf, type EstateSize } from '../worlds/estate.ts';
import { snapshotOf } from '../worlds/world.ts';

const SCOPES = 20;
const EACH: EstateSize = { endpoints: 500, services: 25, loadBalancers: 30, targetGroups: 60, vpcs: 20 };
const idle: CallContext = {
  signal: new AbortController().signal,
  progress: () => undefined,
  ask: () => Promise.resolve(undefined),
};
/** Tier 0: what the sidebar holds of a scope before anyone looks closer. */
const TREE = new Set([
  'ec2:DescribeVpcEndpoints',
  'ec2:DescribeVpcEndpointServiceConfigurations',
  'ec2:DescribeVpcEndpointConnections',
  'ec2:DescribeVpcs',
  'ec2:DescribeSubnets',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeTargetGroups',
]);

function used(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const folder = await mkdtemp(join(tmpdir(), 'privatelink-bench-'));

async function write(keep: (operation: string) => boolean): Promise<readonly string[]> {
  const paths: string[] = [];
  for (let i = 0; i < SCOPES; i++) {
    const snapshot = snapshotOf(estateOf(EACH, { account: String(100_000_000_000 + i) }));
    const scopes = snapshot.scopes.map((scope) => ({
      ...scope,
      calls: scope.calls.filter((call) => keep(call.operation)),
    }));
    const path = join(folder, `${paths.length}-${keep('')}.plsnap.json`);
    await writeFile(path, JSON.stringify({ ...snapshot, scopes }));
    paths.push(path);
  }
  return paths;
}

async function measure(name: string, keep: (operation: string) => boolean): Promise<void> {
  const paths = await write(keep);
  const before = used();
  const handlers = createHandlers(createStore());
  const empty = await handlers.view({}, idle);
  const base = used();
  for (const [revision, path] of paths.entries()) {
    await handlers.openFile({ key: path, revision: revision + 1, path }, idle);
  }
  const loaded = used();
  const began = performance.now();
  const view = await handlers.view({}, idle);
  const milliseconds = performance.now() - began;
  const shown = used();
  const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
  console.log(
    [
      `${name}: ${view.subjects.length} subjects in ${view.scopes.length} scopes (empty: ${empty.scopes.length} scopes, ${megabytes(base - before)})`,
      `  answers ${megabytes(loaded - base)}, with inventory, verdicts and tree ${megabytes(shown - base)} (target 150 MB)`,
      `  view ${(milliseconds / 1000).toFixed(1)} s = ${((1000 * milliseconds) / view.subjects.length).toFixed(0)} µs a subject; it crosses the threads as ${megabytes(JSON.stringify(view).length)}`,
    ].join('\n'),
  );
  await blocked(paths);
}

/** The built worker, asked as the extension asks it: only what crosses the threads may block the asking one. */
async function blocked(paths: readonly string[]): Promise<void> {
  const worker = new Worker(resolvePath('dist', 'worker', 'worker.js'));
  const call = (id: number, method: string, params: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      const listener = (message: { readonly id: number }): void => {
        if (message.id !== id) return;
        worker.off('message', listener);
        resolve(message);
      };
      worker.on('message', listener);
      worker.postMessage({ kind: 'call', id, method, params });
    });
  for (const [i, path] of paths.entries()) await call(i, 'openFile', { key: path, revision: i + 1, path });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await call(paths.length, 'view', {});
  delay.disable();
  await worker.terminate();
  console.log(`  the asking thread was blocked for at most ${(delay.max / 1e6).toFixed(0)} ms (target 50 ms)`);
}

try {
  await measure('tree', (operation) => TREE.has(operation));
  await measure('everything', () => true);
} finally {
  await rm(folder, { recursive: true, force: true });
}
