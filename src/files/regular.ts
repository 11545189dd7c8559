import { stat } from 'node:fs/promises';

/**
 * Whether something can be read to its end: opening a pipe may wait for ever, and a device may never end.
 *
 * @throws an error whose code `reason` puts into words, for what is no file or is larger than `maxBytes`
 */
export async function checkFile(path: string, maxBytes: number, tooLarge = 'EFBIG'): Promise<void> {
  const info = await stat(path);
  if (!info.isFile()) {
    throw Object.assign(new Error('not a file'), { code: info.isDirectory() ? 'EISDIR' : 'ENOTFILE' });
  }
  if (info.size > maxBytes) throw Object.assign(new Error('too large'), { code: tooLarge });
}

/** Far above any snapshot, analysis or report that fits the memory. */
export const MAX_FILE_BYTES = 512 * 1024 * 1024;
