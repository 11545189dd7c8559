import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { LOAD_BALANCERS } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';

/** PL-SVC-007: a zone was added to the load balancer, and the service does not offer it. */
export const plSvc007: ProviderRule = {
  id: 'PL-SVC-007',
  title: 'Load balancer zones were not propagated to the service',
  hop: 'service',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'hygiene',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    LOAD_BALANCERS,
    {
      operation: 'ec2:DescribeSubnets',
      about: ({ loadBalancers }) => loadBalancers.map((path) => ({ 'vpc-id': path.loadBalancer?.vpcId ?? '' })),
    },
  ],
  suppressedBy: ['PL-SVC-002'],
  docs: [`${PRIVATELINK_DOCS}configure-endpoint-service.html`],
  condition:
    'A zone id of a load balancer of the service, taken from its subnets, is not in the service’s AvailabilityZoneIds.',
  why: 'A zone that is enabled on the load balancer later is offered to consumers only once the service is modified.',
  fix: 'Modify the service with nothing but its id.',
  examples: {
    bad: 'load balancer in use1-az1 and use1-az2, "AvailabilityZoneIds": ["use1-az1"]',
    good: 'load balancer in use1-az1 and use1-az2, "AvailabilityZoneIds": ["use1-az1", "use1-az2"]',
  },
  check: ({ service, loadBalancers, region }) => {
    if (service.zoneIds === undefined) return malformed('AvailabilityZoneIds');
    const zones = loadBalancers.flatMap((path) => path.zones);
    const vague = zones.filter((zone) => zone.zoneId === undefined);
    const offered = new Set(service.zoneIds);
    const held = [...new Set(zones.flatMap((zone) => zone.zoneId ?? []))]
      .filter((zoneId) => !offered.has(zoneId))
      .sort();
    if (held.length === 0) {
      return vague.length > 0
        ? malformed(...vague.map((zone) => `AvailabilityZoneId of ${zone.subnetId}`))
        : pass('Consumers are offered every zone of the load balancers.');
    }
    return remark({
      resource: service.id,
      message: `${held.join(', ')}: the load balancer is there, and ${service.id} does not offer ${held.length === 1 ? 'this zone' : 'these zones'} to consumers.`,
      evidence: [
        evidence(service.id, 'AvailabilityZoneIds', service.zoneIds),
        ...loadBalancers.map((path) =>
          evidence(path.arn, 'AvailabilityZones', path.zones.map((zone) => zone.zoneId ?? zone.subnetId).join(', ')),
        ),
      ],
      commands: [
        awsCommand(
          'ec2 modify-vpc-endpoint-service-configuration',
          region,
          { 'service-id': service.id },
          'offers the load balancer’s zones to consumers; nothing else changes',
        ),
      ],
    });
  },
};
