import { AppError } from '../core/model/errors.ts';
import type { Credentials } from './credentials.ts';
import { endpointFor } from './endpoints.ts';
import { closeNetwork, endpointSettings, networkOf, type Network } from './network.ts';
import type { Environment, SharedConfig } from './shared-config.ts';
import type { ServiceClient, ServiceName } from './client.ts';
import { createServiceClient } from './services.ts';

/** A profile in a Region, before anyone knows which account it is. */
export interface ScopeTarget {
  /** As the user named it; `undefined` is the SDK's default chain. */
  readonly profile: string | undefined;
  readonly region: string;
}

/** The clients of one scope, each made at its first use. */
export interface ScopeClients {
  client(service: ServiceName): Promise<ServiceClient>;
  destroy(): void;
}

/**
 * Attempts of one request, the first included; the adaptive mode slows the client down while AWS throttles. Where AWS
 * refuses a part p of all requests, one of N is lost with a probability of 1 − (1 − p⁶)ᴺ: at a fifth of them, of a
 * hundred requests one in 160 readings loses one. With four attempts it would be one in seven.
 */
const MAX_ATTEMPTS = 6;

/**
 * Decides profile and Region as the AWS CLI does: an explicit Region, then the environment's, then the profile's.
 *
 * @throws AppError `unreadable-file` when one of the shared files cannot be read; `unknown-profile` when no file names the profile; `bad-input` when no Region can be found
 */
export function resolveTarget(
  request: { readonly profile?: string; readonly region?: string },
  config: SharedConfig,
  environment: Environment,
): ScopeTarget {
  const unreadable = config.problems.find((problem) => problem.code === 'unreadable-file');
  // Its profile may name another endpoint, Region or role: asking AWS without them could ask someone else.
  if (unreadable !== undefined) throw unreadable;
  const profile = request.profile ?? (environment['AWS_PROFILE'] === '' ? undefined : environment['AWS_PROFILE']);
  if (profile !== undefined && !config.profiles.has(profile)) {
    const files =
      config.problems.length === 0 ? '' : ` (${config.problems.map((problem) => problem.message).join(' ')})`;
    throw new AppError(
      'unknown-profile',
      `There is no profile "${profile}" in the AWS config and credentials files${files}; choose one that is, or add it there.`,
    );
  }
  const region =
    request.region ??
    environment['AWS_REGION'] ??
    environment['AWS_DEFAULT_REGION'] ??
    config.profiles.get(profile ?? 'default')?.['region'];
  if (region === undefined || region === '') {
    const who = profile === undefined ? 'The default profile' : `Profile "${profile}"`;
    throw new AppError('bad-input', `${who} has no Region; name one, or set "region" in the AWS config file.`);
  }
  if (!/^[a-z0-9-]{1,40}$/.test(region)) {
    throw new AppError('bad-input', `"${region}" is not the name of a Region; a name looks like us-east-1.`);
  }
  return { profile, region };
}

/** Clients for a scope; nothing is loaded, and no credential resolved, before the first request. */
export function scopeClients(
  target: ScopeTarget,
  config: SharedConfig,
  environment: Environment,
  credentials: () => Promise<Credentials>,
): ScopeClients {
  const settingsProfile = target.profile ?? 'default';
  const clients = new Map<ServiceName, Promise<ServiceClient>>();
  let network: Promise<Network> | undefined;
  const create = async (service: ServiceName): Promise<ServiceClient> => {
    network ??= networkOf(settingsProfile, config, environment);
    const way = await network;
    const endpoint = endpointFor(service, settingsProfile, config, environment);
    return createServiceClient(service, {
      region: target.region,
      credentials,
      maxAttempts: MAX_ATTEMPTS,
      retryMode: 'adaptive',
      requestHandler: way.requestHandler,
      // The SDK itself would take AWS_PROFILE's endpoint_url for every profile that has none.
      ignoreConfiguredEndpointUrls: true,
      ...endpointSettings(way, endpoint),
      ...(target.profile === undefined ? {} : { profile: target.profile }),
    });
  };
  return {
    client: (service) => {
      const known = clients.get(service);
      if (known !== undefined) return known;
      const made = create(service);
      clients.set(service, made);
      return made;
    },
    destroy: () => {
      network?.then(closeNetwork, () => undefined);
      for (const client of clients.values()) {
        client.then(
          (made) => {
            made.destroy();
          },
          () => undefined,
        );
      }
    },
  };
}
