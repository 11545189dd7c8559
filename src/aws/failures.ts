import { AppError, isAppError } from '../core/model/errors.ts';
import type { CallStatus } from '../core/model/snapshot.ts';

/** How a request that did not succeed is entered in the coverage. */
export interface Failure {
  readonly status: Exclude<CallStatus, 'ok' | 'not-asked'>;
  /** The API's or Node's error code; never its message, which holds ARNs. */
  readonly errorCode: string;
}

const DENIED =
  /^(UnauthorizedOperation|AccessDenied(Exception)?|Unauthorized(Exception)?|AuthorizationError|Client\.UnauthorizedOperation)$/;
const THROTTLED =
  /^(RequestLimitExceeded|Throttl(ing|ed)(Exception)?|ThrottledException|RequestThrottled(Exception)?|TooManyRequestsException|SlowDown|PriorRequestNotComplete|EC2ThrottledException|BandwidthLimitExceeded|LimitExceededException)$/;
const EXPIRED =
  /^(ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired|ExpiredTokenException|CredentialsProviderError|TokenProviderError)$/;
const REFUSED_CREDENTIALS =
  /^(InvalidClientTokenId|UnrecognizedClientException|AuthFailure|SignatureDoesNotMatch|InvalidAccessKeyId|IncompleteSignature|OptInRequired)$/;
const NETWORK =
  /^(ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|EPROTO|TimeoutError|DeadlineExceeded|NetworkingError)$/;
/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const UNTRUSTED = /^(CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/;
/** Only a proxy asks for this: https://www.rfc-editor.org/rfc/rfc9110#name-407-proxy-authentication-re */
const PROXY_AUTHENTICATION = 407;

/** @param aborted whether the user, not a deadline, ended it */
export function classify(error: unknown, aborted: boolean): Failure {
  if (aborted) return { status: 'cancelled', errorCode: 'Cancelled' };
  const errorCode = codeOf(error);
  if (DENIED.test(errorCode)) return { status: 'denied', errorCode };
  if (THROTTLED.test(errorCode)) return { status: 'throttled', errorCode };
  return { status: 'failed', errorCode };
}

/** The most telling code: Node's where the cause has one, else the API's, else HTTP's. Only characters that codes are made of. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'Unknown';
  const { name, code, Code } = error as Readonly<Record<'name' | 'code' | 'Code', unknown>>;
  const candidate = [code, Code, name].find((item) => typeof item === 'string' && /^[\w.:-]{1,80}$/.test(item));
  if (typeof candidate === 'string' && candidate !== 'Error') return candidate;
  const status = httpStatusOf(error);
  return status === undefined ? 'Unknown' : `HTTP${status}`;
}

function httpStatusOf(error: unknown): number | undefined {
  const { $metadata } = (typeof error === 'object' && error !== null ? error : {}) as { $metadata?: unknown };
  const status = (($metadata ?? {}) as { httpStatusCode?: unknown }).httpStatusCode;
  return typeof status === 'number' ? status : undefined;
}

/** True when there are no usable credentials to begin with, or no longer: asking elsewhere would not help. */
export function isExpired(error: unknown): boolean {
  return EXPIRED.test(codeOf(error)) || EXPIRED.test(nameOf(error));
}

/** True when asking again would bring the same answer, until someone does something about the credentials. */
export function isRefusal(error: unknown): error is Error {
  return isAppError(error) ? error.code === 'credentials' : isExpired(error) || DENIED.test(codeOf(error));
}

/**
 * What STS refused when a profile's role was to be assumed; `undefined` when it was not that.
 *
 * @param role the role's ARN, where the profile names one
 */
export function roleError(error: unknown, profile: string, role: string | undefined): AppError | undefined {
  const code = codeOf(error);
  if (role === undefined || isAppError(error) || !DENIED.test(code)) return undefined;
  return new AppError(
    'credentials',
    `AWS refused profile "${profile}" the role ${role} (${code}); check the role's trust policy, its external_id, and the MFA code if it asks for one.`,
    { cause: error },
  );
}

/**
 * Why nothing of a scope could be read, in one sentence with the next step.
 *
 * @param profile the profile's name, or `undefined` for the SDK's default chain
 * @param ssoProfile the profile to sign in with, where IAM Identity Center gives the credentials
 */
export function scopeError(
  error: unknown,
  profile: string | undefined,
  region: string,
  ssoProfile: string | undefined,
): AppError {
  const who = profile === undefined ? 'the default credentials' : `profile "${profile}"`;
  const code = codeOf(error);
  const causes = { cause: error };
  if (isExpired(error)) {
    if (ssoProfile !== undefined) {
      const login = `aws sso login --profile ${shellWord(ssoProfile)}`;
      return new AppError(
        'credentials',
        `The SSO session of ${who} has expired or was never started, so ${region} was not read; run "${login}".`,
        { ...causes, actions: [{ title: 'Sign In', command: 'privatelink.signIn', args: [ssoProfile] }] },
      );
    }
    const why = nameOf(error) === 'CredentialsProviderError' ? 'gave no usable credentials' : 'has expired credentials';
    const next = 'refresh them, or choose another profile.';
    return new AppError('credentials', `${capital(who)} ${why} (${code}), so ${region} was not read; ${next}`, causes);
  }
  if (REFUSED_CREDENTIALS.test(code)) {
    return new AppError(
      'credentials',
      `AWS refused the credentials of ${who} in ${region} (${code}); check the keys, and that the Region is enabled for the account.`,
      causes,
    );
  }
  if (DENIED.test(code)) {
    return new AppError(
      'credentials',
      `${capital(who)} may not call sts:GetCallerIdentity in ${region} (${code}); a policy or role trust denies it.`,
      causes,
    );
  }
  if (UNTRUSTED.test(code)) {
    return new AppError(
      'network',
      `The certificate of whoever answered for AWS is not trusted for ${who} in ${region} (${code}); where a proxy inspects TLS, name its certificate in AWS_CA_BUNDLE or in the profile's ca_bundle.`,
      causes,
    );
  }
  if (httpStatusOf(error) === PROXY_AUTHENTICATION) {
    return new AppError(
      'network',
      `The proxy wants a name and a password, so ${region} was not read for ${who}; put them into the proxy's URL in HTTPS_PROXY, as http://name:password@host:port.`,
      causes,
    );
  }
  if (NETWORK.test(code)) {
    return new AppError(
      'network',
      `AWS could not be reached for ${who} in ${region} (${code}); check the network, the proxy settings and endpoint_url.`,
      causes,
    );
  }
  return new AppError(
    'network',
    `Asking AWS who ${who} is failed in ${region} (${code}); check the profile and its endpoint_url, then refresh.`,
    causes,
  );
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
