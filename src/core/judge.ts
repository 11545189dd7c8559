import { coveredBy, withoutCovered, withSeverity } from './covered.ts';
import { NO_POLICY, type FindingPolicy } from './configuration/suppress.ts';
import type { Confidence, Effect, Finding, Hop, HopInstance, HopResult, HopState, Suppressed } from './diagnosis.ts';
import { countingDrafts, isJudgement, speaks, touchesVerdict, TOUCHES_PATH, type Evaluated } from './evaluated.ts';
import { hopsOf } from './hops.ts';
import { isMeasured, measuredOf } from './measurements.ts';
import { createMemory, type Memory } from './recall.ts';
import { describeGap, joinGaps, type Gap } from './needs.ts';
import type { Proof } from './proofs/proof.ts';
import type { Draft, Instance, Judgement, Rule, SubjectType } from './rules/rule.ts';

/* From what the checks found to the state of each hop and the effect of each finding. */

export interface JudgedPath {
  readonly hops: readonly HopResult[];
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  /** What each hop could not be judged on, beside the rules' own gaps. */
  readonly proofGaps: readonly { readonly hop: Hop; readonly gap: Gap }[];
  /** `heuristic` when a pass rests on an assumption. */
  readonly passConfidence: Confidence;
}

/**
 * Judges every hop in order. A zone that one hop blocks is dead for all later ones: a path breaks where its last zone dies.
 *
 * @param zones the zones that the subject's traffic can take; empty when zones do not apply
 * @param policy what a configuration says of severities and suppressions
 * @param memory of the run, in which hops of the same ingredients are judged once
 */
