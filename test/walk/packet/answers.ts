/*
 * What AWS answered, as it stands in a snapshot's JSON, found again by id. The walk reads nothing else, and nothing under
 * test/walk/packet imports the product: what it says of a packet has to be its own reading of AWS’s pages.
 */

export interface Permission {
  readonly IpProtocol: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly IpRanges: readonly { readonly CidrIp: string }[];
  readonly UserIdGroupPairs: readonly { readonly GroupId: string }[];
  readonly PrefixListIds: readonly { readonly PrefixListId: string }[];
}

export interface Entry {
  readonly RuleNumber: number;
  readonly Protocol: string;
  readonly RuleAction: 'allow' | 'deny';
  readonly Egress: boolean;
  readonly CidrBlock?: string;
  readonly PortRange?: { readonly From: number; readonly To: number };
}

export interface Interface {
  readonly NetworkInterfaceId: string;
  readonly InterfaceType: string;
  readonly Description: string;
  readonly SubnetId: string;
  readonly VpcId: string;
  readonly AvailabilityZoneId: string;
  readonly PrivateIpAddress: string;
  readonly Groups: readonly { readonly GroupId: string }[];
  readonly Attachment?: { readonly InstanceId: string; readonly DeviceIndex: number };
}

export interface Endpoint {
  readonly VpcEndpointId: string;
  readonly VpcId: string;
  readonly ServiceName: string;
  readonly State: string;
  readonly Groups: readonly { readonly GroupId: string }[];
  readonly NetworkInterfaceIds: readonly string[];
  readonly RouteTableIds: readonly string[];
  readonly PrivateDnsEnabled: boolean;
}

export interface LoadBalancer {
  readonly LoadBalancerArn: string;
  readonly VpcId: string;
  readonly State: { readonly Code: string };
  readonly SecurityGroups?: readonly string[];
  readonly EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic?: string;
  readonly AvailabilityZones: readonly { readonly ZoneName: string; readonly SubnetId: string }[];
}

export interface Listener {
  readonly Port: number;
  readonly Protocol: string;
  readonly DefaultActions: readonly {
    readonly ForwardConfig: {
      readonly TargetGroups: readonly { readonly TargetGroupArn: string; readonly Weight: number }[];
    };
  }[];
}

export interface TargetGroup {
  readonly TargetGroupArn: string;
  readonly TargetType: string;
  readonly Protocol: string;
  readonly Port: number;
  readonly VpcId: string;
  readonly HealthCheckPort: string;
}

export interface Target {
  readonly Target: { readonly Id: string; readonly Port?: number; readonly AvailabilityZone?: string };
  readonly TargetHealth: { readonly State: string };
}

export interface RouteTable {
  readonly RouteTableId: string;
  readonly VpcId: string;
  readonly Associations: readonly { readonly SubnetId?: string; readonly Main: boolean }[];
  readonly Routes: readonly {
    readonly DestinationPrefixListId?: string;
    readonly DestinationCidrBlock?: string;
    readonly GatewayId?: string;
    readonly Origin: string;
    readonly State: string;
  }[];
}

interface Call {
  readonly operation: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly output?: unknown;
}

