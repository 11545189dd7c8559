import { afterAll, describe, expect, it } from 'vitest';
import { collect, type Depth } from '../../src/aws/collect.ts';
import { diagnose } from '../../src/core/engine.ts';
import { buildInventory } from '../../src/core/model/inventory.ts';
import type { Snapshot, SnapshotCall } from '../../src/core/model/snapshot.ts';
import { stableStringify } from '../../src/core/model/json.ts';
import { accessKeyOf, identitiesOf } from '../wire/identities.ts';
import { writeProfiles, type TestProfiles } from '../wire/profiles.ts';
import { startWireServer, type WireServer } from '../wire/server.ts';
import { ENDLESS } from '../worlds/over-the-wire.ts';
import { ESTATE_ACCOUNT, estateOf, HUGE, LARGE, SMALL, type EstateSize } from '../worlds/estate.ts';
import { ACCOUNTS } from '../worlds/healthy.ts';
import { resourceEstate, serviceNetworkEstate, sharedResourceEstate } from '../worlds/lattice.ts';
import {
  diagnosisCalls,
  latticeSliceCalls,
  sliceCalls,
  topologyCalls,
  treeCalls,
  type Counts,
} from '../worlds/formula.ts';
import { snapshotOf, textOf, type World } from '../worlds/world.ts';

/* How many requests a reading takes, counted by the server: docs/collection.md has the formula and these figures. */

interface Estate {
  readonly server: WireServer;
  readonly profiles: TestProfiles;
  readonly world: World;
}
const started: Estate[] = [];
afterAll(async () => {
  for (const { server, profiles } of started) {
    await server.stop();
    await profiles.remove();
  }
});

async function start(
  world: World,
  accounts: Readonly<Record<string, string>> = { estate: ESTATE_ACCOUNT },
): Promise<Estate> {
  const snapshot = snapshotOf(world);
  const server = await startWireServer({ worlds: snapshot, identities: identitiesOf(snapshot) });
  const profiles = await writeProfiles(
    Object.fromEntries(
      Object.entries(accounts).map(([name, account]) => [
        name,
        { accessKeyId: accessKeyOf(account), region: 'us-east-1', endpointUrl: server.url },
      ]),
    ),
  );
  const estate = { server, profiles, world };
  started.push(estate);
  return estate;
}

function countsOf(size: EstateSize, { world }: Estate, pageLimit: number): Counts {
  const endpoints = world.scopes.flatMap(({ tables }) => tables['ec2:DescribeVpcEndpoints']);
  return {
    ...size,
    names: new Set(endpoints.map((endpoint) => endpoint['ServiceName'])).size,
    // One a load balancer.
    listeners: size.loadBalancers,
    pageLimit,
    world,
  };
}

/** Reads the estate; the requests that the server saw, and the rows. */
async function read(
  { server, profiles }: Estate,
  depth: Depth,
  names: readonly string[] = ['estate'],
): Promise<{
  readonly requests: readonly string[];
  readonly rows: readonly SnapshotCall[];
  readonly snapshot: Snapshot;
}> {
  server.clear();
  const { snapshot, problems } = await collect({
    scopes: names.map((profile) => ({ profile })),
    depth,
    environment: profiles.environment,
    // Pacing is tested by itself; here only the number counts.
    budgets: ENDLESS,
  });
  expect(problems).toEqual([]);
  const requests = server.calls.map(({ operation, params }) => `${operation} ${stableStringify(params)}`);
  return { requests, rows: snapshot.scopes.flatMap((scope) => scope.calls), snapshot };
}

describe.each([
  ['small', SMALL],
  ['large', LARGE],
  ['huge', HUGE],
])('the %s estate', (name, size) => {
  it.each([1000, 100])(
    'is read in as many requests as the formula says, with pages of at most %i',
    async (pageLimit) => {
      const estate = await start(estateOf(size));
      await estate.server.change({ pageLimit });
      const counts = countsOf(size, estate, pageLimit);
      const depths = { tree: treeCalls, topology: topologyCalls, diagnosis: diagnosisCalls };
      for (const depth of ['tree', 'topology', 'diagnosis'] as const) {
        const { requests, rows } = await read(estate, depth);
        const expected = depths[depth](counts);
        const ratio = (requests.length / expected).toFixed(2);
        console.log(
          `${name} estate, ${depth}, pages of ${pageLimit}: ${requests.length} requests, formula ${expected}, ratio ${ratio}`,
        );
        expect(rows.filter((row) => row.status !== 'ok' || !row.complete)).toEqual([]);
        expect(requests.filter((request, i) => requests.indexOf(request) !== i)).toEqual([]);
        expect(requests.length).toBe(expected);
      }
    },
  );
});

it.each([
  ['small', SMALL],
  ['large', LARGE],
  ['huge', HUGE],
])('one endpoint of the %s estate is read in its slice alone', async (name, size) => {
  const estate = await start(estateOf(size));
  const endpoints = estate.world.scopes.flatMap(({ tables }) => tables['ec2:DescribeVpcEndpoints']);
  const own = endpoints.find((endpoint) => textOf(endpoint, 'ServiceName').includes('vpce-svc-'));
  const { requests, rows } = await read(estate, { endpoints: [textOf(own, 'VpcEndpointId')], services: [] });
  const count = (operation: string, list: string): number =>
    rows
      .filter((row) => row.operation === `elasticloadbalancing:${operation}`)
      .reduce((sum, row) => sum + (row.output[list] as readonly unknown[]).length, 0);
  const vpcs = new Set(
    rows
      .filter((row) => row.operation === 'ec2:DescribeVpcs')
      .flatMap((row) => (row.output['Vpcs'] as { VpcId: string }[]).map((vpc) => vpc.VpcId)),
  );
  const most = sliceCalls({
    loadBalancers: count('DescribeLoadBalancers', 'LoadBalancers'),
    listeners: count('DescribeListeners', 'Listeners'),
    targetGroups: count('DescribeTargetGroups', 'TargetGroups'),
    vpcs: vpcs.size,
  });
  console.log(`one endpoint of the ${name} estate: ${requests.length} requests, formula at most ${most}`);
  expect(rows.filter((row) => row.status !== 'ok' || !row.complete)).toEqual([]);
  expect(requests.filter((request, i) => requests.indexOf(request) !== i)).toEqual([]);
  expect(requests.length).toBeLessThanOrEqual(most);
});

it.each([
  ['a resource endpoint in one account', resourceEstate, { configurations: 1, networks: 0, isShared: false }],
  [
    'a resource endpoint and its owner',
    sharedResourceEstate,
    { configurations: 1, networks: 0, isShared: true, shown: 1 },
  ],
  ['a service-network endpoint', serviceNetworkEstate, { configurations: 2, networks: 1, isShared: true }],
] as const)('%s is read with what is behind it, and nothing else', async (what, build, size) => {
  const { world, endpoint } = build();
  const names = size.isShared ? ['consumer', 'provider'] : ['consumer'];
  const estate = await start(world, ACCOUNTS);
  const { requests, rows, snapshot } = await read(estate, { endpoints: [endpoint.id], services: [] }, names);
  const expected = latticeSliceCalls(size);
  console.log(`${what}: ${requests.length} requests, formula ${expected}`);
  expect(rows.filter((row) => row.status !== 'ok' || !row.complete)).toEqual([]);
  expect(requests.length, requests.join('\n')).toBe(expected);
  const [subject] = diagnose(buildInventory([snapshot]), { now: snapshot.capturedAt, ids: [endpoint.id] }).subjects;
  expect(subject?.verdict, subject?.summary).toBe('healthy');
});
