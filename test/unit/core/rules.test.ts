import { describe, expect, test } from 'vitest';
import type { DiagnoseOptions, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import {
  aclsIn,
  CASES,
  connectionIn,
  endpointIn,
  entry,
  groupIn,
  healthIn,
  ingress,
  interfacesIn,
  nlbIn,
  serviceIn,
  targetsIn,
  type Case,
  unhealthy,
} from './cases.ts';
import {
  answer,
  deny,
  diagnoseWorld,
  ENDPOINT,
  GATEWAY,
  GROUP,
  NLB,
  PROVIDER,
  SERVICE,
  stateOf,
  type Raw,
  type World,
} from './fixture.ts';

function run(item: Case): SubjectDiagnosis {
  return diagnoseWorld(item.change, {
    ...(item.id === undefined ? {} : { id: item.id }),
    ...(item.sides === undefined ? {} : { sides: item.sides }),
    ...item.options,
  });
}

describe('a rule fires where it must', () => {
  test.each(CASES)('$rule: $name', (item) => {
    const subject = run(item);
    const found = subject.findings.filter((finding) => finding.rule === item.rule);
    expect(found.length, JSON.stringify(subject.findings.map((finding) => finding.rule))).toBeGreaterThan(0);
    if (item.finding !== undefined) expect(found[0]).toMatchObject(item.finding);
    expect(subject.verdict).toBe(item.verdict);
    if (item.hop !== undefined) expect(stateOf(subject, item.hop[0])).toBe(item.hop[1]);
    const breaks = found.some((finding) => finding.effect === 'breaks');
    if (breaks) expect(subject.rootCause?.rule).toBe(item.rule);
    expect(subject.rootCause?.suspected ?? false).toBe(item.suspected ?? false);
  });
});

describe('a rule is silent where it must be', () => {
  test.each([
    ['an endpoint with both sides read', ENDPOINT],
    ['a service', SERVICE],
  ])('nothing is found in a healthy world: %s', (_name, id) => {
    const subject = diagnoseWorld(undefined, { id });
    expect(subject.findings.filter(({ severity }) => severity !== 'low' && severity !== 'info')).toEqual([]);
    expect(subject.verdict).toBe('healthy');
    expect(subject.hops.filter((hop) => hop.state !== 'pass' && hop.state !== 'not-applicable')).toEqual([]);
  });

  const silent: readonly (readonly [string, (built: World) => void, Partial<DiagnoseOptions>?])[] = [
    [
      'a group reference that the workload carries',
      (built) =>
        (groupIn(built)['IpPermissions'] = [
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs: [{ GroupId: 'sg-0workload' }] },
        ]),
    ],
    [
      'AWS’s own example of a network ACL, replies on 32768-65535',
      (built) => {
        aclsIn(built).forEach((acl) => {
          acl['Entries'] = [true, false].flatMap((egress) => [
            entry(100, egress, 'allow', { PortRange: { From: 443, To: 443 } }),
            entry(140, egress, 'allow', { PortRange: { From: 32768, To: 65535 } }),
          ]);
        });
      },
    ],
    [
      'a missing healthy target in a zone, with cross-zone balancing on',
      (built) => {
        healthIn(built)['TargetHealthDescriptions'] = targetsIn(built).slice(0, 1);
        answer(built.provider, 'elasticloadbalancing:DescribeLoadBalancerAttributes')['Attributes'] = [
          { Key: 'load_balancing.cross_zone.enabled', Value: 'true' },
        ];
      },
    ],
    [
      'load balancer groups that are not enforced',
      (built) => {
        nlbIn(built)['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'] = 'off';
        (answer(built.provider, 'ec2:DescribeSecurityGroups')['SecurityGroups'] as Raw[])[0]!['IpPermissions'] = [];
      },
    ],
    [
      'load balancer rules for exactly the workloads',
      (built) =>
        ((answer(built.provider, 'ec2:DescribeSecurityGroups')['SecurityGroups'] as Raw[])[0]!['IpPermissions'] = [
          ingress(443, 443, '10.0.10.0/24'),
        ]),
    ],
    [
      'a target group of weight 0 without targets',
      (built) => {
        const listeners = answer(built.provider, 'elasticloadbalancing:DescribeListeners')['Listeners'] as Raw[];
        const idle = GROUP.replace('/orders/', '/idle/');
        listeners[0]!['DefaultActions'] = [
          {
            Type: 'forward',
            ForwardConfig: {
              TargetGroups: [
                { TargetGroupArn: GROUP, Weight: 1 },
                { TargetGroupArn: idle, Weight: 0 },
              ],
            },
          },
        ];
      },
    ],
  ];
  test.each([['eni-w'], ['subnet-w'], ['10.0.10.5']])('a source that gets through: %s', (source) => {
    const subject = diagnoseWorld(undefined, { source });
    expect(subject.findings.filter(({ severity }) => severity !== 'low' && severity !== 'info')).toEqual([]);
    expect(subject.verdict).toBe('healthy');
    expect(stateOf(subject, 'source')).toBe('pass');
  });

  test('a gateway endpoint with its table, its prefix list and open network ACLs', () => {
    const subject = diagnoseWorld(undefined, { id: GATEWAY });
    expect(subject.findings.map((finding) => finding.rule)).toEqual(['PL-POL-001']);
    expect(subject.hops.map((hop) => [hop.hop, hop.state])).toEqual([
      ['endpoint', 'pass'],
      ['dns', 'pass'],
      ['source', 'not-applicable'],
      ['route-table', 'pass'],
      ['network-acl', 'pass'],
      ['endpoint-policy', 'pass'],
    ]);
  });

  for (const [name, change, options] of silent) {
    test(name, () => {
      const subject = diagnoseWorld(change, options);
      expect(subject.findings.map((finding) => `${finding.rule} ${finding.message}`)).toEqual([]);
      expect(subject.verdict).toBe('healthy');
    });
  }
});

