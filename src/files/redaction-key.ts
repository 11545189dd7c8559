import { createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '../core/model/errors.ts';
import type { KeyedHash } from '../core/redact/tokens.ts';
import { reason } from './reason.ts';

/** 128 bits: fewer could be found by trying, and then the file says everything again. */
const SHORTEST_KEY = 16;

/** A key that nobody has seen before and nobody will see again. */
export function randomKey(): Uint8Array {
  return randomBytes(32);
}

/**
 * Reads a key that two parties share: the file's bytes as they are.
 *
 * @throws AppError `unreadable-file` naming the file; `bad-input` when it is too short
 */
export async function readKeyFile(path: string): Promise<Uint8Array> {
  let key: Uint8Array;
  try {
    key = await readFile(path);
  } catch (cause) {
    throw new AppError('unreadable-file', `${path} could not be read: ${reason(cause)}.`, { cause });
  }
  if (key.length >= SHORTEST_KEY) return key;
  throw new AppError(
    'bad-input',
    `${path} is too short for a redaction key: it has ${key.length} bytes and needs at least ${SHORTEST_KEY}.`,
  );
}

/** HMAC-SHA-256 under the key, as hexadecimal digits. */
export function keyedHash(key: Uint8Array): KeyedHash {
  return (text) => createHmac('sha256', key).update(text).digest('hex');
}
