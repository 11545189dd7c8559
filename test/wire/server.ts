import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { stableStringify, type JsonObject } from '../../src/core/model/json.ts';
import type { Snapshot, SnapshotCall } from '../../src/core/model/snapshot.ts';
import { answer } from './answer.ts';
import { decodeRequest, type HttpRequest } from './decode.ts';
import { checkOutput, encodeOutput } from './encode.ts';
import { encodeError, failure, WireError, type WireResponse } from './errors.ts';
import { textOf } from './json-text.ts';
import {
  inProtocolOf,
  loadServiceModel,
  SERVICE_NAMES,
  serviceSignedAs,
  type OperationModel,
  type Protocol,
  type ServiceModel,
} from './schema.ts';
import { isSsoRequest, ssoCredentials, ssoParams } from './sso.ts';

/** Who a request is from, by the access key in its signature. */
export interface WireIdentity {
  readonly account: string;
  readonly arn: string;
}

/**
 * Something that goes wrong for the requests that match all the fields that are given. `truncate` answers half a body as
 * if it were all of it; `cut` promises the whole and ends the connection in the middle.
 */
export interface WireFault {
  readonly kind: 'throttle' | 'deny' | 'expired' | 'error' | 'hang' | 'reset' | 'garbage' | 'cut' | 'truncate';
  /** `service:Operation`, for example `ec2:DescribeSecurityGroups`. */
  readonly operation?: string;
  readonly account?: string;
  readonly region?: string;
  readonly accessKeyId?: string;
  /** Which of the matching requests fail, counted from 1; all of them when absent. */
  readonly nth?: number | readonly number[];
  /** About this part of the matching requests fails; which ones depends on the seed alone, not on who comes first. */
  readonly share?: { readonly of: number; readonly seed: number };
  /** For `error`: what is answered. */
  readonly code?: string;
  readonly status?: number;
  /** For `garbage`: the page; by default one that is no XML either. */
  readonly body?: string;
}

export interface LoggedCall {
  readonly service: string;
  /** `service:Operation`; empty when the request named none that is known. */
  readonly operation: string;
  readonly region: string;
  readonly account: string;
  readonly accessKeyId: string;
  /** The input as it was sent, page size and token included. */
  readonly params: JsonObject;
  /** The HTTP status answered; 0 while there is none, and for a request that is left hanging or cut off. */
  readonly status: number;
  readonly errorCode?: string;
  /** Requests in progress when this one came in, itself included. */
  readonly inProgress: number;
}

export interface WireServerOptions {
  /** What AWS holds: per scope, rows of whole answers; a row with `params: {}` is the whole table. */
  readonly worlds: Snapshot;
  readonly identities: Readonly<Record<string, WireIdentity>>;
  /** Roles that `sts:AssumeRole` grants: role ARN to the access key (one of `identities`) that it answers. */
  readonly roles?: Readonly<Record<string, string>>;
  /** Access tokens that IAM Identity Center accepts: token to the access key (one of `identities`) that it grants. */
  readonly ssoGrants?: Readonly<Record<string, string>>;
  /** The largest page, for all operations or by `service:Operation`; published maxima hold in any case. */
  readonly pageLimit?: number | Readonly<Record<string, number>>;
  readonly latencyMs?: number | Readonly<Record<string, number>>;
  readonly faults?: readonly WireFault[];
}

export interface WireServer {
  readonly url: string;
  readonly calls: readonly LoggedCall[];
  /** Forgets the calls so far and the counts of the faults. */
  clear(): void;
  /** Changes what the next requests meet; what is not given stays. */
  change(options: Partial<WireServerOptions>): Promise<void>;
  stop(): Promise<void>;
}

interface State {
  options: WireServerOptions;
  readonly models: Map<string, ServiceModel>;
  calls: MutableCall[];
  faultCounts: Map<WireFault, number>;
  /** How often each request has come: a retry is another throw of the dice. */
  requestCounts: Map<string, number>;
  inProgress: number;
}

type MutableCall = { -readonly [Key in keyof LoggedCall]: LoggedCall[Key] };

/**
 * Starts a server on loopback that answers as AWS would in the given worlds.
 *
 * @throws Error when a world holds an operation or a field that its service does not have
 */
export async function startWireServer(options: WireServerOptions): Promise<WireServer> {
  const state: State = {
    options,
    models: new Map(),
    calls: [],
    faultCounts: new Map(),
    requestCounts: new Map(),
    inProgress: 0,
  };
  await checkWorlds(options.worlds, state.models);
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    void handle(state, request, response);
  });
  // As long as AWS keeps idle connections, and longer than any test: a request must not meet one that is just closing.
  server.keepAliveTimeout = 120_000;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get calls() {
      return state.calls;
    },
    clear() {
      state.calls = [];
      state.faultCounts = new Map();
      state.requestCounts = new Map();
    },
    async change(changes) {
      if (changes.worlds !== undefined) await checkWorlds(changes.worlds, state.models);
      state.options = { ...state.options, ...changes };
    },
    async stop() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Loads the models of all services and refuses worlds that do not fit them. */
