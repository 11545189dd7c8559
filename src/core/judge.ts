import { coveredBy, withoutCovered, withSeverity } from './covered.ts';
import { NO_POLICY, type FindingPolicy } from './configuration/suppress.ts';
import type { Confidence, Finding, Hop, HopInstance, HopResult, HopState, Suppressed } from './diagnosis.ts';
import {
  countingDrafts,
  isBeside,
  isJudgement,
  onPath,
  speaks,
  isLeftOpen,
  TOUCHES_PATH,
  type Evaluated,
} from './evaluated.ts';
import { hopsOf } from './hops.ts';
import { isMeasured, measuredOf } from './measurements.ts';
import { createMemory, type Memory } from './recall.ts';
import { describeGap, joinGaps, type Gap } from './needs.ts';
import {
  comparable,
  dimensionsOf,
  mergeInstances,
  stateOfInstances,
  stateOfZones,
  worst,
  type Dimension,
} from './dimensions.ts';
import { toFinding, unexplained } from './findings.ts';
import type { Proof } from './proofs/proof.ts';
import { LANE_RULES, type Lane } from './rules/lanes.ts';
import type { Instance, Judgement, Rule, SubjectType } from './rules/rule.ts';

/* From what the checks found to the state of each hop and the effect of each finding. */

export interface JudgedPath {
  readonly hops: readonly HopResult[];
  /** What counts for the path; remarks are told besides. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  /** What each hop could not be judged on, beside the rules' own gaps. */
  readonly proofGaps: readonly { readonly hop: Hop; readonly gap: Gap }[];
  /** `heuristic` when a pass rests on an assumption. */
  readonly passConfidence: Confidence;
  /** What found a fault that counts, by its rule: it explains what others found. */
  readonly causes: ReadonlyMap<string, Evaluated>;
}

/**
 * Judges every hop in order. A zone that one hop blocks is dead for all later ones: a path breaks where its last zone dies.
 *
 * @param zones the zones that the subject's traffic can take; empty when zones do not apply
 * @param policy what a configuration says of severities and suppressions
 * @param memory of the run, in which hops of the same ingredients are judged once
 * @param lanes the ways of the flow that was asked about, where each of them is known
 */
