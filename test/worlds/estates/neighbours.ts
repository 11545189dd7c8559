import { addAwsEndpoint, addEndpoint } from '../endpoint.ts';
import type { HealthyEstate } from '../healthy.ts';
import { addGroup, addSubnets, addVpc, addWorkload, permission } from '../network.ts';
import { addService } from '../service.ts';
import { addScope } from '../world.ts';

/** A third company that uses the service too; it ends in 3 as all consumers of generated estates do. */
export const THIRD = '222233334443';

/** Ways to be close to a place in an estate; each adds one endpoint that works. */
export const NEIGHBOURS: Readonly<Record<string, (estate: HealthyEstate) => void>> = {
  'another service of AWS, in the VPC with its own group': (estate: HealthyEstate): void => {
    const { consumer, consumerVpc, workloadGroupId } = estate;
    const groupIds = [
      addGroup(consumer, consumerVpc.id, 'logs-endpoint', 'Clients of logs', [permission(443, workloadGroupId)]),
    ];
    const subnets = addSubnets(consumer, consumerVpc, {
      zoneIds: consumerVpc.subnets.map((subnet) => subnet.zoneId),
      tier: 'logs',
      firstNet: 121,
    });
    addAwsEndpoint(consumer, consumerVpc, 'logs', { name: 'logs', groupIds, subnets });
  },
  'another service of AWS, in the endpoint’s subnets and group': (estate: HealthyEstate): void => {
    const { consumer, consumerVpc, endpointGroupId, endpointSubnets } = estate;
    const given = { name: 'kms', groupIds: [endpointGroupId], subnets: endpointSubnets };
    addAwsEndpoint(consumer, consumerVpc, 'kms', given);
  },
  'another VPC of the consumer uses the service': ({ consumer, service }: HealthyEstate): void => {
    const vpc = addVpc(consumer, { name: 'billing-prod', cidr: '10.20.0.0/16', zoneIds: service.zoneIds });
    const workload = addWorkload(consumer, vpc, 'billing');
    const groupIds = [addGroup(consumer, vpc.id, 'payments', 'Clients of payments', [permission(443, workload)])];
    addEndpoint(consumer, vpc, service, { name: 'billing', groupIds, privateDns: true });
  },
  'a third company uses the service': ({ world, service }: HealthyEstate): void => {
    const third = addScope(world, { account: THIRD, profiles: ['third'] });
    const vpc = addVpc(third, { name: 'shop-prod', cidr: '10.20.0.0/16', zoneIds: service.zoneIds });
    const workload = addWorkload(third, vpc, 'shop');
    const groupIds = [addGroup(third, vpc.id, 'payments', 'Clients of payments', [permission(443, workload)])];
    const principal = `arn:aws:iam::${THIRD}:root`;
    service.permissions.push({
      PrincipalType: 'Account',
      Principal: principal,
      ServicePermissionId: `vpce-svc-perm-0${service.id.slice(-16, -1)}3`,
      ServiceId: service.id,
      Tags: [],
    });
    addEndpoint(third, vpc, service, { name: 'shop', groupIds, privateDns: true });
  },
  'the provider has another service in the same VPC': (estate: HealthyEstate): void => {
    const { consumer, provider, providerVpc } = estate;
    const service = addService(provider, providerVpc, {
      name: 'refunds',
      port: 443,
      principals: [`arn:aws:iam::${consumer.account}:root`],
      admits: ['10.0.0.0/8'],
    });
    const vpc = addVpc(consumer, { name: 'desk-prod', cidr: '10.24.0.0/16', zoneIds: service.zoneIds });
    const workload = addWorkload(consumer, vpc, 'desk');
    const groupIds = [addGroup(consumer, vpc.id, 'refunds', 'Clients of refunds', [permission(443, workload)])];
    addEndpoint(consumer, vpc, service, { name: 'refunds', groupIds });
  },
};

/** Those of them that use the service. */
export const USERS: readonly string[] = [
  'another VPC of the consumer uses the service',
  'a third company uses the service',
];
