import { text, texts, objects } from '../core/model/read.ts';
import type { JsonObject } from '../core/model/json.ts';
import type { SnapshotCall } from '../core/model/snapshot.ts';
import { OPERATIONS, type Operation } from './operations.ts';

/** Asks for one operation; the row is entered in the snapshot by whoever made the asker. */
export type Ask = (operation: Operation, params?: JsonObject) => Promise<SnapshotCall>;

/** AWS: at most 200 values in a filter (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html). */
const FILTER_VALUES = 200;

/**
 * Everything that the tree, the topology and the diagnosis of one Region need, each request once: whole listings where
 * an operation has them, and one request a resource only where AWS offers no other.
 *
 * @param notAsked is told of operations that could not be asked because the listing they depend on did not come whole
 */
export async function collectRegion(region: string, ask: Ask, notAsked: (operation: Operation) => void): Promise<void> {
  const endpoints = ask(OPERATIONS.vpcEndpoints);
  const configurations = ask(OPERATIONS.serviceConfigurations);
  const loadBalancers = ask(OPERATIONS.loadBalancers);
  const targetGroups = ask(OPERATIONS.targetGroups);
  const securityGroups = ask(OPERATIONS.securityGroups);
  const prefixLists = ask(OPERATIONS.prefixLists);
  await Promise.all([
    ask(OPERATIONS.connections),
    ask(OPERATIONS.notifications),
    ask(OPERATIONS.vpcs),
    ask(OPERATIONS.dhcpOptions),
    ask(OPERATIONS.subnets),
    ask(OPERATIONS.routeTables),
    ask(OPERATIONS.networkAcls),
    // Without it AWS may hide the interfaces that it manages, an endpoint's among them.
    ask(OPERATIONS.networkInterfaces, { IncludeManagedResources: true }),
    endpoints.then((row) => collectOfEndpoints(region, row, ask, notAsked)),
    configurations.then((row) => collectPermissions(row, ask, notAsked)),
    Promise.all([configurations, loadBalancers, targetGroups]).then(([services, balancers, groups]) =>
      collectBehindServices(services, balancers, groups, ask, notAsked),
    ),
    Promise.all([securityGroups, prefixLists]).then(([groups, lists]) =>
      collectPrefixListEntries(groups, lists, ask, notAsked),
    ),
  ]);
}

async function collectOfEndpoints(
  region: string,
  row: SnapshotCall,
  ask: Ask,
  notAsked: (operation: Operation) => void,
): Promise<void> {
  const endpoints = objects(row.output, 'VpcEndpoints') ?? [];
  if (!row.complete) [OPERATIONS.services, OPERATIONS.vpcAttribute].forEach(notAsked);
  const vpcs = unique(endpoints.flatMap((endpoint) => text(endpoint, 'VpcId') ?? []));
  await Promise.all([
    ...vpcs.flatMap((vpc) =>
      ['enableDnsSupport', 'enableDnsHostnames'].map((attribute) =>
        ask(OPERATIONS.vpcAttribute, { VpcId: vpc, Attribute: attribute }),
      ),
    ),
    ...serviceLookups(region, endpoints).map((params) => ask(OPERATIONS.services, params)),
    ...associationLookups(endpoints).map((params) => ask(OPERATIONS.associations, params)),
  ]);
}

/**
 * Looks services up by name, never all: unfiltered, the operation lists every service of AWS in the Region. A service of
 * another Region is asked for there.
 */
function serviceLookups(region: string, endpoints: readonly JsonObject[]): readonly JsonObject[] {
  const byRegion = new Map<string, string[]>();
  for (const endpoint of endpoints) {
    const name = text(endpoint, 'ServiceName');
    if (name === undefined || name === '') continue;
    const home = text(endpoint, 'ServiceRegion') ?? region;
    byRegion.set(home, [...(byRegion.get(home) ?? []), name]);
  }
  return [...byRegion.entries()].sort(byKey).flatMap(([home, names]) =>
    chunks(unique(names), FILTER_VALUES).map((values) => ({
      Filters: [{ Name: 'service-name', Values: values }],
      ...(home === region ? {} : { ServiceRegions: [home] }),
    })),
  );
}

