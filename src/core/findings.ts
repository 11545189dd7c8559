import type { FindingPolicy } from './configuration/suppress.ts';
import { coveredBy, withSeverity } from './covered.ts';
import type { Effect, Finding, Hop, Suppressed } from './diagnosis.ts';
import { isJudgement, remarksIn, type Evaluated } from './evaluated.ts';
import type { Draft, Judgement, Rule } from './rules/rule.ts';
import type { Severity } from './severity.ts';

/* From what a rule drafted to a finding, or to what explains it away. */

/** What a rule found that changes no verdict. */
export interface Remarks {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
}

/**
 * What a rule found that changes no verdict: no hop rests on it.
 *
 * @param causes what found a fault that counts, by its rule
 */
export function remarksOf(item: Evaluated, causes: ReadonlyMap<string, Evaluated>, policy: FindingPolicy): Remarks {
  const { rule, result } = item;
  const drafts = remarksIn(item);
  if (!isJudgement(result) || drafts.length === 0) return NO_REMARKS;
  const by = rule.suppressedBy.find((id) => causes.has(id));
  const cause = by === undefined ? undefined : causes.get(by);
  const kept = cause === undefined ? drafts : unexplained(rule, { ...result, findings: drafts }, cause);
  const shown = kept.filter((draft) => coveredBy(rule, draft, policy) === undefined);
  return {
    findings: shown.map((draft) => withSeverity(toFinding(rule, draft, rule.hop, draft.effect ?? rule.effect), policy)),
    suppressed: [
      ...drafts.flatMap((draft) =>
        by === undefined || kept.includes(draft) ? [] : [{ rule: rule.id, by, resource: draft.resource }],
      ),
      ...kept.flatMap((draft) => coveredBy(rule, draft, policy) ?? []),
    ],
  };
}

const NO_REMARKS: Remarks = { findings: [], suppressed: [] };

/**
 * The findings that a cause does not explain: those of a resource that the cause found good. A group without targets
 * explains its own lack of healthy ones, not that of the group beside it.
 */
export function unexplained(rule: Rule, { findings, instances }: Judgement, cause: Evaluated): readonly Draft[] {
  if (cause.rule.hop !== rule.hop || !isJudgement(cause.result)) return [];
  const good = new Set(
    cause.result.instances.flatMap(({ resource, state }) => (state === 'pass' ? (resource ?? []) : [])),
  );
  const isGood = (resource: string | undefined): boolean => resource !== undefined && good.has(resource);
  const own = findings.filter(({ resource }) => isGood(resource));
  const elsewhere = instances.some(({ resource, state }) => state !== 'pass' && isGood(resource));
  return own.length > 0 || !elsewhere ? own : findings;
}

const isSevere = (severity: Severity): boolean => severity === 'critical' || severity === 'high';

/**
 * The finding with the rule's words; what is only suspected is never called critical, nor what other zones make up for, and
 * what takes the last way is never less than high.
 */
export function toFinding(rule: Rule, draft: Draft, hop: Hop, effect: Effect): Finding {
  const confidence = draft.confidence ?? rule.confidence;
  const declared = draft.severity ?? rule.severity;
  const severity = effect === 'breaks' && !isSevere(declared) ? 'high' : declared;
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
