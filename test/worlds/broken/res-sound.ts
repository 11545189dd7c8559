import { CONSUMER } from '../healthy.ts';
import {
  addConfiguration,
  associate,
  changeConfiguration,
  groupEstate,
  resourceEstate,
  serviceNetworkEstate,
  sharedResourceEstate,
  type ResourceEstate,
  type ServiceNetworkEstate,
} from '../lattice.ts';
import { aclEntries, addInterface, addNetworkAcl, groupItem, permission } from '../network.ts';
import { type Item } from '../world.ts';
import { sound, type SoundWorld } from './faults.ts';
import {
  admitAlso,
  databaseRules,
  emptyNetwork,
  gatewayAddresses,
  gatewayIn,
  gatewayStatus,
  member,
  partlyIn,
  ranges,
  secondWay,
  share,
  status,
} from './lattice-changes.ts';

const UNSETTLED = ['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'ARCHIVED'];

/** The endpoint in its first subnet alone, beside the one client that its group admits. */
function inOneSubnet(): ResourceEstate {
  const estate = resourceEstate();
  const { consumer, consumerVpc, endpoint, endpointSubnets, endpointGroupId } = estate;
  for (const field of ['SubnetIds', 'NetworkInterfaceIds']) {
    endpoint.raw[field] = (endpoint.raw[field] as string[]).slice(0, 1);
  }
  for (const subnet of endpointSubnets.slice(0, 1)) {
    groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(5432, subnet.cidr)];
    addInterface(consumer, consumerVpc, subnet, {
      host: 30,
      groupIds: [consumerVpc.defaultGroupId],
      description: 'reports',
    });
  }
  return estate;
}

export const RES_SOUND: readonly SoundWorld[] = [
  ...UNSETTLED.map((value) =>
    sound<ResourceEstate>('PL-RES-001', {
      what: `the resource configuration is ${value}`,
      lacks: value.toLowerCase(),
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
      lacks: value.toLowerCase(),
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
    lacks: 'what behind the endpoint takes tcp/5432',
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
    lacks: 'which address',
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
    lacks: 'what has the address',
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
      lacks: value.toLowerCase(),
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
      lacks: 'agreement',
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
      lacks: value === 'ARCHIVED' ? 'the status "archived"' : 'a later reading',
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
  sound<ResourceEstate>('PL-ACL-001', {
    what: 'many ports are published, and the network ACL lets in the one that the groups admit',
    base: resourceEstate,
    change: (estate) => {
      ranges(estate, '1024-65535');
      addNetworkAcl(estate.consumer, estate.consumerVpc, estate.endpointSubnets, {
        name: 'endpoints',
        entries: [...aclEntries(false, { number: 100, from: 5432 }), ...aclEntries(true, { number: 100 })],
      });
    },
  }),
  sound<ResourceEstate>('PL-RES-004', {
    what: 'the endpoint does not say for which resource it is',
    lacks: 'ResourceConfigurationArn',
    base: sharedResourceEstate,
    verdict: 'unknown',
    change: ({ endpoint }) => {
      delete endpoint.raw['ResourceConfigurationArn'];
    },
  }),
  sound<ResourceEstate>('PL-RES-006', {
    what: 'two ports are published, and the endpoint’s group admits another one than the database’s',
    base: resourceEstate,
    verdict: 'unknown',
    change: (estate) => {
      ranges(estate, '5432', '5433');
      databaseRules(estate, permission(5433, estate.gateway.groupId));
    },
  }),
  sound<ResourceEstate>('PL-ACL-001', {
    what: 'a client is in the endpoint’s one subnet, whose network ACL lets another port in than the groups admit',
    base: inOneSubnet,
    change: (estate) => {
      ranges(estate, '1024-65535');
      addNetworkAcl(estate.consumer, estate.consumerVpc, estate.endpointSubnets, {
        name: 'endpoints',
        entries: [...aclEntries(false, { number: 100, from: 5433 }), ...aclEntries(true, { number: 100 })],
      });
    },
  }),
];