describe('unknown is an answer', () => {
  test.each([
    ['consumer', 'ec2:DescribeVpcEndpoints', ['endpoint']],
    ['consumer', 'ec2:DescribeSecurityGroups', ['endpoint-security-group']],
    ['consumer', 'ec2:DescribeNetworkAcls', ['network-acl']],
    ['consumer', 'ec2:DescribeNetworkInterfaces', ['endpoint', 'dns', 'network-acl', 'endpoint-security-group']],
    ['consumer', 'ec2:DescribeSubnets', ['endpoint', 'network-acl']],
    ['consumer', 'ec2:DescribeVpcAttribute', ['dns']],
    ['consumer', 'ec2:DescribeDhcpOptions', ['dns']],
    ['consumer', 'route53:ListHostedZonesByVPC', ['dns']],
    ['consumer', 'route53resolver:ListResolverRules', ['dns']],
    ['consumer', 'route53resolver:ListResolverRuleAssociations', ['dns']],
    ['consumer', 'ec2:DescribeVpcs', ['dns', 'load-balancer']],
    [
      'provider',
      'ec2:DescribeVpcEndpointServiceConfigurations',
      ['load-balancer', 'listener', 'target-group', 'targets'],
    ],
    ['provider', 'elasticloadbalancing:DescribeLoadBalancers', ['load-balancer', 'listener', 'targets']],
    ['provider', 'elasticloadbalancing:DescribeListeners', ['load-balancer', 'listener', 'target-group', 'targets']],
    ['provider', 'elasticloadbalancing:DescribeTargetGroups', ['target-group', 'targets']],
    ['provider', 'elasticloadbalancing:DescribeTargetHealth', ['targets']],
    ['provider', 'elasticloadbalancing:DescribeTargetGroupAttributes', ['targets']],
    ['provider', 'elasticloadbalancing:DescribeLoadBalancerAttributes', ['targets']],
    ['provider', 'ec2:DescribeSecurityGroups', ['load-balancer']],
  ] as const)('%s may not %s', (side, operation, hops) => {
    const subject = diagnoseWorld((built) => {
      const [first] = Object.keys(built[side]).filter((key) => key.startsWith(operation));
      // The endpoints themselves must stay known: an incomplete listing still shows what it shows.
      if (operation === 'ec2:DescribeVpcEndpoints') built[side][first!]!['__incomplete'] = true;
      else deny(built[side], operation);
    });
    for (const hop of hops) expect(stateOf(subject, hop), hop).toBe('unknown');
    const named = subject.notEvaluated.flatMap((item) => item.missing).join(' ');
    expect(named).toContain(operation);
    expect(subject.verdict).toBe('unknown');
  });

  test('with the consumer alone the consumer side is healthy and the provider not visible', () => {
    const subject = diagnoseWorld(undefined, { sides: ['consumer'] });
    expect(subject.sides).toEqual({ consumer: { verdict: 'healthy' }, provider: { verdict: 'not-visible' } });
    expect(stateOf(subject, 'acceptance')).toBe('pass');
    expect(stateOf(subject, 'service')).toBe('pass');
    expect(subject.notEvaluated.find((item) => item.hop === 'targets')).toMatchObject({
      reason: 'other-account',
      missing: [`account ${PROVIDER}`],
    });
    expect(subject.assumptions.join(' ')).toContain('No port was given');
  });

  test('custom DNS servers make the names unknown, never wrong', () => {
    const subject = diagnoseWorld((built) => {
      const options = (answer(built.consumer, 'ec2:DescribeDhcpOptions')['DhcpOptions'] as Raw[])[0]!;
      options['DhcpConfigurations'] = [{ Key: 'domain-name-servers', Values: [{ Value: '10.0.0.53' }] }];
    });
    expect(stateOf(subject, 'dns')).toBe('unknown');
    expect(subject.rootCause).toBeUndefined();
    expect(subject.hops.find((hop) => hop.hop === 'dns')?.statement).toContain('10.0.0.53');
  });

  test('no workload interface and no source: the groups cannot be judged', () => {
    const subject = diagnoseWorld((built) => {
      const answered = answer(built.consumer, 'ec2:DescribeNetworkInterfaces');
      answered['NetworkInterfaces'] = interfacesIn(built).filter((item) => item['NetworkInterfaceId'] !== 'eni-w');
    });
    expect(stateOf(subject, 'endpoint-security-group')).toBe('unknown');
    expect(subject.notEvaluated.find((item) => item.rule === 'PL-SG-001')?.reason).toBe('input-missing');
  });

  test('targets in their first health checks are neither healthy nor broken', () => {
    const subject = diagnoseWorld((built) => {
      targetsIn(built).forEach((item) => (item['TargetHealth'] = { State: 'initial' }));
    });
    expect(stateOf(subject, 'targets')).toBe('unknown');
  });

  test('both sides disagree about the acceptance: one answer is stale', () => {
    const subject = diagnoseWorld((built) => {
      connectionIn(built)['VpcEndpointState'] = 'rejected';
    });
    expect(stateOf(subject, 'acceptance')).toBe('unknown');
    expect(subject.verdict).toBe('unknown');
  });

  test('a service of another Region that was not read there is judged from the consumer’s side', () => {
    const subject = diagnoseWorld((built) => {
      endpointIn(built)['ServiceRegion'] = 'eu-west-1';
      const key = Object.keys(built.consumer).find((name) => name.startsWith('ec2:DescribeVpcEndpointServices '))!;
      built.consumer[key]!['ServiceDetails'] = (built.consumer[key]!['ServiceDetails'] as Raw[]).map((item) => ({
        ...item,
        ServiceRegion: 'eu-west-1',
      }));
    });
    expect(subject.sides).toEqual({ consumer: { verdict: 'healthy' }, provider: { verdict: 'not-visible' } });
    expect(subject.notEvaluated.find((item) => item.hop === 'targets')?.missing).toEqual([
      'ec2:DescribeVpcEndpointServiceConfigurations in eu-west-1',
    ]);
    expect(subject.findings.map((finding) => finding.rule)).toEqual(['PL-META-002', 'PL-META-003', 'PL-REG-003']);
  });

  test('a load balancer that the listing lacks is inconsistent data, not gone', () => {
    const subject = diagnoseWorld((built) => (serviceIn(built)['NetworkLoadBalancerArns'] = [`${NLB}0`]));
    expect(stateOf(subject, 'load-balancer')).toBe('unknown');
    expect(subject.rootCause).toBeUndefined();
  });

  test('an endpoint type that AWS added later is unknown', () => {
    const subject = diagnoseWorld((built) => (endpointIn(built)['VpcEndpointType'] = 'Tunnel'));
    expect(subject.hops.map((hop) => [hop.hop, hop.state])).toEqual([['endpoint', 'unknown']]);
    expect(subject.verdict).toBe('unknown');
  });
});

