import { connectionNotificationKind, type ConnectionNotification } from '../resources/connection-notification.ts';
import { dhcpOptionsKind, type DhcpOptions } from '../resources/dhcp-options.ts';
import {
  loadBalancerAttributesKind,
  targetGroupAttributesKind,
  type ElbAttributes,
} from '../resources/elb-attributes.ts';
import { endpointConnectionKind, type EndpointConnection } from '../resources/endpoint-connection.ts';
import { endpointServiceKind, type EndpointService } from '../resources/endpoint-service.ts';
import type { ResourceBase, ResourceKind } from '../resources/kind.ts';
import { listenerKind, type Listener } from '../resources/listener.ts';
import { loadBalancerKind, type LoadBalancer } from '../resources/load-balancer.ts';
import { networkAclKind, type NetworkAcl } from '../resources/network-acl.ts';
import { networkInterfaceKind, type NetworkInterface } from '../resources/network-interface.ts';
import { managedPrefixListKind, prefixListKind, type PrefixList } from '../resources/prefix-list.ts';
import { routeTableKind, type RouteTable } from '../resources/route-table.ts';
import { securityGroupKind, type SecurityGroup } from '../resources/security-group.ts';
import { serviceDetailKind, type ServiceDetail } from '../resources/service-detail.ts';
import { servicePermissionKind, type ServicePermission } from '../resources/service-permission.ts';
import { subnetKind, type Subnet } from '../resources/subnet.ts';
import { targetGroupKind, type TargetGroup } from '../resources/target-group.ts';
import { targetHealthKind, type TargetHealth } from '../resources/target-health.ts';
import { vpcAttributeKind, type VpcAttribute } from '../resources/vpc-attribute.ts';
import { vpcEndpointKind, type VpcEndpoint } from '../resources/vpc-endpoint.ts';
import { vpcKind, type Vpc } from '../resources/vpc.ts';
import { buildCoverage, type Coverage } from './coverage.ts';
import { stableStringify } from './json.ts';
import { GLOBAL_REGION, type Snapshot, type SnapshotCall, type SnapshotScope } from './snapshot.ts';

export interface InventoryScope {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly profiles: readonly string[];
}

/**
 * Everything that was read, normalised and keyed by id, with the coverage that says what an absence means.
 * Service details are keyed by `serviceDetailKey`: each consumer sees its own.
 */
export interface Inventory {
  readonly capturedAt: string;
  /** Each account in each Region that was read. */
  readonly scopes: readonly InventoryScope[];
  readonly coverage: Coverage;
  readonly endpoints: ReadonlyMap<string, VpcEndpoint>;
  readonly services: ReadonlyMap<string, EndpointService>;
  readonly serviceDetails: ReadonlyMap<string, ServiceDetail>;
  readonly connections: ReadonlyMap<string, EndpointConnection>;
  readonly permissions: ReadonlyMap<string, ServicePermission>;
  readonly notifications: ReadonlyMap<string, ConnectionNotification>;
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly vpcAttributes: ReadonlyMap<string, VpcAttribute>;
  readonly dhcpOptions: ReadonlyMap<string, DhcpOptions>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly routeTables: ReadonlyMap<string, RouteTable>;
  readonly networkAcls: ReadonlyMap<string, NetworkAcl>;
  readonly securityGroups: ReadonlyMap<string, SecurityGroup>;
  readonly networkInterfaces: ReadonlyMap<string, NetworkInterface>;
  readonly prefixLists: ReadonlyMap<string, PrefixList>;
  readonly loadBalancers: ReadonlyMap<string, LoadBalancer>;
  readonly loadBalancerAttributes: ReadonlyMap<string, ElbAttributes>;
  readonly listeners: ReadonlyMap<string, Listener>;
  readonly targetGroups: ReadonlyMap<string, TargetGroup>;
  readonly targetGroupAttributes: ReadonlyMap<string, ElbAttributes>;
  readonly targetHealth: ReadonlyMap<string, TargetHealth>;
}

/** The key of a service as one account in one Region sees it. */
export function serviceDetailKey(account: string, region: string, serviceName: string): string {
  return `${account} ${region} ${serviceName}`;
}

/**
 * The inventory of one or more snapshots. Input order does not matter: of two complete answers to one request the newer
 * counts alone, of two views of one resource the owner's wins, then that of the lower account id, and of one account's
 * the newer. Never throws: what cannot be read is left out, and its coverage row stays.
 */
