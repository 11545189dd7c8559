import { evidence } from '../../context.ts';
import { addressGap } from '../../address-space.ts';
import { intersect, parseCidr } from '../../model/cidr.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { malformed, pass, remark, type EndpointRule } from '../rule.ts';

/** PL-ADV-005: the two networks could not be joined in any other way. */
export const plAdv005: EndpointRule = {
  id: 'PL-ADV-005',
  title: 'Overlapping address ranges: PrivateLink is the right tool',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'note',
  severity: 'info',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeVpcs', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  optional: true,
  suppressedBy: [],
  docs: [
    'https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/aws-privatelink.html',
  ],
  condition: 'A CIDR of the consumer’s VPC overlaps one of the VPC that the service’s load balancer is in.',
  why: 'Neither peering nor a transit gateway routes between overlapping ranges; PrivateLink translates addresses and does not mind.',
  fix: 'Keep it, and plan no peering between the two.',
  examples: { bad: '10.20.0.0/16 and 10.0.0.0/8', good: '10.20.0.0/16 and 10.60.0.0/16' },
  check: ({ endpoint, inventory, provider, region, vpc, vpcId }) => {
    if (provider.kind !== 'visible') return 'not-applicable';
    const ids = provider.context.loadBalancers.flatMap(({ loadBalancer }) => loadBalancer?.vpcId ?? []);
    const others = [...new Set(ids)].flatMap((id) => inventory.vpcs.get(id) ?? []).filter(({ id }) => id !== vpcId);
    if (others.length === 0) return 'not-applicable';
    if (vpc?.cidrs === undefined) return malformed(`CidrBlockAssociationSet of ${vpcId}`);
    const strange = addressGap(inventory, endpoint, provider.context.service);
    if (strange !== undefined) return { gap: strange };
    const own = vpc.cidrs.flatMap((cidr) => ({ cidr, range: parseCidr(cidr) }));
    const pairs = others.flatMap((other) =>
      (other.cidrs ?? []).flatMap((cidr) => {
        const range = parseCidr(cidr);
        return own
          .filter(
            (item) => range !== undefined && item.range !== undefined && intersect(item.range, range) !== undefined,
          )
          .map((item) => ({ own: item.cidr, cidr, other }));
      }),
    );
    const [first] = pairs;
    if (first === undefined) return pass('The two VPCs have addresses of their own.');
    return remark({
      resource: endpoint.id,
      message: `${first.own} of ${vpcId} and ${first.cidr} of ${first.other.id} overlap: PrivateLink joins them, peering and transit gateways do not.`,
      evidence: [
        evidence(vpcId, 'CidrBlockAssociationSet[].CidrBlock', first.own),
        evidence(first.other.id, 'CidrBlockAssociationSet[].CidrBlock', first.cidr),
      ],
      commands: [
        awsCommand(
          'ec2 describe-vpcs',
          region,
          { 'vpc-ids': vpcId, query: 'Vpcs[].CidrBlockAssociationSet[].CidrBlock' },
          READS_ONLY,
        ),
      ],
    });
  },
};
