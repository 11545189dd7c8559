import { defined } from '../model/defined.ts';
import { bool, listed, object, objects, tags, text } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

export interface Vpc extends ResourceBase {
  readonly kind: 'vpc';
  /** The primary CIDR, then every other associated IPv4 and IPv6 block. */
  readonly cidrs?: readonly string[];
  readonly dhcpOptionsId?: string;
  readonly isDefault?: boolean;
}

export const vpcKind: ResourceKind<Vpc> = {
  kind: 'vpc',
  operation: 'ec2:DescribeVpcs',
  list: 'Vpcs',
  read: (call, scope) =>
    (listed(call.output, 'Vpcs') ?? []).flatMap((raw) => {
      const id = text(raw, 'VpcId');
      if (id === undefined) return [];
      const primary = text(raw, 'CidrBlock');
      const associated = (field: string, stateField: string, cidr: string): readonly string[] | undefined =>
        objects(raw, field)?.flatMap((entry) => {
          const state = object(entry, stateField);
          const live = state === undefined || (text(state, 'State') ?? 'associated') === 'associated';
          return live ? (text(entry, cidr) ?? []) : [];
        });
      const v4 = associated('CidrBlockAssociationSet', 'CidrBlockState', 'CidrBlock');
      const v6 = associated('Ipv6CidrBlockAssociationSet', 'Ipv6CidrBlockState', 'Ipv6CidrBlock');
      const cidrs = [...new Set([...(primary === undefined ? [] : [primary]), ...(v4 ?? []), ...(v6 ?? [])])];
      return [
        defined({
          ...base(scope, raw, { id, owner: text(raw, 'OwnerId'), tags: tags(raw) }),
          kind: 'vpc' as const,
          cidrs: cidrs.length === 0 ? undefined : cidrs,
          dhcpOptionsId: text(raw, 'DhcpOptionsId'),
          isDefault: bool(raw, 'IsDefault'),
        }),
      ];
    }),
};
