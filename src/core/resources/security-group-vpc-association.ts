import { defined } from '../model/defined.ts';
import { lower, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** A security group in use in another VPC than its own. Its id is `groupId/vpcId`. */
export interface SecurityGroupVpcAssociation extends ResourceBase {
  readonly kind: 'security-group-vpc-association';
  readonly groupId: string;
  readonly vpcId: string;
  readonly vpcOwnerId?: string;
  /** Lower case: associated, associating, association-failed, … */
  readonly state?: string;
  readonly stateReason?: string;
}

export const securityGroupVpcAssociationKind: ResourceKind<SecurityGroupVpcAssociation> = {
  kind: 'security-group-vpc-association',
  operation: 'ec2:DescribeSecurityGroupVpcAssociations',
  ...entries('SecurityGroupVpcAssociations', (raw, scope) => {
    const groupId = text(raw, 'GroupId');
    const vpcId = text(raw, 'VpcId');
    if (groupId === undefined || vpcId === undefined) return undefined;
    return defined({
      ...base(scope, raw, { id: `${groupId}/${vpcId}`, owner: text(raw, 'GroupOwnerId'), tags: {} }),
      kind: 'security-group-vpc-association' as const,
      groupId,
      vpcId,
      vpcOwnerId: text(raw, 'VpcOwnerId'),
      state: lower(raw, 'State'),
      stateReason: text(raw, 'StateReason'),
    });
  }),
};
