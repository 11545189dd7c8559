import { evidence, type PathZone } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { zoneInstance } from '../endpoint-acl.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, type Instance, type EndpointRule } from '../rule.ts';
import { isCrossRegion, ZONES_WITHOUT_CROSS_REGION } from './cross-region.ts';

/** PL-REG-004: AWS does not offer access across Regions in this zone. */
export const plReg004: EndpointRule = {
  id: 'PL-REG-004',
  title: 'Cross-Region endpoint in an unsupported zone',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'high',
  // AWS's list may have become shorter since.
  confidence: 'heuristic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeSubnets', about: (context) => [{ 'vpc-id': context.vpcId }] }],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}privatelink-share-your-services.html`],
  condition: `The endpoint’s service is in another Region, and a zone of the endpoint is one of ${[...ZONES_WITHOUT_CROSS_REGION].join(', ')}.`,
  why: 'AWS does not offer PrivateLink across Regions in these zones.',
  fix: 'Use a subnet in another zone.',
  examples: {
    bad: 'endpoint in use1-az3, service in eu-west-1',
    good: 'endpoint in use1-az1, service in eu-west-1',
  },
  check: (context) => {
    if (!isCrossRegion(context)) return 'not-applicable';
    const { endpoint, zones, region } = context;
    if (zones.length === 0) return malformed('SubnetIds');
    const bad = zones.filter((zone) => ZONES_WITHOUT_CROSS_REGION.has(zone.zoneId ?? ''));
    const vague = zones.filter((zone) => zone.zoneId === undefined);
    const stateOf = (zone: PathZone): Instance['state'] =>
      vague.includes(zone) ? 'unknown' : bad.includes(zone) ? 'fail' : 'pass';
    const instances = zones.map((zone) => zoneInstance(zone, zone.subnetId, stateOf(zone)));
    if (bad.length === 0) {
      return vague.length > 0
        ? malformed(...vague.map((zone) => `AvailabilityZoneId of ${zone.subnetId}`))
        : pass('Its zones are offered across Regions.', instances);
    }
    return {
      instances,
      findings: [
        {
          resource: endpoint.id,
          message: `${bad.map((zone) => zone.zoneId ?? '').join(', ')}: AWS does not offer PrivateLink across Regions there.`,
          evidence: bad.map((zone) => evidence(zone.subnetId, 'AvailabilityZoneId', zone.zoneId ?? '')),
          commands: [
            awsCommand(
              'ec2 modify-vpc-endpoint',
              region,
              {
                'vpc-endpoint-id': endpoint.id,
                'add-subnet-ids': 'SUBNET_ID_IN_ANOTHER_ZONE',
                'remove-subnet-ids': bad.map((zone) => zone.subnetId),
              },
              'the interfaces in the removed subnets and their addresses go',
            ),
          ],
        },
      ],
    };
  },
};
