import { text } from '../../core/model/read.ts';
import type { JsonObject } from '../../core/model/json.ts';
import { OPERATIONS } from '../operations.ts';
import { itemsOf, unique, type Reader } from './reader.ts';

/** The account's resource configurations, gateways and service networks, who reaches them, and with whom they are shared. */
export async function readLattice(reader: Reader): Promise<void> {
  const { ask } = reader;
  await Promise.all([
    ask(OPERATIONS.resourceGateways),
    ask(OPERATIONS.domainVerifications),
    ask(OPERATIONS.resourceConfigurations).then((row) => {
      const dependent = [OPERATIONS.resourceConfiguration, OPERATIONS.resourceEndpointAssociations];
      if (!row.complete) dependent.forEach(reader.notAsked);
      return Promise.all(
        unique(itemsOf([row], 'items').flatMap((item) => text(item, 'id') ?? [])).flatMap((id) =>
          dependent.map((operation) => ask(operation, { resourceConfigurationIdentifier: id })),
        ),
      );
    }),
    ask(OPERATIONS.serviceNetworks).then((row) => {
      const dependent = [OPERATIONS.serviceNetworkResources, OPERATIONS.serviceNetworkEndpoints];
      if (!row.complete) dependent.forEach(reader.notAsked);
      return Promise.all(
        unique(itemsOf([row], 'items').flatMap((item) => text(item, 'id') ?? [])).flatMap((id) =>
          dependent.map((operation) => ask(operation, { serviceNetworkIdentifier: id })),
        ),
      );
    }),
    readShares(reader),
  ]);
}

/** A share is asked for on both of its ends; who takes part in it, only where there is one of ours. */
async function readShares({ ask, notAsked }: Reader): Promise<void> {
  const [own] = await Promise.all([
    ask(OPERATIONS.resourceShares, { resourceOwner: 'SELF' }),
    ask(OPERATIONS.resourceShares, { resourceOwner: 'OTHER-ACCOUNTS' }),
  ]);
  if (itemsOf([own], 'resourceShares').length === 0) {
    if (!own.complete) notAsked(OPERATIONS.resourceShareAssociations);
    return;
  }
  await Promise.all(
    ['PRINCIPAL', 'RESOURCE'].map((type) => ask(OPERATIONS.resourceShareAssociations, { associationType: type })),
  );
}

/** What some endpoints lead to, whosever it is. */
export interface LatticeSlice {
  /** ARNs of resource configurations, and of the groups that they are in. */
  readonly configurations: readonly string[];
  /** ARNs of service networks. */
  readonly networks: readonly string[];
  /** The accounts that the endpoints are in. */
  readonly consumers: readonly string[];
}

/** True for an endpoint, as DescribeVpcEndpoints answers it, that leads to resources of VPC Lattice. */
export function isLatticeEndpoint(endpoint: JsonObject): boolean {
  const type = text(endpoint, 'VpcEndpointType');
  return type === 'Resource' || type === 'ServiceNetwork';
}

/** What endpoints and their associations, as EC2 answers them, say of it. */
export function latticeSlice(endpoints: readonly JsonObject[], associations: readonly JsonObject[]): LatticeSlice {
  const own = endpoints.filter(isLatticeEndpoint);
  const arns = (items: readonly JsonObject[], ...fields: readonly string[]): readonly string[] =>
    unique(items.flatMap((item) => fields.flatMap((field) => text(item, field) ?? [])));
  return {
    configurations: unique([
      ...arns(own, 'ResourceConfigurationArn'),
      ...arns(associations, 'AssociatedResourceArn', 'ResourceConfigurationGroupArn'),
    ]).filter((arn) => arn.includes(':resourceconfiguration/')),
    networks: arns(own, 'ServiceNetworkArn'),
    consumers: arns(own, 'OwnerId'),
  };
}

/**
 * What this scope knows of it: what is its account's own, and what is shared with it.
 *
 * @returns the VPCs of the gateways behind which its own resources are
 */
export async function readLatticeSlice(reader: Reader, slice: LatticeSlice): Promise<readonly string[]> {
  const here = (arns: readonly string[]): readonly string[] =>
    arns.filter((arn) => arn.split(':')[3] === reader.region);
  const [configurations, networks] = [here(slice.configurations), here(slice.networks)];
  const isOwn = (arn: string): boolean => arn.split(':')[4] === reader.account;
  const own = [...configurations, ...networks].filter(isOwn);
  const [vpcs] = await Promise.all([
    readConfigurations(reader, configurations, configurations.some(isOwn)),
    readNetworks(reader, networks),
    own.length > 0 && slice.consumers.some((account) => account !== reader.account) ? readShares(reader) : undefined,
  ]);
  return vpcs;
}

async function readConfigurations(
  { ask, notAsked }: Reader,
  arns: readonly string[],
  hasOwn: boolean,
): Promise<readonly string[]> {
  if (arns.length === 0) return [];
  const [row, gateways] = await Promise.all([
    ask(OPERATIONS.resourceConfigurations),
    hasOwn ? ask(OPERATIONS.resourceGateways) : undefined,
  ]);
  if (!row.complete) notAsked(OPERATIONS.resourceConfiguration);
  const listed = itemsOf([row], 'items').filter((item) => arns.includes(text(item, 'arn') ?? ''));
  const ids = unique(listed.flatMap((item) => text(item, 'id') ?? []));
  await Promise.all(ids.map((id) => ask(OPERATIONS.resourceConfiguration, { resourceConfigurationIdentifier: id })));
  const used = new Set(listed.map((item) => text(item, 'resourceGatewayId')));
  return unique(
    itemsOf(gateways === undefined ? [] : [gateways], 'items')
      .filter((item) => used.has(text(item, 'id')))
      .flatMap((item) => text(item, 'vpcIdentifier') ?? []),
  );
}

async function readNetworks({ ask, notAsked }: Reader, arns: readonly string[]): Promise<void> {
  if (arns.length === 0) return;
  const row = await ask(OPERATIONS.serviceNetworks);
  if (!row.complete) notAsked(OPERATIONS.serviceNetworkResources);
  const ids = itemsOf([row], 'items').flatMap((item) =>
    arns.includes(text(item, 'arn') ?? '') ? (text(item, 'id') ?? []) : [],
  );
  await Promise.all(unique(ids).map((id) => ask(OPERATIONS.serviceNetworkResources, { serviceNetworkIdentifier: id })));
}
