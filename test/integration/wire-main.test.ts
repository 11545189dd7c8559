import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serializeSnapshot } from '../../src/core/model/snapshot.ts';
import { SAMPLE_ACCOUNT, SAMPLE_REGION, sampleWorld } from '../wire/sample-world.ts';

const RUN = fileURLToPath(new URL('../wire/run.mjs', import.meta.url));
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'privatelink-wire-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test('a snapshot file is served until the process is told to stop', async () => {
  const file = join(directory, 'world.plsnap.json');
  await writeFile(file, serializeSnapshot(await sampleWorld(1)));
  const child = spawn(process.execPath, [RUN, file], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const { url, identities } = JSON.parse(line) as { url: string; identities: Record<string, unknown> };
    const [accessKeyId = ''] = Object.keys(identities);
    const client = new STSClient({
      endpoint: url,
      region: SAMPLE_REGION,
      credentials: { accessKeyId, secretAccessKey: 'secret' },
    });
    expect((await client.send(new GetCallerIdentityCommand({}))).Account).toBe(SAMPLE_ACCOUNT);
    child.kill('SIGTERM');
    expect((await exit)[0]).toBe(0);
  } finally {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }
});
