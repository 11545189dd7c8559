import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { optionsPage, TERRAFORM_OPTIONS } from '../../validators/options.ts';

/** The arguments that code for PrivateLink is asked to know, from the provider's pages. */
const ASKED: Readonly<Record<string, string>> = {
  aws_vpc_endpoint:
    'vpc_id service_name resource_configuration_arn service_network_arn vpc_endpoint_type subnet_ids security_group_ids ' +
    'route_table_ids policy private_dns_enabled ip_address_type service_region auto_accept dns_options.dns_record_ip_type ' +
    'dns_options.private_dns_only_for_inbound_resolver_endpoint dns_options.private_dns_preference ' +
    'dns_options.private_dns_specified_domains subnet_configuration.subnet_id subnet_configuration.ipv4 ' +
    'subnet_configuration.ipv6 tags region timeouts',
  aws_vpc_endpoint_service:
    'acceptance_required network_load_balancer_arns gateway_load_balancer_arns allowed_principals private_dns_name ' +
    'supported_ip_address_types supported_regions tags region',
  aws_vpc_endpoint_service_allowed_principal: 'vpc_endpoint_service_id principal_arn',
  aws_vpc_endpoint_connection_accepter: 'vpc_endpoint_service_id vpc_endpoint_id',
  aws_vpc_endpoint_connection_notification:
    'connection_events connection_notification_arn vpc_endpoint_service_id vpc_endpoint_id',
  aws_vpc_endpoint_policy: 'vpc_endpoint_id policy',
  aws_vpc_endpoint_private_dns: 'vpc_endpoint_id private_dns_enabled',
  aws_vpc_endpoint_route_table_association: 'vpc_endpoint_id route_table_id',
  aws_vpc_endpoint_subnet_association: 'vpc_endpoint_id subnet_id',
  aws_vpc_endpoint_security_group_association: 'vpc_endpoint_id security_group_id replace_default_association',
  aws_vpc_endpoint_service_private_dns_verification: 'service_id wait_for_verification timeouts',
  aws_security_group: 'name description vpc_id ingress egress tags',
  aws_vpc_security_group_ingress_rule:
    'security_group_id ip_protocol from_port to_port cidr_ipv4 cidr_ipv6 prefix_list_id referenced_security_group_id ' +
    'description tags',
  aws_vpc_security_group_egress_rule:
    'security_group_id ip_protocol from_port to_port cidr_ipv4 cidr_ipv6 prefix_list_id referenced_security_group_id ' +
    'description tags',
  aws_lb:
    'name load_balancer_type internal subnets subnet_mapping.subnet_id security_groups ' +
    'enforce_security_group_inbound_rules_on_private_link_traffic enable_cross_zone_load_balancing ' +
    'enable_deletion_protection ip_address_type dns_record_client_routing_policy',
  aws_lb_listener:
    'load_balancer_arn default_action.type port protocol certificate_arn ssl_policy alpn_policy tcp_idle_timeout_seconds',
  aws_lb_listener_certificate: 'listener_arn certificate_arn',
  aws_flow_log:
    'vpc_id traffic_type log_destination_type log_destination iam_role_arn log_format max_aggregation_interval ' +
    'destination_options.file_format destination_options.hive_compatible_partitions ' +
    'destination_options.per_hour_partition tags',
  aws_lb_target_group:
    'port protocol vpc_id target_type preserve_client_ip proxy_protocol_v2 load_balancing_cross_zone_enabled ' +
    'health_check.protocol health_check.port health_check.path health_check.matcher health_check.interval ' +
    'health_check.timeout health_check.healthy_threshold health_check.unhealthy_threshold ip_address_type',
  aws_vpclattice_resource_configuration:
    'name type protocol port_ranges resource_gateway_identifier resource_configuration_group_id ' +
    'allow_association_to_shareable_service_network resource_configuration_definition.arn_resource.arn ' +
    'resource_configuration_definition.dns_resource.domain_name ' +
    'resource_configuration_definition.dns_resource.ip_address_type ' +
    'resource_configuration_definition.ip_resource.ip_address',
  aws_vpclattice_service_network: 'name auth_type tags',
  aws_vpclattice_service_network_resource_association:
    'resource_configuration_identifier service_network_identifier tags',
  aws_vpclattice_resource_gateway: 'name vpc_id subnet_ids security_group_ids ip_address_type',
};

describe('the table of options', () => {
  test('stands in the docs: write it again with "node scripts/code-options-doc.mjs"', async () => {
    const page = new URL('../../../docs/code-options.md', import.meta.url);
    const options = { ...(await resolveConfig(page)), parser: 'markdown' };
    expect(await readFile(page, 'utf8')).toBe(await format(optionsPage(), options));
  });

  test.each(Object.entries(ASKED))('has every argument of %s', (resource, names) => {
    expect(Object.keys(TERRAFORM_OPTIONS[resource] ?? {})).toEqual(expect.arrayContaining(names.split(' ')));
  });

  test('says why for each argument that the code does not have', () => {
    for (const options of Object.values(TERRAFORM_OPTIONS)) {
      for (const proof of Object.values(options))
        if (proof.by === 'unsupported') expect(proof.why).toMatch(/^[A-Z].*\.$/);
    }
  });
});
