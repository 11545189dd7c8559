import { defined } from '../model/defined.ts';
import { bool, listed, number, objects, tags, text } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

export interface Subnet extends ResourceBase {
  readonly kind: 'subnet';
  readonly vpcId?: string;
  /** The name, which means another zone in another account. */
  readonly zoneName?: string;
  /** The id, the same in every account: the only one that may be compared. */
  readonly zoneId?: string;
  readonly cidr?: string;
  readonly ipv6Cidrs?: readonly string[];
  readonly ipv6Native?: boolean;
  readonly availableIpAddressCount?: number;
}

export const subnetKind: ResourceKind<Subnet> = {
  kind: 'subnet',
  operation: 'ec2:DescribeSubnets',
  list: 'Subnets',
  read: (call, scope) =>
    (listed(call.output, 'Subnets') ?? []).flatMap((raw) => {
      const id = text(raw, 'SubnetId');
      if (id === undefined) return [];
      return [
        defined({
          ...base(scope, raw, { id, owner: text(raw, 'OwnerId'), tags: tags(raw) }),
          kind: 'subnet' as const,
          vpcId: text(raw, 'VpcId'),
          zoneName: text(raw, 'AvailabilityZone'),
          zoneId: text(raw, 'AvailabilityZoneId'),
          cidr: text(raw, 'CidrBlock'),
          ipv6Cidrs: objects(raw, 'Ipv6CidrBlockAssociationSet')?.flatMap(
            (entry) => text(entry, 'Ipv6CidrBlock') ?? [],
          ),
          ipv6Native: bool(raw, 'Ipv6Native'),
          availableIpAddressCount: number(raw, 'AvailableIpAddressCount'),
        }),
      ];
    }),
};
