import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { betweenWildcards } from './arns.ts';

/*
 * Policy documents (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html): the grammar, the
 * actions and the condition keys are AWS's and stay, so that a rule says the same of the document.
 */

const GRAMMAR = new Set([
  ...['Version', 'Id', 'Statement', 'Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource'],
  ...['NotResource', 'Condition', 'AWS', 'Federated', 'Service', 'CanonicalUser'],
]);
const KEPT_VALUES: Readonly<Record<string, RegExp>> = {
  Version: /^20\d\d-\d\d-\d\d$/,
  Effect: /^(?:Allow|Deny)$/,
  Action: /^(?:\*|\*:\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/,
  NotAction: /^(?:\*|\*:\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/,
  Resource: /^(?:\*|\*:\*)$/,
  NotResource: /^(?:\*|\*:\*)$/,
};
const OPERATOR =
  /^(?:ForAllValues:|ForAnyValue:)?(?:(?:String|Arn)(?:Not)?(?:Equals|Like)(?:IgnoreCase)?|Numeric[A-Za-z]{1,20}|Date[A-Za-z]{1,20}|Bool|BinaryEquals|(?:Not)?IpAddress|Null)(?:IfExists)?$/;
const CONDITION_KEY = /^([a-z0-9-]{1,40}:[a-z0-9]{1,64})(?:\/(.+))?$/is;

/** What the parts of a policy that belong to the customer are replaced by. */
export interface PolicyWords {
  readonly word: (text: string) => string;
  /** Any value by its shape: an ARN, an account id, an address, a DNS name, else a word. */
  readonly value: (text: string) => string;
}

/**
 * A policy document, rewritten inside its string.
 *
 * @returns JSON, no shorter than the document; one word when the document is no JSON object, or nested deeper than any policy
 */
export function redactPolicy(document: string, words: PolicyWords): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    return words.word(document);
  }
  if (!isJsonObject(parsed) || isDeeper(parsed, DEEPEST)) return words.word(document);
  // As long as it was, with white space that a policy may have: its length counts against a limit.
  return JSON.stringify(member(parsed, '', words)).padEnd(document.length);
}

/** The grammar needs seven; what is nested without end would overflow the stack of whoever walks it. */
const DEEPEST = 32;

function isDeeper(value: Json | undefined, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item: Json | undefined) => isDeeper(item, levels - 1));
}

/** @param name the member that the value belongs to; lists pass theirs on */
function member(value: Json, name: string, words: PolicyWords): Json {
  if (typeof value === 'string') return text(value, name, words);
  if (Array.isArray(value)) return value.map((item: Json) => member(item, name, words));
  if (!isJsonObject(value)) return value;
  return name === 'Condition' ? conditions(value, words) : entries(value, words, (key) => GRAMMAR.has(key));
}

function entries(value: JsonObject, words: PolicyWords, isKept: (key: string) => boolean): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [isKept(key) ? key : words.word(key), member(item ?? null, key, words)]),
  );
}

function text(value: string, name: string, words: PolicyWords): string {
  if (KEPT_VALUES[name]?.test(value) === true) return value;
  if (name === 'Sid' || name === 'Id') return value === '' ? value : words.word(value);
  return wild(value, words);
}

function wild(value: string, words: PolicyWords): string {
  if (value.startsWith('arn:')) return words.value(value);
  return betweenWildcards(value, words.value);
}

/** `{ operator: { key: values } }` */
function conditions(value: JsonObject, words: PolicyWords): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([operator, tests]) => [
      OPERATOR.test(operator) ? operator : words.word(operator),
      isJsonObject(tests)
        ? Object.fromEntries(
            Object.entries(tests).map(([key, wanted]) => [conditionKey(key, words), conditionValue(wanted, words)]),
          )
        : conditionValue(tests, words),
    ]),
  );
}

/** `aws:PrincipalTag/team`: the tag's key is the customer's. */
function conditionKey(key: string, words: PolicyWords): string {
  const [, known, own] = CONDITION_KEY.exec(key) ?? [];
  if (known === undefined) return words.word(key);
  return own === undefined ? known : `${known}/${words.word(own)}`;
}

/** Paths of an organization (`o-…/r-…/ou-…`) are ids between slashes. */
function conditionValue(value: Json | undefined, words: PolicyWords): Json {
  if (Array.isArray(value)) return value.map((item: Json) => conditionValue(item, words));
  if (isJsonObject(value)) return entries(value, words, () => false);
  if (typeof value !== 'string') return value ?? null;
  return /^o-[a-z0-9]+\//.test(value)
    ? value
        .split('/')
        .map((part) => wild(part, words))
        .join('/')
    : wild(value, words);
}
