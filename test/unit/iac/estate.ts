import { buildInventory, type Inventory } from '../../../src/core/model/inventory.ts';
import type { Json, JsonObject } from '../../../src/core/model/json.ts';
import type { CallStatus, Snapshot, SnapshotCall } from '../../../src/core/model/snapshot.ts';

/*
 * A small estate for the tests of generated code: what the SDK would answer for endpoints and services of every type,
 * with the options that each format has words for. Ids are invented.
 */

const READ_AT = '2026-03-01T12:00:00.000Z';
export const CONSUMER = '444455556666';
export const PROVIDER = '111122223333';
const REGION = 'eu-west-1';

export type Item = Record<string, Json>;

/** One call and what it brought back. */
export function call(operation: string, output: JsonObject, given: Partial<SnapshotCall> = {}): SnapshotCall {
  return { operation, params: {}, status: 'ok', complete: true, capturedAt: READ_AT, output, ...given };
}

export function denied(operation: string, status: CallStatus = 'denied'): SnapshotCall {
  return call(operation, {}, { status, complete: false, errorCode: 'UnauthorizedOperation' });
}

/** A snapshot of one account. */
export function snapshotWith(account: string, calls: readonly SnapshotCall[]): Snapshot {
  return {
    format: 'privatelink-snapshot',
    version: 1,
    capturedAt: READ_AT,
    scopes: [{ partition: 'aws', account, region: REGION, profiles: ['test'], calls }],
  };
}

export function inventoryOf(account: string, calls: readonly SnapshotCall[]): Inventory {
  return buildInventory([snapshotWith(account, calls)]);
}

export function tagList(tags: Readonly<Record<string, string>>): Item[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** An interface endpoint for another company's service; `change` replaces or removes (undefined) fields. */
export function endpoint(id: string, change: JsonObject = {}): Item {
  const whole: JsonObject = {
    VpcEndpointId: id,
    VpcEndpointType: 'Interface',
    OwnerId: CONSUMER,
    VpcId: 'vpc-0c0c0c0c0c0c0c0c0',
    ServiceName: `com.amazonaws.vpce.${REGION}.vpce-svc-0aaaaaaaaaaaaaaaa`,
    State: 'available',
    SubnetIds: ['subnet-0c1c1c1c1c1c1c1c1', 'subnet-0c2c2c2c2c2c2c2c2'],
    Groups: [{ GroupId: 'sg-0c0c0c0c0c0c0c0c0', GroupName: 'clients' }],
    IpAddressType: 'ipv4',
    DnsOptions: { DnsRecordIpType: 'ipv4' },
    PrivateDnsEnabled: false,
    RequesterManaged: false,
    ...change,
  };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined)) as Item;
}

export const RESTRICTED_POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'OnlyOurOrganization',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: 'arn:aws:s3:::orders-${aws:PrincipalAccount}/*',
      Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-example1234' }, Bool: { 'aws:SecureTransport': 'true' } },
    },
  ],
};

export const FULL_ACCESS_POLICY = {
  Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }],
};

