// Reads zip archives: a VSIX is one. Enough of the format for what vsce writes (APPNOTE 4.3: stored or deflated, no zip64).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;

/** The files of an archive: name, packed size and a way to their contents. */
export function readZip(file) {
  const bytes = readFileSync(file);
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== endOfDirectory) end--;
  if (end < 0) throw new Error(`${file} is not a zip archive.`);
  const entries = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== directoryEntry) throw new Error(`${file} is a damaged zip archive.`);
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const method = bytes.readUInt16LE(at + 10);
    const packedSize = bytes.readUInt32LE(at + 20);
    const header = bytes.readUInt32LE(at + 42);
    entries.push({
      name,
      packedSize,
      size: bytes.readUInt32LE(at + 24),
      read: () => contents(bytes, header, method, packedSize),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries.filter(({ name }) => !name.endsWith('/'));
}

function contents(bytes, header, method, packedSize) {
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  const packed = bytes.subarray(start, start + packedSize);
  if (method === 0) return Buffer.from(packed);
  if (method === 8) return inflateRawSync(packed);
  throw new Error(`Compression method ${method} is not supported.`);
}

/** Writes an archive's files below a folder. */
export function unzip(file, folder) {
  for (const { name, read } of readZip(file)) {
    const target = resolve(folder, name);
    if (!target.startsWith(resolve(folder) + sep))
      throw new Error(`${file} holds ${name}, which leads out of its folder.`);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, read());
  }
}
