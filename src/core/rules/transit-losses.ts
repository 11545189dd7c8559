import type { FixCommand } from '../diagnosis.ts';
import type { TransitLoss } from '../reachability/way.ts';
import { awsCommand, READS_ONLY } from './command.ts';

/* What is said of packets that a transit gateway loses: the VPCs' own tables are right, and show nothing of it. */

/** What mends it. */
export function transitFix({ gatewayId, attachmentId, tableId, route }: TransitLoss): string {
  if (tableId === undefined) return `Associate ${attachmentId} with a route table of ${gatewayId}.`;
  return route === undefined
    ? `Add the missing route to ${tableId}: let the other VPC’s attachment propagate to it, or make a static route to that attachment.`
    : `Delete the route ${route} of ${tableId}, or replace it with one to the other VPC’s attachment.`;
}

/** What shows it. */
export function transitCommand({ gatewayId, region, tableId, route }: TransitLoss): FixCommand {
  if (tableId === undefined) {
    const filters = `Name=transit-gateway-id,Values=${gatewayId}`;
    return awsCommand('ec2 describe-transit-gateway-route-tables', region, { filters }, READS_ONLY);
  }
  const states = route === undefined ? 'active,blackhole' : 'blackhole';
  return awsCommand(
    'ec2 search-transit-gateway-routes',
    region,
    { 'transit-gateway-route-table-id': tableId, filters: `Name=state,Values=${states}` },
    READS_ONLY,
  );
}
