import { attribute, block, hclList, quoted, type HclItem } from './hcl.ts';
import type { PlannedNetworkResource, PlannedResourceConfiguration, PlannedResourceGateway } from './model.ts';
import { listOf, type TerraformContext } from './terraform-context.ts';

/** Where traffic enters the VPC of a shared resource. */
export function gatewayBody(gateway: PlannedResourceGateway, context: TerraformContext): readonly HclItem[] {
  const { use } = context;
  return [
    ...attribute('name', quoted(gateway.name, true)),
    ...attribute('vpc_id', use(gateway.vpc)),
    ...attribute('subnet_ids', gateway.subnets && use(gateway.subnets)),
    ...attribute('security_group_ids', gateway.securityGroups && listOf(gateway.securityGroups, context)),
    ...attribute('ip_address_type', gateway.ipAddressType),
  ];
}

/** Which resource is shared. */
export function configurationBody(
  configuration: PlannedResourceConfiguration,
  { use }: TerraformContext,
): readonly HclItem[] {
  const { portRanges } = configuration;
  return [
    ...attribute('name', quoted(configuration.name, true)),
    ...attribute('type', configuration.type),
    ...attribute('protocol', configuration.protocol),
    ...attribute(
      'port_ranges',
      portRanges.length === 0 ? undefined : hclList(portRanges.map((range) => quoted(range))),
    ),
    ...attribute('resource_gateway_identifier', configuration.gateway && use(configuration.gateway)),
    ...attribute('resource_configuration_group_id', configuration.group && use(configuration.group)),
    ...attribute('allow_association_to_shareable_service_network', configuration.allowShareable),
    ...definitionBlocks(configuration),
  ];
}

function definitionBlocks({ definition }: PlannedResourceConfiguration): readonly HclItem[] {
  if (definition === undefined) return [];
  const inner =
    definition.kind === 'arn'
      ? block('arn_resource', [], attribute('arn', definition.arn))
      : definition.kind === 'ip'
        ? block('ip_resource', [], attribute('ip_address', definition.ipAddress))
        : block(
            'dns_resource',
            [],
            [
              ...attribute('domain_name', definition.domainName),
              ...attribute('ip_address_type', definition.ipAddressType),
            ],
          );
  return [block('resource_configuration_definition', [], [inner])];
}

/** A resource configuration in a service network. */
export function networkResourceBody(
  { network, configuration }: PlannedNetworkResource,
  { use }: TerraformContext,
): readonly HclItem[] {
  return [
    ...attribute('resource_configuration_identifier', use(configuration)),
    ...attribute('service_network_identifier', use({ kind: 'own', resource: network, attribute: 'id' })),
  ];
}

/** What the provider has no argument for before its version 6. */
export function networkResourceNotes({ privateDnsEnabled }: PlannedNetworkResource): readonly string[] {
  return privateDnsEnabled === true
    ? ['Private DNS of the association has no argument in the AWS provider 5.100.']
    : [];
}
