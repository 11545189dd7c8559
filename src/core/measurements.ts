import { countingDrafts, isJudgement, measuresHop, type Evaluated } from './evaluated.ts';
import type { Hop } from './diagnosis.ts';
import type { Instance, Judgement, Rule } from './rules/rule.ts';

/*
 * Measured beats predicted. A rule that measured its hop (an answer to a DNS look-up, a TCP connection) says so with
 * `confidence: 'measured'` on its judgement. Where it looked, what other rules predict from the configuration is only
 * noted. A draft alone may be measured too, as by a metric: then it is a proven fault, and overrides nothing.
 */

/** What was measured at one hop. */
interface Measurement {
  readonly rule: Rule;
  readonly judgement: Judgement;
}

export interface Measured {
  /** The id of the measuring rule for a prediction that it overrides; `undefined` for any other rule. */
  readonly overrides: (prediction: Evaluated) => string | undefined;
  /** True where a measurement decides all of a hop, so that nothing else needs to be known of it. */
  readonly decides: (hop: Hop) => boolean;
  /** What was measured at another hop and proves this one, in words. */
  readonly proofOf: (hop: Hop) => string | undefined;
}

/**
 * @param evaluated what all rules said of a subject
 * @param zones the zones that the subject's traffic can take
 */
export function measuredOf(evaluated: readonly Evaluated[], zones: readonly string[]): Measured {
  const measurements = evaluated.flatMap((item) => measurementOf(item, evaluated));
  const proving = (hop: Hop): readonly Measurement[] =>
    measurements.filter(({ rule, judgement }) => rule.hop !== hop && judgement.proves?.includes(hop) === true);
  const at = (hop: Hop): readonly Measurement[] => [
    ...measurements.filter(({ rule }) => rule.hop === hop),
    ...proving(hop),
  ];
  return {
    overrides: (prediction) => {
      const { rule, result } = prediction;
      if (!isJudgement(result) || countingDrafts(prediction).length === 0 || isMeasured(prediction)) return undefined;
      const faulty = result.instances.filter(({ state }) => state === 'fail' || state === 'warn');
      return at(rule.hop).find(
        ({ judgement }) => coversAll(judgement, zones) || (faulty.length > 0 && covers(judgement, faulty)),
      )?.rule.id;
    },
    decides: (hop) => at(hop).some(({ judgement }) => coversAll(judgement, zones)),
    proofOf: (hop) => proving(hop).find(({ judgement }) => coversAll(judgement, zones))?.judgement.statement,
  };
}

/** A measurement that something else explains, or that could not be made whole, overrides nothing. */
function measurementOf(item: Evaluated, evaluated: readonly Evaluated[]): readonly Measurement[] {
  const { rule, result } = item;
  if (!isJudgement(result) || !measuresHop(item)) return [];
  const explained = evaluated.some(
    (other) => rule.suppressedBy.includes(other.rule.id) && countingDrafts(other).length > 0,
  );
  return explained && countingDrafts(item).length > 0 ? [] : [{ rule, judgement: result }];
}

/** True for what a rule measured, be it its hop or one fault. */
export function isMeasured(item: Evaluated): boolean {
  return (
    measuresHop(item) || countingDrafts(item).some((draft) => (draft.confidence ?? item.rule.confidence) === 'measured')
  );
}

/** The whole hop: said of nothing narrower, or of each of the path's zones. */
function coversAll({ instances }: Judgement, zones: readonly string[]): boolean {
  const known = instances.filter(({ state }) => state !== 'unknown');
  if (known.length < instances.length) return false;
  if (known.every(({ zoneId, resource }) => zoneId === undefined && resource === undefined)) return true;
  return zones.length > 0 && zones.every((zone) => known.some(({ zoneId }) => zoneId === zone));
}

/** Each of the zones or resources that a prediction calls faulty was measured. */
function covers({ instances }: Judgement, faulty: readonly Instance[]): boolean {
  return faulty.every(
    ({ zoneId, resource }) =>
      (zoneId !== undefined || resource !== undefined) &&
      instances.some(
        (item) =>
          item.state !== 'unknown' &&
          (zoneId === undefined ? item.zoneId === undefined && item.resource === resource : item.zoneId === zoneId),
      ),
  );
}
