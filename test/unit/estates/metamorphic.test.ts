import { describe, expect, it } from 'vitest';
import type { HopState, SubjectDiagnosis, Verdict } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import { assembly, idsOfAws, otherIds, templateOf } from '../../worlds/estates/graft.ts';
import { estateWith, smallWorlds, type InjectedEstate } from '../../worlds/estates/injected.ts';
import { randomOf } from '../../worlds/estates/random.ts';
import { addPart } from '../../worlds/estates/strangers.ts';
import { denied } from '../../worlds/unread.ts';
import { addScope, createWorld, snapshotOf, type Item } from '../../worlds/world.ts';
import { optionsOf } from '../worlds/diagnose-world.ts';

/* What must not change a diagnosis, and what may only make it less certain, over random estates with faults. */

const SEED = Number(process.env['METAMORPHIC_SEED'] ?? 20260302);
const random = randomOf(SEED);
const small = smallWorlds();
// Faults that are said with what the command line is given are another question each time.
const faults = brokenWorlds.filter(({ args }) => args.length === 0);
const estates = Array.from({ length: 4 }, (_, index) =>
  estateWith(random.shuffled(faults).slice(0, 4), 20, SEED + index, small),
);
console.log(
  `Seed ${SEED}: ${estates.length} estates of ${estates.map(({ endpoints }) => endpoints).join(', ')} endpoints.`,
);

const all = (snapshot: Snapshot): readonly SubjectDiagnosis[] =>
  diagnose(buildInventory([snapshot]), optionsOf([])).subjects;
const byId = (subjects: readonly SubjectDiagnosis[]): ReadonlyMap<string, SubjectDiagnosis> =>
  new Map(subjects.map((subject) => [subject.id, subject]));

describe.each(estates.map((estate) => [estate.seed, estate] as const))('the estate of seed %i', (_, estate) => {
  const before = byId(all(estate.snapshot));

  it('is diagnosed alike whatever order its accounts, answers and lists come in', () => {
    const parts = assembly();
    parts.add(estate.snapshot);
    expect(byId(all(parts.snapshot(random)))).toEqual(before);
  });

  it('is diagnosed alike under other ids', () => {
    // Same digits throughout, so that what is sorted by id stays in its order.
    const other = otherIds('f'.repeat(16), new Map(), idsOfAws(estate.snapshot));
    const renamed = JSON.parse(templateOf(JSON.stringify(estate.snapshot)).fill(other)) as Snapshot;
    const found = JSON.parse(templateOf(JSON.stringify(all(renamed))).fill(other)) as readonly SubjectDiagnosis[];
    const told = (subject: SubjectDiagnosis | undefined): object => ({
      verdict: subject?.verdict,
      cause: subject?.rootCause,
      hops: subject?.hops.map(({ hop, state }) => `${hop} ${state}`),
      findings: subject?.findings.map(({ rule, effect, hop }) => `${rule} ${effect} ${hop}`).sort(),
    });
    expect(found.length).toBe(before.size);
    for (const subject of found) expect(told(subject)).toEqual(told(before.get(subject.id)));
  });

  it('is diagnosed alike beside a VPC that has nothing to do with it', () => {
    const after = byId(all(withStranger(estate)));
    expect(after.size).toBeGreaterThan(before.size);
    for (const [id, subject] of before) expect(after.get(id)).toEqual(subject);
  });

  it('is only known less well by who may do less', () => {
    const operations = [...new Set(estate.snapshot.scopes.flatMap(({ calls }) => calls.map((call) => call.operation)))];
    for (const operation of random.shuffled(operations).slice(0, 8)) {
      for (const subject of all(denied(estate.snapshot, operation))) {
        const whole = before.get(subject.id);
        if (whole !== undefined) expect(untruths(whole, subject), `without ${operation}`).toEqual([]);
      }
    }
  });

  it('is no worse when an endpoint’s group admits everybody', () => {
    const opened = withOpenGroups(estate.snapshot);
    for (const subject of all(opened)) {
      const whole = before.get(subject.id);
      if (whole === undefined) continue;
      const worse = subject.hops.filter(
        ({ hop, state }) => RANK[state] > RANK[whole.hops.find((item) => item.hop === hop)?.state ?? 'pass'],
      );
      expect(worse.map(({ hop, statement }) => `${hop}: ${statement}`)).toEqual([]);
    }
  });
});

const RANK: Readonly<Record<HopState, number>> = { 'not-applicable': 0, pass: 0, unknown: 1, warn: 2, fail: 3 };

/** What a hop may be said to be when less was read than what made it so. */
const STILL_TRUE: Readonly<Record<HopState, readonly HopState[]>> = {
  pass: ['pass', 'unknown'],
  warn: ['warn', 'unknown'],
  fail: ['fail', 'warn', 'unknown'],
  unknown: ['unknown'],
  'not-applicable': ['not-applicable', 'unknown'],
};

function untruths(whole: SubjectDiagnosis, part: SubjectDiagnosis): readonly string[] {
  const good: Verdict = 'healthy';
  const hops = part.hops.flatMap(({ hop, state, statement }) => {
    const was = whole.hops.find((item) => item.hop === hop)?.state ?? 'not-applicable';
    return STILL_TRUE[was].includes(state) ? [] : [`${part.id}: ${hop} was ${was} and is ${state}: ${statement}`];
  });
  return [...hops, ...(part.verdict === good && whole.verdict !== good ? [`${part.id} became healthy`] : [])];
}

function withStranger({ snapshot }: InjectedEstate): Snapshot {
  // An account of the estate in which nothing is denied that the stranger lists, or else one that is not of the estate.
  const own = snapshot.scopes.filter(({ account, region }) => account.endsWith('3') && region === 'us-east-1');
  for (const account of [...own.map((scope) => scope.account), '999900001113']) {
    const world = createWorld();
    const consumer = addScope(world, { account, profiles: ['consumer'] });
    const provider = addScope(world, { account: '999900002226', profiles: ['stranger'] });
    addPart({ consumer, provider, part: 'stranger' }, random, 3);
    const parts = assembly();
    parts.add(snapshot);
    if (parts.add(snapshotOf(world))) return parts.snapshot(random);
  }
  throw new Error('The stranger does not fit');
}

/** Every group of an endpoint lets every address in on every port. */
function withOpenGroups(snapshot: Snapshot): Snapshot {
  const copy = structuredClone(snapshot);
  const calls = copy.scopes.flatMap((scope) => scope.calls);
  const listed = (operation: string, list: string): readonly Item[] =>
    calls.filter((call) => call.operation === operation).flatMap((call) => (call.output[list] ?? []) as Item[]);
  const groups = new Set(
    listed('ec2:DescribeVpcEndpoints', 'VpcEndpoints').flatMap((item) =>
      ((item['Groups'] ?? []) as Item[]).map((group) => group['GroupId']),
    ),
  );
  for (const group of listed('ec2:DescribeSecurityGroups', 'SecurityGroups')) {
    if (groups.has(group['GroupId'])) {
      (group['IpPermissions'] as Item[]).push({
        IpProtocol: '-1',
        IpRanges: [{ CidrIp: '0.0.0.0/0' }],
        Ipv6Ranges: [{ CidrIpv6: '::/0' }],
        UserIdGroupPairs: [],
        PrefixListIds: [],
      });
    }
  }
  return copy;
}
