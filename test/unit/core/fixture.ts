import { diagnose } from '../../../src/core/engine.ts';
import type { DiagnoseOptions, HopState, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import type { JsonObject } from '../../../src/core/model/json.ts';
import type { CallStatus, Snapshot, SnapshotCall, SnapshotScope } from '../../../src/core/model/snapshot.ts';

/*
 * A small world in two accounts: a consumer with one interface endpoint in two zones and one workload, a provider with one
 * service behind one Network Load Balancer. Everything works; a test breaks one thing and looks at what is said.
 */

export const NOW = '2026-03-01T12:00:00.000Z';
export const CONSUMER = '111111111111';
export const PROVIDER = '222222222222';
export const REGION = 'us-east-1';
export const ENDPOINT = 'vpce-0a0000000000000e1';
export const SERVICE = 'vpce-svc-0b0000000000000s1';
export const SERVICE_NAME = `com.amazonaws.vpce.${REGION}.${SERVICE}`;
export const VPC = 'vpc-0c000000000000001';
export const NLB = `arn:aws:elasticloadbalancing:${REGION}:${PROVIDER}:loadbalancer/net/orders/1234567890abcdef`;
export const GROUP = `arn:aws:elasticloadbalancing:${REGION}:${PROVIDER}:targetgroup/orders/abcdef1234567890`;
export const LISTENER = `${NLB.replace(':loadbalancer/', ':listener/')}/0011223344556677`;
export const GATEWAY = 'vpce-0a0000000000000e2';
export const AWS_ENDPOINT = 'vpce-0a0000000000000e3';

/** A JSON object that a test may change. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Raw = Record<string, any>;

export interface World {
  readonly consumer: Record<string, Raw>;
  readonly provider: Record<string, Raw>;
}

const OPEN_POLICY = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] });

function acl(id: string, subnets: readonly string[]): Raw {
  const entry = (egress: boolean, number: number, action: string): Raw => ({
    RuleNumber: number,
    Protocol: '-1',
    RuleAction: action,
    Egress: egress,
    CidrBlock: '0.0.0.0/0',
  });
  return {
    NetworkAclId: id,
    VpcId: VPC,
    IsDefault: true,
    OwnerId: CONSUMER,
    Associations: subnets.map((SubnetId) => ({
      NetworkAclAssociationId: `aa-${SubnetId}`,
      NetworkAclId: id,
      SubnetId,
    })),
    Entries: [
      entry(true, 100, 'allow'),
      entry(true, 32767, 'deny'),
      entry(false, 100, 'allow'),
      entry(false, 32767, 'deny'),
    ],
  };
}

/** Keys are `operation` or `operation {params as JSON}`. */
export function world(): World {
  const interfaceOf = (id: string, subnet: string, zone: number, ip: string, managed: boolean): Raw => ({
    NetworkInterfaceId: id,
    SubnetId: subnet,
    VpcId: VPC,
    OwnerId: CONSUMER,
    AvailabilityZone: `us-east-1${'ab'[zone - 1] ?? 'a'}`,
    Status: 'in-use',
    InterfaceType: managed ? 'vpc_endpoint' : 'interface',
    PrivateIpAddress: ip,
    PrivateIpAddresses: [{ PrivateIpAddress: ip, Primary: true }],
    Groups: [{ GroupId: managed ? 'sg-0endpoint' : 'sg-0workload' }],
    RequesterManaged: managed,
  });
  const subnet = (id: string, zone: number, cidr: string, vpc = VPC, owner = CONSUMER): Raw => ({
    SubnetId: id,
    VpcId: vpc,
    OwnerId: owner,
    CidrBlock: cidr,
    AvailabilityZone: `us-east-1${'ab'[zone - 1] ?? 'a'}`,
    AvailabilityZoneId: `use1-az${zone}`,
  });
  const serviceDetail = {
    ServiceName: SERVICE_NAME,
    ServiceId: SERVICE,
    Owner: PROVIDER,
    ServiceType: [{ ServiceType: 'Interface' }],
    AvailabilityZoneIds: ['use1-az1', 'use1-az2'],
    VpcEndpointPolicySupported: false,
    AcceptanceRequired: true,
  };
  const endpoint = {
    VpcEndpointId: ENDPOINT,
    VpcEndpointType: 'Interface',
    VpcId: VPC,
    OwnerId: CONSUMER,
    ServiceName: SERVICE_NAME,
    State: 'available',
    SubnetIds: ['subnet-a', 'subnet-b'],
    RouteTableIds: [],
    Groups: [{ GroupId: 'sg-0endpoint', GroupName: 'endpoint' }],
    NetworkInterfaceIds: ['eni-a', 'eni-b'],
    PrivateDnsEnabled: true,
    IpAddressType: 'ipv4',
    DnsEntries: [{ DnsName: `${ENDPOINT}-x.${SERVICE}.us-east-1.vpce.amazonaws.com`, HostedZoneId: 'Z1' }],
    PolicyDocument: OPEN_POLICY,
    CreationTimestamp: '2026-02-20T12:00:00.000Z',
    RequesterManaged: false,
  };
  return {
    consumer: {
      'ec2:DescribeVpcEndpoints': {
        VpcEndpoints: [
          endpoint,
          {
            VpcEndpointId: GATEWAY,
            VpcEndpointType: 'Gateway',
            VpcId: VPC,
            OwnerId: CONSUMER,
            ServiceName: `com.amazonaws.${REGION}.s3`,
            State: 'available',
            RouteTableIds: ['rtb-0main'],
            SubnetIds: [],
            Groups: [],
            NetworkInterfaceIds: [],
            PrivateDnsEnabled: false,
            PolicyDocument: OPEN_POLICY,
          },
          {
            ...endpoint,
            VpcEndpointId: AWS_ENDPOINT,
            ServiceName: `com.amazonaws.${REGION}.ec2`,
            NetworkInterfaceIds: ['eni-c', 'eni-d'],
          },
        ],
      },
      'ec2:DescribeVpcEndpointServiceConfigurations': { ServiceConfigurations: [] },
      'ec2:DescribeVpcEndpointConnections': { VpcEndpointConnections: [] },
      'ec2:DescribeVpcEndpointServices {"Filters":[{"Name":"service-name","Values":["SVC","com.amazonaws.us-east-1.ec2","com.amazonaws.us-east-1.s3"]}]}':
        {
          ServiceDetails: [
            serviceDetail,
            {
              ...serviceDetail,
              ServiceName: `com.amazonaws.${REGION}.ec2`,
              Owner: 'amazon',
              VpcEndpointPolicySupported: true,
            },
            { ServiceName: `com.amazonaws.${REGION}.s3`, Owner: 'amazon', VpcEndpointPolicySupported: true },
          ],
        },
      'ec2:DescribeVpcs': {
        Vpcs: [
          {
            VpcId: VPC,
            OwnerId: CONSUMER,
            CidrBlock: '10.0.0.0/16',
            CidrBlockAssociationSet: [{ CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } }],
            DhcpOptionsId: 'dopt-1',
          },
        ],
      },
      'ec2:DescribeAvailabilityZones': { AvailabilityZones: [] },
      'ec2:DescribeDhcpOptions': {
        DhcpOptions: [
          {
            DhcpOptionsId: 'dopt-1',
            DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }],
          },
        ],
      },
      [`ec2:DescribeVpcAttribute {"VpcId":"${VPC}","Attribute":"enableDnsSupport"}`]: {
        VpcId: VPC,
        EnableDnsSupport: { Value: true },
      },
      [`ec2:DescribeVpcAttribute {"VpcId":"${VPC}","Attribute":"enableDnsHostnames"}`]: {
        VpcId: VPC,
        EnableDnsHostnames: { Value: true },
      },
      [`route53:ListHostedZonesByVPC {"VPCId":"${VPC}","VPCRegion":"${REGION}"}`]: { HostedZoneSummaries: [] },
      'route53resolver:ListResolverRules': { ResolverRules: [] },
      'route53resolver:ListResolverRuleAssociations': { ResolverRuleAssociations: [] },
      'route53resolver:ListFirewallRuleGroupAssociations': { FirewallRuleGroupAssociations: [] },
      'ec2:DescribeSubnets': {
        Subnets: [
          subnet('subnet-a', 1, '10.0.1.0/24'),
          subnet('subnet-b', 2, '10.0.2.0/24'),
          subnet('subnet-w', 1, '10.0.10.0/24'),
        ],
      },
      'ec2:DescribeRouteTables': {
        RouteTables: [
          {
            RouteTableId: 'rtb-0main',
            VpcId: VPC,
            Associations: [{ Main: true, RouteTableId: 'rtb-0main' }],
            Routes: [
              { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' },
              { DestinationPrefixListId: 'pl-63a5400a', GatewayId: GATEWAY, State: 'active' },
            ],
          },
        ],
      },
      'ec2:DescribeNetworkAcls': {
        NetworkAcls: [acl('acl-a', ['subnet-a']), acl('acl-b', ['subnet-b']), acl('acl-w', ['subnet-w'])],
      },
      'ec2:DescribeSecurityGroups': {
        SecurityGroups: [
          {
            GroupId: 'sg-0endpoint',
            GroupName: 'endpoint',
            VpcId: VPC,
            IpPermissions: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/16' }] }],
            IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
          },
          {
            GroupId: 'sg-0workload',
            GroupName: 'workload',
            VpcId: VPC,
            IpPermissions: [],
            IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
          },
        ],
      },
      'ec2:DescribeNetworkInterfaces {"IncludeManagedResources":true}': {
        NetworkInterfaces: [
          interfaceOf('eni-a', 'subnet-a', 1, '10.0.1.10', true),
          interfaceOf('eni-b', 'subnet-b', 2, '10.0.2.10', true),
          interfaceOf('eni-c', 'subnet-a', 1, '10.0.1.11', true),
          interfaceOf('eni-d', 'subnet-b', 2, '10.0.2.11', true),
          interfaceOf('eni-w', 'subnet-w', 1, '10.0.10.5', false),
        ],
      },
      'ec2:DescribePrefixLists': {
        PrefixLists: [
          { PrefixListId: 'pl-63a5400a', PrefixListName: 'com.amazonaws.us-east-1.s3', Cidrs: ['52.216.0.0/15'] },
        ],
      },
    },
    provider: {
      'ec2:DescribeVpcEndpoints': { VpcEndpoints: [] },
      'ec2:DescribeVpcEndpointServiceConfigurations': {
        ServiceConfigurations: [
          {
            ServiceId: SERVICE,
            ServiceName: SERVICE_NAME,
            ServiceState: 'Available',
            ServiceType: [{ ServiceType: 'Interface' }],
            AvailabilityZoneIds: ['use1-az1', 'use1-az2'],
            AcceptanceRequired: true,
            NetworkLoadBalancerArns: [NLB],
          },
        ],
      },
      [`ec2:DescribeVpcEndpointServicePermissions {"ServiceId":"${SERVICE}"}`]: {
        AllowedPrincipals: [{ Principal: `arn:aws:iam::${CONSUMER}:root`, PrincipalType: 'Account' }],
      },
      'ec2:DescribeVpcEndpointConnections': {
        VpcEndpointConnections: [
          {
            ServiceId: SERVICE,
            VpcEndpointId: ENDPOINT,
            VpcEndpointOwner: CONSUMER,
            VpcEndpointState: 'available',
            CreationTimestamp: '2026-02-20T12:00:00.000Z',
            NetworkLoadBalancerArns: [NLB],
          },
        ],
      },
      'ec2:DescribeVpcEndpointConnectionNotifications': {
        ConnectionNotificationSet: [
          {
            ConnectionNotificationId: 'vpce-nfn-1',
            ServiceId: SERVICE,
            ConnectionNotificationArn: `arn:aws:sns:${REGION}:${PROVIDER}:requests`,
            ConnectionEvents: ['Connect', 'Accept', 'Reject', 'Delete'],
            ConnectionNotificationState: 'Enabled',
          },
        ],
      },
      'ec2:DescribeSubnets': {
        Subnets: [
          subnet('subnet-pa', 1, '172.16.1.0/24', 'vpc-provider', PROVIDER),
          subnet('subnet-pb', 2, '172.16.2.0/24', 'vpc-provider', PROVIDER),
        ],
      },
      'ec2:DescribeSecurityGroups': {
        SecurityGroups: [
          {
            GroupId: 'sg-0nlb',
            GroupName: 'nlb',
            VpcId: 'vpc-provider',
            IpPermissions: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
            IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
          },
        ],
      },
      'ec2:DescribeNetworkInterfaces {"IncludeManagedResources":true}': { NetworkInterfaces: [] },
      'elasticloadbalancing:DescribeLoadBalancers': {
        LoadBalancers: [
          {
            LoadBalancerArn: NLB,
            LoadBalancerName: 'orders',
            Type: 'network',
            Scheme: 'internal',
            VpcId: 'vpc-provider',
            State: { Code: 'active' },
            AvailabilityZones: [
              { ZoneName: 'us-east-1a', SubnetId: 'subnet-pa' },
              { ZoneName: 'us-east-1b', SubnetId: 'subnet-pb' },
            ],
            SecurityGroups: ['sg-0nlb'],
            EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'on',
          },
        ],
      },
      [`elasticloadbalancing:DescribeLoadBalancerAttributes {"LoadBalancerArn":"${NLB}"}`]: {
        Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'false' }],
      },
      [`elasticloadbalancing:DescribeListeners {"LoadBalancerArn":"${NLB}"}`]: {
        Listeners: [
          {
            ListenerArn: LISTENER,
            LoadBalancerArn: NLB,
            Port: 443,
            Protocol: 'TCP',
            DefaultActions: [{ Type: 'forward', TargetGroupArn: GROUP }],
          },
        ],
      },
      'elasticloadbalancing:DescribeTargetGroups': {
        TargetGroups: [
          {
            TargetGroupArn: GROUP,
            TargetGroupName: 'orders',
            Protocol: 'TCP',
            Port: 8443,
            VpcId: 'vpc-provider',
            TargetType: 'ip',
            HealthCheckPort: 'traffic-port',
            LoadBalancerArns: [NLB],
          },
        ],
      },
      [`elasticloadbalancing:DescribeTargetGroupAttributes {"TargetGroupArn":"${GROUP}"}`]: {
        Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'use_load_balancer_configuration' }],
      },
      [`elasticloadbalancing:DescribeTargetHealth {"TargetGroupArn":"${GROUP}"}`]: {
        TargetHealthDescriptions: [
          {
            Target: { Id: '172.16.1.20', Port: 8443, AvailabilityZone: 'us-east-1a' },
            TargetHealth: { State: 'healthy' },
          },
          {
            Target: { Id: '172.16.2.20', Port: 8443, AvailabilityZone: 'us-east-1b' },
            TargetHealth: { State: 'healthy' },
          },
        ],
      },
    },
  };
}