export function judgePath(
  type: SubjectType | undefined,
  evaluated: readonly Evaluated[],
  proofs: ReadonlyMap<Hop, Proof>,
  zones: readonly string[],
  memory: Memory = createMemory(),
  policy: FindingPolicy = NO_POLICY,
  lanes: readonly Lane[] = [],
): JudgedPath {
  const items = evaluated.map(onPath);
  const measured = measuredOf(items, zones);
  const overridden = new Map(
    items.flatMap((item) => {
      const by = measured.overrides(item);
      return by === undefined ? [] : [[item, by]];
    }),
  );
  const fired = new Map<string, Evaluated>(
    items.flatMap((item) => (countingDrafts(item).length > 0 && !overridden.has(item) ? [[item.rule.id, item]] : [])),
  );
  const suppressed: Suppressed[] = [];
  const counted: Evaluated[] = [];
  const hidden: Evaluated[] = [];
  const covered: Evaluated[] = [];
  const count = (item: Evaluated): void => {
    const drafts = isJudgement(item.result) ? item.result.findings : [];
    const entries = drafts.flatMap((draft) => coveredBy(item.rule, draft, policy) ?? []);
    suppressed.push(...entries);
    if (entries.length > 0 && entries.length === drafts.length) covered.push(item);
    else counted.push(entries.length === 0 ? item : withoutCovered(item, policy));
  };
  for (const item of items) {
    if (isBeside(item)) continue;
    const measuredBy = overridden.get(item);
    const by = measuredBy ?? item.rule.suppressedBy.find((id) => fired.has(id));
    if (by === undefined || !isJudgement(item.result) || item.result.findings.length === 0) {
      count(item);
      continue;
    }
    const cause = fired.get(by);
    const { findings: drafts } = item.result;
    const kept =
      measuredBy === undefined && cause !== undefined ? unexplained(item.rule, item.result, cause) : ([] as const);
    const told = drafts.filter((draft) => !kept.includes(draft));
    suppressed.push(...told.map((draft) => ({ rule: item.rule.id, by, resource: draft.resource })));
    if (kept.length > 0) count({ ...item, result: { ...item.result, findings: kept } });
    // What was measured leaves nothing open behind it.
    else if (measuredBy === undefined) hidden.push(item);
  }
  const countedAt = byHop(counted);
  const besideAt = byHop(items.filter(isBeside));
  const dead = new Set<string>();
  const hops: HopResult[] = [];
  const findings: Finding[] = [];
  const proofGaps: { hop: Hop; gap: Gap }[] = [];
  let passConfidence: Confidence = 'deterministic';
  let alive = lanes;
  const doubted = new Set<Lane>();
  for (const hop of hopsOf(type)) {
    const before = alive;
    const decided = measured.decides(hop);
    // What was measured got through where a way was thought to end; what lies behind on that way was never followed.
    alive = decided ? before : before.filter((lane) => lane.lost !== hop);
    for (const lane of lanes) if (lane.doubt === hop || (decided && lane.lost === hop)) doubted.add(lane);
    const own = countedAt.get(hop) ?? [];
    const noted = besideAt.get(hop) ?? [];
    const beside = noted.flatMap(({ rule, result }) => (isJudgement(result) ? rule : []));
    const isLookedAt = own.length + noted.length > 0;
    const known = proofs.get(hop) ?? { kind: 'by-rules' };
    const proof = decided ? measuredProof(known, measured.proofOf(hop)) : known;
    const muted: Muted = {
      explained: decided ? [] : hidden.filter((item) => item.rule.hop === hop),
      covered: covered.filter((item) => item.rule.hop === hop),
    };
    const speaking = own.filter((item) => (decided ? isMeasured(item) : true) && speaks(item));
    const left = leftAt(hop, before, alive, doubted, own);
    const parts = [
      ...own,
      'remarks',
      isLookedAt,
      ...beside,
      'beside',
      ...muted.explained,
      'under',
      ...muted.covered,
      'with',
      ...speaking,
      proof,
      'without',
      ...[...dead].sort(),
      'of',
      ...zones,
      'by',
      left.kind,
      ...left.takers,
    ];
    const judged = memory.once(hop, parts, () => {
      const made = judgeHop(hop, { own, beside, isLookedAt }, speaking, muted, proof, dead, zones, left);
      return { ...made, result: memory.share(made.result) };
    });
    hops.push(judged.result);
    findings.push(...judged.findings.map((finding) => withSeverity(finding, policy)));
    if (proof.kind === 'gap') proofGaps.push({ hop, gap: proof.gap });
    if (judged.result.state === 'pass' && judged.heuristic) passConfidence = 'heuristic';
    for (const zone of judged.died) dead.add(zone);
  }
  return { hops, findings, suppressed, proofGaps, passConfidence, causes: fired };
}

function byHop(items: readonly Evaluated[]): ReadonlyMap<Hop, readonly Evaluated[]> {
  const found = new Map<Hop, Evaluated[]>();
  for (const item of items) {
    const own = found.get(item.rule.hop);
    if (own === undefined) found.set(item.rule.hop, [item]);
    else own.push(item);
  }
  return found;
}

/** What is still to be known of a hop that was measured: nothing. */
function measuredProof(known: Proof, elsewhere: string | undefined): Proof {
  if (known.kind === 'not-applicable') return known;
  if (elsewhere !== undefined) return { kind: 'pass', statement: elsewhere };
  return known.kind === 'gap' ? { kind: 'by-rules' } : known;
}

/** Whose findings are all told besides: another rule explains them, or an entry of the configuration covers them. */
interface Muted {
  readonly explained: readonly Evaluated[];
  readonly covered: readonly Evaluated[];
}

interface JudgedHop {
  readonly result: HopResult;
  readonly findings: readonly Finding[];
  readonly died: readonly string[];
  readonly heuristic: boolean;
}

/** What was asked at a hop. */
interface Asked {
  /** What counts for the hop, if it has something to say. */
  readonly own: readonly Evaluated[];
  /** The rules that looked and change no verdict. */
  readonly beside: readonly Rule[];
  /** False where no rule stands at the hop at all. */
  readonly isLookedAt: boolean;
}

