import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../src/core/model/json.ts';
import type { Snapshot, SnapshotCall, SnapshotScope } from '../../src/core/model/snapshot.ts';

/** An answer of the API in the making: worlds are changed in place until they are turned into a snapshot. */
export type Item = Record<string, Json>;

/** Each listing with the field that holds its items: in a world every listing is there, if only to say "none". */
export const TABLES = {
  'ec2:DescribeVpcEndpoints': 'VpcEndpoints',
  'ec2:DescribeVpcEndpointServiceConfigurations': 'ServiceConfigurations',
  'ec2:DescribeVpcEndpointServices': 'ServiceDetails',
  'ec2:DescribeVpcEndpointConnections': 'VpcEndpointConnections',
  'ec2:DescribeVpcEndpointConnectionNotifications': 'ConnectionNotificationSet',
  'ec2:DescribeVpcEndpointAssociations': 'VpcEndpointAssociations',
  'ec2:DescribeVpcs': 'Vpcs',
  'ec2:DescribeDhcpOptions': 'DhcpOptions',
  'ec2:DescribeSubnets': 'Subnets',
  'ec2:DescribeRouteTables': 'RouteTables',
  'ec2:DescribeNetworkAcls': 'NetworkAcls',
  'ec2:DescribeSecurityGroups': 'SecurityGroups',
  'ec2:DescribeNetworkInterfaces': 'NetworkInterfaces',
  'ec2:DescribePrefixLists': 'PrefixLists',
  'ec2:DescribeManagedPrefixLists': 'PrefixLists',
  'ec2:DescribeAvailabilityZones': 'AvailabilityZones',
  'ec2:DescribeFlowLogs': 'FlowLogs',
  'ec2:DescribeNatGateways': 'NatGateways',
  'ec2:DescribeSecurityGroupVpcAssociations': 'SecurityGroupVpcAssociations',
  'ec2:DescribeTransitGatewayRouteTables': 'TransitGatewayRouteTables',
  'ec2:DescribeTransitGatewayVpcAttachments': 'TransitGatewayVpcAttachments',
  'ec2:DescribeVpcPeeringConnections': 'VpcPeeringConnections',
  'elasticloadbalancing:DescribeLoadBalancers': 'LoadBalancers',
  'elasticloadbalancing:DescribeTargetGroups': 'TargetGroups',
  'route53resolver:ListFirewallRuleGroupAssociations': 'FirewallRuleGroupAssociations',
  'route53resolver:ListResolverEndpoints': 'ResolverEndpoints',
  'route53resolver:ListResolverQueryLogConfigAssociations': 'ResolverQueryLogConfigAssociations',
  'route53resolver:ListResolverRuleAssociations': 'ResolverRuleAssociations',
  'route53resolver:ListResolverRules': 'ResolverRules',
  'vpc-lattice:ListDomainVerifications': 'items',
  'vpc-lattice:ListResourceConfigurations': 'items',
  'vpc-lattice:ListResourceGateways': 'items',
  'vpc-lattice:ListServiceNetworks': 'items',
} as const;
export type Table = keyof typeof TABLES;

export interface ScopeWorld {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly profiles: readonly string[];
  readonly tables: Readonly<Record<Table, Item[]>>;
  /** Answers that AWS gives one resource at a time, keyed by their request. */
  readonly answers: { operation: string; params: JsonObject; output: Item }[];
}

export interface World {
  readonly capturedAt: string;
  readonly scopes: ScopeWorld[];
}

/** A moment that all worlds share, so that they are the same bytes each time. */
export const CAPTURED_AT = '2026-03-02T09:30:00.000Z';

export function createWorld(): World {
  return { capturedAt: CAPTURED_AT, scopes: [] };
}

export function addScope(
  world: World,
  scope: { account: string; region?: string; profiles?: readonly string[]; partition?: string },
): ScopeWorld {
  const tables = Object.fromEntries(Object.keys(TABLES).map((table) => [table, [] as Item[]])) as Record<Table, Item[]>;
  const made: ScopeWorld = {
    partition: scope.partition ?? 'aws',
    account: scope.account,
    region: scope.region ?? 'us-east-1',
    profiles: scope.profiles ?? [],
    tables,
    answers: [],
  };
  world.scopes.push(made);
  return made;
}

/** The world as the API would answer it, complete. */
export function snapshotOf(world: World): Snapshot {
  const accounts = new Map(world.scopes.map((scope) => [scope.account, scope]));
  return {
    format: 'privatelink-snapshot',
    version: 1,
    capturedAt: world.capturedAt,
    scopes: [
      ...world.scopes.map((scope) => scopeOf(world, scope)),
      ...[...accounts.values()].map((scope) => accountOf(world, scope)),
    ],
  };
}

function callOf(world: World, operation: string, params: JsonObject, output: JsonObject): SnapshotCall {
  return {
    operation,
    params,
    status: 'ok',
    complete: true,
    capturedAt: world.capturedAt,
    calls: 1,
    output: structuredClone(output),
  };
}

/** What an account has as a whole. */
function accountOf(world: World, { partition, account, profiles }: ScopeWorld): SnapshotScope {
  return {
    partition,
    account,
    region: 'aws-global',
    profiles,
    calls: [
      callOf(world, 'iam:ListAccountAliases', {}, { AccountAliases: [`account-${account}`], IsTruncated: false }),
      callOf(world, 'organizations:DescribeOrganization', {}, { Organization: { Id: 'o-exampleorgid' } }),
    ],
  };
}

