/*
 * Addresses as numbers: a CIDR is the closed interval of its addresses, in a family. IPv6 has 128 bits, so both families
 * use BigInt. Nothing here throws: what is no address is `undefined`.
 */

export type Family = 4 | 6;

/** A closed interval of addresses. */
export interface AddressRange {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

const BITS: Readonly<Record<Family, number>> = { 4: 32, 6: 128 };

/** All addresses of a family. */
export function everyAddress(family: Family): AddressRange {
  return { family, first: 0n, last: (1n << BigInt(BITS[family])) - 1n };
}

/** An IPv4 or IPv6 address as a number. */
export function parseAddress(value: string): { readonly family: Family; readonly value: bigint } | undefined {
  const trimmed = value.trim();
  const v4 = parseIpv4(trimmed);
  if (v4 !== undefined) return { family: 4, value: v4 };
  const v6 = parseIpv6(trimmed);
  return v6 === undefined ? undefined : { family: 6, value: v6 };
}

/** A CIDR or a single address. Host bits that are set are ignored, as EC2 does for network ACL and group rules. */
export function parseCidr(value: string): AddressRange | undefined {
  if (PARSED.has(value)) return PARSED.get(value);
  if (PARSED.size >= MOST_PARSED) PARSED.clear();
  const range = rangeOf(value);
  PARSED.set(value, range);
  return range;
}

/** An estate of thousands of groups and ACLs names the same few hundred ranges over and over. */
const PARSED = new Map<string, AddressRange | undefined>();
const MOST_PARSED = 20_000;

function rangeOf(value: string): AddressRange | undefined {
  const [address, length, ...rest] = value.trim().split('/');
  if (address === undefined || rest.length > 0) return undefined;
  const parsed = parseAddress(address);
  if (parsed === undefined) return undefined;
  const bits = BITS[parsed.family];
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const prefix = length === undefined ? bits : Number(length);
  if (prefix > bits) return undefined;
  const hostBits = BigInt(bits - prefix);
  const first = (parsed.value >> hostBits) << hostBits;
  return { family: parsed.family, first, last: first + (1n << hostBits) - 1n };
}

/** True when every address of `inner` is in `outer`. */
export function covers(outer: AddressRange, inner: AddressRange): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** The addresses that both have. */
export function intersect(a: AddressRange, b: AddressRange): AddressRange | undefined {
  if (a.family !== b.family) return undefined;
  const first = a.first > b.first ? a.first : b.first;
  const last = a.last < b.last ? a.last : b.last;
  return first <= last ? { family: a.family, first, last } : undefined;
}

/** What is left of `range` without the addresses of `holes`. */
export function subtract(range: AddressRange, holes: readonly AddressRange[]): readonly AddressRange[] {
  let left: readonly AddressRange[] = [range];
  for (const hole of holes) {
    left = left.flatMap((part) => {
      const common = intersect(part, hole);
      if (common === undefined) return [part];
      const rest: AddressRange[] = [];
      if (part.first < common.first) rest.push({ family: part.family, first: part.first, last: common.first - 1n });
      if (common.last < part.last) rest.push({ family: part.family, first: common.last + 1n, last: part.last });
      return rest;
    });
  }
  return left;
}

export type Share = 'full' | 'partial' | 'none';

/** How much of `range` the given ranges hold together. */
export function shareOf(range: AddressRange, parts: readonly AddressRange[]): Share {
  const left = subtract(range, parts);
  if (left.length === 0) return 'full';
  const [only] = left;
  return left.length === 1 && only?.first === range.first && only.last === range.last ? 'none' : 'partial';
}

function parseIpv4(value: string): bigint | undefined {
  const parts = value.split('.');
  if (parts.length !== 4) return undefined;
  let result = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    result = (result << 8n) | BigInt(part);
  }
  return result;
}

function parseIpv6(value: string): bigint | undefined {
  if (!value.includes(':') || !/^[0-9a-fA-F:.]+$/.test(value)) return undefined;
  const halves = value.split('::');
  if (halves.length > 2) return undefined;
  const head = ipv6Groups(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? ipv6Groups(halves[1] ?? '', true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0n), ...tail];
  return groups.reduce((sum, group) => (sum << 16n) | group, 0n);
}

/** The 16-bit groups of one side of `::`; the last two may be written as an IPv4 address. */
function ipv6Groups(part: string, mayEndInIpv4: boolean): readonly bigint[] | undefined {
  if (part === '') return [];
  const words = part.split(':');
  const groups: bigint[] = [];
  for (const [i, word] of words.entries()) {
    if (word.includes('.')) {
      const v4 = mayEndInIpv4 && i === words.length - 1 ? parseIpv4(word) : undefined;
      if (v4 === undefined) return undefined;
      groups.push(v4 >> 16n, v4 & 0xffffn);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(word)) {
      groups.push(BigInt(`0x${word}`));
    } else {
      return undefined;
    }
  }
  return groups;
}
