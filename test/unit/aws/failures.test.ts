import { describe, expect, it } from 'vitest';
import { codeOf, roleError, scopeError } from '../../../src/aws/failures.ts';

function failed(name: string, extra: object = {}): Error {
  return Object.assign(new Error('a text that is nobody’s business'), { name, ...extra });
}

describe('the code of an error', () => {
  it('is Node’s where there is one, else the API’s, else the name', () => {
    expect(codeOf(failed('Error', { code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED');
    expect(codeOf(failed('EC2ServiceException', { Code: 'RequestExpired' }))).toBe('RequestExpired');
    expect(codeOf(failed('AccessDenied', { code: 20 }))).toBe('AccessDenied');
    expect(codeOf('thrown as text')).toBe('Unknown');
  });

  it('is HTTP’s where the answer had none', () => {
    expect(codeOf(failed('Error', { $metadata: { httpStatusCode: 501 } }))).toBe('HTTP501');
    expect(codeOf(failed('Error'))).toBe('Unknown');
  });
});

describe('why a scope could not be read', () => {
  it.each([
    ['ExpiredToken', undefined, 'credentials', /Profile "orders" has expired credentials .*us-east-1.*refresh them/],
    ['RequestExpired', undefined, 'credentials', /expired credentials/],
    ['CredentialsProviderError', undefined, 'credentials', /gave no usable credentials/],
    ['CredentialsProviderError', 'orders', 'credentials', /run "aws sso login --profile orders"/],
    [
      'InvalidClientTokenId',
      undefined,
      'credentials',
      /AWS refused the credentials of profile "orders" .*Region is enabled/,
    ],
    ['AccessDenied', undefined, 'credentials', /may not call sts:GetCallerIdentity/],
    ['ECONNREFUSED', undefined, 'network', /could not be reached .*endpoint_url/],
    ['TimeoutError', undefined, 'network', /could not be reached/],
    ['SyntaxError', undefined, 'network', /Asking AWS who profile "orders" is failed/],
  ] as const)('%s (SSO: %s) is %s', (name, sso, code, message) => {
    const error = scopeError(failed(name), 'orders', 'us-east-1', sso);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(error.message).toContain('us-east-1');
    expect(error.message).not.toContain('nobody');
  });

  it('speaks of the default credentials where no profile was named', () => {
    expect(scopeError(failed('ExpiredToken'), undefined, 'us-east-1', undefined).message).toMatch(
      /^The default credentials/,
    );
  });

  it('names a login that a shell reads as one name, and offers it for the profile that has the start page', () => {
    const { actions, message } = scopeError(failed('TokenProviderError'), 'role', 'us-east-1', "it's two words");
    expect(message).toContain("aws sso login --profile 'it'\\''s two words'");
    expect(actions).toEqual([{ title: 'Sign In', command: 'privatelink.signIn', args: ["it's two words"] }]);
  });

  it('is what STS refused, where a role was to be assumed', () => {
    const role = 'arn:aws:iam::111122223333:role/reader';
    expect(roleError(failed('AccessDenied'), 'orders', role)?.message).toMatch(
      /refused profile "orders" the role arn.*MFA/,
    );
    expect(roleError(failed('AccessDenied'), 'orders', undefined)).toBeUndefined();
    expect(roleError(failed('ECONNREFUSED'), 'orders', role)).toBeUndefined();
  });
});
