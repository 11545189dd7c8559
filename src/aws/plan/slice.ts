import { objects, text, texts } from '../../core/model/read.ts';
import type { JsonObject } from '../../core/model/json.ts';
import { OPERATIONS } from '../operations.ts';
import { readDns } from './dns.ts';
import { isLatticeEndpoint, readLatticeSlice, type LatticeSlice } from './lattice.ts';
import { loadBalancersOf, readGroups, readLoadBalancer, readTags } from './load-balancers.ts';
import { itemsOf, unique, type Reader } from './reader.ts';
import { readAssociations, readPermissions, readServiceDetails } from './services.ts';
import { readSource } from './source.ts';
import { readDhcpOptions, readNetwork } from './network.ts';
import { readTransitGateways } from './transit-gateways.ts';

/** The endpoints and services that a diagnosis is about. */
export interface SliceSubjects {
  readonly endpoints: readonly string[];
  readonly services: readonly string[];
  /** Names that clients are said to use. */
  readonly names?: readonly string[];
  /** Where a client is said to be: the id of a subnet or network interface, an address or a CIDR. */
  readonly source?: string;
}

/** The subjects with what they name of each other, which may live in another scope. */
export interface Slice extends SliceSubjects {
  /** Names of services that are subjects themselves: their verdict depends on where their clients are. */
  readonly serviceNames: readonly string[];
  /** What the resource and service-network endpoints among the subjects lead to. */
  readonly lattice: LatticeSlice;
}

/**
 * The endpoints of a slice that live in this scope. Asked by a filter: a request that names ids fails as a whole when one
 * of them is gone.
 */
export async function readSliceEndpoints(reader: Reader, ids: readonly string[]): Promise<readonly JsonObject[]> {
  const rows = await reader.askAbout(OPERATIONS.vpcEndpoints, 'vpc-endpoint-id', ids);
  return itemsOf(rows, 'VpcEndpoints').filter((item) => ids.includes(text(item, 'VpcEndpointId') ?? ''));
}

/** What the resource and service-network endpoints of a slice that live in this scope lead to. */
export async function readSliceAssociations(reader: Reader, ids: readonly string[]): Promise<readonly JsonObject[]> {
  const rows = await readAssociations(reader, await readSliceEndpoints(reader, ids));
  return itemsOf(rows, 'VpcEndpointAssociations').filter((item) => ids.includes(text(item, 'VpcEndpointId') ?? ''));
}

/** The services of a slice that this scope publishes. */
export async function readSliceServices(reader: Reader, ids: readonly string[]): Promise<readonly JsonObject[]> {
  const rows = await reader.askAbout(OPERATIONS.serviceConfigurations, 'service-id', ids);
  return itemsOf(rows, 'ServiceConfigurations').filter((item) => ids.includes(text(item, 'ServiceId') ?? ''));
}

/**
 * Everything that the diagnosis of some endpoints and services needs from this scope, and nothing of its other VPCs and
 * load balancers. docs/collection.md has the number of calls.
 */
export async function readSlice(reader: Reader, slice: Slice): Promise<void> {
  const [endpoints, services] = await Promise.all([
    readSliceEndpoints(reader, slice.endpoints),
    readSliceServices(reader, slice.services),
  ]);
  await Promise.all([
    readConsumer(reader, endpoints, slice.names),
    readProvider(reader, services),
    readClients(reader, slice.serviceNames),
    readLatticeSlice(reader, slice.lattice).then((vpcs) => readNetwork(reader, vpcs)),
    ...(slice.source === undefined ? [] : [readSource(reader, slice.source, slice.names)]),
  ]);
}

/** Where the clients of some services are: the endpoints to them in this scope, and the CIDRs and zones of their VPCs. */
async function readClients(reader: Reader, serviceNames: readonly string[]): Promise<void> {
  const rows = await reader.askAbout(OPERATIONS.vpcEndpoints, 'service-name', serviceNames);
  const endpoints = itemsOf(rows, 'VpcEndpoints').filter((item) =>
    serviceNames.includes(text(item, 'ServiceName') ?? ''),
  );
  const vpcs = endpoints.flatMap((item) => text(item, 'VpcId') ?? []);
  await Promise.all(
    [OPERATIONS.vpcs, OPERATIONS.subnets].map((operation) => reader.askAbout(operation, 'vpc-id', vpcs)),
  );
}

