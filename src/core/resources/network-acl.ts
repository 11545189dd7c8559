import { defined } from '../model/defined.ts';
import { bool, listed, number, object, objects, tags, text } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

export interface NetworkAclEntry {
  readonly ruleNumber?: number;
  /** `-1` for all, else the IANA number as text: `6` is TCP, `17` UDP. */
  readonly protocol?: string;
  readonly action?: string;
  readonly egress?: boolean;
  readonly cidr?: string;
  readonly ipv6Cidr?: string;
  readonly from?: number;
  readonly to?: number;
}

export interface NetworkAcl extends ResourceBase {
  readonly kind: 'network-acl';
  readonly vpcId?: string;
  readonly isDefault?: boolean;
  readonly subnetIds: readonly string[];
  readonly entries?: readonly NetworkAclEntry[];
}

export const networkAclKind: ResourceKind<NetworkAcl> = {
  kind: 'network-acl',
  operation: 'ec2:DescribeNetworkAcls',
  list: 'NetworkAcls',
  read: (call, scope) =>
    (listed(call.output, 'NetworkAcls') ?? []).flatMap((raw) => {
      const id = text(raw, 'NetworkAclId');
      if (id === undefined) return [];
      return [
        defined({
          ...base(scope, raw, { id, owner: text(raw, 'OwnerId'), tags: tags(raw) }),
          kind: 'network-acl' as const,
          vpcId: text(raw, 'VpcId'),
          isDefault: bool(raw, 'IsDefault'),
          subnetIds: (objects(raw, 'Associations') ?? []).flatMap((association) => text(association, 'SubnetId') ?? []),
          entries: objects(raw, 'Entries')?.map((entry) => {
            const range = object(entry, 'PortRange') ?? {};
            return defined({
              ruleNumber: number(entry, 'RuleNumber'),
              protocol: text(entry, 'Protocol'),
              action: text(entry, 'RuleAction')?.toLowerCase(),
              egress: bool(entry, 'Egress'),
              cidr: text(entry, 'CidrBlock'),
              ipv6Cidr: text(entry, 'Ipv6CidrBlock'),
              from: number(range, 'From'),
              to: number(range, 'To'),
            });
          }),
        }),
      ];
    }),
};
