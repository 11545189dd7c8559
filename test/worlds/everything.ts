import { addAwsEndpoint, addEndpoint, addGatewayEndpoint } from './endpoint.ts';
import { ACCOUNTS } from './healthy.ts';
import { addGroup, addVpc, addWorkload, permission, type VpcWorld } from './network.ts';
import { addService, type ServiceWorld } from './service.ts';
import { addScope, awsId, createWorld, hex, textOf, type Item, type ScopeWorld, type World } from './world.ts';

/**
 * One account in one Region that has a little of everything: reading the whole of it asks every operation of a whole
 * collection, also those that are only asked about what another one listed.
 */
export function everythingEstate(): World {
  const world = createWorld();
  const scope = addScope(world, { account: ACCOUNTS.consumer, profiles: ['consumer'] });
  const zoneIds = ['use1-az1', 'use1-az2'];
  const vpc = addVpc(scope, { name: 'platform-prod', cidr: '10.60.0.0/16', zoneIds });
  const customers = addCustomersPrefixList(scope);
  const service = addService(scope, vpc, {
    name: 'audit-log',
    port: 443,
    protocol: 'TLS',
    principals: ['*'],
    privateDnsName: 'audit.example.com',
    admits: [vpc.cidr],
  });
  const workload = addWorkload(scope, vpc, 'orders-api');
  const groupIds = [addGroup(scope, vpc.id, 'clients', 'Clients', [permission(443, workload, vpc.cidr, customers)])];
  addEndpoint(scope, vpc, service, { name: 'audit-log', groupIds, privateDns: true });
  addAwsEndpoint(scope, vpc, 'ecr.api', { name: 'ecr-api', groupIds });
  addGatewayEndpoint(scope, vpc, 's3', { name: 's3', routeTables: [vpc.routeTable] });
  addApplicationLoadBalancer(scope, vpc, service);
  addHostedZone(scope, vpc);
  addTransitGateway(scope, vpc);
  addLattice(scope, vpc);
  return world;
}

/** @returns its id */
function addCustomersPrefixList({ account, region, tables, answers }: ScopeWorld): string {
  const PrefixListId = awsId('pl', account, 'customers');
  tables['ec2:DescribeManagedPrefixLists'].push({
    PrefixListId,
    PrefixListName: 'customers',
    OwnerId: account,
    PrefixListArn: `arn:aws:ec2:${region}:${account}:prefix-list/${PrefixListId}`,
    State: 'create-complete',
  });
  answers.push({
    operation: 'ec2:GetManagedPrefixListEntries',
    params: { PrefixListId },
    output: { Entries: [{ Cidr: '192.168.40.0/24' }, { Cidr: '192.168.41.0/24' }] },
  });
  return PrefixListId;
}

/** A second target group of the service's load balancer, whose target is an Application Load Balancer with a rule. */
function addApplicationLoadBalancer(scope: ScopeWorld, vpc: VpcWorld, service: ServiceWorld): void {
  const { account, region, tables, answers } = scope;
  const elb = `arn:aws:elasticloadbalancing:${region}:${account}`;
  const balancer = `${elb}:loadbalancer/app/audit-web/${hex([account, 'app'], 16)}`;
  const listener = `${elb}:listener/app/audit-web/${hex([account, 'app'], 16)}/${hex([account, 'app-listener'], 16)}`;
  const group = `${elb}:targetgroup/audit-web/${hex([account, 'app-group'], 16)}`;
  tables['elasticloadbalancing:DescribeLoadBalancers'].push({
    LoadBalancerArn: balancer,
    LoadBalancerName: 'audit-web',
    Type: 'application',
    Scheme: 'internal',
    VpcId: vpc.id,
    State: { Code: 'active' },
  });
  tables['elasticloadbalancing:DescribeTargetGroups'].push({
    ...service.targetGroup,
    TargetGroupArn: group,
    TargetGroupName: 'audit-web',
    TargetType: 'alb',
    LoadBalancerArns: [textOf(service.loadBalancer, 'LoadBalancerArn')],
  });
  const answer = (operation: string, params: Item, output: Item): void => {
    answers.push({ operation: `elasticloadbalancing:${operation}`, params, output });
  };
  answer(
    'DescribeTargetHealth',
    { TargetGroupArn: group },
    { TargetHealthDescriptions: [{ Target: { Id: balancer, Port: 443 }, TargetHealth: { State: 'healthy' } }] },
  );
  answer('DescribeTargetGroupAttributes', { TargetGroupArn: group }, { Attributes: service.targetGroupAttributes });
  answer(
    'DescribeListeners',
    { LoadBalancerArn: balancer },
    { Listeners: [{ ListenerArn: listener, LoadBalancerArn: balancer, Port: 443, Protocol: 'HTTP' }] },
  );
  answer(
    'DescribeRules',
    { ListenerArn: listener },
    {
      Rules: [
        { RuleArn: `${listener.replace(':listener/', ':listener-rule/')}/1`, Priority: 'default', IsDefault: true },
      ],
    },
  );
}

/** A zone of the account's own that holds the service's private name. */
function addHostedZone({ account, region, answers }: ScopeWorld, vpc: VpcWorld): void {
  const HostedZoneId = 'Z0123456789EXAMPLE';
  answers.push(
    {
      operation: 'route53:ListHostedZonesByVPC',
      params: { VPCId: vpc.id, VPCRegion: region },
      output: { HostedZoneSummaries: [{ HostedZoneId, Name: 'example.com.', Owner: { OwningAccount: account } }] },
    },
    {
      operation: 'route53:ListResourceRecordSets',
      params: { HostedZoneId },
      output: {
        ResourceRecordSets: [
          { Name: 'audit.example.com.', Type: 'A', TTL: 60, ResourceRecords: [{ Value: '10.60.1.9' }] },
        ],
      },
    },
  );
}

