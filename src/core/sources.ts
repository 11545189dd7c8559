import type { ConsumerPath } from './context.ts';
import { AppError } from './model/errors.ts';
import { covers, parseCidr, type AddressRange, type Family } from './model/cidr.ts';
import type { Gap } from './needs.ts';
import type { Subnet } from './resources/subnet.ts';
import type { Vpc } from './resources/vpc.ts';
import { interfaceSource, rangesOf, type Source } from './workloads.ts';

/* Where the clients are: the source that was asked for, or every workload interface of the endpoint's VPC. */

export interface SourcePlan {
  readonly given: boolean;
  readonly candidates: readonly Source[];
  /** The one candidate that is judged where several stand in for a source: the one that gets furthest from end to end. */
  readonly best?: Source;
  readonly assumption?: string;
  /** Why there is no candidate. */
  readonly gap?: Gap;
}

/**
 * The clients that are tested.
 *
 * @throws AppError when the source that was asked for is no source, or is nowhere in what was loaded
 */
export function sourcePlan(context: ConsumerPath): SourcePlan {
  const asked = context.options.source;
  if (asked !== undefined) {
    const source = givenSource(context, asked);
    return 'gap' in source ? { given: true, candidates: [], gap: source.gap } : { given: true, candidates: [source] };
  }
  const gap = context.need('ec2:DescribeNetworkInterfaces', { 'vpc-id': context.vpcId });
  if (gap !== undefined) return { given: false, candidates: [], gap };
  const candidates = context.lookup.workloadsOf(context.vpcId, familyOf(context));
  if (candidates.length === 0) {
    return {
      given: false,
      candidates,
      gap: { reason: 'input-missing', missing: ['--source: the VPC holds no workload network interface to test with'] },
    };
  }
  const { standIn } = context;
  const stoodIn = `No source was given: the ${candidates.length} workload network interface${candidates.length === 1 ? '' : 's'} of ${context.vpcId} stood in for it (${describeSources(candidates)})`;
  return {
    given: false,
    candidates,
    ...(standIn === undefined ? {} : { best: standIn.source }),
    assumption:
      standIn === undefined || standIn.reaches !== 'less'
        ? `${stoodIn}, and one that gets through is enough.`
        : `${stoodIn}. None of them is known to get through everywhere; what is said holds for ${standIn.source.id}, which gets furthest.`,
  };
}

/**
 * The clients that a rule judges. Of those that stand in for a source it is one: what one client gets through at one hop
 * and another at the next, neither gets through.
 */
export function judgedClients({ candidates, best }: SourcePlan): readonly Source[] {
  return best === undefined ? candidates : [best];
}

/**
 * The clients that a finding names: those that are stopped as the one is that was judged.
 *
 * @param isStopped whether a client meets the same fault
 */
export function stoppedClients(plan: SourcePlan, isStopped: (source: Source) => boolean): readonly Source[] {
  const { candidates, best } = plan;
  return best === undefined ? candidates : [best, ...candidates.filter((item) => item !== best && isStopped(item))];
}

/** What a finding about clients that only stand in for a source has to add. */
export const STOOD_IN = ' No source was given: clients elsewhere may still get through. Name one with --source.';

/** The network interface whose way out is judged: the one that stands in for a source, or those of the source. */
export function sendingClients(context: ConsumerPath): readonly (Source & { readonly groupIds: readonly string[] })[] {
  const { standIn } = context;
  if (context.options.source !== undefined || standIn === undefined) return sourcesWithGroups(context);
  const { source } = standIn;
  return source.groupIds === undefined ? [] : [{ ...source, groupIds: source.groupIds }];
}

/**
 * Why nothing can be said of any client, not even that an ACL stops them all: where the VPC's interfaces were not read, a
 * client may be in the endpoint's own subnet, and what stays within a subnet crosses no ACL.
 */
export function unreadSources({ given, gap }: SourcePlan): Gap | undefined {
  return given || gap?.reason === 'input-missing' ? undefined : gap;
}

