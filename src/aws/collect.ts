import { setMaxListeners } from 'node:events';
import { serviceIdOf } from '../core/lookup.ts';
import { AppError, isAppError } from '../core/model/errors.ts';
import { text } from '../core/model/read.ts';
import type { JsonObject } from '../core/model/json.ts';
import {
  GLOBAL_REGION,
  SNAPSHOT_FORMAT,
  SNAPSHOT_VERSION,
  type Snapshot,
  type SnapshotCall,
  type SnapshotScope,
  type UnreadScope,
} from '../core/model/snapshot.ts';
import { plainOutput, callOperation, withDeadline } from './call.ts';
import { createCredentialPool, type Asker, type CredentialPool } from './credential-pool.ts';
import { isRefusal, scopeError } from './failures.ts';
import { createBudgets, type Budgets, type Place } from './budgets.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { type Operation } from './operations.ts';
import { profileChain, ssoProfile } from './profile-chain.ts';
import type { Extra } from './plan/extra-names.ts';
import { readExtras, readSliceExtras } from './plan/extras.ts';
import { createReader, type Reader } from './plan/reader.ts';
import { readAccount, readDiagnosis, readTopology, readTree } from './plan/region.ts';
import { latticeSlice } from './plan/lattice.ts';
import {
  readSlice,
  readSliceAssociations,
  readSliceEndpoints,
  readSliceServices,
  type Slice,
  type SliceSubjects,
} from './plan/slice.ts';
import { resolveTarget, scopeClients, type ScopeClients, type ScopeTarget } from './scope.ts';
import { readSharedConfig, type Environment, type SharedConfig } from './shared-config.ts';

/** How much is read: what the tree shows, what a picture needs, what a diagnosis needs, or what one of some subjects needs. */
export type Depth = 'tree' | 'topology' | 'diagnosis' | SliceSubjects;

export interface CollectScope {
  readonly profile?: string;
  readonly region?: string;
  /** What earlier readings left of it. It is dropped when the profile leads to another account by now. */
  readonly known?: SnapshotScope;
}

export interface CollectRequest {
  readonly scopes: readonly CollectScope[];
  /** `diagnosis` by default. */
  readonly depth?: Depth;
  /** None by default. */
  readonly extras?: readonly Extra[];
  /** ISO 8601: what is known and not older is not asked again; by default nothing is asked that is known. */
  readonly since?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: CollectProgress) => void;
  /** Where the shared files are and which endpoints are configured; `process.env` by default. */
  readonly environment?: Environment;
  /** For one operation with all its pages, in milliseconds; 30 s by default. */
  readonly deadlineMs?: number;
  readonly now?: () => Date;
  /** Those of the process; fresh ones by default. */
  readonly budgets?: Budgets;
  /** That of the process; a fresh one by default. */
  readonly credentials?: CredentialPool;
  /** Someone who trusts the files and cannot be asked anything, by default. */
  readonly asker?: Asker;
}

export interface CollectProgress {
  readonly profile: string | undefined;
  readonly region: string;
  readonly operation: string;
  /** Operations that have been answered so far, in all scopes. */
  readonly done: number;
}

export interface CollectProblem {
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly error: AppError;
}

export interface Collected {
  readonly snapshot: Snapshot;
  /** For each scope of the request what it came to, in the same order; `undefined` where a problem says why. */
  readonly scopes: readonly (SnapshotScope | undefined)[];
  readonly problems: readonly CollectProblem[];
}

const DEADLINE_MS = 30_000;

interface Identity {
  readonly account: string;
  readonly partition: string;
}

/** What all scopes of one reading share. */
interface Run {
  readonly environment: Environment;
  readonly config: SharedConfig;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly deadlineMs: number;
  readonly budgets: Budgets;
  readonly credentials: CredentialPool;
  readonly asker: Asker;
  readonly since: string;
  readonly onRow: (target: ScopeTarget, row: SnapshotCall) => void;
}

/** A scope whose account is known. */
interface OpenScope {
  readonly target: ScopeTarget;
  readonly identity: Identity;
  readonly clients: ScopeClients;
  readonly ledger: Ledger;
  readonly reader: Reader;
}

