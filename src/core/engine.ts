import { endpointContext, providerContext, type EndpointContext, type ProviderView, type Run } from './context.ts';
import { withConfiguration } from './configuration/options.ts';
import { expiredNotes, findingPolicy, NO_POLICY, type FindingPolicy } from './configuration/suppress.ts';
import { coveredBy, withSeverity } from './covered.ts';
import type {
  Diagnosis,
  DiagnoseOptions,
  NotEvaluated,
  SubjectConnection,
  SubjectDiagnosis,
  Suppressed,
} from './diagnosis.ts';
import { hopsOf } from './hops.ts';
import { areOwnersRead, isLatticeEndpoint } from './lattice.ts';
import { isJudgement, onPath, remarksIn, touchesVerdict, type Evaluated } from './evaluated.ts';
import { remarksOf, toFinding, type Remarks } from './findings.ts';
import { judgePath, type JudgedPath } from './judge.ts';
import { buildLookup } from './lookup.ts';
import { withMeasuredSource } from './measure/plan.ts';
import type { Inventory } from './model/inventory.ts';
import type { Gap } from './needs.ts';
import type { Proof } from './proofs/proof.ts';
import type { VpcEndpoint } from './resources/vpc-endpoint.ts';
import type { EndpointService } from './resources/endpoint-service.ts';
import { lanesOf, type Lane } from './rules/lanes.ts';
import { RULES } from './rules/registry.ts';
import { standInByInterfaces, standInBySubnets, type Search } from './rules/stand-in.ts';
import type { CheckResult, Judgement, Overview, SubjectContext, SubjectType } from './rules/rule.ts';
import { endpointType, inOrder, questionsOf, rulesOf, safely, SERVICE_QUESTIONS } from './questions.ts';
import { createMemory, type Answers, type Memory } from './recall.ts';
import { weakly } from './weakly.ts';
import { allSubjects, selectSubjects, type SubjectRef } from './subjects.ts';
import { rootCauseOf, sideVerdict, sortFindings, summarize, verdictConfidence, verdictOf } from './verdict.ts';

interface EngineRun extends Run {
  readonly memory: Memory;
  readonly policy: FindingPolicy;
  /** All that the path is judged on of what a rule said: one object for all that is the same to the letter. */
  readonly essenceOf: (item: Evaluated) => object;
  readonly essenceOfAll: (items: readonly Evaluated[]) => object;
  readonly essenceOfProof: (proof: Proof | readonly Proof[]) => object;
  /** Those that have remarks. */
  readonly remarkableIn: (items: readonly Evaluated[]) => readonly Evaluated[];
  readonly remarksOf: (item: Evaluated, causes: JudgedPath['causes']) => Remarks;
}

/**
 * Judges the paths of endpoints and services, hop by hop.
 *
 * @throws AppError `unknown-resource` for an id that is nowhere, `bad-input` for a source that is none
 */
export function diagnose(inventory: Inventory, given: DiagnoseOptions): Diagnosis {
  const options = withConfiguration(withMeasuredSource(inventory, given));
  const lookup = buildLookup(inventory);
  const run = engineRun({ inventory, lookup, options });
  const refs = options.ids === undefined ? allSubjects(inventory) : selectSubjects(inventory, options.ids, lookup);
  const diagnosed = new Map<string, SubjectDiagnosis>();
  // Neighbours one after another: what is said of one is said of the next.
  for (const ref of neighbourly(refs, inventory)) {
    const endpoint = ref.kind === 'endpoint' ? inventory.endpoints.get(ref.id) : undefined;
    const service = ref.kind === 'service' ? inventory.services.get(ref.id) : undefined;
    if (endpoint !== undefined) diagnosed.set(ref.id, diagnoseEndpoint(run, endpoint));
    if (service !== undefined) diagnosed.set(ref.id, diagnoseService(run, service));
  }
  const subjects = refs.flatMap(({ id }) => diagnosed.get(id) ?? []);
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

/** So many neighbours are asked about first in so many places: what they share, and where it ends, tells how to ask the rest. */
const NEIGHBOURS = 8;
const PLACES_TO_LEARN = 32;

/** In the order of accounts and VPCs, but for some neighbours of each part that come before all others. */
function neighbourly(refs: readonly SubjectRef[], { endpoints, services }: Inventory): readonly SubjectRef[] {
  const place = ({ kind, id }: SubjectRef): string => {
    const endpoint = kind === 'endpoint' ? endpoints.get(id) : undefined;
    return `${kind} ${endpoint?.account ?? services.get(id)?.account ?? ''} ${endpoint?.vpcId ?? ''}`;
  };
  const sorted = refs
    .map((ref) => ({ ref, at: place(ref) }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ ref }) => ref);
  const part = Math.max(NEIGHBOURS, Math.ceil(sorted.length / PLACES_TO_LEARN));
  const isFirst = (i: number): boolean => i % part < NEIGHBOURS;
  return [...sorted.filter((_, i) => isFirst(i)), ...sorted.filter((_, i) => !isFirst(i))];
}