/** The given source's interfaces with their groups: itself, or the workloads of the subnet or range that was given. */
export function sourcesWithGroups(
  context: ConsumerPath,
): readonly (Source & { readonly groupIds: readonly string[] })[] {
  const { candidates } = sourcePlan(context);
  const [given] = candidates;
  if (given === undefined) return [];
  if (given.groupIds !== undefined) return [{ ...given, groupIds: given.groupIds }];
  return workloadsIn(context, given).flatMap((source) =>
    source.groupIds === undefined ? [] : [{ ...source, groupIds: source.groupIds }],
  );
}

/** The clients that are network interfaces whose groups the answer lacks: a rule that names a group may mean them. */
export function sourcesWithoutGroups(context: ConsumerPath): readonly string[] {
  const { candidates } = sourcePlan(context);
  const bare = candidates.filter(({ groupIds }) => groupIds === undefined);
  const clients = context.options.source === undefined ? bare : bare.flatMap((given) => membersOf(context, given));
  return clients.filter(({ groupIds }) => groupIds === undefined).map(({ id }) => id);
}

function membersOf(context: ConsumerPath, given: Source): readonly Source[] {
  return context.inventory.networkInterfaces.has(given.id) ? [given] : workloadsIn(context, given);
}

/** The workload interfaces that a given subnet or range holds. */
function workloadsIn(context: ConsumerPath, given: Source): readonly Source[] {
  return context.lookup
    .workloadsOf(given.vpcId ?? context.vpcId, familyOf(context))
    .filter((source) => source.ranges.every((range) => given.ranges.some((outer) => covers(outer, range))));
}

/**
 * Everything that a rule of the endpoint's groups may mean by the client: its addresses, and the groups of the interfaces
 * that a subnet or range holds.
 */
export function groupCandidates(context: ConsumerPath): readonly Source[] {
  const { candidates } = sourcePlan(context);
  return [...new Set([...candidates, ...(context.options.source === undefined ? [] : sourcesWithGroups(context))])];
}

/** The address family that is tested: IPv6 only where the endpoint has nothing else. */
export function familyOf(context: ConsumerPath): Family {
  return context.endpoint.ipAddressType === 'ipv6' ? 6 : 4;
}

/** The clients as a finding names them. */
export function describeSources(sources: readonly Source[], limit = 3): string {
  if (sources.length === 0) return 'anyone';
  const names = sources.slice(0, limit).map((source) => source.id);
  const rest = sources.length - names.length;
  return rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ');
}

/** The range that a fix has to admit: the given source's, else the first block of the endpoint's VPC. */
export function clientCidr(context: ConsumerPath): string {
  const { inventory, options, vpc } = context;
  const asked = options.source ?? '';
  const address = inventory.networkInterfaces.get(asked)?.privateIps?.[0] ?? asked;
  const range = parseCidr(address);
  // No command opens a group to more than the largest private block: who is meant, only the reader knows.
  if (range !== undefined && LARGEST_BLOCKS.every((block) => block.family !== range.family || isLarger(range, block))) {
    return 'CLIENT_CIDR';
  }
  if (range !== undefined) return address.includes('/') ? address : `${address}/${range.family === 4 ? 32 : 128}`;
  return inventory.subnets.get(asked)?.cidr ?? vpc?.cidrs?.[0] ?? 'CLIENT_CIDR';
}

/** https://datatracker.ietf.org/doc/html/rfc1918 and https://datatracker.ietf.org/doc/html/rfc4193. */
const LARGEST_BLOCKS: readonly AddressRange[] = ['10.0.0.0/8', 'fc00::/7'].flatMap((cidr) => parseCidr(cidr) ?? []);

function isLarger(a: AddressRange, b: AddressRange): boolean {
  return a.last - a.first > b.last - b.first;
}

