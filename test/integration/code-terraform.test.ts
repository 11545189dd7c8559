import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateCode } from '../../src/core/iac/generate.ts';
import { stableStringify, type Json } from '../../src/core/model/json.ts';
import { findTool } from '../tools.ts';
import { consumerEndpoints, ORDERS_SERVICE } from '../unit/iac/estate.ts';
import { hostileInventory, INDEX, meaningOf, someHostileEndpoints } from '../unit/iac/hostile.ts';
import { judgedEstates } from '../validators/estates.ts';
import { MissingTool, prepared, use, type Prepared } from '../validators/missing.ts';
import { insertedAgain, piecesOf } from '../validators/pieces.ts';
import { terraformWorkspace, type PlannedValues, type TerraformWorkspace } from '../validators/terraform.ts';

type Tags = Readonly<Record<string, string>>;

describe('generated Terraform, judged by Terraform and the AWS provider', () => {
  const hostile = someHostileEndpoints(60);
  let workspace: Prepared<TerraformWorkspace> | undefined;
  let planned: PlannedValues = new Map();

  beforeAll(async () => {
    const pieces = piecesOf('terraform', judgedEstates());
    const { provider } = judgedEstates();
    pieces.set('again', insertedAgain('terraform', provider!, ORDERS_SERVICE, 'vpce-svc-0bbbbbbbbbbbbbbbb'));
    const inventory = hostileInventory(hostile);
    pieces.set('hostile', generateCode(inventory, [...inventory.endpoints.keys()], 'terraform').text);
    workspace = await prepared(() => {
      const terraform = findTool('terraform');
      if (terraform === undefined) throw new MissingTool('terraform is not on PATH');
      return terraformWorkspace(terraform, pieces);
    });
  });

  afterAll(async () => {
    if (workspace !== undefined && 'value' in workspace) await workspace.value.dispose();
  });

  test('is formatted as terraform fmt would', async (context) => {
    expect(await use(context, workspace).unformatted()).toEqual([]);
  });

  test('validates without an error or a warning', async (context) => {
    expect(await use(context, workspace).problems()).toEqual([]);
  });

  test('plans to create what was read', async (context) => {
    planned = await use(context, workspace).plan();
    for (const item of consumerEndpoints()) {
      const module = `module.consumer_${(item['VpcEndpointId'] as string).replaceAll('-', '_')}.`;
      const [values] = [...planned]
        .filter(([address]) => address.startsWith(`${module}aws_vpc_endpoint.`))
        .map(([, found]) => found);
      expect(values, module).toMatchObject(argumentsOf(item));
    }
  });

  test('plans the whole service: load balancer, listeners, target groups and each target on each port', (context) => {
    use(context, workspace);
    const module = 'module.provider_vpce_svc_0aaaaaaaaaaaaaaaa.';
    const at = (address: string): Readonly<Record<string, unknown>> | undefined => planned.get(`${module}${address}`);
    expect(at('aws_lb.orders_nlb')).toMatchObject({
      name: 'orders-nlb',
      load_balancer_type: 'network',
      internal: true,
      subnets: ['subnet-0aaaaaaa', 'subnet-0bbbbbbb'],
      security_groups: ['sg-0aaaaaaaaaaaaaaaa'],
      enforce_security_group_inbound_rules_on_private_link_traffic: 'off',
      enable_cross_zone_load_balancing: true,
      enable_deletion_protection: true,
      dns_record_client_routing_policy: 'availability_zone_affinity',
      access_logs: [{ bucket: 'orders-logs', enabled: true }],
    });
    expect(at('aws_lb_target_group.orders_https')).toMatchObject({
      port: 8080,
      protocol: 'TCP',
      target_type: 'ip',
      preserve_client_ip: 'false',
      proxy_protocol_v2: true,
      deregistration_delay: '60',
      health_check: [
        { protocol: 'HTTP', port: '8081', path: '/healthz', matcher: '200-299', interval: 30, timeout: 10 },
      ],
      stickiness: [{ enabled: true, type: 'source_ip' }],
      target_health_state: [{ enable_unhealthy_connection_termination: false, unhealthy_draining_interval: 120 }],
    });
    expect(
      [...planned.keys()].filter((address) => address.startsWith(`${module}aws_lb_target_group_attachment`)).sort(),
    ).toEqual([
      `${module}aws_lb_target_group_attachment.orders_admin["i-0aaaaaaaaaaaaaaaa:9090"]`,
      `${module}aws_lb_target_group_attachment.orders_https["10.1.1.20:8080"]`,
      `${module}aws_lb_target_group_attachment.orders_https["10.1.1.20:8082"]`,
      `${module}aws_lb_target_group_attachment.orders_https["10.200.0.5:8080"]`,
    ]);
    expect(at('aws_lb_target_group_attachment.orders_https["10.200.0.5:8080"]')).toMatchObject({
      availability_zone: 'all',
    });
    expect(at('aws_lb_listener.orders_nlb_8443')).toMatchObject({
      port: 8443,
      protocol: 'TLS',
      certificate_arn: 'arn:aws:acm:eu-west-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef',
      ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      alpn_policy: 'HTTP2Preferred',
    });
    expect(at('aws_vpc_endpoint_service.orders')).toMatchObject({
      acceptance_required: true,
      allowed_principals: ['arn:aws:iam::444455556666:role/network,admins', 'arn:aws:iam::444455556666:root'],
      private_dns_name: 'orders.example.com',
      supported_ip_address_types: ['ipv4'],
      supported_regions: ['eu-west-1', 'us-east-1'],
      tags: { Name: 'orders', 'cost center': '42' },
    });
    expect(at('aws_vpc_endpoint_connection_notification.orders')).toMatchObject({
      connection_events: ['Accept', 'Connect'],
    });
    expect(planned.get('module.provider_vpce_svc_0bbbbbbbbbbbbbbbb.aws_lb.pinned')).toMatchObject({
      subnet_mapping: [
        { subnet_id: 'subnet-0aaaaaaa', private_ipv4_address: '10.1.1.10' },
        { subnet_id: 'subnet-0bbbbbbb', private_ipv4_address: '10.1.2.10' },
      ],
    });
  });

  test('gives hostile tags and policies back to the letter', (context) => {
    use(context, workspace);
    const found = new Map([...planned.values()].map((values) => [(values['tags'] as Tags | null)?.[INDEX], values]));
    for (const [index, { name, tags, policy }] of hostile.entries()) {
      const values = found.get(String(index))!;
      expect(meaningOf(values['tags'] as Tags, JSON.parse(String(values['policy'])) as Json)).toBe(
        meaningOf({ ...tags, Name: name, [INDEX]: String(index) }, policy),
      );
    }
  });
});

