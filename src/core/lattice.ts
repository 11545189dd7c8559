import type { EndpointContext } from './context.ts';
import { gapOf, type Gap } from './needs.ts';
import { hasPort, normalizePorts, type PortRange, type PortSet } from './reachability/ports.ts';
import type { EndpointAssociation } from './resources/endpoint-association.ts';
import type { ResourceConfiguration } from './resources/resource-configuration.ts';
import type { ResourceGateway } from './resources/resource-gateway.ts';
import type { ServiceNetworkResource } from './resources/service-network-resource.ts';
import type { ServiceNetwork } from './resources/service-network.ts';

/*
 * What a resource or service-network endpoint leads to. Its own account reads its associations; resource configurations and
 * service networks can be read by their owner and by those whom they are shared with, resource gateways by their owner only
 * (https://docs.aws.amazon.com/vpc/latest/privatelink/resource-configuration.html).
 */

/** A resource configuration that the endpoint leads to, as far as anyone read it. */
export interface ReachedResource {
  readonly arn: string;
  readonly id: string;
  /** Whose it is, out of its ARN. */
  readonly account: string;
  /** The endpoint's own association with it. */
  readonly association?: EndpointAssociation;
  readonly configuration?: ResourceConfiguration;
  /** Of a child: the group that it is in, which has the gateway and the domain. */
  readonly groupId?: string;
  readonly group?: ResourceConfiguration;
  readonly gatewayId?: string;
  readonly gateway?: ResourceGateway;
}

export interface ReachedNetwork {
  readonly arn: string;
  readonly id: string;
  readonly account: string;
  readonly network?: ServiceNetwork;
  /** The resource configurations that stand in it. */
  readonly members: readonly ServiceNetworkResource[];
}

export interface LatticePath {
  readonly associations: readonly EndpointAssociation[];
  readonly resources: readonly ReachedResource[];
  /** Associations with what is no resource configuration: services of VPC Lattice. */
  readonly services: readonly EndpointAssociation[];
  readonly network?: ReachedNetwork;
}

/** True for an endpoint that leads to VPC Lattice's resources, not to an endpoint service. */
export function isLatticeEndpoint({ endpoint }: Pick<EndpointContext, 'endpoint'>): boolean {
  return endpoint.type === 'Resource' || endpoint.type === 'ServiceNetwork';
}

/** What stands behind a resource or service-network endpoint; each endpoint's is joined once. */
export function latticePath(context: EndpointContext): LatticePath {
  const known = PATHS.get(context);
  if (known !== undefined) return known;
  const path = joined(context);
  PATHS.set(context, path);
  return path;
}

const PATHS = new WeakMap<EndpointContext, LatticePath>();

function joined(context: EndpointContext): LatticePath {
  const { endpoint, lookup } = context;
  const associations = lookup.associationsOf(endpoint.id);
  const ofResources = associations.filter(({ resourceArn }) => partsOf(resourceArn ?? '').type === RESOURCE);
  const named = endpoint.resourceConfigurationArn;
  // A group's endpoint has an association with each child, and none with the group itself.
  const isListed = ofResources.some(
    (item) => item.resourceArn === named || item.resourceConfigurationGroupArn === named,
  );
  const network = endpoint.serviceNetworkArn;
  return {
    associations,
    resources: [
      ...ofResources.map((item) => reached(context, item.resourceArn ?? '', item)),
      ...(named === undefined || isListed ? [] : [reached(context, named)]),
    ],
    services: associations.filter((item) => !ofResources.includes(item)),
    ...(network === undefined ? {} : { network: reachedNetwork(context, network) }),
  };
}

const RESOURCE = 'resourceconfiguration';

function reached({ inventory }: EndpointContext, arn: string, association?: EndpointAssociation): ReachedResource {
  const { id, account } = partsOf(arn);
  const configuration = inventory.resourceConfigurations.get(id);
  const groupId =
    configuration?.resourceConfigurationGroupId ?? partsOf(association?.resourceConfigurationGroupArn ?? '').id;
  const group = inventory.resourceConfigurations.get(groupId);
  const gatewayId = configuration?.resourceGatewayId ?? group?.resourceGatewayId;
  const gateway = inventory.resourceGateways.get(gatewayId ?? '');
  return {
    arn,
    id,
    account,
    ...(association === undefined ? {} : { association }),
    ...(configuration === undefined ? {} : { configuration }),
    ...(groupId === '' ? {} : { groupId }),
    ...(group === undefined ? {} : { group }),
    ...(gatewayId === undefined ? {} : { gatewayId }),
    ...(gateway === undefined ? {} : { gateway }),
  };
}

function reachedNetwork({ inventory, lookup }: EndpointContext, arn: string): ReachedNetwork {
  const { id, account } = partsOf(arn);
  const network = inventory.serviceNetworks.get(id);
  return { arn, id, account, ...(network === undefined ? {} : { network }), members: lookup.membersOf(arn) };
}

/** `arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0` in its parts. */
function partsOf(arn: string): { readonly account: string; readonly type: string; readonly id: string } {
  const [, , , , account = '', resource = ''] = arn.split(':');
  const [type = '', id = ''] = resource.split('/');
  return { account, type, id };
}

