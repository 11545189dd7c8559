import type { SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { isAppError } from '../../../src/core/model/errors.ts';
import { buildInventory, type Inventory } from '../../../src/core/model/inventory.ts';
import { GLOBAL_REGION, type Snapshot, type SnapshotScope } from '../../../src/core/model/snapshot.ts';
import type { ReadWorld } from '../../worlds/broken/faults.ts';
import { ACCOUNTS } from '../../worlds/healthy.ts';
import { CAPTURED_AT } from '../../worlds/world.ts';

/** What is said of a world's subject by those who are read; nothing when the subject itself cannot be found. */
export function diagnoseWorld(world: ReadWorld, snapshot?: Snapshot): SubjectDiagnosis | undefined {
  const inventory = snapshot === undefined ? inventoryOf(world) : readBy(world, snapshot);
  const option = (name: string): string | undefined =>
    world.args.includes(name) ? world.args[world.args.indexOf(name) + 1] : undefined;
  const source = option('--source');
  const port = option('--port');
  const name = option('--name');
  const list = (text: string): readonly string[] => option(text)?.split(',') ?? [];
  const call = Object.fromEntries(
    ['principal', 'action', 'resource'].flatMap((part) => {
      const value = option(`--${part}`);
      return value === undefined ? [] : [[part, value]];
    }),
  );
  try {
    const { subjects } = diagnose(inventory, {
      now: CAPTURED_AT,
      ids: [world.subject],
      knownAccounts: list('--known-accounts'),
      requiredTags: list('--required-tags'),
      ...(name === undefined ? {} : { name }),
      ...(Object.keys(call).length === 0 ? {} : { call }),
      ...(source === undefined ? {} : { source }),
      ...(port === undefined ? {} : { port: Number(port) }),
      ...(world.measurements === undefined ? {} : { measurements: world.measurements }),
    });
    return subjects.find((item) => item.id === world.subject);
  } catch (error) {
    if (isAppError(error) && error.code === 'unknown-resource') return undefined;
    throw error;
  }
}

/** A world as it is, which never changes: read once, however often it is asked about. */
function inventoryOf(world: ReadWorld): Inventory {
  const inventory = INVENTORIES.get(world) ?? readBy(world, world.build());
  INVENTORIES.set(world, inventory);
  return inventory;
}

const INVENTORIES = new WeakMap<ReadWorld, Inventory>();

/** What those whose accounts are read see of a snapshot. */
function readBy(world: ReadWorld, snapshot: Snapshot): Inventory {
  const accounts: readonly string[] = world.profiles.map((profile) => ACCOUNTS[profile]);
  const isRead = ({ account, region }: SnapshotScope): boolean =>
    accounts.includes(account) && [...world.regions, GLOBAL_REGION].includes(region);
  return buildInventory([{ ...snapshot, scopes: snapshot.scopes.filter(isRead) }]);
}
