import type { JsonObject } from '../../src/core/model/json.ts';

/** Where a value stands in an item: field names joined by dots, looking into every element of the lists on the way. */
export type Field = string | ((item: JsonObject, region: string) => readonly string[]);

export interface IdParameter {
  readonly field: string;
  /** The error that AWS answers when one of the ids does not exist. */
  readonly notFound: string;
  /** The most ids that one request may carry. */
  readonly max?: number;
}

/** How an operation's whole answer can be narrowed by its parameters. */
export interface Table {
  /** The output's list that ids and filters select from. */
  readonly list: string;
  /** Parameters that hold ids, all of which must exist. */
  readonly ids?: Readonly<Record<string, IdParameter>>;
  /** Parameters that select by equality and may match nothing. */
  readonly selectors?: Readonly<Record<string, Field>>;
  /** Parameters that change nothing in what a world can hold. */
  readonly ignored?: readonly string[];
  /** The service's filters; `tag-key` and `tag:<key>` are there when `tags` names the field that holds them. */
  readonly filters?: Readonly<Record<string, Field>>;
  readonly tags?: 'Tags' | 'TagSet';
  /** A second list of the output that holds just the names of the first one's items. */
  readonly names?: { readonly list: string; readonly field: string };
  /** Parameters that AWS refuses together. */
  readonly exclusive?: readonly (readonly [string, string])[];
}

const connectionRegions: Field = (item, region) => {
  const own = item['VpcEndpointRegion'];
  if (typeof own !== 'string') return [];
  return own === region ? [own] : [own, 'cross-region'];
};