function engineRun(run: Run): EngineRun {
  const memory = createMemory();
  const policy = policyOf(run.options);
  const essenceOf = weakly((item: Evaluated) => {
    const { result } = onPath(item);
    if (result === 'not-applicable') return NOT_APPLICABLE;
    return isPlainPass(result) ? memory.once('passed', [result.statement], () => ({})) : memory.share(result);
  });
  const withoutCauses = weakly((item: Evaluated) => remarksOf(item, new Map(), policy));
  return {
    ...run,
    memory,
    policy,
    essenceOf,
    essenceOfAll: weakly((items: readonly Evaluated[]) => memory.share(items.map((item) => onPath(item).result))),
    essenceOfProof: weakly((proof: Proof | readonly Proof[]) => memory.share(proof)),
    remarkableIn: weakly((items: readonly Evaluated[]) => items.filter(hasRemarks)),
    remarksOf: (item, causes) =>
      item.rule.suppressedBy.some((id) => causes.has(id)) ? remarksOf(item, causes, policy) : withoutCauses(item),
  };
}

/** True where a statement is all that was said. */
function isPlainPass(result: Exclude<CheckResult, 'not-applicable'>): result is Judgement {
  if (!('findings' in result) || result.findings.length > 0 || result.instances.length > 0) return false;
  return Object.keys(result).every((name) => PLAIN.has(name));
}

const PLAIN: ReadonlySet<string> = new Set(['findings', 'instances', 'statement']);

/** Stands for the word where an object is needed. */
const NOT_APPLICABLE = {};

function policyOf({ configuration, now }: DiagnoseOptions): FindingPolicy {
  return configuration === undefined ? NO_POLICY : findingPolicy(configuration, now);
}

function diagnoseEndpoint(run: EngineRun, endpoint: VpcEndpoint): SubjectDiagnosis {
  const { memory } = run;
  const type = endpointType(endpoint);
  const context = withStandIn(endpointContext(run, endpoint), memory);
  const subject: SubjectContext = { kind: 'endpoint', path: context, need: context.need };
  const questions = questionsOf(type);
  // A subnet whose zone was not read is a way that nobody saw fail.
  const zones = context.zones.map((zone) => zone.zoneId ?? zone.subnetId);
  const lanes = safely(
    () => memory.recall(lanesOf, context, lanesOf),
    (): readonly Lane[] => [],
  );
  const asked: Asked = {
    type,
    said: [
      memory.recallEach(`consumer’s rules about ${type ?? ''}`, questions.consumer, context),
      memory.recallEach(`rules about ${type ?? ''}`, questions.subject, subject),
      providerAnswers(context.provider, type, memory),
    ],
    proofs: memory.recallEach(`proofs of ${type ?? ''}`, questions.proofs, context),
    zones,
    lanes,
    visible: {
      consumer: true,
      provider: isLatticeEndpoint(context) ? areOwnersRead(context) : context.provider.kind === 'visible',
    },
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
    asked,
    { endpoint: context, id: endpoint.id, region: endpoint.region },
    connectionsOf(context),
  );
}

/** The path with the likely client that stands in for a source, where none was given. */
function withStandIn(context: EndpointContext, memory: Memory): EndpointContext {
  const search = safely(
    () => memory.recall(standInBySubnets, context, standInBySubnets),
    (): Search => ({}),
  );
  const found =
    search === 'unsettled'
      ? safely(
          () => standInByInterfaces(context),
          () => undefined,
        )
      : search.found;
  return found === undefined ? context : { ...context, standIn: found };
}

