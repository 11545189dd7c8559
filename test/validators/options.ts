/*
 * Every argument of Terraform's resources for PrivateLink, and how it is proved that generated code has it right.
 *
 * `moto`, `recorded`: planned with an import block against moto, or against AWS's answers as the wire server gives them;
 * nothing is added, changed or destroyed. `compared`: what the plan would create is compared with the API's answer, field by
 * field. `unsupported`: the code does not have it, and why.
 */

export type Proof =
  | { readonly by: 'moto' | 'recorded' | 'compared'; readonly note?: string }
  | { readonly by: 'unsupported'; readonly why: string };

export type Options = Readonly<Record<string, Readonly<Record<string, Proof>>>>;

const moto: Proof = { by: 'moto' };
const recorded: Proof = { by: 'recorded' };
const compared: Proof = { by: 'compared' };
const unsupported = (why: string): Proof => ({ by: 'unsupported', why });

const PROVIDER_6 = unsupported('The provider has it from version 6 on; the code says the value in a comment.');
const REGION = unsupported('The provider has it from version 6 on; code is of one Region, as the provider block.');
const TIMEOUTS = unsupported('How long Terraform waits is nothing that exists in AWS.');
const inline = (of: string): Proof => unsupported(`It stands in ${of}: both would overwrite each other at each apply.`);

const inlineRules: Proof = {
  by: 'compared',
  note: 'Only where no ids of rules were read: else each rule is a resource of its own.',
};

const ofVpcs = unsupported('The flow logs of a path are those of its VPCs.');

const LATTICE_TAGS = unsupported('The tags of VPC Lattice are not read; a comment says so.');

const GROUP_RULE = {
  security_group_id: moto,
  ip_protocol: moto,
  from_port: moto,
  to_port: moto,
  cidr_ipv4: moto,
  cidr_ipv6: moto,
  prefix_list_id: moto,
  referenced_security_group_id: moto,
  description: moto,
  tags: moto,
  region: REGION,
};

const ENDPOINT = 'aws_vpc_endpoint';
const SERVICE = 'aws_vpc_endpoint_service';

