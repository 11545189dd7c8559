import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { collect } from '../../src/aws/collect.ts';
import { EXTRAS } from '../../src/aws/plan/extra-names.ts';
import { buildInventory } from '../../src/core/model/inventory.ts';
import type { Json, JsonObject } from '../../src/core/model/json.ts';
import { parseSnapshot, type Snapshot } from '../../src/core/model/snapshot.ts';
import { estateOf, ESTATE_ACCOUNT, SMALL } from '../worlds/estate.ts';
import { ENDLESS, privatelink } from '../worlds/over-the-wire.ts';
import { snapshotOf } from '../worlds/world.ts';
import { accessKeyOf, identitiesOf } from '../wire/identities.ts';
import { writeProfiles, type TestProfiles } from '../wire/profiles.ts';
import { startWireServer, type WireServer } from '../wire/server.ts';

/* What `privatelink snapshot --with …` adds: metrics, alarms, events, prices, rule ids, Regions. */

const estate = snapshotOf(estateOf(SMALL));
const SKU = JSON.stringify({
  product: {
    sku: 'ABC',
    attributes: { regionCode: 'us-east-1', usagetype: 'VpcEndpoint-Hours' },
    productFamily: 'VpcEndpoint',
  },
  terms: { OnDemand: { a: { priceDimensions: { b: { unit: 'Hrs', pricePerUnit: { USD: '0.0100000000' } } } } } },
});
const TABLES: Readonly<Record<string, JsonObject>> = {
  'cloudwatch:DescribeAlarms': {
    MetricAlarms: [
      { AlarmArn: `arn:aws:cloudwatch:us-east-1:${ESTATE_ACCOUNT}:alarm:a`, AlarmName: 'a', StateValue: 'OK' },
    ],
    CompositeAlarms: [],
  },
  'cloudtrail:LookupEvents': {
    Events: [{ EventId: 'e-1', EventName: 'ModifyVpcEndpoint', EventTime: new Date().toISOString(), Username: 'ada' }],
  },
  'pricing:GetProducts': { PriceList: [SKU] },
  'ec2:DescribeSecurityGroupRules': {
    SecurityGroupRules: [{ SecurityGroupRuleId: 'sgr-1', GroupId: 'sg-1', IsEgress: false }],
  },
  'ec2:DescribeRegions': { Regions: [{ RegionName: 'us-east-1', OptInStatus: 'opt-in-not-required' }] },
  'cloudwatch:GetMetricData': { MetricDataResults: [] },
};

function withTables(snapshot: Snapshot): Snapshot {
  const rows = Object.entries(TABLES).map(([operation, output]) => ({
    operation,
    params: operation === 'pricing:GetProducts' ? { ServiceCode: 'AmazonVPC' } : {},
    status: 'ok' as const,
    complete: true,
    capturedAt: snapshot.capturedAt,
    output,
  }));
  return { ...snapshot, scopes: snapshot.scopes.map((scope) => ({ ...scope, calls: [...scope.calls, ...rows] })) };
}

let server: WireServer;
let profiles: TestProfiles;
let directory: string;

