import { covers, intersect, parseCidr } from '../model/cidr.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';

/*
 * What an endpoint policy says of one call. A statement that hangs on something that nobody knows (another condition key, a
 * policy variable, a part of the call that was not given) makes the answer unknown, never a guess.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */

/** The call that is asked about; what is left out may be anything. */
export interface PolicyCall {
  /** An ARN, or an account id. */
  readonly principal?: string;
  /** `s3:GetObject` */
  readonly action?: string;
  readonly resource?: string;
  /** What the names of the service's actions begin with: an action that is not given is one of these. */
  readonly prefixes?: readonly string[];
}

/** Condition keys whose value is known of every call through the endpoint, by their lower-case names. */
export type KnownKeys = ReadonlyMap<string, string>;

export type PolicyAnswer =
  | { readonly kind: 'allowed' }
  /** `by` is the statement that denies; without one, no statement allows it. */
  | { readonly kind: 'denied'; readonly by?: JsonObject }
  /** `input-missing` where parts of the call would tell all that is missing. */
  | { readonly kind: 'unknown'; readonly missing: readonly string[]; readonly reason: 'input-missing' | 'unsupported' };

/** What would decide whether something matches, and whether a part of the call can tell it. */
interface Open {
  readonly missing: string;
  readonly isAskable: boolean;
}

type Match = boolean | Open;

/**
 * The policy's answer to a call.
 *
 * @param statements objects with an Effect of Allow or Deny, as parsed
 * @param known values of condition keys that hold for every call
 */
export function policyAnswer(statements: readonly JsonObject[], call: PolicyCall, known: KnownKeys): PolicyAnswer {
  const judged = statements.map((statement) => ({ statement, match: statementMatches(statement, call, known) }));
  const denies = judged.filter(({ statement }) => statement['Effect'] === 'Deny');
  const by = denies.find(({ match }) => match === true)?.statement;
  if (by !== undefined) return { kind: 'denied', by };
  const allows = judged.filter(({ statement }) => statement['Effect'] === 'Allow');
  const open = (items: typeof judged): readonly Open[] =>
    items.flatMap(({ match }) => (typeof match === 'boolean' ? [] : [match]));
  const allowed = allows.some(({ match }) => match === true);
  if (!allowed && open(allows).length === 0) return { kind: 'denied' };
  const left = [...open(denies), ...(allowed ? [] : open(allows))];
  if (left.length === 0) return { kind: 'allowed' };
  const missing = [...new Set(left.map((item) => item.missing))].sort();
  return {
    kind: 'unknown',
    missing,
    reason: left.every(({ isAskable }) => isAskable) ? 'input-missing' : 'unsupported',
  };
}

/** What a part of the call would tell. */
function asks(missing: string): Open {
  return { missing, isAskable: true };
}

function statementMatches(statement: JsonObject, call: PolicyCall, known: KnownKeys): Match {
  return both([
    either(statement, 'Principal', (value) => principalMatches(value, call.principal)),
    either(statement, 'Action', (value) => actionMatches(value, call)),
    either(statement, 'Resource', (value) => patternMatches(value, call.resource, 'the resource', false)),
    conditionMatches(statement['Condition'], call, known),
  ]);
}

/** `Principal` or `NotPrincipal`; a policy on an endpoint must have one of each pair. */
function either(statement: JsonObject, field: string, matches: (value: Json) => Match): Match {
  const value = statement[field];
  if (value !== undefined) return matches(value);
  const negated = statement[`Not${field}`];
  return negated === undefined ? asks(`a ${field} in each statement`) : not(matches(negated));
}

/** One that does not match settles it; else one that is open leaves it open. */
function both(matches: readonly Match[]): Match {
  if (matches.includes(false)) return false;
  return matches.find((match) => typeof match === 'object') ?? true;
}

function any(matches: readonly Match[]): Match {
  if (matches.includes(true)) return true;
  return matches.find((match) => typeof match === 'object') ?? false;
}

function not(match: Match): Match {
  return typeof match === 'object' ? match : !match;
}

function principalMatches(value: Json, principal: string | undefined): Match {
  if (value === '*') return true;
  if (!isJsonObject(value)) return asks('a Principal that can be read');
  const own = value['AWS'];
  // Services and federated users are other principals than the one that is asked about.
  return own === undefined ? false : any(texts(own).map((one) => onePrincipal(one, principal)));
}

