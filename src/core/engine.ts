import { endpointContext, providerContext, type EndpointContext, type ProviderContext, type Run } from './context.ts';
import type {
  Diagnosis,
  DiagnoseOptions,
  Hop,
  NotEvaluated,
  SubjectConnection,
  SubjectDiagnosis,
} from './diagnosis.ts';
import { forAllConsumers } from './for-all-consumers.ts';
import { endpointProof, hopsOf, providerProof, type Proof } from './hops.ts';
import { isJudgement, judgePath, touchesVerdict, toFinding, type Evaluated, type JudgedPath } from './judge.ts';
import { buildLookup } from './lookup.ts';
import { isAppError } from './model/errors.ts';
import type { Inventory } from './model/inventory.ts';
import { joinGaps, type Gap } from './needs.ts';
import type { VpcEndpoint } from './resources/vpc-endpoint.ts';
import type { EndpointService } from './resources/endpoint-service.ts';
import { lanesOf, type Lane } from './rules/lanes.ts';
import { RULES } from './rules/registry.ts';
import type { CheckResult, Overview, Requirement, Rule, SubjectContext, SubjectType } from './rules/rule.ts';
import { sharer } from './share.ts';
import { allSubjects, selectSubjects } from './subjects.ts';
import { rootCauseOf, sideVerdict, sortFindings, summarize, verdictConfidence, verdictOf } from './verdict.ts';

const ENDPOINT_TYPES: ReadonlySet<SubjectType> = new Set<SubjectType>([
  'Interface',
  'Gateway',
  'GatewayLoadBalancer',
  'Resource',
  'ServiceNetwork',
]);

/**
 * Judges the paths of endpoints and services, hop by hop.
 *
 * @throws AppError `unknown-resource` for an id that is nowhere, `bad-input` for a source that is none
 */
export function diagnose(inventory: Inventory, options: DiagnoseOptions): Diagnosis {
  const lookup = buildLookup(inventory);
  const run: Run = { inventory, lookup, options };
  const refs = options.ids === undefined ? allSubjects(inventory) : selectSubjects(inventory, options.ids, lookup);
  const share = sharer();
  const withShared = (subject: SubjectDiagnosis): SubjectDiagnosis => ({
    ...subject,
    hops: subject.hops.map(share),
    sides: share(subject.sides),
    assumptions: share(subject.assumptions),
    notEvaluated: subject.notEvaluated.map(share),
  });
  const subjects = refs.flatMap((ref) => {
    if (ref.kind === 'endpoint') {
      const endpoint = inventory.endpoints.get(ref.id);
      return endpoint === undefined ? [] : [withShared(diagnoseEndpoint(run, endpoint))];
    }
    const service = inventory.services.get(ref.id);
    return service === undefined ? [] : [withShared(diagnoseService(run, service))];
  });
  return { version: 1, now: options.now, subjects, coverage: inventory.coverage.rows };
}

function diagnoseEndpoint(run: Run, endpoint: VpcEndpoint): SubjectDiagnosis {
  const type = endpointType(endpoint);
  const context = endpointContext(run, endpoint);
  const hops = hopsOf(type);
  const evaluated = rulesOf(type).flatMap((rule) => evaluateForEndpoint(rule, context, hops, run));
  const proofs = new Map(hops.map((hop) => [hop, safely(() => endpointProof(context, type, hop), asProof)]));
  const zones = context.zones.flatMap((zone) => zone.zoneId ?? []);
  const lanes = safely(
    () => lanesOf(context),
    (): readonly Lane[] => [],
  );
  const path = judgePath(type, evaluated, proofs, zones, lanes);
  const overview: Overview = {
    endpoint: context,
    id: endpoint.id,
    region: endpoint.region,
    gaps: gapsOf(evaluated, path),
  };
  return compose(
    {
      id: endpoint.id,
      ...(endpoint.name === undefined ? {} : { name: endpoint.name }),
      kind: 'endpoint',
      type: endpoint.type ?? 'unknown',
      account: endpoint.account,
      region: endpoint.region,
    },
    type,
    evaluated,
    path,
    overview,
    { consumer: true, provider: context.provider.kind === 'visible' },
    connectionsOf(context),
  );
}

