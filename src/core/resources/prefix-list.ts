import { defined } from '../model/defined.ts';
import { listed, text, texts } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

/** A prefix list with its CIDRs: AWS's own (DescribePrefixLists carries the CIDRs) or a managed one. */
export interface PrefixList extends ResourceBase {
  readonly kind: 'prefix-list';
  /** `undefined` when the entries were not read. */
  readonly cidrs?: readonly string[];
}

export const prefixListKind: ResourceKind<PrefixList> = {
  kind: 'prefix-list',
  operation: 'ec2:DescribePrefixLists',
  list: 'PrefixLists',
  read: (call, scope) =>
    (listed(call.output, 'PrefixLists') ?? []).flatMap((raw) => {
      const id = text(raw, 'PrefixListId');
      if (id === undefined) return [];
      return [
        defined({
          ...base(scope, raw, { id, name: text(raw, 'PrefixListName'), tags: {} }),
          kind: 'prefix-list' as const,
          cidrs: texts(raw, 'Cidrs'),
        }),
      ];
    }),
};

/** The entries of one customer-managed list (GetManagedPrefixListEntries). */
export const prefixListEntriesKind: ResourceKind<PrefixList> = {
  kind: 'prefix-list',
  operation: 'ec2:GetManagedPrefixListEntries',
  read: (call, scope) => {
    const id = text(call.params, 'PrefixListId');
    const entries = listed(call.output, 'Entries');
    if (id === undefined || entries === undefined || !call.complete) return [];
    return [
      {
        ...base(scope, call.output, { id, tags: {} }),
        kind: 'prefix-list',
        cidrs: entries.flatMap((entry) => text(entry, 'Cidr') ?? []),
      },
    ];
  },
};
