import type { EndpointWorld } from './endpoint.ts';
import { ACCOUNTS } from './healthy.ts';
import {
  addGroup,
  addInterface,
  addSubnets,
  addVpc,
  addWorkload,
  groupItem,
  permission,
  type SubnetWorld,
  type VpcWorld,
} from './network.ts';
import {
  addScope,
  awsId,
  createWorld,
  hex,
  tagsOf,
  textOf,
  uuid,
  type Item,
  type ScopeWorld,
  type World,
} from './world.ts';

/* Resource and service-network endpoints, and what stands behind them: https://docs.aws.amazon.com/vpc/latest/privatelink/resource-configuration.html. */

export interface GatewayWorld {
  readonly id: string;
  readonly raw: Item;
  readonly scope: ScopeWorld;
  readonly vpc: VpcWorld;
  readonly groupId: string;
}

export interface ConfigurationWorld {
  readonly id: string;
  readonly arn: string;
  readonly scope: ScopeWorld;
  /** What the listing says of it; the same for everyone that it is shared with. */
  readonly summary: Item;
  /** What the look-up says of it. */
  readonly detail: Item;
}

export interface NetworkWorld {
  readonly id: string;
  readonly arn: string;
  readonly raw: Item;
  readonly scope: ScopeWorld;
  readonly resources: Item[];
  readonly endpoints: Item[];
}

export interface LatticeEndpointWorld extends EndpointWorld {
  /** What it reaches, as DescribeVpcEndpointAssociations says. */
  readonly associations: readonly Item[];
}

/** A resource gateway in a VPC, with an interface in each of its subnets and a group that lets everything out. */
export function addResourceGateway(
  scope: ScopeWorld,
  vpc: VpcWorld,
  given: { name: string; subnets?: readonly SubnetWorld[] },
): GatewayWorld {
  const id = awsId('rgw', scope.account, given.name);
  const subnets = given.subnets ?? vpc.subnets;
  const groupId = addGroup(scope, vpc.id, `${given.name}-gateway`, 'Towards what is shared', []);
  for (const subnet of subnets) {
    addInterface(scope, vpc, subnet, {
      host: 60 + (Number.parseInt(hex(['gateway-host', id], 6), 16) % 60),
      groupIds: [groupId],
      description: `Resource Gateway Interface ${id}`,
      requesterManaged: true,
    });
  }
  const raw: Item = {
    id,
    arn: latticeArn(scope, 'resourcegateway', id),
    name: given.name,
    status: 'ACTIVE',
    vpcIdentifier: vpc.id,
    subnetIds: subnets.map((subnet) => subnet.id),
    securityGroupIds: [groupId],
    ipAddressType: 'IPV4',
    ipv4AddressesPerEni: 16,
    resourceConfigDnsResolution: 'IN_VPC',
  };
  scope.tables['vpc-lattice:ListResourceGateways'].push(raw);
  return { id, raw, scope, vpc, groupId };
}

/** A server behind a gateway, in a subnet and a group of its own, which admits the gateway's group. @returns its address and group */
export function addResource(
  scope: ScopeWorld,
  gateway: GatewayWorld,
  subnet: SubnetWorld,
  given: { name: string; port: number; host?: number },
): { readonly address: string; readonly groupId: string; readonly interfaceId: string } {
  const groupId = addGroup(scope, gateway.vpc.id, given.name, `${given.name} server`, [
    permission(given.port, gateway.groupId),
  ]);
  const host = given.host ?? 30;
  const interfaceId = addInterface(scope, gateway.vpc, subnet, {
    host,
    groupIds: [groupId],
    description: `${given.name} server`,
    name: given.name,
  });
  return { address: subnet.address(host), groupId, interfaceId };
}