/** What a resource or service-network endpoint reaches: https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html. */
function associationLookups(endpoints: readonly JsonObject[]): readonly JsonObject[] {
  const ids = endpoints.flatMap((endpoint) => {
    const type = text(endpoint, 'VpcEndpointType');
    return type === 'Resource' || type === 'ServiceNetwork' ? (text(endpoint, 'VpcEndpointId') ?? []) : [];
  });
  return chunks(unique(ids), FILTER_VALUES).map((values) => ({
    Filters: [{ Name: 'vpc-endpoint-id', Values: values }],
  }));
}

async function collectPermissions(
  row: SnapshotCall,
  ask: Ask,
  notAsked: (operation: Operation) => void,
): Promise<void> {
  if (!row.complete) notAsked(OPERATIONS.servicePermissions);
  const ids = (objects(row.output, 'ServiceConfigurations') ?? []).flatMap((item) => text(item, 'ServiceId') ?? []);
  await Promise.all(unique(ids).map((id) => ask(OPERATIONS.servicePermissions, { ServiceId: id })));
}

/** Listeners, health and attributes of the load balancers behind the account's own services, and of no others. */
async function collectBehindServices(
  services: SnapshotCall,
  loadBalancers: SnapshotCall,
  targetGroups: SnapshotCall,
  ask: Ask,
  notAsked: (operation: Operation) => void,
): Promise<void> {
  const perLoadBalancer = [OPERATIONS.listeners, OPERATIONS.loadBalancerAttributes];
  const perTargetGroup = [OPERATIONS.targetHealth, OPERATIONS.targetGroupAttributes];
  if (!services.complete || !loadBalancers.complete) perLoadBalancer.forEach(notAsked);
  if (!services.complete || !targetGroups.complete) perTargetGroup.forEach(notAsked);
  const behind = new Set(
    (objects(services.output, 'ServiceConfigurations') ?? []).flatMap((service) => [
      ...(texts(service, 'NetworkLoadBalancerArns') ?? []),
      ...(texts(service, 'GatewayLoadBalancerArns') ?? []),
    ]),
  );
  const known = (objects(loadBalancers.output, 'LoadBalancers') ?? []).flatMap(
    (item) => text(item, 'LoadBalancerArn') ?? [],
  );
  const groups = (objects(targetGroups.output, 'TargetGroups') ?? []).filter((group) =>
    (texts(group, 'LoadBalancerArns') ?? []).some((arn) => behind.has(arn)),
  );
  await Promise.all([
    ...unique(known)
      .filter((arn) => behind.has(arn))
      .flatMap((arn) => perLoadBalancer.map((operation) => ask(operation, { LoadBalancerArn: arn }))),
    ...unique(groups.flatMap((group) => text(group, 'TargetGroupArn') ?? [])).flatMap((arn) =>
      perTargetGroup.map((operation) => ask(operation, { TargetGroupArn: arn })),
    ),
  ]);
}

/** The entries of the customer's lists that security groups refer to; AWS's own lists carry their CIDRs already. */
async function collectPrefixListEntries(
  groups: SnapshotCall,
  lists: SnapshotCall,
  ask: Ask,
  notAsked: (operation: Operation) => void,
): Promise<void> {
  if (!groups.complete) notAsked(OPERATIONS.managedPrefixListEntries);
  const read = new Set(
    (objects(lists.output, 'PrefixLists') ?? []).flatMap((list) => text(list, 'PrefixListId') ?? []),
  );
  const referred = (objects(groups.output, 'SecurityGroups') ?? [])
    .flatMap((group) => [...(objects(group, 'IpPermissions') ?? []), ...(objects(group, 'IpPermissionsEgress') ?? [])])
    .flatMap((permission) => objects(permission, 'PrefixListIds') ?? [])
    .flatMap((entry) => text(entry, 'PrefixListId') ?? []);
  await Promise.all(
    unique(referred)
      .filter((id) => !read.has(id))
      .map((id) => ask(OPERATIONS.managedPrefixListEntries, { PrefixListId: id })),
  );
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

function chunks<T>(values: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) => values.slice(i * size, (i + 1) * size));
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}
