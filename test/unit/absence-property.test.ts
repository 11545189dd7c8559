import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareInventories } from '../../src/core/compare/compare.ts';
import { COMPARED_KINDS } from '../../src/core/compare/kinds.ts';
import type { HopState, SubjectDiagnosis } from '../../src/core/diagnosis.ts';
import { diagnose } from '../../src/core/engine.ts';
import { buildInventory, type Inventory } from '../../src/core/model/inventory.ts';
import { stableStringify, type Json } from '../../src/core/model/json.ts';
import type { Snapshot, SnapshotCall } from '../../src/core/model/snapshot.ts';
import { gapOf } from '../../src/core/needs.ts';
import { buildTree } from '../../src/core/tree/build.ts';
import { buildMembers } from '../../src/core/tree/members.ts';
import type { TreeNode } from '../../src/core/tree/types.ts';
import { brokenWorlds } from '../worlds/broken/index.ts';
import { everythingEstate } from '../worlds/everything.ts';
import { fates, struck } from '../worlds/faulty.ts';
import { crossRegionEstate, oneAccountEstate } from '../worlds/placements.ts';
import { estates } from '../worlds/random.ts';
import { CAPTURED_AT, snapshotOf } from '../worlds/world.ts';

/*
 * Whatever is not read, nothing is said to be absent, good or bad for it. Each property reads one world twice: all of it,
 * and with some of the requests gone wrong. What the second reading says must be true of the first.
 */

// The same in every run, so that a change is to blame for what fails; others find more.
const seed = Number(process.env['FAULT_SEED'] ?? 20_261_124);
console.log(`FAULT_SEED=${seed}`);
/** How many times as often each property is tried: the defaults take some seconds of one core each. */
const times = Number(process.env['FAULT_TIMES'] ?? 1);
const runs = (numRuns: number): fc.Parameters<unknown> => ({ seed, numRuns: numRuns * times });

const fixed = [
  ...brokenWorlds.map(({ build }) => build()),
  ...[everythingEstate(), crossRegionEstate().world, oneAccountEstate().world].map(snapshotOf),
].map(withSharedPrefixLists);
const worlds: fc.Arbitrary<Snapshot> = fc.oneof(estates.map(withSharedPrefixLists), fc.constantFrom(...fixed));

/** AWS shows its own prefix lists of a Region to every account; the worlds hold them where an endpoint is. */
function withSharedPrefixLists(world: Snapshot): Snapshot {
  const isListing = ({ operation }: SnapshotCall): boolean => operation === 'ec2:DescribePrefixLists';
  const listOf = (region: string): readonly Json[] => {
    const calls = world.scopes.filter((scope) => scope.region === region).flatMap((scope) => scope.calls);
    const items = calls.filter(isListing).flatMap((call) => call.output['PrefixLists'] as readonly Json[]);
    return [...new Map(items.map((item) => [stableStringify(item), item])).values()];
  };
  return {
    ...world,
    scopes: world.scopes.map((scope) => ({
      ...scope,
      calls: scope.calls.map((call) =>
        isListing(call) ? { ...call, output: { PrefixLists: listOf(scope.region) } } : call,
      ),
    })),
  };
}

/** What is made of the same object more than once: a fixed world is read whole many times, and always alike. */
function kept<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, V>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}

const readWhole = kept((world: Snapshot) => buildInventory([world]));

/** One world, read whole and in part. */
const readings = fc.tuple(worlds, fates).map(([world, strikes]) => {
  const calls = world.scopes.flatMap((scope) => scope.calls);
  const asked = strikes.map((one) => ({ ...one, call: calls[one.at % calls.length]?.operation }));
  return {
    whole: readWhole(world),
    part: buildInventory([struck(world, strikes)]),
    asked,
    // A counterexample is told by its strikes: the inventories are hundreds of pages.
    [fc.toStringMethod]: () => JSON.stringify(asked),
  };
});

const diagnosed = kept((inventory: Inventory) => diagnose(inventory, { now: CAPTURED_AT }));

function judged(inventory: Inventory): ReadonlyMap<string, SubjectDiagnosis> {
  return new Map(diagnosed(inventory).subjects.map((subject) => [subject.id, subject]));
}

describe('what a reading in part does not show', () => {
  it('is proved absent by no answer', () => {
    fc.assert(
      fc.property(readings, ({ whole, part }) => {
        const lies = COMPARED_KINDS.flatMap((kind) =>
          [...kind.items(whole).keys()].flatMap((key) => {
            const found = kind.find(key, whole);
            if (found === undefined || kind.items(part).has(key)) return [];
            const { seenBy, region } = found.item;
            return gapOf(part, { ...found.showing, accounts: [seenBy], region }) === undefined
              ? [`${found.item.kind} ${key}`]
              : [];
          }),
        );
        expect(lies).toEqual([]);
      }),
      runs(500),
    );
  });

  it('is neither removed, nor added, nor changed: it is the same world', () => {
    fc.assert(
      fc.property(readings, ({ whole, part }) => {
        for (const comparison of [compareInventories(whole, part), compareInventories(part, whole)]) {
          const said = comparison.resources.filter(({ change }) => change !== 'not-comparable');
          expect(said).toEqual([]);
        }
      }),
      runs(300),
    );
  });
});

/** What a hop may be said to be when less was read than what made it so. */
const STILL_TRUE: Readonly<Record<HopState, readonly HopState[]>> = {
  pass: ['pass', 'unknown'],
  warn: ['warn', 'unknown'],
  fail: ['fail', 'warn', 'unknown'],
  unknown: ['unknown'],
  'not-applicable': ['not-applicable', 'unknown'],
};

