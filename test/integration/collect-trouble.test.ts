import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { collect, type CollectRequest } from '../../src/aws/collect.ts';
import { stableStringify } from '../../src/core/model/json.ts';
import { GLOBAL_REGION, serializeSnapshot, type Snapshot, type SnapshotCall } from '../../src/core/model/snapshot.ts';
import { ACCOUNTS, healthyEstate } from '../worlds/healthy.ts';
import { serve, type Wire } from '../worlds/over-the-wire.ts';
import { snapshotOf } from '../worlds/world.ts';
import { accessKeyOf, identitiesOf } from '../wire/identities.ts';
import { writeProfiles, type TestProfiles } from '../wire/profiles.ts';
import { startWireServer, type WireServer } from '../wire/server.ts';

const healthy = snapshotOf(healthyEstate().world);
const BOTH = [{ profile: 'consumer' }, { profile: 'provider' }];
const now = (): Date => new Date('2026-03-02T09:30:00.000Z');
let wire: Wire;
let others: (() => Promise<void>)[] = [];

beforeEach(async () => {
  wire = await serve(healthy);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await wire.stop();
  await Promise.all(others.map((stop) => stop()));
  others = [];
});

function collected(request: Partial<CollectRequest> = {}): ReturnType<typeof collect> {
  return collect({ scopes: BOTH, environment: wire.profiles.environment, now, ...request });
}

async function profilesOf(given: Parameters<typeof writeProfiles>[0]): Promise<TestProfiles> {
  const profiles = await writeProfiles(given);
  others.push(() => profiles.remove());
  return profiles;
}

async function anotherServer(worlds: Snapshot = healthy): Promise<WireServer> {
  const server = await startWireServer({ worlds, identities: identitiesOf(worlds) });
  others.push(() => server.stop());
  return server;
}

function callsOf(snapshot: Snapshot): readonly SnapshotCall[] {
  return snapshot.scopes.flatMap((scope) => scope.calls);
}

/** The accounts in Regions that were read, without what belongs to an account as a whole. */
function regionsOf(snapshot: Snapshot): Snapshot['scopes'] {
  return snapshot.scopes.filter((scope) => scope.region !== GLOBAL_REGION);
}

const consumerKeys = { accessKeyId: accessKeyOf(ACCOUNTS.consumer), region: 'us-east-1' };

describe('requests', () => {
  it('are made once each, and only ever read', async () => {
    await collected();
    const made = wire.server.calls.map((call) => `${call.account} ${call.operation} ${stableStringify(call.params)}`);
    expect(made).toEqual([...new Set(made)]);
    expect(made.length).toBeGreaterThan(30);
    for (const { operation, status } of wire.server.calls) {
      expect(operation).toMatch(/^[\w-]+:(Describe|Get|List)[A-Z]/);
      expect(status).toBe(200);
    }
  });

  it('of two scopes that are one are made once', async () => {
    const { snapshot } = await collected({ scopes: [...BOTH, { profile: 'consumer', region: 'us-east-1' }] });
    expect(regionsOf(snapshot)).toHaveLength(2);
    expect(wire.server.calls.filter(({ operation }) => operation === 'ec2:DescribeVpcs')).toHaveLength(2);
  });

  it('stay within a number at once, and load balancing within a small one', async () => {
    await wire.server.change({ latencyMs: 20 });
    await collected();
    expect(Math.max(...wire.server.calls.map(({ inProgress }) => inProgress))).toBeGreaterThan(8);
    expect(Math.max(...wire.server.calls.map(({ inProgress }) => inProgress))).toBeLessThanOrEqual(64 + 2 * 4);
  });

  it('give the same bytes for the same state', async () => {
    const first = serializeSnapshot((await collected()).snapshot);
    await wire.server.change({ latencyMs: 5 });
    expect(serializeSnapshot((await collected({ scopes: [...BOTH].reverse() })).snapshot)).toBe(first);
  });

  it('are told of as they are answered', async () => {
    const done: number[] = [];
    const { snapshot } = await collected({ onProgress: (event) => done.push(event.done) });
    expect(done).toEqual(callsOf(snapshot).map((_, index) => index + 1));
  });
});