function diagnoseService(run: Run, service: EndpointService): SubjectDiagnosis {
  const context = providerContext(run, service);
  const hops = hopsOf('Service');
  const evaluated = rulesOf('Service').flatMap((rule) => evaluateForService(rule, context));
  const proofs = new Map(hops.map((hop) => [hop, safely(() => providerProof(context, hop), asProof)]));
  const zones = [...new Set(context.loadBalancers.flatMap((path) => path.zones.flatMap((zone) => zone.zoneId ?? [])))];
  const path = judgePath('Service', evaluated, proofs, zones);
  const overview: Overview = { id: service.id, region: service.region, gaps: gapsOf(evaluated, path) };
  return compose(
    {
      id: service.id,
      ...(service.name === undefined ? {} : { name: service.name }),
      kind: 'service',
      type: service.types?.[0] ?? 'unknown',
      account: service.account,
      region: service.region,
    },
    'Service',
    evaluated,
    path,
    overview,
    { consumer: false, provider: true },
    context.connections.map((item): SubjectConnection => ({
      endpoint: item.endpointId,
      ...(item.endpointOwner === undefined ? {} : { account: item.endpointOwner }),
      region: item.endpointRegion ?? item.region,
      ...(item.state === undefined ? {} : { state: item.state }),
    })),
  );
}

type Identity = Pick<SubjectDiagnosis, 'id' | 'name' | 'kind' | 'type' | 'account' | 'region'>;

function compose(
  identity: Identity,
  type: SubjectType | undefined,
  evaluated: readonly Evaluated[],
  path: JudgedPath,
  overview: Overview,
  visible: { readonly consumer: boolean; readonly provider: boolean },
  connections: readonly SubjectConnection[],
): SubjectDiagnosis {
  const notes = rulesOf(type).flatMap((rule) =>
    rule.side === 'diagnosis' ? rule.check(overview).map((draft) => toFinding(rule, draft, rule.hop, rule.effect)) : [],
  );
  const findings = sortFindings([...path.findings, ...notes], path.hops);
  const verdict = verdictOf(path.hops, findings);
  const rootCause = rootCauseOf(path.hops, findings);
  const assumptions = evaluated.flatMap(({ result }) => (isJudgement(result) ? (result.assumptions ?? []) : []));
  const subject: Omit<SubjectDiagnosis, 'summary'> = {
    ...identity,
    verdict,
    verdictConfidence: verdictConfidence(verdict, path.hops, findings, path.passConfidence),
    sides: {
      consumer: { verdict: sideVerdict('consumer', path.hops, findings, visible.consumer) },
      provider: { verdict: sideVerdict('provider', path.hops, findings, visible.provider) },
    },
    ...(rootCause === undefined ? {} : { rootCause }),
    hops: path.hops,
    findings,
    connections,
    suppressed: path.suppressed,
    notEvaluated: notEvaluated(evaluated, path),
    assumptions: [...new Set(assumptions)],
  };
  return { ...subject, summary: summarize(subject) };
}

/** The type in the contract's terms; `undefined` for a type that AWS added later or that the answer lacks. */
function endpointType(endpoint: VpcEndpoint): SubjectType | undefined {
  return [...ENDPOINT_TYPES].find((type) => type === endpoint.type);
}

/** The rules about a type of subject. */
function rulesOf(type: SubjectType | undefined): readonly Rule[] {
  return (type === undefined ? undefined : RULES_BY_TYPE.get(type)) ?? [];
}

const RULES_BY_TYPE: ReadonlyMap<SubjectType, readonly Rule[]> = new Map(
  [...ENDPOINT_TYPES, 'Service' as const].map((type) => [type, RULES.filter((rule) => rule.appliesTo.includes(type))]),
);

function evaluateForEndpoint(
  rule: Rule,
  context: EndpointContext,
  hops: readonly Hop[],
  run: Run,
): readonly Evaluated[] {
  if (rule.side === 'subject') {
    const subject: SubjectContext = { kind: 'endpoint', path: context, need: context.need };
    return [{ rule, result: evaluate(subject, rule.requires, () => rule.check(subject)) }];
  }
  if (rule.side === 'diagnosis' || !hops.includes(rule.hop)) return [];
  if (rule.side === 'consumer') {
    return [{ rule, result: evaluate(context, rule.requires, () => rule.check(context)) }];
  }
  const { provider } = context;
  if (provider.kind === 'aws') return [];
  if (provider.kind === 'hidden') return [{ rule, result: { gap: provider.gap } }];
  const service = providerContext(run, provider.context.service);
  const result = forAllConsumers(rule, service, provider.context, (view) =>
    evaluate(view, rule.requires, () => rule.check(view)),
  );
  return [{ rule, result }];
}

