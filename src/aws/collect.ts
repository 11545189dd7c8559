import { AppError, isAppError } from '../core/model/errors.ts';
import { text } from '../core/model/read.ts';
import type { JsonObject } from '../core/model/json.ts';
import {
  SNAPSHOT_FORMAT,
  SNAPSHOT_VERSION,
  type Snapshot,
  type SnapshotCall,
  type SnapshotScope,
} from '../core/model/snapshot.ts';
import { plainOutput, callOperation, untilAborted } from './call.ts';
import { isExpired, scopeError } from './failures.ts';
import { limiter, type Limiter } from './limit.ts';
import type { Operation } from './operations.ts';
import { collectRegion } from './plan.ts';
import { resolveTarget, scopeClients, type ScopeClients, type ScopeTarget } from './scope.ts';
import { readSharedConfig, type Environment, type SharedConfig } from './shared-config.ts';

export interface CollectRequest {
  readonly scopes: readonly { readonly profile?: string; readonly region?: string }[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: CollectProgress) => void;
  /** Where the shared files are and which endpoints are configured; `process.env` by default. */
  readonly environment?: Environment;
  /** For one operation with all its pages, in milliseconds; 30 s by default. */
  readonly deadlineMs?: number;
  readonly now?: () => Date;
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

/** EC2's read bucket is 100 requests an operation; ELB's is 40 for the whole account and shared with everyone else. */
const EC2_WIDTH = 16;
const ELB_WIDTH = 4;
const OTHER_WIDTH = 4;
const SCOPES_WIDTH = 8;
const DEADLINE_MS = 30_000;

interface Identity {
  readonly account: string;
  readonly partition: string;
}

/**
 * Reads the scopes, each profile in each Region, concurrently. Never throws for what one scope meets: a scope that
 * cannot be entered at all is a problem, an operation that fails is a row of its scope's coverage.
 *
 * @returns the snapshot of all that was read; it has no scopes when nothing could be
 */
export async function collect(
  request: CollectRequest,
): Promise<{ snapshot: Snapshot; problems: readonly CollectProblem[] }> {
  const environment = request.environment ?? process.env;
  const now = request.now ?? ((): Date => new Date());
  const signal = request.signal ?? new AbortController().signal;
  const capturedAt = now().toISOString();
  const config = await readSharedConfig(environment);
  const problems: CollectProblem[] = [];
  const targets = uniqueTargets(request, config, environment, problems);
  const deadlineMs = request.deadlineMs ?? DEADLINE_MS;
  const identities = new Map<string, Promise<Identity>>();
  /** Asked once a profile. A Region that cannot say it, for example one that is not enabled, says nothing of the others. */
  const identityOf = (target: ScopeTarget, clients: ScopeClients): Promise<Identity> => {
    const key = target.profile ?? '';
    const own = (): Promise<Identity> => callerIdentity(clients, signal, deadlineMs);
    const first = identities.get(key);
    if (first !== undefined) {
      return first.catch((error: unknown) =>
        signal.aborted || isExpired(error) ? Promise.reject(error as Error) : own(),
      );
    }
    const asked = own();
    identities.set(key, asked);
    return asked;
  };
  const atOnce = limiter(SCOPES_WIDTH);
  let done = 0;
  const scopes = await Promise.all(
    targets.map((target) =>
      atOnce(async () => {
        const clients = scopeClients(target, config, environment);
        try {
          return await collectScope(await identityOf(target, clients), target, clients, {
            signal,
            now,
            deadlineMs,
            onRow: (row) => {
              done += 1;
              request.onProgress?.({ profile: target.profile, region: target.region, operation: row.operation, done });
            },
          });
        } catch (error) {
          problems.push({ ...target, error: problemOf(error, target, config, signal) });
          return undefined;
        } finally {
          clients.destroy();
        }
      }),
    ),
  );
  return {
    snapshot: {
      format: SNAPSHOT_FORMAT,
      version: SNAPSHOT_VERSION,
      capturedAt,
      scopes: scopes.filter((scope) => scope !== undefined),
    },
    problems,
  };
}

function uniqueTargets(
  request: CollectRequest,
  config: SharedConfig,
  environment: Environment,
  problems: CollectProblem[],
): readonly ScopeTarget[] {
  const targets = new Map<string, ScopeTarget>();
  for (const scope of request.scopes) {
    try {
      const target = resolveTarget(scope, config, environment);
      targets.set(`${target.profile ?? ''} ${target.region}`, target);
    } catch (error) {
      const known = isAppError(error)
        ? error
        : new AppError('internal', 'A scope could not be read.', { cause: error });
      problems.push({ profile: scope.profile, region: scope.region, error: known });
    }
  }
  return [...targets.values()];
}

async function callerIdentity(clients: ScopeClients, cancelled: AbortSignal, deadlineMs: number): Promise<Identity> {
  const signal = AbortSignal.any([cancelled, AbortSignal.timeout(deadlineMs)]);
  const client = await untilAborted(clients.client('sts'), signal);
  const answer = plainOutput(await untilAborted(client.send('GetCallerIdentity', {}, signal), signal));
  const account = text(answer, 'Account');
  if (account === undefined) throw new Error('GetCallerIdentity named no account');
  return { account, partition: text(answer, 'Arn')?.split(':')[1] ?? 'aws' };
}

interface ScopeOptions {
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly deadlineMs: number;
  readonly onRow: (row: SnapshotCall) => void;
}

async function collectScope(
  identity: Identity,
  target: ScopeTarget,
  clients: ScopeClients,
  options: ScopeOptions,
): Promise<SnapshotScope> {
  const calls: SnapshotCall[] = [];
  const limits = new Map<Operation['service'], Limiter>([
    ['ec2', limiter(EC2_WIDTH)],
    ['elbv2', limiter(ELB_WIDTH)],
  ]);
  const limitOf = (service: Operation['service']): Limiter => {
    const known = limits.get(service) ?? limiter(OTHER_WIDTH);
    limits.set(service, known);
    return known;
  };
  const add = (row: SnapshotCall): SnapshotCall => {
    calls.push(row);
    options.onRow(row);
    return row;
  };
  const ask = async (operation: Operation, params: JsonObject = {}): Promise<SnapshotCall> =>
    add(
      await limitOf(operation.service)(() =>
        callOperation(clients.client(operation.service), operation, params, options),
      ),
    );
  const notAsked = (operation: Operation): void => {
    const capturedAt = options.now().toISOString();
    add({
      operation: operation.name,
      params: {},
      status: 'not-asked',
      complete: false,
      capturedAt,
      calls: 0,
      output: {},
    });
  };
  await collectRegion(target.region, ask, notAsked);
  return {
    partition: identity.partition,
    account: identity.account,
    region: target.region,
    profiles: target.profile === undefined ? [] : [target.profile],
    calls,
  };
}

function problemOf(error: unknown, target: ScopeTarget, config: SharedConfig, signal: AbortSignal): AppError {
  const who = target.profile === undefined ? 'The default credentials' : `Profile "${target.profile}"`;
  if (signal.aborted) return new AppError('cancelled', `${who} in ${target.region} was not read: cancelled.`);
  const settings = config.profiles.get(target.profile ?? 'default') ?? {};
  const usesSso = settings['sso_session'] !== undefined || settings['sso_start_url'] !== undefined;
  return scopeError(error, target.profile, target.region, usesSso);
}
