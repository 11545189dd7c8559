import type { Inventory } from './model/inventory.ts';
import { gapOf } from './needs.ts';

/** A listing of endpoints or services that was not read whole: what it hides is in no answer. */
export interface UnreadListing {
  readonly operation: string;
  readonly account?: string;
  readonly profile?: string;
  readonly region: string;
}

/** Whether endpoints and services were listed whole, for what lists everything. */
export function unreadListings(inventory: Inventory): readonly UnreadListing[] {
  const operations = ['ec2:DescribeVpcEndpoints', 'ec2:DescribeVpcEndpointServiceConfigurations'];
  return [
    ...inventory.scopes.flatMap(({ account, region }) =>
      operations.flatMap((operation) =>
        gapOf(inventory, { operation, accounts: [account], region }) === undefined
          ? []
          : [{ operation, account, region }],
      ),
    ),
    ...inventory.unread.map(({ profile = 'default', region = '' }) => ({
      operation: 'sts:GetCallerIdentity',
      profile,
      region,
    })),
  ];
}

/**
 * The same, for an answer about some ids: of endpoints alone no listing hides anything.
 *
 * @param ids none means that the answer is about everything
 */
export function unreadAround(inventory: Inventory, ids: readonly string[]): readonly UnreadListing[] {
  const isOfEndpoints = ids.length > 0 && ids.every((id) => inventory.endpoints.has(id));
  return isOfEndpoints ? [] : unreadListings(inventory);
}

/** What a listing may lack, in a sentence. */
export function unreadSentence({ operation, account, profile, region }: UnreadListing): string {
  const whose = account === undefined ? `profile ${profile ?? ''}` : `account ${account}`;
  const where = region === '' ? whose : `${whose}, ${region}`;
  return `${operation} was not read in full in ${where}: what it would list is not here.`;
}
