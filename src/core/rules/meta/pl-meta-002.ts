import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { PRIVATELINK_DOCS, type MetaRule } from '../rule.ts';

/** PL-META-002: the service belongs to an account that was not loaded. */
export const plMeta002: MetaRule = {
  id: 'PL-META-002',
  title: 'Provider side is not visible',
  hop: 'load-balancer',
  side: 'diagnosis',
  appliesTo: ['Interface', 'GatewayLoadBalancer'],
  owner: 'provider',
  effect: 'note',
  severity: 'info',
  confidence: 'deterministic',
  requires: [],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}privatelink-share-your-services.html`, `${PRIVATELINK_DOCS}privatelink-access-saas.html`],
  condition:
    'The service belongs to another account, or lives in another Region, and no loaded profile reads it there.',
  why: 'Load balancer, listeners, targets and principals cannot be read: half of the path is unknown.',
  fix: 'Ask the owner for a snapshot or a report, or load a profile of that account.',
  examples: {
    bad: 'service of 444455556666, read with a profile of 111122223333 alone',
    good: 'service of 444455556666, read with profiles of both accounts',
  },
  check: ({ endpoint }) => {
    if (endpoint?.provider.kind !== 'hidden' || !endpoint.provider.unread) return [];
    const { endpoint: subject, serviceOwner, serviceRegion, zones, region } = endpoint;
    return [
      {
        resource: subject.serviceName ?? subject.id,
        message: `${subject.serviceName ?? 'The service'} belongs to ${serviceOwner.kind === 'account' ? `account ${serviceOwner.account}` : 'its owner'}, which was not read in ${serviceRegion}. Ask: is the load balancer active, on which ports does it listen, are its targets healthy in ${zones.map((zone) => zone.zoneId ?? zone.subnetId).join(', ') || 'each zone'}, does it enforce its security groups on PrivateLink traffic, is Proxy Protocol on?`,
        evidence: [
          evidence(subject.id, 'ServiceName', subject.serviceName ?? ''),
          evidence(subject.id, 'OwnerId', subject.account),
        ],
        commands: [
          awsCommand(
            'ec2 describe-vpc-endpoints',
            region,
            { 'vpc-endpoint-ids': subject.id, query: 'VpcEndpoints[0].[VpcEndpointId,OwnerId,ServiceName,State]' },
            READS_ONLY,
          ),
        ],
      },
    ];
  },
};
