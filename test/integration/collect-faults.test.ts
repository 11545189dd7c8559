import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { collect, type CollectRequest } from '../../src/aws/collect.ts';
import { limiter } from '../../src/aws/limit.ts';
import { OPERATIONS, type Operation } from '../../src/aws/operations.ts';
import { compareInventories } from '../../src/core/compare/compare.ts';
import { buildInventory } from '../../src/core/model/inventory.ts';
import { stableStringify } from '../../src/core/model/json.ts';
import { serializeSnapshot, type Snapshot, type SnapshotCall } from '../../src/core/model/snapshot.ts';
import { everythingEstate } from '../worlds/everything.ts';
import { ESTATE_ACCOUNT, estateOf, SMALL } from '../worlds/estate.ts';
import { ACCOUNTS } from '../worlds/healthy.ts';
import { snapshotOf } from '../worlds/world.ts';
import { writeProfiles, type TestProfiles } from '../wire/profiles.ts';
import { startWireServer, type WireFault, type WireServer } from '../wire/server.ts';

/*
 * What is left of a collection when AWS, or what stands between, misbehaves: the real SDK against the wire server. Each
 * case has an access key of its own, so that many of them run at once against one server; most of their time is waiting.
 */

/** Rows are compared with each other many times over. */
const texts = new WeakMap<object, string>();
function textOfRow(row: SnapshotCall): string {
  const known = texts.get(row) ?? stableStringify(row as never);
  texts.set(row, known);
  return known;
}

const now = (): Date => new Date('2026-03-02T09:30:00.000Z');
/** Enough for all that hang or wait at once, and few enough that none is late because of the others. */
const width = limiter(160);
const BUDGETS: NonNullable<CollectRequest['budgets']> = {
  send: (_, __, ___, task) => width(task),
  scope: (task) => task(),
};

interface Estate {
  readonly server: WireServer;
  readonly profiles: TestProfiles;
}
const started: Estate[] = [];
afterAll(async () => {
  for (const { server, profiles } of started) {
    await server.stop();
    await profiles.remove();
  }
});

const keyOf = (index: number): string => `AKIACASE${index}`;

/** A server with as many access keys to one account as there are cases, and a profile for each. */
async function start(worlds: Snapshot, account: string, cases: number): Promise<Estate> {
  const keys = Array.from({ length: cases }, (_, index) => keyOf(index));
  const identity = { account, arn: `arn:aws:iam::${account}:user/reader` };
  const server = await startWireServer({
    worlds,
    identities: Object.fromEntries(keys.map((key) => [key, identity])),
  });
  const profiles = await writeProfiles(
    Object.fromEntries(
      keys.map((accessKeyId) => [accessKeyId, { accessKeyId, region: 'us-east-1', endpointUrl: server.url }]),
    ),
  );
  const estate = { server, profiles };
  started.push(estate);
  return estate;
}

async function read({ profiles }: Estate, index: number, request: Partial<CollectRequest> = {}): Promise<Snapshot> {
  const { snapshot, problems } = await collect({
    scopes: [{ profile: keyOf(index) }],
    environment: profiles.environment,
    budgets: BUDGETS,
    now,
    ...request,
  });
  expect(problems).toEqual([]);
  // The profile is the case, and differs.
  return { ...snapshot, scopes: snapshot.scopes.map((scope) => ({ ...scope, profiles: [] })) };
}

/** Reads once for each case, all at the same time; only its own reading meets its faults. */
async function readAll(
  worlds: Snapshot,
  account: string,
  cases: readonly (readonly WireFault[])[],
  request: Partial<CollectRequest> = {},
): Promise<{ readonly estate: Estate; readonly snapshots: readonly Snapshot[] }> {
  const estate = await start(worlds, account, cases.length);
  await estate.server.change({
    faults: cases.flatMap((faults, index) => faults.map((fault) => ({ ...fault, accessKeyId: keyOf(index) }))),
  });
  const snapshots = await Promise.all(cases.map((_, index) => read(estate, index, request)));
  return { estate, snapshots };
}

