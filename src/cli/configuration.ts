import type { DiagnoseOptions } from '../core/diagnosis.ts';
import { findConfigurationFile, readConfigurationFile } from '../files/configuration-file.ts';
import { firstDayToCome } from '../core/configuration/days.ts';
import type { Io } from './io.ts';
import { textOption, usage, type Parsed } from './options.ts';

export const CONFIG_USAGE = `  --config FILE                  the configuration (default: .privatelink.json here or in a folder above)
`;

/**
 * The configuration that `--config` names, else the nearest one from the working directory upwards.
 *
 * @throws AppError for a file that cannot be read or used, or that says what was found on a day to come
 */
export async function configurationOption(
  parsed: Parsed,
  { now }: Io,
): Promise<Pick<DiagnoseOptions, 'configuration'>> {
  const path = textOption(parsed, 'config') ?? (await findConfigurationFile(process.cwd()));
  if (path === undefined) return {};
  const configuration = await readConfigurationFile(path);
  const early = firstDayToCome(configuration, now?.() ?? new Date());
  if (early !== undefined) {
    throw usage(
      `${path} is not a usable configuration: ${early.path} is ${early.day}, a day that has not come; give the day of the diagnosis that passed.`,
    );
  }
  return { configuration };
}
