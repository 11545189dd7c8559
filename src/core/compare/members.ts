import { isJsonObject, sortKeys, stableStringify, type Json, type JsonObject } from '../model/json.ts';
import { number, objects, text } from '../model/read.ts';

/* The members of AWS's lists: what makes one of them, and how it is called in a sentence. */

/** A member of a list: `key` is equal for equal members, `words` are for people. */
export interface Member {
  readonly key: string;
  readonly words: string;
}

/** Lists whose order means something: DNS servers are asked in their order, ALPN policies are tried in theirs. */
const ORDERED = new Set(['Values', 'AlpnPolicy']);

/** True for a list that is compared item by item. */
export function isOrdered(field: string): boolean {
  return ORDERED.has(field);
}

interface MemberKind {
  /** The members that one item stands for, without what AWS only derives from them. */
  readonly split?: (item: JsonObject) => readonly JsonObject[];
  /** The words, and the fields that they tell; what other fields hold is added to them. */
  readonly tell: (member: JsonObject) => readonly [words: string, told: readonly string[]];
}

const without =
  (...fields: readonly string[]) =>
  (item: JsonObject): readonly JsonObject[] => [
    Object.fromEntries(Object.entries(item).filter(([name]) => !fields.includes(name))),
  ];

const keyAndValue: MemberKind = {
  tell: (member) => [`${text(member, 'Key') ?? ''}=${text(member, 'Value') ?? ''}`, ['Key', 'Value']],
};

const permissions = (word: 'from' | 'to'): MemberKind => ({
  split: permissionMembers,
  tell: (member) => {
    const source = ['CidrIp', 'CidrIpv6', 'GroupId', 'PrefixListId'].find((field) => text(member, field) !== undefined);
    const from = source === undefined ? '' : ` ${word} ${text(member, source) ?? ''}`;
    const account = text(member, 'UserId');
    const description = text(member, 'Description');
    const words = [
      `${portWords(member)}${from}`,
      ...(account === undefined ? [] : [`of ${account}`]),
      ...(description === undefined ? [] : [`"${description}"`]),
    ];
    return [
      words.join(' '),
      ['IpProtocol', 'FromPort', 'ToPort', 'UserId', 'Description', ...(source === undefined ? [] : [source])],
    ];
  },
});

/** By the name of the list in AWS's answers. */
const MEMBERS: Readonly<Record<string, MemberKind>> = {
  Tags: keyAndValue,
  TagSet: keyAndValue,
  Attributes: keyAndValue,
  Groups: {
    // The name is the group's own and only repeated here.
    split: without('GroupName'),
    tell: (member) => [text(member, 'GroupId') ?? '', ['GroupId']],
  },
  IpPermissions: permissions('from'),
  IpPermissionsEgress: permissions('to'),
  Entries: { tell: entryWords },
  Routes: { tell: routeWords },
  Associations: {
    // Each replacement of an association gives it a new id; what is associated is the same.
    split: without('NetworkAclAssociationId', 'NetworkAclId', 'RouteTableAssociationId', 'RouteTableId'),
    tell: (member) => {
      const what = ['SubnetId', 'GatewayId'].find((field) => text(member, field) !== undefined);
      const words = what === undefined ? '' : (text(member, what) ?? '');
      return member['Main'] === true
        ? [`main ${words}`.trim(), ['Main', ...(what === undefined ? [] : [what])]]
        : [words, [...(member['Main'] === false ? ['Main'] : []), ...(what === undefined ? [] : [what])]];
    },
  },
  DnsEntries: {
    tell: (member) => {
      const zone = text(member, 'HostedZoneId');
      return [`${text(member, 'DnsName') ?? ''}${zone === undefined ? '' : ` (${zone})`}`, ['DnsName', 'HostedZoneId']];
    },
  },
  AvailabilityZones: {
    tell: (member) => [
      [text(member, 'ZoneName'), text(member, 'SubnetId')].filter((part) => part !== undefined).join(' '),
      ['ZoneName', 'SubnetId'],
    ],
  },
  DhcpConfigurations: {
    tell: (member) => {
      const values = objects(member, 'Values')?.flatMap((entry) => text(entry, 'Value') ?? []) ?? [];
      return [`${text(member, 'Key') ?? ''}=${values.join(', ')}`, ['Key', 'Values']];
    },
  },
};

