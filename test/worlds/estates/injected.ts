import { readFileSync } from 'node:fs';
import { sideOf } from '../../../src/core/hops.ts';
import type { Measurements } from '../../../src/core/measure/measurements.ts';
import type { Json } from '../../../src/core/model/json.ts';
import { GLOBAL_REGION, type Snapshot } from '../../../src/core/model/snapshot.ts';
import type { Base, BrokenWorld } from '../broken/faults.ts';
import { configured } from '../configured.ts';
import { ACCOUNTS, CONSUMER, healthyEstate, PROVIDER, type HealthyEstate } from '../healthy.ts';
import { denied } from '../unread.ts';
import { addScope, createWorld, snapshotOf, textOf, type Item } from '../world.ts';
import { assembly, idsOfAws, otherIds, renaming, templateOf, type Assembly, type Template } from './graft.ts';
import { NEIGHBOURS, THIRD, USERS } from './neighbours.ts';
import { randomOf, type Random } from './random.ts';
import { addPart, LARGEST_PART } from './strangers.ts';

/* Estates of many endpoints with known faults at known places, and nothing else wrong anywhere. */

/** A fault at its place in an estate. */
export interface Injected {
  readonly world: BrokenWorld;
  readonly subject: string;
  readonly args: readonly string[];
  /** What a machine got that tried the path, where one did. */
  readonly measurements?: Measurements;
  /** Other subjects that the fault is close to, with what they have in common with it. */
  readonly sharers: ReadonlyMap<string, Shared>;
  /** What a resource of the fault's own small world is called here. */
  readonly rename: (id: string) => string;
}

export type Shared = 'vpc' | 'service' | 'both' | 'accounts';

export interface InjectedEstate {
  readonly seed: number;
  readonly endpoints: number;
  readonly snapshot: Snapshot;
  readonly faults: readonly Injected[];
}

/** A broken world with neighbours, before it is brought into an estate. */
interface Small {
  readonly template: Template;
  /** The network interface with an address. An estate has networks with the same addresses, so that ids are asked about. */
  readonly interfaces: ReadonlyMap<string, string>;
  /** It says something about all that an account holds, or about what was read of it. */
  readonly isOfAccount: boolean;
  readonly kept: ReadonlySet<string>;
  readonly endpoints: number;
  readonly sharers: ReadonlyMap<string, Shared>;
}

const VARIANTS = 4;
/** The variant in which the consumer has this one endpoint. */
const BARE = VARIANTS;

/** Each small world is built a few times only, each time with other neighbours. */
export function smallWorlds(): (world: BrokenWorld, variant: number) => Small {
  const known = new Map<BrokenWorld, Map<number, Small>>();
  return (world, variant) => {
    const own = known.get(world) ?? new Map<number, Small>();
    known.set(world, own);
    const found = own.get(variant) ?? smallWorld(world, variant);
    own.set(variant, found);
    return found;
  };
}