export function buildInventory(snapshots: readonly Snapshot[]): Inventory {
  const scopes = [...newestAnswers(snapshots.flatMap((snapshot) => snapshot.scopes))].sort((a, b) =>
    compare(scopeOrder(a), scopeOrder(b)),
  );
  const answers = byOperation(scopes);
  const all = <T extends ResourceBase>(...kinds: readonly ResourceKind<T>[]): ReadonlyMap<string, T> =>
    collectKind(answers, kinds, (item) => item.id);
  return {
    capturedAt: snapshots.map((snapshot) => snapshot.capturedAt).sort()[0] ?? new Date(0).toISOString(),
    scopes: mergeScopes(scopes),
    coverage: buildCoverage(scopes),
    endpoints: all(vpcEndpointKind),
    services: all(endpointServiceKind),
    serviceDetails: collectKind(answers, [serviceDetailKind], (item) =>
      serviceDetailKey(item.seenBy, item.region, item.serviceName),
    ),
    connections: all(endpointConnectionKind),
    permissions: all(servicePermissionKind),
    notifications: all(connectionNotificationKind),
    vpcs: all(vpcKind),
    vpcAttributes: all(vpcAttributeKind),
    dhcpOptions: all(dhcpOptionsKind),
    subnets: all(subnetKind),
    routeTables: all(routeTableKind),
    networkAcls: all(networkAclKind),
    securityGroups: all(securityGroupKind),
    networkInterfaces: all(networkInterfaceKind),
    prefixLists: all(prefixListKind, managedPrefixListKind),
    loadBalancers: all(loadBalancerKind),
    loadBalancerAttributes: all(loadBalancerAttributesKind),
    listeners: all(listenerKind),
    targetGroups: all(targetGroupKind),
    targetGroupAttributes: all(targetGroupAttributesKind),
    targetHealth: all(targetHealthKind),
  };
}

/** The scopes without the calls that a complete answer to the same request has replaced. */
function newestAnswers(scopes: readonly SnapshotScope[]): readonly SnapshotScope[] {
  const requestOf = (scope: SnapshotScope, call: SnapshotCall): string =>
    `${scope.partition} ${scope.account} ${scope.region} ${call.operation} ${stableStringify(call.params)}`;
  const newest = new Map<string, SnapshotCall>();
  for (const scope of scopes) {
    for (const call of scope.calls) {
      if (!isComplete(call)) continue;
      const request = requestOf(scope, call);
      const known = newest.get(request);
      if (known === undefined || isNewer(call, known)) newest.set(request, call);
    }
  }
  return scopes.map((scope) => ({
    ...scope,
    calls: scope.calls.filter((call) => (newest.get(requestOf(scope, call)) ?? call) === call),
  }));
}

function isComplete(call: SnapshotCall): boolean {
  return call.complete && call.status === 'ok';
}

/** Answers of one moment are told apart by their text, so that their order does not matter. */
function isNewer(a: SnapshotCall, b: SnapshotCall): boolean {
  const [at, than] = [Date.parse(a.capturedAt), Date.parse(b.capturedAt)];
  return at === than ? stableStringify(a.output) > stableStringify(b.output) : at > than;
}

function scopeOrder(scope: SnapshotScope): string {
  return `${scope.partition} ${scope.account} ${scope.region} ${scope.profiles.join(' ')}`;
}

function mergeScopes(scopes: readonly SnapshotScope[]): readonly InventoryScope[] {
  const merged = new Map<string, InventoryScope>();
  for (const { partition, account, region, profiles } of scopes) {
    if (region === GLOBAL_REGION) continue;
    const key = `${partition} ${account} ${region}`;
    const known = merged.get(key);
    const all = [...new Set([...(known?.profiles ?? []), ...profiles])].sort();
    merged.set(key, { partition, account, region, profiles: all });
  }
  return [...merged.values()];
}

/** An answer with the scope that it is from. */
interface Answer {
  readonly scope: SnapshotScope;
  readonly call: SnapshotCall;
}

/** By operation: account by account, its newest answers first, so that the order in which they came does not matter. */
function byOperation(scopes: readonly SnapshotScope[]): ReadonlyMap<string, readonly Answer[]> {
  const found = new Map<string, (Answer & { readonly order: string })[]>();
  for (const scope of scopes) {
    for (const call of scope.calls) {
      const order = `${scope.region} ${scope.profiles.join(' ')} ${stableStringify(call.params)}`;
      const answers = found.get(call.operation);
      if (answers === undefined) found.set(call.operation, [{ scope, call, order }]);
      else answers.push({ scope, call, order });
    }
  }
  for (const answers of found.values()) {
    answers.sort(
      (a, b) =>
        compare(`${a.scope.partition} ${a.scope.account}`, `${b.scope.partition} ${b.scope.account}`) ||
        Date.parse(b.call.capturedAt) - Date.parse(a.call.capturedAt) ||
        compare(a.order, b.order),
    );
  }
  return found;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function collectKind<T extends ResourceBase>(
  answers: ReadonlyMap<string, readonly Answer[]>,
  kinds: readonly ResourceKind<T>[],
  key: (item: T) => string,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const kind of kinds) {
    for (const { call, scope } of answers.get(kind.operation) ?? []) {
      for (const item of kind.read(call, scope)) {
        const known = found.get(key(item));
        if (known === undefined || (known.seenBy !== known.account && item.seenBy === item.account)) {
          found.set(key(item), item);
        }
      }
    }
  }
  return found;
}