/** A resource configuration: by default of one address, on one port. */
export function addConfiguration(
  scope: ScopeWorld,
  gateway: GatewayWorld | undefined,
  given: {
    name: string;
    definition?: Item;
    portRanges?: readonly string[];
    type?: 'SINGLE' | 'GROUP' | 'CHILD' | 'ARN';
    group?: ConfigurationWorld;
    customDomainName?: string;
  },
): ConfigurationWorld {
  const id = awsId('rcfg', scope.account, given.name);
  const arn = latticeArn(scope, 'resourceconfiguration', id);
  const domain = given.customDomainName;
  const summary: Item = {
    id,
    arn,
    name: given.name,
    type: given.type ?? 'SINGLE',
    status: 'ACTIVE',
    amazonManaged: false,
    ...(gateway === undefined ? {} : { resourceGatewayId: gateway.id }),
    ...(given.group === undefined ? {} : { resourceConfigurationGroupId: given.group.id }),
    ...(domain === undefined ? {} : { customDomainName: domain, domainVerificationId: awsId('dv', domain) }),
  };
  const detail: Item = {
    ...summary,
    allowAssociationToShareableServiceNetwork: true,
    protocol: 'TCP',
    ...(given.portRanges === undefined ? {} : { portRanges: [...given.portRanges] }),
    ...(given.definition === undefined ? {} : { resourceConfigurationDefinition: given.definition }),
    ...(domain === undefined ? {} : { domainVerificationStatus: 'VERIFIED' }),
  };
  const configuration = { id, arn, scope, summary, detail };
  showConfiguration(scope, configuration);
  return configuration;
}

/** Changes what both the listing and the look-up say of a configuration. */
export function changeConfiguration({ summary, detail }: ConfigurationWorld, fields: Item): void {
  Object.assign(summary, fields);
  Object.assign(detail, fields);
}

/** What an account sees of a configuration that is its own or shared with it. */
export function showConfiguration(scope: ScopeWorld, { id, summary, detail }: ConfigurationWorld): void {
  scope.tables['vpc-lattice:ListResourceConfigurations'].push(summary);
  const params = { resourceConfigurationIdentifier: id };
  scope.answers.push(
    { operation: 'vpc-lattice:GetResourceConfiguration', params, output: detail },
    { operation: 'vpc-lattice:ListResourceEndpointAssociations', params, output: { items: [] } },
  );
}

/** A service network, without anything in it. */
export function addServiceNetwork(scope: ScopeWorld, name: string): NetworkWorld {
  const id = awsId('sn', scope.account, name);
  const arn = latticeArn(scope, 'servicenetwork', id);
  const raw: Item = {
    id,
    arn,
    name,
    numberOfAssociatedVPCs: 0,
    numberOfAssociatedServices: 0,
    numberOfAssociatedResourceConfigurations: 0,
  };
  const network: NetworkWorld = { id, arn, raw, scope, resources: [], endpoints: [] };
  showNetwork(scope, network);
  return network;
}

/** What an account sees of a service network that is its own or shared with it. */
export function showNetwork(scope: ScopeWorld, { id, raw, resources, endpoints }: NetworkWorld): void {
  scope.tables['vpc-lattice:ListServiceNetworks'].push(raw);
  const params = { serviceNetworkIdentifier: id };
  scope.answers.push(
    {
      operation: 'vpc-lattice:ListServiceNetworkResourceAssociations',
      params,
      output: { items: resources },
    },
    {
      operation: 'vpc-lattice:ListServiceNetworkVpcEndpointAssociations',
      params,
      output: { items: endpoints },
    },
  );
}

/** Puts a configuration into a service network. @returns the association */
export function associate(network: NetworkWorld, configuration: ConfigurationWorld): Item {
  const id = awsId('snra', network.id, configuration.id);
  const domain = configuration.summary['customDomainName'];
  const item: Item = {
    id,
    arn: latticeArn(network.scope, 'servicenetworkresourceassociation', id),
    status: 'ACTIVE',
    createdBy: network.scope.account,
    resourceConfigurationId: configuration.id,
    resourceConfigurationArn: configuration.arn,
    resourceConfigurationName: configuration.summary['name'] ?? '',
    serviceNetworkId: network.id,
    serviceNetworkArn: network.arn,
    serviceNetworkName: network.raw['name'] ?? '',
    dnsEntry: {
      domainName: `${id}.rcfg.vpc-lattice-rsc.${network.scope.region}.on.aws`,
      hostedZoneId: 'Z03265862FOUNWMZOKUF4',
    },
    privateDnsEnabled: domain !== undefined,
    ...(domain === undefined ? {} : { privateDnsEntry: { domainName: domain } }),
    isManagedAssociation: false,
  };
  network.resources.push(item);
  network.raw['numberOfAssociatedResourceConfigurations'] = network.resources.length;
  return item;
}

