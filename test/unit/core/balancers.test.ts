// What the rules of the load balancer say of a part: of one zone, of one group, of clients of which not all is known.
import { describe, expect, test } from 'vitest';
import type { DiagnoseOptions, Finding, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import { ACCOUNTS, type HealthyEstate } from '../../worlds/healthy.ts';
import { checksApart, twoTierEstate } from '../../worlds/two-tier.ts';
import { denied } from '../../worlds/unread.ts';
import { CAPTURED_AT, snapshotOf as snapshotOfEstate } from '../../worlds/world.ts';
import { endpointIn, healthIn, ingress, nlbIn, serviceIn, targetsIn, unhealthy } from './cases.ts';
import {
  answer,
  deny,
  diagnoseWorld,
  ENDPOINT,
  NOW,
  SERVICE,
  snapshotOf,
  world,
  type Raw,
  type World,
} from './fixture.ts';

const found = ({ findings }: SubjectDiagnosis, rule: string): Finding | undefined =>
  findings.find((finding) => finding.rule === rule);
const missing = ({ notEvaluated }: SubjectDiagnosis, rule: string): readonly string[] =>
  notEvaluated.filter((item) => item.rule === rule).flatMap((item) => item.missing);

/** The endpoint has the first of its zones only. */
function keepFirstZone(built: World): void {
  Object.assign(endpointIn(built), { SubnetIds: ['subnet-a'], NetworkInterfaceIds: ['eni-a'] });
}

const listOf = (answered: Raw, field: string): Raw[] => answered[field] as Raw[];

describe('a load balancer', () => {
  test('that failed is worse than one that is impaired', () => {
    const severityOf = (Code: string): string | undefined =>
      found(
        diagnoseWorld((built) => (nlbIn(built)['State'] = { Code })),
        'PL-NLB-001',
      )?.severity;
    expect([severityOf('failed'), severityOf('active_impaired')]).toEqual(['critical', 'high']);
  });
});

describe('a zone without a usable target', () => {
  const MINIMUM = 'target_group_health.dns_failover.minimum_healthy_targets.count';
  const attributesIn = (built: World, operation: string): Raw[] =>
    listOf(answer(built.provider, `elasticloadbalancing:${operation}`), 'Attributes');
  const ask = (built: World, count: string): void => {
    attributesIn(built, 'DescribeTargetGroupAttributes').push({ Key: MINIMUM, Value: count });
  };
  const addTarget = (built: World, zone: 1 | 2, State: string): void => {
    targetsIn(built).push({
      Target: { Id: `172.16.${zone}.21`, Port: 8443, AvailabilityZone: `us-east-1${zone === 1 ? 'a' : 'b'}` },
      TargetHealth: { State },
    });
  };

  test('is the only one of the endpoint: no zone is left, though the load balancer keeps all of them', () => {
    const subject = diagnoseWorld((built) => {
      ask(built, '2');
      keepFirstZone(built);
      targetsIn(built)[0]!['TargetHealth'] = unhealthy;
    });
    expect(subject.verdict).toBe('broken');
    expect(found(subject, 'PL-NLB-006')?.message).toContain('; 0 zones work.');
  });

  test('is not told for certain while the other zone’s targets are in their first health checks', () => {
    const subject = diagnoseWorld((built) => {
      ask(built, '2');
      keepFirstZone(built);
      targetsIn(built)[1]!['TargetHealth'] = { State: 'initial' };
      addTarget(built, 2, 'initial');
    });
    expect(subject.verdict).toBe('unknown');
    expect(missing(subject, 'PL-NLB-006')).toEqual(['the health of the targets of orders in use1-az2']);
  });

  test('is none where the other zone is bad for certain: this one stays, however its waiting target turns out', () => {
    const subject = diagnoseWorld((built) => {
      ask(built, '2');
      keepFirstZone(built);
      addTarget(built, 1, 'initial');
      targetsIn(built)[1]!['TargetHealth'] = unhealthy;
    });
    expect(missing(subject, 'PL-NLB-006')).toEqual([]);
    expect(found(subject, 'PL-NLB-006')).toBeUndefined();
  });

  test('is not told where nobody knows whether traffic crosses zones', () => {
    const subject = diagnoseWorld((built) => {
      attributesIn(built, 'DescribeLoadBalancerAttributes').splice(0);
      healthIn(built)['TargetHealthDescriptions'] = targetsIn(built).slice(0, 1);
    });
    expect(found(subject, 'PL-NLB-006')).toBeUndefined();
    expect(missing(subject, 'PL-NLB-006')).toEqual(['Attributes of orders']);
  });
});

describe('zones of the consumer and of the load balancer', () => {
  test('are compared by what was read of the provider’s subnets', () => {
    const subject = diagnoseWorld((built) => {
      deny(built.provider, 'ec2:DescribeSubnets');
    });
    expect(missing(subject, 'PL-NLB-007')).toEqual(['ec2:DescribeSubnets']);
  });

  test('an endpoint in one of the load balancer’s zones and in two others has one that works', () => {
    const subject = diagnoseWorld((built) => {
      const subnets = listOf(answer(built.consumer, 'ec2:DescribeSubnets'), 'Subnets');
      const interfaces = listOf(answer(built.consumer, 'ec2:DescribeNetworkInterfaces'), 'NetworkInterfaces');
      const move = (id: string, letter: string, zone: number): void => {
        const place = { AvailabilityZone: `us-east-1${letter}`, AvailabilityZoneId: `use1-az${zone}` };
        Object.assign(
          subnets.find((item) => item['SubnetId'] === id)!,
          place,
        );
        const own = interfaces.find((item) => item['SubnetId'] === id)!;
        own['AvailabilityZone'] = place.AvailabilityZone;
      };
      move('subnet-b', 'c', 3);
      move('subnet-w', 'd', 4);
      endpointIn(built)['SubnetIds'] = ['subnet-a', 'subnet-b', 'subnet-w'];
      const details = listOf(answer(built.consumer, 'ec2:DescribeVpcEndpointServices'), 'ServiceDetails');
      for (const service of [serviceIn(built), details[0]!]) {
        service['AvailabilityZoneIds'] = ['use1-az1', 'use1-az2', 'use1-az3', 'use1-az4'];
      }
    });
    const messages = subject.findings.filter(({ rule }) => rule === 'PL-NLB-007').map(({ message }) => message);
    const told = (zone: string): string =>
      `Zone ${zone} does not work: ${ENDPOINT} has an interface there and no load balancer is; 1 zone does.`;
    expect(messages).toEqual([
      expect.stringContaining(told('use1-az3 (the consumer’s us-east-1c)')),
      expect.stringContaining(told('use1-az4 (the consumer’s us-east-1d)')),
    ]);
  });
});

describe('the load balancer’s groups', () => {
  const groupIn = (built: World): Raw =>
    listOf(answer(built.provider, 'ec2:DescribeSecurityGroups'), 'SecurityGroups')[0]!;

  test('admit a prefix list that was not read: nobody knows whether the clients are in it', () => {
    const subject = diagnoseWorld((built) => {
      groupIn(built)['IpPermissions'] = [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, PrefixListIds: [{ PrefixListId: 'pl-0123456789abcdef0' }] },
      ];
    });
    expect(found(subject, 'PL-NLB-008')).toBeUndefined();
    expect(missing(subject, 'PL-NLB-008')).toEqual([expect.stringContaining('pl-0123456789abcdef0')]);
  });

  test('of a service are judged by the source that was asked about', () => {
    const judge = (source: string): SubjectDiagnosis => diagnoseWorld(undefined, { id: SERVICE, source });
    expect(found(judge('192.168.7.0/24'), 'PL-NLB-008')?.message).toContain(
      'do not admit tcp/443 from 192.168.7.0/24, and',
    );
    expect(found(judge('10.99.7.0/24'), 'PL-NLB-008')).toBeUndefined();
  });

  describe('and a consumer in another account whose addresses were not read', () => {
    const other = 'vpce-0a00000000000dead';
    const withOther = (built: World): void => {
      const connections = listOf(
        answer(built.provider, 'ec2:DescribeVpcEndpointConnections'),
        'VpcEndpointConnections',
      );
      connections.push({ ...connections[0], VpcEndpointId: other, VpcEndpointOwner: '333333333333' });
    };
    const question = `from which private CIDRs the clients of ${other} connect`;

    test('leave it open', () => {
      const subject = diagnoseWorld(withOther, { id: SERVICE });
      expect(found(subject, 'PL-NLB-008')).toBeUndefined();
      expect(missing(subject, 'PL-NLB-008')).toEqual([question]);
    });

    test('leave it open beside one that is kept out', () => {
      const subject = diagnoseWorld(
        (built) => {
          withOther(built);
          groupIn(built)['IpPermissions'] = [ingress(443, 443, '192.168.0.0/16')];
        },
        { id: SERVICE },
      );
      expect(found(subject, 'PL-NLB-008')).toMatchObject({ effect: 'impairs', severity: 'high' });
      expect(missing(subject, 'PL-NLB-008')).toEqual([question]);
    });
  });

  describe('in a file that is redacted with another key than the consumer’s', () => {
    const judge = (cidr: string): SubjectDiagnosis => {
      const built = world();
      groupIn(built)['IpPermissions'] = [ingress(443, 443, cidr)];
      const snapshot = snapshotOf(built);
      const scopes = snapshot.scopes.map((scope) => ({ ...scope, addressSpace: scope.account }));
      return diagnose(buildInventory([{ ...snapshot, scopes }]), { now: NOW, ids: [ENDPOINT] }).subjects[0]!;
    };

    test('admit everybody, whatever the addresses mean', () => {
      expect(missing(judge('0.0.0.0/0'), 'PL-NLB-008')).toEqual([]);
    });

    test('say nothing of the consumer’s range', () => {
      expect(missing(judge('10.0.0.0/8'), 'PL-NLB-008')).toEqual([
        'the addresses of both sides, unredacted or redacted with one key',
      ]);
    });
  });
});

