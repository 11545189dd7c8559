import type { ResourceBase } from './kind.ts';

/**
 * What stands before the id in the ARNs of EC2's resources, whose answers do not hold them:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html#amazonec2-resources-for-iam-policies
 */
const EC2_TYPES: Readonly<Record<string, string>> = {
  'vpc-endpoint': 'vpc-endpoint',
  'endpoint-service': 'vpc-endpoint-service',
  vpc: 'vpc',
  subnet: 'subnet',
  'route-table': 'route-table',
  'network-interface': 'network-interface',
  'security-group': 'security-group',
  'security-group-rule': 'security-group-rule',
  'network-acl': 'network-acl',
  'dhcp-options': 'dhcp-options',
  'managed-prefix-list': 'prefix-list',
  'nat-gateway': 'natgateway',
  'flow-log': 'vpc-flow-log',
  'peering-connection': 'vpc-peering-connection',
  'transit-gateway-attachment': 'transit-gateway-attachment',
  'transit-gateway-route-table': 'transit-gateway-route-table',
};

/** The resource's ARN; `undefined` for a kind that has none, or whose answer holds it beside an id of its own. */
export function arnOf({ kind, id, partition, region, account }: ResourceBase): string | undefined {
  // A target's id only begins with the ARN of its group.
  if (id.startsWith('arn:')) return kind === 'target-health' ? undefined : id;
  const type = EC2_TYPES[kind];
  return type === undefined ? undefined : `arn:${partition}:ec2:${region}:${account}:${type}/${id}`;
}
