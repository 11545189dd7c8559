import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covers, intersect, parseAddress, parseCidr, shareOf, subtract } from '../../../src/core/model/cidr.ts';

const dotted = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
const address = fc.nat({ max: 0xffffffff });
const block = fc.tuple(address, fc.integer({ min: 0, max: 32 })).map(([value, bits]) => `${dotted(value)}/${bits}`);

describe('CIDR arithmetic', () => {
  test.each([
    ['10.0.0.0/16', 4, 0x0a000000n, 0x0a00ffffn],
    ['10.0.3.7/16', 4, 0x0a000000n, 0x0a00ffffn],
    ['0.0.0.0/0', 4, 0n, 0xffffffffn],
    ['10.1.2.3', 4, 0x0a010203n, 0x0a010203n],
    ['::/0', 6, 0n, (1n << 128n) - 1n],
    ['2001:db8::1', 6, 0x20010db8000000000000000000000001n, 0x20010db8000000000000000000000001n],
    ['fd00:ec2::253/127', 6, 0xfd000ec2000000000000000000000252n, 0xfd000ec2000000000000000000000253n],
    ['::ffff:10.0.0.1', 6, 0xffff0a000001n, 0xffff0a000001n],
  ] as const)('%s', (text, family, first, last) => {
    expect(parseCidr(text)).toEqual({ family, first, last });
  });

  test.each([
    '',
    '10.0.0.0/33',
    '10.0.0/8',
    '10.0.0.256',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    '::1::',
    ':::',
    '1:2:3',
    'g::1',
    '2001:db8::/129',
    '10.0.0.1:80',
    '12345::',
  ])('not an address: "%s"', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  test('an address is in a block exactly when its leading bits are', () => {
    fc.assert(
      fc.property(address, block, (value, cidr) => {
        const [base, bits] = cidr.split('/');
        const hostBits = 32 - Number(bits);
        const same =
          hostBits === 32 ||
          Math.floor(value / 2 ** hostBits) === Math.floor(Number(parseAddress(base!)!.value) / 2 ** hostBits);
        expect(covers(parseCidr(cidr)!, parseCidr(dotted(value))!)).toBe(same);
      }),
    );
  });

  test('what is cut away and what is left are the whole', () => {
    fc.assert(
      fc.property(block, fc.array(block, { maxLength: 4 }), (whole, holes) => {
        const range = parseCidr(whole)!;
        const cut = holes.map((hole) => parseCidr(hole)!);
        const left = subtract(range, cut);
        for (const part of left) {
          expect(covers(range, part)).toBe(true);
          for (const hole of cut) expect(intersect(part, hole)).toBeUndefined();
        }
        const share = shareOf(range, cut);
        expect(share === 'full').toBe(left.length === 0);
        expect(share === 'none').toBe(cut.every((hole) => intersect(range, hole) === undefined));
      }),
    );
  });
});
