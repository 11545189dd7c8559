import type { Answers, Entry, Permission } from './answers.ts';

/* Security groups and network ACLs, one packet at a time. */

export type Transport = 'tcp' | 'udp';

/** The far end of a packet as a security group sees it. */
export interface Far {
  readonly address: string;
  readonly groupIds: readonly string[];
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

const BLOCKS = new Map<string, readonly [first: number, size: number]>();

/** True when an IPv4 address lies in a CIDR. */
export function isIn(address: string, cidr: string): boolean {
  let block = BLOCKS.get(cidr);
  if (block === undefined) {
    const [base = '', length = '32'] = cidr.split('/');
    const size = 2 ** (32 - Number(length));
    block = [Math.floor(numberOf(base) / size) * size, size];
    BLOCKS.set(cidr, block);
  }
  const at = numberOf(address);
  return at >= block[0] && at < block[0] + block[1];
}

/**
 * True when one rule of one group admits the packet. Groups are stateful, so nobody asks about the reply.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 *
 * @param refers false where a rule that names a group means nothing
 */
export function admits(
  answers: Answers,
  permissions: readonly Permission[],
  transport: Transport,
  port: number,
  far: Far,
  refers = true,
): boolean {
  return permissions.some((rule) => {
    if (rule.IpProtocol !== '-1') {
      if (rule.IpProtocol !== transport) return false;
      if (rule.FromPort === undefined || rule.ToPort === undefined) return false;
      if (port < rule.FromPort || port > rule.ToPort) return false;
    }
    return (
      rule.IpRanges.some(({ CidrIp }) => isIn(far.address, CidrIp)) ||
      rule.PrefixListIds.some(({ PrefixListId }) =>
        (answers.prefixLists.get(PrefixListId) ?? []).some((cidr) => isIn(far.address, cidr)),
      ) ||
      (refers && rule.UserIdGroupPairs.some(({ GroupId }) => far.groupIds.includes(GroupId)))
    );
  });
}

/** The rules of several groups, which count together. */
export function rulesOf(
  answers: Answers,
  groupIds: readonly string[],
  direction: 'IpPermissions' | 'IpPermissionsEgress',
): readonly Permission[] {
  return groupIds.flatMap((id) => answers.groups.get(id)?.[direction] ?? []);
}

/** True when a network ACL lets one packet through: the first entry that matches decides. */
export function passesAcl(
  entries: readonly Entry[],
  egress: boolean,
  transport: Transport,
  port: number,
  address: string,
): boolean {
  for (const entry of entries) {
    if (entry.Egress !== egress || entry.CidrBlock === undefined || !isIn(address, entry.CidrBlock)) continue;
    if (entry.Protocol !== '-1') {
      if (entry.Protocol !== (transport === 'tcp' ? '6' : '17')) continue;
      if (entry.PortRange === undefined || port < entry.PortRange.From || port > entry.PortRange.To) continue;
    }
    return entry.RuleAction === 'allow';
  }
  return false;
}

/** One place where a reply is filtered. */
export interface Filter {
  readonly entries: readonly Entry[];
  readonly egress: boolean;
  /** The other end of the reply, as this ACL sees it. */
  readonly address: string;
}

/** What comes back on the ports of a range through all of the filters; every border of every entry is tried. */
export function repliesIn(
  filters: readonly Filter[],
  transport: Transport,
  from: number,
  to: number,
): 'all' | 'some' | 'none' {
  const borders = filters.flatMap(({ entries }) =>
    entries.flatMap(({ PortRange }) => (PortRange === undefined ? [] : [PortRange.From, PortRange.To + 1])),
  );
  const ports = [...new Set([from, ...borders])].filter((port) => port >= from && port <= to);
  const open = ports.filter((port) =>
    filters.every(({ entries, egress, address }) => passesAcl(entries, egress, transport, port, address)),
  );
  return open.length === ports.length ? 'all' : open.length > 0 ? 'some' : 'none';
}
