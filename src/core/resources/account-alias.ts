import { texts } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

/** The name of an account, of which it has at most one. Its id is the account's. */
export interface AccountAlias extends ResourceBase {
  readonly kind: 'account-alias';
  readonly alias: string;
}

export const accountAliasKind: ResourceKind<AccountAlias> = {
  kind: 'account-alias',
  operation: 'iam:ListAccountAliases',
  read: (call, scope) => {
    const alias = texts(call.output, 'AccountAliases')?.[0];
    if (alias === undefined) return [];
    // Whether more pages follow is said of the answer, not of the account.
    const raw = { AccountAliases: [alias] };
    return [{ ...base(scope, raw, { id: scope.account, name: alias, tags: {} }), kind: 'account-alias', alias }];
  },
};