/** @param speaking those of the hop's own that its state rests on */
function judgeHop(
  hop: Hop,
  { own, beside, isLookedAt }: Asked,
  speaking: readonly Evaluated[],
  muted: Muted,
  proof: Proof,
  dead: ReadonlySet<string>,
  zones: readonly string[],
  left: Left,
): JudgedHop {
  const judgements = speaking.flatMap(({ result }) => (isJudgement(result) ? [result] : []));
  const shown = proof.kind === 'pass' ? (proof.instances ?? []) : [];
  const dimensions = dimensionsOf(speaking);
  const known = [...shown, ...dimensions.flatMap((dimension) => dimension.instances)];
  const instances = mergeInstances([...known, ...doubtfulOf([...muted.explained, ...muted.covered])]);
  const died = instances.flatMap((item) => (item.state === 'fail' && item.zoneId !== undefined ? [item.zoneId] : []));
  const stateIn = (dimension: Dimension): HopState =>
    byLanes(
      dimension,
      left,
      dimension.zonal ? stateOfZones(dimension.instances, dead, zones) : stateOfInstances(dimension.instances),
    );
  const proven = speaking.some(isSuspicion) ? dimensionsOf(speaking.map(withoutSuspicion)) : dimensions;
  const judged = dimensions.map((dimension, at) => ({
    ...dimension,
    state: stateIn(dimension),
    sure: stateIn(proven[at] ?? dimension),
  }));
  const faulty = worst(judged.map((dimension) => dimension.state));
  const isLost = left.kind === 'none' && muted.covered.length === 0 && !judged.some(({ state: one }) => one === 'fail');
  const gaps = [...gapsOf(speaking, proof), ...(isLost ? [NOTHING_LEFT] : [])];
  const state = hopState(faulty, gaps, isLookedAt, muted, proof, judgements);
  const findings = own.flatMap((item) =>
    findingsOf(
      item,
      hop,
      judged.find((dimension) => dimension.rules.has(item.rule.id)),
      left,
    ),
  );
  const looked = [...own.flatMap(({ rule, result }) => (isJudgement(result) ? rule : [])), ...beside];
  return {
    result: {
      hop,
      state,
      rules: [...new Set(looked.map(({ id }) => id))].sort(),
      instances: instances.map(({ zoneId, resource, state: instanceState }): HopInstance => ({
        ...(zoneId === undefined ? {} : { zoneId }),
        ...(resource === undefined ? {} : { resource }),
        state: instanceState,
      })),
      statement: statementOf(state, gaps, findings, muted, proof, judgements),
    },
    findings,
    died,
    heuristic: judgements.some((item) => item.confidence === 'heuristic' || (item.assumptions ?? []).length > 0),
  };
}

/** The instances whose faults another finding explains or the configuration covers: nobody proved that these are good. */
function doubtfulOf(muted: readonly Evaluated[]): readonly Instance[] {
  return muted
    .filter((item) => countingDrafts(item).length > 0)
    .flatMap(({ result }) => (isJudgement(result) ? comparable(result.instances) : []))
    .filter(({ state }) => state === 'fail' || state === 'warn')
    .map((instance) => ({ ...instance, state: 'unknown' }));
}

/** Reasons why the hop cannot be called good. A proof that stands alone needs no rule of the other side. */
function gapsOf(speaking: readonly Evaluated[], proof: Proof): readonly Gap[] {
  if (proof.kind === 'not-applicable') return [];
  const alone = proof.kind === 'pass' && proof.alone === true;
  const fromRules = speaking.flatMap((item) => {
    const { rule, result } = item;
    if (result === 'not-applicable' || !isLeftOpen(item) || (alone && rule.side === 'provider')) return [];
    return result.gap ?? [];
  });
  return [...(proof.kind === 'gap' ? [proof.gap] : []), ...fromRules];
}

function hopState(
  faulty: HopState,
  gaps: readonly Gap[],
  isLookedAt: boolean,
  muted: Muted,
  proof: Proof,
  judgements: readonly Judgement[],
): HopState {
  if (faulty === 'fail' || faulty === 'warn') return faulty;
  if (proof.kind === 'not-applicable') return 'not-applicable';
  const mutedCounts =
    muted.explained.some(({ rule }) => TOUCHES_PATH.has(rule.effect)) ||
    muted.covered.some((item) => countingDrafts(item).length > 0);
  if (gaps.length > 0 || mutedCounts || faulty === 'unknown') return 'unknown';
  if (proof.kind === 'pass') return 'pass';
  if (judgements.length > 0) return 'pass';
  return isLookedAt ? 'not-applicable' : 'unknown';
}

