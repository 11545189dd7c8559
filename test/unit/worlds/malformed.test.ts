import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import type { SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import type { Json } from '../../../src/core/model/json.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import { healthyEstate, type HealthyEstate } from '../../worlds/healthy.ts';
import { healthyWorlds } from '../../worlds/healthy-worlds.ts';
import { randomOf } from '../../worlds/estates/random.ts';
import { snapshotOf, type Item } from '../../worlds/world.ts';
import { describePlace, malformed, placesOf, WAYS, type Place, type Way } from '../../worlds/malformed.ts';
import { diagnoseWorld, optionsOf } from './diagnose-world.ts';

const SEED = Number(process.env['MALFORMED_SEED'] ?? 20260302);
const RUNS = Number(process.env['MALFORMED_RUNS'] ?? 400);
const random = randomOf(SEED);
console.log(`Seed ${SEED}: ${RUNS} answers that are not as AWS documents them.`);

const places = new Map<Snapshot, readonly Place[]>();
function anyPlace(snapshot: Snapshot): Place {
  const known = places.get(snapshot) ?? placesOf(snapshot);
  places.set(snapshot, known);
  return random.pick(known);
}

/** Ways that no value of the field could come: a text may be another name, and what is gone may never have been there. */
const WRONG_TYPES: readonly Way[] = ['null', 'number', 'list', 'object'];

describe('an answer of which one part is not as it should be', () => {
  it('never throws, whatever is asked', () => {
    const built = healthyWorlds.map(({ build }) => build());
    for (let run = 0; run < RUNS / 4; run += 1) {
      const snapshot = random.pick(built);
      const [place, way] = [anyPlace(snapshot), random.pick(WAYS)];
      const act = (): void => {
        diagnose(buildInventory([malformed(snapshot, place, way)]), optionsOf([]));
      };
      expect(act, `${way}: ${describePlace(place)}`).not.toThrow();
    }
  });

  it('makes nothing healthy that is broken', () => {
    const worlds = brokenWorlds
      .filter(({ verdict }) => verdict === 'broken')
      .map((world) => ({ world, snapshot: world.build() }));
    const said: string[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const { world, snapshot } = random.pick(worlds);
      const [place, way] = [anyPlace(snapshot), random.pick(WRONG_TYPES)];
      if (diagnoseWorld(world, malformed(snapshot, place, way))?.verdict === 'healthy') {
        said.push(`${world.rule}: ${world.fault}: ${way}: ${describePlace(place)}`);
      }
    }
    expect(said).toEqual([]);
  });
});

it('a subnet without its IPv4 range is no proof of an IPv6-only one', () => {
  const estate = healthyEstate();
  for (const { raw } of estate.endpointSubnets) delete raw['CidrBlock'];
  const [subject] = diagnose(buildInventory([snapshotOf(estate.world)]), {
    ...optionsOf([]),
    ids: [estate.endpoint.id],
  }).subjects;
  expect(subject?.hops.find(({ hop }) => hop === 'endpoint')?.state).toBe('unknown');
  expect(subject?.findings.map(({ rule }) => rule)).not.toContain('PL-IP-002');
});

describe('rows without an id', () => {
  const withoutId = (operation: string, list: string, strip: (row: Record<string, Json>) => void): Snapshot => {
    const snapshot = structuredClone(snapshotOf(healthyEstate().world));
    for (const scope of snapshot.scopes) {
      for (const call of scope.calls.filter((item) => item.operation === operation)) {
        for (const row of call.output[list] as unknown as Record<string, Json>[]) strip(row);
      }
    }
    return snapshot;
  };
  const endpointOf = (snapshot: Snapshot): SubjectDiagnosis | undefined =>
    diagnose(buildInventory([snapshot]), { ...optionsOf([]), ids: [healthyEstate().endpoint.id] }).subjects[0];

  it.each([
    ['Target', (row: Record<string, Json>) => delete row['Target']],
    ['Target.Id', (row: Record<string, Json>) => delete (row['Target'] as Record<string, Json>)['Id']],
  ])('targets without %s are no proof of a group without targets', (_field, strip) => {
    const subject = endpointOf(
      withoutId('elasticloadbalancing:DescribeTargetHealth', 'TargetHealthDescriptions', strip),
    );
    expect(subject?.hops.find(({ hop }) => hop === 'targets')?.state).toBe('unknown');
    expect(subject?.findings.map(({ rule }) => rule)).not.toContain('PL-NLB-003');
    expect(subject?.verdict).not.toBe('broken');
  });

  it.each([
    ['elasticloadbalancing:DescribeListeners', 'Listeners', 'ListenerArn', 'listener'],
    ['elasticloadbalancing:DescribeLoadBalancers', 'LoadBalancers', 'LoadBalancerArn', 'load-balancer'],
    ['ec2:DescribeSecurityGroups', 'SecurityGroups', 'GroupId', 'endpoint-security-group'],
  ])('those of %s are no proof of an absence', (operation, list, id, hop) => {
    const subject = endpointOf(withoutId(operation, list, (row) => Reflect.deleteProperty(row, id)));
    expect(subject?.verdict).toBe('unknown');
    expect(subject?.hops.find((item) => item.hop === hop)?.state).toBe('unknown');
  });
});

describe('a missing field that decides', () => {
  const judge = (estate: HealthyEstate, id: string): SubjectDiagnosis | undefined =>
    diagnose(buildInventory([snapshotOf(estate.world)]), { ...optionsOf([]), ids: [id] }).subjects[0];
  const stateOf = (subject: SubjectDiagnosis | undefined, hop: string): string | undefined =>
    subject?.hops.find((item) => item.hop === hop)?.state;
  const rulesOf = (subject: SubjectDiagnosis | undefined): readonly string[] =>
    subject?.findings.map(({ rule }) => rule) ?? [];

  it.each([
    ['without their VPC', (row: Item): unknown => delete row['VpcId']],
    ['of another VPC', (row: Item): unknown => (row['VpcId'] = 'vpc-0f1e2d3c4b5a69788')],
  ])('subnets %s are no proof that a gateway endpoint leaves them out', (_what, change) => {
    const estate = healthyEstate();
    estate.consumer.tables['ec2:DescribeSubnets'].forEach(change);
    const subject = judge(estate, estate.gateway.id);
    expect(stateOf(subject, 'route-table')).toBe('unknown');
    expect(rulesOf(subject)).not.toContain('PL-RT-002');
  });

  it.each([
    ['Groups', (row: Item): unknown => delete row['Groups']],
    ['a GroupId', (row: Item): unknown => (row['Groups'] = [{ GroupName: 'orders-api' }])],
  ])('interfaces without %s are no proof that no client carries a group', (_what, change) => {
    const estate = healthyEstate();
    const group = estate.consumer.tables['ec2:DescribeSecurityGroups'].find(
      (item) => item['GroupId'] === estate.endpointGroupId,
    );
    for (const permission of group?.['IpPermissions'] as Item[]) permission['IpRanges'] = [];
    estate.consumer.tables['ec2:DescribeNetworkInterfaces'].forEach(change);
    const subject = judge(estate, estate.endpoint.id);
    expect(stateOf(subject, 'endpoint-security-group')).toBe('unknown');
    expect(rulesOf(subject)).not.toContain('PL-SG-001');
    expect(rulesOf(subject)).not.toContain('PL-SG-006');
    expect(subject?.verdict).toBe('unknown');
  });

  it.each(
    (['loadBalancerAttributes', 'targetGroupAttributes'] as const).flatMap((of) => [
      { of, what: 'no attribute', change: (attributes: Item[]): unknown => attributes.splice(0) },
      {
        of,
        what: 'no value of cross-zone balancing',
        change: (attributes: Item[]): unknown =>
          delete attributes.find((item) => item['Key'] === 'load_balancing.cross_zone.enabled')?.['Value'],
      },
    ]),
  )('$of with $what say nothing of zones', ({ of, change }) => {
    const estate = healthyEstate();
    estate.service.targetHealth.splice(1);
    change(estate.service[of]);
    const subject = judge(estate, estate.endpoint.id);
    expect(rulesOf(subject)).not.toContain('PL-NLB-006');
    expect(stateOf(subject, 'targets')).toBe('unknown');
  });
});