/**
 * Reads the scopes, each profile in each Region, concurrently. Never throws for what one scope meets: a scope that
 * cannot be entered at all is a problem, an operation that fails is a row of its scope's coverage.
 *
 * @returns the snapshot of all that was read, and of what was known; it has no scopes when nothing could be
 */
export async function collect(request: CollectRequest): Promise<Collected> {
  const environment = request.environment ?? process.env;
  const now = request.now ?? ((): Date => new Date());
  const capturedAt = now().toISOString();
  let done = 0;
  const run: Run = {
    environment,
    config: await readSharedConfig(environment),
    signal: heardByAll(request.signal),
    now,
    deadlineMs: request.deadlineMs ?? DEADLINE_MS,
    budgets: request.budgets ?? createBudgets(),
    credentials: request.credentials ?? createCredentialPool(),
    asker: request.asker ?? { action: 0, mayRunPrograms: true },
    since: request.since ?? '',
    onRow: (target, row) => {
      done += 1;
      request.onProgress?.({ profile: target.profile, region: target.region, operation: row.operation, done });
    },
  };
  const problems: CollectProblem[] = [];
  const targets = targetsOf(request, run, problems);
  const depth = request.depth ?? 'diagnosis';
  const identityOf = identities(run);
  /** Reads one scope; what it meets is its own problem. */
  const inScope = <T>(target: ScopeTarget, work: () => Promise<T>): Promise<T | undefined> =>
    run.budgets.scope(work).catch((error: unknown) => {
      problems.push({ ...target, error: problemOf(error, target, run.config, run.signal) });
      return undefined;
    });
  const open = new Map<ScopeTarget, OpenScope>();
  const enter = async (target: ScopeTarget, known: SnapshotScope | undefined): Promise<OpenScope> => {
    const credentials = run.credentials.provider({ ...run, ...target });
    const clients = scopeClients(target, run.config, environment, credentials);
    try {
      // By itself, because a person who is asked for a code may take longer than any request may.
      await credentials();
      const identity = identityOf(target, clients);
      const isWholeRegion = known === undefined && typeof depth === 'string';
      const scope = await (isWholeRegion
        ? openAtOnce(target, identity, clients, run)
        : identity.then((who) => openScope(target, who, clients, known, run)));
      open.set(target, scope);
      return scope;
    } catch (error) {
      clients.destroy();
      throw error;
    }
  };
  const unique = [...new Map(targets.flatMap((one) => (one === undefined ? [] : [[one.target, one.known]]))).entries()];
  try {
    if (typeof depth === 'string') {
      await Promise.all(
        unique.map(([target, known]) =>
          inScope(target, async () => {
            const { reader } = await enter(target, known);
            await readRegion(reader, depth);
            await readExtras(reader, request.extras ?? [], run.now());
          }),
        ),
      );
    } else {
      await Promise.all(unique.map(([target, known]) => inScope(target, () => enter(target, known))));
      await readSlices([...open.values()], depth, inScope, (reader, slice) =>
        readSliceExtras(reader, request.extras ?? [], run.now(), slice, depth.services),
      );
    }
    const global = depth === 'diagnosis' ? await readAccounts([...open.values()], run) : [];
    const read = new Map([...open.values()].map((scope) => [scope.target, scopeOf(scope)]));
    const scopes = targets.map((one) => (one === undefined ? undefined : read.get(one.target)));
    return {
      snapshot: {
        format: SNAPSHOT_FORMAT,
        version: SNAPSHOT_VERSION,
        capturedAt,
        scopes: [...read.values(), ...global],
        ...(problems.length === 0 ? {} : { unread: problems.map(unreadScope) }),
      },
      scopes,
      problems,
    };
  } finally {
    for (const { clients } of open.values()) clients.destroy();
  }
}

function unreadScope({ profile, region, error }: CollectProblem): UnreadScope {
  return {
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    errorCode: error.code,
  };
}

/** The signal for all requests of a reading: hundreds listen at once, which Node would take for a leak. */
function heardByAll(signal: AbortSignal | undefined): AbortSignal {
  const own = signal ?? new AbortController().signal;
  setMaxListeners(0, own);
  return own;
}

