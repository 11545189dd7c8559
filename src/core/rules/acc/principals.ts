import type { ProviderContext, Run } from '../../context.ts';
import type { ServicePermission } from '../../resources/service-permission.ts';

/*
 * Who may connect to a service, and whom the user knows.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html
 */

/** The account of an allowed principal: `arn:aws:iam::111122223333:root`, a role's or user's ARN, or a bare account id. */
export function accountOf(principal: string): string | undefined {
  return /^\d{12}$/.test(principal) ? principal : /^arn:[^:]*:iam::(\d{12}):/.exec(principal)?.[1];
}

/** True when the account, or somebody in it, is among the principals. */
export function isAllowed(account: string, principals: readonly ServicePermission[]): boolean {
  return principals.some(({ principal }) => principal === '*' || accountOf(principal) === account);
}

/**
 * The accounts that are no strangers: those that the user named, and those that were read.
 *
 * @returns `undefined` when the user named none: then nobody can be called a stranger
 */
export function knownAccounts({ options, inventory }: Run): ReadonlySet<string> | undefined {
  if ((options.knownAccounts ?? []).length === 0) return undefined;
  return new Set([...(options.knownAccounts ?? []), ...inventory.scopes.map((scope) => scope.account)]);
}

/** Consumers whose connection carries traffic. */
export function liveConsumers({ connections, service }: ProviderContext): ProviderContext['connections'] {
  return connections.filter((item) => item.state === 'available' && item.endpointOwner !== service.account);
}
