import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import { parseSnapshot, serializeSnapshot } from '../../src/core/model/snapshot.ts';
import { healthyEstate } from '../worlds/healthy.ts';
import { privatelink, serve, type Wire } from '../worlds/over-the-wire.ts';
import { sampleEstate } from '../worlds/sample.ts';
import { snapshotOf } from '../worlds/world.ts';

/* `privatelink snapshot --redact`: what is in the file, and what is said when it is used wrongly. */

const estate = healthyEstate();
let directory: string;
let wire: Wire;
let sample: string;
let key: string;

beforeAll(async () => {
  wire = await serve(snapshotOf(estate.world));
  for (const [name, value] of Object.entries(wire.profiles.environment)) vi.stubEnv(name, value);
  directory = await mkdtemp(join(tmpdir(), 'privatelink-redact-'));
  sample = await fileOf('sample.plsnap.json', serializeSnapshot(sampleEstate()));
  key = await fileOf('shared.key', 'sixteen bytes at least');
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await wire.stop();
  await rm(directory, { recursive: true, force: true });
});

async function fileOf(name: string, content: string): Promise<string> {
  const file = join(directory, name);
  await writeFile(file, content);
  return file;
}

/** Redacts a file by the command line. @returns the new file's text */
async function redacted(name: string, from: string, ...options: readonly string[]): Promise<string> {
  const out = join(directory, name);
  const { code, out: printed } = await privatelink('snapshot', '--snapshot', from, '--out', out, ...options);
  expect({ code, printed }).toEqual({ code: 0, printed: '' });
  return readFile(out, 'utf8');
}

async function verdicts(...files: readonly string[]): Promise<readonly string[]> {
  const run = await privatelink('diagnose', '--snapshot', files.join(','), '--format', 'json', '--fail-on', 'never');
  const { subjects } = JSON.parse(run.out) as Diagnosis;
  return subjects
    .map(({ kind, type, verdict, rootCause }) => `${kind} ${type} ${verdict} ${rootCause?.rule ?? ''}`)
    .sort();
}

const SECRETS = ['111122223333', '444455556666', '10.20.', 'larkspur', 'meridian', 'team-payments', 'o-exampleorgid'];

it('redacts a file that exists, and the diagnosis stays', async () => {
  const text = await redacted('full.plsnap.json', sample, '--redact', 'full');
  for (const secret of SECRETS) expect(text).not.toContain(secret);
  expect(serializeSnapshot(parseSnapshot(text, 'full'))).toBe(text);
  expect(await verdicts(join(directory, 'full.plsnap.json'))).toEqual(await verdicts(sample));
});

it('redacts what it collects, and says so on stderr', async () => {
  const out = join(directory, 'collected.plsnap.json');
  const run = await privatelink('snapshot', '--profile', 'consumer', '--out', out, '--redact', 'full');
  expect(run).toEqual({ code: 0, out: '', err: `Saved 1 scope(s) to ${out}, redacted in full.\n` });
  const text = await readFile(out, 'utf8');
  for (const secret of [estate.endpoint.id, 'payments', 'orders', '111122223333', 'consumer"']) {
    expect(text).not.toContain(secret);
  }
  expect((await stat(out)).mode & 0o777).toBe(0o600);
});

it('hands over what joins: two files of one key are judged as the two accounts were', async () => {
  const whole = parseSnapshot(await readFile(sample, 'utf8'), sample);
  const sides = await Promise.all(
    whole.scopes.map((scope, i) => fileOf(`side-${i}.plsnap.json`, serializeSnapshot({ ...whole, scopes: [scope] }))),
  );
  const files = sides.map((_, i) => `handed-${i}.plsnap.json`);
  for (const [i, side] of sides.entries()) {
    const text = await redacted(files[i] ?? '', side, '--redact', 'handover', '--redact-key', key);
    for (const secret of ['10.20.', 'larkspur', 'meridian', 'team-payments', 'o-exampleorgid']) {
      expect(text).not.toContain(secret);
    }
  }
  expect(await verdicts(...files.map((name) => join(directory, name)))).toEqual(await verdicts(...sides));
});

it('says that addresses of two files do not compare when there is no key', async () => {
  const out = join(directory, 'handover.plsnap.json');
  const { err } = await privatelink('snapshot', '--snapshot', sample, '--out', out, '--redact', 'handover');
  expect(err).toMatch(/redacted for hand-over\.\nWithout --redact-key, addresses .*\.\n$/);
});

it('gives the same bytes for the same key, and others for each run without one', async () => {
  const keyed = ['--redact', 'full', '--redact-key', key] as const;
  const once = await redacted('once.json', sample, ...keyed);
  expect(await redacted('again.json', sample, ...keyed)).toBe(once);
  const random = await redacted('random.json', sample, '--redact', 'full');
  expect(random).not.toBe(once);
  expect(await redacted('other.json', sample, '--redact', 'full')).not.toBe(random);
});

describe('wrong usage: 2, and no file', () => {
  it.each([
    [() => ['--redact', 'most'], /--redact "most" is not known; it is one of full, handover\./],
    [() => ['--redact-key', key], /--redact-key goes with --redact full or handover\./],
    [() => ['--redact', 'full', '--redact-key='], /--redact-key is empty\./],
    [
      () => ['--redact', 'full', '--redact-key', join(directory, 'none')],
      /none could not be read: there is no such file/,
    ],
    [() => ['--redact', 'full', '--redact-key', directory], /could not be read: it is a folder; name a file\./],
    [
      () => ['--redact', 'full', '--redact-key', sample.replace('sample.plsnap.json', 'short.key')],
      /too short for a redaction key: it has 3 bytes and needs at least 16\./,
    ],
  ])('%#', async (options, message) => {
    await fileOf('short.key', 'abc');
    const out = join(directory, 'never.plsnap.json');
    const run = await privatelink('snapshot', '--snapshot', sample, '--out', out, ...options());
    expect({ code: run.code, out: run.out }).toEqual({ code: 2, out: '' });
    expect(run.err).toMatch(message);
    expect(run.err.trim().split('\n')).toHaveLength(1);
    await expect(stat(out)).rejects.toThrow(/ENOENT/);
  });
});
