import type { Family } from './model/cidr.ts';
import type { Inventory } from './model/inventory.ts';
import type { EndpointAssociation } from './resources/endpoint-association.ts';
import type { ConnectionNotification } from './resources/connection-notification.ts';
import type { EndpointConnection } from './resources/endpoint-connection.ts';
import type { EndpointService } from './resources/endpoint-service.ts';
import type { FirewallAssociation } from './resources/firewall-association.ts';
import type { FlowLog } from './resources/flow-log.ts';
import type { HostedZone } from './resources/hosted-zone.ts';
import type { Listener } from './resources/listener.ts';
import type { NetworkAcl } from './resources/network-acl.ts';
import type { NetworkInterface } from './resources/network-interface.ts';
import type { RecordSet } from './resources/record-set.ts';
import type { QueryLogAssociation } from './resources/query-log-association.ts';
import type { ResolverRule } from './resources/resolver-rule.ts';
import type { ResolverRuleAssociation } from './resources/resolver-rule-association.ts';
import type { ListenerCertificate } from './resources/listener-certificate.ts';
import type { RouteTable } from './resources/route-table.ts';
import type { ServiceNetworkResource } from './resources/service-network-resource.ts';
import type { ServicePermission } from './resources/service-permission.ts';
import type { Subnet } from './resources/subnet.ts';
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
  /** The route table of a subnet: its own, else the VPC's main one. */
  readonly routeTableOf: (subnetId: string) => RouteTable | undefined;
  /** The interface of a VPC that has a private address. */
  readonly interfaceAt: (vpcId: string, address: string) => NetworkInterface | undefined;
  /** The primary interface of an instance. */
  readonly interfaceOfInstance: (instanceId: string) => NetworkInterface | undefined;
  readonly endpointsOf: (vpcId: string) => readonly VpcEndpoint[];
  readonly endpointsOfAccount: (account: string) => readonly VpcEndpoint[];
  readonly routeTablesOf: (vpcId: string) => readonly RouteTable[];
  readonly subnetsOf: (vpcId: string) => readonly Subnet[];
  /** By the name of the zone, which is each account’s own. */
  readonly subnetsInZone: (zoneName: string) => readonly Subnet[];
  /** The private hosted zones that a VPC resolves. */
  readonly zonesOf: (vpcId: string) => readonly HostedZone[];
  readonly recordsOf: (hostedZoneId: string) => readonly RecordSet[];
  /** The Resolver rules that hold in a VPC. */
  readonly resolverRulesOf: (vpcId: string) => readonly ResolverRule[];
  readonly resolverRuleAssociationsIn: (region: string) => readonly ResolverRuleAssociation[];
  /** The query logs of what is asked in a VPC. */
  readonly queryLogsOf: (vpcId: string) => readonly QueryLogAssociation[];
  /** The certificates of a listener beside its default one. */
  readonly certificatesOf: (listenerArn: string) => readonly ListenerCertificate[];
  readonly firewallsOf: (vpcId: string) => readonly FirewallAssociation[];
  /** The flow logs of a VPC, subnet or network interface. */
  readonly flowLogsOf: (resourceId: string) => readonly FlowLog[];
  /** What tells of an endpoint's or a service's connections. */
  readonly notificationsOf: (id: string) => readonly ConnectionNotification[];
  readonly aclOf: (subnetId: string) => NetworkAcl | undefined;
  /** What a resource or service-network endpoint reaches. */
  readonly associationsOf: (endpointId: string) => readonly EndpointAssociation[];
  /** The resource configurations in a service network. */
  readonly membersOf: (serviceNetworkArn: string) => readonly ServiceNetworkResource[];
}

/** `vpce-svc-…` out of a service name; `undefined` for AWS's own services. */
export function serviceIdOf(serviceName: string): string | undefined {
  return /(?:^|\.)(vpce-svc-[0-9a-z]+)$/.exec(serviceName)?.[1];
}

/** The joins of an inventory, each made when it is first asked for and kept as long as the inventory is. */
export function buildLookup(inventory: Inventory): Lookup {
  const known = LOOKUPS.get(inventory);
  if (known !== undefined) return known;
  const lookup = lookupOf(inventory);
  LOOKUPS.set(inventory, lookup);
  return lookup;
}

const LOOKUPS = new WeakMap<Inventory, Lookup>();

