import type { Collected, CollectRequest } from '../aws/collect.ts';
import type { SliceSubjects } from '../aws/plan/slice.ts';
import { serviceIdOf } from '../core/lookup.ts';
import { AppError } from '../core/model/errors.ts';
import type { Inventory } from '../core/model/inventory.ts';
import { listed, text } from '../core/model/read.ts';
import { GLOBAL_REGION, type Snapshot, type SnapshotScope } from '../core/model/snapshot.ts';
import { selectSubjects } from '../core/subjects.ts';
import { readCache, writeCache } from '../files/cache.ts';
import type { Loaded, Need, Occasion, SourceVersion, WorkerMethods } from './api.ts';
import { errorData, type CallContext } from './serve.ts';
import type { LiveOrigin, LiveSource, Reached, Store } from './store.ts';

/* Reading from AWS into the store: the tree first, and more of it when someone wants to see more. */

/** All readings of the thread draw from the same buckets, as AWS counts them. */
let budgets: CollectRequest['budgets'];
/** Credentials that were given once serve every later reading of the profile. */
let credentials: CollectRequest['credentials'];

async function read(request: CollectRequest, occasion: Occasion, context: CallContext): Promise<Collected> {
  const { collect } = await import('../aws/collect.ts');
  const { createBudgets } = await import('../aws/budgets.ts');
  const { createCredentialPool } = await import('../aws/credential-pool.ts');
  budgets ??= createBudgets();
  credentials ??= createCredentialPool();
  const mfaCode = (profile: string, device: string): Promise<string | undefined> =>
    context.ask({ kind: 'mfaCode', profile, device });
  const collected = await collect({
    ...request,
    budgets,
    credentials,
    asker: {
      action: occasion.action,
      mayRunPrograms: occasion.isTrusted,
      ...(occasion.byUser ? { mfaCode } : {}),
    },
    signal: context.signal,
    onProgress: ({ operation, done }) => {
      context.progress({ operation, done });
    },
  });
  if (context.signal.aborted) throw new AppError('cancelled', 'Reading was cancelled.');
  return collected;
}

/**
 * Reads one source: what the tree shows, and as much more as had been read of it before, all of it anew.
 *
 * @throws AppError what kept the scope from being read at all; what was loaded of it stays
 */
export async function readScope(
  store: Store,
  params: WorkerMethods['collect']['params'],
  context: CallContext,
): Promise<Loaded> {
  const version: SourceVersion = { key: params.key, revision: params.revision };
  store.begin(version);
  const origin = originOf(params);
  const { profile, region, environment } = origin;
  const scopeRequest = { ...(profile === undefined ? {} : { profile }), ...(region === undefined ? {} : { region }) };
  const reached = store.reached(version.key);
  const request = { environment: { ...process.env, ...environment } };
  const { occasion } = params;
  const first = await read({ ...request, scopes: [scopeRequest], depth: reached.depth }, occasion, context);
  const [problem] = first.problems;
  if (first.snapshot.scopes.length === 0 && problem !== undefined) throw problem.error;
  const [scope] = first.scopes;
  const subjects = subjectsIn(scope, [...reached.subjects]);
  const snapshot =
    reached.depth === 'diagnosis' || subjects === undefined || scope === undefined
      ? first.snapshot
      : (await read({ ...request, scopes: [{ ...scopeRequest, known: scope }], depth: subjects }, occasion, context))
          .snapshot;
  const stored = store.put(version, snapshot, { origin, reached });
  if (stored) keep(version.key, origin, snapshot, reached);
  return {
    stored,
    capturedAt: snapshot.capturedAt,
    problems: first.problems.map(({ error }) => errorData(error)),
  };
}

/**
 * Shows what an earlier window kept of a source, until it is read.
 *
 * @returns `null` when nothing was kept
 */
export async function restoreCached(
  store: Store,
  params: WorkerMethods['restoreCached']['params'],
): Promise<Loaded | null> {
  const version: SourceVersion = { key: params.key, revision: params.revision };
  store.begin(version);
  const entry = params.cacheFolder === undefined ? undefined : await readCache(params.cacheFolder, params.key);
  if (entry === undefined) return null;
  const reached: Reached = { depth: entry.depth, subjects: new Set(entry.subjects) };
  const stored = store.put(version, entry.snapshot, { origin: originOf(params), reached });
  return { stored, capturedAt: entry.snapshot.capturedAt, problems: [] };
}

