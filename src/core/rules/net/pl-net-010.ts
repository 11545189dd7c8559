import { evidence, type EndpointContext } from '../../context.ts';
import type { AvailabilityZone } from '../../resources/availability-zone.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { zoneInstance, zoneLabel } from '../endpoint-acl.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AvailabilityZone.html */
const WORKS: ReadonlySet<string> = new Set(['available', 'information']);
const FAULTY: ReadonlySet<string> = new Set(['impaired', 'unavailable', 'constrained']);

/** PL-NET-010: AWS reports trouble in a zone of the endpoint. */
export const plNet010: EndpointRule = {
  id: 'PL-NET-010',
  title: 'An Availability Zone of the endpoint is impaired',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer'],
  owner: 'aws',
  effect: 'impairs',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeSubnets', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
    { operation: 'ec2:DescribeAvailabilityZones' },
  ],
  suppressedBy: LIFECYCLE,
  docs: [
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AvailabilityZone.html',
    `${PRIVATELINK_DOCS}privatelink-access-aws-services.html`,
  ],
  condition:
    'DescribeAvailabilityZones shows a zone of the endpoint, by its id, as impaired, unavailable or constrained. Of a zone that the answer does not show nothing is said.',
  why: 'Traffic through that zone may fail, whatever the configuration.',
  fix: 'Use the other zones until AWS reports the zone as available.',
  examples: {
    bad: '"ZoneId": "use1-az1", "State": "impaired", and a subnet of the endpoint in use1-az1',
    good: '"ZoneId": "use1-az1", "State": "available"',
  },
  check: (context) => {
    const { endpoint, zones, region } = context;
    const nameless = zones.filter((zone) => zone.zoneId === undefined);
    if (nameless.length > 0) return malformed(...nameless.map((zone) => `AvailabilityZoneId of ${zone.subnetId}`));
    const shown = zones.flatMap((zone) => reported(context, zone.zoneId).map((item) => ({ zone, item })));
    const vague = shown.filter(({ item }) => !WORKS.has(item.state ?? '') && !FAULTY.has(item.state ?? ''));
    if (vague.length > 0) return malformed(...vague.map(({ item }) => `State of ${item.zoneName}`));
    if (shown.length === 0) return 'not-applicable';
    const faulty = shown.filter(({ item }) => FAULTY.has(item.state ?? ''));
    return {
      instances: shown.map(({ zone, item }) =>
        zoneInstance(zone, zone.subnetId, FAULTY.has(item.state ?? '') ? 'warn' : 'pass'),
      ),
      statement: 'AWS reports no trouble in its zones.',
      findings: faulty.map(({ zone, item }) => ({
        resource: endpoint.id,
        message: `AWS reports ${zoneLabel(zone)}, a zone of ${endpoint.id}, as ${item.state ?? ''}.`,
        evidence: [evidence(item.zoneName, 'State', item.state)],
        commands: [
          awsCommand(
            'ec2 describe-availability-zones',
            region,
            { 'zone-ids': zone.zoneId ?? '', query: 'AvailabilityZones[].[ZoneId,State,Messages]' },
            READS_ONLY,
          ),
        ],
      })),
    };
  },
};

/** The zone as the endpoint's account sees it: one answer for each zone. */
function reported(
  { inventory, accounts, region }: EndpointContext,
  zoneId: string | undefined,
): readonly AvailabilityZone[] {
  const all = [...inventory.availabilityZones.values()].filter(
    (item) => item.zoneId === zoneId && item.region === region && accounts.includes(item.seenBy),
  );
  return all.slice(0, 1);
}
