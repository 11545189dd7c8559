import { describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../../src/core/configuration/parse.ts';
import type { Diagnosis, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { renderMarkdown } from '../../../src/core/report/markdown.ts';
import { renderText } from '../../../src/core/report/text.ts';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { CAPTURED_AT } from '../../worlds/world.ts';

const TODAY = CAPTURED_AT.slice(0, 10);
const estate = healthyEstate();

function worldOf(rule: string): Parameters<typeof buildInventory>[0] {
  const world = brokenWorlds.find((item) => item.rule === rule);
  if (world === undefined) throw new Error(`There is no world for ${rule}`);
  return [world.build()];
}

function run(rule: string, configuration?: object, file = '.privatelink.json'): Diagnosis {
  return diagnose(buildInventory(worldOf(rule)), {
    now: CAPTURED_AT,
    ids: [estate.endpoint.id],
    ...(configuration === undefined ? {} : { configuration: parseConfiguration(JSON.stringify(configuration), file) }),
  });
}

function only({ subjects }: Diagnosis): SubjectDiagnosis {
  const [subject] = subjects;
  if (subject === undefined) throw new Error('Nothing was diagnosed');
  return subject;
}

const entry = (more: object = {}): object => ({
  rule: 'PL-SG-002',
  resource: estate.endpointGroupId,
  reason: 'a *lab*',
  expires: TODAY,
  ...more,
});
const hopOf = (subject: SubjectDiagnosis, name: string): string | undefined =>
  subject.hops.find(({ hop }) => hop === name)?.state;

const blockedAcl = (): string =>
  only(run('PL-ACL-001')).findings.find(({ rule }) => rule === 'PL-ACL-001')?.resource ?? '';

describe('a suppressed break', () => {
  const diagnosis = run('PL-SG-002', { suppressions: [entry()] }, 'team/.privatelink.json');
  const subject = only(diagnosis);

  test('is counted no more, and its hop is unknown, never good', () => {
    expect(only(run('PL-SG-002')).verdict).toBe('broken');
    expect(subject.findings.map(({ rule }) => rule)).not.toContain('PL-SG-002');
    expect(hopOf(subject, 'endpoint-security-group')).toBe('unknown');
    expect(subject.verdict).toBe('unknown');
    expect(subject.rootCause).toBeUndefined();
  });

  test('is listed with the entry that covers it, and so is the reason why the hop is unknown', () => {
    const by = '.privatelink.json suppressions[0]';
    expect(subject.suppressed).toContainEqual({
      rule: 'PL-SG-002',
      resource: estate.endpointGroupId,
      by,
      reason: 'a *lab*',
      expires: TODAY,
    });
    expect(subject.notEvaluated).toContainEqual({
      rule: 'PL-SG-002',
      hop: 'endpoint-security-group',
      reason: 'suppressed',
      missing: [by],
    });
    const statement = subject.hops.find(({ hop }) => hop === 'endpoint-security-group')?.statement;
    expect(statement).toBe('Suppressed by the configuration (PL-SG-002), so it is not called good.');
  });

  test('is told in the reports', () => {
    const told = `is suppressed by .privatelink.json suppressions[0] until ${TODAY}: a *lab*`;
    expect(renderText(diagnosis)).toContain(`PL-SG-002 (${told})`);
    expect(renderMarkdown(diagnosis)).toContain('a \\*lab\\*');
    expect(diagnosis.configuration).toEqual({ file: '.privatelink.json', notes: [] });
  });
});

test('a zone whose fault is suppressed is unknown, never good', () => {
  const configuration = { suppressions: [entry({ rule: 'PL-ACL-001', resource: blockedAcl() })] };
  const { hops } = only(run('PL-ACL-001', configuration));
  const hop = hops.find((item) => item.hop === 'network-acl');
  expect(hop?.state).toBe('unknown');
  const faulty = only(run('PL-ACL-001')).hops.find((item) => item.hop === 'network-acl')?.instances ?? [];
  expect(faulty.some(({ state }) => state === 'fail')).toBe(true);
  expect(hop?.instances).toEqual(faulty.map((item) => (item.state === 'pass' ? item : { ...item, state: 'unknown' })));
});

test.each([
  ['of yesterday', { expires: '2026-03-01' }],
  ['of another rule', { rule: 'PL-SG-001' }],
  ['of another resource', { resource: 'sg-0a1b' }],
])('an entry %s suppresses nothing', (_, more) => {
  const subject = only(run('PL-SG-002', { suppressions: [entry(more)] }));
  expect(subject.verdict).toBe('broken');
  expect(subject.suppressed.map(({ by }) => by)).not.toContain('.privatelink.json suppressions[0]');
});

test('an entry that has ended is said, in each report', () => {
  const diagnosis = run('PL-SG-002', { suppressions: [entry(), entry({ expires: '2026-03-01' })] });
  const note = `.privatelink.json suppressions[1] ended on 2026-03-01: PL-SG-002 of ${estate.endpointGroupId} counts again (a *lab*).`;
  expect(diagnosis.configuration?.notes).toEqual([note]);
  expect(renderText(diagnosis)).toContain(note);
  expect(renderMarkdown(diagnosis)).toContain('ended on 2026-03-01');
});

test('a remark that is suppressed changes nothing else', () => {
  const before = only(run('PL-SG-003'));
  const found = before.findings.find(({ rule }) => rule === 'PL-SG-003');
  const subject = only(run('PL-SG-003', { suppressions: [entry({ rule: 'PL-SG-003', resource: found?.resource })] }));
  expect(subject.findings.map(({ rule }) => rule)).not.toContain('PL-SG-003');
  expect(subject.hops.map(({ state }) => state)).toEqual(before.hops.map(({ state }) => state));
  expect(subject.verdict).toBe(before.verdict);
});

test('what a suppressed cause explains stays explained', () => {
  const before = only(run('PL-LIF-001'));
  const subject = only(
    run('PL-LIF-001', { suppressions: [entry({ rule: 'PL-LIF-001', resource: estate.endpoint.id })] }),
  );
  expect(before.rootCause?.rule).toBe('PL-LIF-001');
  expect(subject.rootCause).toBeUndefined();
  expect(hopOf(subject, 'acceptance')).toBe('unknown');
  expect(subject.suppressed.map(({ rule }) => rule).sort()).toEqual(
    [...before.suppressed.map(({ rule }) => rule), 'PL-LIF-001'].sort(),
  );
});

test('a severity is the rule’s in the report and in what fails, and changes no verdict', () => {
  const subject = only(run('PL-SG-002', { severities: { 'PL-SG-002': 'low' } }));
  expect(subject.findings.filter(({ rule }) => rule === 'PL-SG-002').map(({ severity }) => severity)).toEqual(['low']);
  expect(subject.verdict).toBe('broken');
  expect(subject.rootCause?.rule).toBe('PL-SG-002');
});
