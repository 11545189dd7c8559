import type { Inventory } from '../model/inventory.ts';
import type { Need } from '../needs.ts';
import type { ElbAttributes } from '../resources/elb-attributes.ts';
import type { ResourceBase } from '../resources/kind.ts';

/** The request that shows a resource: its operation, and what it is about by parameter and filter name. */
export type Showing = Pick<Need, 'operation' | 'about'>;

/** What stands above a resource: without it there is no such resource either. */
export interface Parent {
  readonly kind: string;
  readonly id: string;
}

/** A kind as a comparison treats it. */
export interface ComparedKind {
  readonly kind: string;
  readonly items: (inventory: Inventory) => ReadonlyMap<string, ResourceBase>;
  readonly operations: readonly string[];
  /** The listing of all resources of an account and Region; absent where AWS answers for one resource at a time. */
  readonly listing?: string;
  readonly find: (key: string, inventory: Inventory) => Compared | undefined;
}

/** One resource of one inventory, with what would prove that another inventory lacks it. */
export interface Compared {
  readonly item: ResourceBase;
  readonly showing: Showing;
  readonly parent?: Parent;
  /** True where the answer is about one resource that exists: a complete answer without it proves nothing. */
  readonly isPart?: boolean;
}

interface KindOptions<T extends ResourceBase> {
  readonly operations: readonly string[];
  readonly listing?: string;
  readonly about?: (item: T) => Readonly<Record<string, string | undefined>>;
  readonly showing?: (item: T) => string;
  readonly parent?: (item: T) => Parent | undefined;
  readonly isPart?: (item: T) => boolean;
}

function kind<T extends ResourceBase>(
  name: T['kind'],
  items: (inventory: Inventory) => ReadonlyMap<string, T>,
  options: KindOptions<T>,
): ComparedKind {
  return {
    kind: name,
    items,
    operations: options.operations,
    ...(options.listing === undefined ? {} : { listing: options.listing }),
    find(key, inventory) {
      const item = items(inventory).get(key);
      if (item === undefined) return undefined;
      const parent = options.parent?.(item);
      const operation = options.showing?.(item) ?? options.operations[0] ?? '';
      const about = Object.entries(options.about?.(item) ?? {}).filter((entry): entry is [string, string] => {
        return entry[1] !== undefined;
      });
      return {
        item,
        showing: { operation, about: Object.fromEntries(about) },
        ...(parent === undefined ? {} : { parent }),
        ...(options.isPart?.(item) === true ? { isPart: true } : {}),
      };
    },
  };
}

/**
 * A kind that one request lists for an account and Region. Only what never changes in a resource's life may stand in
 * `about`: a request that was restricted by anything else may have left the resource out although it is there.
 */
function listed<T extends ResourceBase>(
  name: T['kind'],
  items: (inventory: Inventory) => ReadonlyMap<string, T>,
  operation: string,
  about: (item: T) => Readonly<Record<string, string | undefined>>,
): ComparedKind {
  return kind(name, items, { operations: [operation], listing: operation, about });
}

const inVpc = (id: string | undefined): Readonly<Record<string, string | undefined>> => ({ 'vpc-id': id });

const DESCRIBE_PREFIX_LISTS = 'ec2:DescribePrefixLists';
const GET_PREFIX_LIST_ENTRIES = 'ec2:GetManagedPrefixListEntries';

const attributesOf = (
  name: ElbAttributes['kind'],
  items: (inventory: Inventory) => ReadonlyMap<string, ElbAttributes>,
  operation: string,
  param: string,
  parent: string,
): ComparedKind =>
  kind(name, items, {
    operations: [operation],
    about: ({ id }) => ({ [param]: id }),
    parent: ({ id }) => ({ kind: parent, id }),
    isPart: () => true,
  });

