import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';

/** PL-ACC-006: nobody is told that a consumer waits. */
export const plAcc006: ProviderRule = {
  id: 'PL-ACC-006',
  title: 'No notification tells the owner about connection requests',
  hop: 'acceptance',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    {
      operation: 'ec2:DescribeVpcEndpointConnectionNotifications',
      about: ({ service }) => [{ 'service-id': service.id, ServiceId: service.id }],
    },
  ],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}create-notification-endpoint-service.html`],
  condition: 'AcceptanceRequired is true and no enabled notification of the service includes the event Connect.',
  why: 'Nobody learns that a consumer waits.',
  fix: 'Create a notification to an SNS topic that the service’s owners read.',
  examples: {
    bad: '"AcceptanceRequired": true, "ConnectionEvents": ["Accept", "Reject"]',
    good: '"AcceptanceRequired": true, "ConnectionEvents": ["Connect"], "ConnectionNotificationState": "Enabled"',
  },
  check: ({ service, lookup, region }) => {
    if (service.acceptanceRequired === undefined) return malformed('AcceptanceRequired');
    if (!service.acceptanceRequired) return 'not-applicable';
    const own = lookup.notificationsOf(service.id);
    const vague = own.filter((item) => item.state === undefined || item.events === undefined);
    if (vague.length > 0) return malformed(...vague.map((item) => `ConnectionEvents or state of ${item.id}`));
    if (own.some((item) => item.state === 'enabled' && item.events?.includes('Connect') === true)) {
      return pass('A notification tells of new requests.');
    }
    return remark({
      resource: service.id,
      message: `${service.id} needs manual acceptance, and no enabled notification tells of requests.`,
      evidence: [
        evidence(service.id, 'AcceptanceRequired', 'true'),
        evidence(service.id, 'ConnectionNotificationSet', own.map((item) => item.id).join(', ') || '[]'),
      ],
      commands: [
        awsCommand(
          'ec2 create-vpc-endpoint-connection-notification',
          region,
          {
            'service-id': service.id,
            'connection-notification-arn': 'TOPIC_ARN',
            'connection-events': ['Connect', 'Accept', 'Reject', 'Delete'],
          },
          'publishes to the topic from then on; no traffic is touched',
        ),
      ],
    });
  },
};
