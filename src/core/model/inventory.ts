import { accountAliasKind, type AccountAlias } from '../resources/account-alias.ts';
import { alarmKind, type Alarm } from '../resources/alarm.ts';
import { availabilityZoneKind, type AvailabilityZone } from '../resources/availability-zone.ts';
import { certificateKind, type Certificate } from '../resources/certificate.ts';
import { connectionNotificationKind, type ConnectionNotification } from '../resources/connection-notification.ts';
import { dhcpOptionsKind, type DhcpOptions } from '../resources/dhcp-options.ts';
import { domainVerificationKind, type DomainVerification } from '../resources/domain-verification.ts';
import {
  listenerAttributesKind,
  loadBalancerAttributesKind,
  targetGroupAttributesKind,
  type ElbAttributes,
} from '../resources/elb-attributes.ts';
import { elbTagsKind, withTags } from '../resources/elb-tags.ts';
import { endpointAssociationKind, type EndpointAssociation } from '../resources/endpoint-association.ts';
import { endpointConnectionKind, type EndpointConnection } from '../resources/endpoint-connection.ts';
import { endpointServiceKind, type EndpointService } from '../resources/endpoint-service.ts';
import { eventKind, type ManagementEvent } from '../resources/event.ts';
import { firewallAssociationKind, type FirewallAssociation } from '../resources/firewall-association.ts';
import { flowLogKind, type FlowLog } from '../resources/flow-log.ts';
import { hostedZoneKind, type HostedZone } from '../resources/hosted-zone.ts';
import { leavesOut, type ResourceBase, type ResourceKind } from '../resources/kind.ts';
import { listenerCertificateKind, type ListenerCertificate } from '../resources/listener-certificate.ts';
import { listenerRuleKind, type ListenerRule } from '../resources/listener-rule.ts';
import { listenerKind, type Listener } from '../resources/listener.ts';
import { loadBalancerKind, type LoadBalancer } from '../resources/load-balancer.ts';
import { managedPrefixListKind, type ManagedPrefixList } from '../resources/managed-prefix-list.ts';
import { metricDataKind, type MetricData } from '../resources/metric-data.ts';
import { natGatewayKind, type NatGateway } from '../resources/nat-gateway.ts';
import { networkAclKind, type NetworkAcl } from '../resources/network-acl.ts';
import { networkInterfaceKind, type NetworkInterface } from '../resources/network-interface.ts';
import { organizationKind, type Organization } from '../resources/organization.ts';
import { peeringConnectionKind, type PeeringConnection } from '../resources/peering-connection.ts';
import { prefixListEntriesKind, prefixListKind, type PrefixList } from '../resources/prefix-list.ts';
import { productKind, type Product } from '../resources/product.ts';
import { queryLogAssociationKind, type QueryLogAssociation } from '../resources/query-log-association.ts';
import { recordSetKind, type RecordSet } from '../resources/record-set.ts';
import { regionKind, type Region } from '../resources/region.ts';
import { resolverEndpointKind, type ResolverEndpoint } from '../resources/resolver-endpoint.ts';
import { resolverRuleAssociationKind, type ResolverRuleAssociation } from '../resources/resolver-rule-association.ts';
import { resolverRuleKind, type ResolverRule } from '../resources/resolver-rule.ts';
import {
  resourceConfigurationDetailKind,
  resourceConfigurationKind,
  withDetail,
  type ResourceConfiguration,
} from '../resources/resource-configuration.ts';
import {
  resourceEndpointAssociationKind,
  type ResourceEndpointAssociation,
} from '../resources/resource-endpoint-association.ts';
import { resourceGatewayKind, type ResourceGateway } from '../resources/resource-gateway.ts';
import {
  resourceShareAssociationKind,
  type ResourceShareAssociation,
} from '../resources/resource-share-association.ts';
import { resourceShareKind, type ResourceShare } from '../resources/resource-share.ts';
import { routeTableKind, type RouteTable } from '../resources/route-table.ts';
import { securityGroupRuleKind, type SecurityGroupRule } from '../resources/security-group-rule.ts';
import {
  securityGroupVpcAssociationKind,
  type SecurityGroupVpcAssociation,
} from '../resources/security-group-vpc-association.ts';
import { securityGroupKind, type SecurityGroup } from '../resources/security-group.ts';
import { serviceDetailKind, type ServiceDetail } from '../resources/service-detail.ts';
import { serviceNetworkEndpointKind, type ServiceNetworkEndpoint } from '../resources/service-network-endpoint.ts';
import { serviceNetworkResourceKind, type ServiceNetworkResource } from '../resources/service-network-resource.ts';
import { serviceNetworkKind, type ServiceNetwork } from '../resources/service-network.ts';
import { servicePermissionKind, type ServicePermission } from '../resources/service-permission.ts';
import { serviceQuotaKind, type ServiceQuota } from '../resources/service-quota.ts';
import { subnetKind, type Subnet } from '../resources/subnet.ts';
import { targetGroupKind, type TargetGroup } from '../resources/target-group.ts';
import { targetHealthKind, type TargetHealth } from '../resources/target-health.ts';
import {
  transitGatewayAssociationKind,
  type TransitGatewayAssociation,
} from '../resources/transit-gateway-association.ts';
import {
  transitGatewayAttachmentKind,
  type TransitGatewayAttachment,
} from '../resources/transit-gateway-attachment.ts';
import {
  transitGatewayRouteTableKind,
  type TransitGatewayRouteTable,
} from '../resources/transit-gateway-route-table.ts';
import { transitGatewayRouteKind, type TransitGatewayRoute } from '../resources/transit-gateway-route.ts';
import { vpcAttributeKind, type VpcAttribute } from '../resources/vpc-attribute.ts';
import { vpcEndpointKind, type VpcEndpoint } from '../resources/vpc-endpoint.ts';
import { vpcKind, type Vpc } from '../resources/vpc.ts';
import { buildCoverage, type Coverage } from './coverage.ts';
import { stableStringify } from './json.ts';
import { type UnreadScope, GLOBAL_REGION, type Snapshot, type SnapshotCall, type SnapshotScope } from './snapshot.ts';
import { compareTexts } from '../order.ts';

