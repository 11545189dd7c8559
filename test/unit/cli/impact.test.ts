import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Impact, ZoneMatrix } from '../../../src/core/impact/types.ts';
import { serializeSnapshot } from '../../../src/core/model/snapshot.ts';
import { healthyEstate, CONSUMER } from '../../worlds/healthy.ts';
import { privatelink } from '../../worlds/over-the-wire.ts';
import { snapshotOf } from '../../worlds/world.ts';
import { only } from '../impact/support.ts';

const estate = healthyEstate();
let folder = '';
let both = '';
let alone = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'privatelink-impact-'));
  [both, alone] = [join(folder, 'both.plsnap.json'), join(folder, 'alone.plsnap.json')];
  await writeFile(both, serializeSnapshot(snapshotOf(estate.world)));
  await writeFile(alone, serializeSnapshot(only(snapshotOf(estate.world), CONSUMER)));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('impact as text: what it is, who depends on it, how and by which way', async () => {
  const { code, out, err } = await privatelink('impact', 'use1-az1', '--snapshot', both);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const lines = out.split('\n');
  expect(lines.slice(0, 3)).toEqual(['zone use1-az1', '2 endpoints and 1 service depend on it: 3 in part.', '']);
  expect(out).toContain(
    `PART  endpoint payments (${estate.endpoint.id}), 111122223333 us-east-1 ${estate.consumerVpc.id} available: healthy\n  It goes on in use1-az2.`,
  );
  expect(out).toContain('vpc endpoint payments → subnet orders-prod-endpoints-az1 → zone use1-az1 (and 2 more ways)');
});

test('impact as text says what was not read', async () => {
  const { out } = await privatelink('impact', 'use1-az1', '--snapshot', alone);
  expect(out).toContain('Not everything was read that could depend on it.');
  expect(out).toMatch(
    /Not read in full:\n {2}ec2:DescribeVpcEndpointServiceConfigurations in account 444455556666, us-east-1\n$/,
  );
});

test('impact as JSON', async () => {
  const { out } = await privatelink('impact', estate.endpointGroupId, '--snapshot', both, '--format', 'json');
  expect(JSON.parse(out) as Impact).toMatchObject({ version: 1, of: { kind: 'security-group' }, complete: true });
});

test('zones as text: an aligned table, and a sentence for each zone', async () => {
  const { code, out, err } = await privatelink('zones', estate.endpoint.id, '--snapshot', both);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const [, head = '', first = '', second = ''] = out.split('\n');
  const at = head.indexOf('IF IT FAILS');
  expect([first.slice(at), second.slice(at)]).toEqual(['loses-this-zone', 'loses-this-zone']);
  expect(first).toMatch(/^ {2}use1-az1 \(us-east-1d us-east-1a\) +yes +yes +yes +1 of 1 +off +no +loses-this-zone$/);
  expect(out).toContain('  use1-az1: It goes on in use1-az2.');
});

test('zones as JSON has everything without an id', async () => {
  const { out } = await privatelink('zones', '--snapshot', both, '--format', 'json');
  expect((JSON.parse(out) as ZoneMatrix).subjects).toHaveLength(4);
});

test.each([
  [['impact'], /needs ID/],
  [['impact', 'sg-0nowhere'], /sg-0nowhere is nowhere/],
  [['impact', 'us-east-1a'], /us-east-1a is the name of a zone/],
  [['zones', 'vpce-0nowhere'], /vpce-0nowhere is nowhere/],
  [['zones', '--format', 'csv'], /--format "csv" is not known/],
])('%j ends with 2 and a sentence', async (args, message) => {
  const { code, out, err } = await privatelink(...args, '--snapshot', both);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(message);
});

test('both are in the overview and have help of their own', async () => {
  const { out } = await privatelink('--help');
  expect(out).toMatch(/^ {2}impact +what depends on a resource/m);
  expect(out).toMatch(/^ {2}zones +what each Availability Zone holds/m);
  expect((await privatelink('impact', '--help')).out).toMatch(/^privatelink impact ID \[options\]/);
  expect((await privatelink('zones', '--help')).out).toMatch(/^privatelink zones \[ID\] \[options\]/);
});

test.each(['mermaid', 'svg', 'drawio'])('compare draws the difference as %s', async (format) => {
  const { code, out, err } = await privatelink('compare', alone, both, '--format', format);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(format === 'mermaid' ? /#8799; payments/ : /≟ payments/);
});

test('zones as Markdown: a table for each zone, with the numbers of the text', async () => {
  const { code, out, err } = await privatelink('zones', '--snapshot', both, '--format', 'markdown');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('## If use1-az1 fails');
  expect(out).toMatch(
    new RegExp(
      `\\| endpoint payments \`${estate.endpoint.id}\` \\| loses this zone \\| .* \\| 1 of 1 \\| off \\| no \\|`,
    ),
  );
  const { out: lacking } = await privatelink('zones', '--snapshot', alone, '--format', 'markdown');
  expect(lacking.indexOf('Not read in full')).toBe(-1);
});
