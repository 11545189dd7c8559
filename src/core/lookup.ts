import type { Family } from './model/cidr.ts';
import type { Inventory } from './model/inventory.ts';
import type { EndpointConnection } from './resources/endpoint-connection.ts';
import type { EndpointService } from './resources/endpoint-service.ts';
import type { Listener } from './resources/listener.ts';
import type { NetworkAcl } from './resources/network-acl.ts';
import type { NetworkInterface } from './resources/network-interface.ts';
import type { ServicePermission } from './resources/service-permission.ts';
import type { TargetHealth } from './resources/target-health.ts';
import type { VpcEndpoint } from './resources/vpc-endpoint.ts';
import { interfaceSource, isWorkload, type Source } from './workloads.ts';

/** The inventory's backward joins, built once for a run: who belongs to what. Every list is sorted by id. */
export interface Lookup {
  readonly serviceByName: (serviceName: string, region: string) => EndpointService | undefined;
  readonly endpointsOfService: (serviceId: string) => readonly VpcEndpoint[];
  readonly connectionsOfService: (serviceId: string) => readonly EndpointConnection[];
  readonly permissionsOfService: (serviceId: string) => readonly ServicePermission[];
  readonly listenersOf: (loadBalancerArn: string) => readonly Listener[];
  readonly targetsOf: (targetGroupArn: string) => readonly TargetHealth[];
  readonly interfacesOf: (vpcId: string) => readonly NetworkInterface[];
  /** The interfaces of a VPC that clients may be behind. */
  readonly workloadsOf: (vpcId: string, family: Family) => readonly Source[];
  readonly aclOf: (subnetId: string) => NetworkAcl | undefined;
}

/** `vpce-svc-…` out of a service name; `undefined` for AWS's own services. */
export function serviceIdOf(serviceName: string): string | undefined {
  return /(?:^|\.)(vpce-svc-[0-9a-z]+)$/.exec(serviceName)?.[1];
}

export function buildLookup(inventory: Inventory): Lookup {
  const services = new Map<string, EndpointService>();
  for (const service of sorted(inventory.services)) {
    services.set(`${service.region} ${service.id}`, service);
    if (service.serviceName !== undefined) services.set(`${service.region} ${service.serviceName}`, service);
  }
  const serviceByName = (name: string, region: string): EndpointService | undefined =>
    services.get(`${region} ${name}`) ?? services.get(`${region} ${serviceIdOf(name) ?? ''}`);
  const none: readonly never[] = [];
  const endpoints = group(sorted(inventory.endpoints), (endpoint) =>
    endpoint.serviceName === undefined
      ? undefined
      : serviceByName(endpoint.serviceName, endpoint.serviceRegion ?? endpoint.region)?.id,
  );
  const connections = group(sorted(inventory.connections), (item) => item.serviceId);
  const permissions = group(sorted(inventory.permissions), (item) => item.serviceId);
  const listeners = group(sorted(inventory.listeners), (item) => item.loadBalancerArn);
  const targets = group(sorted(inventory.targetHealth), (item) => item.targetGroupArn);
  const interfaces = group(sorted(inventory.networkInterfaces), (item) => item.vpcId);
  const ofEndpoints = new Set([...inventory.endpoints.values()].flatMap((item) => item.networkInterfaceIds ?? []));
  const acls = new Map(
    sorted(inventory.networkAcls).flatMap((acl) => acl.subnetIds.map((id): [string, NetworkAcl] => [id, acl])),
  );
  const workloads = new Map<string, readonly Source[]>();
  const workloadsOf = (vpcId: string, family: Family): readonly Source[] => {
    const key = `${family} ${vpcId}`;
    const known = workloads.get(key);
    if (known !== undefined) return known;
    const own = (interfaces.get(vpcId) ?? []).filter((item) => isWorkload(item) && !ofEndpoints.has(item.id));
    const found = own.flatMap((item) => interfaceSource(item, family) ?? []);
    workloads.set(key, found);
    return found;
  };
  return {
    serviceByName,
    endpointsOfService: (id) => endpoints.get(id) ?? none,
    connectionsOfService: (id) => connections.get(id) ?? none,
    permissionsOfService: (id) => permissions.get(id) ?? none,
    listenersOf: (arn) => listeners.get(arn) ?? none,
    targetsOf: (arn) => targets.get(arn) ?? none,
    interfacesOf: (id) => interfaces.get(id) ?? none,
    workloadsOf,
    aclOf: (id) => acls.get(id),
  };
}

function sorted<T extends { readonly id: string }>(items: ReadonlyMap<string, T>): readonly T[] {
  return [...items.values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function group<T>(items: readonly T[], key: (item: T) => string | undefined): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    if (name === undefined) continue;
    const list = groups.get(name);
    if (list === undefined) groups.set(name, [item]);
    else list.push(item);
  }
  return groups;
}
