import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseConfiguration } from '../../../src/core/configuration/parse.ts';
import type { DiagnoseOptions, Diagnosis, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { isAppError } from '../../../src/core/model/errors.ts';
import { buildInventory, type Inventory } from '../../../src/core/model/inventory.ts';
import { GLOBAL_REGION, type Snapshot, type SnapshotScope } from '../../../src/core/model/snapshot.ts';
import type { ReadWorld } from '../../worlds/broken/faults.ts';
import { ACCOUNTS } from '../../worlds/healthy.ts';
import { CAPTURED_AT } from '../../worlds/world.ts';

/** What is said of a world's subject by those who are read; nothing when the subject itself cannot be found. */
export function diagnoseWorld(world: ReadWorld, snapshot?: Snapshot): SubjectDiagnosis | undefined {
  return diagnoseIn(world, snapshot === undefined ? inventoryOf(world) : readBy(world, snapshot));
}

/** The same of a world as it is, with the operations whose answers the diagnosis rests on. */
export function askedBy(world: ReadWorld): {
  readonly whole: SubjectDiagnosis | undefined;
  readonly asked: ReadonlySet<string>;
} {
  const asked = new Set<string>();
  const inventory = inventoryOf(world);
  const { coverage } = inventory;
  const whole = diagnoseIn(world, {
    ...inventory,
    coverage: {
      ...coverage,
      rowsAbout: (account, region, operation, values) => {
        asked.add(operation);
        return coverage.rowsAbout(account, region, operation, values);
      },
    },
  });
  return { whole, asked };
}

function diagnoseIn(world: ReadWorld, inventory: Inventory): SubjectDiagnosis | undefined {
  try {
    return diagnosed(world, inventory, [world.subject]).subjects.find((item) => item.id === world.subject);
  } catch (error) {
    if (isAppError(error) && error.code === 'unknown-resource') return undefined;
    throw error;
  }
}

/** What is said of everything in a world by those who are read. */
export function diagnoseAll(world: ReadWorld): Diagnosis {
  return diagnosed(world, inventoryOf(world));
}

function diagnosed(world: ReadWorld, inventory: Inventory, ids?: readonly string[]): Diagnosis {
  return diagnose(inventory, {
    ...optionsOf(world.args),
    ...(ids === undefined ? {} : { ids }),
    ...(world.measurements === undefined ? {} : { measurements: world.measurements }),
  });
}

/** What the command line would ask of the engine when it is given these. */
export function optionsOf(args: readonly string[]): DiagnoseOptions {
  const option = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
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
  return {
    now: CAPTURED_AT,
    knownAccounts: list('--known-accounts'),
    requiredTags: list('--required-tags'),
    ...configurationOf(option('--config')),
    ...(name === undefined ? {} : { name }),
    ...(Object.keys(call).length === 0 ? {} : { call }),
    ...(source === undefined ? {} : { source }),
    ...(port === undefined ? {} : { port: Number(port) }),
  };
}

/** What the command line makes of `--config`. */
function configurationOf(path: string | undefined): Pick<DiagnoseOptions, 'configuration'> {
  if (path === undefined) return {};
  const configuration = parseConfiguration(readFileSync(path, 'utf8'), path);
  const runbooks = [...(configuration.onboarding?.values() ?? [])].flatMap(({ runbook }) => runbook ?? []);
  const missing = runbooks.filter((name) => !name.startsWith('https:') && !existsSync(join(dirname(path), name)));
  return { configuration: { ...configuration, missingFiles: new Set(missing) } };
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
