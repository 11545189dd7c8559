import { isJsonObject, type Json } from '../../../src/core/model/json.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';

/* What a file tells of its owner, found without asking the code that takes it out. */

/** The ways in which a text can stand in a file. */
export function variants(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [
    ...new Set([
      secret,
      inJson,
      JSON.stringify(inJson).slice(1, -1),
      encodeURIComponent(secret),
      bytes.toString('hex'),
      bytes.toString('base64').replace(/=+$/, ''),
      bytes.toString('base64url'),
    ]),
  ];
}

/** Which of the secrets the text holds, in any of their variants. */
export function held(text: string, secrets: Iterable<string>): readonly string[] {
  const lower = text.toLowerCase();
  return [...secrets].filter((secret) => lowerVariants(secret).some((form) => lower.includes(form)));
}

/** The worlds share most of their secrets. */
function lowerVariants(secret: string): readonly string[] {
  const known = LOWER_VARIANTS.get(secret) ?? variants(secret).map((form) => form.toLowerCase());
  LOWER_VARIANTS.set(secret, known);
  return known;
}

const LOWER_VARIANTS = new Map<string, readonly string[]>();

const ID = /(?<![0-9a-z-])(?!pl-)[a-z]+(?:-[a-z]+)*-0[0-9a-f]{16}(?![0-9a-f])/g;
const NAMED = new Set([
  'LoadBalancerName',
  'TargetGroupName',
  'GroupName',
  'Description',
  'HealthCheckPath',
  'Message',
]);
/**
 * AWS's own words among the names, such as its service's or a peering connection's status message that repeats its code,
 * and names that are too short to be told from anything else.
 */
const EVERYBODYS = /^(?:default|active|deleted|dynamodb|other|.{1,3})$/i;

/** Names, tags, addresses, account ids and profile names of a snapshot; resource ids are listed apart. */
export function secretsOf(snapshot: Snapshot): {
  readonly words: ReadonlySet<string>;
  readonly ids: ReadonlySet<string>;
} {
  const words = new Set<string>();
  const walk = (value: Json | undefined, field: string): void => {
    if (typeof value === 'string') {
      if (NAMED.has(field) || field === 'Tags.Value' || field === 'TagSet.Value') words.add(value);
      if (/^[a-z0-9.-]+\.(?:com|example)$/.test(value) && !/(?:^|\.)amazonaws\.com$/.test(value)) words.add(value);
      return;
    }
    if (Array.isArray(value)) for (const item of value as readonly Json[]) walk(item, field);
    if (!isJsonObject(value)) return;
    for (const [key, item] of Object.entries(value)) {
      walk(item, /^(?:Tags|TagSet)$/.test(field) ? `${field}.${key}` : key);
    }
  };
  for (const scope of snapshot.scopes) {
    for (const profile of scope.profiles) words.add(profile);
    for (const call of scope.calls) walk(call.output, '');
  }
  const text = JSON.stringify(snapshot);
  for (const [account] of text.matchAll(/(?<!\d)\d{12}(?!\d)/g)) words.add(account);
  for (const [address] of text.matchAll(/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d./])/g)) words.add(address);
  for (const [organization] of text.matchAll(/\bo-[a-z0-9]{10,32}/g)) words.add(organization);
  const ids = new Set([...text.matchAll(ID)].map(([id]) => id));
  const members = new Set(snapshot.scopes.flatMap(({ calls }) => calls.flatMap((call) => memberNames(call.output))));
  const said = JSON.stringify([...members]).toLowerCase();
  const own = [...words].filter((word) => !EVERYBODYS.test(word) && !said.includes(word.toLowerCase()));
  return { words: new Set(own), ids };
}

function memberNames(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(memberNames);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...memberNames(item)]);
}
