import { endpointContext, providerContext, type EndpointContext, type ProviderContext, type Run } from './context.ts';
import { withConfiguration } from './configuration/options.ts';
import { expiredNotes, findingPolicy, NO_POLICY, type FindingPolicy } from './configuration/suppress.ts';
import { coveredBy, withSeverity } from './covered.ts';
import type { Diagnosis, DiagnoseOptions, NotEvaluated, SubjectConnection, SubjectDiagnosis } from './diagnosis.ts';
import { endpointProof, hopsOf, providerProof } from './hops.ts';
import { areOwnersRead, isLatticeEndpoint } from './lattice.ts';
import { isJudgement, touchesVerdict, type Evaluated } from './evaluated.ts';
import { judgePath, toFinding, type JudgedPath } from './judge.ts';
import { buildLookup } from './lookup.ts';
import { withMeasuredSource } from './measure/plan.ts';
import { isAppError } from './model/errors.ts';
import type { Inventory } from './model/inventory.ts';
import { joinGaps, type Gap } from './needs.ts';
import type { Proof } from './proofs/proof.ts';
import type { VpcEndpoint } from './resources/vpc-endpoint.ts';
import type { EndpointService } from './resources/endpoint-service.ts';
import { lanesOf, type Lane } from './rules/lanes.ts';
import { RULES } from './rules/registry.ts';
import type { CheckResult, Overview, Requirement, Rule, SubjectContext, SubjectType } from './rules/rule.ts';
import { createMemory, type Memory } from './recall.ts';
import { allSubjects, selectSubjects } from './subjects.ts';
import { rootCauseOf, sideVerdict, sortFindings, summarize, verdictConfidence, verdictOf } from './verdict.ts';

const ENDPOINT_TYPES: ReadonlySet<SubjectType> = new Set<SubjectType>([
  'Interface',
  'Gateway',
  'GatewayLoadBalancer',
  'Resource',
  'ServiceNetwork',
]);

interface EngineRun extends Run {
  readonly memory: Memory;
  readonly policy: FindingPolicy;
}

/**
 * Judges the paths of endpoints and services, hop by hop.
 *
 * @throws AppError `unknown-resource` for an id that is nowhere, `bad-input` for a source that is none
 */
export function diagnose(inventory: Inventory, given: DiagnoseOptions): Diagnosis {
  const options = withConfiguration(withMeasuredSource(inventory, given));
  const lookup = buildLookup(inventory);
  const run: EngineRun = { inventory, lookup, options, memory: createMemory(), policy: policyOf(options) };
  const refs = options.ids === undefined ? allSubjects(inventory) : selectSubjects(inventory, options.ids, lookup);
  const subjects = refs.flatMap((ref) => {
    if (ref.kind === 'endpoint') {
      const endpoint = inventory.endpoints.get(ref.id);
      return endpoint === undefined ? [] : [diagnoseEndpoint(run, endpoint)];
    }
    const service = inventory.services.get(ref.id);
    return service === undefined ? [] : [diagnoseService(run, service)];
  });
  const { configuration } = options;
  return {
    version: 1,
    now: options.now,
    subjects,
    ...(configuration === undefined
      ? {}
      : { configuration: { file: configuration.file, notes: expiredNotes(configuration, options.now) } }),
    coverage: inventory.coverage.rows,
    ...(options.measurements === undefined ? {} : { measurements: options.measurements }),
  };
}

function policyOf({ configuration, now }: DiagnoseOptions): FindingPolicy {
  return configuration === undefined ? NO_POLICY : findingPolicy(configuration, now);
}

function diagnoseEndpoint(run: EngineRun, endpoint: VpcEndpoint): SubjectDiagnosis {
  const { memory } = run;
  const type = endpointType(endpoint);
  const context = endpointContext(run, endpoint);
  const hops = hopsOf(type);
  const evaluated = rulesOf(type).flatMap((rule) => evaluateForEndpoint(rule, context, memory) ?? []);
  const proofs = new Map(
    hops.map((hop) => [
      hop,
      memory.recall(`${type ?? ''} ${hop}`, context, (seen) => safely(() => endpointProof(seen, type, hop), asProof)),
    ]),
  );
  // A subnet whose zone was not read is a way that nobody saw fail.
  const zones = context.zones.map((zone) => zone.zoneId ?? zone.subnetId);
  const lanes = safely(
    () => lanesOf(context),
    (): readonly Lane[] => [],
  );
  const path = judgePath(type, evaluated, proofs, zones, memory, run.policy, lanes);
  const overview: Overview = {
    endpoint: context,
    id: endpoint.id,
    region: endpoint.region,
    gaps: gapsOf(evaluated, path, memory),
  };
  return compose(
    run,
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
    {
      consumer: true,
      provider: isLatticeEndpoint(context) ? areOwnersRead(context) : context.provider.kind === 'visible',
    },
    connectionsOf(context),
  );
}

