import type { Configuration, Suppression } from './types.ts';
import type { Severity } from '../severity.ts';

/* What a configuration does to findings. */

/** An entry of `suppressions` with its place in the file. */
export interface FoundSuppression extends Suppression {
  /** `.privatelink.json suppressions[0]` */
  readonly by: string;
}

export interface FindingPolicy {
  readonly severityOf: (rule: string) => Severity | undefined;
  /** The entry that covers the finding today. */
  readonly suppressionOf: (rule: string, resource: string) => FoundSuppression | undefined;
}

/** Nothing is suppressed, and every rule has its own severity. */
export const NO_POLICY: FindingPolicy = { severityOf: () => undefined, suppressionOf: () => undefined };

/** @param now ISO 8601: an entry counts until the end of its last day, in UTC */
export function findingPolicy(configuration: Configuration, now: string): FindingPolicy {
  const entries = configuration.suppressions
    .map((entry, i): FoundSuppression => ({ ...entry, by: placeOf(configuration, i) }))
    .filter((entry) => counts(entry, now));
  return {
    severityOf: (rule) => configuration.severities.get(rule),
    suppressionOf: (rule, resource) => entries.find((entry) => entry.rule === rule && entry.resource === resource),
  };
}

/** A sentence for each entry that counts no more: what it covered is a finding again. */
export function expiredNotes(configuration: Configuration, now: string): readonly string[] {
  return configuration.suppressions.flatMap((entry, i) =>
    counts(entry, now)
      ? []
      : [
          `${placeOf(configuration, i)} ended on ${entry.expires}: ${entry.rule} of ${entry.resource} counts again (${entry.reason}).`,
        ],
  );
}

function counts({ expires }: Suppression, now: string): boolean {
  return now.slice(0, 10) <= expires;
}

/** True for what `suppressed` names as its reason when that is an entry of a configuration, and not a rule. */
export function isEntry(by: string): boolean {
  return / suppressions\[\d+\]$/.test(by);
}

function placeOf({ file }: Configuration, index: number): string {
  return `${file} suppressions[${index}]`;
}
