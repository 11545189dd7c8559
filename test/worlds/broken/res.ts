import {
  changeConfiguration,
  groupEstate,
  resourceEstate,
  serviceNetworkEstate,
  sharedResourceEstate,
  type ResourceEstate,
  type ServiceNetworkEstate,
} from '../lattice.ts';
import { aclEntries, addNetworkAcl, groupItem, permission } from '../network.ts';
import { answerTo, type Item } from '../world.ts';
import { world, type BrokenWorld } from './faults.ts';
import {
  admitAlso,
  databaseRules,
  emptyNetwork,
  gatewayAddresses,
  gatewayIn,
  gatewayStatus,
  inaccessible,
  member,
  partlyIn,
  ranges,
  secondWay,
  share,
  status,
  unlisted,
} from './lattice-changes.ts';

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
      share({ associatedEntity: '123456789012' })(estate);
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
    finding: { severity: 'critical' },
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
    finding: { severity: 'high' },
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
  world<ResourceEstate>('PL-SG-001', {
    fault: 'many ports are published, and the endpoint’s group admits none of them',
    base: resourceEstate,
    hop: 'endpoint-security-group',
    owner: 'consumer',
    ...broken,
    change: (estate) => {
      ranges(estate, '6000-65535');
      databaseRules(estate, permission(6000, estate.gateway.groupId));
    },
  }),
  world<ResourceEstate>('PL-ACL-001', {
    fault: 'many ports are published, and the network ACL lets none of them in',
    base: resourceEstate,
    hop: 'network-acl',
    owner: 'consumer',
    ...broken,
    change: (estate) => {
      ranges(estate, '1024-65535');
      addNetworkAcl(estate.consumer, estate.consumerVpc, estate.endpointSubnets, {
        name: 'endpoints',
        entries: [...aclEntries(false, { number: 100, from: 443, to: 1023 }), ...aclEntries(true, { number: 100 })],
      });
    },
  }),
  world<ResourceEstate>('PL-RES-010', {
    fault: 'both subnets of the endpoint lie in a zone without such endpoints',
    base: resourceEstate,
    hop: 'endpoint',
    owner: 'consumer',
    ...broken,
    change: partlyIn('use1-az3', 'Partial', 2),
  }),
];
