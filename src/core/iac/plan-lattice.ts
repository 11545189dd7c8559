import { defined } from '../model/defined.ts';
import type { Inventory } from '../model/inventory.ts';
import type { ResourceConfiguration } from '../resources/resource-configuration.ts';
import type { ResourceGateway } from '../resources/resource-gateway.ts';
import { text } from '../model/read.ts';
import { compareTexts } from '../order.ts';
import type { ServiceNetwork } from '../resources/service-network.ts';
import { gapIn, gapNote } from './gaps.ts';
import type { Inputs } from './inputs.ts';
import type {
  PlannedNetworkResource,
  PlannedResource,
  PlannedResourceConfiguration,
  PlannedResourceGateway,
  PlannedServiceNetwork,
  Term,
} from './model.ts';
import type { Groups } from './plan-groups.ts';
import { vpcTerm } from './plan-parts.ts';
import type { CodeScope } from './types.ts';
import { nameWords, wordsOf } from './words.ts';

const UNREAD_TAGS = 'Tags of VPC Lattice are never read, so they are not here.';

/** A resource configuration of VPC Lattice, with its resource gateway unless it is wanted alone. */
export function planConfiguration(
  inventory: Inventory,
  configuration: ResourceConfiguration,
  words: readonly string[],
  inputs: Inputs,
  scope: CodeScope | undefined,
  groups: Groups,
): readonly PlannedResource[] {
  const { resourceConfigurationGroupId: groupId } = configuration;
  const gatewayId = configuration.resourceGatewayId === '' ? undefined : configuration.resourceGatewayId;
  const gateway =
    gatewayId === undefined || scope === 'resource' ? undefined : inventory.resourceGateways.get(gatewayId);
  const notes = [UNREAD_TAGS];
  const operation = 'vpc-lattice:GetResourceConfiguration';
  const definition = definitionOf(configuration);
  const gap = gapIn(inventory, configuration, operation, configuration.id);
  if (gap !== undefined) notes.push(`Ports, protocol and definition were not read: ${gap}.`);
  else if (definition === undefined && configuration.type !== 'group') {
    notes.push('What the configuration stands for was not in the answer.');
  }
  if (gatewayId !== undefined && gateway === undefined && scope !== 'resource') {
    notes.push(`Resource gateway ${gatewayId} was not read, so it comes in as an input.`);
  }
  if (configuration.customDomainName !== undefined) {
    notes.push(`Not here: the domain name ${configuration.customDomainName}, which must be verified first.`);
  }
  const planned: PlannedResourceConfiguration = defined({
    kind: 'resource-configuration' as const,
    key: configuration.id,
    words,
    comments: [],
    notes,
    keptFrom: configuration.amazonManaged === true ? 'another AWS service manages it' : undefined,
    arn: configuration.arn,
    name: configuration.name ?? configuration.id,
    type: (configuration.type ?? 'single').toUpperCase(),
    protocol: configuration.protocol?.toUpperCase(),
    portRanges: configuration.portRanges ?? [],
    gateway: gatewayTerm(gatewayId, gateway, words, inputs),
    group:
      groupId === undefined ? undefined : inputs.whole({ type: 'resource-group', current: [groupId], prefix: words }),
    allowShareable: configuration.allowAssociationToShareableServiceNetwork,
    definition,
  });
  if (gateway === undefined) return [planned];
  return [planGateway(gateway, nameWords(gateway.name, words, 'gateway'), inputs, groups), planned];
}

function gatewayTerm(
  id: string | undefined,
  generated: ResourceGateway | undefined,
  prefix: readonly string[],
  inputs: Inputs,
): Term | undefined {
  if (generated !== undefined) return { kind: 'own', resource: generated.id, attribute: 'id' };
  return id === undefined ? undefined : inputs.whole({ type: 'resource-gateway', current: [id], prefix });
}

/** A resource gateway of VPC Lattice. */
export function planGateway(
  gateway: ResourceGateway,
  words: readonly string[],
  inputs: Inputs,
  groups: Groups,
): PlannedResourceGateway {
  const { subnetIds = [] } = gateway;
  const comments: string[] = [];
  return defined({
    kind: 'resource-gateway' as const,
    key: gateway.id,
    words,
    comments,
    notes: [UNREAD_TAGS, ...(subnetIds.length === 0 ? ['The subnets of the gateway were not in the answer.'] : [])],
    arn: gateway.arn,
    name: gateway.name ?? gateway.id,
    vpc: vpcTerm(gateway.vpcId, words, inputs),
    subnets: subnetIds.length === 0 ? undefined : inputs.whole({ type: 'subnets', current: subnetIds, prefix: words }),
    securityGroups: groups.of(gateway.securityGroupIds, gateway, words, comments),
    ipAddressType: gateway.ipAddressType?.toUpperCase(),
  });
}

/**
 * A service network with the resource configurations in it.
 *
 * @param generated the resource configurations that the same code makes
 */
export function planNetwork(
  inventory: Inventory,
  network: ServiceNetwork,
  generated: ReadonlySet<string>,
  inputs: Inputs,
): readonly (PlannedServiceNetwork | PlannedNetworkResource)[] {
  const words = nameWords(network.name, wordsOf(network.id), 'network');
  const operation = 'vpc-lattice:ListServiceNetworkResourceAssociations';
  const planned: PlannedServiceNetwork = defined({
    kind: 'service-network' as const,
    key: network.id,
    words,
    comments: [
      'Its authorization, policies and services are not here: nothing that endpoints to resources need reads them.',
    ],
    notes: [
      UNREAD_TAGS,
      ...gapNote(
        'Resource configurations of the service network were not read',
        inventory,
        network,
        operation,
        network.id,
      ),
    ],
    arn: network.arn,
    name: network.name ?? network.id,
  });
  const resources = [...inventory.serviceNetworkResources.values()]
    .filter((item) => item.serviceNetworkId === network.id && item.resourceConfigurationId !== undefined)
    .sort((a, b) => compareTexts(a.id, b.id))
    .map((item): PlannedNetworkResource => {
      const id = item.resourceConfigurationId ?? '';
      return defined({
        kind: 'network-resource' as const,
        key: item.id,
        words: [...words, ...nameWords(item.name, wordsOf(id), 'resource')],
        comments: [],
        notes: [],
        keptFrom: item.isManagedAssociation === true ? 'another AWS service manages it' : undefined,
        arn: text(item.raw, 'arn'),
        network: network.id,
        configuration: generated.has(id)
          ? { kind: 'own' as const, resource: id, attribute: 'id' as const }
          : inputs.whole({ type: 'resource-configuration-id', current: [id], prefix: words }),
        privateDnsEnabled: item.privateDnsEnabled,
      });
    });
  return [planned, ...resources];
}

function definitionOf({ definition }: ResourceConfiguration): PlannedResourceConfiguration['definition'] {
  if (definition?.arn !== undefined) return { kind: 'arn', arn: definition.arn };
  if (definition?.ipAddress !== undefined) return { kind: 'ip', ipAddress: definition.ipAddress };
  if (definition?.domainName === undefined) return undefined;
  return defined({
    kind: 'dns' as const,
    domainName: definition.domainName,
    ipAddressType: definition.domainIpAddressType?.toUpperCase(),
  });
}
