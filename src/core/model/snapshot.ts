import { AppError } from './errors.ts';
import { isJsonObject, stableStringify, sortKeys, type Json, type JsonObject } from './json.ts';

export const SNAPSHOT_FORMAT = 'privatelink-snapshot';
export const SNAPSHOT_VERSION = 1;

/** The Region of what belongs to an account as a whole: no endpoint or service lives there. */
export const GLOBAL_REGION = 'aws-global';

export const CALL_STATUSES = ['ok', 'denied', 'throttled', 'failed', 'cancelled', 'not-asked'] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];

/** One request with all its pages merged: absence is proved only by a complete call, and only inside its params. */
export interface SnapshotCall {
  /** `service:Operation`, as in an IAM action, for example `ec2:DescribeVpcEndpoints`. */
  readonly operation: string;
  /** The request's input without page sizes and tokens. */
  readonly params: JsonObject;
  readonly status: CallStatus;
  readonly errorCode?: string;
  readonly complete: boolean;
  readonly capturedAt: string;
  /** HTTP requests made for it, retries excluded. */
  readonly calls?: number;
  /** The SDK's output without `$metadata` and tokens; dates are ISO strings. */
  readonly output: JsonObject;
}

export interface SnapshotScope {
  readonly partition: string;
  readonly account: string;
  /** A Region, or `aws-global`. */
  readonly region: string;
  readonly profiles: readonly string[];
  /**
   * Absent where addresses are those of AWS. In a redacted scope it stands for the key: addresses of two scopes mean the
   * same only where this is the same.
   */
  readonly addressSpace?: string;
  readonly calls: readonly SnapshotCall[];
}

/** A profile in a Region that was to be read and could not be entered: nobody knows its account. */
export interface UnreadScope {
  readonly profile?: string;
  readonly region?: string;
  /** The code of the error; its text may hold ARNs. */
  readonly errorCode: string;
}

export interface Snapshot {
  readonly format: typeof SNAPSHOT_FORMAT;
  readonly version: typeof SNAPSHOT_VERSION;
  readonly capturedAt: string;
  readonly scopes: readonly SnapshotScope[];
  readonly unread?: readonly UnreadScope[];
}

/**
 * Reads a snapshot file's text.
 *
 * @param source the file's name, for the message
 * @throws AppError `bad-input` naming the path in the file that is wrong; a newer version is refused by its number
 */
export function parseSnapshot(content: string, source: string): Snapshot {
  let value: unknown;
  try {
    value = JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new AppError(
      'bad-input',
      `${source} is not a snapshot: it is not valid JSON. Choose a file saved by "Save Snapshot" (*.plsnap.json).`,
      { cause },
    );
  }
  return checkSnapshot(value, source);
}

/**
 * A snapshot out of JSON that was read already.
 *
 * @param source where it is from, for the message
 * @throws AppError `bad-input` as `parseSnapshot` does
 */
export function checkSnapshot(value: unknown, source: string): Snapshot {
  const wrong = (path: string, expected: string): AppError =>
    new AppError('bad-input', `${source} is not a usable snapshot: ${path} should be ${expected}.`);
  if (!isJsonObject(value)) throw wrong('the file', 'an object');
  checkDepth(value, wrong);
  if (value['format'] !== SNAPSHOT_FORMAT) throw wrong('format', `"${SNAPSHOT_FORMAT}"`);
  if (value['version'] !== SNAPSHOT_VERSION) {
    const version = value['version'];
    if (typeof version === 'number' && version > SNAPSHOT_VERSION) {
      throw new AppError(
        'bad-input',
        `${source} has snapshot version ${version}; this release reads version ${SNAPSHOT_VERSION}. Update PrivateLink Explorer to open it.`,
      );
    }
    throw wrong('version', String(SNAPSHOT_VERSION));
  }
  checkDate(value['capturedAt'], 'capturedAt', wrong);
  const scopes = value['scopes'];
  if (!Array.isArray(scopes)) throw wrong('scopes', 'a list');
  scopes.forEach((scope: unknown, i) => {
    checkScope(scope, `scopes[${i}]`, wrong);
  });
  checkUnread(value['unread'], wrong);
  return value as unknown as Snapshot;
}

type Wrong = (path: string, expected: string) => AppError;

function checkDate(value: unknown, path: string, wrong: Wrong): void {
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) throw wrong(path, 'an ISO 8601 date');
}

