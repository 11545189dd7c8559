import type { HttpRequest } from './decode.ts';
import { WireError, type WireResponse } from './errors.ts';

/** Where IAM Identity Center grants credentials: unsigned, so it is told from the others by its path. */
const SSO_PATH = '/federation/credentials';

export function isSsoRequest(request: Pick<HttpRequest, 'url'>): boolean {
  return request.url.pathname === SSO_PATH;
}

/** What a request to GetRoleCredentials asks for. */
export function ssoParams({ url }: Pick<HttpRequest, 'url'>): { roleName: string; accountId: string } {
  return {
    roleName: url.searchParams.get('role_name') ?? '',
    accountId: url.searchParams.get('account_id') ?? '',
  };
}

/**
 * Answers `sso:GetRoleCredentials`: https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/
 *
 * @param grants access token to the access key that it grants
 * @param accountOf the account of an access key
 * @throws WireError for a token that is unknown or grants nothing in the account
 */
export function ssoCredentials(
  request: HttpRequest,
  grants: Readonly<Record<string, string>>,
  accountOf: (accessKeyId: string) => string | undefined,
): WireResponse {
  const token = request.headers['x-amz-sso_bearer_token'];
  const accessKeyId = typeof token === 'string' ? grants[token] : undefined;
  if (accessKeyId === undefined)
    throw new WireError('UnauthorizedException', 'Session token not found or invalid', 401);
  const { accountId, roleName } = ssoParams(request);
  if (roleName === '' || accountOf(accessKeyId) !== accountId) {
    throw new WireError('ForbiddenException', 'No access', 403);
  }
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      roleCredentials: {
        accessKeyId,
        secretAccessKey: 'secret-of-the-session',
        sessionToken: 'token-of-the-session',
        expiration: Date.now() + 3_600_000,
      },
    }),
  };
}