/** Endpoints of every type that code can be written for. */
export function consumerEndpoints(): Item[] {
  return [
    endpoint('vpce-0000000000000aaa1', {
      Tags: tagList({ Name: 'orders-client', team: 'payments', 'aws:cloudformation:stack-name': 'legacy' }),
    }),
    endpoint('vpce-0000000000000aaa2', {
      ServiceName: `com.amazonaws.${REGION}.sqs`,
      PrivateDnsEnabled: true,
      IpAddressType: 'dualstack',
      DnsOptions: { DnsRecordIpType: 'dualstack' },
      PolicyDocument: JSON.stringify(FULL_ACCESS_POLICY),
      Tags: tagList({ Name: 'SQS' }),
    }),
    endpoint('vpce-0000000000000aaa3', {
      VpcEndpointType: 'Gateway',
      ServiceName: `com.amazonaws.${REGION}.s3`,
      SubnetIds: [],
      Groups: [],
      RouteTableIds: ['rtb-0c0c0c0c0c0c0c0c0', 'rtb-0c1c1c1c1c1c1c1c1'],
      DnsOptions: { DnsRecordIpType: 'service-defined' },
      PolicyDocument: JSON.stringify(RESTRICTED_POLICY),
    }),
    endpoint('vpce-0000000000000aaa4', {
      ServiceName: `com.amazonaws.${REGION}.s3`,
      PrivateDnsEnabled: true,
      DnsOptions: { DnsRecordIpType: 'ipv4', PrivateDnsOnlyForInboundResolverEndpoint: true },
      PolicyDocument: JSON.stringify(RESTRICTED_POLICY),
      Tags: tagList({ Name: 's3 (interface)' }),
    }),
    endpoint('vpce-0000000000000aaa5', {
      VpcEndpointType: 'GatewayLoadBalancer',
      SubnetIds: ['subnet-0c1c1c1c1c1c1c1c1'],
      Groups: [],
      DnsOptions: undefined,
      Tags: tagList({ Name: '1-firewall' }),
    }),
    endpoint('vpce-0000000000000aaa6', {
      VpcEndpointType: 'Resource',
      ServiceName: undefined,
      DnsOptions: undefined,
      ResourceConfigurationArn: `arn:aws:vpc-lattice:${REGION}:${PROVIDER}:resourceconfiguration/rcfg-0aaaaaaaaaaaaaaaa`,
      Tags: tagList({ Name: 'orders-db' }),
    }),
    endpoint('vpce-0000000000000aaa7', {
      VpcEndpointType: 'ServiceNetwork',
      ServiceName: undefined,
      DnsOptions: undefined,
      ServiceNetworkArn: `arn:aws:vpc-lattice:${REGION}:${PROVIDER}:servicenetwork/sn-0aaaaaaaaaaaaaaaa`,
      Tags: tagList({ Name: 'Mesh' }),
    }),
    endpoint('vpce-0000000000000aaa8', {
      ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0bbbbbbbbbbbbbbbb',
      ServiceRegion: 'us-east-1',
      Tags: tagList({ Name: 'orders-client', note: 'same name as another' }),
    }),
    endpoint('vpce-0000000000000aaa9', {
      ServiceName: `aws.sagemaker.${REGION}.notebook`,
      Groups: undefined,
      Tags: tagList({ Name: 'notebooks' }),
    }),
  ];
}

export function consumerCalls(endpoints: readonly Item[] = consumerEndpoints()): SnapshotCall[] {
  const subnet = (id: string, zone: string): Item => ({
    SubnetId: id,
    VpcId: 'vpc-0c0c0c0c0c0c0c0c0',
    AvailabilityZone: `${REGION}${zone}`,
    AvailabilityZoneId: `euw1-az${zone === 'a' ? 1 : 2}`,
  });
  return [
    call('ec2:DescribeVpcEndpoints', { VpcEndpoints: endpoints }),
    call('ec2:DescribeSubnets', {
      Subnets: [subnet('subnet-0c1c1c1c1c1c1c1c1', 'a'), subnet('subnet-0c2c2c2c2c2c2c2c2', 'b')],
    }),
    call('ec2:DescribeVpcs', {
      Vpcs: [{ VpcId: 'vpc-0c0c0c0c0c0c0c0c0', CidrBlock: '10.0.0.0/16', Tags: tagList({ Name: 'orders-vpc' }) }],
    }),
    call('ec2:DescribeVpcEndpointConnectionNotifications', {
      ConnectionNotificationSet: [
        {
          ConnectionNotificationId: 'vpce-nfn-0000000000000aaa1',
          VpcEndpointId: 'vpce-0000000000000aaa1',
          ConnectionNotificationArn: `arn:aws:sns:${REGION}:${CONSUMER}:endpoints`,
          ConnectionEvents: ['Accept', 'Reject'],
          ConnectionNotificationState: 'Enabled',
        },
      ],
    }),
  ];
}

const arn = (resource: string): string => `arn:aws:elasticloadbalancing:${REGION}:${PROVIDER}:${resource}`;
export const ORDERS_NLB = arn('loadbalancer/net/orders-nlb/0123456789abcdef');
const PINNED_NLB = arn('loadbalancer/net/pinned/0123456789abcde0');
export const ORDERS_HTTPS = arn('targetgroup/orders-https/0123456789abcdef');
const PUBLIC_NLB = arn('loadbalancer/net/public/0123456789abcde1');
const FIREWALL = arn('loadbalancer/gwy/firewall/0123456789abcdef');
const APPLIANCES = arn('targetgroup/appliances/0123456789abcdef');
const ORDERS_ADMIN = arn('targetgroup/orders-admin/0123456789abcdef');
const EDGE = arn('targetgroup/edge/0123456789abcdef');
export const ORDERS_SERVICE = 'vpce-svc-0aaaaaaaaaaaaaaaa';