/** In one order, whoever was answered first. */
const textOf = (snapshot: Snapshot | undefined): string => (snapshot === undefined ? '' : serializeSnapshot(snapshot));
const rowsOf = (snapshot: Snapshot): readonly SnapshotCall[] => snapshot.scopes.flatMap((scope) => scope.calls);
const requestOf = ({ operation, params }: SnapshotCall): string => `${operation} ${stableStringify(params)}`;

describe.concurrent('a fifth of all requests throttled', () => {
  // With each of them some request is refused four times in a row, and none six times.
  const SEEDS = [15, 71, 58];

  it('takes nothing away from the small estate', async () => {
    const worlds = snapshotOf(estateOf(SMALL));
    const cases = SEEDS.map((seed): readonly WireFault[] => [{ kind: 'throttle', share: { of: 0.2, seed } }]);
    const plain = await read(await start(worlds, ESTATE_ACCOUNT, 1), 0);
    const began = performance.now();
    const { estate, snapshots } = await readAll(worlds, ESTATE_ACCOUNT, cases);
    const { calls } = estate.server;
    SEEDS.forEach((seed, index) => {
      const own = calls.filter(({ accessKeyId }) => accessKeyId === keyOf(index));
      const refused = own.filter(({ errorCode }) => errorCode !== undefined);
      const counts = new Map<string, number>();
      for (const { operation, params } of own) {
        const request = `${operation} ${stableStringify(params)}`;
        counts.set(request, (counts.get(request) ?? 0) + 1);
      }
      console.log(
        `seed ${seed}: ${own.length} requests, ${refused.length} throttled, at most ${Math.max(...counts.values())} attempts of one, ${Math.round(performance.now() - began)} ms for all seeds`,
      );
      expect(refused.length).toBeGreaterThan(own.length / 10);
      expect(Math.max(...counts.values())).toBeGreaterThan(4);
      expect(textOf(snapshots[index])).toBe(textOf(plain));
    });
    expect(rowsOf(plain).filter(({ status, complete }) => status !== 'ok' || !complete)).toEqual([]);
    const codes = new Set(
      calls.flatMap(({ service, errorCode = '' }) => (errorCode === '' ? [] : [`${service} ${errorCode}`])),
    );
    expect(codes).toContain('ec2 RequestLimitExceeded');
    expect(codes).toContain('elasticloadbalancing Throttling');
    expect([...codes].filter((code) => code.startsWith('ec2 '))).toEqual(['ec2 RequestLimitExceeded']);
  });
});

/** What each operation's answer leads to: without it nobody knows what to ask these. */
const LEADS_TO: Readonly<Partial<Record<keyof typeof OPERATIONS, readonly (keyof typeof OPERATIONS)[]>>> = {
  vpcEndpoints: [
    'services',
    'associations',
    'vpcAttribute',
    'hostedZonesByVpc',
    'resolverRules',
    'resolverRuleAssociations',
    'firewallAssociations',
  ],
  serviceConfigurations: [
    'servicePermissions',
    'listeners',
    'loadBalancerAttributes',
    'targetHealth',
    'targetGroupAttributes',
    'loadBalancerTags',
  ],
  loadBalancers: ['listeners', 'loadBalancerAttributes', 'loadBalancerTags'],
  targetGroups: ['targetHealth', 'targetGroupAttributes', 'loadBalancerTags'],
  // An Application Load Balancer is known as a target only.
  targetHealth: ['listeners'],
  listeners: ['listenerAttributes', 'listenerCertificates', 'listenerRules'],
  listenerCertificates: ['certificate'],
  securityGroups: ['managedPrefixLists', 'managedPrefixListEntries'],
  routeTables: ['managedPrefixLists', 'managedPrefixListEntries'],
  // What is not in AWS's own listing is the customers'.
  prefixLists: ['managedPrefixLists', 'managedPrefixListEntries'],
  hostedZonesByVpc: ['recordSets'],
  transitGatewayAttachments: ['transitGatewayRouteTables'],
  transitGatewayRouteTables: ['transitGatewayRoutes', 'transitGatewayAssociations'],
  resourceConfigurations: ['resourceConfiguration', 'resourceEndpointAssociations'],
  serviceNetworks: ['serviceNetworkResources', 'serviceNetworkEndpoints'],
  resourceShares: ['resourceShareAssociations'],
};

