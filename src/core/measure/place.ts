import type { ConsumerPath } from '../context.ts';
import { covers, parseCidr } from '../model/cidr.ts';
import type { Gap } from '../needs.ts';
import { sourcePlan } from '../sources.ts';
import type { Measurements } from './measurements.ts';

/*
 * Where something was measured. What a machine outside the VPC gets says nothing of the clients inside; private ranges are
 * used twice in the world, so an address that only lies in the VPC's range proves nothing either: it must be that of an
 * interface of the VPC.
 */

export interface Place {
  /** The machine is the client that was asked about, or one of its subnet or range. */
  readonly isSource: boolean;
  /** What it resolves is what the clients that were asked about resolve. */
  readonly resolvesAsClients: boolean;
  /** One sentence: how the machine stands to the clients. */
  readonly statement: string;
}

/** The measurements, where they are about this endpoint or service and not older than what was read of it. */
export function measurementsOf({ options }: Pick<ConsumerPath, 'options'>, id: string): Measurements | undefined {
  const { measurements } = options;
  return measurements?.endpoint === id && !isOlder(measurements, options.now) ? measurements : undefined;
}

/** Why measurements of this endpoint or service prove nothing: what was read may have changed after them. */
export function staleGap({ options }: Pick<ConsumerPath, 'options'>, id: string): Gap | undefined {
  const { measurements, now } = options;
  if (measurements?.endpoint !== id || !isOlder(measurements, now)) return undefined;
  const missing = [
    `a measurement after ${now}, when the configuration was read: that of ${measurements.at} says nothing of it`,
  ];
  return { reason: 'input-missing', missing };
}

function isOlder({ at }: Measurements, now: string): boolean {
  return Date.parse(at) < Date.parse(now);
}

/**
 * Where the measuring machine stands.
 *
 * @throws AppError when the source that was asked for is no source
 */
export function placeOf(context: ConsumerPath, { place }: Measurements): Place {
  const { options, vpcId } = context;
  const asked = options.source;
  const machine = describeMachine(place.addresses);
  const here = interfaceHere(context, place.addresses);
  if (asked === undefined) {
    return here === undefined
      ? { isSource: false, resolvesAsClients: false, statement: elsewhere(context, machine, place.addresses) }
      : {
          isSource: true,
          resolvesAsClients: true,
          statement: `Measured on ${here.address}, which is ${here.id} of ${vpcId}.`,
        };
  }
  const [source] = sourcePlan(context).candidates;
  const own = place.addresses.flatMap((address) => parseCidr(address) ?? []);
  const isSource =
    here?.id === asked || own.some((address) => source?.ranges.some((range) => covers(range, address)) === true);
  if (isSource) {
    return { isSource, resolvesAsClients: true, statement: `Measured on ${machine}, which is the source ${asked}.` };
  }
  return source?.vpcId === vpcId && here !== undefined
    ? {
        isSource,
        resolvesAsClients: true,
        statement: `Measured on ${here.address} (${here.id}) of ${vpcId}, which is not the source ${asked}: names resolve alike there, connections need not.`,
      }
    : {
        isSource,
        resolvesAsClients: false,
        statement: `Measured on ${machine}, which is not the source ${asked}: it says nothing of that source.`,
      };
}

/** The interface of the endpoint's VPC that the machine is behind, with its address; `undefined` when it is none. */
export function interfaceHere(
  { lookup, vpcId }: ConsumerPath,
  addresses: readonly string[],
): { readonly id: string; readonly address: string } | undefined {
  for (const address of addresses) {
    const found = lookup.interfaceAt(vpcId, address);
    if (found !== undefined) return { id: found.id, address };
  }
  return undefined;
}

function elsewhere({ vpc, vpcId }: ConsumerPath, machine: string, addresses: readonly string[]): string {
  const blocks = (vpc?.cidrs ?? []).flatMap((cidr) => parseCidr(cidr) ?? []);
  const own = addresses.flatMap((address) => parseCidr(address) ?? []);
  const looksInside = own.some((address) => blocks.some((block) => covers(block, address)));
  return looksInside
    ? `Measured on ${machine}, which lies in a range of ${vpcId} but is none of the interfaces that were read of it: it says nothing of clients there. --source names the client, where this machine is it.`
    : `Measured on ${machine}, which is not in ${vpcId}: it says nothing of clients there.`;
}

function describeMachine(addresses: readonly string[]): string {
  return addresses.length === 0 ? 'a machine without an address' : addresses.join(', ');
}
