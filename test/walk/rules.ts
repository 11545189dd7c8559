import type { Item } from '../worlds/world.ts';
import type { Random } from './random.ts';

/* Random security-group rules and network ACL entries: mostly what somebody meant, now and then what somebody did. */

export interface Wanted {
  readonly transports: readonly ('tcp' | 'udp')[];
  readonly port: number;
  /** CIDRs, groups and prefix lists that name the far end. */
  readonly peers: readonly string[];
  /** Those that do not. */
  readonly others: readonly string[];
}

/** Rules of a security group that want to let something through, and do so more often than not. */
export function randomRules(random: Random, wanted: Wanted): readonly Item[] {
  const meant = wanted.transports
    .filter(() => random.chance(0.93))
    .map((transport) =>
      rule(random.chance(0.15) ? '-1' : transport, portsAround(random, wanted.port), random.pick(wanted.peers)),
    );
  const noise = Array.from({ length: random.chance(0.4) ? random.between(1, 2) : 0 }, () =>
    rule(
      random.pick(['tcp', 'udp', '-1', 'icmp']),
      random.chance(0.5) ? portsAround(random, wanted.port) : [22, 22],
      random.pick(random.chance(0.3) ? wanted.peers : wanted.others),
    ),
  );
  return random.chance(0.5) ? [...meant, ...noise] : [...noise, ...meant];
}

/** Mostly ranges that hold the port; now and then one that ends beside it. */
function portsAround(random: Random, port: number): readonly [from: number, to: number] {
  return random.pick([
    [port, port],
    [port, port],
    [port, port],
    [0, 65535],
    [1, port],
    [port, 65535],
    ...(random.chance(0.2)
      ? ([
          [port + 1, 65535],
          [0, port - 1],
        ] as const)
      : []),
  ]);
}

function rule(protocol: string, [from, to]: readonly [number, number], peer: string): Item {
  const [FromPort, ToPort] = protocol === 'icmp' ? [-1, -1] : [from, to];
  return {
    IpProtocol: protocol,
    ...(protocol === '-1' ? {} : { FromPort, ToPort }),
    IpRanges: /^\d/.test(peer) ? [{ CidrIp: peer }] : [],
    Ipv6Ranges: peer.includes(':') ? [{ CidrIpv6: peer }] : [],
    UserIdGroupPairs: peer.startsWith('sg-') ? [{ GroupId: peer }] : [],
    PrefixListIds: peer.startsWith('pl-') ? [{ PrefixListId: peer }] : [],
  };
}

const REPLIES: readonly (readonly [from: number, to: number])[] = [
  [1024, 65535],
  [32768, 60999],
  [49152, 65535],
  [32768, 65535],
  [1024, 40000],
  [61000, 65535],
  [1024, 32767],
];

/**
 * Entries of a network ACL, in both directions.
 *
 * @param peers the CIDRs that traffic through it has at its other end
 * @param ports the ports that traffic through it goes to
 */
export function randomEntries(random: Random, peers: readonly string[], ports: readonly number[]): readonly Item[] {
  return [true, false].flatMap((egress) => {
    const some = Array.from({ length: random.between(0, 3) }, (_, i) =>
      entry(random, egress, 90 + 10 * i + random.between(0, 9), peers, ports, random.chance(0.45)),
    );
    const open = random.chance(0.55)
      ? [{ RuleNumber: 200, Protocol: '-1', RuleAction: 'allow', Egress: egress, CidrBlock: '0.0.0.0/0' }]
      : [entry(random, egress, 200, peers, ports, true), entry(random, egress, 210, peers, ports, true)];
    const last = { RuleNumber: 32767, Protocol: '-1', RuleAction: 'deny', Egress: egress, CidrBlock: '0.0.0.0/0' };
    const all = [...some, ...open, last];
    return random.chance(0.3) ? all.reverse() : all;
  });
}

function entry(
  random: Random,
  egress: boolean,
  number: number,
  peers: readonly string[],
  ports: readonly number[],
  allow: boolean,
): Item {
  const Protocol = random.pick(['-1', '6', '6', '6', '17', '1']);
  const port = random.pick(ports);
  const [From, To] = random.pick<readonly [number, number]>([[port, port], [0, 65535], random.pick(REPLIES)]);
  const isIpv6 = random.chance(0.06);
  return {
    RuleNumber: number,
    Protocol,
    RuleAction: allow ? 'allow' : 'deny',
    Egress: egress,
    ...(isIpv6 ? { Ipv6CidrBlock: '::/0' } : { CidrBlock: random.pick(peers) }),
    ...(Protocol === '6' || Protocol === '17' ? { PortRange: { From, To } } : {}),
    ...(Protocol === '1' ? { IcmpTypeCode: { Type: -1, Code: -1 } } : {}),
  };
}