function lookupOf(inventory: Inventory): Lookup {
  const services = once(() => {
    const found = new Map<string, EndpointService>();
    for (const service of sorted(inventory.services)) {
      found.set(`${service.region} ${service.id}`, service);
      if (service.serviceName !== undefined) found.set(`${service.region} ${service.serviceName}`, service);
    }
    return found;
  });
  const serviceByName = (name: string, region: string): EndpointService | undefined =>
    services().get(`${region} ${name}`) ?? services().get(`${region} ${serviceIdOf(name) ?? ''}`);
  const interfacesOf = grouped(inventory.networkInterfaces, (item) => item.vpcId);
  const ofEndpoints = once(
    () => new Set([...inventory.endpoints.values()].flatMap((item) => item.networkInterfaceIds ?? [])),
  );
  const acls = once(
    () =>
      new Map(
        sorted(inventory.networkAcls).flatMap((acl) => acl.subnetIds.map((id): [string, NetworkAcl] => [id, acl])),
      ),
  );
  const workloads = new Map<string, readonly Source[]>();
  const workloadsOf = (vpcId: string, family: Family): readonly Source[] => {
    const key = `${family} ${vpcId}`;
    const known = workloads.get(key);
    if (known !== undefined) return known;
    const own = interfacesOf(vpcId).filter((item) => isWorkload(item) && !ofEndpoints().has(item.id));
    const found = own.flatMap((item) => interfaceSource(item, family) ?? []);
    workloads.set(key, found);
    return found;
  };
  const addresses = once(
    () =>
      new Map(
        sorted(inventory.networkInterfaces).flatMap((item) =>
          [...(item.privateIps ?? []), ...(item.ipv6Addresses ?? [])].map((address): [string, NetworkInterface] => [
            `${item.vpcId ?? ''} ${address}`,
            item,
          ]),
        ),
      ),
  );
  const tables = once(() => {
    const all = sorted(inventory.routeTables);
    return {
      explicit: new Map(all.flatMap((table) => table.subnetIds.map((id): [string, RouteTable] => [id, table]))),
      main: new Map(all.flatMap((table): [string, RouteTable][] => (table.main ? [[table.vpcId ?? '', table]] : []))),
    };
  });
  const ofInstance = grouped(inventory.networkInterfaces, (item) => item.instanceId);
  const ruleAssociationsOf = grouped(inventory.resolverRuleAssociations, (item) => item.vpcId);
  return {
    serviceByName,
    endpointsOfService: grouped(inventory.endpoints, ({ serviceName, serviceRegion, region }) =>
      serviceName === undefined ? undefined : serviceByName(serviceName, serviceRegion ?? region)?.id,
    ),
    connectionsOfService: grouped(inventory.connections, (item) => item.serviceId),
    permissionsOfService: grouped(inventory.permissions, (item) => item.serviceId),
    listenersOf: grouped(inventory.listeners, (item) => item.loadBalancerArn),
    targetsOf: grouped(inventory.targetHealth, (item) => item.targetGroupArn),
    interfacesOf,
    workloadsOf,
    routeTableOf: (id) =>
      tables().explicit.get(id) ?? tables().main.get(inventory.subnets.get(id)?.vpcId ?? 'of no VPC'),
    interfaceAt: (vpcId, address) => addresses().get(`${vpcId} ${address}`),
    interfaceOfInstance: (id) => ofInstance(id).find((item) => (item.deviceIndex ?? 0) === 0),
    endpointsOf: grouped(inventory.endpoints, (item) => item.vpcId),
    endpointsOfAccount: grouped(inventory.endpoints, (item) => item.account),
    routeTablesOf: grouped(inventory.routeTables, (item) => item.vpcId),
    subnetsOf: grouped(inventory.subnets, (item) => item.vpcId),
    subnetsInZone: grouped(inventory.subnets, (item) => item.zoneName),
    zonesOf: grouped(inventory.hostedZones, (item) => item.vpcId),
    recordsOf: grouped(inventory.recordSets, (item) => item.hostedZoneId),
    resolverRuleAssociationsIn: grouped(inventory.resolverRuleAssociations, (item) => item.region),
    queryLogsOf: grouped(inventory.queryLogAssociations, (item) => item.vpcId),
    certificatesOf: grouped(inventory.listenerCertificates, (item) => item.listenerArn),
    firewallsOf: grouped(inventory.firewallAssociations, (item) => item.vpcId),
    flowLogsOf: grouped(inventory.flowLogs, (item) => item.resourceId),
    notificationsOf: grouped(inventory.notifications, (item) => item.serviceId ?? item.endpointId),
    resolverRulesOf: (vpcId) =>
      ruleAssociationsOf(vpcId)
        .filter((item) => item.status === undefined || item.status === 'complete')
        .flatMap((item) => inventory.resolverRules.get(item.resolverRuleId ?? '') ?? []),
    aclOf: (id) => acls().get(id),
    associationsOf: grouped(inventory.endpointAssociations, (item) => item.endpointId),
    membersOf: grouped(inventory.serviceNetworkResources, (item) => item.serviceNetworkArn),
  };
}

function once<T>(build: () => T): () => T {
  let built: { readonly value: T } | undefined;
  return () => (built ??= { value: build() }).value;
}

/** The items by what `key` says of them, sorted by id; those of which it says nothing are in no list. */
function grouped<T extends { readonly id: string }>(
  items: ReadonlyMap<string, T>,
  key: (item: T) => string | undefined,
): (name: string) => readonly T[] {
  const groups = once(() => group(sorted(items), key));
  const none: readonly T[] = [];
  return (name) => groups().get(name) ?? none;
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
