// Where no source is given, one likely client stands in for it: the one that gets furthest from end to end. Which one that is
// stands in what was assumed, and whatever is found holds for it.
import { describe, expect, test } from 'vitest';
import type { DiagnoseOptions, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { health } from '../../worlds/broken/faults.ts';
import { CONSUMER, healthyEstate, type HealthyEstate } from '../../worlds/healthy.ts';
import { aclEntries, addGroup, addInterface, addNetworkAcl, groupItem, permission } from '../../worlds/network.ts';
import { CAPTURED_AT, snapshotOf, textOf, type Item } from '../../worlds/world.ts';

const ONE_IS_ENOUGH = 'and one that gets through is enough.';
const NOWHERE = permission(443, '10.99.0.0/16');

/** What is said of one of its endpoints when both sides are read, or the consumer’s account alone. */
function judge(
  estate: HealthyEstate,
  { id = estate.endpoint.id, hidden = false }: { readonly id?: string; readonly hidden?: boolean } = {},
  options: Partial<DiagnoseOptions> = {},
): SubjectDiagnosis {
  const snapshot = snapshotOf(estate.world);
  const scopes = snapshot.scopes.filter(({ account }) => !hidden || account === CONSUMER);
  const inventory = buildInventory([{ ...snapshot, scopes }]);
  return diagnose(inventory, { now: CAPTURED_AT, ids: [id], ...options }).subjects[0]!;
}

/** What the diagnosis says of who stands in for a source. */
function stoodIn({ assumptions }: SubjectDiagnosis): string {
  return assumptions.find((text) => text.startsWith('No source was given')) ?? '';
}

function heldFor(id: string): string {
  return `None of them is known to get through everywhere; what is said holds for ${id}, which gets furthest.`;
}

/** Both of the estate’s clients are gone: the case brings its own. */
function emptied(): HealthyEstate {
  const estate = healthyEstate();
  const table = estate.consumer.tables['ec2:DescribeNetworkInterfaces'];
  const left = table.filter(
    (item) => !(item['Groups'] as Item[]).some((group) => group['GroupId'] === estate.workloadGroupId),
  );
  table.splice(0, table.length, ...left);
  return estate;
}

/** A client in the first or the second zone, with a group that lets out what is given, or everything. @returns its id */
function client(
  { consumer, consumerVpc }: HealthyEstate,
  zone: number,
  egress: readonly Item[] = [permission('all', '0.0.0.0/0')],
  host = 20,
): string {
  const groupId = addGroup(consumer, consumerVpc.id, `client-${zone}-${host}`, 'a client', []);
  groupItem(consumer, groupId)['IpPermissionsEgress'] = [...egress];
  const subnet = consumerVpc.subnets[zone]!;
  return addInterface(consumer, consumerVpc, subnet, { host, groupIds: [groupId], description: 'a client' });
}

function interfaceItem({ consumer }: HealthyEstate, id: string): Item {
  return consumer.tables['ec2:DescribeNetworkInterfaces'].find((item) => item['NetworkInterfaceId'] === id)!;
}

/** The endpoint’s interface in a zone. */
function door(estate: HealthyEstate, zone: number): string {
  const ids = estate.endpoint.raw['NetworkInterfaceIds'] as string[];
  return ids.find((id) => interfaceItem(estate, id)['SubnetId'] === estate.endpointSubnets[zone]!.id)!;
}

/** The only address of it. */
function addressOf(estate: HealthyEstate, zone: number): string {
  return `${textOf(interfaceItem(estate, door(estate, zone)), 'PrivateIpAddress')}/32`;
}

/** The subnet of the clients in a zone gets an ACL of its own. @returns its id */
function clientAcl({ consumer, consumerVpc }: HealthyEstate, zone: number, entries: readonly Item[]): string {
  return addNetworkAcl(consumer, consumerVpc, [consumerVpc.subnets[zone]!], { name: `clients-${zone}`, entries });
}

const ANYTHING_IN = aclEntries(false, { number: 100 });
const ANYTHING_OUT = aclEntries(true, { number: 100 });
/** A fourth of the ports that Linux clients take replies on. */
const FEW_REPLIES = aclEntries(false, { number: 100, from: 32768, to: 40000 });

function onlyTo(...cidrs: readonly string[]): readonly Item[] {
  return aclEntries(true, ...cidrs.map((cidr, i) => ({ number: 100 + i, cidr })));
}

describe('a client that gets through everywhere', () => {
  test('is enough, whatever the others meet', () => {
    const estate = healthyEstate();
    expect(stoodIn(judge(estate))).toContain(ONE_IS_ENOUGH);
    expect(stoodIn(judge(estate, { id: estate.gateway.id }))).toContain(ONE_IS_ENOUGH);
  });

  test('is the one that may call the endpoint’s own addresses, not the one that may call their neighbours', () => {
    const estate = emptied();
    client(estate, 0, [permission(443, ...estate.endpointSubnets.map(({ address }) => `${address(99)}/32`))]);
    client(estate, 1, [permission(443, addressOf(estate, 0), addressOf(estate, 1))]);
    const subject = judge(estate);
    expect(stoodIn(subject)).toContain(ONE_IS_ENOUGH);
    expect(subject.verdict).toBe('healthy');
  });

  test('is the one that the endpoint’s groups admit', () => {
    const estate = emptied();
    client(estate, 0);
    client(estate, 1);
    const admitted = permission(443, estate.consumerVpc.subnets[1]!.cidr);
    groupItem(estate.consumer, estate.endpointGroupId)['IpPermissions'] = [admitted];
    const subject = judge(estate);
    expect(stoodIn(subject)).toContain(ONE_IS_ENOUGH);
    expect(subject.verdict).toBe('healthy');
  });

  test('is the one whose port is among those that the endpoint’s groups take, where no listener can be read', () => {
    const estate = emptied();
    const range = { ...permission(443, estate.consumerVpc.cidr), FromPort: 440, ToPort: 450 };
    groupItem(estate.consumer, estate.endpointGroupId)['IpPermissions'] = [range];
    client(estate, 0, [NOWHERE]);
    client(estate, 1, [permission(443, addressOf(estate, 0), addressOf(estate, 1))]);
    const subject = judge(estate, { hidden: true });
    expect(stoodIn(subject)).toContain(ONE_IS_ENOUGH);
    expect(subject.findings.filter(({ severity }) => severity === 'critical')).toEqual([]);
  });

  test('is found by the endpoint’s subnets where an interface of it is not in the listing', () => {
    const estate = emptied();
    client(estate, 0, []);
    client(estate, 1);
    const table = estate.consumer.tables['ec2:DescribeNetworkInterfaces'];
    table.splice(table.indexOf(interfaceItem(estate, door(estate, 0))), 1);
    const subject = judge(estate);
    expect(stoodIn(subject)).toContain(ONE_IS_ENOUGH);
    expect(subject.findings.map(({ rule }) => rule)).not.toContain('PL-SG-005');
  });
});

describe('where none gets through everywhere', () => {
  test('a zone of the endpoint behind which no target is left counts for nothing', () => {
    const estate = emptied();
    client(estate, 0, [permission(443, addressOf(estate, 0))]);
    const second = client(estate, 1, [permission(443, addressOf(estate, 1))]);
    health(estate.service.targetHealth.slice(0, 1), 'unhealthy', 'Target.Timeout', 'Request timed out');
    const subject = judge(estate);
    expect(stoodIn(subject)).toContain(heldFor(second));
    expect(subject).toMatchObject({ verdict: 'degraded' });
    expect(subject.rootCause).toBeUndefined();
  });

  test('and all of them may call that zone only, nothing is left', () => {
    const estate = emptied();
    client(estate, 0, [permission(443, addressOf(estate, 0))]);
    client(estate, 1, [permission(443, addressOf(estate, 0))]);
    expect(judge(estate).rootCause).toBeUndefined();
    health(estate.service.targetHealth.slice(0, 1), 'unhealthy', 'Target.Timeout', 'Request timed out');
    expect(judge(estate)).toMatchObject({ rootCause: { rule: 'PL-NLB-006', hop: 'targets' } });
  });

  test('one interface that is reached counts for more than getting far towards both', () => {
    const estate = emptied();
    client(estate, 0);
    const second = client(estate, 1);
    const [reached, other] = estate.endpointSubnets;
    const acl = clientAcl(estate, 1, [...ANYTHING_IN, ...onlyTo(reached!.cidr)]);
    const admitted = permission(443, estate.consumerVpc.subnets[1]!.cidr);
    groupItem(estate.consumer, estate.endpointGroupId)['IpPermissions'] = [admitted];
    const subject = judge(estate, { hidden: true });
    expect(stoodIn(subject)).toContain(heldFor(second));
    expect(subject.rootCause).toBeUndefined();
    const found = subject.findings.filter(({ rule }) => rule === 'PL-ACL-003');
    expect(found.map(({ resource, message }) => `${resource}: ${message}`).join()).toContain(acl);
    expect(found[0]?.message).toContain(door(estate, 1));
    expect(other!.zoneId).toBe('use1-az2');
  });

  test('an interface that is known to be reached counts for more than one of which a part of the replies is lost', () => {
    const estate = emptied();
    client(estate, 0);
    const second = client(estate, 1);
    const [reached] = estate.endpointSubnets;
    clientAcl(estate, 0, [...FEW_REPLIES, ...onlyTo(reached!.cidr)]);
    clientAcl(estate, 1, [...ANYTHING_IN, ...onlyTo(reached!.cidr)]);
    expect(stoodIn(judge(estate))).toContain(heldFor(second));
  });

  test('a client that gets a part of its replies comes before one that may not call at all', () => {
    const estate = emptied();
    client(estate, 0, []);
    const second = client(estate, 1);
    clientAcl(estate, 1, [...FEW_REPLIES, ...ANYTHING_OUT]);
    const subject = judge(estate);
    expect(stoodIn(subject)).toContain(heldFor(second));
    expect(subject.findings.map(({ rule }) => rule)).toContain('PL-ACL-003');
    expect(subject.findings.map(({ rule }) => rule)).not.toContain('PL-SG-005');
  });

  test('each interface is behind the ACL of its own subnet', () => {
    const estate = emptied();
    client(estate, 0, [permission(443, addressOf(estate, 0))]);
    const second = client(estate, 1, [permission(443, addressOf(estate, 1))]);
    const [closed] = estate.endpointSubnets;
    addNetworkAcl(estate.consumer, estate.consumerVpc, [closed!], {
      name: 'closed',
      entries: [...aclEntries(false), ...aclEntries(true)],
    });
    expect(stoodIn(judge(estate))).toContain(heldFor(second));
  });

  test('a group that lets the port out to another network is no way to the endpoint', () => {
    const estate = emptied();
    client(estate, 0, [NOWHERE]);
    const second = client(estate, 1);
    clientAcl(estate, 1, [...ANYTHING_IN, ...onlyTo(estate.endpointSubnets[0]!.cidr)]);
    const subject = judge(estate);
    expect(stoodIn(subject)).toContain(heldFor(second));
    expect(subject.rootCause).toBeUndefined();
  });

  test('the first zone’s client is named of equals', () => {
    const estate = emptied();
    const first = client(estate, 0, []);
    client(estate, 1, []);
    expect(stoodIn(judge(estate))).toContain(heldFor(first));
  });
});

describe('clients that all lose something to their own ACL', () => {
  const said = (entries: readonly Item[]): { readonly subject: SubjectDiagnosis; readonly message?: string } => {
    const estate = emptied();
    client(estate, 0);
    const { consumer, consumerVpc, endpoint } = estate;
    const id = addNetworkAcl(consumer, consumerVpc, consumerVpc.subnets, { name: 'clients', entries });
    const subject = judge(estate);
    const names: readonly (readonly [string, string])[] = [
      [id, 'ACL'],
      [consumerVpc.subnets[0]!.id, 'SUBNET'],
      [endpoint.id, 'ENDPOINT'],
      [door(estate, 0), 'FIRST'],
      [door(estate, 1), 'SECOND'],
    ];
    const message = subject.findings
      .filter(({ rule }) => rule === 'PL-ACL-003')
      .map((finding) => names.reduce((text, [from, to]) => text.replaceAll(from, to), finding.message))
      .join();
    return { subject, message: message.replace(/ No source was given.*/, '') };
  };

  test('hear of the replies where only these are lost, and that a part of them is', () => {
    const { subject, message } = said([...FEW_REPLIES, ...ANYTHING_OUT]);
    expect(message).toBe('ACL of SUBNET lets not every reply of FIRST, SECOND of ENDPOINT back in.');
    expect(subject).toMatchObject({ verdict: 'degraded' });
    expect(subject.rootCause).toBeUndefined();
  });

  test('hear that none comes back where none does', () => {
    const { subject, message } = said([...aclEntries(false, { number: 100, from: 443 }), ...ANYTHING_OUT]);
    expect(message).toBe('ACL of SUBNET lets no reply of FIRST, SECOND of ENDPOINT back in.');
    expect(subject.rootCause).toMatchObject({ rule: 'PL-ACL-003', suspected: true });
  });

  test('hear of the request where only that is lost', () => {
    const { subject, message } = said([...ANYTHING_IN, ...aclEntries(true, { number: 100, from: 80 })]);
    expect(message).toBe('ACL of SUBNET does not let tcp/443 out to FIRST, SECOND of ENDPOINT.');
    expect(subject.rootCause).toMatchObject({ rule: 'PL-ACL-003', suspected: true });
  });
});

describe('clients of a gateway endpoint', () => {
  const judgeGateway = (estate: HealthyEstate): SubjectDiagnosis => judge(estate, { id: estate.gateway.id });
  const [everything, nothing]: readonly (readonly Item[])[] = [[permission('all', '0.0.0.0/0')], []];

  test.each([
    [0, 1],
    [1, 0],
  ])('one in zone %d that may call is enough, whatever the one in zone %d may do', (may, mayNot) => {
    const estate = emptied();
    client(estate, may, everything);
    client(estate, mayNot, nothing);
    const subject = judgeGateway(estate);
    expect(stoodIn(subject)).toContain(ONE_IS_ENOUGH);
    expect(subject.verdict).toBe('healthy');
  });

  test.each([
    [0, 1],
    [1, 0],
  ])('one in zone %d whose groups were answered comes before one in zone %d without them', (known, bare) => {
    const estate = emptied();
    client(estate, known, everything);
    delete interfaceItem(estate, client(estate, bare, everything))['Groups'];
    const subject = judgeGateway(estate);
    expect(stoodIn(subject)).toContain(ONE_IS_ENOUGH);
    expect(subject.hops.find(({ hop }) => hop === 'network-acl')?.state).toBe('pass');
  });

  test.each([
    [0, 1],
    [1, 0],
  ])(
    'one in zone %d that reaches a range of the service comes before one in zone %d that reaches none',
    (some, none) => {
      const estate = emptied();
      const best = client(estate, some);
      client(estate, none);
      clientAcl(estate, some, [...ANYTHING_IN, ...onlyTo('198.51.100.0/24')]);
      clientAcl(estate, none, [...ANYTHING_IN, ...onlyTo('10.0.0.0/8')]);
      expect(stoodIn(judgeGateway(estate))).toContain(heldFor(best));
    },
  );

  test('the first in the order of their ids is named of equals', () => {
    const estate = emptied();
    const ids = [client(estate, 0, nothing), client(estate, 1, nothing), client(estate, 1, nothing, 30)];
    expect(stoodIn(judgeGateway(estate))).toContain(heldFor(ids.sort()[0]!));
  });
});

describe('a client whose groups the answer lacks', () => {
  test.each(['endpoint', 'gateway'] as const)('is asked for by its name, for the %s', (subject) => {
    const estate = emptied();
    const only = client(estate, 0);
    delete interfaceItem(estate, only)['Groups'];
    const { notEvaluated, verdict } = judge(estate, { id: estate[subject].id });
    const rule = subject === 'endpoint' ? 'PL-SG-005' : 'PL-SG-008';
    expect(notEvaluated.find((gap) => gap.rule === rule)?.missing).toEqual([`Groups of ${only}`]);
    expect(verdict).toBe('unknown');
  });
});
