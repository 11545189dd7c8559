import { attribute, block, expression, quoted, type HclItem } from './hcl.ts';
import type { Attribute, PlannedListener, PlannedLoadBalancer, PlannedTargetGroup } from './model.ts';
import { hasZones, listOf, tagsAttribute, type TerraformContext } from './terraform-context.ts';

/* Network and Gateway Load Balancers with their target groups, targets and listeners. */

export const LOAD_BALANCER_ATTRIBUTES: Readonly<Record<string, string>> = {
  'load_balancing.cross_zone.enabled': 'enable_cross_zone_load_balancing',
  'deletion_protection.enabled': 'enable_deletion_protection',
  'dns_record.client_routing_policy': 'dns_record_client_routing_policy',
  'zonal_shift.config.enabled': 'enable_zonal_shift',
  'access_logs.s3.enabled': 'access_logs.enabled',
  'access_logs.s3.bucket': 'access_logs.bucket',
  'access_logs.s3.prefix': 'access_logs.prefix',
};

export const TARGET_GROUP_ATTRIBUTES: Readonly<Record<string, string>> = {
  'preserve_client_ip.enabled': 'preserve_client_ip',
  'proxy_protocol_v2.enabled': 'proxy_protocol_v2',
  'deregistration_delay.timeout_seconds': 'deregistration_delay',
  'deregistration_delay.connection_termination.enabled': 'connection_termination',
  'load_balancing.cross_zone.enabled': 'load_balancing_cross_zone_enabled',
  'stickiness.enabled': 'stickiness.enabled',
  'stickiness.type': 'stickiness.type',
  'target_health_state.unhealthy.connection_termination.enabled': 'target_health_state.connection_termination',
  'target_health_state.unhealthy.draining_interval_seconds': 'target_health_state.draining_interval',
};

/** The attributes that the provider has no argument for, each in a sentence. */
export function unknownAttributes(
  resource: PlannedLoadBalancer | PlannedTargetGroup,
  known: Readonly<Record<string, string>>,
): readonly string[] {
  return resource.attributes
    .filter(({ key }) => !Object.hasOwn(known, key))
    .map(({ key, value }) => `The attribute ${key} (${value}) has no argument in the AWS provider 5.100.`);
}

type Read = (key: string) => string | undefined;

function reader(attributes: readonly Attribute[]): Read {
  return (key) => attributes.find((item) => item.key === key)?.value;
}

/** `true` and `false` as such; what is neither stays out. */
function flag(value: string | undefined): boolean | undefined {
  return value === undefined ? undefined : value === 'true';
}

/** A Network or Gateway Load Balancer. */
export function loadBalancerBody(loadBalancer: PlannedLoadBalancer, context: TerraformContext): readonly HclItem[] {
  const { use } = context;
  const read = reader(loadBalancer.attributes);
  const bucket = read('access_logs.s3.bucket');
  return [
    ...attribute('name', loadBalancer.name === '' ? undefined : quoted(loadBalancer.name, true)),
    ...attribute('load_balancer_type', loadBalancer.type),
    ...attribute('internal', loadBalancer.internal),
    ...attribute('ip_address_type', loadBalancer.ipAddressType),
    ...attribute('subnets', loadBalancer.subnets && use(loadBalancer.subnets)),
    ...attribute('security_groups', loadBalancer.securityGroups && listOf(loadBalancer.securityGroups, context)),
    ...attribute(
      'enforce_security_group_inbound_rules_on_private_link_traffic',
      loadBalancer.enforcePrivateLinkInbound,
    ),
    ...attribute('enable_cross_zone_load_balancing', flag(read('load_balancing.cross_zone.enabled'))),
    ...attribute('enable_deletion_protection', flag(read('deletion_protection.enabled'))),
    ...attribute('enable_zonal_shift', flag(read('zonal_shift.config.enabled'))),
    ...attribute('dns_record_client_routing_policy', read('dns_record.client_routing_policy')),
    ...(bucket === undefined
      ? []
      : [
          block(
            'access_logs',
            [],
            [
              ...attribute('bucket', bucket),
              ...attribute('prefix', read('access_logs.s3.prefix')),
              ...attribute('enabled', flag(read('access_logs.s3.enabled')) ?? false),
            ],
          ),
        ]),
    ...loadBalancer.subnetMappings.map((mapping) =>
      block(
        'subnet_mapping',
        [],
        [
          ...attribute('subnet_id', use(mapping.subnet)),
          ...attribute('private_ipv4_address', mapping.privateIpv4Address),
          ...attribute('ipv6_address', mapping.ipv6Address),
          ...attribute('allocation_id', mapping.allocationId),
        ],
      ),
    ),
    ...tagsAttribute(loadBalancer.tags),
  ];
}