function onePrincipal(wanted: string, principal: string | undefined): Match {
  if (wanted === '*') return true;
  if (principal === undefined) return asks('the principal');
  const account = accountIn(wanted);
  if (account !== undefined) return account === (accountIn(principal) ?? accountOfArn(principal));
  return wanted === principal || isSessionOf(principal, wanted);
}

/** `111122223333` or `arn:aws:iam::111122223333:root`: everybody in the account. */
function accountIn(text: string): string | undefined {
  return /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1];
}

function accountOfArn(arn: string): string | undefined {
  return /^arn:[^:]+:(?:iam|sts)::(\d{12}):/.exec(arn)?.[1];
}

/** A session of a role has an ARN of its own, without the role's path. */
function isSessionOf(principal: string, role: string): boolean {
  const [, account, name] = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(principal) ?? [];
  const [, ofAccount, path] = /^arn:[^:]+:iam::(\d{12}):role\/(.+)$/.exec(role) ?? [];
  return account !== undefined && account === ofAccount && path?.split('/').at(-1) === name;
}

/** Without an action, one of the service's own is meant, and no pattern of another service matches any of these. */
function actionMatches(value: Json, { action, prefixes }: PolicyCall): Match {
  if (action !== undefined || prefixes === undefined) {
    return patternMatches(value, action?.toLowerCase(), 'the action', true);
  }
  const own = texts(value).filter((pattern) => {
    const [prefix = '', ...rest] = pattern.toLowerCase().split(':');
    return pattern.includes('${') || rest.length === 0 || prefixes.some((name) => isLike(prefix, name));
  });
  return patternMatches(own, undefined, 'the action', true);
}

function patternMatches(value: Json, text: string | undefined, what: string, ignoreCase: boolean): Match {
  return any(
    texts(value).map((pattern) => {
      if (pattern === '*') return true;
      if (text === undefined) return asks(what);
      if (pattern.includes('${')) return asks(`the policy variable of ${pattern}`);
      return isLike(ignoreCase ? pattern.toLowerCase() : pattern, text);
    }),
  );
}

/**
 * `*` stands for any text, `?` for one character. Steps grow with both lengths and no faster, whatever the pattern: it may
 * come from a file that anyone has written.
 */