function loadBalancers(): Item[] {
  const zone = (letter: string, addresses: Item[] = []): Item => ({
    ZoneName: `${REGION}${letter}`,
    SubnetId: `subnet-0${letter}${letter}${letter}${letter}${letter}${letter}${letter}`,
    LoadBalancerAddresses: addresses,
  });
  const common = { VpcId: 'vpc-0aaaaaaaaaaaaaaaa', Type: 'network', State: { Code: 'active' }, IpAddressType: 'ipv4' };
  return [
    {
      ...common,
      LoadBalancerArn: ORDERS_NLB,
      LoadBalancerName: 'orders-nlb',
      Scheme: 'internal',
      AvailabilityZones: [zone('a'), zone('b')],
      SecurityGroups: ['sg-0aaaaaaaaaaaaaaaa'],
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
    },
    {
      ...common,
      LoadBalancerArn: PINNED_NLB,
      LoadBalancerName: 'pinned',
      Scheme: 'internal',
      AvailabilityZones: [
        zone('a', [{ PrivateIPv4Address: '10.1.1.10' }]),
        zone('b', [{ PrivateIPv4Address: '10.1.2.10' }]),
      ],
    },
    {
      ...common,
      LoadBalancerArn: PUBLIC_NLB,
      LoadBalancerName: 'public',
      Scheme: 'internet-facing',
      IpAddressType: 'dualstack',
      AvailabilityZones: [
        zone('a', [{ AllocationId: 'eipalloc-0aaaaaaaaaaaaaaaa', IPv6Address: '2001:db8::a' }]),
        zone('b', [{ AllocationId: 'eipalloc-0bbbbbbbbbbbbbbbb', IPv6Address: '2001:db8::b' }]),
      ],
    },
    {
      ...common,
      LoadBalancerArn: FIREWALL,
      LoadBalancerName: 'firewall',
      Type: 'gateway',
      AvailabilityZones: [zone('a'), zone('b')],
    },
  ];
}

function listeners(): Item[] {
  const listener = (nlb: string, port: number, protocol: string, action: Item, more: Item = {}): Item => ({
    ListenerArn: `${nlb.replace('loadbalancer', 'listener')}/${String(port).padStart(16, '0')}`,
    LoadBalancerArn: nlb,
    Port: port,
    Protocol: protocol,
    DefaultActions: [{ Type: 'forward', ...action }],
    ...more,
  });
  return [
    listener(ORDERS_NLB, 443, 'TCP', { TargetGroupArn: ORDERS_HTTPS }),
    listener(
      ORDERS_NLB,
      8443,
      'TLS',
      { TargetGroupArn: ORDERS_ADMIN },
      {
        Certificates: [
          { CertificateArn: `arn:aws:acm:${REGION}:${PROVIDER}:certificate/01234567-89ab-cdef-0123-456789abcdef` },
        ],
        SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
        AlpnPolicy: ['HTTP2Preferred'],
      },
    ),
    listener(PINNED_NLB, 443, 'TCP', {
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: EDGE, Weight: 90 },
          { TargetGroupArn: ORDERS_HTTPS, Weight: 10 },
        ],
      },
    }),
    {
      ListenerArn: `${FIREWALL.replace('loadbalancer', 'listener')}/0123456789abcdef`,
      LoadBalancerArn: FIREWALL,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: APPLIANCES }],
    },
  ];
}

function targetGroups(): Item[] {
  const check = { HealthCheckEnabled: true, HealthCheckIntervalSeconds: 30, HealthCheckTimeoutSeconds: 10 };
  const thresholds = { HealthyThresholdCount: 3, UnhealthyThresholdCount: 3 };
  const common = { VpcId: 'vpc-0aaaaaaaaaaaaaaaa', IpAddressType: 'ipv4', ...check, ...thresholds };
  return [
    {
      ...common,
      TargetGroupArn: ORDERS_HTTPS,
      TargetGroupName: 'orders-https',
      Port: 8080,
      Protocol: 'TCP',
      TargetType: 'ip',
      HealthCheckProtocol: 'HTTP',
      HealthCheckPort: '8081',
      HealthCheckPath: '/healthz',
      Matcher: { HttpCode: '200-299' },
    },
    {
      ...common,
      TargetGroupArn: ORDERS_ADMIN,
      TargetGroupName: 'orders-admin',
      Port: 9090,
      Protocol: 'TCP',
      TargetType: 'instance',
      HealthCheckProtocol: 'TCP',
      HealthCheckPort: 'traffic-port',
    },
    {
      ...common,
      TargetGroupArn: EDGE,
      TargetGroupName: 'edge',
      Port: 443,
      Protocol: 'TCP',
      TargetType: 'alb',
      HealthCheckProtocol: 'HTTPS',
      HealthCheckPort: 'traffic-port',
      HealthCheckPath: '/',
      Matcher: { HttpCode: '200' },
    },
    {
      ...common,
      TargetGroupArn: APPLIANCES,
      TargetGroupName: 'appliances',
      Port: 6081,
      Protocol: 'GENEVE',
      TargetType: 'instance',
      HealthCheckProtocol: 'TCP',
      HealthCheckPort: '80',
    },
  ];
}

