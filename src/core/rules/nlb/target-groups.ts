import type { ProviderContext } from '../../context.ts';
import { parseCidr } from '../../model/cidr.ts';
import { peeringLink } from '../../reachability/peerings.ts';
import { hasPort } from '../../reachability/ports.ts';
import { admittedPorts, permissionGaps, permissionsOf, type Peer } from '../../reachability/security-group.ts';
import type { Gap } from '../../needs.ts';
import type { NetworkInterface } from '../../resources/network-interface.ts';
import { groupsOf, type TargetFlow, type TargetPath } from './target-paths.ts';

/* What the security groups of a target let in from its load balancer, for the rules that tell of it. */

/** How a target's groups take what the load balancer sends. */
export type Admission =
  | { readonly kind: 'admitted' }
  /** Only by naming the load balancer's group, which AWS does not document for PrivateLink without enforcement. */
  | { readonly kind: 'by-reference-only'; readonly flows: readonly TargetFlow[] }
  /** `partly`: from some of the nodes that send to it. */
  | { readonly kind: 'refused'; readonly flows: readonly TargetFlow[]; readonly partly: readonly TargetFlow[] }
  | { readonly kind: 'unknown'; readonly gap: Gap };

/**
 * What the target's inbound rules make of the flows that nothing else proves. The load balancer is named by its group,
 * where it applies it to PrivateLink traffic, or by all private addresses of the interface that sends.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
export function admissionOf(
  context: ProviderContext,
  path: Pick<TargetPath, 'group' | 'target' | 'flows' | 'networkInterface' | 'senders' | 'gap'>,
): Admission {
  const { flows, networkInterface, senders } = path;
  if (path.gap !== undefined) return { kind: 'unknown', gap: path.gap };
  if (flows.length === 0) return { kind: 'admitted' };
  const unknown = (...missing: readonly string[]): Admission => ({
    kind: 'unknown',
    gap: { reason: 'malformed', missing },
  });
  const { loadBalancer } = path.group.loadBalancer;
  const vpcId = path.group.group?.vpcId ?? '';
  const unread =
    context.need('ec2:DescribeNetworkInterfaces', { 'vpc-id': vpcId }) ??
    context.need('ec2:DescribeSecurityGroups', { 'vpc-id': vpcId });
  if (unread !== undefined) return { kind: 'unknown', gap: unread };
  if (networkInterface === undefined) return unknown(`the network interface of ${path.target.targetId}`);
  const groups = groupsOf(context, networkInterface.groupIds ?? []);
  if ('gap' in groups) return { kind: 'unknown', gap: groups.gap };
  const permissions = permissionsOf(groups, 'ingress');
  const fields = permissions === undefined ? ['IpPermissions'] : permissionGaps(permissions);
  if (permissions === undefined || fields.length > 0) return unknown(...fields);
  const addresses = senders.flatMap((item) => item.privateIps ?? []);
  if (addresses.length === 0) return unknown(`the network interfaces of ${path.group.loadBalancer.arn}`);
  const peerOf = ({ privateIps }: NetworkInterface): Peer => ({
    ranges: (privateIps ?? []).flatMap((address) => parseCidr(address) ?? []),
    groupIds: loadBalancer?.securityGroupIds ?? [],
    ...(loadBalancer?.vpcId === undefined ? {} : { vpcId: loadBalancer.vpcId }),
  });
  const closedTo = (node: NetworkInterface, referencesMatch: boolean): readonly TargetFlow[] | Gap => {
    const facts = {
      prefixLists: context.inventory.prefixLists,
      vpcId: networkInterface.vpcId,
      referencesMatch,
      linkTo: (vpc: string) => peeringLink(context, networkInterface.vpcId, vpc),
    };
    const judged = flows.map((flow) => ({
      flow,
      admitted: admittedPorts(permissions, flow.transport, peerOf(node), facts),
    }));
    const closed = judged.filter(({ flow, admitted }) => !hasPort(admitted.certain, flow.port));
    const doubt = closed.filter(({ flow, admitted }) => hasPort(admitted.possible, flow.port));
    return doubt.length > 0
      ? { reason: 'malformed', missing: doubt.flatMap(({ admitted }) => admitted.missing) }
      : closed.map(({ flow }) => flow);
  };
  const byAll = ofAll(
    flows,
    senders.map((node) => closedTo(node, true)),
  );
  if ('reason' in byAll) return { kind: 'unknown', gap: byAll };
  if (byAll.all.length + byAll.some.length > 0) return { kind: 'refused', flows: byAll.all, partly: byAll.some };
  const byAddress = ofAll(
    flows,
    senders.map((node) => closedTo(node, false)),
  );
  if ('reason' in byAddress) return { kind: 'unknown', gap: byAddress };
  // Health checks do not come through PrivateLink: there the reference holds.
  const traffic = [...byAddress.all, ...byAddress.some].filter((flow) => flow.purpose === 'traffic');
  return traffic.length > 0 && loadBalancer?.enforcePrivateLinkInbound === 'off'
    ? { kind: 'by-reference-only', flows: traffic }
    : { kind: 'admitted' };
}

/** Of what is closed to each of the nodes: what is closed to all of them, and what to some. */
function ofAll(
  flows: readonly TargetFlow[],
  closed: readonly (readonly TargetFlow[] | Gap)[],
): { readonly all: readonly TargetFlow[]; readonly some: readonly TargetFlow[] } | Gap {
  const gap = closed.find((item): item is Gap => 'reason' in item);
  if (gap !== undefined) return gap;
  const lists = closed.filter((item): item is readonly TargetFlow[] => !('reason' in item));
  const all = flows.filter((flow) => lists.every((list) => list.includes(flow)));
  return { all, some: flows.filter((flow) => !all.includes(flow) && lists.some((list) => list.includes(flow))) };
}
