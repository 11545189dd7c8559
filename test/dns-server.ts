import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';

/*
 * A DNS server on loopback that answers A and AAAA queries from a table: as much of
 * https://datatracker.ietf.org/doc/html/rfc1035#section-4 as that takes.
 */

/** Addresses of a name; `silent` never answers, `broken` is SERVFAIL. A name that is not in the table is NXDOMAIN. */
export type DnsTable = Readonly<Record<string, readonly string[] | 'silent' | 'broken'>>;

export interface DnsServer {
  /** `address:port`. */
  readonly address: string;
  /** The names that were asked for, lower case, each query once. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

const TYPE_A = 1;
const TYPE_AAAA = 28;
const NXDOMAIN = 3;
const SERVFAIL = 2;

export async function startDnsServer(table: DnsTable): Promise<DnsServer> {
  const socket: Socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (query, peer) => {
    const { name, end } = readName(query, 12);
    asked.push(name);
    const entry = table[name];
    if (entry === 'silent') return;
    socket.send(answerTo(query, end + 4, query.readUInt16BE(end), entry), peer.port, peer.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        socket.close(() => {
          resolve();
        });
      }),
  };
}

function answerTo(query: Buffer, end: number, type: number, entry: readonly string[] | 'broken' | undefined): Buffer {
  const addresses = Array.isArray(entry) ? (entry as readonly string[]) : [];
  const records = addresses
    .filter((address) => type === (isIPv6(address) ? TYPE_AAAA : TYPE_A))
    .map((address) => {
      const data = isIPv6(address) ? ipv6Bytes(address) : Buffer.from(address.split('.').map(Number));
      const head = Buffer.alloc(12);
      // The name is that of the question; class IN, no time to live.
      head.writeUInt16BE(0xc00c, 0);
      head.writeUInt16BE(type, 2);
      head.writeUInt16BE(1, 4);
      head.writeUInt16BE(data.length, 10);
      return Buffer.concat([head, data]);
    });
  const header = Buffer.from(query.subarray(0, 12));
  const code = entry === undefined ? NXDOMAIN : entry === 'broken' ? SERVFAIL : 0;
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  header.writeUInt32BE(0, 8);
  return Buffer.concat([header, query.subarray(12, end), ...records]);
}

function readName(message: Buffer, start: number): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = start;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

/** Of addresses without an IPv4 part. */
function ipv6Bytes(address: string): Buffer {
  const [head = '', tail = ''] = address.split('::');
  const words = (part: string): readonly string[] => (part === '' ? [] : part.split(':'));
  const missing = 8 - words(head).length - words(tail).length;
  const all = [...words(head), ...Array.from({ length: missing }, () => '0'), ...words(tail)];
  return Buffer.from(all.flatMap((word) => [Number.parseInt(word, 16) >> 8, Number.parseInt(word, 16) & 0xff]));
}
