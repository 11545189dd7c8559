/*
 * What is known of the fields of AWS's answers. A field that is not here holds a customer's text until its value proves
 * to be something else: an id, an ARN, an address, a name of AWS's.
 */

import { METRIC_NAMES, METRIC_NAMESPACES } from '../metric-series.ts';

export type FieldKind =
  /** One of a list of words that AWS documents. */
  | 'enumeration'
  /** The customer's own words. */
  | 'text'
  /** What a resource is called: the same token as in its ARN. */
  | 'name'
  | 'description'
  | 'path'
  | 'ports'
  | 'region'
  | 'zone'
  | 'service-name'
  | 'policy'
  | 'hosted-zone'
  | 'tag-key'
  | 'attribute-key'
  | 'attribute-value'
  | 'filter-name'
  | 'dhcp-value'
  | 'dns-name'
  | 'dimension-value'
  | 'expression'
  | 'price'
  | 'value';

const FIELDS: Readonly<Record<Exclude<FieldKind, 'value'>, readonly string[]>> = {
  enumeration: [
    ...['State', 'Status', 'Code', 'Type', 'Mode', 'Scope', 'Origin', 'Order', 'Attribute', 'Protocol', 'IpProtocol'],
    ...['VpcEndpointType', 'VpcEndpointState', 'ServiceState', 'ServiceType', 'PayerResponsibility', 'IpAddressType'],
    ...['DnsRecordIpType', 'SupportedIpAddressTypes', 'PrincipalType', 'ConnectionNotificationType', 'InterfaceType'],
    ...['ConnectionNotificationState', 'ConnectionEvents', 'PrivateDnsNameVerificationState', 'InstanceTenancy'],
    ...[
      'RuleAction',
      'RuleType',
      'ShareStatus',
      'Direction',
      'Scheme',
      'TargetType',
      'HealthCheckProtocol',
      'ProtocolVersion',
      'SslPolicy',
      'AlpnPolicy',
    ],
    ...['ResourceType', 'TrafficType', 'FlowLogStatus', 'DeliverLogsStatus', 'LogDestinationType'],
    ...['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic', 'AddressFamily', 'OptInStatus', 'TargetHealth.Reason'],
    ...[
      'AdministrativeOverride.Reason',
      'DhcpConfigurations.Key',
      'ServiceConnectivityType',
      'EnablePrefixForIpv6Source',
    ],
    ...['AssociatedResourceAccessibility', 'FailureCode', 'PrivateDnsPreference', 'ApplianceModeSupport'],
    // VPC Lattice and RAM write their fields in lower camel case.
    ...['status', 'type', 'protocol', 'ipAddressType', 'resourceConfigDnsResolution', 'domainVerificationStatus'],
    ...['failureCode', 'associationType', 'resourceOwner'],
    ...['ServiceCode', 'QuotaCode', 'StatusCode', 'EventName', 'AlarmTypes'],
  ],
  text: ['Tags.Value', 'TagSet.Value', 'tags.value', 'Name', 'Reason', 'Message', 'FailureReason', 'StatusMessage'],
  name: ['LoadBalancerName', 'TargetGroupName', 'GroupName'],
  description: ['Description'],
  path: ['HealthCheckPath'],
  ports: ['HealthCheckPort', 'HttpCode', 'GrpcCode', 'portRanges'],
  region: ['Region', 'RegionName', 'ServiceRegion', 'ServiceRegions', 'VpcEndpointRegion', 'PeeringRegion'],
  zone: [
    ...['AvailabilityZone', 'AvailabilityZones', 'ZoneName', 'AvailabilityZoneId', 'AvailabilityZoneIds', 'ZoneId'],
  ],
  'service-name': ['ServiceName', 'ServiceNames', 'PrefixListName'],
  policy: ['PolicyDocument', 'Policy'],
  'hosted-zone': ['HostedZoneId', 'CanonicalHostedZoneId'],
  'tag-key': ['Tags.Key', 'TagSet.Key', 'tags.key'],
  'attribute-key': ['Attributes.Key'],
  'attribute-value': ['Attributes.Value'],
  'filter-name': ['Filters.Name'],
  'dhcp-value': ['Values.Value'],
  'dns-name': ['HostedZoneSummaries.Name', 'ResourceRecordSets.Name', 'DomainName', 'DNSName', 'StartRecordName'],
  'dimension-value': ['Dimensions.Value'],
  expression: ['Expression'],
  price: ['PriceList'],
};

const KINDS: ReadonlyMap<string, FieldKind> = new Map(
  Object.entries(FIELDS).flatMap(([kind, fields]) =>
    fields.map((field): [string, FieldKind] => [field, kind as FieldKind]),
  ),
);

/** Words that AWS puts where otherwise an id, an account or a name stands. */
const KEPT_WORDS: Readonly<Record<string, readonly string[]>> = {
  GatewayId: ['local'],
  DhcpOptionsId: ['default'],
  GroupName: ['default'],
  Owner: ['amazon', 'aws-marketplace'],
  OwnerId: ['amazon', 'aws-marketplace', 'AWS', 'Route 53 Resolver'],
  AvailabilityZone: ['all'],
  HealthCheckPort: ['traffic-port'],
  Value: ['AmazonProvidedDNS', 'Interface', 'GatewayLoadBalancer'],
  // Of a metric’s names only those that rules read: others may be the customer’s.
  Namespace: METRIC_NAMESPACES,
  MetricName: METRIC_NAMES,
  Name: ['Endpoint Type', 'Service Name', 'VPC Endpoint Id', 'VPC Id', 'Service Id', 'LoadBalancer'],
  Stat: ['Sum', 'Maximum'],
};

/** Members that hold tags, as a list of keys and values or as an object. */
export const TAG_FIELDS: ReadonlySet<string> = new Set(['Tags', 'TagSet', 'tags']);

/** Tag keys that are read: the others say what a company keeps account of. */
export const KEPT_TAG_KEYS: ReadonlySet<string> = new Set(['Name']);

/** @param parent the member whose object the field is in, lists passed over */
export function kindOf(parent: string, field: string): FieldKind {
  return KINDS.get(`${parent}.${field}`) ?? KINDS.get(field) ?? 'value';
}

export function isKeptWord(field: string, value: string): boolean {
  return Object.hasOwn(KEPT_WORDS, field) && KEPT_WORDS[field]?.includes(value) === true;
}

/** True for what can be a word of AWS's: no id, no account, no address. */
export function isEnumerationWord(value: string): boolean {
  return (
    value.length <= 64 &&
    /^(?:-?\d{1,3}|[A-Za-z][A-Za-z0-9]*(?:[._ -][A-Za-z0-9]+)*)$/.test(value) &&
    !/\d{5}|-[0-9a-f]{8}/.test(value)
  );
}

/** What attributes of load balancers and target groups may be set to, other than a bucket, a prefix or a cookie's name. */
const ATTRIBUTE_WORDS = new Set([
  ...['true', 'false', 'on', 'off', 'use_load_balancer_configuration', 'any_availability_zone'],
  ...['availability_zone_affinity', 'partial_availability_zone_affinity', 'source_ip', 'source_ip_dest_ip'],
  ...['source_ip_dest_ip_proto', 'rebalance', 'no_rebalance', 'round_robin', 'least_outstanding_requests'],
  ...[
    'weighted_random',
    'lb_cookie',
    'app_cookie',
    'append',
    'preserve',
    'remove',
    'monitor',
    'defensive',
    'strictest',
  ],
]);

export function isAttributeWord(value: string): boolean {
  return ATTRIBUTE_WORDS.has(value) || /^\d{1,6}$/.test(value);
}
