import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClientConfig, ServiceName } from '../../../src/aws/client.ts';
import type * as services from '../../../src/aws/services.ts';
import { createCredentialPool } from '../../../src/aws/credential-pool.ts';
import { resolveTarget, scopeClients } from '../../../src/aws/scope.ts';
import { readSharedConfig, type SharedConfig } from '../../../src/aws/shared-config.ts';
import { writeProfiles, type TestProfiles } from '../../wire/profiles.ts';

/** What the SDK was told: nothing is sent. */
const told = vi.hoisted(() => ({ client: [] as unknown[], chain: [] as unknown[] }));

vi.mock('../../../src/aws/services.ts', async (original) => {
  const { createServiceClient } = await original<typeof services>();
  const host = (request: { hostname: string }): Promise<never> =>
    Promise.reject(Object.assign(new Error(request.hostname), { $retryable: undefined }));
  return {
    createServiceClient: (service: ServiceName, config: ClientConfig) => {
      told.client.push(config);
      const requestHandler = { handle: host, metadata: { handlerProtocol: 'http/1.1' }, destroy: () => undefined };
      return createServiceClient(service, { ...config, maxAttempts: 1, requestHandler });
    },
  };
});
vi.mock('@aws-sdk/credential-providers', () => ({
  fromNodeProviderChain: (init: unknown) => {
    told.chain.push(init);
    return () => Promise.resolve({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' });
  },
}));

let profiles: TestProfiles;
let config: SharedConfig;

beforeEach(async () => {
  const settings = { sso_start_url: 'https://corp.example/start' };
  profiles = await writeProfiles({
    default: { region: 'eu-central-1', endpointUrl: 'http://127.0.0.1:1' },
    plain: { accessKeyId: 'AKIAEXAMPLE', region: 'eu-west-1' },
    local: { accessKeyId: 'AKIAEXAMPLE', endpointUrl: 'http://127.0.0.1:2' },
    session: { sso: { accessToken: 't', account: '111122223333', role: 'reader', region: 'us-west-2' } },
    legacy: {
      settings: { ...settings, sso_region: 'us-west-2', sso_account_id: '111122223333', sso_role_name: 'reader' },
    },
    half: { settings },
  });
  config = await readSharedConfig(profiles.environment);
  for (const [name, value] of Object.entries(profiles.environment)) vi.stubEnv(name, value);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  told.client.length = 0;
  told.chain.length = 0;
  await profiles.remove();
});

/** The host that a request of the profile's client goes to. */
async function hostOf(service: ServiceName, operation: string, profile?: string): Promise<string> {
  const target = { profile, region: 'eu-west-1' };
  const credentials = createCredentialPool().provider({
    ...target,
    config,
    environment: process.env,
    asker: { action: 0, mayRunPrograms: true },
    signal: new AbortController().signal,
    deadlineMs: 10_000,
  });
  const clients = scopeClients(target, config, process.env, credentials);
  const client = await clients.client(service);
  const sent = client.send(operation, {}, new AbortController().signal);
  const error = await sent.catch((reason: unknown) => reason);
  clients.destroy();
  return error instanceof Error ? error.message : 'answered';
}

describe('a client goes', () => {
  it.each([
    ['ec2', 'DescribeVpcs', 'ec2.eu-west-1.amazonaws.com'],
    ['elbv2', 'DescribeLoadBalancers', 'elasticloadbalancing.eu-west-1.amazonaws.com'],
    ['sts', 'GetCallerIdentity', 'sts.eu-west-1.amazonaws.com'],
  ] as const)(
    'to AWS itself for a profile without an endpoint (%s), whatever AWS_PROFILE has',
    async (service, operation, host) => {
      vi.stubEnv('AWS_PROFILE', 'local');
      expect(await hostOf(service, operation, 'plain')).toBe(host);
    },
  );

  it('to AWS itself when configured endpoints are to be ignored', async () => {
    vi.stubEnv('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'true');
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:3');
    expect(await hostOf('ec2', 'DescribeVpcs', 'local')).toBe('ec2.eu-west-1.amazonaws.com');
  });

  it('to the default profile’s endpoint when no profile is named', async () => {
    expect(await hostOf('ec2', 'DescribeVpcs')).toBe('127.0.0.1');
    expect(told.client).toMatchObject([{ endpoint: 'http://127.0.0.1:1' }]);
  });
});

describe('credentials', () => {
  const asked = async (profile: string): Promise<unknown> => {
    await hostOf('sts', 'GetCallerIdentity', profile);
    expect(told.chain).toHaveLength(1);
    return told.chain[0];
  };
  const grant = { ssoRegion: 'us-west-2', ssoAccountId: '111122223333', ssoRoleName: 'reader' };

  it('of a session are asked for in the session’s Region, not in the one that is read', async () => {
    const init = await asked('session');
    expect(init).toMatchObject({ ...grant, ssoSession: 'session-of-session', profile: 'session' });
    const { clientConfig } = init as { clientConfig: object };
    expect(clientConfig).toMatchObject({ ignoreConfiguredEndpointUrls: true });
    expect(clientConfig).not.toHaveProperty('region');
  });

  it('of a profile with its own start page, too', async () => {
    const init = await asked('legacy');
    expect(init).toMatchObject({ ...grant, ssoStartUrl: 'https://corp.example/start' });
    expect(init).not.toHaveProperty('ssoSession');
  });

  it.each(['plain', 'half'])('are left to the SDK for the profile "%s"', async (profile) => {
    expect(await asked(profile)).not.toHaveProperty('ssoStartUrl');
  });

  it('come from the files that are named, read afresh', async () => {
    expect(await asked('plain')).toMatchObject({
      filepath: profiles.credentialsFile,
      configFilepath: profiles.configFile,
      ignoreCache: true,
    });
  });
});

describe('profile and Region', () => {
  it.each([
    [{ profile: 'plain', region: 'us-east-1' }, {}, { profile: 'plain', region: 'us-east-1' }],
    [{ profile: 'plain' }, {}, { profile: 'plain', region: 'eu-west-1' }],
    [{ profile: 'plain' }, { AWS_REGION: 'us-east-2' }, { profile: 'plain', region: 'us-east-2' }],
    [{}, { AWS_PROFILE: 'plain' }, { profile: 'plain', region: 'eu-west-1' }],
    [{}, { AWS_PROFILE: '', AWS_DEFAULT_REGION: 'us-east-2' }, { profile: undefined, region: 'us-east-2' }],
    [{}, {}, { profile: undefined, region: 'eu-central-1' }],
  ])('of %j with %j are %j', (request, environment, expected) => {
    expect(resolveTarget(request, config, environment)).toEqual(expected);
  });

  it.each([
    [{ profile: 'nobody' }, 'unknown-profile', '"nobody"'],
    [{ profile: 'local' }, 'bad-input', '"local" has no Region'],
    [{ profile: 'plain', region: 'EU (Ireland)' }, 'bad-input', '"EU (Ireland)" is not the name of a Region'],
    [{ profile: 'plain', region: '' }, 'bad-input', 'no Region'],
  ])('of %j cannot be: %s', (request, code, message) => {
    const error: unknown = expect.objectContaining({ code, message: expect.stringContaining(message) as string });
    expect(() => resolveTarget(request, config, {})).toThrow(error);
  });
});
