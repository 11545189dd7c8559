import type { EndpointContext } from './context.ts';
import { detailGap, gatewayGap, groupGap, publishedPorts, type ReachedResource } from './lattice.ts';
import { parseCidr, type AddressRange } from './model/cidr.ts';
import { gapOf, type Gap } from './needs.ts';
import { aclGaps, aclPorts } from './reachability/network-acl.ts';
import { ALL_PORTS, intersectPorts, type PortSet } from './reachability/ports.ts';
import { joinWays, unknownWay, type Way } from './reachability/way.ts';
import { wayTo } from './reachability/ways.ts';
import { admittedPorts, permissionGaps, permissionsOf, type Peer } from './reachability/security-group.ts';
import type { IpPermission } from './resources/security-group.ts';
import type { NetworkInterface } from './resources/network-interface.ts';
import type { ResourceGateway } from './resources/resource-gateway.ts';
import { repliesThrough } from './rules/replies.ts';
import { rangesOf } from './workloads.ts';

/*
 * From a resource gateway to the resource: it sees the addresses of the gateway's interfaces as its clients
 * (https://docs.aws.amazon.com/vpc/latest/privatelink/resource-gateway.html).
 */

/** Both ends between the gateway and a resource with an address of its own. */
export interface Passage {
  readonly gateway: ResourceGateway;
  readonly target: NetworkInterface;
  readonly address: AddressRange;
  /** The ports that are published, or the one that was asked for. */
  readonly wanted: PortSet;
  /** The outbound rules of the gateway's groups, the inbound ones of the resource's. */
  readonly egress: readonly IpPermission[];
  readonly ingress: readonly IpPermission[];
  /** The gateway's interfaces; its subnets as a whole where none could be told. */
  readonly peers: readonly (Peer & { readonly id: string; readonly subnetId: string; readonly exact: boolean })[];
}

/** The two ends, or why one of them is not known. */
export function passageOf(context: EndpointContext, resource: ReachedResource): Passage | { readonly gap: Gap } {
  const { inventory, lookup, region, options } = context;
  const unread = detailGap(context, resource.account, resource.id) ?? groupGap(context, resource);
  if (unread !== undefined) return { gap: unread };
  const address = addressOf(resource);
  if ('gap' in address) return address;
  const published = publishedPorts(context, resource);
  if (published === 'of-the-resource') return unknown('malformed', `portRanges of ${resource.id}`);
  if ('gap' in published) return published;
  const { gateway } = resource;
  if (gateway === undefined) return { gap: gatewayGap(context, resource) };
  const { vpcId, subnetIds, securityGroupIds } = gateway;
  if (
    vpcId === undefined ||
    subnetIds === undefined ||
    securityGroupIds === undefined ||
    securityGroupIds.length === 0
  ) {
    return unknown('malformed', `vpcIdentifier, subnetIds and securityGroupIds of ${gateway.id}`);
  }
  const vpcOwner = inventory.vpcs.get(vpcId)?.account ?? resource.account;
  for (const operation of ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups']) {
    const accounts = [...new Set([vpcOwner, resource.account])];
    const missing = gapOf(inventory, { operation, accounts, region, about: { 'vpc-id': vpcId } });
    if (missing !== undefined) return { gap: missing };
  }
  const target = lookup.interfaceAt(vpcId, address.text);
  if (target === undefined) {
    return unknown('input-missing', `what has the address ${address.text}: no network interface of ${vpcId} does`);
  }
  const egress = rulesOf(context, securityGroupIds, 'egress');
  const ingress = rulesOf(context, target.groupIds ?? [], 'ingress');
  if ('gap' in egress) return egress;
  if ('gap' in ingress) return ingress;
  return {
    gateway,
    target,
    address: address.range,
    wanted:
      options.port === undefined
        ? published.ports
        : intersectPorts(published.ports, [{ from: options.port, to: options.port }]),
    egress,
    ingress,
    peers: peersOf(context, gateway, address.range),
  };
}

function unknown(reason: Gap['reason'], ...missing: readonly string[]): { readonly gap: Gap } {
  return { gap: { reason, missing } };
}

/** Only an address says which interface it is: a name may resolve to anything, and Lattice tells no database's groups. */
function addressOf({
  id,
  configuration,
}: ReachedResource): { readonly text: string; readonly range: AddressRange } | { readonly gap: Gap } {
  const definition = configuration?.definition;
  if (definition?.arn !== undefined) return unknown('unsupported', `the network of ${definition.arn}`);
  if (definition?.domainName !== undefined) {
    return unknown('input-missing', `which address ${definition.domainName} of ${id} resolves to`);
  }
  const text = definition?.ipAddress;
  const range = parseCidr(text ?? '');
  return text === undefined || range === undefined
    ? unknown('malformed', `resourceConfigurationDefinition of ${id}`)
    : { text, range };
}

function rulesOf(
  { inventory }: EndpointContext,
  ids: readonly string[],
  direction: 'ingress' | 'egress',
): readonly IpPermission[] | { readonly gap: Gap } {
  const field = direction === 'egress' ? 'IpPermissionsEgress' : 'IpPermissions';
  const permissions = permissionsOf(
    ids.map((id) => inventory.securityGroups.get(id)),
    direction,
  );
  if (ids.length === 0 || permissions === undefined) return unknown('malformed', `${field} of ${ids.join(', ')}`);
  const gaps = permissionGaps(permissions, field);
  return gaps.length > 0 ? unknown('malformed', ...gaps) : permissions;
}

