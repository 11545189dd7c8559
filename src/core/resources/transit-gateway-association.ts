import { defined } from '../model/defined.ts';
import { lower, object, tags, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/**
 * Any attachment of a transit gateway with the route table that what comes from it follows. Its id is the attachment's. The
 * owner of the transit gateway sees those of all accounts.
 */
export interface TransitGatewayAssociation extends ResourceBase {
  readonly kind: 'transit-gateway-association';
  readonly transitGatewayId?: string;
  readonly resourceId?: string;
  /** Lower case: vpc, vpn, direct-connect-gateway, peering, … */
  readonly resourceType?: string;
  /** Absent while the attachment is associated with no route table. */
  readonly routeTableId?: string;
  /** Lower case: associating, associated, disassociating, disassociated. */
  readonly state?: string;
}

export const transitGatewayAssociationKind: ResourceKind<TransitGatewayAssociation> = {
  kind: 'transit-gateway-association',
  operation: 'ec2:DescribeTransitGatewayAttachments',
  read: entries('TransitGatewayAttachments', (raw, scope) => {
    const id = text(raw, 'TransitGatewayAttachmentId');
    if (id === undefined) return undefined;
    const association = object(raw, 'Association') ?? {};
    return defined({
      ...base(scope, raw, { id, owner: text(raw, 'TransitGatewayOwnerId'), tags: tags(raw) }),
      kind: 'transit-gateway-association' as const,
      transitGatewayId: text(raw, 'TransitGatewayId'),
      resourceId: text(raw, 'ResourceId'),
      resourceType: lower(raw, 'ResourceType'),
      routeTableId: text(association, 'TransitGatewayRouteTableId'),
      state: lower(association, 'State'),
    });
  }),
};
