import type { Configuration } from '../configuration/types.ts';
import type { Diagnosis, Verdict } from '../diagnosis.ts';
import { diagnose } from '../engine.ts';
import { AppError } from '../model/errors.ts';
import type { CoverageRow } from '../model/coverage.ts';
import type { Inventory, InventoryScope } from '../model/inventory.ts';
import { gapOf, type Gap } from '../needs.ts';
import type { ResourceBase } from '../resources/kind.ts';
import { absenceGap } from './absence.ts';
import { changedFields } from './fields.ts';
import { COMPARED_KINDS, type Compared, type ComparedKind } from './kinds.ts';
import type { ComparedScope, Comparison, ResourceDifference, Side, UnreadCall } from './types.ts';
import { verdictChanges } from './verdicts.ts';

/** What is said of the endpoints and services on each side. */
export interface Diagnoses {
  readonly before: Diagnosis;
  readonly after: Diagnosis;
}

/**
 * Both inventories diagnosed, each at its own time, and compared.
 *
 * @param configuration in force for both
 * @throws AppError `bad-input` where one account's answers were redacted with different keys; what `diagnose` throws
 */
export function compareDiagnosed(before: Inventory, after: Inventory, configuration?: Configuration): Comparison {
  refuseOtherKeys(before, after);
  const inForce = configuration === undefined ? {} : { configuration };
  return compareInventories(before, after, {
    before: diagnose(before, { now: before.capturedAt, ...inForce }),
    after: diagnose(after, { now: after.capturedAt, ...inForce }),
  });
}

/** Under another key everything has another name: it would all look removed, and added again. */
function refuseOtherKeys(before: Inventory, after: Inventory): void {
  for (const { account, region, addressSpace } of before.scopes) {
    const other = after.scopes.find((scope) => scope.account === account && scope.region === region);
    if (other === undefined || other.addressSpace === addressSpace) continue;
    throw new AppError(
      'bad-input',
      `The two cannot be compared, because account ${account} in ${region} is redacted in one of them and not, or with another key, in the other; compare the originals, or redact both with one --redact-key.`,
    );
  }
}

/**
 * What two readings of one estate differ in. A resource is called removed or added only where the side without it proves
 * its absence; where nothing proves it, the resource is not comparable, with what would have to be read. Pure, and the
 * same for the same inventories. Never throws.
 *
 * @param diagnoses of every endpoint and service; without them no verdicts are compared
 */
export function compareInventories(before: Inventory, after: Inventory, diagnoses?: Diagnoses): Comparison {
  return {
    version: 1,
    before: { capturedAt: before.capturedAt },
    after: { capturedAt: after.capturedAt },
    scopes: { before: scopesOnlyIn(before, after), after: scopesOnlyIn(after, before) },
    verdicts: diagnoses === undefined ? [] : verdictChanges(diagnoses.before, diagnoses.after),
    resources: resourceDifferences(before, after, diagnoses),
    unread: [...unreadCalls('before', before, after), ...unreadCalls('after', after, before)],
  };
}

const CHANGES: readonly ResourceDifference['change'][] = ['removed', 'changed', 'added', 'not-comparable'];

function resourceDifferences(
  before: Inventory,
  after: Inventory,
  diagnoses?: Diagnoses,
): readonly ResourceDifference[] {
  const verdicts = { before: verdictsOf(diagnoses?.before), after: verdictsOf(diagnoses?.after) };
  const differences = COMPARED_KINDS.flatMap((kind) => {
    const keys = [...new Set([...kind.items(before).keys(), ...kind.items(after).keys()])].sort();
    return keys.flatMap((key): readonly ResourceDifference[] => {
      const [old, now] = [kind.find(key, before), kind.find(key, after)];
      if (old !== undefined && now !== undefined && isSamePlace(old.item, now.item))
        return changeOf([old, before], [now, after]);
      return [
        ...(old === undefined ? [] : [oneSided('before', old, now, before, after, verdicts.before)]),
        ...(now === undefined ? [] : [oneSided('after', now, old, after, before, verdicts.after)]),
      ];
    });
  });
  // The kinds and their ids are in order already, and sorting keeps it.
  return differences.sort((a, b) => CHANGES.indexOf(a.change) - CHANGES.indexOf(b.change));
}