/** The answer of an operation; fails loudly when the world has none. */
export function answer(side: Record<string, Raw>, operation: string): Raw {
  const key = Object.keys(side).find((name) => name === operation || name.startsWith(`${operation} `));
  if (key === undefined) throw new Error(`the world has no ${operation}`);
  return side[key] ?? {};
}

function scope(account: string, side: Record<string, Raw>): SnapshotScope {
  const calls = Object.entries(side).map(([key, output]): SnapshotCall => {
    const at = key.indexOf(' ');
    const params = (at < 0 ? {} : JSON.parse(key.slice(at + 1).replace('"SVC"', `"${SERVICE_NAME}"`))) as JsonObject;
    const status = (output['__status'] as CallStatus | undefined) ?? 'ok';
    return {
      operation: at < 0 ? key : key.slice(0, at),
      params,
      status,
      complete: status === 'ok' && output['__incomplete'] !== true,
      capturedAt: NOW,
      output: status === 'ok' ? output : {},
    };
  });
  return { partition: 'aws', account, region: REGION, profiles: [account], calls };
}

export function snapshotOf(
  built: World,
  sides: readonly ('consumer' | 'provider')[] = ['consumer', 'provider'],
): Snapshot {
  return {
    format: 'privatelink-snapshot',
    version: 1,
    capturedAt: NOW,
    scopes: sides.map((side) => scope(side === 'consumer' ? CONSUMER : PROVIDER, built[side])),
  };
}

/** The diagnosis of one subject of a world that the callback changed. */
export function diagnoseWorld(
  change: (built: World) => void = () => undefined,
  options: Partial<DiagnoseOptions> & {
    readonly id?: string;
    readonly sides?: readonly ('consumer' | 'provider')[];
  } = {},
): SubjectDiagnosis {
  const built = world();
  change(built);
  const { id = ENDPOINT, sides, ...rest } = options;
  const diagnosis = diagnose(buildInventory([snapshotOf(built, sides)]), { now: NOW, ids: [id], ...rest });
  const [subject] = diagnosis.subjects;
  if (subject === undefined) throw new Error('nothing was diagnosed');
  return subject;
}

export function stateOf(subject: SubjectDiagnosis, hop: string): HopState | undefined {
  return subject.hops.find((item) => item.hop === hop)?.state;
}

/** The operation becomes denied, as if the caller lacked the permission. */
export function deny(side: Record<string, Raw>, operation: string): void {
  for (const key of Object.keys(side)) {
    if (key === operation || key.startsWith(`${operation} `)) side[key] = { __status: 'denied' };
  }
}
