import type { fromNodeProviderChain as FromNodeProviderChain } from '@aws-sdk/credential-providers';
import { endpointFor } from './endpoints.ts';
import { sharedConfigFiles, type Environment, type SharedConfig } from './shared-config.ts';

/**
 * The SDK's own provider chain for a profile, or for the environment when none is named.
 *
 * STS and SSO are reached at the endpoints that the *chosen* profile configures: the SDK's inner clients would look at
 * AWS_PROFILE's profile only.
 */
export async function credentialProvider(
  profile: string | undefined,
  region: string,
  config: SharedConfig,
  environment: Environment,
): Promise<ReturnType<typeof FromNodeProviderChain>> {
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  const { getDefaultRoleAssumer, getDefaultRoleAssumerWithWebIdentity } = await import('@aws-sdk/client-sts');
  const endpointConfig = (service: 'sts' | 'sso'): { endpoint?: string; ignoreConfiguredEndpointUrls: true } => {
    const endpoint = endpointFor(service, profile ?? 'default', config, environment);
    return { ignoreConfiguredEndpointUrls: true, ...(endpoint === undefined ? {} : { endpoint }) };
  };
  const files = sharedConfigFiles(environment);
  return fromNodeProviderChain({
    ...(profile === undefined ? {} : { profile }),
    filepath: files.credentialsFile,
    configFilepath: files.configFile,
    ignoreCache: true,
    // No Region here: it would win over sso_region, and IAM Identity Center lives in that one Region only.
    clientConfig: endpointConfig('sso'),
    roleAssumer: getDefaultRoleAssumer({ region, ...endpointConfig('sts') }),
    roleAssumerWithWebIdentity: getDefaultRoleAssumerWithWebIdentity({ region, ...endpointConfig('sts') }),
  });
}
