import type { Inventory } from '../core/model/inventory.ts';
import { gapOf } from '../core/needs.ts';
import { visible } from '../core/report/visible.ts';
import type { Io } from './io.ts';

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

/** Says on `err` what a listing may lack. */
export function tellUnread(unread: readonly UnreadListing[], io: Io): void {
  for (const { operation, account, profile, region } of unread) {
    const whose = account === undefined ? `profile ${profile ?? ''}` : `account ${account}`;
    const where = region === '' ? whose : `${whose}, ${region}`;
    const line = `${operation} was not read in full in ${where}: what it would list is not here.`;
    io.err(`${visible(line)}\n`);
  }
}
