import type { EndpointContext, ProviderContext } from './context.ts';
import type { Evaluated } from './evaluated.ts';
import { endpointProof, hopsOf, providerProof } from './hops.ts';
import { isAppError } from './model/errors.ts';
import { joinGaps, type Gap } from './needs.ts';
import type { Proof } from './proofs/proof.ts';
import type { VpcEndpoint } from './resources/vpc-endpoint.ts';
import { RULES } from './rules/registry.ts';
import { unmet } from './rules/requirements.ts';
import type { CheckResult, Requirement, Rule, SubjectContext, SubjectType } from './rules/rule.ts';

/* What is asked of a subject: each rule about its type, and what must be proved at each of its hops. */

const ENDPOINT_TYPES: ReadonlySet<SubjectType> = new Set<SubjectType>([
  'Interface',
  'Gateway',
  'GatewayLoadBalancer',
  'Resource',
  'ServiceNetwork',
]);

/** The type in the contract's terms; `undefined` for a type that AWS added later or that the answer lacks. */
export function endpointType(endpoint: VpcEndpoint): SubjectType | undefined {
  return [...ENDPOINT_TYPES].find((type) => type === endpoint.type);
}

/** The rules about a type of subject. */
export function rulesOf(type: SubjectType | undefined): readonly Rule[] {
  return (type === undefined ? undefined : RULES_BY_TYPE.get(type)) ?? [];
}

const RULES_BY_TYPE: ReadonlyMap<SubjectType, readonly Rule[]> = new Map(
  [...ENDPOINT_TYPES, 'Service' as const].map((type) => {
    const hops = hopsOf(type);
    // A rule about the subject or the diagnosis has its place whatever the hops are.
    const stands = ({ hop, side }: Rule): boolean => side === 'subject' || side === 'diagnosis' || hops.includes(hop);
    return [type, RULES.filter((rule) => rule.appliesTo.includes(type) && (type === 'Service' || stands(rule)))];
  }),
);

/** Where a rule about any subject's own record sits when the subject is a service: a service has no hop "endpoint". */
const AT_SERVICE: ReadonlyMap<Rule, Rule> = new Map(
  RULES.flatMap((rule) => (rule.side === 'subject' ? [[rule, { ...rule, hop: 'service' }]] : [])),
);

/**
 * Where a rule about the client stands when no source was given. The hop "source" is not applicable then, and what stands
 * in for it is judged at the hops behind: its groups where groups are, its subnet’s ACL where ACLs are. Clients of a
 * gateway endpoint meet no group but their own, so theirs are judged where the first packet would be missed.
 */
const WITHOUT_SOURCE: ReadonlyMap<Rule, Rule> = new Map(
  RULES.flatMap((rule): readonly (readonly [Rule, Rule])[] =>
    rule.hop === 'source' && rule.side === 'consumer' && rule.standsIn !== undefined
      ? [[rule, { ...rule, hop: rule.standsIn }]]
      : [],
  ),
);

function standingFor(rule: Rule, { options }: EndpointContext): Rule {
  return options.source === undefined ? (WITHOUT_SOURCE.get(rule) ?? rule) : rule;
}

const PLACES: ReadonlyMap<Rule['id'], number> = new Map(RULES.map(({ id }, place) => [id, place]));

/** As the rules are listed: the first of a hop's faults is the one that its statement tells. */
export function inOrder(items: readonly Evaluated[]): readonly Evaluated[] {
  const places: Evaluated[] = [];
  for (const item of items) places[PLACES.get(item.rule.id) ?? 0] = item;
  // Rules of the side that was not asked leave their places empty.
  return places.flat();
}

/** What is asked of each subject of a type, in one order. */
export interface Questions {
  readonly consumer: readonly ((context: EndpointContext) => Evaluated)[];
  readonly subject: readonly ((context: SubjectContext) => Evaluated)[];
  readonly provider: readonly ((context: ProviderContext) => Evaluated)[];
  readonly proofs: readonly ((context: EndpointContext) => Proof)[];
}

const QUESTIONS: ReadonlyMap<SubjectType | undefined, Questions> = new Map(
  [...ENDPOINT_TYPES, undefined].map((type) => [
    type,
    {
      ...rulesAsked(rulesOf(type), (rule) => rule),
      proofs: hopsOf(type).map(
        (hop) => (context: EndpointContext) => safely(() => endpointProof(context, type, hop), asProof),
      ),
    },
  ]),
);

export const SERVICE_QUESTIONS = {
  ...rulesAsked(rulesOf('Service'), (rule) => AT_SERVICE.get(rule) ?? rule),
  proofs: hopsOf('Service').map(
    (hop) => (context: ProviderContext) => safely(() => providerProof(context, hop), asProof),
  ),
};

export function questionsOf(type: SubjectType | undefined): Questions {
  return QUESTIONS.get(type) ?? NOTHING_ASKED;
}

const NOTHING_ASKED: Questions = { consumer: [], subject: [], provider: [], proofs: [] };

/** @param standing the rule as it stands at the subject's hop */
function rulesAsked(rules: readonly Rule[], standing: (rule: Rule) => Rule): Omit<Questions, 'proofs'> {
  return {
    consumer: rules.flatMap((rule) =>
      rule.side === 'consumer'
        ? [(context: EndpointContext) => evaluate(standingFor(rule, context), rule, context)]
        : [],
    ),
    subject: rules.flatMap((rule) =>
      rule.side === 'subject' ? [(context: SubjectContext) => evaluate(standing(rule), rule, context)] : [],
    ),
    provider: rules.flatMap((rule) =>
      rule.side === 'provider' ? [(context: ProviderContext) => evaluate(standing(rule), rule, context)] : [],
    ),
  };
}

/**
 * A rule may look only where everything that it requires was answered completely.
 *
 * @param as the rule as it stands at the subject's hop
 */
function evaluate<C extends Pick<EndpointContext, 'need'>>(
  as: Rule,
  rule: { readonly requires: readonly Requirement<C>[]; readonly check: (context: C) => CheckResult },
  context: C,
): Evaluated {
  const gaps = rule.requires.flatMap((requirement) =>
    safely(
      () => unmet(requirement, context),
      (gap) => [gap],
    ),
  );
  const gap = joinGaps(gaps);
  return { rule: as, result: gap === undefined ? safely(() => rule.check(context), asGap) : { gap } };
}

/** A check that stumbles over data that nobody foresaw has judged nothing; errors for the user pass through. */
export function safely<T>(action: () => T, otherwise: (gap: Gap) => T): T {
  try {
    return action();
  } catch (error) {
    if (isAppError(error)) throw error;
    const message = error instanceof Error ? error.message : String(error);
    return otherwise({ reason: 'malformed', missing: [`answer (${message})`] });
  }
}

function asGap(gap: Gap): CheckResult {
  return { gap };
}

function asProof(gap: Gap): Proof {
  return { kind: 'gap', gap };
}
