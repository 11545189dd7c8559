import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  configurationFileOf,
  findConfigurationFile,
  readConfigurationFile,
} from '../../../src/files/configuration-file.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'configuration-'));
  await mkdir(join(folder, 'a', 'b'), { recursive: true });
  await mkdir(join(folder, 'c', 'docs'), { recursive: true });
});

afterAll(() => rm(folder, { recursive: true }));

test('the nearest file is found, from the folder upwards', async () => {
  const [outer, inner] = [join(folder, '.privatelink.json'), join(folder, 'a', '.privatelink.json')];
  expect(await findConfigurationFile(join(folder, 'a', 'b'))).toBeUndefined();
  await writeFile(outer, '{}');
  expect(await findConfigurationFile(join(folder, 'a', 'b'))).toBe(outer);
  await writeFile(inner, '{}');
  expect(await findConfigurationFile(join(folder, 'a', 'b'))).toBe(inner);
  expect(await findConfigurationFile(join(folder, 'c'))).toBe(outer);
});

test('of the folders of a workspace the first that has one counts, and nothing above them', async () => {
  await writeFile(join(folder, 'a', '.privatelink.json'), '{}');
  expect(await configurationFileOf([join(folder, 'c'), join(folder, 'a')])).toBe(
    join(folder, 'a', '.privatelink.json'),
  );
  expect(await configurationFileOf([join(folder, 'c')])).toBeUndefined();
  expect(await configurationFileOf([])).toBeUndefined();
});

test('runbooks that are not there are known', async () => {
  const path = join(folder, 'c', '.privatelink.json');
  await writeFile(join(folder, 'c', 'docs', 'one.md'), '# One');
  const onboarding = {
    'vpce-svc-1': { runbook: 'docs/one.md' },
    'vpce-svc-2': { runbook: 'docs/two.md' },
    'vpce-svc-3': { runbook: 'https://example.com/three' },
    'vpce-svc-4': {},
  };
  await writeFile(path, JSON.stringify({ onboarding }));
  expect([...(await readConfigurationFile(path)).missingFiles]).toEqual(['docs/two.md']);
});

test('what cannot be read is named', async () => {
  await expect(readConfigurationFile(join(folder, 'none.json'))).rejects.toMatchObject({
    code: 'unreadable-file',
    message: expect.stringContaining('none.json could not be read: there is no such file or folder.') as string,
  });
  await expect(readConfigurationFile(join(folder, 'a'))).rejects.toMatchObject({
    message: expect.stringContaining('it is a folder; name a file') as string,
  });
  const large = join(folder, 'large.json');
  await writeFile(large, ' '.repeat(1024 * 1024 + 1));
  await expect(readConfigurationFile(large)).rejects.toMatchObject({
    message: expect.stringContaining('larger than 1 MiB') as string,
  });
});
