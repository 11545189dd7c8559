import type { EndpointContext } from '../context.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { Gap } from '../needs.ts';

/*
 * Endpoint policies (https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html), without a principal
 * or action to test: what can be said of the document itself.
 */

export interface PolicyFacts {
  /** An Allow for everyone and everything without a condition, and nothing denied. */
  readonly open: boolean;
  readonly statements: readonly JsonObject[];
  /** No request whatever can be allowed. */
  readonly admitsNothing: boolean;
  /** What it restricts, in one sentence. */
  readonly restriction: string;
}

/** The endpoint's policy, read; `not-applicable` when the service takes none: of customers' own services none does. */
export function endpointPolicy(context: EndpointContext): PolicyFacts | { readonly gap: Gap } | 'not-applicable' {
  const supported = context.detail?.vpcEndpointPolicySupported;
  if (supported === false || (supported === undefined && context.provider.kind !== 'aws')) return 'not-applicable';
  const document = context.endpoint.policyDocument;
  if (document === undefined) return { gap: { reason: 'malformed', missing: ['PolicyDocument'] } };
  const facts = policyFacts(document);
  return facts ?? { gap: { reason: 'malformed', missing: ['PolicyDocument: it is no readable policy'] } };
}

/** `undefined` for what is no policy. */
export function policyFacts(document: string): PolicyFacts | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    return undefined;
  }
  if (!isJsonObject(parsed)) return undefined;
  const listed: Json | undefined = parsed['Statement'];
  const statements = Array.isArray(listed) ? (listed as readonly Json[]) : [listed];
  if (!statements.every(isStatement)) return undefined;
  const allows = statements.filter((statement) => statement['Effect'] === 'Allow');
  const denies = statements.filter((statement) => statement['Effect'] === 'Deny');
  const admitsNothing = allows.length === 0 || denies.some(isForEverything);
  const open = !admitsNothing && denies.length === 0 && allows.some(isForEverything);
  return { statements, open, admitsNothing, restriction: describe(allows, denies, open, admitsNothing) };
}

/** The condition keys of a statement, in lower case: AWS compares them without regard to case. */
export function conditionKeys(statement: JsonObject): readonly string[] {
  const condition = statement['Condition'];
  if (!isJsonObject(condition)) return [];
  return Object.values(condition).flatMap((keys) =>
    isJsonObject(keys) ? Object.keys(keys).map((key) => key.toLowerCase()) : [],
  );
}

function isStatement(value: Json | undefined): value is JsonObject {
  return isJsonObject(value) && (value['Effect'] === 'Allow' || value['Effect'] === 'Deny');
}

function isForEverything(statement: JsonObject): boolean {
  const condition = statement['Condition'];
  const unconditional = condition === undefined || (isJsonObject(condition) && Object.keys(condition).length === 0);
  return (
    unconditional &&
    isEveryone(statement['Principal']) &&
    holdsStar(statement['Action']) &&
    holdsStar(statement['Resource'])
  );
}

/** `*` and `{"AWS": "*"}`: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html. */
export function isEveryone(principal: Json | undefined): boolean {
  return principal === '*' || (isJsonObject(principal) && holdsStar(principal['AWS']));
}

export function holdsStar(value: Json | undefined): boolean {
  return value === '*' || value === '*:*' || (Array.isArray(value) && (value as readonly Json[]).some(holdsStar));
}

function describe(
  allows: readonly JsonObject[],
  denies: readonly JsonObject[],
  open: boolean,
  admitsNothing: boolean,
): string {
  if (admitsNothing) return 'It allows nothing.';
  if (open) return 'It allows every principal every action on every resource.';
  const all = [...allows, ...denies];
  const has = (field: string): boolean => all.some((statement) => statement[field] !== undefined);
  const parts = [
    ...(allows.some((item) => !isEveryone(item['Principal'])) || has('NotPrincipal') ? ['principals'] : []),
    ...(allows.some((item) => !holdsStar(item['Action'])) || has('NotAction') ? ['actions'] : []),
    ...(allows.some((item) => !holdsStar(item['Resource'])) || has('NotResource') ? ['resources'] : []),
    ...(has('Condition') ? ['conditions'] : []),
  ];
  const limits = parts.length === 0 ? '' : `restricts ${parts.join(', ')}`;
  const denied = denies.length === 0 ? '' : `denies in ${denies.length} statement${denies.length === 1 ? '' : 's'}`;
  return `It ${[limits, denied].filter((part) => part !== '').join(' and ')}: whether a given call passes depends on its principal, action and resource.`;
}