/** The scopes to read; scopes that come to the same profile and Region share one target. */
function targetsOf(
  request: CollectRequest,
  run: Run,
  problems: CollectProblem[],
): readonly ({ readonly target: ScopeTarget; readonly known: SnapshotScope | undefined } | undefined)[] {
  const targets = new Map<string, ScopeTarget>();
  return request.scopes.map(({ known, ...scope }) => {
    try {
      const target = resolveTarget(scope, run.config, run.environment);
      const key = `${target.profile ?? ''} ${target.region}`;
      targets.set(key, targets.get(key) ?? target);
      return { target: targets.get(key) ?? target, known };
    } catch (error) {
      const reason = isAppError(error)
        ? error
        : new AppError('internal', 'A scope could not be read.', { cause: error });
      problems.push({ profile: scope.profile, region: scope.region, error: reason });
      return undefined;
    }
  });
}

/** Asked once a profile. A Region that cannot say it, for example one that is not enabled, says nothing of the others. */
function identities(run: Run): (target: ScopeTarget, clients: ScopeClients) => Promise<Identity> {
  const first = new Map<string, Promise<Identity>>();
  return (target, clients) => {
    const own = (): Promise<Identity> => callerIdentity(clients, run.signal, run.deadlineMs);
    const key = target.profile ?? '';
    const asked = first.get(key);
    if (asked !== undefined) {
      return asked.catch((error: unknown) =>
        run.signal.aborted || isRefusal(error) ? Promise.reject(error as Error) : own(),
      );
    }
    const answer = own();
    first.set(key, answer);
    return answer;
  };
}

async function callerIdentity(clients: ScopeClients, cancelled: AbortSignal, deadlineMs: number): Promise<Identity> {
  const answer = plainOutput(
    await withDeadline(cancelled, deadlineMs, async (signal) =>
      (await clients.client('sts')).send('GetCallerIdentity', {}, signal),
    ),
  );
  const account = text(answer, 'Account');
  if (account === undefined) throw new Error('GetCallerIdentity named no account');
  return { account, partition: text(answer, 'Arn')?.split(':')[1] ?? 'aws' };
}

/**
 * Opens a scope of which nothing is known, and sends the listings of the tree while its account is being asked: the tree
 * is there one call time earlier. Refused credentials cost these few calls more, and end them.
 */
async function openAtOnce(
  target: ScopeTarget,
  identity: Promise<Identity>,
  clients: ScopeClients,
  run: Run,
): Promise<OpenScope> {
  const refused = new AbortController();
  const signal = heardByAll(AbortSignal.any([run.signal, refused.signal]));
  const ledger = createLedger([], run.since);
  // Until the account is known, its budgets are kept by the profile's name.
  let place: Place = { account: target.profile ?? '', region: target.region };
  const early = readerOf(target, () => place, clients, ledger, { ...run, signal });
  // What comes of each listing is heard by whoever asks the same reader for it, and that is all that follow.
  const tree = readTree(early).catch(() => undefined);
  try {
    const who = await identity;
    place = { account: who.account, region: target.region };
    return { target, identity: who, clients, ledger, reader: { ...early, account: who.account } };
  } catch (error) {
    refused.abort();
    await tree;
    throw error;
  }
}

function openScope(
  target: ScopeTarget,
  identity: Identity,
  clients: ScopeClients,
  known: SnapshotScope | undefined,
  run: Run,
): OpenScope {
  const isSame = known?.account === identity.account && known.region === target.region;
  const ledger = createLedger(isSame ? known.calls : [], run.since);
  const place = { account: identity.account, region: target.region };
  return { target, identity, clients, ledger, reader: readerOf(target, () => place, clients, ledger, run) };
}

