import type { Effect, Finding, Hop, Owner, Verdict } from '../../../src/core/diagnosis.ts';
import type { Measurements } from '../../../src/core/measure/measurements.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import { ACCOUNTS, healthyEstate, type HealthyEstate } from '../healthy.ts';
import { denied } from '../unread.ts';
import { answerTo, snapshotOf, textOf, type Item } from '../world.ts';

/** What happens to an estate, apart from it, so that it can happen among other things. */
export interface Injection {
  /** What it starts from; two faults with one base can happen to one estate. */
  readonly base: () => Base;
  /** Takes what `base` makes. */
  readonly change: (estate: Base) => void;
  /** An operation that may not be called, by the consumer unless it is said who. */
  readonly denied?: string;
  readonly deniedTo?: 'consumer' | 'provider';
}

/** A world with what is asked of it and by whom. */
export interface ReadWorld extends Injection {
  readonly rule: string;
  readonly build: () => Snapshot;
  /** The same estate before anything happened to it. */
  readonly twin: () => Snapshot;
  /** The endpoint or service to diagnose. */
  readonly subject: string;
  /** Whose accounts are read. */
  readonly profiles: readonly ('consumer' | 'provider')[];
  readonly regions: readonly string[];
  /** What else the command line is given, for example a source. */
  readonly args: readonly string[];
  /** What a machine got that tried the path, where one did. */
  readonly measurements?: Measurements;
}

/** What a world about an endpoint must have at least. */
export type Base = Pick<HealthyEstate, 'world'> & { readonly endpoint: { readonly id: string } };

/** An estate with one fault in it, as AWS would answer for it, and what an engineer would say of it. */
export interface BrokenWorld extends ReadWorld {
  /** What happened, in words; two worlds of one rule differ in it. */
  readonly fault: string;
  readonly hop: Hop;
  readonly effect: Effect;
  readonly verdict: Verdict;
  readonly owner: Owner;
  /** True where nothing proves the break, so that the root cause is only suspected. */
  readonly suspected: boolean;
  /** What else must be read in a finding. */
  readonly finding?: ToldFinding;
  /** What somebody must read in its message. */
  readonly says: readonly string[];
}

/** What one reads in a finding beside its place and its effect. */
export type ToldFinding = Partial<Pick<Finding, 'severity' | 'title' | 'fix'>>;

/** An estate in which the rule has nothing to say, though it lies close to one in which it has. */
export interface SoundWorld extends ReadWorld {
  readonly what: string;
  readonly verdict: Verdict;
  /** What the rule says that it would have to know; without it, the rule must have judged. */
  readonly lacks?: string;
}

interface Situation<E extends Base> {
  /** What it starts from: `healthyEstate` unless the rule is about something that it does not hold. */
  readonly base?: () => E;
  readonly change?: (estate: E) => void;
  /** `endpoint` by default. */
  readonly subject?:
    (('endpoint' | 'awsEndpoint' | 'gateway' | 'service') & keyof NoInfer<E>) | ((estate: E) => string);
  /** Both by default. */
  readonly profiles?: ReadWorld['profiles'];
  /** us-east-1 by default. */
  readonly regions?: ReadWorld['regions'];
  readonly args?: (estate: E) => readonly string[];
  /** What a machine gets after the change. */
  readonly measured?: (estate: E) => Measurements;
  /** An operation that may not be called, by the consumer unless it is said who. */
  readonly denied?: string;
  readonly deniedTo?: 'consumer' | 'provider';
}

interface Fault<E extends Base> extends Situation<E> {
  readonly fault: string;
  readonly hop: Hop;
  readonly effect: Effect;
  readonly verdict: Verdict;
  readonly owner: Owner;
  readonly suspected?: true;
  readonly finding?: ToldFinding;
  readonly says?: string | ((estate: E) => readonly string[]);
}

interface Sound<E extends Base> extends Situation<E> {
  readonly what: string;
  /** `healthy` by default. */
  readonly verdict?: Verdict;
  readonly lacks?: string;
}

