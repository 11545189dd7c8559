import {
  endpointContext,
  providerContext,
  type EndpointContext,
  type GroupPath,
  type LoadBalancerPath,
  type ProviderContext,
  type Run,
} from './context.ts';
import { isLatticeEndpoint, latticePath, type ReachedResource } from './lattice.ts';
import { buildLookup, serviceIdOf, type Lookup } from './lookup.ts';
import type { Inventory } from './model/inventory.ts';
import type { EndpointService } from './resources/endpoint-service.ts';
import type { ResourceBase } from './resources/kind.ts';
import type { RouteTable } from './resources/route-table.ts';
import type { TargetHealth } from './resources/target-health.ts';
import type { VpcEndpoint } from './resources/vpc-endpoint.ts';
import { shortName } from './rules/load-balancers.ts';
import { subnetOfAddress, zoneOfTarget } from './rules/nlb/pl-nlb-006.ts';
import { interfaceOfTarget, nodesOf } from './rules/nlb/target-paths.ts';
import { isZoneId } from './zone-id.ts';

/* Which endpoints and services depend on a resource or an Availability Zone, and by which way. */

export type SubjectRef =
  { readonly kind: 'endpoint'; readonly id: string } | { readonly kind: 'service'; readonly id: string };

/** One resource on the way from an endpoint or a service to what it depends on. */
export interface Step {
  /** As in an inventory: `vpc-endpoint`, `load-balancer`, …; `zone` for an Availability Zone. */
  readonly kind: string;
  readonly id: string;
  readonly name?: string;
}

/** From the endpoint or service to the resource, both included. */
export type Way = readonly Step[];

export interface Dependent {
  readonly ref: SubjectRef;
  /** At least one; the first is the most direct. */
  readonly ways: readonly Way[];
}

/** What paths are joined with, where nothing but the inventory counts. */
export function plainRun(inventory: Inventory, lookup: Lookup = buildLookup(inventory)): Run {
  return { inventory, lookup, options: { now: inventory.capturedAt } };
}

/**
 * The endpoints, then the services, by id, that depend on a resource: none where nothing that was read does.
 *
 * @param id of any resource that a path consists of, the name of a service, load balancer or target group, or the id of
 *   an Availability Zone
 */
export function dependentsOf(run: Run, id: string): readonly Dependent[] {
  const services = [...run.inventory.services.values()].flatMap((service): readonly Dependent[] => {
    const ways = serviceWays(run, service, id);
    return ways.length === 0 ? [] : [{ ref: { kind: 'service', id: service.id }, ways }];
  });
  const behind = new Map<string, readonly Way[]>();
  for (const { ref, ways } of services) for (const endpoint of usersOf(run, ref.id)) behind.set(endpoint, ways);
  const endpoints = [...run.inventory.endpoints.values()].flatMap((endpoint): readonly Dependent[] => {
    const itself = stepOf(endpoint);
    const through = (behind.get(endpoint.id) ?? []).map((way) => [itself, ...way]);
    const own = ownWays(run, endpoint, id).map((way) => [itself, ...way]);
    // The service is on the way through it already.
    const ways = [...own.filter((way) => through.length === 0 || way.at(-1)?.kind !== 'endpoint-service'), ...through];
    return ways.length === 0 ? [] : [{ ref: { kind: 'endpoint', id: endpoint.id }, ways }];
  });
  return [...endpoints.sort(byId), ...services.sort(byId)];
}

/** The endpoints that were read and name the service, and those that its own list of connections names. */
export function usersOf({ inventory, lookup }: Run, serviceId: string): readonly string[] {
  const listed = lookup.connectionsOfService(serviceId).map(({ endpointId }) => endpointId);
  const known = lookup.endpointsOfService(serviceId).map((endpoint) => endpoint.id);
  return [...new Set([...known, ...listed.filter((id) => inventory.endpoints.has(id))])];
}

function byId(a: Dependent, b: Dependent): number {
  return a.ref.id < b.ref.id ? -1 : a.ref.id > b.ref.id ? 1 : 0;
}

function stepOf({ kind, id, name }: Pick<ResourceBase, 'kind' | 'id' | 'name'>): Step {
  return { kind, id, ...(name === undefined || name === id ? {} : { name }) };
}

function step(kind: string, id: string, items: ReadonlyMap<string, ResourceBase>): Step {
  const found = items.get(id);
  return found === undefined ? { kind, id } : stepOf(found);
}

// ---------------------------------------------------------------------------------------------- behind a service

function serviceWays(run: Run, service: EndpointService, id: string): readonly Way[] {
  const itself = stepOf(service);
  if (service.id === id || service.serviceName === id) return [[itself]];
  const context = providerContext(run, service);
  return context.loadBalancers.flatMap((path) =>
    loadBalancerWays(context, path, id).map((way): Way => [itself, loadBalancerStep(path), ...way]),
  );
}