type Name = keyof typeof OPERATIONS;
const WHOLE = (Object.entries(OPERATIONS) as [Name, Operation][])
  .filter(([name, { tier }]) => tier !== 'asked' && name !== 'callerIdentity')
  .map(([name]) => name);

/** All that follows from an operation, however far. */
function following(name: Name): ReadonlySet<string> {
  const found = new Set<Name>();
  const add = (next: Name): void => {
    for (const one of LEADS_TO[next] ?? []) {
      if (found.has(one)) continue;
      found.add(one);
      add(one);
    }
  };
  add(name);
  return new Set([...found].map((one) => OPERATIONS[one].name));
}

interface Way {
  readonly fault: WireFault;
  readonly status: SnapshotCall['status'];
  readonly errorCode: RegExp;
  readonly request?: Partial<CollectRequest>;
}

/** A page of a proxy that is well-formed XML: whoever looks only for what he expects finds an empty answer in it. */
const WELL_FORMED = '<html><body><p>Sign in to the network to continue</p></body></html>';

const WAYS: Readonly<Record<string, Way>> = {
  denied: {
    fault: { kind: 'deny' },
    status: 'denied',
    errorCode: /^(UnauthorizedOperation|AccessDenied(Exception)?)$/,
  },
  'throttled for ever': {
    fault: { kind: 'throttle' },
    status: 'throttled',
    errorCode: /^(RequestLimitExceeded|Throttling(Exception)?)$/,
  },
  hanging: {
    fault: { kind: 'hang' },
    status: 'failed',
    errorCode: /^DeadlineExceeded$/,
    request: { deadlineMs: 10_000 },
  },
  'cut off before the answer': { fault: { kind: 'reset' }, status: 'failed', errorCode: /^ECONNRESET$/ },
  'cut off in the middle of the answer': { fault: { kind: 'cut' }, status: 'failed', errorCode: /./ },
  'half an answer': { fault: { kind: 'truncate' }, status: 'failed', errorCode: /./ },
  'a web page': { fault: { kind: 'garbage' }, status: 'failed', errorCode: /./ },
  'a web page that is XML': { fault: { kind: 'garbage', body: WELL_FORMED }, status: 'failed', errorCode: /./ },
  'a web page of an error': { fault: { kind: 'garbage', status: 503 }, status: 'failed', errorCode: /./ },
};

/** What the coverage of a reading in which these operations fail says wrongly, in words. */
function untruths(names: readonly Name[], way: Way, whole: Snapshot, part: Snapshot): readonly string[] {
  const failed = new Set<string>(names.map((name) => OPERATIONS[name].name));
  const follow = new Set(names.flatMap((name) => [...following(name)]));
  const said: string[] = [];
  const rows = rowsOf(part);
  const known = new Map(rowsOf(whole).map((row) => [requestOf(row), textOfRow(row)]));
  for (const row of rows.filter(({ operation }) => failed.has(operation))) {
    const isTold = row.status === way.status && !row.complete && way.errorCode.test(row.errorCode ?? '');
    const isSkipped = row.status === 'not-asked' && follow.has(row.operation);
    if (!isTold && !isSkipped)
      said.push(`${row.operation} is ${row.status} ${String(row.complete)} ${row.errorCode ?? 'without a code'}`);
    if (Object.values(row.output).some((value) => Array.isArray(value) && value.length > 0))
      said.push(`${row.operation} has items`);
  }
  for (const operation of new Set(rowsOf(whole).map((row) => row.operation))) {
    const before = rowsOf(whole).filter((row) => row.operation === operation);
    const after = rows.filter((row) => row.operation === operation);
    if (failed.has(operation)) {
      if (after.length === 0) said.push(`${operation} has no row`);
      continue;
    }
    const lost = before.filter((row) => !isKept(row, after));
    const strange = after.filter((row) => row.complete && known.get(requestOf(row)) !== textOfRow(row));
    if (lost.length > 0 && !follow.has(operation)) said.push(`${operation} is gone too`);
    if (lost.length > 0 && after.every((row) => row.complete)) said.push(`${operation} is lost silently`);
    if (strange.length > 0 && !follow.has(operation)) said.push(`${operation} is changed`);
    if (strange.length > 0 && !strange.every(isPartOf(before))) said.push(`${operation} is made up`);
  }
  return said.map((words) => `without ${[...failed].join(', ')}: ${words}`);
}

