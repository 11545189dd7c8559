import { describe, expect, it } from 'vitest';
import { codeOf, scopeError } from '../../../src/aws/failures.ts';

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
    ['ExpiredToken', false, 'credentials', /Profile "orders" has expired credentials .*us-east-1.*refresh them/],
    ['RequestExpired', false, 'credentials', /expired credentials/],
    ['CredentialsProviderError', false, 'credentials', /gave no usable credentials/],
    ['CredentialsProviderError', true, 'credentials', /run "aws sso login --profile orders"/],
    [
      'InvalidClientTokenId',
      false,
      'credentials',
      /AWS refused the credentials of profile "orders" .*Region is enabled/,
    ],
    ['AccessDenied', false, 'credentials', /may not call sts:GetCallerIdentity/],
    ['ECONNREFUSED', false, 'network', /could not be reached .*endpoint_url/],
    ['TimeoutError', false, 'network', /could not be reached/],
    ['SyntaxError', false, 'network', /Asking AWS who profile "orders" is failed/],
  ] as const)('%s (SSO: %s) is %s', (name, sso, code, message) => {
    const error = scopeError(failed(name), 'orders', 'us-east-1', sso);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(error.message).toContain('us-east-1');
    expect(error.message).not.toContain('nobody');
  });

  it('speaks of the default credentials where no profile was named', () => {
    expect(scopeError(failed('ExpiredToken'), undefined, 'us-east-1', false).message).toMatch(
      /^The default credentials/,
    );
  });

  it('offers a login that a shell reads as one name', () => {
    const { actions } = scopeError(failed('TokenProviderError'), "it's two words", 'us-east-1', true);
    expect(actions).toMatchObject([{ args: ["aws sso login --profile 'it'\\''s two words'"] }]);
  });
});
