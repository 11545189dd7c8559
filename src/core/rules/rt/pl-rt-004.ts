import { evidence, type EndpointContext } from '../../context.ts';
import type { FixCommand } from '../../diagnosis.ts';
import { joinGaps } from '../../needs.ts';
import { describeRoute, destinationOf, isPropagated } from '../../reachability/routes.ts';
import type { Route } from '../../resources/route-table.ts';
import { sourcePlan } from '../../sources.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { destinationOption, gatewayRanges, gatewayShare, type GatewayShare } from '../route-tables.ts';
import {
  LIFECYCLE,
  malformed,
  PRIVATELINK_DOCS,
  VPC_DOCS,
  type Draft,
  type EndpointRule,
  type Instance,
} from '../rule.ts';

/** PL-RT-004: a route that goes before the prefix list takes the service's addresses elsewhere. */
export const plRt004: EndpointRule = {
  id: 'PL-RT-004',
  title: 'A route that goes first bypasses the gateway endpoint',
  hop: 'route-table',
  side: 'consumer',
  appliesTo: ['Gateway'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeRouteTables', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
    { operation: 'ec2:DescribePrefixLists' },
  ],
  suppressedBy: [...LIFECYCLE, 'PL-RT-001', 'PL-RT-003'],
  docs: [`${VPC_DOCS}route-tables-priority.html`, `${PRIVATELINK_DOCS}gateway-endpoints.html`],
  condition:
    'A route table of the gateway endpoint has another route to addresses of the service’s prefix list that goes before the endpoint’s: a longer one than the range that has them, or a static one of the same length, whatever became of its target. A propagated route of the same length does not. It breaks where such routes leave nothing of the prefix list, else it impairs. With a source, only the table of its subnet counts.',
  why: 'The longest prefix wins, and at one length a static route goes before a prefix list: packets to those addresses do not take the endpoint, and its policy is not asked.',
  fix: 'Remove the route, or make it shorter than the prefix list’s range: at the same length a static route still goes first.',
  examples: {
    bad: 'prefix list with 52.216.0.0/15, "DestinationCidrBlock": "52.216.0.0/15", "NatGatewayId": "nat-0a1b"',
    good: 'prefix list with 52.216.0.0/15, "DestinationCidrBlock": "52.216.0.0/14", "NatGatewayId": "nat-0a1b"',
  },
  check: (context) => {
    const { inventory } = context;
    const tables = judgedTables(context).map((id) => ({ id, table: inventory.routeTables.get(id) }));
    if (tables.length === 0) return 'not-applicable';
    const vague = tables.filter(({ table }) => table?.routes === undefined);
    if (vague.length > 0) return malformed(...vague.map(({ id }) => `Routes of ${id}`));
    const served = gatewayRanges(context);
    if ('gap' in served) return served;
    const shares = tables.flatMap(({ table }) =>
      table === undefined ? [] : gatewayShare(context, table, served.list),
    );
    const missing = [...new Set(shares.flatMap((share) => share.missing))].sort();
    return {
      instances: shares.map((share): Instance => ({ resource: share.table.id, state: stateOf(share) })),
      findings: shares.flatMap((share) => share.takers.map((route) => draftOf(context, share, route))),
      statement: 'No other route takes addresses of the service elsewhere.',
      gap: joinGaps(missing.length === 0 ? [] : [{ reason: 'not-asked', missing }]),
    };
  },
};

/** The endpoint's tables; of these, where a source was given whose subnet is known, the one that it uses. */
function judgedTables(context: EndpointContext): readonly string[] {
  const { endpoint, lookup, options } = context;
  const all = endpoint.routeTableIds ?? [];
  if (options.source === undefined) return all;
  const used = sourcePlan(context).candidates.flatMap(({ subnetId }) => (subnetId === undefined ? [] : [subnetId]));
  const tables = used.flatMap((id) => lookup.routeTableOf(id)?.id ?? []);
  return used.length === 0 ? all : all.filter((id) => tables.includes(id));
}

function stateOf({ takers, left, missing }: GatewayShare): Instance['state'] {
  if (takers.length > 0) return left ? 'warn' : 'fail';
  return missing.length > 0 ? 'unknown' : 'pass';
}

function draftOf(context: EndpointContext, { table, left }: GatewayShare, route: Route): Draft {
  const { endpoint } = context;
  const destination = destinationOf(route) ?? '?';
  const service = endpoint.serviceName ?? 'the service';
  const what = route.state === 'blackhole' ? 'drops' : 'sends';
  const where = route.state === 'blackhole' ? '' : ` elsewhere than to ${endpoint.id}`;
  const rest = left ? '' : ` Nothing of the service’s addresses is left to ${endpoint.id} in this table.`;
  return {
    resource: table.id,
    ...(left ? { severity: 'medium' } : {}),
    message: `${table.id} ${what} ${destination}, which takes addresses of ${service}${where}: ${describeRoute(route)} goes before the prefix list.${rest}`,
    evidence: [evidence(table.id, 'Routes', route)],
    commands: [commandFor(context, table.id, route)],
  };
}

/** A propagated route is withdrawn where it is advertised; any other one can be deleted. */
function commandFor({ region }: EndpointContext, tableId: string, route: Route): FixCommand {
  return isPropagated(route)
    ? awsCommand('ec2 describe-route-tables', region, { 'route-table-ids': tableId }, READS_ONLY)
    : awsCommand(
        'ec2 delete-route',
        region,
        { 'route-table-id': tableId, ...destinationOption(route) },
        'what went that way takes the endpoint, and whatever else has those addresses the next longest route',
      );
}