function addTransitGateway({ account, tables, answers }: ScopeWorld, vpc: VpcWorld): void {
  const TransitGatewayId = awsId('tgw', account);
  const TransitGatewayRouteTableId = awsId('tgw-rtb', account);
  tables['ec2:DescribeTransitGatewayVpcAttachments'].push({
    TransitGatewayAttachmentId: awsId('tgw-attach', vpc.id),
    TransitGatewayId,
    VpcId: vpc.id,
    VpcOwnerId: account,
    State: 'available',
    SubnetIds: vpc.subnets.map((subnet) => subnet.id),
  });
  tables['ec2:DescribeTransitGatewayRouteTables'].push({
    TransitGatewayRouteTableId,
    TransitGatewayId,
    State: 'available',
  });
  answers.push({
    operation: 'ec2:SearchTransitGatewayRoutes',
    params: { TransitGatewayRouteTableId },
    output: { Routes: [{ DestinationCidrBlock: '10.20.0.0/16', State: 'active', Type: 'static' }] },
  });
  answers.push({
    operation: 'ec2:GetTransitGatewayRouteTableAssociations',
    params: { TransitGatewayRouteTableId },
    output: {
      Associations: [
        {
          TransitGatewayAttachmentId: awsId('tgw-attach', vpc.id),
          ResourceId: vpc.id,
          ResourceType: 'vpc',
          State: 'associated',
        },
      ],
    },
  });
}

/** A database that a resource endpoint reaches, a service network with it, and a share of it. */
function addLattice({ account, region, tables, answers }: ScopeWorld, vpc: VpcWorld): void {
  const lattice = `arn:aws:vpc-lattice:${region}:${account}`;
  const [resource, gateway, network] = [awsId('rcfg', account), awsId('rgw', account), awsId('sn', account)];
  const resourceArn = `${lattice}:resourceconfiguration/${resource}`;
  const networkArn = `${lattice}:servicenetwork/${network}`;
  const VpcEndpointId = awsId('vpce', vpc.id, 'ledger');
  tables['vpc-lattice:ListResourceGateways'].push({
    id: gateway,
    arn: `${lattice}:resourcegateway/${gateway}`,
    name: 'ledger',
    status: 'ACTIVE',
    vpcIdentifier: vpc.id,
  });
  tables['vpc-lattice:ListResourceConfigurations'].push({
    id: resource,
    arn: resourceArn,
    name: 'ledger',
    type: 'SINGLE',
    status: 'ACTIVE',
    resourceGatewayId: gateway,
  });
  tables['vpc-lattice:ListServiceNetworks'].push({ id: network, arn: networkArn, name: 'ledger' });
  tables['ec2:DescribeVpcEndpoints'].push({
    VpcEndpointId,
    VpcEndpointType: 'Resource',
    VpcId: vpc.id,
    State: 'available',
    OwnerId: account,
    SubnetIds: vpc.subnets.map((subnet) => subnet.id),
    ResourceConfigurationArn: resourceArn,
  });
  tables['ec2:DescribeVpcEndpointAssociations'].push({
    Id: awsId('vpce-rsc-asc', VpcEndpointId),
    VpcEndpointId,
    AssociatedResourceArn: resourceArn,
    AssociatedResourceAccessibility: 'Accessible',
  });
  const answer = (operation: string, params: Item, output: Item): void => {
    answers.push({ operation, params, output });
  };
  const shareArn = `arn:aws:ram:${region}:${account}:resource-share/ledger`;
  answer(
    'vpc-lattice:GetResourceConfiguration',
    { resourceConfigurationIdentifier: resource },
    { id: resource, arn: resourceArn, name: 'ledger', portRanges: ['5432'], protocol: 'TCP' },
  );
  answer(
    'vpc-lattice:ListResourceEndpointAssociations',
    { resourceConfigurationIdentifier: resource },
    { items: [{ id: awsId('rea', resource), resourceConfigurationArn: resourceArn, vpcEndpointId: VpcEndpointId }] },
  );
  answer(
    'vpc-lattice:ListServiceNetworkResourceAssociations',
    { serviceNetworkIdentifier: network },
    { items: [{ id: awsId('snra', network), serviceNetworkArn: networkArn, resourceConfigurationArn: resourceArn }] },
  );
  answer('vpc-lattice:ListServiceNetworkVpcEndpointAssociations', { serviceNetworkIdentifier: network }, { items: [] });
  answer(
    'ram:GetResourceShares',
    { resourceOwner: 'SELF' },
    { resourceShares: [{ resourceShareArn: shareArn, name: 'ledger', owningAccountId: account, status: 'ACTIVE' }] },
  );
  for (const [associationType, associatedEntity] of [
    ['PRINCIPAL', ACCOUNTS.provider],
    ['RESOURCE', resourceArn],
  ] as const) {
    answer(
      'ram:GetResourceShareAssociations',
      { associationType },
      {
        resourceShareAssociations: [
          { resourceShareArn: shareArn, associationType, associatedEntity, status: 'ASSOCIATED' },
        ],
      },
    );
  }
}
