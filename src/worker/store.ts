import type { Diagnosis } from '../core/diagnosis.ts';
import { diagnose } from '../core/engine.ts';
import { AppError } from '../core/model/errors.ts';
import { buildInventory, type Inventory } from '../core/model/inventory.ts';
import { mergeSnapshots, type Snapshot } from '../core/model/snapshot.ts';
import { buildTree } from '../core/tree/build.ts';
import type { TreeNode } from '../core/tree/types.ts';
import type { ErrorData, SourceVersion } from './api.ts';
import { errorData } from './serve.ts';

/** What is computed from the snapshots that are loaded, each part when someone first needs it. */
export interface Computed {
  readonly inventory: Inventory;
  /** Of every endpoint and service. `undefined` where it could not be made, and `problem` says why. */
  readonly diagnosis: Diagnosis | undefined;
  readonly problem: ErrorData | undefined;
  readonly roots: readonly TreeNode[];
}

/** The snapshots that are loaded, one for each source, and what follows from them. */
export interface Store {
  /** Announces a reading: of the source's readings only the newest that was announced will be stored. */
  begin(version: SourceVersion): void;
  /** False when the reading is not the newest any more. */
  put(version: SourceVersion, snapshot: Snapshot): boolean;
  close(keys: readonly string[]): void;
  /** The sources' snapshots as one; all of them by default. */
  snapshot(keys?: readonly string[]): Snapshot;
  isEmpty(): boolean;
  computed(): Computed;
}

export function createStore(): Store {
  const newest = new Map<string, number>();
  const snapshots = new Map<string, Snapshot>();
  let computed: Computed | undefined;
  return {
    begin({ key, revision }) {
      newest.set(key, revision);
    },
    put({ key, revision }, snapshot) {
      if (newest.get(key) !== revision) return false;
      snapshots.set(key, snapshot);
      computed = undefined;
      return true;
    },
    close(keys) {
      for (const key of keys) {
        newest.delete(key);
        snapshots.delete(key);
      }
      computed = undefined;
    },
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
    isEmpty: () => snapshots.size === 0,
    computed() {
      computed ??= compute([...snapshots.values()]);
      return computed;
    },
  };
}

function compute(snapshots: readonly Snapshot[]): Computed {
  const inventory = buildInventory(snapshots);
  let diagnosis: Diagnosis | undefined;
  let problem: ErrorData | undefined;
  try {
    diagnosis = diagnose(inventory, { now: inventory.capturedAt });
  } catch (error) {
    // The tree still shows what was read: without a diagnosis every verdict is unknown.
    problem = errorData(error);
  }
  return { inventory, diagnosis, problem, roots: buildTree(inventory, diagnosis) };
}
