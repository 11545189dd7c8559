import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { zoneLabel } from '../endpoint-acl.ts';
import { ENDPOINT } from '../requirements.ts';
import { malformed, PRIVATELINK_DOCS, type EndpointRule, type Instance } from '../rule.ts';

/** Zones without these endpoints: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-resources.html. */
const UNSUPPORTED: ReadonlySet<string> = new Set([
  'use1-az3',
  'usw1-az2',
  'apne1-az3',
  'euw1-az4',
  'cac1-az3',
  'ilc1-az2',
]);

/** PL-RES-010: AWS has no such endpoints in a zone of its subnets. */
export const plRes010: EndpointRule = {
  id: 'PL-RES-010',
  title: 'Zone does not support resource or service-network endpoints',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'impairs',
  severity: 'high',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeSubnets', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  suppressedBy: [],
  docs: [
    `${PRIVATELINK_DOCS}privatelink-access-resources.html`,
    `${PRIVATELINK_DOCS}privatelink-access-service-networks.html`,
  ],
  condition:
    'A subnet of an endpoint that is not available lies in use1-az3, usw1-az2, apne1-az3, euw1-az4, cac1-az3 or ilc1-az2. An endpoint that is available there proves that its zone has them by now.',
  why: 'AWS cannot make the endpoint’s network interface in that zone.',
  fix: 'Create the endpoint in subnets of other zones.',
  examples: {
    bad: '"State": "Failed", a subnet with "AvailabilityZoneId": "use1-az3"',
    good: '"AvailabilityZoneId": "use1-az2"',
  },
  check: ({ endpoint, zones, vpcId, region }) => {
    if (endpoint.state === undefined) return malformed('State');
    if (endpoint.state === 'available') return 'not-applicable';
    if (zones.length === 0 || zones.some(({ zoneId }) => zoneId === undefined)) {
      return malformed('AvailabilityZoneId of its subnets');
    }
    const without = zones.filter(({ zoneId }) => UNSUPPORTED.has(zoneId ?? ''));
    return {
      instances: zones.map((zone): Instance => ({
        zoneId: zone.zoneId ?? '',
        state: without.includes(zone) ? 'fail' : 'pass',
      })),
      findings:
        without.length === 0
          ? []
          : [
              {
                resource: endpoint.id,
                message: `${without.map(zoneLabel).join(', ')} has no ${endpoint.type === 'Resource' ? 'resource' : 'service-network'} endpoints; ${endpoint.id} is ${endpoint.state}.`,
                evidence: without.map((zone) => evidence(zone.subnetId, 'AvailabilityZoneId', zone.zoneId ?? '')),
                commands: [
                  awsCommand(
                    'ec2 describe-subnets',
                    region,
                    { filters: `Name=vpc-id,Values=${vpcId}`, query: 'Subnets[].[SubnetId,AvailabilityZoneId]' },
                    READS_ONLY,
                  ),
                ],
              },
            ],
    };
  },
};
