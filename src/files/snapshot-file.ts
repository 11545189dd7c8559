import { access, constants, readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError } from '../core/model/errors.ts';
import { parseSnapshot, serializeSnapshot, type Snapshot } from '../core/model/snapshot.ts';
import { writeAtomically } from './atomic.ts';
import { reason } from './reason.ts';
import { checkFile, MAX_FILE_BYTES } from './regular.ts';

/**
 * Reads and checks a snapshot file.
 *
 * @throws AppError `unreadable-file` naming the file; `bad-input` naming the path in the file that is wrong
 */
export async function readSnapshotFile(path: string): Promise<Snapshot> {
  let content: string;
  try {
    await checkFile(path, MAX_FILE_BYTES);
    content = await readFile(path, 'utf8');
  } catch (cause) {
    throw new AppError('unreadable-file', `${path} could not be read: ${reason(cause)}.`, { cause });
  }
  return parseSnapshot(content, path);
}

/**
 * Whether a file can be made there, before there is anything to write.
 *
 * @throws AppError `unreadable-file` naming the file
 */
export async function checkWritable(path: string): Promise<void> {
  try {
    await access(dirname(resolve(path)), constants.W_OK);
    const info = await stat(path).catch(() => undefined);
    if (info?.isDirectory() === true) throw Object.assign(new Error('a directory'), { code: 'EISDIR' });
  } catch (cause) {
    throw new AppError('unreadable-file', `${path} could not be written: ${reason(cause)}.`, { cause });
  }
}

/**
 * Writes a snapshot so that the file is either the old one or the whole new one.
 *
 * @throws AppError `unreadable-file` naming the file
 */
export async function writeSnapshotFile(path: string, snapshot: Snapshot): Promise<void> {
  try {
    await writeAtomically(path, serializeSnapshot(snapshot));
  } catch (cause) {
    throw new AppError('unreadable-file', `${path} could not be written: ${reason(cause)}.`, { cause });
  }
}
