import { parseAddress, parseCidr } from '../model/cidr.ts';
import type { Interpretation } from './types.ts';
import { plainName } from '../dns-name.ts';

/* What people paste: the shapes are told apart by their text alone, the narrowest first. */

type Reading = (query: string) => Interpretation | undefined;

/**
 * What a query means. Never throws: what has no shape of AWS's is words.
 *
 * @param query as it was typed or pasted; quotes around it do not count
 */
export function interpret(query: string): Interpretation {
  const plain = withoutQuotes(query);
  if (plain === '') return { kind: 'everything' };
  for (const read of READINGS) {
    const found = read(plain);
    if (found !== undefined) return found;
  }
  return { kind: 'words', words: [...new Set(plain.toLowerCase().split(/\s+/))] };
}

const READINGS: readonly Reading[] = [
  arn,
  namedTag,
  account,
  port,
  address,
  cidr,
  serviceName,
  zone,
  region,
  id,
  dnsName,
  tag,
];

/** What was typed, without spaces and one pair of quotes around it. */
export function withoutQuotes(query: string): string {
  const text = query.trim();
  return /^(["'`])(.*)\1$/s.exec(text)?.[2]?.trim() ?? text;
}

function arn(query: string): Interpretation | undefined {
  return /^arn:[a-z0-9-]*:\S*$/i.test(query) ? { kind: 'arn', arn: query } : undefined;
}

/** `tag:Key=Value` and `tag:Key`, as EC2's filters write it. */
function namedTag(query: string): Interpretation | undefined {
  const [, key, value] = /^tag:([^=]+)(?:=(.*))?$/s.exec(query) ?? [];
  if (key === undefined) return undefined;
  return { kind: 'tag', key, ...(value === undefined ? {} : { value }) };
}

/** The console writes account ids with dashes. */
function account(query: string): Interpretation | undefined {
  return /^(?:\d{12}|\d{4}-\d{4}-\d{4})$/.test(query)
    ? { kind: 'account', account: query.replaceAll('-', '') }
    : undefined;
}

/** `tcp/443`, `443/tcp`, `:443`. */
function port(query: string): Interpretation | undefined {
  const [, before, digits = '', behind] = /^(?:(tcp|udp)?[/:])?(\d{1,5})(?:\/(tcp|udp))?$/i.exec(query) ?? [];
  const transport = (before ?? behind)?.toLowerCase();
  // A bare number may be anything.
  if (digits === '' || query === digits || Number(digits) > 65535) return undefined;
  return {
    kind: 'port',
    port: Number(digits),
    ...(transport === 'tcp' || transport === 'udp' ? { transport } : {}),
  };
}

/** An address, also in a URL, with a port, or in the name that EC2 gives to a host (`ip-10-1-2-3.ec2.internal`). */
function address(query: string): Interpretation | undefined {
  const host = hostOf(query);
  const [, ...parts] = /^ip-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})(?:\.|$)/i.exec(host) ?? [];
  const candidate = parts.length > 0 ? parts.join('.') : host;
  return parseAddress(candidate) === undefined ? undefined : { kind: 'address', address: candidate };
}

function cidr(query: string): Interpretation | undefined {
  return query.includes('/') && parseCidr(query) !== undefined ? { kind: 'cidr', cidr: query } : undefined;
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html has the names in use. */
function serviceName(query: string): Interpretation | undefined {
  return /^(?:com\.amazonaws|cn\.com\.amazonaws|aws\.api|aws\.sagemaker)\.[a-z0-9.-]+$/i.test(query)
    ? { kind: 'service-name', serviceName: query.toLowerCase() }
    : undefined;
}

const REGION = '(?:us|eu|ap|sa|ca|me|af|il|mx|cn|us-gov|us-iso[a-z]?|eu-isoe|eusc-de)';
const WHERE = '(?:north|south|east|west|central|northeast|northwest|southeast|southwest)';
const REGION_NAME = new RegExp(`^${REGION}-${WHERE}-\\d{1,2}$`);
const ZONE_NAME = new RegExp(`^${REGION}-${WHERE}-\\d{1,2}(?:-[a-z0-9]+-\\d{1,2})?[a-z]$`);
const ZONE_ID = /^[a-z]{3,5}\d(?:-[a-z0-9]+)?-az\d{1,2}$/;

function region(query: string): Interpretation | undefined {
  return REGION_NAME.test(query.toLowerCase()) ? { kind: 'region', region: query.toLowerCase() } : undefined;
}

function zone(query: string): Interpretation | undefined {
  const text = query.toLowerCase();
  return ZONE_NAME.test(text) || ZONE_ID.test(text) ? { kind: 'zone', zone: text } : undefined;
}

/** A prefix of letters, then hexadecimal digits: 8 of them in the oldest ids, 17 since 2018. */
function id(query: string): Interpretation | undefined {
  const text = query.toLowerCase();
  const [, digits = ''] = /^[a-z]+(?:-[a-z]+){0,3}-([0-9a-f]{1,17})$/.exec(text) ?? [];
  if (digits === '') return undefined;
  return { kind: 'id', id: text, whole: digits.length === 8 || digits.length === 17 };
}

/** Names, URLs and `host:port`. The last label of a public name has a letter: `999.1.1.1` is none. */
function dnsName(query: string): Interpretation | undefined {
  const name = plainName(hostOf(query));
  const isName = /^(?:\*\.)?(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{0,61}[a-z][a-z0-9-]{0,61}$/.test(name);
  return isName && name.length <= 255 ? { kind: 'dns-name', name } : undefined;
}

function tag(query: string): Interpretation | undefined {
  const at = query.indexOf('=');
  return at < 1 ? undefined : { kind: 'tag', key: query.slice(0, at), value: query.slice(at + 1) };
}

/** The host of a URL or of `host:port`; anything else as it is. */
function hostOf(query: string): string {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@\s]*@)?([^/?#\s]+)/i.exec(query)?.[1] ?? query;
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(authority)?.[1];
  return bracketed ?? authority.replace(/^([^:]+):\d{1,5}$/, '$1');
}