export const TERRAFORM_OPTIONS: Options = {
  aws_vpc_endpoint: {
    vpc_id: moto,
    service_name: moto,
    resource_configuration_arn: recorded,
    service_network_arn: recorded,
    vpc_endpoint_type: moto,
    subnet_ids: moto,
    security_group_ids: moto,
    route_table_ids: moto,
    policy: moto,
    private_dns_enabled: moto,
    ip_address_type: recorded,
    service_region: recorded,
    auto_accept: unsupported('An instruction at creation, and nothing that an endpoint has.'),
    'dns_options.dns_record_ip_type': recorded,
    'dns_options.private_dns_only_for_inbound_resolver_endpoint': recorded,
    'dns_options.private_dns_preference': PROVIDER_6,
    'dns_options.private_dns_specified_domains': PROVIDER_6,
    'subnet_configuration.subnet_id': unsupported('No answer says whether an address was chosen or given by AWS.'),
    'subnet_configuration.ipv4': unsupported('No answer says whether an address was chosen or given by AWS.'),
    'subnet_configuration.ipv6': unsupported('No answer says whether an address was chosen or given by AWS.'),
    tags: moto,
    region: REGION,
    timeouts: TIMEOUTS,
  },
  aws_vpc_endpoint_service: {
    acceptance_required: moto,
    network_load_balancer_arns: moto,
    gateway_load_balancer_arns: moto,
    allowed_principals: moto,
    private_dns_name: moto,
    supported_ip_address_types: recorded,
    supported_regions: recorded,
    tags: moto,
    region: REGION,
  },
  aws_vpc_endpoint_service_allowed_principal: {
    vpc_endpoint_service_id: inline(SERVICE),
    principal_arn: inline(SERVICE),
  },
  aws_vpc_endpoint_connection_accepter: {
    vpc_endpoint_service_id: recorded,
    vpc_endpoint_id: recorded,
  },
  aws_vpc_endpoint_connection_notification: {
    connection_events: recorded,
    connection_notification_arn: recorded,
    vpc_endpoint_service_id: recorded,
    vpc_endpoint_id: recorded,
  },
  aws_vpc_endpoint_policy: { vpc_endpoint_id: inline(ENDPOINT), policy: inline(ENDPOINT) },
  aws_vpc_endpoint_private_dns: { vpc_endpoint_id: inline(ENDPOINT), private_dns_enabled: inline(ENDPOINT) },
  aws_vpc_endpoint_route_table_association: { vpc_endpoint_id: inline(ENDPOINT), route_table_id: inline(ENDPOINT) },
  aws_vpc_endpoint_subnet_association: { vpc_endpoint_id: inline(ENDPOINT), subnet_id: inline(ENDPOINT) },
  aws_vpc_endpoint_security_group_association: {
    vpc_endpoint_id: inline(ENDPOINT),
    security_group_id: inline(ENDPOINT),
    replace_default_association: inline(ENDPOINT),
  },
  aws_vpc_endpoint_service_private_dns_verification: {
    service_id: unsupported('An act, which cannot be imported: a comment says the order of the steps.'),
    wait_for_verification: unsupported('An act, which cannot be imported: a comment says the order of the steps.'),
    timeouts: TIMEOUTS,
  },
  aws_security_group: {
    name: moto,
    name_prefix: unsupported('An instruction at creation: the group has a name.'),
    description: moto,
    vpc_id: moto,
    ingress: inlineRules,
    egress: inlineRules,
    revoke_rules_on_delete: unsupported('An instruction for the day when the group is deleted.'),
    tags: moto,
    region: REGION,
    timeouts: TIMEOUTS,
  },
  aws_vpc_security_group_ingress_rule: GROUP_RULE,
  aws_vpc_security_group_egress_rule: GROUP_RULE,
  aws_lb: {
    name: moto,
    load_balancer_type: moto,
    internal: moto,
    subnets: moto,
    'subnet_mapping.subnet_id': recorded,
    'subnet_mapping.private_ipv4_address': recorded,
    'subnet_mapping.ipv6_address': recorded,
    'subnet_mapping.allocation_id': recorded,
    security_groups: recorded,
    enforce_security_group_inbound_rules_on_private_link_traffic: recorded,
    enable_cross_zone_load_balancing: moto,
    enable_deletion_protection: moto,
    enable_zonal_shift: recorded,
    ip_address_type: moto,
    dns_record_client_routing_policy: moto,
    'access_logs.bucket': recorded,
    'access_logs.prefix': recorded,
    'access_logs.enabled': recorded,
    tags: moto,
  },
  aws_lb_listener: {
    load_balancer_arn: moto,
    'default_action.type': moto,
    'default_action.target_group_arn': moto,
    'default_action.forward.target_group.arn': moto,
    'default_action.forward.target_group.weight': moto,
    port: moto,
    protocol: moto,
    certificate_arn: recorded,
    ssl_policy: recorded,
    alpn_policy: recorded,
    tcp_idle_timeout_seconds: moto,
    tags: unsupported('The tags of listeners are not read; a comment says so.'),
  },
  aws_lb_listener_certificate: { listener_arn: recorded, certificate_arn: recorded, region: REGION },
  aws_flow_log: {
    vpc_id: recorded,
    subnet_id: ofVpcs,
    eni_id: ofVpcs,
    transit_gateway_id: ofVpcs,
    transit_gateway_attachment_id: ofVpcs,
    traffic_type: recorded,
    log_destination_type: recorded,
    log_destination: recorded,
    iam_role_arn: recorded,
    deliver_cross_account_role: unsupported('It is not in the answer of ec2:DescribeFlowLogs that the code knows.'),
    log_format: recorded,
    max_aggregation_interval: recorded,
    'destination_options.file_format': recorded,
    'destination_options.hive_compatible_partitions': recorded,
    'destination_options.per_hour_partition': recorded,
    tags: recorded,
    region: REGION,
  },
  aws_lb_target_group: {
    name: moto,
    port: moto,
    protocol: moto,
    vpc_id: moto,
    target_type: moto,
    preserve_client_ip: moto,
    proxy_protocol_v2: moto,
    deregistration_delay: moto,
    connection_termination: recorded,
    load_balancing_cross_zone_enabled: moto,
    'health_check.protocol': moto,
    'health_check.port': moto,
    'health_check.path': moto,
    'health_check.matcher': moto,
    'health_check.interval': moto,
    'health_check.timeout': moto,
    'health_check.healthy_threshold': moto,
    'health_check.unhealthy_threshold': moto,
    'stickiness.type': moto,
    'stickiness.enabled': moto,
    'target_health_state.enable_unhealthy_connection_termination': recorded,
    'target_health_state.unhealthy_draining_interval': recorded,
    ip_address_type: moto,
    tags: moto,
  },
  aws_lb_target_group_attachment: {
    target_group_arn: { ...compared, note: 'The provider 5.100 cannot import attachments.' },
    target_id: { ...compared, note: 'The provider 5.100 cannot import attachments.' },
    port: { ...compared, note: 'The provider 5.100 cannot import attachments.' },
    availability_zone: { ...compared, note: 'The provider 5.100 cannot import attachments.' },
  },
  aws_vpclattice_resource_configuration: {
    name: recorded,
    type: recorded,
    protocol: recorded,
    port_ranges: recorded,
    resource_gateway_identifier: recorded,
    resource_configuration_group_id: recorded,
    allow_association_to_shareable_service_network: recorded,
    'resource_configuration_definition.arn_resource.arn': recorded,
    'resource_configuration_definition.dns_resource.domain_name': recorded,
    'resource_configuration_definition.dns_resource.ip_address_type': recorded,
    'resource_configuration_definition.ip_resource.ip_address': recorded,
    tags: LATTICE_TAGS,
  },
  aws_vpclattice_service_network: {
    name: recorded,
    auth_type: unsupported('Only GetServiceNetwork answers it, and no endpoint to resources is subject to it.'),
    tags: LATTICE_TAGS,
  },
  aws_vpclattice_service_network_resource_association: {
    resource_configuration_identifier: recorded,
    service_network_identifier: recorded,
    tags: LATTICE_TAGS,
  },
  aws_vpclattice_resource_gateway: {
    name: recorded,
    vpc_id: recorded,
    subnet_ids: recorded,
    security_group_ids: recorded,
    ip_address_type: recorded,
    tags: LATTICE_TAGS,
  },
};

