import { buildLookup, type Lookup } from '../lookup.ts';
import type { Inventory } from '../model/inventory.ts';
import type { ResourceBase } from '../resources/kind.ts';

/* Which endpoint or endpoint service a resource is a part of: below it the tree shows the resource, and its diagram. */

type SubjectOf = (item: ResourceBase) => string | undefined;

const known = new WeakMap<Inventory, SubjectOf>();

/** Tells of a resource the first endpoint that it is a part of, else the first service; `undefined` where there is none. */
export function subjectsOf(inventory: Inventory): SubjectOf {
  const cached = known.get(inventory);
  if (cached !== undefined) return cached;
  const subjects = firstSubjects(inventory, buildLookup(inventory));
  const find: SubjectOf = (item) => {
    for (const id of idsOf(inventory, item)) {
      const subject = id === undefined ? undefined : subjects.get(id);
      if (subject !== undefined) return subject;
    }
    return undefined;
  };
  known.set(inventory, find);
  return find;
}

/** By the id of every part, the parts of endpoints first. */
function firstSubjects(inventory: Inventory, lookup: Lookup): ReadonlyMap<string, string> {
  const subjects = new Map<string, string>();
  const claim = (subject: string, parts: readonly (string | undefined)[]): void => {
    for (const part of parts) if (part !== undefined && !subjects.has(part)) subjects.set(part, subject);
  };
  const [endpoints, services] = [inventory.endpoints, inventory.services].map((items) => [...items.keys()].sort());
  for (const id of [...(endpoints ?? []), ...(services ?? [])]) subjects.set(id, id);
  for (const id of endpoints ?? []) claim(id, endpointParts(inventory, lookup, id));
  for (const id of services ?? []) claim(id, serviceParts(inventory, lookup, id));
  return subjects;
}

function endpointParts(inventory: Inventory, lookup: Lookup, id: string): readonly (string | undefined)[] {
  const endpoint = inventory.endpoints.get(id);
  if (endpoint === undefined) return [];
  const { subnetIds = [], networkInterfaceIds = [], groupIds = [], routeTableIds = [] } = endpoint;
  return [
    ...[...subnetIds, ...networkInterfaceIds, ...groupIds, ...routeTableIds],
    ...subnetIds.map((subnet) => lookup.aclOf(subnet)?.id),
    ...[endpoint.vpcId, endpoint.resourceConfigurationArn, endpoint.serviceNetworkArn],
    endpoint.serviceName,
  ];
}

function serviceParts(inventory: Inventory, lookup: Lookup, id: string): readonly (string | undefined)[] {
  const service = inventory.services.get(id);
  const arns = [...(service?.networkLoadBalancerArns ?? []), ...(service?.gatewayLoadBalancerArns ?? [])];
  const behind = arns.flatMap((arn) => {
    const balancer = inventory.loadBalancers.get(arn);
    const subnets = (balancer?.zones ?? []).map((zone) => zone.subnetId);
    const listeners = lookup.listenersOf(arn);
    const groups = listeners.flatMap((listener) => listener.forwards.map((forward) => forward.targetGroupArn));
    return [
      ...[arn, balancer?.vpcId, ...subnets, ...(balancer?.securityGroupIds ?? [])],
      ...subnets.map((subnet) => (subnet === undefined ? undefined : lookup.aclOf(subnet)?.id)),
      ...listeners.map((listener) => listener.id),
      ...listeners.flatMap((listener) => listener.certificateArns ?? []),
      ...groups,
      ...groups.flatMap((group) => lookup.targetsOf(group).map((target) => target.id)),
    ];
  });
  return [...behind, service?.serviceName];
}

/** The resource's own id, and what it is a part of in turn. */
function idsOf(inventory: Inventory, { id, kind }: ResourceBase): readonly (string | undefined)[] {
  switch (kind) {
    case 'endpoint-connection': {
      const connection = inventory.connections.get(id);
      return [connection?.endpointId, connection?.serviceId];
    }
    case 'service-permission':
      return [inventory.permissions.get(id)?.serviceId];
    case 'connection-notification': {
      const notification = inventory.notifications.get(id);
      return [notification?.endpointId, notification?.serviceId];
    }
    case 'endpoint-association':
      return [inventory.endpointAssociations.get(id)?.endpointId];
    case 'security-group-rule':
      return [inventory.securityGroupRules.get(id)?.groupId];
    case 'security-group-vpc-association':
      return [inventory.securityGroupVpcAssociations.get(id)?.groupId];
    case 'listener-rule':
      return [inventory.listenerRules.get(id)?.listenerArn];
    case 'listener-certificate':
      return [inventory.listenerCertificates.get(id)?.listenerArn];
    case 'flow-log':
      return [inventory.flowLogs.get(id)?.resourceId];
    case 'resource-configuration':
      return [inventory.resourceConfigurations.get(id)?.arn];
    case 'service-network':
      return [inventory.serviceNetworks.get(id)?.arn];
    case 'resource-endpoint-association':
      return [inventory.resourceEndpointAssociations.get(id)?.endpointId];
    case 'service-network-endpoint':
      return [inventory.serviceNetworkEndpoints.get(id)?.endpointId];
    default:
      return [id];
  }
}