/** Filters and ids as the EC2 API reference lists them for each action; a filter that is not here is refused. */
export const TABLES: Readonly<Record<string, Table>> = {
  'ec2:DescribeVpcEndpoints': {
    list: 'VpcEndpoints',
    ids: { VpcEndpointIds: { field: 'VpcEndpointId', notFound: 'InvalidVpcEndpointId.NotFound' } },
    tags: 'Tags',
    filters: {
      'ip-address-type': 'IpAddressType',
      'service-name': 'ServiceName',
      'service-region': 'ServiceRegion',
      'vpc-id': 'VpcId',
      'vpc-endpoint-id': 'VpcEndpointId',
      'vpc-endpoint-state': 'State',
      'vpc-endpoint-type': 'VpcEndpointType',
    },
  },
  'ec2:DescribeVpcEndpointServices': {
    list: 'ServiceDetails',
    names: { list: 'ServiceNames', field: 'ServiceName' },
    ids: { ServiceNames: { field: 'ServiceName', notFound: 'InvalidServiceName' } },
    selectors: { ServiceRegions: 'ServiceRegion' },
    tags: 'Tags',
    filters: {
      owner: 'Owner',
      'service-name': 'ServiceName',
      'service-region': 'ServiceRegion',
      'service-type': 'ServiceType.ServiceType',
      'supported-ip-address-types': 'SupportedIpAddressTypes',
    },
  },
  'ec2:DescribeVpcEndpointServiceConfigurations': {
    list: 'ServiceConfigurations',
    ids: { ServiceIds: { field: 'ServiceId', notFound: 'InvalidVpcEndpointServiceId.NotFound' } },
    tags: 'Tags',
    filters: {
      'service-name': 'ServiceName',
      'service-id': 'ServiceId',
      'service-state': 'ServiceState',
      'supported-ip-address-types': 'SupportedIpAddressTypes',
    },
  },
  'ec2:DescribeVpcEndpointServicePermissions': {
    list: 'AllowedPrincipals',
    selectors: { ServiceId: 'ServiceId' },
    filters: { principal: 'Principal', 'principal-type': 'PrincipalType' },
  },
  'ec2:DescribeVpcEndpointConnections': {
    list: 'VpcEndpointConnections',
    filters: {
      'ip-address-type': 'IpAddressType',
      'service-id': 'ServiceId',
      'vpc-endpoint-id': 'VpcEndpointId',
      'vpc-endpoint-owner': 'VpcEndpointOwner',
      'vpc-endpoint-region': connectionRegions,
      'vpc-endpoint-state': 'VpcEndpointState',
    },
  },
  'ec2:DescribeVpcEndpointConnectionNotifications': {
    list: 'ConnectionNotificationSet',
    ids: {
      ConnectionNotificationId: { field: 'ConnectionNotificationId', notFound: 'InvalidConnectionNotification' },
    },
    filters: {
      'connection-notification-arn': 'ConnectionNotificationArn',
      'connection-notification-id': 'ConnectionNotificationId',
      'connection-notification-state': 'ConnectionNotificationState',
      'connection-notification-type': 'ConnectionNotificationType',
      'service-id': 'ServiceId',
      'vpc-endpoint-id': 'VpcEndpointId',
    },
  },
  'ec2:DescribeVpcEndpointAssociations': {
    list: 'VpcEndpointAssociations',
    ids: { VpcEndpointIds: { field: 'VpcEndpointId', notFound: 'InvalidVpcEndpointId.NotFound' } },
    filters: {
      'vpc-endpoint-id': 'VpcEndpointId',
      'association-id': 'Id',
      'service-network-arn': 'ServiceNetworkArn',
      'resource-configuration-group-arn': 'ResourceConfigurationGroupArn',
    },
  },
  'ec2:DescribeVpcs': {
    list: 'Vpcs',
    ids: { VpcIds: { field: 'VpcId', notFound: 'InvalidVpcID.NotFound' } },
    tags: 'Tags',
    filters: {
      cidr: 'CidrBlock',
      'cidr-block-association.cidr-block': 'CidrBlockAssociationSet.CidrBlock',
      'dhcp-options-id': 'DhcpOptionsId',
      'is-default': 'IsDefault',
      'owner-id': 'OwnerId',
      state: 'State',
      'vpc-id': 'VpcId',
    },
  },
  'ec2:DescribeSubnets': {
    list: 'Subnets',
    ids: { SubnetIds: { field: 'SubnetId', notFound: 'InvalidSubnetID.NotFound' } },
    tags: 'Tags',
    filters: {
      'availability-zone': 'AvailabilityZone',
      'availability-zone-id': 'AvailabilityZoneId',
      'cidr-block': 'CidrBlock',
      'default-for-az': 'DefaultForAz',
      'ipv6-native': 'Ipv6Native',
      'owner-id': 'OwnerId',
      state: 'State',
      'subnet-arn': 'SubnetArn',
      'subnet-id': 'SubnetId',
      'vpc-id': 'VpcId',
    },
  },
  'ec2:DescribeRouteTables': {
    list: 'RouteTables',
    ids: { RouteTableIds: { field: 'RouteTableId', notFound: 'InvalidRouteTableID.NotFound' } },
    tags: 'Tags',
    filters: {
      'association.gateway-id': 'Associations.GatewayId',
      'association.main': 'Associations.Main',
      'association.route-table-association-id': 'Associations.RouteTableAssociationId',
      'association.route-table-id': 'Associations.RouteTableId',
      'association.subnet-id': 'Associations.SubnetId',
      'owner-id': 'OwnerId',
      'route-table-id': 'RouteTableId',
      'route.destination-cidr-block': 'Routes.DestinationCidrBlock',
      'route.destination-ipv6-cidr-block': 'Routes.DestinationIpv6CidrBlock',
      'route.destination-prefix-list-id': 'Routes.DestinationPrefixListId',
      'route.gateway-id': 'Routes.GatewayId',
      'route.nat-gateway-id': 'Routes.NatGatewayId',
      'route.state': 'Routes.State',
      'route.transit-gateway-id': 'Routes.TransitGatewayId',
      'route.vpc-peering-connection-id': 'Routes.VpcPeeringConnectionId',
      'vpc-id': 'VpcId',
    },
  },
  'ec2:DescribeNetworkAcls': {
    list: 'NetworkAcls',
    ids: { NetworkAclIds: { field: 'NetworkAclId', notFound: 'InvalidNetworkAclID.NotFound' } },
    tags: 'Tags',
    filters: {
      'association.association-id': 'Associations.NetworkAclAssociationId',
      'association.network-acl-id': 'Associations.NetworkAclId',
      'association.subnet-id': 'Associations.SubnetId',
      default: 'IsDefault',
      'network-acl-id': 'NetworkAclId',
      'owner-id': 'OwnerId',
      'vpc-id': 'VpcId',
    },
  },
  'ec2:DescribeSecurityGroups': {
    list: 'SecurityGroups',
    ids: {
      GroupIds: { field: 'GroupId', notFound: 'InvalidGroup.NotFound' },
      GroupNames: { field: 'GroupName', notFound: 'InvalidGroup.NotFound' },
    },
    tags: 'Tags',
    filters: {
      description: 'Description',
      'egress.ip-permission.cidr': 'IpPermissionsEgress.IpRanges.CidrIp',
      'egress.ip-permission.group-id': 'IpPermissionsEgress.UserIdGroupPairs.GroupId',
      'egress.ip-permission.prefix-list-id': 'IpPermissionsEgress.PrefixListIds.PrefixListId',
      'group-id': 'GroupId',
      'group-name': 'GroupName',
      'ip-permission.cidr': 'IpPermissions.IpRanges.CidrIp',
      'ip-permission.group-id': 'IpPermissions.UserIdGroupPairs.GroupId',
      'ip-permission.prefix-list-id': 'IpPermissions.PrefixListIds.PrefixListId',
      'owner-id': 'OwnerId',
      'vpc-id': 'VpcId',
    },
  },
  'ec2:DescribeSecurityGroupRules': {
    list: 'SecurityGroupRules',
    ids: { SecurityGroupRuleIds: { field: 'SecurityGroupRuleId', notFound: 'InvalidSecurityGroupRuleId.NotFound' } },
    tags: 'Tags',
    filters: { 'group-id': 'GroupId', 'security-group-rule-id': 'SecurityGroupRuleId' },
  },
  'ec2:DescribeSecurityGroupVpcAssociations': {
    list: 'SecurityGroupVpcAssociations',
    filters: {
      'group-id': 'GroupId',
      'group-owner-id': 'GroupOwnerId',
      state: 'State',
      'vpc-id': 'VpcId',
      'vpc-owner-id': 'VpcOwnerId',
    },
  },
  'ec2:DescribeNetworkInterfaces': {
    list: 'NetworkInterfaces',
    ids: { NetworkInterfaceIds: { field: 'NetworkInterfaceId', notFound: 'InvalidNetworkInterfaceID.NotFound' } },
    exclusive: [['NetworkInterfaceIds', 'MaxResults']],
    ignored: ['IncludeManagedResources'],
    tags: 'TagSet',
    filters: {
      'addresses.private-ip-address': 'PrivateIpAddresses.PrivateIpAddress',
      'attachment.instance-id': 'Attachment.InstanceId',
      'availability-zone': 'AvailabilityZone',
      'availability-zone-id': 'AvailabilityZoneId',
      description: 'Description',
      'group-id': 'Groups.GroupId',
      'interface-type': 'InterfaceType',
      'ipv6-addresses.ipv6-address': 'Ipv6Addresses.Ipv6Address',
      'network-interface-id': 'NetworkInterfaceId',
      'owner-id': 'OwnerId',
      'private-dns-name': 'PrivateDnsName',
      'private-ip-address': 'PrivateIpAddresses.PrivateIpAddress',
      'requester-id': 'RequesterId',
      'requester-managed': 'RequesterManaged',
      status: 'Status',
      'subnet-id': 'SubnetId',
      'vpc-id': 'VpcId',
    },
  },
  'ec2:DescribeDhcpOptions': {
    list: 'DhcpOptions',
    ids: { DhcpOptionsIds: { field: 'DhcpOptionsId', notFound: 'InvalidDhcpOptionID.NotFound' } },
    tags: 'Tags',
    filters: {
      'dhcp-options-id': 'DhcpOptionsId',
      key: 'DhcpConfigurations.Key',
      'owner-id': 'OwnerId',
      value: 'DhcpConfigurations.Values.Value',
    },
  },
  'ec2:DescribeManagedPrefixLists': {
    list: 'PrefixLists',
    ids: { PrefixListIds: { field: 'PrefixListId', notFound: 'InvalidPrefixListID.NotFound' } },
    tags: 'Tags',
    filters: { 'owner-id': 'OwnerId', 'prefix-list-id': 'PrefixListId', 'prefix-list-name': 'PrefixListName' },
  },
  'ec2:DescribePrefixLists': {
    list: 'PrefixLists',
    ids: { PrefixListIds: { field: 'PrefixListId', notFound: 'InvalidPrefixListId.NotFound' } },
    filters: { 'prefix-list-id': 'PrefixListId', 'prefix-list-name': 'PrefixListName' },
  },
  'ec2:DescribeAvailabilityZones': {
    list: 'AvailabilityZones',
    ignored: ['AllAvailabilityZones'],
    ids: {
      ZoneNames: { field: 'ZoneName', notFound: 'InvalidParameterValue' },
      ZoneIds: { field: 'ZoneId', notFound: 'InvalidParameterValue' },
    },
    filters: {
      'region-name': 'RegionName',
      state: 'State',
      'zone-id': 'ZoneId',
      'zone-name': 'ZoneName',
      'zone-type': 'ZoneType',
    },
  },
  'ec2:DescribeRegions': {
    list: 'Regions',
    ignored: ['AllRegions'],
    ids: { RegionNames: { field: 'RegionName', notFound: 'InvalidParameterValue' } },
    filters: { endpoint: 'Endpoint', 'opt-in-status': 'OptInStatus', 'region-name': 'RegionName' },
  },
  'elasticloadbalancing:DescribeLoadBalancers': {
    list: 'LoadBalancers',
    ids: {
      LoadBalancerArns: { field: 'LoadBalancerArn', notFound: 'LoadBalancerNotFound', max: 20 },
      Names: { field: 'LoadBalancerName', notFound: 'LoadBalancerNotFound', max: 20 },
    },
    exclusive: [['LoadBalancerArns', 'Names']],
  },
  'elasticloadbalancing:DescribeTargetGroups': {
    list: 'TargetGroups',
    ids: {
      TargetGroupArns: { field: 'TargetGroupArn', notFound: 'TargetGroupNotFound', max: 20 },
      Names: { field: 'TargetGroupName', notFound: 'TargetGroupNotFound', max: 20 },
    },
    selectors: { LoadBalancerArn: 'LoadBalancerArns' },
  },
  'elasticloadbalancing:DescribeListeners': {
    list: 'Listeners',
    ids: { ListenerArns: { field: 'ListenerArn', notFound: 'ListenerNotFound', max: 20 } },
    selectors: { LoadBalancerArn: 'LoadBalancerArn' },
    exclusive: [['LoadBalancerArn', 'ListenerArns']],
  },
  'elasticloadbalancing:DescribeTags': {
    list: 'TagDescriptions',
    ids: { ResourceArns: { field: 'ResourceArn', notFound: 'LoadBalancerNotFound', max: 20 } },
  },
};

