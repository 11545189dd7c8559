import { plainName } from './dns-name.ts';
import type { Inventory } from './model/inventory.ts';
import type { VpcEndpoint } from './resources/vpc-endpoint.ts';

/**
 * The endpoint as clients meet it that use one of its zonal names: its subnets and network interfaces in that zone alone.
 * Such a name never leads to another zone, so nothing there makes up for a fault in its own.
 *
 * A zonal name has the zone's name, as the endpoint's account knows it, at the end of its first label:
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-saas.html.
 *
 * @param name that the clients use
 * @returns `undefined` for every other name, and where the zones of the subnets were not read
 */
export function inZoneOfName(
  inventory: Inventory,
  endpoint: VpcEndpoint,
  name: string | undefined,
): VpcEndpoint | undefined {
  const asked = name === undefined ? undefined : plainName(name);
  const isOwn = endpoint.dnsEntries?.some(({ dnsName }) => plainName(dnsName) === asked) === true;
  const [label = ''] = asked?.split('.') ?? [];
  if (!isOwn || !label.startsWith(`${endpoint.id}-`)) return undefined;
  const subnetIds = endpoint.subnetIds?.filter((id) => {
    const zoneName = inventory.subnets.get(id)?.zoneName;
    return zoneName !== undefined && label.endsWith(`-${zoneName}`);
  });
  if (subnetIds === undefined || subnetIds.length === 0) return undefined;
  const networkInterfaceIds = endpoint.networkInterfaceIds?.filter((id) => {
    const { subnetId } = inventory.networkInterfaces.get(id) ?? {};
    // One that was not read may be there.
    return subnetId === undefined || subnetIds.includes(subnetId);
  });
  return { ...endpoint, subnetIds, ...(networkInterfaceIds === undefined ? {} : { networkInterfaceIds }) };
}