/** What the rules about the provider's half say of an endpoint. */
function providerAnswers(provider: ProviderView, type: SubjectType | undefined, memory: Memory): Answers<Evaluated> {
  const { provider: questions } = questionsOf(type);
  if (provider.kind === 'visible') {
    return memory.recallEach(`provider’s rules about ${type ?? ''}`, questions, provider.context);
  }
  if (provider.kind === 'aws') return { together: [], apart: [], all: () => [] };
  const gap = memory.share(provider.gap);
  const hidden = memory.once('hidden', [type, gap], () =>
    rulesOf(type).flatMap((rule): readonly Evaluated[] =>
      rule.side === 'provider' ? [{ rule, result: { gap } }] : [],
    ),
  );
  return { together: [hidden], apart: [], all: () => hidden };
}

function diagnoseService(run: EngineRun, service: EndpointService): SubjectDiagnosis {
  const { memory } = run;
  const context = providerContext(run, service);
  const subject: SubjectContext = { kind: 'service', path: context, need: context.need };
  const zones = [...new Set(context.loadBalancers.flatMap((path) => path.zones.flatMap((zone) => zone.zoneId ?? [])))];
  const asked: Asked = {
    type: 'Service',
    said: [
      memory.recallEach('rules about a service', SERVICE_QUESTIONS.subject, subject),
      memory.recallEach('provider’s rules about a service', SERVICE_QUESTIONS.provider, context),
    ],
    proofs: memory.recallEach('proofs of a service', SERVICE_QUESTIONS.proofs, context),
    zones,
    lanes: [],
    visible: { consumer: false, provider: true },
  };
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
    asked,
    { id: service.id, region: service.region },
    context.connections.map((item): SubjectConnection => ({
      endpoint: item.endpointId,
      ...(item.endpointOwner === undefined ? {} : { account: item.endpointOwner }),
      region: item.endpointRegion ?? item.region,
      ...(item.state === undefined ? {} : { state: item.state }),
    })),
  );
}

type Identity = Pick<SubjectDiagnosis, 'id' | 'name' | 'kind' | 'type' | 'account' | 'region'>;

/** What rules and proofs said of one subject, and what else its path is judged on. */
interface Asked {
  readonly type: SubjectType | undefined;
  readonly said: readonly Answers<Evaluated>[];
  readonly proofs: Answers<Proof>;
  readonly zones: readonly string[];
  readonly lanes: readonly Lane[];
  readonly visible: { readonly consumer: boolean; readonly provider: boolean };
}

/** What is the same for all subjects of whom the same was said. */
interface Judged {
  readonly path: JudgedPath;
  readonly evaluated: readonly Evaluated[];
  readonly gaps: Overview['gaps'];
  readonly notEvaluated: readonly NotEvaluated[];
  readonly common: Pick<SubjectDiagnosis, 'verdict' | 'verdictConfidence' | 'sides' | 'rootCause'>;
  readonly assumptions: readonly string[];
}

function compose(
  run: EngineRun,
  identity: Identity,
  asked: Asked,
  about: Omit<Overview, 'gaps'>,
  connections: readonly SubjectConnection[],
): SubjectDiagnosis {
  const { memory, policy } = run;
  const { type } = asked;
  const { path, common, ...judged } = memory.once('judged', essentials(run, asked), () => judge(asked, memory, policy));
  const remarks = remarkable(run, asked).map((item) => run.remarksOf(item, path.causes));
  const overview: Overview = { ...about, gaps: judged.gaps };
  const notes = rulesOf(type).flatMap((rule) =>
    rule.side === 'diagnosis' ? rule.check(overview).map((draft) => ({ rule, draft })) : [],
  );
  const covered = notes.flatMap(({ rule, draft }) => coveredBy(rule, draft, policy) ?? []);
  const noted = notes
    .filter(({ rule, draft }) => coveredBy(rule, draft, policy) === undefined)
    .map(({ rule, draft }) => withSeverity(toFinding(rule, draft, rule.hop, rule.effect), policy));
  const explained = remarks.flatMap((one) => one.suppressed);
  const subject: Omit<SubjectDiagnosis, 'summary'> = {
    ...identity,
    ...common,
    hops: path.hops,
    findings: sortFindings([...path.findings, ...remarks.flatMap((one) => one.findings), ...noted], path.hops),
    connections,
    suppressed: [...path.suppressed, ...explained, ...covered],
    notEvaluated:
      explained.length === 0
        ? judged.notEvaluated
        : notEvaluated(judged.evaluated, path, [...path.suppressed, ...explained], memory),
    assumptions: judged.assumptions,
  };
  return { ...subject, summary: summarize(subject) };
}