export interface InventoryScope {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly profiles: readonly string[];
  /** As in the snapshot. */
  readonly addressSpace?: string;
}

/**
 * Everything that was read, normalised and keyed by id, with the coverage that says what an absence means.
 * Service details are keyed by `serviceDetailKey`: each consumer sees its own.
 */
export interface Inventory {
  readonly capturedAt: string;
  /** Each account in each Region that was read. */
  readonly scopes: readonly InventoryScope[];
  /** What was to be read and could not be entered. */
  readonly unread: readonly UnreadScope[];
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
  readonly listenerAttributes: ReadonlyMap<string, ElbAttributes>;
  readonly availabilityZones: ReadonlyMap<string, AvailabilityZone>;
  readonly regions: ReadonlyMap<string, Region>;
  readonly endpointAssociations: ReadonlyMap<string, EndpointAssociation>;
  readonly securityGroupRules: ReadonlyMap<string, SecurityGroupRule>;
  readonly securityGroupVpcAssociations: ReadonlyMap<string, SecurityGroupVpcAssociation>;
  readonly managedPrefixLists: ReadonlyMap<string, ManagedPrefixList>;
  readonly flowLogs: ReadonlyMap<string, FlowLog>;
  readonly peeringConnections: ReadonlyMap<string, PeeringConnection>;
  readonly transitGatewayAttachments: ReadonlyMap<string, TransitGatewayAttachment>;
  readonly transitGatewayRouteTables: ReadonlyMap<string, TransitGatewayRouteTable>;
  readonly transitGatewayRoutes: ReadonlyMap<string, TransitGatewayRoute>;
  readonly transitGatewayAssociations: ReadonlyMap<string, TransitGatewayAssociation>;
  readonly natGateways: ReadonlyMap<string, NatGateway>;
  readonly listenerCertificates: ReadonlyMap<string, ListenerCertificate>;
  readonly listenerRules: ReadonlyMap<string, ListenerRule>;
  readonly certificates: ReadonlyMap<string, Certificate>;
  readonly hostedZones: ReadonlyMap<string, HostedZone>;
  readonly recordSets: ReadonlyMap<string, RecordSet>;
  readonly resolverRules: ReadonlyMap<string, ResolverRule>;
  readonly resolverRuleAssociations: ReadonlyMap<string, ResolverRuleAssociation>;
  readonly resolverEndpoints: ReadonlyMap<string, ResolverEndpoint>;
  readonly firewallAssociations: ReadonlyMap<string, FirewallAssociation>;
  readonly queryLogAssociations: ReadonlyMap<string, QueryLogAssociation>;
  readonly resourceGateways: ReadonlyMap<string, ResourceGateway>;
  readonly resourceConfigurations: ReadonlyMap<string, ResourceConfiguration>;
  readonly resourceEndpointAssociations: ReadonlyMap<string, ResourceEndpointAssociation>;
  readonly serviceNetworks: ReadonlyMap<string, ServiceNetwork>;
  readonly serviceNetworkResources: ReadonlyMap<string, ServiceNetworkResource>;
  readonly serviceNetworkEndpoints: ReadonlyMap<string, ServiceNetworkEndpoint>;
  readonly domainVerifications: ReadonlyMap<string, DomainVerification>;
  readonly resourceShares: ReadonlyMap<string, ResourceShare>;
  readonly resourceShareAssociations: ReadonlyMap<string, ResourceShareAssociation>;
  readonly serviceQuotas: ReadonlyMap<string, ServiceQuota>;
  readonly accountAliases: ReadonlyMap<string, AccountAlias>;
  readonly organizations: ReadonlyMap<string, Organization>;
  readonly alarms: ReadonlyMap<string, Alarm>;
  readonly metricData: ReadonlyMap<string, MetricData>;
  readonly events: ReadonlyMap<string, ManagementEvent>;
  readonly products: ReadonlyMap<string, Product>;
}

