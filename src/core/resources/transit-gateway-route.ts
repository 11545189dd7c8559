import { defined } from '../model/defined.ts';
import { lower, objects, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** A route in a transit gateway route table. Its id is `routeTableId/destination/type`. */
export interface TransitGatewayRoute extends ResourceBase {
  readonly kind: 'transit-gateway-route';
  readonly routeTableId: string;
  /** A CIDR, or the id of a prefix list. */
  readonly destination: string;
  /** static or propagated. */
  readonly type?: string;
  /** Lower case: active, blackhole, … */
  readonly state?: string;
  readonly attachments?: readonly {
    readonly attachmentId?: string;
    readonly resourceId?: string;
    readonly resourceType?: string;
  }[];
}

export const transitGatewayRouteKind: ResourceKind<TransitGatewayRoute> = {
  kind: 'transit-gateway-route',
  operation: 'ec2:SearchTransitGatewayRoutes',
  ...entries('Routes', (raw, scope, call) => {
    const routeTableId = text(call.params, 'TransitGatewayRouteTableId');
    const destination = text(raw, 'DestinationCidrBlock') ?? text(raw, 'PrefixListId');
    if (routeTableId === undefined || destination === undefined) return undefined;
    const type = lower(raw, 'Type');
    return defined({
      ...base(scope, raw, { id: `${routeTableId}/${destination}/${type ?? ''}`, name: destination, tags: {} }),
      kind: 'transit-gateway-route' as const,
      routeTableId,
      destination,
      type,
      state: lower(raw, 'State'),
      attachments: objects(raw, 'TransitGatewayAttachments')?.map((attachment) =>
        defined({
          attachmentId: text(attachment, 'TransitGatewayAttachmentId'),
          resourceId: text(attachment, 'ResourceId'),
          resourceType: lower(attachment, 'ResourceType'),
        }),
      ),
    });
  }),
};
