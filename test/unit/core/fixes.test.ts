// What a finding says to do: it must help, and must be about what is wrong.
import { describe, expect, test } from 'vitest';
import type { Finding, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { healthyEstate, type HealthyEstate } from '../../worlds/healthy.ts';
import { groupItem, permission } from '../../worlds/network.ts';
import { CAPTURED_AT, snapshotOf } from '../../worlds/world.ts';

const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

function judged(change: (estate: HealthyEstate) => void, port?: number): SubjectDiagnosis {
  const estate = healthyEstate();
  change(estate);
  const inventory = buildInventory([snapshotOf(estate.world)]);
  const options = { now: CAPTURED_AT, ids: [estate.endpoint.id], ...(port === undefined ? {} : { port }) };
  return diagnose(inventory, options).subjects[0]!;
}

function finding(subject: SubjectDiagnosis, rule: string): Finding {
  const found = subject.findings.find((item) => item.rule === rule);
  if (found === undefined) throw new Error(`${rule} found nothing`);
  return found;
}

const commandsOf = ({ commands }: Finding): readonly string[] => commands.map(({ command }) => command);

describe('cross-zone balancing is turned on where it was turned off', () => {
  /** One zone's only target fails; the load balancer and its group say so of crossing zones. */
  function apart(balancer: string, group: string): SubjectDiagnosis {
    return judged(({ service }) => {
      for (const target of service.targetHealth.slice(1)) target['TargetHealth'] = { State: 'unhealthy' };
      service.loadBalancerAttributes.splice(0, 99, { Key: CROSS_ZONE, Value: balancer });
      for (const attribute of service.targetGroupAttributes) {
        if (attribute['Key'] === CROSS_ZONE) attribute['Value'] = group;
      }
    });
  }

  test('of the load balancer, which its group follows', () => {
    const commands = commandsOf(finding(apart('false', 'use_load_balancer_configuration'), 'PL-NLB-006'));
    expect(commands).toHaveLength(1);
    expect(commands[0]).toContain('aws elbv2 modify-load-balancer-attributes --load-balancer-arn arn:');
  });

  test.each(['true', 'false'])('of the group, which does not follow its load balancer (%s)', (balancer) => {
    const commands = commandsOf(finding(apart(balancer, 'false'), 'PL-NLB-006'));
    expect(commands).toHaveLength(1);
    expect(commands[0]).toContain('aws elbv2 modify-target-group-attributes --target-group-arn arn:');
    expect(commands[0]).toContain(`Key=${CROSS_ZONE},Value=true`);
  });

  test('and its evidence names zones by their ids, which are the same in both accounts', () => {
    const [shown] = finding(apart('false', 'use_load_balancer_configuration'), 'PL-NLB-006').evidence;
    expect(shown?.value).toMatch(/^\S+ use1-az1 healthy, \S+ use1-az2 unhealthy$/);
  });
});

describe('a group that does not admit a port', () => {
  const closed = ({ consumer, consumerVpc, endpointGroupId }: HealthyEstate): void => {
    groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(22, consumerVpc.cidr)];
  };

  test('is opened where the service listens', () => {
    expect(commandsOf(finding(judged(closed, 443), 'PL-SG-001')).join()).toContain('--port 443 ');
  });

  test('is not opened where nothing listens', () => {
    const found = finding(judged(closed, 8443), 'PL-SG-001');
    expect(commandsOf(found)).toEqual([]);
    expect(found.message).toContain('The service does not listen there either.');
  });
});

test('a zonal name in capitals is the zone’s name, and another endpoint’s is not', () => {
  const estate = healthyEstate();
  for (const target of estate.service.targetHealth.slice(1)) target['TargetHealth'] = { State: 'unhealthy' };
  const inventory = buildInventory([snapshotOf(estate.world)]);
  const names = inventory.endpoints.get(estate.endpoint.id)?.dnsEntries?.map(({ dnsName }) => dnsName) ?? [];
  const verdictFor = (name = ''): string | undefined =>
    diagnose(inventory, { now: CAPTURED_AT, ids: [estate.endpoint.id], name }).subjects[0]?.verdict;
  expect(verdictFor(names[2]?.toUpperCase())).toBe('broken');
  expect(verdictFor(names[2]?.replace(estate.endpoint.id, 'vpce-0another'))).not.toBe('broken');
});
