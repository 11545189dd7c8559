import type { EndpointContext, ProviderContext } from '../context.ts';
import type { Confidence, Effect, Evidence, FixCommand, Hop, HopState, Owner } from '../diagnosis.ts';
import type { Gap } from '../needs.ts';
import type { Severity } from '../severity.ts';

/** What a rule can be asked about: the types of VPC endpoint, and an endpoint service. */
export type SubjectType = 'Interface' | 'Gateway' | 'GatewayLoadBalancer' | 'Resource' | 'ServiceNetwork' | 'Service';

/** An operation that must have answered completely before the rule may say anything, and about what. */
export interface Requirement<C> {
  readonly operation: string;
  /** One record for each thing that it must cover, by parameter and filter name; absent means the whole listing. */
  readonly about?: (context: C) => readonly Readonly<Record<string, string>>[];
}

/** One thing that the rule judged by itself. */
export interface Instance {
  /** The zone whose path it is; a fault of one zone breaks a path only when no other zone works. */
  readonly zoneId?: string;
  readonly resource?: string;
  /** `fail`: nothing passes here. `warn`: something does. */
  readonly state: Exclude<HopState, 'not-applicable'>;
}

/** A finding before the engine has decided what it does to the path. */
export interface Draft {
  readonly resource: string;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly commands: readonly FixCommand[];
  readonly fix?: string;
  readonly title?: string;
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  readonly owner?: Owner;
  readonly hop?: Hop;
  /** Set where this finding does something else than the rule's effect, as for connections that already exist. */
  readonly effect?: Effect;
}

/** What a check found. A fault that touches the path is a finding *and* an instance that does not pass. */
export interface Judgement {
  readonly instances: readonly Instance[];
  readonly findings: readonly Draft[];
  /** Why a passing check passes: one sentence. */
  readonly statement?: string;
  /** What stood in for something that was not given. */
  readonly assumptions?: readonly string[];
  /** `heuristic` when a pass rests on an assumption; `measured` when the hop itself was measured, which overrides predictions. */
  readonly confidence?: Confidence;
  /** Hops that a measurement proves good beside its own: what got through has passed them. */
  readonly proves?: readonly Hop[];
  /** What could not be judged beside the instances. */
  readonly gap?: Gap | undefined;
}

export type CheckResult = Judgement | { readonly gap: Gap } | 'not-applicable';

interface RuleBase {
  readonly id: `PL-${string}-${string}`;
  readonly title: string;
  readonly hop: Hop;
  readonly appliesTo: readonly SubjectType[];
  readonly owner: Owner;
  readonly effect: Effect;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Rules whose finding explains this one: this one is then noted, not counted. */
  readonly suppressedBy: readonly string[];
  readonly docs: readonly string[];
  /** What the fault does to traffic. */
  readonly why: string;
  readonly fix: string;
  /** The hop can pass without it: it rests on what is read on request only, or finds what stops no traffic that flows. */
  readonly optional?: true;
  /** Its finding shows that something is wrong and not where: a proven break anywhere is the cause of it. */
  readonly symptom?: true;
  /** Operations that are read only in some cases, beside `requires`. */
  readonly alsoReads?: readonly string[];
  /** When the rule fires and when it does not: for its page in docs/rules. */
  readonly condition: string;
  /** For its page, each a few lines of what AWS answers or of how the parts stand: one that fires and its sound twin. */
  readonly examples: { readonly bad: string; readonly good: string };
}

/** A rule about what the endpoint's own account can read. */
export interface EndpointRule extends RuleBase {
  readonly side: 'consumer';
  readonly requires: readonly Requirement<EndpointContext>[];
  /** The hop at which it judges the clients that stand in for a source that was not given. */
  readonly standsIn?: Hop;
  readonly check: (context: EndpointContext) => CheckResult;
}

/** A rule about what the service's account can read; it serves an endpoint as subject and a service as subject. */
export interface ProviderRule extends RuleBase {
  readonly side: 'provider';
  readonly requires: readonly Requirement<ProviderContext>[];
  readonly check: (context: ProviderContext) => CheckResult;
}

/** An endpoint or a service, for rules that say the same of both. */
export type SubjectContext =
  | { readonly kind: 'endpoint'; readonly path: EndpointContext; readonly need: EndpointContext['need'] }
  | { readonly kind: 'service'; readonly path: ProviderContext; readonly need: ProviderContext['need'] };

/** A rule about the subject's own record, whichever kind it is: its tags, its name. It sits at the subject's first hop. */
export interface SubjectRule extends RuleBase {
  readonly side: 'subject';
  readonly requires: readonly Requirement<SubjectContext>[];
  readonly check: (context: SubjectContext) => CheckResult;
}

/** What became of all other checks of a subject, for the rules that speak about the diagnosis itself. */
export interface Overview {
  readonly endpoint?: EndpointContext;
  readonly id: string;
  readonly region: string;
  readonly gaps: readonly {
    readonly rule: string;
    readonly hop: Hop;
    readonly gap: Gap;
    /** The hop can pass without it. */
    readonly isOptional: boolean;
  }[];
}

/** A rule about the diagnosis itself: what could not be read. It never changes a verdict. */
export interface MetaRule extends RuleBase {
  readonly side: 'diagnosis';
  readonly requires: readonly [];
  readonly check: (overview: Overview) => readonly Draft[];
}

export type Rule = EndpointRule | ProviderRule | SubjectRule | MetaRule;

/** A check that found nothing wrong. */
export function pass(statement: string, instances: readonly Instance[] = []): Judgement {
  return { instances, findings: [], statement };
}

/** A check that could not be made: a field is missing in the answer. */
export function malformed(...fields: readonly string[]): { readonly gap: Gap } {
  return { gap: { reason: 'malformed', missing: fields } };
}

export function unknown(reason: Gap['reason'], ...missing: readonly string[]): { readonly gap: Gap } {
  return { gap: { reason, missing } };
}

/** One fault that stops everything that the rule is about. */
export function fails(draft: Draft, instance: Omit<Instance, 'state'> = {}): Judgement {
  return { instances: [{ ...instance, state: 'fail' }], findings: [draft] };
}

/** A remark that changes nothing of the verdict. */
export function remark(...findings: readonly Draft[]): Judgement {
  return { instances: [], findings };
}

/** Rules whose finding explains whatever the network rules see of the same endpoint. */
export const LIFECYCLE = ['PL-LIF-001', 'PL-LIF-002', 'PL-LIF-003', 'PL-LIF-004', 'PL-LIF-007'] as const;

const AWS_DOCS = 'https://docs.aws.amazon.com/';
export const PRIVATELINK_DOCS = `${AWS_DOCS}vpc/latest/privatelink/`;
export const VPC_DOCS = `${AWS_DOCS}vpc/latest/userguide/`;
export const ROUTE53_DOCS = `${AWS_DOCS}Route53/latest/DeveloperGuide/`;
export const NLB_DOCS = `${AWS_DOCS}elasticloadbalancing/latest/network/`;
export const GWLB_DOCS = `${AWS_DOCS}elasticloadbalancing/latest/gateway/`;
