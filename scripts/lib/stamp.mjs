// Work is repeated only when what it depends on has changed: stamps are hashes of contents, never of times.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { out, root } from './paths.mjs';

const ignored = new Set(['node_modules', '.git', 'dist', 'out']);

/** Every file under a path, sorted. */
export function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !ignored.has(name))
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

/** One hash for the contents and names of files and folders, given relative to the root. */
export function hashOf(...paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesUnder(join(root, path)))) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

const stampFile = (name) => join(out, 'stamps', name);

export function isStamped(name, hash) {
  return existsSync(stampFile(name)) && readFileSync(stampFile(name), 'utf8') === hash;
}

export function stamp(name, hash) {
  mkdirSync(join(out, 'stamps'), { recursive: true });
  writeFileSync(stampFile(name), hash);
}
