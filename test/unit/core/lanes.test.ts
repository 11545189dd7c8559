// What is left when several hops each take a part: zones, transports, groups and targets are each other's alternatives.
import { describe, expect, test } from 'vitest';
import type { DiagnoseOptions, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { addNetworkAcl, aclEntries, groupItem, permission } from '../../worlds/network.ts';
import { CHECK_PORT, checksApart, TARGET_PORT, twoTierEstate, type TwoTierEstate } from '../../worlds/two-tier.ts';
import { CAPTURED_AT, snapshotOf, type Item } from '../../worlds/world.ts';

const MINIMUM = 'target_group_health.dns_failover.minimum_healthy_targets.count';
const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

function judge(estate: TwoTierEstate, options: Partial<DiagnoseOptions> = {}): SubjectDiagnosis {
  const [client] = estate.consumer.tables['ec2:DescribeNetworkInterfaces'];
  const source = client?.['NetworkInterfaceId'] as string;
  const inventory = buildInventory([snapshotOf(estate.world)]);
  const asked = { now: CAPTURED_AT, ids: [estate.endpoint.id], source, port: 443, ...options };
  return diagnose(inventory, asked).subjects[0]!;
}

/** The same without a source, for which a client stands in that gets through everywhere. */
function judgeAnyone(estate: TwoTierEstate): SubjectDiagnosis {
  const inventory = buildInventory([snapshotOf(estate.world)]);
  return diagnose(inventory, { now: CAPTURED_AT, ids: [estate.endpoint.id], port: 443 }).subjects[0]!;
}

function set(attributes: Item[], Key: string, Value: string): void {
  const known = attributes.find((item) => item['Key'] === Key);
  if (known === undefined) attributes.push({ Key, Value });
  else known['Value'] = Value;
}

function sicken(estate: TwoTierEstate, ...zones: readonly number[]): void {
  for (const zone of zones) estate.service.targetHealth[zone]!['TargetHealth'] = { State: 'unhealthy' };
}

/** The endpoint’s address in a zone. */
function door(estate: TwoTierEstate, zone: number): string {
  const [id] = (estate.endpoint.raw['NetworkInterfaceIds'] as string[]).slice(zone);
  const found = estate.consumer.tables['ec2:DescribeNetworkInterfaces'].find(
    (item) => item['NetworkInterfaceId'] === id,
  );
  return found?.['PrivateIpAddress'] as string;
}

/** The client may send to one zone of the endpoint only. */
function confine(estate: TwoTierEstate, zone: number): void {
  groupItem(estate.consumer, estate.workloadGroupId)['IpPermissionsEgress'] = [
    permission(443, `${door(estate, zone)}/32`),
  ];
}

/** The endpoint has one zone. */
function keepZone(estate: TwoTierEstate, zone: number): void {
  for (const field of ['SubnetIds', 'NetworkInterfaceIds']) {
    estate.endpoint.raw[field] = (estate.endpoint.raw[field] as string[]).slice(zone, zone + 1);
  }
}

/** A second group with these targets, to which the port’s listener forwards too. */
function addGroup(estate: TwoTierEstate, targets: readonly Item[], more: Item = {}): void {
  const { provider, service } = estate;
  const TargetGroupArn = `${service.targetGroup['TargetGroupArn'] as string}0`;
  provider.tables['elasticloadbalancing:DescribeTargetGroups'].push({
    ...service.targetGroup,
    ...more,
    TargetGroupArn,
  });
  const [action] = service.listeners[0]!['DefaultActions'] as { ForwardConfig: { TargetGroups: Item[] } }[];
  action?.ForwardConfig.TargetGroups.push({ TargetGroupArn, Weight: 1 });
  const params = { TargetGroupArn };
  const answers = {
    DescribeTargetHealth: { TargetHealthDescriptions: targets },
    DescribeTargetGroupAttributes: { Attributes: service.targetGroupAttributes },
  };
  for (const [name, output] of Object.entries(answers)) {
    provider.answers.push({ operation: `elasticloadbalancing:${name}`, params, output });
  }
}

/** What the group's targets are, in this state. */
function inState({ service }: TwoTierEstate, State: string): Item[] {
  return service.targetHealth.map((item) => ({ ...item, TargetHealth: { State } }));
}

test('the estate that is changed is healthy', () => {
  expect(judge(twoTierEstate()).verdict).toBe('healthy');
});

describe('one hop takes a zone, a later one what is left', () => {
  test('the client reaches the first zone, the only target is in the second', () => {
    const estate = twoTierEstate();
    confine(estate, 0);
    expect(judge(estate).verdict).toBe('degraded');
    sicken(estate, 0);
    expect(judge(estate)).toMatchObject({ verdict: 'broken', rootCause: { rule: 'PL-NLB-006', hop: 'targets' } });
  });

  test('a target in a zone that the client does not reach hinders nobody', () => {
    const estate = twoTierEstate();
    keepZone(estate, 0);
    checksApart(estate);
    const { provider, providerVpc, targetSubnets } = estate;
    addNetworkAcl(provider, providerVpc, targetSubnets.slice(1), { name: 'closed', entries: [] });
    expect(judge(estate).verdict).toBe('healthy');
    addNetworkAcl(provider, providerVpc, targetSubnets.slice(0, 1), { name: 'closed too', entries: [] });
    expect(judge(estate)).toMatchObject({ verdict: 'broken', rootCause: { rule: 'PL-ACL-005' } });
  });
});

describe('nodes that send to targets in other zones', () => {
  const crossed = (): TwoTierEstate => {
    const estate = twoTierEstate();
    checksApart(estate);
    keepZone(estate, 0);
    set(estate.service.loadBalancerAttributes, CROSS_ZONE, 'true');
    sicken(estate, 0);
    return estate;
  };
  const [toOwn, toOther] = ['10.60.1.0/24', '10.60.2.0/24'];
  const guardTargets = ({ provider, providerVpc, targetSubnets }: TwoTierEstate, cidr: string): void => {
    const entries = [...aclEntries(false, { number: 100, cidr }), ...aclEntries(true, { number: 100 })];
    addNetworkAcl(provider, providerVpc, targetSubnets.slice(1), { name: 'targets', entries });
  };

  test('the ACL that counts is between the node of the endpoint’s zone and the target', () => {
    const estate = crossed();
    guardTargets(estate, toOwn);
    expect(judge(estate).verdict).toBe('degraded');
    const other = crossed();
    guardTargets(other, toOther);
    expect(judge(other)).toMatchObject({ verdict: 'broken', rootCause: { rule: 'PL-ACL-005' } });
    expect(judgeAnyone(other)).toMatchObject({ verdict: 'broken', rootCause: { rule: 'PL-ACL-005' } });
  });

  test('the address that counts is that of the node of the endpoint’s zone', () => {
    const admitting = (cidr: string): TwoTierEstate => {
      const estate = crossed();
      groupItem(estate.provider, estate.targetsGroupId)['IpPermissions'] = [
        permission(CHECK_PORT, estate.providerVpc.cidr),
        permission(TARGET_PORT, cidr),
      ];
      return estate;
    };
    expect(judge(admitting(toOwn)).verdict).toBe('degraded');
    expect(judge(admitting(toOther))).toMatchObject({ verdict: 'broken', rootCause: { rule: 'PL-NLB-012' } });
  });
});

describe('zones that a load balancer takes out of its name', () => {
  test('one with fewer healthy targets than its group asks for, while another has enough', () => {
    const estate = twoTierEstate();
    sicken(estate, 0);
    const { hops } = judge(estate);
    const zones = hops.find(({ hop }) => hop === 'targets')?.instances.filter(({ zoneId }) => zoneId !== undefined);
    expect(zones?.map(({ zoneId, state }) => `${zoneId ?? ''} ${state}`)).toEqual(['use1-az1 fail', 'use1-az2 pass']);
  });

  test('none when none has enough: the load balancer then keeps all of them', () => {
    const estate = twoTierEstate();
    set(estate.service.targetGroupAttributes, MINIMUM, '2');
    expect(judge(estate).verdict).toBe('healthy');
    keepZone(estate, 0);
    expect(judge(estate).verdict).toBe('healthy');
    sicken(estate, 0);
    expect(judge(estate)).toMatchObject({ verdict: 'broken', rootCause: { rule: 'PL-NLB-006' } });
  });

  test('nor is one good whose only target is not checked', () => {
    const estate = twoTierEstate();
    set(estate.service.targetGroupAttributes, MINIMUM, '2');
    keepZone(estate, 0);
    estate.service.targetHealth[0]!['TargetHealth'] = { State: 'unavailable' };
    expect(judge(estate).verdict).toBe('unknown');
  });

  test('none for certain while the other’s targets are in their first health checks', () => {
    const estate = twoTierEstate();
    set(estate.service.targetGroupAttributes, MINIMUM, '2');
    estate.service.targetHealth[1]!['TargetHealth'] = { State: 'initial' };
    estate.service.targetHealth.push({
      ...estate.service.targetHealth[1]!,
      Target: { Id: '10.60.52.31', Port: TARGET_PORT, AvailabilityZone: estate.targetSubnets[1]!.zoneName },
    });
    expect(judge(estate).verdict).toBe('unknown');
  });
});

test('a group of TCP and UDP gets only what its listener takes', () => {
  const estate = twoTierEstate();
  estate.service.targetGroup['Protocol'] = 'TCP_UDP';
  expect(judge(estate).verdict).toBe('healthy');
});

test('a reference that AWS does not promise explains no failed health check', () => {
  const estate = twoTierEstate();
  const { provider, targetsGroupId, service } = estate;
  service.loadBalancer['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'] = 'off';
  groupItem(provider, targetsGroupId)['IpPermissions'] = [permission('all', service.loadBalancerGroupId!)];
  sicken(estate, 0, 1);
  expect(judge(estate).verdict).toBe('broken');
});

test('a reference that AWS does not promise hides no target that is refused', () => {
  const estate = twoTierEstate();
  const { provider, targetsGroupId, service } = estate;
  checksApart(estate);
  service.loadBalancer['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'] = 'off';
  groupItem(provider, targetsGroupId)['IpPermissions'] = [permission(TARGET_PORT, service.loadBalancerGroupId!)];
  const [refused] = service.targetHealth;
  refused!['Target'] = { ...(refused!['Target'] as Item), Port: 9443 };
  const { findings } = judge(estate);
  const found = findings.map(({ rule }) => rule);
  expect(found).toEqual(expect.arrayContaining(['PL-NLB-012', 'PL-NLB-024']));
});

test('a cause explains what it judged, and not the group beside it', () => {
  const estate = twoTierEstate();
  const { service } = estate;
  checksApart(estate);
  addGroup(estate, inState(estate, 'unhealthy'), { TargetGroupName: 'sick', HealthCheckPort: 'traffic-port' });
  for (const target of service.targetHealth) target['Target'] = { ...(target['Target'] as Item), Port: 9443 };
  const { subjects } = diagnose(buildInventory([snapshotOf(estate.world)]), { now: CAPTURED_AT, ids: [service.id] });
  expect(subjects[0]?.verdict).toBe('broken');
  expect(subjects[0]?.findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['PL-NLB-012', 'PL-NLB-004']));
});

