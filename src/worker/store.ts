import type { Configuration } from '../core/configuration/types.ts';
import type { Diagnosis } from '../core/diagnosis.ts';
import { diagnose } from '../core/engine.ts';
import { buildGraph } from '../core/graph/build.ts';
import type { Graph } from '../core/graph/types.ts';
import { AppError } from '../core/model/errors.ts';
import { buildInventory, type Inventory } from '../core/model/inventory.ts';
import { mergeSnapshots, type Snapshot } from '../core/model/snapshot.ts';
import { buildTree, scopeNodeId } from '../core/tree/build.ts';
import type { TreeNode } from '../core/tree/types.ts';
import type { Environment, ErrorData, SourceVersion } from './api.ts';
import { errorData } from './serve.ts';

/** What is computed from the snapshots that are loaded, each part when someone first needs it. */
export interface Computed {
  readonly inventory: Inventory;
  /** Of every endpoint and service. `undefined` where it could not be made, and `problem` says why. */
  readonly diagnosis: Diagnosis | undefined;
  readonly problem: ErrorData | undefined;
  readonly roots: readonly TreeNode[];
  /** The graph of a subject, or of everything; the last one is kept, as a panel asks for it again with each click. */
  readonly graphOf: (subject: string | undefined) => Graph;
}

/** A source that can be asked for more. */
export interface LiveSource extends SourceVersion {
  readonly origin: LiveOrigin;
  readonly snapshot: Snapshot;
}

/** Where a live source is read from. */
export interface LiveOrigin {
  readonly profile?: string;
  readonly region?: string;
  readonly environment: Environment;
  readonly cacheFolder?: string;
}

/** What was read of a live source beyond the tree. */
export interface Reached {
  readonly depth: 'tree' | 'topology' | 'diagnosis';
  /** Endpoints and services that were read by themselves. */
  readonly subjects: ReadonlySet<string>;
}

/** The snapshots that are loaded, one for each source, and what follows from them. */
export interface Store {
  /** Announces a reading: of the source's readings only the newest that was announced will be stored. */
  begin(version: SourceVersion): void;
  /**
   * @param live where it was read from and how much of it; absent for a file
   * @returns false when the reading is not the newest any more
   */
  put(
    version: SourceVersion,
    snapshot: Snapshot,
    live?: { readonly origin: LiveOrigin; readonly reached: Reached },
  ): boolean;
  live(): readonly LiveSource[];
  /** How much of a source was read when it was read last. */
  reached(key: string): Reached;
  close(keys: readonly string[]): void;
  /** The sources' snapshots as one; all of them by default. */
  snapshot(keys?: readonly string[]): Snapshot;
  isEmpty(): boolean;
  /** The sources that hold each scope, by the id of the scope's node in the tree. */
  sourcesOf(): Readonly<Record<string, readonly string[]>>;
  computed(): Computed;
  /** What the workspace says of its estate; everything that was computed with another one is computed again. */
  configure(configuration: Configuration | undefined): void;
  configuration(): Configuration | undefined;
}

export function createStore(): Store {
  const newest = new Map<string, number>();
  const snapshots = new Map<string, Snapshot>();
  const origins = new Map<string, LiveOrigin>();
  const depths = new Map<string, Reached>();
  let computed: Computed | undefined;
  let configuration: Configuration | undefined;
  return {
    begin({ key, revision }) {
      newest.set(key, revision);
    },
    put({ key, revision }, snapshot, live) {
      if (newest.get(key) !== revision) return false;
      snapshots.set(key, snapshot);
      if (live !== undefined) {
        origins.set(key, live.origin);
        depths.set(key, live.reached);
      }
      computed = undefined;
      return true;
    },
    close(keys) {
      for (const key of keys) {
        newest.delete(key);
        snapshots.delete(key);
        origins.delete(key);
        depths.delete(key);
      }
      computed = undefined;
    },
    live: () =>
      [...origins].flatMap(([key, origin]) => {
        const snapshot = snapshots.get(key);
        return snapshot === undefined ? [] : [{ key, revision: newest.get(key) ?? 0, origin, snapshot }];
      }),
    reached: (key) => depths.get(key) ?? { depth: 'tree', subjects: new Set() },
    snapshot(keys = [...snapshots.keys()]) {
      const chosen = keys.flatMap((key) => snapshots.get(key) ?? []);
      if (chosen.length === 0) {
        throw new AppError(
          'bad-input',
          'Nothing is loaded yet; select profiles and Regions, or open a snapshot or the sample.',
        );
      }
      return mergeSnapshots(chosen);
    },
    sourcesOf() {
      const sources: Record<string, string[]> = {};
      for (const [key, snapshot] of snapshots) {
        for (const id of new Set(snapshot.scopes.map(scopeNodeId))) sources[id] = [...(sources[id] ?? []), key];
      }
      return sources;
    },
    isEmpty: () => snapshots.size === 0,
    computed() {
      computed ??= compute([...snapshots.values()], configuration);
      return computed;
    },
    configure(next) {
      if (same(next, configuration)) return;
      configuration = next;
      computed = undefined;
    },
    configuration: () => configuration,
  };
}

function same(one: Configuration | undefined, other: Configuration | undefined): boolean {
  const written = (value: Configuration | undefined): string =>
    JSON.stringify(value ?? null, (_, item: unknown) =>
      item instanceof Map || item instanceof Set ? [...item] : item,
    );
  return written(one) === written(other);
}

function compute(snapshots: readonly Snapshot[], configuration: Configuration | undefined): Computed {
  const inventory = buildInventory(snapshots);
  let diagnosis: Diagnosis | undefined;
  let problem: ErrorData | undefined;
  try {
    diagnosis = diagnose(inventory, {
      now: inventory.capturedAt,
      ...(configuration === undefined ? {} : { configuration }),
    });
  } catch (error) {
    // The tree still shows what was read: without a diagnosis every verdict is unknown.
    problem = errorData(error);
  }
  let last: { readonly subject: string | undefined; readonly graph: Graph } | undefined;
  const graphOf = (subject: string | undefined): Graph => {
    if (last?.subject !== subject || last === undefined) {
      last = { subject, graph: buildGraph(inventory, diagnosis, subject) };
    }
    return last.graph;
  };
  return { inventory, diagnosis, problem, roots: buildTree(inventory, diagnosis), graphOf };
}
