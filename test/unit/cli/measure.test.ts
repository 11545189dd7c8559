import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import type { MeasureOptions } from '../../../src/measure/measure.ts';
import { startDnsServer, type DnsServer } from '../../dns-server.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { addressesOf, clientAddress } from '../../worlds/measured.ts';
import { snapshotOf, textOf, type Item } from '../../worlds/world.ts';

/* `privatelink diagnose ID --measure` against a DNS server on loopback. */

const NAME = 'payments.example.com';
const estate = healthyEstate();
// The endpoint's interfaces stand on this machine, so that connections stay here.
(estate.endpoint.raw['NetworkInterfaceIds'] as string[]).forEach((id, i) => {
  const raw = estate.consumer.tables['ec2:DescribeNetworkInterfaces'].find((item) => item['NetworkInterfaceId'] === id);
  const PrivateIpAddress = `127.0.0.${11 + i}`;
  Object.assign(raw ?? {}, { PrivateIpAddress, PrivateIpAddresses: [{ Primary: true, PrivateIpAddress }] });
});
const client = clientAddress(estate.consumer, 'orders-api');
const own = (estate.endpoint.raw['DnsEntries'] as Item[]).map((entry) => textOf(entry, 'DnsName'));
let folder: string;
let snapshot: string;
let wrong: DnsServer;
let right: DnsServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'privatelink-measure-'));
  snapshot = join(folder, 'estate.plsnap.json');
  await writeFile(snapshot, JSON.stringify(snapshotOf(estate.world)));
  const names = Object.fromEntries(own.map((name) => [name, addressesOf(estate.endpoint)]));
  right = await startDnsServer({ ...names, [NAME]: addressesOf(estate.endpoint) });
  wrong = await startDnsServer({ ...names, [NAME]: ['203.0.113.7'] });
});

afterAll(async () => {
  await Promise.all([right.stop(), wrong.stop()]);
  await rm(folder, { recursive: true });
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(args: readonly string[], measuring?: Omit<MeasureOptions, 'signal'>): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    out: (text: string) => out.push(text),
    err: (text: string) => err.push(text),
    signal: new AbortController().signal,
    ...(measuring === undefined ? {} : { measuring: { connectLimit: 50, lookupLimit: 2000, ...measuring } }),
  };
  const code = await main(args, io, '0.0.0');
  return { code, out: out.join(''), err: err.join('') };
}

const about = ['diagnose', estate.endpoint.id, '--snapshot'];