describe('targets', () => {
  test('in their first health checks: a later reading would tell', () => {
    const subject = diagnoseWorld((built) => {
      for (const target of targetsIn(built)) target['TargetHealth'] = { State: 'initial' };
    });
    expect(missing(subject, 'PL-NLB-004')).toEqual([
      'a later reading: targets of orders are in their first health checks',
    ]);
  });

  test('of which one is unhealthy and none is healthy yet are no mixture', () => {
    const subject = diagnoseWorld((built) => {
      const attributes = listOf(
        answer(built.provider, 'elasticloadbalancing:DescribeLoadBalancerAttributes'),
        'Attributes',
      );
      attributes[0]!['Value'] = 'true';
      targetsIn(built)[0]!['TargetHealth'] = unhealthy;
      targetsIn(built)[1]!['TargetHealth'] = { State: 'initial' };
    });
    expect(found(subject, 'PL-NLB-005')).toBeUndefined();
  });

  test('that are unhealthy are counted beside the others', () => {
    const subject = diagnoseWorld((built) => {
      for (const host of [21, 22]) {
        targetsIn(built).push({
          Target: { Id: `172.16.1.${host}`, Port: 8443, AvailabilityZone: 'us-east-1a' },
          TargetHealth: host === 21 ? unhealthy : { State: 'healthy' },
        });
      }
    });
    expect(found(subject, 'PL-NLB-005')?.message).toMatch(/^1 of 4 targets of orders are unhealthy: 172\.16\.1\.21/);
  });
});