describe('a gateway endpoint and the source that was given', () => {
  test('a subnet that uses none of its tables does not get there, whatever the others do', () => {
    const estate = twoTierEstate();
    const { consumer, consumerVpc } = estate;
    const [subnet] = consumerVpc.subnets;
    const associations = consumerVpc.routeTable['Associations'] as Item[];
    consumerVpc.routeTable['Associations'] = associations.filter((item) => item['SubnetId'] !== subnet!.id);
    consumer.tables['ec2:DescribeRouteTables'].push({
      ...consumerVpc.routeTable,
      RouteTableId: 'rtb-0123456789abcdef0',
      Associations: [{ SubnetId: subnet!.id, RouteTableId: 'rtb-0123456789abcdef0', Main: false }],
      Routes: (consumerVpc.routeTable['Routes'] as Item[]).filter((route) => route['GatewayId'] === 'local'),
    });
    const ids = [estate.gateway.id];
    expect(judge(estate, { ids })).toMatchObject({ verdict: 'broken', rootCause: { rule: 'PL-RT-002' } });
    const served = judge(estate, { ids, source: consumerVpc.subnets[1]!.id });
    expect(served.hops.find(({ hop }) => hop === 'route-table')?.state).toBe('pass');
  });

  test('what goes out to one range and comes back from another goes nowhere', () => {
    const estate = twoTierEstate();
    const [one, other] = ['192.0.2.0/25', '198.51.100.0/24'];
    const guard = (name: string, back: string): void => {
      const entries = [
        ...aclEntries(true, { number: 100, cidr: one, from: 443 }),
        ...aclEntries(false, { number: 100, cidr: back, from: 1024, to: 65535 }),
      ];
      addNetworkAcl(estate.consumer, estate.consumerVpc, estate.consumerVpc.subnets, { name, entries });
    };
    guard('same', one);
    expect(judge(estate, { ids: [estate.gateway.id] }).verdict).toBe('degraded');
    groupItem(estate.consumer, estate.workloadGroupId)['IpPermissionsEgress'] = [permission(443, other)];
    expect(judge(estate, { ids: [estate.gateway.id] })).toMatchObject({
      verdict: 'broken',
      rootCause: { rule: 'PL-ACL-004' },
    });
    groupItem(estate.consumer, estate.workloadGroupId)['IpPermissionsEgress'] = [permission(443, '0.0.0.0/0')];
    guard('apart', other);
    expect(judge(estate, { ids: [estate.gateway.id] })).toMatchObject({
      verdict: 'broken',
      rootCause: { rule: 'PL-ACL-004' },
    });
  });
});

