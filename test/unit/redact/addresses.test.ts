import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { covers, parseAddress, parseCidr } from '../../../src/core/model/cidr.ts';
import { createAddressMapping, formatAddress } from '../../../src/core/redact/addresses.ts';
import { keyedHash } from '../../../src/files/redaction-key.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { snapshotOf, textOf, type Item } from '../../worlds/world.ts';
import { redact, renaming } from './support.ts';

const hash = keyedHash(Buffer.from('the key of these tests'));
const AMAZONS = ['52.216.0.0/15', '3.5.0.0/19', '192.0.2.0/25', '2600:1fa0::/28', '10.9.0.0/16'];
const mapping = createAddressMapping(hash, AMAZONS);
const map = (text: string): string => mapping.text(text) ?? 'no address';

const IPV4 = fc.oneof(
  fc.nat({ max: 0xffffff }).map((host) => (10n << 24n) | BigInt(host)),
  fc.nat({ max: 0x1ffff }).map((host) => (0x34d80000n & ~0x1ffffn) | BigInt(host)),
  fc.bigInt({ min: 0n, max: 0xffffffffn }),
);
const IPV6 = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map((host) => (0xfd12_0000_0000_0001n << 64n) | host),
);
const v4 = fc.tuple(IPV4, fc.integer({ min: 0, max: 32 })).map(([value, length]) => network(4, value, length));
const v6 = fc.tuple(IPV6, fc.integer({ min: 0, max: 128 })).map(([value, length]) => network(6, value, length));

function network(family: 4 | 6, value: bigint, length: number): string {
  const host = BigInt((family === 4 ? 32 : 128) - length);
  return `${formatAddress(family, (value >> host) << host)}/${length}`;
}

function contains(outer: string, inner: string): boolean {
  const [a, b] = [parseCidr(outer), parseCidr(inner)];
  if (a === undefined || b === undefined) throw new Error(`${outer} or ${inner} is no CIDR`);
  return covers(a, b);
}

describe.each([
  ['IPv4', v4],
  ['IPv6', v6],
])('%s', (_, cidr) => {
  it('one range holds another after the mapping exactly if it did before', () => {
    fc.assert(
      fc.property(cidr, cidr, (a, b) => {
        expect(contains(map(a), map(b))).toBe(contains(a, b));
        expect(map(a).split('/')[1]).toBe(a.split('/')[1]);
      }),
      { numRuns: 500, seed: 20260302 },
    );
  });

  it('a range holds its own addresses, and no other range takes its place', () => {
    fc.assert(
      fc.property(cidr, cidr, (a, b) => {
        expect(contains(map(a), map(a.split('/')[0] ?? ''))).toBe(true);
        expect(map(a) === map(b)).toBe(a === b);
      }),
      { numRuns: 500, seed: 20260302 },
    );
  });
});

test('a range stays in its class', () => {
  const classes = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '224.0.0.0/3'];
  fc.assert(
    fc.property(v4, (cidr) => {
      for (const known of classes) expect(contains(known, map(cidr))).toBe(contains(known, cidr));
    }),
    { numRuns: 300, seed: 20260302 },
  );
  expect(map('fd12::/64')).toMatch(/^f[cd]/);
  expect(map('fe80::1')).toMatch(/^fe[89ab]/);
});

test.each([
  ...['0.0.0.0/0', '::/0', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.169.253'],
  ...['169.254.169.254/32', 'fd00:ec2::253', '64:ff9b::/96', '52.216.0.0/15', '52.217.1.2', '3.5.0.0/19', '3.0.0.0/8'],
  ...['2600:1fa0:8::/48', '192.0.2.77'],
])('%s is everybody’s and stays', (known) => {
  expect(map(known)).toBe(known);
});

test.each(['10.20.0.0/16', '10.20.1.10', '10.9.0.1', '172.31.5.0/24', '8.8.8.8', 'fd12:3456::1', '2001:db8::5/64'])(
  '%s is somebody’s and goes',
  (own) => {
    expect(map(own)).not.toBe(own);
  },
);

test('one address that is known says nothing of the next: no two are moved by the same', () => {
  const moves = Array.from({ length: 64 }, (_, i) => {
    const [a, b] = [`10.${i}.0.1`, map(`10.${i}.0.1`)].map((text) => parseAddress(text)?.value ?? 0n);
    return (a ?? 0n) ^ (b ?? 0n);
  });
  expect(new Set(moves).size).toBeGreaterThan(60);
});

test('an address with its prefix length keeps the network it is in', () => {
  expect(contains(map('10.20.0.0/16'), map('10.20.3.4'))).toBe(true);
  expect(map('10.20.3.4/16').split('/')[0]).toBe(map('10.20.3.4'));
});

test.each(['', 'vpc-1', '10.0.0', '10.0.0.0/33', '10.0.0.0/', '1.2.3.4/5/6', '::1::', 'fe80::1%eth0'])(
  '"%s" is no address',
  (text) => {
    expect(mapping.text(text)).toBeUndefined();
  },
);

test('an address is written as it is usually written', () => {
  const shown = (text: string): string => formatAddress(6, parseAddress(text)?.value ?? 0n);
  for (const text of ['::', '::1', '1::', '2001:db8::1', '1:0:2::', 'fd00::1:0:0:1', '1:2:3:4:5:6:7:8', '0:1::']) {
    expect(parseAddress(shown(text))).toEqual(parseAddress(text));
  }
  expect(['0:0:0:0:0:0:0:0', '1:0:0:2:0:0:0:3', '1:0:2:3:4:5:6:7'].map(shown)).toEqual([
    '::',
    '1:0:0:2::3',
    '1:0:2:3:4:5:6:7',
  ]);
});

test('the Amazon DNS server of a VPC stays two above its base', () => {
  const { world, consumer, consumerVpc } = healthyEstate();
  const [options] = consumer.tables['ec2:DescribeDhcpOptions'];
  (options!['DhcpConfigurations'] as Item[])[1]!['Values'] = [{ Value: '10.20.0.2' }, { Value: '10.20.7.7' }];
  const before = snapshotOf(world);
  const names = renaming(before, redact(before, 'full'));
  const base = names.get(textOf(consumerVpc.raw, 'CidrBlock'))?.replace('0/16', '');
  expect(names.get('10.20.0.2')).toBe(`${base}2`);
  expect(names.get('10.20.7.7')).not.toBe('10.20.7.7');
});