/** The operations in few groups, in none of which one needs the answer of another: so all of a group are asked. */
function independent(names: readonly Name[]): readonly (readonly Name[])[] {
  const groups: Name[][] = [];
  const needs = (one: Name, other: Name): boolean => following(other).has(OPERATIONS[one].name);
  for (const name of names) {
    const group = groups.find((members) => !members.some((one) => needs(one, name) || needs(name, one)));
    if (group === undefined) groups.push([name]);
    else group.push(name);
  }
  return groups;
}

/** What a narrower or wider request has answered is not lost. */
function isKept(row: SnapshotCall, after: readonly SnapshotCall[]): boolean {
  const same = after.some((one) => textOfRow(one) === textOfRow(row));
  return same || (itemsIn(row).length > 0 && isPartOf(after.filter(({ complete }) => complete))(row));
}

function itemsIn({ output }: SnapshotCall): readonly string[] {
  return Object.values(output)
    .flat()
    .map((item) => stableStringify(item as never));
}

/** Tags are asked for as many resources as are known: fewer of them are another request. */
function isPartOf(before: readonly SnapshotCall[]): (row: SnapshotCall) => boolean {
  const items = new Set(before.flatMap(itemsIn));
  return (row) => itemsIn(row).every((item) => items.has(item));
}

describe.concurrent('one operation', () => {
  const worlds = snapshotOf(everythingEstate());
  let whole: Snapshot;
  beforeAll(async () => {
    whole = await read(await start(worlds, ACCOUNTS.consumer, 1), 0);
  });

  it('is asked in a reading of everything, whichever it is', () => {
    expect(new Set(rowsOf(whole).map(({ operation }) => operation))).toEqual(
      new Set(WHOLE.map((name) => OPERATIONS[name].name)),
    );
    expect(rowsOf(whole).filter(({ status, complete }) => status !== 'ok' || !complete)).toEqual([]);
  });

  /** Denied one by one, as IAM would; throttled so too, because the waits of one reading follow each other. */
  const groupsOf = (way: string): readonly (readonly Name[])[] =>
    ['denied', 'throttled for ever'].includes(way) ? WHOLE.map((name) => [name]) : independent(WHOLE);

  it.each(Object.entries(WAYS))('%s: it says so, and everything else is whole', async (name, way) => {
    const groups = groupsOf(name);
    const cases = groups.map((names) => names.map((one) => ({ ...way.fault, operation: OPERATIONS[one].name })));
    const { snapshots } = await readAll(worlds, ACCOUNTS.consumer, cases, way.request);
    console.log(`${name}: ${WHOLE.length} operations in ${groups.length} readings`);
    expect(snapshots.flatMap((snapshot, index) => untruths(groups[index] ?? [], way, whole, snapshot))).toEqual([]);
  });
});

