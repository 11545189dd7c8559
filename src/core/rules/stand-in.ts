import type { EndpointContext, PathZone, StandIn } from '../context.ts';
import type { AddressRange, Share } from '../model/cidr.ts';
import { compareTexts } from '../order.ts';
import { portPlan, together, type PortPlan } from '../ports.ts';
import { aclGaps, aclPorts, aclPortsForSome } from '../reachability/network-acl.ts';
import { countPorts, intersectPorts, normalizePorts, type PortSet } from '../reachability/ports.ts';
import {
  admittedPorts,
  admittedShare,
  permissionGaps,
  permissionsOf,
  portsForAnyone,
} from '../reachability/security-group.ts';
import type { NetworkAclEntry } from '../resources/network-acl.ts';
import type { IpPermission } from '../resources/security-group.ts';
import { isRouted, routesOf } from '../inside.ts';
import { familyOf, rangesOfFamily, sourcePlan } from '../sources.ts';
import { byText, weakly } from '../weakly.ts';
import type { Source } from '../workloads.ts';
import { addressesOf } from './acl/pl-acl-003.ts';
import { repliesTo } from './acl/pl-acl-002.ts';
import { guardedZones, type GuardedZone } from './endpoint-acl.ts';
import { endpointGroupFacts, endpointIngress } from './endpoint-groups.ts';
import { behindService, gatewayLanes } from './lanes.ts';
import { repliesThrough, type Replies } from './replies.ts';
import { routedSubnets } from './route-tables.ts';
import { clientGroupFacts, wantedOf, type WantedPorts } from './sg/pl-sg-005.ts';

/*
 * Where no source is given, the likely clients stand in for it: the workload interfaces of the VPC. A path is as good as it
 * is for the best of them from end to end. Each hop by itself would be content with another one, and so would call good
 * what nobody gets through. The one that gets furthest is found here; the rules then judge that one as they would judge a
 * source that was given.
 *
 * Most endpoints of a VPC stand in the same subnets, so the search first takes a whole subnet for the endpoint's interface in
 * it: what holds for every address of it, or for none, holds for all endpoints there.
 */

/** A place at which the endpoint is entered: its interface in a zone, or any address of its subnet there. */
interface Door {
  readonly subnetId: string | undefined;
  readonly zoneId: string | undefined;
  readonly ranges: readonly AddressRange[];
}

/** How much gets through: `partial` where only a part does, or where nobody knows. */
interface Passage {
  readonly share: Share;
  /** How many of the guards on the way let something through. */
  readonly depth: number;
}

interface Trial {
  readonly source: Source;
  readonly doors: readonly Passage[];
}

/** What the search among the subnets left open: the endpoint's interfaces decide. */
export type Search = { readonly found?: StandIn } | 'unsettled';

/** The likely client that gets furthest to any address of the endpoint's subnets, as far as these decide it. */
export function standInBySubnets(context: EndpointContext): Search {
  if (context.options.source !== undefined) return {};
  const { candidates } = sourcePlan(context);
  if (context.endpoint.type === 'Gateway') return gatewayStandIn(context, candidates);
  if (candidates.length === 0 || !JUDGED_BY_INTERFACES.has(context.endpoint.type ?? '')) return {};
  const doors = subnetDoors(context);
  const { trials, everywhere } = tried(context, candidates, doors);
  if (everywhere !== undefined) return { found: { source: everywhere, reaches: 'subnets' } };
  if (trials.some((trial) => trial.doors.some(({ share }) => share === 'partial'))) return 'unsettled';
  return furthest(context, trials, doors);
}

const JUDGED_BY_INTERFACES: ReadonlySet<string> = new Set(['Interface', 'Resource', 'ServiceNetwork']);

/** The likely client that gets furthest to the endpoint's interfaces. */
export function standInByInterfaces(context: EndpointContext): StandIn | undefined {
  const { endpoint, interfaces, zones } = context;
  const isWhole = interfaces.length > 0 && interfaces.length === endpoint.networkInterfaceIds?.length;
  const family = familyOf(context);
  const doors = isWhole
    ? interfaces.map((item): Door => {
        const zoneId = zones.find(({ subnetId }) => subnetId === item.subnetId)?.zoneId;
        return { subnetId: item.subnetId, zoneId, ranges: addressesOf(item, family) };
      })
    : subnetDoors(context);
  const { trials, everywhere } = tried(context, sourcePlan(context).candidates, doors);
  if (everywhere !== undefined) return { source: everywhere, reaches: 'interfaces' };
  return furthest(context, trials, doors).found;
}

function subnetDoors(context: EndpointContext): readonly Door[] {
  const family = familyOf(context);
  return context.zones.map(({ subnetId, subnet, zoneId }: PathZone): Door => ({
    subnetId,
    zoneId,
    ranges: rangesOfFamily(subnet, family),
  }));
}