function givenSource(context: ConsumerPath, asked: string): Source | { readonly gap: Gap } {
  const { inventory } = context;
  const family = familyOf(context);
  const found = inventory.networkInterfaces.get(asked);
  if (found !== undefined) return interfaceSource(found, family) ?? noAddress(asked, family);
  const subnet = inventory.subnets.get(asked);
  if (subnet !== undefined) {
    const cidrs = family === 4 ? [subnet.cidr ?? ''] : (subnet.ipv6Cidrs ?? []);
    const ranges = cidrs.flatMap((cidr) => parseCidr(cidr) ?? []);
    if (ranges.length === 0) return noAddress(asked, family);
    return { id: asked, ranges, subnetId: subnet.id, replies: 'assumed', ...withVpc(subnet.vpcId) };
  }
  const plain = asked.replace(/(?<!\d)0+(?=\d)/g, '');
  if (/^[\d.]+(?:\/\d+)?$/.test(asked) && plain !== asked) {
    throw new AppError(
      'bad-input',
      `The source "${asked}" has a number that begins with 0, which some programs read as octal: write ${plain} if that is meant.`,
    );
  }
  const range = parseCidr(asked);
  if (range === undefined) {
    if (/^(subnet|eni)-/.test(asked)) {
      const operation = asked.startsWith('eni-') ? 'ec2:DescribeNetworkInterfaces' : 'ec2:DescribeSubnets';
      const unread = context.need(operation, { 'vpc-id': context.vpcId }) !== undefined;
      throw new AppError(
        'unknown-resource',
        unread
          ? `The source ${asked} cannot be looked up, because ${operation} was not read in full. Allow it, or give an IP address or CIDR.`
          : `The source ${asked} is nowhere in what was loaded. Load the profile and Region that it lives in, or give an IP address or CIDR.`,
      );
    }
    throw new AppError(
      'bad-input',
      `The source "${asked}" is no subnet id, network interface id, IP address or CIDR. Give one of these.`,
    );
  }
  return range.family === family ? addressSource(context, asked, range) : noAddress(asked, family);
}

function addressSource(context: ConsumerPath, asked: string, range: AddressRange): Source {
  const { inventory, lookup } = context;
  const holders = holdersOf(context, range);
  const [vpc] = holders.length === 1 ? holders : [];
  const single = range.first === range.last;
  const holder =
    single && vpc !== undefined
      ? lookup.interfacesOf(vpc.id).find((item) => rangesOf(item, range.family).some((own) => covers(own, range)))
      : undefined;
  if (holder !== undefined) {
    const known = interfaceSource(holder, range.family);
    if (known !== undefined) return { ...known, id: asked, ranges: [range] };
  }
  const subnet = [...inventory.subnets.values()].find(
    (item) =>
      item.vpcId !== undefined && item.vpcId === vpc?.id && subnetRanges(item).some((own) => covers(own, range)),
  );
  return {
    id: asked,
    ranges: [range],
    replies: 'assumed',
    ...withVpc(vpc?.id),
    ...(subnet === undefined ? {} : { subnetId: subnet.id }),
  };
}

/**
 * The VPCs that may hold the addresses: the endpoint's own where it has them, because routes inside a VPC come first;
 * else every other one that was loaded and has all of them.
 */
export function holdersOf({ inventory, vpc }: ConsumerPath, range: AddressRange): readonly Vpc[] {
  const holds = (candidate: Vpc): boolean => vpcRanges(candidate).some((block) => covers(block, range));
  // Without the endpoint's own blocks nobody knows that the addresses are not among them.
  if (vpc?.cidrs === undefined) return [];
  if (holds(vpc)) return [vpc];
  return [...inventory.vpcs.values()].filter(holds);
}

/** The address blocks of a VPC, of both families. */
export function vpcRanges({ cidrs = [] }: Vpc): readonly AddressRange[] {
  return cidrs.flatMap((cidr) => parseCidr(cidr) ?? []);
}

/** The address blocks of a subnet, of both families. */
export function subnetRanges({ cidr, ipv6Cidrs = [] }: Subnet): readonly AddressRange[] {
  return [...(cidr === undefined ? [] : [cidr]), ...ipv6Cidrs].flatMap((block) => parseCidr(block) ?? []);
}

/** The address blocks of a subnet that are of one family; none where it was not read. */
export function rangesOfFamily(subnet: Subnet | undefined, family: Family): readonly AddressRange[] {
  return subnet === undefined ? [] : subnetRanges(subnet).filter((range) => range.family === family);
}

function noAddress(asked: string, family: Family): { readonly gap: Gap } {
  return {
    gap: { reason: 'input-missing', missing: [`a source with an IPv${family} address: ${asked} has none (--source)`] },
  };
}

function withVpc(vpcId: string | undefined): { readonly vpcId?: string } {
  return vpcId === undefined ? {} : { vpcId };
}
