import { isJsonObject, type Json, type JsonObject } from '../../src/core/model/json.ts';
import { textOf } from './json-text.ts';
import { withinPeriod } from './metric-data.ts';

/** Where a value stands in an item: field names joined by dots, looking into every element of the lists on the way. */
export type Field = string | ((item: JsonObject, region: string) => readonly string[]);

export interface IdParameter {
  readonly field: string;
  /** The error that AWS answers when one of the ids does not exist. */
  readonly notFound: string;
  /** The most ids that one request may carry. */
  readonly max?: number;
}

/** What of a list is left. */
export type Pick = (items: readonly Json[], value: Json | undefined, list: string) => readonly Json[];

/** How an operation's whole answer can be narrowed by its parameters. */
export interface Table {
  /** The output's list that ids and filters select from, or its lists. */
  readonly list: string | readonly string[];
  /** Parameters that hold ids, all of which must exist. */
  readonly ids?: Readonly<Record<string, IdParameter>>;
  /** Parameters that select by equality and may match nothing. */
  readonly selectors?: Readonly<Record<string, Field>>;
  /** Parameters that select in a way of their own, also by being absent from a request to a whole table. */
  readonly picks?: Readonly<Record<string, Pick>>;
  /** Parameters that change nothing in what a world can hold. */
  readonly ignored?: readonly string[];
  /** The service's filters; `tag-key` and `tag:<key>` are there when `tags` names the field that holds them. */
  readonly filters?: Readonly<Record<string, Field>>;
  /** The parameter that holds the filters; `Filters` when absent. */
  readonly filterParameter?: 'Filter';
  readonly tags?: 'Tags' | 'TagSet';
  /** A second list of the output that holds just the names of the first one's items. */
  readonly names?: { readonly list: string; readonly field: string };
  /** Parameters that AWS refuses together. */
  readonly exclusive?: readonly (readonly [string, string])[];
  /** Parameters of which AWS wants one. */
  readonly oneOf?: readonly string[];
  /** The most items that a parameter's list may hold. */
  readonly limits?: Readonly<Record<string, number>>;
}

/** Without the parameter, only metric alarms: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const alarmTypes: Pick = (items, value, list) => {
  const types = Array.isArray(value) ? value.map(String) : ['MetricAlarm'];
  return types.some((type) => `${type}s` === list) ? items : [];
};

/** A query's results carry the id that the query chose. */
const metricQueries: Pick = (items, value) => {
  if (!Array.isArray(value)) return items;
  const ids = value.filter(isJsonObject).map((query) => query['Id']);
  return items.filter((item) => isJsonObject(item) && ids.includes(item['Id']));
};

/** Prices are texts that hold JSON; a filter compares with one of the product's attributes, or with its family. */
const productFilters: Pick = (items, value) => {
  const filters = Array.isArray(value) ? value.filter(isJsonObject) : [];
  return items.filter((item) => {
    const { product = {} } = JSON.parse(textOf(item)) as { product?: JsonObject };
    const attributes = (product['attributes'] ?? {}) as JsonObject;
    const known: JsonObject = { ...attributes, productFamily: product['productFamily'] };
    return filters.every((filter) => known[textOf(filter['Field'])] === filter['Value']);
  });
};

