import { everyAddress, intersect, parseCidr, shareOf, subtract, type AddressRange, type Share } from '../model/cidr.ts';
import type { NetworkAcl, NetworkAclEntry } from '../resources/network-acl.ts';
import { byText, weakly } from '../weakly.ts';
import { ALL_PORTS, hasPort, intersectPorts, normalizePorts, type PortSet } from './ports.ts';
import type { Transport } from './security-group.ts';

/*
 * Network ACLs are stateless: entries are read in the order of their numbers, the first that matches decides, and what no
 * entry matches is denied (https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html).
 */

const PROTOCOL: Readonly<Record<Transport, string>> = { tcp: '6', udp: '17' };

interface Decision {
  readonly ranges: readonly AddressRange[];
  readonly ports: PortSet;
  readonly allow: boolean;
}

/** The fields without which an entry cannot be judged; empty when the list can be. */
export function aclGaps(acl: NetworkAcl): readonly string[] {
  if (acl.entries === undefined) return ['Entries'];
  return [
    ...new Set(
      acl.entries.flatMap((entry) => [
        ...(entry.ruleNumber === undefined ? ['Entries[].RuleNumber'] : []),
        ...(entry.protocol === undefined || !/^(?:-1|\d+)$/.test(entry.protocol) ? ['Entries[].Protocol'] : []),
        ...(entry.action === undefined ? ['Entries[].RuleAction'] : []),
        ...(entry.egress === undefined ? ['Entries[].Egress'] : []),
        ...(entryRange(entry) === undefined ? ['Entries[].CidrBlock'] : []),
        ...(namesPorts(entry) && (entry.from === undefined || entry.to === undefined) ? ['Entries[].PortRange'] : []),
      ]),
    ),
  ];
}

/** How much of a range of addresses may pass on one port. */
export function aclShare(
  entries: readonly NetworkAclEntry[],
  egress: boolean,
  transport: Transport,
  port: number,
  range: AddressRange,
): Share {
  let undecided: readonly AddressRange[] = [range];
  const allowed: AddressRange[] = [];
  for (const decision of decisions(entries, egress, transport)) {
    if (!decision.ports.some((ports) => ports.from <= port && port <= ports.to)) continue;
    if (decision.allow) {
      allowed.push(...undecided.flatMap((part) => decision.ranges.flatMap((hit) => intersect(part, hit) ?? [])));
    }
    undecided = undecided.flatMap((part) => subtract(part, decision.ranges));
  }
  return shareOf(range, allowed);
}

/** The ports on which every address of the range may pass. */
export function aclPorts(
  entries: readonly NetworkAclEntry[],
  egress: boolean,
  transport: Transport,
  range: AddressRange,
): PortSet {
  const list = decisions(entries, egress, transport);
  const borders = portBorders(list);
  const open = borders.slice(0, -1).flatMap((from, i) => {
    const to = (borders[i + 1] ?? from + 1) - 1;
    return aclShare(entries, egress, transport, from, range) === 'full' ? [{ from, to }] : [];
  });
  return normalizePorts(open);
}

/** The ports on which at least one address of the range may pass. */
export function aclPortsForSome(
  entries: readonly NetworkAclEntry[],
  egress: boolean,
  transport: Transport,
  range: AddressRange,
): PortSet {
  const borders = portBorders(decisions(entries, egress, transport));
  const open = borders.slice(0, -1).flatMap((from, i) => {
    const to = (borders[i + 1] ?? from + 1) - 1;
    return aclShare(entries, egress, transport, from, range) === 'none' ? [] : [{ from, to }];
  });
  return normalizePorts(open);
}

/** True when no address of the family may pass on any of these ports. */
export function aclBlocksEveryone(
  entries: readonly NetworkAclEntry[],
  egress: boolean,
  transport: Transport,
  ports: PortSet,
): boolean {
  return ([4, 6] as const).every(
    (family) => intersectPorts(aclPortsForSome(entries, egress, transport, everyAddress(family)), ports).length === 0,
  );
}

