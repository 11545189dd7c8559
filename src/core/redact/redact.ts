import { parseAddress } from '../model/cidr.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { CALL_STATUSES, type Snapshot, type SnapshotCall, type SnapshotScope } from '../model/snapshot.ts';
import { createAddressMapping, formatAddress, type AddressMapping } from './addresses.ts';
import { redactArn } from './arns.ts';
import {
  isAttributeWord,
  isEnumerationWord,
  isKeptWord,
  KEPT_TAG_KEYS,
  kindOf,
  TAG_FIELDS,
  type FieldKind,
} from './fields.ts';
import { knownOf, type Known, type RedactionMode } from './known.ts';
import { createNames, isRegion, isZoneId, isZoneName, type Names } from './names.ts';
import { redactExpression, redactLoadBalancerName, redactPrice } from './observed.ts';
import { redactPolicy } from './policies.ts';
import { createTokens, type KeyedHash, type Tokens } from './tokens.ts';

/** How a snapshot is redacted: `full` replaces every id, `handover` keeps what both companies see of a connection. */
export interface Redaction {
  readonly mode: RedactionMode;
  /** The same function gives the same tokens: two parties that share its key can compare their files. */
  readonly hash: KeyedHash;
}

/**
 * The snapshot with everything replaced that tells of its owner, and with the same diagnosis. What is not known to be
 * AWS's own word is replaced; equal values stay equal, and one address range still holds another exactly if it did.
 *
 * @returns a snapshot of the same shape; never throws, whatever the answers hold
 */
export function redactSnapshot(snapshot: Snapshot, { mode, hash }: Redaction): Snapshot {
  const redactor = createRedactor(knownOf(snapshot, mode), hash);
  const { format, version, capturedAt, scopes, unread, ...unknown } = snapshot;
  return {
    ...redactor.members(unknown),
    format,
    version,
    capturedAt: isoDate(capturedAt),
    scopes: scopes.map((scope) => redactScope(scope, redactor, hash)),
    ...(unread === undefined
      ? {}
      : {
          unread: unread.map(({ profile, region, errorCode }) => ({
            ...(profile === undefined ? {} : { profile: redactor.word(profile) }),
            ...(region === undefined ? {} : { region: redactor.region(region) }),
            errorCode: isEnumerationWord(errorCode) ? errorCode : redactor.word(errorCode),
          })),
        }),
  };
}

function redactScope(scope: SnapshotScope, redactor: Redactor, hash: KeyedHash): SnapshotScope {
  const { partition, account, region, profiles, addressSpace = '', calls, ...unknown } = scope;
  return {
    ...redactor.members(unknown),
    partition: /^aws(?:-[a-z]{1,5}){0,2}$/.test(partition) ? partition : redactor.word(partition),
    account: redactor.segment(account),
    region: redactor.region(region),
    profiles: profiles.map(redactor.word),
    // Says nothing of the key but whether another file was made with the same.
    addressSpace: hash(`address space ${addressSpace}`).slice(0, SPACE_DIGITS),
    calls: calls.map((call) => redactCall(call, redactor)),
  };
}

function redactCall(call: SnapshotCall, redactor: Redactor): SnapshotCall {
  const { operation, params, status, errorCode, complete, capturedAt, calls, output, ...unknown } = call;
  return {
    ...redactor.members(unknown),
    operation: /^[a-z0-9-]{1,30}:[A-Za-z0-9]{1,80}$/.test(operation) ? operation : redactor.word(operation),
    params: redactor.members(params),
    status: CALL_STATUSES.find((known) => known === status) ?? 'failed',
    ...(errorCode === undefined
      ? {}
      : { errorCode: isEnumerationWord(errorCode) ? errorCode : redactor.word(errorCode) }),
    complete,
    capturedAt: isoDate(capturedAt),
    ...(typeof calls === 'number' ? { calls } : {}),
    output: redactor.members(output),
  };
}

/** 64 bits: enough to tell keys apart. */
const SPACE_DIGITS = 16;

/** A date that is written otherwise could carry more than a date. */
function isoDate(text: string): string {
  return ISO_DATE.test(text) ? text : new Date(Date.parse(text)).toISOString();
}

const ISO_DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d))?$/;

