import type { FindingPolicy } from './configuration/suppress.ts';
import type { Finding, Suppressed } from './diagnosis.ts';
import { isJudgement, type Evaluated } from './evaluated.ts';
import type { Draft, Rule } from './rules/rule.ts';

/* What a configuration does to what the rules found. */

/** What becomes of a finding that an entry of the configuration covers; `undefined` where none does. */
export function coveredBy(rule: Rule, draft: Draft, policy: FindingPolicy): Suppressed | undefined {
  const entry = policy.suppressionOf(rule.id, draft.resource);
  if (entry === undefined) return undefined;
  const { by, reason, expires } = entry;
  return { rule: rule.id, by, resource: draft.resource, reason, expires };
}

/** The finding with the severity that the configuration gives its rule. */
export function withSeverity(finding: Finding, policy: FindingPolicy): Finding {
  const severity = policy.severityOf(finding.rule);
  return severity === undefined ? finding : { ...finding, severity };
}

/** Covered findings are gone; what was judged stays, so that a hop which fails for another of them still does. */
export function withoutCovered({ rule, result }: Evaluated, policy: FindingPolicy): Evaluated {
  if (!isJudgement(result)) return { rule, result };
  const findings = result.findings.filter((draft) => coveredBy(rule, draft, policy) === undefined);
  return { rule, result: { ...result, findings } };
}
