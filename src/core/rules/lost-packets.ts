import type { Evidence, FixCommand } from '../diagnosis.ts';
import type { Closed, TransitLoss } from '../reachability/way.ts';
import { awsCommand, READS_ONLY } from './command.ts';

/*
 * What is said of ways that are closed. Where a transit gateway loses the packets, the VPCs' own tables are right and show
 * nothing of it.
 */

/** What shows that the ways are closed, each thing once. */
export function evidenceOf(ways: readonly Closed[]): readonly Evidence[] {
  const seen = new Map(ways.flatMap((way) => way.evidence).map((item) => [`${item.resource} ${item.value}`, item]));
  return [...seen.values()];
}

/** What mends them, where all of it is a transit gateway's; nothing where the rule's own words are right. */
export function transitFixOf(ways: readonly Closed[]): { readonly fix?: string } {
  const losses = ways.flatMap(({ transit }) => transit ?? []);
  if (losses.length === 0 || losses.length < ways.length) return {};
  return { fix: [...new Set(losses.map(transitFix))].join(' ') };
}

/** What shows where the packets are lost: the transit gateway's tables where it is these, else the VPCs'. */
export function looksAt(region: string, ways: readonly Closed[]): readonly FixCommand[] {
  const own = ways.flatMap(({ table, transit }) => (transit === undefined ? (table?.id ?? []) : []));
  return [
    ...oncePerText(ways.flatMap(({ transit }) => (transit === undefined ? [] : [transitCommand(transit)]))),
    ...(own.length === 0
      ? []
      : [awsCommand('ec2 describe-route-tables', region, { 'route-table-ids': [...new Set(own)] }, READS_ONLY)]),
  ];
}

/** Commands that say the same are one. */
export function oncePerText(commands: readonly FixCommand[]): readonly FixCommand[] {
  return [...new Map(commands.map((command) => [command.command, command])).values()];
}

function transitFix({ gatewayId, attachmentId, tableId, route }: TransitLoss): string {
  if (tableId === undefined) return `Associate ${attachmentId} with a route table of ${gatewayId}.`;
  return route === undefined
    ? `Add the missing route to ${tableId}: let the other VPC’s attachment propagate to it, or make a static route to that attachment.`
    : `Delete the route ${route} of ${tableId}, or replace it with one to the other VPC’s attachment.`;
}

function transitCommand({ gatewayId, region, tableId, route }: TransitLoss): FixCommand {
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
