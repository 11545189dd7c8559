import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import { brokenWorlds } from '../worlds/broken/index.ts';
import { ACCOUNTS, healthyEstate } from '../worlds/healthy.ts';
import { hopStates, serve, subjectOf, type Run, type Wire } from '../worlds/over-the-wire.ts';
import { snapshotOf } from '../worlds/world.ts';
import { accessKeyOf } from '../wire/identities.ts';
import { writeProfiles } from '../wire/profiles.ts';

/* The command line as it is installed: the bundle, in a process of its own. */

const program = join(import.meta.dirname, '../../dist/cli/privatelink.js');
const guard = join(import.meta.dirname, '../guard.cjs');
const estate = healthyEstate();
const healthy = snapshotOf(estate.world);
let wire: Wire;
let directory: string;

beforeAll(async () => {
  if (!existsSync(program)) throw new Error(`${program} is missing: run "npm run build" first.`);
  wire = await serve(healthy);
  directory = await mkdtemp(join(tmpdir(), 'privatelink-binary-'));
});

afterAll(async () => {
  await wire.stop();
  await rm(directory, { recursive: true, force: true });
});

function run(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--require', guard, program, ...args],
      { env: environment, maxBuffer: 2 ** 26, timeout: 60_000 },
      (_, out, err) => {
        resolve({ code: child.exitCode ?? -1, out, err });
      },
    );
  });
}

const both = ['--profile', 'consumer,provider', '--region', 'us-east-1'];

it('finds the healthy world healthy', async () => {
  await wire.server.change({ worlds: healthy });
  const { code, out, err } = await run(['diagnose', ...both, '--format', 'json'], wire.profiles.environment);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { subjects } = JSON.parse(out) as Diagnosis;
  expect(subjects.map(({ verdict }) => verdict)).toEqual(['healthy', 'healthy', 'healthy', 'healthy']);
});

it('names the root cause of a broken world, and exits with 1', async () => {
  const world = brokenWorlds.find(({ rule }) => rule === 'PL-NLB-008');
  await wire.server.change({ worlds: world?.build() ?? healthy });
  const args = ['diagnose', estate.endpoint.id, ...both, '--format', 'json'];
  const { code, out } = await run(args, wire.profiles.environment);
  expect(code).toBe(1);
  expect(subjectOf(JSON.parse(out) as Diagnosis, estate.endpoint.id).rootCause).toMatchObject({
    rule: 'PL-NLB-008',
    owner: 'provider',
  });
});

it('says the same of a saved snapshot as of what it was saved from', async () => {
  const world = brokenWorlds.find(({ rule }) => rule === 'PL-ACL-002');
  await wire.server.change({ worlds: world?.build() ?? healthy });
  const file = join(directory, 'saved.plsnap.json');
  const { environment } = wire.profiles;
  const saved = await run(['snapshot', ...both, '--out', file], environment);
  expect(saved).toMatchObject({ code: 0, out: '' });
  const live = JSON.parse((await run(['diagnose', ...both, '--format', 'json'], environment)).out) as Diagnosis;
  wire.server.clear();
  const read = await run(['diagnose', '--snapshot', file, '--format', 'json'], environment);
  expect(wire.server.calls).toEqual([]);
  expect((JSON.parse(read.out) as Diagnosis).subjects).toEqual(live.subjects);
});

it('reaches two servers through two profiles in one run', async () => {
  const only = (account: string): Snapshot => ({
    ...healthy,
    scopes: healthy.scopes.filter((scope) => scope.account === account),
  });
  const servers = [await serve(only(ACCOUNTS.consumer)), await serve(only(ACCOUNTS.provider))] as const;
  const [first, second] = servers;
  const profile = (account: string, endpointUrl: string): object => ({
    accessKeyId: accessKeyOf(account),
    region: 'us-east-1',
    endpointUrl,
  });
  const profiles = await writeProfiles({
    consumer: profile(ACCOUNTS.consumer, first.server.url),
    provider: profile(ACCOUNTS.provider, second.server.url),
  });
  try {
    const { code, out } = await run(['diagnose', ...both, '--format', 'json'], profiles.environment);
    expect(code).toBe(0);
    const subject = subjectOf(JSON.parse(out) as Diagnosis, estate.endpoint.id);
    expect(subject.verdict).toBe('healthy');
    expect(hopStates(subject)['targets']).toBe('pass');
    expect(new Set(first.server.calls.map(({ account }) => account))).toEqual(new Set([ACCOUNTS.consumer]));
    expect(new Set(second.server.calls.map(({ account }) => account))).toEqual(new Set([ACCOUNTS.provider]));
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await profiles.remove();
  }
});
