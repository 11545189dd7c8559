import { intersect, parseAddress, parseCidr, type AddressRange, type Family } from '../model/cidr.ts';
import type { KeyedHash } from './tokens.ts';

/*
 * Addresses, mapped so that what two of them have in common at their start they still have in common, and no more: one
 * CIDR holds another after the mapping exactly if it did before. Each bit is flipped, or not, by a keyed function of the
 * bits before it (J. Xu et al., "Prefix-Preserving IP Address Anonymization", ICNP 2002).
 */

export interface AddressMapping {
  /** An address, or a CIDR with its prefix length; `undefined` for what is neither. */
  readonly text: (value: string) => string | undefined;
}

/**
 * Ranges that map onto themselves as wholes, so that private addresses stay private and public ones public: RFC 1918,
 * RFC 6598, link-local, unique local, and those that are no unicast addresses.
 */
const CLASSES = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  ...['224.0.0.0/3', '::/8', 'fc00::/7', 'fe80::/10', 'ff00::/8', '2000::/3'],
];

/** Where an address may be the customer's own although a list of AWS's would hold it. */
const PRIVATE = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];

/**
 * Addresses that mean the same in every VPC: instance metadata, the Amazon DNS server and the time service
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html), container credentials and
 * VPC Lattice, and the prefix of NAT64 (https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html).
 */
const SAME_EVERYWHERE = ['169.254.168.0/22', 'fd00:ec2::/32', '64:ff9b::/96'];

const BITS: Readonly<Record<Family, number>> = { 4: 32, 6: 128 };

/** @param amazons CIDRs of AWS's own prefix lists: they stay as they are, and what lies in or around them keeps doing so */
export function createAddressMapping(hash: KeyedHash, amazons: readonly string[]): AddressMapping {
  const kept = [...SAME_EVERYWHERE, ...amazons.filter(isPublic)].flatMap(prefixOf);
  const whole = new Set(kept);
  const fixed = new Set([...CLASSES.flatMap(prefixOf), ...kept].flatMap(shorterPrefixes));
  const flips = new Map<string, boolean>();
  const isFlipped = (prefix: string): boolean => {
    if (fixed.has(prefix)) return false;
    const known = flips.get(prefix) ?? Number.parseInt(hash(`address ${prefix}`).charAt(0), 16) % 2 === 1;
    flips.set(prefix, known);
    return known;
  };
  const map = (family: Family, bits: string): string => {
    let mapped = '';
    for (let i = 0; i < bits.length; i += 1) {
      const prefix = `${family}:${bits.slice(0, i)}`;
      if (whole.has(prefix)) return mapped + bits.slice(i);
      mapped += isFlipped(prefix) === (bits.charAt(i) === '1') ? '0' : '1';
    }
    return mapped;
  };
  return {
    text: (given) => {
      const [address, length] = given.split('/');
      const parsed = parseCidr(given) === undefined ? undefined : parseAddress(address ?? '');
      if (parsed === undefined) return undefined;
      const { family } = parsed;
      const bits = bitsOf(family, parsed.value);
      if (length === undefined) return formatAddress(family, BigInt(`0b${map(family, bits)}`));
      // The host bits of a network are no secret: they are zero. Those of an address with its prefix length are.
      const network = bits.slice(0, Number(length));
      const isNetwork = !bits.slice(network.length).includes('1');
      const mapped = map(family, isNetwork ? network : bits).padEnd(BITS[family], '0');
      return `${formatAddress(family, BigInt(`0b${mapped}`))}/${length}`;
    },
  };
}

/** An address as text: dotted, or with the longest run of zeros cut out (RFC 5952). */
export function formatAddress(family: Family, value: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => ((value >> shift) & 0xffn).toString()).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(16 * (7 - i))) & 0xffffn).toString(16));
  const zeros = groups.map((_, start) => groups.slice(start).findIndex((group) => group !== '0'));
  const runs = zeros.map((length, start) => (length < 0 ? 8 - start : length));
  const longest = Math.max(...runs);
  if (longest < 2) return groups.join(':');
  const start = runs.indexOf(longest);
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + longest).join(':')}`;
}

function isPublic(cidr: string): boolean {
  const range = parseCidr(cidr);
  if (range === undefined) return false;
  return PRIVATE.flatMap((item) => parseCidr(item) ?? []).every((item) => intersect(item, range) === undefined);
}

function bitsOf(family: Family, value: bigint): string {
  return value.toString(2).padStart(BITS[family], '0');
}

/** A CIDR as the bits that it fixes, after its family. */
function prefixOf(cidr: string): readonly string[] {
  const range = parseCidr(cidr);
  return range === undefined ? [] : [`${range.family}:${bitsOf(range.family, range.first).slice(0, lengthOf(range))}`];
}

function lengthOf(range: AddressRange): number {
  return BITS[range.family] - (range.last - range.first).toString(2).replace(/^0$/, '').length;
}

function shorterPrefixes(prefix: string): readonly string[] {
  return Array.from({ length: prefix.length - 2 }, (_, i) => prefix.slice(0, i + 2));
}
