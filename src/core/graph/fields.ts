import type { Inventory } from '../model/inventory.ts';
import { destinationOf } from '../reachability/routes.ts';
import type { EndpointService } from '../resources/endpoint-service.ts';
import type { Listener } from '../resources/listener.ts';
import type { LoadBalancer } from '../resources/load-balancer.ts';
import type { NetworkInterface } from '../resources/network-interface.ts';
import type { RouteTable } from '../resources/route-table.ts';
import type { Subnet } from '../resources/subnet.ts';
import type { TargetGroup } from '../resources/target-group.ts';
import type { TargetHealth } from '../resources/target-health.ts';
import type { Vpc } from '../resources/vpc.ts';
import type { VpcEndpoint } from '../resources/vpc-endpoint.ts';
import type { GraphNode } from './types.ts';

export interface DetailField {
  readonly label: string;
  readonly value: string;
}

type Value = string | number | boolean | readonly string[] | undefined;

/** What was read of a node, in AWS's words; what was not read is left out. */
export function fieldsOf(inventory: Inventory, node: GraphNode): readonly DetailField[] {
  const { id } = node;
  const known =
    given(inventory.endpoints.get(id), (item) => endpointFields(inventory, item)) ??
    given(inventory.services.get(id), (item) => serviceFields(inventory, item)) ??
    given(inventory.networkInterfaces.get(id), interfaceFields) ??
    given(inventory.loadBalancers.get(id), (item) => loadBalancerFields(inventory, item)) ??
    given(inventory.listeners.get(id), listenerFields) ??
    given(inventory.targetGroups.get(id), (item) => targetGroupFields(inventory, item)) ??
    given(inventory.targetHealth.get(id), targetFields) ??
    given(inventory.subnets.get(id), subnetFields) ??
    given(inventory.vpcs.get(id), (item) => vpcFields(inventory, item)) ??
    given(inventory.routeTables.get(id), routeTableFields) ??
    {};
  return rows({
    ...(node.kind === 'account' || node.kind === 'stub' ? { Note: node.detail } : { ID: id }),
    ...known,
    Account: node.account,
    Region: node.region,
  });
}

function given<T>(item: T | undefined, read: (item: T) => Record<string, Value>): Record<string, Value> | undefined {
  return item === undefined ? undefined : read(item);
}

function rows(fields: Record<string, Value>): readonly DetailField[] {
  return Object.entries(fields).flatMap(([label, value]) => {
    const text =
      typeof value === 'object' ? value.join(', ') : typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
    return text === undefined || text === '' ? [] : [{ label, value: String(text) }];
  });
}

function endpointFields(inventory: Inventory, endpoint: VpcEndpoint): Record<string, Value> {
  const vpc = endpoint.vpcId === undefined ? undefined : inventory.vpcs.get(endpoint.vpcId);
  const { lastError } = endpoint;
  return {
    Type: endpoint.type,
    State: endpoint.state,
    Service: endpoint.serviceName,
    'Service Region': endpoint.serviceRegion === endpoint.region ? undefined : endpoint.serviceRegion,
    'Resource configuration': endpoint.resourceConfigurationArn,
    'Service network': endpoint.serviceNetworkArn,
    VPC: vpc?.name === undefined ? endpoint.vpcId : `${vpc.name} (${vpc.id})`,
    Subnets: endpoint.subnetIds,
    'Route tables': endpoint.routeTableIds,
    'Security groups': endpoint.groups?.map((group) =>
      named(inventory.securityGroups.get(group.groupId), group.groupId),
    ),
    'Private DNS names enabled': endpoint.privateDnsEnabled,
    'DNS names': endpoint.dnsEntries?.map((entry) => entry.dnsName),
    'IP address type': endpoint.ipAddressType,
    Created: endpoint.creationTimestamp,
    'Last error': lastError && [lastError.code ?? '', lastError.message ?? ''].filter((word) => word !== ''),
    'Failure reason': endpoint.failureReason,
  };
}

function serviceFields(inventory: Inventory, service: EndpointService): Record<string, Value> {
  const connections = [...inventory.connections.values()].filter((item) => item.serviceId === service.id);
  const counts = new Map<string, number>();
  for (const { state = 'unknown' } of connections) counts.set(state, (counts.get(state) ?? 0) + 1);
  return {
    'Service name': service.serviceName,
    State: service.state,
    Type: service.types,
    'Acceptance required': service.acceptanceRequired,
    'Availability Zones': service.zoneIds,
    Connections: [...counts].map(([state, count]) => `${count} ${state}`),
    'Private DNS name': service.privateDnsName,
    'Domain verification': service.privateDnsNameConfiguration?.state,
    'IP address types': service.supportedIpAddressTypes,
    'Supported Regions': service.supportedRegions?.map((entry) => entry.region),
    'Load balancers': [...(service.networkLoadBalancerArns ?? []), ...(service.gatewayLoadBalancerArns ?? [])],
  };
}