/** Lattice lists no interfaces of a gateway; AWS writes the gateway's id into their descriptions. */
function peersOf({ inventory, lookup }: EndpointContext, gateway: ResourceGateway, to: AddressRange): Passage['peers'] {
  const { vpcId = '', subnetIds = [], securityGroupIds: groupIds = [] } = gateway;
  const own = lookup
    .interfacesOf(vpcId)
    .filter((item) => subnetIds.includes(item.subnetId ?? '') && item.description?.includes(gateway.id) === true)
    .map((item) => ({ id: item.id, subnetId: item.subnetId ?? '', ranges: rangesOf(item, to.family), exact: true }))
    .filter(({ ranges }) => ranges.length > 0);
  const whole = subnetIds.map((id) => {
    const { cidr = '', ipv6Cidrs = [] } = inventory.subnets.get(id) ?? {};
    const ranges = (to.family === 4 ? [cidr] : ipv6Cidrs).flatMap((text) => parseCidr(text) ?? []);
    return { id, subnetId: id, ranges, exact: false };
  });
  return (own.length > 0 ? own : whole).map((peer) => ({ ...peer, groupIds, vpcId }));
}

/** The wanted ports that groups, or groups and network ACLs, let through between one of the gateway's interfaces and the resource. */
export interface Opening {
  readonly peer: Passage['peers'][number];
  readonly out: PortSet;
  readonly in: PortSet;
  /** What was not read and may open more. */
  readonly missing: readonly string[];
}

/** What the security groups on both ends open for each of the gateway's interfaces. */
export function openings({ inventory }: EndpointContext, passage: Passage): readonly Opening[] {
  const { gateway, target, address, wanted, egress, ingress, peers } = passage;
  const resource: Peer = {
    ranges: [address],
    ...(target.groupIds === undefined ? {} : { groupIds: target.groupIds }),
    ...(target.vpcId === undefined ? {} : { vpcId: target.vpcId }),
  };
  const facts = { prefixLists: inventory.prefixLists, vpcId: gateway.vpcId, referencesMatch: true };
  const out = admittedPorts(egress, 'tcp', resource, facts);
  return peers.map((peer) => {
    const admitted = admittedPorts(ingress, 'tcp', peer, facts);
    return {
      peer,
      out: intersectPorts(out.certain, wanted),
      in: intersectPorts(admitted.certain, wanted),
      missing: [
        ...(intersectPorts(out.possible, wanted).length > 0 ? out.missing : []),
        ...(intersectPorts(admitted.possible, wanted).length > 0 ? admitted.missing : []),
        ...(peer.exact ? [] : [`the network interfaces of ${gateway.id}`]),
      ],
    };
  });
}

/** The routes between one of the gateway's interfaces and the resource, there and back; within one subnet none is needed. */
export function waysBetween(
  context: EndpointContext,
  passage: Passage,
  peer: Passage['peers'][number],
): readonly Way[] {
  const { inventory } = context;
  const { gateway, target, address } = passage;
  if (peer.subnetId === target.subnetId) return [];
  const vpc = inventory.vpcs.get(gateway.vpcId ?? '');
  const near = inventory.subnets.get(peer.subnetId);
  const far = inventory.subnets.get(target.subnetId ?? '');
  if (vpc === undefined || near === undefined || far === undefined) {
    return [unknownWay('malformed', `the VPC and the subnets of ${gateway.id} and ${target.id}`)];
  }
  return [
    wayTo(context, { vpc, subnet: near }, { range: address, vpc }),
    joinWays(peer.ranges.map((range) => wayTo(context, { vpc, subnet: far }, { range, vpc }))),
  ];
}

/** The wanted ports that groups on both ends and the network ACLs between them let through, or what is missing of these. */
export function openPorts(context: EndpointContext, passage: Passage): PortSet | { readonly gap: Gap } {
  const { inventory, lookup, region } = context;
  const { gateway, target, address } = passage;
  const vpcId = gateway.vpcId ?? '';
  const accounts = [...new Set([inventory.vpcs.get(vpcId)?.account ?? gateway.account, gateway.account])];
  const unread = gapOf(inventory, {
    operation: 'ec2:DescribeNetworkAcls',
    accounts,
    region,
    about: { 'vpc-id': vpcId },
  });
  if (unread !== undefined) return { gap: unread };
  const found: PortSet[] = [];
  for (const opening of openings(context, passage)) {
    const groups = intersectPorts(opening.out, opening.in);
    const acls = [lookup.aclOf(opening.peer.subnetId), lookup.aclOf(target.subnetId ?? '')] as const;
    const through = aclsBetween(acls, opening.peer, target, address);
    if ('gap' in through) return through;
    found.push(intersectPorts(groups, through));
  }
  return found.flat();
}

/** The ports on which requests and their replies cross both subnets' ACLs; within one subnet there is none to cross. */
function aclsBetween(
  [near, far]: readonly [
    ReturnType<EndpointContext['lookup']['aclOf']>,
    ReturnType<EndpointContext['lookup']['aclOf']>,
  ],
  peer: Passage['peers'][number],
  target: NetworkInterface,
  address: AddressRange,
): PortSet | { readonly gap: Gap } {
  if (peer.subnetId === target.subnetId) return ALL_PORTS;
  if (near === undefined || far === undefined) {
    return unknown('malformed', `the network ACLs of ${peer.subnetId} and ${target.subnetId ?? ''}`);
  }
  const gaps = [...aclGaps(near), ...aclGaps(far)];
  if (gaps.length > 0) return unknown('malformed', ...gaps);
  const [out, into] = [near.entries ?? [], far.entries ?? []];
  const back =
    repliesThrough(into, true, 'tcp', peer.ranges, 'managed').state === 'full' &&
    repliesThrough(out, false, 'tcp', [address], 'managed').state === 'full';
  if (!back) return [];
  return peer.ranges.reduce<PortSet>(
    (ports, range) => intersectPorts(ports, aclPorts(into, false, 'tcp', range)),
    aclPorts(out, true, 'tcp', address),
  );
}
