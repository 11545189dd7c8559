import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../../src/core/configuration/parse.ts';
import { isAppError } from '../../../src/core/model/errors.ts';

const root = join(import.meta.dirname, '../../..');
const ENTRY = { rule: 'PL-SG-004', resource: 'sg-0a1b', reason: 'a lab', expires: '2026-12-31' };

function refusal(value: unknown): string {
  const content = typeof value === 'string' ? value : JSON.stringify(value);
  try {
    parseConfiguration(content, 'team/.privatelink.json');
  } catch (error) {
    if (isAppError(error)) return error.message;
    throw error;
  }
  return 'taken';
}

test('everything that the documentation shows is taken', () => {
  const page = readFileSync(join(root, 'docs/configuration.md'), 'utf8');
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const configuration = parseConfiguration(example, 'docs/.privatelink.json');
  expect(configuration.file).toBe('.privatelink.json');
  expect(configuration.severities.get('PL-SG-003')).toBe('info');
  expect(configuration.suppressions).toHaveLength(1);
  expect(configuration.requiredTags).toEqual(['owner', 'cost-center']);
  expect(configuration.knownAccounts).toEqual(['444455556666']);
  expect(configuration.naming?.text).toBe('(prod|dev)-[a-z0-9]+(-[a-z0-9]+)*');
  expect(configuration.onboarding?.size).toBe(2);
  expect(configuration.answers.size).toBe(2);
});

test('an empty object is a configuration that says nothing', () => {
  expect(parseConfiguration('{}', 'f')).toMatchObject({ suppressions: [], requiredTags: [], knownAccounts: [] });
  expect(parseConfiguration('{}', 'f').onboarding).toBeUndefined();
});

test('the schema that the editor uses knows the same members', () => {
  const schema = JSON.parse(readFileSync(join(root, 'schemas/privatelink.schema.json'), 'utf8')) as {
    properties: Record<string, { items?: { properties: object }; additionalProperties?: { properties: object } }>;
  };
  const known = (value: unknown): string[] => / one of ([^.]+)\.$/.exec(refusal(value))?.[1]?.split(', ') ?? [];
  const members = (value: object | undefined): string[] => Object.keys(value ?? {});
  expect(known({ x: 1 })).toEqual(members(schema.properties));
  expect(known({ suppressions: [{ x: 1 }] })).toEqual(members(schema.properties['suppressions']?.items?.properties));
  for (const [section, key] of [
    ['onboarding', 'vpce-svc-0a1b'],
    ['answers', '*'],
  ] as const) {
    const properties = schema.properties[section]?.additionalProperties?.properties;
    expect(known({ [section]: { [key]: { x: 1 } } })).toEqual(members(properties));
  }
});

describe('a file that cannot be used is refused in one sentence, which names it and the place', () => {
  test.each([
    ['{', 'team/.privatelink.json is not valid JSON; correct it, or remove it.'],
    ['[]', 'the file should be an object.'],
    ['null', 'the file should be an object.'],
    [{ version: 2 }, 'has configuration version 2; this release reads version 1.'],
    [{ version: '1' }, 'version should be 1.'],
    [{ supressions: [] }, 'supressions should be left out, or one of '],
    [
      { severities: { 'PL-SG-004': 'off' } },
      'severities["PL-SG-004"] should be one of critical, high, medium, low, info.',
    ],
    [{ severities: { 'PL-SG-999': 'low' } }, 'severities["PL-SG-999"] should be the id of a rule'],
    [{ severities: [] }, 'severities should be an object.'],
    [{ suppressions: {} }, 'suppressions should be a list.'],
    [{ suppressions: [ENTRY, { ...ENTRY, expires: '2026-02-30' }] }, 'suppressions[1].expires should be a day'],
    [{ suppressions: [{ ...ENTRY, expires: undefined }] }, 'suppressions[0].expires should be there'],
    [{ suppressions: [{ ...ENTRY, reason: ' ' }] }, 'suppressions[0].reason should be a text.'],
    [{ suppressions: [{ ...ENTRY, resource: undefined }] }, 'suppressions[0].resource should be there'],
    [{ suppressions: [{ ...ENTRY, rule: undefined }] }, 'suppressions[0].rule should be there'],
    [{ suppressions: [{ ...ENTRY, reason: undefined }] }, 'suppressions[0].reason should be there'],
    [{ suppressions: [{ ...ENTRY, until: '2026-12-31' }] }, 'suppressions[0].until should be left out'],
    [{ requiredTags: ['owner', ''] }, 'requiredTags[1] should be a tag key'],
    [{ knownAccounts: [444455556666] }, 'knownAccounts[0] should be an account id of twelve digits.'],
    [{ naming: {} }, 'naming.pattern should be there'],
    [{ naming: { pattern: '(?=a)b' } }, 'naming.pattern should be a pattern'],
    [{ onboarding: { payments: {} } }, 'onboarding["payments"] should be the id of an endpoint or a service.'],
    [
      { onboarding: { 'vpce-svc-0a1b': { runbook: '../x.md' } } },
      'onboarding["vpce-svc-0a1b"].runbook should be a file',
    ],
    [{ onboarding: { 'vpce-svc-0a1b': { runbook: '/etc/passwd' } } }, '.runbook should be a file below the folder'],
    [{ onboarding: { 'vpce-svc-0a1b': { runbook: 'file:///x' } } }, '.runbook should be a file below the folder'],
    [{ answers: { 'vpc-1': {} } }, 'answers["vpc-1"] should be about an endpoint, a service, an account or *.'],
    [{ answers: { '*': { needs: ['ping'] } } }, 'answers["*"].needs[0] should be one of provider-initiates, icmp'],
    [
      { answers: { '*': { serviceOwnersLimited: 'yes' } } },
      'answers["*"].serviceOwnersLimited should be true or false.',
    ],
    [{ answers: { '*': { review: { dns: 1 } } } }, 'answers["*"].review.dns should be a text'],
  ])('%j', (value, part) => {
    const message = refusal(value);
    expect(message).toContain('team/.privatelink.json');
    expect(message).toContain(part);
    expect(message).not.toContain('\n');
  });
});