function untruths(whole: SubjectDiagnosis, part: SubjectDiagnosis): readonly string[] {
  // What another finding explained first comes to light by itself where that one cannot be made.
  const explained = new Set(whole.suppressed.map(({ rule, resource = '' }) => `${rule} ${resource}`));
  const isExplained = (hop: string): boolean =>
    part.findings.some((one) => one.hop === hop && explained.has(`${one.rule} ${one.resource}`));
  const hops = part.hops.flatMap(({ hop, state, statement }) => {
    const before = whole.hops.find((item) => item.hop === hop)?.state ?? 'not-applicable';
    const isTrue = STILL_TRUE[before].includes(state) || (before === 'unknown' && isExplained(hop));
    return isTrue ? [] : [`${hop} was ${before} and is ${state}: ${statement}`];
  });
  const known = new Set([...whole.findings.map(({ rule, resource }) => `${rule} ${resource}`), ...explained]);
  const findings = part.findings
    .filter(({ rule, resource }) => !rule.startsWith('PL-META-') && !known.has(`${rule} ${resource}`))
    .map(({ rule, resource, message }) => `${rule} was found at ${resource}: ${message}`);
  const recovered = part.verdict === 'healthy' && whole.verdict !== 'healthy';
  return [...hops, ...findings, ...(recovered ? [`${whole.verdict} became healthy`] : [])];
}

/** Read on request only: where nobody asked, another question was put; where no whole answer came, it must say so. */
const ON_REQUEST = 'cloudwatch:GetMetricData';

it('a diagnosis in part says nothing good or bad that the whole one does not say', () => {
  const answered = readings.filter(({ asked }) =>
    asked.every(({ call, way }) => call !== ON_REQUEST || !['gone', 'not-asked'].includes(way)),
  );
  fc.assert(
    fc.property(answered, ({ whole, part }) => {
      const all = judged(whole);
      const said = [...judged(part)].flatMap(([id, subject]) => {
        const before = all.get(id);
        return before === undefined ? [`${id} came out of nowhere`] : untruths(before, subject);
      });
      expect(said).toEqual([]);
    }),
    runs(250),
  );
});

/** Every node with those above it, and the late ones below it. */
const grown = kept((inventory: Inventory): readonly TreeNode[] => {
  const diagnosis = diagnosed(inventory);
  const withChildren = (node: TreeNode): TreeNode =>
    node.late === true
      ? { ...node, children: buildMembers(inventory, diagnosis, node.subject ?? '', node.id).map(withChildren) }
      : { ...node, ...(node.children === undefined ? {} : { children: node.children.map(withChildren) }) };
  const flat = (node: TreeNode): readonly TreeNode[] => [node, ...(node.children ?? []).flatMap(flat)];
  return buildTree(inventory, diagnosis).map(withChildren).flatMap(flat);
});

/** A gap below a node speaks for all that is below it; only the scope's own are about other things. */
function isGapAbove(gap: string, id: string): boolean {
  const [above = '', rest] = gap.split('/gap:');
  return rest !== undefined && above.split('/').length > 3 && id.startsWith(above);
}

/** The nodes that speak for what is below them; all others speak for themselves. */
const GROUPS = new Set<TreeNode['kind']>(['scope', 'services', 'endpoints', 'vpc', 'connections']);

/**
 * What a tree in part says of a node of the whole one, wrongly.
 *
 * @param shown what it shows anywhere: an interface whose subnet is not known hangs elsewhere
 * @param isSure whether both know of the same endpoints and services: one that could not be judged leaves what it uses unknown
 */
function treeUntruths(
  before: TreeNode,
  after: TreeNode,
  shown: ReadonlySet<string>,
  isSure: boolean,
): readonly string[] {
  const lost = (before.children ?? []).filter((node) => !shown.has(node.id) && !shown.has(placeOf(node)));
  const isExplained = [...shown].some((id) => isGapAbove(id, after.id));
  const said: string[] = [];
  const wasGood = before.state === 'healthy' || (before.state === 'unknown' && !isSure);
  if (after.state === 'healthy' && !wasGood) said.push(`${before.state} became healthy`);
  if (lost.length > 0 && !isExplained) said.push(`lost ${lost.map(({ id }) => id).join(', ')} silently`);
  if (GROUPS.has(after.kind) && lost.length > 0 && after.state === 'healthy')
    said.push('is healthy without some of its parts');
  if (after.count !== undefined && after.count !== before.count) said.push(`counts ${after.count}`);
  return said.map((words) => `${after.id}: ${words}`);
}

const placeOf = ({ subject = '', resource = '' }: TreeNode): string => `${subject} ${resource}`;

it('a tree in part leaves nothing out without a word', () => {
  fc.assert(
    fc.property(readings, ({ whole, part }) => {
      const nodes = new Map(grown(whole).map((node) => [node.id, node]));
      const shown = grown(part);
      const isSure = whole.endpoints.size === part.endpoints.size && whole.services.size === part.services.size;
      const places = new Set(shown.flatMap((node) => [node.id, placeOf(node)]));
      const said = shown.flatMap((node) => {
        const before = nodes.get(node.id);
        return before === undefined ? [] : treeUntruths(before, node, places, isSure);
      });
      expect(said).toEqual([]);
    }),
    runs(100),
  );
});