/** Tries one client after another, until one gets through everywhere. */
function tried(
  context: EndpointContext,
  candidates: readonly Source[],
  doors: readonly Door[],
): { readonly trials: readonly Trial[]; readonly everywhere?: Source } {
  const surroundings: Surroundings = {
    context,
    routed: weakly((door: Door) => byText((subnetId) => isRouted(context, subnetId, door))),
    ports: portPlan(context),
    zones: guardedZones(context),
    ingress: endpointIngress(context),
  };
  const trials: Trial[] = [];
  for (const source of candidates) {
    const passages = doors.map((door) => passageTo(surroundings, source, door));
    if (passages.length > 0 && passages.every(({ share }) => share === 'full')) return { trials, everywhere: source };
    trials.push({ source, doors: passages });
  }
  return { trials };
}

/**
 * The one with the most ways that nothing is known to stop, then with the most that are known to be open, then the one that
 * is stopped last: what nobody knows is no fault. Of equals it is the one in the first zone, whatever their ids are.
 */
function furthest(
  context: EndpointContext,
  trials: readonly Trial[],
  doors: readonly Door[],
): { readonly found?: StandIn } {
  const isUsable = doors.map(({ zoneId }) => leadsOn(context, zoneId));
  const scores = trials.map(({ source, doors: passages }) => {
    const usable = passages.filter((_, i) => isUsable[i]);
    return {
      source,
      score: [
        usable.filter(({ share }) => share !== 'none').length,
        usable.filter(({ share }) => share === 'full').length,
        passages.reduce((sum, { depth }) => sum + depth, 0),
      ],
    };
  });
  const zoneOf = ({ subnetId }: Source): string => context.inventory.subnets.get(subnetId ?? '')?.zoneId ?? '';
  const [best] = scores.sort(
    (a, b) => compareScores(b.score, a.score) || compareTexts(zoneOf(a.source), zoneOf(b.source)),
  );
  return best === undefined ? {} : { found: { source: best.source, reaches: 'less' } };
}

function compareScores(a: readonly number[], b: readonly number[]): number {
  for (const [i, own] of a.entries()) if (own !== b[i]) return own - (b[i] ?? 0);
  return 0;
}

/** True where something behind the endpoint’s interface in a zone takes one of the flows, as far as anybody knows. */
function leadsOn(context: EndpointContext, zoneId: string | undefined): boolean {
  const { flows } = portPlan(context);
  if (context.endpoint.type !== 'Interface' || flows.length === 0) return true;
  return flows.some((flow) => behindService(context, flow, zoneId).some(({ lost }) => lost === undefined));
}

/** What is the same for all clients of an endpoint. */
interface Surroundings {
  readonly context: EndpointContext;
  /** True where every client of a subnet has routes to a door and back. */
  readonly routed: (door: Door) => (subnetId: string) => boolean;
  readonly ports: PortPlan;
  readonly zones: ReturnType<typeof guardedZones>;
  readonly ingress: ReturnType<typeof endpointIngress>;
}

/** The ports that a guard lets through for certain, and those that it may let through. */
interface Opening {
  readonly certain: PortSet;
  readonly possible: PortSet;
}

const SHUT: Opening = { certain: [], possible: [] };

function open(ports: PortSet): Opening {
  return { certain: ports, possible: ports };
}

function doubtful(ports: PortSet): Opening {
  return { certain: [], possible: ports };
}

function passageTo(surroundings: Surroundings, source: Source, door: Door): Passage {
  const { context, ports } = surroundings;
  const passages = wantedOf(context, ports, source).map((want): Passage => {
    let [certain, possible] = [want.ports, want.ports];
    let depth = 0;
    for (const guard of GUARDS) {
      const opening = guard(surroundings, source, door, want);
      certain = intersectPorts(certain, opening.certain);
      possible = intersectPorts(possible, opening.possible);
      if (possible.length === 0) break;
      depth += 1;
    }
    return { share: certain.length > 0 ? 'full' : possible.length > 0 ? 'partial' : 'none', depth };
  });
  return {
    share: together(
      context,
      passages.map(({ share }) => share),
    ),
    depth: Math.max(0, ...passages.map(({ depth }) => depth)),
  };
}

type Guard = (surroundings: Surroundings, source: Source, door: Door, want: WantedPorts) => Opening;

/** Those that a packet passes on the consumer's side, in the order of the hops at which they are judged. */
const GUARDS: readonly Guard[] = [routes, ownAcl, endpointAcl, ownGroups, endpointGroups];

function routes({ context, routed }: Surroundings, source: Source, door: Door, want: WantedPorts): Opening {
  if (routed(door)(source.subnetId ?? '')) return open(want.ports);
  const way = routesOf(context, source, door);
  if (way === 'closed') return SHUT;
  return way === 'open' ? open(want.ports) : doubtful(want.ports);
}

