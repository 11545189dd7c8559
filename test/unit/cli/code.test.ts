import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mergeSnapshots, serializeSnapshot } from '../../../src/core/model/snapshot.ts';
import { privatelink } from '../../worlds/over-the-wire.ts';
import { ORDERS_SERVICE, PROVIDER, providerCalls, snapshotWith } from '../iac/estate.ts';
import { SERVICE, snapshotsWith, SPARE, SUBNETS, VPC } from '../iac/new-estate.ts';

let directory = '';
let file = '';
let fresh = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'privatelink-code-'));
  file = join(directory, 'provider.plsnap.json');
  await writeFile(file, serializeSnapshot(snapshotWith(PROVIDER, providerCalls())));
  fresh = join(directory, 'new.plsnap.json');
  await writeFile(fresh, serializeSnapshot(mergeSnapshots(snapshotsWith())));
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

describe('a new endpoint', () => {
  const of = (service: string, ...more: readonly string[]): readonly string[] => [
    ...['code', service, '--snapshot', fresh, '--format', 'terraform', '--scope', 'new'],
    ...more,
  ];

  test('is written as it was asked for', async () => {
    const asked = ['--subnets', SPARE, '--ports', '8443,udp/53', '--private-dns', 'off', '--name', 'bills'];
    const { code, out } = await privatelink(...of(SERVICE, '--vpc', VPC, ...asked, '--ip-address-type', 'ipv4'));
    expect(code).toBe(0);
    expect(out).toContain('resource "aws_vpc_endpoint" "bills" {');
    expect(out).toContain(`default     = ["${SPARE}"]`);
    expect(out).toContain('from_port         = 8443');
    expect(out).toMatch(/ip_protocol {7}= "udp"\n {2}from_port {9}= 53/);
    expect(out).toContain('private_dns_enabled = false');
  });

  test('takes security groups that exist', async () => {
    const { out } = await privatelink(...of(SERVICE, '--vpc', VPC, '--security-groups', 'sg-0d0d0d0d0d0d0d0d0'));
    expect(out).not.toContain('aws_security_group');
    expect(out).toContain('default     = ["sg-0d0d0d0d0d0d0d0d0"]');
  });

  test('that AWS would refuse is refused, with the reason', async () => {
    const { code, out, err } = await privatelink(...of(SERVICE, '--vpc', VPC, '--subnets', SUBNETS[2]));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`AWS would refuse this endpoint. ${SUBNETS[2]} is in euw1-az3`);
  });

  test.each<[readonly string[], string]>([
    [[], '--scope new needs --vpc: where the endpoint is to be.'],
    [['--vpc', VPC, '--import'], '--import is for what exists; it does not go with --scope new.'],
    [['--vpc', VPC, '--private-dns', 'yes'], '--private-dns "yes" is not known; it is one of on, off.'],
    [['--vpc', VPC, '--ip-address-type', 'ipv5'], '--ip-address-type "ipv5" is not known'],
    [['--vpc', VPC, '--ports', '443', '--security-groups', 'sg-1'], 'it does not go with --security-groups.'],
    [['--vpc', VPC, '--ports', 'https'], '"https" is no port'],
  ])('is not asked for like this: %j', async (given, message) => {
    const { code, err } = await privatelink(...of(SERVICE, ...given));
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('has options that nothing else has', async () => {
    const { code, err } = await privatelink(
      'code',
      SERVICE,
      '--snapshot',
      fresh,
      '--format',
      'terraform',
      '--vpc',
      VPC,
    );
    expect(code).toBe(2);
    expect(err).toContain('--vpc goes with --scope new.');
  });
});