/** Variant 0 is the broken world as it is; the others have neighbours that share things with the fault. */
function smallWorld(world: BrokenWorld, variant: number): Small {
  const estate = world.base();
  if (variant === BARE) leaveOneEndpoint(estate as HealthyEstate);
  else if (isHealthyEstate(estate)) {
    const random = randomOf(variant * 7919 + world.fault.length);
    const count = variant === 0 ? 0 : random.between(1, 3);
    const alone = count > 0 && isUnused(world);
    const kinds = Object.keys(NEIGHBOURS).filter((kind) => !alone || !USERS.includes(kind));
    for (const kind of random.shuffled(kinds).slice(0, count)) NEIGHBOURS[kind]?.(estate);
  }
  world.change(estate);
  const whole = snapshotOf(estate.world);
  const allowed = world.denied === undefined ? whole : denied(whole, world.denied, CONSUMER);
  const unread = Object.entries(ACCOUNTS).flatMap(([name, id]) =>
    (world.profiles as readonly string[]).includes(name) ? [] : [id as string],
  );
  const scopes = allowed.scopes.filter(
    ({ account, region }) => !unread.includes(account) && [...world.regions, GLOBAL_REGION].includes(region),
  );
  const snapshot = { ...allowed, scopes };
  const read = estate.world.scopes.filter((scope) =>
    scopes.some(({ account, region }) => account === scope.account && region === scope.region),
  );
  return {
    template: templateOf(JSON.stringify(snapshot)),
    isOfAccount: isOfAccount(world),
    kept: idsOfAws(snapshot),
    endpoints: read.reduce((sum, { tables }) => sum + tables['ec2:DescribeVpcEndpoints'].length, 0),
    sharers: sharersOf(estate, world.subject),
    interfaces: new Map(
      read
        .flatMap(({ tables }) => tables['ec2:DescribeNetworkInterfaces'])
        // What the world begins with counts, not its neighbours.
        .toReversed()
        .map((item) => [textOf(item, 'PrivateIpAddress'), textOf(item, 'NetworkInterfaceId')]),
    ),
  };
}

/** True where the fault has nothing to do with the consumer's other endpoints. */
function canBeBare({ base, hop, subject }: BrokenWorld): boolean {
  const estate = base();
  return (
    base === healthyEstate &&
    subject === estate.endpoint.id &&
    (sideOf(hop) === 'provider' || hop === 'endpoint-security-group')
  );
}

function leaveOneEndpoint({ awsEndpoint, consumer, consumerVpc, gateway }: HealthyEstate): void {
  const gone = new Set<Json | undefined>([awsEndpoint.id, gateway.id]);
  const interfaces = new Set<Json | undefined>(awsEndpoint.raw['NetworkInterfaceIds'] as string[]);
  const without = (table: Item[], isGone: (item: Item) => boolean): void => {
    table.splice(0, table.length, ...table.filter((item) => !isGone(item)));
  };
  without(consumer.tables['ec2:DescribeVpcEndpoints'], (item) => gone.has(item['VpcEndpointId']));
  without(consumer.tables['ec2:DescribeNetworkInterfaces'], (item) => interfaces.has(item['NetworkInterfaceId']));
  without(consumerVpc.routeTable['Routes'] as Item[], (item) => gone.has(item['GatewayId']));
}

/** True where it is part of the fault that nobody uses the service. */
function isUnused(world: BrokenWorld): boolean {
  const estate = world.base();
  world.change(estate);
  if (!isHealthyEstate(estate)) return false;
  const { endpoint, service } = estate;
  const connections = service.scope.tables['ec2:DescribeVpcEndpointConnections'];
  return !connections.some((item) => item['VpcEndpointId'] === endpoint.id);
}

function isHealthyEstate(estate: Base): estate is HealthyEstate {
  return 'awsEndpoint' in estate;
}

function sharersOf({ world }: Base, subject: string): ReadonlyMap<string, Shared> {
  const endpoints = world.scopes.flatMap(({ tables }) => tables['ec2:DescribeVpcEndpoints']);
  const services = world.scopes.flatMap(({ tables }) => tables['ec2:DescribeVpcEndpointServiceConfigurations']);
  const endpoint = endpoints.find((item) => item['VpcEndpointId'] === subject);
  const provided = providedBy(endpoint ?? services.find((item) => item['ServiceId'] === subject) ?? {});
  const shared = (item: Item): Shared => {
    const vpc = endpoint !== undefined && item['VpcId'] === endpoint['VpcId'];
    if (provided !== undefined && providedBy(item) === provided) return vpc ? 'both' : 'service';
    return vpc ? 'vpc' : 'accounts';
  };
  return new Map(
    [
      ...endpoints.map((item) => [textOf(item, 'VpcEndpointId'), shared(item)] as const),
      ...services.map((item) => [textOf(item, 'ServiceId'), shared(item)] as const),
    ].filter(([id]) => id !== subject),
  );
}

