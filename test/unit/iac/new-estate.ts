import type { NewEndpointRequest } from '../../../src/core/iac/new-endpoint.ts';
import { buildInventory, type Inventory } from '../../../src/core/model/inventory.ts';
import type { JsonObject } from '../../../src/core/model/json.ts';
import type { Snapshot, SnapshotCall } from '../../../src/core/model/snapshot.ts';
import { call, CONSUMER, denied, endpoint, PROVIDER, snapshotWith, tagList, type Item } from './estate.ts';

/*
 * Two accounts between which an endpoint can be made: what AWS answers of everything that decides about it. Each test
 * changes one answer.
 */

export const VPC = 'vpc-0d0d0d0d0d0d0d0d0';
export const SERVICE = 'vpce-svc-0dddddddddddddddd';
export const SERVICE_NAME = `com.amazonaws.vpce.eu-west-1.${SERVICE}`;
export const SQS = 'com.amazonaws.eu-west-1.sqs';
export const SUBNETS = ['subnet-0d1d1d1d1d1d1d1d1', 'subnet-0d2d2d2d2d2d2d2d2', 'subnet-0d3d3d3d3d3d3d3d3'] as const;
export const SPARE = 'subnet-0d4d4d4d4d4d4d4d4';
const NLB = `arn:aws:elasticloadbalancing:eu-west-1:${PROVIDER}:loadbalancer/net/invoices/0123456789abcdef`;

/** Without what was to be left out. */
function whole(given: JsonObject): Item {
  return JSON.parse(JSON.stringify(given)) as Item;
}

/** The answers; `undefined` leaves the call out, so that nobody knows. */
export interface Answers {
  readonly vpc: Item;
  readonly subnets: readonly Item[];
  readonly dnsSupport: boolean | undefined;
  readonly dnsHostnames: boolean | undefined;
  readonly endpoints: readonly Item[] | undefined;
  readonly zones: readonly Item[] | undefined;
  readonly detail: Item | undefined;
  readonly sqs: Item | undefined;
  readonly service: Item | undefined;
  readonly providerRegion: string;
  readonly principals: readonly string[] | undefined;
  readonly listeners: readonly Item[] | undefined;
  readonly quota: number | undefined;
  readonly groups: readonly Item[] | undefined;
}

export function subnetOf(id: string, zone: number, more: JsonObject = {}): Item {
  return whole({
    SubnetId: id,
    VpcId: VPC,
    AvailabilityZone: `eu-west-1${'abc'[zone - 1] ?? ''}`,
    AvailabilityZoneId: `euw1-az${zone}`,
    CidrBlock: `10.9.${zone}.0/24`,
    Ipv6CidrBlockAssociationSet: [],
    Ipv6Native: false,
    AvailableIpAddressCount: 200,
    Tags: tagList({ Name: `invoices-${zone}` }),
    ...more,
  });
}

export function serviceItem(more: JsonObject = {}): Item {
  return whole({
    ServiceId: SERVICE,
    ServiceName: SERVICE_NAME,
    ServiceType: [{ ServiceType: 'Interface' }],
    ServiceState: 'Available',
    AvailabilityZoneIds: ['euw1-az1', 'euw1-az2'],
    AcceptanceRequired: true,
    ManagesVpcEndpoints: false,
    NetworkLoadBalancerArns: [NLB],
    SupportedIpAddressTypes: ['ipv4'],
    PrivateDnsName: 'invoices.example.com',
    PrivateDnsNameConfiguration: { State: 'verified', Type: 'TXT', Name: '_abc', Value: 'vpce:abc' },
    Tags: tagList({ Name: 'invoices' }),
    ...more,
  });
}

export function detailItem(more: JsonObject = {}): Item {
  return whole({
    ServiceName: SERVICE_NAME,
    ServiceId: SERVICE,
    ServiceType: [{ ServiceType: 'Interface' }],
    ServiceRegion: 'eu-west-1',
    Owner: PROVIDER,
    AvailabilityZoneIds: ['euw1-az1', 'euw1-az2'],
    PrivateDnsName: 'invoices.example.com',
    PrivateDnsNames: [{ PrivateDnsName: 'invoices.example.com' }],
    PrivateDnsNameVerificationState: 'verified',
    AcceptanceRequired: true,
    SupportedIpAddressTypes: ['ipv4'],
    ...more,
  });
}