/** AWS's defaults: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html. */
const QUOTAS: Readonly<Record<string, number>> = {
  'L-29B6F2EB': 50,
  'L-1B52E74A': 20,
  'L-CA6CC422': 200,
  'L-3B4E38D2': 50,
};

/** The certificates of a TLS listener, with what ACM says of them. */
function certificatesOf(listener: Item): ScopeWorld['answers'] {
  const certificates = (listener['Certificates'] ?? []) as Item[];
  if (certificates.length === 0) return [];
  return [
    {
      operation: 'elasticloadbalancing:DescribeListenerCertificates',
      params: { ListenerArn: textOf(listener, 'ListenerArn') },
      output: { Certificates: certificates.map((item) => ({ ...item, IsDefault: true })) },
    },
    ...certificates.map((item) => ({
      operation: 'acm:DescribeCertificate',
      params: { CertificateArn: textOf(item, 'CertificateArn') },
      output: {
        Certificate: {
          CertificateArn: textOf(item, 'CertificateArn'),
          DomainName: 'payments.example.com',
          SubjectAlternativeNames: ['payments.example.com'],
          Status: 'ISSUED',
          NotAfter: '2099-03-02T00:00:00.000Z',
        },
      },
    })),
  ];
}

/** What AWS answers one resource at a time and nobody has said otherwise: no zones, no tags, defaults. */
function usualAnswers({ tables, answers, region }: ScopeWorld): ScopeWorld['answers'] {
  const given = new Set(answers.map(({ operation, params }) => `${operation} ${JSON.stringify(params)}`));
  const listeners = answers
    .filter(({ operation }) => operation === 'elasticloadbalancing:DescribeListeners')
    .flatMap(({ output }) => output['Listeners'] as Item[]);
  const usual = [
    ...tables['ec2:DescribeVpcs'].map((vpc) => ({
      operation: 'route53:ListHostedZonesByVPC',
      params: { VPCId: textOf(vpc, 'VpcId'), VPCRegion: region },
      output: { HostedZoneSummaries: [] },
    })),
    ...listeners.map((listener) => ({
      operation: 'elasticloadbalancing:DescribeListenerAttributes',
      params: { ListenerArn: textOf(listener, 'ListenerArn') },
      output: { Attributes: [{ Key: 'tcp.idle_timeout.seconds', Value: '350' }] },
    })),
    ...listeners.flatMap(certificatesOf),
    {
      operation: 'elasticloadbalancing:DescribeTags',
      params: {},
      output: {
        TagDescriptions: [
          ...tables['elasticloadbalancing:DescribeLoadBalancers'].map((item) => textOf(item, 'LoadBalancerArn')),
          ...tables['elasticloadbalancing:DescribeTargetGroups'].map((item) => textOf(item, 'TargetGroupArn')),
        ].map((ResourceArn) => ({ ResourceArn, Tags: [] })),
      },
    },
    ...['SELF', 'OTHER-ACCOUNTS'].map((resourceOwner) => ({
      operation: 'ram:GetResourceShares',
      params: { resourceOwner },
      output: { resourceShares: [] },
    })),
    ...Object.entries(QUOTAS).map(([QuotaCode, Value]) => ({
      operation: 'servicequotas:GetServiceQuota',
      params: { ServiceCode: 'vpc', QuotaCode },
      output: { Quota: { ServiceCode: 'vpc', QuotaCode, Value } },
    })),
  ];
  return usual.filter(({ operation, params }) => !given.has(`${operation} ${JSON.stringify(params)}`));
}

function scopeOf(world: World, scope: ScopeWorld): SnapshotScope {
  const call = (operation: string, params: JsonObject, output: JsonObject): SnapshotCall =>
    callOf(world, operation, params, output);
  const listings = Object.entries(scope.tables).map(([table, items]) => {
    const output: Item = { [TABLES[table as Table]]: items };
    if (table === 'ec2:DescribeVpcEndpointServices') {
      output['ServiceNames'] = items.map((item) => item['ServiceName'] ?? '');
    }
    return call(table, {}, output);
  });
  const answers = [...scope.answers, ...usualAnswers(scope)].map(({ operation, params, output }) =>
    call(operation, params, output),
  );
  const { partition, account, region, profiles } = scope;
  return { partition, account, region, profiles, calls: [...listings, ...answers] };
}

/** A well-formed id that is the same for the same words: `vpce-0` and sixteen hexadecimal digits of their hash. */
export function awsId(prefix: string, ...words: readonly string[]): string {
  return `${prefix}-0${hex(words, 16)}`;
}

export function hex(words: readonly string[], length: number): string {
  return createHash('sha256').update(words.join('\u0000')).digest('hex').slice(0, length);
}

/** A UUID that follows from a name. */
export function uuid(name: string): string {
  const digits = hex(['uuid', name], 32);
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}

/** A text field of an answer. @throws when it holds none: the world is then wrong */
export function textOf(item: JsonObject | undefined, field: string): string {
  const value = item?.[field];
  if (typeof value !== 'string') throw new Error(`The world has no text in ${field}`);
  return value;
}

export function tagsOf(tags: Readonly<Record<string, string>>): Item[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The answer to one request about one resource. @throws when the world has none: the test is then wrong */
export function answerTo(scope: ScopeWorld, operation: string, params: Readonly<Record<string, string>>): Item {
  const found = scope.answers.find(
    (answer) =>
      answer.operation === operation && Object.entries(params).every(([name, value]) => answer.params[name] === value),
  );
  if (found === undefined) throw new Error(`The world has no answer to ${operation} ${JSON.stringify(params)}`);
  return found.output;
}
