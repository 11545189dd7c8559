import { text } from '../../core/model/read.ts';
import { OPERATIONS } from '../operations.ts';
import { itemsOf, unique, type Reader } from './reader.ts';

/** The account's attachments to transit gateways, and the routes of the gateways that are its own. */
export async function readTransitGateways({ ask, notAsked }: Reader): Promise<void> {
  const attachments = await ask(OPERATIONS.transitGatewayAttachments);
  if (!attachments.complete) notAsked(OPERATIONS.transitGatewayRoutes);
  if (itemsOf([attachments], 'TransitGatewayVpcAttachments').length === 0) {
    if (!attachments.complete) {
      [OPERATIONS.transitGatewayRouteTables, OPERATIONS.transitGatewayAssociations].forEach(notAsked);
    }
    return;
  }
  const [tables] = await Promise.all([
    ask(OPERATIONS.transitGatewayRouteTables),
    ask(OPERATIONS.transitGatewayAssociations),
  ]);
  if (!tables.complete) notAsked(OPERATIONS.transitGatewayRoutes);
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