/**
 * The key of a service as one account in one Region sees it. S3 and DynamoDB have a gateway and an interface service under
 * one name (https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html).
 *
 * @param type of the endpoint or service
 */
export function serviceDetailKey(
  account: string,
  region: string,
  serviceName: string,
  type: string | undefined,
): string {
  return `${account} ${region} ${serviceName}${type === 'Gateway' ? ' Gateway' : ''}`;
}

/**
 * The inventory of one or more snapshots. Input order does not matter: of two complete answers to one request the newer
 * counts alone, of two views of one resource the owner's wins, then that of the lower account id, and of one account's
 * the newer. Never throws: what cannot be read is left out, and its coverage row stays.
 */
export function buildInventory(snapshots: readonly Snapshot[]): Inventory {
  const scopes = [...newestAnswers(snapshots.flatMap((snapshot) => snapshot.scopes))].sort((a, b) =>
    compareTexts(scopeOrder(a), scopeOrder(b)),
  );
  const answers = byOperation(scopes);
  const partial = new Set<SnapshotCall>();
  const all = <T extends ResourceBase>(...kinds: readonly ResourceKind<T>[]): ReadonlyMap<string, T> =>
    collectKind(answers, kinds, (item) => item.id, partial);
  const elbTags = all(elbTagsKind);
  const tagged = <T extends ResourceBase>(items: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...items].map(([id, item]) => [id, withTags(item, elbTags.get(id))]));
  const resources: Omit<Inventory, 'coverage'> = {
    capturedAt: snapshots.map((snapshot) => snapshot.capturedAt).sort()[0] ?? new Date(0).toISOString(),
    scopes: mergeScopes(scopes),
    unread: snapshots.flatMap((snapshot) => snapshot.unread ?? []),
    endpoints: all(vpcEndpointKind),
    services: all(endpointServiceKind),
    serviceDetails: collectKind(
      answers,
      [serviceDetailKind],
      (item) => serviceDetailKey(item.seenBy, item.region, item.serviceName, item.types?.[0]),
      partial,
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
    prefixLists: all(prefixListKind, prefixListEntriesKind),
    loadBalancers: tagged(all(loadBalancerKind)),
    loadBalancerAttributes: all(loadBalancerAttributesKind),
    listeners: all(listenerKind),
    targetGroups: tagged(all(targetGroupKind)),
    targetGroupAttributes: all(targetGroupAttributesKind),
    targetHealth: all(targetHealthKind),
    listenerAttributes: all(listenerAttributesKind),
    availabilityZones: all(availabilityZoneKind),
    regions: all(regionKind),
    endpointAssociations: all(endpointAssociationKind),
    securityGroupRules: all(securityGroupRuleKind),
    securityGroupVpcAssociations: all(securityGroupVpcAssociationKind),
    managedPrefixLists: all(managedPrefixListKind),
    flowLogs: all(flowLogKind),
    peeringConnections: all(peeringConnectionKind),
    transitGatewayAttachments: all(transitGatewayAttachmentKind),
    transitGatewayRouteTables: all(transitGatewayRouteTableKind),
    transitGatewayRoutes: all(transitGatewayRouteKind),
    transitGatewayAssociations: all(transitGatewayAssociationKind),
    natGateways: all(natGatewayKind),
    listenerCertificates: all(listenerCertificateKind),
    listenerRules: all(listenerRuleKind),
    certificates: all(certificateKind),
    hostedZones: all(hostedZoneKind),
    recordSets: all(recordSetKind),
    resolverRules: all(resolverRuleKind),
    resolverRuleAssociations: all(resolverRuleAssociationKind),
    resolverEndpoints: all(resolverEndpointKind),
    firewallAssociations: all(firewallAssociationKind),
    queryLogAssociations: all(queryLogAssociationKind),
    resourceGateways: all(resourceGatewayKind),
    resourceConfigurations: configurations(all(resourceConfigurationKind), all(resourceConfigurationDetailKind)),
    resourceEndpointAssociations: all(resourceEndpointAssociationKind),
    serviceNetworks: all(serviceNetworkKind),
    serviceNetworkResources: all(serviceNetworkResourceKind),
    serviceNetworkEndpoints: all(serviceNetworkEndpointKind),
    domainVerifications: all(domainVerificationKind),
    resourceShares: all(resourceShareKind),
    resourceShareAssociations: all(resourceShareAssociationKind),
    serviceQuotas: all(serviceQuotaKind),
    accountAliases: all(accountAliasKind),
    organizations: all(organizationKind),
    alarms: all(alarmKind),
    metricData: all(metricDataKind),
    events: all(eventKind),
    products: all(productKind),
  };
  // What was left out of an answer is known only once all of them were read.
  return { ...resources, coverage: buildCoverage(scopes, partial) };
}

