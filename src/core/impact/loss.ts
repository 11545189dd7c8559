import type { EndpointContext, GroupPath, LoadBalancerPath, PathZone, ProviderContext, Run } from '../context.ts';
import { namesList, placeOfTarget, routesTo } from '../dependents.ts';
import type { ReachedResource } from '../lattice.ts';
import { serviceIdOf } from '../lookup.ts';
import type { Listener } from '../resources/listener.ts';
import type { RouteTable } from '../resources/route-table.ts';
import type { TargetHealth } from '../resources/target-health.ts';
import { zoneOfTarget } from '../rules/nlb/pl-nlb-006.ts';
import { nodesOf } from '../rules/nlb/target-paths.ts';
import { isZoneId } from '../zone-id.ts';

/* What goes away with a resource or an Availability Zone, of all that a path consists of. */

/** `undefined` where that is not known. */
export type Taken = boolean | undefined;

export interface Loss {
  /** The endpoint itself, the VPC that it is in, the service that it is for. */
  readonly endpoint: (context: EndpointContext) => Taken;
  /** The endpoint's network interface in one of its subnets. */
  readonly interfaceIn: (context: EndpointContext, zone: PathZone) => Taken;
  /** A route table's way to the endpoint. */
  readonly table: (context: EndpointContext, table: RouteTable) => Taken;
  /** A resource of VPC Lattice, with its gateway. */
  readonly resource: (context: EndpointContext, resource: ReachedResource) => Taken;
  readonly service: (context: ProviderContext) => Taken;
  /** The load balancer's node in one of its subnets. */
  readonly nodeIn: (context: ProviderContext, path: LoadBalancerPath, zone: PathZone) => Taken;
  readonly listener: (listener: Listener) => Taken;
  readonly target: (context: ProviderContext, group: GroupPath, target: TargetHealth) => Taken;
}

/** Nothing goes away: how things stand now. */
export const NO_LOSS: Loss = {
  endpoint: () => false,
  interfaceIn: () => false,
  table: () => false,
  resource: () => false,
  service: () => false,
  nodeIn: () => false,
  listener: () => false,
  target: () => false,
};

/** Lost if one of these is. */
export function anyOf(taken: readonly Taken[]): Taken {
  return taken.includes(true) ? true : taken.includes(undefined) ? undefined : false;
}

/** Lost if all of these are; of some of them nobody knows what is left. */
function allOf(taken: readonly Taken[]): Taken {
  if (taken.length === 0 || taken.every((item) => item === false)) return false;
  return taken.every((item) => item === true) ? true : undefined;
}

/** @param id of a resource, or of an Availability Zone */
export function lossOf(run: Run, id: string): Loss {
  return isZoneId(id) ? lossOfZone(run, id) : lossOfResource(run, id);
}

function lossOfZone({ inventory }: Run, zoneId: string): Loss {
  const inZone = (zone: PathZone): Taken => (zone.zoneId === undefined ? undefined : zone.zoneId === zoneId);
  return {
    ...NO_LOSS,
    interfaceIn: (_, zone) => inZone(zone),
    nodeIn: (_, __, zone) => inZone(zone),
    resource: (_, { gateway }) =>
      gateway?.subnetIds === undefined
        ? undefined
        : allOf(
            gateway.subnetIds.map((id) => {
              const known = inventory.subnets.get(id)?.zoneId;
              return known === undefined ? undefined : known === zoneId;
            }),
          ),
    target: (context, group, target) => {
      const known = zoneOfTarget(context, group, target);
      // A target outside the VPC may stand in any zone, and an Application Load Balancer in several.
      return known === undefined || known === 'all' ? undefined : known === zoneId;
    },
  };
}

function lossOfResource(run: Run, id: string): Loss {
  const { inventory, lookup } = run;
  /** One of several security groups: what the others let through is not compared. */
  const groups = (groupIds: readonly string[] | undefined): Taken => {
    if (groupIds?.includes(id) === true) return groupIds.length === 1 ? true : undefined;
    return groupIds?.some((groupId) => namesList(inventory, groupId, id)) === true ? undefined : false;
  };
  const subnet = (subnetId: string | undefined): Taken =>
    subnetId !== undefined && (subnetId === id || lookup.aclOf(subnetId)?.id === id);
  return {
    endpoint: ({ endpoint: { id: own, serviceName, vpcId, serviceNetworkArn } }) =>
      [own, serviceName, serviceIdOf(serviceName ?? ''), vpcId, serviceNetworkArn].includes(id) ||
      serviceNetworkArn?.endsWith(`/${id}`) === true,
    interfaceIn: ({ endpoint, interfaces }, { subnetId }) => {
      const known = interfaces.find((item) => item.subnetId === subnetId);
      const unread = endpoint.networkInterfaceIds?.includes(id) === true && !inventory.networkInterfaces.has(id);
      return anyOf([subnet(subnetId), groups(endpoint.groupIds), unread ? undefined : known?.id === id]);
    },
    table: ({ endpoint }, table) => {
      if (table.id === id) return true;
      return allOf(routesTo(table, endpoint.id).map((route) => route.destinationPrefixListId === id));
    },
    resource: (_, { arn, id: own, groupId, gatewayId, gateway }) =>
      anyOf([
        [arn, own, groupId, gatewayId, gateway?.arn, gateway?.vpcId].includes(id),
        groups(gateway?.securityGroupIds),
        allOf((gateway?.subnetIds ?? []).map(subnet)),
      ]),
    service: ({ service }) => service.id === id || service.serviceName === id,
    nodeIn: (context, path, { subnetId }) => {
      const { arn, loadBalancer } = path;
      const node = nodesOf(context, path).find((item) => item.subnetId === subnetId);
      return anyOf([
        [arn, loadBalancer?.name, loadBalancer?.vpcId].includes(id),
        groups(loadBalancer?.securityGroupIds),
        subnet(subnetId),
        node?.id === id,
        // Only targets outside the VPC need its routes, and which of them do is not asked.
        lookup.routeTableOf(subnetId)?.id === id && hasOutsiders(context, arn) ? undefined : false,
      ]);
    },
    listener: (listener) => listener.id === id,
    target: (context, group, target) => {
      const { networkInterface, subnetId } = placeOfTarget(context, group, target);
      const guards = inventory.securityGroups.get(id)?.vpcId === group.group?.vpcId && networkInterface === undefined;
      return anyOf([
        [group.arn, group.group?.name, target.id, target.targetId, group.group?.vpcId].includes(id),
        networkInterface?.id === id,
        subnet(subnetId),
        guards && inventory.securityGroups.has(id) ? undefined : groups(networkInterface?.groupIds),
      ]);
    },
  };
}

function hasOutsiders({ allGroups }: ProviderContext, arn: string): boolean {
  return allGroups.some(
    ({ loadBalancer, targets }) =>
      loadBalancer.arn === arn && targets.some((target) => target.availabilityZone === 'all'),
  );
}
