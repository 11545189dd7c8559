import { addGroup, addInterface, type SubnetWorld, type VpcWorld } from './network.ts';
import type { ServiceWorld } from './service.ts';
import { awsId, hex, tagsOf, textOf, type Item, type ScopeWorld } from './world.ts';
import type { EndpointWorld } from './endpoint.ts';

/*
 * Security appliances behind a Gateway Load Balancer, and the endpoints that lead to them, as AWS answers for them:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/getting-started.html.
 */

/** Where each load balancer's node and each appliance stands in its subnet. */
const NODE_HOST = 70;
const APPLIANCE_HOST = 130;
/** Appliances take GENEVE on this port: https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/target-groups.html. */
export const GENEVE_PORT = 6081;
const HEALTH_PORT = 80;
const CREATED = '2025-09-02T14:05:10.000Z';

/** An inbound rule of UDP, as the API answers it. */
export function udpPermission(port: number, ...cidrs: readonly string[]): Item {
  return {
    IpProtocol: 'udp',
    FromPort: port,
    ToPort: port,
    IpRanges: cidrs.map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: [],
    UserIdGroupPairs: [],
    PrefixListIds: [],
  };
}

/** An inbound rule of TCP, as the API answers it. */
export function tcpPermission(port: number, ...cidrs: readonly string[]): Item {
  return { ...udpPermission(port, ...cidrs), IpProtocol: 'tcp' };
}

