import type {
  ConnectionResult,
  ConnectionTest,
  Measurements,
  NameLookup,
} from '../../src/core/measure/measurements.ts';
import type { EndpointWorld } from './endpoint.ts';
import type { ScopeWorld, Item } from './world.ts';
import { CAPTURED_AT, textOf } from './world.ts';

/* What a machine of an estate gets when it tries the path to an endpoint. */

/** While the configuration was read. */
const AT = CAPTURED_AT;
/** A workstation somewhere. */
export const WORKSTATION = '192.168.178.20';

/** What a machine at the address measured. */
export function measuredAt(
  address: string,
  endpoint: EndpointWorld,
  lookups: readonly NameLookup[],
  connections: readonly ConnectionTest[] = [],
): Measurements {
  const place = { addresses: [address], nameServers: ['10.20.0.2'] };
  return { version: 1, endpoint: endpoint.id, at: AT, place, lookups, connections };
}

export function answered(name: string, ...addresses: readonly string[]): NameLookup {
  return { name, result: 'answered', addresses };
}

export function unanswered(name: string, result: Exclude<NameLookup['result'], 'answered'>): NameLookup {
  return { name, result, addresses: [] };
}

/** A connection to each of the endpoint's interfaces in turn; the last result stands for the rest. */
export function connections(
  endpoint: EndpointWorld,
  port: number,
  ...results: readonly ConnectionResult[]
): readonly ConnectionTest[] {
  return addressesOf(endpoint).map((address, i) => ({
    address,
    port,
    result: results[Math.min(i, results.length - 1)] ?? 'connected',
  }));
}

/** The addresses of the endpoint's interfaces, in the order of its subnets. */
export function addressesOf({ raw, scope }: EndpointWorld): readonly string[] {
  return (raw['NetworkInterfaceIds'] as string[]).map((id) =>
    addressOf(scope, (item) => item['NetworkInterfaceId'] === id),
  );
}

/** The address of a client: the first interface whose description starts so. */
export function clientAddress(scope: ScopeWorld, description: string): string {
  return addressOf(scope, (item) => textOf(item, 'Description').startsWith(description));
}

function addressOf(scope: ScopeWorld, is: (item: Item) => boolean): string {
  return textOf(scope.tables['ec2:DescribeNetworkInterfaces'].find(is), 'PrivateIpAddress');
}