/** What a path is judged on, each part the same object where it is the same to the letter. */
function essentials({ essenceOf, essenceOfAll, essenceOfProof, memory }: EngineRun, asked: Asked): readonly unknown[] {
  const { type, said, proofs, zones, lanes, visible } = asked;
  return [
    type,
    ...said.flatMap(({ together, apart }) => [...together.map(essenceOfAll), 'and', ...apart.map(essenceOf), 'of']),
    ...[...proofs.together, ...proofs.apart].map(essenceOfProof),
    'to',
    ...zones,
    'by',
    ...lanes.map(memory.share),
    visible.consumer,
    visible.provider,
  ];
}

/** What was said that has remarks in it. */
function remarkable({ remarkableIn }: EngineRun, { said }: Asked): readonly Evaluated[] {
  return said.flatMap(({ together, apart }) => [...together.flatMap(remarkableIn), ...apart.filter(hasRemarks)]);
}

function hasRemarks(item: Evaluated): boolean {
  return remarksIn(item).length > 0;
}

function judge({ type, said, proofs, zones, lanes, visible }: Asked, memory: Memory, policy: FindingPolicy): Judged {
  const evaluated = inOrder(said.flatMap((answers) => answers.all()));
  const hops = hopsOf(type);
  const proved = proofs.all();
  const known = new Map(hops.flatMap((hop, i) => (proved[i] === undefined ? [] : [[hop, proved[i]]])));
  const path = judgePath(type, evaluated, known, zones, memory, policy, lanes);
  const verdict = verdictOf(path.hops, path.findings);
  const rootCause = rootCauseOf(path.hops, path.findings, SYMPTOMS);
  const assumptions = evaluated.flatMap(({ result }) => (isJudgement(result) ? (result.assumptions ?? []) : []));
  return {
    path,
    evaluated,
    gaps: gapsOf(evaluated, path),
    notEvaluated: notEvaluated(evaluated, path, path.suppressed, memory),
    common: {
      verdict,
      verdictConfidence: verdictConfidence(verdict, path.hops, path.findings, path.passConfidence),
      sides: {
        consumer: { verdict: sideVerdict('consumer', path.hops, path.findings, visible.consumer) },
        provider: { verdict: sideVerdict('provider', path.hops, path.findings, visible.provider) },
      },
      ...(rootCause === undefined ? {} : { rootCause }),
    },
    assumptions: [...new Set(assumptions)],
  };
}

const SYMPTOMS: ReadonlySet<string> = new Set(RULES.flatMap(({ id, symptom }) => (symptom === true ? [id] : [])));

function gapsOf(evaluated: readonly Evaluated[], path: JudgedPath): Overview['gaps'] {
  return [
    ...evaluated.filter(lacksSomething).map(({ rule, result }) => ({
      rule: rule.id,
      hop: rule.hop,
      gap: result.gap,
      isOptional: !touchesVerdict(rule),
    })),
    ...path.proofGaps.map(({ hop, gap }) => ({ rule: hop, hop, gap, isOptional: false })),
  ];
}

function lacksSomething(item: Evaluated): item is Evaluated & { readonly result: { readonly gap: Gap } } {
  return item.result !== 'not-applicable' && item.result.gap !== undefined;
}

/** Rules that could not speak. What only the hop itself lacks is told under the rule about missing knowledge. */
function notEvaluated(
  evaluated: readonly Evaluated[],
  path: JudgedPath,
  suppressed: readonly Suppressed[],
  memory: Memory,
): readonly NotEvaluated[] {
  const explained = [...new Map(suppressed.map((item) => [item.rule, item.by]))].flatMap(
    ([rule, by]): readonly NotEvaluated[] => {
      const hop = evaluated.find((item) => item.rule.id === rule)?.rule.hop;
      const isOpen = path.hops.some((item) => item.hop === hop && item.state === 'unknown');
      return hop !== undefined && isOpen ? [{ rule, hop, reason: 'suppressed', missing: [by] }] : [];
    },
  );
  const rules = evaluated.filter(lacksSomething).map(({ rule, result: { gap } }): NotEvaluated => ({
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
