import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readCache, removeCache, writeCache, type CacheEntry } from '../../../src/files/cache.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { snapshotOf } from '../../worlds/world.ts';

const KEY = 'live ../../etc us-east-1';
const entry: CacheEntry = { snapshot: snapshotOf(healthyEstate().world), depth: 'tree', subjects: ['vpce-1'] };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'privatelink-cache-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function onlyFile(): Promise<string> {
  const [name = ''] = await readdir(folder);
  return join(folder, name);
}

it('gives back what was kept, to its owner only', async () => {
  await writeCache(folder, KEY, entry);
  expect(await readCache(folder, KEY)).toEqual(entry);
  expect(await readCache(folder, 'another')).toBeUndefined();
  expect(((await stat(await onlyFile())).mode & 0o077).toString(8)).toBe('0');
});

it('is empty when it was written by another release, cut off, or is no cache at all', async () => {
  await writeCache(folder, KEY, entry);
  const file = await onlyFile();
  const content = await readFile(file, 'utf8');
  for (const wrong of [content.replace('"version":1', '"version":2'), content.slice(0, -9), 'null', '[]', '']) {
    await writeFile(file, wrong);
    expect(await readCache(folder, KEY)).toBeUndefined();
  }
  await writeFile(file, content.replace('"format":"privatelink-snapshot"', '"format":"other"'));
  expect(await readCache(folder, KEY)).toBeUndefined();
});

it('does what is asked of one key in turn', async () => {
  const written = writeCache(folder, KEY, entry);
  await removeCache(folder, [KEY]);
  await written;
  expect(await readdir(folder)).toEqual([]);
});

it('never throws: where nothing can be written, nothing is kept', async () => {
  const nowhere = join(folder, 'file');
  await writeFile(nowhere, '');
  await writeCache(nowhere, KEY, entry);
  await removeCache(nowhere, [KEY]);
  expect(await readCache(nowhere, KEY)).toBeUndefined();
});

it('lets go of what was used longest ago when it becomes too much', async () => {
  await writeCache(folder, 'one', entry);
  const { size } = await stat(await onlyFile());
  await utimes(await onlyFile(), 1, 1);
  const limits = { total: size * 2 + 100, entry: size + 100 };
  await writeCache(folder, 'two', entry, limits);
  expect(await readdir(folder)).toHaveLength(2);
  // Reading is using.
  await readCache(folder, 'one');
  const files = await readdir(folder);
  for (const file of files)
    if ((await readFile(join(folder, file), 'utf8')).includes('"two"')) await utimes(join(folder, file), 2, 2);
  await writeCache(folder, 'three', entry, limits);
  expect(
    await Promise.all(['one', 'two', 'three'].map(async (key) => (await readCache(folder, key)) !== undefined)),
  ).toEqual([true, false, true]);
  await writeCache(folder, 'three', entry, { total: size * 9, entry: size - 1 });
  expect(await readCache(folder, 'three')).toBeUndefined();
});
