import { describe, expect, test } from 'vitest';
import type { Confidence, Effect, Hop } from '../../../src/core/diagnosis.ts';
import type { Evaluated } from '../../../src/core/evaluated.ts';
import type { Proof } from '../../../src/core/proofs/proof.ts';
import { NO_POLICY } from '../../../src/core/configuration/suppress.ts';
import { remarksOf } from '../../../src/core/findings.ts';
import { judgePath, type JudgedPath } from '../../../src/core/judge.ts';
import type { Gap } from '../../../src/core/needs.ts';
import type { Draft, EndpointRule, Instance, Judgement } from '../../../src/core/rules/rule.ts';
import { rootCauseOf, verdictConfidence, verdictOf } from '../../../src/core/verdict.ts';

const HOP: Hop = 'endpoint-security-group';
const ZONES = ['use1-az1', 'use1-az2'];
const UNREAD: Gap = { reason: 'denied', missing: ['ec2:DescribeSecurityGroups'] };

function rule(id: string, more: Partial<EndpointRule> = {}): EndpointRule {
  return {
    id: `PL-TEST-${id}`,
    title: 'A test',
    hop: HOP,
    side: 'consumer',
    appliesTo: ['Interface'],
    owner: 'consumer',
    effect: 'breaks',
    severity: 'high',
    confidence: 'deterministic',
    requires: [],
    suppressedBy: [],
    docs: [],
    condition: '',
    why: '',
    fix: '',
    examples: { bad: '', good: '' },
    check: () => 'not-applicable',
    ...more,
  };
}

function draft(confidence?: Confidence, effect?: Effect): Draft {
  return {
    resource: 'sg-1',
    message: 'Something is wrong.',
    evidence: [],
    commands: [],
    ...(confidence === undefined ? {} : { confidence }),
    ...(effect === undefined ? {} : { effect }),
  };
}

const fault = (instances: readonly Instance[] = [{ state: 'fail' }]): Judgement => ({
  instances,
  findings: [draft()],
});
const measured = (result: Partial<Judgement> = {}): Judgement => ({
  instances: [],
  findings: [],
  statement: 'A connection was opened.',
  confidence: 'measured',
  ...result,
});
const inZone = (zoneId: string, state: Instance['state']): Instance => ({ zoneId, state });

const prediction: Evaluated = { rule: rule('001'), result: fault() };
const probe = (result: Judgement, more: Partial<EndpointRule> = {}): Evaluated => ({
  rule: rule('009', { optional: true, ...more }),
  result,
});

/** All other hops pass. */
function judge(evaluated: readonly Evaluated[], proof: Proof = { kind: 'by-rules' }): JudgedPath {
  const fine: Proof = { kind: 'pass', statement: 'It is there.' };
  const others: Hop[] = ['endpoint', 'acceptance', 'dns', 'source', 'network-acl', 'service', 'load-balancer'];
  const last: Hop[] = ['listener', 'target-group', 'targets', 'endpoint-policy'];
  return judgePath(
    'Interface',
    evaluated,
    new Map<Hop, Proof>([...[...others, ...last].map((hop): [Hop, Proof] => [hop, fine]), [HOP, proof]]),
    ZONES,
  );
}

const verdict = (path: JudgedPath): string => verdictOf(path.hops, path.findings);
const stateOf = (path: JudgedPath): string | undefined => path.hops.find(({ hop }) => hop === HOP)?.state;
const found = (path: JudgedPath): readonly string[] =>
  path.findings.map((item) => `${item.rule} ${item.effect} ${item.confidence}`);

