import { attribute, block, hclJson, hclList, quoted, type HclItem, type HclValue } from './hcl.ts';
import type { PlannedEndpoint, PlannedNotification, PlannedService, Term } from './model.ts';
import { listOf, tagsAttribute, type TerraformContext } from './terraform-context.ts';

/* VPC endpoints, endpoint services, and the notifications about both. */

/** Type and private DNS are always written: their defaults, Gateway and false, are seldom what is meant. */
export function endpointBody(endpoint: PlannedEndpoint, context: TerraformContext): readonly HclItem[] {
  const { use } = context;
  const optional = (term: Term | undefined): HclValue | undefined => (term === undefined ? undefined : use(term));
  const target = endpoint.service;
  const dns = [
    ...attribute('dns_record_ip_type', endpoint.dnsRecordIpType),
    ...attribute('private_dns_only_for_inbound_resolver_endpoint', endpoint.privateDnsOnlyForInboundResolverEndpoint),
    ...(hasPreference(context) ? preferenceOf(endpoint) : []),
  ];
  return [
    ...attribute('vpc_id', use(endpoint.vpc)),
    ...attribute('vpc_endpoint_type', endpoint.type),
    ...attribute(
      'service_name',
      target?.kind === 'aws-service' ? target.name : target?.kind === 'service' ? use(target.name) : undefined,
    ),
    ...attribute('resource_configuration_arn', target?.kind === 'resource-configuration' ? use(target.arn) : undefined),
    ...attribute('service_network_arn', target?.kind === 'service-network' ? use(target.arn) : undefined),
    ...attribute('service_region', endpoint.serviceRegion),
    ...attribute('subnet_ids', optional(endpoint.subnets)),
    ...attribute('security_group_ids', endpoint.securityGroups && listOf(endpoint.securityGroups, context)),
    ...attribute('route_table_ids', optional(endpoint.routeTables)),
    ...attribute('ip_address_type', endpoint.ipAddressType),
    ...attribute('private_dns_enabled', endpoint.privateDnsEnabled ?? false),
    ...attribute(
      'policy',
      endpoint.policy === undefined
        ? undefined
        : { kind: 'call', name: 'jsonencode', argument: hclJson(endpoint.policy) },
    ),
    ...(dns.length === 0 ? [] : [block('dns_options', [], dns)]),
    ...tagsAttribute(endpoint.tags),
  ];
}

/** The preference is an argument from version 6 on. */
function hasPreference({ awsProvider }: TerraformContext): boolean {
  return awsProvider >= 6;
}

function preferenceOf({
  privateDnsPreference: preference,
  privateDnsSpecifiedDomains: domains = [],
}: PlannedEndpoint): readonly HclItem[] {
  return [
    ...attribute('private_dns_preference', preference),
    ...attribute(
      'private_dns_specified_domains',
      domains.length === 0 ? undefined : hclList(domains.map((domain) => quoted(domain))),
    ),
  ];
}

/** What the provider has no argument for. */
export function endpointNotes(endpoint: PlannedEndpoint, context: TerraformContext): readonly string[] {
  const { privateDnsPreference: preference, privateDnsSpecifiedDomains: domains } = endpoint;
  if (preference === undefined && (domains === undefined || domains.length === 0)) return [];
  if (hasPreference(context)) return [];
  const named = domains === undefined || domains.length === 0 ? '' : ` for ${domains.join(', ')}`;
  return [
    `The private DNS preference (${preference ?? 'not in the answer'}${named}) has no argument in the AWS provider 5.100.`,
  ];
}

/** An endpoint service with its principals. */
export function serviceBody(service: PlannedService, context: TerraformContext): readonly HclItem[] {
  const strings = (values: readonly string[]): HclValue | undefined =>
    values.length === 0 ? undefined : hclList(values.map((value) => quoted(value)));
  return [
    ...attribute('acceptance_required', service.acceptanceRequired),
    ...attribute('network_load_balancer_arns', listOf(service.networkLoadBalancers, context)),
    ...attribute('gateway_load_balancer_arns', listOf(service.gatewayLoadBalancers, context)),
    ...attribute('allowed_principals', service.allowedPrincipals && context.use(service.allowedPrincipals)),
    ...attribute('supported_ip_address_types', strings(service.supportedIpAddressTypes)),
    ...attribute('supported_regions', strings(service.supportedRegions)),
    ...attribute('private_dns_name', service.privateDnsName),
    ...tagsAttribute(service.tags),
  ];
}

/** What the provider has no argument for. */
export function serviceNotes(service: PlannedService): readonly string[] {
  return [
    ...(service.privateDnsName === undefined
      ? []
      : [
          `The name ${service.privateDnsName} must be verified: create the TXT record of private_dns_name_configuration in its public zone, then an aws_vpc_endpoint_service_private_dns_verification.`,
        ]),
    ...(service.payerResponsibility === undefined
      ? []
      : [`The payer responsibility (${service.payerResponsibility}) has no argument in the AWS provider.`]),
  ];
}

/** A notification of connection events. */
export function notificationBody(notification: PlannedNotification, { use }: TerraformContext): readonly HclItem[] {
  const about = use({ kind: 'own', resource: notification.about.resource });
  return [
    ...attribute(notification.about.kind === 'service' ? 'vpc_endpoint_service_id' : 'vpc_endpoint_id', about),
    ...attribute('connection_notification_arn', use(notification.topic)),
    ...attribute('connection_events', hclList(notification.events.map((event) => quoted(event)))),
  ];
}