/** One attribute a request: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const lookupAttributes: Pick = (items, value) => {
  if (!Array.isArray(value)) return items;
  const [attribute] = value.filter(isJsonObject);
  const wanted = attribute?.['AttributeValue'];
  const name = textOf(attribute?.['AttributeKey']);
  return items.filter(isJsonObject).filter((event) => {
    const resources = ((event['Resources'] ?? []) as readonly Json[]).filter(isJsonObject);
    return name.startsWith('Resource')
      ? resources.some((resource) => resource[name] === wanted)
      : event[name] === wanted;
  });
};

const eventTime =
  (bound: 'StartTime' | 'EndTime'): Pick =>
  (items, value) => {
    if (value === undefined) return items;
    const limit = Date.parse(textOf(value));
    return items.filter(isJsonObject).filter((event) => {
      const at = Date.parse(textOf(event['EventTime']));
      return bound === 'StartTime' ? at >= limit : at <= limit;
    });
  };

const period =
  (bound: 'StartTime' | 'EndTime'): Pick =>
  (items, value) =>
    value === undefined ? items : withinPeriod(items, bound, value);

const namePrefix: Pick = (items, value) =>
  items.filter((item) => isJsonObject(item) && textOf(item['AlarmName']).startsWith(textOf(value)));

/** Lattice takes an id or an ARN where it says identifier. */
const latticeId =
  (field: string): Field =>
  (item) => {
    const id = textOf(item[field]);
    return id.startsWith('arn:') ? [id, id.slice(id.lastIndexOf('/') + 1)] : [id];
  };

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
  'ec2:DescribeFlowLogs': {
    list: 'FlowLogs',
    ids: { FlowLogIds: { field: 'FlowLogId', notFound: 'InvalidFlowLogId.NotFound', max: 1000 } },
    tags: 'Tags',
    filterParameter: 'Filter',
    filters: {
      'deliver-log-status': 'DeliverLogsStatus',
      'flow-log-id': 'FlowLogId',
      'log-destination-type': 'LogDestinationType',
      'log-group-name': 'LogGroupName',
      'resource-id': 'ResourceId',
      'traffic-type': 'TrafficType',
    },
  },
  'ec2:DescribeVpcPeeringConnections': {
    list: 'VpcPeeringConnections',
    ids: {
      VpcPeeringConnectionIds: { field: 'VpcPeeringConnectionId', notFound: 'InvalidVpcPeeringConnectionID.NotFound' },
    },
    tags: 'Tags',
    filters: {
      'accepter-vpc-info.cidr-block': 'AccepterVpcInfo.CidrBlock',
      'accepter-vpc-info.owner-id': 'AccepterVpcInfo.OwnerId',
      'accepter-vpc-info.vpc-id': 'AccepterVpcInfo.VpcId',
      'requester-vpc-info.cidr-block': 'RequesterVpcInfo.CidrBlock',
      'requester-vpc-info.owner-id': 'RequesterVpcInfo.OwnerId',
      'requester-vpc-info.vpc-id': 'RequesterVpcInfo.VpcId',
      'status-code': 'Status.Code',
      'status-message': 'Status.Message',
      'vpc-peering-connection-id': 'VpcPeeringConnectionId',
    },
  },
  'ec2:DescribeTransitGatewayVpcAttachments': {
    list: 'TransitGatewayVpcAttachments',
    ids: {
      TransitGatewayAttachmentIds: {
        field: 'TransitGatewayAttachmentId',
        notFound: 'InvalidTransitGatewayAttachmentID.NotFound',
      },
    },
    filters: {
      state: 'State',
      'transit-gateway-attachment-id': 'TransitGatewayAttachmentId',
      'transit-gateway-id': 'TransitGatewayId',
      'vpc-id': 'VpcId',
    },
  },
  'ec2:DescribeTransitGatewayRouteTables': {
    list: 'TransitGatewayRouteTables',
    ids: {
      TransitGatewayRouteTableIds: { field: 'TransitGatewayRouteTableId', notFound: 'InvalidRouteTableID.NotFound' },
    },
    filters: {
      'default-association-route-table': 'DefaultAssociationRouteTable',
      'default-propagation-route-table': 'DefaultPropagationRouteTable',
      state: 'State',
      'transit-gateway-id': 'TransitGatewayId',
      'transit-gateway-route-table-id': 'TransitGatewayRouteTableId',
    },
  },
  'ec2:SearchTransitGatewayRoutes': {
    list: 'Routes',
    filters: {
      'attachment.resource-id': 'TransitGatewayAttachments.ResourceId',
      'attachment.resource-type': 'TransitGatewayAttachments.ResourceType',
      'attachment.transit-gateway-attachment-id': 'TransitGatewayAttachments.TransitGatewayAttachmentId',
      'prefix-list-id': 'PrefixListId',
      'route-search.exact-match': 'DestinationCidrBlock',
      state: 'State',
      type: 'Type',
    },
  },
  'ec2:GetTransitGatewayRouteTableAssociations': {
    list: 'Associations',
    filters: {
      'resource-id': 'ResourceId',
      'resource-type': 'ResourceType',
      'transit-gateway-attachment-id': 'TransitGatewayAttachmentId',
    },
  },
  'ec2:DescribeNatGateways': {
    list: 'NatGateways',
    ids: { NatGatewayIds: { field: 'NatGatewayId', notFound: 'NatGatewayNotFound' } },
    tags: 'Tags',
    filterParameter: 'Filter',
    filters: { 'nat-gateway-id': 'NatGatewayId', state: 'State', 'subnet-id': 'SubnetId', 'vpc-id': 'VpcId' },
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
  'elasticloadbalancing:DescribeRules': {
    list: 'Rules',
    ids: { RuleArns: { field: 'RuleArn', notFound: 'RuleNotFound' } },
    exclusive: [['ListenerArn', 'RuleArns']],
    oneOf: ['ListenerArn', 'RuleArns'],
  },
  'route53resolver:ListResolverRules': {
    list: 'ResolverRules',
    filters: {
      CreatorRequestId: 'CreatorRequestId',
      DomainName: 'DomainName',
      Name: 'Name',
      ResolverEndpointId: 'ResolverEndpointId',
      Status: 'Status',
      TYPE: 'RuleType',
    },
  },
  'route53resolver:ListResolverRuleAssociations': {
    list: 'ResolverRuleAssociations',
    filters: { Name: 'Name', ResolverRuleId: 'ResolverRuleId', Status: 'Status', VPCId: 'VPCId' },
  },
  'route53resolver:ListResolverEndpoints': {
    list: 'ResolverEndpoints',
    filters: {
      CreatorRequestId: 'CreatorRequestId',
      Direction: 'Direction',
      HostVPCId: 'HostVPCId',
      IpAddressCount: 'IpAddressCount',
      Name: 'Name',
      SecurityGroupIds: 'SecurityGroupIds',
      Status: 'Status',
    },
  },
  'route53resolver:ListFirewallRuleGroupAssociations': {
    list: 'FirewallRuleGroupAssociations',
    selectors: { FirewallRuleGroupId: 'FirewallRuleGroupId', Priority: 'Priority', Status: 'Status', VpcId: 'VpcId' },
  },
  'route53resolver:ListResolverQueryLogConfigAssociations': {
    list: 'ResolverQueryLogConfigAssociations',
    filters: {
      CreationTime: 'CreationTime',
      Error: 'Error',
      Id: 'Id',
      ResolverQueryLogConfigId: 'ResolverQueryLogConfigId',
      ResourceId: 'ResourceId',
      Status: 'Status',
    },
  },
  'vpc-lattice:ListResourceConfigurations': {
    list: 'items',
    selectors: {
      domainVerificationIdentifier: 'domainVerificationId',
      resourceConfigurationGroupIdentifier: 'resourceConfigurationGroupId',
      resourceGatewayIdentifier: 'resourceGatewayId',
    },
  },
  'vpc-lattice:ListResourceEndpointAssociations': {
    list: 'items',
    selectors: {
      resourceConfigurationIdentifier: latticeId('resourceConfigurationArn'),
      resourceEndpointAssociationIdentifier: latticeId('arn'),
      vpcEndpointId: 'vpcEndpointId',
      vpcEndpointOwner: 'vpcEndpointOwner',
    },
  },
  'vpc-lattice:ListServiceNetworkResourceAssociations': {
    list: 'items',
    ignored: ['includeChildren'],
    selectors: {
      resourceConfigurationIdentifier: latticeId('resourceConfigurationArn'),
      serviceNetworkIdentifier: latticeId('serviceNetworkArn'),
    },
    oneOf: ['serviceNetworkIdentifier', 'resourceConfigurationIdentifier'],
  },
  'vpc-lattice:ListServiceNetworkVpcEndpointAssociations': {
    list: 'items',
    selectors: { serviceNetworkIdentifier: latticeId('serviceNetworkArn') },
  },
  'ram:GetResourceShares': {
    list: 'resourceShares',
    ids: { resourceShareArns: { field: 'resourceShareArn', notFound: 'UnknownResourceException' } },
    selectors: { name: 'name', resourceShareStatus: 'status' },
  },
  'ram:GetResourceShareAssociations': {
    list: 'resourceShareAssociations',
    selectors: {
      associationStatus: 'status',
      principal: 'associatedEntity',
      resourceArn: 'associatedEntity',
      resourceShareArns: 'resourceShareArn',
    },
  },
  'cloudwatch:DescribeAlarms': {
    list: ['CompositeAlarms', 'LogAlarms', 'MetricAlarms'],
    selectors: { AlarmNames: 'AlarmName', StateValue: 'StateValue' },
    picks: { AlarmNamePrefix: namePrefix, AlarmTypes: alarmTypes },
    exclusive: [['AlarmNames', 'AlarmNamePrefix']],
  },
  'cloudwatch:GetMetricData': {
    list: 'MetricDataResults',
    ignored: ['ScanBy', 'LabelOptions'],
    limits: { MetricDataQueries: 500 },
    picks: { EndTime: period('EndTime'), MetricDataQueries: metricQueries, StartTime: period('StartTime') },
  },
  'cloudtrail:LookupEvents': {
    list: 'Events',
    limits: { LookupAttributes: 1 },
    picks: { EndTime: eventTime('EndTime'), LookupAttributes: lookupAttributes, StartTime: eventTime('StartTime') },
  },
  'pricing:GetProducts': {
    list: 'PriceList',
    ignored: ['FormatVersion'],
    picks: { Filters: productFilters },
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
  'ec2:DescribeFlowLogs': { min: 1, max: 1000, above: 'clamp' },
  'route53:ListResourceRecordSets': { min: 1, max: 300, above: 'clamp' },
  'cloudwatch:GetMetricData': { min: 1, max: 100_800, above: 'refuse' },
};

const SERVICE_BOUNDS: Readonly<Record<string, PageBounds>> = {
  ec2: { min: 5, max: 1000, above: 'refuse' },
  elasticloadbalancing: { min: 1, max: 400, above: 'refuse' },
  route53: { min: 1, max: 100, above: 'clamp' },
  'vpc-lattice': { min: 1, max: 100, above: 'refuse' },
  servicequotas: { min: 1, max: 100, above: 'refuse' },
  cloudtrail: { min: 1, max: 50, above: 'refuse' },
  iam: { min: 1, max: 1000, above: 'refuse' },
  ram: { min: 1, max: 500, above: 'refuse' },
};

export function pageBounds(operation: string): PageBounds {
  const service = operation.slice(0, operation.indexOf(':'));
  return OPERATION_BOUNDS[operation] ?? SERVICE_BOUNDS[service] ?? { min: 1, max: 100, above: 'refuse' };
}

/** EC2: at most 200 values a filter (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html). */
export const MAX_FILTER_VALUES = 200;
