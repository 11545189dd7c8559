import fc from 'fast-check';
import type { Inventory } from '../../../src/core/model/inventory.ts';
import { stableStringify, type Json, type JsonObject } from '../../../src/core/model/json.ts';
import { CONSUMER, consumerCalls, endpoint, inventoryOf, tagList } from './estate.ts';

/*
 * Strings as other people may set them: whatever a format gives a meaning to, and whatever its readers stumble over.
 */
const SPECIAL = [
  '${var.secret}',
  '$${escaped}',
  '$$${twice}',
  '%{ if true }yes%{ endif }',
  '%%{escaped}',
  '$',
  '${',
  '"; drop',
  "it's",
  'back\\slash\\',
  'line\nbreak\r\nand\ttab',
  '*/ process.exit(1); /*',
  '// not a comment',
  '# nor this',
  '`${process.exit(1)}`',
  '${AWS::AccountId}',
  '!Ref Other',
  '!Sub ${x}',
  '${Token[AWS.Region.1]}',
  '#{Token[AWS.Region.1]}',
  '<<-EOT\nheredoc\nEOT',
  '---',
  '- item',
  'key: value',
  'yes',
  'off',
  'null',
  '~',
  '0123',
  '1e3',
  '12:30:45',
  '2026-01-01',
  '',
  ' ',
  ' leading and trailing ',
  '\u2028\u2029\u0085\u00a0\ufeff',
  '\u202eright to left\u2066',
  '\u0000\u0007\u001b[31m\u007f',
  'ünïcødé 日本語 🚀',
  '__proto__',
  '{{ moustache }}',
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...SPECIAL),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc
    .array(fc.constantFrom('$', '%', '{', '}', '"', "'", '\\', '\n', '`', '*/', '#', ':', ' ', '${', '%{', 'a'), {
      maxLength: 12,
    })
    .map((pieces) => pieces.join('')),
);

const tagKey = hostileText.filter((key) => key !== '' && !key.toLowerCase().startsWith('aws:'));

const policy: fc.Arbitrary<JsonObject> = fc
  .record({ sid: hostileText, action: hostileText, key: tagKey, values: fc.array(hostileText, { maxLength: 3 }) })
  .map(({ sid, action, key, values }) => ({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: sid,
        Effect: 'Deny',
        Principal: '*',
        Action: action,
        Resource: '*',
        Condition: { StringEquals: Object.fromEntries([[key, values as Json]]) },
      },
      { Effect: 'Allow', Principal: { AWS: '*' }, Action: '*', Resource: ['*'] },
    ],
  }));

/** The key of a tag by which a test finds an endpoint again, whatever became of the others. */
export const INDEX = 'index';

export interface HostileEndpoint {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly policy: JsonObject;
}

/** Tag keys that are one in Unicode's normal form cannot both be set; `Name` is the name's. */
export const hostileEndpoint: fc.Arbitrary<HostileEndpoint> = fc.record({
  name: hostileText,
  tags: fc
    .uniqueArray(fc.tuple(tagKey, hostileText), { maxLength: 4, selector: ([key]) => key.normalize('NFC') })
    .map((pairs) => Object.fromEntries(pairs.filter(([key]) => key !== 'Name' && key !== INDEX))),
  policy,
});

export function hostileInventory(endpoints: readonly HostileEndpoint[]): Inventory {
  const items = endpoints.map(({ name, tags, policy: document }, index) =>
    endpoint(`vpce-${String(index).padStart(17, '0')}`, {
      PolicyDocument: JSON.stringify(document),
      Tags: tagList({ ...tags, Name: name, [INDEX]: String(index) }),
    }),
  );
  return inventoryOf(CONSUMER, consumerCalls(items));
}

/**
 * Tags and policy as text that is equal for equal meaning: Terraform keeps strings in Unicode's composed form, and half
 * of a surrogate pair is no character anywhere.
 */
export function meaningOf(tags: Readonly<Record<string, string>>, document: Json | undefined): string {
  const composed = (value: string): string =>
    value.normalize('NFC').replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
  const all = (value: Json): Json => {
    if (typeof value === 'string') return composed(value);
    if (Array.isArray(value)) return value.map((item: Json) => all(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [composed(key), all(item as Json)]));
  };
  return stableStringify([all(tags), all(document ?? null)]);
}

/** The same values in every run, so that a slow tool judges the same code each time; the quick tests try new ones. */
export function someHostileEndpoints(count: number): HostileEndpoint[] {
  const each = SPECIAL.map((text): HostileEndpoint => ({
    name: text,
    tags: { [`key ${text}`]: text },
    policy: { Statement: [{ Effect: 'Deny', Principal: '*', Action: text, Resource: '*' }] },
  }));
  return [...each, ...fc.sample(hostileEndpoint, { numRuns: count, seed: 20260301 })];
}
