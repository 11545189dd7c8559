import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/model/json.ts';
import { policyAnswer, type PolicyCall } from '../../../src/core/reachability/policy.ts';

/* https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */

const ACCOUNT = '111122223333';
const USER = `arn:aws:iam::${ACCOUNT}:user/ana`;
const KNOWN = new Map([
  ['aws:sourcevpce', 'vpce-0a1b'],
  ['aws:sourcevpc', 'vpc-0c2d'],
]);
const CALL: PolicyCall = { principal: USER, action: 's3:PutObject', resource: 'arn:aws:s3:::invoices/2026/a.pdf' };

const allow = (given: JsonObject): JsonObject => ({
  Effect: 'Allow',
  ...('NotPrincipal' in given ? {} : { Principal: '*' }),
  ...('NotAction' in given ? {} : { Action: '*' }),
  ...('NotResource' in given ? {} : { Resource: '*' }),
  ...given,
});
const deny = (given: JsonObject): JsonObject => ({ ...allow(given), Effect: 'Deny' });

const answer = (statements: readonly JsonObject[], call: PolicyCall = CALL): string =>
  policyAnswer(statements, call, KNOWN).kind;

describe('one statement that allows', () => {
  test.each<[string, JsonObject, string]>([
    ['everybody', {}, 'allowed'],
    ['everybody, written otherwise', { Principal: { AWS: ['*'] } }, 'allowed'],
    ['the user', { Principal: { AWS: USER } }, 'allowed'],
    ['the account', { Principal: { AWS: ACCOUNT } }, 'allowed'],
    ['the account’s root', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }, 'allowed'],
    ['another user', { Principal: { AWS: `${USER}s` } }, 'denied'],
    ['another account', { Principal: { AWS: '444455556666' } }, 'denied'],
    ['a service', { Principal: { Service: 'ecs.amazonaws.com' } }, 'denied'],
    ['all but the user', { NotPrincipal: { AWS: USER } }, 'denied'],
    ['the action in other letters', { Action: 'S3:putobject' }, 'allowed'],
    ['actions that begin alike', { Action: ['s3:Get*', 's3:Put*'] }, 'allowed'],
    ['actions with a part in common', { Action: 's3:*t*O?ject' }, 'allowed'],
    ['a part that comes too late', { Action: 's3:*Object*Put' }, 'denied'],
    ['one character more', { Action: 's3:PutObject?' }, 'denied'],
    ['all actions but this', { NotAction: 's3:PutObject' }, 'denied'],
    ['another action', { Action: 's3:GetObject' }, 'denied'],
    ['objects of the bucket', { Resource: 'arn:aws:s3:::invoices/*' }, 'allowed'],
    ['the bucket alone', { Resource: 'arn:aws:s3:::invoices' }, 'denied'],
    ['resources in other letters', { Resource: 'arn:aws:s3:::INVOICES/*' }, 'denied'],
    ['a dot that is no wildcard', { Resource: 'arn:aws:s3:::invoices/2026/a-pdf' }, 'denied'],
    ['all resources but these', { NotResource: 'arn:aws:s3:::invoices/*' }, 'denied'],
    ['a resource of the caller’s name', { Resource: 'arn:aws:s3:::home/${aws:username}/*' }, 'unknown'],
    ['this endpoint', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0a1b' } } }, 'allowed'],
    ['another endpoint', { Condition: { StringEquals: { 'aws:sourceVpce': 'vpce-9' } } }, 'denied'],
    ['all endpoints but this', { Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b' } } }, 'denied'],
    ['one of two VPCs', { Condition: { StringEquals: { 'aws:SourceVpc': ['vpc-1', 'vpc-0c2d'] } } }, 'allowed'],
    [
      'users of the account',
      { Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:user/*` } } },
      'allowed',
    ],
    ['roles only', { Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/*` } } }, 'denied'],
    ['its own account', { Condition: { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } } }, 'allowed'],
    ['the organization', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }, 'unknown'],
    [
      'an operator that is not compared here',
      { Condition: { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } } },
      'unknown',
    ],
    [
      'an open condition beside one that fails',
      { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1', 'aws:SourceVpce': 'vpce-9' } } },
      'denied',
    ],
    ['a condition that is none', { Condition: 'never' }, 'unknown'],
  ])('%s', (_, given, expected) => {
    expect(answer([allow(given)])).toBe(expected);
  });
});

test('a pattern of many wildcards is answered at once', () => {
  const pattern = `${'*a'.repeat(5_000)}b`;
  expect(answer([allow({ Resource: pattern })], { ...CALL, resource: 'a'.repeat(2_000) })).toBe('denied');
});

describe('statements together', () => {
  const organization = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } };
  test.each<[string, readonly JsonObject[], string]>([
    ['none', [], 'denied'],
    ['a denial beats what allows', [allow({}), deny({ Action: 's3:Put*' })], 'denied'],
    ['a denial of something else', [allow({}), deny({ Action: 's3:Delete*' })], 'allowed'],
    ['a denial that may hold', [allow({}), deny(organization)], 'unknown'],
    ['a denial that may hold, of what nothing allows', [allow({ Action: 's3:Get*' }), deny(organization)], 'denied'],
    ['one of two that may allow', [allow(organization), allow({ Action: 's3:Put*' })], 'allowed'],
    ['one that may allow', [allow(organization), allow({ Action: 's3:Get*' })], 'unknown'],
  ])('%s', (_, statements, expected) => {
    expect(answer(statements)).toBe(expected);
  });
});

describe('what is not said of the call', () => {
  test('matters only where the policy asks for it', () => {
    expect(answer([allow({})], {})).toBe('allowed');
    expect(policyAnswer([allow({ Action: 's3:Get*' })], {}, KNOWN)).toEqual({
      kind: 'unknown',
      missing: ['the action'],
      reason: 'input-missing',
    });
    expect(policyAnswer([allow({ Principal: { AWS: USER } })], {}, KNOWN)).toEqual({
      kind: 'unknown',
      missing: ['the principal'],
      reason: 'input-missing',
    });
  });

  test('a session is its role’s, whose path it does not tell', () => {
    const session = { ...CALL, principal: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/build-7` };
    expect(answer([allow({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/ci/deploy` } })], session)).toBe('allowed');
    expect(answer([allow({ Principal: { AWS: `arn:aws:iam::444455556666:role/deploy` } })], session)).toBe('denied');
    const byArn = { Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/ci/*` } } };
    expect(answer([allow(byArn)], session)).toBe('unknown');
  });
});

test.each([
  ['of the organization', 'aws:PrincipalOrgID', CALL, 'unsupported'],
  ['of the account, where the caller is known', 'aws:PrincipalAccount', CALL, undefined],
  ['of the account, where --principal would tell', 'aws:PrincipalAccount', { action: CALL.action }, 'input-missing'],
] as const)('a condition %s says whether a part of the call decides it', (_, key, call, reason) => {
  const statement = allow({ Condition: { StringEquals: { [key]: ACCOUNT } } });
  const answer = policyAnswer([statement], call as PolicyCall, KNOWN);
  const open = answer.kind === 'unknown' ? answer : undefined;
  expect(open?.reason).toBe(reason);
  if (reason === 'unsupported') expect(open?.missing.join()).toContain('see in the policy whether the caller meets it');
});

describe('a session of a role, and conditions on its aws:PrincipalArn', () => {
  const session = { ...CALL, principal: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/run-7` };
  const condition = (operator: string, arn: string): string =>
    answer([allow({ Condition: { [operator]: { 'aws:PrincipalArn': arn } } })], session);
  test.each<[string, string, string, string]>([
    ['the role', 'StringEquals', 'role/deploy', 'allowed'],
    ['the role in a path', 'ArnEquals', 'role/ci/deploy', 'allowed'],
    ['another role', 'ArnEquals', 'role/ci/deployer', 'denied'],
    ['a user of that name', 'StringEquals', 'user/deploy', 'denied'],
    ['all roles', 'ArnLike', 'role/*', 'allowed'],
    ['everything', 'StringLike', '*', 'allowed'],
    ['all users', 'ArnLike', 'user/*', 'denied'],
    ['roles of a path, which the session’s ARN lacks', 'ArnLike', 'role/ci/*', 'unknown'],
    ['a role of another name in some path', 'ArnLike', 'role/*/build', 'denied'],
    ['not the role', 'ArnNotEquals', 'role/deploy', 'denied'],
    ['not another role', 'StringNotEquals', 'role/build', 'allowed'],
  ])('%s', (_, operator, role, expected) => {
    expect(condition(operator, role === '*' ? '*' : `arn:aws:iam::${ACCOUNT}:${role}`)).toBe(expected);
  });
  test('the role of another account', () => {
    expect(condition('ArnLike', 'arn:aws:iam::444455556666:role/*')).toBe('denied');
  });
});

describe('what is known of every call', () => {
  const known = (key: string, value: string, Condition: JsonObject): string =>
    policyAnswer([allow({ Condition })], CALL, new Map([[key, value]])).kind;
  const ip = (operator: string, range: string, address = '10.20.1.20'): string =>
    known('aws:vpcsourceip', address, { [operator]: { 'aws:VpcSourceIp': range } });
  test.each<[string, string, string, string]>([
    ['IpAddress', '10.20.0.0/16', '10.20.1.20', 'allowed'],
    ['IpAddress', '10.21.0.0/16', '10.20.1.20', 'denied'],
    ['IpAddress', '10.20.1.20', '10.20.1.20', 'allowed'],
    ['NotIpAddress', '10.20.0.0/16', '10.20.1.20', 'denied'],
    ['NotIpAddress', '10.21.0.0/16', '10.20.1.20', 'allowed'],
    ['IpAddress', '10.20.1.0/24', '10.20.0.0/16', 'unknown'],
    ['IpAddress', 'nonsense', '10.20.1.20', 'unknown'],
  ])('%s %s of %s is %s', (operator, range, address, expected) => {
    expect(ip(operator, range, address)).toBe(expected);
  });
  test.each<[string, string, string]>([
    ['DateLessThan', '2026-03-02T12:00:00Z', 'denied'],
    ['DateLessThan', '2026-03-02T12:00:01Z', 'allowed'],
    ['DateLessThanEquals', '2026-03-02T12:00:00Z', 'allowed'],
    ['DateLessThanEquals', '2026-03-02T11:59:59Z', 'denied'],
    ['DateGreaterThan', '2026-03-02T12:00:00Z', 'denied'],
    ['DateGreaterThan', '2026-03-02T11:59:59Z', 'allowed'],
    ['DateGreaterThanEquals', '2026-03-02T12:00:00Z', 'allowed'],
    ['DateGreaterThanEquals', '2026-03-02T12:00:01Z', 'denied'],
    ['DateEquals', '2026-03-02T12:00:00Z', 'allowed'],
    ['DateEquals', '2026-03-02T12:00:01Z', 'denied'],
    ['DateLessThan', '2026-03-02T12:00:00.001Z', 'allowed'],
    ['DateLessThanEquals', '2026-03-02T11:59:59.999Z', 'denied'],
    ['DateGreaterThan', '2026-03-02T11:59:59.999Z', 'allowed'],
    ['DateGreaterThanEquals', '2026-03-02T12:00:00.001Z', 'denied'],
    ['DateLessThan', 'soon', 'unknown'],
  ])('%s %s is %s', (operator, date, expected) => {
    expect(known('aws:currenttime', '2026-03-02T12:00:00.000Z', { [operator]: { 'aws:CurrentTime': date } })).toBe(
      expected,
    );
  });
});