function diagnoseService(run: EngineRun, service: EndpointService): SubjectDiagnosis {
  const context = providerContext(run, service);
  const hops = hopsOf('Service');
  const evaluated = rulesOf('Service').flatMap((rule) => evaluateForService(rule, context, run.memory));
  const proofs = new Map(hops.map((hop) => [hop, safely(() => providerProof(context, hop), asProof)]));
  const zones = [...new Set(context.loadBalancers.flatMap((path) => path.zones.flatMap((zone) => zone.zoneId ?? [])))];
  const path = judgePath('Service', evaluated, proofs, zones, run.memory, run.policy);
  const overview: Overview = { id: service.id, region: service.region, gaps: gapsOf(evaluated, path, run.memory) };
  return compose(
    run,
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
  { memory, policy }: EngineRun,
  identity: Identity,
  type: SubjectType | undefined,
  evaluated: readonly Evaluated[],
  path: JudgedPath,
  overview: Overview,
  visible: { readonly consumer: boolean; readonly provider: boolean },
  connections: readonly SubjectConnection[],
): SubjectDiagnosis {
  const remarks = rulesOf(type).flatMap((rule) =>
    rule.side === 'diagnosis' ? rule.check(overview).map((draft) => ({ rule, draft })) : [],
  );
  const covered = remarks.flatMap(({ rule, draft }) => coveredBy(rule, draft, policy) ?? []);
  const notes = remarks
    .filter(({ rule, draft }) => coveredBy(rule, draft, policy) === undefined)
    .map(({ rule, draft }) => withSeverity(toFinding(rule, draft, rule.hop, rule.effect), policy));
  const findings = sortFindings([...path.findings, ...notes], path.hops);
  const verdict = verdictOf(path.hops, findings);
  const rootCause = rootCauseOf(path.hops, findings, SYMPTOMS);
  const assumptions = evaluated.flatMap(({ result }) => (isJudgement(result) ? (result.assumptions ?? []) : []));
  const consumer = sideVerdict('consumer', path.hops, findings, visible.consumer);
  const provider = sideVerdict('provider', path.hops, findings, visible.provider);
  const subject: Omit<SubjectDiagnosis, 'summary'> = {
    ...identity,
    verdict,
    verdictConfidence: verdictConfidence(verdict, path.hops, findings, path.passConfidence),
    sides: memory.once('sides', [consumer, provider], () => ({
      consumer: { verdict: consumer },
      provider: { verdict: provider },
    })),
    ...(rootCause === undefined ? {} : { rootCause }),
    hops: path.hops,
    findings,
    connections,
    suppressed: [...path.suppressed, ...covered],
    notEvaluated: notEvaluated(evaluated, path, memory),
    assumptions: memory.once('assumptions', assumptions, () => [...new Set(assumptions)]),
  };
  return { ...subject, summary: summarize(subject) };
}

const SYMPTOMS: ReadonlySet<string> = new Set(RULES.flatMap(({ id, symptom }) => (symptom === true ? [id] : [])));

/** The type in the contract's terms; `undefined` for a type that AWS added later or that the answer lacks. */
function endpointType(endpoint: VpcEndpoint): SubjectType | undefined {
  return [...ENDPOINT_TYPES].find((type) => type === endpoint.type);
}

/** The rules about a type of subject. */
function rulesOf(type: SubjectType | undefined): readonly Rule[] {
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

function evaluateForEndpoint(rule: Rule, context: EndpointContext, memory: Memory): Evaluated | undefined {
  if (rule.side === 'subject') {
    const subject: SubjectContext = { kind: 'endpoint', path: context, need: context.need };
    return evaluate(rule, rule, subject, memory);
  }
  if (rule.side === 'diagnosis') return undefined;
  if (rule.side === 'consumer') return evaluate(rule, rule, context, memory);
  const { provider } = context;
  if (provider.kind === 'aws') return undefined;
  if (provider.kind === 'hidden') {
    return memory.recall(`hidden from ${rule.id}`, provider, ({ gap }): Evaluated => ({ rule, result: { gap } }));
  }
  return evaluate(rule, rule, provider.context, memory);
}

/** Where a rule about any subject's own record sits when the subject is a service: a service has no hop "endpoint". */
const AT_SERVICE: ReadonlyMap<Rule, Rule> = new Map(
  RULES.flatMap((rule) => (rule.side === 'subject' ? [[rule, { ...rule, hop: 'service' }]] : [])),
);

function evaluateForService(rule: Rule, context: ProviderContext, memory: Memory): readonly Evaluated[] {
  if (rule.side === 'subject') {
    const subject: SubjectContext = { kind: 'service', path: context, need: context.need };
    return [evaluate(AT_SERVICE.get(rule) ?? rule, rule, subject, memory)];
  }
  return rule.side === 'provider' ? [evaluate(rule, rule, context, memory)] : [];
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
  memory: Memory,
): Evaluated {
  const gaps: Gap[] = [];
  for (const requirement of rule.requires) {
    const unread = context.need(requirement.operation);
    // A whole listing answers about whatever the rule asks.
    if (unread === undefined) continue;
    if (requirement.about === undefined) {
      gaps.push(unread);
      continue;
    }
    const { about, operation } = requirement;
    const open = memory.recall(requirement, context, (seen) =>
      safely(
        () => about(seen).flatMap((params) => seen.need(operation, params) ?? []),
        (gap) => [gap],
      ),
    );
    gaps.push(...open);
  }
  const [first] = gaps;
  if (first !== undefined) {
    return memory.once('lacks', [as, ...gaps], (): Evaluated => ({
      rule: as,
      result: { gap: joinGaps(gaps) ?? first },
    }));
  }
  return memory.recall(as, context, (seen): Evaluated => ({ rule: as, result: safely(() => rule.check(seen), asGap) }));
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

function gapsOf(evaluated: readonly Evaluated[], path: JudgedPath, memory: Memory): Overview['gaps'] {
  const open = evaluated.filter(lacksSomething);
  const proofs = path.proofGaps.flatMap(({ hop, gap }) => [hop, gap]);
  return memory.once('gaps', [...open, ...proofs], () => [
    ...open.map(({ rule, result }) => ({
      rule: rule.id,
      hop: rule.hop,
      gap: result.gap,
      isOptional: !touchesVerdict(rule),
    })),
    ...path.proofGaps.map(({ hop, gap }) => ({ rule: hop, hop, gap, isOptional: false })),
  ]);
}

function lacksSomething(item: Evaluated): item is Evaluated & { readonly result: { readonly gap: Gap } } {
  return item.result !== 'not-applicable' && item.result.gap !== undefined;
}

/** Rules that could not speak. What only the hop itself lacks is told under the rule about missing knowledge. */
function notEvaluated(evaluated: readonly Evaluated[], path: JudgedPath, memory: Memory): readonly NotEvaluated[] {
  const open = evaluated.filter(lacksSomething);
  const explained = [...new Map(path.suppressed.map((item) => [item.rule, item.by]))].flatMap(
    ([rule, by]): readonly NotEvaluated[] => {
      const hop = evaluated.find((item) => item.rule.id === rule)?.rule.hop;
      const isOpen = path.hops.some((item) => item.hop === hop && item.state === 'unknown');
      return hop !== undefined && isOpen ? [{ rule, hop, reason: 'suppressed', missing: [by] }] : [];
    },
  );
  const parts = [
    ...open,
    ...path.proofGaps.flatMap(({ hop, gap }) => [hop, gap]),
    ...explained.flatMap(({ rule, missing }) => [rule, ...missing]),
    ...path.hops.map(({ hop }) => hop),
  ];
  return memory.once('not evaluated', parts, () => {
    const rules = open.map(({ rule, result: { gap } }): NotEvaluated => ({
      rule: rule.id,
      hop: rule.hop,
      reason: gap.reason,
      missing: gap.missing,
    }));
    const proofs = path.proofGaps.flatMap(({ hop, gap }): readonly NotEvaluated[] => {
      const told = rules.some(
        (item) => item.hop === hop && item.reason === gap.reason && holdsAll(item.missing, gap.missing),
      );
      const rule = gap.reason === 'other-account' ? 'PL-META-002' : 'PL-META-001';
      return told ? [] : [{ rule, hop, reason: gap.reason, missing: gap.missing }];
    });
    const order = path.hops.map((hop) => hop.hop);
    return [...rules, ...proofs, ...explained]
      .sort((a, b) => order.indexOf(a.hop) - order.indexOf(b.hop) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0))
      .map(memory.share);
  });
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
