import { addressGap } from './address-space.ts';
import type { ConsumerPath } from './context.ts';
import { intersect } from './model/cidr.ts';
import type { Gap } from './needs.ts';
import { needAt } from './reachability/way.ts';
import type { Subnet } from './resources/subnet.ts';
import type { Vpc } from './resources/vpc.ts';
import { holdersOf, sourcePlan, subnetRanges, vpcRanges } from './sources.ts';
import type { Source } from './workloads.ts';

/* Where the client that was given stands: in the endpoint's VPC, in another one, or in a network that was not loaded. */

export type Origin =
  | { readonly kind: 'not-given' }
  | { readonly kind: 'inside'; readonly source: Source }
  /** `subnets`: those that hold one of the client's addresses. */
  | { readonly kind: 'vpc'; readonly source: Source; readonly vpc: Vpc; readonly subnets: readonly Subnet[] }
  /** No VPC that was loaded has these addresses: on premises, or in an account that was not read. */
  | { readonly kind: 'elsewhere'; readonly source: Source }
  | { readonly kind: 'unknown'; readonly gap: Gap };

/**
 * Where the source that was asked for is.
 *
 * @throws AppError as `sourcePlan` does
 */
export function originOf(context: ConsumerPath): Origin {
  if (context.options.source === undefined) return { kind: 'not-given' };
  const plan = sourcePlan(context);
  const [source] = plan.candidates;
  if (source === undefined) return unknown(plan.gap ?? { reason: 'input-missing', missing: ['--source'] });
  if (source.vpcId !== undefined && source.vpcId === context.vpcId) return { kind: 'inside', source };
  return source.vpcId === undefined ? unplaced(context, source) : inVpc(context, source, source.vpcId);
}

function inVpc(context: ConsumerPath, source: Source, vpcId: string): Origin {
  const { inventory, endpoint } = context;
  const vpc = inventory.vpcs.get(vpcId);
  if (vpc === undefined) return unknown({ reason: 'malformed', missing: [`${vpcId} in the listing of VPCs`] });
  const strange = addressGap(inventory, endpoint, vpc);
  if (strange !== undefined) return unknown(strange);
  const unread = needAt(context, vpc)('ec2:DescribeSubnets', { 'vpc-id': vpcId });
  if (unread !== undefined) return unknown(unread);
  const subnets = context.lookup
    .subnetsOf(vpcId)
    .filter((subnet) =>
      source.subnetId === undefined
        ? subnetRanges(subnet).some((own) => source.ranges.some((range) => intersect(own, range) !== undefined))
        : subnet.id === source.subnetId,
    );
  return subnets.length === 0
    ? unknown({ reason: 'input-missing', missing: [`a source in a subnet: no subnet of ${vpcId} has ${source.id}`] })
    : { kind: 'vpc', source, vpc, subnets };
}

/** A client in no VPC, in one of several, or only partly in one. */
function unplaced(context: ConsumerPath, source: Source): Origin {
  const { inventory, vpc, vpcId } = context;
  if (vpc?.cidrs === undefined) {
    return unknown(
      context.need('ec2:DescribeVpcs', { 'vpc-id': vpcId }) ?? {
        reason: 'malformed',
        missing: [`CidrBlockAssociationSet of ${vpcId}`],
      },
    );
  }
  const touched = [...inventory.vpcs.values()].filter((item) =>
    vpcRanges(item).some((block) => source.ranges.some((range) => intersect(block, range) !== undefined)),
  );
  if (touched.length === 0) return { kind: 'elsewhere', source };
  const several = source.ranges.flatMap((range) => holdersOf(context, range)).length > 1;
  const names = touched.map(({ id }) => id).sort();
  return unknown({
    reason: 'input-missing',
    missing: [
      several
        ? `which network ${source.id} is in: ${names.join(', ')} all have it (--source subnet-… or eni-…)`
        : `a source within one network: ${source.id} is only partly in ${names.join(', ')}`,
    ],
  });
}

function unknown(gap: Gap): Origin {
  return { kind: 'unknown', gap };
}