describe('an empty group beside others', () => {
  const withEmptyGroup = (): TwoTierEstate => {
    const estate = twoTierEstate();
    addGroup(estate, []);
    return estate;
  };

  test('the load balancer fails open: a zone that is short of targets keeps those that it has', () => {
    const estate = withEmptyGroup();
    set(estate.service.targetGroupAttributes, MINIMUM, '2');
    estate.service.targetHealth.push({
      ...estate.service.targetHealth[1]!,
      Target: { Id: '10.60.52.31', Port: TARGET_PORT, AvailabilityZone: estate.targetSubnets[1]!.zoneName },
    });
    confine(estate, 0);
    expect(judge(estate).verdict).toBe('degraded');
  });

  test('a zone without any usable target of the other group serves nobody all the same', () => {
    const estate = withEmptyGroup();
    confine(estate, 0);
    sicken(estate, 0);
    expect(judge(estate)).toMatchObject({ verdict: 'broken' });
  });
});

test('zones do not part over what crosses them: the first checks of another listener’s targets decide nothing', () => {
  const estate = twoTierEstate();
  const { service } = estate;
  set(service.loadBalancerAttributes, CROSS_ZONE, 'true');
  const waiting = inState(estate, 'initial');
  addGroup(estate, waiting);
  const [action] = service.listeners[0]!['DefaultActions'] as { ForwardConfig: { TargetGroups: Item[] } }[];
  const [{ TargetGroupArn }] = action!.ForwardConfig.TargetGroups.splice(1) as [Item];
  service.listeners.push({
    ...service.listeners[0]!,
    ListenerArn: `${service.listeners[0]!['ListenerArn'] as string}0`,
    Port: 8444,
    DefaultActions: [{ Type: 'forward', TargetGroupArn }],
  });
  expect(judge(estate).verdict).toBe('healthy');
  set(service.loadBalancerAttributes, CROSS_ZONE, 'false');
  waiting[1]!['TargetHealth'] = { State: 'healthy' };
  expect(judge(estate).verdict).toBe('unknown');
});

