import {
  addConfiguration,
  addResourceEndpoint,
  associate,
  changeConfiguration,
  groupEstate,
  resourceEstate,
  serviceNetworkEstate,
  sharedResourceEstate,
  type ResourceEstate,
  type ServiceNetworkEstate,
} from '../lattice.ts';
import { addNetworkAcl, addSubnets, aclEntries, groupItem, permission } from '../network.ts';
import { answerTo, textOf, type Item } from '../world.ts';
import { sound, world, type BrokenWorld, type SoundWorld } from './faults.ts';

const CONSUMER = '111122223333';

/** AWS: an association is inaccessible while its resource configuration is not available. */
function inaccessible({ endpoint }: ResourceEstate, more: Item = {}): void {
  for (const item of endpoint.associations) {
    Object.assign(item, { AssociatedResourceAccessibility: 'Inaccessible', ...more });
    delete item['PrivateDnsEntry'];
  }
}

function status(value: string): (estate: ResourceEstate) => void {
  return ({ configuration }) => {
    changeConfiguration(configuration, { status: value });
  };
}

function gatewayStatus(value: string): (estate: ResourceEstate) => void {
  return ({ gateway }) => {
    gateway.raw['status'] = value;
  };
}

/** The gateway in subnets of these zones, and nowhere else. */
function gatewayIn(zoneIds: readonly string[]): (estate: ResourceEstate) => void {
  return ({ owner, resourceVpc, gateway }) => {
    const subnets = addSubnets(owner, resourceVpc, { zoneIds, tier: 'other-gateway', firstNet: 91 });
    gateway.raw['subnetIds'] = subnets.map((subnet) => subnet.id);
  };
}

/** The endpoint's group and the database's admit more ports. */
function admitAlso(
  { consumer, owner, endpointGroupId, consumerVpc, resource, gateway }: ResourceEstate,
  ...ports: number[]
): void {
  for (const port of ports) {
    (groupItem(consumer, endpointGroupId)['IpPermissions'] as Item[]).push(permission(port, consumerVpc.cidr));
    (groupItem(owner, resource.groupId)['IpPermissions'] as Item[]).push(permission(port, gateway.groupId));
  }
}

function ranges({ configuration }: ResourceEstate, ...portRanges: string[]): void {
  configuration.detail['portRanges'] = portRanges;
}

function databaseRules({ owner, resource }: ResourceEstate, ...rules: readonly Item[]): void {
  groupItem(owner, resource.groupId)['IpPermissions'] = [...rules];
}

function gatewayAddresses({ owner, gateway }: ResourceEstate): readonly string[] {
  return owner.tables['ec2:DescribeNetworkInterfaces']
    .filter((item) => textOf(item, 'Description').endsWith(gateway.id))
    .map((item) => `${textOf(item, 'PrivateIpAddress')}/32`);
}

/** What RAM says of the share that the consumer has. */
function share(fields: Item, type: 'PRINCIPAL' | 'RESOURCE' = 'PRINCIPAL'): (estate: ResourceEstate) => void {
  return ({ owner }) => {
    const output = answerTo(owner, 'ram:GetResourceShareAssociations', { associationType: type });
    Object.assign((output['resourceShareAssociations'] as Item[])[0] ?? {}, fields);
  };
}

/** The consumer's listing without what it is not given. */
function unlisted({ consumer }: ResourceEstate): void {
  consumer.tables['vpc-lattice:ListResourceConfigurations'].length = 0;
  const isOfLattice = ({ operation }: { readonly operation: string }): boolean => operation.startsWith('vpc-lattice:');
  consumer.answers.splice(0, consumer.answers.length, ...consumer.answers.filter((answer) => !isOfLattice(answer)));
}

function emptyNetwork({ consumer, network, endpoint }: ServiceNetworkEstate): void {
  network.resources.length = 0;
  network.raw['numberOfAssociatedResourceConfigurations'] = 0;
  const own = consumer.tables['ec2:DescribeVpcEndpointAssociations'];
  own.splice(0, own.length, ...own.filter((item) => item['VpcEndpointId'] !== endpoint.id));
}