/** Shares something of Lattice with another account, as RAM tells it on both sides. @returns the associations of the share */
export function shareWith(owner: ScopeWorld, consumer: ScopeWorld, name: string, arn: string): Item[] {
  const resourceShareArn = `arn:${owner.partition}:ram:${owner.region}:${owner.account}:resource-share/${uuid(arn)}`;
  const share: Item = {
    resourceShareArn,
    name,
    owningAccountId: owner.account,
    status: 'ACTIVE',
    allowExternalPrincipals: true,
  };
  const answer = (scope: ScopeWorld, resourceOwner: string): void => {
    scope.answers.push({
      operation: 'ram:GetResourceShares',
      params: { resourceOwner },
      output: { resourceShares: [share] },
    });
  };
  answer(owner, 'SELF');
  answer(consumer, 'OTHER-ACCOUNTS');
  return [['PRINCIPAL', consumer.account] as const, ['RESOURCE', arn] as const].map(
    ([associationType, associatedEntity]) => {
      const item: Item = {
        resourceShareArn,
        resourceShareName: name,
        associationType,
        associatedEntity,
        status: 'ASSOCIATED',
        external: associationType === 'PRINCIPAL',
      };
      owner.answers.push({
        operation: 'ram:GetResourceShareAssociations',
        params: { associationType },
        output: { resourceShareAssociations: [item] },
      });
      return item;
    },
  );
}

interface LatticeEndpointInput {
  readonly name: string;
  readonly groupIds: readonly string[];
  readonly subnets?: readonly SubnetWorld[];
  readonly privateDns?: boolean;
}

/** A resource endpoint to one configuration. */
export function addResourceEndpoint(
  scope: ScopeWorld,
  vpc: VpcWorld,
  configuration: ConfigurationWorld,
  given: LatticeEndpointInput,
): LatticeEndpointWorld {
  const raw = latticeEndpoint(scope, vpc, 'Resource', { ResourceConfigurationArn: configuration.arn }, given);
  const associations = [addAssociation(scope, raw, configuration)];
  return { id: textOf(raw, 'VpcEndpointId'), raw, scope, vpc, connection: undefined, associations };
}

/** A service-network endpoint, which reaches everything that is in the network by now. */
export function addServiceNetworkEndpoint(
  scope: ScopeWorld,
  vpc: VpcWorld,
  network: NetworkWorld,
  configurations: readonly ConfigurationWorld[],
  given: LatticeEndpointInput,
): LatticeEndpointWorld {
  const raw = latticeEndpoint(scope, vpc, 'ServiceNetwork', { ServiceNetworkArn: network.arn }, given);
  const id = textOf(raw, 'VpcEndpointId');
  network.endpoints.push({
    vpcEndpointId: id,
    vpcId: vpc.id,
    vpcEndpointOwnerId: scope.account,
    id: awsId('vpce-sn-asc', id),
    state: 'Available',
    serviceNetworkArn: network.arn,
  });
  const associations = configurations.map((configuration) => addAssociation(scope, raw, configuration, network));
  return { id, raw, scope, vpc, connection: undefined, associations };
}

/** What an endpoint reaches of one configuration. */
export function addAssociation(
  scope: ScopeWorld,
  endpoint: Item,
  configuration: ConfigurationWorld,
  network?: NetworkWorld,
): Item {
  const VpcEndpointId = textOf(endpoint, 'VpcEndpointId');
  const domain = configuration.summary['customDomainName'];
  const item: Item = {
    Id: awsId('vpce-rsc-asc', VpcEndpointId, configuration.id),
    VpcEndpointId,
    AssociatedResourceAccessibility: 'Accessible',
    AssociatedResourceArn: configuration.arn,
    DnsEntry: {
      DnsName: `${VpcEndpointId}.${configuration.id}.4232ccc.vpc-lattice-rsc.${scope.region}.on.aws`,
      HostedZoneId: 'Z03265862FOUNWMZOKUF4',
    },
    ...(network === undefined ? {} : { ServiceNetworkArn: network.arn, ServiceNetworkName: network.raw['name'] ?? '' }),
    ...(endpoint['PrivateDnsEnabled'] === true && domain !== undefined
      ? { PrivateDnsEntry: { DnsName: domain, HostedZoneId: `Z0${hex(['zone', VpcEndpointId], 18).toUpperCase()}` } }
      : {}),
    Tags: [],
  };
  scope.tables['ec2:DescribeVpcEndpointAssociations'].push(item);
  return item;
}