function checkUnread(value: unknown, wrong: Wrong): void {
  if (value === undefined) return;
  if (!Array.isArray(value)) throw wrong('unread', 'a list');
  value.forEach((item: unknown, i) => {
    if (!isJsonObject(item)) throw wrong(`unread[${i}]`, 'an object');
    if (typeof item['errorCode'] !== 'string') throw wrong(`unread[${i}].errorCode`, 'a string');
    for (const field of ['profile', 'region']) {
      if (!['string', 'undefined'].includes(typeof item[field])) throw wrong(`unread[${i}].${field}`, 'a string');
    }
  });
}

/** No answer of AWS is nested as deep; whoever walks what is would run out of stack. */
const DEEPEST = 200;

function checkDepth(value: unknown, wrong: Wrong): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw wrong('the file', `nested at most ${DEEPEST} deep`);
    level = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? (Object.values(item) as unknown[]) : [],
    );
  }
}

function checkScope(scope: unknown, path: string, wrong: Wrong): void {
  if (!isJsonObject(scope)) throw wrong(path, 'an object');
  for (const field of ['partition', 'account', 'region']) {
    if (typeof scope[field] !== 'string') throw wrong(`${path}.${field}`, 'a string');
  }
  const profiles: unknown = scope['profiles'];
  if (!Array.isArray(profiles) || profiles.some((profile: unknown) => typeof profile !== 'string')) {
    throw wrong(`${path}.profiles`, 'a list of strings');
  }
  if (!['string', 'undefined'].includes(typeof scope['addressSpace'])) throw wrong(`${path}.addressSpace`, 'a string');
  const calls = scope['calls'];
  if (!Array.isArray(calls)) throw wrong(`${path}.calls`, 'a list');
  calls.forEach((call: unknown, i) => {
    checkCall(call, `${path}.calls[${i}]`, wrong);
  });
}

function checkCall(call: unknown, path: string, wrong: Wrong): void {
  if (!isJsonObject(call)) throw wrong(path, 'an object');
  if (typeof call['operation'] !== 'string') throw wrong(`${path}.operation`, 'a string');
  if (!isJsonObject(call['params'])) throw wrong(`${path}.params`, 'an object');
  if (!CALL_STATUSES.includes(call['status'] as CallStatus)) {
    throw wrong(`${path}.status`, `one of ${CALL_STATUSES.join(', ')}`);
  }
  if (call['errorCode'] !== undefined && typeof call['errorCode'] !== 'string') {
    throw wrong(`${path}.errorCode`, 'a string');
  }
  if (typeof call['complete'] !== 'boolean') throw wrong(`${path}.complete`, 'true or false');
  checkDate(call['capturedAt'], `${path}.capturedAt`, wrong);
  if (!isJsonObject(call['output'])) throw wrong(`${path}.output`, 'an object');
}

/** The file's text: keys, scopes and calls sorted, so that the same state gives the same bytes. Ends with a newline. */
export function serializeSnapshot(snapshot: Snapshot): string {
  const byText =
    <T>(key: (item: T) => string) =>
    (a: T, b: T): number => {
      const left = key(a);
      const right = key(b);
      return left < right ? -1 : left > right ? 1 : 0;
    };
  const sorted = {
    ...snapshot,
    scopes: [...snapshot.scopes]
      .sort(byText((scope) => `${scope.partition}/${scope.account}/${scope.region}/${scope.profiles.join(',')}`))
      .map((scope) => ({
        ...scope,
        calls: [...scope.calls].sort(byText((call) => `${call.operation} ${stableStringify(call.params)}`)),
      })),
  };
  return `${JSON.stringify(sortKeys(sorted as unknown as Json), null, 1)}\n`;
}

function unreadOf(snapshots: readonly Snapshot[]): Pick<Snapshot, 'unread'> {
  const unread = snapshots.flatMap((snapshot) => snapshot.unread ?? []);
  return unread.length === 0 ? {} : { unread };
}

/** A snapshot that holds the scopes of all of them; it is as old as its oldest part. */
export function mergeSnapshots(snapshots: readonly Snapshot[]): Snapshot {
  const times = snapshots.map((snapshot) => snapshot.capturedAt).sort();
  return {
    format: SNAPSHOT_FORMAT,
    version: SNAPSHOT_VERSION,
    capturedAt: times[0] ?? new Date(0).toISOString(),
    scopes: snapshots.flatMap((snapshot) => snapshot.scopes),
    ...unreadOf(snapshots),
  };
}