describe('throttling', () => {
  it('of every fifth request is waited out', async () => {
    const nth = Array.from({ length: 40 }, (_, index) => (index + 1) * 5);
    await wire.server.change({ faults: [{ kind: 'throttle', nth }] });
    const { snapshot, problems } = await collected();
    expect(problems).toEqual([]);
    expect(callsOf(snapshot).filter(({ complete }) => !complete)).toEqual([]);
    expect(wire.server.calls.some(({ errorCode }) => errorCode === 'RequestLimitExceeded')).toBe(true);
  });

  it('that does not end is a row that says so, and the rest is complete', async () => {
    await wire.server.change({ faults: [{ kind: 'throttle', operation: 'ec2:DescribeVpcs' }] });
    const { snapshot } = await collected({ scopes: [{ profile: 'consumer' }] });
    expect(callsOf(snapshot).filter(({ complete }) => !complete)).toMatchObject([
      { operation: 'ec2:DescribeVpcs', status: 'throttled', errorCode: 'RequestLimitExceeded', output: {} },
    ]);
  });
});

describe('a server that does not answer', () => {
  it('one operation fails that one at its deadline, and the rest is complete', async () => {
    await wire.server.change({ faults: [{ kind: 'hang', operation: 'ec2:DescribeSubnets' }] });
    const { snapshot, problems } = await collected({ scopes: [{ profile: 'consumer' }], deadlineMs: 3_000 });
    expect(problems).toEqual([]);
    expect(callsOf(snapshot).filter(({ complete }) => !complete)).toMatchObject([
      { operation: 'ec2:DescribeSubnets', status: 'failed', errorCode: 'DeadlineExceeded' },
    ]);
  });

  it('who the caller is leaves that profile unread, and the other is read', async () => {
    const account = ACCOUNTS.consumer;
    await wire.server.change({ faults: [{ kind: 'hang', operation: 'sts:GetCallerIdentity', account }] });
    const { snapshot, problems } = await collected({ deadlineMs: 3_000 });
    expect(regionsOf(snapshot).map((scope) => scope.account)).toEqual([ACCOUNTS.provider]);
    expect(problems).toMatchObject([{ profile: 'consumer', error: { code: 'network' } }]);
    expect(problems[0]?.error.message).toContain('"consumer"');
    // The tree's listings do not wait for the answer; everything else does.
    const asked = wire.server.calls.filter((call) => call.account === account).map(({ operation }) => operation);
    expect(asked.sort()).toEqual([
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcEndpointConnections',
      'ec2:DescribeVpcEndpointServiceConfigurations',
      'ec2:DescribeVpcEndpoints',
      'ec2:DescribeVpcs',
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeTargetGroups',
      'sts:GetCallerIdentity',
    ]);
  });

  it('is left at once when the user cancels', async () => {
    await wire.server.change({ faults: [{ kind: 'hang', operation: 'ec2:DescribeSubnets' }] });
    const controller = new AbortController();
    const running = collected({
      scopes: [{ profile: 'consumer' }],
      signal: controller.signal,
      onProgress: ({ operation }) => {
        if (operation === 'ec2:DescribeRouteTables') controller.abort();
      },
    });
    const { snapshot } = await running;
    const rows = callsOf(snapshot);
    expect(rows.find(({ operation }) => operation === 'ec2:DescribeSubnets')).toMatchObject({
      status: 'cancelled',
      complete: false,
    });
    expect(rows.find(({ operation }) => operation === 'ec2:DescribeRouteTables')).toMatchObject({ status: 'ok' });
  });

  it('is not even asked when it was cancelled before', async () => {
    const { snapshot, problems } = await collected({ signal: AbortSignal.abort() });
    expect(snapshot.scopes).toEqual([]);
    expect(problems.map(({ error }) => error.code)).toEqual(['cancelled', 'cancelled']);
  });
});