/** The keys of the live sources whose profiles the files describe otherwise than when they were last read. */
export async function changedSources(
  store: Store,
  { environment }: WorkerMethods['changedSources']['params'],
): Promise<readonly string[]> {
  if (credentials === undefined) return [];
  const { readSharedConfig } = await import('../aws/shared-config.ts');
  const all = { ...process.env, ...environment };
  const config = await readSharedConfig(all);
  const profileOf = ({ origin }: LiveSource): string => origin.profile ?? all['AWS_PROFILE'] ?? '';
  const sources = store.live();
  const changed = new Set(credentials.changed([...new Set(sources.map(profileOf))], config));
  return sources.filter((source) => changed.has(profileOf(source))).map((source) => source.key);
}

function originOf({ profile, region, environment, cacheFolder }: LiveOrigin): LiveOrigin {
  return {
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    environment,
    ...(cacheFolder === undefined ? {} : { cacheFolder }),
  };
}

/** Nobody waits for it: what was read is shown at once. */
function keep(key: string, { cacheFolder }: LiveOrigin, snapshot: Snapshot, reached: Reached): void {
  if (cacheFolder === undefined) return;
  void writeCache(cacheFolder, key, { snapshot, depth: reached.depth, subjects: [...reached.subjects] });
}

/** The ids as subjects; `undefined` when there are none to read. */
function subjectsIn(scope: SnapshotScope | undefined, ids: readonly string[]): SliceSubjects | undefined {
  if (scope === undefined || ids.length === 0) return undefined;
  const services = ids.filter((id) => id.startsWith('vpce-svc-'));
  return { endpoints: ids.filter((id) => !services.includes(id)), services };
}

/**
 * Reads what is needed and not there yet, or not fresh enough. Files hold what they hold: only sources that are live are
 * asked.
 *
 * @throws AppError for an unknown id; what kept a scope that the need is about from being read
 */
export async function deepen(
  store: Store,
  need: WorkerMethods['deepen']['params'],
  context: CallContext,
): Promise<WorkerMethods['deepen']['result']> {
  const { inventory } = store.computed();
  const subjects = need.ids.length === 0 ? undefined : sliceOf(inventory, need.ids);
  const clients = clientsOf(inventory, need.ids);
  const wanted = store.live().filter((source) => isWanted(source, need, subjects, clients, store.reached(source.key)));
  if (wanted.length === 0) return { changed: false, problems: [] };
  const [first] = wanted;
  const collected = await read(
    {
      environment: { ...process.env, ...first?.origin.environment },
      scopes: wanted.map(({ origin: { profile, region }, snapshot }) => {
        const known = snapshot.scopes.find((one) => one.region !== GLOBAL_REGION);
        return {
          ...(profile === undefined ? {} : { profile }),
          ...(region === undefined ? {} : { region }),
          ...(known === undefined ? {} : { known }),
        };
      }),
      depth: subjects ?? need.depth,
      extras: need.extras ?? [],
      // Whoever diagnoses again has just changed something: nothing that was read before counts.
      ...(need.fresh ? { since: new Date().toISOString() } : {}),
    },
    need.occasion,
    context,
  );
  wanted.forEach(({ key, revision, origin, snapshot }, i) => {
    const scope = collected.scopes[i];
    if (scope === undefined) return;
    const accounts = accountScopes(collected.snapshot, snapshot, scope.account);
    const deeper = { ...snapshot, scopes: [scope, ...accounts] };
    const reached = furtherThan(store.reached(key), need, subjects);
    if (store.put({ key, revision }, deeper, { origin, reached })) keep(key, origin, deeper, reached);
  });
  const [problem] = collected.problems;
  // What only has clients of a service may be out of reach: the service is judged without them, as it was before.
  const isLost = wanted.some(
    ({ snapshot }, i) => collected.scopes[i] === undefined && subjects !== undefined && holds(snapshot, subjects),
  );
  if (problem !== undefined && (isLost || collected.snapshot.scopes.length === 0)) throw problem.error;
  return { changed: true, problems: collected.problems.map(({ error }) => errorData(error)) };
}

