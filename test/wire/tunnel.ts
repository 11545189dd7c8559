// A CONNECT proxy that leads every host to one TLS server, and that server: what stands between a company's desks and AWS.
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { generate } from 'selfsigned';

/** Hosts of AWS's APIs in us-east-1: plain, FIPS and dual stack. */
const NAMES = [
  ...['*.amazonaws.com', '*.us-east-1.amazonaws.com', '*.sso.us-east-1.amazonaws.com'],
  ...['*.us-east-1.api.aws', '*.api.aws', '*.global.api.aws'],
];

export interface Tunnel {
  /** Without a name and a password. */
  readonly proxyUrl: string;
  /** `host:port` of every CONNECT that was let through. */
  readonly hosts: readonly string[];
  /** The certificate of the TLS server, in PEM: nobody else vouches for it. */
  readonly certificate: string;
  /** Names under which the TLS server can be reached without a proxy. */
  readonly tlsPort: number;
  stop(): Promise<void>;
}

export interface TunnelOptions {
  /** Where the TLS server passes on what it decrypted: an HTTP server on this machine. */
  readonly port: number;
  /** `name:password` that the proxy wants. */
  readonly credentials?: string;
}

export async function startTunnel({ port, credentials }: TunnelOptions): Promise<Tunnel> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'a company’s own' }], {
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [...NAMES.map((value) => ({ type: 2 as const, value })), { type: 7, ip: '127.0.0.1' }],
      },
    ],
  });
  const sockets = new Set<Socket>();
  const joined = (one: Socket, other: Socket): void => {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  };
  const tls = createTlsServer({ key, cert }, (socket) => {
    joined(socket, connect(port, '127.0.0.1'));
  });
  // Whoever does not trust the certificate leaves in the middle of the handshake.
  tls.on('tlsClientError', () => undefined);
  const tlsPort = await listening(tls);
  const hosts: string[] = [];
  const proxy = createServer((_, response) => response.writeHead(405).end());
  proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
    const wanted = credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`;
    if (request.headers['proxy-authorization'] !== wanted) {
      socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n',
      );
      return;
    }
    hosts.push(request.url ?? '');
    const onward = connect(tlsPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      joined(socket, onward);
    });
  });
  const proxyPort = await listening(proxy);
  return {
    proxyUrl: `http://127.0.0.1:${proxyPort}`,
    hosts,
    certificate: cert,
    tlsPort,
    async stop() {
      for (const socket of sockets) socket.destroy();
      proxy.closeAllConnections();
      await Promise.all([proxy, tls].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

async function listening(server: {
  listen(port: number, host: string, done: () => void): unknown;
  address(): AddressInfo | string | null;
}): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}
