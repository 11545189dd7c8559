import { addGroup, addInterface, permission, type VpcWorld } from './network.ts';
import { awsId, hex, tagsOf, uuid, type Item, type ScopeWorld } from './world.ts';

export interface ServiceWorld {
  readonly scope: ScopeWorld;
  readonly id: string;
  readonly serviceName: string;
  readonly vpc: VpcWorld;
  readonly port: number;
  readonly zoneIds: readonly string[];
  /** The provider's configuration. */
  readonly configuration: Item;
  readonly loadBalancer: Item;
  readonly loadBalancerGroupId: string | undefined;
  readonly loadBalancerAttributes: Item[];
  readonly listeners: Item[];
  readonly targetGroup: Item;
  readonly targetGroupAttributes: Item[];
  readonly targetHealth: Item[];
  readonly permissions: Item[];
  /** What each consumer's DescribeVpcEndpointServices says of it, by account. */
  readonly details: Map<string, Item>;
}

/** An endpoint service in front of a Network Load Balancer with one listener, one target group and a target a zone. */
export function addService(
  scope: ScopeWorld,
  vpc: VpcWorld,
  given: {
    name: string;
    port: number;
    targetPort?: number;
    acceptanceRequired?: boolean;
    principals: readonly string[];
    privateDnsName?: string;
    /** CIDRs that the load balancer's group admits; without any it has no group. */
    admits?: readonly string[];
    crossZone?: boolean;
    protocol?: 'TCP' | 'TLS';
    tags?: Readonly<Record<string, string>>;
    /** Events that an SNS topic is told of; none when empty. */
    notifies?: readonly string[];
  },
): ServiceWorld {
  const { account, region, partition } = scope;
  const id = awsId('vpce-svc', account, given.name);
  const serviceName = `com.amazonaws.vpce.${region}.${id}`;
  const elb = `arn:${partition}:elasticloadbalancing:${region}:${account}`;
  const lbSuffix = hex(['lb', account, given.name], 16);
  const loadBalancerArn = `${elb}:loadbalancer/net/${given.name}/${lbSuffix}`;
  const targetGroupArn = `${elb}:targetgroup/${given.name}/${hex(['tg', account, given.name], 16)}`;
  const groupId =
    given.admits === undefined
      ? undefined
      : addGroup(scope, vpc.id, `${given.name}-nlb`, `Clients of ${given.name}`, [
          permission(given.port, ...given.admits),
        ]);
  const targetsGroup = addGroup(scope, vpc.id, `${given.name}-targets`, `${given.name} tasks`, [
    permission(given.targetPort ?? given.port, vpc.cidr),
  ]);
  vpc.subnets.forEach((subnet, index) => {
    addInterface(scope, vpc, subnet, {
      host: nlbHost(given.name),
      groupIds: groupId === undefined ? [] : [groupId],
      description: `ELB net/${given.name}/${lbSuffix}`,
      type: 'network_load_balancer',
      requesterManaged: true,
    });
    addInterface(scope, vpc, subnet, {
      host: targetHost(given.name),
      groupIds: [targetsGroup],
      description: `${given.name} task ${index + 1}`,
      name: `${given.name}-${index + 1}`,
    });
  });
  const loadBalancer: Item = {
    LoadBalancerArn: loadBalancerArn,
    LoadBalancerName: given.name,
    DNSName: `${given.name}-${lbSuffix}.elb.${region}.amazonaws.com`,
    CanonicalHostedZoneId: 'Z26RNL4JYFTOTI',
    CreatedTime: '2025-06-11T08:12:44.320Z',
    Scheme: 'internal',
    VpcId: vpc.id,
    State: { Code: 'active' },
    Type: 'network',
    AvailabilityZones: vpc.subnets.map((subnet) => ({
      ZoneName: subnet.zoneName,
      SubnetId: subnet.id,
      LoadBalancerAddresses: [{ PrivateIPv4Address: subnet.address(nlbHost(given.name)) }],
    })),
    IpAddressType: 'ipv4',
    ...(groupId === undefined
      ? {}
      : { SecurityGroups: [groupId], EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'on' }),
  };
  scope.tables['elasticloadbalancing:DescribeLoadBalancers'].push(loadBalancer);
  const targetGroup: Item = {
    TargetGroupArn: targetGroupArn,
    TargetGroupName: given.name,
    Protocol: 'TCP',
    Port: given.targetPort ?? given.port,
    VpcId: vpc.id,
    HealthCheckProtocol: 'TCP',
    HealthCheckPort: 'traffic-port',
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: 30,
    HealthCheckTimeoutSeconds: 10,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 2,
    LoadBalancerArns: [loadBalancerArn],
    TargetType: 'ip',
    IpAddressType: 'ipv4',
  };
  scope.tables['elasticloadbalancing:DescribeTargetGroups'].push(targetGroup);
  const listeners: Item[] = [
    {
      ListenerArn: `${elb}:listener/net/${given.name}/${lbSuffix}/${hex(['listener', account, given.name], 16)}`,
      LoadBalancerArn: loadBalancerArn,
      Port: given.port,
      Protocol: given.protocol ?? 'TCP',
      ...(given.protocol === 'TLS'
        ? {
            SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
            Certificates: [
              { CertificateArn: `arn:${partition}:acm:${region}:${account}:certificate/${uuid(given.name)}` },
            ],
          }
        : {}),
      DefaultActions: [
        {
          Type: 'forward',
          TargetGroupArn: targetGroupArn,
          ForwardConfig: { TargetGroups: [{ TargetGroupArn: targetGroupArn, Weight: 1 }] },
        },
      ],
    },
  ];
  const targetHealth = vpc.subnets.map((subnet): Item => ({
    Target: {
      Id: subnet.address(targetHost(given.name)),
      Port: given.targetPort ?? given.port,
      AvailabilityZone: subnet.zoneName,
    },
    HealthCheckPort: String(given.targetPort ?? given.port),
    TargetHealth: { State: 'healthy' },
  }));
  const crossZone = String(given.crossZone ?? false);
  const loadBalancerAttributes: Item[] = [
    { Key: 'load_balancing.cross_zone.enabled', Value: crossZone },
    { Key: 'deletion_protection.enabled', Value: 'true' },
    { Key: 'access_logs.s3.enabled', Value: 'false' },
    { Key: 'dns_record.client_routing_policy', Value: 'any_availability_zone' },
  ];
  const targetGroupAttributes: Item[] = [
    { Key: 'proxy_protocol_v2.enabled', Value: 'false' },
    { Key: 'preserve_client_ip.enabled', Value: 'false' },
    { Key: 'stickiness.enabled', Value: 'false' },
    { Key: 'deregistration_delay.timeout_seconds', Value: '300' },
    { Key: 'load_balancing.cross_zone.enabled', Value: 'use_load_balancer_configuration' },
    { Key: 'target_group_health.dns_failover.minimum_healthy_targets.count', Value: '1' },
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
  const zoneIds = vpc.subnets.map((subnet) => subnet.zoneId);
  const privateDns =
    given.privateDnsName === undefined
      ? {}
      : {
          PrivateDnsName: given.privateDnsName,
          PrivateDnsNameConfiguration: {
            State: 'verified',
            Type: 'TXT',
            Value: `vpce:${hex(['txt', id], 20)}`,
            Name: `_${hex(['txt-name', id], 20)}`,
          },
        };
  const configuration: Item = {
    ServiceType: [{ ServiceType: 'Interface' }],
    ServiceId: id,
    ServiceName: serviceName,
    ServiceState: 'Available',
    AvailabilityZoneIds: [...zoneIds],
    AvailabilityZones: vpc.subnets.map((subnet) => subnet.zoneName),
    AcceptanceRequired: given.acceptanceRequired ?? true,
    ManagesVpcEndpoints: false,
    NetworkLoadBalancerArns: [loadBalancerArn],
    SupportedIpAddressTypes: ['ipv4'],
    BaseEndpointDnsNames: [`${id}.${region}.vpce.amazonaws.com`],
    ...privateDns,
    Tags: tagsOf({ Name: given.name, ...given.tags }),
  };
  scope.tables['ec2:DescribeVpcEndpointServiceConfigurations'].push(configuration);
  const events = given.notifies ?? ['Accept', 'Connect', 'Delete', 'Reject'];
  if (events.length > 0) {
    scope.tables['ec2:DescribeVpcEndpointConnectionNotifications'].push({
      ConnectionNotificationId: awsId('vpce-nfn', id),
      ServiceId: id,
      ConnectionNotificationType: 'Topic',
      ConnectionNotificationArn: `arn:${partition}:sns:${region}:${account}:privatelink-connections`,
      ConnectionEvents: [...events],
      ConnectionNotificationState: 'Enabled',
    });
  }
  return {
    scope,
    id,
    serviceName,
    vpc,
    port: given.port,
    zoneIds,
    configuration,
    loadBalancer,
    loadBalancerGroupId: groupId,
    loadBalancerAttributes,
    listeners,
    targetGroup,
    targetGroupAttributes,
    targetHealth,
    permissions,
    details: new Map(),
  };
}

/** What the service looks like to an account that may use it, entered in the scope's listing once. */
export function showService(scope: ScopeWorld, service: ServiceWorld): Item {
  const known = service.details.get(scope.account);
  if (known !== undefined) return known;
  const dns = service.configuration['PrivateDnsName'];
  const detail: Item = {
    ServiceName: service.serviceName,
    ServiceId: service.id,
    ServiceType: [{ ServiceType: 'Interface' }],
    ServiceRegion: service.scope.region,
    AvailabilityZoneIds: [...service.zoneIds],
    Owner: service.scope.account,
    BaseEndpointDnsNames: [`${service.id}.${service.scope.region}.vpce.amazonaws.com`],
    ...(dns === undefined
      ? {}
      : {
          PrivateDnsName: dns,
          PrivateDnsNames: [{ PrivateDnsName: dns }],
          PrivateDnsNameVerificationState: 'verified',
        }),
    VpcEndpointPolicySupported: false,
    AcceptanceRequired: service.configuration['AcceptanceRequired'] ?? true,
    ManagesVpcEndpoints: false,
    SupportedIpAddressTypes: ['ipv4'],
    Tags: [],
  };
  service.details.set(scope.account, detail);
  scope.tables['ec2:DescribeVpcEndpointServices'].push(detail);
  return detail;
}

// Fixed places in each subnet, apart from each other and from workloads and endpoints.
function nlbHost(name: string): number {
  return 60 + (Number.parseInt(hex(['nlb-host', name], 6), 16) % 40);
}

function targetHost(name: string): number {
  return 110 + (Number.parseInt(hex(['target-host', name], 6), 16) % 60);
}