function interfaceFields(item: NetworkInterface): Record<string, Value> {
  return {
    Status: item.status,
    'Availability Zone': zone(item),
    Subnet: item.subnetId,
    'Private addresses': [...(item.privateIps ?? []), ...(item.ipv6Addresses ?? [])],
    'Security groups': item.groupIds,
    Description: item.description,
  };
}

function loadBalancerFields(inventory: Inventory, item: LoadBalancer): Record<string, Value> {
  const values = inventory.loadBalancerAttributes.get(item.id)?.values ?? {};
  return {
    Type: item.type,
    Scheme: item.scheme,
    State: item.state,
    Reason: item.stateReason,
    VPC: item.vpcId,
    Subnets: item.zones?.flatMap((entry) => entry.subnetId ?? []),
    'Security groups': item.securityGroupIds,
    'Inbound rules on PrivateLink traffic': item.enforcePrivateLinkInbound,
    'Cross-zone': values['load_balancing.cross_zone.enabled'],
    'DNS name': item.dnsName,
  };
}

function listenerFields(item: Listener): Record<string, Value> {
  return {
    Protocol: item.protocol,
    Port: item.port,
    'Security policy': item.sslPolicy,
    ALPN: item.alpnPolicy,
    Certificates: item.certificateArns,
    'Forwards to': item.forwards.map((forward) => forward.targetGroupArn),
  };
}

function targetGroupFields(inventory: Inventory, item: TargetGroup): Record<string, Value> {
  const { healthCheck } = item;
  const check = [healthCheck.protocol, healthCheck.port, healthCheck.path].filter((word) => word !== undefined);
  const values = inventory.targetGroupAttributes.get(item.id)?.values ?? {};
  return {
    Protocol: item.protocol,
    Port: item.port,
    'Target type': item.targetType,
    VPC: item.vpcId,
    'Health check': check.join(' '),
    'Preserve client IP addresses': values['preserve_client_ip.enabled'],
    'Proxy protocol v2': values['proxy_protocol_v2.enabled'],
  };
}

function targetFields(item: TargetHealth): Record<string, Value> {
  return {
    Target: item.targetId,
    Port: item.port,
    'Availability Zone': item.availabilityZone,
    Health: item.state,
    Reason: item.reason,
    Description: item.description,
  };
}

function subnetFields(item: Subnet): Record<string, Value> {
  return {
    CIDR: [...(item.cidr === undefined ? [] : [item.cidr]), ...(item.ipv6Cidrs ?? [])],
    'Availability Zone': zone(item),
    VPC: item.vpcId,
    'Free addresses': item.availableIpAddressCount,
  };
}

function vpcFields(inventory: Inventory, item: Vpc): Record<string, Value> {
  return {
    CIDRs: item.cidrs,
    'DNS resolution': inventory.vpcAttributes.get(`${item.id}/enableDnsSupport`)?.value,
    'DNS hostnames': inventory.vpcAttributes.get(`${item.id}/enableDnsHostnames`)?.value,
    'DHCP options': item.dhcpOptionsId,
  };
}

function routeTableFields(item: RouteTable): Record<string, Value> {
  return {
    Main: item.main,
    VPC: item.vpcId,
    Subnets: item.subnetIds,
    Routes: item.routes?.map((route) => {
      const to = destinationOf(route) ?? '?';
      const via = route.gatewayId ?? route.natGatewayId ?? route.transitGatewayId ?? route.networkInterfaceId ?? '?';
      return `${to} → ${via}`;
    }),
  };
}

/** The id joins accounts, the name is what the console of one account shows. */
function zone(item: { readonly zoneId?: string; readonly zoneName?: string }): string | undefined {
  if (item.zoneId === undefined) return item.zoneName;
  return item.zoneName === undefined ? item.zoneId : `${item.zoneId} (${item.zoneName})`;
}

function named(item: { readonly name?: string } | undefined, id: string): string {
  return item?.name === undefined ? id : `${item.name} (${id})`;
}
