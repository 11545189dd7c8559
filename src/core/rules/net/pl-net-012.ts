import type { EndpointContext } from '../../context.ts';
import { joinGaps } from '../../needs.ts';
import { gapsOfWays, outsideWays } from '../../outside.ts';
import type { Closed } from '../../reachability/way.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, type Draft, type EndpointRule } from '../rule.ts';
import { closedBy, stateOfZone } from './closed-ways.ts';

/** PL-NET-012: the route leads to a transit gateway that cannot be entered in that zone. */
export const plNet012: EndpointRule = {
  id: 'PL-NET-012',
  title: 'Zone without a transit gateway attachment',
  hop: 'source',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  alsoReads: ['ec2:DescribeRouteTables', 'ec2:DescribeTransitGatewayVpcAttachments', 'ec2:DescribeSubnets'],
  suppressedBy: LIFECYCLE,
  docs: ['https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html'],
  condition:
    'A source was given outside the endpoint’s VPC, the route between the two leads to a transit gateway, and the attachment of the VPC that packets leave has no subnet in the zone that they leave from: the source’s own, or that of an endpoint’s interface for its replies.',
  why: 'A subnet reaches a transit gateway only through an attachment in its own zone, whatever its routes say.',
  fix: 'Add a subnet of that zone to the attachment.',
  examples: {
    bad: 'source in use1-az3, attachment with subnets in use1-az1 and use1-az2',
    good: 'source in use1-az2, attachment with subnets in use1-az1 and use1-az2',
  },
  check: (context) => {
    const ways = outsideWays(context);
    if (ways === undefined) return 'not-applicable';
    if ('gap' in ways) return { gap: ways.gap };
    const gap = joinGaps(gapsOfWays(ways.zones.flatMap(({ forward, back }) => [forward, back])));
    const closed = ways.zones.flatMap(({ forward, back }) => [forward, back].flatMap((way) => closedBy('zone', way)));
    const reasons = new Map(closed.map((way) => [way.why, way]));
    return {
      instances: ways.zones.map((zone) => stateOfZone('zone', zone)),
      findings: [...reasons.values()].map((way) => draftOf(context, way)),
      statement: 'No zone on the way lacks a transit gateway attachment.',
      gap,
    };
  },
};

function draftOf({ inventory, region }: EndpointContext, way: Closed): Draft {
  const attachment = way.evidence[0]?.resource ?? '';
  return {
    resource: attachment,
    message: `${way.why}: its packets do not get onto the transit gateway.`,
    evidence: way.evidence,
    commands: [
      awsCommand(
        'ec2 modify-transit-gateway-vpc-attachment',
        inventory.transitGatewayAttachments.get(attachment)?.region ?? region,
        { 'transit-gateway-attachment-id': attachment, 'add-subnet-ids': 'SUBNET_ID' },
        'the transit gateway gets an interface in that subnet; nothing that works stops',
      ),
    ],
  };
}