function configurations(
  listed: ReadonlyMap<string, ResourceConfiguration>,
  details: ReadonlyMap<string, ResourceConfiguration>,
): ReadonlyMap<string, ResourceConfiguration> {
  const merged = [...details].map(([id, detail]): [string, ResourceConfiguration] => [
    id,
    withDetail(listed.get(id), detail),
  ]);
  return new Map([...listed, ...merged]);
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
  for (const { partition, account, region, profiles, addressSpace } of scopes) {
    if (region === GLOBAL_REGION) continue;
    const key = `${partition} ${account} ${region}`;
    const known = merged.get(key);
    const all = [...new Set([...(known?.profiles ?? []), ...profiles])].sort();
    const space = addressSpace ?? known?.addressSpace;
    merged.set(key, {
      partition,
      account,
      region,
      profiles: all,
      ...(space === undefined ? {} : { addressSpace: space }),
    });
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
        compareTexts(`${a.scope.partition} ${a.scope.account}`, `${b.scope.partition} ${b.scope.account}`) ||
        Date.parse(b.call.capturedAt) - Date.parse(a.call.capturedAt) ||
        compareTexts(a.order, b.order),
    );
  }
  return found;
}

/** @param partial gets the answers of which an entry was left out */
function collectKind<T extends ResourceBase>(
  answers: ReadonlyMap<string, readonly Answer[]>,
  kinds: readonly ResourceKind<T>[],
  key: (item: T) => string,
  partial: Set<SnapshotCall>,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const kind of kinds) {
    for (const { call, scope } of answers.get(kind.operation) ?? []) {
      const items = kind.read(call, scope);
      if (leavesOut(kind, call, items.length)) partial.add(call);
      for (const item of items) {
        const known = found.get(key(item));
        if (known === undefined || (known.seenBy !== known.account && item.seenBy === item.account)) {
          found.set(key(item), item);
        }
      }
    }
  }
  return found;
}
