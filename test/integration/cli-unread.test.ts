import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { OPERATIONS } from '../../src/aws/operations.ts';
import { serializeSnapshot, type Snapshot } from '../../src/core/model/snapshot.ts';
import { redact } from '../unit/redact/support.ts';
import { ACCOUNTS, healthyEstate } from '../worlds/healthy.ts';
import { privatelink, serve, type Wire } from '../worlds/over-the-wire.ts';
import { denied } from '../worlds/unread.ts';
import { snapshotOf } from '../worlds/world.ts';

/* Nothing that was not read is said to be absent by any command: profiles that failed, listings denied, files redacted. */

const estate = healthyEstate();
const healthy = snapshotOf(estate.world);
const OPERATION_NAMES = Object.values(OPERATIONS).flatMap(({ name }) => (name.startsWith('sts:') ? [] : [name]));
const VPC = estate.consumerVpc.id;
let directory: string;
let wire: Wire;

beforeAll(async () => {
  wire = await serve(healthy);
  for (const [name, value] of Object.entries(wire.profiles.environment)) vi.stubEnv(name, value);
  directory = await mkdtemp(join(tmpdir(), 'privatelink-unread-'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await wire.stop();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(() => wire.server.change({ faults: [] }));

async function file(name: string, snapshot: Snapshot): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, serializeSnapshot(snapshot));
  return path;
}

describe('a profile that could not be entered', () => {
  const expired = [{ kind: 'expired', account: ACCOUNTS.consumer }] as const;

  it('leaves a search without proof', async () => {
    await wire.server.change({ faults: expired });
    const run = await privatelink('find', VPC, '--profile', 'consumer,provider');
    expect(run).toMatchObject({ code: 0, out: 'Not found in what was read.\n' });
    expect(run.err).toMatch(/sts:GetCallerIdentity failed: profile consumer us-east-1/);
  });

  it('is remembered by the snapshot', async () => {
    await wire.server.change({ faults: expired });
    const out = join(directory, 'part.plsnap.json');
    await privatelink('snapshot', '--profile', 'consumer,provider', '--out', out);
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({
      unread: [{ profile: 'consumer', region: 'us-east-1', errorCode: 'credentials' }],
    });
    expect(await privatelink('find', VPC, '--snapshot', out)).toMatchObject({ out: 'Not found in what was read.\n' });
    expect((await privatelink('list', '--snapshot', out)).err).toMatch(
      /sts:GetCallerIdentity was not read in full in profile consumer, us-east-1/,
    );
  });
});

describe('a listing that was denied', () => {
  const LISTING = 'ec2:DescribeVpcEndpoints';

  it('is told by the list, the graph and the diagnosis of a file', async () => {
    const path = await file('denied.plsnap.json', denied(healthy, LISTING));
    const told = new RegExp(`${LISTING} was not read in full in account ${ACCOUNTS.consumer}, us-east-1`);
    const list = await privatelink('list', '--snapshot', path, '--format', 'json');
    expect(list.err).toMatch(told);
    expect(JSON.parse(list.out)).toMatchObject({
      unread: [
        { operation: LISTING, account: ACCOUNTS.consumer },
        { operation: LISTING, account: ACCOUNTS.provider },
      ],
    });
    expect((await privatelink('graph', '--snapshot', path, '--format', 'mermaid')).err).toMatch(told);
    const run = await privatelink('diagnose', 'vpce-0aaaaaaaaaaaaaaaa', '--snapshot', path);
    expect(run).toMatchObject({ code: 2 });
    expect(run.err).toMatch(/It may be there: ec2:DescribeVpcEndpoints was not read in full in account \d+, us-east-1/);
  });

  it('is no result when all of them were', async () => {
    await wire.server.change({ faults: OPERATION_NAMES.map((operation) => ({ kind: 'deny' as const, operation })) });
    expect(await privatelink('list', '--profile', 'consumer')).toMatchObject({ code: 3, out: '' });
  });
});

describe('a redacted file', () => {
  it('is no proof of what it replaced', async () => {
    const path = await file('redacted.plsnap.json', redact(healthy, 'full'));
    const run = await privatelink('find', VPC, '--snapshot', path);
    expect(run.out).toBe(
      'Not found in what was read. Redacted files were searched, which hold tokens instead of names, addresses and most ids.\n',
    );
    expect((await privatelink('diagnose', estate.endpoint.id, '--snapshot', path)).err).toMatch(
      /A redacted file is loaded/,
    );
  });

  it('is not compared with the original, nor with one of another key', async () => {
    const original = await file('original.plsnap.json', healthy);
    const [one, other] = await Promise.all(
      ['one key', 'another'].map((key, i) => file(`key-${i}.plsnap.json`, redact(healthy, 'handover', key))),
    );
    for (const pair of [
      [original, one],
      [one, other],
    ]) {
      const run = await privatelink('compare', ...pair.map((path) => path ?? ''));
      expect(run).toMatchObject({ code: 2, out: '' });
      expect(run.err).toMatch(/^The two cannot be compared, because account \d+ in us-east-1 is redacted/);
    }
    expect(await privatelink('compare', one ?? '', one ?? '')).toMatchObject({ code: 0 });
  });
});

it.each([
  'com.amazonaws.eu-west-1.s3',
  'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
  'eu-west-1a',
  'sqs.eu-west-1.amazonaws.com',
])('a search for %s, of a Region that nobody read, finds no proof', async (query) => {
  const path = await file('healthy.plsnap.json', healthy);
  expect(await privatelink('find', query, '--snapshot', path)).toMatchObject({ out: 'Not found in what was read.\n' });
});

it('a file that is nested without end is refused by name', async () => {
  const path = join(directory, 'deep.plsnap.json');
  const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
  await writeFile(path, `{"format":"privatelink-snapshot","version":1,"deep":${deep}}`);
  const run = await privatelink('find', 'x', '--snapshot', path);
  expect(run).toMatchObject({ code: 2, out: '' });
  expect(run.err).toMatch(
    /deep\.plsnap\.json is not a usable snapshot: the file should be nested at most 200 deep\.\n$/,
  );
});

it('a place that cannot be written to is told before anything is read', async () => {
  wire.server.clear();
  const run = await privatelink('snapshot', '--profile', 'consumer', '--out', join(directory, 'nowhere', 'x'));
  expect(run).toMatchObject({ code: 2, err: expect.stringContaining('could not be written') as string });
  expect(wire.server.calls).toEqual([]);
});

it('a config file that cannot be read is no reason to ask AWS without it', async () => {
  wire.server.clear();
  vi.stubEnv('AWS_CONFIG_FILE', directory);
  const run = await privatelink('list', '--profile', 'consumer', '--region', 'us-east-1');
  vi.stubEnv('AWS_CONFIG_FILE', wire.profiles.configFile);
  expect(run).toMatchObject({
    code: 3,
    out: '',
    err: expect.stringContaining(`The AWS file ${directory} could not`) as string,
  });
});