/** Everything that was answered, by id. */
export interface Answers {
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly interfaces: ReadonlyMap<string, Interface>;
  readonly groups: ReadonlyMap<
    string,
    { readonly IpPermissions: readonly Permission[]; readonly IpPermissionsEgress: readonly Permission[] }
  >;
  readonly prefixLists: ReadonlyMap<string, readonly string[]>;
  /** The entries of the network ACL around a subnet. */
  readonly entriesOf: ReadonlyMap<string, readonly Entry[]>;
  /** The zone id of a subnet. */
  readonly zoneOf: ReadonlyMap<string, string>;
  readonly vpcOf: ReadonlyMap<string, string>;
  readonly routeTables: readonly RouteTable[];
  readonly attributes: ReadonlyMap<string, boolean>;
  readonly services: ReadonlyMap<string, readonly string[]>;
  readonly loadBalancers: ReadonlyMap<string, LoadBalancer>;
  readonly listeners: ReadonlyMap<string, readonly Listener[]>;
  readonly targetGroups: ReadonlyMap<string, TargetGroup>;
  readonly targets: ReadonlyMap<string, readonly Target[]>;
  /** Attributes of load balancers and target groups by ARN. */
  readonly settings: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Reads the answers of a snapshot. */
export function answersOf(snapshot: { readonly scopes: readonly { readonly calls: readonly Call[] }[] }): Answers {
  const calls = snapshot.scopes.flatMap((scope) => scope.calls);
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- names what AWS answers there
  const rows = <T>(operation: string, field: string): readonly T[] =>
    calls
      .filter((call) => call.operation === operation)
      .flatMap((call) => (call.output as Record<string, readonly T[]>)[field] ?? []);
  const byParameter = <T>(operation: string, parameter: string, field: string): ReadonlyMap<string, T> =>
    new Map(
      calls
        .filter((call) => call.operation === operation)
        .map((call) => [String(call.params[parameter]), (call.output as Record<string, T>)[field] as T]),
    );
  const subnets = rows<{ SubnetId: string; AvailabilityZoneId: string; VpcId: string }>(
    'ec2:DescribeSubnets',
    'Subnets',
  );
  const acls = rows<{ Associations: readonly { SubnetId: string }[]; Entries: readonly Entry[] }>(
    'ec2:DescribeNetworkAcls',
    'NetworkAcls',
  );
  const groups = rows<{ GroupId: string; IpPermissions: Permission[]; IpPermissionsEgress: Permission[] }>(
    'ec2:DescribeSecurityGroups',
    'SecurityGroups',
  );
  const attributes = calls
    .filter((call) => call.operation === 'ec2:DescribeVpcAttribute')
    .flatMap((call) =>
      Object.entries(call.output as Record<string, { Value?: boolean }>).map(([name, value]): [string, boolean] => [
        `${String(call.params['VpcId'])} ${name}`,
        value.Value === true,
      ]),
    );
  const settings = calls
    .filter((call) => /:Describe(?:LoadBalancer|TargetGroup)Attributes$/.test(call.operation))
    .map((call): [string, ReadonlyMap<string, string>] => [
      String(call.params['LoadBalancerArn'] ?? call.params['TargetGroupArn']),
      new Map(
        (call.output as { Attributes: readonly { Key: string; Value: string }[] }).Attributes.map(({ Key, Value }) => [
          Key,
          Value,
        ]),
      ),
    ]);
  const managed = byParameter<readonly { Cidr: string }[]>(
    'ec2:GetManagedPrefixListEntries',
    'PrefixListId',
    'Entries',
  );
  return {
    endpoints: new Map(
      rows<Endpoint>('ec2:DescribeVpcEndpoints', 'VpcEndpoints').map((item) => [item.VpcEndpointId, item]),
    ),
    interfaces: new Map(
      rows<Interface>('ec2:DescribeNetworkInterfaces', 'NetworkInterfaces').map((item) => [
        item.NetworkInterfaceId,
        item,
      ]),
    ),
    groups: new Map(groups.map((item) => [item.GroupId, item])),
    prefixLists: new Map([
      ...rows<{ PrefixListId: string; Cidrs?: readonly string[] }>('ec2:DescribePrefixLists', 'PrefixLists').map(
        (item): [string, readonly string[]] => [item.PrefixListId, item.Cidrs ?? []],
      ),
      ...[...managed].map(([id, entries]): [string, readonly string[]] => [id, entries.map(({ Cidr }) => Cidr)]),
    ]),
    entriesOf: new Map(
      acls.flatMap((acl) =>
        acl.Associations.map(({ SubnetId }): [string, readonly Entry[]] => [
          SubnetId,
          [...acl.Entries].sort((a, b) => a.RuleNumber - b.RuleNumber),
        ]),
      ),
    ),
    zoneOf: new Map(subnets.map((item) => [item.SubnetId, item.AvailabilityZoneId])),
    vpcOf: new Map(subnets.map((item) => [item.SubnetId, item.VpcId])),
    routeTables: rows<RouteTable>('ec2:DescribeRouteTables', 'RouteTables'),
    attributes: new Map(attributes),
    services: new Map(
      rows<{ ServiceName: string; NetworkLoadBalancerArns: readonly string[] }>(
        'ec2:DescribeVpcEndpointServiceConfigurations',
        'ServiceConfigurations',
      ).map((item) => [item.ServiceName, item.NetworkLoadBalancerArns]),
    ),
    loadBalancers: new Map(
      rows<LoadBalancer>('elasticloadbalancing:DescribeLoadBalancers', 'LoadBalancers').map((item) => [
        item.LoadBalancerArn,
        item,
      ]),
    ),
    listeners: byParameter('elasticloadbalancing:DescribeListeners', 'LoadBalancerArn', 'Listeners'),
    targetGroups: new Map(
      rows<TargetGroup>('elasticloadbalancing:DescribeTargetGroups', 'TargetGroups').map((item) => [
        item.TargetGroupArn,
        item,
      ]),
    ),
    targets: byParameter('elasticloadbalancing:DescribeTargetHealth', 'TargetGroupArn', 'TargetHealthDescriptions'),
    settings: new Map(settings),
  };
}