/** A world in which the rule must fire. */
export function world<E extends Base = HealthyEstate>(rule: string, given: Fault<E>): BrokenWorld {
  const { fault, hop, effect, verdict, owner, suspected = false, finding = {}, says = [] } = given;
  const told = typeof says === 'function' ? says(baseOf(given)()) : [says].flat();
  return { ...readWorld(rule, given), fault, hop, effect, verdict, owner, suspected, finding, says: told };
}

/** A world in which the rule must be silent, and nothing else speaks up above `low`. */
export function sound<E extends Base = HealthyEstate>(rule: string, given: Sound<E>): SoundWorld {
  const { what, verdict = 'healthy', lacks } = given;
  return { ...readWorld(rule, given), what, verdict, ...(lacks === undefined ? {} : { lacks }) };
}

/** Without `base`, E is what `healthyEstate` makes. */
function baseOf<E extends Base>({ base }: Situation<E>): () => E {
  return base ?? (healthyEstate as () => Base as () => E);
}

function readWorld<E extends Base>(rule: string, given: Situation<E>): ReadWorld {
  const { subject = 'endpoint', profiles = ['consumer', 'provider'], regions = ['us-east-1'] } = given;
  const base = baseOf(given);
  const plain = base();
  const build = (): Snapshot => {
    const estate = base();
    given.change?.(estate);
    const snapshot = snapshotOf(estate.world);
    return given.denied === undefined
      ? snapshot
      : denied(snapshot, given.denied, ACCOUNTS[given.deniedTo ?? 'consumer']);
  };
  return {
    rule,
    base,
    // Only ever given what `base` makes, which is an E.
    change: (estate) => given.change?.(estate as E),
    ...(given.denied === undefined ? {} : { denied: given.denied }),
    build,
    twin: () => snapshotOf(base().world),
    subject: typeof subject === 'function' ? subject(plain) : (plain[subject] as { readonly id: string }).id,
    profiles,
    regions,
    args: given.args?.(plain) ?? [],
    ...(given.measured === undefined ? {} : { measurements: given.measured(plain) }),
  };
}

/** The state on both sides; only an accepted endpoint can have private names. */
export function endpointState({ endpoint }: HealthyEstate, state: string): void {
  endpoint.raw['State'] = state;
  if (endpoint.connection !== undefined) endpoint.connection['VpcEndpointState'] = state;
  endpoint.raw['PrivateDnsEnabled'] = false;
  endpoint.raw['DnsEntries'] = (endpoint.raw['DnsEntries'] as Item[]).filter((entry) =>
    textOf(entry, 'DnsName').includes('.vpce.'),
  );
}

export function removeInterface(table: Item[], id: string | undefined): void {
  const at = table.findIndex((item) => item['NetworkInterfaceId'] === id);
  if (at >= 0) table.splice(at, 1);
}

export function detachInterfaces(
  { consumer, endpoint }: Pick<HealthyEstate, 'consumer'> & { readonly endpoint: { readonly raw: Item } },
  count: number,
): void {
  const ids = (endpoint.raw['NetworkInterfaceIds'] as string[]).slice(0, count);
  for (const item of consumer.tables['ec2:DescribeNetworkInterfaces']) {
    if (ids.includes(textOf(item, 'NetworkInterfaceId'))) item['Status'] = 'available';
  }
}

export function vpcAttribute({ consumer, consumerVpc }: HealthyEstate, attribute: string, field: string): void {
  const params = { VpcId: consumerVpc.id, Attribute: attribute };
  answerTo(consumer, 'ec2:DescribeVpcAttribute', params)[field] = { Value: false };
}

export function everybody({ service }: HealthyEstate): void {
  const [permitted] = service.permissions;
  if (permitted !== undefined) Object.assign(permitted, { PrincipalType: 'All', Principal: '*' });
}

export function health(targets: Item[], State: string, Reason: string, Description: string): void {
  for (const target of targets) target['TargetHealth'] = { State, Reason, Description };
}
