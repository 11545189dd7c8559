import { text } from '../../core/model/read.ts';
import { OPERATIONS } from '../operations.ts';
import { PER_VPC, readDns, RESOLVER } from './dns.ts';
import { readListeners, readLoadBalancerTags, readTargetGroups } from './load-balancers.ts';
import { readLattice } from './lattice.ts';
import { readPrefixLists } from './prefix-lists.ts';
import { itemsOf, unique, type Reader } from './reader.ts';
import { readAssociations, readPermissions, readServiceDetails } from './services.ts';
import { readTransitGateways } from './transit-gateways.ts';

/*
 * A whole Region: whole listings where an operation has them, and one request a resource only where AWS offers no other.
 * docs/collection.md has the number of calls.
 */

/** Tier 0: what the tree shows. */
export async function readTree({ ask }: Reader): Promise<void> {
  await Promise.all(
    [
      OPERATIONS.vpcEndpoints,
      OPERATIONS.serviceConfigurations,
      OPERATIONS.connections,
      OPERATIONS.vpcs,
      OPERATIONS.subnets,
      OPERATIONS.loadBalancers,
      OPERATIONS.targetGroups,
    ].map((operation) => ask(operation)),
  );
}

/** Tiers 0 and 1: what a picture of the whole Region shows. */
export async function readTopology(reader: Reader): Promise<void> {
  const { ask } = reader;
  await Promise.all([
    readTree(reader),
    ask(OPERATIONS.availabilityZones),
    ask(OPERATIONS.notifications),
    ask(OPERATIONS.vpcEndpoints).then((row) => {
      const endpoints = itemsOf([row], 'VpcEndpoints');
      if (!row.complete) [OPERATIONS.services, OPERATIONS.associations].forEach(reader.notAsked);
      return Promise.all([readServiceDetails(reader, endpoints), readAssociations(reader, endpoints)]);
    }),
    ask(OPERATIONS.serviceConfigurations).then((row) => {
      if (!row.complete) reader.notAsked(OPERATIONS.servicePermissions);
      return readPermissions(reader, itemsOf([row], 'ServiceConfigurations'));
    }),
    readListeners(reader),
  ]);
}

/** Tiers 0 to 2: everything that a diagnosis of the whole Region needs. */
export async function readDiagnosis(reader: Reader): Promise<void> {
  const { ask } = reader;
  await Promise.all([
    readTopology(reader),
    ...[
      OPERATIONS.routeTables,
      OPERATIONS.networkAcls,
      OPERATIONS.securityGroups,
      OPERATIONS.securityGroupVpcAssociations,
      OPERATIONS.networkInterfaces,
      OPERATIONS.dhcpOptions,
      OPERATIONS.flowLogs,
      OPERATIONS.peerings,
      OPERATIONS.natGateways,
      OPERATIONS.prefixLists,
      OPERATIONS.resolverEndpoints,
      OPERATIONS.queryLogAssociations,
    ].map((operation) => ask(operation)),
    readTransitGateways(reader),
    ask(OPERATIONS.vpcEndpoints).then((row) => {
      const endpoints = itemsOf([row], 'VpcEndpoints');
      const vpcs = unique(endpoints.flatMap((item) => text(item, 'VpcId') ?? []));
      if (!row.complete) [...PER_VPC, ...(vpcs.length === 0 ? RESOLVER : [])].forEach(reader.notAsked);
      return readDns(reader, vpcs, endpoints);
    }),
    Promise.all([ask(OPERATIONS.securityGroups), ask(OPERATIONS.routeTables)]).then((rows) =>
      readPrefixLists(reader, rows),
    ),
    readTargetGroups(reader),
    readLoadBalancerTags(reader),
    readLattice(reader),
    readQuotas(reader),
  ]);
}

/**
 * How many of each an account may have: interface endpoints, resource endpoints and service-network endpoints a VPC,
 * gateway endpoints a Region (https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html).
 */
const QUOTAS = ['L-29B6F2EB', 'L-1B52E74A', 'L-CA6CC422', 'L-3B4E38D2'];

async function readQuotas({ ask }: Reader): Promise<void> {
  await Promise.all(QUOTAS.map((code) => ask(OPERATIONS.serviceQuota, { ServiceCode: 'vpc', QuotaCode: code })));
}

/** What belongs to an account as a whole, whatever the Region. */
export async function readAccount({ ask }: Reader): Promise<void> {
  await Promise.all([ask(OPERATIONS.accountAliases), ask(OPERATIONS.organization)]);
}
