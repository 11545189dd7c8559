import type { Configuration } from './configuration/types.ts';
import type { Measurements } from './measure/measurements.ts';
import type { CoverageRow } from './model/coverage.ts';
import type { Severity } from './severity.ts';

/* The shapes of a diagnosis: the JSON of `privatelink diagnose --format json`, version 1 (docs/diagnosis-json.md). */

export type Effect = 'breaks' | 'impairs' | 'exposure' | 'resilience' | 'hygiene' | 'note';
export type Confidence = 'measured' | 'deterministic' | 'heuristic';
export type Owner = 'consumer' | 'provider' | 'both' | 'aws';
export type Verdict = 'broken' | 'degraded' | 'healthy' | 'unknown';
export type HopState = 'pass' | 'fail' | 'warn' | 'unknown' | 'not-applicable';

export type Hop =
  | 'endpoint'
  | 'acceptance'
  | 'dns'
  | 'source'
  | 'route-table'
  | 'network-acl'
  | 'endpoint-security-group'
  | 'service'
  | 'load-balancer'
  | 'listener'
  | 'target-group'
  | 'targets'
  | 'endpoint-policy'
  | 'service-network'
  | 'association'
  | 'resource-configuration'
  | 'resource-gateway'
  | 'resource';

export type UnknownReason =
  'denied' | 'other-account' | 'not-asked' | 'input-missing' | 'malformed' | 'unsupported' | 'suppressed';

/** One zone, listener, group or target of a hop, judged by itself. */
export interface HopInstance {
  readonly zoneId?: string;
  /** The resource that was judged: a listener or group ARN, a network interface, a network ACL. */
  readonly resource?: string;
  readonly state: HopState;
}

export interface HopResult {
  readonly hop: Hop;
  readonly state: HopState;
  /** The rules that were evaluated for it. */
  readonly rules: readonly string[];
  readonly instances: readonly HopInstance[];
  /** One sentence: what proves the state, or what is missing. */
  readonly statement: string;
}

export interface Evidence {
  readonly resource: string;
  readonly field: string;
  readonly value: string;
}

export interface FixCommand {
  readonly command: string;
  /** What running it does to live traffic; "reads only" for a describe. */
  readonly impact: string;
}

export interface Finding {
  readonly rule: string;
  readonly hop: Hop;
  readonly effect: Effect;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly owner: Owner;
  readonly resource: string;
  readonly title: string;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly fix: string;
  readonly commands: readonly FixCommand[];
  readonly docs: readonly string[];
}

export interface NotEvaluated {
  readonly rule: string;
  readonly hop: Hop;
  readonly reason: UnknownReason;
  /** IAM actions, inputs, sides or fields that would decide it. */
  readonly missing: readonly string[];
}

export interface RootCause {
  readonly rule: string;
  readonly hop: Hop;
  readonly owner: Owner;
  /** True when no proven break was found and this is the first heuristic one. */
  readonly suspected: boolean;
  /** Hops ahead of it that could not be judged. */
  readonly unjudgedBefore: readonly Hop[];
}

export interface SubjectConnection {
  readonly endpoint: string;
  readonly account?: string;
  readonly region?: string;
  readonly state?: string;
}

/** A finding that is not counted. */
export interface Suppressed {
  readonly rule: string;
  /** The rule whose finding explains it, or the entry of a configuration that covers it. */
  readonly by: string;
  readonly resource?: string;
  /** What the entry says: why, and until when. */
  readonly reason?: string;
  readonly expires?: string;
}

export interface SubjectDiagnosis {
  readonly id: string;
  readonly name?: string;
  readonly kind: 'endpoint' | 'service';
  readonly type: string;
  readonly account: string;
  readonly region: string;
  readonly verdict: Verdict;
  readonly verdictConfidence: Confidence;
  readonly sides: {
    readonly consumer: { readonly verdict: Verdict | 'not-visible' };
    readonly provider: { readonly verdict: Verdict | 'not-visible' };
  };
  readonly rootCause?: RootCause;
  /** The verdict in one sentence, with whose it is. */
  readonly summary: string;
  readonly hops: readonly HopResult[];
  readonly findings: readonly Finding[];
  readonly connections: readonly SubjectConnection[];
  readonly suppressed: readonly Suppressed[];
  readonly notEvaluated: readonly NotEvaluated[];
  /** What stood in for an input that was not given: the source, the port. */
  readonly assumptions: readonly string[];
}

export interface Diagnosis {
  readonly version: 1;
  /** ISO 8601; for a snapshot its `capturedAt`. */
  readonly now: string;
  readonly subjects: readonly SubjectDiagnosis[];
  /** The configuration that was in force, and what is to be said of it. */
  readonly configuration?: { readonly file: string; readonly notes: readonly string[] };
  readonly coverage: readonly CoverageRow[];
  /** What was measured, where something was. */
  readonly measurements?: Measurements;
}

export interface DiagnoseOptions {
  /** ISO 8601: the moment that ages are measured against. */
  readonly now: string;
  /** Ids of endpoints or services, or of anything that they depend on; absent means every endpoint and service. */
  readonly ids?: readonly string[];
  /** A subnet, network interface, IP address or CIDR that the client is in. */
  readonly source?: string;
  readonly port?: number;
  /** The DNS name that the client uses. */
  readonly name?: string;
  /** What a machine got that tried to reach one endpoint. */
  readonly measurements?: Measurements;
  /** The call that the endpoint's policy is asked about; what is left out may be anything. */
  readonly call?: { readonly principal?: string; readonly action?: string; readonly resource?: string };
  readonly knownAccounts?: readonly string[];
  /** Tag keys that every endpoint and service must carry; none by default. */
  readonly requiredTags?: readonly string[];
  /** What the team wrote down: severities, suppressions, tags, accounts, names, answers. */
  readonly configuration?: Configuration;
}
