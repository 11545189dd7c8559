import { defined } from '../model/defined.ts';
import type { Inventory } from '../model/inventory.ts';
import type { ResourceConfiguration } from '../resources/resource-configuration.ts';
import type { ResourceGateway } from '../resources/resource-gateway.ts';
import { gapIn } from './gaps.ts';
import type { Inputs } from './inputs.ts';
import type { PlannedResource, PlannedResourceConfiguration, PlannedResourceGateway, Term } from './model.ts';
import type { Groups } from './plan-groups.ts';
import { vpcTerm } from './plan-parts.ts';
import type { CodeScope } from './types.ts';
import { nameWords } from './words.ts';

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
