import { buildInventory, type Inventory } from '../../../src/core/model/inventory.ts';
import type { JsonObject } from '../../../src/core/model/json.ts';
import {
  SNAPSHOT_FORMAT,
  type CallStatus,
  type Snapshot,
  type SnapshotCall,
} from '../../../src/core/model/snapshot.ts';

/* A small estate in SDK-shaped answers: a consumer's VPC with endpoints, a provider's with services. */

export const CONSUMER = '111111111111';
export const PROVIDER = '222222222222';
export const REGION = 'us-east-1';
const NOW = '2026-03-01T12:00:00.000Z';

export interface WorldOptions {
  readonly endpoints?: number;
  readonly zones?: number;
  readonly listeners?: number;
  readonly targets?: number;
  /** Leave the provider's account out of what was loaded. */
  readonly consumerOnly?: boolean;
  /** Leave the consumer's account out. */
  readonly providerOnly?: boolean;
  readonly gateway?: boolean;
  readonly name?: string;
  readonly denied?: readonly string[];
  readonly connectionState?: string;
}

export const endpointId = (i: number): string => `vpce-0${i.toString(16).padStart(16, '0')}`;
export const serviceId = 'vpce-svc-0aaaaaaaaaaaaaaaa';
export const serviceName = `com.amazonaws.vpce.${REGION}.${serviceId}`;
const elb = `arn:aws:elasticloadbalancing:${REGION}:${PROVIDER}`;
export const loadBalancerArn = `${elb}:loadbalancer/net/orders/0123456789abcdef`;
export const listenerArn = (i: number): string => `${elb}:listener/net/orders/0123456789abcdef/${i}`;
export const groupArn = (i: number): string => `${elb}:targetgroup/orders-${i}/0123456789abcdef`;

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
const tagged = (name: string): JsonObject => ({ Tags: [{ Key: 'Name', Value: name }] });

function subnet(prefix: string, vpc: string, owner: string, zone: number, third: number): JsonObject {
  return {
    SubnetId: `subnet-${prefix}${zone}`,
    VpcId: vpc,
    OwnerId: owner,
    AvailabilityZone: `${REGION}${'abcdef'[zone] ?? 'z'}`,
    AvailabilityZoneId: `use1-az${zone + 1}`,
    CidrBlock: `10.${third}.${zone}.0/24`,
    ...tagged(`${prefix}-${zone}`),
  };
}