describe.concurrent('a second page that does not come', () => {
  const worlds = snapshotOf(estateOf(SMALL));
  const PAGE = 5;
  const LISTINGS = [
    [OPERATIONS.vpcEndpoints, 'VpcEndpoints', 'vpc-endpoint'],
    [OPERATIONS.subnets, 'Subnets', 'subnet'],
    [OPERATIONS.securityGroups, 'SecurityGroups', 'security-group'],
    [OPERATIONS.targetGroups, 'TargetGroups', 'target-group'],
  ] as const;

  it.each(LISTINGS)('of $name leaves the first one, and nothing is taken for gone', async ({ name }, list, kind) => {
    const whole = await read(await start(worlds, ESTATE_ACCOUNT, 1), 0);
    const listed = (snapshot: Snapshot): readonly unknown[] =>
      rowsOf(snapshot).flatMap((row) => (row.operation === name ? (row.output[list] as readonly unknown[]) : []));
    const estate = await start(worlds, ESTATE_ACCOUNT, 3);
    const faults: readonly WireFault[] = [
      { kind: 'deny', nth: 2 },
      { kind: 'garbage', nth: 2 },
      { kind: 'reset', nth: [2, 3, 4, 5, 6, 7] },
    ];
    await estate.server.change({
      pageLimit: { [name]: PAGE },
      faults: faults.map((fault, index) => ({ ...fault, operation: name, accessKeyId: keyOf(index) })),
    });
    const parts = await Promise.all(faults.map((_, index) => read(estate, index)));
    for (const part of parts) {
      const own = rowsOf(part).filter((row) => row.operation === name);
      expect(own.map(({ complete, calls }) => ({ complete, calls }))).toEqual([{ complete: false, calls: 2 }]);
      expect(listed(part)).toEqual(listed(whole).slice(0, PAGE));
      const { resources } = compareInventories(buildInventory([whole]), buildInventory([part]));
      const ofKind = resources.filter((one) => one.kind === kind);
      expect(ofKind.map((one) => one.change)).toEqual(Array(listed(whole).length - PAGE).fill('not-comparable'));
      expect(resources.filter((one) => one.change === 'removed')).toEqual([]);
    }
  });
});

describe('cancelling', () => {
  const worlds = snapshotOf(estateOf(SMALL));
  afterEach(() => vi.useRealTimers());

  const arrived = ({ server }: Estate): number =>
    server.calls.filter(({ accessKeyId }) => accessKeyId === keyOf(0)).length;

  /** Requests that the server is busy with, a last one of our own not counted. */
  async function busy({ server }: Estate): Promise<number> {
    await (await fetch(server.url)).text();
    return (server.calls.at(-1)?.inProgress ?? 0) - 1;
  }

  /** Waits until all that a reading sends for now has arrived. */
  async function settled(estate: Estate): Promise<number> {
    await expect
      .poll(async () => {
        const before = arrived(estate);
        await busy(estate);
        return before > 20 && arrived(estate) === before;
      })
      .toBe(true);
    return arrived(estate);
  }

  async function cancelled(estate: Estate): Promise<{ readonly sent: number; readonly snapshot: Snapshot }> {
    const controller = new AbortController();
    const running = read(estate, 0, { signal: controller.signal });
    const sent = await settled(estate);
    const began = performance.now();
    controller.abort();
    const snapshot = await running;
    console.log(`cancelled with ${sent} requests sent: settled in ${(performance.now() - began).toFixed(1)} ms`);
    return { sent, snapshot };
  }

  function expectCancelled(snapshot: Snapshot): void {
    const statuses = new Set(rowsOf(snapshot).map(({ status }) => status));
    expect(statuses).toEqual(new Set(['cancelled', 'not-asked']));
    expect(rowsOf(snapshot).filter(({ complete }) => complete)).toEqual([]);
  }

  it('ends requests that nobody answers, and sends no other', async () => {
    const estate = await start(worlds, ESTATE_ACCOUNT, 1);
    await estate.server.change({
      faults: WHOLE.map((name) => ({ kind: 'hang', operation: OPERATIONS[name].name })),
    });
    const { sent, snapshot } = await cancelled(estate);
    await expect.poll(() => busy(estate)).toBe(0);
    expect(arrived(estate)).toBe(sent);
    expectCancelled(snapshot);
  });

  it('lets nothing be tried again that waits for its next attempt', async () => {
    // The waits between attempts are ours to end, so that it can be seen what comes after them.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const estate = await start(worlds, ESTATE_ACCOUNT, 1);
    await estate.server.change({
      faults: WHOLE.map((name) => ({ kind: 'throttle', operation: OPERATIONS[name].name })),
    });
    const { sent, snapshot } = await cancelled(estate);
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(await busy(estate)).toBe(0);
    expect(arrived(estate)).toBe(sent);
    expectCancelled(snapshot);
  });
});
