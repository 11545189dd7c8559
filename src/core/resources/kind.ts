import type { JsonObject } from '../model/json.ts';
import { listed } from '../model/read.ts';
import type { SnapshotCall, SnapshotScope } from '../model/snapshot.ts';

/** What every resource has, whatever its kind. */
export interface ResourceBase {
  readonly kind: string;
  /** AWS's own id, or the ARN where that is the only one (load balancers, listeners, target groups). */
  readonly id: string;
  /** The account that owns it where the API says so, else the account that was asked. */
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** The Name tag, or the name that the API gives. */
  readonly name?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The account whose credentials saw it. */
  readonly seenBy: string;
  /** The API's own answer for it, for "Copy as JSON" and for fields that nobody normalised. */
  readonly raw: JsonObject;
}

/** A kind of resource: which operation shows it and how its answer is read. One file a kind, one line in ../model/inventory.ts. */
export interface ResourceKind<T extends ResourceBase> {
  readonly kind: T['kind'];
  /** `service:Operation` as in snapshots and IAM actions. */
  readonly operation: string;
  /**
   * The list of which each entry is one of the kind: an answer that lacks it, or of which `read` leaves out an entry, proves
   * no absence. AWS answers with an empty list where there is nothing.
   */
  readonly list?: string;
  /** Reads one answer; entries without an id are left out. Never throws. */
  readonly read: (call: SnapshotCall, scope: SnapshotScope) => readonly T[];
}

/**
 * How a kind is read of which each entry of an answer's list is one.
 *
 * @param read gives `undefined` for an entry that has no id
 */
export function entries<T extends ResourceBase>(
  list: string,
  read: (raw: JsonObject, scope: SnapshotScope, call: SnapshotCall) => T | undefined,
): Pick<ResourceKind<T>, 'list' | 'read'> {
  return {
    list,
    read: (call, scope) => (listed(call.output, list) ?? []).flatMap((raw) => read(raw, scope, call) ?? []),
  };
}

/** True for an answer without the list of the kind, or with an entry of it that was left out, because it has no id. */
export function leavesOut(kind: ResourceKind<ResourceBase>, call: SnapshotCall, read: number): boolean {
  return kind.list !== undefined && (listed(call.output, kind.list)?.length ?? Infinity) > read;
}

/** The fields of ResourceBase that a scope and an answer determine. */
export function base(
  scope: SnapshotScope,
  raw: JsonObject,
  given: { id: string; owner?: string | undefined; name?: string | undefined; tags: Readonly<Record<string, string>> },
): Omit<ResourceBase, 'kind'> {
  const name = given.name ?? given.tags['Name'];
  return {
    id: given.id,
    account: given.owner ?? scope.account,
    region: scope.region,
    partition: scope.partition,
    ...(name === undefined || name === '' ? {} : { name }),
    tags: given.tags,
    seenBy: scope.account,
    raw,
  };
}