test('a proven fault of one group breaks no path whose other group is only suspected', () => {
  const estate = twoTierEstate();
  const { provider, service, targetsGroupId } = estate;
  checksApart(estate);
  service.loadBalancer['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'] = 'off';
  groupItem(provider, targetsGroupId)['IpPermissions'] = [permission(TARGET_PORT, service.loadBalancerGroupId!)];
  addGroup(estate, inState(estate, 'draining'));
  const { verdict, rootCause, findings } = judge(estate);
  expect({ verdict, rootCause }).toMatchObject({
    verdict: 'degraded',
    rootCause: { rule: 'PL-NLB-024', suspected: true },
  });
  expect(findings.find(({ rule }) => rule === 'PL-NLB-004')?.effect).toBe('impairs');
});

test('one transport without a route to a target leaves the other, which the health check proves', () => {
  const estate = twoTierEstate();
  const { provider, service } = estate;
  service.listeners[0]!['Protocol'] = 'TCP_UDP';
  service.targetGroup['Protocol'] = 'TCP_UDP';
  groupItem(provider, service.loadBalancerGroupId!)['IpPermissions'] = [permission('all', '10.20.0.0/16')];
  groupItem(estate.consumer, estate.endpointGroupId)['IpPermissions'] = [permission('all', '10.20.0.0/16')];
  set(service.loadBalancerAttributes, CROSS_ZONE, 'true');
  const [target] = service.targetHealth;
  service.targetHealth.splice(0, 2, {
    ...target!,
    Target: { Id: '192.168.40.9', Port: TARGET_PORT, AvailabilityZone: 'all' },
  });
  for (const { verdict, findings } of [judge(estate), judgeAnyone(estate)]) {
    expect(findings.find(({ rule }) => rule === 'PL-NLB-025')?.effect).toBe('impairs');
    expect(verdict).toBe('degraded');
  }
});

test('targets of a type that was not said are not known to be reached', () => {
  const estate = twoTierEstate();
  checksApart(estate);
  groupItem(estate.provider, estate.targetsGroupId)['IpPermissions'] = [permission(CHECK_PORT, '10.60.0.0/16')];
  expect(judge(estate).verdict).toBe('broken');
  estate.service.targetGroup['TargetType'] = [];
  const { verdict, notEvaluated } = judge(estate);
  expect(verdict).toBe('unknown');
  expect(notEvaluated.flatMap(({ missing }) => missing)).toContain('TargetType of payments');
});
