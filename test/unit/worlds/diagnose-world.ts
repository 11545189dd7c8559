import type { SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { isAppError } from '../../../src/core/model/errors.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import type { BrokenWorld } from '../../worlds/broken.ts';
import { ACCOUNTS } from '../../worlds/healthy.ts';
import { CAPTURED_AT } from '../../worlds/world.ts';

/** What is said of a world's subject by those who are read; nothing when the subject itself cannot be found. */
export function diagnoseWorld(world: BrokenWorld, snapshot: Snapshot = world.build()): SubjectDiagnosis | undefined {
  const accounts: readonly string[] = world.profiles.map((profile) => ACCOUNTS[profile]);
  const read = { ...snapshot, scopes: snapshot.scopes.filter((scope) => accounts.includes(scope.account)) };
  const option = (name: string): string | undefined =>
    world.args.includes(name) ? world.args[world.args.indexOf(name) + 1] : undefined;
  const source = option('--source');
  const port = option('--port');
  try {
    const { subjects } = diagnose(buildInventory([read]), {
      now: CAPTURED_AT,
      ids: [world.subject],
      ...(source === undefined ? {} : { source }),
      ...(port === undefined ? {} : { port: Number(port) }),
    });
    return subjects.find((item) => item.id === world.subject);
  } catch (error) {
    if (isAppError(error) && error.code === 'unknown-resource') return undefined;
    throw error;
  }
}