interface Redactor {
  readonly word: (text: string) => string;
  readonly segment: (text: string) => string;
  readonly region: (text: string) => string;
  readonly members: (object: JsonObject) => JsonObject;
}

/** No answer of AWS is nested as deep; what is would overflow the stack of whoever walks it. */
const DEEPEST = 64;
/** Longer than anything with a shape that AWS gives; policies have a way of their own. */
const LONGEST_SHAPED = 2048;

function createRedactor(known: Known, hash: KeyedHash): Redactor {
  const tokens = createTokens(hash, known.kept);
  const addresses = createAddressMapping(hash, known.prefixes);
  const names = createNames(tokens, addresses, known.labels);
  const value = (text: string): string => shaped(text, tokens, addresses, names);
  const word = (text: string): string => (text === '' ? text : tokens.word(text));
  const context: Context = { known, tokens, addresses, names, word, value };

  const walk = (item: Json, parent: string, field: string, depth: number): Json => {
    if (depth > DEEPEST) return word('nested too deep');
    if (typeof item === 'string') return redactText(item, parent, field, context);
    if (typeof item === 'number') return accountNumber(item, tokens);
    if (Array.isArray(item))
      return item.map((one: Json) =>
        isJsonObject(one) ? object(one, field, depth) : walk(one, parent, field, depth + 1),
      );
    if (!isJsonObject(item)) return item;
    return TAG_FIELDS.has(field) ? tagObject(item, word) : object(item, field, depth);
  };
  const object = (given: JsonObject, parent: string, depth: number): JsonObject =>
    Object.fromEntries(
      Object.entries(given).flatMap(([field, item]) =>
        item === undefined ? [] : [[memberName(field, word), walk(item, parent, field, depth + 1)]],
      ),
    );
  return {
    word,
    segment: names.segment,
    region: names.region,
    members: (given) => object(given, '', 0),
  };
}

interface Context {
  readonly known: Known;
  readonly tokens: Tokens;
  readonly addresses: AddressMapping;
  readonly names: Names;
  readonly word: (text: string) => string;
  readonly value: (text: string) => string;
}

/** AWS's members are plain words; anything else is a key that somebody chose. */
function memberName(field: string, word: (text: string) => string): string {
  return /^[A-Za-z][A-Za-z0-9]{0,80}$/.test(field) && !/\d{8}/.test(field) ? field : word(field);
}

/** Tags as some services give them: an object of keys and values. */
function tagObject(tags: JsonObject, word: (text: string) => string): JsonObject {
  return Object.fromEntries(
    Object.entries(tags).map(([key, item]) => [
      KEPT_TAG_KEYS.has(key) ? key : word(key),
      typeof item === 'string' ? word(item) : null,
    ]),
  );
}

/** An account id that lost its quotes. */
function accountNumber(item: number, tokens: Tokens): number {
  return /^[1-9]\d{11}$/.test(String(item)) ? Number(tokens.account(String(item))) : item;
}

function redactText(text: string, parent: string, field: string, context: Context): string {
  if (text === '' || isKeptWord(field, text)) return text;
  return REPLACE[kindOf(parent, field)](text, context);
}

const REPLACE: Readonly<Record<FieldKind, (text: string, context: Context) => string>> = {
  value: (text, { value }) => value(text),
  text: (text, { word }) => word(text),
  name: (text, { names }) => names.segment(text),
  enumeration: (text, { value }) => (isEnumerationWord(text) ? text : value(text)),
  description: redactDescription,
  path: (text, { word }) => (text === '/' ? text : text.startsWith('/') ? `/${word(text)}` : word(text)),
  ports: (text, { word }) => (/^\d{1,5}(?:[,-]\d{1,5}){0,20}$/.test(text) ? text : word(text)),
  region: (text, { names }) => names.region(text),
  zone: (text, { word }) => (isZoneName(text) || isZoneId(text) ? text : word(text)),
  'service-name': (text, { names }) => names.service(text),
  policy: (text, { word, value }) => redactPolicy(text, { word, value }),
  'hosted-zone': (text, { word }) => `Z${word(text).slice(1).toUpperCase()}`,
  'tag-key': (text, { word }) => (KEPT_TAG_KEYS.has(text) ? text : word(text)),
  'attribute-key': (text, { word }) => (/^[a-z0-9_]{1,60}(?:\.[a-z0-9_]{1,60}){1,5}$/.test(text) ? text : word(text)),
  'attribute-value': (text, { word }) => (isAttributeWord(text) ? text : word(text)),
  'filter-name': redactFilterName,
  'dhcp-value': redactDhcpValue,
  'dns-name': redactDnsName,
  'dimension-value': (text, context) => redactLoadBalancerName(text, context) ?? context.value(text),
  expression: redactExpression,
  price: redactPrice,
};

