// How long reading takes at 50 ms a call, beside the same calls one after another: node test/bench/run.mjs collect
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createBudgets, type Budgets } from '../../src/aws/budgets.ts';
import { collect, type Collected, type CollectRequest } from '../../src/aws/collect.ts';
import { limiter } from '../../src/aws/limit.ts';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import { writeProfiles } from '../wire/profiles.ts';
import { estateOf, LARGE, SMALL, type EstateSize } from '../worlds/estate.ts';
import { snapshotOf } from '../worlds/world.ts';

const LATENCY = 50;
const REGIONS = Array.from({ length: 17 }, (_, i) => `test-region-${i + 1}`);
const ACCOUNTS = Array.from({ length: 5 }, (_, i) => `10000000000${i}`);

/** Not paced: what the calls themselves take, before any of AWS's buckets is empty. */
const UNPACED: Budgets = {
  send: (() => {
    const everything = limiter(64);
    return <T>(_: unknown, __: unknown, ___: unknown, task: () => Promise<T>) => everything(task);
  })(),
  scope: limiter(8),
};

/** One call after another. */
function sequential(): Budgets {
  const one = limiter(1);
  return { send: (_, __, ___, task) => one(task), scope: limiter(1) };
}

interface Timed {
  readonly milliseconds: number;
  readonly calls: number;
  readonly collected: Collected;
  /** Until the first scope's tree was there. */
  readonly first: number;
}

async function timed(request: CollectRequest): Promise<Timed> {
  const began = performance.now();
  const done = new Map<string, number>();
  let first = 0;
  const collected = await collect({
    ...request,
    onProgress: ({ profile, region }) => {
      const key = `${profile} ${region}`;
      done.set(key, (done.get(key) ?? 0) + 1);
      if (first === 0 && done.get(key) === 7) first = performance.now() - began;
    },
  });
  const calls = collected.snapshot.scopes
    .flatMap((scope) => scope.calls)
    .reduce((sum, call) => sum + (call.calls ?? 1), 0);
  const failed = collected.snapshot.scopes.flatMap((scope) => scope.calls).filter((call) => call.status !== 'ok');
  if (failed.length > 0 || collected.problems.length > 0) {
    throw new Error(`Not everything was read: ${failed[0]?.operation ?? collected.problems[0]?.error.message}`);
  }
  return { milliseconds: performance.now() - began, calls, collected, first };
}

async function serve<T>(
  worlds: Snapshot,
  work: (environment: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'privatelink-bench-'));
  const file = join(folder, 'world.plsnap.json');
  await writeFile(file, JSON.stringify(worlds));
  const server = spawn(process.execPath, ['test/wire/run.mjs', file, String(LATENCY)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  try {
    const [line] = await createInterface({ input: server.stdout })
      [Symbol.asyncIterator]()
      .next()
      .then(({ value }) => [String(value)]);
    const { url, identities } = JSON.parse(line ?? '') as {
      url: string;
      identities: Record<string, { account: string }>;
    };
    const profiles = await writeProfiles(
      Object.fromEntries(
        Object.entries(identities).map(([accessKeyId, { account }]) => [
          account,
          { accessKeyId, endpointUrl: url, region: 'us-east-1' },
        ]),
      ),
    );
    try {
      return await work(profiles.environment);
    } finally {
      await profiles.remove();
    }
  } finally {
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

async function one(name: string, size: EstateSize): Promise<void> {
  await serve(snapshotOf(estateOf(size)), async (environment) => {
    const scopes = [{ profile: '777788889999', region: 'us-east-1' }];
    // The SDK's modules are loaded once a process; a window loads them with its first reading.
    const cold = await timed({ scopes, environment, depth: 'tree', budgets: UNPACED });
    const tree = await timed({ scopes, environment, depth: 'tree', budgets: UNPACED });
    const whole = await timed({ scopes, environment, budgets: UNPACED });
    const paced = await timed({ scopes, environment, budgets: createBudgets() });
    const slow = await timed({ scopes, environment, budgets: sequential() });
    console.log(
      [
        `${name} estate (E ${size.endpoints}, S ${size.services}, L ${size.loadBalancers}, T ${size.targetGroups}, V′ ${size.vpcs}), ${LATENCY} ms a call`,
        `  tree        ${seconds(tree.milliseconds)} = ${(tree.milliseconds / LATENCY).toFixed(1)} call times (first in the process ${seconds(cold.milliseconds)})`,
        `  everything  ${seconds(whole.milliseconds)} for ${whole.calls} calls; at AWS's published pace ${seconds(paced.milliseconds)}`,
        `  one by one  ${seconds(slow.milliseconds)} (×${(slow.milliseconds / whole.milliseconds).toFixed(1)})`,
      ].join('\n'),
    );
  });
}

async function many(): Promise<void> {
  const worlds = ACCOUNTS.flatMap((account) =>
    REGIONS.map((region) => snapshotOf(estateOf(SMALL, { account, region, profile: account }))),
  );
  const [first] = worlds;
  if (first === undefined) return;
  await serve({ ...first, scopes: worlds.flatMap((world) => world.scopes) }, async (environment) => {
    const scopes = ACCOUNTS.flatMap((profile) => REGIONS.map((region) => ({ profile, region })));
    const cold = await timed({ scopes, environment, depth: 'tree', budgets: createBudgets() });
    const warm = await timed({ scopes, environment, depth: 'tree', budgets: createBudgets() });
    const slow = await timed({ scopes, environment, depth: 'tree', budgets: sequential() });
    console.log(
      [
        `17 Regions × 5 profiles of 40 endpoints, ${LATENCY} ms a call`,
        `  trees       first ${seconds(warm.first)}, all ${seconds(warm.milliseconds)} for ${warm.calls} calls (first in the process ${seconds(cold.first)}, all ${seconds(cold.milliseconds)})`,
        `  one by one  ${seconds(slow.milliseconds)} (×${(slow.milliseconds / warm.milliseconds).toFixed(1)})`,
      ].join('\n'),
    );
  });
}

await one('small', SMALL);
await one('large', LARGE);
await many();