async function checkWorlds(worlds: Snapshot, models: Map<string, ServiceModel>): Promise<void> {
  const problems: string[] = [];
  for (const scope of worlds.scopes) {
    for (const call of scope.calls) {
      const [service = '', name = ''] = call.operation.split(':');
      const model = await modelOf(service, models);
      const operation = model?.operations.get(name);
      if (operation === undefined) problems.push(`${call.operation} is no operation of ${SERVICE_NAMES.join(', ')}`);
      else if (call.status === 'ok') {
        problems.push(
          ...checkOutput(operation.output, call.output, `${scope.account} ${scope.region} ${call.operation} output`),
        );
      }
    }
  }
  if (problems.length > 0) throw new Error(`The world is not one of AWS:\n${problems.slice(0, 20).join('\n')}`);
}

async function modelOf(service: string, models: Map<string, ServiceModel>): Promise<ServiceModel | undefined> {
  const known = models.get(service);
  if (known !== undefined) return known;
  const model = await loadServiceModel(service);
  if (model !== undefined) models.set(service, model);
  return model;
}

interface Scope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** The credential scope of a SigV4 signature: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
function credentialScope(authorization: string | undefined): Scope | undefined {
  const match = /Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/.exec(authorization ?? '');
  if (match === null) return undefined;
  const [, accessKeyId = '', region = '', service = ''] = match;
  return { accessKeyId, region, service };
}

async function readRequest(request: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', 'http://127.0.0.1'),
    headers: request.headers,
    body: Buffer.concat(chunks),
  };
}

async function handle(state: State, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  state.inProgress += 1;
  outgoing.on('close', () => {
    state.inProgress -= 1;
  });
  const scope = credentialScope(incoming.headers.authorization);
  const call: MutableCall = {
    service: scope?.service ?? '',
    operation: '',
    region: scope?.region ?? '',
    account: '',
    accessKeyId: scope?.accessKeyId ?? '',
    params: {},
    status: 0,
    inProgress: state.inProgress,
  };
  state.calls.push(call);
  const service = await modelOf(serviceSignedAs(call.service), state.models);
  const model = service && inProtocolOf(service, incoming.headers);
  let dialect: Pick<ServiceModel, 'protocol' | 'xmlNamespace'> = model ?? { protocol: 'query', xmlNamespace: '' };
  try {
    const request = await readRequest(incoming);
    const sso = isSsoRequest(request);
    if (sso) dialect = { protocol: 'rest-json', xmlNamespace: '' };
    const response = sso
      ? await respondToSso(state, request, call, dialect.protocol, outgoing)
      : await respond(state, scope, model, request, call, outgoing);
    if (response !== undefined) send(outgoing, call, response);
  } catch (error) {
    if (incoming.destroyed && !incoming.complete) return;
    const known =
      error instanceof WireError ? error : new WireError('InternalFailure', `The wire server failed: ${String(error)}`);
    call.errorCode = known.code;
    send(outgoing, call, encodeError(dialect, known));
  }
}

function send(outgoing: ServerResponse, call: MutableCall, response: WireResponse): void {
  call.status = response.status;
  outgoing.writeHead(response.status, response.headers);
  outgoing.end(response.body);
}

/** The answer; `undefined` when there is none because the connection is left open or cut. */
async function respond(
  state: State,
  scope: Scope | undefined,
  model: ServiceModel | undefined,
  request: HttpRequest,
  call: MutableCall,
  outgoing: ServerResponse,
): Promise<WireResponse | undefined> {
  if (scope === undefined) throw new WireError('MissingAuthenticationToken', 'The request is not signed', 403);
  if (model === undefined) {
    throw new WireError('UnknownService', `${scope.service} is none of ${SERVICE_NAMES.join(', ')}`);
  }
  const identity = state.options.identities[scope.accessKeyId];
  if (identity !== undefined) call.account = identity.account;
  const { operation, params } = decodeRequest(model, request);
  const name = `${model.name}:${operation.name}`;
  call.operation = name;
  call.params = params;
  if (identity === undefined) throw failure('unknown-key', model.protocol);

  await delay(forOperation(state.options.latencyMs, name) ?? 0);
  const fault = nextFault(state, call);
  const whole = (): WireResponse =>
    encodeOutput(model, operation, outputOf(state.options, scope, identity, { model, operation, params }));
  return fault === undefined ? whole() : fail(fault, model.protocol, outgoing, whole);
}

interface Decoded {
  readonly model: ServiceModel;
  readonly operation: OperationModel;
  readonly params: JsonObject;
}

function outputOf(
  options: WireServerOptions,
  scope: Scope,
  identity: WireIdentity,
  { model, operation, params }: Decoded,
): JsonObject {
  const name = `${model.name}:${operation.name}`;
  const { account, arn } = identity;
  if (name === 'sts:GetCallerIdentity') return { UserId: scope.accessKeyId, Account: account, Arn: arn };
  if (name === 'sts:AssumeRole') return assumeRole(options, params);
  const pageLimit = forOperation(options.pageLimit, name);
  return answer(rowsOf(options.worlds, account, scope, name), {
    name,
    protocol: model.protocol,
    operation,
    params,
    region: scope.region,
    ...(pageLimit !== undefined && { pageLimit }),
  });
}