/** What AWS itself writes on the network interfaces that it makes: words of its own, and an id or a name. */
const DESCRIPTIONS = /^(VPC Endpoint Interface:? |ELB |Interface for NAT Gateway |Resource Gateway Interface )(\S+)$/;

function redactDescription(text: string, context: Context): string {
  const { tokens, word } = context;
  const [, resolver = '', endpoint, address] = /^(Route 53 Resolver: )(rslvr-[^:\s]+):(\S+)$/.exec(text) ?? [];
  if (endpoint !== undefined && address !== undefined) {
    return `${resolver}${tokens.id(endpoint) ?? word(endpoint)}:${tokens.id(address) ?? word(address)}`;
  }
  const [, words, subject] = DESCRIPTIONS.exec(text) ?? [];
  if (words === undefined || subject === undefined) return word(text);
  if (words !== 'ELB ') return words + (tokens.id(subject) ?? word(subject));
  return words + (redactLoadBalancerName(subject, context) ?? word(subject));
}

/** A zone's, a record's or a rule's domain: all of them are compared label by label, so each label has one token. */
function redactDnsName(text: string, { names, word }: Context): string {
  if (text === '.') return text;
  // Route 53 writes the wildcard as an octal number.
  const [, star = '', rest = ''] = /^(\\052\.)?(.*)$/s.exec(text) ?? [];
  const [, label, dot = ''] = /^([A-Za-z0-9_-]{1,63})(\.?)$/.exec(rest) ?? [];
  return star + (label === undefined ? (names.dns(rest) ?? word(rest)) : word(label.toLowerCase()) + dot);
}

/** `tag:team` names a tag's key; other filters are AWS's own. */
function redactFilterName(text: string, { word }: Context): string {
  if (/^[a-z0-9]{1,40}(?:[.-][a-z0-9]{1,40}){0,10}$/.test(text)) return text;
  const [, key] = /^tag:(.+)$/s.exec(text) ?? [];
  if (key === undefined) return word(text);
  return KEPT_TAG_KEYS.has(key) ? text : `tag:${word(key)}`;
}

/** The Amazon DNS server of a VPC stays two above the VPC's base: that is what tells it from a server of the customer's. */
function redactDhcpValue(text: string, { known, addresses, value }: Context): string {
  if (/^\d{1,3}$/.test(text)) return text;
  const cidr = known.resolvers.get(text);
  const base = cidr === undefined ? undefined : addresses.text(cidr)?.split('/')[0];
  const mapped = base === undefined ? undefined : parseAddress(base);
  return mapped === undefined ? value(text) : formatAddress(mapped.family, mapped.value + 2n);
}

/** A text by what it looks like; a word in its place where it looks like nothing of AWS's. */
function shaped(text: string, tokens: Tokens, addresses: AddressMapping, names: Names): string {
  if (KEPT_ANYWHERE.test(text) || ISO_DATE.test(text) || isRegion(text) || isZoneName(text) || isZoneId(text)) {
    return text;
  }
  if (text.length > LONGEST_SHAPED) return tokens.word(text);
  if (/^\d{12}$/.test(text)) return tokens.account(text);
  return (
    addresses.text(text) ??
    redactArn(text, tokens, names) ??
    tokens.id(text) ??
    (SERVICE_NAME.test(text) ? names.service(text) : undefined) ??
    names.dns(text) ??
    tokens.word(text)
  );
}

const KEPT_ANYWHERE = /^(?:true|false|\*|\*:\*)$/;
const SERVICE_NAME = /^(?:cn\.)?com\.amazonaws\.(?:vpce\.)?[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}\.[a-z0-9.-]+$/;