describe('what else a network does', () => {
  it.each(['reset', 'garbage'] as const)('%s fails the operation, and the rest is complete', async (kind) => {
    await wire.server.change({ faults: [{ kind, operation: 'elasticloadbalancing:DescribeLoadBalancers' }] });
    const { snapshot } = await collected({ scopes: [{ profile: 'provider' }] });
    const rows = callsOf(snapshot).filter(({ complete, status }) => !complete && status !== 'not-asked');
    expect(rows).toMatchObject([{ operation: 'elasticloadbalancing:DescribeLoadBalancers', status: 'failed' }]);
    const skipped = callsOf(snapshot).filter(({ status }) => status === 'not-asked');
    expect(skipped.map(({ operation }) => operation).sort()).toEqual([
      'acm:DescribeCertificate',
      'elasticloadbalancing:DescribeListenerAttributes',
      'elasticloadbalancing:DescribeListenerCertificates',
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeLoadBalancerAttributes',
      'elasticloadbalancing:DescribeTags',
    ]);
  });
});

describe('a Region', () => {
  it('that is not enabled takes no other with it', async () => {
    const region = 'ap-east-1';
    await wire.server.change({ faults: [{ kind: 'error', region, code: 'InvalidClientTokenId', status: 403 }] });
    const scopes = [
      { profile: 'consumer', region },
      { profile: 'consumer', region: 'us-east-1' },
    ];
    const { snapshot, problems } = await collected({ scopes });
    expect(regionsOf(snapshot).map((scope) => scope.region)).toEqual(['us-east-1']);
    expect(problems).toMatchObject([{ region, error: { code: 'credentials' } }]);
    expect(problems[0]?.error.message).toContain('Region is enabled');
  });

  it('is asked for by its name in every request', async () => {
    await collected({ scopes: [{ profile: 'consumer' }] });
    expect(new Set(wire.server.calls.map((call) => call.region))).toEqual(new Set(['us-east-1']));
  });
});

describe('the chosen profile', () => {
  it('is not sent to the server of AWS_PROFILE', async () => {
    const mine = await anotherServer();
    const profiles = await profilesOf({
      chosen: { ...consumerKeys, endpointUrl: mine.url },
      current: { ...consumerKeys, endpointUrl: wire.server.url },
    });
    const environment = { ...profiles.environment, AWS_PROFILE: 'current' };
    await collected({ scopes: [{ profile: 'chosen' }], environment });
    expect(wire.server.calls).toEqual([]);
    expect(mine.calls.length).toBeGreaterThan(10);
  });

  it('may have a server for one service', async () => {
    const balancing = await anotherServer();
    const profiles = await profilesOf({
      split: {
        ...consumerKeys,
        endpointUrl: wire.server.url,
        services: { elastic_load_balancing_v2: balancing.url },
      },
    });
    await collected({ scopes: [{ profile: 'split' }], environment: profiles.environment });
    expect(new Set(balancing.calls.map((call) => call.service))).toEqual(new Set(['elasticloadbalancing']));
    expect(wire.server.calls.map((call) => call.service)).not.toContain('elasticloadbalancing');
    expect(wire.server.calls.map((call) => call.service)).toContain('ec2');
  });

  it('gets the credentials of a role from its own server', async () => {
    const role = `arn:aws:iam::${ACCOUNTS.provider}:role/reader`;
    await wire.server.change({ roles: { [role]: accessKeyOf(ACCOUNTS.provider) } });
    const profiles = await profilesOf({
      base: consumerKeys,
      role: {
        region: 'us-east-1',
        endpointUrl: wire.server.url,
        settings: { role_arn: role, source_profile: 'base' },
      },
    });
    const { snapshot, problems } = await collected({
      scopes: [{ profile: 'role' }],
      environment: profiles.environment,
    });
    expect(problems).toEqual([]);
    expect(regionsOf(snapshot)).toMatchObject([{ account: ACCOUNTS.provider, profiles: ['role'] }]);
    expect(wire.server.calls.filter(({ operation }) => operation === 'sts:AssumeRole')).toHaveLength(1);
  });

  it('gets the credentials of a session from its own server', async () => {
    await wire.server.change({ ssoGrants: { 'a-token': accessKeyOf(ACCOUNTS.consumer) } });
    const session = (expiresAt?: string): Parameters<typeof writeProfiles>[0][string] => ({
      region: 'us-east-1',
      endpointUrl: wire.server.url,
      sso: {
        accessToken: 'a-token',
        account: ACCOUNTS.consumer,
        role: 'reader',
        region: 'eu-west-1',
        ...(expiresAt === undefined ? {} : { expiresAt }),
      },
    });
    const profiles = await profilesOf({ session: session(), old: session('2020-01-01T00:00:00Z') });
    // The SDK looks for the token under the home of this process.
    vi.stubEnv('HOME', profiles.directory);
    const scopes = [{ profile: 'session' }, { profile: 'old' }];
    const { snapshot, problems } = await collected({ scopes, environment: profiles.environment });
    expect(regionsOf(snapshot)).toMatchObject([{ account: ACCOUNTS.consumer, profiles: ['session'] }]);
    expect(problems).toMatchObject([{ profile: 'old', error: { code: 'credentials' } }]);
    expect(problems[0]?.error.message).toContain('aws sso login --profile old');
  });
});