/** What an endpoint, or an endpoint service, leads to. */
function providedBy(item: Item): Json | undefined {
  return item['ServiceName'] ?? item['ResourceConfigurationArn'] ?? item['ServiceNetworkArn'];
}

/** What these rules find is true of a whole account: the state of its zones, and its quotas. */
const OF_ACCOUNT: ReadonlySet<string> = new Set(['PL-NET-010', 'PL-GOV-007']);

/** True where a finding of the fault's own rule is true of a neighbour as well, because the two share what is broken. */
export function isTrueOfSharer(world: Pick<BrokenWorld, 'rule' | 'hop'>, shared: Shared): boolean {
  if (shared === 'accounts') return OF_ACCOUNT.has(world.rule);
  if (shared === 'both') return true;
  const ofService = sideOf(world.hop) === 'provider' || world.hop === 'endpoint' || world.hop === 'dns';
  const ofVpc = sideOf(world.hop) === 'consumer';
  return shared === 'service' ? ofService : ofVpc;
}

/** True for a fault that says something about all that one of its accounts holds, or about what was read of it. */
function isOfAccount(world: BrokenWorld): boolean {
  return (
    world.denied !== undefined ||
    world.profiles.length < 2 ||
    world.regions.length !== 1 ||
    world.args.includes('--known-accounts') ||
    OF_ACCOUNT.has(world.rule) ||
    // One alarm may watch all that its account has.
    world.rule === 'PL-OBS-005' ||
    world.base().world.scopes.some(({ region }) => region !== 'us-east-1')
  );
}

/** True where the client is a whole network, which only its addresses tell: no other may have them. */
function isAskedOfNetwork({ args }: BrokenWorld): boolean {
  return args[args.indexOf('--source') + 1]?.includes('/') === true;
}

/** Faults that share an estate, and how many endpoints it has at least. */
export interface Plan {
  readonly faults: readonly BrokenWorld[];
  readonly size: number;
}

export const LARGEST = 200;

/** Each fault so many times, in estates of 1 to `LARGEST` endpoints: one to an estate, or many at places of their own. */
export function planned(worlds: readonly BrokenWorld[], times: number, random: Random): readonly Plan[] {
  const alone = worlds
    .filter(canBeBare)
    .map((world, index): Plan => ({ faults: [world], size: index % 3 === 2 ? random.between(2, 9) : 1 }));
  const often = (world: BrokenWorld): readonly BrokenWorld[] =>
    Array.from({ length: times - (canBeBare(world) ? 1 : 0) }, () => world);
  const apart = worlds
    .filter(isAskedOfNetwork)
    .flatMap(often)
    .map((world): Plan => ({ faults: [world], size: random.between(3, 20) }));
  const rest = worlds.filter((world) => !isAskedOfNetwork(world)).flatMap(often);
  const shuffled = random.shuffled(rest);
  const together: Plan[] = [];
  for (let at = 0, count = 40; at < shuffled.length; at += count, count = random.between(1, 40)) {
    const faults = shuffled.slice(at, at + count);
    // A fault comes with three to six endpoints.
    const size = at === 0 ? LARGEST : Math.min(LARGEST, faults.length * 4 + random.between(0, 20));
    together.push({ faults, size });
  }
  return [...alone, ...apart, ...together];
}