/** An endpoint service in front of a Gateway Load Balancer with its one listener and an appliance a zone. */
export function addApplianceService(
  scope: ScopeWorld,
  vpc: VpcWorld,
  given: {
    readonly name: string;
    readonly principals: readonly string[];
    readonly acceptanceRequired?: boolean;
    readonly crossZone?: boolean;
    readonly tags?: Readonly<Record<string, string>>;
  },
): ServiceWorld {
  const { account, region, partition, tables } = scope;
  const { name } = given;
  const id = awsId('vpce-svc', account, name);
  const serviceName = `com.amazonaws.vpce.${region}.${id}`;
  const elb = `arn:${partition}:elasticloadbalancing:${region}:${account}`;
  const suffix = hex(['lb', account, name], 16);
  const loadBalancerArn = `${elb}:loadbalancer/gwy/${name}/${suffix}`;
  const targetGroupArn = `${elb}:targetgroup/${name}/${hex(['tg', account, name], 16)}`;
  const groupId = addGroup(scope, vpc.id, `${name}-appliances`, `${name} appliances`, [
    udpPermission(GENEVE_PORT, vpc.cidr),
    tcpPermission(HEALTH_PORT, vpc.cidr),
  ]);
  vpc.subnets.forEach((subnet, index) => {
    addInterface(scope, vpc, subnet, {
      host: NODE_HOST,
      groupIds: [],
      description: `ELB gwy/${name}/${suffix}`,
      type: 'gateway_load_balancer',
      requesterManaged: true,
    });
    addInterface(scope, vpc, subnet, {
      host: APPLIANCE_HOST,
      groupIds: [groupId],
      description: `${name} appliance ${index + 1}`,
      name: `${name}-${index + 1}`,
    });
  });
  const loadBalancer: Item = {
    LoadBalancerArn: loadBalancerArn,
    LoadBalancerName: name,
    CreatedTime: '2025-06-11T08:12:44.320Z',
    VpcId: vpc.id,
    State: { Code: 'active' },
    Type: 'gateway',
    AvailabilityZones: vpc.subnets.map((subnet) => ({
      ZoneName: subnet.zoneName,
      SubnetId: subnet.id,
      LoadBalancerAddresses: [],
    })),
    IpAddressType: 'ipv4',
  };
  tables['elasticloadbalancing:DescribeLoadBalancers'].push(loadBalancer);
  const targetGroup: Item = {
    TargetGroupArn: targetGroupArn,
    TargetGroupName: name,
    Protocol: 'GENEVE',
    Port: GENEVE_PORT,
    VpcId: vpc.id,
    HealthCheckProtocol: 'TCP',
    HealthCheckPort: String(HEALTH_PORT),
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: 10,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 2,
    LoadBalancerArns: [loadBalancerArn],
    TargetType: 'ip',
    IpAddressType: 'ipv4',
  };
  tables['elasticloadbalancing:DescribeTargetGroups'].push(targetGroup);
  // The listener of a Gateway Load Balancer has neither port nor protocol: it takes every IP packet.
  const listeners: Item[] = [
    {
      ListenerArn: `${elb}:listener/gwy/${name}/${suffix}/${hex(['listener', account, name], 16)}`,
      LoadBalancerArn: loadBalancerArn,
      DefaultActions: [
        {
          Type: 'forward',
          TargetGroupArn: targetGroupArn,
          ForwardConfig: { TargetGroups: [{ TargetGroupArn: targetGroupArn }] },
        },
      ],
    },
  ];
  const targetHealth = vpc.subnets.map((subnet): Item => ({
    Target: { Id: subnet.address(APPLIANCE_HOST), Port: GENEVE_PORT, AvailabilityZone: subnet.zoneName },
    HealthCheckPort: String(HEALTH_PORT),
    TargetHealth: { State: 'healthy' },
  }));
  const loadBalancerAttributes: Item[] = [
    { Key: 'load_balancing.cross_zone.enabled', Value: String(given.crossZone ?? false) },
    { Key: 'deletion_protection.enabled', Value: 'true' },
  ];
  const targetGroupAttributes: Item[] = [
    { Key: 'deregistration_delay.timeout_seconds', Value: '300' },
    { Key: 'stickiness.enabled', Value: 'false' },
    { Key: 'target_failover.on_deregistration', Value: 'rebalance' },
    { Key: 'target_failover.on_unhealthy', Value: 'rebalance' },
  ];
  const permissions = given.principals.map((Principal): Item => ({
    PrincipalType: Principal === '*' ? 'All' : 'Account',
    Principal,
    ServicePermissionId: awsId('vpce-svc-perm', id, Principal),
    ServiceId: id,
    Tags: [],
  }));
  const answers: [string, Record<string, string>, Item][] = [
    ['elasticloadbalancing:DescribeListeners', { LoadBalancerArn: loadBalancerArn }, { Listeners: listeners }],
    [
      'elasticloadbalancing:DescribeLoadBalancerAttributes',
      { LoadBalancerArn: loadBalancerArn },
      { Attributes: loadBalancerAttributes },
    ],
    [
      'elasticloadbalancing:DescribeTargetHealth',
      { TargetGroupArn: targetGroupArn },
      { TargetHealthDescriptions: targetHealth },
    ],
    [
      'elasticloadbalancing:DescribeTargetGroupAttributes',
      { TargetGroupArn: targetGroupArn },
      { Attributes: targetGroupAttributes },
    ],
    ['ec2:DescribeVpcEndpointServicePermissions', { ServiceId: id }, { AllowedPrincipals: permissions }],
  ];
  for (const [operation, params, output] of answers) scope.answers.push({ operation, params, output });
  const configuration: Item = {
    ServiceType: [{ ServiceType: 'GatewayLoadBalancer' }],
    ServiceId: id,
    ServiceName: serviceName,
    ServiceState: 'Available',
    AvailabilityZoneIds: vpc.subnets.map((subnet) => subnet.zoneId),
    AvailabilityZones: vpc.subnets.map((subnet) => subnet.zoneName),
    AcceptanceRequired: given.acceptanceRequired ?? true,
    ManagesVpcEndpoints: false,
    GatewayLoadBalancerArns: [loadBalancerArn],
    SupportedIpAddressTypes: ['ipv4'],
    Tags: tagsOf({ Name: name, ...given.tags }),
  };
  tables['ec2:DescribeVpcEndpointServiceConfigurations'].push(configuration);
  tables['ec2:DescribeVpcEndpointConnectionNotifications'].push({
    ConnectionNotificationId: awsId('vpce-nfn', id),
    ServiceId: id,
    ConnectionNotificationType: 'Topic',
    ConnectionNotificationArn: `arn:${partition}:sns:${region}:${account}:privatelink-connections`,
    ConnectionEvents: ['Accept', 'Connect', 'Delete', 'Reject'],
    ConnectionNotificationState: 'Enabled',
  });
  return {
    scope,
    id,
    serviceName,
    vpc,
    port: GENEVE_PORT,
    zoneIds: vpc.subnets.map((subnet) => subnet.zoneId),
    configuration,
    loadBalancer,
    loadBalancerGroupId: undefined,
    loadBalancerAttributes,
    listeners,
    targetGroup,
    targetGroupAttributes,
    targetHealth,
    permissions,
    details: new Map(),
  };
}

