import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serializeSnapshot } from '../../../src/core/model/snapshot.ts';
import { privatelink } from '../../worlds/over-the-wire.ts';
import { ORDERS_SERVICE, PROVIDER, providerCalls, snapshotWith } from '../iac/estate.ts';

let directory = '';
let file = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'privatelink-code-'));
  file = join(directory, 'provider.plsnap.json');
  await writeFile(file, serializeSnapshot(snapshotWith(PROVIDER, providerCalls())));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

test('the resources to import are saved beside the code that names them', async () => {
  const mapping = join(directory, 'import.json');
  const args = ['code', ORDERS_SERVICE, '--snapshot', file, '--format', 'cloudformation-yaml', '--import'];
  const { code, out } = await privatelink(...args, '--import-file', mapping);
  expect(code).toBe(0);
  const saved = JSON.parse(await readFile(mapping, 'utf8')) as { LogicalResourceId: string }[];
  expect(saved.length).toBeGreaterThan(5);
  for (const { LogicalResourceId: id } of saved) expect(out).toContain(`\n  ${id}:\n`);
});

test('code takes over nothing unless it is asked to', async () => {
  const args = ['code', ORDERS_SERVICE, '--snapshot', file, '--format', 'terraform'];
  expect((await privatelink(...args)).out).not.toContain('import {');
  expect((await privatelink(...args, '--import')).out).toContain(`id = "${ORDERS_SERVICE}"`);
});