/** Whether all accounts whose resources and network the endpoint leads to were read in its Region. */
export function areOwnersRead(context: EndpointContext): boolean {
  const { resources, network } = latticePath(context);
  const owners = [...resources.map(({ account }) => account), ...(network === undefined ? [] : [network.account])];
  return owners.length > 0 && owners.every((account) => isAccountRead(context, account));
}

function isAccountRead({ inventory, region }: EndpointContext, account: string): boolean {
  return inventory.scopes.some((scope) => scope.account === account && scope.region === region);
}

/** Why a resource configuration, or the group of a child, is in no listing. */
export function configurationGap(context: EndpointContext, account: string, id: string): Gap {
  return unlistedGap(context, 'vpc-lattice:ListResourceConfigurations', account, `${id} in the listing of its owner`);
}

/** Why a service network is in no listing. */
export function networkGap(context: EndpointContext, { account, id }: ReachedNetwork): Gap {
  return unlistedGap(context, 'vpc-lattice:ListServiceNetworks', account, `${id} in the listing of its owner`);
}

/** Why what stands in a service network was not listed whole. */
export function membersGap(context: EndpointContext, network: ReachedNetwork): Gap | undefined {
  const { inventory, endpoint, region } = context;
  return gapOf(inventory, {
    operation: 'vpc-lattice:ListServiceNetworkResourceAssociations',
    accounts: [...new Set([network.account, endpoint.account])],
    region,
    about: { serviceNetworkIdentifier: network.id },
  });
}

/** Owners list what is theirs, everybody what is shared with them. */
function unlistedGap(context: EndpointContext, operation: string, owner: string, what: string): Gap {
  const { inventory, endpoint, region } = context;
  const own = gapOf(inventory, { operation, accounts: [owner], region });
  if (isAccountRead(context, owner)) return own ?? { reason: 'malformed', missing: [what] };
  const shared = gapOf(inventory, { operation, accounts: [endpoint.account], region });
  return shared ?? own ?? { reason: 'malformed', missing: [what] };
}

/** Why a resource gateway was not read: only its owner can. */
export function gatewayGap({ inventory, region }: EndpointContext, resource: ReachedResource): Gap {
  const operation = 'vpc-lattice:ListResourceGateways';
  const unread = gapOf(inventory, { operation, accounts: [resource.account], region });
  if (unread !== undefined) return unread;
  return {
    reason: 'malformed',
    missing: [`${resource.gatewayId ?? 'its gateway'} in the listing of resource gateways`],
  };
}

/** Why what only the look-up of a configuration says is not known: its ports, its definition, its domain's verification. */
export function detailGap(context: EndpointContext, account: string, id: string): Gap | undefined {
  const { inventory, endpoint, region } = context;
  const configuration = inventory.resourceConfigurations.get(id);
  if (configuration === undefined) return configurationGap(context, account, id);
  return gapOf(inventory, {
    operation: 'vpc-lattice:GetResourceConfiguration',
    accounts: [...new Set([account, configuration.seenBy, endpoint.account])],
    region,
    about: { resourceConfigurationIdentifier: id },
  });
}

/** Why a child's group, which has the gateway, was not read; `undefined` where it was, or there is none. */
export function groupGap(context: EndpointContext, resource: ReachedResource): Gap | undefined {
  const { groupId, group, account } = resource;
  return groupId === undefined || group !== undefined ? undefined : configurationGap(context, account, groupId);
}

/**
 * The ports that a configuration publishes. A child that names none has those of its group. An Amazon resource (type ARN)
 * may name none: its own port counts, which Lattice does not tell.
 */
export function publishedPorts(
  context: EndpointContext,
  resource: ReachedResource,
): { readonly ports: PortSet } | { readonly gap: Gap } | 'of-the-resource' {
  const { configuration, group, account, id } = resource;
  const unread = detailGap(context, account, id);
  if (unread !== undefined) return { gap: unread };
  const ranges = configuration?.portRanges ?? group?.portRanges;
  if (ranges === undefined || ranges.length === 0) {
    return configuration?.type === 'arn'
      ? 'of-the-resource'
      : { gap: { reason: 'malformed', missing: [`portRanges of ${id}`] } };
  }
  const read = ranges.map(portRange);
  return read.some((range) => range === undefined)
    ? { gap: { reason: 'malformed', missing: [`portRanges of ${id}`] } }
    : { ports: normalizePorts(read.flatMap((range) => range ?? [])) };
}

/** `443`, `8000-8100`; `undefined` for what is neither. */
function portRange(text: string): PortRange | undefined {
  const found = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (found === null) return undefined;
  const from = Number(found[1]);
  const to = Number(found[2] ?? found[1]);
  return from <= to && to <= 65535 ? { from, to } : undefined;
}

/**
 * The resources that the traffic may go to: with a port given, those that publish it, or of which that is not known; all of
 * them where none does.
 */
export function resourcesOnPath(context: EndpointContext): readonly ReachedResource[] {
  const { port } = context.options;
  const { resources } = latticePath(context);
  if (port === undefined) return resources;
  const open = resources.filter((resource) => {
    const published = publishedPorts(context, resource);
    return published === 'of-the-resource' || 'gap' in published || hasPort(published.ports, port);
  });
  return open.length > 0 ? open : resources;
}
