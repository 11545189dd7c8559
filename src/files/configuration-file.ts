import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseConfiguration } from '../core/configuration/parse.ts';
import { CONFIGURATION_FILE, type Configuration } from '../core/configuration/types.ts';
import { AppError } from '../core/model/errors.ts';
import { reason } from './reason.ts';
import { checkFile } from './regular.ts';

/** Far above what a team writes by hand. */
const MAX_BYTES = 1024 * 1024;

/** The path of the nearest `.privatelink.json` in the folder or above it; `undefined` where there is none. */
export async function findConfigurationFile(folder: string): Promise<string | undefined> {
  const path = join(folder, CONFIGURATION_FILE);
  if (await exists(path)) return path;
  const above = dirname(folder);
  return above === folder ? undefined : findConfigurationFile(above);
}

/** The `.privatelink.json` of the first folder that has one; nothing above them is looked at. */
export async function configurationFileOf(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const path = join(folder, CONFIGURATION_FILE);
    if (await exists(path)) return path;
  }
  return undefined;
}

/**
 * Reads and checks a configuration, and looks whether the runbooks that it names are there.
 *
 * @throws AppError `unreadable-file` naming the file; `bad-input` naming the path in the file that is wrong
 */
export async function readConfigurationFile(path: string): Promise<Configuration> {
  let content: string;
  try {
    await checkFile(path, MAX_BYTES, 'larger than 1 MiB');
    content = await readFile(path, 'utf8');
  } catch (cause) {
    throw new AppError('unreadable-file', `${path} could not be read: ${reason(cause)}.`, { cause });
  }
  const configuration = parseConfiguration(content, path);
  const runbooks = [...(configuration.onboarding?.values() ?? [])].flatMap(({ runbook }) =>
    runbook === undefined || runbook.startsWith('https://') ? [] : [runbook],
  );
  const there = await Promise.all(runbooks.map((runbook) => exists(join(dirname(path), runbook))));
  return { ...configuration, missingFiles: new Set(runbooks.filter((_, i) => there[i] === false)) };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
