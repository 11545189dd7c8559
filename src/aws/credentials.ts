import type { fromNodeProviderChain as FromNodeProviderChain } from '@aws-sdk/credential-providers';
import { endpointFor } from './endpoints.ts';
import { endpointSettings, type Network } from './network.ts';
import { profileChain, programProfile } from './profile-chain.ts';
import { sharedConfigFiles, type Environment, type SharedConfig } from './shared-config.ts';

export type Credentials = Awaited<ReturnType<ReturnType<typeof FromNodeProviderChain>>>;

/**
 * The SDK's own provider chain for a profile, or for the environment when none is named.
 *
 * STS and SSO are reached at the endpoints that the *chosen* profile configures: the SDK's inner clients would look at
 * AWS_PROFILE's profile only.
 *
 * @param region where STS is asked
 * @param network how STS and IAM Identity Center are reached
 * @param mfaCode the code that the device with this serial number or ARN shows
 */
export async function credentialProvider(
  profile: string | undefined,
  region: string,
  config: SharedConfig,
  environment: Environment,
  network: Network,
  mfaCode: (device: string) => Promise<string>,
): Promise<ReturnType<typeof FromNodeProviderChain>> {
  const providers = await import('@aws-sdk/credential-providers');
  const { getDefaultRoleAssumer, getDefaultRoleAssumerWithWebIdentity } = await import('@aws-sdk/client-sts');
  const clientConfig = (service: 'sts' | 'sso'): object => ({
    ignoreConfiguredEndpointUrls: true,
    requestHandler: network.requestHandler,
    ...endpointSettings(network, endpointFor(service, profile ?? 'default', config, environment)),
  });
  const files = sharedConfigFiles(environment);
  const sso = ssoParameters(profile ?? 'default', config);
  // The chain goes on after a program that failed, and starts it once more.
  const isProgram = profile !== undefined && programProfile(profileChain(profile, config)) !== undefined;
  return (isProgram ? providers.fromIni : providers.fromNodeProviderChain)({
    ...(profile === undefined ? {} : { profile }),
    filepath: files.credentialsFile,
    configFilepath: files.configFile,
    ignoreCache: true,
    mfaCodeProvider: mfaCode,
    // No Region here: it would win over sso_region, and IAM Identity Center lives in that one Region only.
    clientConfig: clientConfig('sso'),
    ...(sso ?? {}),
    roleAssumer: getDefaultRoleAssumer({ region, ...clientConfig('sts') }),
    roleAssumerWithWebIdentity: getDefaultRoleAssumerWithWebIdentity({ region, ...clientConfig('sts') }),
  });
}

/**
 * What the chain needs to sign in through IAM Identity Center, or `undefined` for a profile that gets its credentials
 * otherwise. Left to itself, the SDK reads the files once per process for such a profile, and misses what is added later.
 */
function ssoParameters(profile: string, config: SharedConfig): SsoParameters | undefined {
  const settings = config.profiles.get(profile) ?? {};
  const otherwise = ['role_arn', 'aws_access_key_id', 'web_identity_token_file', 'credential_process'];
  if (otherwise.some((name) => settings[name] !== undefined)) return undefined;
  const ssoSession = settings['sso_session'];
  const session = ssoSession === undefined ? settings : config.ssoSessions.get(ssoSession);
  const ssoStartUrl = session?.['sso_start_url'];
  const ssoRegion = session?.['sso_region'];
  const ssoAccountId = settings['sso_account_id'];
  const ssoRoleName = settings['sso_role_name'];
  if (ssoStartUrl === undefined || ssoRegion === undefined) return undefined;
  if (ssoAccountId === undefined || ssoRoleName === undefined) return undefined;
  return { ssoStartUrl, ssoRegion, ssoAccountId, ssoRoleName, ...(ssoSession === undefined ? {} : { ssoSession }) };
}

interface SsoParameters {
  readonly ssoStartUrl: string;
  readonly ssoRegion: string;
  readonly ssoAccountId: string;
  readonly ssoRoleName: string;
  readonly ssoSession?: string;
}
