import { defined } from '../model/defined.ts';
import { lower, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/**
 * Which route table of a transit gateway an attachment's packets meet. Its id is `routeTableId/attachmentId`; an
 * attachment has one at most.
 */
export interface TransitGatewayAssociation extends ResourceBase {
  readonly kind: 'transit-gateway-association';
  readonly routeTableId: string;
  readonly attachmentId: string;
  readonly resourceId?: string;
  /** vpc, vpn, direct-connect-gateway, … */
  readonly resourceType?: string;
  /** Lower case: associating, associated, disassociating, disassociated. */
  readonly state?: string;
}

export const transitGatewayAssociationKind: ResourceKind<TransitGatewayAssociation> = {
  kind: 'transit-gateway-association',
  operation: 'ec2:GetTransitGatewayRouteTableAssociations',
  ...entries('Associations', (raw, scope, call) => {
    const routeTableId = text(call.params, 'TransitGatewayRouteTableId');
    const attachmentId = text(raw, 'TransitGatewayAttachmentId');
    if (routeTableId === undefined || attachmentId === undefined) return undefined;
    return defined({
      ...base(scope, raw, { id: `${routeTableId}/${attachmentId}`, name: attachmentId, tags: {} }),
      kind: 'transit-gateway-association' as const,
      routeTableId,
      attachmentId,
      resourceId: text(raw, 'ResourceId'),
      resourceType: lower(raw, 'ResourceType'),
      state: lower(raw, 'State'),
    });
  }),
};
