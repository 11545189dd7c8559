import type { EndpointContext, PathZone } from './context.ts';
import type { Gap } from './needs.ts';
import { originOf, type Origin } from './origin.ts';
import { joinWays, needAt, unknownWay, type Way } from './reachability/way.ts';
import { wayTo } from './reachability/ways.ts';
import type { NetworkInterface } from './resources/network-interface.ts';
import type { Vpc } from './resources/vpc.ts';
import { familyOf } from './sources.ts';
import { rangesOf } from './workloads.ts';

/* The routes between a client outside the endpoint's VPC and each of the endpoint's interfaces, both ways. */

/** One interface of the endpoint. */
export interface ZoneWays {
  readonly zone: PathZone;
  readonly networkInterface: NetworkInterface;
  /** From the client; absent for one in a network that was not loaded. */
  readonly forward?: Way;
  readonly back: Way;
}

/** A client outside the endpoint's VPC with its ways. */
export interface OutsideWays {
  readonly origin: Extract<Origin, { readonly kind: 'vpc' | 'elsewhere' }>;
  readonly endpointVpc: Vpc;
  readonly zones: readonly ZoneWays[];
}

/** The ways of a client outside the endpoint's VPC, why they are not known, or nothing for any other client. */
export function outsideWays(context: EndpointContext): OutsideWays | { readonly gap: Gap } | undefined {
  const known = WAYS.get(context);
  if (known !== undefined) return known.ways;
  const ways = followed(context);
  WAYS.set(context, { ways });
  return ways;
}

/** Several rules and hops of one endpoint ask for the same ways. */
const WAYS = new WeakMap<EndpointContext, { readonly ways: ReturnType<typeof followed> }>();

function followed(context: EndpointContext): OutsideWays | { readonly gap: Gap } | undefined {
  const origin = originOf(context);
  if (origin.kind === 'not-given' || origin.kind === 'inside') return undefined;
  if (origin.kind === 'unknown') return { gap: origin.gap };
  const doors = doorsOf(context);
  if ('gap' in doors) return doors;
  const { vpc } = doors;
  const zones = doors.interfaces.map((door) => zoneWays(context, origin, vpc, door));
  return { origin, endpointVpc: vpc, zones };
}

/** The endpoint's interfaces with their zones, and its VPC; or what is missing of them. */
export function doorsOf(
  context: EndpointContext,
):
  | { readonly vpc: Vpc; readonly interfaces: readonly Pick<ZoneWays, 'zone' | 'networkInterface'>[] }
  | { readonly gap: Gap } {
  const { vpc, vpcId, interfaces, endpoint } = context;
  if (vpc === undefined) return malformed(`${vpcId} in the listing of VPCs`);
  const unread = needAt(context, vpc)('ec2:DescribeNetworkInterfaces', { 'vpc-id': vpcId });
  if (unread !== undefined) return { gap: unread };
  const missing = (endpoint.networkInterfaceIds ?? ['NetworkInterfaceIds']).filter(
    (id) => !interfaces.some((item) => item.id === id),
  );
  if (missing.length > 0 || interfaces.length === 0) return malformed(...missing, 'NetworkInterfaceIds');
  return {
    vpc,
    interfaces: interfaces.map((networkInterface) => {
      const subnet = context.inventory.subnets.get(networkInterface.subnetId ?? '');
      const zoneId = subnet?.zoneId;
      const zone: PathZone = {
        subnetId: networkInterface.subnetId ?? networkInterface.id,
        ...(subnet === undefined ? {} : { subnet }),
        ...(zoneId === undefined ? {} : { zoneId }),
      };
      return { zone, networkInterface };
    }),
  };
}

function zoneWays(
  context: EndpointContext,
  origin: OutsideWays['origin'],
  vpc: Vpc,
  { zone, networkInterface }: Pick<ZoneWays, 'zone' | 'networkInterface'>,
): ZoneWays {
  const { subnet } = zone;
  const source = origin.kind === 'vpc' ? { vpc: origin.vpc } : {};
  const back =
    subnet === undefined
      ? unknownWay('malformed', `the subnet of ${networkInterface.id}`)
      : joinWays(origin.source.ranges.map((range) => wayTo(context, { vpc, subnet }, { range, ...source })));
  if (origin.kind === 'elsewhere') return { zone, networkInterface, back };
  const [address] = rangesOf(networkInterface, familyOf(context));
  const forward =
    address === undefined
      ? unknownWay('malformed', `the address of ${networkInterface.id}`)
      : joinWays(
          origin.subnets.map((from) => wayTo(context, { vpc: origin.vpc, subnet: from }, { range: address, vpc })),
        );
  return { zone, networkInterface, forward, back };
}

/** What is not known of some ways. */
export function gapsOfWays(ways: readonly (Way | undefined)[]): readonly Gap[] {
  return ways.flatMap((way) => (way?.kind === 'unknown' ? [way.gap] : []));
}

function malformed(...missing: readonly string[]): { readonly gap: Gap } {
  return { gap: { reason: 'malformed', missing } };
}
