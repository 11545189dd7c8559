import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../../src/core/iac/policy.ts';

describe('the policy of an endpoint', () => {
  const allow = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

  test.each([
    { Statement: [allow] },
    { Statement: allow },
    { Version: '2008-10-17', Statement: [allow] },
    { Version: '2012-10-17', Statement: [{ ...allow, Principal: { AWS: '*' }, Action: ['*'], Resource: ['*'] }] },
  ])('full access in any of its forms: %j', (document) => {
    expect(readPolicy(JSON.stringify(document))).toEqual({ kind: 'full-access' });
  });

  test.each([
    { Statement: [{ ...allow, Effect: 'Deny' }] },
    { Statement: [{ ...allow, Action: 's3:*' }] },
    { Statement: [{ ...allow, Principal: { AWS: 'arn:aws:iam::111122223333:root' } }] },
    { Statement: [{ ...allow, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }] },
    { Statement: [allow, { ...allow, Effect: 'Deny', Action: 's3:*' }] },
    { Statement: [] },
    { Id: 'ours', Statement: [allow] },
  ])('what restricts, or is somebody\u2019s own, is written down: %j', (document) => {
    expect(readPolicy(JSON.stringify(document))).toEqual({ kind: 'document', document });
  });

  test('none, and none that can be read', () => {
    expect(readPolicy(undefined)).toEqual({ kind: 'absent' });
    expect(readPolicy('')).toEqual({ kind: 'absent' });
    expect(readPolicy('{"Statement": [')).toEqual({ kind: 'malformed' });
    expect(readPolicy('"*"')).toEqual({ kind: 'malformed' });
  });
});