export function snapshotOf(options: WorldOptions = {}): Snapshot {
  const { endpoints = 1, zones = 2, listeners = 1, targets = 2 } = options;
  const denied = new Set(options.denied ?? []);
  const call = (operation: string, output: JsonObject, params: JsonObject = {}): SnapshotCall => {
    const status: CallStatus = denied.has(operation) ? 'denied' : 'ok';
    return {
      operation,
      params,
      status,
      complete: status === 'ok',
      capturedAt: NOW,
      output: status === 'ok' ? output : {},
    };
  };
  const endpointInterfaces = range(endpoints).flatMap((i) =>
    range(zones).map((zone) => ({
      NetworkInterfaceId: `eni-e${i}z${zone}`,
      SubnetId: `subnet-app${zone}`,
      VpcId: 'vpc-consumer',
      OwnerId: CONSUMER,
      AvailabilityZone: `${REGION}${'abcdef'[zone] ?? 'z'}`,
      PrivateIpAddress: `10.1.${zone}.${10 + i}`,
      InterfaceType: 'vpc_endpoint',
      RequesterManaged: true,
      Status: 'in-use',
      Groups: [{ GroupId: 'sg-endpoint' }],
    })),
  );
  const workloads = range(zones).map((zone) => ({
    NetworkInterfaceId: `eni-w${zone}`,
    SubnetId: `subnet-app${zone}`,
    VpcId: 'vpc-consumer',
    OwnerId: CONSUMER,
    InterfaceType: 'interface',
    RequesterManaged: false,
    PrivateIpAddress: `10.1.${zone}.200`,
    Status: 'in-use',
  }));
  const consumer = {
    partition: 'aws',
    account: CONSUMER,
    region: REGION,
    profiles: ['shop'],
    calls: [
      call('ec2:DescribeVpcEndpoints', {
        VpcEndpoints: [
          ...range(endpoints).map((i) => ({
            VpcEndpointId: endpointId(i),
            VpcEndpointType: 'Interface',
            VpcId: 'vpc-consumer',
            OwnerId: CONSUMER,
            ServiceName: serviceName,
            State: options.connectionState ?? 'available',
            SubnetIds: range(zones).map((zone) => `subnet-app${zone}`),
            NetworkInterfaceIds: range(zones).map((zone) => `eni-e${i}z${zone}`),
            Groups: [{ GroupId: 'sg-endpoint', GroupName: 'endpoint' }],
            ...tagged(options.name ?? `orders-${i}`),
          })),
          ...(options.gateway === true
            ? [
                {
                  VpcEndpointId: 'vpce-gateway',
                  VpcEndpointType: 'Gateway',
                  VpcId: 'vpc-consumer',
                  OwnerId: CONSUMER,
                  ServiceName: `com.amazonaws.${REGION}.s3`,
                  State: 'available',
                  RouteTableIds: ['rtb-main'],
                },
              ]
            : []),
        ],
      }),
      call('ec2:DescribeSubnets', {
        Subnets: range(zones).map((zone) => subnet('app', 'vpc-consumer', CONSUMER, zone, 1)),
      }),
      call('ec2:DescribeVpcs', {
        Vpcs: [{ VpcId: 'vpc-consumer', OwnerId: CONSUMER, CidrBlock: '10.1.0.0/16', ...tagged('shop') }],
      }),
      call('ec2:DescribeNetworkInterfaces', { NetworkInterfaces: [...endpointInterfaces, ...workloads] }),
      call('ec2:DescribeRouteTables', {
        RouteTables: [
          {
            RouteTableId: 'rtb-main',
            VpcId: 'vpc-consumer',
            OwnerId: CONSUMER,
            Associations: [{ Main: true }],
            Routes: [],
          },
        ],
      }),
    ],
  };
  const provider = {
    partition: 'aws',
    account: PROVIDER,
    region: REGION,
    profiles: ['vendor'],
    calls: [
      call('ec2:DescribeVpcEndpointServiceConfigurations', {
        ServiceConfigurations: [
          {
            ServiceId: serviceId,
            ServiceName: serviceName,
            ServiceState: 'Available',
            ServiceType: [{ ServiceType: 'Interface' }],
            NetworkLoadBalancerArns: [loadBalancerArn],
            ...tagged('orders-api'),
          },
        ],
      }),
      call('ec2:DescribeVpcEndpointConnections', {
        VpcEndpointConnections: range(endpoints).map((i) => ({
          ServiceId: serviceId,
          VpcEndpointId: endpointId(i),
          VpcEndpointOwner: CONSUMER,
          VpcEndpointState: options.connectionState ?? 'available',
        })),
      }),
      call('ec2:DescribeVpcs', {
        Vpcs: [{ VpcId: 'vpc-provider', OwnerId: PROVIDER, CidrBlock: '10.2.0.0/16', ...tagged('vendor') }],
      }),
      call('ec2:DescribeSubnets', {
        Subnets: range(zones).map((zone) => subnet('lb', 'vpc-provider', PROVIDER, zone, 2)),
      }),
      call('elasticloadbalancing:DescribeLoadBalancers', {
        LoadBalancers: [
          {
            LoadBalancerArn: loadBalancerArn,
            LoadBalancerName: 'orders',
            Type: 'network',
            VpcId: 'vpc-provider',
            State: { Code: 'active' },
            AvailabilityZones: range(zones).map((zone) => ({ ZoneName: `${REGION}a`, SubnetId: `subnet-lb${zone}` })),
          },
        ],
      }),
      call(
        'elasticloadbalancing:DescribeListeners',
        {
          Listeners: range(listeners).map((i) => ({
            ListenerArn: listenerArn(i),
            LoadBalancerArn: loadBalancerArn,
            Port: 443 + i,
            Protocol: 'TCP',
            DefaultActions: [{ Type: 'forward', TargetGroupArn: groupArn(i) }],
          })),
        },
        { LoadBalancerArn: loadBalancerArn },
      ),
      call('elasticloadbalancing:DescribeTargetGroups', {
        TargetGroups: range(listeners).map((i) => ({
          TargetGroupArn: groupArn(i),
          TargetGroupName: `orders-${i}`,
          Protocol: 'TCP',
          Port: 8443,
          VpcId: 'vpc-provider',
          TargetType: 'instance',
          LoadBalancerArns: [loadBalancerArn],
        })),
      }),
      ...range(listeners).map((i) =>
        call(
          'elasticloadbalancing:DescribeTargetHealth',
          {
            TargetHealthDescriptions: range(targets).map((t) => ({
              Target: { Id: `i-${i}${t}`, Port: 8443, AvailabilityZone: `${REGION}${'abcdef'[t % zones] ?? 'a'}` },
              TargetHealth: { State: t === 1 ? 'unhealthy' : 'healthy' },
            })),
          },
          { TargetGroupArn: groupArn(i) },
        ),
      ),
    ],
  };
  const scopes = [
    ...(options.providerOnly === true ? [] : [consumer]),
    ...(options.consumerOnly === true ? [] : [provider]),
  ];
  return { format: SNAPSHOT_FORMAT, version: 1, capturedAt: NOW, scopes };
}

export function worldOf(options: WorldOptions = {}): Inventory {
  return buildInventory([snapshotOf(options)]);
}