const attributes = (values: Readonly<Record<string, string>>): JsonObject => ({
  Attributes: Object.entries(values).map(([Key, Value]) => ({ Key, Value })),
});

function health(group: string, targets: readonly Item[]): SnapshotCall {
  const output = {
    TargetHealthDescriptions: targets.map((Target) => ({ Target, TargetHealth: { State: 'healthy' } })),
  };
  return call('elasticloadbalancing:DescribeTargetHealth', output, { params: { TargetGroupArn: group } });
}

function groupAttributes(group: string, values: Readonly<Record<string, string>>): SnapshotCall {
  const given = { 'proxy_protocol_v2.enabled': 'false', 'deregistration_delay.timeout_seconds': '300', ...values };
  return call('elasticloadbalancing:DescribeTargetGroupAttributes', attributes(given), {
    params: { TargetGroupArn: group },
  });
}

function loadBalancerAttributes(nlb: string, values: Readonly<Record<string, string>>): SnapshotCall {
  const given = { 'deletion_protection.enabled': 'false', 'access_logs.s3.enabled': 'false', ...values };
  return call('elasticloadbalancing:DescribeLoadBalancerAttributes', attributes(given), {
    params: { LoadBalancerArn: nlb },
  });
}

export function services(): Item[] {
  const service = (id: string, change: Item): Item => ({
    ServiceId: id,
    ServiceName: `com.amazonaws.vpce.${REGION}.${id}`,
    ServiceState: 'Available',
    ServiceType: [{ ServiceType: 'Interface' }],
    AcceptanceRequired: true,
    SupportedIpAddressTypes: ['ipv4'],
    ...change,
  });
  return [
    service(ORDERS_SERVICE, {
      NetworkLoadBalancerArns: [ORDERS_NLB],
      PrivateDnsName: 'orders.example.com',
      SupportedRegions: [
        { Region: REGION, ServiceState: 'Available' },
        { Region: 'us-east-1', ServiceState: 'Available' },
      ],
      Tags: tagList({ Name: 'orders', 'cost center': '42' }),
    }),
    service('vpce-svc-0bbbbbbbbbbbbbbbb', {
      NetworkLoadBalancerArns: [PINNED_NLB, PUBLIC_NLB, arn('loadbalancer/net/gone/0123456789abcdef')],
      AcceptanceRequired: false,
      PayerResponsibility: 'ServiceOwner',
      Tags: tagList({ Name: 'pinned-service' }),
    }),
    service('vpce-svc-0cccccccccccccccc', {
      ServiceType: [{ ServiceType: 'GatewayLoadBalancer' }],
      GatewayLoadBalancerArns: [FIREWALL],
    }),
  ];
}

