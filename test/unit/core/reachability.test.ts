import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covers, parseCidr } from '../../../src/core/model/cidr.ts';
import { aclPorts, aclPortsForSome, aclShare, decidingEntry } from '../../../src/core/reachability/network-acl.ts';
import {
  countPorts,
  describePorts,
  hasPort,
  intersectPorts,
  normalizePorts,
  subtractPorts,
} from '../../../src/core/reachability/ports.ts';
import { routeLegs } from '../../../src/core/reachability/routes.ts';
import {
  admittedPorts,
  admittedShare,
  portsForAnyone,
  type GroupFacts,
} from '../../../src/core/reachability/security-group.ts';
import type { NetworkAclEntry } from '../../../src/core/resources/network-acl.ts';
import type { IpPermission } from '../../../src/core/resources/security-group.ts';

/* A world of sixteen addresses and ten ports, small enough to ask about each of them one by one. */

const ADDRESSES = Array.from({ length: 16 }, (_, i) => `10.0.0.${i}`);
const PORTS = Array.from({ length: 10 }, (_, i) => i);
const cidr = fc
  .tuple(fc.nat({ max: 15 }), fc.integer({ min: 28, max: 32 }))
  .map(([host, bits]) => `10.0.0.${host}/${bits}`);
const portRange = fc
  .tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const holds = (block: string, ip: string): boolean => covers(parseCidr(block)!, parseCidr(ip)!);

describe('port sets', () => {
  test('behave as sets of numbers', () => {
    fc.assert(
      fc.property(fc.array(portRange, { maxLength: 5 }), fc.array(portRange, { maxLength: 5 }), (left, right) => {
        const a = normalizePorts(left);
        const b = normalizePorts(right);
        const inAny = (ranges: typeof left, port: number): boolean =>
          ranges.some((range) => range.from <= port && port <= range.to);
        for (const port of PORTS) {
          expect(hasPort(a, port)).toBe(inAny(left, port));
          expect(hasPort(intersectPorts(a, b), port)).toBe(inAny(left, port) && inAny(right, port));
          expect(hasPort(subtractPorts(a, b), port)).toBe(inAny(left, port) && !inAny(right, port));
        }
        expect(countPorts(a)).toBe(PORTS.filter((port) => inAny(left, port)).length);
      }),
    );
  });

  test('touch each other where nothing lies between, and are one then', () => {
    const apart = [
      { from: 80, to: 81 },
      { from: 83, to: 84 },
    ];
    expect(describePorts(normalizePorts(apart))).toBe('80-81, 83-84');
    expect(describePorts(normalizePorts([...apart, { from: 82, to: 82 }]))).toBe('80-84');
  });

  test('are written as people write them', () => {
    expect(
      describePorts([
        { from: 443, to: 443 },
        { from: 1024, to: 65535 },
      ]),
    ).toBe('443, 1024-65535');
    expect(describePorts([{ from: 0, to: 65535 }])).toBe('any port');
    expect(describePorts([])).toBe('no port');
  });
});

test.each([
  [{ from: -1, to: -1 }, 'any port'],
  [{ from: 0, to: -1 }, 'any port'],
  // Half an answer is no reason to call a port closed.
  [{ from: -1 }, 'any port'],
  [{ from: 0, to: 0 }, '0'],
])('-1 is every port of a protocol: %o', (range, ports) => {
  const permission = { protocol: 'tcp', ...range, cidrs: ['10.0.0.0/8'], ipv6Cidrs: [], groups: [], prefixListIds: [] };
  expect(describePorts(portsForAnyone([permission], 'tcp'))).toBe(ports);
});