/** @param place whose budgets a request counts for, when it is sent */
function readerOf(target: ScopeTarget, place: () => Place, clients: ScopeClients, ledger: Ledger, run: Run): Reader {
  const ask = async (operation: Operation, params: JsonObject): Promise<SnapshotCall> => {
    const row = await callOperation(clients.client(operation.service), operation, params, {
      signal: run.signal,
      now: run.now,
      deadlineMs: run.deadlineMs,
      send: (request) => run.budgets.send(operation, place(), run.signal, request),
    });
    run.onRow(target, row);
    return row;
  };
  const skip = (operation: Operation): void => {
    const row: SnapshotCall = {
      operation: operation.name,
      params: {},
      status: 'not-asked',
      complete: false,
      capturedAt: run.now().toISOString(),
      calls: 0,
      output: {},
    };
    ledger.enter(row);
    run.onRow(target, row);
  };
  return createReader(place(), ledger, ask, skip);
}

function readRegion(reader: Reader, depth: Exclude<Depth, SliceSubjects>): Promise<void> {
  switch (depth) {
    case 'tree':
      return readTree(reader);
    case 'topology':
      return readTopology(reader);
    case 'diagnosis':
      return readDiagnosis(reader);
  }
}

/**
 * The subjects in all scopes. An endpoint in one of them names the service that another may publish, and a service has
 * its clients wherever there is an endpoint to it.
 *
 * @param extras reads beyond the slice, in each scope
 */
async function readSlices(
  scopes: readonly OpenScope[],
  subjects: SliceSubjects,
  inScope: <T>(target: ScopeTarget, work: () => Promise<T>) => Promise<T | undefined>,
  extras: (reader: Reader, slice: Slice) => Promise<void>,
): Promise<void> {
  const inAll = async <T>(work: (reader: Reader) => Promise<readonly T[]>): Promise<readonly T[]> => {
    const found = await Promise.all(scopes.map(({ target, reader }) => inScope(target, () => work(reader))));
    return found.flatMap((items) => items ?? []);
  };
  const [endpoints, associations, services] = await Promise.all([
    inAll((reader) => readSliceEndpoints(reader, subjects.endpoints)),
    inAll((reader) => readSliceAssociations(reader, subjects.endpoints)),
    inAll((reader) => readSliceServices(reader, subjects.services)),
  ]);
  const used = endpoints.flatMap((item) => serviceIdOf(text(item, 'ServiceName') ?? '') ?? []);
  const slice: Slice = {
    ...subjects,
    services: [...new Set([...subjects.services, ...used])].sort(),
    serviceNames: [...new Set(services.flatMap((item) => text(item, 'ServiceName') ?? []))].sort(),
    lattice: latticeSlice(endpoints, associations),
  };
  await Promise.all(
    scopes.map(({ target, reader }) =>
      inScope(target, async () => {
        await readSlice(reader, slice);
        await extras(reader, slice);
      }),
    ),
  );
}

/** What belongs to each account as a whole, through the first scope that leads to it. */
async function readAccounts(scopes: readonly OpenScope[], run: Run): Promise<readonly SnapshotScope[]> {
  const first = new Map<string, OpenScope>();
  for (const scope of scopes) if (!first.has(scope.identity.account)) first.set(scope.identity.account, scope);
  return Promise.all(
    [...first.values()].map(async ({ target, identity, clients }) => {
      const ledger = createLedger([], '');
      const place = { account: identity.account, region: GLOBAL_REGION };
      await readAccount(readerOf(target, () => place, clients, ledger, run));
      return { ...scopeBase(target, identity), region: GLOBAL_REGION, calls: ledger.rows() };
    }),
  );
}

function scopeOf({ target, identity, ledger }: OpenScope): SnapshotScope {
  return { ...scopeBase(target, identity), region: target.region, calls: ledger.rows() };
}

function scopeBase(target: ScopeTarget, identity: Identity): Pick<SnapshotScope, 'partition' | 'account' | 'profiles'> {
  return {
    partition: identity.partition,
    account: identity.account,
    profiles: target.profile === undefined ? [] : [target.profile],
  };
}

function problemOf(error: unknown, target: ScopeTarget, config: SharedConfig, signal: AbortSignal): AppError {
  const who = target.profile === undefined ? 'The default credentials' : `Profile "${target.profile}"`;
  if (signal.aborted) return new AppError('cancelled', `${who} in ${target.region} was not read: cancelled.`);
  if (isAppError(error)) return error;
  const chain = profileChain(target.profile ?? 'default', config);
  return scopeError(error, target.profile, target.region, ssoProfile(chain));
}
