import type { Attribute } from './model.ts';

/*
 * What AWS sets when nothing is said, so that code repeats only what somebody chose.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#load-balancer-attributes
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
type AttributesOf = 'load-balancer' | 'listener' | 'target-group';

const DEFAULTS: Readonly<Record<AttributesOf, Readonly<Record<string, readonly string[]>>>> = {
  'load-balancer': {
    'access_logs.s3.enabled': ['false'],
    'access_logs.s3.bucket': [''],
    'access_logs.s3.prefix': [''],
    'dns_record.client_routing_policy': ['any_availability_zone'],
    'secondary_ips.auto_assigned.per_subnet': ['0'],
    'zonal_shift.config.enabled': ['false'],
  },
  listener: { 'tcp.idle_timeout.seconds': ['350'] },
  'target-group': {
    'deregistration_delay.timeout_seconds': ['300'],
    'deregistration_delay.connection_termination.enabled': ['false'],
    'load_balancing.cross_zone.enabled': ['use_load_balancer_configuration'],
    'stickiness.enabled': ['false'],
    'stickiness.type': ['source_ip'],
    'target_failover.on_deregistration': ['no_rebalance'],
    'target_failover.on_unhealthy': ['no_rebalance'],
    'target_group_health.dns_failover.minimum_healthy_targets.count': ['1'],
    'target_group_health.dns_failover.minimum_healthy_targets.percentage': ['off'],
    'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': ['1'],
    'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': ['off'],
    'target_health_state.unhealthy.connection_termination.enabled': ['true'],
    'target_health_state.unhealthy.draining_interval_seconds': ['0'],
  },
};

/**
 * The attributes that differ from AWS's defaults, by key. Cross-zone, deletion protection, client IP preservation and
 * proxy protocol are always among them: a reader of the code wants to see those.
 */
export function notDefault(of: AttributesOf, values: Readonly<Record<string, string>>): readonly Attribute[] {
  return Object.entries(values)
    .filter(([key, value]) => key !== '' && !(DEFAULTS[of][key] ?? []).includes(value))
    .map(([key, value]) => ({ key, value }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
