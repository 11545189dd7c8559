import { defined } from '../model/defined.ts';
import type { JsonObject } from '../model/json.ts';
import { listed, number, objects, tags, text } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

export interface GroupReference {
  readonly groupId?: string;
  readonly userId?: string;
  readonly vpcId?: string;
  readonly vpcPeeringConnectionId?: string;
}

/** One permission: a protocol and port range with everything that it admits. */
export interface IpPermission {
  /** `-1` for all, else tcp, udp, icmp or a number. */
  readonly protocol?: string;
  readonly from?: number;
  readonly to?: number;
  readonly cidrs: readonly string[];
  readonly ipv6Cidrs: readonly string[];
  readonly groups: readonly GroupReference[];
  readonly prefixListIds: readonly string[];
}

export interface SecurityGroup extends ResourceBase {
  readonly kind: 'security-group';
  readonly groupName?: string;
  readonly description?: string;
  readonly vpcId?: string;
  readonly ingress?: readonly IpPermission[];
  readonly egress?: readonly IpPermission[];
}

export const securityGroupKind: ResourceKind<SecurityGroup> = {
  kind: 'security-group',
  operation: 'ec2:DescribeSecurityGroups',
  list: 'SecurityGroups',
  read: (call, scope) =>
    (listed(call.output, 'SecurityGroups') ?? []).flatMap((raw) => {
      const id = text(raw, 'GroupId');
      if (id === undefined) return [];
      const groupName = text(raw, 'GroupName');
      const tagged = tags(raw);
      return [
        defined({
          ...base(scope, raw, { id, owner: text(raw, 'OwnerId'), name: tagged['Name'] ?? groupName, tags: tagged }),
          kind: 'security-group' as const,
          groupName,
          description: text(raw, 'Description'),
          vpcId: text(raw, 'VpcId'),
          ingress: objects(raw, 'IpPermissions')?.map(permission),
          egress: objects(raw, 'IpPermissionsEgress')?.map(permission),
        }),
      ];
    }),
};

function permission(raw: JsonObject): IpPermission {
  return defined({
    protocol: text(raw, 'IpProtocol'),
    from: number(raw, 'FromPort'),
    to: number(raw, 'ToPort'),
    cidrs: (objects(raw, 'IpRanges') ?? []).flatMap((range) => text(range, 'CidrIp') ?? []),
    ipv6Cidrs: (objects(raw, 'Ipv6Ranges') ?? []).flatMap((range) => text(range, 'CidrIpv6') ?? []),
    groups: (objects(raw, 'UserIdGroupPairs') ?? []).map((pair) =>
      defined({
        groupId: text(pair, 'GroupId'),
        userId: text(pair, 'UserId'),
        vpcId: text(pair, 'VpcId'),
        vpcPeeringConnectionId: text(pair, 'VpcPeeringConnectionId'),
      }),
    ),
    prefixListIds: (objects(raw, 'PrefixListIds') ?? []).flatMap((list) => text(list, 'PrefixListId') ?? []),
  });
}
