import type { Inventory } from '../../../src/core/model/inventory.ts';
import type { SnapshotCall } from '../../../src/core/model/snapshot.ts';
import {
  call,
  CONSUMER,
  endpoint,
  inventoryOf,
  latticeCalls,
  ORDERS_NLB,
  ORDERS_SERVICE,
  PROVIDER,
  providerCalls,
  tagList,
  type Item,
} from './estate.ts';

/*
 * A service and its consumer in one account, with what is around both: security groups that refer to each other, to
 * themselves, to prefix lists and to another account's group.
 */

const VPC = 'vpc-0aaaaaaaaaaaaaaaa';
export const PATH_ENDPOINT = 'vpce-0000000000000ddd1';
export const CLIENTS = 'sg-0c0c0c0c0c0c0c0c0';
export const FRONT = 'sg-0aaaaaaaaaaaaaaaa';
export const DEFAULT_GROUP = 'sg-0dddddddddddddddd';
const FOREIGN = 'sg-0f0f0f0f0f0f0f0f0';
const S3_LIST = 'pl-0a0a0a0a';
const OFFICES = 'pl-0b0b0b0b';

/** All that a description may hold: Terraform must not take it for its own, nor a template for a function or a comment. */
export const ODD_DESCRIPTION = 'clients: ${var.x} $${y} {a} #1 & !Ref */ = *';

interface Rule {
  readonly id: string;
  readonly group: string;
  readonly egress?: boolean;
  readonly protocol?: string;
  readonly ports?: readonly [number, number];
  readonly peer: Item;
  readonly more?: Item;
}

const RULES: readonly Rule[] = [
  { id: 'sgr-0000000000000ccc1', group: CLIENTS, ports: [443, 443], peer: { CidrIpv4: '10.1.0.0/16' } },
  {
    id: 'sgr-0000000000000ccc2',
    group: CLIENTS,
    ports: [443, 443],
    peer: { ReferencedGroupInfo: { GroupId: CLIENTS, UserId: PROVIDER } },
    more: { Description: ODD_DESCRIPTION, Tags: tagList({ Name: 'among themselves' }) },
  },
  {
    id: 'sgr-0000000000000ccc3',
    group: CLIENTS,
    egress: true,
    ports: [443, 444],
    peer: { ReferencedGroupInfo: { GroupId: FRONT, UserId: PROVIDER } },
  },
  { id: 'sgr-0000000000000ccc4', group: CLIENTS, egress: true, ports: [443, 443], peer: { PrefixListId: S3_LIST } },
  {
    id: 'sgr-0000000000000ccc5',
    group: CLIENTS,
    egress: true,
    protocol: '-1',
    peer: { CidrIpv6: '::/0' },
    more: { Description: 'everywhere' },
  },
  {
    id: 'sgr-0000000000000fff1',
    group: FRONT,
    ports: [443, 443],
    peer: { ReferencedGroupInfo: { GroupId: CLIENTS, UserId: PROVIDER } },
  },
  {
    id: 'sgr-0000000000000fff2',
    group: FRONT,
    ports: [443, 443],
    peer: { ReferencedGroupInfo: { GroupId: FOREIGN, UserId: CONSUMER } },
  },
  { id: 'sgr-0000000000000fff3', group: FRONT, protocol: 'icmp', ports: [8, -1], peer: { PrefixListId: OFFICES } },
];

function answered({ id, group, egress = false, protocol = 'tcp', ports = [-1, -1], peer, more = {} }: Rule): Item {
  const [FromPort, ToPort] = ports;
  return {
    SecurityGroupRuleId: id,
    GroupId: group,
    GroupOwnerId: PROVIDER,
    IsEgress: egress,
    IpProtocol: protocol,
    FromPort,
    ToPort,
    ...peer,
    ...more,
  };
}

