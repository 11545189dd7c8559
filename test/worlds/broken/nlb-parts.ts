import type { HealthyEstate } from '../healthy.ts';
import { groupItem, permission } from '../network.ts';
import { CHECK_PORT, checksApart, TARGET_PORT, twoTierEstate, type TwoTierEstate } from '../two-tier.ts';
import { textOf, type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { health, sound, world } from './faults.ts';

/* Targets as instances, targets of which a field is missing, and what a load balancer's groups make of a part. */

/** The targets are the instances whose interfaces they were. */
function asInstances({ provider, service }: HealthyEstate): void {
  service.targetGroup['TargetType'] = 'instance';
  service.targetHealth.forEach((item, index) => {
    const target = item['Target'] as Item;
    const InstanceId = `i-0a1b2c3d4e5f6071${index}`;
    const own = provider.tables['ec2:DescribeNetworkInterfaces'].find(
      (found) => found['PrivateIpAddress'] === target['Id'],
    );
    if (own !== undefined) own['Attachment'] = { InstanceId, DeviceIndex: 0, Status: 'attached' };
    target['Id'] = InstanceId;
  });
}

/** The targets' group admits these ports of the load balancer's VPC. */
function admitPorts({ provider, providerVpc, targetsGroupId }: TwoTierEstate, ...ports: readonly number[]): void {
  groupItem(provider, targetsGroupId)['IpPermissions'] = ports.map((port) => permission(port, providerVpc.cidr));
}

function sicken({ service }: HealthyEstate): void {
  health(service.targetHealth, 'unhealthy', 'Target.Timeout', 'Request timed out');
}

/** What the load balancer's group lets out. */
function letOut({ provider, service }: HealthyEstate, ...rules: readonly Item[]): void {
  groupItem(provider, service.loadBalancerGroupId ?? '')['IpPermissionsEgress'] = [...rules];
}

/** The targets' interfaces are not in the listing, as if they stood in a shared subnet. */
function hideTargets({ provider, service }: HealthyEstate): void {
  const ids = service.targetHealth.map((item) => textOf(item['Target'] as Item, 'Id'));
  const table = provider.tables['ec2:DescribeNetworkInterfaces'];
  const left = table.filter((item) => !ids.includes(textOf(item, 'PrivateIpAddress')));
  table.splice(0, table.length, ...left);
}

function setAttribute({ service }: HealthyEstate, Key: string, Value: string): void {
  const known = service.targetGroupAttributes.find((item) => item['Key'] === Key);
  if (known === undefined) service.targetGroupAttributes.push({ Key, Value });
  else known['Value'] = Value;
}

/** Each node sends to the targets of all zones. */
function crossZones({ service }: HealthyEstate): void {
  service.loadBalancerAttributes.splice(0, 99, { Key: 'load_balancing.cross_zone.enabled', Value: 'true' });
}

const MINIMUM = 'target_group_health.dns_failover.minimum_healthy_targets';

/** A second target in each zone, in a state of its own. */
function doubled(estate: TwoTierEstate, state: string): void {
  const { service, targetSubnets } = estate;
  service.targetHealth.push(
    ...targetSubnets.map((subnet): Item => ({
      Target: { Id: subnet.address(31), Port: TARGET_PORT, AvailabilityZone: subnet.zoneName },
      HealthCheckPort: String(TARGET_PORT),
      TargetHealth: { State: state },
    })),
  );
}

const TARGETS = { hop: 'targets', owner: 'provider' } as const;
const BREAKS = { ...TARGETS, effect: 'breaks', verdict: 'broken' } as const;
const IMPAIRS = { ...TARGETS, effect: 'impairs', verdict: 'degraded' } as const;

export const NLB_PART_WORLDS: readonly BrokenWorld[] = [
  world('PL-NLB-001', {
    fault: 'the load balancer is impaired',
    hop: 'load-balancer',
    owner: 'provider',
    effect: 'impairs',
    verdict: 'degraded',
    finding: { severity: 'high' },
    change: ({ service }) => {
      service.loadBalancer['State'] = { Code: 'active_impaired' };
    },
  }),
  world<TwoTierEstate>('PL-NLB-012', {
    fault: 'the group of the instances that are targets admits the health checks alone',
    base: twoTierEstate,
    ...BREAKS,
    change: (estate) => {
      checksApart(estate);
      asInstances(estate);
      admitPorts(estate, CHECK_PORT);
    },
  }),
  world<TwoTierEstate>('PL-NLB-012', {
    fault: 'the targets’ group admits the traffic, and not the health checks',
    base: twoTierEstate,
    ...BREAKS,
    change: (estate) => {
      checksApart(estate);
      sicken(estate);
      admitPorts(estate, TARGET_PORT);
    },
    says: () => [`neither by group nor by address on tcp/${CHECK_PORT} for the health check.`],
  }),
  world<TwoTierEstate>('PL-NLB-012', {
    fault: 'the targets’ group admits neither, on the one port of both',
    base: twoTierEstate,
    ...BREAKS,
    change: (estate) => {
      sicken(estate);
      admitPorts(estate, CHECK_PORT);
    },
    says: () => [`neither by group nor by address on tcp/${TARGET_PORT}.`],
  }),
  world<TwoTierEstate>('PL-NLB-012', {
    fault: 'the targets’ group admits the address of one of two nodes that send to each target',
    base: twoTierEstate,
    ...IMPAIRS,
    change: (estate) => {
      checksApart(estate);
      crossZones(estate);
      const { provider, providerVpc, targetsGroupId } = estate;
      const [first] = providerVpc.subnets;
      groupItem(provider, targetsGroupId)['IpPermissions'] = [
        permission(CHECK_PORT, providerVpc.cidr),
        permission(TARGET_PORT, first?.cidr ?? ''),
      ];
    },
    says: () => ['admits a part of the nodes of payments neither by group nor by address'],
  }),
  world<TwoTierEstate>('PL-NLB-006', {
    fault: 'a zone has fewer healthy targets than its group asks for',
    base: twoTierEstate,
    ...IMPAIRS,
    change: (estate) => {
      doubled(estate, 'healthy');
      setAttribute(estate, `${MINIMUM}.count`, '2');
      health(estate.service.targetHealth.slice(0, 1), 'unhealthy', 'Target.Timeout', 'Request timed out');
    },
    says: () => ['1 zone works.', 'use1-az1 (your '],
  }),
  world<TwoTierEstate>('PL-NLB-006', {
    fault: 'a smaller share of a zone’s targets is healthy than its group asks for',
    base: twoTierEstate,
    ...IMPAIRS,
    change: (estate) => {
      doubled(estate, 'healthy');
      setAttribute(estate, `${MINIMUM}.percentage`, '51');
      health(estate.service.targetHealth.slice(0, 1), 'unhealthy', 'Target.Timeout', 'Request timed out');
    },
  }),
];

export const NLB_PART_SOUND: readonly SoundWorld[] = [
  sound('PL-NLB-001', {
    what: 'the load balancer is being set up',
    verdict: 'unknown',
    change: ({ service }) => {
      service.loadBalancer['State'] = { Code: 'provisioning' };
    },
    lacks: 'it is still provisioning',
  }),
  sound<TwoTierEstate>('PL-NLB-006', {
    what: 'each zone has just as many healthy targets as its group asks for',
    base: twoTierEstate,
    change: (estate) => {
      doubled(estate, 'healthy');
      setAttribute(estate, `${MINIMUM}.count`, '2');
    },
  }),
  sound<TwoTierEstate>('PL-NLB-006', {
    what: 'just the share of a zone’s targets is healthy that its group asks for',
    base: twoTierEstate,
    verdict: 'degraded',
    change: (estate) => {
      doubled(estate, 'healthy');
      setAttribute(estate, `${MINIMUM}.percentage`, '50');
      health(estate.service.targetHealth.slice(0, 1), 'unhealthy', 'Target.Timeout', 'Request timed out');
    },
  }),
  sound<TwoTierEstate>('PL-NLB-006', {
    what: 'the group asks for no count and no share',
    base: twoTierEstate,
    change: (estate) => {
      setAttribute(estate, `${MINIMUM}.count`, 'off');
      setAttribute(estate, `${MINIMUM}.percentage`, 'off');
    },
  }),
  sound<TwoTierEstate>('PL-NLB-012', {
    what: 'the targets take the port of their group',
    base: twoTierEstate,
    change: (estate) => {
      checksApart(estate);
      admitPorts(estate, TARGET_PORT, CHECK_PORT);
      for (const item of estate.service.targetHealth) delete (item['Target'] as Item)['Port'];
    },
  }),
  sound<TwoTierEstate>('PL-NLB-012', {
    what: 'the group names no port, and its targets do',
    base: twoTierEstate,
    change: (estate) => {
      checksApart(estate);
      admitPorts(estate, TARGET_PORT, CHECK_PORT);
      delete estate.service.targetGroup['Port'];
    },
  }),
  sound<TwoTierEstate>('PL-NLB-012', {
    what: 'neither the group nor its targets name a port',
    base: twoTierEstate,
    verdict: 'unknown',
    change: ({ service }) => {
      delete service.targetGroup['Port'];
      for (const item of service.targetHealth) delete (item['Target'] as Item)['Port'];
    },
    lacks: 'Port of payments',
  }),
  sound<TwoTierEstate>('PL-NLB-012', {
    what: 'nobody knows where the health checks go that succeed',
    base: twoTierEstate,
    verdict: 'unknown',
    change: ({ service }) => {
      delete service.targetGroup['HealthCheckPort'];
    },
    lacks: 'HealthCheckPort of payments',
  }),
  sound<TwoTierEstate>('PL-NLB-012', {
    what: 'the targets’ interfaces are not in the listing',
    base: twoTierEstate,
    verdict: 'unknown',
    change: (estate) => {
      checksApart(estate);
      hideTargets(estate);
    },
    lacks: 'the network interface of 10.60.51.30',
  }),
  sound<TwoTierEstate>('PL-NLB-011', {
    what: 'the load balancer’s group lets out to a group, which a target that was not read may carry',
    base: twoTierEstate,
    verdict: 'unknown',
    change: (estate) => {
      checksApart(estate);
      hideTargets(estate);
      letOut(estate, permission('all', estate.targetsGroupId));
    },
    lacks: 'the network interface of 10.60.51.30',
  }),
];
