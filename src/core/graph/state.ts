import type { HopResult, HopState, SubjectDiagnosis } from '../diagnosis.ts';
import { touchesVerdict } from '../evaluated.ts';
import { RULES } from '../rules/registry.ts';
import type { Judged } from './draft.ts';
import { worst } from './order.ts';
import type { GraphState } from './types.ts';

/* How a diagnosis colours the picture: the worst that was said of an element, and never "pass" for what nobody knows. */

/** Rules whose silence leaves a verdict as it is. Those about a diagnosis tell of what a hop lacks, which counts. */
const BESIDE: ReadonlySet<string> = new Set(
  RULES.flatMap((rule) => (rule.side === 'diagnosis' || touchesVerdict(rule) ? [] : [rule.id])),
);

/** What one subject's diagnosis says of an element of its path. */
export function stateOf(diagnosis: SubjectDiagnosis, judged: Judged): GraphState {
  const hops = judged.hops.flatMap((hop) => {
    const result = diagnosis.hops.find((item) => item.hop === hop);
    return result === undefined ? [] : [hopState(result, judged)];
  });
  const named = diagnosis.findings.flatMap((finding): GraphState[] => {
    if (!judged.resources.includes(finding.resource)) return [];
    return finding.effect === 'breaks' ? ['fail'] : finding.effect === 'impairs' ? ['warn'] : [];
  });
  const own = judged.own === undefined ? [] : [judged.own];
  const found = worst([...hops, ...named, ...own]);
  // A rule that could not be judged may have named it; one that no verdict waits for leaves it as it is.
  const isUnsure = diagnosis.notEvaluated.some(
    ({ rule, hop }) => !BESIDE.has(rule) && [...judged.hops, ...(judged.namedBy ?? [])].includes(hop),
  );
  return found === 'pass' && isUnsure ? 'unknown' : found;
}

/** The element's own instances decide where there are any: one listener can fail while the hop goes on. */
export function hopState(result: HopResult, judged: Judged): GraphState {
  if (result.state === 'not-applicable') return 'none';
  const byResource = result.instances.filter(
    (instance) => instance.resource !== undefined && judged.resources.includes(instance.resource),
  );
  const byZone = result.instances.filter(
    (instance) => instance.zoneId !== undefined && instance.zoneId === judged.zoneId,
  );
  const matching = [...byResource, ...byZone];
  if (matching.length === 0) {
    // What AWS says of the element itself is nearer than the hop, unless the hop could not be judged.
    return judged.own === undefined || result.state === 'unknown' ? fromHop(result.state) : 'none';
  }
  const states = matching.map((instance) => fromHop(instance.state));
  return worst(result.state === 'unknown' ? [...states, 'unknown'] : states);
}

export function fromHop(state: HopState): GraphState {
  return state === 'not-applicable' ? 'none' : state;
}
