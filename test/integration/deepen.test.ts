import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { wasExamined } from '../../src/core/tree/examined.ts';
import { flatten } from '../../src/core/tree/walk.ts';
import { readCache } from '../../src/files/cache.ts';
import type { TreeState } from '../../src/core/tree/types.ts';
import type { WorkerMethod, WorkerMethods } from '../../src/worker/api.ts';
import { createHandlers } from '../../src/worker/handlers.ts';
import type { CallContext } from '../../src/worker/serve.ts';
import { createStore } from '../../src/worker/store.ts';
import { brokenWorlds } from '../worlds/broken/index.ts';
import { ACCOUNTS, healthyEstate } from '../worlds/healthy.ts';
import { accessKeyOf, identitiesOf } from '../wire/identities.ts';
import { serve, type Wire } from '../worlds/over-the-wire.ts';
import { snapshotOf } from '../worlds/world.ts';

/* Reading in tiers, as the worker does it for the extension: over HTTP, against a server that counts. */

const estate = healthyEstate();
const healthy = snapshotOf(estate.world);
const idle: CallContext = {
  signal: new AbortController().signal,
  progress: () => undefined,
  ask: () => Promise.resolve(undefined),
};
const occasion = { action: 1, byUser: false, isTrusted: true };
let wire: Wire;

beforeAll(async () => {
  wire = await serve(healthy);
});
afterAll(() => wire.stop());
beforeEach(() => wire.server.change({ worlds: healthy, faults: [] }));

type Call = <M extends WorkerMethod>(
  method: M,
  params: WorkerMethods[M]['params'],
) => Promise<WorkerMethods[M]['result']>;

interface Reading {
  readonly call: Call;
  readonly read: (...profiles: readonly (keyof typeof ACCOUNTS)[]) => Promise<void>;
  readonly state: (id: string) => Promise<TreeState | undefined>;
  readonly verdict: (id: string) => Promise<string | undefined>;
  /** What was asked since the last time, by operation. */
  readonly asked: () => readonly string[];
}

function reading(): Reading {
  const store = createStore();
  const handlers = createHandlers(store);
  const call: Call = async (method, params) => handlers[method](params, idle);
  let revision = 0;
  let seen = wire.server.calls.length;
  return {
    call,
    async read(...profiles) {
      await Promise.all(
        profiles.map((profile) => {
          revision += 1;
          const { environment } = wire.profiles;
          return call('collect', { key: profile, revision, profile, region: 'us-east-1', environment, occasion });
        }),
      );
    },
    async state(id) {
      const { roots } = await call('view', {});
      return flatten(roots).find((node) => node.resource === id)?.state;
    },
    async verdict(id) {
      const { subjects } = await call('view', {});
      expect(wasExamined(store.computed().inventory, id)).toBe(true);
      return subjects.find((subject) => subject.id === id)?.verdict;
    },
    asked() {
      const fresh = wire.server.calls.slice(seen);
      seen = wire.server.calls.length;
      return fresh.map(({ operation }) => operation.split(':')[1] ?? '').sort();
    },
  };
}

const TREE = [
  'DescribeLoadBalancers',
  'DescribeSubnets',
  'DescribeTargetGroups',
  'DescribeVpcEndpointConnections',
  'DescribeVpcEndpointServiceConfigurations',
  'DescribeVpcEndpoints',
  'DescribeVpcs',
];

const about = (id: string, fresh = true): WorkerMethods['deepen']['params'] => ({
  ids: [id],
  fresh,
  depth: 'diagnosis',
  occasion,
});

describe('the tree', () => {
  it('takes one call for each listing, and judges nothing that was not read', async () => {
    const { read, asked, state } = reading();
    await read('consumer');
    expect(asked()).toEqual([...TREE, 'GetCallerIdentity']);
    expect(await state(estate.endpoint.id)).toBe('none');
  });
});

