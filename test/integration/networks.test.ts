import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Budgets } from '../../src/aws/budgets.ts';
import { limiter } from '../../src/aws/limit.ts';
import { collect, type Collected } from '../../src/aws/collect.ts';
import { ACCOUNTS, healthyEstate } from '../worlds/healthy.ts';
import { ENDLESS } from '../worlds/over-the-wire.ts';
import { snapshotOf } from '../worlds/world.ts';
import { accessKeyOf, identitiesOf } from '../wire/identities.ts';
import { writeProfiles, type TestProfile, type TestProfiles } from '../wire/profiles.ts';
import { startWireServer, type WireServer } from '../wire/server.ts';
import { startTunnel, type Tunnel } from '../wire/tunnel.ts';

/*
 * AWS's own host names, reached over TLS through a CONNECT proxy, with a certificate that nobody but its bundle vouches
 * for: what a company's network looks like.
 */

const world = snapshotOf(healthyEstate().world);
const ROLE = `arn:aws:iam::${ACCOUNTS.provider}:role/reader`;
const CREDENTIALS = 'ada:se:cr@t';
const SECRETS = [/se:cr@t/, /se%3Acr%40t/, new RegExp(Buffer.from(CREDENTIALS).toString('base64'))];
let server: WireServer;
let tunnel: Tunnel;
let locked: Tunnel;
let profiles: TestProfiles;
let trusted: Readonly<Record<string, string>>;

beforeEach(async () => {
  const identities = identitiesOf(world);
  server = await startWireServer({
    worlds: world,
    identities,
    roles: { [ROLE]: accessKeyOf(ACCOUNTS.provider) },
    ssoGrants: { token: accessKeyOf(ACCOUNTS.consumer) },
  });
  const port = Number(new URL(server.url).port);
  tunnel = await startTunnel({ port });
  locked = await startTunnel({ port, credentials: CREDENTIALS });
  const keys: TestProfile = { accessKeyId: accessKeyOf(ACCOUNTS.consumer), region: 'us-east-1' };
  profiles = await writeProfiles({
    keys,
    role: { region: 'us-east-1', settings: { role_arn: ROLE, source_profile: 'keys' } },
    sso: {
      region: 'us-east-1',
      sso: { accessToken: 'token', account: ACCOUNTS.consumer, role: 'reader', region: 'us-east-1' },
    },
    bundled: { ...keys, settings: { ca_bundle: '@bundle' } },
    garbage: { ...keys, settings: { ca_bundle: '@garbage' } },
    fips: { ...keys, settings: { use_fips_endpoint: 'true', ca_bundle: '@bundle' } },
    dualstack: { ...keys, settings: { use_dualstack_endpoint: 'true', ca_bundle: '@bundle' } },
    custom: { ...keys, endpointUrl: server.url, settings: { use_fips_endpoint: 'true' } },
    secure: { ...keys, endpointUrl: `https://127.0.0.1:${tunnel.tlsPort}`, settings: { ca_bundle: '@bundle' } },
  });
  const bundle = await written('bundle.pem', `# ours\n${tunnel.certificate}\n`);
  const garbage = await written('garbage.pem', 'no certificate');
  const text = await readFile(profiles.configFile, 'utf8');
  await writeFile(profiles.configFile, text.replaceAll('@bundle', bundle).replaceAll('@garbage', garbage));
  // Where the SDK looks for the tokens of a sign-in.
  vi.stubEnv('HOME', profiles.directory);
  trusted = { https_proxy: tunnel.proxyUrl, AWS_CA_BUNDLE: bundle };
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all([tunnel.stop(), locked.stop()]);
  await server.stop();
  await profiles.remove();
});

async function written(name: string, text: string): Promise<string> {
  const path = join(profiles.directory, name);
  await writeFile(path, text);
  return path;
}

async function read(
  profile: string,
  environment: Readonly<Record<string, string>>,
  depth: 'tree' | 'diagnosis' = 'tree',
  budgets: Budgets = ENDLESS,
): Promise<Collected> {
  const own = { ...profiles.environment, ...environment };
  return collect({ scopes: [{ profile }], depth, environment: own, budgets, deadlineMs: 10_000 });
}

const messages = ({ problems }: Collected): readonly string[] => problems.map(({ error }) => error.message);

function failed({ snapshot }: Collected): readonly string[] {
  const rows = snapshot.scopes.flatMap((scope) => scope.calls);
  return rows.filter((row) => row.status !== 'ok').map((row) => `${row.operation} ${row.errorCode ?? ''}`);
}

async function expectWhole(answer: Promise<Collected>): Promise<void> {
  const collected = await answer;
  expect(messages(collected)).toEqual([]);
  expect(failed(collected)).toEqual([]);
  expect(collected.snapshot.scopes.length).toBeGreaterThan(0);
}

