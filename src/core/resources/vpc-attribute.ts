import { bool, object, text } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

/** One DNS attribute of one VPC: the API answers one attribute a call. Its id is `vpcId/attribute`. */
export interface VpcAttribute extends ResourceBase {
  readonly kind: 'vpc-attribute';
  readonly vpcId: string;
  readonly attribute: 'enableDnsSupport' | 'enableDnsHostnames';
  readonly value: boolean;
}

export const vpcAttributeKind: ResourceKind<VpcAttribute> = {
  kind: 'vpc-attribute',
  operation: 'ec2:DescribeVpcAttribute',
  read: (call, scope) => {
    const vpcId = text(call.params, 'VpcId');
    const attribute = text(call.params, 'Attribute');
    if (vpcId === undefined || (attribute !== 'enableDnsSupport' && attribute !== 'enableDnsHostnames')) return [];
    const field = attribute === 'enableDnsSupport' ? 'EnableDnsSupport' : 'EnableDnsHostnames';
    const value = bool(object(call.output, field) ?? {}, 'Value');
    if (value === undefined) return [];
    return [
      {
        ...base(scope, call.output, { id: `${vpcId}/${attribute}`, tags: {} }),
        kind: 'vpc-attribute',
        vpcId,
        attribute,
        value,
      },
    ];
  },
};
