import { defined } from '../model/defined.ts';
import { lower, object, tags, text, texts } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** The attachment of a VPC to a transit gateway. It belongs to the account of the VPC. */
export interface TransitGatewayAttachment extends ResourceBase {
  readonly kind: 'transit-gateway-attachment';
  readonly transitGatewayId?: string;
  readonly vpcId?: string;
  /** Lower case: available, pendingacceptance, … */
  readonly state?: string;
  readonly subnetIds?: readonly string[];
  /** enable or disable, as all four. */
  readonly dnsSupport?: string;
  readonly ipv6Support?: string;
  readonly applianceModeSupport?: string;
  readonly securityGroupReferencingSupport?: string;
}

export const transitGatewayAttachmentKind: ResourceKind<TransitGatewayAttachment> = {
  kind: 'transit-gateway-attachment',
  operation: 'ec2:DescribeTransitGatewayVpcAttachments',
  ...entries('TransitGatewayVpcAttachments', (raw, scope) => {
    const id = text(raw, 'TransitGatewayAttachmentId');
    if (id === undefined) return undefined;
    const options = object(raw, 'Options') ?? {};
    return defined({
      ...base(scope, raw, { id, owner: text(raw, 'VpcOwnerId'), tags: tags(raw) }),
      kind: 'transit-gateway-attachment' as const,
      transitGatewayId: text(raw, 'TransitGatewayId'),
      vpcId: text(raw, 'VpcId'),
      state: lower(raw, 'State'),
      subnetIds: texts(raw, 'SubnetIds'),
      dnsSupport: lower(options, 'DnsSupport'),
      ipv6Support: lower(options, 'Ipv6Support'),
      applianceModeSupport: lower(options, 'ApplianceModeSupport'),
      securityGroupReferencingSupport: lower(options, 'SecurityGroupReferencingSupport'),
    });
  }),
};
