import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { MeasurementPlan } from '../../../src/core/measure/plan.ts';
import { measure, ownAddresses } from '../../../src/measure/measure.ts';
import { startDnsServer, type DnsServer, type DnsTable } from '../../dns-server.ts';

const ENDPOINT = 'vpce-0123456789abcdef0';
const NOW = new Date('2026-03-02T02:30:00.000Z');
const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function nameServer(table: DnsTable): Promise<DnsServer> {
  const server = await startDnsServer(table);
  closing.push(() => server.stop());
  return server;
}

/** A TCP listener on loopback; returns its port. */
async function listener(behave: Parameters<typeof createServer>[1]): Promise<number> {
  const server: Server = createServer(behave);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

/** A port on which nobody listens: that of a listener which is gone. */
async function closedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function plan(more: Partial<MeasurementPlan>): MeasurementPlan {
  return { endpoint: ENDPOINT, names: [], addresses: [], ownNames: [], ports: [], textNames: [], ...more };
}

const QUICK = { lookupLimit: 400, connectLimit: 400, now: () => NOW, addresses: ['10.20.1.20'] };

describe('look-ups', () => {
  it('tell an answer, no such name, no address, a failure and silence apart', async () => {
    const server = await nameServer({
      'payments.example.com': ['10.20.101.10', '10.20.102.10', 'fd00::1'],
      'mail.example.com': [],
      'broken.example.com': 'broken',
      'slow.example.com': 'silent',
    });
    const names = [
      'payments.example.com',
      'gone.example.com',
      'mail.example.com',
      'broken.example.com',
      'slow.example.com',
    ];
    const { lookups, at, endpoint, place } = await measure(plan({ names }), { ...QUICK, servers: [server.address] });
    expect(lookups).toEqual([
      { name: 'payments.example.com', result: 'answered', addresses: ['10.20.101.10', '10.20.102.10', 'fd00::1'] },
      { name: 'gone.example.com', result: 'no-such-name', addresses: [] },
      { name: 'mail.example.com', result: 'no-address', addresses: [] },
      { name: 'broken.example.com', result: 'failed', addresses: [] },
      { name: 'slow.example.com', result: 'timed-out', addresses: [] },
    ]);
    expect({ at, endpoint, place }).toEqual({
      at: NOW.toISOString(),
      endpoint: ENDPOINT,
      place: { addresses: ['10.20.1.20'], nameServers: [server.address] },
    });
  });

  it('ask the server for nothing but the names of the plan', async () => {
    const server = await nameServer({ 'payments.example.com': ['10.20.101.10'] });
    await measure(plan({ names: ['payments.example.com'] }), { ...QUICK, servers: [server.address] });
    expect(new Set(server.asked)).toEqual(new Set(['payments.example.com']));
  });
});

describe('connections', () => {
  it('tell connected, refused and reset apart', async () => {
    const open = await listener((socket) => socket.on('error', () => undefined));
    const brief = await listener((socket) => socket.end());
    const rude = await listener((socket) => {
      socket.resetAndDestroy();
    });
    const closed = await closedPort();
    const { connections } = await measure(
      plan({ addresses: ['127.0.0.1'], ports: [open, brief, rude, closed] }),
      QUICK,
    );
    expect(connections).toEqual([
      { address: '127.0.0.1', port: open, result: 'connected' },
      { address: '127.0.0.1', port: brief, result: 'connected' },
      { address: '127.0.0.1', port: rude, result: 'reset' },
      { address: '127.0.0.1', port: closed, result: 'refused' },
    ]);
  });

  it('go to what the endpoint’s own name answers where its addresses were not read', async () => {
    const port = await listener((socket) => socket.on('error', () => undefined));
    const server = await nameServer({ 'own.example.com': ['127.0.0.1'], 'other.example.com': ['127.0.0.2'] });
    const { connections } = await measure(
      plan({ names: ['own.example.com', 'other.example.com'], ownNames: ['own.example.com'], ports: [port] }),
      { ...QUICK, servers: [server.address] },
    );
    expect(connections).toEqual([{ address: '127.0.0.1', port, result: 'connected' }]);
  });

  it('to many ports come back in the plan’s order', async () => {
    const open = await listener((socket) => socket.on('error', () => undefined));
    const closed = await closedPort();
    const ports = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? open : closed));
    const { connections } = await measure(plan({ addresses: ['127.0.0.1'], ports }), QUICK);
    expect(connections.map(({ result }) => result)).toEqual(
      ports.map((port) => (port === open ? 'connected' : 'refused')),
    );
  });
});

describe('a measurement', () => {
  it('that is cancelled ends at once, with the reason', async () => {
    const server = await nameServer({ 'slow.example.com': 'silent' });
    const controller = new AbortController();
    const running = measure(plan({ names: ['slow.example.com'] }), {
      ...QUICK,
      lookupLimit: 60_000,
      servers: [server.address],
      signal: controller.signal,
    });
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
  });

  it('names no loopback or link-local address as the machine’s own', () => {
    for (const address of ownAddresses()) expect(address).not.toMatch(/^(127\.|::1$|169\.254\.|fe80:)/);
  });
});