function loadBalancerStep({ arn, loadBalancer }: LoadBalancerPath): Step {
  return { kind: 'load-balancer', id: arn, name: loadBalancer?.name ?? shortName(arn) };
}

/** Without the load balancer itself: empty for what is the load balancer. */
function loadBalancerWays(context: ProviderContext, path: LoadBalancerPath, id: string): readonly Way[] {
  const { inventory, lookup } = context;
  const { arn, loadBalancer } = path;
  if (arn === id || loadBalancer?.name === id) return [[]];
  const groups = context.allGroups.filter((group) => group.loadBalancer.arn === arn);
  const nodes = nodesOf(context, path);
  return [
    ...(loadBalancer?.vpcId === id ? [[step('vpc', id, inventory.vpcs)]] : []),
    ...groupWays(context, loadBalancer?.securityGroupIds ?? [], id),
    ...nodes.filter((node) => node.id === id).map((node) => [stepOf(node)]),
    ...(loadBalancer?.zones ?? []).flatMap(({ subnetId }) =>
      subnetId === undefined ? [] : subnetWays(context, subnetId, id),
    ),
    // A load balancer needs routes only to targets outside its VPC.
    ...(groups.some(({ targets }) => targets.some((target) => target.availabilityZone === 'all'))
      ? (loadBalancer?.zones ?? []).flatMap(({ subnetId }) =>
          lookup.routeTableOf(subnetId ?? '')?.id === id
            ? [[step('subnet', subnetId ?? '', inventory.subnets), step('route-table', id, inventory.routeTables)]]
            : [],
        )
      : []),
    ...path.listeners.filter((listener) => listener.id === id).map((listener) => [stepOf(listener)]),
    ...groups.flatMap((group) =>
      targetGroupWays(context, group, id).map((way): Way => {
        const [listener] = group.listeners;
        const itself: Step = { kind: 'target-group', id: group.arn, name: group.group?.name ?? shortName(group.arn) };
        return [...(listener === undefined ? [] : [stepOf(listener)]), itself, ...way];
      }),
    ),
  ];
}

function targetGroupWays(context: ProviderContext, group: GroupPath, id: string): readonly Way[] {
  if (group.arn === id || group.group?.name === id) return [[]];
  return group.targets.flatMap((target) =>
    targetWays(context, group, target, id).map((way): Way => [stepOf(target), ...way]),
  );
}

function targetWays(context: ProviderContext, group: GroupPath, target: TargetHealth, id: string): readonly Way[] {
  if (target.id === id || target.targetId === id) return [[]];
  const { inventory } = context;
  const { subnetId, networkInterface } = placeOfTarget(context, group, target);
  return [
    ...(group.group?.vpcId === id ? [[step('vpc', id, inventory.vpcs)]] : []),
    ...(networkInterface?.id === id ? [[stepOf(networkInterface)]] : []),
    ...groupWays(context, networkInterface?.groupIds ?? [], id),
    ...(subnetId === undefined || isZoneId(id) ? [] : subnetWays(context, subnetId, id)),
    ...(isZoneId(id) && zoneOfTarget(context, group, target) === id ? [[zoneStep(id)]] : []),
  ];
}

/** The network interface and the subnet of a target, as far as they were read. */
export function placeOfTarget(
  context: ProviderContext,
  group: GroupPath,
  target: TargetHealth,
): {
  readonly networkInterface: ReturnType<typeof interfaceOfTarget>;
  readonly subnetId: string | undefined;
} {
  const networkInterface = interfaceOfTarget(context, group, target);
  const vpcId = group.group?.vpcId;
  const byAddress =
    vpcId === undefined || group.group?.targetType !== 'ip'
      ? undefined
      : subnetOfAddress(context, vpcId, target.targetId)?.id;
  return { networkInterface, subnetId: networkInterface?.subnetId ?? byAddress };
}

// ---------------------------------------------------------------------------------------------- the endpoint's own half

/** Without the endpoint itself: empty for what is the endpoint. */
function ownWays(run: Run, endpoint: VpcEndpoint, id: string): readonly Way[] {
  const { inventory } = run;
  if (endpoint.id === id) return [[]];
  return [
    ...(isFor(endpoint, id) ? [[{ kind: 'endpoint-service', id }]] : []),
    ...(endpoint.vpcId === id ? [[step('vpc', id, inventory.vpcs)]] : []),
    ...groupWays(run, endpoint.groupIds ?? [], id),
    ...(endpoint.networkInterfaceIds?.includes(id) === true
      ? [[step('network-interface', id, inventory.networkInterfaces)]]
      : []),
    ...(endpoint.subnetIds ?? []).flatMap((subnetId) => subnetWays(run, subnetId, id)),
    ...routeWays(run, endpoint, id),
    ...latticeWays(run, endpoint, id),
  ];
}

/** Whether the endpoint is for a service, by its name or its id. */
function isFor({ serviceName }: VpcEndpoint, service: string): boolean {
  return serviceName !== undefined && (serviceName === service || serviceIdOf(serviceName) === service);
}