describe('causes before symptoms', () => {
  test('what a waiting endpoint’s network would show is noted besides', () => {
    const subject = diagnoseWorld((built) => {
      endpointIn(built)['State'] = 'pendingAcceptance';
      groupIn(built)['IpPermissions'] = [];
    });
    expect(subject.rootCause?.rule).toBe('PL-LIF-001');
    expect(subject.suppressed).toContainEqual({ rule: 'PL-SG-002', by: 'PL-LIF-001', resource: 'sg-0endpoint' });
    expect(stateOf(subject, 'endpoint-security-group')).toBe('unknown');
    expect(subject.notEvaluated).toContainEqual({
      rule: 'PL-SG-002',
      hop: 'endpoint-security-group',
      reason: 'suppressed',
      missing: ['PL-LIF-001'],
    });
  });

  test('a failed endpoint is broken, whatever its interfaces look like', () => {
    const subject = diagnoseWorld((built) => {
      endpointIn(built)['State'] = 'failed';
      for (const item of answer(built.consumer, 'ec2:DescribeSubnets')['Subnets'] as Raw[]) {
        delete item['AvailabilityZoneId'];
      }
    });
    expect(stateOf(subject, 'endpoint')).toBe('fail');
    expect(subject.rootCause?.rule).toBe('PL-LIF-003');
  });

  test('two zones that two hops take away leave none: the second hop breaks the path', () => {
    const subject = diagnoseWorld((built) => {
      (aclsIn(built)[0]!['Entries'] as Raw[]).push(entry(50, false, 'deny', { PortRange: { From: 443, To: 443 } }));
      healthIn(built)['TargetHealthDescriptions'] = targetsIn(built).slice(0, 1);
    });
    expect(stateOf(subject, 'network-acl')).toBe('warn');
    expect(stateOf(subject, 'targets')).toBe('fail');
    expect(subject.verdict).toBe('broken');
    expect(subject.rootCause?.rule).toBe('PL-NLB-006');
  });

  test('what could not be judged before the root cause is named', () => {
    const subject = diagnoseWorld((built) => {
      deny(built.consumer, 'ec2:DescribeNetworkAcls');
      targetsIn(built).forEach((item) => (item['TargetHealth'] = unhealthy));
    });
    expect(subject.rootCause).toMatchObject({ rule: 'PL-NLB-004', unjudgedBefore: ['network-acl'] });
    expect(subject.summary).toContain('Not judged before it: network-acl');
  });
});
