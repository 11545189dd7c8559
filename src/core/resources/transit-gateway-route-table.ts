import { defined } from '../model/defined.ts';
import { bool, lower, tags, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

export interface TransitGatewayRouteTable extends ResourceBase {
  readonly kind: 'transit-gateway-route-table';
  readonly transitGatewayId?: string;
  readonly state?: string;
  readonly defaultAssociation?: boolean;
  readonly defaultPropagation?: boolean;
}

export const transitGatewayRouteTableKind: ResourceKind<TransitGatewayRouteTable> = {
  kind: 'transit-gateway-route-table',
  operation: 'ec2:DescribeTransitGatewayRouteTables',
  ...entries('TransitGatewayRouteTables', (raw, scope) => {
    const id = text(raw, 'TransitGatewayRouteTableId');
    if (id === undefined) return undefined;
    return defined({
      ...base(scope, raw, { id, tags: tags(raw) }),
      kind: 'transit-gateway-route-table' as const,
      transitGatewayId: text(raw, 'TransitGatewayId'),
      state: lower(raw, 'State'),
      defaultAssociation: bool(raw, 'DefaultAssociationRouteTable'),
      defaultPropagation: bool(raw, 'DefaultPropagationRouteTable'),
    });
  }),
};