/** What the answer of DescribeVpcEndpoints says in the words of aws_vpc_endpoint. */
function argumentsOf(item: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const gateway = item['VpcEndpointType'] === 'Gateway';
  const groups = (item['Groups'] as { GroupId: string }[] | undefined)?.map((group) => group.GroupId) ?? [];
  const dns = item['DnsOptions'] as
    { DnsRecordIpType: string; PrivateDnsOnlyForInboundResolverEndpoint?: boolean } | undefined;
  const tags = Object.fromEntries(
    ((item['Tags'] as { Key: string; Value: string }[] | undefined) ?? []).map((tag) => [tag.Key, tag.Value]),
  );
  delete tags['aws:cloudformation:stack-name'];
  const policy = item['PolicyDocument'] as string | undefined;
  return {
    vpc_id: item['VpcId'],
    vpc_endpoint_type: item['VpcEndpointType'],
    service_name: item['ServiceName'] ?? null,
    resource_configuration_arn: item['ResourceConfigurationArn'] ?? null,
    service_network_arn: item['ServiceNetworkArn'] ?? null,
    private_dns_enabled: item['PrivateDnsEnabled'],
    ip_address_type: item['IpAddressType'],
    ...(item['ServiceRegion'] === undefined ? {} : { service_region: item['ServiceRegion'] }),
    ...(gateway ? { route_table_ids: item['RouteTableIds'] } : { subnet_ids: item['SubnetIds'] }),
    ...(groups.length === 0 ? {} : { security_group_ids: groups }),
    ...(dns === undefined
      ? {}
      : {
          dns_options: [
            {
              dns_record_ip_type: dns.DnsRecordIpType,
              private_dns_only_for_inbound_resolver_endpoint: dns.PrivateDnsOnlyForInboundResolverEndpoint ?? null,
            },
          ],
        }),
    ...(policy === undefined || policy.includes('"Action":"*"')
      ? {}
      : { policy: stableStringify(JSON.parse(policy) as Json) }),
    tags: Object.keys(tags).length === 0 ? null : tags,
  };
}