describe('a route to targets outside the load balancer’s VPC', () => {
  const faultOf = (fault: string): HealthyEstate => {
    const item = brokenWorlds.find((one) => one.rule === 'PL-NLB-025' && one.fault === fault);
    if (item === undefined) throw new Error(`No world of PL-NLB-025 says "${fault}"`);
    const estate = item.base();
    item.change(estate);
    return estate as HealthyEstate;
  };
  const judge = (estate: HealthyEstate, options: Partial<DiagnoseOptions> = {}): SubjectDiagnosis => {
    const inventory = buildInventory([snapshotOfEstate(estate.world)]);
    return diagnose(inventory, { now: CAPTURED_AT, ids: [estate.endpoint.id], ...options }).subjects[0]!;
  };

  test.each([
    [0, 'broken'],
    [1, 'degraded'],
  ] as const)('is that of the node in the endpoint’s only zone: %s', (zone, verdict) => {
    const estate = faultOf('one of the load balancer’s subnets has no route to the data center');
    checksApart(estate);
    for (const item of estate.service.targetHealth) item['TargetHealth'] = { State: 'healthy' };
    for (const field of ['SubnetIds', 'NetworkInterfaceIds']) {
      estate.endpoint.raw[field] = (estate.endpoint.raw[field] as string[]).slice(zone, zone + 1);
    }
    const source = estate.consumer.tables['ec2:DescribeNetworkInterfaces'][0]?.['NetworkInterfaceId'] as string;
    expect(judge(estate, { source, port: 443 }).verdict).toBe(verdict);
  });

  test('may be needed where the addresses of that VPC were not read: the group is not called good', () => {
    const estate = twoTierEstate();
    checksApart(estate);
    const snapshot = denied(snapshotOfEstate(estate.world), 'ec2:DescribeVpcs', ACCOUNTS.provider);
    const { subjects } = diagnose(buildInventory([snapshot]), { now: CAPTURED_AT, ids: [estate.endpoint.id] });
    const targets = subjects[0]!.hops.find(({ hop }) => hop === 'targets');
    const group = estate.service.targetGroup['TargetGroupArn'];
    expect(targets?.instances).toContainEqual({ resource: group, state: 'unknown' });
    expect(missing(subjects[0]!, 'PL-NLB-025')).toEqual([`the addresses of ${estate.providerVpc.id}`]);
  });

  test('is added where there is none, and looked at where it is broken', () => {
    const commandOf = (fault: string): string | undefined =>
      found(judge(faultOf(fault)), 'PL-NLB-025')?.commands[0]?.command;
    expect(commandOf('the load balancer’s subnets have no route to the data center')).toContain('ec2 create-route');
    expect(commandOf('the route to the data center has lost its target')).toContain('ec2 describe-route-tables');
  });
});
