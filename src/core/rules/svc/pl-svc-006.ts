import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';

/** PL-SVC-006: the loss of one zone is the loss of the service. */
export const plSvc006: ProviderRule = {
  id: 'PL-SVC-006',
  title: 'Service is enabled in one zone only',
  hop: 'service',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'resilience',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [SERVICE],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}create-endpoint-service.html`, `${PRIVATELINK_DOCS}privatelink-share-your-services.html`],
  condition: 'AvailabilityZoneIds of the service holds exactly one zone.',
  why: 'Consumers can place interfaces in that zone only, and when it fails the service is gone.',
  fix: 'Enable the load balancer in a second zone, then refresh the service (PL-SVC-007).',
  examples: { bad: '"AvailabilityZoneIds": ["use1-az1"]', good: '"AvailabilityZoneIds": ["use1-az1", "use1-az2"]' },
  check: ({ service, loadBalancers, region }) => {
    if (service.zoneIds === undefined || service.zoneIds.length === 0) return malformed('AvailabilityZoneIds');
    const [only, second] = service.zoneIds;
    if (second !== undefined) return pass(`The service is in ${service.zoneIds.length} zones.`);
    return remark({
      resource: service.id,
      message: `${service.id} is in ${only ?? 'one zone'} alone: consumers cannot use another zone, and its failure takes the service with it.`,
      evidence: [evidence(service.id, 'AvailabilityZoneIds', service.zoneIds)],
      commands: [
        ...loadBalancers.slice(0, 1).map(({ arn, zones }) =>
          awsCommand(
            'elbv2 set-subnets',
            region,
            {
              'load-balancer-arn': arn,
              subnets: [...zones.map((zone) => zone.subnetId), 'SUBNET_ID_IN_ANOTHER_ZONE'],
            },
            'adds a zone; connections of the zones that stay are kept',
          ),
        ),
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
