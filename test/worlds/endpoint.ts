import { addInterface, type SubnetWorld, type VpcWorld } from './network.ts';
import { showService, type ServiceWorld } from './service.ts';
import { awsId, hex, tagsOf, textOf, type Item, type ScopeWorld } from './world.ts';

export interface EndpointWorld {
  readonly id: string;
  readonly raw: Item;
  readonly scope: ScopeWorld;
  readonly vpc: VpcWorld;
  /** The provider's view of it; AWS's own services have none that anyone can read. */
  readonly connection: Item | undefined;
}

interface EndpointInput {
  readonly name: string;
  readonly groupIds: readonly string[];
  readonly subnets?: readonly SubnetWorld[];
  readonly privateDns?: boolean;
  readonly state?: string;
  readonly created?: string;
  readonly policy?: object;
  readonly tags?: Readonly<Record<string, string>>;
}

const CREATED = '2025-09-02T14:05:10.000Z';

/** The policy that AWS attaches when none is given. */
export const FULL_ACCESS = {
  Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }],
};

/** An interface endpoint for a provider's service, with an interface in each subnet and its connection at the provider. */
export function addEndpoint(
  scope: ScopeWorld,
  vpc: VpcWorld,
  service: ServiceWorld,
  given: EndpointInput,
): EndpointWorld {
  const privateName = service.configuration['PrivateDnsName'];
  const detail = showService(scope, service);
  const raw = interfaceEndpoint(scope, vpc, service.serviceName, {
    ...given,
    privateNames: given.privateDns === true && typeof privateName === 'string' ? [privateName] : [],
    baseName: `${service.id}.${service.scope.region}.vpce.amazonaws.com`,
    serviceRegion: service.scope.region,
  });
  const connection: Item = {
    ServiceId: service.id,
    VpcEndpointId: raw['VpcEndpointId'] ?? '',
    VpcEndpointOwner: scope.account,
    VpcEndpointState: given.state ?? 'available',
    CreationTimestamp: given.created ?? CREATED,
    NetworkLoadBalancerArns: [...(service.configuration['NetworkLoadBalancerArns'] as string[])],
    IpAddressType: 'ipv4',
    VpcEndpointConnectionId: awsId('vpce-con', textOf(raw, 'VpcEndpointId')),
    VpcEndpointRegion: scope.region,
    Tags: [],
  };
  service.scope.tables['ec2:DescribeVpcEndpointConnections'].push(connection);
  detail['AcceptanceRequired'] = service.configuration['AcceptanceRequired'] ?? true;
  return { id: textOf(raw, 'VpcEndpointId'), raw, scope, vpc, connection };
}

/** An interface endpoint for a service of AWS, for example `ecr.api`. */
export function addAwsEndpoint(scope: ScopeWorld, vpc: VpcWorld, service: string, given: EndpointInput): EndpointWorld {
  const serviceName = `com.amazonaws.${scope.region}.${service}`;
  const privateName = `${service.split('.').reverse().join('.')}.${scope.region}.amazonaws.com`;
  showAwsService(scope, serviceName, 'Interface', vpc, privateName);
  const raw = interfaceEndpoint(scope, vpc, serviceName, {
    ...given,
    policy: given.policy ?? FULL_ACCESS,
    privateNames: given.privateDns === false ? [] : [privateName],
    baseName: `${service.split('.').reverse().join('.')}.${scope.region}.vpce.amazonaws.com`,
    serviceRegion: scope.region,
    privateDns: given.privateDns ?? true,
  });
  return { id: textOf(raw, 'VpcEndpointId'), raw, scope, vpc, connection: undefined };
}

/** A gateway endpoint for `s3` or `dynamodb`, with its route in each of the tables. */
export function addGatewayEndpoint(
  scope: ScopeWorld,
  vpc: VpcWorld,
  service: 's3' | 'dynamodb',
  given: { name: string; routeTables: readonly Item[]; policy?: object; tags?: Readonly<Record<string, string>> },
): EndpointWorld {
  const serviceName = `com.amazonaws.${scope.region}.${service}`;
  showAwsService(scope, serviceName, 'Gateway', vpc);
  const id = awsId('vpce', vpc.id, given.name);
  const prefixListId = awsId('pl', scope.region, service);
  const lists = scope.tables['ec2:DescribePrefixLists'];
  if (!lists.some((list) => list['PrefixListId'] === prefixListId)) {
    lists.push({
      PrefixListId: prefixListId,
      PrefixListName: serviceName,
      // Documentation ranges stand in for AWS's.
      Cidrs: service === 's3' ? ['192.0.2.0/25', '198.51.100.0/24'] : ['192.0.2.128/25', '203.0.113.0/24'],
    });
  }
  for (const table of given.routeTables) {
    (table['Routes'] as Item[]).push({
      DestinationPrefixListId: prefixListId,
      GatewayId: id,
      Origin: 'CreateRoute',
      State: 'active',
    });
  }
  const raw: Item = {
    VpcEndpointId: id,
    VpcEndpointType: 'Gateway',
    VpcId: vpc.id,
    ServiceName: serviceName,
    State: 'available',
    PolicyDocument: JSON.stringify({ Version: '2008-10-17', ...(given.policy ?? FULL_ACCESS) }),
    RouteTableIds: given.routeTables.map((table) => table['RouteTableId'] ?? ''),
    SubnetIds: [],
    Groups: [],
    PrivateDnsEnabled: false,
    RequesterManaged: false,
    NetworkInterfaceIds: [],
    DnsEntries: [],
    CreationTimestamp: CREATED,
    Tags: tagsOf({ Name: given.name, ...given.tags }),
    OwnerId: scope.account,
    ServiceRegion: scope.region,
  };
  scope.tables['ec2:DescribeVpcEndpoints'].push(raw);
  return { id, raw, scope, vpc, connection: undefined };
}

