import { AppError } from '../core/model/errors.ts';
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
  /^(ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|EPROTO|TimeoutError|DeadlineExceeded|NetworkingError|CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+)$/;

/** @param aborted whether the user, not a deadline, ended it */
export function classify(error: unknown, aborted: boolean): Failure {
  if (aborted) return { status: 'cancelled', errorCode: 'Cancelled' };
  const errorCode = codeOf(error);
  if (DENIED.test(errorCode)) return { status: 'denied', errorCode };
  if (isThrottled(error)) return { status: 'throttled', errorCode };
  return { status: 'failed', errorCode };
}

export function isThrottled(error: unknown): boolean {
  return THROTTLED.test(codeOf(error));
}

/** The most telling code: Node's where the cause has one, else the API's, else HTTP's. Only characters that codes are made of. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'Unknown';
  const { name, code, Code, $metadata } = error as Readonly<Record<'name' | 'code' | 'Code' | '$metadata', unknown>>;
  const candidate = [code, Code, name].find((item) => typeof item === 'string' && /^[\w.:-]{1,80}$/.test(item));
  if (typeof candidate === 'string' && candidate !== 'Error') return candidate;
  const status = (($metadata ?? {}) as { httpStatusCode?: unknown }).httpStatusCode;
  return typeof status === 'number' ? `HTTP${status}` : 'Unknown';
}

/** True when there are no usable credentials to begin with, or no longer: asking elsewhere would not help. */
export function isExpired(error: unknown): boolean {
  return EXPIRED.test(codeOf(error)) || EXPIRED.test(nameOf(error));
}

/**
 * Why nothing of a scope could be read, in one sentence with the next step.
 *
 * @param profile the profile's name, or `undefined` for the SDK's default chain
 */
export function scopeError(error: unknown, profile: string | undefined, region: string, usesSso: boolean): AppError {
  const who = profile === undefined ? 'the default credentials' : `profile "${profile}"`;
  const code = codeOf(error);
  const causes = { cause: error };
  if (isExpired(error)) {
    if (usesSso && profile !== undefined) {
      const login = `aws sso login --profile ${shellWord(profile)}`;
      return new AppError(
        'credentials',
        `The SSO session of ${who} has expired or was never started, so ${region} was not read; run "${login}".`,
        { ...causes, actions: [{ title: 'Copy Login Command', command: 'privatelink.copyText', args: [login] }] },
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
