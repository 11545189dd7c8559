import type { DiagnoseOptions } from '../diagnosis.ts';

/** What was asked together with what the configuration says: accounts and tags of both count. */
export function withConfiguration(options: DiagnoseOptions): DiagnoseOptions {
  const { configuration, knownAccounts = [], requiredTags = [] } = options;
  if (configuration === undefined) return options;
  return {
    ...options,
    knownAccounts: [...new Set([...knownAccounts, ...configuration.knownAccounts])],
    requiredTags: [...new Set([...requiredTags, ...configuration.requiredTags])],
  };
}
