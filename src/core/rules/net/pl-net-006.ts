import type { EndpointContext } from '../../context.ts';
import type { Evidence, FixCommand } from '../../diagnosis.ts';
import { joinGaps } from '../../needs.ts';
import { gapsOfWays, outsideWays, type OutsideWays, type ZoneWays } from '../../outside.ts';
import { activePeerings } from '../../reachability/peerings.ts';
import { commonGateways } from '../../reachability/transit.ts';
import type { Way } from '../../reachability/way.ts';
import { clientCidr } from '../../sources.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, PRIVATELINK_DOCS, VPC_DOCS, type Draft, type EndpointRule } from '../rule.ts';
import { closedBy, stateOfZone, type Closed } from './closed-ways.ts';

/** PL-NET-006: packets do not get from the client's network to the endpoint, or not back. */
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
  requires: [ENDPOINT],
  alsoReads: [
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
  docs: [`${PRIVATELINK_DOCS}privatelink-access-aws-services.html`, `${VPC_DOCS}RouteTables.html`],
  condition:
    'A source was given outside the endpoint’s VPC, and the longest matching route of its subnet does not lead to the endpoint’s interfaces, or that of an endpoint’s subnet not back to it: there is none, it is a blackhole, it leads to an inactive peering connection or one to another VPC, to the internet, or to a transit gateway without a route on. Of a network that was not loaded only the way back is judged.',
  why: 'Packets to the endpoint or their replies are dropped, or leave by the default route.',
  fix: 'Add the missing route; it takes one each way.',
  examples: {
    bad: 'source’s table: 10.20.0.0/16 → pcx-0a1b; endpoint’s table: only 10.20.0.0/16 → local',
    good: 'source’s table: 10.20.0.0/16 → pcx-0a1b; endpoint’s table: 10.30.0.0/16 → pcx-0a1b',
  },
  check: (context) => {
    const ways = outsideWays(context);
    if (ways === undefined) return 'not-applicable';
    if ('gap' in ways) return { gap: ways.gap };
    const gap = joinGaps(gapsOfWays(ways.zones.flatMap(({ forward, back }) => [forward, back])));
    const there = blockedZones(ways, ({ forward }) => forward);
    const back = blockedZones(ways, (zone) => zone.back);
    return {
      instances: ways.zones.map((zone) => stateOfZone('route', zone)),
      findings: [
        ...(there.length === 0 ? [] : [draftOf(context, ways, there, 'there')]),
        ...(back.length === 0 ? [] : [draftOf(context, ways, back, 'back')]),
      ],
      statement: 'Routes lead to the endpoint and back.',
      gap,
    };
  },
};

interface Blocked {
  readonly zone: ZoneWays;
  readonly way: Closed;
}

function blockedZones({ zones }: OutsideWays, pick: (zone: ZoneWays) => Way | undefined): readonly Blocked[] {
  return zones.flatMap((zone) => closedBy('route', pick(zone)).map((way) => ({ zone, way })));
}

function draftOf(
  context: EndpointContext,
  { origin, endpointVpc }: OutsideWays,
  blocked: readonly Blocked[],
  direction: 'there' | 'back',
): Draft {
  const { endpoint } = context;
  const interfaces = blocked.map(({ zone }) => zone.networkInterface.id).join(', ');
  const source = origin.source.id;
  const part = partOf(blocked);
  const reasons = [...new Set(blocked.map(({ way }) => way.why))].join('; ');
  const seen = new Map<string, Evidence>();
  for (const { way } of blocked) for (const item of way.evidence) seen.set(`${item.resource} ${item.value}`, item);
  return {
    resource: blocked[0]?.way.table?.id ?? endpoint.id,
    message:
      direction === 'there'
        ? `Packets${part} from ${source} do not reach ${interfaces} of ${endpoint.id}: ${reasons}.`
        : `Replies of ${interfaces} of ${endpoint.id} do not get back to ${source}${part === '' ? '' : ', or to a part of it only'}: ${reasons}.`,
    evidence: [...seen.values()],
    commands: mends(context, origin, endpointVpc, blocked, direction),
  };
}

/** Whether it is all of them, in words. */
function partOf(blocked: readonly Blocked[]): string {
  return blocked.every(({ way }) => way.isPart) ? ' of a part of it' : '';
}

/** A route for each table that lacks one, over what joins the two VPCs; else what shows the tables. */
function mends(
  context: EndpointContext,
  origin: OutsideWays['origin'],
  endpointVpc: OutsideWays['endpointVpc'],
  blocked: readonly Blocked[],
  direction: 'there' | 'back',
): readonly FixCommand[] {
  const region = direction === 'there' && origin.kind === 'vpc' ? origin.vpc.region : context.region;
  const tables = [...new Set(blocked.flatMap(({ way }) => (way.lacksRoute ? (way.table?.id ?? []) : [])))];
  const [peering] = origin.kind === 'vpc' ? activePeerings(context, origin.vpc.id, endpointVpc.id) : [];
  const [gateway] = origin.kind === 'vpc' ? commonGateways(context, origin.vpc, endpointVpc) : [];
  const target =
    peering === undefined ? { 'transit-gateway-id': gateway ?? 'TGW_ID' } : { 'vpc-peering-connection-id': peering.id };
  const destination =
    direction === 'there' ? (blocked[0]?.zone.zone.subnet?.cidr ?? 'ENDPOINT_CIDR') : clientCidr(context);
  if (tables.length === 0) {
    const all = [...new Set(blocked.flatMap(({ way }) => way.table?.id ?? []))];
    return [awsCommand('ec2 describe-route-tables', region, { 'route-table-ids': all }, READS_ONLY)];
  }
  return tables.map((table) =>
    awsCommand(
      'ec2 create-route',
      region,
      {
        'route-table-id': table,
        [destination.includes(':') ? 'destination-ipv6-cidr-block' : 'destination-cidr-block']: destination,
        ...target,
      },
      'every subnet that uses the table sends those addresses there; what took a shorter route before moves',
    ),
  );
}