/** The members of a list, each once, in the order of their keys. */
export function membersOf(field: string, list: readonly Json[]): readonly Member[] {
  const name = field.split('.').at(-1) ?? '';
  const known = Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : undefined;
  const found = new Map<string, Member>();
  for (const item of list) {
    const parts = isJsonObject(item) ? (known?.split?.(item) ?? [item]) : [item];
    for (const part of parts) {
      const member = canonical(part, name);
      const key = stableStringify(member);
      if (!found.has(key)) found.set(key, { key, words: wordsOf(member, known) });
    }
  }
  return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The value with the lists inside it sorted, so that equal states have equal texts. */
export function canonical(value: Json, field: string): Json {
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => canonical(item, field));
    return isOrdered(field) ? items : items.sort((a, b) => (stableStringify(a) < stableStringify(b) ? -1 : 1));
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).flatMap(([name, item]) =>
    item === undefined ? [] : [[name, canonical(item, name)] as const],
  );
  return sortKeys(Object.fromEntries(entries));
}

function wordsOf(member: Json, known: MemberKind | undefined): string {
  if (!isJsonObject(member)) return typeof member === 'string' ? member : stableStringify(member);
  if (known === undefined) {
    const [only, ...others] = Object.values(member);
    return typeof only === 'string' && others.length === 0 ? only : stableStringify(member);
  }
  const [words, told] = known.tell(member);
  const rest = Object.fromEntries(
    Object.entries(member).filter(([name, item]) => !told.includes(name) && !isNothing(item)),
  );
  if (Object.keys(rest).length === 0) return words;
  return [words, stableStringify(rest)].filter((part) => part !== '').join(' ');
}

/** True for what holds as little as a field that is missing. */
export function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** The lists of a permission, each with what AWS calls its sources. */
const SOURCES = ['IpRanges', 'Ipv6Ranges', 'UserIdGroupPairs', 'PrefixListIds'];

/** A permission groups its sources by protocol and ports as AWS likes it: each source is a rule of its own. */
function permissionMembers(permission: JsonObject): readonly JsonObject[] {
  const rule = Object.fromEntries(Object.entries(permission).filter(([name]) => !SOURCES.includes(name)));
  const members = SOURCES.flatMap((list) =>
    (objects(permission, list) ?? []).map((source) => ({ ...rule, ...source })),
  );
  return members.length === 0 ? [rule] : members;
}

/** https://www.iana.org/assignments/protocol-numbers */
const PROTOCOLS: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6' };

function portWords(rule: JsonObject): string {
  const protocol = text(rule, 'IpProtocol') ?? '?';
  return protocol === '-1' ? 'all traffic' : protocolWords(protocol, number(rule, 'FromPort'), number(rule, 'ToPort'));
}

function protocolWords(protocol: string, from: number | undefined, to: number | undefined): string {
  const name = PROTOCOLS[protocol] ?? protocol;
  if (from === undefined && to === undefined) return name;
  return from === to ? `${name}/${from ?? '?'}` : `${name}/${from ?? '?'}-${to ?? '?'}`;
}

/** An entry of a network ACL, or of a managed prefix list. */
function entryWords(entry: JsonObject): readonly [string, readonly string[]] {
  const ruleNumber = number(entry, 'RuleNumber');
  if (ruleNumber === undefined) return [text(entry, 'Cidr') ?? '', ['Cidr']];
  const range = entry['PortRange'];
  const ports = isJsonObject(range) ? range : {};
  const protocol = text(entry, 'Protocol') ?? '?';
  const direction = entry['Egress'] === true ? 'outbound' : entry['Egress'] === false ? 'inbound' : '';
  const cidr = text(entry, 'CidrBlock') ?? text(entry, 'Ipv6CidrBlock');
  const traffic =
    protocol === '-1' ? 'all traffic' : protocolWords(protocol, number(ports, 'From'), number(ports, 'To'));
  const words = [direction, String(ruleNumber), text(entry, 'RuleAction') ?? '', traffic];
  if (cidr !== undefined) words.push(entry['Egress'] === true ? 'to' : 'from', cidr);
  return [
    words.filter((word) => word !== '').join(' '),
    ['RuleNumber', 'Protocol', 'RuleAction', 'Egress', 'PortRange', 'CidrBlock', 'Ipv6CidrBlock'],
  ];
}

const DESTINATIONS = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'];
const TARGETS = [
  'GatewayId',
  'NatGatewayId',
  'TransitGatewayId',
  'VpcPeeringConnectionId',
  'NetworkInterfaceId',
  'EgressOnlyInternetGatewayId',
];

function routeWords(route: JsonObject): readonly [string, readonly string[]] {
  const fieldOf = (fields: readonly string[]): string => fields.find((field) => text(route, field) !== undefined) ?? '';
  const [destination, target] = [fieldOf(DESTINATIONS), fieldOf(TARGETS)];
  const state = text(route, 'State');
  return [
    `${text(route, destination) ?? '?'} → ${text(route, target) ?? '?'}${state === undefined ? '' : ` (${state})`}`,
    [destination, target, 'State', 'Origin'],
  ];
}
