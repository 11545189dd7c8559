import { healthyEstate, type HealthyEstate } from './healthy.ts';
import { aclEntries, addInterface, addNetworkAcl, addSubnets, type SubnetWorld } from './network.ts';
import { awsId, type Item } from './world.ts';

/** The healthy estate with the provider's targets in subnets of their own, apart from the load balancer. */
export interface TwoTierEstate extends HealthyEstate {
  readonly targetSubnets: readonly SubnetWorld[];
  readonly targetsGroupId: string;
}

export const TARGET_PORT = 8443;
export const CHECK_PORT = 8080;

export function twoTierEstate(): TwoTierEstate {
  const estate = healthyEstate();
  const { provider, providerVpc, service } = estate;
  const targetsGroupId = awsId('sg', providerVpc.id, 'payments-targets');
  const zoneIds = providerVpc.subnets.map((subnet) => subnet.zoneId);
  const targetSubnets = addSubnets(provider, providerVpc, { zoneIds, tier: 'targets', firstNet: 51 });
  targetSubnets.forEach((subnet, index) => {
    addInterface(provider, providerVpc, subnet, {
      host: 30,
      groupIds: [targetsGroupId],
      description: `payments task ${index + 11}`,
      name: `payments-${index + 11}`,
    });
  });
  const targets = targetSubnets.map((subnet): Item => ({
    Target: { Id: subnet.address(30), Port: TARGET_PORT, AvailabilityZone: subnet.zoneName },
    HealthCheckPort: String(TARGET_PORT),
    TargetHealth: { State: 'healthy' },
  }));
  service.targetHealth.splice(0, service.targetHealth.length, ...targets);
  return { ...estate, targetSubnets, targetsGroupId };
}

/** Health checks go to a port of their own, so that they say nothing of the traffic's. */
export function checksApart({ service }: HealthyEstate): void {
  service.targetGroup['HealthCheckPort'] = String(CHECK_PORT);
  for (const target of service.targetHealth) target['HealthCheckPort'] = String(CHECK_PORT);
}

type Allowed = Parameters<typeof aclEntries>[1];

/** Gives the targets' subnets an ACL that allows this and nothing else. */
export function aclOfTargets(estate: TwoTierEstate, inbound: readonly Allowed[], outbound: readonly Allowed[]): void {
  const { provider, providerVpc, targetSubnets } = estate;
  addNetworkAcl(provider, providerVpc, targetSubnets, {
    name: 'targets',
    entries: [...aclEntries(false, ...inbound), ...aclEntries(true, ...outbound)],
  });
}

/** Gives the load balancer's subnets one. */
export function aclOfBalancer(estate: TwoTierEstate, inbound: readonly Allowed[], outbound: readonly Allowed[]): void {
  const { provider, providerVpc } = estate;
  addNetworkAcl(provider, providerVpc, providerVpc.subnets, {
    name: 'balancer',
    entries: [...aclEntries(false, ...inbound), ...aclEntries(true, ...outbound)],
  });
}