/** Where a rule about any subject's own record sits when the subject is a service: a service has no hop "endpoint". */
const AT_SERVICE: ReadonlyMap<Rule, Rule> = new Map(
  RULES.flatMap((rule) => (rule.side === 'subject' ? [[rule, { ...rule, hop: 'service' }]] : [])),
);

function evaluateForService(rule: Rule, context: ProviderContext): readonly Evaluated[] {
  if (rule.side === 'subject') {
    const subject: SubjectContext = { kind: 'service', path: context, need: context.need };
    return [
      { rule: AT_SERVICE.get(rule) ?? rule, result: evaluate(subject, rule.requires, () => rule.check(subject)) },
    ];
  }
  if (rule.side !== 'provider') return [];
  return [{ rule, result: evaluate(context, rule.requires, () => rule.check(context)) }];
}

/** A rule may look only where everything that it requires was answered completely. */
function evaluate<C extends Pick<EndpointContext, 'need'>>(
  context: C,
  requires: readonly Requirement<C>[],
  check: () => CheckResult,
): CheckResult {
  return safely(() => {
    const gaps = requires.flatMap((requirement) => {
      const about = requirement.about?.(context);
      if (about === undefined) return context.need(requirement.operation) ?? [];
      return about.flatMap((params) => context.need(requirement.operation, params) ?? []);
    });
    const gap = joinGaps(gaps);
    return gap === undefined ? check() : { gap };
  }, asGap);
}

/** A check that stumbles over data that nobody foresaw has judged nothing; errors for the user pass through. */
function safely<T>(action: () => T, otherwise: (gap: Gap) => T): T {
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

function gapsOf(evaluated: readonly Evaluated[], path: JudgedPath): Overview['gaps'] {
  return [
    ...evaluated.flatMap(({ rule, result }) =>
      result !== 'not-applicable' && result.gap !== undefined
        ? [{ rule: rule.id, hop: rule.hop, gap: result.gap, isOptional: !touchesVerdict(rule) }]
        : [],
    ),
    ...path.proofGaps.map(({ hop, gap }) => ({ rule: hop, hop, gap, isOptional: false })),
  ];
}

/** Rules that could not speak. What only the hop itself lacks is told under the rule about missing knowledge. */
function notEvaluated(evaluated: readonly Evaluated[], path: JudgedPath): readonly NotEvaluated[] {
  const rules = evaluated.flatMap(({ rule, result }): readonly NotEvaluated[] =>
    result !== 'not-applicable' && result.gap !== undefined
      ? [{ rule: rule.id, hop: rule.hop, reason: result.gap.reason, missing: result.gap.missing }]
      : [],
  );
  const proofs = path.proofGaps.flatMap(({ hop, gap }): readonly NotEvaluated[] => {
    const told = rules.some(
      (item) => item.hop === hop && item.reason === gap.reason && holdsAll(item.missing, gap.missing),
    );
    const rule = gap.reason === 'other-account' ? 'PL-META-002' : 'PL-META-001';
    return told ? [] : [{ rule, hop, reason: gap.reason, missing: gap.missing }];
  });
  const explained = evaluated.flatMap(({ rule }): readonly NotEvaluated[] => {
    const state = path.hops.find((hop) => hop.hop === rule.hop)?.state;
    const by = path.suppressed.find((item) => item.rule === rule.id)?.by;
    return state === 'unknown' && by !== undefined
      ? [{ rule: rule.id, hop: rule.hop, reason: 'suppressed', missing: [by] }]
      : [];
  });
  const order = path.hops.map((hop) => hop.hop);
  return [...rules, ...proofs, ...explained].sort(
    (a, b) => order.indexOf(a.hop) - order.indexOf(b.hop) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
  );
}

function holdsAll(all: readonly string[], some: readonly string[]): boolean {
  return some.every((item) => all.includes(item));
}

function connectionsOf(context: EndpointContext): readonly SubjectConnection[] {
  const { endpoint, provider } = context;
  if (provider.kind !== 'visible') return [];
  return provider.context.connections
    .filter((item) => item.endpointId === endpoint.id)
    .map((item) => ({
      endpoint: item.endpointId,
      account: item.endpointOwner ?? endpoint.account,
      region: item.endpointRegion ?? endpoint.region,
      ...(item.state === undefined ? {} : { state: item.state }),
    }));
}