/** As https://docs.aws.amazon.com/cli/latest/reference/ec2/create-vpc-endpoint.html shows them: without a service's name. */
function latticeEndpoint(
  scope: ScopeWorld,
  vpc: VpcWorld,
  type: 'Resource' | 'ServiceNetwork',
  target: Item,
  given: LatticeEndpointInput,
): Item {
  const id = awsId('vpce', vpc.id, given.name);
  const subnets = given.subnets ?? vpc.subnets;
  const raw: Item = {
    VpcEndpointId: id,
    VpcEndpointType: type,
    VpcId: vpc.id,
    State: 'Available',
    RouteTableIds: [],
    SubnetIds: subnets.map((subnet) => subnet.id),
    Groups: given.groupIds.map((GroupId) => ({ GroupId, GroupName: textOf(groupItem(scope, GroupId), 'GroupName') })),
    IpAddressType: 'IPV4',
    PrivateDnsEnabled: given.privateDns ?? false,
    RequesterManaged: false,
    NetworkInterfaceIds: subnets.map((subnet) =>
      addInterface(scope, vpc, subnet, {
        host: 180 + (Number.parseInt(hex(['endpoint-host', id], 6), 16) % 70),
        groupIds: given.groupIds,
        description: `VPC Endpoint Interface: ${id}`,
        requesterManaged: true,
      }),
    ),
    ...(given.privateDns === true ? { DnsOptions: { PrivateDnsPreference: 'VERIFIED_DOMAINS_ONLY' } } : {}),
    CreationTimestamp: '2025-09-02T14:05:10.000Z',
    Tags: tagsOf({ Name: given.name, owner: 'team-orders' }),
    OwnerId: scope.account,
    ...target,
  };
  scope.tables['ec2:DescribeVpcEndpoints'].push(raw);
  return raw;
}

function latticeArn({ partition, region, account }: ScopeWorld, type: string, id: string): string {
  return `arn:${partition}:vpc-lattice:${region}:${account}:${type}/${id}`;
}

/** A database that clients of another VPC reach through a resource endpoint. */
export interface ResourceEstate {
  readonly world: World;
  readonly consumer: ScopeWorld;
  /** Whose the database is. */
  readonly owner: ScopeWorld;
  readonly consumerVpc: VpcWorld;
  readonly endpointSubnets: readonly SubnetWorld[];
  readonly endpointGroupId: string;
  readonly resourceVpc: VpcWorld;
  readonly gateway: GatewayWorld;
  readonly resource: { readonly address: string; readonly groupId: string; readonly interfaceId: string };
  readonly configuration: ConfigurationWorld;
  readonly endpoint: LatticeEndpointWorld;
}

/** The same with two databases in a service network, which a service-network endpoint reaches. */
export interface ServiceNetworkEstate extends ResourceEstate {
  readonly network: NetworkWorld;
  /** The second one. */
  readonly archive: ConfigurationWorld;
  readonly archiveServer: ResourceEstate['resource'];
  /** What stands in the network, one for each database. */
  readonly memberships: readonly Item[];
}

const ZONE_IDS = ['use1-az1', 'use1-az2'];
const DATABASE_PORT = 5432;

/** Consumer and database in two VPCs of one account. */
export function resourceEstate(): ResourceEstate {
  const world = createWorld();
  const scope = addScope(world, { account: ACCOUNTS.consumer, profiles: ['consumer'] });
  return connected(world, scope, scope);
}

/** The database is another company's, which shares it through RAM. */
export function sharedResourceEstate(): ResourceEstate {
  const world = createWorld();
  const consumer = addScope(world, { account: ACCOUNTS.consumer, profiles: ['consumer'] });
  const owner = addScope(world, { account: ACCOUNTS.provider, profiles: ['provider'] });
  const estate = connected(world, consumer, owner);
  showConfiguration(consumer, estate.configuration);
  shareWith(owner, consumer, 'ledger', estate.configuration.arn);
  return estate;
}