export function judgePath(
  type: SubjectType | undefined,
  evaluated: readonly Evaluated[],
  proofs: ReadonlyMap<Hop, Proof>,
  zones: readonly string[],
  memory: Memory = createMemory(),
  policy: FindingPolicy = NO_POLICY,
): JudgedPath {
  const measured = measuredOf(evaluated, zones);
  const overridden = new Map(
    evaluated.flatMap((item) => {
      const by = measured.overrides(item);
      return by === undefined ? [] : [[item, by]];
    }),
  );
  const fired = new Set<string>(
    evaluated.flatMap((item) => (countingDrafts(item).length > 0 && !overridden.has(item) ? [item.rule.id] : [])),
  );
  const suppressed: Suppressed[] = [];
  const counted: Evaluated[] = [];
  const hidden: Evaluated[] = [];
  const covered: Evaluated[] = [];
  for (const item of evaluated) {
    const by = overridden.get(item) ?? item.rule.suppressedBy.find((id) => fired.has(id));
    const drafts = isJudgement(item.result) ? item.result.findings : [];
    if (by === undefined || drafts.length === 0) {
      const entries = drafts.flatMap((draft) => coveredBy(item.rule, draft, policy) ?? []);
      suppressed.push(...entries);
      if (entries.length > 0 && entries.length === drafts.length) covered.push(item);
      else counted.push(entries.length === 0 ? item : withoutCovered(item, policy));
      continue;
    }
    suppressed.push(...drafts.map((draft) => ({ rule: item.rule.id, by, resource: draft.resource })));
    // What was measured leaves nothing open behind it.
    if (!overridden.has(item)) hidden.push(item);
  }
  const dead = new Set<string>();
  const hops: HopResult[] = [];
  const findings: Finding[] = [];
  const proofGaps: { hop: Hop; gap: Gap }[] = [];
  let passConfidence: Confidence = 'deterministic';
  for (const hop of hopsOf(type)) {
    const own = counted.filter((item) => item.rule.hop === hop && item.rule.side !== 'diagnosis');
    const known = proofs.get(hop) ?? { kind: 'by-rules' };
    const decided = measured.decides(hop);
    const proof = decided ? measuredProof(known, measured.proofOf(hop)) : known;
    const muted: Muted = {
      explained: decided ? [] : hidden.filter((item) => item.rule.hop === hop),
      covered: covered.filter((item) => item.rule.hop === hop),
    };
    const speaking = own.filter((item) => (decided ? isMeasured(item) : true) && speaks(item));
    const parts = [
      ...own,
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
    ];
    const judged = memory.once(hop, parts, () => {
      const made = judgeHop(hop, own, speaking, muted, proof, dead, zones);
      return { ...made, result: memory.share(made.result) };
    });
    hops.push(judged.result);
    findings.push(...judged.findings.map((finding) => withSeverity(finding, policy)));
    if (proof.kind === 'gap') proofGaps.push({ hop, gap: proof.gap });
    if (judged.result.state === 'pass' && judged.heuristic) passConfidence = 'heuristic';
    for (const zone of judged.died) dead.add(zone);
  }
  return { hops, findings, suppressed, proofGaps, passConfidence };
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

/** @param speaking those of `own` that the state of the hop rests on */
function judgeHop(
  hop: Hop,
  own: readonly Evaluated[],
  speaking: readonly Evaluated[],
  muted: Muted,
  proof: Proof,
  dead: ReadonlySet<string>,
  zones: readonly string[],
): JudgedHop {
  const judgements = speaking.flatMap(({ result }) => (isJudgement(result) ? [result] : []));
  const proven = proof.kind === 'pass' ? (proof.instances ?? []) : [];
  const dimensions = dimensionsOf(speaking);
  const instances = mergeInstances([...proven, ...dimensions.flatMap((dimension) => dimension.instances)]);
  const died = instances.flatMap((item) => (item.state === 'fail' && item.zoneId !== undefined ? [item.zoneId] : []));
  const judged = dimensions.map((dimension) => ({
    ...dimension,
    state: dimension.zonal ? stateOfZones(dimension.instances, dead, zones) : stateOfInstances(dimension.instances),
  }));
  const faulty = worst(judged.map((dimension) => dimension.state));
  const gaps = gapsOf(speaking, proof);
  const state = hopState(faulty, gaps, own, muted, proof, judgements);
  const findings = own.flatMap((item) =>
    findingsOf(item, hop, judged.find((dimension) => dimension.rules.has(item.rule.id))?.state ?? 'not-applicable'),
  );
  const evaluatedRules = own.filter(({ result }) => isJudgement(result)).map(({ rule }) => rule.id);
  return {
    result: {
      hop,
      state,
      rules: [...new Set(evaluatedRules)].sort(),
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

/** Reasons why the hop cannot be called good. A proof that stands alone needs no rule of the other side. */
function gapsOf(speaking: readonly Evaluated[], proof: Proof): readonly Gap[] {
  if (proof.kind === 'not-applicable') return [];
  const alone = proof.kind === 'pass' && proof.alone === true;
  const fromRules = speaking.flatMap(({ rule, result }) => {
    if (!touchesVerdict(rule) || result === 'not-applicable') return [];
    if (alone && rule.side === 'provider') return [];
    return result.gap === undefined ? [] : [result.gap];
  });
  return [...(proof.kind === 'gap' ? [proof.gap] : []), ...fromRules];
}

function hopState(
  faulty: HopState,
  gaps: readonly Gap[],
  own: readonly Evaluated[],
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
  return own.length === 0 ? 'unknown' : 'not-applicable';
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

/** Instances that are each other's alternatives: the zones, or one kind of resource. */
interface Dimension {
  readonly rules: ReadonlySet<string>;
  readonly zonal: boolean;
  readonly instances: readonly Instance[];
}

/** Rules that judge the same zones, or a resource in common, speak of the same alternatives. */
function dimensionsOf(rules: readonly Evaluated[]): readonly Dimension[] {
  const found: Dimension[] = [];
  for (const { rule, result } of rules) {
    if (!isJudgement(result) || result.instances.length === 0) continue;
    const instances = comparable(result.instances);
    const zonal = instances.some((instance) => instance.zoneId !== undefined);
    const resources = new Set(instances.map((instance) => instance.resource));
    const at = found.findIndex((item) =>
      zonal ? item.zonal : !item.zonal && item.instances.some((instance) => resources.has(instance.resource)),
    );
    const known = at < 0 ? undefined : found.splice(at, 1)[0];
    found.push({
      rules: new Set([...(known?.rules ?? []), rule.id]),
      zonal,
      instances: mergeInstances([...(known?.instances ?? []), ...instances]),
    });
  }
  return found;
}

/** Zones stand beside zones only: where one instance's zone is not known, the rule's instances are told by resource. */
function comparable(instances: readonly Instance[]): readonly Instance[] {
  const named = instances.filter((instance) => instance.zoneId !== undefined);
  if (named.length === 0 || named.length === instances.length) return instances;
  return instances.map(({ zoneId, resource, state }) => ({ resource: resource ?? zoneId ?? '', state }));
}

/** One instance a zone or resource, as bad as the worst rule says. */
function mergeInstances(instances: readonly Instance[]): readonly Instance[] {
  const merged = new Map<string, Instance>();
  for (const instance of instances) {
    const key = instance.zoneId === undefined ? `resource ${instance.resource ?? ''}` : `zone ${instance.zoneId}`;
    const known = merged.get(key);
    if (known === undefined) merged.set(key, instance);
    else merged.set(key, rank(instance.state) < rank(known.state) ? instance : known);
  }
  return [...merged.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, instance]) => instance);
}

const WORST_FIRST: readonly HopState[] = ['fail', 'warn', 'unknown', 'pass', 'not-applicable'];

function rank(state: HopState): number {
  return WORST_FIRST.indexOf(state);
}

function worst(states: readonly HopState[]): HopState {
  return [...states].sort((a, b) => rank(a) - rank(b))[0] ?? 'not-applicable';
}

/** `fail` only if nothing passes; `warn` when something does, or may. */
function stateOfInstances(instances: readonly Instance[]): HopState {
  if (instances.length === 0) return 'not-applicable';
  const states = instances.map((instance) => instance.state);
  if (states.every((state) => state === 'fail')) return 'fail';
  if (states.some((state) => state === 'fail' || state === 'warn')) return 'warn';
  return states.includes('unknown') ? 'unknown' : 'pass';
}

/**
 * The zones of a path are its alternatives: a hop fails when it takes the last one that was still alive. When an earlier
 * hop has taken them all, the hop is judged by itself.
 */
function stateOfZones(zonal: readonly Instance[], dead: ReadonlySet<string>, zones: readonly string[]): HopState {
  const own = stateOfInstances(zonal);
  if (own !== 'warn') return own;
  const alive = zones.filter((zone) => !dead.has(zone));
  const failing = new Set(zonal.filter((item) => item.state === 'fail').map((item) => item.zoneId));
  return failing.size > 0 && alive.length > 0 && alive.every((zone) => failing.has(zone)) ? 'fail' : 'warn';
}

function findingsOf({ rule, result }: Evaluated, hop: Hop, scope: HopState): readonly Finding[] {
  if (!isJudgement(result)) return [];
  const fails = result.instances.some((instance) => instance.state === 'fail');
  return result.findings.map((draft) => {
    const declared = draft.effect ?? rule.effect;
    const effect = !TOUCHES_PATH.has(declared) ? declared : scope === 'fail' && fails ? 'breaks' : 'impairs';
    return toFinding(rule, draft, hop, effect);
  });
}

/** The finding with the rule's words; what is only suspected is never called critical, nor what other zones make up for. */
export function toFinding(rule: Rule, draft: Draft, hop: Hop, effect: Effect): Finding {
  const confidence = draft.confidence ?? rule.confidence;
  const severity = draft.severity ?? rule.severity;
  const softened = confidence === 'heuristic' || (effect === 'impairs' && rule.effect === 'breaks');
  return {
    rule: rule.id,
    hop: draft.hop ?? hop,
    effect,
    severity: severity === 'critical' && softened ? 'high' : severity,
    confidence,
    owner: draft.owner ?? rule.owner,
    resource: draft.resource,
    title: draft.title ?? rule.title,
    message: draft.message,
    evidence: draft.evidence,
    fix: draft.fix ?? rule.fix,
    commands: draft.commands,
    docs: rule.docs,
  };
}
