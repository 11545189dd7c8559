import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';

/** The document of an endpoint policy, or why there is none to write down. */
export type EndpointPolicy =
  | { readonly kind: 'absent' }
  | { readonly kind: 'full-access' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'document'; readonly document: JsonObject };

/** Reads an endpoint's PolicyDocument. */
export function readPolicy(document: string | undefined): EndpointPolicy {
  if (document === undefined || document.trim() === '') return { kind: 'absent' };
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch {
    return { kind: 'malformed' };
  }
  if (!isJsonObject(value)) return { kind: 'malformed' };
  return isFullAccess(value) ? { kind: 'full-access' } : { kind: 'document', document: value };
}

/**
 * True for the policy that an endpoint has when none is given: everyone may do everything.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
function isFullAccess(document: JsonObject): boolean {
  const { Statement: statements, ...rest } = document;
  if (Object.keys(rest).some((key) => key !== 'Version')) return false;
  const list: readonly Json[] = Array.isArray(statements) ? (statements as readonly Json[]) : [statements ?? null];
  const [only, ...others] = list;
  if (others.length > 0 || !isJsonObject(only)) return false;
  const { Effect: effect, Principal: principal, Action: action, Resource: resource, ...conditions } = only;
  const all = (value: Json | undefined): boolean =>
    value === '*' || (Array.isArray(value) && value.length === 1 && value[0] === '*');
  const everyone =
    all(principal) || (isJsonObject(principal) && Object.keys(principal).length === 1 && all(principal['AWS']));
  return effect === 'Allow' && everyone && all(action) && all(resource) && Object.keys(conditions).length === 0;
}
