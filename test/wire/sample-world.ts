import type { NormalizedSchema } from '@smithy/core/schema';
import { isJsonObject, type Json, type JsonObject } from '../../src/core/model/json.ts';
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
    'DescribeFlowLogs',
    'DescribeVpcPeeringConnections',
    'DescribeTransitGatewayVpcAttachments',
    'DescribeTransitGatewayRouteTables',
    'DescribeNatGateways',
    'DescribeSecurityGroupRules',
    'DescribeSecurityGroupVpcAssociations',
  ].map((name) => ({ operation: `ec2:${name}`, params: {} })),
  { operation: 'ec2:DescribeVpcEndpointServicePermissions', params: { ServiceId: 'vpce-svc-1' } },
  { operation: 'ec2:GetManagedPrefixListEntries', params: { PrefixListId: 'pl-1' } },
  { operation: 'ec2:DescribeVpcAttribute', params: { VpcId: 'vpc-1', Attribute: 'enableDnsSupport' } },
  { operation: 'ec2:DescribeVpcAttribute', params: { VpcId: 'vpc-1', Attribute: 'enableDnsHostnames' } },
  {
    operation: 'ec2:SearchTransitGatewayRoutes',
    params: { TransitGatewayRouteTableId: 'tgw-rtb-1', Filters: [{ Name: 'state', Values: ['active', 'blackhole'] }] },
  },
  {
    operation: 'ec2:GetTransitGatewayRouteTableAssociations',
    params: { TransitGatewayRouteTableId: 'tgw-rtb-1' },
  },
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
  ...['DescribeListenerAttributes', 'DescribeListenerCertificates', 'DescribeRules'].map((name) => ({
    operation: `elasticloadbalancing:${name}`,
    params: { ListenerArn: 'arn:aws:elasticloadbalancing:::listener/net/one/1/2' },
  })),
  {
    operation: 'elasticloadbalancing:DescribeTags',
    params: { ResourceArns: ['arn:aws:elasticloadbalancing:::loadbalancer/net/one/1'] },
  },
  {
    operation: 'acm:DescribeCertificate',
    params: { CertificateArn: `arn:aws:acm:${SAMPLE_REGION}:${SAMPLE_ACCOUNT}:certificate/one` },
  },
  { operation: 'route53:ListResourceRecordSets', params: { HostedZoneId: 'Z1' } },
  { operation: 'route53:ListHostedZonesByVPC', params: { VPCId: 'vpc-1', VPCRegion: SAMPLE_REGION } },
  ...[
    'ListResolverRules',
    'ListResolverRuleAssociations',
    'ListResolverEndpoints',
    'ListFirewallRuleGroupAssociations',
    'ListResolverQueryLogConfigAssociations',
  ].map((name) => ({ operation: `route53resolver:${name}`, params: {} })),
  ...['ListResourceGateways', 'ListResourceConfigurations', 'ListServiceNetworks', 'ListDomainVerifications'].map(
    (name) => ({ operation: `vpc-lattice:${name}`, params: {} }),
  ),
  ...['GetResourceConfiguration', 'ListResourceEndpointAssociations'].map((name) => ({
    operation: `vpc-lattice:${name}`,
    params: { resourceConfigurationIdentifier: 'rcfg-0123456789abcdef0' },
  })),
  ...['ListServiceNetworkResourceAssociations', 'ListServiceNetworkVpcEndpointAssociations'].map((name) => ({
    operation: `vpc-lattice:${name}`,
    params: { serviceNetworkIdentifier: 'sn-0123456789abcdef0' },
  })),
  { operation: 'ram:GetResourceShares', params: { resourceOwner: 'SELF' } },
  { operation: 'ram:GetResourceShares', params: { resourceOwner: 'OTHER-ACCOUNTS' } },
  { operation: 'ram:GetResourceShareAssociations', params: { associationType: 'PRINCIPAL' } },
  { operation: 'iam:ListAccountAliases', params: {} },
  { operation: 'organizations:DescribeOrganization', params: {} },
  { operation: 'cloudwatch:DescribeAlarms', params: { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] } },
  {
    operation: 'cloudwatch:GetMetricData',
    params: {
      MetricDataQueries: [{ Id: 'bytes', Expression: 'SEARCH()', Period: 60 }],
      StartTime: '2023-01-01T00:00:00.000Z',
      EndTime: '2026-01-01T00:00:00.000Z',
    },
  },
  {
    operation: 'cloudtrail:LookupEvents',
    params: { LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: 'vpce-1' }] },
  },
  {
    operation: 'pricing:GetProducts',
    params: { ServiceCode: 'AmazonVPC', Filters: [{ Type: 'TERM_MATCH', Field: 'regionCode', Value: SAMPLE_REGION }] },
  },
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

function isGlobal({ operation }: SnapshotCall): boolean {
  return /^(route53|iam|organizations|pricing):/.test(operation);
}

function global(calls: readonly SnapshotCall[]): readonly SnapshotCall[] {
  return calls.filter(isGlobal);
}

function regional(calls: readonly SnapshotCall[]): readonly SnapshotCall[] {
  return calls.filter((call) => !isGlobal(call));
}

/** What an answer says of its page, which the server decides. */
export const PAGING_MEMBERS: readonly string[] = [
  'NextToken',
  'nextToken',
  'NextMarker',
  'Marker',
  'MaxItems',
  'MaxResults',
  'IsTruncated',
  'AdditionalRoutesAvailable',
  'NextRecordName',
  'NextRecordType',
  'NextRecordIdentifier',
];

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
    // A metric has a value for each of its timestamps.
    if (name === 'Timestamps' || name === 'Values') {
      return Array.from({ length: 2 }, (_, i) => sampleValue(schema.getValueSchema(), name, `${seed}.${i}`));
    }
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
    const members = [...schema.structIterator()];
    // A union has one of its members.
    const some = schema.isUnionSchema() ? [members[hash(name + seed) % members.length]!] : members;
    for (const [member, memberSchema] of some) {
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

/** An answer of GetMetricData with the pieces of each result together: its pages cut results in two. */
export function joinedResults(output: JsonObject): JsonObject {
  const results = output['MetricDataResults'];
  if (!Array.isArray(results)) return output;
  const joined = new Map<Json | undefined, Record<string, Json | undefined>>();
  for (const result of results.filter(isJsonObject)) {
    const known = joined.get(result['Id']);
    const whole = { ...result };
    for (const list of known === undefined ? [] : ['Timestamps', 'Values']) {
      whole[list] = [...(known?.[list] as readonly Json[]), ...(result[list] as readonly Json[])];
    }
    joined.set(result['Id'], whole);
  }
  return { ...output, MetricDataResults: [...joined.values()] as Json[] };
}
