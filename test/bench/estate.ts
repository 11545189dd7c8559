// How long the first picture of 5,000 endpoints takes a warm worker, and its parts when they are opened:
// node test/bench/run.mjs estate
import { loadavg } from 'node:os';
import { WHOLE_VIEW, type ViewRequest } from '../../src/core/graph/request.ts';
import type { PlacedView } from '../../src/core/graph/view.ts';
import { buildInventory } from '../../src/core/model/inventory.ts';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import { createHandlers } from '../../src/worker/handlers.ts';
import type { CallContext } from '../../src/worker/serve.ts';
import { createStore } from '../../src/worker/store.ts';
import { addAwsEndpoint, addEndpoint } from '../worlds/endpoint.ts';
import { addGroup, addVpc, permission } from '../worlds/network.ts';
import { addService, type ServiceWorld } from '../worlds/service.ts';
import { addScope, createWorld, snapshotOf } from '../worlds/world.ts';

/** What the first picture may take, and each part that is opened, in milliseconds. */
const WANTED = { first: 1000, part: 500 } as const;
const RUNS = 3;
const ZONES = ['use1-az1', 'use1-az2'];
const AWS_SERVICES = [
  'ecr.api',
  'ecr.dkr',
  'sts',
  'kms',
  'logs',
  'ssm',
  'secretsmanager',
  'sqs',
  'sns',
  'monitoring',
  'ec2',
  'events',
];
const FIRST_CONSUMER = 100_000_000_000;
const ESTATE = { providers: 5, servicesEach: 20, consumers: 50, vpcsEach: 5, sharedEach: 8 } as const;

/** Accounts with the same endpoints in each VPC, to services of AWS and of each other: 5,000 in all. */
function estate(): Snapshot {
  const world = createWorld();
  const region = 'us-east-1';
  const services: ServiceWorld[] = [];
  for (let p = 0; p < ESTATE.providers; p++) {
    const scope = addScope(world, { account: String(200_000_000_000 + p), region, profiles: [`provider-${p}`] });
    const vpc = addVpc(scope, { name: `home-${p}`, cidr: '10.0.0.0/16', zoneIds: ZONES });
    for (let s = 0; s < ESTATE.servicesEach; s++) {
      services.push(addService(scope, vpc, { name: `service-${p}-${s}`, port: 443, principals: ['*'] }));
    }
  }
  for (let c = 0; c < ESTATE.consumers; c++) {
    const scope = addScope(world, { account: String(FIRST_CONSUMER + c), region, profiles: [`consumer-${c}`] });
    const vpcs = Array.from({ length: ESTATE.vpcsEach }, (_, i) =>
      addVpc(scope, { name: `vpc-${c}-${i}`, cidr: `10.${i}.0.0/16`, zoneIds: ZONES }),
    );
    const groups = vpcs.map((vpc) => addGroup(scope, vpc.id, 'clients', 'Clients', [permission(443, vpc.cidr)]));
    for (const [v, vpc] of vpcs.entries()) {
      const groupIds = groups.slice(v, v + 1);
      for (let e = 0; e < ESTATE.sharedEach; e++) {
        const service = services[(c * 7 + e) % services.length];
        if (service !== undefined) addEndpoint(scope, vpc, service, { name: `to-${service.id}`, groupIds });
      }
      for (const aws of AWS_SERVICES) addAwsEndpoint(scope, vpc, aws, { name: aws, groupIds, privateDns: false });
    }
  }
  return snapshotOf(world);
}

const call: CallContext = {
  signal: new AbortController().signal,
  progress: () => undefined,
  ask: () => Promise.resolve(undefined),
};
const store = createStore();
const handlers = createHandlers(store);
const snapshot = estate();
let revision = 0;

/** The data is there: read, judged, and shown as a tree. */
function read(): number {
  revision += 1;
  store.begin({ key: 'estate', revision });
  store.put({ key: 'estate', revision }, snapshot);
  const began = performance.now();
  void handlers.view({}, call);
  return performance.now() - began;
}

/** In milliseconds: by the clock, and of processors, which other programs do not add to. */
interface Time {
  readonly passed: number;
  readonly worked: number;
}

/** What the panel waits for; what leaves a worker is copied. */
async function placed(request: ViewRequest): Promise<readonly [time: Time, view: PlacedView]> {
  const began = performance.now();
  const before = process.cpuUsage();
  const view = structuredClone(await handlers.placedView({ request }, call));
  const { user, system } = process.cpuUsage(before);
  return [{ passed: performance.now() - began, worked: (user + system) / 1000 }, view];
}

/** What `opened` asks for, each time of another part, as the layout remembers what it solved. */
async function measured(
  requests: readonly ViewRequest[],
): Promise<readonly [times: readonly Time[], view: PlacedView]> {
  const times: Time[] = [];
  let last: PlacedView | undefined;
  for (const request of requests) {
    const [time, view] = await placed(request);
    times.push(time);
    last = view;
  }
  if (last === undefined) throw new Error('Nothing was asked for');
  return [times, last];
}

function tell(name: string, times: readonly Time[], { graph }: PlacedView, wanted: number): void {
  const slowest = Math.max(...times.map(({ passed }) => passed));
  const verdict = slowest <= wanted ? `within ${wanted} ms` : `over ${wanted} ms`;
  const shown = times.map(({ passed, worked }) => `${passed.toFixed(0)} ms (${worked.toFixed(0)} of processors)`);
  console.log(`${name}, ${graph.nodes.length} nodes, ${graph.edges.length} edges: ${verdict}`);
  console.log(`  ${shown.join(', ')}`);
}

const { endpoints, services, vpcs } = buildInventory([snapshot]);
const some = <T>(items: Iterable<T>): readonly T[] => [...items].slice(0, RUNS);
const accountIds = Array.from({ length: RUNS }, (_, i) => String(FIRST_CONSUMER + 3 * i));
const open = (...opened: readonly string[]): ViewRequest => ({ ...WHOLE_VIEW, opened });
const about = (subject: string): ViewRequest => ({ ...WHOLE_VIEW, subject });

console.log(`${endpoints.size} endpoints, ${services.size} services; load average ${loadavg()[0]?.toFixed(1) ?? '?'}`);
console.log(`read, judged and shown as a tree in ${(read() / 1000).toFixed(1)} s`);
// Someone has looked at a path before they want to see everything.
await placed(about(some(endpoints.keys())[0] ?? ''));
const [firstTimes, first] = await measured([WHOLE_VIEW]);
tell('first picture', firstTimes, first, WANTED.first);
console.log(`  of ${first.total.nodes} nodes and ${first.total.edges} edges`);
tell('an account opened', ...(await measured(accountIds.map((id) => open(`account/${id}`)))), WANTED.part);
const vpcIds = accountIds.flatMap((id) => {
  const own = [...vpcs.values()].find((vpc) => vpc.account === id);
  return own === undefined ? [] : [own.id];
});
const inside = accountIds.map((id, i) => open(`account/${id}`, vpcIds[i] ?? ''));
tell('a VPC opened in it', ...(await measured(inside)), WANTED.part);
tell('a service with its consumers', ...(await measured(some(services.keys()).map(about))), WANTED.part);
tell('a VPC by itself', ...(await measured(vpcIds.map(about))), WANTED.part);