/** An endpoint in one subnet for a service of appliances, with its interface and its connection at the provider. */
export function addApplianceEndpoint(
  scope: ScopeWorld,
  vpc: VpcWorld,
  service: ServiceWorld,
  given: {
    readonly name: string;
    readonly subnet: SubnetWorld;
    readonly tags?: Readonly<Record<string, string>>;
  },
): EndpointWorld {
  const { subnet } = given;
  const id = awsId('vpce', vpc.id, given.name);
  showApplianceService(scope, service);
  const raw: Item = {
    VpcEndpointId: id,
    VpcEndpointType: 'GatewayLoadBalancer',
    VpcId: vpc.id,
    ServiceName: service.serviceName,
    State: 'available',
    RouteTableIds: [],
    SubnetIds: [subnet.id],
    Groups: [],
    IpAddressType: 'ipv4',
    PrivateDnsEnabled: false,
    RequesterManaged: false,
    NetworkInterfaceIds: [
      addInterface(scope, vpc, subnet, {
        host: 200,
        groupIds: [],
        description: `VPC Endpoint Interface ${id}`,
        type: 'gateway_load_balancer_endpoint',
        requesterManaged: true,
      }),
    ],
    DnsEntries: [],
    CreationTimestamp: CREATED,
    Tags: tagsOf({ Name: given.name, ...given.tags }),
    OwnerId: scope.account,
    ServiceRegion: service.scope.region,
  };
  scope.tables['ec2:DescribeVpcEndpoints'].push(raw);
  const connection: Item = {
    ServiceId: service.id,
    VpcEndpointId: id,
    VpcEndpointOwner: scope.account,
    VpcEndpointState: 'available',
    CreationTimestamp: CREATED,
    GatewayLoadBalancerArns: [...(service.configuration['GatewayLoadBalancerArns'] as string[])],
    IpAddressType: 'ipv4',
    VpcEndpointConnectionId: awsId('vpce-con', id),
    VpcEndpointRegion: scope.region,
    Tags: [],
  };
  service.scope.tables['ec2:DescribeVpcEndpointConnections'].push(connection);
  return { id: textOf(raw, 'VpcEndpointId'), raw, scope, vpc, connection };
}

/** What the service looks like to an account that may use it, entered in the scope's listing once. */
function showApplianceService(scope: ScopeWorld, service: ServiceWorld): void {
  if (service.details.has(scope.account)) return;
  const detail: Item = {
    ServiceName: service.serviceName,
    ServiceId: service.id,
    ServiceType: [{ ServiceType: 'GatewayLoadBalancer' }],
    ServiceRegion: service.scope.region,
    AvailabilityZoneIds: [...service.zoneIds],
    Owner: service.scope.account,
    VpcEndpointPolicySupported: false,
    AcceptanceRequired: service.configuration['AcceptanceRequired'] ?? true,
    ManagesVpcEndpoints: false,
    SupportedIpAddressTypes: ['ipv4'],
    Tags: [],
  };
  service.details.set(scope.account, detail);
  scope.tables['ec2:DescribeVpcEndpointServices'].push(detail);
}