function member(fields: Item, index = 0): (estate: ServiceNetworkEstate) => void {
  return ({ memberships }) => {
    Object.assign(memberships[index] ?? {}, fields);
  };
}

/** An endpoint that is there in part, with a subnet in that zone. */
function partlyIn(zoneId: string, state = 'Partial', subnets = 1): (estate: ResourceEstate) => void {
  return ({ consumer, endpoint, endpointSubnets }) => {
    endpoint.raw['State'] = state;
    for (const { raw, id } of endpointSubnets.slice(0, subnets)) {
      raw['AvailabilityZoneId'] = zoneId;
      for (const item of consumer.tables['ec2:DescribeNetworkInterfaces']) {
        if (item['SubnetId'] === id) item['AvailabilityZoneId'] = zoneId;
      }
    }
  };
}

/** A second endpoint of the VPC straight to one of the databases. */
function secondWay(given: { privateDns: boolean; to?: 'archive' | 'ledger' }): (estate: ServiceNetworkEstate) => void {
  return ({ consumer, consumerVpc, endpointGroupId, endpointSubnets, configuration, archive }) => {
    addResourceEndpoint(consumer, consumerVpc, given.to === 'archive' ? archive : configuration, {
      name: 'straight',
      groupIds: [endpointGroupId],
      subnets: endpointSubnets,
      privateDns: given.privateDns,
    });
  };
}

const atConfiguration = { hop: 'resource-configuration', owner: 'provider' } as const;
const atGateway = { hop: 'resource-gateway', owner: 'provider' } as const;
const atAssociation = { hop: 'association', owner: 'provider' } as const;
const atResource = { hop: 'resource', owner: 'provider' } as const;
const atNetwork = { hop: 'service-network', owner: 'provider' } as const;
const broken = { effect: 'breaks', verdict: 'broken' } as const;
const degraded = { effect: 'impairs', verdict: 'degraded' } as const;
const suspected = { effect: 'breaks', verdict: 'degraded', suspected: true } as const;
const noted = { effect: 'hygiene', verdict: 'healthy' } as const;

