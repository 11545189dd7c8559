import { covers, everyAddress, intersect, parseCidr, shareOf, type AddressRange, type Share } from '../model/cidr.ts';
import type { PrefixList } from '../resources/prefix-list.ts';
import type { GroupReference, IpPermission, SecurityGroup } from '../resources/security-group.ts';
import { ALL_PORTS, hasPort, intersectPorts, normalizePorts, subtractPorts, type PortSet } from './ports.ts';

/*
 * Security groups: the union of all permissions of all groups, in one direction (they are stateful). What a rule admits
 * may hang on something that was not read (a prefix list's entries, a peering), so every answer has two halves: what is
 * admitted for certain, and what may be admitted besides.
 */

export type Transport = 'tcp' | 'udp';

const NUMBERS: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', tcp: 'tcp', udp: 'udp' };

/** The other end of a flow. */
export interface Peer {
  readonly ranges: readonly AddressRange[];
  /** The security groups of the peer's network interface, where it is one. */
  readonly groupIds?: readonly string[];
  readonly vpcId?: string;
}

export interface AdmittedPorts {
  readonly certain: PortSet;
  /** Ports that are admitted only if something that was not read says so. */
  readonly possible: PortSet;
  /** What was not read. */
  readonly missing: readonly string[];
}

export interface GroupFacts {
  readonly prefixLists: ReadonlyMap<string, PrefixList>;
  /** The VPC of the interface that the groups guard. */
  readonly vpcId: string | undefined;
  /** False where a reference to a group can never match, as for PrivateLink clients of a Network Load Balancer. */
  readonly referencesMatch: boolean;
  /** Whether references hold for members of a group in another VPC; unknown where it is not said. */
  readonly linkTo?: (vpcId: string) => Link;
}

/** Whether two VPCs are joined so that each knows the members of the other's security groups. */
export type Link = 'yes' | 'no' | 'unknown';

/** The ports on which these permissions admit every address of the peer. */
export function admittedPorts(
  permissions: readonly IpPermission[],
  transport: Transport,
  peer: Peer,
  facts: GroupFacts,
): AdmittedPorts {
  const missing = new Set<string>();
  const sure: { ports: PortSet; ranges: readonly AddressRange[] }[] = [];
  const maybe: { ports: PortSet; ranges: readonly AddressRange[] }[] = [];
  for (const permission of permissions) {
    const ports = permissionPorts(permission, transport);
    if (ports.length === 0) continue;
    const admitted = admittedRanges(permission, peer, facts);
    sure.push({ ports, ranges: admitted.certain });
    if (admitted.missing.length > 0) {
      for (const item of admitted.missing) missing.add(item);
      maybe.push({ ports, ranges: peer.ranges });
    }
  }
  if (peer.ranges.length === 0) return { certain: [], possible: [], missing: [] };
  const certain = portsFor(sure, peer.ranges);
  const possible = subtractPorts(portsFor([...sure, ...maybe], peer.ranges), certain);
  return { certain, possible, missing: [...missing].sort() };
}

/** How much of a range of addresses these permissions admit on one port, as far as was read; `missing` may admit more. */
export function admittedShare(
  permissions: readonly IpPermission[],
  transport: Transport,
  port: number,
  range: AddressRange,
  facts: GroupFacts,
): { readonly certain: Share; readonly missing: readonly string[] } {
  const matching = permissions.filter((permission) => hasPort(permissionPorts(permission, transport), port));
  const admitted = matching.map((permission) => admittedRanges(permission, { ranges: [range] }, facts));
  const certain = admitted.flatMap((item) => item.certain);
  const missing = [...new Set(admitted.flatMap((item) => item.missing))].sort();
  return { certain: shareOf(range, certain), missing };
}

/** The ports that some source, whichever it is, could use: none of them means that nothing can get in. */
export function portsForAnyone(permissions: readonly IpPermission[], transport: Transport): PortSet {
  return normalizePorts(
    permissions
      .filter(
        ({ cidrs, ipv6Cidrs, groups, prefixListIds }) =>
          [...cidrs, ...ipv6Cidrs, ...groups, ...prefixListIds].length > 0,
      )
      .flatMap((permission) => permissionPorts(permission, transport)),
  );
}

/** `undefined` when a group was not read or its rules of that direction are missing from the answer. */
export function permissionsOf(
  groups: readonly (SecurityGroup | undefined)[],
  direction: 'ingress' | 'egress',
): readonly IpPermission[] | undefined {
  const lists = groups.map((group) => group?.[direction]);
  return lists.some((list) => list === undefined) ? undefined : lists.flatMap((list) => list ?? []);
}

