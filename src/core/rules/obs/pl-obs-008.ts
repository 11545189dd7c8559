import { evidence } from '../../context.ts';
import { joinGaps } from '../../needs.ts';
import type { ManagementEvent } from '../../resources/event.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { firstOf } from '../listing.ts';
import { pass, remark, type SubjectContext, type SubjectRule } from '../rule.ts';

const OPERATION = 'cloudtrail:LookupEvents';
/** So many of the latest are told. */
const SHOWN = 5;

/** PL-OBS-008: the fastest answer to "it worked yesterday". */
export const plObs008: SubjectRule = {
  id: 'PL-OBS-008',
  title: 'Someone changed the path recently',
  hop: 'endpoint',
  side: 'subject',
  appliesTo: ['Interface', 'Gateway', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork', 'Service'],
  owner: 'both',
  effect: 'note',
  severity: 'info',
  confidence: 'deterministic',
  requires: [],
  alsoReads: [OPERATION],
  optional: true,
  suppressedBy: [],
  docs: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/logging-using-cloudtrail.html',
  ],
  condition:
    'CloudTrail’s event history of the last 24 hours holds a change of the endpoint or one of its security groups, or of the service, one of its load balancers or one of their groups. Judged only where events were asked for.',
  why: 'Who changed what, and when, is the fastest answer to “it worked yesterday”.',
  fix: 'Compare the time of the change with the first failure.',
  examples: {
    bad: '"EventName": "RevokeSecurityGroupIngress", "Resources": [{ "ResourceName": "sg-0a1b" }]',
    good: '"Events": []',
  },
  check: (context) => {
    const { accounts, inventory, options, region } = context.path;
    const rows = accounts.flatMap((account) => inventory.coverage.rowsOf(account, region, OPERATION));
    if (rows.length === 0) {
      return { gap: context.need(OPERATION) ?? { reason: 'not-asked', missing: [OPERATION] } };
    }
    const names = partsOf(context);
    const changes = [...inventory.events.values()]
      .filter((event) => event.region === region && event.readOnly !== true)
      .filter((event) => event.resources?.some(({ name }) => names.includes(name ?? '')) === true)
      .sort((a, b) => ((a.eventTime ?? '') < (b.eventTime ?? '') ? 1 : -1));
    const unread = rows.some((row) => row.status !== 'ok' || !row.complete);
    const gap = unread
      ? joinGaps([context.need(OPERATION) ?? { reason: 'not-asked', missing: [OPERATION] }])
      : undefined;
    const id = names[0] ?? '';
    if (changes.length === 0) return gap === undefined ? pass(`Nothing of ${id} was changed lately.`) : { gap };
    const shown = changes.slice(0, SHOWN);
    return {
      ...remark({
        resource: id,
        owner: context.kind === 'endpoint' ? 'consumer' : 'provider',
        message: `The path was changed before ${options.now}: ${firstOf(changes.map(describe), SHOWN, '; ')}.`,
        evidence: shown.map((event) => evidence(event.id, event.eventName ?? 'EventName', describe(event))),
        commands: [
          awsCommand(
            'cloudtrail lookup-events',
            region,
            { 'lookup-attributes': `AttributeKey=ResourceName,AttributeValue=${changedName(shown[0], names) ?? id}` },
            READS_ONLY,
          ),
        ],
      }),
      gap,
    };
  },
};

/** The subject first, then what its path hangs on most. */
function partsOf(context: SubjectContext): readonly string[] {
  if (context.kind === 'endpoint') {
    const { endpoint } = context.path;
    return [endpoint.id, ...(endpoint.groupIds ?? [])];
  }
  const { loadBalancers, service } = context.path;
  return [
    service.id,
    ...loadBalancers.map(({ arn }) => arn),
    ...loadBalancers.flatMap(({ loadBalancer }) => loadBalancer?.securityGroupIds ?? []),
  ];
}

function changedName(event: ManagementEvent | undefined, names: readonly string[]): string | undefined {
  return event?.resources?.map(({ name }) => name ?? '').find((name) => names.includes(name));
}

function describe(event: ManagementEvent): string {
  return `${event.eventName ?? 'a change'} by ${event.username ?? 'someone'} at ${event.eventTime ?? 'an unknown time'}`;
}