/** The same rules as DescribeSecurityGroups has them. */
function permissions(group: string, isEgress: boolean): Item[] {
  return RULES.filter((rule) => rule.group === group && (rule.egress ?? false) === isEgress).map(
    ({ protocol = 'tcp', ports, peer, more }) => {
      const described = more?.['Description'] === undefined ? {} : { Description: more['Description'] };
      const referenced = peer['ReferencedGroupInfo'];
      return {
        IpProtocol: protocol,
        ...(ports === undefined ? {} : { FromPort: ports[0], ToPort: ports[1] }),
        IpRanges: peer['CidrIpv4'] === undefined ? [] : [{ CidrIp: peer['CidrIpv4'], ...described }],
        Ipv6Ranges: peer['CidrIpv6'] === undefined ? [] : [{ CidrIpv6: peer['CidrIpv6'], ...described }],
        PrefixListIds: peer['PrefixListId'] === undefined ? [] : [{ PrefixListId: peer['PrefixListId'], ...described }],
        UserIdGroupPairs: referenced === undefined ? [] : [{ ...(referenced as Item), ...described }],
      };
    },
  );
}

function group(id: string, name: string, Description: string, tags: Readonly<Record<string, string>>): Item {
  return {
    GroupId: id,
    GroupName: name,
    Description,
    OwnerId: PROVIDER,
    VpcId: VPC,
    IpPermissions: permissions(id, false),
    IpPermissionsEgress: permissions(id, true),
    Tags: tagList(tags),
  };
}

const certificate = (id: string): string => `arn:aws:acm:eu-west-1:${PROVIDER}:certificate/${id}`;
export const TLS_LISTENER = `${ORDERS_NLB.replace('loadbalancer', 'listener')}/0000000000008443`;
export const MORE_CERTIFICATES = [
  certificate('11111111-89ab-cdef-0123-456789abcdef'),
  certificate('22222222-89ab-cdef-0123-456789abcdef'),
];

/** Of the VPC: one to a bucket with everything chosen, one to a log group as AWS suggests it. */
function flowLogs(): Item[] {
  const common = { FlowLogStatus: 'ACTIVE', DeliverLogsStatus: 'SUCCESS', ResourceId: VPC };
  return [
    {
      ...common,
      FlowLogId: 'fl-0000000000000ccc1',
      TrafficType: 'ALL',
      LogDestinationType: 's3',
      LogDestination: 'arn:aws:s3:::flow-logs/orders',
      LogFormat: '${version} ${vpc-id} ${srcaddr} ${dstaddr} ${action}',
      MaxAggregationInterval: 60,
      DestinationOptions: { FileFormat: 'parquet', HiveCompatiblePartitions: true, PerHourPartition: true },
      Tags: tagList({ Name: 'orders traffic' }),
    },
    {
      ...common,
      FlowLogId: 'fl-0000000000000ccc2',
      TrafficType: 'REJECT',
      LogDestinationType: 'cloud-watch-logs',
      LogDestination: `arn:aws:logs:eu-west-1:${PROVIDER}:log-group:/vpc/orders`,
      LogGroupName: '/vpc/orders',
      DeliverLogsPermissionArn: `arn:aws:iam::${PROVIDER}:role/flow-logs`,
      LogFormat:
        '${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}',
      MaxAggregationInterval: 600,
      Tags: [],
    },
    { ...common, FlowLogId: 'fl-0000000000000eee1', ResourceId: 'vpc-0eeeeeeeeeeeeeeee', TrafficType: 'ALL' },
  ];
}

function groups(): Item[] {
  return [
    group(CLIENTS, 'orders-clients', ODD_DESCRIPTION, { Name: 'clients', team: 'payments' }),
    group(FRONT, 'orders-front', 'In front of orders', {}),
    group(DEFAULT_GROUP, 'default', 'default VPC security group', {}),
  ];
}

export const GROUP_RULES = 'ec2:DescribeSecurityGroupRules';