describe('network ACLs', () => {
  const entry: fc.Arbitrary<NetworkAclEntry> = fc
    .record({
      ruleNumber: fc.integer({ min: 1, max: 1000 }),
      protocol: fc.constantFrom('-1', '6', '17', '1'),
      action: fc.constantFrom('allow', 'deny'),
      egress: fc.boolean(),
      cidr,
      range: portRange,
    })
    .map(({ range, ...rest }) => (rest.protocol === '-1' || rest.protocol === '1' ? rest : { ...rest, ...range }));
  const entries = fc.uniqueArray(entry, {
    maxLength: 7,
    selector: (item) => `${String(item.ruleNumber)} ${String(item.egress)}`,
  });

  /** The first entry that matches decides; nothing that matches is a denial. */
  function allowed(list: readonly NetworkAclEntry[], egress: boolean, port: number, ip: string): boolean {
    const first = [...list]
      .sort((a, b) => a.ruleNumber! - b.ruleNumber!)
      .find(
        (item) =>
          item.egress === egress &&
          (item.protocol === '-1' || (item.protocol === '6' && item.from! <= port && port <= item.to!)) &&
          holds(item.cidr!, ip),
      );
    return first?.action === 'allow';
  }

  test('agree with asking address by address', () => {
    fc.assert(
      fc.property(entries, fc.boolean(), cidr, (list, egress, block) => {
        const range = parseCidr(block)!;
        const inside = ADDRESSES.filter((ip) => holds(block, ip));
        const whole = aclPorts(list, egress, 'tcp', range);
        const some = aclPortsForSome(list, egress, 'tcp', range);
        for (const port of PORTS) {
          const open = inside.filter((ip) => allowed(list, egress, port, ip)).length;
          const expected = open === inside.length ? 'full' : open === 0 ? 'none' : 'partial';
          expect(aclShare(list, egress, 'tcp', port, range)).toBe(expected);
          expect(hasPort(whole, port)).toBe(expected === 'full');
          expect(hasPort(some, port)).toBe(expected !== 'none');
        }
      }),
      { numRuns: 300 },
    );
  });
});

test('the entry that decides is the first of those that hold the address and the port', () => {
  const entry = (ruleNumber: number, block: string, from: number, to: number): NetworkAclEntry => ({
    ruleNumber,
    protocol: '6',
    action: 'allow',
    egress: false,
    cidr: block,
    from,
    to,
  });
  const list = [
    entry(400, '10.0.0.0/8', 1, 65535),
    entry(300, '10.0.0.0/28', 443, 445),
    entry(200, '10.9.0.0/16', 443, 445),
    entry(100, '10.0.0.0/28', 441, 442),
    { ruleNumber: 90, protocol: '-1', action: 'allow', egress: false },
  ];
  const decides = (port: number, ip: string): number | undefined =>
    decidingEntry(list, false, 'tcp', port, parseCidr(ip)!)?.ruleNumber;
  expect([441, 442, 443, 445, 446].map((port) => decides(port, '10.0.0.1'))).toEqual([100, 100, 300, 300, 400]);
  expect(decides(443, '10.9.0.1')).toBe(200);
  expect(decides(443, '192.0.2.1')).toBeUndefined();
});

test('of two routes of one length the static one goes before the one to a prefix list', () => {
  const known = { account: '1', region: 'r', partition: 'aws', tags: {}, seenBy: '1', raw: {} };
  const lists = new Map([['pl-hub', { ...known, kind: 'prefix-list' as const, id: 'pl-hub', cidrs: ['10.0.0.0/16'] }]]);
  const toList = { destinationPrefixListId: 'pl-hub', transitGatewayId: 'tgw-1', state: 'active' };
  const toPeer = { destinationCidr: '10.0.0.0/16', vpcPeeringConnectionId: 'pcx-1', state: 'active' };
  for (const routes of [
    [toList, toPeer],
    [toPeer, toList],
  ]) {
    const table = {
      ...known,
      kind: 'route-table' as const,
      id: 'rtb-1',
      main: false,
      subnetIds: [],
      gatewayIds: [],
      routes,
    };
    const { legs } = routeLegs(table, parseCidr('10.0.0.1')!, lists);
    expect(legs.map(({ route }) => route?.vpcPeeringConnectionId)).toEqual(['pcx-1']);
  }
});