export function providerCalls(): SnapshotCall[] {
  const topic = `arn:aws:sns:${REGION}:${PROVIDER}:connections`;
  return [
    call('ec2:DescribeVpcEndpointServiceConfigurations', { ServiceConfigurations: services() }),
    ...services().map(({ ServiceId: id }) =>
      call(
        'ec2:DescribeVpcEndpointServicePermissions',
        id === ORDERS_SERVICE
          ? {
              AllowedPrincipals: [
                { Principal: `arn:aws:iam::${CONSUMER}:root`, PrincipalType: 'Account' },
                { Principal: `arn:aws:iam::${CONSUMER}:role/network,admins`, PrincipalType: 'Role' },
              ],
            }
          : id === 'vpce-svc-0cccccccccccccccc'
            ? { AllowedPrincipals: [{ Principal: '*', PrincipalType: 'All' }] }
            : { AllowedPrincipals: [] },
        { params: { ServiceId: id ?? '' } },
      ),
    ),
    call('ec2:DescribeVpcEndpointConnectionNotifications', {
      ConnectionNotificationSet: [
        {
          ConnectionNotificationId: 'vpce-nfn-0000000000000bbb1',
          ServiceId: ORDERS_SERVICE,
          ConnectionNotificationArn: topic,
          ConnectionEvents: ['Connect', 'Accept'],
          ConnectionNotificationState: 'Enabled',
        },
      ],
    }),
    call('elasticloadbalancing:DescribeLoadBalancers', { LoadBalancers: loadBalancers() }),
    loadBalancerAttributes(ORDERS_NLB, {
      'load_balancing.cross_zone.enabled': 'true',
      'deletion_protection.enabled': 'true',
      'dns_record.client_routing_policy': 'availability_zone_affinity',
      'access_logs.s3.enabled': 'true',
      'access_logs.s3.bucket': 'orders-logs',
      'access_logs.s3.prefix': 'orders',
      'zonal_shift.config.enabled': 'true',
    }),
    loadBalancerAttributes(PINNED_NLB, {
      'load_balancing.cross_zone.enabled': 'false',
      'secondary_ips.auto_assigned.per_subnet': '2',
    }),
    loadBalancerAttributes(PUBLIC_NLB, {
      'load_balancing.cross_zone.enabled': 'false',
      'ipv6.deny_all_igw_traffic': 'false',
    }),
    loadBalancerAttributes(FIREWALL, { 'load_balancing.cross_zone.enabled': 'true' }),
    call(
      'elasticloadbalancing:DescribeTags',
      {
        TagDescriptions: [
          { ResourceArn: ORDERS_NLB, Tags: tagList({ team: 'payments' }) },
          ...[PINNED_NLB, PUBLIC_NLB, FIREWALL, EDGE, ORDERS_ADMIN].map((ResourceArn) => ({ ResourceArn, Tags: [] })),
          { ResourceArn: ORDERS_HTTPS, Tags: tagList({ team: 'payments' }) },
          { ResourceArn: APPLIANCES, Tags: tagList({ team: 'security' }) },
        ],
      },
      {},
    ),
    ...listeners()
      .filter((item) => item['Protocol'] === 'TCP')
      .map((item, index) =>
        call(
          'elasticloadbalancing:DescribeListenerAttributes',
          attributes({ 'tcp.idle_timeout.seconds': index === 0 ? '600' : '350' }),
          { params: { ListenerArn: item['ListenerArn'] } },
        ),
      ),
    ...[ORDERS_NLB, PINNED_NLB, PUBLIC_NLB, FIREWALL].map((nlb) =>
      call(
        'elasticloadbalancing:DescribeListeners',
        { Listeners: listeners().filter((item) => item['LoadBalancerArn'] === nlb) },
        { params: { LoadBalancerArn: nlb } },
      ),
    ),
    call('elasticloadbalancing:DescribeTargetGroups', { TargetGroups: targetGroups() }),
    groupAttributes(ORDERS_HTTPS, {
      'preserve_client_ip.enabled': 'false',
      'proxy_protocol_v2.enabled': 'true',
      'deregistration_delay.timeout_seconds': '60',
      'deregistration_delay.connection_termination.enabled': 'true',
      'stickiness.enabled': 'true',
      'target_health_state.unhealthy.connection_termination.enabled': 'false',
      'target_health_state.unhealthy.draining_interval_seconds': '120',
    }),
    groupAttributes(ORDERS_ADMIN, { 'preserve_client_ip.enabled': 'true' }),
    groupAttributes(EDGE, { 'preserve_client_ip.enabled': 'true' }),
    call(
      'elasticloadbalancing:DescribeTargetGroupAttributes',
      attributes({ 'stickiness.enabled': 'true', 'stickiness.type': 'source_ip_dest_ip' }),
      {
        params: { TargetGroupArn: APPLIANCES },
      },
    ),
    health(APPLIANCES, [{ Id: 'i-0cccccccccccccccc', Port: 6081 }]),
    health(ORDERS_HTTPS, [
      { Id: '10.1.1.20', Port: 8080, AvailabilityZone: `${REGION}a` },
      { Id: '10.1.1.20', Port: 8082, AvailabilityZone: `${REGION}a` },
      { Id: '10.200.0.5', Port: 8080, AvailabilityZone: 'all' },
    ]),
    health(ORDERS_ADMIN, [{ Id: 'i-0aaaaaaaaaaaaaaaa', Port: 9090 }]),
    health(EDGE, [{ Id: arn('loadbalancer/app/edge/0123456789abcdef'), Port: 443 }]),
  ];
}

