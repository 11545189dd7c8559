import { isGatewayService, type ProviderContext } from '../../context.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import { connectionMetric, METRIC_DATA, riseOf } from '../metrics.ts';
import { SERVICE } from '../requirements.ts';
import { LIFECYCLE, PRIVATELINK_DOCS, type Draft, type ProviderRule } from '../rule.ts';
import { resetsOf } from './resets.ts';

interface Judged {
  readonly gap?: Gap;
  readonly finding?: Draft;
}

/** PL-OBS-009: the service resets one of its consumers' connections more often than a week ago. */
export const plObs009: ProviderRule = {
  id: 'PL-OBS-009',
  title: 'Provider resets consumer connections (measured)',
  hop: 'targets',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'provider',
  effect: 'impairs',
  severity: 'medium',
  confidence: 'heuristic',
  requires: [
    SERVICE,
    {
      operation: 'ec2:DescribeVpcEndpointConnections',
      about: ({ service }) => [{ 'service-id': service.id }],
    },
  ],
  alsoReads: [METRIC_DATA],
  optional: true,
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002', 'PL-NLB-002', 'PL-NLB-003', 'PL-NLB-004', 'PL-NLB-005', 'PL-NLB-006'],
  docs: [`${PRIVATELINK_DOCS}privatelink-cloudwatch-metrics.html`],
  condition:
    'For one endpoint of the service, in three of the last five hours, RstPacketsSent is above 5 % of NewConnections and above three times its share in the same hour of last week. Hours without new connections, then or now, are not compared. Fewer resets are a note. Judged only where metrics were asked for, and only for endpoints of the service’s Region: others have none.',
  why: 'It names the consumer that suffers: its connections are refused or end early.',
  fix: 'Look at the health of the targets and at the idle timeout of the listeners; then at what the application does with this consumer.',
  examples: {
    bad: 'RstPacketsSent 60, 80, 70 of 900 NewConnections an hour for vpce-0a1b; a week ago 4 of 900',
    good: 'RstPacketsSent 60, 80, 70 of 900 NewConnections an hour for vpce-0a1b; a week ago 55 of 900',
  },
  check: (context) => {
    if (isGatewayService(context.service)) return 'not-applicable';
    const live = liveConnections(context);
    if (live.length === 0) return 'not-applicable';
    const judged = live.map((id) => judge(context, id));
    const gap = joinGaps(judged.flatMap((item) => item.gap ?? []));
    const findings = judged.flatMap((item) => item.finding ?? []);
    return {
      instances: findings
        .filter(({ effect }) => effect === undefined)
        .map(({ resource }) => ({ resource, state: 'warn' })),
      findings,
      statement: 'The service resets no consumer’s connections more often than a week ago.',
      gap,
    };
  },
};

/** The endpoint that is diagnosed, else all with a live connection; those of other Regions have no metrics. */
function liveConnections({ connections, consumer, region, service }: ProviderContext): readonly string[] {
  return connections
    .filter((item) => item.serviceId === service.id && item.state === 'available')
    .filter((item) => (item.endpointRegion ?? item.region) === region)
    .map((item) => item.endpointId)
    .filter((id) => consumer === undefined || id === consumer.endpoint.id);
}

function judge(context: ProviderContext, endpointId: string): Judged {
  const resets = connectionMetric(context, endpointId, 'RstPacketsSent');
  const rise = riseOf(resets, connectionMetric(context, endpointId, 'NewConnections'));
  if ('gap' in rise) return { gap: rise.gap };
  if ('gap' in resets || rise.part === 0) return {};
  return { finding: resetsOf(endpointId, resets, rise, { region: context.region, now: context.options.now }) };
}
