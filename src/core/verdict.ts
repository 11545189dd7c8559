import type { Confidence, Finding, Hop, HopResult, Owner, RootCause, SubjectDiagnosis, Verdict } from './diagnosis.ts';
import { sideOf } from './hops.ts';
import { SEVERITIES, type Severity } from './severity.ts';
import { compareTexts } from './order.ts';

/* From hops and findings to one verdict, whose it is, and the sentence that says so. */

/**
 * broken: a hop fails for certain. degraded: a hop warns, or fails on a suspicion only. unknown: neither, and an
 * applicable hop could not be judged. healthy: every applicable hop passes.
 */
export function verdictOf(hops: readonly HopResult[], findings: readonly Finding[]): Verdict {
  const proven = hops.some((hop) => hop.state === 'fail' && breaksOf(hop, findings).some(isProven));
  if (proven) return 'broken';
  if (hops.some((hop) => hop.state === 'fail' || hop.state === 'warn')) return 'degraded';
  return hops.some((hop) => hop.state === 'unknown') ? 'unknown' : 'healthy';
}

/** What the verdict rests on: a suspicion is never more than heuristic; measured is a fault that was measured. */
export function verdictConfidence(
  verdict: Verdict,
  hops: readonly HopResult[],
  findings: readonly Finding[],
  passConfidence: Confidence,
): Confidence {
  if (verdict === 'healthy') return passConfidence;
  if (verdict === 'unknown') return 'deterministic';
  if (verdict === 'broken') {
    const [first] = hops.flatMap((hop) => breaksOf(hop, findings)).filter(isProven);
    return first?.confidence ?? 'deterministic';
  }
  const counting = findings.filter((finding) => finding.effect === 'breaks' || finding.effect === 'impairs');
  const suspected = hops.some((hop) => hop.state === 'fail') || counting.every((item) => !isProven(item));
  if (suspected) return 'heuristic';
  return counting.every((item) => item.confidence === 'measured') ? 'measured' : 'deterministic';
}

/**
 * The first proven break in the order of the hops, else the first suspected one.
 *
 * @param symptoms ids of rules whose findings show that something is wrong and not where
 */
export function rootCauseOf(
  hops: readonly HopResult[],
  findings: readonly Finding[],
  symptoms: ReadonlySet<string> = new Set(),
): RootCause | undefined {
  const breaks = hops.flatMap((hop) => breaksOf(hop, findings));
  const all = breaks.filter(isProven);
  const proven = all.find(({ rule }) => !symptoms.has(rule)) ?? all[0];
  const first = proven ?? breaks[0];
  if (first === undefined) return undefined;
  const at = hops.findIndex((hop) => hop.hop === first.hop);
  return {
    rule: first.rule,
    hop: first.hop,
    owner: first.owner,
    suspected: proven === undefined,
    unjudgedBefore: hops.slice(0, at).flatMap((hop) => (hop.state === 'unknown' ? [hop.hop] : [])),
  };
}

/** Findings as they are read: what breaks first, then what impairs, then the rest; each in the order of the path. */
export function sortFindings(findings: readonly Finding[], hops: readonly HopResult[]): readonly Finding[] {
  const order: readonly Finding['effect'][] = ['breaks', 'impairs', 'exposure', 'resilience', 'hygiene', 'note'];
  const place = (hop: Hop): number => {
    const at = hops.findIndex((item) => item.hop === hop);
    return at < 0 ? hops.length : at;
  };
  return [...findings].sort(
    (a, b) =>
      order.indexOf(a.effect) - order.indexOf(b.effect) ||
      (a.effect === 'breaks' || a.effect === 'impairs' ? place(a.hop) - place(b.hop) : 0) ||
      severityRank(a.severity) - severityRank(b.severity) ||
      compareTexts(a.rule, b.rule) ||
      compareTexts(a.resource, b.resource) ||
      compareTexts(a.message, b.message),
  );
}

export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** The verdict of one side of the path; a side of which nothing was read is not visible. */
export function sideVerdict(
  side: 'consumer' | 'provider',
  hops: readonly HopResult[],
  findings: readonly Finding[],
  visible: boolean,
): Verdict | 'not-visible' {
  const own = hops.filter((hop) => sideOf(hop.hop) === side);
  const verdict = verdictOf(own, findings);
  return visible || verdict === 'broken' || verdict === 'degraded' ? verdict : 'not-visible';
}

/** The verdict in one sentence, with whose it is. */
export function summarize(subject: Omit<SubjectDiagnosis, 'summary'>): string {
  const name = subject.name === undefined ? subject.id : `${subject.name} (${subject.id})`;
  const cause = subject.rootCause;
  const finding = subject.findings.find((item) => item.rule === cause?.rule && item.effect === 'breaks');
  const before =
    cause === undefined || cause.unjudgedBefore.length === 0
      ? ''
      : ` Not judged before it: ${cause.unjudgedBefore.join(', ')}.`;
  if (subject.verdict === 'broken' && cause !== undefined && finding !== undefined) {
    return `${name} is broken at ${cause.hop}: ${lowerFirst(finding.title)} (${cause.rule}); ${ownerPhrase(cause.owner)} to fix.${before}`;
  }
  if (subject.verdict === 'degraded' && cause !== undefined && finding !== undefined) {
    return `${name} is probably broken at ${cause.hop}: ${lowerFirst(finding.title)} (${cause.rule}); ${ownerPhrase(cause.owner)} to check.${before}`;
  }
  const warning = subject.findings.find((item) => item.effect === 'impairs');
  if (subject.verdict === 'degraded' && warning !== undefined) {
    return `${name} works in part: ${lowerFirst(warning.title)} (${warning.rule}) at ${warning.hop}; ${ownerPhrase(warning.owner)} to fix.`;
  }
  const unknown = subject.hops.filter((hop) => hop.state === 'unknown').map((hop) => hop.hop);
  if (subject.verdict === 'unknown') {
    return subject.kind === 'endpoint' &&
      subject.sides.provider.verdict === 'not-visible' &&
      subject.sides.consumer.verdict === 'healthy'
      ? `${name}: no fault found on the consumer’s side; the provider’s side is not visible (${unknown.join(', ')}).`
      : `${name}: no fault found in what could be read; not judged: ${unknown.join(', ')}.`;
  }
  return `${name} is healthy: every hop that applies passes.`;
}

function breaksOf(hop: HopResult, findings: readonly Finding[]): readonly Finding[] {
  if (hop.state !== 'fail') return [];
  return findings
    .filter((finding) => finding.hop === hop.hop && finding.effect === 'breaks')
    .sort(
      (a, b) =>
        Number(isProven(b)) - Number(isProven(a)) ||
        severityRank(a.severity) - severityRank(b.severity) ||
        compareTexts(a.rule, b.rule) ||
        compareTexts(a.resource, b.resource),
    );
}

function isProven(finding: Finding): boolean {
  return finding.confidence !== 'heuristic';
}

function ownerPhrase(owner: Owner): string {
  switch (owner) {
    case 'consumer':
      return 'it is the consumer’s';
    case 'provider':
      return 'it is the provider’s';
    case 'both':
      return 'it takes both sides';
    case 'aws':
      return 'it is AWS’s';
  }
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
