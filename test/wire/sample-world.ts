import type { NormalizedSchema } from '@smithy/core/schema';
import type { Json, JsonObject } from '../../src/core/model/json.ts';
import type { Snapshot, SnapshotCall } from '../../src/core/model/snapshot.ts';
import { loadServiceModel } from './schema.ts';

export const SAMPLE_ACCOUNT = '111122223333';
export const SAMPLE_REGION = 'eu-central-1';
const CAPTURED_AT = '2026-01-01T00:00:00.000Z';

/** The operations that an inventory is collected by, each with the parameters that it cannot do without. */
export const SAMPLE_OPERATIONS: readonly { readonly operation: string; readonly params: JsonObject }[] = [
  ...[
    'DescribeVpcEndpoints',
    'DescribeVpcEndpointServices',
    'DescribeVpcEndpointServiceConfigurations',
    'DescribeVpcEndpointConnections',
    'DescribeVpcEndpointConnectionNotifications',
    'DescribeVpcEndpointAssociations',
    'DescribeVpcs',
    'DescribeSubnets',
    'DescribeRouteTables',
    'DescribeNetworkAcls',
    'DescribeSecurityGroups',
    'DescribeNetworkInterfaces',
    'DescribeDhcpOptions',
    'DescribePrefixLists',
    'DescribeManagedPrefixLists',
    'DescribeAvailabilityZones',
    'DescribeRegions',
  ].map((name) => ({ operation: `ec2:${name}`, params: {} })),
  { operation: 'ec2:DescribeVpcEndpointServicePermissions', params: { ServiceId: 'vpce-svc-1' } },
  { operation: 'ec2:GetManagedPrefixListEntries', params: { PrefixListId: 'pl-1' } },
  { operation: 'ec2:DescribeVpcAttribute', params: { VpcId: 'vpc-1', Attribute: 'enableDnsSupport' } },
  { operation: 'ec2:DescribeVpcAttribute', params: { VpcId: 'vpc-1', Attribute: 'enableDnsHostnames' } },
  ...['DescribeLoadBalancers', 'DescribeTargetGroups'].map((name) => ({
    operation: `elasticloadbalancing:${name}`,
    params: {},
  })),
  ...['DescribeListeners', 'DescribeLoadBalancerAttributes'].map((name) => ({
    operation: `elasticloadbalancing:${name}`,
    params: { LoadBalancerArn: 'arn:aws:elasticloadbalancing:::loadbalancer/net/one/1' },
  })),
  ...['DescribeTargetHealth', 'DescribeTargetGroupAttributes'].map((name) => ({
    operation: `elasticloadbalancing:${name}`,
    params: { TargetGroupArn: 'arn:aws:elasticloadbalancing:::targetgroup/one/1' },
  })),
  { operation: 'elasticloadbalancing:DescribeListenerAttributes', params: { ListenerArn: 'arn:aws:listener/one' } },
  { operation: 'route53:ListHostedZonesByVPC', params: { VPCId: 'vpc-1', VPCRegion: SAMPLE_REGION } },
  { operation: 'vpc-lattice:ListResourceGateways', params: {} },
  { operation: 'vpc-lattice:ListResourceConfigurations', params: {} },
  { operation: 'servicequotas:ListServiceQuotas', params: { ServiceCode: 'vpc' } },
  { operation: 'servicequotas:GetServiceQuota', params: { ServiceCode: 'vpc', QuotaCode: 'L-29B6F2EB' } },
];

/** Text that every layer between a world and its reader has to keep: markup, quotes, lines, accents, spaces at the ends. */
const AWKWARD = ' a "b" <c> & \'d\' {"e":["f"]}\r\n\té€😀 ';

/** A world in which every operation above answers `count` items with every field that its schema knows. */
export async function sampleWorld(count: number): Promise<Snapshot> {
  const calls: SnapshotCall[] = [];
  for (const { operation, params } of SAMPLE_OPERATIONS) {
    const [service = '', name = ''] = operation.split(':');
    const output = (await loadServiceModel(service))?.operations.get(name)?.output;
    if (output === undefined) throw new Error(`${operation} has no schema`);
    calls.push({
      operation,
      params,
      status: 'ok',
      complete: true,
      capturedAt: CAPTURED_AT,
      output: sampleOutput(output, count),
    });
  }
  return {
    format: 'privatelink-snapshot',
    version: 1,
    capturedAt: CAPTURED_AT,
    scopes: [
      {
        partition: 'aws',
        account: SAMPLE_ACCOUNT,
        region: SAMPLE_REGION,
        profiles: ['sample'],
        calls: regional(calls),
      },
      { partition: 'aws', account: SAMPLE_ACCOUNT, region: 'aws-global', profiles: ['sample'], calls: global(calls) },
    ],
  };
}

function global(calls: readonly SnapshotCall[]): readonly SnapshotCall[] {
  return calls.filter((call) => call.operation.startsWith('route53:'));
}

function regional(calls: readonly SnapshotCall[]): readonly SnapshotCall[] {
  return calls.filter((call) => !call.operation.startsWith('route53:'));
}

const PAGING_MEMBERS: readonly string[] = ['NextToken', 'nextToken', 'NextMarker', 'MaxItems'];

function sampleOutput(output: NormalizedSchema, count: number): JsonObject {
  const result: Record<string, Json> = {};
  for (const [name, member] of output.structIterator()) {
    if (PAGING_MEMBERS.includes(name)) continue;
    result[name] = member.isListSchema()
      ? Array.from({ length: count }, (_, i) => sampleValue(member.getValueSchema(), name, String(i)))
      : sampleValue(member, name, '');
  }
  return result;
}

/** A value that differs by field and by item, so that a swapped or lost one shows. */
function sampleValue(schema: NormalizedSchema, name: string, seed: string): Json {
  if (schema.isListSchema()) {
    // Lengths 0, 1 and 2 all occur: an empty list is not an absent one.
    return Array.from({ length: hash(name + seed) % 3 }, (_, i) =>
      sampleValue(schema.getValueSchema(), name, `${seed}.${i}`),
    );
  }
  if (schema.isMapSchema()) {
    return { [`key-${seed}`]: sampleValue(schema.getValueSchema(), name, `${seed}.key`) };
  }
  if (schema.isStructSchema()) {
    const result: Record<string, Json> = {};
    for (const [member, memberSchema] of schema.structIterator()) {
      result[member] = sampleValue(memberSchema, member, `${seed}.${member}`);
    }
    return result;
  }
  // Services of other Regions are answered only to a request that names the Region.
  if (name === 'ServiceRegion') return SAMPLE_REGION;
  const number = hash(name + seed);
  if (schema.isTimestampSchema()) return new Date(1_700_000_000_000 + (number % 1_000_000_000) * 1000).toISOString();
  if (schema.isBooleanSchema()) return number % 2 === 0;
  if (schema.isNumericSchema()) return number % 65536;
  return number % 5 === 0 ? `${name}${seed}${AWKWARD}` : `${name}${seed}`;
}

/** A small, stable number from a text (FNV-1a). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}