describe('through a proxy', () => {
  it('everything is read, each API at its own host', async () => {
    await expectWhole(read('keys', trusted, 'diagnosis'));
    const hosts = new Set(tunnel.hosts);
    for (const host of ['sts.us-east-1', 'ec2.us-east-1', 'elasticloadbalancing.us-east-1', 'route53', 'iam']) {
      expect(hosts).toContain(`${host}.amazonaws.com:443`);
    }
    expect(server.calls.length).toBeGreaterThan(40);
  });

  it('connections are kept: one for each host, when one call follows another', async () => {
    const one = limiter(1);
    await expectWhole(read('keys', trusted, 'diagnosis', { ...ENDLESS, send: (_, __, ___, task) => one(task) }));
    expect(server.calls.length).toBeGreaterThan(40);
    expect(tunnel.hosts).toHaveLength(new Set(tunnel.hosts).size);
  });

  it.each(['role', 'sso'])('the credentials of "%s" come, too', async (profile) => {
    await expectWhole(read(profile, trusted));
    expect(server.calls.map((call) => call.operation)).toContain(
      profile === 'role' ? 'sts:AssumeRole' : 'sso:GetRoleCredentials',
    );
    expect(new Set(tunnel.hosts)).toContain(
      profile === 'role' ? 'sts.us-east-1.amazonaws.com:443' : 'portal.sso.us-east-1.amazonaws.com:443',
    );
  });

  it('this machine is reached without it', async () => {
    await expectWhole(read('custom', { http_proxy: 'http://127.0.0.1:1', https_proxy: 'http://127.0.0.1:1' }));
    await expectWhole(read('secure', { https_proxy: 'http://127.0.0.1:1' }));
  });

  it('that wants a name and a password gets those of its URL', async () => {
    const { host } = new URL(locked.proxyUrl);
    const bundle = await written('locked.pem', locked.certificate);
    await expectWhole(read('keys', { HTTPS_PROXY: `http://ada:se%3Acr%40t@${host}`, AWS_CA_BUNDLE: bundle }));
    expect(locked.hosts.length).toBeGreaterThan(0);
  });
});

describe('what goes wrong on the way is one sentence for the scope, and holds no secret', () => {
  const cases: readonly [string, () => Readonly<Record<string, string>>, RegExp][] = [
    [
      'a proxy that refuses',
      () => ({ https_proxy: locked.proxyUrl }),
      /^The proxy wants a name and a password, so us-east-1 was not read for profile "keys"; put them/,
    ],
    [
      'a wrong password',
      () => ({ https_proxy: `http://ada:wr0ng@${new URL(locked.proxyUrl).host}` }),
      /^The proxy wants a name and a password/,
    ],
    [
      'a proxy that is not there',
      () => ({ https_proxy: 'http://ada:se%3Acr%40t@127.0.0.1:1' }),
      /^AWS could not be reached for profile "keys" in us-east-1 \(ECONNREFUSED\); check the network, the proxy/,
    ],
    [
      'a certificate that nobody vouches for',
      () => ({ https_proxy: tunnel.proxyUrl }),
      /^The certificate of whoever answered for AWS is not trusted for profile "keys" in us-east-1 \(\w*SELF_SIGNED\w*\); .*AWS_CA_BUNDLE/,
    ],
    [
      'a bundle that is not there',
      () => ({ https_proxy: tunnel.proxyUrl, AWS_CA_BUNDLE: '/nowhere/bundle.pem' }),
      /^The CA bundle \/nowhere\/bundle\.pem that AWS_CA_BUNDLE names cannot be used \(ENOENT\)/,
    ],
    [
      'a SOCKS proxy',
      () => ({ https_proxy: 'socks5://ada:se%3Acr%40t@127.0.0.1:1080' }),
      /^The proxy that https_proxy names speaks socks5/,
    ],
    [
      'no URL',
      () => ({ https_proxy: 'http://ada:se%3Acr%40t@:nonsense' }),
      /^The proxy that https_proxy names is not a URL/,
    ],
  ];

  it.each(cases)('%s', async (_, environment, message) => {
    const collected = await read('keys', environment(), 'diagnosis');
    expect(messages(collected)).toEqual([expect.stringMatching(message)]);
    expect(collected.snapshot.scopes).toEqual([]);
    expect(server.calls).toEqual([]);
    const { error } = collected.problems[0] ?? {};
    for (const secret of SECRETS) expect(`${error?.message} ${String(error?.cause)}`).not.toMatch(secret);
  });

  it('a bundle of a profile that holds none', async () => {
    expect(messages(await read('garbage', {}))).toEqual([
      expect.stringMatching(
        /garbage\.pem that the ca_bundle of profile "garbage" names cannot be used \(it holds no certif/,
      ),
    ]);
  });
});

describe('a profile’s own settings', () => {
  const proxied = (): Readonly<Record<string, string>> => ({ https_proxy: tunnel.proxyUrl });

  it('name its bundle', () => expectWhole(read('bundled', proxied())));

  it('have it go to FIPS endpoints', async () => {
    await expectWhole(read('fips', proxied()));
    expect(new Set(tunnel.hosts)).toEqual(
      new Set(
        ['sts-fips', 'ec2-fips', 'elasticloadbalancing-fips'].map((name) => `${name}.us-east-1.amazonaws.com:443`),
      ),
    );
  });

  it('have it go to dual-stack endpoints', async () => {
    await expectWhole(read('dualstack', proxied()));
    expect(new Set(tunnel.hosts)).toEqual(
      new Set(['sts', 'ec2', 'elasticloadbalancing'].map((name) => `${name}.us-east-1.api.aws:443`)),
    );
  });

  it('are overruled by the environment', async () => {
    await expectWhole(read('fips', { ...trusted, AWS_USE_FIPS_ENDPOINT: 'false' }));
    expect(tunnel.hosts).toContain('ec2.us-east-1.amazonaws.com:443');
  });

  it('leave the endpoint alone that it configures', () => expectWhole(read('custom', {})));
});
