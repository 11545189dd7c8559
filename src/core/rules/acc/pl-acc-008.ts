import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';
import { isAllowed, liveConsumers } from './principals.ts';

/** PL-ACC-008: access has outlived the decision to end it. */
export const plAcc008: ProviderRule = {
  id: 'PL-ACC-008',
  title: 'A connected account is no longer an allowed principal',
  hop: 'acceptance',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'hygiene',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    { operation: 'ec2:DescribeVpcEndpointServicePermissions', about: ({ service }) => [{ ServiceId: service.id }] },
    { operation: 'ec2:DescribeVpcEndpointConnections', about: ({ service }) => [{ 'service-id': service.id }] },
  ],
  // With no principal at all, that is said once.
  suppressedBy: ['PL-SVC-005'],
  docs: [`${PRIVATELINK_DOCS}configure-endpoint-service.html`],
  condition:
    'A connection of another account is available, and no allowed principal is *, that account or somebody in it. Nothing is said while the service has no principal at all: that is PL-SVC-005.',
  why: 'Taking a permission away does not cut connections that exist.',
  fix: 'Reject the connection, or allow the account again.',
  examples: {
    bad: 'connection of 111122223333 "available", principals: arn:aws:iam::444455556666:root',
    good: 'connection of 111122223333 "available", principals: arn:aws:iam::111122223333:role/network',
  },
  check: (context) => {
    const { service, lookup, region } = context;
    const principals = lookup.permissionsOfService(service.id);
    const live = liveConsumers(context);
    if (live.some((item) => item.endpointOwner === undefined)) return malformed('VpcEndpointOwner');
    if (principals.length === 0) return 'not-applicable';
    const left = live.filter((item) => !isAllowed(item.endpointOwner ?? '', principals));
    if (left.length === 0) return pass('Every connected account is still allowed.');
    return remark({
      resource: service.id,
      message: `${left.map((item) => `${item.endpointId} of account ${item.endpointOwner ?? ''}`).join(', ')} ${left.length === 1 ? 'is' : 'are'} connected to ${service.id}, which no longer allows ${left.length === 1 ? 'that account' : 'those accounts'}. The connection goes on all the same.`,
      evidence: left.map((item) => evidence(item.endpointId, 'VpcEndpointOwner', item.endpointOwner ?? '')),
      commands: [
        awsCommand(
          'ec2 reject-vpc-endpoint-connections',
          region,
          { 'service-id': service.id, 'vpc-endpoint-ids': left.map((item) => item.endpointId) },
          'cuts these consumers off at once',
        ),
      ],
    });
  },
};
