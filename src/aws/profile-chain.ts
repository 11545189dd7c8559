import type { SharedConfig } from './shared-config.ts';

/** A profile with what the files say of it. */
export interface ChainLink {
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * The profile and those that lend it their credentials, each after the one that names it as its `source_profile`
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html). A profile that names itself
 * has credentials of its own; a longer circle ends where it would begin again.
 */
export function profileChain(profile: string, config: SharedConfig): readonly ChainLink[] {
  const chain: ChainLink[] = [];
  let next: string | undefined = profile;
  while (next !== undefined && !chain.some((link) => link.name === next)) {
    const settings = config.profiles.get(next);
    if (settings === undefined) break;
    chain.push({ name: next, settings });
    next = settings['role_arn'] === undefined ? undefined : settings['source_profile'];
  }
  return chain;
}

/** The profile of the chain that signs in through IAM Identity Center: the one that `aws sso login` wants to be told. */
export function ssoProfile(chain: readonly ChainLink[]): string | undefined {
  return chain.find(({ settings }) => settings['sso_session'] !== undefined || settings['sso_start_url'] !== undefined)
    ?.name;
}

/** The profile of the chain whose credentials a program prints. */
export function programProfile(chain: readonly ChainLink[]): string | undefined {
  return chain.find(({ settings }) => settings['credential_process'] !== undefined)?.name;
}

/** The MFA devices that the roles of the chain ask for, by serial number or ARN, in the order in which STS is asked. */
export function mfaDevices(chain: readonly ChainLink[]): readonly string[] {
  const devices = chain.flatMap(({ settings }) =>
    settings['role_arn'] === undefined ? [] : (settings['mfa_serial'] ?? []),
  );
  return [...new Set(devices)].reverse();
}