/** The fields without which the permissions cannot be judged; empty when they can be. */
export function permissionGaps(permissions: readonly IpPermission[], field = 'IpPermissions'): readonly string[] {
  const gaps = permissions.flatMap((permission) => {
    const transport = NUMBERS[permission.protocol?.toLowerCase() ?? ''];
    return [
      ...(permission.protocol === undefined ? [`${field}[].IpProtocol`] : []),
      ...(transport !== undefined && permission.from === undefined ? [`${field}[].FromPort`] : []),
      ...(transport !== undefined && permission.to === undefined ? [`${field}[].ToPort`] : []),
    ];
  });
  return [...new Set(gaps)];
}

/** `tcp/443 from 10.0.0.0/16, sg-…`: one permission in words. */
export function describePermission(permission: IpPermission, preposition: 'from' | 'to' = 'from'): string {
  const ports =
    permission.protocol === '-1'
      ? 'all traffic'
      : `${permission.protocol ?? '?'}/${permission.from === undefined ? 'all' : permission.from === permission.to ? String(permission.from) : `${permission.from}-${permission.to ?? '?'}`}`;
  const peers = [
    ...permission.cidrs,
    ...permission.ipv6Cidrs,
    ...permission.prefixListIds,
    ...permission.groups.map((group) => group.groupId ?? '?'),
  ];
  return `${ports} ${preposition} ${peers.length === 0 ? 'nobody' : peers.join(', ')}`;
}

/** All permissions in words, at most `limit` of them. */
export function describePermissions(permissions: readonly IpPermission[], limit = 8): string {
  if (permissions.length === 0) return 'no rule';
  const shown = permissions.slice(0, limit).map((permission) => describePermission(permission));
  const rest = permissions.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
}

function permissionPorts(permission: IpPermission, transport: Transport): PortSet {
  if (permission.protocol === '-1') return ALL_PORTS;
  if (permission.protocol === undefined || NUMBERS[permission.protocol.toLowerCase()] !== transport) return [];
  // -1 is how EC2 writes "all ports" of a protocol, at either end.
  if (permission.from === -1 || permission.to === -1) return ALL_PORTS;
  if (permission.from === undefined || permission.to === undefined) return [];
  return intersectPorts(normalizePorts([{ from: permission.from, to: permission.to }]), ALL_PORTS);
}

function admittedRanges(
  permission: IpPermission,
  peer: Peer,
  facts: GroupFacts,
): { readonly certain: readonly AddressRange[]; readonly missing: readonly string[] } {
  const missing: string[] = [];
  const certain = [...permission.cidrs, ...permission.ipv6Cidrs].flatMap((cidr) => parseCidr(cidr) ?? []);
  for (const id of permission.prefixListIds) {
    const cidrs = facts.prefixLists.get(id)?.cidrs;
    if (cidrs === undefined) missing.push(`the entries of prefix list ${id}`);
    else certain.push(...cidrs.flatMap((cidr) => parseCidr(cidr) ?? []));
  }
  for (const reference of permission.groups) {
    const match = facts.referencesMatch ? referenceMatches(reference, peer, facts) : 'no';
    if (match === 'yes') certain.push(everyAddress(4), everyAddress(6));
    else if (match === 'unknown') missing.push(`whether the VPCs of ${reference.groupId ?? 'a group'} are peered`);
  }
  return { certain, missing };
}

/**
 * A reference matches the members of the group inside the same VPC, and across an active peering of the same Region. Over
 * a VPN or Direct Connect it never does, and over a transit gateway not for endpoints.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 */
function referenceMatches(reference: GroupReference, peer: Peer, { vpcId, linkTo }: GroupFacts): Link {
  if (reference.groupId === undefined || peer.groupIds === undefined) return 'no';
  if (!peer.groupIds.includes(reference.groupId)) return 'no';
  if (vpcId !== undefined && peer.vpcId === vpcId) return 'yes';
  return peer.vpcId === undefined ? 'unknown' : (linkTo?.(peer.vpcId) ?? 'unknown');
}

/** The ports on which every address of every range is admitted: split at each rule's borders, each piece judged alone. */
function portsFor(
  rules: readonly { readonly ports: PortSet; readonly ranges: readonly AddressRange[] }[],
  ranges: readonly AddressRange[],
): PortSet {
  const borders = [...new Set(rules.flatMap((rule) => rule.ports.flatMap((range) => [range.from, range.to + 1])))].sort(
    (a, b) => a - b,
  );
  const admitted = borders.slice(0, -1).flatMap((from, i) => {
    const to = (borders[i + 1] ?? from + 1) - 1;
    const open = rules.filter((rule) => hasPort(rule.ports, from)).flatMap((rule) => rule.ranges);
    return ranges.every((range) => isCovered(range, open)) ? [{ from, to }] : [];
  });
  return normalizePorts(admitted);
}

function isCovered(range: AddressRange, parts: readonly AddressRange[]): boolean {
  return (
    parts.some((part) => covers(part, range)) ||
    shareOf(
      range,
      parts.filter((part) => intersect(part, range)),
    ) === 'full'
  );
}
