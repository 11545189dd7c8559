import type { Diagnosis, Finding, SubjectDiagnosis, Verdict } from '../diagnosis.ts';
import { joinGaps } from '../needs.ts';
import type { FindingChange, Trend, VerdictChange } from './types.ts';
import { compareTexts } from '../order.ts';

/** The verdicts from bad to good. */
const WORST_FIRST: readonly Verdict[] = ['broken', 'degraded', 'unknown', 'healthy'];
const TRENDS: readonly Trend[] = ['worse', 'unproven', 'same', 'better'];

/**
 * The endpoints and services that both diagnoses have and of which they say something else: another verdict, or other
 * findings. What got worse comes first, then by the verdict that it has now.
 */
export function verdictChanges(before: Diagnosis, after: Diagnosis): readonly VerdictChange[] {
  const old = new Map(before.subjects.map((subject) => [subject.id, subject]));
  const changes = after.subjects.flatMap((now): readonly VerdictChange[] => {
    const then = old.get(now.id);
    if (then?.kind !== now.kind || then.region !== now.region) return [];
    const appeared = findingsOnlyIn(now, then);
    const disappeared = findingsOnlyIn(then, now);
    if (then.verdict === now.verdict && appeared.length + disappeared.length === 0) return [];
    const name = now.name ?? then.name;
    return [
      {
        kind: now.kind,
        id: now.id,
        ...(name === undefined ? {} : { name }),
        account: now.account,
        region: now.region,
        before: then.verdict,
        after: now.verdict,
        trend: trendOf(then.verdict, now.verdict),
        appeared,
        disappeared,
      },
    ];
  });
  return changes.sort(
    (a, b) =>
      TRENDS.indexOf(a.trend) - TRENDS.indexOf(b.trend) ||
      WORST_FIRST.indexOf(a.after) - WORST_FIRST.indexOf(b.after) ||
      compareTexts(`${a.kind} ${a.id}`, `${b.kind} ${b.id}`),
  );
}

function trendOf(before: Verdict, after: Verdict): Trend {
  if (before === after) return 'same';
  if (before === 'unknown' || after === 'unknown') return 'unproven';
  return WORST_FIRST.indexOf(after) < WORST_FIRST.indexOf(before) ? 'worse' : 'better';
}

const keyOf = ({ rule, resource }: Pick<Finding, 'rule' | 'resource'>): string => `${rule} ${resource}`;

/** The findings of `one` that `other` lacks, with why the other may lack them although they were true there. */
function findingsOnlyIn(one: SubjectDiagnosis, other: SubjectDiagnosis): readonly FindingChange[] {
  const known = new Set(other.findings.map(keyOf));
  const found = new Map(one.findings.filter((item) => !known.has(keyOf(item))).map((item) => [keyOf(item), item]));
  return [...found.values()]
    .map((item): FindingChange => {
      const { rule, resource, title, effect, severity } = item;
      const unjudged = joinGaps(other.notEvaluated.filter((gap) => gap.rule === rule && gap.reason !== 'suppressed'));
      const followsFrom = other.suppressed.find(
        (entry) => entry.rule === rule && (entry.resource === undefined || entry.resource === resource),
      )?.by;
      return {
        rule,
        resource,
        title,
        effect,
        severity,
        ...(unjudged === undefined ? {} : { unjudged }),
        ...(followsFrom === undefined ? {} : { followsFrom }),
      };
    })
    .sort((a, b) => compareTexts(keyOf(a), keyOf(b)));
}
