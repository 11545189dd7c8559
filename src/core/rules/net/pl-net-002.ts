import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { serviceZones } from './pl-net-001.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

/** PL-NET-002: the endpoint has a single zone though the service offers more. */
export const plNet002: EndpointRule = {
  id: 'PL-NET-002',
  title: 'Endpoint lives in one Availability Zone only',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'resilience',
  severity: 'low',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeSubnets', about: (context) => [{ 'vpc-id': context.vpcId }] }],
  alsoReads: ['ec2:DescribeVpcEndpointServices'],
  suppressedBy: LIFECYCLE,
  docs: [
    `${PRIVATELINK_DOCS}privatelink-access-aws-services.html`,
    `${PRIVATELINK_DOCS}create-interface-endpoint.html`,
  ],
  condition:
    'The endpoint’s subnets lie in one zone, and the service offers two or more to this account. Not across Regions, nor where --name is a zonal name.',
  why: 'The loss of that zone takes the service away, and clients in other zones pay for traffic between zones.',
  fix: 'Add a subnet of a second zone, one subnet a zone.',
  examples: {
    bad: 'endpoint in use1-az1, "AvailabilityZoneIds": ["use1-az1", "use1-az2"]',
    good: 'endpoint in use1-az1, "AvailabilityZoneIds": ["use1-az1"]',
  },
  check: (context) => {
    const { endpoint, isOneZone = false, zones, region, serviceRegion } = context;
    if (serviceRegion !== region || endpoint.serviceName === undefined || isOneZone) return 'not-applicable';
    if (endpoint.subnetIds === undefined) return malformed('SubnetIds');
    const offered = serviceZones(context);
    if (offered === 'not-applicable' || 'gap' in offered) return offered;
    if (zones.some((zone) => zone.zoneId === undefined)) return malformed('AvailabilityZoneId of its subnets');
    const used = new Set(zones.map((zone) => zone.zoneId));
    const others = offered.zoneIds.filter((zone) => !used.has(zone));
    if (used.size !== 1 || others.length === 0) return pass(`The endpoint has ${used.size} zones.`);
    return remark({
      resource: endpoint.id,
      message: `${endpoint.id} has an interface in ${[...used].join('')} only; the service also offers ${others.join(', ')}.`,
      evidence: [
        evidence(endpoint.id, 'SubnetIds', endpoint.subnetIds.join(', ')),
        evidence(endpoint.serviceName ?? '', 'AvailabilityZoneIds', offered.zoneIds.join(', ')),
      ],
      commands: [
        awsCommand(
          'ec2 modify-vpc-endpoint',
          region,
          { 'vpc-endpoint-id': endpoint.id, 'add-subnet-ids': 'SUBNET_ID' },
          'creates one more network interface, billed by the hour; existing ones stay',
        ),
      ],
    });
  },
};