const SAID: Readonly<Record<Proof['by'], string>> = {
  moto: 'plan-clean (moto)',
  recorded: 'plan-clean (recorded answers)',
  compared: 'compared field by field',
  unsupported: 'unsupported',
};

/** How many arguments are proved in a way. */
export function proved(...ways: readonly Proof['by'][]): number {
  return Object.values(TERRAFORM_OPTIONS).flatMap((options) =>
    Object.values(options).filter(({ by }) => ways.includes(by)),
  ).length;
}

/** docs/code-options.md, before prettier. */
export function optionsPage(): string {
  const total = Object.values(TERRAFORM_OPTIONS).reduce((sum, options) => sum + Object.keys(options).length, 0);
  const sections = Object.entries(TERRAFORM_OPTIONS).map(([resource, options]) =>
    [
      `## ${resource}`,
      '',
      '| argument | how it is proved | |',
      '| --- | --- | --- |',
      ...Object.entries(options).map(([name, proof]) => {
        const more = proof.by === 'unsupported' ? proof.why : (proof.note ?? '');
        return `| \`${name}\` | ${SAID[proof.by]} | ${more} |`;
      }),
    ].join('\n'),
  );
  return `# Options of generated code

Written by \`node scripts/code-options-doc.mjs\`; a test fails when it is stale.

Every argument of Terraform’s resources for PrivateLink (AWS provider 5.100), and how it is proved that code which takes over
what exists has it right: ${proved('moto', 'recorded')} of ${total} are plan-clean.

- **plan-clean (moto)**: made in moto, collected, written with import blocks, and planned by Terraform against the same moto: N to import, 0 to add, 0 to change, 0 to destroy.
- **plan-clean (recorded answers)**: the same against AWS’s answers as the tests’ wire server gives them, for what moto does not hold.
- **compared field by field**: what Terraform plans to create is compared with the API’s answer.
- **unsupported**: the code does not have it, and why.

The other formats are written from the same plan: what they create is compared with each other property by property.

${sections.join('\n\n')}
`;
}
