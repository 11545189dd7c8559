import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject } from '../core/model/json.ts';
import { texts } from '../core/model/read.ts';
import { checkSnapshot, type Snapshot } from '../core/model/snapshot.ts';
import { writeAtomically } from './atomic.ts';

/* What was read from AWS, kept between windows. A cache may always be empty: nothing here throws. */

const VERSION = 1;
/** In bytes. */
export interface CacheLimits {
  /** All entries together; the ones that were used longest ago go first. */
  readonly total: number;
  /** One entry: a larger one would take longer to load than a click on Refresh. */
  readonly entry: number;
}
const LIMITS: CacheLimits = { total: 128 * 1024 * 1024, entry: 48 * 1024 * 1024 };
const SUFFIX = '.cache.json';

/** What is kept of one source. */
export interface CacheEntry {
  readonly snapshot: Snapshot;
  readonly depth: 'tree' | 'topology' | 'diagnosis';
  readonly subjects: readonly string[];
}

/** What is being written or removed, by file: one thing after the other. */
const under = new Map<string, Promise<void>>();

function inTurn(path: string, work: () => Promise<void>): Promise<void> {
  const done = (under.get(path) ?? Promise.resolve()).then(work).catch(() => {
    // A full disk, a folder that is gone: the next window reads from AWS.
  });
  under.set(path, done);
  return done.finally(() => {
    if (under.get(path) === done) under.delete(path);
  });
}

/** The entry of a key; `undefined` when there is none, or none that this release understands. */
export async function readCache(folder: string, key: string): Promise<CacheEntry | undefined> {
  const path = fileOf(folder, key);
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (!isJsonObject(value) || value['version'] !== VERSION || value['key'] !== key) return undefined;
    const depth = (['tree', 'topology', 'diagnosis'] as const).find((known) => known === value['depth']);
    if (depth === undefined) return undefined;
    const snapshot = checkSnapshot(value['snapshot'], path);
    const now = new Date();
    await utimes(path, now, now);
    return { snapshot, depth, subjects: texts(value, 'subjects') ?? [] };
  } catch {
    return undefined;
  }
}

/** Keeps an entry, and lets go of what was used longest ago when it becomes too much. */
export function writeCache(folder: string, key: string, entry: CacheEntry, limits = LIMITS): Promise<void> {
  const path = fileOf(folder, key);
  return inTurn(path, async () => {
    const content = JSON.stringify({ version: VERSION, key, ...entry });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (Buffer.byteLength(content) > limits.entry) await rm(path, { force: true });
    else await writeAtomically(path, content);
    await prune(folder, limits.total);
  });
}

export async function removeCache(folder: string, keys: readonly string[]): Promise<void> {
  await Promise.all(
    keys.map((key) => fileOf(folder, key)).map((path) => inTurn(path, () => rm(path, { force: true }))),
  );
}

async function prune(folder: string, most: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(SUFFIX));
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const { size, mtimeMs } = await stat(path);
      return { path, size, mtimeMs };
    }),
  );
  let total = 0;
  for (const file of files.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
    total += file.size;
    if (total > most) await rm(file.path, { force: true });
  }
}

/** Profile names may hold anything: no part of a key becomes part of a path. */
function fileOf(folder: string, key: string): string {
  return join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}${SUFFIX}`);
}
