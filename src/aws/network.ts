import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions } from 'node:https';
import { AppError } from '../core/model/errors.ts';
import { proxyFor } from './proxy.ts';
import type { Environment, SharedConfig } from './shared-config.ts';

/** What all clients of a profile have in common on the way to AWS. */
export interface Network {
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly httpAgent?: HttpAgent;
    readonly httpsAgent?: HttpsAgent;
  };
  readonly useFipsEndpoint: boolean;
  readonly useDualstackEndpoint: boolean;
}

const CONNECTION_TIMEOUT_MS = 5_000;
/** As many as the SDK's own agents open to one host. */
const MAX_SOCKETS = 50;

/**
 * How the chosen profile reaches AWS. The SDK reads FIPS and dual-stack settings of AWS_PROFILE's profile only, and knows
 * neither proxies nor CA bundles: https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html,
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-proxy.html.
 *
 * @param profile whose settings count
 * @throws AppError for a CA bundle that cannot be read, and for a proxy of another kind than HTTP
 */
export async function networkOf(profile: string, config: SharedConfig, environment: Environment): Promise<Network> {
  const settings = config.profiles.get(profile) ?? {};
  const isOn = (variable: string, setting: string): boolean =>
    (environment[variable] ?? settings[setting])?.trim().toLowerCase() === 'true';
  return {
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, ...(await agentsOf(profile, settings, environment)) },
    useFipsEndpoint: isOn('AWS_USE_FIPS_ENDPOINT', 'use_fips_endpoint'),
    useDualstackEndpoint: isOn('AWS_USE_DUALSTACK_ENDPOINT', 'use_dualstack_endpoint'),
  };
}

/** The endpoint that a profile configures stands as it is: the SDK refuses to make a FIPS or dual-stack one of it. */
export function endpointSettings(
  { useFipsEndpoint, useDualstackEndpoint }: Network,
  endpoint: string | undefined,
): { readonly endpoint?: string; readonly useFipsEndpoint: boolean; readonly useDualstackEndpoint: boolean } {
  return endpoint === undefined
    ? { useFipsEndpoint, useDualstackEndpoint }
    : { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false };
}

/** Closes what a network keeps open between requests. */
export function closeNetwork({ requestHandler: { httpAgent, httpsAgent } }: Network): void {
  httpAgent?.destroy();
  httpsAgent?.destroy();
}

/** None where the SDK's own will do. */
async function agentsOf(
  profile: string,
  settings: Readonly<Record<string, string>>,
  environment: Environment,
): Promise<{ readonly httpAgent?: HttpAgent; readonly httpsAgent?: HttpsAgent }> {
  const ca = await bundleOf(profile, settings, environment);
  const options: AgentOptions = { keepAlive: true, maxSockets: MAX_SOCKETS, ...(ca === undefined ? {} : { ca }) };
  const [forHttps, forHttp] = [proxyFor('https', environment), proxyFor('http', environment)];
  const { proxyAgent } = forHttps === undefined && forHttp === undefined ? {} : await import('./proxy-agent.ts');
  return {
    ...(forHttps !== undefined && proxyAgent !== undefined
      ? { httpsAgent: proxyAgent('https', forHttps, environment, options) as unknown as HttpsAgent }
      : ca === undefined
        ? {}
        : { httpsAgent: new HttpsAgent(options) }),
    ...(forHttp !== undefined && proxyAgent !== undefined
      ? { httpAgent: proxyAgent('http', forHttp, environment, options) }
      : {}),
  };
}

/** The certificates that count instead of Node's own; `undefined` when none are configured. */
async function bundleOf(
  profile: string,
  settings: Readonly<Record<string, string>>,
  environment: Environment,
): Promise<string | undefined> {
  const named = [
    ['AWS_CA_BUNDLE', environment['AWS_CA_BUNDLE']],
    [`the ca_bundle of profile "${profile}"`, settings['ca_bundle']],
    // The AWS CLI's HTTP library has it from Python's requests.
    ['REQUESTS_CA_BUNDLE', environment['REQUESTS_CA_BUNDLE']],
  ].find(([, path]) => path !== undefined && path !== '');
  if (named === undefined) return undefined;
  const [source = '', path = ''] = named;
  try {
    const text = await readFile(path, 'utf8');
    const certificates = text.match(/-----BEGIN [A-Z ]*CERTIFICATE-----[^]*?-----END [A-Z ]*CERTIFICATE-----/g) ?? [];
    if (certificates.length === 0) throw new Error('NoCertificate');
    for (const certificate of certificates) new X509Certificate(certificate);
    return text;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'it holds no certificate in PEM form';
    throw new AppError(
      'unreadable-file',
      `The CA bundle ${path} that ${source} names cannot be used (${code}), so nothing was read for profile "${profile}"; correct the path or the file.`,
      { cause },
    );
  }
}
