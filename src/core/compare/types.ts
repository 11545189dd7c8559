import type { Effect, UnknownReason, Verdict } from '../diagnosis.ts';
import type { Json } from '../model/json.ts';
import type { CallStatus } from '../model/snapshot.ts';
import type { Severity } from '../severity.ts';

/* The shapes of a comparison: the JSON of `privatelink compare --format json`, version 1 (docs/comparison-json.md). */

/** Which of the two snapshots something is said of. */
export type Side = 'before' | 'after';

/** An account in a Region, as one of the two was read. */
export interface ComparedScope {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** One field with what it held. A value that is absent was not in AWS's answer. */
export interface ValueChange {
  readonly field: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** One list in which order means nothing, with the members that only one side has, in words. */
export interface SetChange {
  readonly field: string;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

export type FieldChange = ValueChange | SetChange;

interface ComparedResource {
  readonly kind: string;
  readonly id: string;
  /** Its name after, or before where it has none after. */
  readonly name?: string;
  readonly account: string;
  readonly region: string;
  /** The account whose view it is, where that is not the owner's: of a service as a consumer sees it. */
  readonly seenBy?: string;
}

/** A resource that only one of the two has, and the other one's complete listing proves it. */
export interface OneSided extends ComparedResource {
  readonly change: 'added' | 'removed';
  /** Of an endpoint or a service, on the side that has it. */
  readonly verdict?: Verdict;
}

export interface Changed extends ComparedResource {
  readonly change: 'changed';
  readonly fields: readonly FieldChange[];
}

/** A resource that only one of the two has, where nothing proves that the other one lacks it. */
export interface NotComparable extends ComparedResource {
  readonly change: 'not-comparable';
  /** The side that has it. */
  readonly in: Side;
  readonly reason: UnknownReason;
  /** What would have to be read on the other side. */
  readonly missing: readonly string[];
}

export type ResourceDifference = OneSided | Changed | NotComparable;

/** A finding that only one of the two diagnoses has. */
export interface FindingChange {
  readonly rule: string;
  readonly resource: string;
  readonly title: string;
  readonly effect: Effect;
  readonly severity: Severity;
  /** Why the rule could not speak on the other side: the finding may have been, or may still be, true there. */
  readonly unjudged?: { readonly reason: UnknownReason; readonly missing: readonly string[] };
  /** The rule on the other side that this finding followed from there. */
  readonly followsFrom?: string;
}

/** `unproven`: one of the two verdicts is unknown, so that nobody can say which way it went. */
export type Trend = 'worse' | 'unproven' | 'same' | 'better';

/** An endpoint or service that both have, of which something else is said. */
export interface VerdictChange {
  readonly kind: 'endpoint' | 'service';
  readonly id: string;
  readonly name?: string;
  readonly account: string;
  readonly region: string;
  readonly before: Verdict;
  readonly after: Verdict;
  readonly trend: Trend;
  readonly appeared: readonly FindingChange[];
  readonly disappeared: readonly FindingChange[];
}

/** A request that did not come whole on one side: what it would have shown was not compared. */
export interface UnreadCall {
  readonly side: Side;
  readonly account: string;
  readonly region: string;
  readonly operation: string;
  readonly status: Exclude<CallStatus, 'ok'> | 'incomplete';
}

export interface Comparison {
  readonly version: 1;
  readonly before: { readonly capturedAt: string };
  readonly after: { readonly capturedAt: string };
  /** Accounts and Regions that only one of the two has read. */
  readonly scopes: { readonly before: readonly ComparedScope[]; readonly after: readonly ComparedScope[] };
  /** What got worse first. */
  readonly verdicts: readonly VerdictChange[];
  /** Removed, changed, added, not comparable; each by kind and id. */
  readonly resources: readonly ResourceDifference[];
  readonly unread: readonly UnreadCall[];
}

/** True for a change that tells a list's members apart. */
export function isSetChange(change: FieldChange): change is SetChange {
  return 'added' in change;
}