async function readConsumer(
  reader: Reader,
  endpoints: readonly JsonObject[],
  names: readonly string[] | undefined,
): Promise<void> {
  if (endpoints.length === 0) return;
  const vpcs = unique(endpoints.flatMap((item) => text(item, 'VpcId') ?? []));
  await Promise.all([
    // What other endpoints of the VPC answer, and which of them there are.
    reader.askAbout(OPERATIONS.vpcEndpoints, 'vpc-id', vpcs).then(async (rows) => {
      // Two of them may answer for the names of one resource.
      if (endpoints.some(isLatticeEndpoint)) await readAssociations(reader, itemsOf(rows, 'VpcEndpoints'));
    }),
    readServiceDetails(reader, endpoints),
    readAssociations(reader, endpoints),
    reader.askAbout(
      OPERATIONS.notifications,
      'vpc-endpoint-id',
      endpoints.flatMap((item) => text(item, 'VpcEndpointId') ?? []),
    ),
    // A gateway endpoint's routes lead to a prefix list of AWS's, which route tables name only while they are attached.
    ...(endpoints.some((item) => text(item, 'VpcEndpointType') === 'Gateway')
      ? [reader.ask(OPERATIONS.prefixLists)]
      : []),
    readNetwork(reader, vpcs),
    readDns(reader, vpcs, endpoints, names),
    readDhcpOptions(reader, vpcs),
    readTransitGateways(reader),
    reader.ask(OPERATIONS.peerings),
    reader.ask(OPERATIONS.availabilityZones),
    reader.ask(OPERATIONS.queryLogAssociations),
    reader.askAbout(OPERATIONS.natGateways, 'vpc-id', vpcs),
    reader.askAbout(OPERATIONS.flowLogs, 'resource-id', [
      ...vpcs,
      ...endpoints.flatMap((item) => [
        ...(texts(item, 'SubnetIds') ?? []),
        ...(texts(item, 'NetworkInterfaceIds') ?? []),
      ]),
    ]),
  ]);
}

async function readProvider(reader: Reader, services: readonly JsonObject[]): Promise<void> {
  if (services.length === 0) return;
  const ids = services.flatMap((item) => text(item, 'ServiceId') ?? []);
  const arns = loadBalancersOf(services);
  await Promise.all([
    readPermissions(reader, services),
    reader.askAbout(OPERATIONS.connections, 'service-id', ids),
    reader.askAbout(OPERATIONS.notifications, 'service-id', ids),
    readLoadBalancers(reader, arns).then((balancers) => readAround(reader, balancers)),
    ...arns.map((arn) => readLoadBalancer(reader, arn)),
    readTargetGroupsOf(reader, arns).then((groups) =>
      Promise.all([
        readGroups(reader, groups),
        readTags(reader, [...arns, ...groups.flatMap((group) => text(group, 'TargetGroupArn') ?? [])]),
      ]),
    ),
  ]);
}

async function readLoadBalancers(reader: Reader, arns: readonly string[]): Promise<readonly JsonObject[]> {
  const rows = await reader.askAbout(OPERATIONS.loadBalancers, 'LoadBalancerArns', arns);
  return itemsOf(rows, 'LoadBalancers').filter((item) => arns.includes(text(item, 'LoadBalancerArn') ?? ''));
}

/** The network of some load balancers' VPCs, and what records their traffic: flow logs of VPC, subnets or interfaces. */
async function readAround(reader: Reader, balancers: readonly JsonObject[]): Promise<void> {
  const vpcs = unique(balancers.flatMap((item) => text(item, 'VpcId') ?? []));
  await readNetwork(reader, vpcs);
  const names = balancers.map((item) => `ELB ${text(item, 'LoadBalancerArn')?.split(':loadbalancer/')[1] ?? ''}`);
  const interfaces = itemsOf(await reader.askAbout(OPERATIONS.networkInterfaces, 'vpc-id', vpcs), 'NetworkInterfaces');
  await reader.askAbout(OPERATIONS.flowLogs, 'resource-id', [
    ...vpcs,
    ...balancers.flatMap((item) =>
      (objects(item, 'AvailabilityZones') ?? []).flatMap((zone) => text(zone, 'SubnetId') ?? []),
    ),
    ...interfaces
      .filter((item) => names.includes(text(item, 'Description') ?? ''))
      .flatMap((item) => text(item, 'NetworkInterfaceId') ?? []),
  ]);
}

async function readTargetGroupsOf(reader: Reader, arns: readonly string[]): Promise<readonly JsonObject[]> {
  const rows = await Promise.all(arns.map((arn) => reader.ask(OPERATIONS.targetGroups, { LoadBalancerArn: arn })));
  const groups = itemsOf([...new Set(rows)], 'TargetGroups');
  return groups.filter((group) => (texts(group, 'LoadBalancerArns') ?? []).some((arn) => arns.includes(arn)));
}
