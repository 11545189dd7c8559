import type { DiagnoseOptions } from '../core/diagnosis.ts';
import { findConfigurationFile, readConfigurationFile } from '../files/configuration-file.ts';
import { textOption, type Parsed } from './options.ts';

/**
 * The configuration that `--config` names, else the nearest one from the working directory upwards.
 *
 * @throws AppError for a file that cannot be read or used
 */
export async function configurationOption(parsed: Parsed): Promise<Pick<DiagnoseOptions, 'configuration'>> {
  const path = textOption(parsed, 'config') ?? (await findConfigurationFile(process.cwd()));
  return path === undefined ? {} : { configuration: await readConfigurationFile(path) };
}
