import { evidence, type EndpointContext } from '../../context.ts';
import { joinGaps } from '../../needs.ts';
import { peeringGap } from '../../reachability/peerings.ts';
import { needAt } from '../../reachability/way.ts';
import { describePermissions } from '../../reachability/security-group.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { endpointIngress } from '../endpoint-groups.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, remark, unknown, type EndpointRule } from '../rule.ts';

/** PL-SG-006: the endpoint's rules name groups that nobody carries. */
export const plSg006: EndpointRule = {
  id: 'PL-SG-006',
  title: 'Endpoint rules reference groups that no client carries',
  hop: 'endpoint-security-group',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'medium',
  confidence: 'heuristic',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeSecurityGroups', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
    { operation: 'ec2:DescribeNetworkInterfaces', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
  ],
  alsoReads: ['ec2:DescribeVpcPeeringConnections'],
  suppressedBy: [...LIFECYCLE, 'PL-SG-002'],
  docs: [
    `${PRIVATELINK_DOCS}create-interface-endpoint.html`,
    'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html',
  ],
  condition:
    'Every inbound rule of the endpoint’s groups names security groups and nothing else, and no network interface of the VPC, or of a VPC that is peered with it in the same Region, carries one of them; interfaces of endpoints do not count, because none of them opens connections. Groups that scale to nothing have no interfaces either, so it is a suspicion.',
  why: 'The rule looks right and matches nobody; a group that was deleted or lies beyond a transit gateway is a stale reference.',
  fix: 'Reference the groups that clients carry, or their CIDR.',
  examples: {
    bad: '"UserIdGroupPairs": [{ "GroupId": "sg-0old" }], and no network interface with sg-0old',
    good: '"UserIdGroupPairs": [{ "GroupId": "sg-0app" }], and a network interface with sg-0app',
  },
  check: (context) => {
    const { endpoint, region } = context;
    const permissions = endpointIngress(context);
    if ('gap' in permissions) return permissions;
    const ids = [...new Set(permissions.flatMap((item) => item.groups.flatMap(({ groupId }) => groupId ?? [])))].sort();
    const isOnly = permissions.every(
      ({ cidrs, ipv6Cidrs, prefixListIds }) => cidrs.length + ipv6Cidrs.length + prefixListIds.length === 0,
    );
    if (!isOnly || ids.length === 0) return pass('Its rules do not rest on references alone.');
    const neighbours = peeredVpcs(context);
    const clients = [context.vpcId, ...neighbours].flatMap((vpcId) =>
      context.lookup
        .interfacesOf(vpcId)
        .filter(
          (item) => item.interfaceType !== 'vpc_endpoint' && endpoint.networkInterfaceIds?.includes(item.id) !== true,
        ),
    );
    const carried = clients.flatMap((item) => item.groupIds ?? []);
    if (ids.some((id) => carried.includes(id))) return pass('Network interfaces carry the groups that its rules name.');
    const bare = clients.filter((item) => item.groupIds === undefined);
    if (bare.length > 0) return malformed(...bare.map(({ id }) => `Groups of ${id}`));
    const unread = unreadNeighbours(context, neighbours);
    if (unread !== undefined) return unread;
    return remark({
      resource: endpoint.groupIds?.[0] ?? endpoint.id,
      message: `The security groups of ${endpoint.id} admit members of ${ids.join(', ')} alone, and no network interface of ${[context.vpcId, ...neighbours].join(', ')} carries ${ids.length === 1 ? 'it' : 'one of them'}.`,
      evidence: [evidence(endpoint.groupIds?.join(', ') ?? '', 'IpPermissions', describePermissions(permissions))],
      commands: [
        awsCommand(
          'ec2 describe-network-interfaces',
          region,
          { filters: `Name=group-id,Values=${ids.join(',')}`, query: 'NetworkInterfaces[].NetworkInterfaceId' },
          READS_ONLY,
        ),
      ],
    });
  },
};

/** The VPCs whose groups the endpoint's rules may name: those on the other end of an active peering in the Region. */
function peeredVpcs({ inventory, vpcId }: EndpointContext): readonly string[] {
  return [...inventory.peeringConnections.values()].flatMap(({ state, requester, accepter }) => {
    const isOurs = state === 'active' && requester?.region === accepter?.region;
    const other = requester?.vpcId === vpcId ? accepter : accepter?.vpcId === vpcId ? requester : undefined;
    return isOurs && other?.vpcId !== undefined ? [other.vpcId] : [];
  });
}

/** Why a neighbour's interfaces may carry the groups all the same. */
function unreadNeighbours(
  context: EndpointContext,
  neighbours: readonly string[],
): ReturnType<typeof unknown> | undefined {
  const { inventory, vpc } = context;
  const strangers = neighbours.filter((id) => !inventory.vpcs.has(id));
  if (strangers.length > 0) {
    return unknown('other-account', ...strangers.map((id) => `the network interfaces of ${id}`));
  }
  const gaps = [
    vpc === undefined ? undefined : peeringGap(context, vpc),
    ...neighbours
      .flatMap((id) => inventory.vpcs.get(id) ?? [])
      .map((neighbour) => needAt(context, neighbour)('ec2:DescribeNetworkInterfaces', { 'vpc-id': neighbour.id })),
  ];
  const gap = joinGaps(gaps.filter((item) => item !== undefined));
  return gap === undefined ? undefined : { gap };
}
