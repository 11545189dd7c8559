import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { find } from '../../src/core/find/find.ts';
import type { Found } from '../../src/core/find/types.ts';
import { buildInventory } from '../../src/core/model/inventory.ts';
import { readSnapshotFile } from '../../src/files/snapshot-file.ts';
import { ACCOUNTS, healthyEstate } from '../worlds/healthy.ts';
import { privatelink, serve, type Wire } from '../worlds/over-the-wire.ts';
import { snapshotOf } from '../worlds/world.ts';

const SAMPLE = join(import.meta.dirname, '..', '..', 'samples', 'two-companies.plsnap.json');
const estate = healthyEstate();
const healthy = snapshotOf(estate.world);

describe('privatelink find in a snapshot', () => {
  it('says what was found, where, and why', async () => {
    const { code, out, err } = await privatelink('find', 'ledger-query', '--snapshot', SAMPLE);
    expect({ code, err: err.includes('Error') }).toEqual({ code: 0, err: false });
    const [head, why] = out.split('\n');
    expect(head).toMatch(/^VPC endpoint ledger-query \(vpce-[0-9a-f]{17}\), 111122223333 us-east-1$/);
    expect(why).toBe('  name is ledger-query');
  });

  it('as JSON is what the engine gives, and repeatable', async () => {
    const inventory = buildInventory([await readSnapshotFile(SAMPLE)]);
    for (const query of ['ledger', '10.20.0.0/16', 'tcp/443', '111122223333', 'no such thing']) {
      const { code, out } = await privatelink('find', query, '--snapshot', SAMPLE, '--format', 'json');
      expect(code).toBe(0);
      expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(find(inventory, query))));
    }
  });

  it('what is nowhere ends with 0 too', async () => {
    const { code, out, err } = await privatelink('find', 'vpce-0fedcba9876543210', '--snapshot', SAMPLE);
    expect({ code, out, err }).toEqual({ code: 0, out: 'Not found.\n', err: '' });
  });

  it('has a page of help', async () => {
    const { code, out } = await privatelink('find', '--help');
    expect(code).toBe(0);
    expect(out).toMatch(/^privatelink find QUERY \[options\]/);
  });
});

describe('privatelink find in accounts', () => {
  let wire: Wire;
  beforeAll(async () => {
    wire = await serve(healthy);
  });
  afterAll(() => wire.stop());
  beforeEach(async () => {
    await wire.server.change({ worlds: healthy, faults: [] });
    for (const [name, value] of Object.entries(wire.profiles.environment)) vi.stubEnv(name, value);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const profiles = ['--profile', 'consumer,provider', '--region', 'us-east-1'];
  const address = [...buildInventory([healthy]).networkInterfaces.values()].find(
    (item) => estate.endpoint.id === item.description?.split(' ').at(-1),
  )?.privateIps?.[0];

  it('tells whose an address is', async () => {
    const { code, out } = await privatelink('find', address ?? '', ...profiles, '--format', 'json');
    const { results } = JSON.parse(out) as Found;
    expect(code).toBe(0);
    expect(results[0]).toMatchObject({
      id: estate.endpoint.id,
      account: ACCOUNTS.consumer,
      match: { field: 'NetworkInterfaceIds', how: 'exact' },
    });
    expect(results.map((result) => result.kind)).toEqual(
      expect.arrayContaining(['network-interface', 'subnet', 'vpc', 'network-acl', 'route-table']),
    );
  });

  it('where something was denied, “not found” is said of what was read only', async () => {
    const operation = 'ec2:DescribeNetworkInterfaces';
    await wire.server.change({ faults: [{ kind: 'deny', operation, account: ACCOUNTS.provider }] });
    const { code, out, err } = await privatelink('find', 'eni-0fedcba9876543210', ...profiles);
    expect({ code, out }).toEqual({ code: 0, out: 'Not found in what was read.\n' });
    expect(err).toContain(`${operation} denied: ${ACCOUNTS.provider} us-east-1`);
  });
});