beforeAll(async () => {
  const worlds = withTables(estate);
  server = await startWireServer({ worlds, identities: identitiesOf(worlds) });
  profiles = await writeProfiles({
    estate: { accessKeyId: accessKeyOf(ESTATE_ACCOUNT), region: 'us-east-1', endpointUrl: server.url },
  });
  for (const [name, value] of Object.entries(profiles.environment)) vi.stubEnv(name, value);
  directory = await mkdtemp(join(tmpdir(), 'privatelink-extras-'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
  await profiles.remove();
  await rm(directory, { recursive: true });
});
beforeEach(() => {
  server.clear();
});

async function saved(...options: readonly string[]): Promise<Snapshot> {
  const out = join(directory, 'out.plsnap.json');
  const run = await privatelink('snapshot', '--profile', 'estate', '--out', out, ...options);
  expect(run).toMatchObject({ code: 0, out: '' });
  return parseSnapshot(await readFile(out, 'utf8'), out);
}

const requests = (operation: string): readonly (readonly [string, Json | undefined])[] =>
  server.calls.filter((call) => call.operation === operation).map(({ params }) => [operation, params]);

const OPERATIONS = Object.keys(TABLES);

interface InterfaceEndpoint {
  readonly VpcEndpointId: string;
  readonly VpcEndpointType: string;
  readonly ServiceName: string;
  readonly Groups: readonly { readonly GroupId: string }[];
}

/** The estate's endpoints to its own services. */
function interfaceEndpoints(): readonly InterfaceEndpoint[] {
  const calls = estate.scopes.flatMap((scope) => scope.calls);
  const row = calls.find(({ operation }) => operation === 'ec2:DescribeVpcEndpoints');
  const endpoints = (row?.output['VpcEndpoints'] ?? []) as unknown as readonly InterfaceEndpoint[];
  return endpoints.filter(({ ServiceName }) => ServiceName.includes('.vpce.'));
}

describe('a snapshot', () => {
  it('asks for none of it by itself', async () => {
    await saved();
    expect(OPERATIONS.flatMap(requests)).toEqual([]);
  });

  it('holds all of it when it is named', async () => {
    // CloudTrail takes two requests a second; that they are paced is tested elsewhere.
    const { snapshot } = await collect({
      scopes: [{ profile: 'estate' }],
      depth: 'tree',
      extras: EXTRAS,
      budgets: ENDLESS,
    });
    const inventory = buildInventory([snapshot]);
    expect([...inventory.alarms.values()].map((alarm) => alarm.name)).toEqual(['a']);
    expect([...inventory.events.values()].map((event) => event.eventName)).toEqual(['ModifyVpcEndpoint']);
    expect([...inventory.products.values()].map((product) => product.prices[0]?.perUnit)).toEqual([
      { USD: '0.0100000000' },
    ]);
    expect([...inventory.securityGroupRules.keys()]).toEqual(['sgr-1']);
    expect([...inventory.regions.keys()]).toHaveLength(1);
    const asked = inventory.coverage.rows.filter((row) => OPERATIONS.includes(row.operation));
    expect(new Set(asked.map((row) => row.operation))).toEqual(new Set(OPERATIONS));
    expect(asked.filter((row) => row.status !== 'ok' || !row.complete)).toEqual([]);
  });

  it('asks for metrics in one request, over two weeks in whole hours', async () => {
    await saved('--with', 'metrics');
    const params = requests('cloudwatch:GetMetricData').map(([, value]) => value as JsonObject);
    // Five metrics of each of 40 endpoints and 5 services, two of each of 16 connections, seven of each of 5 load balancers.
    expect(params.map((one) => (one['MetricDataQueries'] as readonly Json[]).length)).toEqual([
      5 * 40 + 5 * 5 + 2 * 16 + 7 * 5,
    ]);
    const [start, end] = ['StartTime', 'EndTime'].map((name) => Date.parse(params[0]?.[name] as string));
    const hour = 3_600_000;
    expect((start ?? 0) % hour).toBe(0);
    expect(Math.floor(((end ?? 0) - (start ?? 0)) / hour)).toBe(14 * 24);
  });

  it('asks for what one endpoint’s path counted, and who changed it, when that is diagnosed', async () => {
    const { VpcEndpointId, Groups, ServiceName } = interfaceEndpoints()[0]!;
    const run = await privatelink('diagnose', VpcEndpointId, '--profile', 'estate', '--with', 'metrics,events,alarms');
    expect(run.err).toBe('');
    const queries = requests('cloudwatch:GetMetricData').flatMap(
      ([, params]) => (params as JsonObject)['MetricDataQueries'] as readonly JsonObject[],
    );
    const dimensions = JSON.stringify(queries);
    const others = interfaceEndpoints().filter((item) => item.VpcEndpointId !== VpcEndpointId);
    expect(others.filter((item) => dimensions.includes(item.VpcEndpointId))).toEqual([]);
    const service = ServiceName.split('.').at(-1) ?? '';
    for (const one of [VpcEndpointId, service, 'net/']) expect(dimensions).toContain(one);
    const asked = requests('cloudtrail:LookupEvents').map(([, params]) => JSON.stringify(params));
    for (const name of [VpcEndpointId, service, ...Groups.map(({ GroupId }) => GroupId)]) {
      expect(asked.filter((one) => one.includes(`"AttributeValue":"${name}"`))).toHaveLength(1);
    }
    expect(asked.filter((one) => one.includes('EventName'))).toEqual([]);
    expect(requests('cloudwatch:DescribeAlarms')).toHaveLength(1);
  });

  it('says what it does not know, and that files cannot be asked', async () => {
    const out = join(directory, 'never.plsnap.json');
    expect(await privatelink('snapshot', '--profile', 'estate', '--out', out, '--with', 'gossip')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--with "gossip" is none of metrics, alarms') as string,
    });
    expect(await privatelink('snapshot', '--snapshot', 'x', '--out', out, '--with', 'alarms')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--with reads from AWS') as string,
    });
    expect(server.calls).toEqual([]);
  });
});
