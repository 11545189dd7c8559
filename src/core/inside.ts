import type { EndpointContext } from './context.ts';
import { intersect, type AddressRange } from './model/cidr.ts';
import type { Gap } from './needs.ts';
import { originOf } from './origin.ts';
import { doorsOf, type ZoneWays } from './outside.ts';
import { joinWays, needAt, unknownWay, type Way } from './reachability/way.ts';
import { wayTo } from './reachability/ways.ts';
import type { Subnet } from './resources/subnet.ts';
import type { Vpc } from './resources/vpc.ts';
import { familyOf, rangesOfFamily, subnetRanges } from './sources.ts';
import { rangesOf, type Source } from './workloads.ts';

/*
 * The routes between a client in the endpoint's own VPC and the endpoint, both ways. The local route leads everywhere in the
 * VPC, but a longer one may send a subnet's addresses to an appliance, and the local one itself may be replaced. What stays
 * within one subnet meets no route.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
 */

/** A client in the endpoint's VPC with its ways to each of the endpoint's interfaces. */
export interface InsideWays {
  readonly source: Source;
  readonly zones: readonly ZoneWays[];
}

/** Addresses in a subnet of the VPC: a client's, or those of the endpoint that its packets are for. */
interface Place {
  readonly subnet: Subnet;
  readonly ranges: readonly AddressRange[];
}

/** The same by the subnet's id, which may not have been read. */
interface Door {
  readonly subnetId: string | undefined;
  readonly ranges: readonly AddressRange[];
}

const WITHIN: Way = { kind: 'open', by: { kind: 'local', id: 'local' } };

/**
 * The ways of the client in the endpoint's VPC that was given, or that stands in for one; why they are not known, or nothing
 * for any other client.
 */
export function insideWays(context: EndpointContext): InsideWays | { readonly gap: Gap } | undefined {
  const source = insideClient(context);
  if (source === undefined) return undefined;
  const doors = doorsOf(context);
  if ('gap' in doors) return doors;
  const places = placesOf(context, doors.vpc, source);
  if ('gap' in places) return places;
  return {
    source,
    zones: doors.interfaces.map(({ zone, networkInterface }): ZoneWays => {
      const [address] = rangesOf(networkInterface, familyOf(context));
      const ways =
        zone.subnet === undefined || address === undefined
          ? lost(`the subnet and the address of ${networkInterface.id}`)
          : between(context, doors.vpc, places, { subnet: zone.subnet, ranges: [address] });
      return { zone, networkInterface, ...ways };
    }),
  };
}

/** True where every address of a subnet and every one of these have routes to each other, whatever client is in it. */
export function isRouted(context: EndpointContext, subnetId: string, to: Door): boolean {
  const place = placeOf(context, subnetId);
  return place !== undefined && stateOf(joinedWays(context, place, to)) === 'open';
}

/** Whether a client of the VPC and these addresses have routes to each other. */
export function routesOf(context: EndpointContext, source: Source, to: Door): 'open' | 'closed' | 'in-part' {
  const place = placeOf(context, source.subnetId ?? '');
  return place === undefined ? 'in-part' : stateOf(joinedWays(context, { ...place, ranges: source.ranges }, to));
}

function placeOf(context: EndpointContext, subnetId: string): Place | undefined {
  const subnet = context.inventory.subnets.get(subnetId);
  return subnet && { subnet, ranges: rangesOfFamily(subnet, familyOf(context)) };
}

function joinedWays(context: EndpointContext, place: Place, to: Door): readonly Way[] {
  const subnet = context.inventory.subnets.get(to.subnetId ?? '');
  if (context.vpc === undefined || subnet === undefined) return [unknownWay('malformed', 'a subnet')];
  const { forward, back } = between(context, context.vpc, [place], { subnet, ranges: to.ranges });
  return [forward, back];
}

function stateOf(ways: readonly Way[]): 'open' | 'closed' | 'in-part' {
  if (ways.some((way) => way.kind === 'closed' && !way.isPart)) return 'closed';
  return ways.every(({ kind }) => kind === 'open') ? 'open' : 'in-part';
}

function insideClient(context: EndpointContext): Source | undefined {
  if (context.options.source === undefined) return context.standIn?.source;
  const origin = originOf(context);
  return origin.kind === 'inside' ? origin.source : undefined;
}

/** The client's subnet; all that hold some of its addresses where it is a range. */
function placesOf(
  context: EndpointContext,
  vpc: Vpc,
  { id, subnetId, ranges }: Source,
): readonly Place[] | { readonly gap: Gap } {
  const unread = needAt(context, vpc)('ec2:DescribeSubnets', { 'vpc-id': vpc.id });
  if (unread !== undefined) return { gap: unread };
  const places = context.lookup.subnetsOf(vpc.id).flatMap((subnet): readonly Place[] => {
    if (subnetId !== undefined) return subnet.id === subnetId ? [{ subnet, ranges }] : [];
    const own = subnetRanges(subnet).flatMap((block) => ranges.flatMap((range) => intersect(block, range) ?? []));
    return own.length === 0 ? [] : [{ subnet, ranges: own }];
  });
  return places.length === 0
    ? { gap: { reason: 'input-missing', missing: [`a source in a subnet: no subnet of ${vpc.id} has ${id}`] } }
    : places;
}

function between(
  context: EndpointContext,
  vpc: Vpc,
  places: readonly Place[],
  door: Place,
): { readonly forward: Way; readonly back: Way } {
  const way = (from: Place, to: Place): readonly Way[] =>
    from.subnet.id === to.subnet.id
      ? [WITHIN]
      : to.ranges.map((range) => wayTo(context, { vpc, subnet: from.subnet }, { range, vpc }));
  return {
    forward: joinWays(places.flatMap((place) => way(place, door))),
    back: joinWays(places.flatMap((place) => way(door, place))),
  };
}

function lost(what: string): { readonly forward: Way; readonly back: Way } {
  const way = unknownWay('malformed', what);
  return { forward: way, back: way };
}
