import { OPERATIONS, type Operation } from '../../src/aws/operations.ts';
import type { EstateSize } from './estate.ts';
import type { World } from './world.ts';

/*
 * How many requests a reading may take: docs/collection.md, in code. It imports of the product only the page sizes, which
 * are AWS's. What a reading takes is counted by the server.
 */

/** What the estates of test/worlds/estate.ts hold beside their size. */
export interface Counts extends EstateSize {
  /** U: distinct services that the endpoints use. */
  readonly names: number;
  /** Li */
  readonly listeners: number;
  /** The largest page that the server gives. */
  readonly pageLimit: number;
  readonly world: World;
}

const up = (items: number, size: number): number => Math.max(1, Math.ceil(items / size));

/** ⌈n/p⌉ for a listing, at least 1: p is the smaller of AWS's page and the server's. */
function pages(counts: Counts, operation: Operation): number {
  const items = counts.world.scopes.reduce(
    (sum, { tables }) =>
      sum + ((tables[operation.name as keyof typeof tables] as readonly unknown[] | undefined) ?? []).length,
    0,
  );
  return up(items, Math.min(operation.page?.size ?? Infinity, counts.pageLimit));
}

function listings(counts: Counts, operations: readonly Operation[]): number {
  return operations.reduce((sum, operation) => sum + pages(counts, operation), 0);
}

/** Tier 0: who the profile is, and seven listings. */
export function treeCalls(counts: Counts): number {
  return (
    1 +
    listings(counts, [
      OPERATIONS.vpcEndpoints,
      OPERATIONS.serviceConfigurations,
      OPERATIONS.connections,
      OPERATIONS.loadBalancers,
      OPERATIONS.targetGroups,
      OPERATIONS.vpcs,
      OPERATIONS.subnets,
    ])
  );
}

/** Tier 1: S + L + ⌈U/200⌉ + notifications + Availability Zones. */
export function topologyCalls(counts: Counts): number {
  const { services, loadBalancers, names } = counts;
  // Each look-up of 200 names is answered in pages of its own.
  const lookups = Array.from({ length: Math.ceil(names / 200) }, (_, i) => Math.min(200, names - i * 200));
  return (
    treeCalls(counts) +
    services +
    loadBalancers +
    lookups.reduce((sum, some) => sum + up(some, Math.min(1000, counts.pageLimit)), 0) +
    listings(counts, [OPERATIONS.notifications, OPERATIONS.availabilityZones])
  );
}

/** Tier 2: the network's listings, 3·V′ for DNS, 2·T + L + Li for load balancing, tags, Resolver, Lattice, quotas. */
export function diagnosisCalls(counts: Counts): number {
  const { vpcs, loadBalancers, targetGroups, listeners } = counts;
  const network = listings(counts, [
    OPERATIONS.securityGroups,
    OPERATIONS.networkAcls,
    OPERATIONS.routeTables,
    OPERATIONS.networkInterfaces,
    OPERATIONS.flowLogs,
    OPERATIONS.dhcpOptions,
    OPERATIONS.securityGroupVpcAssociations,
    OPERATIONS.prefixLists,
    OPERATIONS.peerings,
    OPERATIONS.natGateways,
    OPERATIONS.transitGatewayAttachments,
  ]);
  const resolver = listings(counts, [
    OPERATIONS.resolverRules,
    OPERATIONS.resolverRuleAssociations,
    OPERATIONS.resolverEndpoints,
    OPERATIONS.firewallAssociations,
    OPERATIONS.queryLogAssociations,
  ]);
  const lattice = listings(counts, [
    OPERATIONS.resourceGateways,
    OPERATIONS.resourceConfigurations,
    OPERATIONS.serviceNetworks,
    OPERATIONS.domainVerifications,
  ]);
  const tags = Math.ceil((loadBalancers + targetGroups) / 20);
  const [shares, quotas, account] = [2, 4, 2];
  return (
    topologyCalls(counts) +
    network +
    2 * vpcs +
    (2 * targetGroups + loadBalancers + listeners) +
    tags +
    vpcs +
    resolver +
    lattice +
    shares +
    quotas +
    account
  );
}

/**
 * One interface endpoint to a service of the same account, with L load balancers, Li listeners and T target groups
 * behind it, in one Region: docs/collection.md.
 */
export function sliceCalls(size: {
  readonly loadBalancers: number;
  readonly listeners: number;
  readonly targetGroups: number;
  /** VPCs that the path touches: the endpoint's, and each load balancer's. */
  readonly vpcs: number;
}): number {
  const { loadBalancers, listeners, targetGroups, vpcs } = size;
  const [identity, endpoints, details, notifications, dns, others] = [1, 2, 1, 1, 3 + 1 + 3 + 1, 5];
  const consumer = identity + endpoints + details + notifications + dns + others;
  const network = 7 * vpcs;
  const provider = 4 + 1 + Math.ceil(loadBalancers / 20) + 3 * loadBalancers + listeners + 2 * targetGroups;
  const tags = Math.ceil((loadBalancers + targetGroups) / 20);
  return consumer + network + provider + tags;
}

/**
 * One resource or service-network endpoint, without private names in zones of the account: docs/collection.md.
 */
export function latticeSliceCalls(size: {
  /** G: resource configurations behind it. */
  readonly configurations: number;
  /** 1 for a service-network endpoint. */
  readonly networks: number;
  /** Whether their owner is another account, which is read too. */
  readonly isShared: boolean;
  /** G′: those of them that the consumer sees, where they are another account's. */
  readonly shown?: number;
}): number {
  const { configurations, networks, isShared, shown = 0 } = size;
  const [identity, endpoints, associations, notifications, dns, others] = [1, 2, 1, 1, 2 + 1 + 5, 3 + 1 + 1];
  const network = 7;
  const consumer = identity + endpoints + associations + notifications + dns + others + network;
  const owner = 1 + 1 + configurations + 2 * networks + network;
  if (!isShared) return consumer + owner;
  // Each account says who it is, looks for the endpoint and lists what is shared with it.
  const shares = 4;
  return consumer + 1 + 1 + owner + shares + (1 + shown) + 2 * networks;
}