/** Every kind of the inventory, in the order in which a comparison tells of them. */
export const COMPARED_KINDS: readonly ComparedKind[] = [
  listed(
    'vpc-endpoint',
    (inventory) => inventory.endpoints,
    'ec2:DescribeVpcEndpoints',
    (item) => ({
      VpcEndpointId: item.id,
      'vpc-endpoint-id': item.id,
      ...inVpc(item.vpcId),
    }),
  ),
  listed(
    'endpoint-service',
    (inventory) => inventory.services,
    'ec2:DescribeVpcEndpointServiceConfigurations',
    (item) => ({ ServiceId: item.id, 'service-id': item.id }),
  ),
  kind('service-detail', (inventory) => inventory.serviceDetails, {
    operations: ['ec2:DescribeVpcEndpointServices'],
    about: (item) => ({
      ServiceName: item.serviceName,
      'service-name': item.serviceName,
      ServiceRegion: item.serviceRegion ?? item.region,
    }),
  }),
  listed(
    'endpoint-connection',
    (inventory) => inventory.connections,
    'ec2:DescribeVpcEndpointConnections',
    (item) => ({ 'service-id': item.serviceId, 'vpc-endpoint-id': item.endpointId }),
  ),
  kind('service-permission', (inventory) => inventory.permissions, {
    operations: ['ec2:DescribeVpcEndpointServicePermissions'],
    about: (item) => ({ ServiceId: item.serviceId, principal: item.principal }),
    parent: (item) => ({ kind: 'endpoint-service', id: item.serviceId }),
  }),
  listed(
    'connection-notification',
    (inventory) => inventory.notifications,
    'ec2:DescribeVpcEndpointConnectionNotifications',
    (item) => ({
      ConnectionNotificationId: item.id,
      'connection-notification-id': item.id,
      'service-id': item.serviceId,
      'vpc-endpoint-id': item.endpointId,
    }),
  ),
  listed(
    'vpc',
    (inventory) => inventory.vpcs,
    'ec2:DescribeVpcs',
    (item) => ({ VpcId: item.id, ...inVpc(item.id) }),
  ),
  kind('vpc-attribute', (inventory) => inventory.vpcAttributes, {
    operations: ['ec2:DescribeVpcAttribute'],
    about: (item) => ({ VpcId: item.vpcId, Attribute: item.attribute }),
    parent: (item) => ({ kind: 'vpc', id: item.vpcId }),
    isPart: () => true,
  }),
  listed(
    'dhcp-options',
    (inventory) => inventory.dhcpOptions,
    'ec2:DescribeDhcpOptions',
    (item) => ({
      DhcpOptionsId: item.id,
      'dhcp-options-id': item.id,
    }),
  ),
  listed(
    'subnet',
    (inventory) => inventory.subnets,
    'ec2:DescribeSubnets',
    (item) => ({
      SubnetId: item.id,
      'subnet-id': item.id,
      ...inVpc(item.vpcId),
    }),
  ),
  listed(
    'route-table',
    (inventory) => inventory.routeTables,
    'ec2:DescribeRouteTables',
    (item) => ({
      RouteTableId: item.id,
      'route-table-id': item.id,
      ...inVpc(item.vpcId),
    }),
  ),
  listed(
    'network-acl',
    (inventory) => inventory.networkAcls,
    'ec2:DescribeNetworkAcls',
    (item) => ({
      NetworkAclId: item.id,
      'network-acl-id': item.id,
      ...inVpc(item.vpcId),
    }),
  ),
  listed(
    'security-group',
    (inventory) => inventory.securityGroups,
    'ec2:DescribeSecurityGroups',
    (item) => ({
      GroupId: item.id,
      'group-id': item.id,
      ...inVpc(item.vpcId),
    }),
  ),
  listed(
    'network-interface',
    (inventory) => inventory.networkInterfaces,
    'ec2:DescribeNetworkInterfaces',
    (item) => ({
      NetworkInterfaceId: item.id,
      'network-interface-id': item.id,
      'subnet-id': item.subnetId,
      ...inVpc(item.vpcId),
    }),
  ),
  kind('prefix-list', (inventory) => inventory.prefixLists, {
    operations: [DESCRIBE_PREFIX_LISTS, GET_PREFIX_LIST_ENTRIES],
    listing: DESCRIBE_PREFIX_LISTS,
    about: (item) => ({ PrefixListId: item.id, 'prefix-list-id': item.id }),
    // Only the listing repeats the id in each item.
    showing: ({ raw }) => (raw['PrefixListId'] === undefined ? GET_PREFIX_LIST_ENTRIES : DESCRIBE_PREFIX_LISTS),
    isPart: ({ raw }) => raw['PrefixListId'] === undefined,
  }),
  listed(
    'load-balancer',
    (inventory) => inventory.loadBalancers,
    'elasticloadbalancing:DescribeLoadBalancers',
    (item) => ({ LoadBalancerArn: item.id }),
  ),
  attributesOf(
    'load-balancer-attributes',
    (inventory) => inventory.loadBalancerAttributes,
    'elasticloadbalancing:DescribeLoadBalancerAttributes',
    'LoadBalancerArn',
    'load-balancer',
  ),
  kind('listener', (inventory) => inventory.listeners, {
    operations: ['elasticloadbalancing:DescribeListeners'],
    about: (item) => ({ LoadBalancerArn: item.loadBalancerArn, ListenerArn: item.id }),
    parent: ({ loadBalancerArn }) =>
      loadBalancerArn === undefined ? undefined : { kind: 'load-balancer', id: loadBalancerArn },
  }),
  listed(
    'target-group',
    (inventory) => inventory.targetGroups,
    'elasticloadbalancing:DescribeTargetGroups',
    (item) => ({ TargetGroupArn: item.id }),
  ),
  attributesOf(
    'target-group-attributes',
    (inventory) => inventory.targetGroupAttributes,
    'elasticloadbalancing:DescribeTargetGroupAttributes',
    'TargetGroupArn',
    'target-group',
  ),
  kind('target-health', (inventory) => inventory.targetHealth, {
    operations: ['elasticloadbalancing:DescribeTargetHealth'],
    about: (item) => ({ TargetGroupArn: item.targetGroupArn }),
    parent: (item) => ({ kind: 'target-group', id: item.targetGroupArn }),
  }),
];
