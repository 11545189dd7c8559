import type { Effect } from './diagnosis.ts';
import { weakly } from './weakly.ts';
import type { CheckResult, Draft, Judgement, Rule } from './rules/rule.ts';

/* What one rule said about one subject, and what of it counts for the path. */

/** One rule with what it said about one subject. */
export interface Evaluated {
  readonly rule: Rule;
  readonly result: CheckResult;
}

/** The effects that change the state of a hop and so the verdict. */
export const TOUCHES_PATH: ReadonlySet<Effect> = new Set(['breaks', 'impairs']);

/** True for a rule whose pass, or whose gap, counts for the state of its hop. */
export function touchesVerdict(rule: Rule): boolean {
  return TOUCHES_PATH.has(rule.effect) && rule.optional !== true;
}

/**
 * True where what a rule said counts: an optional one is heard when it found a fault, or measured that there is none, or did
 * not get what somebody asked for.
 */
export function speaks(item: Evaluated): boolean {
  if (touchesVerdict(item.rule)) return true;
  return (
    TOUCHES_PATH.has(item.rule.effect) && (countingDrafts(item).length > 0 || measuresHop(item) || isLeftOpen(item))
  );
}

/** What nobody asked for leaves nothing open; what was asked for, and is not there in full, may hide a fault. */
export function isLeftOpen({ rule, result }: Evaluated): boolean {
  if (result === 'not-applicable' || result.gap === undefined) return false;
  return touchesVerdict(rule) || result.gap.unanswered === true;
}

/** True for a rule that no hop rests on, whatever it says of this subject. */
export function isBeside(item: Evaluated): boolean {
  return !TOUCHES_PATH.has(item.rule.effect) && countingDrafts(item).length === 0 && !measuresHop(item);
}

/** What a rule said without its remarks: all that the path is judged on. */
export const onPath = weakly((item: Evaluated): Evaluated => {
  const { rule, result } = item;
  if (!isJudgement(result)) return item;
  if (isBeside(item)) {
    const { gap, assumptions } = result;
    const open = { ...(gap === undefined ? {} : { gap }), ...(assumptions === undefined ? {} : { assumptions }) };
    return { rule, result: { instances: [], findings: [], ...open } };
  }
  const findings = countingDrafts(item);
  return findings.length === result.findings.length ? item : { rule, result: { ...result, findings } };
});

/** What a rule found that changes no verdict. */
export function remarksIn(item: Evaluated): readonly Draft[] {
  if (!isJudgement(item.result) || item.result.findings.length === 0) return [];
  const counting = countingDrafts(item);
  return item.result.findings.filter((draft) => !counting.includes(draft));
}

/** True for a rule that measured its hop instead of predicting it, and whole. */
export function measuresHop({ result }: Evaluated): boolean {
  return isJudgement(result) && result.confidence === 'measured' && result.gap === undefined;
}

export function isJudgement(result: CheckResult): result is Judgement {
  return result !== 'not-applicable' && 'findings' in result;
}

/** Drafts that touch the path: these are the ones that explain others away. */
export function countingDrafts({ rule, result }: Evaluated): readonly Draft[] {
  if (!isJudgement(result)) return [];
  return result.findings.filter((draft) => TOUCHES_PATH.has(draft.effect ?? rule.effect));
}
