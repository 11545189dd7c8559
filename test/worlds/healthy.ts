import { addEndpoint, addAwsEndpoint, addGatewayEndpoint, type EndpointWorld } from './endpoint.ts';
import { addGroup, addSubnets, addVpc, addWorkload, permission, type SubnetWorld, type VpcWorld } from './network.ts';
import { addService, type ServiceWorld } from './service.ts';
import { addScope, createWorld, type ScopeWorld, type World } from './world.ts';

export const CONSUMER = '111122223333';
export const PROVIDER = '444455556666';
/** The accounts by the names of the profiles that read them. */
export const ACCOUNTS = { consumer: CONSUMER, provider: PROVIDER } as const;

/** A small estate with nothing wrong, and handles on each part so that a test can break exactly one. */
export interface HealthyEstate {
  readonly world: World;
  readonly consumer: ScopeWorld;
  readonly provider: ScopeWorld;
  readonly consumerVpc: VpcWorld;
  /** The consumer keeps its endpoints in subnets of their own, apart from the workloads. */
  readonly endpointSubnets: readonly SubnetWorld[];
  readonly providerVpc: VpcWorld;
  readonly workloadGroupId: string;
  readonly endpointGroupId: string;
  readonly service: ServiceWorld;
  /** The consumer's endpoint for the provider's service, private name and all. */
  readonly endpoint: EndpointWorld;
  /** An endpoint of the consumer for a service of AWS, with a policy that restricts it. */
  readonly awsEndpoint: EndpointWorld;
  readonly gateway: EndpointWorld;
}

/** Restricts an endpoint to the organization's own principals and resources. */
export const ORGANIZATION_POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: '*',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } },
    },
  ],
};

export function healthyEstate(): HealthyEstate {
  const world = createWorld();
  const consumer = addScope(world, { account: CONSUMER, profiles: ['consumer'] });
  const provider = addScope(world, { account: PROVIDER, profiles: ['provider'] });
  const zoneIds = ['use1-az1', 'use1-az2'];
  const consumerVpc = addVpc(consumer, { name: 'orders-prod', cidr: '10.20.0.0/16', zoneIds });
  const providerVpc = addVpc(provider, { name: 'payments-prod', cidr: '10.60.0.0/16', zoneIds });
  const endpointSubnets = addSubnets(consumer, consumerVpc, { zoneIds, tier: 'endpoints', firstNet: 101 });
  const workloadGroupId = addWorkload(consumer, consumerVpc, 'orders-api');
  const endpointGroupId = addGroup(consumer, consumerVpc.id, 'payments-endpoint', 'Clients of payments', [
    permission(443, workloadGroupId, consumerVpc.cidr),
  ]);
  const service = addService(provider, providerVpc, {
    name: 'payments',
    port: 443,
    targetPort: 8443,
    principals: [`arn:aws:iam::${CONSUMER}:root`],
    privateDnsName: 'payments.example.com',
    admits: [consumerVpc.cidr],
    tags: { owner: 'team-payments' },
  });
  const endpoint = addEndpoint(consumer, consumerVpc, service, {
    name: 'payments',
    groupIds: [endpointGroupId],
    subnets: endpointSubnets,
    privateDns: true,
    tags: { owner: 'team-orders' },
  });
  const awsEndpoint = addAwsEndpoint(consumer, consumerVpc, 'ecr.api', {
    name: 'ecr-api',
    groupIds: [endpointGroupId],
    subnets: endpointSubnets,
    policy: ORGANIZATION_POLICY,
    tags: { owner: 'team-platform' },
  });
  const gateway = addGatewayEndpoint(consumer, consumerVpc, 's3', {
    name: 's3',
    routeTables: [consumerVpc.routeTable],
    policy: ORGANIZATION_POLICY,
    tags: { owner: 'team-platform' },
  });
  return {
    world,
    consumer,
    provider,
    consumerVpc,
    endpointSubnets,
    providerVpc,
    workloadGroupId,
    endpointGroupId,
    service,
    endpoint,
    awsEndpoint,
    gateway,
  };
}
