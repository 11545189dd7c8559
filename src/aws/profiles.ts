import type { AppError } from '../core/model/errors.ts';
import { readSharedConfig, type Environment, type SharedConfig } from './shared-config.ts';

export interface Profile {
  readonly name: string;
  readonly region?: string;
  /** Where its credentials would come from, in a few words; nothing secret. */
  readonly details: string;
}

/**
 * The profiles of the shared files, in the files' order, without resolving the credentials of any.
 *
 * @returns also one problem for each file or line that could not be understood
 */
export async function listProfiles(
  environment: Environment = process.env,
): Promise<{ profiles: readonly Profile[]; problems: readonly AppError[] }> {
  const config = await readSharedConfig(environment);
  const profiles = [...config.profiles.keys()].map((name): Profile => {
    const region = config.profiles.get(name)?.['region'];
    return { name, ...(region === undefined ? {} : { region }), details: credentialSource(name, config) };
  });
  return { profiles, problems: config.problems };
}

function credentialSource(name: string, config: SharedConfig): string {
  const settings = config.profiles.get(name) ?? {};
  const role = settings['role_arn'];
  if (role !== undefined) {
    if (settings['web_identity_token_file'] !== undefined) return `web identity, ${role}`;
    const from = settings['source_profile'] ?? settings['credential_source'];
    return from === undefined ? `role ${role}` : `role ${role} from ${from}`;
  }
  const session = settings['sso_session'];
  if (session !== undefined) return `SSO session ${session}, account ${settings['sso_account_id'] ?? '?'}`;
  if (settings['sso_start_url'] !== undefined) return `SSO, account ${settings['sso_account_id'] ?? '?'}`;
  if (settings['credential_process'] !== undefined) return 'credential process';
  if (settings['aws_access_key_id'] !== undefined) return 'access key';
  return 'no credentials in the files';
}