describe('what was measured overrides what was predicted', () => {
  test('a prediction alone breaks the path', () => {
    expect(verdict(judge([prediction]))).toBe('broken');
  });

  test('a measured pass of the hop leaves the prediction only noted', () => {
    const path = judge([prediction, probe(measured())]);
    expect(stateOf(path)).toBe('pass');
    expect(verdict(path)).toBe('healthy');
    expect(found(path)).toEqual([]);
    expect(path.suppressed).toEqual([{ rule: 'PL-TEST-001', by: 'PL-TEST-009', resource: 'sg-1' }]);
    expect(path.hops.find(({ hop }) => hop === HOP)?.statement).toBe('A connection was opened.');
  });

  test('a measured fault stands and the predicted one is only noted', () => {
    const path = judge([
      prediction,
      probe(measured({ instances: [{ state: 'fail' }], findings: [draft('measured')] })),
    ]);
    expect(found(path)).toEqual(['PL-TEST-009 breaks measured']);
    expect(verdict(path)).toBe('broken');
    expect(verdictConfidence('broken', path.hops, path.findings, path.passConfidence)).toBe('measured');
    expect(rootCauseOf(path.hops, path.findings)).toMatchObject({ rule: 'PL-TEST-009', suspected: false });
  });

  test('at another hop nothing is overridden', () => {
    const path = judge([prediction, probe(measured(), { hop: 'network-acl' })]);
    expect(found(path)).toEqual(['PL-TEST-001 breaks deterministic']);
  });

  test('remarks that touch no path stay', () => {
    const note: Evaluated = {
      rule: rule('002', { effect: 'hygiene' }),
      result: { instances: [], findings: [draft()] },
    };
    const { causes } = judge([note, probe(measured())]);
    const { findings } = remarksOf(note, causes, NO_POLICY);
    expect(findings.map((item) => `${item.rule} ${item.effect}`)).toEqual(['PL-TEST-002 hygiene']);
  });

  test('one measurement does not override another', () => {
    const metric: Evaluated = {
      rule: rule('003'),
      result: { instances: [{ state: 'warn' }], findings: [draft('measured')] },
    };
    const path = judge([metric, probe(measured())]);
    expect(found(path)).toEqual(['PL-TEST-003 impairs measured']);
    expect(stateOf(path)).toBe('warn');
    expect(verdictConfidence('degraded', path.hops, path.findings, path.passConfidence)).toBe('measured');
  });

  test('a measured draft beside a predicted one proves itself and overrides nothing', () => {
    const metric: Evaluated = {
      rule: rule('003'),
      result: { instances: [{ state: 'warn' }], findings: [draft('measured')] },
    };
    const path = judge([prediction, metric]);
    expect([...found(path)].sort()).toEqual(['PL-TEST-001 breaks deterministic', 'PL-TEST-003 impairs measured']);
    expect(path.suppressed).toEqual([]);
  });
});

describe('zones', () => {
  const zonal: Evaluated = {
    rule: rule('001'),
    result: fault([inZone('use1-az1', 'fail'), inZone('use1-az2', 'pass')]),
  };

  test('a pass in the zone that is called faulty overrides the prediction', () => {
    const path = judge([zonal, probe(measured({ instances: [inZone('use1-az1', 'pass')] }))]);
    expect(path.suppressed).toHaveLength(1);
    expect(stateOf(path)).toBe('pass');
  });

  test('a pass in the other zone does not', () => {
    const path = judge([zonal, probe(measured({ instances: [inZone('use1-az2', 'pass')] }))]);
    expect(path.suppressed).toEqual([]);
    expect(verdict(path)).toBe('degraded');
  });

  test('a pass in one zone leaves a prediction for all of them standing', () => {
    const path = judge([prediction, probe(measured({ instances: [inZone('use1-az1', 'pass')] }))]);
    expect(found(path)).toEqual(['PL-TEST-001 breaks deterministic']);
  });

  test('a measurement in each zone overrides a prediction for all of them', () => {
    const instances = [inZone('use1-az1', 'pass'), inZone('use1-az2', 'fail')];
    const path = judge([prediction, probe(measured({ instances, findings: [draft('measured')] }))]);
    expect(found(path)).toEqual(['PL-TEST-009 impairs measured']);
    expect(path.suppressed).toHaveLength(1);
    expect(verdict(path)).toBe('degraded');
  });

  test('a zone of which nothing could be measured keeps its prediction', () => {
    const instances = [inZone('use1-az1', 'unknown'), inZone('use1-az2', 'pass')];
    const path = judge([zonal, probe(measured({ instances }))]);
    expect(path.suppressed).toEqual([]);
    expect(stateOf(path)).toBe('warn');
  });

  test('a zone that was predicted to be dead and measured to live is alive for the hops behind it', () => {
    const behind: Evaluated = {
      rule: rule('004', { hop: 'targets' }),
      result: fault([inZone('use1-az1', 'pass'), inZone('use1-az2', 'fail')]),
    };
    expect(verdict(judge([zonal, behind]))).toBe('broken');
    const path = judge([zonal, behind, probe(measured({ instances: [inZone('use1-az1', 'pass')] }))]);
    expect(verdict(path)).toBe('degraded');
  });
});

describe('resources', () => {
  const of = (resource: string, state: Instance['state']): Instance => ({ resource, state });

  test('are told apart', () => {
    const faulty: Evaluated = { rule: rule('001'), result: fault([of('a', 'fail')]) };
    expect(judge([faulty, probe(measured({ instances: [of('a', 'pass')] }))]).suppressed).toHaveLength(1);
    expect(judge([faulty, probe(measured({ instances: [of('b', 'pass')] }))]).suppressed).toEqual([]);
    const inAZone = { zoneId: 'use1-az1', resource: 'a', state: 'pass' } as const;
    expect(judge([faulty, probe(measured({ instances: [inAZone] }))]).suppressed).toEqual([]);
  });
});

