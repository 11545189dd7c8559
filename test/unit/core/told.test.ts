// What the words of a finding or of a hop name: the clients, groups, zones and entries that it is about, and no others.
import { describe, expect, test } from 'vitest';
import type { DiagnoseOptions, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { PROVEN_BY_HEALTH } from '../../../src/core/rules/nlb/target-paths.ts';
import { CONSUMER, healthyEstate, type HealthyEstate } from '../../worlds/healthy.ts';
import { aclEntries, addGroup, addInterface, addNetworkAcl, groupItem, permission } from '../../worlds/network.ts';
import { checksApart, twoTierEstate } from '../../worlds/two-tier.ts';
import { CAPTURED_AT, snapshotOf, textOf, type Item } from '../../worlds/world.ts';

function judge(
  estate: HealthyEstate,
  options: Partial<DiagnoseOptions> = {},
  accounts?: readonly string[],
): SubjectDiagnosis {
  const snapshot = snapshotOf(estate.world);
  const scopes = snapshot.scopes.filter(({ account }) => accounts?.includes(account) ?? true);
  const inventory = buildInventory([{ ...snapshot, scopes }]);
  return diagnose(inventory, { now: CAPTURED_AT, ids: [estate.endpoint.id], ...options }).subjects[0]!;
}

function findingOf({ findings }: SubjectDiagnosis, rule: string): SubjectDiagnosis['findings'][number] | undefined {
  return findings.find((finding) => finding.rule === rule);
}

function statementOf({ hops }: SubjectDiagnosis, hop: string): string | undefined {
  return hops.find((item) => item.hop === hop)?.statement;
}

/** A client in the first subnet, with a group that lets out what is given. */
function addClient({ consumer, consumerVpc }: HealthyEstate, host: number, egress: readonly Item[]): string {
  const groupId = addGroup(consumer, consumerVpc.id, `client-${host}`, 'a client', []);
  groupItem(consumer, groupId)['IpPermissionsEgress'] = [...egress];
  const subnet = consumerVpc.subnets[0]!;
  return addInterface(consumer, consumerVpc, subnet, { host, groupIds: [groupId], description: 'a client' });
}

describe('clients that the endpoint’s groups do not admit', () => {
  /** One client is admitted and may not call; another is admitted on another port; the estate’s own two are not. */
  const withClients = (): { estate: HealthyEstate; admitted: string; otherPort: string } => {
    const estate = healthyEstate();
    const admitted = addClient(estate, 40, []);
    const otherPort = addClient(estate, 41, [permission('all', '0.0.0.0/0')]);
    const [subnet] = estate.consumerVpc.subnets;
    groupItem(estate.consumer, estate.endpointGroupId)['IpPermissions'] = [
      permission(443, `${subnet!.address(40)}/32`),
      permission(80, `${subnet!.address(41)}/32`),
    ];
    return { estate, admitted, otherPort };
  };

  test('are named with those that are admitted on another port, and without the one that is admitted', () => {
    const { estate, admitted, otherPort } = withClients();
    const message = findingOf(judge(estate), 'PL-SG-001')?.message;
    expect(message).toContain(otherPort);
    expect(message).not.toContain(admitted);
  });

  test('are those that get in on no port, where the service’s is not known', () => {
    const { estate, admitted } = withClients();
    const endpointGroup = groupItem(estate.consumer, estate.endpointGroupId);
    const [, web] = endpointGroup['IpPermissions'] as Item[];
    endpointGroup['IpPermissions'] = [permission(443, `${estate.consumerVpc.subnets[0]!.address(40)}/32`)];
    expect(web).toBeDefined();
    const message = findingOf(judge(estate, {}, [CONSUMER]), 'PL-SG-001')?.message;
    expect(message).toContain('do not admit');
    expect(message).not.toContain(admitted);
  });
});

describe('an ACL around the endpoint', () => {
  test('that leaves a Linux client’s replies is a remark, where the client’s own takes them from the endpoint alone', () => {
    const estate = healthyEstate();
    const { consumer, consumerVpc, endpoint, endpointSubnets } = estate;
    const doors = endpoint.raw['NetworkInterfaceIds'] as string[];
    const table = consumer.tables['ec2:DescribeNetworkInterfaces'];
    const addresses = table
      .filter((item) => doors.includes(textOf(item, 'NetworkInterfaceId')))
      .map((item, i) => ({ number: 100 + i, cidr: `${textOf(item, 'PrivateIpAddress')}/32`, from: 32768, to: 65535 }));
    addNetworkAcl(consumer, consumerVpc, consumerVpc.subnets, {
      name: 'clients',
      entries: [...aclEntries(false, ...addresses), ...aclEntries(true, { number: 100 })],
    });
    addNetworkAcl(consumer, consumerVpc, endpointSubnets, {
      name: 'endpoints',
      entries: [...aclEntries(false, { number: 100 }), ...aclEntries(true, { number: 100, from: 1024, to: 60999 })],
    });
    const [client] = table.filter((item) => item['SubnetId'] === consumerVpc.subnets[0]!.id);
    const subject = judge(estate, { source: textOf(client, 'NetworkInterfaceId') });
    expect(subject.verdict).toBe('healthy');
    expect(findingOf(subject, 'PL-ACL-002')).toMatchObject({ effect: 'hygiene', severity: 'low' });
  });

  test.each([
    [2, /create-network-acl-entry .*--rule-number 1 /],
    [1, /delete-network-acl-entry .*--rule-number 1\b/],
  ])('whose entry %d denies is opened before it, and numbers start at 1', (number, command) => {
    const estate = healthyEstate();
    const { consumer, consumerVpc, endpointSubnets } = estate;
    const denied: Item = {
      RuleNumber: number,
      Protocol: '6',
      RuleAction: 'deny',
      Egress: true,
      CidrBlock: '0.0.0.0/0',
      PortRange: { From: 1024, To: 65535 },
    };
    const entries = [...aclEntries(false, { number: 100 }), denied, ...aclEntries(true, { number: 100 })];
    addNetworkAcl(consumer, consumerVpc, endpointSubnets, { name: 'endpoints', entries });
    const commands = findingOf(judge(estate), 'PL-ACL-002')?.commands.map((item) => item.command);
    expect(commands).toEqual([expect.stringMatching(command)]);
  });
});

describe('zones', () => {
  test('that the service does not list are in doubt, and the others are good', () => {
    const estate = healthyEstate();
    for (const detail of estate.service.details.values()) detail['AvailabilityZoneIds'] = ['use1-az1'];
    const subject = judge(estate, {}, [CONSUMER]);
    const { instances = [] } = subject.hops.find(({ hop }) => hop === 'endpoint') ?? {};
    const states = new Map(instances.map(({ zoneId, state }) => [zoneId, state]));
    expect([states.get('use1-az1'), states.get('use1-az2')]).toEqual(['pass', 'warn']);
  });

  test('of a name that leads to one zone are not spoken of as if there were more', () => {
    const estate = healthyEstate();
    const [regional, zonal] = (estate.endpoint.raw['DnsEntries'] as Item[]).map((entry) => textOf(entry, 'DnsName'));
    const [subnet] = estate.endpointSubnets;
    expect(statementOf(judge(estate, { name: regional! }), 'endpoint')).toContain(
      'Each of its 2 subnets has a network interface.',
    );
    expect(statementOf(judge(estate, { name: zonal! }), 'endpoint')).toContain(
      `Its subnet in the zone of the name, ${subnet!.id}, has a network interface; nothing else of it counts.`,
    );
  });

  test('of targets are those of their addresses’ subnets where the answer names none', () => {
    const estate = healthyEstate();
    for (const item of estate.service.targetHealth) delete (item['Target'] as Item)['AvailabilityZone'];
    estate.service.targetHealth[0]!['TargetHealth'] = { State: 'unhealthy' };
    const found = findingOf(judge(estate), 'PL-NLB-006');
    expect(found?.message).toContain('Zone use1-az1');
    expect(found?.evidence[0]?.value).toMatch(/^\S+ use1-az1 unhealthy, \S+ use1-az2 healthy$/);
  });

  test('without a healthy target are told with the groups that lack one, and with no others', () => {
    const estate = healthyEstate();
    const { provider, service } = estate;
    const good = `${textOf(service.targetGroup, 'TargetGroupArn')}0`;
    const targets = structuredClone(service.targetHealth);
    provider.tables['elasticloadbalancing:DescribeTargetGroups'].push({
      ...service.targetGroup,
      TargetGroupArn: good,
    });
    const answers: readonly (readonly [string, Item])[] = [
      ['DescribeTargetHealth', { TargetHealthDescriptions: targets }],
      ['DescribeTargetGroupAttributes', { Attributes: service.targetGroupAttributes }],
    ];
    for (const [name, output] of answers) {
      const params = { TargetGroupArn: good };
      provider.answers.push({ operation: `elasticloadbalancing:${name}`, params, output });
    }
    const [action] = service.listeners[0]!['DefaultActions'] as { ForwardConfig: { TargetGroups: Item[] } }[];
    action!.ForwardConfig.TargetGroups.push({ TargetGroupArn: good, Weight: 1 });
    service.targetHealth[0]!['TargetHealth'] = { State: 'unhealthy' };
    const found = findingOf(judge(estate), 'PL-NLB-006');
    expect(found?.evidence.map(({ resource }) => resource)).toEqual([service.targetGroup['TargetGroupArn']]);
  });
});

describe('what shows that the targets are reached', () => {
  test('is the health check where it asks on the traffic’s port, else what was read of groups and ACLs', () => {
    const estate = twoTierEstate();
    expect(statementOf(judge(estate), 'targets')).toContain(PROVEN_BY_HEALTH);
    checksApart(estate);
    const apart = statementOf(judge(estate), 'targets');
    expect(apart).not.toContain(PROVEN_BY_HEALTH);
    expect(apart).toContain('The network ACLs let the load balancer reach its targets.');
    expect(apart).toContain('The targets’ groups admit the load balancer.');
  });
});

test.each([
  ['10.20.0.0/16', 'pass'],
  ['10.21.0.0/16', 'fail'],
])('a policy for clients in %s is asked with the source’s address', (range, state) => {
  const estate = healthyEstate();
  const condition = { IpAddress: { 'aws:VpcSourceIp': range } };
  const statement = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition: condition };
  estate.awsEndpoint.raw['PolicyDocument'] = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const call = { principal: `arn:aws:iam::${CONSUMER}:role/ci`, action: 'ecr:GetAuthorizationToken', resource: '*' };
  const asked = { ids: [estate.awsEndpoint.id], call };
  const source = estate.consumerVpc.subnets[0]!.address(20);
  expect(judge(estate, { ...asked, source }).hops.find(({ hop }) => hop === 'endpoint-policy')?.state).toBe(state);
  expect(judge(estate, asked).notEvaluated.find(({ rule }) => rule === 'PL-POL-002')?.missing).toEqual([
    expect.stringMatching(/source/i),
  ]);
});
