import type { Inventory } from '../model/inventory.ts';
import type { Need } from '../needs.ts';
import type { ElbAttributes } from '../resources/elb-attributes.ts';
import type { ResourceBase } from '../resources/kind.ts';

/** The request that shows a resource: its operation, and what it is about by parameter and filter name. */
export type Showing = Pick<Need, 'operation' | 'about'>;

/** What stands above a resource: without it there is no such resource either. */
export interface Parent {
  readonly kind: string;
  readonly id: string;
}

/** A kind as a comparison treats it. */
export interface ComparedKind {
  readonly kind: string;
  readonly items: (inventory: Inventory) => ReadonlyMap<string, ResourceBase>;
  readonly operations: readonly string[];
  /** The listing of all resources of an account and Region; absent where AWS answers for one resource at a time. */
  readonly listing?: string;
  readonly find: (key: string, inventory: Inventory) => Compared | undefined;
}

/** One resource of one inventory, with what would prove that another inventory lacks it. */
export interface Compared {
  readonly item: ResourceBase;
  readonly showing: Showing;
  readonly parent?: Parent;
  /** True where the answer is about one resource that exists: a complete answer without it proves nothing. */
  readonly isPart?: boolean;
  /** Where several answers tell of one resource: all of them. What one of them tells is no change where it was not read. */
  readonly sources?: readonly Showing[];
}

interface KindOptions<T extends ResourceBase> {
  readonly operations: readonly string[];
  readonly listing?: string;
  readonly about?: (item: T) => Readonly<Record<string, string | undefined>>;
  readonly showing?: (item: T) => string;
  readonly parent?: (item: T) => Parent | undefined;
  readonly isPart?: (item: T) => boolean;
  readonly sources?: (item: T) => readonly Showing[];
}

function kind<T extends ResourceBase>(
  name: T['kind'],
  items: (inventory: Inventory) => ReadonlyMap<string, T>,
  options: KindOptions<T>,
): ComparedKind {
  return {
    kind: name,
    items,
    operations: options.operations,
    ...(options.listing === undefined ? {} : { listing: options.listing }),
    find(key, inventory) {
      const item = items(inventory).get(key);
      if (item === undefined) return undefined;
      const parent = options.parent?.(item);
      const operation = options.showing?.(item) ?? options.operations[0] ?? '';
      const about = Object.entries(options.about?.(item) ?? {}).filter((entry): entry is [string, string] => {
        return entry[1] !== undefined;
      });
      return {
        item,
        showing: { operation, about: Object.fromEntries(about) },
        ...(parent === undefined ? {} : { parent }),
        ...(options.isPart?.(item) === true ? { isPart: true } : {}),
        ...(options.sources === undefined ? {} : { sources: options.sources(item) }),
      };
    },
  };
}

/**
 * A kind that one request lists for an account and Region. Only what never changes in a resource's life may stand in
 * `about`: a request that was restricted by anything else may have left the resource out although it is there.
 */
function listed<T extends ResourceBase>(
  name: T['kind'],
  items: (inventory: Inventory) => ReadonlyMap<string, T>,
  operation: string,
  about: (item: T) => Readonly<Record<string, string | undefined>>,
): ComparedKind {
  return kind(name, items, { operations: [operation], listing: operation, about });
}

const inVpc = (id: string | undefined): Readonly<Record<string, string | undefined>> => ({ 'vpc-id': id });

const DESCRIBE_PREFIX_LISTS = 'ec2:DescribePrefixLists';
const LIST_RESOURCE_CONFIGURATIONS = 'vpc-lattice:ListResourceConfigurations';
const GET_RESOURCE_CONFIGURATION = 'vpc-lattice:GetResourceConfiguration';
const GET_PREFIX_LIST_ENTRIES = 'ec2:GetManagedPrefixListEntries';

const attributesOf = (
  name: ElbAttributes['kind'],
  items: (inventory: Inventory) => ReadonlyMap<string, ElbAttributes>,
  operation: string,
  param: string,
  parent: string,
): ComparedKind =>
  kind(name, items, {
    operations: [operation],
    about: ({ id }) => ({ [param]: id }),
    parent: ({ id }) => ({ kind: parent, id }),
    isPart: () => true,
  });