/** The endpoint and everything on its path. */
export function pathCalls(): SnapshotCall[] {
  const kept = providerCalls().map((row) => {
    const services = row.output['ServiceConfigurations'] as Item[] | undefined;
    if (services === undefined) return row;
    return {
      ...row,
      output: { ServiceConfigurations: services.filter((item) => item['ServiceId'] === ORDERS_SERVICE) },
    };
  });
  return [
    ...kept,
    call('ec2:DescribeVpcEndpoints', {
      VpcEndpoints: [
        endpoint(PATH_ENDPOINT, {
          OwnerId: PROVIDER,
          VpcId: VPC,
          SubnetIds: ['subnet-0aaaaaaa', 'subnet-0bbbbbbb'],
          Groups: [
            { GroupId: CLIENTS, GroupName: 'orders-clients' },
            { GroupId: DEFAULT_GROUP, GroupName: 'default' },
          ],
          Tags: tagList({ Name: 'orders-client' }),
        }),
      ],
    }),
    call('ec2:DescribeSecurityGroups', { SecurityGroups: groups() }),
    call(GROUP_RULES, { SecurityGroupRules: RULES.map(answered) }),
    call(
      'elasticloadbalancing:DescribeListenerCertificates',
      {
        Certificates: [
          { CertificateArn: certificate('01234567-89ab-cdef-0123-456789abcdef'), IsDefault: true },
          ...MORE_CERTIFICATES.map((CertificateArn) => ({ CertificateArn, IsDefault: false })),
        ],
      },
      { params: { ListenerArn: TLS_LISTENER } },
    ),
    call('ec2:DescribeVpcEndpointConnections', {
      VpcEndpointConnections: [
        { ServiceId: ORDERS_SERVICE, VpcEndpointId: PATH_ENDPOINT, VpcEndpointState: 'available' },
        { ServiceId: ORDERS_SERVICE, VpcEndpointId: 'vpce-0000000000000eee1', VpcEndpointState: 'available' },
        { ServiceId: ORDERS_SERVICE, VpcEndpointId: 'vpce-0000000000000eee2', VpcEndpointState: 'pendingAcceptance' },
      ].map((item) => ({ ...item, VpcEndpointOwner: PROVIDER })),
    }),
    call('ec2:DescribeFlowLogs', { FlowLogs: flowLogs() }),
  ];
}

export function pathInventory(calls: readonly SnapshotCall[] = pathCalls()): Inventory {
  return inventoryOf(PROVIDER, calls);
}

const lattice = (kind: string, id: string): string => `arn:aws:vpc-lattice:eu-west-1:${CONSUMER}:${kind}/${id}`;
export const NETWORK = 'sn-0aaaaaaaaaaaaaaaa';
export const NETWORK_ENDPOINT = 'vpce-0000000000000ddd2';

/** A service network with two resources, one of which another account shares, and the endpoint that leads to it. */
export function networkCalls(): SnapshotCall[] {
  const association = (id: string, resource: string, name: string): Item => ({
    id,
    arn: lattice('servicenetworkresourceassociation', id),
    status: 'ACTIVE',
    serviceNetworkId: NETWORK,
    serviceNetworkArn: lattice('servicenetwork', NETWORK),
    serviceNetworkName: 'databases',
    resourceConfigurationId: resource,
    resourceConfigurationArn: lattice('resourceconfiguration', resource),
    resourceConfigurationName: name,
    isManagedAssociation: false,
    privateDnsEnabled: false,
  });
  const isOther = ({ operation }: SnapshotCall): boolean => operation !== 'ec2:DescribeVpcEndpoints';
  return [
    ...latticeCalls().filter(isOther),
    call('vpc-lattice:ListServiceNetworks', {
      items: [{ id: NETWORK, arn: lattice('servicenetwork', NETWORK), name: 'databases' }],
    }),
    call(
      'vpc-lattice:ListServiceNetworkResourceAssociations',
      {
        items: [
          association('snra-0aaaaaaaaaaaaaaa1', 'rcfg-0aaaaaaaaaaaaaaa1', 'orders-db'),
          association('snra-0aaaaaaaaaaaaaaa2', 'rcfg-0fffffffffffffff1', 'ledger'),
        ],
      },
      { params: { serviceNetworkIdentifier: NETWORK } },
    ),
    call('ec2:DescribeVpcEndpoints', {
      VpcEndpoints: [
        endpoint(NETWORK_ENDPOINT, {
          VpcEndpointType: 'ServiceNetwork',
          ServiceName: undefined,
          DnsOptions: undefined,
          ServiceNetworkArn: lattice('servicenetwork', NETWORK),
          Tags: tagList({ Name: 'mesh' }),
        }),
      ],
    }),
  ];
}

export function networkInventory(): Inventory {
  return inventoryOf(CONSUMER, networkCalls());
}
