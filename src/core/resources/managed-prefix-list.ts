import { defined } from '../model/defined.ts';
import { lower, number, tags, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** What a prefix list is called and who owns it; its CIDRs are those of the prefix list of the same id. */
export interface ManagedPrefixList extends ResourceBase {
  readonly kind: 'managed-prefix-list';
  /** An account, or `AWS`. */
  readonly ownerId?: string;
  /** Lower case: ipv4, ipv6. */
  readonly addressFamily?: string;
  readonly state?: string;
  /** What the list counts as in a security group or route table. */
  readonly maxEntries?: number;
  readonly version?: number;
}

export const managedPrefixListKind: ResourceKind<ManagedPrefixList> = {
  kind: 'managed-prefix-list',
  operation: 'ec2:DescribeManagedPrefixLists',
  ...entries('PrefixLists', (raw, scope) => {
    const id = text(raw, 'PrefixListId');
    if (id === undefined) return undefined;
    const ownerId = text(raw, 'OwnerId');
    return defined({
      ...base(scope, raw, { id, owner: ownerId, name: text(raw, 'PrefixListName'), tags: tags(raw) }),
      kind: 'managed-prefix-list' as const,
      ownerId,
      addressFamily: lower(raw, 'AddressFamily'),
      state: lower(raw, 'State'),
      maxEntries: number(raw, 'MaxEntries'),
      version: number(raw, 'Version'),
    });
  }),
};