describe('privatelink diagnose --measure', () => {
  it('finds what the clients’ resolver answers, and the saved report gives the same again', async () => {
    const measuring = { servers: [wrong.address], addresses: [client] };
    const { code, out, err } = await run([...about, snapshot, '--measure', '--format', 'json'], measuring);
    const diagnosis = JSON.parse(out) as Diagnosis;
    const [subject] = diagnosis.subjects;
    expect(code).toBe(1);
    expect(err).toContain('Measuring from this machine');
    expect(subject?.rootCause).toMatchObject({ rule: 'PL-DNS-018', hop: 'dns', suspected: false });
    expect(subject?.verdictConfidence).toBe('measured');
    const saved = join(folder, 'measured.json');
    await writeFile(saved, out);
    const again = await run([...about, snapshot, '--measurements', saved, '--format', 'json']);
    expect(JSON.parse(again.out)).toEqual(diagnosis);
  });

  it('says in the report where and when it was measured, and what came of it', async () => {
    const measuring = {
      servers: [right.address],
      addresses: ['192.168.178.20'],
      now: () => new Date('2026-03-02T10:30:00Z'),
    };
    for (const format of ['text', 'markdown']) {
      const { out } = await run([...about, snapshot, '--measure', '--format', format], measuring);
      expect(out).toContain('measured on a machine at 192.168.178.20, at 2026-03-02T10:30:00.000Z');
      expect(out).toContain(`${NAME}: ${addressesOf(estate.endpoint).join(', ')}`);
      expect(out.replaceAll('\\', '')).toContain('which is not in vpc-');
    }
  });

  it.each(['garbage', '2026-03-02', '2026-13-45T00:00:00Z', '2026-03-02T10:30:00', '2999-01-01T00:00:00Z'])(
    'refuses what was measured at %s',
    async (at) => {
      const file = join(folder, 'odd.json');
      const place = { addresses: [client], nameServers: [] };
      const measured = { version: 1, endpoint: estate.endpoint.id, at, place, lookups: [], connections: [] };
      await writeFile(file, JSON.stringify(measured));
      const { code, out, err } = await run([...about, snapshot, '--measurements', file]);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(at.startsWith('2999') ? /2999-01-01T00:00:00Z, is yet to come/ : /at is no ISO 8601 time/);
    },
  );

  it('goes with one endpoint, and not with what was measured before', async () => {
    for (const [args, message] of [
      [['diagnose', '--measure'], '--measure needs the id of one endpoint'],
      [['diagnose', 'vpc-0a', '--measure'], '--measure needs the id of one endpoint'],
      [[...about, snapshot, '--measure', '--measurements', 'x.json'], 'name one of the two'],
      [['diagnose', estate.gateway.id, '--snapshot', snapshot, '--measure'], 'no names and addresses of its own'],
      [[...about, snapshot, '--measurements', join(folder, 'none.json')], 'cannot be opened'],
      [[...about, snapshot, '--measurements', '/dev/null'], 'it is a device, a pipe or a socket'],
      [[...about, snapshot, '--measurements', snapshot], 'These are no measurements'],
    ] as const) {
      const { code, err } = await run(args, { servers: [right.address] });
      expect({ code, told: err.includes(message), err }).toEqual({ code: 2, told: true, err });
    }
  });
});

describe('privatelink analyze', () => {
  it('prints the commands with the price, and starts nothing', async () => {
    const args = ['analyze', estate.endpoint.id, '--source', 'eni-0aaaaaaaaaaaaaaaa', '--port', '443'];
    const { code, out, err } = await run([...args, '--snapshot', snapshot]);
    expect(code).toBe(0);
    expect(err).toContain('USD 0.10');
    expect(err).toContain('Nothing was started');
    expect(out).toContain(
      `aws ec2 create-network-insights-path --source eni-0aaaaaaaaaaaaaaaa --destination ${estate.endpoint.id} --protocol tcp --destination-port 443`,
    );
  });

  it('sets an analysis beside its own diagnosis', async () => {
    const file = join(folder, 'analysis.json');
    const analyses = [{ NetworkInsightsAnalysisId: 'nia-0a', Status: 'succeeded', NetworkPathFound: true }];
    await writeFile(file, JSON.stringify({ NetworkInsightsAnalyses: analyses }));
    const { code, out } = await run(['analyze', estate.endpoint.id, '--analysis', file, '--snapshot', snapshot]);
    expect(code).toBe(0);
    expect(out).toMatch(/endpoint-security-group +agree +here pass, analyzer passes/);
  });

  it('refuses what it cannot use, and says what to do', async () => {
    for (const [args, message] of [
      [['analyze', estate.endpoint.id], 'needs --source'],
      [['analyze', estate.endpoint.id, '--source', '10.0.0.1'], 'needs --source'],
      [['analyze', estate.endpoint.id, '--analysis', 'nia-0a'], 'describe-network-insights-analyses'],
      [['analyze', estate.service.id, '--source', 'eni-0a'], 'is no endpoint'],
      [['analyze', estate.endpoint.id, '--analysis', snapshot], 'This is no analysis'],
    ] as const) {
      const { code, err } = await run([...args, '--snapshot', snapshot]);
      expect({ code, told: err.includes(message), err }).toEqual({ code: 2, told: true, err });
    }
  });
});
