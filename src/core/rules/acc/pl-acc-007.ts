import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type SubjectContext, type SubjectRule } from '../rule.ts';

const idOf = (context: SubjectContext): string =>
  context.kind === 'endpoint' ? context.path.endpoint.id : context.path.service.id;

/** PL-ACC-007: a notification exists, and AWS no longer sends it. */
export const plAcc007: SubjectRule = {
  id: 'PL-ACC-007',
  title: 'Connection notification is disabled',
  hop: 'acceptance',
  side: 'subject',
  appliesTo: ['Interface', 'Service'],
  owner: 'both',
  effect: 'hygiene',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [
    {
      operation: 'ec2:DescribeVpcEndpointConnectionNotifications',
      about: (context) =>
        context.kind === 'endpoint'
          ? [{ 'vpc-endpoint-id': idOf(context), VpcEndpointId: idOf(context) }]
          : [{ 'service-id': idOf(context), ServiceId: idOf(context) }],
    },
  ],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}create-notification-endpoint-service.html`],
  condition:
    'The ConnectionNotificationState of a notification of the service or of the endpoint is Disabled. The access policy of its topic is not read.',
  why: 'Events are lost without a word: AWS switches a notification off when it cannot publish to the topic.',
  fix: 'Allow vpce.amazonaws.com to publish to the topic, then set the notification’s events again.',
  examples: {
    bad: '"ConnectionNotificationState": "Disabled"',
    good: '"ConnectionNotificationState": "Enabled"',
  },
  check: (context) => {
    const { lookup, region } = context.path;
    const id = idOf(context);
    const own = lookup.notificationsOf(id);
    if (own.length === 0) return 'not-applicable';
    const vague = own.filter((item) => item.state === undefined);
    if (vague.length > 0) return malformed(...vague.map((item) => `ConnectionNotificationState of ${item.id}`));
    const disabled = own.filter((item) => item.state !== 'enabled');
    if (disabled.length === 0) return pass('Its notifications are enabled.');
    return remark(
      ...disabled.map((item) => ({
        resource: item.id,
        owner: context.kind === 'endpoint' ? ('consumer' as const) : ('provider' as const),
        message: `${item.id}, which tells ${item.topicArn ?? 'a topic'} of ${(item.events ?? []).join(', ') || 'events'} of ${id}, is ${item.state ?? ''}.`,
        evidence: [evidence(item.id, 'ConnectionNotificationState', item.state ?? '')],
        commands: [
          awsCommand(
            'sns get-topic-attributes',
            region,
            { 'topic-arn': item.topicArn ?? 'TOPIC_ARN', query: 'Attributes.Policy' },
            READS_ONLY,
          ),
          awsCommand(
            'ec2 modify-vpc-endpoint-connection-notification',
            region,
            { 'connection-notification-id': item.id, 'connection-events': [...(item.events ?? ['Connect'])] },
            'publishes to the topic from then on; no traffic is touched',
          ),
        ],
      })),
    );
  },
};
