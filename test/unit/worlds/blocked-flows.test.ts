import { describe, expect, test } from 'vitest';
import { diagnose } from '../../../src/core/engine.ts';
import type { SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { balancerMetric, measure, meter, type Values } from '../../worlds/metrics.ts';
import { groupItem, permission } from '../../worlds/network.ts';
import { checksApart, twoTierEstate, type TwoTierEstate } from '../../worlds/two-tier.ts';
import { CAPTURED_AT, snapshotOf } from '../../worlds/world.ts';

/* PL-NLB-023: flows that the load balancer's groups did block make of a prediction a measurement. */

const group = ({ provider, service }: TwoTierEstate): Record<string, unknown> =>
  groupItem(provider, service.loadBalancerGroupId ?? '');

const DIRECTIONS = [
  [
    'PL-NLB-008',
    'SecurityGroupBlockedFlowCount_Inbound_TCP',
    'SecurityGroupBlockedFlowCount_Outbound_TCP',
    (estate: TwoTierEstate) => (group(estate)['IpPermissions'] = [permission(443, '192.0.2.0/24')]),
  ],
  [
    'PL-NLB-011',
    'SecurityGroupBlockedFlowCount_Outbound_TCP',
    'SecurityGroupBlockedFlowCount_Inbound_TCP',
    (estate: TwoTierEstate) => {
      checksApart(estate);
      group(estate)['IpPermissionsEgress'] = [];
    },
  ],
] as const;

function judge(close: (estate: TwoTierEstate) => void, metric: string, values: Values | undefined): SubjectDiagnosis {
  const estate = values === undefined ? twoTierEstate() : meter(twoTierEstate());
  close(estate);
  if (values !== undefined) measure(estate.provider, balancerMetric(estate.service.loadBalancer, metric), values);
  const { subjects } = diagnose(buildInventory([snapshotOf(estate.world)]), {
    now: CAPTURED_AT,
    ids: [estate.endpoint.id],
  });
  const [subject] = subjects;
  if (subject === undefined) throw new Error('Nothing was diagnosed');
  return subject;
}

const confidenceOf = ({ findings }: SubjectDiagnosis, rule: string): readonly string[] => [
  ...new Set(findings.filter((item) => item.rule === rule).map(({ confidence }) => confidence)),
];

describe.each(DIRECTIONS)('%s', (rule, metric, other, close) => {
  test('is deterministic without metrics', () => {
    const subject = judge(close, metric, undefined);
    expect(confidenceOf(subject, rule)).toEqual(['deterministic']);
    expect(subject).toMatchObject({ verdict: 'broken', verdictConfidence: 'deterministic' });
  });

  test('is measured where flows were blocked within five hours, and says how many', () => {
    const subject = judge(close, metric, { 1: 30, 4: 12 });
    expect(confidenceOf(subject, rule)).toEqual(['measured']);
    expect(subject).toMatchObject({ verdict: 'broken', verdictConfidence: 'measured', rootCause: { rule } });
    const evidence = subject.findings.find((item) => item.rule === rule)?.evidence;
    expect(evidence).toContainEqual(expect.objectContaining({ field: metric, value: '42' }));
  });

  test.each([
    ['nothing was blocked', metric, {}],
    ['the last flow was blocked five hours ago', metric, { 5: 900 }],
    ['flows of the other direction were blocked', other, { 1: 30 }],
  ] as const)('stays deterministic where %s', (_, name, values) => {
    expect(confidenceOf(judge(close, name, values), rule)).toEqual(['deterministic']);
  });
});

test('blocked flows alone are no finding', () => {
  const subject = judge(() => undefined, 'SecurityGroupBlockedFlowCount_Inbound_TCP', { 1: 30 });
  expect(subject.verdict).toBe('healthy');
});