describe('a profile that cannot be read', () => {
  it('is a problem of its own, whatever is wrong with it, and the others are read', async () => {
    const profiles = await profilesOf({
      good: { ...consumerKeys, endpointUrl: wire.server.url },
      stale: { accessKeyId: accessKeyOf(ACCOUNTS.provider), region: 'us-east-1', endpointUrl: wire.server.url },
      strange: { accessKeyId: 'AKIANOBODY', region: 'us-east-1', endpointUrl: wire.server.url },
      // Port 9 discards; nothing listens there.
      away: { ...consumerKeys, endpointUrl: 'http://127.0.0.1:9' },
      placeless: { accessKeyId: 'AKIANOBODY', endpointUrl: wire.server.url },
      keyless: { region: 'us-east-1', endpointUrl: wire.server.url },
    });
    await wire.server.change({ faults: [{ kind: 'expired', account: ACCOUNTS.provider }] });
    const names = ['good', 'stale', 'strange', 'away', 'placeless', 'keyless', 'nobody'];
    const scopes = names.map((profile) => ({ profile }));
    const { snapshot, problems } = await collected({ scopes, environment: profiles.environment });
    expect(regionsOf(snapshot)).toMatchObject([{ profiles: ['good'] }]);
    expect(callsOf(snapshot).filter(({ complete }) => !complete)).toEqual([]);
    const said: Record<string, string> = Object.fromEntries(
      problems.map(({ profile = '', error }) => [profile, `${error.code}: ${error.message}`]),
    );
    expect(said).toEqual({
      stale: expect.stringMatching(/^credentials: .*"stale" has expired credentials .*ExpiredToken/) as string,
      strange: expect.stringMatching(/^credentials: AWS refused the credentials of profile "strange"/) as string,
      away: expect.stringMatching(/^network: .*"away" in us-east-1 \(ECONNREFUSED\).*endpoint_url/) as string,
      placeless: expect.stringMatching(/^bad-input: Profile "placeless" has no Region/) as string,
      keyless: expect.stringMatching(/^credentials: .*"keyless" gave no usable credentials/) as string,
      nobody: expect.stringMatching(/^unknown-profile: There is no profile "nobody"/) as string,
    });
  });

  it('is told with what is wrong in the files', async () => {
    const profiles = await profilesOf({ good: { ...consumerKeys, endpointUrl: wire.server.url } });
    await writeFile(join(profiles.directory, 'config'), '[profile good\nregion = us-east-1\n');
    const scopes = [{ profile: 'lost' }];
    const { problems } = await collected({ scopes, environment: profiles.environment });
    expect(problems[0]?.error.message).toContain(`${profiles.configFile} has a section that is not closed`);
  });
});