/** An id means one resource in one Region; which account it is seen from decides only what is told of it. */
function isSamePlace(a: ResourceBase, b: ResourceBase): boolean {
  return a.region === b.region && a.partition === b.partition;
}

type Read = readonly [found: Compared, inventory: Inventory];

function changeOf(old: Read, now: Read): readonly ResourceDifference[] {
  const [[{ item: before }], [{ item: after }]] = [old, now];
  const fields = changedFields(before.raw, after.raw, before.seenBy === after.seenBy).filter(
    ({ field }) => !isUnread(field, old) && !isUnread(field, now),
  );
  if (fields.length === 0) return [];
  return [{ change: 'changed', ...identity(after, before.name), fields }];
}

/** Whether a field is missing on a side that lacks one of the answers which tell of the resource. */
function isUnread(field: string, [{ item, sources = [] }, inventory]: Read): boolean {
  if (Object.hasOwn(item.raw, field.split('.')[0] ?? '')) return false;
  const place = { accounts: [item.seenBy], region: item.region };
  return sources.some((source) => gapOf(inventory, { ...source, ...place }) !== undefined);
}

function oneSided(
  side: Side,
  found: Compared,
  namesake: Compared | undefined,
  own: Inventory,
  other: Inventory,
  verdicts: ReadonlyMap<string, Verdict>,
): ResourceDifference {
  const { item } = found;
  // An inventory holds one resource of an id: where it is one of another Region, ours may have been behind it.
  const gap: Gap | undefined =
    namesake === undefined
      ? absenceGap(found, own, other)
      : { reason: 'malformed', missing: [`one Region for ${item.id}`] };
  if (gap !== undefined)
    return { change: 'not-comparable', ...identity(item), in: side, reason: gap.reason, missing: gap.missing };
  const verdict = verdicts.get(item.id);
  return {
    change: side === 'before' ? 'removed' : 'added',
    ...identity(item),
    ...(verdict === undefined ? {} : { verdict }),
  };
}

function identity(
  { kind, id, name, account, region, seenBy }: ResourceBase,
  formerName?: string,
): Pick<ResourceDifference, 'kind' | 'id' | 'name' | 'account' | 'region' | 'seenBy'> {
  const called = name ?? formerName;
  return {
    kind,
    id,
    ...(called === undefined ? {} : { name: called }),
    account,
    region,
    ...(kind === 'service-detail' ? { seenBy } : {}),
  };
}

function verdictsOf(diagnosis: Diagnosis | undefined): ReadonlyMap<string, Verdict> {
  return new Map(diagnosis?.subjects.map((subject) => [subject.id, subject.verdict]));
}

const placeOf = ({ partition, account, region }: InventoryScope): string => `${partition} ${account} ${region}`;

function scopesOnlyIn(one: Inventory, other: Inventory): readonly ComparedScope[] {
  const known = new Set(other.scopes.map(placeOf));
  return one.scopes
    .filter((scope) => !known.has(placeOf(scope)))
    .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
    .map(({ partition, account, region }) => ({ partition, account, region }));
}

/**
 * The requests of a side that did not come whole, and the listings that it never asked for although the other side did.
 * Scopes that only one side has are told by themselves.
 */
function unreadCalls(side: Side, own: Inventory, other: Inventory): readonly UnreadCall[] {
  const shared = own.scopes.filter((scope) => other.scopes.some((one) => placeOf(one) === placeOf(scope)));
  const calls = shared.flatMap(({ account, region }) =>
    COMPARED_KINDS.flatMap(({ operations, listing }: ComparedKind) =>
      operations.flatMap((operation): readonly UnreadCall[] => {
        const rows = own.coverage.rowsOf(account, region, operation);
        const asked = listing !== operation || rows.length > 0;
        const statuses = new Set<UnreadCall['status']>(rows.filter((row) => !row.complete).map(statusOf));
        if (!asked && other.coverage.rowsOf(account, region, operation).length > 0) statuses.add('not-asked');
        return [...statuses].map((status) => ({ side, account, region, operation, status }));
      }),
    ),
  );
  const unique = new Map(
    calls.map((call) => [`${call.account} ${call.region} ${call.operation} ${call.status}`, call]),
  );
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, call]) => call);
}

function statusOf({ status }: CoverageRow): UnreadCall['status'] {
  return status === 'ok' ? 'incomplete' : status;
}
