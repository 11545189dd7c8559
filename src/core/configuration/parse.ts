import { AppError } from '../model/errors.ts';
import { isJsonObject } from '../model/json.ts';
import { RULES } from '../rules/registry.ts';
import { parseNamePattern, type NamePattern } from './name-pattern.ts';
import {
  CONFIGURATION_VERSION,
  DESIGN_ITEMS,
  NEEDS_BEYOND,
  REVIEW_QUESTIONS,
  type Answers,
  type Configuration,
  type Onboarding,
  type Suppression,
} from './types.ts';
import { SEVERITIES, type Severity } from '../severity.ts';

/** What a reader of one value gets: the value, where it stands, and how to refuse it. */
interface Place {
  readonly value: unknown;
  readonly path: string;
  readonly wrong: (path: string, expected: string) => AppError;
}

type Read<T> = (place: Place) => T;

/**
 * A configuration out of a file's text.
 *
 * @param file how messages name the file
 * @throws AppError `bad-input`: one sentence that names the file, the path in it that is wrong, and what should stand there
 */
export function parseConfiguration(content: string, file: string): Configuration {
  let value: unknown;
  try {
    value = JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new AppError('bad-input', `${file} is not valid JSON; correct it, or remove it.`, { cause });
  }
  const wrong: Place['wrong'] = (path, expected) =>
    new AppError('bad-input', `${file} is not a usable configuration: ${path} should be ${expected}.`);
  if (isJsonObject(value) && typeof value['version'] === 'number' && value['version'] > CONFIGURATION_VERSION) {
    throw new AppError(
      'bad-input',
      `${file} has configuration version ${value['version']}; this release reads version ${CONFIGURATION_VERSION}. Update PrivateLink Explorer to use it.`,
    );
  }
  const given = object({ value, path: 'the file', wrong }, TOP);
  return {
    file: file.split(/[\\/]/).at(-1) ?? file,
    severities: new Map(Object.entries(given.severities ?? {})),
    suppressions: given.suppressions ?? [],
    requiredTags: given.requiredTags ?? [],
    knownAccounts: given.knownAccounts ?? [],
    ...(given.naming === undefined ? {} : { naming: given.naming.pattern }),
    managedByTags: given.managedByTags ?? [],
    ...(given.onboarding === undefined ? {} : { onboarding: new Map(Object.entries(given.onboarding)) }),
    answers: new Map(Object.entries(given.answers ?? {})),
    missingFiles: new Set(),
  };
}

const RULE_IDS: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

const text: Read<string> = ({ value, path, wrong }) => {
  if (typeof value !== 'string' || value.trim() === '' || value.length > 2000) throw wrong(path, 'a text');
  return value;
};

/** A text that may be empty: a question that nobody has answered yet. */
const answer: Read<string> = ({ value, path, wrong }) => {
  if (typeof value !== 'string' || value.length > 2000) throw wrong(path, 'a text, empty where it is not answered yet');
  return value;
};

const flag: Read<boolean> = ({ value, path, wrong }) => {
  if (typeof value !== 'boolean') throw wrong(path, 'true or false');
  return value;
};

function matching(form: RegExp, expected: string): Read<string> {
  return ({ value, path, wrong }) => {
    if (typeof value !== 'string' || !form.test(value)) throw wrong(path, expected);
    return value;
  };
}

function oneOf<T extends string>(choices: readonly T[]): Read<T> {
  return ({ value, path, wrong }) => {
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw wrong(path, `one of ${choices.join(', ')}`);
    return found;
  };
}

const account = matching(/^\d{12}$/, 'an account id of twelve digits');
const subjectId = matching(/^vpce-(?:svc-)?[0-9a-z]+$/, 'the id of an endpoint or a service');
const tagKey = matching(/^.{1,128}$/su, 'a tag key of 1 to 128 characters');

const day: Read<string> = ({ value, path, wrong }) => {
  const isDay =
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\d$/.test(value) &&
    !Number.isNaN(Date.parse(value)) &&
    new Date(value).toISOString().startsWith(value);
  if (!isDay) throw wrong(path, 'a day such as 2026-12-31');
  return value;
};

const ruleId: Read<string> = ({ value, path, wrong }) => {
  if (typeof value !== 'string' || !RULE_IDS.has(value)) throw wrong(path, 'the id of a rule, such as PL-SG-004');
  return value;
};

const pattern: Read<NamePattern> = ({ value, path, wrong }) => {
  const found = typeof value === 'string' ? parseNamePattern(value) : undefined;
  if (found === undefined)
    throw wrong(path, 'a pattern of characters, sets, groups and repeats, such as (prod|dev)-[a-z0-9]+');
  return found;
};