/** A service network of the provider's with two of its databases, shared with the consumer as a whole. */
export function serviceNetworkEstate(): ServiceNetworkEstate {
  const world = createWorld();
  const consumer = addScope(world, { account: ACCOUNTS.consumer, profiles: ['consumer'] });
  const owner = addScope(world, { account: ACCOUNTS.provider, profiles: ['provider'] });
  const sides = bothSides(consumer, owner);
  const network = addServiceNetwork(owner, 'data');
  const archiveServer = addResource(owner, sides.gateway, serverSubnet(sides.resourceVpc, 1), {
    name: 'archive-db',
    port: DATABASE_PORT,
    host: 40,
  });
  const archive = addConfiguration(owner, sides.gateway, {
    name: 'archive',
    definition: { ipResource: { ipAddress: archiveServer.address } },
    portRanges: [String(DATABASE_PORT)],
  });
  const memberships = [sides.configuration, archive].map((item) => associate(network, item));
  showNetwork(consumer, network);
  shareWith(owner, consumer, 'data', network.arn);
  const endpoint = addServiceNetworkEndpoint(consumer, sides.consumerVpc, network, [sides.configuration, archive], {
    name: 'data',
    groupIds: [sides.endpointGroupId],
    subnets: sides.endpointSubnets,
    privateDns: true,
  });
  return { world, consumer, owner, ...sides, network, archive, archiveServer, memberships, endpoint };
}

function connected(world: World, consumer: ScopeWorld, owner: ScopeWorld): ResourceEstate {
  const sides = bothSides(consumer, owner);
  const endpoint = addResourceEndpoint(consumer, sides.consumerVpc, sides.configuration, {
    name: 'ledger-db',
    groupIds: [sides.endpointGroupId],
    subnets: sides.endpointSubnets,
    privateDns: true,
  });
  return { world, consumer, owner, ...sides, endpoint };
}

function bothSides(
  consumer: ScopeWorld,
  owner: ScopeWorld,
): Omit<ResourceEstate, 'world' | 'consumer' | 'owner' | 'endpoint'> {
  const consumerVpc = addVpc(consumer, { name: 'orders-prod', cidr: '10.20.0.0/16', zoneIds: ZONE_IDS });
  const endpointSubnets = addSubnets(consumer, consumerVpc, { zoneIds: ZONE_IDS, tier: 'endpoints', firstNet: 101 });
  const workload = addWorkload(consumer, consumerVpc, 'orders-api');
  const endpointGroupId = addGroup(consumer, consumerVpc.id, 'ledger-endpoint', 'Clients of the databases', [
    permission(DATABASE_PORT, workload),
  ]);
  const resourceVpc = addVpc(owner, { name: 'ledger-prod', cidr: '10.60.0.0/16', zoneIds: ZONE_IDS });
  const gatewaySubnets = addSubnets(owner, resourceVpc, { zoneIds: ZONE_IDS, tier: 'gateway', firstNet: 81 });
  const gateway = addResourceGateway(owner, resourceVpc, { name: 'ledger', subnets: gatewaySubnets });
  const resource = addResource(owner, gateway, serverSubnet(resourceVpc, 0), {
    name: 'ledger-db',
    port: DATABASE_PORT,
  });
  const configuration = addConfiguration(owner, gateway, {
    name: 'ledger',
    definition: { ipResource: { ipAddress: resource.address } },
    portRanges: [String(DATABASE_PORT)],
    customDomainName: 'ledger.example.com',
  });
  return { consumerVpc, endpointSubnets, endpointGroupId, resourceVpc, gateway, resource, configuration };
}

function serverSubnet(vpc: VpcWorld, index: number): SubnetWorld {
  const subnet = vpc.subnets[index];
  if (subnet === undefined) throw new Error('The VPC has no such subnet');
  return subnet;
}

/** The database as the only child of a group, which has the gateway: https://docs.aws.amazon.com/vpc/latest/privatelink/resource-configuration.html. */
export function groupEstate(): ResourceEstate {
  const world = createWorld();
  const scope = addScope(world, { account: ACCOUNTS.consumer, profiles: ['consumer'] });
  const sides = bothSides(scope, scope);
  const group = addConfiguration(scope, sides.gateway, { name: 'databases', type: 'GROUP', portRanges: ['5432'] });
  const configuration = addConfiguration(scope, undefined, {
    name: 'ledger-child',
    type: 'CHILD',
    group,
    definition: { ipResource: { ipAddress: sides.resource.address } },
  });
  const endpoint = addResourceEndpoint(scope, sides.consumerVpc, configuration, {
    name: 'databases',
    groupIds: [sides.endpointGroupId],
    subnets: sides.endpointSubnets,
  });
  endpoint.raw['ResourceConfigurationArn'] = group.arn;
  for (const item of endpoint.associations) item['ResourceConfigurationGroupArn'] = group.arn;
  return { world, consumer: scope, owner: scope, ...sides, configuration, endpoint };
}
