import { evidence } from '../../context.ts';
import { ageInHours, describeAge } from '../age.ts';
import { awsCommand } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';

const PATIENCE_HOURS = 24;

/** PL-ACC-005: consumers wait for an answer. */
export const plAcc005: ProviderRule = {
  id: 'PL-ACC-005',
  title: 'Connection requests wait for approval',
  hop: 'acceptance',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'hygiene',
  severity: 'high',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    { operation: 'ec2:DescribeVpcEndpointConnections', about: ({ service }) => [{ 'service-id': service.id }] },
  ],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}configure-endpoint-service.html`],
  condition: `A connection of the service has been pendingAcceptance for more than ${PATIENCE_HOURS} hours.`,
  why: 'A consumer cannot start, and a request that waits too long expires.',
  fix: 'Accept or reject the requests, and set a notification (PL-ACC-006).',
  examples: {
    bad: '"VpcEndpointState": "pendingAcceptance", created 25 hours ago',
    good: '"VpcEndpointState": "pendingAcceptance", created 23 hours ago',
  },
  check: ({ service, connections, options, region }) => {
    const waiting = connections.filter(
      (item) =>
        item.state === 'pendingacceptance' &&
        (ageInHours(item.creationTimestamp, options.now) ?? PATIENCE_HOURS + 1) > PATIENCE_HOURS,
    );
    if (waiting.length === 0) return pass(`No request has waited longer than ${PATIENCE_HOURS} hours.`);
    const ids = waiting.map((item) => item.endpointId);
    return remark({
      resource: service.id,
      message: `${waiting.length} request${waiting.length === 1 ? '' : 's'} to ${service.id} wait${waiting.length === 1 ? 's' : ''} for approval: ${waiting
        .map(
          (item) =>
            `${item.endpointId} of account ${item.endpointOwner ?? '?'} (${describeAge(item.creationTimestamp, options.now) ?? 'age unknown'})`,
        )
        .join(', ')}.`,
      evidence: waiting.map((item) => evidence(item.endpointId, 'VpcEndpointState', 'pendingAcceptance')),
      commands: [
        awsCommand(
          'ec2 accept-vpc-endpoint-connections',
          region,
          { 'service-id': service.id, 'vpc-endpoint-ids': ids },
          'those consumers’ VPCs can reach the service',
        ),
        awsCommand(
          'ec2 reject-vpc-endpoint-connections',
          region,
          { 'service-id': service.id, 'vpc-endpoint-ids': ids },
          'those consumers are refused',
        ),
      ],
    });
  },
};