describe('what is not known of a hop that was measured', () => {
  const unread: Evaluated = { rule: rule('001'), result: { gap: UNREAD } };

  test('leaves it unknown without the measurement', () => {
    expect(stateOf(judge([unread]))).toBe('unknown');
    expect(stateOf(judge([], { kind: 'gap', gap: UNREAD }))).toBe('unknown');
  });

  test('leaves nothing unknown where all of it was measured', () => {
    expect(stateOf(judge([unread, probe(measured())], { kind: 'gap', gap: UNREAD }))).toBe('pass');
  });

  test('still counts where one zone of two was measured', () => {
    expect(stateOf(judge([unread, probe(measured({ instances: [inZone('use1-az1', 'pass')] }))]))).toBe('unknown');
  });

  test('a measurement that could not be finished decides nothing', () => {
    const path = judge([prediction, probe(measured({ gap: UNREAD }))]);
    expect(found(path)).toEqual(['PL-TEST-001 breaks deterministic']);
    expect(stateOf(judge([unread, probe(measured({ gap: UNREAD }))]))).toBe('unknown');
  });

  test('an assumption elsewhere makes a measured pass no less sure', () => {
    const assumed: Evaluated = {
      rule: rule('001'),
      result: { instances: [], findings: [], statement: 'It is let in.', confidence: 'heuristic' },
    };
    expect(judge([assumed]).passConfidence).toBe('heuristic');
    expect(judge([assumed, probe(measured())]).passConfidence).toBe('deterministic');
  });
});

describe('suppression', () => {
  const cause: Evaluated = { rule: rule('001'), result: fault() };
  const symptom: Evaluated = { rule: rule('002', { suppressedBy: ['PL-TEST-001'] }), result: fault() };

  test('by a prediction that was overridden counts no more', () => {
    const path = judge([cause, symptom, probe(measured())]);
    expect(stateOf(path)).toBe('pass');
    expect(path.suppressed.map(({ rule: id, by }) => `${id} by ${by}`)).toEqual([
      'PL-TEST-001 by PL-TEST-009',
      'PL-TEST-002 by PL-TEST-009',
    ]);
  });

  test('of a symptom at another hop ends with the cause that was overridden', () => {
    const later: Evaluated = {
      rule: rule('002', { hop: 'targets', suppressedBy: ['PL-TEST-001'] }),
      result: fault(),
    };
    expect(found(judge([cause, later]))).toEqual(['PL-TEST-001 breaks deterministic']);
    expect(found(judge([cause, later, probe(measured())]))).toEqual(['PL-TEST-002 breaks deterministic']);
  });

  test('of the measured fault itself keeps it from overriding', () => {
    const first: Evaluated = { rule: rule('005', { hop: 'endpoint' }), result: fault() };
    const late = probe(measured({ instances: [{ state: 'fail' }], findings: [draft('measured')] }), {
      suppressedBy: ['PL-TEST-005'],
    });
    expect(found(judge([first, cause, late]))).toEqual([
      'PL-TEST-005 breaks deterministic',
      'PL-TEST-001 breaks deterministic',
    ]);
  });
});

describe('an optional rule', () => {
  test('counts when it found a fault, and leaves something unknown only when it did not get what was asked for', () => {
    const UNASKED: Gap = { reason: 'not-asked', missing: ['cloudwatch:GetMetricData'] };
    const optional = rule('006', { optional: true, effect: 'impairs' });
    const fine: Evaluated = { rule: rule('001'), result: { instances: [], findings: [], statement: 'Fine.' } };
    const warned = judge([fine, { rule: optional, result: fault([{ state: 'warn' }]) }]);
    expect(stateOf(warned)).toBe('warn');
    expect(verdict(warned)).toBe('degraded');
    expect(stateOf(judge([fine, { rule: optional, result: { gap: UNASKED } }]))).toBe('pass');
    const note = rule('007', { optional: true, effect: 'note' });
    for (const reason of ['denied', 'not-asked', 'malformed'] as const) {
      const gap: Gap = { ...UNASKED, reason, unanswered: true };
      expect(stateOf(judge([fine, { rule: optional, result: { gap } }]))).toBe('unknown');
      expect(stateOf(judge([fine, { rule: note, result: { gap } }]))).toBe('pass');
    }
    expect(stateOf(judge([{ rule: optional, result: { instances: [], findings: [], statement: 'Fine.' } }]))).not.toBe(
      'pass',
    );
  });
});
