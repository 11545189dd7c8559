import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnosis, HopState, SubjectDiagnosis } from '../../src/core/diagnosis.ts';
import type { Budgets } from '../../src/aws/budgets.ts';
import { limiter } from '../../src/aws/limit.ts';
import { main } from '../../src/cli/main.ts';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import { accessKeyOf, identitiesOf } from '../wire/identities.ts';
import { writeProfiles, type TestProfiles } from '../wire/profiles.ts';
import { startWireServer, type WireServer } from '../wire/server.ts';
import type { ReadWorld } from './broken/faults.ts';
import { ACCOUNTS } from './healthy.ts';
import { CAPTURED_AT } from './world.ts';

/** What a command wrote and how it ended. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Wire {
  readonly server: WireServer;
  readonly profiles: TestProfiles;
  stop(): Promise<void>;
}

/** A server that answers for the world, and a profile for each of the two accounts that leads to it. */
export async function serve(worlds: Snapshot): Promise<Wire> {
  const server = await startWireServer({ worlds, identities: identitiesOf(worlds) });
  const profile = (account: string): { accessKeyId: string; region: string; endpointUrl: string } => ({
    accessKeyId: accessKeyOf(account),
    region: 'us-east-1',
    endpointUrl: server.url,
  });
  const profiles = await writeProfiles({
    consumer: profile(ACCOUNTS.consumer),
    provider: profile(ACCOUNTS.provider),
  });
  return {
    server,
    profiles,
    async stop() {
      await server.stop();
      await profiles.remove();
    },
  };
}

/** As many requests as the SDK has sockets: what waits for one longer counts as timed out. */
const atOnce = limiter(50);

/** Budgets without a pace: for tests of anything else. */
export const ENDLESS: Budgets = {
  send: (_, __, ___, task) => atOnce(task),
  scope: (task) => task(),
};

/** Runs the command line in this process, which must have the environment of the profiles. */
export async function privatelink(...argv: readonly string[]): Promise<Run> {
  return privatelinkAt(() => new Date(), argv);
}

async function privatelinkAt(now: () => Date, argv: readonly string[]): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  const { signal } = new AbortController();
  const code = await main(argv, { out: (text) => out.push(text), err: (text) => err.push(text), signal, now }, '0.0.0');
  return { code, out: out.join(''), err: err.join('') };
}

/**
 * `privatelink diagnose … --format json` over the network at the moment that all worlds show, in us-east-1 unless the
 * arguments name the Regions.
 */
export async function diagnoseOver(
  profiles: readonly string[],
  ...args: readonly string[]
): Promise<Run & { readonly diagnosis: Diagnosis }> {
  const region = args.includes('--region') ? [] : ['--region', 'us-east-1'];
  const run = await privatelinkAt(
    () => new Date(CAPTURED_AT),
    ['diagnose', ...args, '--profile', profiles.join(','), ...region, '--format', 'json'],
  );
  if (run.out === '') throw new Error(`Nothing was diagnosed: ${run.err}`);
  return { ...run, diagnosis: JSON.parse(run.out) as Diagnosis };
}

/** The arguments about a world: what was measured in it goes by a file, as a report from another machine would. */
export async function argsOf({ args, measurements }: ReadWorld): Promise<readonly string[]> {
  if (measurements === undefined) return args;
  const file = join(await mkdtemp(join(tmpdir(), 'privatelink-measured-')), 'measured.json');
  await writeFile(file, JSON.stringify(measurements));
  return [...args, '--measurements', file];
}

/** @throws when the diagnosis lacks the subject */
export function subjectOf(diagnosis: Diagnosis, id: string): SubjectDiagnosis {
  const found = diagnosis.subjects.find((subject) => subject.id === id);
  if (found === undefined) throw new Error(`${id} was not diagnosed`);
  return found;
}

/** The states of a subject's hops by their names. */
export function hopStates(subject: SubjectDiagnosis): Readonly<Record<string, HopState>> {
  return Object.fromEntries(subject.hops.map(({ hop, state }) => [hop, state]));
}
