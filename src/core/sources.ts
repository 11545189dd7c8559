import type { ConsumerPath } from './context.ts';
import { AppError } from './model/errors.ts';
import { covers, parseCidr, type AddressRange, type Family } from './model/cidr.ts';
import type { Gap } from './needs.ts';
import { interfaceSource, rangesOf, type Source } from './workloads.ts';

/* Where the clients are: the source that was asked for, or every workload interface of the endpoint's VPC. */

export interface SourcePlan {
  readonly given: boolean;
  readonly candidates: readonly Source[];
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
  return {
    given: false,
    candidates,
    assumption: `No source was given: the ${candidates.length} workload network interface${candidates.length === 1 ? '' : 's'} of ${context.vpcId} stood in for it (${describeSources(candidates)}), and one that gets through is enough.`,
  };
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
  return context.lookup
    .workloadsOf(context.vpcId, familyOf(context))
    .flatMap((source) =>
      source.groupIds !== undefined &&
      source.ranges.every((range) => given.ranges.some((outer) => covers(outer, range)))
        ? [{ ...source, groupIds: source.groupIds }]
        : [],
    );
}

/** The address family that is tested: IPv6 only where the endpoint has nothing else. */
export function familyOf(context: ConsumerPath): Family {
  return context.endpoint.ipAddressType === 'ipv6' ? 6 : 4;
}

/** The clients as a finding names them. */
export function describeSources(sources: readonly Source[], limit = 3): string {
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
  if (range !== undefined) return address.includes('/') ? address : `${address}/${range.family === 4 ? 32 : 128}`;
  return inventory.subnets.get(asked)?.cidr ?? vpc?.cidrs?.[0] ?? 'CLIENT_CIDR';
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
  const single = range.first === range.last;
  const holder = single
    ? context.lookup
        .interfacesOf(context.vpcId)
        .find((item) => rangesOf(item, range.family).some((own) => covers(own, range)))
    : undefined;
  if (holder !== undefined) {
    const known = interfaceSource(holder, range.family);
    if (known !== undefined) return { ...known, id: asked, ranges: [range] };
  }
  const inVpc = (context.vpc?.cidrs ?? []).some((cidr) => {
    const block = parseCidr(cidr);
    return block !== undefined && covers(block, range);
  });
  const subnet = [...context.inventory.subnets.values()].find((item) => {
    const block = item.cidr === undefined ? undefined : parseCidr(item.cidr);
    return inVpc && item.vpcId === context.vpcId && block !== undefined && covers(block, range);
  });
  return {
    id: asked,
    ranges: [range],
    replies: 'assumed',
    ...withVpc(inVpc ? context.vpcId : undefined),
    ...(subnet === undefined ? {} : { subnetId: subnet.id }),
  };
}

function noAddress(asked: string, family: Family): { readonly gap: Gap } {
  return {
    gap: { reason: 'input-missing', missing: [`a source with an IPv${family} address: ${asked} has none (--source)`] },
  };
}

function withVpc(vpcId: string | undefined): { readonly vpcId?: string } {
  return vpcId === undefined ? {} : { vpcId };
}