function statementOf(
  state: HopState,
  gaps: readonly Gap[],
  findings: readonly Finding[],
  muted: Muted,
  proof: Proof,
  judgements: readonly Judgement[],
): string {
  const counting = findings.filter((finding) => TOUCHES_PATH.has(finding.effect));
  if (state === 'fail' || state === 'warn') return counting[0]?.message ?? '';
  if (state === 'not-applicable') return proof.kind === 'not-applicable' ? proof.statement : 'It does not apply here.';
  if (state === 'unknown') {
    const joined = joinGaps(gaps);
    if (joined !== undefined) return describeGap(joined);
    const covered = muted.covered.map(({ rule }) => rule.id).join(', ');
    if (covered !== '') return `Suppressed by the configuration (${covered}), so it is not called good.`;
    const names = muted.explained.map(({ rule }) => rule.id).join(', ');
    return names === ''
      ? 'Nothing that was read decides it.'
      : `Noted besides (${names}); another finding explains it first.`;
  }
  const reasons = [
    ...(proof.kind === 'pass' ? [proof.statement] : []),
    ...judgements.flatMap((item) => item.statement ?? []),
  ];
  return [...new Set(reasons)].join(' ');
}

interface Left {
  /** Whether a hop leaves any of the ways of the flow that was asked about; `not-known` where it was asked about none. */
  readonly kind: 'some' | 'none' | 'not-known';
  /** The rules that tell of the ways that are lost at the hop. */
  readonly takers: ReadonlySet<string>;
}

/**
 * What a hop leaves of the ways that were left before it. Where what takes the last way is suppressed, what explains it
 * stands for it.
 */
function leftAt(
  hop: Hop,
  before: readonly Lane[],
  alive: readonly Lane[],
  doubted: ReadonlySet<Lane>,
  own: readonly Evaluated[],
): Left {
  if (before.length === 0) return NOTHING_KNOWN;
  const lost = new Set(before.flatMap((lane) => (lane.lost === hop ? (lane.by ?? []) : [])));
  const faulty = own.flatMap(({ rule, result }) =>
    isJudgement(result) && result.instances.some(({ state }) => state !== 'pass') ? [rule.id as string] : [],
  );
  const takers = faulty.filter((id) => lost.has(id));
  const kind = alive.length === 0 ? 'none' : alive.every((lane) => doubted.has(lane)) ? 'not-known' : 'some';
  return { kind, takers: new Set(takers.length > 0 ? takers : faulty.filter((id) => LANE_RULES.has(id))) };
}

const NOTHING_KNOWN: Left = { kind: 'not-known', takers: new Set() };

const NOTHING_LEFT: Gap = {
  reason: 'input-missing',
  missing: ['a way that all hops let through: each lets some through, none the same'],
};

/** What takes the last way breaks the path, however small its part; what leaves one does not. */
function byLanes({ rules, faulty }: Dimension, left: Left, state: HopState): HopState {
  if (left.kind === 'none' && state === 'warn' && [...rules].some((rule) => left.takers.has(rule))) return 'fail';
  return left.kind === 'some' && state === 'fail' && [...faulty].every((rule) => LANE_RULES.has(rule)) ? 'warn' : state;
}

/** What was judged of the things that a rule speaks of, and what is left of it without suspicions. */
interface Scope {
  readonly state: HopState;
  readonly sure: HopState;
}

function findingsOf({ rule, result }: Evaluated, hop: Hop, scope: Scope | undefined, left: Left): readonly Finding[] {
  if (!isJudgement(result)) return [];
  const isTaker = left.kind === 'none' && left.takers.has(rule.id);
  const fails = result.instances.some(({ state }) => state === 'fail' || (isTaker && state === 'warn'));
  return result.findings.map((draft) => {
    const declared = draft.effect ?? rule.effect;
    // What is proven of a part breaks no path whose other part is only suspected.
    const state = (draft.confidence ?? rule.confidence) === 'heuristic' ? scope?.state : scope?.sure;
    const effect = !TOUCHES_PATH.has(declared) ? declared : state === 'fail' && fails ? 'breaks' : 'impairs';
    return toFinding(rule, draft, hop, effect);
  });
}

/** True for what found nothing but what may be a fault. */
function isSuspicion(item: Evaluated): boolean {
  const drafts = countingDrafts(item);
  return drafts.length > 0 && drafts.every(({ confidence = item.rule.confidence }) => confidence === 'heuristic');
}

function withoutSuspicion(item: Evaluated): Evaluated {
  if (!isSuspicion(item) || !isJudgement(item.result)) return item;
  const instances = item.result.instances.map((instance): Instance => ({ ...instance, state: 'unknown' }));
  return { rule: item.rule, result: { ...item.result, instances } };
}