function interfaceEndpoint(
  scope: ScopeWorld,
  vpc: VpcWorld,
  serviceName: string,
  given: EndpointInput & { privateNames: readonly string[]; baseName: string; serviceRegion: string },
): Item {
  const id = awsId('vpce', vpc.id, given.name);
  const subnets = given.subnets ?? vpc.subnets;
  const unique = hex(['dns', id], 8);
  const groupName = (groupId: string): string => {
    const group = scope.tables['ec2:DescribeSecurityGroups'].find((item) => item['GroupId'] === groupId);
    return textOf(group, 'GroupName');
  };
  const raw: Item = {
    VpcEndpointId: id,
    VpcEndpointType: 'Interface',
    VpcId: vpc.id,
    ServiceName: serviceName,
    State: given.state ?? 'available',
    ...(given.policy === undefined ? {} : { PolicyDocument: JSON.stringify(given.policy, null, 2) }),
    RouteTableIds: [],
    SubnetIds: subnets.map((subnet) => subnet.id),
    Groups: given.groupIds.map((GroupId) => ({ GroupId, GroupName: groupName(GroupId) })),
    IpAddressType: 'ipv4',
    DnsOptions: { DnsRecordIpType: 'ipv4' },
    PrivateDnsEnabled: given.privateDns ?? false,
    RequesterManaged: false,
    NetworkInterfaceIds: subnets.map((subnet) =>
      addInterface(scope, vpc, subnet, {
        host: 180 + (Number.parseInt(hex(['endpoint-host', id], 6), 16) % 70),
        groupIds: given.groupIds,
        description: `VPC Endpoint Interface ${id}`,
        type: 'vpc_endpoint',
        requesterManaged: true,
      }),
    ),
    DnsEntries: [
      { DnsName: `${id}-${unique}.${given.baseName}`, HostedZoneId: 'Z7HUB22UULQXV' },
      ...subnets.map((subnet) => ({
        DnsName: `${id}-${unique}-${subnet.zoneName}.${given.baseName}`,
        HostedZoneId: 'Z7HUB22UULQXV',
      })),
      ...given.privateNames.map((DnsName) => ({ DnsName, HostedZoneId: `Z0${hex(['zone', id], 18).toUpperCase()}` })),
    ],
    CreationTimestamp: given.created ?? CREATED,
    Tags: tagsOf({ Name: given.name, ...given.tags }),
    OwnerId: scope.account,
    ServiceRegion: given.serviceRegion,
  };
  scope.tables['ec2:DescribeVpcEndpoints'].push(raw);
  return raw;
}

function showAwsService(
  scope: ScopeWorld,
  serviceName: string,
  type: 'Interface' | 'Gateway',
  vpc: VpcWorld,
  privateName?: string,
): void {
  const table = scope.tables['ec2:DescribeVpcEndpointServices'];
  // S3 has both a gateway and an interface service of one name.
  if (table.some((item) => item['ServiceName'] === serviceName && typeOf(item) === type)) return;
  table.push({
    ServiceName: serviceName,
    ServiceId: awsId('vpce-svc', 'amazon', serviceName, type),
    ServiceType: [{ ServiceType: type }],
    ServiceRegion: scope.region,
    AvailabilityZoneIds: vpc.subnets.map((subnet) => subnet.zoneId),
    Owner: 'amazon',
    BaseEndpointDnsNames: [`${serviceName.split('.').slice(3).reverse().join('.')}.${scope.region}.vpce.amazonaws.com`],
    ...(privateName === undefined
      ? {}
      : {
          PrivateDnsName: privateName,
          PrivateDnsNames: [{ PrivateDnsName: privateName }],
          PrivateDnsNameVerificationState: 'verified',
        }),
    VpcEndpointPolicySupported: true,
    AcceptanceRequired: false,
    ManagesVpcEndpoints: false,
    SupportedIpAddressTypes: ['ipv4'],
    Tags: [],
  });
}

function typeOf(item: Item): string {
  return textOf((item['ServiceType'] as Item[])[0], 'ServiceType');
}