export function sqsItem(more: JsonObject = {}): Item {
  return whole({
    ServiceName: SQS,
    ServiceId: 'vpce-svc-0eeeeeeeeeeeeeeee',
    ServiceType: [{ ServiceType: 'Interface' }],
    ServiceRegion: 'eu-west-1',
    Owner: 'amazon',
    AvailabilityZoneIds: ['euw1-az1', 'euw1-az2', 'euw1-az3'],
    PrivateDnsName: 'sqs.eu-west-1.amazonaws.com',
    PrivateDnsNames: [{ PrivateDnsName: 'sqs.eu-west-1.amazonaws.com' }],
    PrivateDnsNameVerificationState: 'verified',
    AcceptanceRequired: false,
    SupportedIpAddressTypes: ['ipv4', 'ipv6'],
    ...more,
  });
}

const WHOLE: Answers = {
  vpc: { VpcId: VPC, OwnerId: CONSUMER, CidrBlock: '10.9.0.0/16', Tags: tagList({ Name: 'invoices-vpc' }) },
  subnets: [
    subnetOf(SUBNETS[0], 1),
    subnetOf(SUBNETS[1], 2),
    subnetOf(SUBNETS[2], 3),
    subnetOf(SPARE, 1, { AvailableIpAddressCount: 20 }),
  ],
  dnsSupport: true,
  dnsHostnames: true,
  endpoints: [],
  zones: [],
  detail: detailItem(),
  sqs: sqsItem(),
  service: serviceItem(),
  providerRegion: 'eu-west-1',
  principals: [`arn:aws:iam::${CONSUMER}:root`],
  listeners: [{ ListenerArn: `${NLB}/1`, LoadBalancerArn: NLB, Port: 443, Protocol: 'TLS' }],
  quota: undefined,
  groups: [{ GroupId: 'sg-0d0d0d0d0d0d0d0d0', GroupName: 'clients', VpcId: VPC }],
};

function consumer(answers: Answers): SnapshotCall[] {
  const attribute = (name: string, field: string, value: boolean | undefined): SnapshotCall[] =>
    value === undefined
      ? []
      : [call('ec2:DescribeVpcAttribute', { [field]: { Value: value } }, { params: { VpcId: VPC, Attribute: name } })];
  const details = (name: string, item: Item | undefined): SnapshotCall => {
    const operation = 'ec2:DescribeVpcEndpointServices';
    const params = { 'service-name': name };
    return item === undefined
      ? { ...denied(operation), params }
      : call(operation, { ServiceDetails: Object.keys(item).length === 0 ? [] : [item] }, { params });
  };
  return [
    call('ec2:DescribeVpcs', { Vpcs: [answers.vpc] }),
    call('ec2:DescribeSubnets', { Subnets: answers.subnets }),
    call('ec2:DescribeRouteTables', {
      RouteTables: [{ RouteTableId: 'rtb-0d0d0d0d0d0d0d0d0', VpcId: VPC, Associations: [{ Main: true }] }],
    }),
    ...attribute('enableDnsSupport', 'EnableDnsSupport', answers.dnsSupport),
    ...attribute('enableDnsHostnames', 'EnableDnsHostnames', answers.dnsHostnames),
    ...(answers.endpoints === undefined
      ? [denied('ec2:DescribeVpcEndpoints')]
      : [call('ec2:DescribeVpcEndpoints', { VpcEndpoints: answers.endpoints })]),
    ...(answers.zones === undefined
      ? []
      : [
          call(
            'route53:ListHostedZonesByVPC',
            { HostedZoneSummaries: answers.zones },
            { params: { VPCId: VPC, VPCRegion: 'eu-west-1' } },
          ),
        ]),
    details(SERVICE_NAME, answers.detail),
    details(SQS, answers.sqs),
    ...(answers.groups === undefined
      ? [denied('ec2:DescribeSecurityGroups')]
      : [call('ec2:DescribeSecurityGroups', { SecurityGroups: answers.groups })]),
    ...(answers.quota === undefined
      ? []
      : [
          call(
            'servicequotas:GetServiceQuota',
            { Quota: { ServiceCode: 'vpc', QuotaCode: 'L-29B6F2EB', Value: answers.quota } },
            { params: { ServiceCode: 'vpc', QuotaCode: 'L-29B6F2EB' } },
          ),
        ]),
  ];
}

