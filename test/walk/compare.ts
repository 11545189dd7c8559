import type { SubjectDiagnosis } from '../../src/core/diagnosis.ts';
import { diagnose } from '../../src/core/engine.ts';
import { buildInventory } from '../../src/core/model/inventory.ts';
import { CAPTURED_AT, snapshotOf } from '../worlds/world.ts';
import { walkEstate, type WalkCase } from './estate.ts';
import { answersOf } from './packet/answers.ts';
import { STAGES, walk, type Stage, type Way } from './packet/walk.ts';

/* What the engine says of a path beside what a packet finds on it. */

/** What the packets found, all ways together. */
export interface Found {
  readonly kind: 'open' | 'part' | 'dead' | 'perhaps';
  /** Beside what gets through stand targets that are not healthy. */
  readonly spare?: boolean;
  /** Targets are in their first health checks. */
  readonly waits?: boolean;
  /** Where the last way is lost, when all are. */
  readonly stage?: Stage;
}

export interface Disagreement {
  readonly asked: WalkCase;
  /** The first seed of the worlds that stand beside it: with it the same world comes again. */
  readonly first: number;
  readonly what: string;
  readonly found: Found;
  readonly ways: readonly Way[];
  readonly said: SubjectDiagnosis;
}

export interface Compared {
  readonly counts: Readonly<Record<string, number>>;
  readonly disagreements: readonly Disagreement[];
}

/** Worlds that share a snapshot: enough that the cost of reading one is shared, few enough that a list is short. */
const TOGETHER = 25;

/** Walks and judges the worlds of so many seeds, from the first on. */
export function compareWorlds(first: number, count: number): Compared {
  const counts: Record<string, number> = {};
  const disagreements: Disagreement[] = [];
  for (let seed = first; seed < first + count; seed += TOGETHER) {
    const size = Math.min(TOGETHER, first + count - seed);
    const { world, cases } = walkEstate(Array.from({ length: size }, (_, i) => seed + i));
    const snapshot = snapshotOf(world);
    const answers = answersOf(snapshot);
    const inventory = buildInventory([snapshot]);
    for (const asked of cases) {
      const ways = walk(answers, asked);
      const found = foundOn(ways);
      const { endpoint, source, port } = asked;
      const [said] = diagnose(inventory, { now: CAPTURED_AT, ids: [endpoint], source, port }).subjects;
      if (said === undefined) throw new Error(`Nothing is said of ${endpoint}`);
      const key = `${[found.kind, found.stage].filter((part) => part !== undefined).join(' ')}: ${said.verdict}`;
      counts[key] = (counts[key] ?? 0) + 1;
      const what = differs(found, said);
      if (what !== undefined) disagreements.push({ asked, first: seed, what, found, ways, said });
    }
  }
  return { counts, disagreements };
}

function foundOn(ways: readonly Way[]): Found {
  if (ways.every((way) => way.lost !== undefined)) {
    const last = Math.max(...ways.map((way) => STAGES.indexOf(way.lost ?? 'endpoint')));
    const stage = STAGES[last];
    return { kind: 'dead', ...(stage === undefined ? {} : { stage }) };
  }
  const open = ways.filter((way) => way.lost === undefined && way.unsaid !== undefined);
  if (open.length > 0)
    return { kind: 'perhaps', waits: open.some(({ unsaid }) => unsaid?.startsWith('a target is') === true) };
  const kind = ways.every((way) => way.lost === undefined && way.partly !== true) ? 'open' : 'part';
  return { kind, spare: ways.some((way) => way.spare === true) };
}

/** Why the two do not agree; `undefined` when they do. */
function differs(found: Found, said: SubjectDiagnosis): string | undefined {
  const { verdict, rootCause } = said;
  switch (found.kind) {
    case 'open':
      // Nobody knows what stands between a load balancer and a target outside its VPC, sick as it may be.
      if (verdict === 'unknown' && found.spare === true) return undefined;
      // Beside healthy targets an unhealthy one is a fault, but no packet is lost.
      return verdict === 'healthy' ||
        (verdict === 'degraded' && found.spare === true && rootCause === undefined && said.findings.every(isSpare))
        ? undefined
        : `open, called ${verdict}`;
    case 'part':
      return verdict === 'degraded' && rootCause === undefined ? undefined : `works in part, called ${verdict}`;
    case 'dead':
      if (verdict !== 'broken') return `dead at ${found.stage ?? ''}, called ${verdict}`;
      return rootCause?.hop === found.stage
        ? undefined
        : `dead at ${found.stage ?? ''}, put at ${rootCause?.hop ?? ''}`;
    case 'perhaps':
      // A target whose health checks cannot reach it will not become healthy.
      if (rootCause !== undefined && found.waits === true && said.findings.some(isUnreached)) return undefined;
      return verdict === 'healthy' || verdict === 'broken' ? `not known, called ${verdict}` : undefined;
  }
}

const UNREACHED: ReadonlySet<string> = new Set(['PL-NLB-011', 'PL-NLB-012', 'PL-NLB-025', 'PL-ACL-005']);

function isUnreached({ effect, rule }: SubjectDiagnosis['findings'][number]): boolean {
  return effect === 'breaks' && UNREACHED.has(rule);
}

/** Faults of targets, and what makes targets fail their health checks. */
const SPARE: ReadonlySet<string> = new Set([
  'PL-NLB-005',
  'PL-NLB-006',
  'PL-NLB-011',
  'PL-NLB-012',
  'PL-NLB-022',
  'PL-NLB-024',
  'PL-NLB-025',
  'PL-ACL-005',
]);

function isSpare(finding: SubjectDiagnosis['findings'][number]): boolean {
  return (finding.effect !== 'breaks' && finding.effect !== 'impairs') || SPARE.has(finding.rule);
}

/** A disagreement in lines: the ways of the packet, and what was said of each hop. */
export function describeDisagreement({ asked, first, what, ways, said }: Disagreement): string {
  const lines = ways.map(
    ({ transport, zone, target, lost, unsaid, partly }) =>
      `  ${transport} ${zone} ${target ?? ''}: ${lost ?? unsaid ?? (partly === true ? 'in part' : 'through')}`,
  );
  const hops = said.hops.map(({ hop, state }) => `${hop} ${state}`).join(', ');
  return [`seed ${asked.seed} (WALK_SEED=${first}): ${what}`, ...lines, `  ${hops}`].join('\n');
}
