import { text } from '../../core/model/read.ts';
import type { JsonObject } from '../../core/model/json.ts';
import type { SnapshotCall } from '../../core/model/snapshot.ts';
import { OPERATIONS } from '../operations.ts';
import { isLatticeEndpoint } from './lattice.ts';
import { chunks, unique, type Reader } from './reader.ts';

/** AWS: at most 200 values in a filter (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html). */
const FILTER_VALUES = 200;

/**
 * What the endpoints' account sees of their services, looked up by name, never all: unfiltered, the operation lists every
 * service of AWS in the Region. A service of another Region is asked for there.
 *
 * @param endpoints as DescribeVpcEndpoints answers them
 */
export async function readServiceDetails(
  { region, ask }: Reader,
  endpoints: readonly JsonObject[],
): Promise<readonly SnapshotCall[]> {
  const byRegion = new Map<string, string[]>();
  for (const endpoint of endpoints) {
    const name = text(endpoint, 'ServiceName');
    if (name === undefined || name === '') continue;
    const home = text(endpoint, 'ServiceRegion') ?? region;
    byRegion.set(home, [...(byRegion.get(home) ?? []), name]);
  }
  const requests = [...byRegion].flatMap(([home, names]) =>
    chunks(unique(names), FILTER_VALUES).map((values) => ({
      Filters: [{ Name: 'service-name', Values: values }],
      ...(home === region ? {} : { ServiceRegions: [home] }),
    })),
  );
  return Promise.all(requests.map((params) => ask(OPERATIONS.services, params)));
}

/** What resource and service-network endpoints reach: https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html. */
export async function readAssociations(
  { askAbout }: Reader,
  endpoints: readonly JsonObject[],
): Promise<readonly SnapshotCall[]> {
  const ids = endpoints.filter(isLatticeEndpoint).flatMap((endpoint) => text(endpoint, 'VpcEndpointId') ?? []);
  return askAbout(OPERATIONS.associations, 'vpc-endpoint-id', ids);
}

/** Who may connect to the account's services: AWS answers for one service at a time. */
export async function readPermissions({ ask }: Reader, services: readonly JsonObject[]): Promise<void> {
  const ids = unique(services.flatMap((service) => text(service, 'ServiceId') ?? []));
  await Promise.all(ids.map((id) => ask(OPERATIONS.servicePermissions, { ServiceId: id })));
}
