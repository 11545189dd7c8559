import { defined } from '../model/defined.ts';
import { bool, number, object, tags, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** One rule of a security group, under the id that imports name. */
export interface SecurityGroupRule extends ResourceBase {
  readonly kind: 'security-group-rule';
  readonly groupId?: string;
  readonly egress?: boolean;
  /** `-1` for all, else a name or a number. */
  readonly protocol?: string;
  readonly from?: number;
  readonly to?: number;
  readonly cidr?: string;
  readonly ipv6Cidr?: string;
  readonly prefixListId?: string;
  readonly referencedGroupId?: string;
  readonly description?: string;
}

export const securityGroupRuleKind: ResourceKind<SecurityGroupRule> = {
  kind: 'security-group-rule',
  operation: 'ec2:DescribeSecurityGroupRules',
  ...entries('SecurityGroupRules', (raw, scope) => {
    const id = text(raw, 'SecurityGroupRuleId');
    if (id === undefined) return undefined;
    return defined({
      ...base(scope, raw, { id, owner: text(raw, 'GroupOwnerId'), tags: tags(raw) }),
      kind: 'security-group-rule' as const,
      groupId: text(raw, 'GroupId'),
      egress: bool(raw, 'IsEgress'),
      protocol: text(raw, 'IpProtocol'),
      from: number(raw, 'FromPort'),
      to: number(raw, 'ToPort'),
      cidr: text(raw, 'CidrIpv4'),
      ipv6Cidr: text(raw, 'CidrIpv6'),
      prefixListId: text(raw, 'PrefixListId'),
      referencedGroupId: text(object(raw, 'ReferencedGroupInfo') ?? {}, 'GroupId'),
      description: text(raw, 'Description'),
    });
  }),
};