/** The provider takes `preserve_client_ip` as a string and `proxy_protocol_v2` as a boolean. */
export function targetGroupBody(group: PlannedTargetGroup, { use }: TerraformContext): readonly HclItem[] {
  const read = reader(group.attributes);
  const check = group.healthCheck;
  const delay = read('deregistration_delay.timeout_seconds');
  const stickiness = flag(read('stickiness.enabled'));
  const termination = flag(read('target_health_state.unhealthy.connection_termination.enabled'));
  const draining = read('target_health_state.unhealthy.draining_interval_seconds');
  return [
    ...attribute('name', group.name === '' ? undefined : quoted(group.name, true)),
    ...attribute('port', group.port),
    ...attribute('protocol', group.protocol),
    ...attribute('target_type', group.targetType),
    ...attribute('ip_address_type', group.ipAddressType),
    ...attribute('vpc_id', use(group.vpc)),
    ...attribute('preserve_client_ip', read('preserve_client_ip.enabled')),
    ...attribute('proxy_protocol_v2', flag(read('proxy_protocol_v2.enabled'))),
    ...attribute('deregistration_delay', delay === undefined ? undefined : Number(delay)),
    ...attribute('connection_termination', flag(read('deregistration_delay.connection_termination.enabled'))),
    ...attribute('load_balancing_cross_zone_enabled', read('load_balancing.cross_zone.enabled')),
    block(
      'health_check',
      [],
      [
        ...attribute('protocol', check.protocol),
        ...attribute('port', check.port),
        ...attribute('path', check.path),
        ...attribute('matcher', check.matcher),
        ...attribute('interval', check.intervalSeconds),
        ...attribute('timeout', check.timeoutSeconds),
        ...attribute('healthy_threshold', check.healthyThreshold),
        ...attribute('unhealthy_threshold', check.unhealthyThreshold),
      ],
    ),
    ...(stickiness === undefined
      ? []
      : [
          block(
            'stickiness',
            [],
            [...attribute('type', read('stickiness.type') ?? 'source_ip'), ...attribute('enabled', stickiness)],
          ),
        ]),
    ...(termination === undefined && draining === undefined
      ? []
      : [
          block(
            'target_health_state',
            [],
            [
              ...attribute('enable_unhealthy_connection_termination', termination ?? true),
              ...attribute('unhealthy_draining_interval', draining === undefined ? undefined : Number(draining)),
            ],
          ),
        ]),
    ...tagsAttribute(group.tags),
  ];
}

/** One attachment per target and port: the same target may be registered on two ports. */
export function attachments(
  group: PlannedTargetGroup,
  { label, useInput, input }: TerraformContext,
): readonly HclItem[] {
  if (group.targets === undefined) return [];
  const variable = useInput(group.targets);
  const zones = hasZones(input(group.targets)?.targets ?? []);
  return [
    block(
      'resource',
      ['aws_lb_target_group_attachment', label(group.key)],
      [
        ...attribute(
          'for_each',
          expression(`{ for target in ${variable} : "\${target.id}:\${target.port}" => target }`),
        ),
        ...attribute('target_group_arn', expression(`aws_lb_target_group.${label(group.key)}.arn`)),
        ...attribute('target_id', expression('each.value.id')),
        ...attribute('port', expression('each.value.port')),
        ...attribute('availability_zone', zones ? expression('each.value.availability_zone') : undefined),
      ],
    ),
  ];
}

/** A listener that forwards to one target group, or to several by weight. */
export function listenerBody(listener: PlannedListener, { use }: TerraformContext): readonly HclItem[] {
  const [only, ...others] = listener.forwards;
  return [
    ...attribute('load_balancer_arn', use({ kind: 'own', resource: listener.loadBalancer })),
    ...attribute('port', listener.port),
    ...attribute('protocol', listener.protocol),
    ...attribute('certificate_arn', listener.certificate && use(listener.certificate)),
    ...attribute('ssl_policy', listener.sslPolicy),
    ...attribute('alpn_policy', listener.alpnPolicy),
    ...attribute('tcp_idle_timeout_seconds', listener.tcpIdleTimeout),
    block(
      'default_action',
      [],
      [
        ...attribute('type', 'forward'),
        ...attribute('target_group_arn', only !== undefined && others.length === 0 ? use(only.targetGroup) : undefined),
        ...(others.length === 0
          ? []
          : [
              block(
                'forward',
                [],
                listener.forwards.map((forward) =>
                  block(
                    'target_group',
                    [],
                    [...attribute('arn', use(forward.targetGroup)), ...attribute('weight', forward.weight)],
                  ),
                ),
              ),
            ]),
      ],
    ),
  ];
}