const DOUBTFUL = ['UPDATE_FAILED', 'DELETE_IN_PROGRESS', 'DELETE_FAILED'];
const UNSETTLED = ['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'ARCHIVED'];
const WITHOUT_ENDPOINTS = ['use1-az3', 'usw1-az2', 'apne1-az3', 'euw1-az4', 'cac1-az3', 'ilc1-az2'];

export const RES_WORLDS: readonly BrokenWorld[] = [
  world<ResourceEstate>('PL-RES-001', {
    fault: 'the owner’s resource configuration could not be created',
    base: sharedResourceEstate,
    ...atConfiguration,
    ...broken,
    change: (estate) => {
      changeConfiguration(estate.configuration, { status: 'CREATE_FAILED' });
      estate.configuration.detail['failureReason'] = 'The resource gateway was not found.';
      inaccessible(estate);
    },
  }),
  world<ServiceNetworkEstate>('PL-RES-001', {
    fault: 'one of two configurations in the service network could not be created',
    base: serviceNetworkEstate,
    ...atConfiguration,
    ...degraded,
    change: ({ archive }) => {
      changeConfiguration(archive, { status: 'CREATE_FAILED' });
    },
  }),
  world<ResourceEstate>('PL-RES-001', {
    fault: 'the group that the resource is in could not be created',
    base: groupEstate,
    ...atConfiguration,
    ...broken,
    change: ({ owner }) => {
      for (const item of owner.tables['vpc-lattice:ListResourceConfigurations']) {
        if (item['type'] === 'GROUP') item['status'] = 'CREATE_FAILED';
      }
      for (const { output } of owner.answers) if (output['type'] === 'GROUP') output['status'] = 'CREATE_FAILED';
    },
  }),
  ...DOUBTFUL.map((value) =>
    world<ResourceEstate>('PL-RES-001', {
      fault: `the resource configuration is ${value}`,
      base: sharedResourceEstate,
      ...atConfiguration,
      ...suspected,
      change: status(value),
    }),
  ),
  world<ResourceEstate>('PL-RES-002', {
    fault: 'the resource gateway could not be created',
    base: sharedResourceEstate,
    ...atGateway,
    ...broken,
    change: gatewayStatus('CREATE_FAILED'),
  }),
  ...DOUBTFUL.map((value) =>
    world<ResourceEstate>('PL-RES-002', {
      fault: `the resource gateway is ${value}`,
      base: resourceEstate,
      ...atGateway,
      ...suspected,
      change: gatewayStatus(value),
    }),
  ),
  world<ResourceEstate>('PL-RES-003', {
    fault: 'the gateway is in zones that the endpoint is not in',
    base: sharedResourceEstate,
    hop: 'resource-gateway',
    owner: 'both',
    ...broken,
    change: gatewayIn(['use1-az4', 'use1-az5']),
  }),
  world<ResourceEstate>('PL-RES-004', {
    fault: 'the owner took the share back, and the consumer sees nothing of it',
    base: sharedResourceEstate,
    profiles: ['consumer'],
    ...atAssociation,
    ...broken,
    change: (estate) => {
      unlisted(estate);
      inaccessible(estate);
    },
  }),
  world<ResourceEstate>('PL-RES-004', {
    fault: 'the share names another account',
    base: sharedResourceEstate,
    ...atAssociation,
    ...broken,
    change: (estate) => {
      share({ associatedEntity: '777788889999' })(estate);
      inaccessible(estate);
    },
  }),
  world<ResourceEstate>('PL-RES-004', {
    fault: 'the consumer has not accepted the invitation',
    base: sharedResourceEstate,
    hop: 'association',
    owner: 'consumer',
    ...broken,
    change: (estate) => {
      share({ status: 'ASSOCIATING' })(estate);
      inaccessible(estate);
    },
  }),
  world<ServiceNetworkEstate>('PL-RES-004', {
    fault: 'the service network is shared no longer, and the endpoint works all the same',
    base: serviceNetworkEstate,
    ...atAssociation,
    ...noted,
    change: ({ consumer, owner }) => {
      answerTo(owner, 'ram:GetResourceShares', { resourceOwner: 'SELF' })['resourceShares'] = [];
      answerTo(consumer, 'ram:GetResourceShares', { resourceOwner: 'OTHER-ACCOUNTS' })['resourceShares'] = [];
    },
  }),
  world<ResourceEstate>('PL-RES-004', {
    fault: 'the share was deleted, and the endpoint works all the same',
    base: sharedResourceEstate,
    ...atAssociation,
    ...noted,
    change: ({ owner }) => {
      const output = answerTo(owner, 'ram:GetResourceShares', { resourceOwner: 'SELF' });
      for (const item of output['resourceShares'] as Item[]) item['status'] = 'DELETED';
    },
  }),
  world<ResourceEstate>('PL-RES-004', {
    fault: 'the resource was taken out of the share, and the endpoint works all the same',
    base: sharedResourceEstate,
    ...atAssociation,
    ...noted,
    change: share({ status: 'DISASSOCIATED' }, 'RESOURCE'),
  }),
  world<ResourceEstate>('PL-RES-004', {
    fault: 'the account was taken out of the share, and the endpoint works all the same',
    base: sharedResourceEstate,
    ...atAssociation,
    ...noted,
    change: share({ status: 'DISASSOCIATED' }),
  }),
  world<ResourceEstate>('PL-RES-005', {
    fault: 'clients use the port beside the published one',
    base: sharedResourceEstate,
    hop: 'resource-configuration',
    owner: 'both',
    ...broken,
    args: () => ['--port', '5433'],
    change: (estate) => {
      admitAlso(estate, 5433);
    },
  }),
  ...['5999', '6011'].map((port) =>
    world<ResourceEstate>('PL-RES-005', {
      fault: `a range up to 6010 from 6000 is published, and clients use ${port}`,
      base: resourceEstate,
      hop: 'resource-configuration',
      owner: 'both',
      ...broken,
      args: () => ['--port', port],
      change: (estate) => {
        ranges(estate, '5432', '6000-6010');
        admitAlso(estate, Number(port));
      },
    }),
  ),
  world<ResourceEstate>('PL-RES-006', {
    fault: 'the database’s group admits the gateway on another port',
    base: sharedResourceEstate,
    ...atResource,
    ...broken,
    change: (estate) => {
      databaseRules(estate, permission(5433, estate.gateway.groupId));
    },
  }),
  world<ResourceEstate>('PL-RES-006', {
    fault: 'the database’s group admits the clients’ addresses and not the gateway’s',
    base: resourceEstate,
    ...atResource,
    ...broken,
    change: (estate) => {
      databaseRules(estate, permission(5432, estate.consumerVpc.cidr));
    },
  }),
  world<ResourceEstate>('PL-RES-006', {
    fault: 'the gateway’s group lets nothing out',
    base: resourceEstate,
    ...atResource,
    ...broken,
    change: ({ owner, gateway }) => {
      groupItem(owner, gateway.groupId)['IpPermissionsEgress'] = [];
    },
  }),
  world<ResourceEstate>('PL-RES-006', {
    fault: 'the gateway’s group lets the port out to another network only',
    base: resourceEstate,
    ...atResource,
    ...broken,
    change: ({ owner, gateway }) => {
      groupItem(owner, gateway.groupId)['IpPermissionsEgress'] = [permission(5432, '10.61.0.0/16')];
    },
  }),
  world<ResourceEstate>('PL-RES-006', {
    fault: 'the database’s group admits one of the gateway’s two interfaces',
    base: resourceEstate,
    ...atResource,
    ...degraded,
    change: (estate) => {
      databaseRules(estate, permission(5432, gatewayAddresses(estate)[0] ?? ''));
    },
  }),
  world<ResourceEstate>('PL-RES-007', {
    fault: 'AWS says that the resource is inaccessible',
    base: sharedResourceEstate,
    ...atAssociation,
    ...broken,
    change: inaccessible,
  }),
  world<ResourceEstate>('PL-RES-007', {
    fault: 'the association failed',
    base: resourceEstate,
    ...atAssociation,
    ...broken,
    change: (estate) => {
      inaccessible(estate, { AssociatedResourceAccessibility: 'Failed' });
    },
  }),
  world<ResourceEstate>('PL-RES-007', {
    fault: 'the association carries a failure code',
    base: resourceEstate,
    ...atAssociation,
    ...broken,
    change: ({ endpoint }) => {
      Object.assign(endpoint.associations[0] ?? {}, { FailureCode: 'InternalError', FailureReason: 'Try again.' });
    },
  }),
  world<ServiceNetworkEstate>('PL-RES-007', {
    fault: 'one of two resources behind the endpoint is inaccessible',
    base: serviceNetworkEstate,
    ...atAssociation,
    ...degraded,
    change: ({ endpoint }) => {
      Object.assign(endpoint.associations[1] ?? {}, { AssociatedResourceAccessibility: 'Inaccessible' });
    },
  }),
  world<ServiceNetworkEstate>('PL-RES-008', {
    fault: 'nothing is in the service network',
    base: serviceNetworkEstate,
    ...atNetwork,
    ...broken,
    change: emptyNetwork,
  }),
  world<ServiceNetworkEstate>('PL-RES-008', {
    fault: 'the endpoint has no association, and nobody who was read may see the network',
    base: serviceNetworkEstate,
    profiles: ['consumer'],
    denied: 'vpc-lattice:ListServiceNetworks',
    ...atNetwork,
    ...suspected,
    change: emptyNetwork,
  }),
  ...['PARTIAL', 'CREATE_FAILED', 'DELETE_FAILED'].map((value) =>
    world<ServiceNetworkEstate>('PL-RES-009', {
      fault: `one of two resources is ${value} in the service network`,
      base: serviceNetworkEstate,
      ...atNetwork,
      ...degraded,
      change: member({ status: value, failureCode: 'ResourceGatewayNotFound' }, 1),
    }),
  ),
  world<ServiceNetworkEstate>('PL-RES-009', {
    fault: 'neither resource could be put into the service network',
    base: serviceNetworkEstate,
    ...atNetwork,
    ...broken,
    change: ({ memberships }) => {
      for (const item of memberships) item['status'] = 'CREATE_FAILED';
    },
  }),
  ...WITHOUT_ENDPOINTS.map((zoneId) =>
    world<ResourceEstate>('PL-RES-010', {
      fault: `a subnet of the endpoint lies in ${zoneId}`,
      base: resourceEstate,
      hop: 'endpoint',
      owner: 'consumer',
      ...degraded,
      change: partlyIn(zoneId),
    }),
  ),
  world<ServiceNetworkEstate>('PL-RES-011', {
    fault: 'a resource endpoint and a service-network endpoint of one VPC answer for one database',
    base: serviceNetworkEstate,
    hop: 'dns',
    owner: 'consumer',
    ...noted,
    change: secondWay({ privateDns: true }),
  }),
];

export const RES_SOUND: readonly SoundWorld[] = [
  ...UNSETTLED.map((value) =>
    sound<ResourceEstate>('PL-RES-001', {
      what: `the resource configuration is ${value}`,
      base: sharedResourceEstate,
      verdict: 'unknown',
      change: status(value),
    }),
  ),
  sound<ResourceEstate>('PL-RES-001', {
    what: 'a resource in a group that is active',
    base: groupEstate,
  }),
  ...UNSETTLED.map((value) =>
    sound<ResourceEstate>('PL-RES-002', {
      what: `the resource gateway is ${value}`,
      base: sharedResourceEstate,
      verdict: 'unknown',
      change: gatewayStatus(value),
    }),
  ),
  sound<ResourceEstate>('PL-RES-003', {
    what: 'one zone of the endpoint is one of the gateway’s',
    base: sharedResourceEstate,
    change: gatewayIn(['use1-az4', 'use1-az2']),
  }),
  sound<ResourceEstate>('PL-RES-004', {
    what: 'the share names a role of the account',
    base: sharedResourceEstate,
    change: share({ associatedEntity: `arn:aws:iam::${CONSUMER}:role/data` }),
  }),
  sound<ResourceEstate>('PL-RES-004', {
    what: 'the share names an organization, whose accounts nobody read',
    base: sharedResourceEstate,
    change: share({ associatedEntity: 'arn:aws:organizations::444455556666:organization/o-exampleorgid' }),
  }),
  sound<ResourceEstate>('PL-RES-004', {
    what: 'the resource is the account’s own, and nothing is shared',
    base: resourceEstate,
  }),
  sound<ResourceEstate>('PL-RES-004', {
    what: 'the consumer’s listing has the resource; the owner was not read',
    base: sharedResourceEstate,
    profiles: ['consumer'],
    verdict: 'unknown',
  }),
  sound<ResourceEstate>('PL-RES-004', {
    what: 'the consumer may not list, and the endpoint works',
    base: sharedResourceEstate,
    profiles: ['consumer'],
    denied: 'vpc-lattice:ListResourceConfigurations',
    verdict: 'unknown',
  }),
  ...['5432', '6000', '6010'].map((port) =>
    sound<ResourceEstate>('PL-RES-005', {
      what: `clients use ${port} of 5432 and 6000-6010`,
      base: resourceEstate,
      args: () => ['--port', port],
      change: (estate) => {
        ranges(estate, '5432', '6000-6010');
        admitAlso(estate, 6000, 6010);
      },
    }),
  ),
  sound<ServiceNetworkEstate>('PL-RES-005', {
    what: 'the second database of the network takes the port',
    base: serviceNetworkEstate,
    args: () => ['--port', '5433'],
    change: (estate) => {
      const { owner, archive, archiveServer, configuration, gateway } = estate;
      archive.detail['portRanges'] = ['5433'];
      admitAlso(estate, 5433);
      const rules = groupItem(owner, archiveServer.groupId)['IpPermissions'] as Item[];
      rules.push(permission(5433, gateway.groupId));
      // What is not on the way to that port is of no matter.
      changeConfiguration(configuration, { status: 'CREATE_FAILED' });
    },
  }),
  sound<ResourceEstate>('PL-RES-005', {
    what: 'an Amazon resource names no ports',
    base: resourceEstate,
    args: () => ['--port', '5432'],
    verdict: 'unknown',
    change: ({ configuration }) => {
      changeConfiguration(configuration, { type: 'ARN' });
      delete configuration.detail['portRanges'];
      configuration.detail['resourceConfigurationDefinition'] = {
        arnResource: { arn: `arn:aws:rds:us-east-1:${CONSUMER}:db:ledger` },
      };
    },
  }),
  sound<ResourceEstate>('PL-RES-006', {
    what: 'the database’s group admits both of the gateway’s interfaces by address',
    base: resourceEstate,
    change: (estate) => {
      databaseRules(estate, permission(5432, ...gatewayAddresses(estate)));
    },
  }),
  sound<ResourceEstate>('PL-RES-006', {
    what: 'the gateway’s group lets the port out to the database’s group',
    base: resourceEstate,
    change: ({ owner, gateway, resource }) => {
      groupItem(owner, gateway.groupId)['IpPermissionsEgress'] = [permission(5432, resource.groupId)];
    },
  }),
  sound<ResourceEstate>('PL-RES-006', {
    what: 'many ports are published, and the database’s group admits one of them',
    base: resourceEstate,
    change: (estate) => {
      ranges(estate, '1024-65535');
    },
  }),
  sound<ResourceEstate>('PL-RES-006', {
    what: 'many ports are published, and the endpoint’s group admits another one than the database’s',
    base: resourceEstate,
    verdict: 'unknown',
    change: (estate) => {
      ranges(estate, '1024-65535');
      databaseRules(estate, permission(5433, estate.gateway.groupId));
    },
  }),
  sound<ResourceEstate>('PL-RES-006', {
    what: 'the resource is given by name',
    base: resourceEstate,
    verdict: 'unknown',
    change: ({ configuration }) => {
      configuration.detail['resourceConfigurationDefinition'] = {
        dnsResource: { domainName: 'ledger.internal', ipAddressType: 'IPV4' },
      };
    },
  }),
  sound<ResourceEstate>('PL-RES-006', {
    what: 'nothing in the VPC has the address of the resource',
    base: resourceEstate,
    verdict: 'unknown',
    change: ({ configuration }) => {
      configuration.detail['resourceConfigurationDefinition'] = { ipResource: { ipAddress: '10.60.1.99' } };
    },
  }),
  sound<ResourceEstate>('PL-RES-006', {
    what: 'a network ACL between gateway and database drops the port',
    base: resourceEstate,
    verdict: 'unknown',
    change: ({ owner, resourceVpc }) => {
      addNetworkAcl(owner, resourceVpc, resourceVpc.subnets, {
        name: 'databases',
        entries: [...aclEntries(false, { number: 100, from: 3306 }), ...aclEntries(true, { number: 100 })],
      });
    },
  }),
  sound<ResourceEstate>('PL-RES-007', {
    what: 'the association says that its resource is available',
    base: resourceEstate,
    change: ({ endpoint }) => {
      Object.assign(endpoint.associations[0] ?? {}, { AssociatedResourceAccessibility: 'Available' });
    },
  }),
  ...['Pending', 'Relocating'].map((value) =>
    sound<ResourceEstate>('PL-RES-007', {
      what: `the association says ${value}`,
      base: resourceEstate,
      verdict: 'unknown',
      change: ({ endpoint }) => {
        Object.assign(endpoint.associations[0] ?? {}, { AssociatedResourceAccessibility: value });
      },
    }),
  ),
  ...['numberOfAssociatedServices', 'numberOfAssociatedResourceConfigurations'].map((field) =>
    sound<ServiceNetworkEstate>('PL-RES-008', {
      what: `the endpoint has no association, and the network counts one in ${field}`,
      base: serviceNetworkEstate,
      verdict: 'unknown',
      change: (estate) => {
        emptyNetwork(estate);
        estate.network.raw[field] = 1;
      },
    }),
  ),
  sound<ServiceNetworkEstate>('PL-RES-009', {
    what: 'one resource is on its way out of the service network',
    base: serviceNetworkEstate,
    change: member({ status: 'DELETE_IN_PROGRESS' }, 1),
  }),
  ...['CREATE_IN_PROGRESS', 'ARCHIVED'].map((value) =>
    sound<ServiceNetworkEstate>('PL-RES-009', {
      what: `one resource is ${value} in the service network`,
      base: serviceNetworkEstate,
      verdict: 'unknown',
      change: member({ status: value }, 1),
    }),
  ),
  sound<ServiceNetworkEstate>('PL-RES-009', {
    what: 'a resource of the network has no association with the endpoint',
    base: serviceNetworkEstate,
    verdict: 'unknown',
    change: (estate) => {
      associate(
        estate.network,
        addConfiguration(estate.owner, estate.gateway, {
          name: 'reports',
          definition: { ipResource: { ipAddress: estate.resource.address } },
          portRanges: ['5432'],
        }),
      );
    },
  }),
  sound<ServiceNetworkEstate>('PL-RES-009', {
    what: 'the network has a service of VPC Lattice besides',
    base: serviceNetworkEstate,
    verdict: 'unknown',
    change: ({ network }) => {
      network.raw['numberOfAssociatedServices'] = 1;
    },
  }),
  sound<ResourceEstate>('PL-RES-010', {
    what: 'the endpoint is available in a zone that AWS names as one without',
    base: resourceEstate,
    change: (estate) => {
      partlyIn('use1-az3', 'Available')(estate);
    },
  }),
  sound<ResourceEstate>('PL-RES-010', {
    what: 'the endpoint is there in part, in zones that have such endpoints',
    base: resourceEstate,
    verdict: 'degraded',
    change: ({ endpoint }) => {
      endpoint.raw['State'] = 'Partial';
    },
  }),
  sound<ServiceNetworkEstate>('PL-RES-011', {
    what: 'the second endpoint to the database is without private DNS',
    base: serviceNetworkEstate,
    change: secondWay({ privateDns: false }),
  }),
  sound<ServiceNetworkEstate>('PL-RES-011', {
    what: 'the endpoint itself is without private DNS',
    base: serviceNetworkEstate,
    change: (estate) => {
      secondWay({ privateDns: true })(estate);
      estate.endpoint.raw['PrivateDnsEnabled'] = false;
    },
  }),
  sound<ServiceNetworkEstate>('PL-RES-011', {
    what: 'the second endpoint leads to a database that is not in the network any more',
    base: serviceNetworkEstate,
    change: (estate) => {
      secondWay({ privateDns: true, to: 'archive' })(estate);
      const own = estate.consumer.tables['ec2:DescribeVpcEndpointAssociations'];
      const gone = estate.endpoint.associations[1];
      own.splice(0, own.length, ...own.filter((item) => item !== gone));
      estate.network.resources.pop();
    },
  }),
];
