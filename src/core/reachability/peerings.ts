import { needFrom, type Run } from '../context.ts';
import type { Gap } from '../needs.ts';
import type { PeeringConnection } from '../resources/peering-connection.ts';
import type { Link } from './security-group.ts';
import type { Vpc } from '../resources/vpc.ts';

/* VPC peering: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html */

/** The active peering connections between two VPCs, by id. */
export function activePeerings({ inventory }: Run, one: string, other: string): readonly PeeringConnection[] {
  return [...inventory.peeringConnections.values()].filter(({ state, requester, accepter }) => {
    const ends = [requester?.vpcId, accepter?.vpcId];
    return state === 'active' && one !== other && ends.includes(one) && ends.includes(other);
  });
}

/** Whether references to groups of the one VPC hold in the other: only over an active peering inside one Region. */
export function peeringLink(run: Run, one: string | undefined, other: string): Link {
  const active = activePeerings(run, one ?? '', other);
  if (active.some((item) => item.requester?.region !== undefined && item.requester.region === item.accepter?.region)) {
    return 'yes';
  }
  if (active.some((item) => item.requester?.region === undefined || item.accepter?.region === undefined))
    return 'unknown';
  const vpcs = [one, other].flatMap((id) => run.inventory.vpcs.get(id ?? '') ?? []);
  return vpcs.some((vpc) => peeringGap(run, vpc) === undefined) ? 'no' : 'unknown';
}

/** Why a peering of the VPC may be missing. Both ends' owners list it, so the listing of either one is enough. */
export function peeringGap({ inventory }: Run, vpc: Vpc): Gap | undefined {
  return needFrom(inventory, [vpc.account], vpc.region)('ec2:DescribeVpcPeeringConnections');
}