/** The endpoints and services that the ids stand for, with the services that the endpoints use. */
function sliceOf(inventory: Inventory, ids: readonly string[]): SliceSubjects {
  const refs = selectSubjects(inventory, ids);
  const endpoints = refs.filter((ref) => ref.kind === 'endpoint').map((ref) => ref.id);
  const used = endpoints.flatMap((id) => serviceIdOf(inventory.endpoints.get(id)?.serviceName ?? '') ?? []);
  const services = refs.filter((ref) => ref.kind === 'service').map((ref) => ref.id);
  return { endpoints, services: [...new Set([...services, ...used])].sort() };
}

/** The endpoints to the services that the ids stand for, each with the id of its service. */
function clientsOf(inventory: Inventory, ids: readonly string[]): ReadonlyMap<string, string> {
  const refs = ids.length === 0 ? [] : selectSubjects(inventory, ids);
  const services = new Set(refs.flatMap((ref) => (ref.kind === 'service' ? [ref.id] : [])));
  return new Map(
    [...inventory.endpoints.values()].flatMap((endpoint) => {
      const service = serviceIdOf(endpoint.serviceName ?? '');
      return service !== undefined && services.has(service) ? [[endpoint.id, service] as const] : [];
    }),
  );
}

/**
 * Whether more must be read of this source: it holds one of the subjects or an endpoint to a service among them, or
 * everything is meant.
 */
function isWanted(
  source: LiveSource,
  need: Need,
  subjects: SliceSubjects | undefined,
  clients: ReadonlyMap<string, string>,
  reached: Reached,
): boolean {
  if (subjects === undefined) {
    return need.fresh || (reached.depth !== 'diagnosis' && reached.depth !== need.depth);
  }
  const own = idsIn(source.snapshot);
  const served = [...clients].flatMap(([endpoint, service]) => (own.has(endpoint) ? [service] : []));
  const held = [...[...subjects.endpoints, ...subjects.services].filter((id) => own.has(id)), ...served];
  if (held.length === 0) return false;
  return need.fresh || (reached.depth !== 'diagnosis' && held.some((id) => !reached.subjects.has(id)));
}

function holds(snapshot: Snapshot, { endpoints, services }: SliceSubjects): boolean {
  const own = idsIn(snapshot);
  return [...endpoints, ...services].some((id) => own.has(id));
}

function idsIn(snapshot: Snapshot): ReadonlySet<string> {
  const lists: Readonly<Record<string, readonly [list: string, id: string]>> = {
    'ec2:DescribeVpcEndpoints': ['VpcEndpoints', 'VpcEndpointId'],
    'ec2:DescribeVpcEndpointServiceConfigurations': ['ServiceConfigurations', 'ServiceId'],
  };
  const ids = new Set<string>();
  for (const { operation, output } of snapshot.scopes.flatMap((scope) => scope.calls)) {
    const known = lists[operation];
    if (known === undefined) continue;
    for (const item of listed(output, known[0]) ?? []) ids.add(text(item, known[1]) ?? '');
  }
  return ids;
}

function accountScopes(fresh: Snapshot, old: Snapshot, account: string): readonly SnapshotScope[] {
  const isGlobal = (scope: SnapshotScope): boolean => scope.region === GLOBAL_REGION && scope.account === account;
  const own = fresh.scopes.filter(isGlobal);
  return own.length > 0 ? own : old.scopes.filter(isGlobal);
}

function furtherThan(reached: Reached, need: Need, subjects: SliceSubjects | undefined): Reached {
  if (subjects === undefined) {
    return { depth: reached.depth === 'diagnosis' ? 'diagnosis' : need.depth, subjects: reached.subjects };
  }
  return {
    depth: reached.depth,
    subjects: new Set([...reached.subjects, ...subjects.endpoints, ...subjects.services]),
  };
}
