import type { EndpointContext } from '../../context.ts';
import { insideWays, type InsideWays } from '../../inside.ts';
import { joinGaps } from '../../needs.ts';
import { gapsOfWays, outsideWays, type OutsideWays, type ZoneWays } from '../../outside.ts';
import type { Way } from '../../reachability/way.ts';
import { STOOD_IN } from '../../sources.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, pass, PRIVATELINK_DOCS, VPC_DOCS, type Draft, type EndpointRule } from '../rule.ts';
import { evidenceOf, transitFixOf } from '../lost-packets.ts';
import { closedBy, stateOfZone } from './closed-ways.ts';
import { BACK_TO_LOCAL, insideMends, outsideMends, type Blocked, type Direction } from './route-mends.ts';

/** PL-NET-006: packets do not get from the client's subnet to the endpoint, or not back. */
export const plNet006: EndpointRule = {
  id: 'PL-NET-006',
  title: 'No route between the source network and the endpoint’s subnets',
  hop: 'source',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  standsIn: 'network-acl',
  requires: [ENDPOINT],
  alsoReads: [
    'ec2:DescribeSubnets',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeRouteTables',
    'ec2:DescribeVpcPeeringConnections',
    'ec2:DescribeTransitGatewayVpcAttachments',
    'ec2:DescribeTransitGatewayRouteTables',
    'ec2:SearchTransitGatewayRoutes',
    'ec2:GetTransitGatewayRouteTableAssociations',
    'ec2:DescribeNatGateways',
    'ec2:DescribePrefixLists',
    'ec2:GetManagedPrefixListEntries',
  ],
  suppressedBy: [...LIFECYCLE, 'PL-NET-005'],
  docs: [
    `${PRIVATELINK_DOCS}privatelink-access-aws-services.html`,
    `${VPC_DOCS}RouteTables.html`,
    `${VPC_DOCS}subnet-route-tables.html`,
  ],
  condition:
    'A source was given outside the endpoint’s VPC, and the longest matching route of its subnet does not lead to the endpoint’s interfaces, or that of an endpoint’s subnet not back to it: there is none, it is a blackhole, it leads to an inactive peering connection or one to another VPC, to the internet, or to a transit gateway without a route on. Of a network that was not loaded only the way back is judged. Inside the endpoint’s VPC, between two of its subnets: a route that is longer than the local one, or stands in its place, has lost its target or leads out; where it leads to an appliance, nobody knows. Propagated routes never go before the local one. Without a source, the workload interface of the VPC that gets furthest from end to end is judged, at the hop of the network ACLs; that it is stopped is then a suspicion.',
  why: 'Packets to the endpoint or their replies are dropped, or leave by the default route.',
  fix: 'Add the missing route; it takes one each way.',
  examples: {
    bad: 'source’s table: 10.20.0.0/16 → pcx-0a1b; endpoint’s table: only 10.20.0.0/16 → local',
    good: 'source’s table: 10.20.0.0/16 → pcx-0a1b; endpoint’s table: 10.30.0.0/16 → pcx-0a1b',
  },
  check: (context) => {
    // What reaches any address of the endpoint’s subnets needs no look at its interfaces.
    if (context.standIn?.reaches === 'subnets') return pass(STATEMENT);
    const ways = insideWays(context) ?? outsideWays(context);
    if (ways === undefined) return 'not-applicable';
    if ('gap' in ways) return { gap: ways.gap };
    const gap = joinGaps(gapsOfWays(ways.zones.flatMap(({ forward, back }) => [forward, back])));
    const there = blockedZones(ways.zones, ({ forward }) => forward);
    const back = blockedZones(ways.zones, (zone) => zone.back);
    return {
      instances: ways.zones.map((zone) => stateOfZone('route', zone)),
      findings: [
        ...(there.length === 0 ? [] : [draftOf(context, ways, there, 'there')]),
        ...(back.length === 0 ? [] : [draftOf(context, ways, back, 'back')]),
      ],
      statement: STATEMENT,
      gap,
    };
  },
};

const STATEMENT = 'Routes lead to the endpoint and back.';

function blockedZones(zones: readonly ZoneWays[], pick: (zone: ZoneWays) => Way | undefined): readonly Blocked[] {
  return zones.flatMap((zone) => closedBy('route', pick(zone)).map((way) => ({ zone, way })));
}

function draftOf(
  context: EndpointContext,
  ways: InsideWays | OutsideWays,
  blocked: readonly Blocked[],
  direction: Direction,
): Draft {
  const { endpoint, options } = context;
  const isOutside = 'origin' in ways;
  const interfaces = blocked.map(({ zone }) => zone.networkInterface.id).join(', ');
  const source = isOutside ? ways.origin.source.id : ways.source.id;
  const part = partOf(blocked);
  const reasons = [...new Set(blocked.map(({ way }) => way.why))].join('; ');
  const closed = blocked.map(({ way }) => way);
  const [first] = blocked;
  const said =
    direction === 'there'
      ? `Packets${part} from ${source} do not reach ${interfaces} of ${endpoint.id}: ${reasons}.`
      : `Replies of ${interfaces} of ${endpoint.id} do not get back to ${source}${part === '' ? '' : ', or to a part of it only'}: ${reasons}.`;
  return {
    resource: first?.way.transit?.tableId ?? first?.way.table?.id ?? endpoint.id,
    message: options.source === undefined ? `${said}${STOOD_IN}` : said,
    ...(options.source === undefined ? { confidence: 'heuristic' as const } : {}),
    ...(isOutside ? transitFixOf(closed) : { fix: BACK_TO_LOCAL }),
    evidence: evidenceOf(closed),
    commands: isOutside
      ? outsideMends(context, ways, blocked, direction)
      : insideMends(context.region, context.vpc, closed),
  };
}

/** Whether it is all of them, in words. */
function partOf(blocked: readonly Blocked[]): string {
  return blocked.every(({ way }) => way.isPart) ? ' of a part of it' : '';
}
