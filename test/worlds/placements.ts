import { addEndpoint, type EndpointWorld } from './endpoint.ts';
import { ACCOUNTS } from './healthy.ts';
import { addGroup, addVpc, addWorkload, permission, type VpcWorld } from './network.ts';
import { addService, type ServiceWorld } from './service.ts';
import { addScope, createWorld, type ScopeWorld, type World } from './world.ts';

/** One endpoint and the service that it leads to, with nothing wrong. */
export interface PairEstate {
  readonly world: World;
  readonly service: ServiceWorld;
  readonly endpoint: EndpointWorld;
}

/** A service that its owner uses across two VPCs of one account, as most do before they share it. */
export function oneAccountEstate(): PairEstate {
  const world = createWorld();
  const scope = addScope(world, { account: ACCOUNTS.consumer, profiles: ['consumer'] });
  const zoneIds = ['use1-az1', 'use1-az2'];
  const home = addVpc(scope, { name: 'platform-prod', cidr: '10.60.0.0/16', zoneIds });
  const service = addService(scope, home, {
    name: 'audit-log',
    port: 6514,
    acceptanceRequired: false,
    principals: [],
    admits: ['10.0.0.0/8'],
  });
  return { world, service, endpoint: connect(scope, clientVpc(scope, zoneIds), service) };
}

/**
 * A service of one Region and its consumer in another: https://docs.aws.amazon.com/vpc/latest/privatelink/cross-region-access.html.
 * Both accounts are there in both Regions, so that each profile can be read in each.
 */
export function crossRegionEstate(): PairEstate {
  const world = createWorld();
  const consumer = addScope(world, { account: ACCOUNTS.consumer, profiles: ['consumer'] });
  const provider = addScope(world, { account: ACCOUNTS.provider, profiles: ['provider'], region: 'eu-west-1' });
  addScope(world, { account: ACCOUNTS.consumer, profiles: ['consumer'], region: 'eu-west-1' });
  addScope(world, { account: ACCOUNTS.provider, profiles: ['provider'] });
  const home = addVpc(provider, {
    name: 'ledger-prod',
    cidr: '10.60.0.0/16',
    zoneIds: ['euw1-az1', 'euw1-az2'],
  });
  const service = addService(provider, home, {
    name: 'ledger',
    port: 443,
    targetPort: 8443,
    principals: [`arn:aws:iam::${ACCOUNTS.consumer}:root`],
    admits: ['10.20.0.0/16'],
  });
  Object.assign(service.configuration, {
    RemoteAccessEnabled: true,
    SupportedRegions: [
      { Region: 'eu-west-1', ServiceState: 'Available' },
      { Region: 'us-east-1', ServiceState: 'Available' },
    ],
  });
  return { world, service, endpoint: connect(consumer, clientVpc(consumer, ['use1-az1', 'use1-az2']), service) };
}

function clientVpc(scope: ScopeWorld, zoneIds: readonly string[]): VpcWorld {
  return addVpc(scope, { name: 'orders-prod', cidr: '10.20.0.0/16', zoneIds });
}

function connect(scope: ScopeWorld, vpc: VpcWorld, service: ServiceWorld): EndpointWorld {
  const workload = addWorkload(scope, vpc, 'orders-api');
  const groupIds = [addGroup(scope, vpc.id, 'clients', 'Clients of the service', [permission(service.port, workload)])];
  return addEndpoint(scope, vpc, service, { name: 'to-the-service', groupIds });
}
