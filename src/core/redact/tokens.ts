/*
 * What takes a secret's place. Everything here is a function of the key and the secret alone, so that one secret gets the
 * same token wherever it stands, in every file that is made with the same key.
 */

/** A pseudo-random function under a secret key: at least 40 hexadecimal digits, the same for the same text. */
export type KeyedHash = (text: string) => string;

export interface Tokens {
  /** A word that stands for a text. It is a valid DNS label and a valid name of every AWS resource. */
  readonly word: (text: string) => string;
  /** Hexadecimal digits, as many as there were; two inputs of one domain never meet in one output. */
  readonly hex: (domain: string, digits: string) => string;
  /** Twelve digits for an account id, or the account id itself where it is to be kept. */
  readonly account: (id: string) => string;
  /** An id with its prefix, for example `vpc-…`; `undefined` for what is no id of AWS. */
  readonly id: (text: string) => string | undefined;
}

/** Prefixes of resource ids, as AWS documents them in the API references of EC2, VPC Lattice, Resolver and Organizations. */
const ID_PREFIXES = [
  ...['vpc', 'vpc-cidr-assoc', 'subnet', 'subnet-cidr-assoc', 'rtb', 'rtbassoc', 'acl', 'aclassoc', 'dopt', 'pl'],
  ...['vpce', 'vpce-svc', 'vpce-con', 'vpce-nfn', 'vpce-svc-perm', 'vpce-rsc-asc', 'sg', 'sgr', 'eni', 'eni-attach'],
  ...['i', 'ami', 'vol', 'igw', 'eigw', 'nat', 'vgw', 'cgw', 'vpn', 'cagw', 'lgw', 'pcx', 'eipalloc', 'eipassoc'],
  ...['tgw', 'tgw-attach', 'tgw-rtb', 'fl', 'rcfg', 'rgw', 'sn', 'snva', 'snra', 'dv'],
  ...['rslvr-in', 'rslvr-out', 'rslvr-rr', 'rslvr-rrassoc', 'rslvr-frg', 'rslvr-frgassoc', 'rslvr-fdl', 'rqlca'],
  ...['o', 'ou', 'r'],
].sort((a, b) => b.length - a.length);

const ID = new RegExp(`^(${ID_PREFIXES.join('|')})-([0-9A-Za-z]+(?:-[0-9A-Za-z]+)*)$`);

/** Shorter ones would let two resources meet in one token. */
const SHORTEST_ID = 8;
const WORD_LENGTH = 12;
const ACCOUNTS = 10n ** 12n;

/** @param kept ids and account ids that stay as they are */
export function createTokens(hash: KeyedHash, kept: ReadonlySet<string>): Tokens {
  const digits = (text: string, length: number): string => {
    let found = '';
    for (let block = 0; found.length < length; block += 1) found += hash(`${block} ${text}`);
    return found.slice(0, length);
  };
  const hex = remembered2((domain: string, given: string) => permute(digits, domain, given));
  return {
    // A blank tells nothing of anybody, and that it is one is what a rule sees.
    word: remembered((text) => (text.trim() === '' ? text : `x${digits(`word ${text}`, WORD_LENGTH)}`)),
    hex,
    account: remembered((id) =>
      kept.has(id) ? id : (BigInt(`0x${digits(`account ${id}`, 32)}`) % ACCOUNTS).toString().padStart(12, '0'),
    ),
    id: (text) => {
      const [, prefix, rest] = ID.exec(text) ?? [];
      if (prefix === undefined || rest === undefined) return undefined;
      if (kept.has(text)) return text;
      if (/^[0-9a-f]+$/.test(rest) && rest.length >= SHORTEST_ID) return `${prefix}-${hex(prefix, rest)}`;
      return `${prefix}-${digits(`id ${text}`, Math.max(rest.length, SHORTEST_ID))}`;
    },
  };
}

/** A permutation of all texts of so many hexadecimal digits: four rounds of a Feistel network, whose halves may differ. */
function permute(digits: (text: string, length: number) => string, domain: string, given: string): string {
  const middle = given.length >> 1;
  let left = given.slice(0, middle);
  let right = given.slice(middle);
  for (let round = 0; round < 4; round += 1) {
    if (round % 2 === 0) left = xor(left, digits(`hex ${domain} ${round} ${right}`, left.length));
    else right = xor(right, digits(`hex ${domain} ${round} ${left}`, right.length));
  }
  return left + right;
}

function xor(a: string, b: string): string {
  return Array.from(a, (digit, i) => (Number.parseInt(digit, 16) ^ Number.parseInt(b.charAt(i), 16)).toString(16)).join(
    '',
  );
}

function remembered(make: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text) ?? make(text);
    known.set(text, found);
    return found;
  };
}

function remembered2(make: (domain: string, text: string) => string): (domain: string, text: string) => string {
  const found = remembered((both) => {
    const at = both.indexOf(' ');
    return make(both.slice(0, at), both.slice(at + 1));
  });
  return (domain, text) => found(`${domain} ${text}`);
}