function isLike(pattern: string, text: string): boolean {
  let [at, read] = [0, 0];
  let lastStar: { readonly at: number; read: number } | undefined;
  while (read < text.length) {
    if (pattern[at] === '*') {
      lastStar = { at, read };
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === text[read]) {
      at += 1;
      read += 1;
    } else if (lastStar !== undefined) {
      lastStar.read += 1;
      [at, read] = [lastStar.at + 1, lastStar.read];
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}

function conditionMatches(condition: Json | undefined, call: PolicyCall, known: KnownKeys): Match {
  if (condition === undefined) return true;
  if (!isJsonObject(condition)) return asks('a Condition that can be read');
  return both(
    Object.entries(condition).flatMap(([operator, keys]) =>
      isJsonObject(keys)
        ? Object.entries(keys).map(([key, values]) => oneCondition(operator, key, values ?? null, call, known))
        : [asks('a Condition that can be read')],
    ),
  );
}

const PRINCIPAL_KEYS: ReadonlySet<string> = new Set(['aws:principalaccount', 'aws:principalarn']);

/** Operators that compare one text; all others are left open. */
const OPERATORS: Readonly<
  Record<string, { readonly like: boolean; readonly negated: boolean; readonly lower?: true }>
> = {
  stringequals: { like: false, negated: false },
  stringnotequals: { like: false, negated: true },
  stringequalsignorecase: { like: false, negated: false, lower: true },
  stringnotequalsignorecase: { like: false, negated: true, lower: true },
  stringlike: { like: true, negated: false },
  stringnotlike: { like: true, negated: true },
  arnequals: { like: true, negated: false },
  arnlike: { like: true, negated: false },
  arnnotequals: { like: true, negated: true },
  arnnotlike: { like: true, negated: true },
};

function oneCondition(operator: string, key: string, values: Json, call: PolicyCall, known: KnownKeys): Match {
  const name = operator.toLowerCase().replace(/ifexists$/, '');
  const place = ADDRESS_OPERATORS.get(name);
  const date = DATE_OPERATORS.get(name);
  const special = known.get(key.toLowerCase());
  if (special !== undefined && key.toLowerCase() === 'aws:vpcsourceip' && place !== undefined) {
    const found = any(texts(values).map((wanted) => holdsAddress(wanted, special)));
    return place === 'in' ? found : not(found);
  }
  if (special !== undefined && key.toLowerCase() === 'aws:currenttime' && date !== undefined) {
    return any(texts(values).map((wanted) => compareDates(special, wanted, date)));
  }
  const rule = OPERATORS[name];
  const value = valueOf(key.toLowerCase(), call, known);
  if (rule === undefined || value === undefined) {
    const condition = `the condition ${operator} on ${key}`;
    // The principal has these; every other key's value is the caller's own.
    if (rule !== undefined && call.principal === undefined && PRINCIPAL_KEYS.has(key.toLowerCase())) {
      return asks(condition);
    }
    const why = 'no option gives its value: see in the policy whether the caller meets it';
    return { missing: `${condition} (${why})`, isAskable: false };
  }
  if (key.toLowerCase() === 'aws:principalarn' && SESSION.test(value)) {
    const matched = any(texts(values).map((wanted) => roleMatches(wanted, value, rule.like)));
    return rule.negated ? not(matched) : matched;
  }
  const fold = (text: string): string => (rule.lower === true ? text.toLowerCase() : text);
  const found = any(
    texts(values).map((wanted) => {
      if (wanted.includes('${')) return asks(`the policy variable of ${wanted}`);
      return rule.like ? isLike(wanted, value) : fold(wanted) === fold(value);
    }),
  );
  return rule.negated ? not(found) : found;
}

const ADDRESS_OPERATORS: ReadonlyMap<string, 'in' | 'out'> = new Map([
  ['ipaddress', 'in'],
  ['notipaddress', 'out'],
]);

/** Whether a range of a condition holds all of the client's addresses. */
function holdsAddress(wanted: string, address: string): Match {
  const [range, own] = [parseCidr(wanted), parseCidr(address)];
  if (range === undefined || own === undefined) return asks(`the address range ${wanted}`);
  if (covers(range, own)) return true;
  return intersect(range, own) === undefined ? false : asks('an address of one client (--source)');
}

const DATE_OPERATORS: ReadonlyMap<string, (difference: number) => boolean> = new Map([
  ['dateequals', (difference: number) => difference === 0],
  ['datelessthan', (difference: number) => difference < 0],
  ['datelessthanequals', (difference: number) => difference <= 0],
  ['dategreaterthan', (difference: number) => difference > 0],
  ['dategreaterthanequals', (difference: number) => difference >= 0],
]);

function compareDates(now: string, wanted: string, holds: (difference: number) => boolean): Match {
  const difference = Date.parse(now) - Date.parse(wanted);
  return Number.isNaN(difference) ? asks(`the date ${wanted}`) : holds(difference);
}

const SESSION = /^arn:[^:]+:sts::\d{12}:assumed-role\/[^/]+\//;

/**
 * A condition on aws:PrincipalArn sees the role of a session, whose path the session's ARN lacks; a role's name is its
 * account's only one. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
function roleMatches(wanted: string, session: string, isPattern: boolean): Match {
  if (wanted.includes('${')) return asks(`the policy variable of ${wanted}`);
  if (!isPattern || !/[*?]/.test(wanted)) return isSessionOf(session, wanted);
  const [, partition = '', account = '', name = ''] =
    /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(session) ?? [];
  const role = `arn:${partition}:iam::${account}:role/`;
  const tried = [`${role}${name}`, `${role}a/${name}`, `${role}b/c/${name}`].map((arn) => isLike(wanted, arn));
  if (tried.every((one) => one)) return true;
  const [start = ''] = wanted.split(/[*?]/);
  const last = wanted.split('/').at(-1) ?? '';
  const isOther = !role.startsWith(start) && !start.startsWith(role);
  return isOther || (!last.includes('*') && !isLike(last, name)) ? false : asks('the path of the session’s role');
}

/** What a key holds for the call. A session's own aws:PrincipalArn is that of its role: `roleMatches` compares it. */
function valueOf(key: string, { principal }: PolicyCall, known: KnownKeys): string | undefined {
  if (key === 'aws:principalaccount') {
    return principal === undefined ? undefined : (accountIn(principal) ?? accountOfArn(principal));
  }
  if (key === 'aws:principalarn')
    return principal !== undefined &&
      (SESSION.test(principal) || (principal.includes(':iam:') && accountIn(principal) === undefined))
      ? principal
      : undefined;
  return known.get(key);
}

function texts(value: Json): readonly string[] {
  const list = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return list.filter((item): item is string => typeof item === 'string');
}
