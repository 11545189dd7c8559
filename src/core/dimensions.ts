import type { HopState } from './diagnosis.ts';
import { isJudgement, type Evaluated } from './evaluated.ts';
import type { Instance } from './rules/rule.ts';

/* What the rules of a hop judged one by one: zones, or resources of a kind, each of which may stand for another. */

/** Instances that are each other's alternatives: the zones, or one kind of resource. */
export interface Dimension {
  readonly rules: ReadonlySet<string>;
  /** Those of them that found a fault in one. */
  readonly faulty: ReadonlySet<string>;
  readonly zonal: boolean;
  readonly instances: readonly Instance[];
}

/** Rules that judge the same zones, or a resource in common, speak of the same alternatives. */
export function dimensionsOf(rules: readonly Evaluated[]): readonly Dimension[] {
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
    const isFaulty = instances.some(({ state }) => state === 'fail' || state === 'warn');
    found.push({
      rules: new Set([...(known?.rules ?? []), rule.id]),
      faulty: new Set([...(known?.faulty ?? []), ...(isFaulty ? [rule.id] : [])]),
      zonal,
      instances: mergeInstances([...(known?.instances ?? []), ...instances]),
    });
  }
  return found;
}

/** Zones stand beside zones only: where one instance's zone is not known, the rule's instances are told by resource. */
export function comparable(instances: readonly Instance[]): readonly Instance[] {
  const named = instances.filter((instance) => instance.zoneId !== undefined);
  if (named.length === 0 || named.length === instances.length) return instances;
  return instances.map(({ zoneId, resource, state }) => ({ resource: resource ?? zoneId ?? '', state }));
}

/** One instance a zone or resource, as bad as the worst rule says. */
export function mergeInstances(instances: readonly Instance[]): readonly Instance[] {
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

export function worst(states: readonly HopState[]): HopState {
  return [...states].sort((a, b) => rank(a) - rank(b))[0] ?? 'not-applicable';
}

/** `fail` only if nothing passes; `warn` when something does, or may. */
export function stateOfInstances(instances: readonly Instance[]): HopState {
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
export function stateOfZones(
  zonal: readonly Instance[],
  dead: ReadonlySet<string>,
  zones: readonly string[],
): HopState {
  const own = stateOfInstances(zonal);
  if (own !== 'warn') return own;
  const alive = zones.filter((zone) => !dead.has(zone));
  const failing = new Set(zonal.filter((item) => item.state === 'fail').map((item) => item.zoneId));
  return failing.size > 0 && alive.length > 0 && alive.every((zone) => failing.has(zone)) ? 'fail' : 'warn';
}