export function consumerInventory(): Inventory {
  return inventoryOf(CONSUMER, consumerCalls());
}

const latticeArn = (kind: string, id: string): string => `arn:aws:vpc-lattice:${REGION}:${CONSUMER}:${kind}/${id}`;

/** Resource configurations of every type with their gateway, and an endpoint for one of them. */
export function latticeCalls(): SnapshotCall[] {
  const gateway = {
    id: 'rgw-0aaaaaaaaaaaaaaaa',
    arn: latticeArn('resourcegateway', 'rgw-0aaaaaaaaaaaaaaaa'),
    name: 'databases',
    status: 'ACTIVE',
    vpcIdentifier: 'vpc-0c0c0c0c0c0c0c0c0',
    subnetIds: ['subnet-0c1c1c1c1c1c1c1c1', 'subnet-0c2c2c2c2c2c2c2c2'],
    securityGroupIds: ['sg-0d0d0d0d0d0d0d0d0'],
    ipAddressType: 'IPV4',
  };
  const listed = (id: string, name: string, type: string, more: Item = {}): Item => ({
    id,
    arn: latticeArn('resourceconfiguration', id),
    name,
    type,
    status: 'ACTIVE',
    amazonManaged: false,
    ...(type === 'CHILD' ? {} : { resourceGatewayId: gateway.id }),
    ...more,
  });
  const configurations: readonly (readonly [Item, JsonObject])[] = [
    [
      listed('rcfg-0aaaaaaaaaaaaaaa1', 'orders-db', 'SINGLE'),
      {
        portRanges: ['5432', '6432-6433'],
        protocol: 'TCP',
        allowAssociationToShareableServiceNetwork: true,
        resourceConfigurationDefinition: {
          dnsResource: { domainName: 'orders.db.example.com', ipAddressType: 'IPV4' },
        },
      },
    ],
    [
      listed('rcfg-0aaaaaaaaaaaaaaa2', 'legacy', 'SINGLE'),
      {
        portRanges: ['1521'],
        protocol: 'TCP',
        allowAssociationToShareableServiceNetwork: false,
        resourceConfigurationDefinition: { ipResource: { ipAddress: '10.0.9.9' } },
      },
    ],
    [
      listed('rcfg-0aaaaaaaaaaaaaaa3', 'cluster', 'ARN'),
      {
        allowAssociationToShareableServiceNetwork: true,
        resourceConfigurationDefinition: { arnResource: { arn: `arn:aws:rds:${REGION}:${CONSUMER}:cluster:orders` } },
      },
    ],
    [
      listed('rcfg-0aaaaaaaaaaaaaaa4', 'all-databases', 'GROUP'),
      { protocol: 'TCP', allowAssociationToShareableServiceNetwork: true },
    ],
    [
      listed('rcfg-0aaaaaaaaaaaaaaa5', 'replica', 'CHILD', { resourceConfigurationGroupId: 'rcfg-0aaaaaaaaaaaaaaa4' }),
      {
        portRanges: ['5432'],
        allowAssociationToShareableServiceNetwork: true,
        resourceConfigurationDefinition: {
          dnsResource: { domainName: 'replica.db.example.com', ipAddressType: 'IPV4' },
        },
      },
    ],
  ];
  return [
    call('vpc-lattice:ListResourceGateways', { items: [gateway] }),
    call('vpc-lattice:ListResourceConfigurations', { items: configurations.map(([item]) => item) }),
    ...configurations.map(([item, detail]) =>
      call(
        'vpc-lattice:GetResourceConfiguration',
        { ...item, ...detail },
        { params: { resourceConfigurationIdentifier: item['id'] } },
      ),
    ),
    ...consumerCalls([
      endpoint('vpce-0000000000000bbb1', {
        VpcEndpointType: 'Resource',
        ServiceName: undefined,
        DnsOptions: undefined,
        ResourceConfigurationArn: latticeArn('resourceconfiguration', 'rcfg-0aaaaaaaaaaaaaaa1'),
        Tags: tagList({ Name: 'orders-db' }),
      }),
    ]),
  ];
}

export function latticeInventory(): Inventory {
  return inventoryOf(CONSUMER, latticeCalls());
}

export function providerInventory(): Inventory {
  return inventoryOf(PROVIDER, providerCalls());
}
