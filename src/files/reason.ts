/** Why a file could not be read or written, in words that end a sentence. */
export function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'permission denied; check the file’s permissions',
    EPERM: 'permission denied; check the file’s permissions',
    EISDIR: 'it is a folder; name a file',
    ENOTFILE: 'it is a device, a pipe or a socket; save its content as a file and name that',
    ENOTDIR: 'a part of its path is not a folder',
    ENOSPC: 'the disk is full',
    EROFS: 'the file system is read-only',
    EFBIG: 'it is larger than 512 MiB',
  };
  return known[code] ?? code;
}