function ownAcl({ context }: Surroundings, source: Source, door: Door, want: WantedPorts): Opening {
  if (door.subnetId === source.subnetId) return open(want.ports);
  const acl = context.lookup.aclOf(source.subnetId ?? '');
  if (acl?.entries === undefined || door.ranges.length === 0 || aclGaps(acl).length > 0) return doubtful(want.ports);
  const replies = repliesThrough(acl.entries, false, want.transport, door.ranges, source.replies);
  return withReplies(across(acl.entries, true, want, door.ranges), replies);
}

function endpointAcl({ context, zones }: Surroundings, source: Source, door: Door, want: WantedPorts): Opening {
  if (door.subnetId === source.subnetId) return open(want.ports);
  const zone = 'gap' in zones ? undefined : zones.find((item: GuardedZone) => item.zone.subnetId === door.subnetId);
  if (zone === undefined) return doubtful(want.ports);
  const replies = repliesTo(context, zone, want.transport, source, door.ranges);
  return withReplies(across(zone.entries, false, want, source.ranges), replies);
}

function ownGroups({ context }: Surroundings, source: Source, door: Door, want: WantedPorts): Opening {
  const permissions =
    source.groupIds === undefined
      ? undefined
      : permissionsOf(
          source.groupIds.map((id) => context.inventory.securityGroups.get(id)),
          'egress',
        );
  if (permissions === undefined || door.ranges.length === 0 || permissionGaps(permissions).length > 0) {
    return doubtful(want.ports);
  }
  const facts = clientGroupFacts(context, source);
  const peer = { ranges: door.ranges, groupIds: context.endpoint.groupIds ?? [], vpcId: context.vpcId };
  const { certain, missing } = admittedPorts(permissions, want.transport, peer, facts);
  const admitted = intersectPorts(certain, want.ports);
  if (admitted.length > 0) return { certain: admitted, possible: want.ports };
  const some = missing.length > 0 || reachesSome(permissions, want, door.ranges, facts);
  return some ? doubtful(want.ports) : SHUT;
}

/** True when one of the ports is let out to some of the addresses. */
function reachesSome(
  permissions: readonly IpPermission[],
  { transport, ports }: WantedPorts,
  ranges: readonly AddressRange[],
  facts: ReturnType<typeof clientGroupFacts>,
): boolean {
  const port = singlePort(ports);
  if (port === undefined) return intersectPorts(portsForAnyone(permissions, transport), ports).length > 0;
  return ranges.some((range) => admittedShare(permissions, transport, port, range, facts).certain !== 'none');
}

/** The port, where there is one only. */
function singlePort(ports: PortSet): number | undefined {
  return countPorts(ports) === 1 ? ports[0]?.from : undefined;
}

function endpointGroups({ context, ingress }: Surroundings, source: Source, _: Door, want: WantedPorts): Opening {
  if ('gap' in ingress) return doubtful(want.ports);
  const { certain, possible } = admittedPorts(ingress, want.transport, source, endpointGroupFacts(context));
  const admitted = intersectPorts(certain, want.ports);
  return { certain: admitted, possible: normalizePorts([...admitted, ...intersectPorts(possible, want.ports)]) };
}

/** The ports on which an ACL lets all of the addresses through, and some of them. */
function across(
  entries: readonly NetworkAclEntry[],
  egress: boolean,
  { transport, ports }: WantedPorts,
  ranges: readonly AddressRange[],
): Opening {
  const all = ranges.reduce<PortSet>(
    (left, range) => intersectPorts(left, aclPorts(entries, egress, transport, range)),
    ports,
  );
  const some = ranges.flatMap((range) => aclPortsForSome(entries, egress, transport, range));
  return { certain: all, possible: intersectPorts(normalizePorts(some), ports) };
}

function withReplies({ certain, possible }: Opening, { state }: Replies): Opening {
  if (state === 'none') return SHUT;
  return state === 'partial' ? doubtful(possible) : { certain, possible };
}

/** Clients of a gateway endpoint are those in subnets that use one of its route tables. */
function gatewayStandIn(context: EndpointContext, candidates: readonly Source[]): { readonly found?: StandIn } {
  const routed = routedSubnets(context);
  let best: { readonly source: Source; readonly score: readonly number[] } | undefined;
  for (const source of candidates) {
    if (source.subnetId === undefined || !routed.has(source.subnetId)) continue;
    const clients = source.groupIds === undefined ? [] : [{ ...source, groupIds: source.groupIds }];
    const lanes = gatewayLanes(context, source, clients);
    const left = lanes.filter(({ lost }) => lost === undefined);
    if (clients.length > 0 && left.length > 0 && left.length === lanes.length) {
      return { found: { source, reaches: 'subnets' } };
    }
    // What its subnet’s ACL lets through counts before what its groups do: PL-ACL-004 tells of each subnet by itself.
    const score = [left.length, lanes.filter(({ by = [] }) => !by.includes('PL-ACL-004')).length];
    if (best === undefined || compareScores(score, best.score) > 0) best = { source, score };
  }
  return best === undefined ? {} : { found: { source: best.source, reaches: 'less' } };
}
