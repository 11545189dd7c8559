import { describe, expect, it } from 'vitest';
import type { SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { hopsOf } from '../../../src/core/hops.ts';
import { RULES } from '../../../src/core/rules/registry.ts';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import type { BrokenWorld } from '../../worlds/broken/faults.ts';
import { randomOf } from '../../worlds/estates/random.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { snapshotOf } from '../../worlds/world.ts';
import { diagnoseWorld } from './diagnose-world.ts';

/* Two and three faults at once on one path. */

const SEED = Number(process.env['TOGETHER_SEED'] ?? 20260302);
const RUNS = Number(process.env['TOGETHER_RUNS'] ?? 200);

/** Proven breaks of the healthy estate's one path that need nothing else to be asked. */
const breaks = brokenWorlds.filter(
  (world) =>
    world.effect === 'breaks' &&
    !world.suspected &&
    world.base === healthyEstate &&
    world.subject === healthyEstate().endpoint.id &&
    world.args.length === 0 &&
    world.denied === undefined &&
    world.profiles.length === 2,
);

const HOPS = hopsOf('Interface');
const place = ({ hop }: BrokenWorld): number => HOPS.indexOf(hop);

function together(faults: readonly BrokenWorld[]): SubjectDiagnosis {
  const estate = healthyEstate();
  for (const fault of faults) fault.change(estate);
  const asked = faults.find(({ measurements }) => measurements !== undefined) ?? faults[0];
  const subject = asked === undefined ? undefined : diagnoseWorld(asked, snapshotOf(estate.world));
  if (subject === undefined) throw new Error('The endpoint is gone');
  return subject;
}

/** An endpoint has one state, and private names only once it is accepted; and one machine measures. */
function canHappenTogether(faults: readonly BrokenWorld[]): boolean {
  if (faults.filter(({ measurements }) => measurements !== undefined).length > 1) return false;
  const states = faults.filter(({ rule }) => rule.startsWith('PL-LIF-')).length;
  return states === 0 || (states === 1 && faults.every(({ hop }) => hop !== 'dns'));
}

/** True where another of the faults is declared to be the reason of this one's finding. */
function isSuppressed({ rule }: BrokenWorld, faults: readonly BrokenWorld[]): boolean {
  const by = RULES.find(({ id }) => id === rule)?.suppressedBy ?? [];
  return faults.some((other) => by.includes(other.rule));
}

/**
 * Without a listener nothing names the port that ACLs and groups would have to let through: what they do to it is a
 * suspicion at most, which comes after what is proven, and a group that admits some port passes.
 */
function asksForMissingPort({ hop }: BrokenWorld, faults: readonly BrokenWorld[]): boolean {
  const isOfPort = hop === 'network-acl' || hop === 'endpoint-security-group';
  return isOfPort && faults.some(({ rule }) => rule === 'PL-NLB-002');
}

/** True for what shows that something is wrong, and not where. */
function isSymptom({ rule }: BrokenWorld): boolean {
  return RULES.find(({ id }) => id === rule)?.symptom === true;
}

/** True where what is said of the fault, if anything is, is a guess. */
function isGuess({ rule }: BrokenWorld, { findings }: SubjectDiagnosis): boolean {
  return findings.every((finding) => finding.rule !== rule || finding.confidence === 'heuristic');
}

const random = randomOf(SEED);
const cases = Array.from({ length: RUNS }, () => random.shuffled(breaks).slice(0, random.between(2, 3)))
  .filter((faults) => new Set(faults.map(place)).size === faults.length && canHappenTogether(faults))
  .map((faults) => [faults.map(({ rule, fault }) => `${rule}: ${fault}`).join(' + '), faults] as const);

console.log(`Seed ${SEED}: ${cases.length} pairs and triples of ${breaks.length} faults.`);

describe('faults at once', () => {
  it.each(breaks.filter(({ hop }) => hop === 'network-acl' || hop === 'endpoint-security-group'))(
    '$rule: $fault, and no listener: what holds for every port is the root cause, what depends on it is not',
    (fault) => {
      const noListener = breaks.filter(({ rule }) => rule === 'PL-NLB-002').slice(0, 1);
      const { rootCause, findings } = together([fault, ...noListener]);
      const proven = findings.some(({ rule, confidence }) => rule === fault.rule && confidence === 'deterministic');
      expect(rootCause).toMatchObject({ rule: proven ? fault.rule : 'PL-NLB-002', suspected: false });
      expect(proven).toBe(['PL-ACL-002', 'PL-SG-002'].includes(fault.rule));
    },
  );

  it('are enough to choose from', () => {
    expect(breaks.length).toBeGreaterThan(10);
    expect(cases.length).toBeGreaterThan(RUNS / 2);
  });

  it.each([...new Map(cases)])('%s', (_, faults) => {
    const subject = together(faults);
    const cause = subject.rootCause;
    const inOrder = faults
      .filter((fault) => !isSuppressed(fault, faults))
      .filter((fault) => !asksForMissingPort(fault, faults) || !isGuess(fault, subject))
      .toSorted((a, b) => Number(isSymptom(a)) - Number(isSymptom(b)) || place(a) - place(b));
    // What cannot be judged beside another fault must be said to be so.
    const first = inOrder.find(({ hop }) => cause?.unjudgedBefore.includes(hop) !== true);
    expect(subject.verdict).toBe('broken');
    expect(cause).toMatchObject({ rule: first?.rule, hop: first?.hop, suspected: false });
    const told = new Set([...subject.findings, ...subject.suppressed].map(({ rule }) => rule));
    const unjudged = subject.hops.filter(({ state }) => state === 'unknown').map(({ hop }) => hop);
    const silent = faults
      .filter(({ hop, rule }) => !told.has(rule) && !unjudged.includes(hop))
      .filter((fault) => !asksForMissingPort(fault, faults));
    expect(silent.map(({ rule }) => rule)).toEqual([]);
  });
});
