import { addForwardRule, addPrivateZone } from '../dns.ts';
import { addAwsEndpoint, addEndpoint, addGatewayEndpoint, type EndpointWorld } from '../endpoint.ts';
import { CONSUMER, healthyEstate, type HealthyEstate } from '../healthy.ts';
import { addInterface } from '../network.ts';
import { addScope, awsId, textOf, type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { endpointState, sound, vpcAttribute, world } from './faults.ts';
import { tlsEstate } from './nlb.ts';

const NAME = 'payments.example.com';
const ECR = 'api.ecr.us-east-1.amazonaws.com';

/** As after creation without private DNS. */
function withoutPrivateDns({ raw }: EndpointWorld): void {
  raw['PrivateDnsEnabled'] = false;
  raw['DnsEntries'] = (raw['DnsEntries'] as Item[]).filter((entry) => textOf(entry, 'DnsName').includes('.vpce.'));
}

/** A service that offers no name. */
function withoutPrivateName({ service, consumer }: HealthyEstate): void {
  delete service.configuration['PrivateDnsName'];
  delete service.configuration['PrivateDnsNameConfiguration'];
  for (const detail of consumer.tables['ec2:DescribeVpcEndpointServices']) {
    if (detail['ServiceName'] !== service.serviceName) continue;
    delete detail['PrivateDnsName'];
    delete detail['PrivateDnsNames'];
    delete detail['PrivateDnsNameVerificationState'];
  }
}

function namesOf({ raw }: EndpointWorld): readonly string[] {
  return (raw['DnsEntries'] as Item[]).map((entry) => textOf(entry, 'DnsName'));
}

/** The endpoint's Regional name. */
function ownName(endpoint: EndpointWorld): string {
  return namesOf(endpoint)[0] ?? '';
}

/** Services that offer every name of a domain. */
function wildcard({ endpoint, service, consumer }: HealthyEstate): void {
  const name = `*.${NAME}`;
  for (const entry of endpoint.raw['DnsEntries'] as Item[]) if (entry['DnsName'] === NAME) entry['DnsName'] = name;
  service.configuration['PrivateDnsName'] = name;
  for (const detail of consumer.tables['ec2:DescribeVpcEndpointServices']) {
    if (detail['ServiceName'] === service.serviceName) {
      detail['PrivateDnsName'] = name;
      detail['PrivateDnsNames'] = [{ PrivateDnsName: name }];
    }
  }
}

/** Only the names that AWS made lead to the endpoint, and a zone of the VPC takes all of them. */
const OWN_NAMES_TAKEN = {
  hop: 'dns',
  effect: 'breaks',
  verdict: 'broken',
  owner: 'consumer',
  profiles: ['consumer'],
} as const;

/** An endpoint with its one service, S3 or DynamoDB, beside the others. */
interface StorageEstate extends HealthyEstate {
  readonly storage: EndpointWorld;
}

function s3Estate(): StorageEstate {
  const estate = healthyEstate();
  const { consumer, consumerVpc, endpointSubnets, endpointGroupId } = estate;
  const storage = addAwsEndpoint(consumer, consumerVpc, 's3', {
    name: 's3-interface',
    groupIds: [endpointGroupId],
    subnets: endpointSubnets,
    tags: { owner: 'team-platform' },
  });
  onlyInbound(storage, true);
  addInboundResolver(estate);
  return { ...estate, storage };
}

function dynamoEstate(): StorageEstate {
  const estate = healthyEstate();
  const { consumer, consumerVpc } = estate;
  const storage = addGatewayEndpoint(consumer, consumerVpc, 'dynamodb', {
    name: 'tables',
    routeTables: [consumerVpc.routeTable],
    tags: { owner: 'team-platform' },
  });
  return { ...estate, storage };
}

const ofStorage = ({ storage }: StorageEstate): string => storage.id;

function onlyInbound({ raw }: EndpointWorld, value: boolean): void {
  (raw['DnsOptions'] as Item)['PrivateDnsOnlyForInboundResolverEndpoint'] = value;
}

/** The addresses that queries from elsewhere can be sent to. */
function addInboundResolver({ consumer, consumerVpc, workloadGroupId }: HealthyEstate): readonly string[] {
  const Id = awsId('rslvr-in', consumerVpc.id);
  consumer.tables['route53resolver:ListResolverEndpoints'].push({
    Id,
    Direction: 'INBOUND',
    HostVPCId: consumerVpc.id,
    IpAddressCount: consumerVpc.subnets.length,
    SecurityGroupIds: [workloadGroupId],
    Status: 'OPERATIONAL',
  });
  return consumerVpc.subnets.map((subnet) => {
    const id = addInterface(consumer, consumerVpc, subnet, {
      host: 53,
      groupIds: [workloadGroupId],
      description: `Route 53 Resolver: ${Id}:${subnet.id}`,
      type: 'interface',
      requesterManaged: true,
    });
    const made = consumer.tables['ec2:DescribeNetworkInterfaces'].find((item) => item['NetworkInterfaceId'] === id);
    return textOf(made, 'PrivateIpAddress');
  });
}

function removeGateway({ consumer, gateway, consumerVpc }: HealthyEstate): void {
  const table = consumer.tables['ec2:DescribeVpcEndpoints'];
  table.splice(table.indexOf(gateway.raw), 1);
  const routes = consumerVpc.routeTable['Routes'] as Item[];
  routes.splice(0, routes.length, ...routes.filter((route) => route['GatewayId'] !== gateway.id));
}

function nameServers({ consumer, consumerVpc }: HealthyEstate, ...servers: readonly string[]): void {
  const id = awsId('dopt', consumerVpc.id, 'own');
  consumerVpc.raw['DhcpOptionsId'] = id;
  consumer.tables['ec2:DescribeDhcpOptions'].push({
    DhcpOptionsId: id,
    OwnerId: consumer.account,
    DhcpConfigurations: [{ Key: 'domain-name-servers', Values: servers.map((Value) => ({ Value })) }],
    Tags: [],
  });
}

function verification({ service, consumer }: HealthyEstate, State: string): void {
  Object.assign(service.configuration['PrivateDnsNameConfiguration'] as Item, { State });
  for (const detail of consumer.tables['ec2:DescribeVpcEndpointServices']) {
    if (detail['ServiceName'] === service.serviceName) detail['PrivateDnsNameVerificationState'] = State;
  }
}

const UNNAMED = {
  hop: 'dns',
  effect: 'note',
  verdict: 'healthy',
  owner: 'consumer',
  profiles: ['consumer', 'provider'],
} as const;

/** Another endpoint of the VPC for the same service, with private DNS, which the first one has not. */
function secondEndpoint(estate: HealthyEstate, state: string): EndpointWorld {
  const { consumer, consumerVpc, endpoint, endpointGroupId, endpointSubnets, service } = estate;
  withoutPrivateDns(endpoint);
  return addEndpoint(consumer, consumerVpc, service, {
    name: 'payments-old',
    groupIds: [endpointGroupId],
    subnets: endpointSubnets,
    privateDns: true,
    state,
  });
}

/** Associates a rule with a VPC, as the listing of associations says it. */
function associates({ consumer }: HealthyEstate, ResolverRuleId: string, VPCId: string): void {
  consumer.tables['route53resolver:ListResolverRuleAssociations'].push({
    Id: awsId('rslvr-rrassoc', ResolverRuleId, VPCId),
    ResolverRuleId,
    VPCId,
    Status: 'COMPLETE',
  });
}

export const DNS_WORLDS: readonly BrokenWorld[] = [
  world('PL-DNS-001', {
    fault: 'DNS resolution of the VPC is off',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: (estate) => {
      vpcAttribute(estate, 'enableDnsSupport', 'EnableDnsSupport');
    },
  }),
  world('PL-DNS-002', {
    fault: 'DNS hostnames of the VPC are off',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: (estate) => {
      vpcAttribute(estate, 'enableDnsHostnames', 'EnableDnsHostnames');
    },
  }),
  world('PL-DNS-002', {
    fault: 'DNS hostnames of the VPC are off, behind an endpoint of AWS’s own service',
    subject: 'awsEndpoint',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    profiles: ['consumer'],
    change: (estate) => {
      vpcAttribute(estate, 'enableDnsHostnames', 'EnableDnsHostnames');
    },
  }),
  world('PL-DNS-003', {
    fault: 'clients use the service’s own name, and nothing leads it to the endpoint',
    subject: 'awsEndpoint',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'degraded',
    owner: 'consumer',
    suspected: true,
    profiles: ['consumer'],
    args: () => ['--name', ECR],
    change: ({ awsEndpoint }) => {
      withoutPrivateDns(awsEndpoint);
    },
  }),
  world('PL-DNS-003', {
    fault: 'private DNS was left off, and nobody says which name clients use',
    subject: 'awsEndpoint',
    hop: 'dns',
    effect: 'note',
    verdict: 'healthy',
    owner: 'consumer',
    profiles: ['consumer'],
    change: ({ awsEndpoint }) => {
      withoutPrivateDns(awsEndpoint);
    },
  }),
  world('PL-DNS-004', {
    fault: 'a more specific zone stands before the name that clients use, without a record for it',
    says: 'which has no record for it',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    args: () => ['--name', `api.eu.${NAME}.`],
    change: (estate) => {
      wildcard(estate);
      addPrivateZone(estate.consumer, estate.consumerVpc, `eu.${NAME}`, [
        { name: `www.eu.${NAME}`, address: '10.20.1.9' },
      ]);
    },
  }),
  world('PL-DNS-004', {
    fault: 'the record of a more specific zone leads the clients’ name to another server',
    says: 'which has 10.20.1.9',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    args: () => ['--name', `API.eu.${NAME}`],
    change: (estate) => {
      wildcard(estate);
      addPrivateZone(estate.consumer, estate.consumerVpc, `eu.${NAME}`, [
        { name: `api.eu.${NAME}`, address: '10.20.1.9' },
        { name: `*.eu.${NAME}`, alias: ownName(estate.endpoint) },
      ]);
    },
  }),
  world('PL-DNS-004', {
    fault: 'a zone of the VPC takes part of what private DNS serves',
    hop: 'dns',
    effect: 'note',
    verdict: 'healthy',
    owner: 'consumer',
    change: (estate) => {
      wildcard(estate);
      addPrivateZone(estate.consumer, estate.consumerVpc, `eu.${NAME}`, []);
    },
  }),
  world('PL-DNS-004', {
    fault: 'private DNS is off and a zone of the VPC stands before the names that AWS made',
    says: 'which has no record for it',
    ...OWN_NAMES_TAKEN,
    change: ({ consumer, consumerVpc, endpoint }) => {
      withoutPrivateDns(endpoint);
      addPrivateZone(consumer, consumerVpc, 'us-east-1.vpce.amazonaws.com', []);
    },
  }),
  world('PL-DNS-004', {
    fault: 'private DNS is off and a zone of the VPC leads every name of endpoints to a server',
    says: 'which has 10.20.1.9',
    ...OWN_NAMES_TAKEN,
    change: ({ consumer, consumerVpc, endpoint }) => {
      withoutPrivateDns(endpoint);
      addPrivateZone(
        consumer,
        consumerVpc,
        'vpce.amazonaws.com',
        namesOf(endpoint).map((name) => ({ name, address: '10.20.1.9' })),
      );
    },
  }),
  world('PL-DNS-004', {
    fault: 'private DNS is off and a zone of a parent domain has no record for the name',
    hop: 'dns',
    effect: 'note',
    verdict: 'healthy',
    owner: 'consumer',
    change: ({ consumer, consumerVpc, endpoint }) => {
      withoutPrivateDns(endpoint);
      addPrivateZone(consumer, consumerVpc, 'example.com', [{ name: 'www.example.com', address: '10.20.1.9' }]);
    },
  }),
  world('PL-DNS-005', {
    fault: 'an empty zone of the service’s name is in the VPC, and private DNS is off',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: ({ consumer, consumerVpc, endpoint }) => {
      withoutPrivateDns(endpoint);
      addPrivateZone(consumer, consumerVpc, NAME, []);
    },
  }),
  world('PL-DNS-005', {
    fault: 'a zone of the service’s name still leads to the old load balancer',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: ({ consumer, consumerVpc, endpoint }) => {
      withoutPrivateDns(endpoint);
      addPrivateZone(consumer, consumerVpc, NAME, [{ name: NAME, address: '10.99.0.4' }]);
    },
  }),
  world('PL-DNS-007', {
    fault: 'a rule forwards exactly the private name to the data centre',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'degraded',
    owner: 'consumer',
    suspected: true,
    change: ({ consumer, consumerVpc }) => {
      addForwardRule(consumer, consumerVpc, NAME, ['10.99.0.2', '10.99.0.3']);
    },
  }),
  world('PL-DNS-007', {
    fault: 'a rule forwards a part of the private names, the clients’ among them',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'degraded',
    owner: 'consumer',
    suspected: true,
    args: () => ['--name', `api.eu.${NAME}`],
    change: (estate) => {
      wildcard(estate);
      addForwardRule(estate.consumer, estate.consumerVpc, `eu.${NAME}`, ['10.99.0.2']);
    },
  }),
  world('PL-DNS-007', {
    fault: 'a rule forwards every name to the data centre',
    hop: 'dns',
    effect: 'note',
    verdict: 'healthy',
    owner: 'consumer',
    change: ({ consumer, consumerVpc }) => {
      addForwardRule(consumer, consumerVpc, '.', ['10.99.0.2']);
    },
  }),
  world('PL-DNS-008', {
    fault: 'the VPC’s clients ask a domain controller',
    hop: 'dns',
    effect: 'note',
    verdict: 'unknown',
    owner: 'consumer',
    change: (estate) => {
      nameServers(estate, '10.20.0.10', '10.20.0.11');
    },
  }),
  world('PL-DNS-009', {
    fault: 'a connected service’s name is no longer verified',
    subject: 'service',
    hop: 'service',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: (estate) => {
      verification(estate, 'failed');
    },
  }),
  world('PL-DNS-009', {
    fault: 'a new service’s name was never verified',
    subject: 'service',
    hop: 'service',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: (estate) => {
      verification(estate, 'pendingVerification');
      const { consumer, provider, endpoint } = estate;
      const connections = provider.tables['ec2:DescribeVpcEndpointConnections'];
      connections.splice(0, connections.length, ...connections.filter((item) => item !== endpoint.connection));
      const endpoints = consumer.tables['ec2:DescribeVpcEndpoints'];
      endpoints.splice(endpoints.indexOf(endpoint.raw), 1);
    },
  }),
  world<StorageEstate>('PL-DNS-011', {
    fault: 'S3’s names lead to the paid endpoint though a gateway endpoint is there',
    base: s3Estate,
    subject: ofStorage,
    hop: 'dns',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    profiles: ['consumer'],
    change: ({ storage }) => {
      onlyInbound(storage, false);
    },
  }),
  world<StorageEstate>('PL-DNS-012', {
    fault: 'the gateway endpoint that clients in the VPC use was deleted',
    base: s3Estate,
    subject: ofStorage,
    hop: 'dns',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    profiles: ['consumer'],
    change: removeGateway,
  }),
  world<StorageEstate>('PL-DNS-013', {
    fault: 'the inbound Resolver endpoint that the private names were for was deleted',
    base: s3Estate,
    subject: ofStorage,
    hop: 'dns',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    profiles: ['consumer'],
    change: ({ consumer, storage }) => {
      const { vpc } = storage;
      const table = consumer.tables['route53resolver:ListResolverEndpoints'];
      table.splice(0, table.length, ...table.filter((item) => item['HostVPCId'] !== vpc.id));
      const interfaces = consumer.tables['ec2:DescribeNetworkInterfaces'];
      const isOther = (item: Item): boolean => !textOf(item, 'Description').startsWith('Route 53 Resolver');
      interfaces.splice(0, interfaces.length, ...interfaces.filter(isOther));
    },
  }),
  world('PL-DNS-014', {
    fault: 'an IPv4 endpoint has names with IPv6 records',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: ({ endpoint }) => {
      endpoint.raw['DnsOptions'] = { DnsRecordIpType: 'ipv6' };
    },
  }),
  world('PL-DNS-016', {
    fault: 'clients use the endpoint’s own name, and the certificate is for the service’s',
    base: tlsEstate({}),
    hop: 'dns',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    args: (estate) => ['--name', ownName(estate.endpoint)],
  }),
  world('PL-DNS-016', {
    fault: 'private DNS is off, and the certificate covers none of the names that are left',
    base: tlsEstate({}),
    hop: 'dns',
    effect: 'note',
    verdict: 'healthy',
    owner: 'consumer',
    change: ({ endpoint }) => {
      withoutPrivateDns(endpoint);
    },
  }),
  world('PL-DNS-019', {
    fault: 'a DNS Firewall looks at the VPC’s queries',
    hop: 'dns',
    effect: 'note',
    verdict: 'healthy',
    owner: 'consumer',
    change: ({ consumer, consumerVpc }) => {
      consumer.tables['route53resolver:ListFirewallRuleGroupAssociations'].push({
        Id: awsId('rslvr-frgassoc', consumerVpc.id),
        FirewallRuleGroupId: awsId('rslvr-frg', CONSUMER),
        VpcId: consumerVpc.id,
        Priority: 101,
        Status: 'COMPLETE',
      });
    },
  }),
  world<StorageEstate>('PL-DNS-020', {
    fault: 'a private zone took over DynamoDB’s name',
    base: dynamoEstate,
    subject: ofStorage,
    hop: 'dns',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    profiles: ['consumer'],
    change: ({ consumer, consumerVpc }) => {
      addPrivateZone(consumer, consumerVpc, 'dynamodb.us-east-1.amazonaws.com', []);
    },
  }),
  world('PL-DNS-021', {
    fault: 'clients use the service’s global name',
    subject: 'awsEndpoint',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'degraded',
    owner: 'consumer',
    suspected: true,
    profiles: ['consumer'],
    args: () => ['--name', 'ecr.amazonaws.com'],
  }),
  world('PL-DNS-022', {
    fault: 'nobody turned private DNS on after the connection was accepted',
    hop: 'dns',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    change: ({ endpoint }) => {
      withoutPrivateDns(endpoint);
    },
  }),
  world('PL-DNS-001', {
    fault: 'DNS resolution is off in the VPC of a gateway endpoint',
    subject: 'gateway',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    finding: { title: 'The VPC of a gateway endpoint has DNS resolution off' },
    change: (estate) => {
      vpcAttribute(estate, 'enableDnsSupport', 'EnableDnsSupport');
    },
  }),
  world('PL-DNS-002', {
    fault: 'DNS hostnames are off in the VPC of a gateway endpoint',
    subject: 'gateway',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    finding: { title: 'The VPC of a gateway endpoint has DNS hostnames off' },
    change: (estate) => {
      vpcAttribute(estate, 'enableDnsHostnames', 'EnableDnsHostnames');
    },
  }),
  world<StorageEstate>('PL-DNS-003', {
    ...UNNAMED,
    fault: 'private DNS of S3’s interface endpoint is off, and no gateway endpoint is beside it',
    base: s3Estate,
    subject: ofStorage,
    change: (estate) => {
      withoutPrivateDns(estate.storage);
      removeGateway(estate);
    },
  }),
  world<StorageEstate>('PL-DNS-003', {
    ...UNNAMED,
    fault: 'private DNS of S3’s interface endpoint is off, and the gateway endpoint beside it is DynamoDB’s',
    base: s3Estate,
    subject: ofStorage,
    change: (estate) => {
      const { consumer, consumerVpc } = estate;
      withoutPrivateDns(estate.storage);
      removeGateway(estate);
      addGatewayEndpoint(consumer, consumerVpc, 'dynamodb', { name: 'tables', routeTables: [consumerVpc.routeTable] });
    },
  }),
  world('PL-DNS-003', {
    ...UNNAMED,
    fault: 'private DNS is off, and another endpoint of the VPC that would answer was rejected',
    change: (estate) => {
      secondEndpoint(estate, 'rejected');
    },
  }),
  ...(['another service', 'the same service, which was rejected,'] as const).map((whose) =>
    world('PL-DNS-005', {
      fault: `a zone of the service’s name leads to an endpoint of ${whose} instead`,
      hop: 'dns',
      effect: 'breaks',
      verdict: 'broken',
      owner: 'consumer',
      change: (estate) => {
        const { consumer, consumerVpc, awsEndpoint, endpoint } = estate;
        withoutPrivateDns(endpoint);
        const target = whose === 'another service' ? ownName(awsEndpoint) : ownName(secondEndpoint(estate, 'rejected'));
        addPrivateZone(consumer, consumerVpc, NAME, [{ name: NAME, alias: target }]);
      },
    }),
  ),
  world('PL-DNS-009', {
    fault: 'the name of the endpoint’s service is no longer verified',
    hop: 'service',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: (estate) => {
      verification(estate, 'failed');
    },
  }),
];

/** An endpoint that its owner reaches by a zone of its own, as one that many VPCs share. */
function central({ consumer, consumerVpc, endpoint }: HealthyEstate): void {
  withoutPrivateDns(endpoint);
  addPrivateZone(consumer, consumerVpc, NAME, [{ name: NAME, alias: ownName(endpoint) }]);
}

export const DNS_SOUND: readonly SoundWorld[] = [
  sound('PL-DNS-003', { what: 'a zone of the service’s name leads to the endpoint', change: central }),
  sound('PL-DNS-003', {
    what: 'clients use the endpoint’s own name',
    subject: 'awsEndpoint',
    profiles: ['consumer'],
    args: ({ awsEndpoint }) => ['--name', ownName(awsEndpoint)],
    change: ({ awsEndpoint }) => {
      withoutPrivateDns(awsEndpoint);
    },
  }),
  sound<StorageEstate>('PL-DNS-003', {
    what: 'S3’s usual names belong to the gateway endpoint beside',
    base: s3Estate,
    subject: ofStorage,
    profiles: ['consumer'],
    change: ({ storage }) => {
      withoutPrivateDns(storage);
    },
  }),
  sound('PL-DNS-004', {
    what: 'a parent zone without a record is less specific than private DNS',
    args: () => ['--name', NAME],
    change: ({ consumer, consumerVpc }) => {
      addPrivateZone(consumer, consumerVpc, 'example.com', []);
    },
  }),
  sound('PL-DNS-004', {
    what: 'private DNS is off, and the zone before the endpoint’s own names leads them to it',
    change: (estate) => {
      const { consumer, consumerVpc, endpoint } = estate;
      withoutPrivateName(estate);
      withoutPrivateDns(endpoint);
      addPrivateZone(
        consumer,
        consumerVpc,
        'us-east-1.vpce.amazonaws.com',
        namesOf(endpoint).map((name) => ({ name, alias: name })),
      );
    },
  }),
  sound('PL-DNS-004', {
    what: 'private DNS is off, and a zone stands before the Regional name alone',
    lacks: 'another of the endpoint’s names',
    verdict: 'unknown',
    change: ({ consumer, consumerVpc, endpoint }) => {
      withoutPrivateDns(endpoint);
      addPrivateZone(consumer, consumerVpc, ownName(endpoint), []);
    },
  }),
  sound('PL-DNS-004', {
    what: 'private DNS is off, a zone stands before the endpoint’s own names, and another may lead clients to it',
    lacks: 'a record in orders.example.com',
    verdict: 'unknown',
    change: ({ consumer, consumerVpc, endpoint }) => {
      withoutPrivateDns(endpoint);
      addPrivateZone(consumer, consumerVpc, 'us-east-1.vpce.amazonaws.com', []);
      addPrivateZone(consumer, consumerVpc, 'orders.example.com', [
        { name: 'payments.orders.example.com', alias: ownName(endpoint) },
      ]);
    },
  }),
  sound('PL-DNS-004', {
    what: 'private DNS is off, and the zone before the endpoint’s own names is another account’s',
    lacks: 'records of us-east-1.vpce.amazonaws.com',
    verdict: 'unknown',
    change: ({ consumer, consumerVpc, endpoint }) => {
      withoutPrivateDns(endpoint);
      addPrivateZone(consumer, consumerVpc, 'us-east-1.vpce.amazonaws.com', [], { OwningAccount: '777788889999' });
    },
  }),
  sound('PL-DNS-007', {
    what: 'private DNS is off, and a rule forwards the endpoint’s own names',
    lacks: 'what 10.99.0.2 answers',
    verdict: 'unknown',
    change: ({ consumer, consumerVpc, endpoint }) => {
      withoutPrivateDns(endpoint);
      addForwardRule(consumer, consumerVpc, 'amazonaws.com', ['10.99.0.2']);
    },
  }),
  sound('PL-DNS-004', {
    what: 'the zone that private DNS made is listed too',
    change: ({ consumer, consumerVpc }) => {
      addPrivateZone(consumer, consumerVpc, NAME, [], { OwningService: 'vpce.amazonaws.com' });
    },
  }),
  sound('PL-DNS-004', {
    what: 'the wildcard of a more specific zone leads to the endpoint',
    args: () => ['--name', `api.eu.${NAME}`],
    change: (estate) => {
      wildcard(estate);
      addPrivateZone(estate.consumer, estate.consumerVpc, `eu.${NAME}`, [
        { name: `*.eu.${NAME}`, alias: ownName(estate.endpoint) },
      ]);
    },
  }),
  sound('PL-DNS-004', {
    what: 'another account’s more specific zone, whose records only that account can read',
    lacks: 'records of eu.payments.example.com',
    verdict: 'unknown',
    args: () => ['--name', `api.eu.${NAME}`],
    change: (estate) => {
      wildcard(estate);
      addPrivateZone(estate.consumer, estate.consumerVpc, `eu.${NAME}`, [], { OwningAccount: '777788889999' });
    },
  }),
  sound('PL-DNS-005', { what: 'the zone of the service’s name has an alias to the endpoint', change: central }),
  sound('PL-DNS-005', {
    what: 'the zone of the service’s name holds the endpoint’s addresses',
    change: ({ consumer, consumerVpc, endpoint }) => {
      withoutPrivateDns(endpoint);
      const [id] = endpoint.raw['NetworkInterfaceIds'] as string[];
      const own = consumer.tables['ec2:DescribeNetworkInterfaces'].find((item) => item['NetworkInterfaceId'] === id);
      addPrivateZone(consumer, consumerVpc, NAME, [{ name: NAME, address: textOf(own, 'PrivateIpAddress') }]);
    },
  }),
  sound('PL-DNS-007', {
    what: 'a rule forwards a parent of the private name',
    change: ({ consumer, consumerVpc }) => {
      addForwardRule(consumer, consumerVpc, 'example.com', ['10.99.0.2']);
    },
  }),
  ...[NAME, `api.eu.${NAME}`].map((name) =>
    sound('PL-DNS-007', {
      what: `a rule forwards a parent of the private names, and ${name} is asked for`,
      args: () => (name === NAME ? [] : ['--name', name]),
      change: (estate) => {
        wildcard(estate);
        addForwardRule(estate.consumer, estate.consumerVpc, 'example.com', ['10.99.0.2']);
      },
    }),
  ),
  sound('PL-DNS-007', {
    what: 'a rule forwards a name that ends alike',
    change: ({ consumer, consumerVpc }) => {
      addForwardRule(consumer, consumerVpc, `old-${NAME}`, ['10.99.0.2']);
    },
  }),
  sound('PL-DNS-007', {
    what: 'a rule for the private name sends it to an inbound endpoint of the same VPC',
    change: (estate) => {
      addForwardRule(estate.consumer, estate.consumerVpc, NAME, addInboundResolver(estate));
    },
  }),
  sound('PL-DNS-007', {
    what: 'a SYSTEM rule keeps the private name in the VPC',
    change: ({ consumer, consumerVpc }) => {
      addForwardRule(consumer, consumerVpc, NAME, [], { RuleType: 'SYSTEM' });
    },
  }),
  sound('PL-DNS-007', {
    what: 'the rule that the Resolver made for everything',
    change: ({ consumer, consumerVpc }) => {
      addForwardRule(consumer, consumerVpc, '.', [], {
        Id: 'rslvr-autodefined-rr-internet-resolver',
        RuleType: 'RECURSIVE',
        OwnerId: 'Route 53 Resolver',
      });
    },
  }),
  sound('PL-DNS-008', {
    what: 'the Amazon DNS server is named by its addresses',
    change: (estate) => {
      nameServers(estate, '10.20.0.2', '169.254.169.253');
    },
  }),
  sound('PL-DNS-009', { what: 'the service’s name is verified', subject: 'service' }),
  sound('PL-DNS-009', {
    what: 'the answer has the state of a name, and not the name',
    subject: 'service',
    verdict: 'unknown',
    lacks: 'PrivateDnsName',
    change: (estate) => {
      verification(estate, 'failed');
      delete estate.service.configuration['PrivateDnsName'];
    },
  }),
  sound<StorageEstate>('PL-DNS-011', {
    what: 'private DNS of S3’s interface endpoint is for inbound Resolver endpoints only',
    base: s3Estate,
    subject: ofStorage,
    profiles: ['consumer'],
  }),
  sound<StorageEstate>('PL-DNS-012', {
    what: 'the gateway endpoint is there',
    base: s3Estate,
    subject: ofStorage,
    profiles: ['consumer'],
  }),
  sound<StorageEstate>('PL-DNS-013', {
    what: 'the inbound Resolver endpoint is there',
    base: s3Estate,
    subject: ofStorage,
    profiles: ['consumer'],
  }),
  sound('PL-DNS-014', {
    what: 'the record type is left to the service',
    change: ({ endpoint }) => {
      endpoint.raw['DnsOptions'] = { DnsRecordIpType: 'service-defined' };
    },
  }),
  sound('PL-DNS-016', {
    what: 'clients use a name that the certificate covers',
    base: tlsEstate({}),
    args: () => ['--name', NAME.toUpperCase()],
  }),
  sound('PL-DNS-016', {
    what: 'private DNS is off, and a zone leads the certificate’s name to the endpoint',
    base: tlsEstate({}),
    change: central,
  }),
  sound('PL-DNS-016', {
    what: 'the certificate covers the endpoint’s own name too',
    base: tlsEstate({ SubjectAlternativeNames: [NAME, ownName(healthyEstate().endpoint)] }),
    args: (estate) => ['--name', ownName(estate.endpoint)],
  }),
  sound('PL-DNS-016', {
    what: 'the service has no private name, and the certificate covers the endpoint’s own one',
    base: tlsEstate({ SubjectAlternativeNames: [ownName(healthyEstate().endpoint)] }),
    change: (estate) => {
      withoutPrivateDns(estate.endpoint);
      withoutPrivateName(estate);
    },
  }),
  sound('PL-DNS-016', {
    what: 'the listener passes TLS on without looking',
    args: (estate) => ['--name', ownName(estate.endpoint)],
  }),
  sound('PL-DNS-016', {
    what: 'private DNS is on, and nobody says which name clients use',
    base: tlsEstate({}),
  }),
  sound('PL-DNS-019', {
    what: 'a DNS Firewall looks at another VPC’s queries',
    change: ({ consumer }) => {
      consumer.tables['route53resolver:ListFirewallRuleGroupAssociations'].push({
        Id: awsId('rslvr-frgassoc', 'other'),
        FirewallRuleGroupId: awsId('rslvr-frg', CONSUMER),
        VpcId: awsId('vpc', 'other'),
        Priority: 101,
        Status: 'COMPLETE',
      });
    },
  }),
  sound<StorageEstate>('PL-DNS-020', {
    what: 'no zone touches DynamoDB’s name',
    base: dynamoEstate,
    subject: ofStorage,
    profiles: ['consumer'],
  }),
  sound('PL-DNS-021', { what: 'clients use the private name', args: () => ['--name', NAME.toUpperCase()] }),
  sound('PL-DNS-021', {
    what: 'a zone leads the clients’ own name to the endpoint',
    args: () => ['--name', 'pay.corp.example'],
    change: ({ consumer, consumerVpc, endpoint }) => {
      addPrivateZone(consumer, consumerVpc, 'corp.example', [{ name: 'pay.corp.example', alias: ownName(endpoint) }]);
    },
  }),
  sound('PL-DNS-022', { what: 'a zone of the service’s name leads to the endpoint', change: central }),
  sound('PL-DNS-003', {
    what: 'another endpoint of the VPC answers for the name',
    change: (estate) => {
      secondEndpoint(estate, 'available');
    },
  }),
  sound<StorageEstate>('PL-DNS-003', {
    what: 'an interface endpoint for DynamoDB is used by its own name',
    base: () => {
      const estate = healthyEstate();
      const { consumer, consumerVpc, endpointGroupId, endpointSubnets } = estate;
      const storage = addAwsEndpoint(consumer, consumerVpc, 'dynamodb', {
        name: 'tables',
        groupIds: [endpointGroupId],
        subnets: endpointSubnets,
        privateDns: false,
        tags: { owner: 'team-platform' },
      });
      return { ...estate, storage };
    },
    subject: ofStorage,
    profiles: ['consumer'],
  }),
  sound('PL-DNS-003', {
    what: 'private DNS is on, so that the services need not be read',
    subject: 'awsEndpoint',
    verdict: 'unknown',
    denied: 'ec2:DescribeVpcEndpointServices',
  }),
  sound('PL-DNS-003', {
    what: 'private DNS is off, and nobody may read the service’s names',
    lacks: 'ec2:DescribeVpcEndpointServices',
    subject: 'awsEndpoint',
    verdict: 'unknown',
    denied: 'ec2:DescribeVpcEndpointServices',
    change: ({ awsEndpoint }) => {
      withoutPrivateDns(awsEndpoint);
    },
  }),
  sound('PL-DNS-005', {
    what: 'the zone of the service’s name leads to another endpoint of the service',
    change: (estate) => {
      const { consumer, consumerVpc } = estate;
      addPrivateZone(consumer, consumerVpc, NAME, [
        { name: NAME, alias: ownName(secondEndpoint(estate, 'available')) },
      ]);
    },
  }),
  sound('PL-DNS-005', {
    what: 'the zone of the service’s name is another account’s, whose records only that account can read',
    lacks: 'records of payments.example.com',
    verdict: 'unknown',
    change: ({ consumer, consumerVpc, endpoint }) => {
      withoutPrivateDns(endpoint);
      addPrivateZone(consumer, consumerVpc, NAME, [], { OwningAccount: '777788889999' });
    },
  }),
  sound('PL-DNS-005', {
    what: 'the wildcard in the zone of the service’s names leads to the endpoint',
    change: (estate) => {
      const { consumer, consumerVpc, endpoint } = estate;
      wildcard(estate);
      withoutPrivateDns(endpoint);
      addPrivateZone(consumer, consumerVpc, NAME, [{ name: `*.${NAME}`, alias: ownName(endpoint) }]);
    },
  }),
  sound('PL-DNS-007', {
    what: 'a rule that is associated with the VPC is in no listing',
    verdict: 'unknown',
    change: (estate) => {
      associates(estate, awsId('rslvr-rr', 'shared'), estate.consumerVpc.id);
    },
  }),
  sound('PL-DNS-007', {
    what: 'a rule that is associated with another VPC is in no listing',
    change: (estate) => {
      associates(estate, awsId('rslvr-rr', 'shared'), awsId('vpc', 'other'));
    },
  }),
  sound('PL-DNS-007', {
    what: 'a rule that the Resolver made itself is in no listing',
    change: (estate) => {
      associates(estate, 'rslvr-autodefined-rr-10', estate.consumerVpc.id);
    },
  }),
  sound('PL-DNS-007', {
    what: 'an association of another Region does not say with what',
    regions: ['us-east-1', 'eu-west-1'],
    change: ({ world: made }) => {
      const away = addScope(made, { account: CONSUMER, region: 'eu-west-1' });
      away.tables['route53resolver:ListResolverRuleAssociations'].push({ Id: awsId('rslvr-rrassoc', 'away') });
    },
  }),
  sound('PL-DNS-008', {
    what: 'the VPC’s answer names no DHCP options',
    lacks: 'DhcpOptionsId',
    verdict: 'unknown',
    change: ({ consumerVpc }) => {
      delete consumerVpc.raw['DhcpOptionsId'];
    },
  }),
  sound('PL-DNS-008', {
    what: 'nobody may read the DHCP options',
    lacks: 'ec2:DescribeDhcpOptions',
    verdict: 'unknown',
    denied: 'ec2:DescribeDhcpOptions',
  }),
  sound('PL-DNS-009', {
    what: 'the name is not verified, and the endpoint is not accepted yet',
    verdict: 'broken',
    change: (estate) => {
      verification(estate, 'failed');
      endpointState(estate, 'pendingAcceptance');
    },
  }),
  sound('PL-DNS-016', {
    what: 'nobody may read the listener’s certificates',
    lacks: 'elasticloadbalancing:DescribeListenerCertificates',
    verdict: 'unknown',
    base: tlsEstate({}),
    denied: 'elasticloadbalancing:DescribeListenerCertificates',
    deniedTo: 'provider',
    args: () => ['--name', NAME],
  }),
  sound('PL-DNS-016', {
    what: 'nobody may read the service’s listeners',
    lacks: 'elasticloadbalancing:DescribeListeners',
    verdict: 'unknown',
    base: tlsEstate({}),
    denied: 'elasticloadbalancing:DescribeListeners',
    deniedTo: 'provider',
    args: () => ['--name', NAME],
  }),
];
