import { awsId, tagsOf, textOf, type Item, type ScopeWorld } from './world.ts';

export interface SubnetWorld {
  readonly id: string;
  readonly cidr: string;
  readonly zoneId: string;
  readonly zoneName: string;
  /** The subnet's address at an offset, for example `10.20.1.10`. */
  readonly address: (host: number) => string;
  readonly raw: Item;
}

export interface VpcWorld {
  readonly id: string;
  readonly name: string;
  readonly cidr: string;
  readonly subnets: readonly SubnetWorld[];
  readonly routeTable: Item;
  readonly networkAcl: Item;
  readonly defaultGroupId: string;
  readonly raw: Item;
}

/** Zone names are shuffled for each account, zone ids are not: https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html. */
export function zoneName(account: string, zoneId: string, region: string): string {
  const zone = Number(zoneId.slice(-1));
  const shift = Number(account.at(-1));
  return `${region}${'abcdef'.charAt((zone - 1 + shift) % 6)}`;
}

/** A VPC with a subnet in each zone, its main route table, its default network ACL, group and DHCP options. */
export function addVpc(
  scope: ScopeWorld,
  given: {
    name: string;
    cidr: string;
    zoneIds: readonly string[];
    tier?: string;
    dnsHostnames?: boolean;
    dnsSupport?: boolean;
  },
): VpcWorld {
  const { account, region, tables } = scope;
  const id = awsId('vpc', account, given.name);
  const dhcp = awsId('dopt', account, region);
  if (tables['ec2:DescribeDhcpOptions'].length === 0) {
    tables['ec2:DescribeDhcpOptions'].push({
      DhcpOptionsId: dhcp,
      OwnerId: account,
      DhcpConfigurations: [
        {
          Key: 'domain-name',
          Values: [{ Value: region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal` }],
        },
        { Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] },
      ],
      Tags: [],
    });
  }
  const raw: Item = {
    VpcId: id,
    OwnerId: account,
    CidrBlock: given.cidr,
    DhcpOptionsId: dhcp,
    State: 'available',
    InstanceTenancy: 'default',
    IsDefault: false,
    CidrBlockAssociationSet: [
      { AssociationId: awsId('vpc-cidr-assoc', id), CidrBlock: given.cidr, CidrBlockState: { State: 'associated' } },
    ],
    Tags: tagsOf({ Name: given.name }),
  };
  tables['ec2:DescribeVpcs'].push(raw);
  for (const [attribute, field, value] of [
    ['enableDnsSupport', 'EnableDnsSupport', given.dnsSupport ?? true],
    ['enableDnsHostnames', 'EnableDnsHostnames', given.dnsHostnames ?? true],
  ] as const) {
    const output = { VpcId: id, [field]: { Value: value } };
    scope.answers.push({ operation: 'ec2:DescribeVpcAttribute', params: { VpcId: id, Attribute: attribute }, output });
  }
  const routeTable: Item = {
    RouteTableId: awsId('rtb', id, 'main'),
    VpcId: id,
    OwnerId: account,
    Associations: [
      { RouteTableAssociationId: awsId('rtbassoc', id, 'main'), RouteTableId: awsId('rtb', id, 'main'), Main: true },
    ],
    Routes: [{ DestinationCidrBlock: given.cidr, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' }],
    Tags: tagsOf({ Name: `${given.name}-private` }),
  };
  tables['ec2:DescribeRouteTables'].push(routeTable);
  const networkAcl: Item = {
    NetworkAclId: awsId('acl', id),
    VpcId: id,
    OwnerId: account,
    IsDefault: true,
    Associations: [],
    Entries: [...aclEntries(false, { number: 100 }), ...aclEntries(true, { number: 100 })],
    Tags: [],
  };
  tables['ec2:DescribeNetworkAcls'].push(networkAcl);
  const defaultGroupId = addGroup(scope, id, 'default', 'default VPC security group', []);
  const vpc = { id, name: given.name, cidr: given.cidr, routeTable, networkAcl, defaultGroupId, raw };
  return { ...vpc, subnets: addSubnets(scope, vpc, { zoneIds: given.zoneIds, tier: given.tier ?? 'private' }) };
}

/** A subnet in each zone, under the VPC's main route table and its default network ACL. */
export function addSubnets(
  scope: ScopeWorld,
  vpc: Omit<VpcWorld, 'subnets'>,
  given: { zoneIds: readonly string[]; tier: string; firstNet?: number },
): readonly SubnetWorld[] {
  const { account, region, partition, tables } = scope;
  const [a, b] = vpc.cidr.split('.');
  return given.zoneIds.map((zoneId, index) => {
    const net = `${a}.${b}.${(given.firstNet ?? 1) + index}`;
    const id = awsId('subnet', vpc.id, zoneId, ...(given.firstNet === undefined ? [] : [given.tier]));
    const name = zoneName(account, zoneId, region);
    const raw: Item = {
      SubnetId: id,
      SubnetArn: `arn:${partition}:ec2:${region}:${account}:subnet/${id}`,
      VpcId: vpc.id,
      OwnerId: account,
      State: 'available',
      CidrBlock: `${net}.0/24`,
      AvailabilityZone: name,
      AvailabilityZoneId: zoneId,
      AvailableIpAddressCount: 240,
      DefaultForAz: false,
      MapPublicIpOnLaunch: false,
      Ipv6CidrBlockAssociationSet: [],
      Tags: tagsOf({ Name: `${vpc.name}-${given.tier}-${zoneId.split('-')[1] ?? zoneId}` }),
    };
    tables['ec2:DescribeSubnets'].push(raw);
    const RouteTableId = vpc.routeTable['RouteTableId'] ?? '';
    (vpc.routeTable['Associations'] as Item[]).push({
      RouteTableAssociationId: awsId('rtbassoc', id),
      RouteTableId,
      SubnetId: id,
      Main: false,
    });
    (vpc.networkAcl['Associations'] as Item[]).push({
      NetworkAclAssociationId: awsId('aclassoc', id),
      NetworkAclId: vpc.networkAcl['NetworkAclId'] ?? '',
      SubnetId: id,
    });
    return { id, cidr: `${net}.0/24`, zoneId, zoneName: name, address: (host) => `${net}.${host}`, raw };
  });
}

/** Entries of one direction in order, each allowing what it names, and the denial that AWS puts last. */
export function aclEntries(
  egress: boolean,
  ...allowed: readonly { number: number; cidr?: string; from?: number; to?: number }[]
): readonly Item[] {
  return [
    ...allowed.map(({ number, cidr, from, to }): Item => ({
      RuleNumber: number,
      Protocol: from === undefined ? '-1' : '6',
      RuleAction: 'allow',
      Egress: egress,
      CidrBlock: cidr ?? '0.0.0.0/0',
      ...(from === undefined ? {} : { PortRange: { From: from, To: to ?? from } }),
    })),
    { RuleNumber: 32767, Protocol: '-1', RuleAction: 'deny', Egress: egress, CidrBlock: '0.0.0.0/0' },
  ];
}

/** A network ACL of its own for these subnets, which leave the one they had. @returns its id */
export function addNetworkAcl(
  scope: ScopeWorld,
  vpc: VpcWorld,
  subnets: readonly SubnetWorld[],
  given: { name: string; entries: readonly Item[] },
): string {
  const NetworkAclId = awsId('acl', vpc.id, given.name);
  const moved = new Set(subnets.map((subnet) => subnet.id));
  for (const acl of scope.tables['ec2:DescribeNetworkAcls']) {
    acl['Associations'] = (acl['Associations'] as Item[]).filter((item) => !moved.has(textOf(item, 'SubnetId')));
  }
  scope.tables['ec2:DescribeNetworkAcls'].push({
    NetworkAclId,
    VpcId: vpc.id,
    OwnerId: scope.account,
    IsDefault: false,
    Associations: subnets.map(({ id }) => ({
      NetworkAclAssociationId: awsId('aclassoc', id, given.name),
      NetworkAclId,
      SubnetId: id,
    })),
    Entries: [...given.entries],
    Tags: tagsOf({ Name: `${vpc.name}-${given.name}` }),
  });
  return NetworkAclId;
}

/** `tcp/443 from 10.0.0.0/8` as the API answers it; a source that starts with `sg-` is a reference. */
export function permission(port: number | 'all', ...sources: readonly string[]): Item {
  const range = port === 'all' ? { IpProtocol: '-1' } : { IpProtocol: 'tcp', FromPort: port, ToPort: port };
  return {
    ...range,
    IpRanges: sources.filter((source) => /^\d/.test(source)).map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: sources.filter((source) => source.includes(':')).map((CidrIpv6) => ({ CidrIpv6 })),
    UserIdGroupPairs: sources.filter((source) => source.startsWith('sg-')).map((GroupId) => ({ GroupId })),
    PrefixListIds: sources.filter((source) => source.startsWith('pl-')).map((PrefixListId) => ({ PrefixListId })),
  };
}

/** A security group that lets everything out. @returns its id */
export function addGroup(
  scope: ScopeWorld,
  vpcId: string,
  name: string,
  description: string,
  ingress: readonly Item[],
): string {
  const GroupId = awsId('sg', vpcId, name);
  scope.tables['ec2:DescribeSecurityGroups'].push({
    GroupId,
    GroupName: name,
    Description: description,
    OwnerId: scope.account,
    VpcId: vpcId,
    SecurityGroupArn: `arn:${scope.partition}:ec2:${scope.region}:${scope.account}:security-group/${GroupId}`,
    IpPermissions: [
      ...ingress.map((item) => ({
        ...item,
        UserIdGroupPairs: ((item['UserIdGroupPairs'] ?? []) as Item[]).map((pair) => ({
          ...pair,
          UserId: scope.account,
        })),
      })),
      ...(name === 'default' ? [{ ...permission('all'), UserIdGroupPairs: [{ GroupId, UserId: scope.account }] }] : []),
    ],
    IpPermissionsEgress: [permission('all', '0.0.0.0/0')],
    Tags: name === 'default' ? [] : tagsOf({ Name: name }),
  });
  return GroupId;
}

export function groupItem(scope: ScopeWorld, groupId: string): Item {
  const found = scope.tables['ec2:DescribeSecurityGroups'].find((group) => group['GroupId'] === groupId);
  if (found === undefined) throw new Error(`The world has no group ${groupId}`);
  return found;
}

/** A network interface that is in use. @returns its id */
export function addInterface(
  scope: ScopeWorld,
  vpc: VpcWorld,
  subnet: SubnetWorld,
  given: {
    host: number;
    groupIds: readonly string[];
    description: string;
    type?: string;
    requesterManaged?: boolean;
    name?: string;
  },
): string {
  const NetworkInterfaceId = awsId('eni', subnet.id, String(given.host));
  const ip = subnet.address(given.host);
  scope.tables['ec2:DescribeNetworkInterfaces'].push({
    NetworkInterfaceId,
    InterfaceType: given.type ?? 'interface',
    Status: 'in-use',
    Description: given.description,
    OwnerId: scope.account,
    RequesterManaged: given.requesterManaged ?? false,
    SubnetId: subnet.id,
    VpcId: vpc.id,
    AvailabilityZone: subnet.zoneName,
    AvailabilityZoneId: subnet.zoneId,
    PrivateIpAddress: ip,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: ip }],
    Ipv6Addresses: [],
    Groups: given.groupIds.map((GroupId) => ({ GroupId, GroupName: textOf(groupItem(scope, GroupId), 'GroupName') })),
    SourceDestCheck: true,
    TagSet: given.name === undefined ? [] : tagsOf({ Name: given.name }),
  });
  return NetworkInterfaceId;
}

/** A workload's interface in each of the VPC's subnets, in a group of its own. @returns the group's id */
export function addWorkload(scope: ScopeWorld, vpc: VpcWorld, name: string, host = 20): string {
  const groupId = addGroup(scope, vpc.id, name, `${name} tasks`, []);
  vpc.subnets.forEach((subnet, index) => {
    addInterface(scope, vpc, subnet, {
      host,
      groupIds: [groupId],
      description: `${name} task ${index + 1}`,
      name: `${name}-${index + 1}`,
    });
  });
  return groupId;
}