/** Every kind of the inventory but what was measured at a time, in the order in which a comparison tells of them. */
export const COMPARED_KINDS: readonly ComparedKind[] = [
  listed(
    'vpc-endpoint',
    (inventory) => inventory.endpoints,
    'ec2:DescribeVpcEndpoints',
    (item) => ({
      VpcEndpointId: item.id,
      'vpc-endpoint-id': item.id,
      ...inVpc(item.vpcId),
    }),
  ),
  listed(
    'endpoint-service',
    (inventory) => inventory.services,
    'ec2:DescribeVpcEndpointServiceConfigurations',
    (item) => ({ ServiceId: item.id, 'service-id': item.id }),
  ),
  kind('service-detail', (inventory) => inventory.serviceDetails, {
    operations: ['ec2:DescribeVpcEndpointServices'],
    about: (item) => ({
      ServiceName: item.serviceName,
      'service-name': item.serviceName,
      ServiceRegion: item.serviceRegion ?? item.region,
    }),
  }),
  listed(
    'endpoint-connection',
    (inventory) => inventory.connections,
    'ec2:DescribeVpcEndpointConnections',
    (item) => ({ 'service-id': item.serviceId, 'vpc-endpoint-id': item.endpointId }),
  ),
  kind('service-permission', (inventory) => inventory.permissions, {
    operations: ['ec2:DescribeVpcEndpointServicePermissions'],
    about: (item) => ({ ServiceId: item.serviceId, principal: item.principal }),
    parent: (item) => ({ kind: 'endpoint-service', id: item.serviceId }),
  }),
  listed(
    'connection-notification',
    (inventory) => inventory.notifications,
    'ec2:DescribeVpcEndpointConnectionNotifications',
    (item) => ({
      ConnectionNotificationId: item.id,
      'connection-notification-id': item.id,
      'service-id': item.serviceId,
      'vpc-endpoint-id': item.endpointId,
    }),
  ),
  listed(
    'vpc',
    (inventory) => inventory.vpcs,
    'ec2:DescribeVpcs',
    (item) => ({ VpcId: item.id, ...inVpc(item.id) }),
  ),
  kind('vpc-attribute', (inventory) => inventory.vpcAttributes, {
    operations: ['ec2:DescribeVpcAttribute'],
    about: (item) => ({ VpcId: item.vpcId, Attribute: item.attribute }),
    parent: (item) => ({ kind: 'vpc', id: item.vpcId }),
    isPart: () => true,
  }),
  listed(
    'dhcp-options',
    (inventory) => inventory.dhcpOptions,
    'ec2:DescribeDhcpOptions',
    (item) => ({
      DhcpOptionsId: item.id,
      'dhcp-options-id': item.id,
    }),
  ),
  listed(
    'subnet',
    (inventory) => inventory.subnets,
    'ec2:DescribeSubnets',
    (item) => ({
      SubnetId: item.id,
      'subnet-id': item.id,
      ...inVpc(item.vpcId),
    }),
  ),
  listed(
    'route-table',
    (inventory) => inventory.routeTables,
    'ec2:DescribeRouteTables',
    (item) => ({
      RouteTableId: item.id,
      'route-table-id': item.id,
      ...inVpc(item.vpcId),
    }),
  ),
  listed(
    'network-acl',
    (inventory) => inventory.networkAcls,
    'ec2:DescribeNetworkAcls',
    (item) => ({
      NetworkAclId: item.id,
      'network-acl-id': item.id,
      ...inVpc(item.vpcId),
    }),
  ),
  listed(
    'security-group',
    (inventory) => inventory.securityGroups,
    'ec2:DescribeSecurityGroups',
    (item) => ({
      GroupId: item.id,
      'group-id': item.id,
      ...inVpc(item.vpcId),
    }),
  ),
  listed(
    'network-interface',
    (inventory) => inventory.networkInterfaces,
    'ec2:DescribeNetworkInterfaces',
    (item) => ({
      NetworkInterfaceId: item.id,
      'network-interface-id': item.id,
      'subnet-id': item.subnetId,
      ...inVpc(item.vpcId),
    }),
  ),
  kind('prefix-list', (inventory) => inventory.prefixLists, {
    operations: [DESCRIBE_PREFIX_LISTS, GET_PREFIX_LIST_ENTRIES],
    listing: DESCRIBE_PREFIX_LISTS,
    about: (item) => ({ PrefixListId: item.id, 'prefix-list-id': item.id }),
    // Only the listing repeats the id in each item.
    showing: ({ raw }) => (raw['PrefixListId'] === undefined ? GET_PREFIX_LIST_ENTRIES : DESCRIBE_PREFIX_LISTS),
    isPart: ({ raw }) => raw['PrefixListId'] === undefined,
  }),
  listed(
    'load-balancer',
    (inventory) => inventory.loadBalancers,
    'elasticloadbalancing:DescribeLoadBalancers',
    (item) => ({ LoadBalancerArn: item.id }),
  ),
  attributesOf(
    'load-balancer-attributes',
    (inventory) => inventory.loadBalancerAttributes,
    'elasticloadbalancing:DescribeLoadBalancerAttributes',
    'LoadBalancerArn',
    'load-balancer',
  ),
  kind('listener', (inventory) => inventory.listeners, {
    operations: ['elasticloadbalancing:DescribeListeners'],
    about: (item) => ({ LoadBalancerArn: item.loadBalancerArn, ListenerArn: item.id }),
    parent: ({ loadBalancerArn }) =>
      loadBalancerArn === undefined ? undefined : { kind: 'load-balancer', id: loadBalancerArn },
  }),
  listed(
    'target-group',
    (inventory) => inventory.targetGroups,
    'elasticloadbalancing:DescribeTargetGroups',
    (item) => ({ TargetGroupArn: item.id }),
  ),
  attributesOf(
    'target-group-attributes',
    (inventory) => inventory.targetGroupAttributes,
    'elasticloadbalancing:DescribeTargetGroupAttributes',
    'TargetGroupArn',
    'target-group',
  ),
  kind('target-health', (inventory) => inventory.targetHealth, {
    operations: ['elasticloadbalancing:DescribeTargetHealth'],
    about: (item) => ({ TargetGroupArn: item.targetGroupArn }),
    parent: (item) => ({ kind: 'target-group', id: item.targetGroupArn }),
  }),
  attributesOf(
    'listener-attributes',
    (inventory) => inventory.listenerAttributes,
    'elasticloadbalancing:DescribeListenerAttributes',
    'ListenerArn',
    'listener',
  ),
  kind('listener-certificate', (inventory) => inventory.listenerCertificates, {
    operations: ['elasticloadbalancing:DescribeListenerCertificates'],
    about: (item) => ({ ListenerArn: item.listenerArn }),
    parent: (item) => ({ kind: 'listener', id: item.listenerArn }),
  }),
  kind('listener-rule', (inventory) => inventory.listenerRules, {
    operations: ['elasticloadbalancing:DescribeRules'],
    about: (item) => ({ ListenerArn: item.listenerArn, RuleArn: item.id }),
  }),
  kind('certificate', (inventory) => inventory.certificates, {
    operations: ['acm:DescribeCertificate'],
    about: (item) => ({ CertificateArn: item.id }),
    isPart: () => true,
  }),
  listed(
    'availability-zone',
    (inventory) => inventory.availabilityZones,
    'ec2:DescribeAvailabilityZones',
    () => ({}),
  ),
  listed(
    'region',
    (inventory) => inventory.regions,
    'ec2:DescribeRegions',
    () => ({}),
  ),
  kind('endpoint-association', (inventory) => inventory.endpointAssociations, {
    operations: ['ec2:DescribeVpcEndpointAssociations'],
    about: (item) => ({ 'vpc-endpoint-id': item.endpointId }),
    parent: (item) => ({ kind: 'vpc-endpoint', id: item.endpointId }),
  }),
  listed(
    'security-group-rule',
    (inventory) => inventory.securityGroupRules,
    'ec2:DescribeSecurityGroupRules',
    (item) => ({ 'group-id': item.groupId }),
  ),
  listed(
    'security-group-vpc-association',
    (inventory) => inventory.securityGroupVpcAssociations,
    'ec2:DescribeSecurityGroupVpcAssociations',
    (item) => ({ 'group-id': item.groupId, ...inVpc(item.vpcId) }),
  ),
  listed(
    'managed-prefix-list',
    (inventory) => inventory.managedPrefixLists,
    'ec2:DescribeManagedPrefixLists',
    (item) => ({ 'prefix-list-id': item.id }),
  ),
  listed(
    'flow-log',
    (inventory) => inventory.flowLogs,
    'ec2:DescribeFlowLogs',
    (item) => ({ 'resource-id': item.resourceId }),
  ),
  listed(
    'peering-connection',
    (inventory) => inventory.peeringConnections,
    'ec2:DescribeVpcPeeringConnections',
    () => ({}),
  ),
  listed(
    'transit-gateway-attachment',
    (inventory) => inventory.transitGatewayAttachments,
    'ec2:DescribeTransitGatewayVpcAttachments',
    () => ({}),
  ),
  listed(
    'transit-gateway-route-table',
    (inventory) => inventory.transitGatewayRouteTables,
    'ec2:DescribeTransitGatewayRouteTables',
    () => ({}),
  ),
  kind('transit-gateway-route', (inventory) => inventory.transitGatewayRoutes, {
    operations: ['ec2:SearchTransitGatewayRoutes'],
    about: (item) => ({ TransitGatewayRouteTableId: item.routeTableId, state: item.state }),
    parent: (item) => ({ kind: 'transit-gateway-route-table', id: item.routeTableId }),
  }),
  kind('transit-gateway-association', (inventory) => inventory.transitGatewayAssociations, {
    operations: ['ec2:GetTransitGatewayRouteTableAssociations'],
    about: (item) => ({ TransitGatewayRouteTableId: item.routeTableId }),
    parent: (item) => ({ kind: 'transit-gateway-route-table', id: item.routeTableId }),
  }),
  listed(
    'nat-gateway',
    (inventory) => inventory.natGateways,
    'ec2:DescribeNatGateways',
    (item) => inVpc(item.vpcId),
  ),
  kind('hosted-zone', (inventory) => inventory.hostedZones, {
    operations: ['route53:ListHostedZonesByVPC'],
    about: (item) => ({ VPCId: item.vpcId, VPCRegion: item.region }),
  }),
  kind('record-set', (inventory) => inventory.recordSets, {
    operations: ['route53:ListResourceRecordSets'],
    about: (item) => ({ HostedZoneId: item.hostedZoneId }),
    isPart: () => true,
  }),
  listed(
    'resolver-rule',
    (inventory) => inventory.resolverRules,
    'route53resolver:ListResolverRules',
    () => ({}),
  ),
  listed(
    'resolver-rule-association',
    (inventory) => inventory.resolverRuleAssociations,
    'route53resolver:ListResolverRuleAssociations',
    () => ({}),
  ),
  listed(
    'resolver-endpoint',
    (inventory) => inventory.resolverEndpoints,
    'route53resolver:ListResolverEndpoints',
    () => ({}),
  ),
  listed(
    'firewall-association',
    (inventory) => inventory.firewallAssociations,
    'route53resolver:ListFirewallRuleGroupAssociations',
    () => ({}),
  ),
  listed(
    'query-log-association',
    (inventory) => inventory.queryLogAssociations,
    'route53resolver:ListResolverQueryLogConfigAssociations',
    () => ({}),
  ),
  listed(
    'resource-gateway',
    (inventory) => inventory.resourceGateways,
    'vpc-lattice:ListResourceGateways',
    () => ({}),
  ),
  kind('resource-configuration', (inventory) => inventory.resourceConfigurations, {
    operations: [LIST_RESOURCE_CONFIGURATIONS, GET_RESOURCE_CONFIGURATION],
    listing: LIST_RESOURCE_CONFIGURATIONS,
    sources: ({ id }) => [
      { operation: LIST_RESOURCE_CONFIGURATIONS, about: {} },
      { operation: GET_RESOURCE_CONFIGURATION, about: { resourceConfigurationIdentifier: id } },
    ],
  }),
  kind('resource-endpoint-association', (inventory) => inventory.resourceEndpointAssociations, {
    operations: ['vpc-lattice:ListResourceEndpointAssociations'],
    about: (item) => ({ resourceConfigurationIdentifier: item.resourceConfigurationId }),
  }),
  listed(
    'service-network',
    (inventory) => inventory.serviceNetworks,
    'vpc-lattice:ListServiceNetworks',
    () => ({}),
  ),
  kind('service-network-resource', (inventory) => inventory.serviceNetworkResources, {
    operations: ['vpc-lattice:ListServiceNetworkResourceAssociations'],
    about: (item) => ({ serviceNetworkIdentifier: item.serviceNetworkId }),
  }),
  kind('service-network-endpoint', (inventory) => inventory.serviceNetworkEndpoints, {
    operations: ['vpc-lattice:ListServiceNetworkVpcEndpointAssociations'],
    about: () => ({}),
    isPart: () => true,
  }),
  listed(
    'domain-verification',
    (inventory) => inventory.domainVerifications,
    'vpc-lattice:ListDomainVerifications',
    () => ({}),
  ),
  kind('resource-share', (inventory) => inventory.resourceShares, {
    operations: ['ram:GetResourceShares'],
    about: () => ({}),
    isPart: () => true,
  }),
  kind('resource-share-association', (inventory) => inventory.resourceShareAssociations, {
    operations: ['ram:GetResourceShareAssociations'],
    about: (item) => ({ associationType: item.associationType }),
    parent: (item) => ({ kind: 'resource-share', id: item.resourceShareArn }),
  }),
  kind('service-quota', (inventory) => inventory.serviceQuotas, {
    operations: ['servicequotas:GetServiceQuota'],
    about: (item) => ({ ServiceCode: item.serviceCode, QuotaCode: item.quotaCode }),
    isPart: () => true,
  }),
  listed(
    'account-alias',
    (inventory) => inventory.accountAliases,
    'iam:ListAccountAliases',
    () => ({}),
  ),
  listed(
    'organization',
    (inventory) => inventory.organizations,
    'organizations:DescribeOrganization',
    () => ({}),
  ),
  listed(
    'alarm',
    (inventory) => inventory.alarms,
    'cloudwatch:DescribeAlarms',
    () => ({}),
  ),
];
