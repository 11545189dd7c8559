import type { DiagnoseOptions } from '../core/diagnosis.ts';
import { findConfigurationFile, readConfigurationFile } from '../files/configuration-file.ts';
import { textOption, type Parsed } from './options.ts';

export const CONFIG_USAGE = `  --config FILE                  the configuration (default: .privatelink.json here or in a folder above)
`;

/**
 * The configuration that `--config` names, else the nearest one from the working directory upwards.
 *
 * @throws AppError for a file that cannot be read or used
 */
export async function configurationOption(parsed: Parsed): Promise<Pick<DiagnoseOptions, 'configuration'>> {
  const path = textOption(parsed, 'config') ?? (await findConfigurationFile(process.cwd()));
  return path === undefined ? {} : { configuration: await readConfigurationFile(path) };
}