/** Nothing outside the folder of the file is looked for. */
const runbook: Read<string> = ({ value, path, wrong }) => {
  const isAddress = typeof value === 'string' && /^https:\/\/[^\s]+$/.test(value);
  const parts = typeof value === 'string' ? value.split('/') : [];
  const isInside =
    typeof value === 'string' && !/[\\:\0]/.test(value) && parts.every((part) => !['', '.', '..'].includes(part));
  if (!isAddress && !isInside) throw wrong(path, 'a file below the folder of this one, or an https address');
  return value;
};

function list<T>(read: Read<T>): Read<readonly T[]> {
  return ({ value, path, wrong }) => {
    if (!Array.isArray(value)) throw wrong(path, 'a list');
    return value.map((item: unknown, i) => read({ value: item, path: `${path}[${i}]`, wrong }));
  };
}

/** An object of any keys of one form. */
function record<T>(key: Read<string>, read: Read<T>): Read<Readonly<Record<string, T>>> {
  return ({ value, path, wrong }) => {
    if (!isJsonObject(value)) throw wrong(path, 'an object');
    return Object.fromEntries(
      Object.entries(value).map(([name, item]): [string, T] => {
        const where = `${path}[${JSON.stringify(name)}]`;
        return [key({ value: name, path: where, wrong }), read({ value: item, path: where, wrong })];
      }),
    );
  };
}

type Fields = Readonly<Record<string, Read<unknown>>>;
type Given<F extends Fields> = { readonly [K in keyof F]?: ReturnType<F[K]> };

/** An object of named members; another one is a spelling mistake that would go unnoticed. */
function object<F extends Fields>({ value, path, wrong }: Place, fields: F): Given<F> {
  if (!isJsonObject(value)) throw wrong(path, 'an object');
  const isTop = path === 'the file';
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const where = isTop ? name : `${path}.${name}`;
      const read = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (read === undefined) throw wrong(where, `left out, or one of ${Object.keys(fields).join(', ')}`);
      return [name, read({ value: item, path: where, wrong })];
    }),
  ) as Given<F>;
}

const suppression: Read<Suppression> = (place) => {
  const given = object(place, { rule: ruleId, resource: text, reason: text, expires: day });
  const need = <T>(value: T | undefined, name: string, what: string): T => {
    if (value === undefined) throw place.wrong(`${place.path}.${name}`, what);
    return value;
  };
  return {
    rule: need(given.rule, 'rule', 'there: the id of a rule'),
    resource: need(given.resource, 'resource', 'there: the id or ARN that the finding names'),
    reason: need(given.reason, 'reason', 'there: why nothing is done about it'),
    expires: need(given.expires, 'expires', 'there: a day such as 2026-12-31'),
  };
};

const naming: Read<{ readonly pattern: NamePattern }> = (place) => {
  const given = object(place, { pattern });
  if (given.pattern === undefined) throw place.wrong(`${place.path}.pattern`, 'there: what names must look like');
  return { pattern: given.pattern };
};

const onboarding: Read<Onboarding> = (place) =>
  object(place, {
    runbook,
    providerOwner: text,
    consumerOwner: text,
    approver: text,
    support: text,
    validated: day,
  });

function each<K extends string>(questions: Readonly<Record<K, string>>): Readonly<Record<K, Read<string>>> {
  return Object.fromEntries(Object.keys(questions).map((name) => [name, answer])) as Record<K, Read<string>>;
}

const answers: Read<Answers> = (place) =>
  object(place, {
    serviceOwnersLimited: flag,
    needs: list(oneOf(NEEDS_BEYOND)),
    endpointsInPolicies: list(subjectId),
    review: (inner: Place) => object(inner, each(REVIEW_QUESTIONS)),
    design: (inner: Place) => object(inner, each(DESIGN_ITEMS)),
  });

const TOP = {
  $schema: text,
  version: ({ value, path, wrong }: Place): number => {
    if (value !== CONFIGURATION_VERSION) throw wrong(path, String(CONFIGURATION_VERSION));
    return CONFIGURATION_VERSION;
  },
  severities: record(ruleId, oneOf<Severity>(SEVERITIES)),
  suppressions: list(suppression),
  requiredTags: list(tagKey),
  knownAccounts: list(account),
  naming,
  managedByTags: list(tagKey),
  onboarding: record(subjectId, onboarding),
  answers: record(
    matching(/^(?:\*|\d{12}|vpce-(?:svc-)?[0-9a-z]+)$/, 'about an endpoint, a service, an account or *'),
    answers,
  ),
} as const;
