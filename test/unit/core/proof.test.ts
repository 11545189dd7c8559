/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument -- raw answers, as AWS would send them */
// What may not be called healthy: each world differs from the healthy one in a way that leaves the path unproven or broken.
import { describe, expect, test } from 'vitest';
import type { DiagnoseOptions, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import { CONSUMER, healthyEstate, PROVIDER } from '../../worlds/healthy.ts';
import { denied } from '../../worlds/unread.ts';
import { snapshotOf } from '../../worlds/world.ts';

type Raw = any;

const estate = healthyEstate();
const ENDPOINT = estate.endpoint.id;
const GATEWAY = estate.gateway.id;
const healthy = (): Snapshot => structuredClone(snapshotOf(estate.world));

/** The listing of one operation in one account, to be changed. */
function answer(snapshot: Snapshot, account: string, operation: string): Raw {
  const scope = snapshot.scopes.find((item) => item.account === account);
  return scope?.calls.find((call) => call.operation.endsWith(`:${operation}`))?.output;
}

function judge(snapshot: Snapshot, options: Partial<DiagnoseOptions> = {}, id = ENDPOINT): SubjectDiagnosis {
  return diagnose(buildInventory([snapshot]), { now: '2026-03-02T10:00:00.000Z', ids: [id], ...options }).subjects[0]!;
}

const stateOf = (subject: SubjectDiagnosis, hop: string) => subject.hops.find((item) => item.hop === hop)?.state;
const listener = (s: Snapshot): Raw => answer(s, PROVIDER, 'DescribeListeners').Listeners[0];
const acl = (s: Snapshot): Raw => answer(s, CONSUMER, 'DescribeNetworkAcls').NetworkAcls[0];
const groupOf = (s: Snapshot, account: string, name: string): Raw =>
  answer(s, account, 'DescribeSecurityGroups').SecurityGroups.find((item: Raw) => item.GroupName === name);
const endpointRules = (s: Snapshot): Raw[] => groupOf(s, CONSUMER, 'payments-endpoint').IpPermissions;
const targets = (s: Snapshot): Raw[] => answer(s, PROVIDER, 'DescribeTargetHealth').TargetHealthDescriptions;

function admit(rules: Raw[], protocol: string, port: number, cidr: string): void {
  const rule = { IpProtocol: protocol, FromPort: port, ToPort: port, IpRanges: [{ CidrIp: cidr }] };
  rules.splice(0, rules.length, { ...rule, Ipv6Ranges: [], UserIdGroupPairs: [], PrefixListIds: [] });
}

test('the world that is changed is healthy', () => {
  expect(judge(healthy()).verdict).toBe('healthy');
});

describe('one client on one port through all hops', () => {
  test('the groups and the network ACL let different ports through', () => {
    const s = healthy();
    const [first] = answer(s, PROVIDER, 'DescribeListeners').Listeners;
    answer(s, PROVIDER, 'DescribeListeners').Listeners.push({
      ...first,
      ListenerArn: `${first.ListenerArn}2`,
      Port: 8443,
    });
    admit(groupOf(s, PROVIDER, 'payments-nlb').IpPermissions, 'tcp', 443, '10.20.0.0/16');
    admit(endpointRules(s), 'tcp', 443, '10.20.0.0/16');
    Object.assign(acl(s).Entries[0], { Protocol: '6', PortRange: { From: 8443, To: 65535 } });
    const judged = judge(s);
    expect([judged.verdict, stateOf(judged, 'endpoint-security-group')]).toEqual(['unknown', 'unknown']);
  });

  test('the endpoint’s groups and the load balancer’s let different ports through', () => {
    const s = healthy();
    const [first] = answer(s, PROVIDER, 'DescribeListeners').Listeners;
    answer(s, PROVIDER, 'DescribeListeners').Listeners.push({
      ...first,
      ListenerArn: `${first.ListenerArn}2`,
      Port: 8443,
    });
    admit(endpointRules(s), 'tcp', 443, '10.20.0.0/16');
    admit(groupOf(s, PROVIDER, 'payments-nlb').IpPermissions, 'tcp', 8443, '10.20.0.0/16');
    expect(judge(s).verdict).toBe('unknown');
  });

  test('the groups and the network ACL let different clients through', () => {
    const s = healthy();
    admit(endpointRules(s), 'tcp', 443, '10.20.1.20/32');
    Object.assign(acl(s).Entries[0], { CidrBlock: '10.20.2.20/32' });
    expect(judge(s)).toMatchObject({ verdict: 'degraded', rootCause: { hop: 'network-acl', suspected: true } });
  });
});

describe('the protocol of a port is the listener’s', () => {
  const udp = (protocol: string): SubjectDiagnosis => {
    const s = healthy();
    Object.assign(listener(s), { Protocol: 'UDP', Port: 514 });
    admit(groupOf(s, PROVIDER, 'payments-nlb').IpPermissions, 'udp', 514, '10.20.0.0/16');
    admit(endpointRules(s), protocol, 514, '10.20.0.0/16');
    return judge(s, { port: 514 });
  };
  test('groups that admit TCP alone break a UDP listener', () => {
    expect(udp('tcp')).toMatchObject({ verdict: 'broken', rootCause: { rule: 'PL-SG-001' } });
  });
  test('groups that admit UDP serve it', () => {
    expect(udp('udp').verdict).toBe('healthy');
  });
  test.each(['Port', 'Protocol'])('a listener without %s leaves the port open', (field) => {
    const s = healthy();
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the field is the case
    delete listener(s)[field];
    answer(s, PROVIDER, 'DescribeLoadBalancers').LoadBalancers[0].SecurityGroups = [];
    delete answer(s, PROVIDER, 'DescribeLoadBalancers').LoadBalancers[0]
      .EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
    admit(endpointRules(s), 'tcp', 22, '10.20.0.0/16');
    expect(judge(s).verdict).not.toBe('healthy');
  });
});

describe('replies', () => {
  const subnetOfTask = (s: Snapshot): Raw => answer(s, CONSUMER, 'DescribeSubnets').Subnets[0].SubnetId;
  test('a range of which a few addresses get replies is impaired', () => {
    const s = healthy();
    Object.assign(acl(s).Entries[2], { CidrBlock: '10.20.1.20/32' });
    expect(stateOf(judge(s, { source: subnetOfTask(s) }), 'network-acl')).toBe('warn');
  });

  test('a known client’s range that comes back in part is impaired at its own subnet too', () => {
    const s = healthy();
    const [task] = answer(s, CONSUMER, 'DescribeNetworkInterfaces').NetworkInterfaces;
    task.InterfaceType = 'lambda';
    acl(s).Entries[0].PortRange = { From: 32768, To: 65535 };
    acl(s).Entries[0].Protocol = '6';
    acl(s).Entries.push({ ...acl(s).Entries[0], RuleNumber: 101, PortRange: { From: 443, To: 443 } });
    const judged = judge(s, { source: task.NetworkInterfaceId });
    expect(stateOf(judged, 'source')).toBe('warn');
  });
});

test('interfaces that were read in part do not stand for the whole VPC', () => {
  const s = healthy();
  admit(groupOf(s, PROVIDER, 'payments-nlb').IpPermissions, 'tcp', 443, '10.20.1.0/24');
  const listing = s.scopes
    .find((item) => item.account === CONSUMER)!
    .calls.find((call) => call.operation === 'ec2:DescribeNetworkInterfaces') as Raw;
  Object.assign(listing, { status: 'throttled', complete: false });
  listing.output.NetworkInterfaces = listing.output.NetworkInterfaces.slice(0, 1);
  expect(judge(s, {}, estate.service.id).verdict).toBe('degraded');
});

test.each(['rejected', 'pendingAcceptance', 'expired'])('a gateway endpoint that is %s is not called good', (state) => {
  const s = healthy();
  for (const item of answer(s, CONSUMER, 'DescribeVpcEndpoints').VpcEndpoints) {
    if (item.VpcEndpointId === GATEWAY) item.State = state;
  }
  expect(judge(s, {}, GATEWAY).verdict).toBe('unknown');
});

test.each(['aws-marketplace', undefined])(
  'a name that is not AWS’s own, owner %s, is nobody’s until proven',
  (owner) => {
    const s = healthy();
    const [endpoint] = answer(s, CONSUMER, 'DescribeVpcEndpoints').VpcEndpoints.filter(
      (item: Raw) => item.VpcEndpointId === estate.awsEndpoint.id,
    );
    for (const detail of answer(s, CONSUMER, 'DescribeVpcEndpointServices').ServiceDetails) {
      if (detail.ServiceName === endpoint.ServiceName)
        Object.assign(detail, { ServiceName: 'com.vendor.api', Owner: owner });
    }
    endpoint.ServiceName = 'com.vendor.api';
    const judged = judge(s, {}, estate.awsEndpoint.id);
    expect([judged.verdict, stateOf(judged, 'targets')]).toEqual(['unknown', 'unknown']);
  },
);

describe('values that nobody knows', () => {
  test('a network ACL entry with a protocol in words', () => {
    const s = healthy();
    acl(s).Entries.unshift({ ...acl(s).Entries[0], RuleNumber: 50, RuleAction: 'deny', Protocol: 'tcp' });
    expect(stateOf(judge(s), 'network-acl')).toBe('unknown');
  });
  test('target states', () => {
    const s = healthy();
    targets(s)[0].TargetHealth.State = 'quarantined';
    expect(stateOf(judge(s), 'targets')).toBe('unknown');
    for (const target of targets(s)) target.TargetHealth.State = 'quarantined';
    expect(judge(s).verdict).toBe('unknown');
  });
  test('a service state', () => {
    const s = healthy();
    answer(s, PROVIDER, 'DescribeVpcEndpointServiceConfigurations').ServiceConfigurations[0].ServiceState = 'Resting';
    expect(judge(s).verdict).toBe('unknown');
  });
});

test('one target group’s fault does not hide another’s', () => {
  const s = healthy();
  const arn = listener(s).DefaultActions[0].TargetGroupArn as string;
  const empty = `${arn}0`;
  listener(s).DefaultActions[0].ForwardConfig.TargetGroups.push({ TargetGroupArn: empty, Weight: 1 });
  const groups = answer(s, PROVIDER, 'DescribeTargetGroups').TargetGroups;
  groups.push({ ...groups[0], TargetGroupArn: empty, TargetGroupName: 'empty' });
  const scope = s.scopes.find((item) => item.account === PROVIDER)!;
  for (const call of [...scope.calls]) {
    if ((call.params as Raw).TargetGroupArn !== arn) continue;
    const output = call.operation.endsWith('DescribeTargetHealth') ? { TargetHealthDescriptions: [] } : call.output;
    (scope.calls as Raw[]).push({ ...call, params: { TargetGroupArn: empty }, output });
  }
  for (const target of targets(s)) target.TargetHealth.State = 'unhealthy';
  const judged = judge(s);
  expect(judged.verdict).toBe('broken');
  expect(judged.findings.map((item) => item.rule)).toEqual(expect.arrayContaining(['PL-NLB-003', 'PL-NLB-004']));
});

test('a zone of the endpoint without a load balancer is not called good', () => {
  const s = healthy();
  answer(s, PROVIDER, 'DescribeLoadBalancers').LoadBalancers[0].AvailabilityZones.shift();
  const judged = judge(s);
  expect([judged.verdict, stateOf(judged, 'targets')]).toEqual(['degraded', 'unknown']);
});

test('a source without an address of the endpoint’s family leaves only what depends on it unknown', () => {
  const judged = judge(healthy(), { source: '2001:db8::1' });
  expect(judged.verdict).toBe('unknown');
  expect(stateOf(judged, 'endpoint-security-group')).toBe('unknown');
  expect(stateOf(judged, 'targets')).toBe('pass');
});

describe('two readings of one account', () => {
  const later = (): Snapshot => {
    const s = healthy();
    for (const call of s.scopes.flatMap((scope) => scope.calls))
      Object.assign(call, { capturedAt: '2026-03-03T09:30:00.000Z' });
    groupOf(s, CONSUMER, 'payments-endpoint').IpPermissions = [];
    return s;
  };
  const verdictOf = (...snapshots: readonly Snapshot[]): string =>
    diagnose(buildInventory(snapshots), { now: '2026-03-03T10:00:00.000Z', ids: [ENDPOINT] }).subjects[0]!.verdict;

  test('the newer one counts, whichever is opened first', () => {
    expect([verdictOf(healthy(), later()), verdictOf(later(), healthy())]).toEqual(['broken', 'broken']);
  });

  test('what the newer one no longer lists is gone', () => {
    const s = later();
    answer(s, CONSUMER, 'DescribeVpcEndpoints').VpcEndpoints = [];
    expect(buildInventory([healthy(), s]).endpoints.has(ENDPOINT)).toBe(false);
  });

  test('a newer one that was denied takes nothing away', () => {
    expect(verdictOf(healthy(), denied(later(), 'ec2:DescribeSecurityGroups'))).toBe('healthy');
  });
});

test('a pass that rests on likely clients says so', () => {
  const [task] = answer(healthy(), CONSUMER, 'DescribeNetworkInterfaces').NetworkInterfaces;
  expect(judge(healthy()).verdictConfidence).toBe('heuristic');
  expect(judge(healthy(), { source: task.NetworkInterfaceId, port: 443 }).verdictConfidence).toBe('deterministic');
});

describe('commands that mend', () => {
  test('a network ACL entry gets a number that is free and decides first', () => {
    const s = healthy();
    const entries = acl(s).Entries as Raw[];
    entries.push(
      { ...entries[0], RuleNumber: 50, RuleAction: 'deny' },
      { ...entries[0], RuleNumber: 49, PortRange: { From: 1, To: 2 }, Protocol: '6' },
    );
    entries.push({ ...entries[2], RuleNumber: 40, RuleAction: 'deny' });
    const { findings } = judge(s, { source: '10.20.1.20' });
    const commandOf = (rule: string): string => findings.find((item) => item.rule === rule)?.commands[0]?.command ?? '';
    expect(commandOf('PL-ACL-001')).toMatch(/--rule-number 48 .*--cidr-block 10\.20\.1\.20\/32/);
    expect(commandOf('PL-ACL-002')).toContain('--rule-number 39 ');
  });
});

describe('an answer without its list', () => {
  test.each([
    [PROVIDER, 'DescribeTargetHealth', 'TargetHealthDescriptions', 'targets'],
    [PROVIDER, 'DescribeListeners', 'Listeners', 'listener'],
    [CONSUMER, 'ListHostedZonesByVPC', 'HostedZoneSummaries', 'dns'],
    [CONSUMER, 'ListResolverRuleAssociations', 'ResolverRuleAssociations', 'dns'],
  ])('of %s’s %s says nothing of what there is', (account, operation, list, hop) => {
    const s = healthy();
    Reflect.deleteProperty(answer(s, account, operation), list);
    const judged = judge(s);
    expect([judged.verdict, stateOf(judged, hop)]).toEqual(['unknown', 'unknown']);
  });

  test.each([
    ['DescribeTargetHealth', 'TargetHealthDescriptions'],
    ['DescribeListeners', 'Listeners'],
  ])('is not an empty list, which of %s proves that there is nothing', (operation, list) => {
    const s = healthy();
    answer(s, PROVIDER, operation)[list] = [];
    expect(judge(s).verdict).toBe('broken');
  });
});