describe('a diagnosis of one endpoint', () => {
  it('reads its slice of both accounts, and says what a diagnosis of everything says', async () => {
    const { call, read, verdict, state } = reading();
    await read('consumer', 'provider');
    await call('deepen', about(estate.endpoint.id));
    expect(await verdict(estate.endpoint.id)).toBe('healthy');
    expect(await state(estate.endpoint.id)).toBe('healthy');
    expect(await state(estate.awsEndpoint.id)).toBe('none');
    // One healthy endpoint beside others that nobody looked at is no healthy VPC.
    expect(await state(estate.consumerVpc.id)).toBe('none');
  });

  it('reads nothing of a scope that has no part in it', async () => {
    const { call, read } = reading();
    await read('consumer', 'provider');
    wire.server.clear();
    await call('deepen', about(estate.awsEndpoint.id));
    expect([...new Set(wire.server.calls.map((logged) => logged.account))]).toEqual([ACCOUNTS.consumer]);
  });

  it('for a picture asks for nothing twice', async () => {
    const { call, read, asked } = reading();
    await read('consumer', 'provider');
    asked();
    expect((await call('deepen', about(estate.endpoint.id, false))).changed).toBe(true);
    const first = asked();
    expect(first.filter((operation) => TREE.includes(operation))).toEqual([]);
    expect((await call('deepen', about(estate.endpoint.id, false))).changed).toBe(false);
    expect(asked()).toEqual([]);
  });

  // What a world adds to the estate was never there to be read before.
  const earlier = new Set([estate.endpoint, estate.service, estate.awsEndpoint, estate.gateway].map(({ id }) => id));
  it.each(
    brokenWorlds.filter(
      ({ rule, profiles, args, measurements, subject }) =>
        /^PL-(SG|ACL|NLB|NET)/.test(rule) &&
        profiles.length === 2 &&
        args.length === 0 &&
        measurements === undefined &&
        earlier.has(subject),
    ),
  )('finds what has broken since the last one: $rule, $fault', async ({ build, subject, verdict: expected }) => {
    const { call, read, verdict } = reading();
    await read('consumer', 'provider');
    await call('deepen', about(subject));
    const before = await verdict(subject);
    await wire.server.change({ worlds: build() });
    await call('deepen', about(subject));
    expect([before, await verdict(subject)]).toEqual(['healthy', expected]);
  });

  it('that may not be read any more is unknown, whatever was read before', async () => {
    const { call, read, verdict } = reading();
    await read('consumer', 'provider');
    await call('deepen', about(estate.endpoint.id));
    await wire.server.change({ faults: [{ kind: 'deny', operation: 'ec2:DescribeSecurityGroups' }] });
    await call('deepen', about(estate.endpoint.id));
    expect(await verdict(estate.endpoint.id)).toBe('unknown');
    await wire.server.change({ faults: [] });
    await call('deepen', about(estate.endpoint.id));
    expect(await verdict(estate.endpoint.id)).toBe('healthy');
  });

  it('fails when its account cannot be entered, and what was loaded stays', async () => {
    const { call, read, state } = reading();
    await read('consumer');
    await wire.server.change({ faults: [{ kind: 'expired' }] });
    await expect(call('deepen', about(estate.endpoint.id))).rejects.toThrow(/consumer/);
    expect(await state(estate.endpoint.id)).toBe('none');
  });

  it('of an id that is nowhere says so, and asks nothing', async () => {
    const { call, read, asked } = reading();
    await read('consumer');
    asked();
    await expect(call('deepen', about('vpce-0000'))).rejects.toThrow(/vpce-0000 is nowhere/);
    expect(asked()).toEqual([]);
  });
});

describe('reading a scope again', () => {
  it('reads as much of it as had been read before', async () => {
    const { call, read, verdict } = reading();
    await read('consumer', 'provider');
    await call('deepen', about(estate.endpoint.id));
    await read('consumer', 'provider');
    expect(await verdict(estate.endpoint.id)).toBe('healthy');
  });

  it('drops what was read with other credentials when the profile leads to another account', async () => {
    const { call, read } = reading();
    await read('consumer');
    const identities = identitiesOf(healthy);
    const [consumerKey, providerKey] = [accessKeyOf(ACCOUNTS.consumer), accessKeyOf(ACCOUNTS.provider)];
    const provider = identities[providerKey];
    if (provider === undefined) throw new Error('The provider has no identity');
    await wire.server.change({ identities: { ...identities, [consumerKey]: provider } });
    try {
      await read('consumer');
      const { scopes, subjects } = await call('view', {});
      expect(scopes.map((scope) => scope.account)).toEqual([ACCOUNTS.provider]);
      expect(subjects.map((subject) => subject.id)).toEqual([estate.service.id]);
    } finally {
      await wire.server.change({ identities });
    }
  });

  it('shows what the last window kept, at once and without a call', async () => {
    const cacheFolder = await mkdtemp(join(tmpdir(), 'privatelink-kept-'));
    try {
      const { environment } = wire.profiles;
      const params = {
        key: 'consumer',
        revision: 1,
        profile: 'consumer',
        region: 'us-east-1',
        environment,
        cacheFolder,
        occasion,
      };
      const before = reading();
      await before.call('collect', params);
      await before.call('deepen', about(estate.awsEndpoint.id));
      const shown = await before.call('view', {});
      // Kept behind the answer: the file is there when its turn has come.
      await vi.waitFor(async () => {
        expect((await readCache(cacheFolder, 'consumer'))?.subjects).toEqual([estate.awsEndpoint.id]);
      });
      const after = reading();
      expect((await after.call('restoreCached', params))?.stored).toBe(true);
      expect(await after.call('view', {})).toEqual(shown);
      expect(after.asked()).toEqual([]);
      await after.call('close', { keys: ['consumer'], cacheFolder });
      expect(await after.call('restoreCached', { ...params, revision: 2 })).toBeNull();
    } finally {
      await rm(cacheFolder, { recursive: true, force: true });
    }
  });
});
