import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseConfiguration } from '../../../src/core/configuration/parse.ts';
import type { DiagnoseOptions, Diagnosis, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { isAppError } from '../../../src/core/model/errors.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { GLOBAL_REGION, type Snapshot, type SnapshotScope } from '../../../src/core/model/snapshot.ts';
import type { ReadWorld } from '../../worlds/broken/faults.ts';
import { ACCOUNTS } from '../../worlds/healthy.ts';
import { CAPTURED_AT } from '../../worlds/world.ts';

/** What is said of a world's subject by those who are read; nothing when the subject itself cannot be found. */
export function diagnoseWorld(world: ReadWorld, snapshot: Snapshot = world.build()): SubjectDiagnosis | undefined {
  try {
    return read(world, snapshot, [world.subject]).subjects.find((item) => item.id === world.subject);
  } catch (error) {
    if (isAppError(error) && error.code === 'unknown-resource') return undefined;
    throw error;
  }
}

/** What is said of everything in a world by those who are read. */
export function diagnoseAll(world: ReadWorld): Diagnosis {
  return read(world, world.build());
}

/** What the command line makes of `--config`. */
function configurationOf(path: string | undefined): Pick<DiagnoseOptions, 'configuration'> {
  if (path === undefined) return {};
  const configuration = parseConfiguration(readFileSync(path, 'utf8'), path);
  const runbooks = [...(configuration.onboarding?.values() ?? [])].flatMap(({ runbook }) => runbook ?? []);
  const missing = runbooks.filter((name) => !name.startsWith('https:') && !existsSync(join(dirname(path), name)));
  return { configuration: { ...configuration, missingFiles: new Set(missing) } };
}

function read(world: ReadWorld, snapshot: Snapshot, ids?: readonly string[]): Diagnosis {
  const accounts: readonly string[] = world.profiles.map((profile) => ACCOUNTS[profile]);
  const isRead = ({ account, region }: SnapshotScope): boolean =>
    accounts.includes(account) && [...world.regions, GLOBAL_REGION].includes(region);
  const own = { ...snapshot, scopes: snapshot.scopes.filter(isRead) };
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
  return diagnose(buildInventory([own]), {
    now: CAPTURED_AT,
    ...(ids === undefined ? {} : { ids }),
    knownAccounts: list('--known-accounts'),
    requiredTags: list('--required-tags'),
    ...configurationOf(option('--config')),
    ...(name === undefined ? {} : { name }),
    ...(Object.keys(call).length === 0 ? {} : { call }),
    ...(source === undefined ? {} : { source }),
    ...(port === undefined ? {} : { port: Number(port) }),
  });
}
