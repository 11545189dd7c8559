/*
 * The Resolver's newest SDK client that can be had was generated before clients carried schemas: these are the shapes of
 * the operations in use, as the API reference has them
 * (https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations_Amazon_Route_53_Resolver.html).
 */

type Shape = number | readonly unknown[];

/** Smithy's numbers for simple shapes, as the SDK's generated schema files write them. */
const TEXT = 0;
const NUMBER = 1;
const BOOLEAN = 2;

const NAMESPACE = 'com.amazonaws.route53resolver';

function structure(name: string, members: Readonly<Record<string, Shape>>): Shape {
  return [3, NAMESPACE, name, 0, Object.keys(members), Object.values(members).map((shape) => [() => shape, 0])];
}

function listOf(member: Shape): Shape {
  return [1, NAMESPACE, 'List', 0, [() => member, 0]];
}

function operation(
  name: string,
  input: Readonly<Record<string, Shape>>,
  output: Readonly<Record<string, Shape>>,
): Shape {
  const page = { MaxResults: NUMBER, NextToken: TEXT };
  return [
    9,
    NAMESPACE,
    name,
    0,
    () => structure(`${name}Request`, { ...input, ...page }),
    () => structure(`${name}Response`, { ...output, NextToken: TEXT }),
  ];
}

function texts(...names: readonly string[]): Readonly<Record<string, Shape>> {
  return Object.fromEntries(names.map((name) => [name, TEXT]));
}

const filters = { Filters: listOf(structure('Filter', { Name: TEXT, Values: listOf(TEXT) })) };

export const ListResolverRules = operation('ListResolverRules', filters, {
  MaxResults: NUMBER,
  ResolverRules: listOf(
    structure('ResolverRule', {
      ...texts('Id', 'CreatorRequestId', 'Arn', 'DomainName', 'Status', 'StatusMessage', 'RuleType', 'Name'),
      TargetIps: listOf(
        structure('TargetAddress', { ...texts('Ip', 'Ipv6', 'Protocol', 'ServerNameIndication'), Port: NUMBER }),
      ),
      ...texts('ResolverEndpointId', 'OwnerId', 'ShareStatus', 'CreationTime', 'ModificationTime', 'DelegationRecord'),
    }),
  ),
});

export const ListResolverRuleAssociations = operation('ListResolverRuleAssociations', filters, {
  MaxResults: NUMBER,
  ResolverRuleAssociations: listOf(
    structure('ResolverRuleAssociation', texts('Id', 'ResolverRuleId', 'Name', 'VPCId', 'Status', 'StatusMessage')),
  ),
});

export const ListResolverEndpoints = operation('ListResolverEndpoints', filters, {
  MaxResults: NUMBER,
  ResolverEndpoints: listOf(
    structure('ResolverEndpoint', {
      ...texts('Id', 'CreatorRequestId', 'Arn', 'Name', 'Direction', 'HostVPCId', 'Status', 'StatusMessage'),
      ...texts('CreationTime', 'ModificationTime', 'OutpostArn', 'PreferredInstanceType', 'ResolverEndpointType'),
      SecurityGroupIds: listOf(TEXT),
      IpAddressCount: NUMBER,
      Protocols: listOf(TEXT),
      RniEnhancedMetricsEnabled: BOOLEAN,
      TargetNameServerMetricsEnabled: BOOLEAN,
    }),
  ),
});

export const ListFirewallRuleGroupAssociations = operation(
  'ListFirewallRuleGroupAssociations',
  { ...texts('FirewallRuleGroupId', 'VpcId', 'Status'), Priority: NUMBER },
  {
    FirewallRuleGroupAssociations: listOf(
      structure('FirewallRuleGroupAssociation', {
        ...texts('Id', 'Arn', 'FirewallRuleGroupId', 'VpcId', 'Name', 'MutationProtection', 'ManagedOwnerName'),
        ...texts('Status', 'StatusMessage', 'CreatorRequestId', 'CreationTime', 'ModificationTime'),
        Priority: NUMBER,
      }),
    ),
  },
);

export const ListResolverQueryLogConfigAssociations = operation(
  'ListResolverQueryLogConfigAssociations',
  { ...filters, ...texts('SortBy', 'SortOrder') },
  {
    TotalCount: NUMBER,
    TotalFilteredCount: NUMBER,
    ResolverQueryLogConfigAssociations: listOf(
      structure('ResolverQueryLogConfigAssociation', {
        ...texts('Id', 'ResolverQueryLogConfigId', 'ResourceId', 'Status', 'Error', 'ErrorMessage', 'CreationTime'),
      }),
    ),
  },
);
