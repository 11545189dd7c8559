import { SERVICE_IDS, type ServiceName } from './client.ts';
import type { Environment, SharedConfig } from './shared-config.ts';

/**
 * The endpoint URL that a service's client of this profile is to use, or `undefined` for AWS's own.
 *
 * The SDK reads `endpoint_url` of AWS_PROFILE's profile only, so it is resolved here for the profile that was chosen, in
 * AWS's order: the service's variable, the global variable, the service's setting in the profile's `services` section,
 * the profile's global setting (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
 */
export function endpointFor(
  service: ServiceName | 'sso' | 'sso-oidc',
  profile: string | undefined,
  config: SharedConfig,
  environment: Environment,
): string | undefined {
  const settings = profile === undefined ? undefined : config.profiles.get(profile);
  const ignored = environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? settings?.['ignore_configured_endpoint_urls'];
  if (ignored?.toLowerCase() === 'true') return undefined;
  const id = SERVICE_IDS[service];
  const section = settings?.['services'] === undefined ? undefined : config.services.get(settings['services']);
  return (
    nonEmpty(environment[`AWS_ENDPOINT_URL_${id.toUpperCase()}`]) ??
    nonEmpty(environment['AWS_ENDPOINT_URL']) ??
    nonEmpty(section?.[`${id}.endpoint_url`]) ??
    nonEmpty(settings?.['endpoint_url'])
  );
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}
