import * as acm from '@aws-sdk/client-acm';
import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as ec2 from '@aws-sdk/client-ec2';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as iam from '@aws-sdk/client-iam';
import * as organizations from '@aws-sdk/client-organizations';
import * as pricing from '@aws-sdk/client-pricing';
import * as ram from '@aws-sdk/client-ram';
import * as route53 from '@aws-sdk/client-route-53';
import * as resolver from '@aws-sdk/client-route53resolver';
import * as quotas from '@aws-sdk/client-service-quotas';
import * as lattice from '@aws-sdk/client-vpc-lattice';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../src/aws/operations.ts';
import type { JsonObject } from '../../src/core/model/json.ts';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import { accessKeyOf, identitiesOf } from '../wire/identities.ts';
import {
  joinedResults,
  PAGING_MEMBERS,
  SAMPLE_ACCOUNT,
  SAMPLE_OPERATIONS,
  SAMPLE_REGION,
  sampleWorld,
} from '../wire/sample-world.ts';
import { startWireServer, type WireServer } from '../wire/server.ts';

interface Client {
  send(command: object): Promise<Record<string, unknown>>;
  destroy(): void;
}
type Package = Record<string, new (input: object) => object>;

const PACKAGES: Readonly<Record<string, { module: object; client: string }>> = {
  ec2: { module: ec2, client: 'EC2Client' },
  elasticloadbalancing: { module: elb, client: 'ElasticLoadBalancingV2Client' },
  route53: { module: route53, client: 'Route53Client' },
  'vpc-lattice': { module: lattice, client: 'VPCLatticeClient' },
  servicequotas: { module: quotas, client: 'ServiceQuotasClient' },
  acm: { module: acm, client: 'ACMClient' },
  cloudtrail: { module: cloudtrail, client: 'CloudTrailClient' },
  cloudwatch: { module: cloudwatch, client: 'CloudWatchClient' },
  iam: { module: iam, client: 'IAMClient' },
  organizations: { module: organizations, client: 'OrganizationsClient' },
  pricing: { module: pricing, client: 'PricingClient' },
  ram: { module: ram, client: 'RAMClient' },
  route53resolver: { module: resolver, client: 'Route53ResolverClient' },
};

const ITEMS = 5;
let world: Snapshot;
let server: WireServer;

beforeAll(async () => {
  world = await sampleWorld(ITEMS);
  server = await startWireServer({ worlds: world, identities: identitiesOf(world), pageLimit: 2 });
});
afterAll(() => server.stop());

/** Every page of an operation's answer, read by the JavaScript SDK: lists joined, dates as ISO texts. */
async function readAll(operation: string, params: JsonObject): Promise<{ output: JsonObject; pages: number }> {
  const [service = '', name = ''] = operation.split(':');
  const source = PACKAGES[service];
  if (source === undefined) throw new Error(`No client for ${service}`);
  const module = source.module as Package;
  const client = new module[source.client]!({
    endpoint: server.url,
    region: SAMPLE_REGION,
    maxAttempts: 1,
    credentials: { accessKeyId: accessKeyOf(SAMPLE_ACCOUNT), secretAccessKey: 'secret' },
  }) as Client;
  const merged: Record<string, unknown> = {};
  let pages = 0;
  let token: JsonObject = {};
  do {
    const page = await client.send(new module[`${name}Command`]!({ ...withDates(params), ...token }));
    pages += 1;
    for (const [key, value] of Object.entries(page)) {
      if (key === '$metadata' || PAGING_MEMBERS.includes(key)) continue;
      const before = (merged[key] as unknown[] | undefined) ?? [];
      merged[key] = Array.isArray(value) ? [...before, ...(value as unknown[])] : value;
    }
    token = Object.fromEntries(
      Object.entries(TOKENS).flatMap(([next, start]) => (typeof page[next] === 'string' ? [[start, page[next]]] : [])),
    );
  } while (Object.keys(token).length > 0);
  client.destroy();
  return { output: joinedResults(JSON.parse(JSON.stringify(merged)) as JsonObject), pages };
}

/** The output fields that say where the next page starts, with the input fields that they go to. */
const TOKENS: Readonly<Record<string, string>> = {
  NextToken: 'NextToken',
  nextToken: 'nextToken',
  NextMarker: 'Marker',
  Marker: 'Marker',
  NextRecordName: 'StartRecordName',
  NextRecordType: 'StartRecordType',
  NextRecordIdentifier: 'StartRecordIdentifier',
};

/** The SDK takes times as dates. */
function withDates(params: JsonObject): object {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, key.endsWith('Time') ? new Date(value as string) : value]),
  );
}

function hasToken(params: JsonObject): boolean {
  return Object.values(TOKENS).some((name) => params[name] !== undefined);
}

describe('the JavaScript SDK reads back what the world holds', () => {
  test.each(SAMPLE_OPERATIONS)('$operation $params', async ({ operation, params }) => {
    const call = world.scopes
      .flatMap((scope) => scope.calls)
      .find((row) => row.operation === operation && row.params === params);
    const { output, pages } = await readAll(operation, params);
    expect(output).toEqual(call?.output);
    const paged = server.calls.some((logged) => logged.operation === operation && hasToken(logged.params));
    // A page of metric data is two data points, of which every result has two.
    const inAll = operation === 'cloudwatch:GetMetricData' ? ITEMS * 2 : ITEMS;
    expect(pages).toBe(paged ? Math.ceil(inAll / 2) : 1);
  });

  test('every operation of the collection is among them', () => {
    const read = new Set(SAMPLE_OPERATIONS.map(({ operation }) => operation));
    const collected = Object.values(OPERATIONS).map((operation) => operation.name);
    expect(collected.filter((name) => name !== 'sts:GetCallerIdentity' && !read.has(name))).toEqual([]);
  });

  test('the operations that AWS answers in pages are read in pages', () => {
    const paged = new Set(server.calls.filter(({ params }) => hasToken(params)).map(({ operation }) => operation));
    const whole = SAMPLE_OPERATIONS.map(({ operation }) => operation).filter((operation) => !paged.has(operation));
    expect([...new Set(whole)].sort()).toEqual([
      'acm:DescribeCertificate',
      'ec2:DescribeAvailabilityZones',
      'ec2:DescribeRegions',
      'ec2:DescribeVpcAttribute',
      'elasticloadbalancing:DescribeListenerAttributes',
      'elasticloadbalancing:DescribeLoadBalancerAttributes',
      'elasticloadbalancing:DescribeTags',
      'elasticloadbalancing:DescribeTargetGroupAttributes',
      'elasticloadbalancing:DescribeTargetHealth',
      'organizations:DescribeOrganization',
      'servicequotas:GetServiceQuota',
      'vpc-lattice:GetResourceConfiguration',
    ]);
  });
});
