import { listed, text } from '../../src/core/model/read.ts';
import type { JsonObject } from '../../src/core/model/json.ts';
import type { Snapshot, SnapshotCall } from '../../src/core/model/snapshot.ts';
import { call } from '../unit/iac/estate.ts';
import type { WireServer } from '../wire/server.ts';
import { startWireServer } from '../wire/server.ts';

/*
 * AWS's answers as a server, for what moto does not hold: the wire server gives a world's answers to Terraform as it gives
 * them to the SDK. Terraform asks for some things that no diagnosis needs; these are added here.
 */

const TAGS = 'elasticloadbalancing:DescribeTags';

/** An access key that Terraform signs with. */
const KEY = 'AKIANOBODY';

/**
 * Starts a server that answers for an account as the calls say, and to Terraform's own questions as AWS would.
 *
 * @param calls what was collected
 */
export async function serveRecorded(
  account: string,
  region: string,
  calls: readonly SnapshotCall[],
): Promise<WireServer> {
  const worlds: Snapshot = {
    format: 'privatelink-snapshot',
    version: 1,
    capturedAt: '2026-03-01T12:00:00.000Z',
    scopes: [
      {
        partition: 'aws',
        account,
        region,
        profiles: ['recorded'],
        calls: [...asAwsAnswers(calls).filter(({ operation }) => operation !== TAGS), ...askedByTerraform(calls)],
      },
    ],
  };
  const arn = `arn:aws:iam::${account}:user/terraform`;
  return startWireServer({ worlds, identities: { [KEY]: { account, arn } } });
}

function askedByTerraform(calls: readonly SnapshotCall[]): readonly SnapshotCall[] {
  const items = (operation: string, list: string): readonly JsonObject[] =>
    calls.filter((row) => row.operation === operation).flatMap((row) => listed(row.output, list) ?? []);
  const arnsOf = (operation: string, list: string, field: string): readonly string[] =>
    items(operation, list).flatMap((item) => text(item, field) ?? []);
  const has = (operation: string, params: JsonObject): boolean =>
    calls.some((row) => row.operation === operation && JSON.stringify(row.params) === JSON.stringify(params));
  const balancers = arnsOf('elasticloadbalancing:DescribeLoadBalancers', 'LoadBalancers', 'LoadBalancerArn');
  const groups = arnsOf('elasticloadbalancing:DescribeTargetGroups', 'TargetGroups', 'TargetGroupArn');
  const listeners = arnsOf('elasticloadbalancing:DescribeListeners', 'Listeners', 'ListenerArn');
  const tagged = items(TAGS, 'TagDescriptions');
  const known = new Set(tagged.flatMap((item) => text(item, 'ResourceArn') ?? []));
  const untagged = [...balancers, ...groups, ...listeners].filter((arn) => !known.has(arn));
  return [
    call('ec2:DescribePrefixLists', { PrefixLists: [] }),
    call(TAGS, { TagDescriptions: [...tagged, ...untagged.map((ResourceArn) => ({ ResourceArn, Tags: [] }))] }),
    ...items('vpc-lattice:ListResourceGateways', 'items').map(({ vpcIdentifier: vpcId = '', ...item }) =>
      call(
        'vpc-lattice:GetResourceGateway',
        { ...item, vpcId },
        { params: { resourceGatewayIdentifier: text(item, 'id') ?? '' } },
      ),
    ),
    ...items('vpc-lattice:ListServiceNetworks', 'items').map((item) =>
      call('vpc-lattice:GetServiceNetwork', item, { params: { serviceNetworkIdentifier: text(item, 'id') ?? '' } }),
    ),
    ...items('vpc-lattice:ListServiceNetworkResourceAssociations', 'items').map((item) =>
      call('vpc-lattice:GetServiceNetworkResourceAssociation', item, {
        params: { serviceNetworkResourceAssociationIdentifier: text(item, 'id') ?? '' },
      }),
    ),
    ...[
      'ListResourceGateways',
      'ListResourceConfigurations',
      'ListServiceNetworks',
      'ListServiceNetworkResourceAssociations',
    ]
      .flatMap((operation) => items(`vpc-lattice:${operation}`, 'items'))
      .map((item) =>
        call('vpc-lattice:ListTagsForResource', { tags: {} }, { params: { resourceArn: text(item, 'arn') ?? '' } }),
      ),
    ...balancers.map((LoadBalancerArn) =>
      call('elasticloadbalancing:DescribeCapacityReservation', {}, { params: { LoadBalancerArn } }),
    ),
    ...items('elasticloadbalancing:DescribeListeners', 'Listeners').map((item) =>
      call(
        'elasticloadbalancing:DescribeListeners',
        { Listeners: [item] },
        { params: { ListenerArns: [text(item, 'ListenerArn') ?? ''] } },
      ),
    ),
    ...listeners
      .map((ListenerArn) =>
        call('elasticloadbalancing:DescribeListenerAttributes', { Attributes: [] }, { params: { ListenerArn } }),
      )
      .filter((row) => !has(row.operation, row.params)),
  ];
}

/*
 * AWS always answers with all attributes; the tests' answers hold those that matter to them.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
 */
const ALWAYS_ANSWERED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'elasticloadbalancing:DescribeLoadBalancerAttributes': {
    'access_logs.s3.bucket': '',
    'access_logs.s3.enabled': 'false',
    'access_logs.s3.prefix': '',
    'deletion_protection.enabled': 'false',
    'dns_record.client_routing_policy': 'any_availability_zone',
    'ipv6.deny_all_igw_traffic': 'true',
    'load_balancing.cross_zone.enabled': 'false',
    'secondary_ips.auto_assigned.per_subnet': '0',
    'zonal_shift.config.enabled': 'false',
  },
  'elasticloadbalancing:DescribeTargetGroupAttributes': {
    'deregistration_delay.connection_termination.enabled': 'false',
    'deregistration_delay.timeout_seconds': '300',
    'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
    'preserve_client_ip.enabled': 'true',
    'proxy_protocol_v2.enabled': 'false',
    'stickiness.enabled': 'false',
    'stickiness.type': 'source_ip',
    'target_failover.on_deregistration': 'no_rebalance',
    'target_failover.on_unhealthy': 'no_rebalance',
    'target_group_health.dns_failover.minimum_healthy_targets.count': '1',
    'target_group_health.dns_failover.minimum_healthy_targets.percentage': 'off',
    'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
    'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': 'off',
    'target_health_state.unhealthy.connection_termination.enabled': 'true',
    'target_health_state.unhealthy.draining_interval_seconds': '0',
  },
};

/** The calls with the attributes that AWS would have answered too. */
export function asAwsAnswers(calls: readonly SnapshotCall[]): readonly SnapshotCall[] {
  return calls.map((row) => {
    const defaults = ALWAYS_ANSWERED[row.operation];
    if (defaults === undefined) return row;
    const given = Object.fromEntries(
      (listed(row.output, 'Attributes') ?? []).map((item) => [text(item, 'Key') ?? '', text(item, 'Value') ?? '']),
    );
    const all = Object.entries({ ...defaults, ...given }).map(([Key, Value]) => ({ Key, Value }));
    return { ...row, output: { Attributes: all } };
  });
}
