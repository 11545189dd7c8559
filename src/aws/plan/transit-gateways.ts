import { text } from '../../core/model/read.ts';
import { OPERATIONS } from '../operations.ts';
import { itemsOf, unique, type Reader } from './reader.ts';

/** What is asked of each route table of a transit gateway. */
const OF_TABLES = [OPERATIONS.transitGatewayRoutes, OPERATIONS.transitGatewayAssociations];

/** The account's attachments to transit gateways, and the routes and attachments of the gateways that are its own. */
export async function readTransitGateways({ ask, notAsked }: Reader): Promise<void> {
  const attachments = await ask(OPERATIONS.transitGatewayAttachments);
  if (!attachments.complete) OF_TABLES.forEach(notAsked);
  if (itemsOf([attachments], 'TransitGatewayVpcAttachments').length === 0) {
    if (!attachments.complete) notAsked(OPERATIONS.transitGatewayRouteTables);
    return;
  }
  const tables = await ask(OPERATIONS.transitGatewayRouteTables);
  if (!tables.complete) OF_TABLES.forEach(notAsked);
  const ids = unique(
    itemsOf([tables], 'TransitGatewayRouteTables').flatMap((table) => text(table, 'TransitGatewayRouteTableId') ?? []),
  );
  await Promise.all(
    ids.flatMap((TransitGatewayRouteTableId) => [
      ask(OPERATIONS.transitGatewayRoutes, {
        TransitGatewayRouteTableId,
        Filters: [{ Name: 'state', Values: ['active', 'blackhole'] }],
      }),
      ask(OPERATIONS.transitGatewayAssociations, { TransitGatewayRouteTableId }),
    ]),
  );
}