async function respondToSso(
  state: State,
  request: HttpRequest,
  call: MutableCall,
  protocol: Protocol,
  outgoing: ServerResponse,
): Promise<WireResponse | undefined> {
  call.service = 'sso';
  call.operation = 'sso:GetRoleCredentials';
  const params = ssoParams(request);
  call.params = params;
  call.account = params.accountId;
  await delay(forOperation(state.options.latencyMs, call.operation) ?? 0);
  const fault = nextFault(state, call);
  const { ssoGrants, identities } = state.options;
  const whole = (): WireResponse =>
    ssoCredentials(request, ssoGrants ?? {}, (accessKeyId) => identities[accessKeyId]?.account);
  return fault === undefined ? whole() : fail(fault, protocol, outgoing, whole);
}

function forOperation(
  option: number | Readonly<Record<string, number>> | undefined,
  operation: string,
): number | undefined {
  return typeof option === 'object' ? option[operation] : option;
}

async function delay(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Services that answer the same whatever Region signs: their rows are in the scope `aws-global`, or in that of the Region
 * from which a collection asked.
 */
const GLOBAL_SERVICES: readonly string[] = ['route53', 'iam', 'organizations', 'pricing'];

function rowsOf(worlds: Snapshot, account: string, scope: Scope, operation: string): readonly SnapshotCall[] {
  const everywhere = GLOBAL_SERVICES.includes(scope.service);
  return worlds.scopes
    .filter((world) => world.account === account && (everywhere || world.region === scope.region))
    .flatMap((world) => world.calls)
    .filter((call) => call.operation === operation);
}

function nextFault(state: State, call: LoggedCall): WireFault | undefined {
  const request = `${call.accessKeyId} ${call.region} ${call.operation} ${stableStringify(call.params)}`;
  const turn = (state.requestCounts.get(request) ?? 0) + 1;
  state.requestCounts.set(request, turn);
  return (state.options.faults ?? []).find((fault) => {
    const matches = (['operation', 'account', 'region', 'accessKeyId'] as const).every(
      (field) => fault[field] === undefined || fault[field] === call[field],
    );
    if (!matches) return false;
    const count = (state.faultCounts.get(fault) ?? 0) + 1;
    state.faultCounts.set(fault, count);
    if (fault.nth !== undefined && ![fault.nth].flat().includes(count)) return false;
    return fault.share === undefined || chance(`${fault.share.seed} ${request} ${turn}`) < fault.share.of;
  });
}

/** From 0 to 1, and always the same for the same words. */
function chance(words: string): number {
  return createHash('sha256').update(words).digest().readUInt32BE() / 2 ** 32;
}

/** @param whole the answer that there would be */
function fail(
  fault: WireFault,
  protocol: Protocol,
  outgoing: ServerResponse,
  whole: () => WireResponse,
): WireResponse | undefined {
  switch (fault.kind) {
    case 'throttle':
    case 'deny':
    case 'expired':
      throw failure(fault.kind, protocol);
    case 'error':
      throw new WireError(fault.code ?? 'InternalError', 'An internal error has occurred', fault.status ?? 500);
    case 'hang':
      return undefined;
    case 'reset':
      outgoing.socket?.resetAndDestroy();
      return undefined;
    case 'garbage':
      return { status: fault.status ?? 200, headers: { 'content-type': 'text/html' }, body: fault.body ?? SIGN_IN };
    case 'truncate': {
      const { headers, status, body } = whole();
      return { status, headers, body: half(body) };
    }
    case 'cut': {
      const { headers, status, body } = whole();
      outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
      outgoing.write(half(body), () => outgoing.socket?.destroy());
      return undefined;
    }
  }
}

/** A page as people write them: no parser of XML takes it. */
const SIGN_IN = '<!DOCTYPE html><html><body><p>Sign in to the network<br>to continue</body></html>';

function half(body: WireResponse['body']): Buffer {
  const bytes = Buffer.from(body);
  return bytes.subarray(0, bytes.length >> 1);
}

function assumeRole(options: WireServerOptions, params: JsonObject): JsonObject {
  const arn = textOf(params['RoleArn']);
  const accessKeyId = options.roles?.[arn];
  const identity = accessKeyId === undefined ? undefined : options.identities[accessKeyId];
  if (accessKeyId === undefined || identity === undefined) {
    throw new WireError('AccessDenied', `The caller is not authorized to perform: sts:AssumeRole on ${arn}`, 403);
  }
  return {
    AssumedRoleUser: { AssumedRoleId: `AROAEXAMPLE:${textOf(params['RoleSessionName'])}`, Arn: identity.arn },
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: 'secret-of-the-role',
      SessionToken: 'token-of-the-role',
      Expiration: new Date(Date.now() + 3_600_000).toISOString(),
    },
  };
}
