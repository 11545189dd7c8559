import fc from 'fast-check';
import { OPERATIONS, type Operation } from '../../src/aws/operations.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/core/model/json.ts';
import { text } from '../../src/core/model/read.ts';
import type { Snapshot, SnapshotCall } from '../../src/core/model/snapshot.ts';

/** What may become of one call; `seed` chooses which items are left where some are. */
interface Fate {
  /** Which call, counted through the snapshot and around. */
  readonly at: number;
  readonly way: (typeof WAYS)[number];
  readonly seed: number;
}

const WAYS = ['denied', 'throttled', 'failed', 'cancelled', 'not-asked', 'gone', 'partial', 'narrowed'] as const;

const PAGED = new Set(
  Object.values<Operation>(OPERATIONS)
    .filter(({ page }) => page !== undefined)
    .map(({ name }) => name),
);

/** Some fates for any snapshot: apply them with `struck`. */
export const fates: fc.Arbitrary<readonly Fate[]> = fc.array(
  fc.record({ at: fc.nat(999), way: fc.constantFrom(...WAYS), seed: fc.nat(999) }),
  { maxLength: 25 },
);

/** The same world as somebody reads it of whose requests some came to nothing, or to less than all. */
export function struck(snapshot: Snapshot, strikes: readonly Fate[]): Snapshot {
  const total = snapshot.scopes.reduce((sum, scope) => sum + scope.calls.length, 0);
  const byCall = new Map(strikes.map((fate) => [fate.at % total, fate]));
  let index = 0;
  return {
    ...snapshot,
    scopes: snapshot.scopes.map((scope) => ({
      ...scope,
      calls: scope.calls.flatMap((call) => {
        const fate = byCall.get(index++);
        return fate === undefined ? [call] : meeting(call, fate);
      }),
    })),
  };
}

function meeting(call: SnapshotCall, { way, seed }: Fate): readonly SnapshotCall[] {
  switch (way) {
    case 'gone':
      return [];
    case 'partial':
      // Without pages there is all of an answer or nothing.
      return [
        {
          ...call,
          status: 'throttled',
          complete: false,
          output: PAGED.has(call.operation) ? some(call.output, seed) : {},
        },
      ];
    case 'narrowed':
      return [narrowed(call, seed)];
    default:
      return [{ ...call, status: way, complete: false, output: {} }];
  }
}

/** Some of the items of each list: not always the first ones, because nobody promises an order. */
function some(output: JsonObject, seed: number): JsonObject {
  return Object.fromEntries(
    Object.entries(output).flatMap(([name, value]) =>
      Array.isArray(value) ? [[name, (value as readonly Json[]).filter((_, i) => (seed >> (i % 9)) % 2 === 1)]] : [],
    ),
  );
}

/** The listing for one VPC, whole: it proves something about this VPC, and nothing about any other. */
function narrowed(call: SnapshotCall, seed: number): SnapshotCall {
  const vpcOf = (item: Json): string | undefined => (isJsonObject(item) ? text(item, 'VpcId') : undefined);
  const lists = Object.values(call.output).flatMap((value) => (Array.isArray(value) ? (value as readonly Json[]) : []));
  const vpcs = [...new Set(lists.flatMap((item) => vpcOf(item) ?? []))].sort();
  const vpc = vpcs[seed % vpcs.length];
  if (vpc === undefined || Object.keys(call.params).length > 0) return call;
  const output = Object.fromEntries(
    Object.entries(call.output).map(([name, value]) => [
      name,
      Array.isArray(value) ? (value as readonly Json[]).filter((item) => vpcOf(item) === vpc) : value,
    ]),
  );
  return { ...call, params: { Filters: [{ Name: 'vpc-id', Values: [vpc] }] }, output };
}