/** The entry that decides about one port and address, for the evidence; `undefined` is the implicit deny. */
export function decidingEntry(
  entries: readonly NetworkAclEntry[],
  egress: boolean,
  transport: Transport,
  port: number,
  range: AddressRange,
): NetworkAclEntry | undefined {
  return sorted(entries, egress).find((entry) => touches(entry, range) && hasPort(entryPorts(entry, transport), port));
}

/**
 * Where a new entry can decide before one that denies.
 *
 * @param before the number of the entry that decides now; the lowest that denies by default
 * @returns the highest free number below it, or its own where none is free
 */
export function numberBefore(
  entries: readonly NetworkAclEntry[],
  egress: boolean,
  before?: number,
): { readonly free: number } | { readonly denying: number } {
  const own = sorted(entries, egress);
  const taken = new Set(own.map((entry) => entry.ruleNumber));
  const denying = own.flatMap((entry) => (entry.action === 'deny' ? (entry.ruleNumber ?? []) : []));
  const limit = Math.min(before ?? Math.min(...denying, LAST_RULE_NUMBER), LAST_RULE_NUMBER);
  for (let number = limit - 1; number > 0; number -= 1) if (!taken.has(number)) return { free: number };
  return { denying: limit };
}

/** The entry that denies what no other decides: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html */
const LAST_RULE_NUMBER = 32767;

/** `100 allow tcp/443 from 10.0.0.0/16`. */
export function describeEntry(entry: NetworkAclEntry): string {
  const number = entry.ruleNumber === 32767 ? '*' : String(entry.ruleNumber ?? '?');
  const protocol = { '-1': 'all traffic', '6': 'tcp', '17': 'udp' }[entry.protocol ?? ''] ?? entry.protocol ?? '?';
  const ports =
    entry.from === undefined || entry.protocol === '-1'
      ? ''
      : `/${entry.from === entry.to ? entry.from : `${entry.from}-${entry.to ?? '?'}`}`;
  const peer = entry.cidr ?? entry.ipv6Cidr ?? '?';
  return `${number} ${entry.action ?? '?'} ${protocol}${ports} ${entry.egress === true ? 'to' : 'from'} ${peer}`;
}

function sorted(entries: readonly NetworkAclEntry[], egress: boolean): readonly NetworkAclEntry[] {
  return entries.filter((entry) => entry.egress === egress).sort((a, b) => (a.ruleNumber ?? 0) - (b.ruleNumber ?? 0));
}

function decisions(entries: readonly NetworkAclEntry[], egress: boolean, transport: Transport): readonly Decision[] {
  return decisionsOf(entries)(`${egress ? 'egress' : 'ingress'} ${transport}`);
}

const decisionsOf = weakly((entries: readonly NetworkAclEntry[]) =>
  byText((flow) => {
    const [direction, transport] = flow.split(' ') as ['egress' | 'ingress', Transport];
    return sorted(entries, direction === 'egress').flatMap((entry): Decision[] => {
      const range = entryRange(entry);
      const ports = entryPorts(entry, transport);
      return range === undefined || ports.length === 0
        ? []
        : [{ ranges: [range], ports, allow: entry.action === 'allow' }];
    });
  }),
);

function touches(entry: NetworkAclEntry, range: AddressRange): boolean {
  const own = entryRange(entry);
  return own !== undefined && intersect(own, range) !== undefined;
}

function entryRange(entry: NetworkAclEntry): AddressRange | undefined {
  const cidr = entry.cidr ?? entry.ipv6Cidr;
  return cidr === undefined ? undefined : parseCidr(cidr);
}

function entryPorts(entry: NetworkAclEntry, transport: Transport): PortSet {
  if (entry.protocol === '-1') return ALL_PORTS;
  if (entry.protocol !== PROTOCOL[transport]) return [];
  if (entry.from === undefined || entry.to === undefined) return [];
  return normalizePorts([{ from: entry.from, to: entry.to }]);
}

/** TCP and UDP entries always carry a port range. */
function namesPorts(entry: NetworkAclEntry): boolean {
  return entry.protocol === PROTOCOL.tcp || entry.protocol === PROTOCOL.udp;
}

function portBorders(list: readonly Decision[]): readonly number[] {
  const all = list.flatMap((decision) => decision.ports.flatMap((range) => [range.from, range.to + 1]));
  return [...new Set(all)].sort((a, b) => a - b);
}
