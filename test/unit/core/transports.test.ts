// A port that was asked for is meant with every transport that its listener takes, at every hop.
import { describe, expect, test } from 'vitest';
import type { DiagnoseOptions, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { healthyEstate, type HealthyEstate } from '../../worlds/healthy.ts';
import { addNetworkAcl, groupItem } from '../../worlds/network.ts';
import { CAPTURED_AT, snapshotOf, type Item } from '../../worlds/world.ts';

const ANYONE = '0.0.0.0/0';
type Transport = 'tcp' | 'udp';

/** The healthy estate with a listener that takes TCP and UDP, admitted everywhere. */
function both(): HealthyEstate {
  const estate = healthyEstate();
  const { service } = estate;
  Object.assign(service.listeners[0]!, { Protocol: 'TCP_UDP' });
  service.targetGroup['Protocol'] = 'TCP_UDP';
  admit(estate, service.loadBalancerGroupId!, 'IpPermissions', 'tcp', 'udp');
  admit(estate, estate.endpointGroupId, 'IpPermissions', 'tcp', 'udp');
  return estate;
}

function admit(
  estate: HealthyEstate,
  group: string,
  direction: 'IpPermissions' | 'IpPermissionsEgress',
  ...transports: readonly Transport[]
): void {
  const scope = estate.service.loadBalancerGroupId === group ? estate.provider : estate.consumer;
  groupItem(scope, group)[direction] = transports.map((IpProtocol) => ({
    IpProtocol,
    FromPort: 443,
    ToPort: 443,
    IpRanges: [{ CidrIp: ANYONE }],
    Ipv6Ranges: [],
    UserIdGroupPairs: [],
    PrefixListIds: [],
  }));
}

function entry(number: number, egress: boolean, transport: Transport | '-1', from = 0, to = 65535): Item {
  const Protocol = { tcp: '6', udp: '17', '-1': '-1' }[transport];
  const ports = transport === '-1' ? {} : { PortRange: { From: from, To: to } };
  return { RuleNumber: number, Protocol, RuleAction: 'allow', Egress: egress, CidrBlock: ANYONE, ...ports };
}

function judge(estate: HealthyEstate, options: Partial<DiagnoseOptions> = {}): SubjectDiagnosis {
  const inventory = buildInventory([snapshotOf(estate.world)]);
  return diagnose(inventory, { now: CAPTURED_AT, ids: [estate.endpoint.id], ...options }).subjects[0]!;
}

/** The interface of the client in the first zone. */
function client(estate: HealthyEstate): string {
  const [item] = estate.consumer.tables['ec2:DescribeNetworkInterfaces'];
  return item?.['NetworkInterfaceId'] as string;
}

function asked(estate: HealthyEstate): SubjectDiagnosis {
  return judge(estate, { source: client(estate), port: 443 });
}

const stateOf = (subject: SubjectDiagnosis, hop: string) => subject.hops.find((item) => item.hop === hop)?.state;

test('both transports admitted everywhere are healthy', () => {
  const estate = both();
  // A health check is TCP: it proves nothing of UDP, so the targets’ groups must admit it.
  for (const group of estate.provider.tables['ec2:DescribeSecurityGroups']) {
    if (group['GroupName'] !== 'payments-targets') continue;
    group['IpPermissions'] = [{ ...(group['IpPermissions'] as Item[])[0], IpProtocol: '-1' }];
  }
  expect(asked(estate).verdict).toBe('healthy');
});

describe.each<[Transport, Transport]>([
  ['tcp', 'udp'],
  ['udp', 'tcp'],
])('only %s', (open, closed) => {
  test('out of the client’s groups', () => {
    const estate = both();
    admit(estate, estate.workloadGroupId, 'IpPermissionsEgress', open);
    expect(stateOf(asked(estate), 'source')).toBe('warn');
  });

  test('out of the client’s subnet', () => {
    const estate = both();
    const entries = [entry(100, true, open), entry(100, false, '-1')];
    addNetworkAcl(estate.consumer, estate.consumerVpc, estate.consumerVpc.subnets, { name: 'clients', entries });
    expect(stateOf(asked(estate), 'source')).toBe('warn');
  });

  test.each([
    ['into', [entry(100, true, '-1'), entry(100, false, open)]],
    ['replies out of', [entry(100, true, open), entry(100, false, '-1')]],
  ])('%s the endpoint’s subnets', (_, entries) => {
    const estate = both();
    addNetworkAcl(estate.consumer, estate.consumerVpc, estate.endpointSubnets, { name: 'endpoints', entries });
    expect(stateOf(asked(estate), 'network-acl')).toBe('warn');
    // Without a port, nobody said that the other transport is meant.
    expect(stateOf(judge(estate, { source: client(estate) }), 'network-acl')).toBe('pass');
  });

  test('into the endpoint’s groups', () => {
    const estate = both();
    admit(estate, estate.endpointGroupId, 'IpPermissions', open);
    const judged = asked(estate);
    expect(stateOf(judged, 'endpoint-security-group')).toBe('warn');
    const { confidence, message } = judged.findings.find((item) => item.rule === 'PL-SG-001')!;
    expect(message).toContain(`do not admit ${closed}/443 from`);
    expect(confidence).toBe('deterministic');
    const unasked = judge(estate).hops.find(({ hop }) => hop === 'endpoint-security-group');
    expect(unasked?.state).toBe('pass');
    expect(unasked?.statement).toContain(` ${closed}/443 is not admitted; --port judges one.`);
  });

  test('into the load balancer’s groups', () => {
    const estate = both();
    admit(estate, estate.service.loadBalancerGroupId!, 'IpPermissions', open);
    expect(stateOf(asked(estate), 'load-balancer')).toBe('warn');
    expect(stateOf(judge(estate), 'load-balancer')).toBe('pass');
  });
});

test('UDP that the targets’ groups do not admit is a part, beside TCP that the health checks prove', () => {
  expect(stateOf(asked(both()), 'targets')).toBe('warn');
  expect(stateOf(judge(both(), { port: 443 }), 'targets')).toBe('warn');
});

test('replies meet both network ACLs: ports that only one of them lets through are of no use', () => {
  const estate = healthyEstate();
  const acl = (name: string, subnets: typeof estate.endpointSubnets, entries: readonly Item[]): void => {
    addNetworkAcl(estate.consumer, estate.consumerVpc, subnets, { name, entries });
  };
  acl('clients', estate.consumerVpc.subnets, [
    entry(100, true, '-1'),
    entry(100, false, 'tcp', 443, 443),
    entry(110, false, 'tcp', 32768, 60999),
  ]);
  expect(asked(estate).verdict).toBe('healthy');
  acl('endpoints', estate.endpointSubnets, [entry(100, false, '-1'), entry(100, true, 'tcp', 61000, 65535)]);
  expect(asked(estate)).toMatchObject({ verdict: 'broken', rootCause: { rule: 'PL-ACL-002', hop: 'network-acl' } });
});

test('the replies that count are those of the endpoint’s own zone', () => {
  const estate = healthyEstate();
  const [first, second] = estate.endpointSubnets;
  const allow = (number: number, cidr: string, from: number, to: number): Item => ({
    ...entry(number, false, 'tcp', from, to),
    CidrBlock: cidr,
  });
  addNetworkAcl(estate.consumer, estate.consumerVpc, estate.consumerVpc.subnets, {
    name: 'clients',
    entries: [entry(100, true, '-1'), allow(100, first!.cidr, 32768, 45000), allow(110, second!.cidr, 49152, 65535)],
  });
  addNetworkAcl(estate.consumer, estate.consumerVpc, estate.endpointSubnets, {
    name: 'endpoints',
    entries: [entry(100, false, '-1'), entry(100, true, 'tcp', 49152, 65535)],
  });
  const zones = asked(estate).hops.find(({ hop }) => hop === 'network-acl')?.instances;
  expect(zones?.map(({ zoneId, state }) => `${zoneId ?? ''} ${state}`)).toEqual(['use1-az1 fail', 'use1-az2 pass']);
});

test('the hop of the client says which zones it does not get to', () => {
  const byAcl = healthyEstate();
  addNetworkAcl(byAcl.consumer, byAcl.consumerVpc, byAcl.consumerVpc.subnets, {
    name: 'clients',
    entries: [entry(100, false, '-1'), { ...entry(100, true, '-1'), CidrBlock: byAcl.endpointSubnets[1]!.cidr }],
  });
  const byGroup = healthyEstate();
  admit(byGroup, byGroup.workloadGroupId, 'IpPermissionsEgress', 'tcp');
  const [rule] = groupItem(byGroup.consumer, byGroup.workloadGroupId)['IpPermissionsEgress'] as Item[];
  rule!['IpRanges'] = [{ CidrIp: byGroup.endpointSubnets[1]!.cidr }];
  for (const estate of [byAcl, byGroup]) {
    const zones = asked(estate).hops.find(({ hop }) => hop === 'source')?.instances;
    const told = zones?.filter(({ zoneId }) => zoneId !== undefined).map(({ zoneId, state }) => `${zoneId!} ${state}`);
    expect(told).toEqual(['use1-az1 fail', 'use1-az2 pass']);
  }
});

describe('a subnet as the source, and rules that name its interfaces’ group', () => {
  const referring = (): HealthyEstate => {
    const estate = healthyEstate();
    const [rule] = groupItem(estate.consumer, estate.endpointGroupId)['IpPermissions'] as Item[];
    rule!['IpRanges'] = [];
    return estate;
  };

  test('admit it when its interfaces carry the group', () => {
    const estate = referring();
    const source = estate.consumerVpc.subnets[0]!.id;
    expect(judge(estate, { source, port: 443 }).verdict).toBe('healthy');
  });

  test('turn it away when they do not', () => {
    const estate = referring();
    const [first] = estate.consumer.tables['ec2:DescribeNetworkInterfaces'];
    first!['Groups'] = [{ GroupId: estate.consumerVpc.defaultGroupId, GroupName: 'default' }];
    const source = estate.consumerVpc.subnets[0]!.id;
    expect(judge(estate, { source, port: 443 })).toMatchObject({ verdict: 'broken', rootCause: { rule: 'PL-SG-001' } });
  });

  test('leave it open when nothing is in it yet', () => {
    const estate = referring();
    const judged = judge(estate, { source: '10.20.1.128/25', port: 443 });
    expect(stateOf(judged, 'endpoint-security-group')).toBe('unknown');
  });
});

describe('what stood in for an input that was not given is said', () => {
  test('the clients by name, and the ports where there are several', () => {
    const estate = both();
    const { assumptions } = judge(estate);
    expect(assumptions.join(' ')).toContain(client(estate));
    expect(assumptions.join(' ')).toContain('(tcp/443, udp/443)');
    expect(asked(estate).assumptions).toEqual([]);
  });
});