function provider(answers: Answers): SnapshotCall[] {
  if (answers.service === undefined) return [];
  const permissions = 'ec2:DescribeVpcEndpointServicePermissions';
  return [
    call('ec2:DescribeVpcEndpointServiceConfigurations', { ServiceConfigurations: [answers.service] }),
    answers.principals === undefined
      ? { ...denied(permissions), params: { ServiceId: SERVICE } }
      : call(
          permissions,
          { AllowedPrincipals: answers.principals.map((Principal) => ({ Principal })) },
          { params: { ServiceId: SERVICE } },
        ),
    ...(answers.listeners === undefined
      ? [{ ...denied('elasticloadbalancing:DescribeListeners'), params: { LoadBalancerArn: NLB } }]
      : [
          call(
            'elasticloadbalancing:DescribeListeners',
            { Listeners: answers.listeners },
            { params: { LoadBalancerArn: NLB } },
          ),
        ]),
  ];
}

function inRegion(region: string, snapshot: Snapshot): Snapshot {
  return { ...snapshot, scopes: snapshot.scopes.map((scope) => ({ ...scope, region })) };
}

/** Everything is read and speaks for the endpoint, but for what is changed. */
export function snapshotsWith(change: Partial<Answers> = {}): Snapshot[] {
  const answers = { ...WHOLE, ...change };
  return [
    snapshotWith(CONSUMER, consumer(answers)),
    ...(answers.service === undefined
      ? []
      : [inRegion(answers.providerRegion, snapshotWith(PROVIDER, provider(answers)))]),
  ];
}

export function inventoryWith(change: Partial<Answers> = {}): Inventory {
  return buildInventory(snapshotsWith(change));
}

/** An endpoint of the VPC that is there already. */
export function existing(more: JsonObject = {}): Item {
  return endpoint('vpce-0ddddddddddddddd1', { VpcId: VPC, ServiceName: SQS, SubnetIds: [SPARE], Groups: [], ...more });
}

/** Requests of every kind, by name, with the estate that each is made in. */
export const NEW_ENDPOINTS: Readonly<
  Record<string, { readonly inventory: Inventory; readonly request: NewEndpointRequest }>
> = {
  new_service: { inventory: inventoryWith(), request: { service: SERVICE, vpc: VPC } },
  new_sqs: {
    inventory: inventoryWith({
      vpc: {
        VpcId: VPC,
        OwnerId: CONSUMER,
        CidrBlock: '10.9.0.0/16',
        CidrBlockAssociationSet: [
          { CidrBlock: '10.9.0.0/16', CidrBlockState: { State: 'associated' } },
          { CidrBlock: '100.64.0.0/16', CidrBlockState: { State: 'associated' } },
        ],
        Ipv6CidrBlockAssociationSet: [
          { Ipv6CidrBlock: '2001:db8:9::/56', Ipv6CidrBlockState: { State: 'associated' } },
        ],
      },
      subnets: [
        subnetOf(SUBNETS[0], 1, { Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8:9:1::/64' }] }),
        subnetOf(SUBNETS[1], 2, { Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8:9:2::/64' }] }),
      ],
    }),
    request: { service: 'sqs', vpc: VPC, ipAddressType: 'dualstack', name: 'queues' },
  },
  new_ports: {
    inventory: inventoryWith({
      listeners: [
        { ListenerArn: `${NLB}/1`, LoadBalancerArn: NLB, Port: 443, Protocol: 'TCP_UDP' },
        { ListenerArn: `${NLB}/2`, LoadBalancerArn: NLB, Port: 53, Protocol: 'UDP' },
      ],
    }),
    request: { service: SERVICE, vpc: VPC, privateDns: false },
  },
  new_group: {
    inventory: inventoryWith(),
    request: { service: SERVICE, vpc: VPC, securityGroups: ['sg-0d0d0d0d0d0d0d0d0'], subnets: [SPARE] },
  },
  new_set: { inventory: inventoryWith(), request: { service: 'private-ecs', vpc: VPC } },
  new_hidden: {
    inventory: inventoryWith({
      detail: undefined,
      service: undefined,
      zones: undefined,
      dnsSupport: undefined,
      endpoints: undefined,
    }),
    request: { service: SERVICE, vpc: VPC, ports: ['5432'] },
  },
};
