import type { Hop, HopResult, HopState, SubjectDiagnosis } from '../diagnosis.ts';
import { touchesVerdict } from '../evaluated.ts';
import { RULES } from '../rules/registry.ts';
import type { Judged } from './draft.ts';
import { worseOf, worst } from './order.ts';
import { weakly } from '../weakly.ts';
import type { GraphState } from './types.ts';

/* How a diagnosis colours the picture: the worst that was said of an element, and never "pass" for what nobody knows. */

/** Rules whose silence leaves a verdict as it is. Those about a diagnosis tell of what a hop lacks, which counts. */
const BESIDE: ReadonlySet<string> = new Set(
  RULES.flatMap((rule) => (rule.side === 'diagnosis' || touchesVerdict(rule) ? [] : [rule.id])),
);

/** What a diagnosis says, by what an element asks it for. */
interface Told {
  readonly hops: ReadonlyMap<Hop, HopResult>;
  /** What findings say of the resources that they name. */
  readonly named: ReadonlyMap<string, GraphState>;
  /** Hops of which something was not judged that their verdict waits for. */
  readonly unsure: ReadonlySet<Hop>;
}

/** Dozens of elements ask the same diagnosis. */
const TOLD = weakly<SubjectDiagnosis, Told>(({ hops, findings, notEvaluated }) => {
  const named = new Map<string, GraphState>();
  for (const { resource, effect } of findings) {
    const state = effect === 'breaks' ? 'fail' : effect === 'impairs' ? 'warn' : 'none';
    named.set(resource, worseOf(named.get(resource) ?? 'none', state));
  }
  return {
    hops: new Map(hops.map((result) => [result.hop, result])),
    named,
    unsure: new Set(notEvaluated.flatMap(({ rule, hop }) => (BESIDE.has(rule) ? [] : [hop]))),
  };
});

/** What one subject's diagnosis says of an element of its path. */
export function stateOf(diagnosis: SubjectDiagnosis, judged: Judged): GraphState {
  const { hops, named, unsure } = TOLD(diagnosis);
  let found = judged.own ?? 'none';
  for (const hop of judged.hops) {
    const result = hops.get(hop);
    if (result !== undefined) found = worseOf(found, hopState(result, judged));
  }
  for (const resource of judged.resources) found = worseOf(found, named.get(resource) ?? 'none');
  if (found !== 'pass') return found;
  // A rule that could not be judged may have named it; one that no verdict waits for leaves it as it is.
  const isUnsure = judged.hops.some((hop) => unsure.has(hop)) || judged.namedBy?.some((hop) => unsure.has(hop));
  return isUnsure === true ? 'unknown' : found;
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