/** An estate with these faults and enough that is healthy to make exactly so many endpoints, or as many as the faults have. */
export function estateWith(
  faults: readonly BrokenWorld[],
  size: number,
  seed: number,
  small: ReturnType<typeof smallWorlds>,
): InjectedEstate {
  const random = randomOf(seed);
  const whole = assembly();
  const accounts = accountsOf(random, 1 + Math.floor(size / 30));
  const isSmall = size < 3 && faults.every(canBeBare);
  const injected = faults.map((world) => {
    const part = small(world, isSmall ? BARE : random.below(VARIANTS));
    return inject(whole, world, random, accounts, part);
  });
  const made = injected.reduce((sum, { endpoints }) => sum + endpoints, 0);
  for (let left = size - made, part = 0; left > 0; part += 1) {
    const endpoints = Math.min(left, random.between(1, LARGEST_PART));
    if (!whole.add(strangers(random, accounts, `${part}`, endpoints))) continue;
    left -= endpoints;
  }
  return {
    seed,
    endpoints: Math.max(size, made),
    snapshot: whole.snapshot(random),
    faults: injected.map(({ fault }) => fault),
  };
}

interface Accounts {
  readonly consumers: readonly string[];
  readonly providers: readonly string[];
  readonly fresh: (last: 3 | 6) => string;
}

/** Zone names follow from an account's last digit, so an account takes the place of one with the same. */
function accountsOf(random: Random, count: number): Accounts {
  const used = new Set<string>();
  const fresh = (last: 3 | 6): string => {
    const made = `${random.between(10 ** 10, 10 ** 11 - 1)}${last}`;
    if (used.has(made)) return fresh(last);
    used.add(made);
    return made;
  };
  return {
    consumers: Array.from({ length: count }, () => fresh(3)),
    providers: Array.from({ length: count }, () => fresh(6)),
    fresh,
  };
}

function inject(
  whole: Assembly,
  world: BrokenWorld,
  random: Random,
  accounts: Accounts,
  { template, isOfAccount: isApart, kept, endpoints, sharers, interfaces }: Small,
): { readonly fault: Injected; readonly endpoints: number } {
  const salt = Array.from({ length: 16 }, () => random.below(16).toString(16)).join('');
  const renamed = (consumer: string, provider: string): Injected | undefined => {
    const named = new Map([
      [CONSUMER, consumer],
      [PROVIDER, provider],
      [THIRD, accounts.fresh(3)],
    ]);
    if (!whole.add(JSON.parse(template.fill(otherIds(salt, named, kept))) as Snapshot)) return undefined;
    const rename = renaming(salt, named, kept);
    return {
      world,
      subject: rename(world.subject),
      args: renamedArguments(
        world.args.map((arg) => interfaces.get(arg) ?? arg),
        rename,
      ),
      ...(world.measurements === undefined
        ? {}
        : { measurements: JSON.parse(rename(JSON.stringify(world.measurements))) as Measurements }),
      sharers: new Map([...sharers].map(([id, shared]) => [rename(id), shared])),
      rename,
    };
  };
  const shared = isApart ? undefined : renamed(random.pick(accounts.consumers), random.pick(accounts.providers));
  const fault = shared ?? renamed(accounts.fresh(3), accounts.fresh(6));
  if (fault === undefined) throw new Error(`${world.rule}: ${world.fault} does not fit into accounts of its own`);
  return { fault, endpoints };
}

/** The same question; a configuration is copied, since it may name what has another name here. */
function renamedArguments(args: readonly string[], rename: (text: string) => string): readonly string[] {
  const at = args.indexOf('--config') + 1;
  const path = at === 0 ? undefined : args[at];
  if (path === undefined) return args.map(rename);
  const configuration = JSON.parse(rename(readFileSync(path, 'utf8'))) as object;
  return [...renamedArguments(args.toSpliced(at - 1, 2), rename), ...configured(configuration)];
}

/** A healthy part in accounts that the faults are in too. */
function strangers(random: Random, accounts: Accounts, part: string, endpoints: number): Snapshot {
  const world = createWorld();
  const consumer = addScope(world, { account: random.pick(accounts.consumers), profiles: ['consumer'] });
  const provider = random.chance(0.3)
    ? consumer
    : addScope(world, { account: random.pick(accounts.providers), profiles: ['provider'] });
  addPart({ consumer, provider, part }, random, endpoints);
  return snapshotOf(world);
}
