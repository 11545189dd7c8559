import { collect, type Depth } from '../aws/collect.ts';
import { EXTRAS, type Extra } from '../aws/plan/extra-names.ts';
import type { Asker } from '../aws/credential-pool.ts';
import { buildInventory, type Inventory } from '../core/model/inventory.ts';
import { CALL_STATUSES, mergeSnapshots, type Snapshot } from '../core/model/snapshot.ts';
import { visible } from '../core/report/visible.ts';
import { readSnapshotFile } from '../files/snapshot-file.ts';
import type { Io } from './io.ts';
import { listOption, usage, type Parsed } from './options.ts';
import { plainName } from '../core/dns-name.ts';

/** For the help of commands that read something. */
export const SOURCE_USAGE = `  --snapshot FILE[,FILE…]        read snapshot files instead of AWS
  --profile P[,P…]               profiles (default: the SDK's own chain)
  --region R[,R…]                Regions (default: the environment's or the profile's)
`;

export interface Source {
  readonly snapshot: Snapshot;
  readonly inventory: Inventory;
  /** ISO 8601: for files the moment of their capture, so that a diagnosis can be repeated. */
  readonly now: string;
  readonly isEmpty: boolean;
}

/**
 * What the command works on: the files named by `--snapshot`, else what is collected from the profiles and Regions.
 *
 * @param depth how much is read from AWS; files hold what they hold
 * @param extras what is read from AWS beyond that
 * @throws AppError for an unreadable file
 */
export async function openSource(
  parsed: Parsed,
  io: Io,
  depth: Depth = 'diagnosis',
  extras: readonly Extra[] = [],
): Promise<Source> {
  const files = listOption(parsed, 'snapshot');
  if (files.length > 0) return openFiles(files);
  const source = sourceOf(await collectScopes(parsed, io, depth, extras));
  // Accounts that could be entered, and refused everything else, are no result either.
  const answered = source.snapshot.scopes.some((scope) => scope.calls.some((call) => call.status === 'ok'));
  // Of one id, what was refused is told with the id.
  return typeof depth === 'string' ? { ...source, isEmpty: !answered } : source;
}

/**
 * What snapshot files hold together.
 *
 * @throws AppError `bad-input` when no file is named; what `readSnapshotFile` throws for an unreadable one
 */
export async function openFiles(files: readonly string[]): Promise<Source> {
  if (files.length === 0) throw usage('The name of a snapshot file is empty.');
  return sourceOf(mergeSnapshots(await Promise.all(files.map(readSnapshotFile))));
}

function sourceOf(snapshot: Snapshot): Source {
  return {
    snapshot,
    inventory: buildInventory([snapshot]),
    now: snapshot.capturedAt,
    isEmpty: snapshot.scopes.length === 0,
  };
}

async function collectScopes(parsed: Parsed, io: Io, depth: Depth, extras: readonly Extra[]): Promise<Snapshot> {
  const profiles = listOption(parsed, 'profile');
  const regions = listOption(parsed, 'region');
  const scopes = (profiles.length === 0 ? [undefined] : profiles).flatMap((profile) =>
    (regions.length === 0 ? [undefined] : regions).map((region) => ({
      ...(profile === undefined ? {} : { profile }),
      ...(region === undefined ? {} : { region }),
    })),
  );
  const { ask } = io;
  const mfaCode = ask && ((profile: string, device: string) => ask(`MFA code of ${device} for profile "${profile}": `));
  const asker: Asker = { action: 0, mayRunPrograms: true, ...(mfaCode === undefined ? {} : { mfaCode }) };
  const { snapshot, problems } = await collect({
    scopes,
    depth,
    extras,
    signal: io.signal,
    asker,
    ...(io.now === undefined ? {} : { now: io.now }),
  });
  for (const problem of problems) io.err(`${visible(problem.error.message)}\n`);
  for (const scope of snapshot.scopes) {
    for (const status of CALL_STATUSES.filter((candidate) => candidate !== 'ok')) {
      const calls = scope.calls.filter((call) => call.status === status);
      const operations = [...new Set(calls.map((call) => call.operation))].sort().join(', ');
      if (operations !== '')
        io.err(`${visible(`Account ${scope.account} in ${scope.region}: ${status}: ${operations}.`)}\n`);
    }
  }
  return snapshot;
}

/**
 * What a command about one id has to read: an endpoint or a service by itself, and a whole Region for anything else,
 * because what depends on it is to be found there.
 *
 * @param name the DNS name that clients use, whose records are looked up too
 * @param source where a client is, whose network is read too
 */
export function depthFor(id: string | undefined, name?: string, source?: string): Depth {
  if (id === undefined) return 'diagnosis';
  const asked = {
    names: name === undefined ? [] : [plainName(name)],
    ...(source === undefined ? {} : { source }),
  };
  if (/^vpce-svc-[0-9a-z]+$/.test(id)) return { endpoints: [], services: [id], ...asked };
  return /^vpce-[0-9a-z]+$/.test(id) ? { endpoints: [id], services: [], ...asked } : 'diagnosis';
}

/** What `--with` names; only AWS can be asked for it. */
export function extrasOption(parsed: Parsed): readonly Extra[] {
  const names = listOption(parsed, 'with');
  if (names.length > 0 && listOption(parsed, 'snapshot').length > 0) {
    throw usage('--with reads from AWS, and --snapshot from files: name one of the two.');
  }
  return names.map((name) => {
    const extra = EXTRAS.find((known) => known === name);
    if (extra === undefined) throw usage(`--with "${name}" is none of ${EXTRAS.join(', ')}.`);
    return extra;
  });
}