describe('security groups', () => {
  const permission: fc.Arbitrary<IpPermission> = fc
    .record({
      protocol: fc.constantFrom('-1', 'tcp', '6', 'udp', 'icmp'),
      range: portRange,
      cidrs: fc.array(cidr, { maxLength: 2 }),
      groups: fc.array(fc.constantFrom('sg-mine', 'sg-other'), { maxLength: 2 }),
      prefixListIds: fc.array(fc.constant('pl-read'), { maxLength: 1 }),
    })
    .map(({ range, groups, ...rest }) => ({
      ...rest,
      ...(rest.protocol === '-1' ? {} : range),
      ipv6Cidrs: [],
      groups: groups.map((groupId) => ({ groupId })),
    }));
  const facts: GroupFacts = {
    prefixLists: new Map([
      [
        'pl-read',
        {
          kind: 'prefix-list',
          id: 'pl-read',
          account: '1',
          region: 'r',
          partition: 'aws',
          tags: {},
          seenBy: '1',
          raw: {},
          cidrs: ['10.0.0.8/30'],
        },
      ],
    ]),
    vpcId: 'vpc-1',
    referencesMatch: true,
  };

  /** Any rule of any group that matches lets it in. */
  function admits(list: readonly IpPermission[], port: number, ip: string, references: boolean): boolean {
    return list.some(
      (item) =>
        (item.protocol === '-1' ||
          ((item.protocol === 'tcp' || item.protocol === '6') && item.from! <= port && port <= item.to!)) &&
        (item.cidrs.some((block) => holds(block, ip)) ||
          (item.prefixListIds.length > 0 && holds('10.0.0.8/30', ip)) ||
          (references && item.groups.some((group) => group.groupId === 'sg-mine'))),
    );
  }

  test('agree with asking address by address', () => {
    fc.assert(
      fc.property(fc.array(permission, { maxLength: 5 }), cidr, fc.boolean(), (list, block, sameVpc) => {
        const range = parseCidr(block)!;
        const inside = ADDRESSES.filter((ip) => holds(block, ip));
        const peer = { ranges: [range], groupIds: ['sg-mine'], vpcId: sameVpc ? 'vpc-1' : 'vpc-2' };
        const ports = admittedPorts(list, 'tcp', peer, facts);
        for (const port of PORTS) {
          const all = inside.every((ip) => admits(list, port, ip, sameVpc));
          expect(hasPort(ports.certain, port)).toBe(all);
          if (!sameVpc && inside.every((ip) => admits(list, port, ip, true)) && !all) {
            expect(hasPort(ports.possible, port)).toBe(true);
            expect(ports.missing.length).toBeGreaterThan(0);
          }
          const open = inside.filter((ip) => admits(list, port, ip, false)).length;
          expect(admittedShare(list, 'tcp', port, range, { ...facts, referencesMatch: false }).certain).toBe(
            open === inside.length ? 'full' : open === 0 ? 'none' : 'partial',
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  test('ports up to -1 are all of the protocol', () => {
    for (const from of [-1, 0]) {
      const list = [
        { protocol: 'tcp', from, to: -1, cidrs: ['0.0.0.0/0'], ipv6Cidrs: [], groups: [], prefixListIds: [] },
      ];
      const ports = admittedPorts(list, 'tcp', { ranges: [parseCidr('10.0.0.1')!] }, facts);
      expect(describePorts(ports.certain)).toBe('any port');
    }
  });

  test('a prefix list that was not read makes it possible, not certain', () => {
    const list: readonly IpPermission[] = [
      { protocol: 'tcp', from: 443, to: 443, cidrs: [], ipv6Cidrs: [], groups: [], prefixListIds: ['pl-unread'] },
    ];
    const ports = admittedPorts(list, 'tcp', { ranges: [parseCidr('10.0.0.1')!] }, facts);
    expect(ports).toEqual({
      certain: [],
      possible: [{ from: 443, to: 443 }],
      missing: ['the entries of prefix list pl-unread'],
    });
  });
});
