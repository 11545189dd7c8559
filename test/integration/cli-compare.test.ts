import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareDiagnosed } from '../../src/core/compare/compare.ts';
import { buildInventory } from '../../src/core/model/inventory.ts';
import { serializeSnapshot, type Snapshot } from '../../src/core/model/snapshot.ts';
import { brokenWorlds } from '../worlds/broken/index.ts';
import { ACCOUNTS, healthyEstate } from '../worlds/healthy.ts';
import { privatelink } from '../worlds/over-the-wire.ts';
import { snapshotOf } from '../worlds/world.ts';

const estate = healthyEstate();
const healthy = snapshotOf(estate.world);
const broken = brokenWorlds.find((world) => world.rule === 'PL-SG-002')?.build() ?? healthy;
let directory: string;
let before: string;
let after: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'privatelink-compare-'));
  before = await fileOf('before.plsnap.json', healthy);
  after = await fileOf('after.plsnap.json', broken);
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function fileOf(name: string, snapshot: Snapshot): Promise<string> {
  const file = join(directory, name);
  await writeFile(file, serializeSnapshot(snapshot));
  return file;
}

describe('privatelink compare', () => {
  it('tells what got worse, and ends with 0 all the same', async () => {
    const { code, out, err } = await privatelink('compare', before, after);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')[0]).toBe('2 verdicts got worse, 1 changed.');
    expect(out).toContain(
      `▼ worse  endpoint payments (${estate.endpoint.id}), 111122223333 us-east-1: healthy → broken`,
    );
    expect((await privatelink('compare', before, before)).out).toContain('No difference.');
  });

  it('as JSON is what the engine gives, and repeatable', async () => {
    const runs = [];
    for (let i = 0; i < 2; i += 1) runs.push(await privatelink('compare', before, after, '--format', 'json'));
    expect(runs[0]?.out).toBe(runs[1]?.out);
    expect(JSON.parse(runs[0]?.out ?? '')).toEqual(
      JSON.parse(JSON.stringify(compareDiagnosed(buildInventory([healthy]), buildInventory([broken])))),
    );
  });

  it('as Markdown is a page', async () => {
    const { out } = await privatelink('compare', before, after, '--format', 'markdown');
    expect(out).toMatch(/^# Comparison of two snapshots\n/);
    expect(out).toContain('| ▼ worse | endpoint payments');
  });

  it('each side may be several files', async () => {
    const partOf = (account: string): Promise<string> =>
      fileOf(`${account}.plsnap.json`, {
        ...healthy,
        scopes: healthy.scopes.filter((scope) => scope.account === account),
      });
    const [consumer, provider] = [await partOf(ACCOUNTS.consumer), await partOf(ACCOUNTS.provider)];
    expect((await privatelink('compare', `${consumer},${provider}`, before)).out).toContain('No difference.');
    const alone = await privatelink('compare', consumer, before);
    expect(alone.out).toContain(`${ACCOUNTS.provider} us-east-1: read only after`);
    expect(alone.out).not.toContain('Added:');
  });

  it('one file that cannot be read: 2, and nothing is shown', async () => {
    const missing = join(directory, 'missing.plsnap.json');
    const { code, out, err } = await privatelink('compare', before, missing);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(`${missing} could not be read: there is no such file or folder.\n`);
  });

  it('has a page of help', async () => {
    const { code, out } = await privatelink('compare', '--help');
    expect(code).toBe(0);
    expect(out).toMatch(/^privatelink compare A B \[options\]/);
    expect((await privatelink('--help')).out).toMatch(/compare +what differs between two snapshots/);
  });
});
