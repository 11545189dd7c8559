import { text } from '../../core/model/read.ts';
import { OPERATIONS } from '../operations.ts';
import { itemsOf, unique, type Reader } from './reader.ts';

/** The account's attachments to transit gateways, and the routes of the gateways that are its own. */
export async function readTransitGateways({ ask }: Reader): Promise<void> {
  const attachments = await ask(OPERATIONS.transitGatewayAttachments);
  if (itemsOf([attachments], 'TransitGatewayVpcAttachments').length === 0) return;
  const tables = await ask(OPERATIONS.transitGatewayRouteTables);
  const ids = unique(
    itemsOf([tables], 'TransitGatewayRouteTables').flatMap((table) => text(table, 'TransitGatewayRouteTableId') ?? []),
  );
  await Promise.all(
    ids.map((id) =>
      ask(OPERATIONS.transitGatewayRoutes, {
        TransitGatewayRouteTableId: id,
        Filters: [{ Name: 'state', Values: ['active', 'blackhole'] }],
      }),
    ),
  );
}