/** The route tables that lead to an endpoint: those a gateway endpoint is in, and those with a route to it. */
export function tablesTo({ lookup }: Pick<Run, 'lookup'>, endpoint: VpcEndpoint): readonly RouteTable[] {
  const listed = new Set(endpoint.routeTableIds ?? []);
  return lookup
    .routeTablesOf(endpoint.vpcId ?? '')
    .filter((table) => listed.has(table.id) || routesTo(table, endpoint.id).length > 0);
}

/** The routes of a table that lead to an endpoint. */
export function routesTo(table: RouteTable, endpointId: string): NonNullable<RouteTable['routes']> {
  return table.routes?.filter((route) => route.gatewayId === endpointId) ?? [];
}

function routeWays(run: Run, endpoint: VpcEndpoint, id: string): readonly Way[] {
  const { inventory } = run;
  // Of a table that was not read, the endpoint's own list still tells.
  const listed = endpoint.routeTableIds?.includes(id) === true && !inventory.routeTables.has(id);
  return [
    ...(listed ? [[{ kind: 'route-table', id }]] : []),
    ...tablesTo(run, endpoint).flatMap((table): readonly Way[] => {
      if (table.id === id) return [[stepOf(table)]];
      const leads = routesTo(table, endpoint.id).some((route) => route.destinationPrefixListId === id);
      return leads ? [[stepOf(table), step('prefix-list', id, inventory.prefixLists)]] : [];
    }),
  ];
}

function latticeWays(run: Run, endpoint: VpcEndpoint, id: string): readonly Way[] {
  if (!isLatticeEndpoint({ endpoint })) return [];
  const context = endpointContext(run, endpoint);
  const { resources, network } = latticePath(context);
  const networkStep: Way =
    network === undefined ? [] : [{ ...step('service-network', network.id, run.inventory.serviceNetworks) }];
  if (network !== undefined && (network.id === id || network.arn === id)) return [networkStep];
  return resources.flatMap((resource) =>
    resourceWays(context, resource, id).map((way): Way => [...networkStep, ...way]),
  );
}

function resourceWays(context: EndpointContext, resource: ReachedResource, id: string): readonly Way[] {
  const { configuration, gateway, gatewayId, groupId } = resource;
  const itself: Step = {
    kind: 'resource-configuration',
    id: resource.id,
    ...(configuration?.name === undefined ? {} : { name: configuration.name }),
  };
  if ([resource.id, resource.arn, groupId].includes(id)) return [[itself]];
  if (gatewayId === undefined) return [];
  const through: Way = [itself, gateway === undefined ? { kind: 'resource-gateway', id: gatewayId } : stepOf(gateway)];
  if (gatewayId === id || gateway?.arn === id) return [through];
  const behind = [
    ...(gateway?.vpcId === id ? [[step('vpc', id, context.inventory.vpcs)]] : []),
    ...groupWays(context, gateway?.securityGroupIds ?? [], id),
    ...(gateway?.subnetIds ?? []).flatMap((subnetId) => subnetWays(context, subnetId, id)),
  ];
  return behind.map((way): Way => [...through, ...way]);
}

// ---------------------------------------------------------------------------------------------- what both halves have

/** A subnet, its network ACL, and its zone. */
function subnetWays({ inventory, lookup }: Run, subnetId: string, id: string): readonly Way[] {
  const itself = step('subnet', subnetId, inventory.subnets);
  if (subnetId === id) return [[itself]];
  if (inventory.subnets.get(subnetId)?.zoneId === id) return [[itself, zoneStep(id)]];
  const acl = lookup.aclOf(subnetId);
  return acl?.id === id ? [[itself, stepOf(acl)]] : [];
}

/** Security groups, and the prefix lists that their rules name. */
function groupWays({ inventory }: Run, groupIds: readonly string[], id: string): readonly Way[] {
  return groupIds.flatMap((groupId): readonly Way[] => {
    const itself = step('security-group', groupId, inventory.securityGroups);
    if (groupId === id) return [[itself]];
    return namesList(inventory, groupId, id) ? [[itself, step('prefix-list', id, prefixLists(inventory, id))]] : [];
  });
}

/** Whether a rule of a security group names a prefix list. */
export function namesList(inventory: Inventory, groupId: string, listId: string): boolean {
  const group = inventory.securityGroups.get(groupId);
  return [...(group?.ingress ?? []), ...(group?.egress ?? [])].some(({ prefixListIds }) =>
    prefixListIds.includes(listId),
  );
}

function prefixLists(
  { prefixLists: lists, managedPrefixLists }: Inventory,
  id: string,
): ReadonlyMap<string, ResourceBase> {
  return lists.has(id) ? lists : managedPrefixLists;
}

function zoneStep(id: string): Step {
  return { kind: 'zone', id };
}
