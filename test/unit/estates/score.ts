import type { Finding, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { RULES } from '../../../src/core/rules/registry.ts';
import type { BrokenWorld } from '../../worlds/broken/faults.ts';
import {
  estateWith,
  isTrueOfSharer,
  planned,
  smallWorlds,
  type Injected,
  type InjectedEstate,
} from '../../worlds/estates/injected.ts';
import { randomOf, type Random } from '../../worlds/estates/random.ts';
import { diagnoseWorld, optionsOf } from '../worlds/diagnose-world.ts';

/* How right the diagnosis of an estate with known faults is. */

/** What else is above `low` where a fault is, and true: the other rule sees the same thing from another side. */
export const GOES_WITH: Readonly<Record<string, readonly string[]>> = {
  // A service in one zone of a load balancer in two: the zone that is not offered is told too.
  'PL-SVC-006: the service is offered in one of its two zones': ['PL-SVC-007'],
  // What is left of the service's load balancer is in one zone; the service's own diagnosis names the endpoints.
  'PL-NET-001: the provider’s load balancer left a zone that the endpoint is in': ['PL-SVC-006', 'PL-NLB-007'],
  // What is left of the service is in one zone, where the endpoint is not.
  'PL-NET-001: the service lists none of the endpoint’s zones': ['PL-SVC-006', 'PL-NLB-007'],
  'PL-NET-001: the provider’s configuration has one zone, and the consumer is not shown the service': [
    'PL-SVC-006',
    'PL-SVC-007',
  ],
  // The service sees the same request wait.
  'PL-LIF-001: the provider has not accepted the request': ['PL-ACC-005'],
  // The service sees a connection of an account that it no longer allows.
  'PL-SVC-001: the provider took the consumer off its list': ['PL-ACC-008'],
  // The zone that lost its only target is behind cross-zone balancing that is off: the target's state is told too.
  'PL-NLB-006: a zone’s only target fails its health check': ['PL-NLB-005'],
  ...each(
    [
      'PL-NLB-006: clients use the name of the zone whose only target fails',
      'PL-NLB-006: clients write the name of the zone whose only target fails with its dot',
      'PL-NLB-006: clients use the Regional name, and one zone’s only target fails',
    ],
    ['PL-NLB-005'],
  ),
  'PL-NLB-006: the endpoint’s zone has no healthy appliance, and traffic stays in its zone': ['PL-NLB-005'],
  // The other zone’s appliance is unhealthy, which is that zone’s endpoint’s own fault.
  'PL-GWLB-006: the only healthy appliance does not admit GENEVE': ['PL-NLB-005', 'PL-NLB-006'],
  // Too few of a zone are healthy, and one is unhealthy.
  'PL-NLB-006: a zone has fewer healthy targets than its group asks for': ['PL-NLB-005'],
  'PL-NLB-006: a smaller share of a zone’s targets is healthy than its group asks for': ['PL-NLB-005'],
  // Why the target is unhealthy, and that it is.
  ...each(
    [
      'PL-NLB-020: the health check speaks HTTP to an HTTPS listener',
      'PL-NLB-020: the health check asks a port on which nothing listens',
      'PL-NLB-020: the Application Load Balancer lost the listener of the group’s port',
      'PL-NLB-020: the Application Load Balancer is in another VPC',
    ],
    ['PL-NLB-004'],
  ),
  // The rule that does not admit the client matches nobody else in the VPC either.
  ...each(
    [
      'PL-SG-001: the endpoint’s group refers to a group that the client does not carry',
      'PL-SG-001: the endpoint’s group refers to the client’s, which is peered from another Region',
      'PL-SG-001: the endpoint’s group refers to the client’s, which is behind a transit gateway',
    ],
    ['PL-SG-006'],
  ),
  // The state is partial because of the zone.
  ...each(
    ['use1-az3', 'usw1-az2', 'apne1-az3', 'euw1-az4', 'cac1-az3', 'ilc1-az2'].map(
      (zone) => `PL-RES-010: a subnet of the endpoint lies in ${zone}`,
    ),
    ['PL-LIF-005'],
  ),
  // What makes the clients use the endpoint's own name: private DNS could be on.
  'PL-DNS-018: without private DNS, the endpoint’s own name is unknown to the clients’ resolver': ['PL-DNS-022'],
  'PL-DNS-016: private DNS is off, and the certificate covers none of the names that are left': ['PL-DNS-022'],
  'PL-DNS-004: private DNS is off and a zone of the VPC stands before the names that AWS made': ['PL-DNS-022'],
  'PL-DNS-004: private DNS is off and a zone of the VPC leads every name of endpoints to a server': ['PL-DNS-022'],
  'PL-DNS-003: private DNS is off, and another endpoint of the VPC that would answer was rejected': [
    'PL-DNS-022',
    // The other one says so itself.
    'PL-LIF-002',
  ],
  // The service no longer allows the account that nobody named, or sees its request wait.
  'PL-ACC-003: an endpoint of an account that nobody named is available': ['PL-ACC-008'],
  'PL-ACC-003: an endpoint of an account that nobody named is pendingAcceptance': ['PL-ACC-005'],
  'PL-SVC-005: the service allows no principal, and another account waits for approval': ['PL-ACC-005'],
  // The notification itself says that it is disabled.
  'PL-ACC-006: requests must be accepted, and the notification is disabled': ['PL-ACC-007'],
  // What answers elsewhere was rejected, which is true of it.
  'PL-DNS-005: a zone of the service’s name leads to an endpoint of the same service, which was rejected, instead': [
    'PL-LIF-002',
  ],
  // Two things are wrong: the fault is about what they make together.
  ...each(
    [
      'PL-LIF-010: the subnet without an interface is in the zone whose target is down',
      'PL-NET-014: only the zone whose target is down was tried, and interfaces do not tell their zone’s id',
      'PL-NET-014: the zone whose target is down does not answer a client either',
    ],
    ['PL-NLB-005', 'PL-NLB-006'],
  ),
  'PL-NLB-006: the endpoint has no interface in the only zone whose target is healthy': ['PL-NLB-005', 'PL-LIF-010'],
  'PL-NET-014: the zone that answered a client has lost its interface since, and the other one does not answer': [
    'PL-NET-004',
  ],
  'PL-RES-010: both subnets of the endpoint lie in a zone without such endpoints': ['PL-LIF-005', 'PL-RES-003'],
  // What was measured says the same as what is predicted.
  'PL-SG-001: nothing answers a client, and the group is why': ['PL-NET-014'],
  // The group of the targets admits TCP alone, as that of the endpoint did.
  'PL-SG-001: the group is closed, and a TCP connection proves nothing of a listener’s UDP': ['PL-NLB-012'],
  // The subnet's ACL stops what is for the gateway endpoint too.
  'PL-ACL-003: the ACL of the client’s subnet lets only plain HTTP out': ['PL-ACL-004'],
  'PL-ACL-003: the ACL of the client’s subnet lets out to one of the endpoint’s subnets': ['PL-ACL-004'],
  'PL-SG-008: the one client that may call S3 sits behind an ACL that keeps it inside': ['PL-ACL-004'],
  // What lets nothing out, or to one address alone, lets nothing out to a gateway endpoint either.
  'PL-SG-005: the group of every likely client lets nothing out': ['PL-SG-008'],
  'PL-SG-005: the likely clients may call one of the endpoint’s two addresses': ['PL-SG-008'],
  'PL-SG-005: the likely clients let out to another range, and only the consumer’s account is read': ['PL-SG-008'],
  // The load balancer’s group admits the consumers’ networks alone, too.
  'PL-SG-001: the endpoint’s group admits the VPC alone, and a range far beyond it was given': ['PL-NLB-008'],
};

function each(faults: readonly string[], rules: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(faults.map((fault) => [fault, rules]));
}

export interface Score {
  /** Faults found where they are, with their effect, owner and verdict, and as the root cause if they break the path. */
  found: number;
  injected: number;
  /** Findings above `low` of this area's rules where there is no such fault. */
  false: number;
}

/** How many subjects without a fault of their own are diagnosed in an estate: all of those of a small one. */
const OTHERS = 6;

export interface Tally {
  readonly byArea: Map<string, Score>;
  /** Each thing that was not as it must be, in words. */
  readonly wrong: string[];
  readonly sizes: number[];
  readonly seeds: number[];
  readonly faults: Set<BrokenWorld>;
  times: number;
  subjects: number;
  judged: number;
}

export function tally(): Tally {
  return { byArea: new Map(), wrong: [], sizes: [], seeds: [], faults: new Set(), times: 0, subjects: 0, judged: 0 };
}

/** Puts each fault in so many places, the same ones for one seed, and enters what is said there. */
export function judgePlaces(worlds: readonly BrokenWorld[], times: number, seed: number, into: Tally): void {
  const random = randomOf(seed);
  const small = smallWorlds();
  planned(worlds, times, random).forEach(({ faults, size }, index) => {
    judge(estateWith(faults, size, seed + index, small), OTHERS, random, into);
  });
  into.seeds.push(seed);
  into.times += times;
  for (const world of worlds) into.faults.add(world);
}

/** Precision and recall by rule area, as a table. */
export function report({ byArea, faults, judged, seeds, sizes, subjects, times }: Tally): string {
  const sorted = sizes.toSorted((a, b) => a - b);
  const share = (part: number, whole: number): string =>
    whole === 0 ? '   -' : (Math.floor((100 * part) / whole) / 100).toFixed(2);
  const row = (name: string, { found, injected, false: wrong }: Score): string =>
    `  ${name.padEnd(5)} ${share(found, found + wrong)}       ${share(found, injected)}    ${String(injected).padStart(6)}`;
  const sum = (field: keyof Score): number => [...byArea.values()].reduce((all, score) => all + score[field], 0);
  return [
    `Seed ${seeds.join(', ')}: ${faults.size} faults, ${times} times each, in ${sizes.length} estates of ${sorted[0]} to ${sorted.at(-1)} endpoints (half of them under ${sorted[Math.floor(sizes.length / 2)]}).`,
    `Diagnosed: every faulty subject and at most ${OTHERS} others of an estate, ${judged} of ${subjects} subjects.`,
    '  area  precision  recall  injected',
    ...[...byArea].sort(([a], [b]) => (a < b ? -1 : 1)).map(([area, score]) => row(area, score)),
    row('all', { found: sum('found'), injected: sum('injected'), false: sum('false') }),
  ].join('\n');
}

const areaOf = (rule: string): string => rule.split('-')[1] ?? rule;

function scoreOf({ byArea }: Tally, rule: string): Score {
  const known = byArea.get(areaOf(rule)) ?? { found: 0, injected: 0, false: 0 };
  byArea.set(areaOf(rule), known);
  return known;
}

const keyOf = ({ rule, fault }: BrokenWorld): string => `${rule}: ${fault}`;

/** The resources that the rule names in the fault's own small world. */
const resources = new Map<BrokenWorld, readonly string[]>();
function resourcesOf(world: BrokenWorld): readonly string[] {
  const known = resources.get(world);
  if (known !== undefined) return known;
  const findings = diagnoseWorld(world)?.findings.filter(({ rule }) => rule === world.rule) ?? [];
  const found = findings.map(({ resource }) => resource);
  resources.set(world, found);
  return found;
}

const isLoud = ({ severity }: Finding): boolean => severity !== 'low' && severity !== 'info';

/**
 * Diagnoses an estate and enters what was right and what was not.
 *
 * @param others how many subjects without a fault are diagnosed at most, beside the faults' neighbours
 */
function judge(estate: InjectedEstate, others: number, random: Random, into: Tally): void {
  const inventory = buildInventory([estate.snapshot]);
  const all = [...inventory.endpoints.keys(), ...inventory.services.keys()];
  const bySubject = new Map(estate.faults.map((fault) => [fault.subject, fault]));
  const healthy = random.shuffled(all.filter((id) => !bySubject.has(id))).slice(0, others);
  const isPlain = ({ args, measurements }: Injected): boolean => args.length === 0 && measurements === undefined;
  const plain = estate.faults.filter(isPlain).map(({ subject }) => subject);
  const judged = [
    ...diagnose(inventory, { ...optionsOf([]), ids: [...plain, ...healthy] }).subjects,
    ...estate.faults
      .filter((fault) => !isPlain(fault))
      .flatMap((fault) => {
        const measurements = fault.measurements === undefined ? {} : { measurements: fault.measurements };
        return diagnose(inventory, { ...optionsOf(fault.args), ...measurements, ids: [fault.subject] }).subjects;
      }),
  ];
  into.sizes.push(estate.endpoints);
  into.subjects += all.length;
  into.judged += judged.length;
  const where = `seed ${estate.seed}, ${estate.endpoints} endpoints`;
  const seen = new Map(judged.map((subject) => [subject.id, subject]));
  for (const fault of estate.faults) scoreFault(fault, seen.get(fault.subject), where, into);
  for (const subject of judged) {
    if (!bySubject.has(subject.id)) scoreNeighbour(subject, estate.faults, where, into);
  }
}

function scoreFault(fault: Injected, subject: SubjectDiagnosis | undefined, where: string, into: Tally): void {
  const { world } = fault;
  const score = scoreOf(into, world.rule);
  score.injected += 1;
  const own = subject?.findings.filter(({ rule }) => rule === world.rule) ?? [];
  const resource = (finding: Finding): string => finding.resource;
  const expected = {
    at: `${world.effect} at ${world.hop}`,
    verdict: world.verdict,
    owners: [world.owner],
    resources: resourcesOf(world).map(fault.rename).sort(),
    cause: world.effect === 'breaks' ? `${world.rule} at ${world.hop}${world.suspected ? ', suspected' : ''}` : 'none',
  };
  const cause = subject?.rootCause;
  const actual = {
    at: own.map(({ effect, hop }) => `${effect} at ${hop}`).find((at) => at === expected.at) ?? 'not found',
    verdict: subject?.verdict,
    owners: [...new Set(own.map(({ owner }) => owner))],
    resources: own.map(resource).sort(),
    cause: cause === undefined ? 'none' : `${cause.rule} at ${cause.hop}${cause.suspected ? ', suspected' : ''}`,
  };
  if (JSON.stringify(actual) === JSON.stringify(expected)) score.found += 1;
  else
    into.wrong.push(
      `missed ${keyOf(world)} (${where}): ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`,
    );
  const allowed = new Set([world.rule, ...(GOES_WITH[keyOf(world)] ?? [])]);
  for (const finding of subject?.findings ?? []) {
    if (isLoud(finding) && !allowed.has(finding.rule)) {
      scoreOf(into, finding.rule).false += 1;
      into.wrong.push(`beside ${keyOf(world)} (${where}): ${finding.rule}: ${finding.message}`);
    }
  }
}

function scoreNeighbour(subject: SubjectDiagnosis, faults: readonly Injected[], where: string, into: Tally): void {
  const near = faults.flatMap(({ world, sharers }) => {
    const shared = sharers.get(subject.id);
    return shared === undefined ? [] : [{ world, shared }];
  });
  const allowed = new Set(
    near.flatMap(({ world, shared }) => {
      const beside = GOES_WITH[keyOf(world)] ?? [];
      if (isTrueOfSharer(world, shared)) return [world.rule, ...beside];
      // What goes with a fault of one endpoint may be the service's, and so everybody's.
      return RULES.filter(({ id, hop }) => beside.includes(id) && isTrueOfSharer({ rule: id, hop }, shared)).map(
        ({ id }) => id,
      );
    }),
  );
  const beside = near.map(({ world, shared }) => `${keyOf(world)} (shares ${shared})`).join('; ');
  for (const finding of subject.findings) {
    if (isLoud(finding) && !allowed.has(finding.rule)) {
      scoreOf(into, finding.rule).false += 1;
      into.wrong.push(
        `false at ${subject.kind} ${subject.name ?? subject.id} near ${beside || 'nothing'} (${where}): ${finding.rule}: ${finding.message}`,
      );
    }
  }
  if (beside === '' && (subject.verdict === 'broken' || subject.verdict === 'degraded')) {
    into.wrong.push(
      `${subject.name ?? subject.id} without a fault is ${subject.verdict} (${where}): ${subject.summary}`,
    );
  }
}