export interface PageBounds {
  readonly min: number;
  readonly max: number;
  /** What happens to a larger page: AWS refuses it, or answers with the largest one. */
  readonly above: 'refuse' | 'clamp';
}

/** Published page sizes by operation, where they differ from the service's usual ones. */
const OPERATION_BOUNDS: Readonly<Record<string, PageBounds>> = {
  'ec2:DescribeVpcEndpoints': { min: 1, max: 1000, above: 'clamp' },
  'ec2:DescribeVpcEndpointServices': { min: 1, max: 1000, above: 'clamp' },
  'ec2:DescribeVpcEndpointServiceConfigurations': { min: 5, max: 1000, above: 'clamp' },
  'ec2:DescribeVpcEndpointServicePermissions': { min: 5, max: 1000, above: 'clamp' },
  'ec2:DescribeVpcEndpointConnections': { min: 5, max: 1000, above: 'clamp' },
  'ec2:DescribeVpcEndpointConnectionNotifications': { min: 1, max: 1000, above: 'clamp' },
  'ec2:DescribePrefixLists': { min: 1, max: 1000, above: 'clamp' },
  'ec2:DescribeVpcEndpointAssociations': { min: 1, max: 100, above: 'refuse' },
  'ec2:DescribeManagedPrefixLists': { min: 1, max: 100, above: 'refuse' },
  'ec2:GetManagedPrefixListEntries': { min: 1, max: 100, above: 'refuse' },
  'ec2:DescribeRouteTables': { min: 5, max: 100, above: 'refuse' },
};

const SERVICE_BOUNDS: Readonly<Record<string, PageBounds>> = {
  ec2: { min: 5, max: 1000, above: 'refuse' },
  elasticloadbalancing: { min: 1, max: 400, above: 'refuse' },
  route53: { min: 1, max: 100, above: 'clamp' },
  'vpc-lattice': { min: 1, max: 100, above: 'refuse' },
  servicequotas: { min: 1, max: 100, above: 'refuse' },
};

export function pageBounds(operation: string): PageBounds {
  const service = operation.slice(0, operation.indexOf(':'));
  return OPERATION_BOUNDS[operation] ?? SERVICE_BOUNDS[service] ?? { min: 1, max: 100, above: 'refuse' };
}

/** EC2: at most 200 values a filter (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html). */
export const MAX_FILTER_VALUES = 200;
