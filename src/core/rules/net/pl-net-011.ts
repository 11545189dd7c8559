import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { endpointMetric, METRIC_DATA, metricStatistics, sumOf } from '../metrics.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

const HOURS = 24;

/** PL-NET-011: the endpoint dropped packets, most often because they were too large. */
export const plNet011: EndpointRule = {
  id: 'PL-NET-011',
  title: 'Large packets are dropped (MTU 8500, no path-MTU discovery)',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer'],
  owner: 'consumer',
  effect: 'note',
  severity: 'low',
  confidence: 'heuristic',
  requires: [ENDPOINT],
  alsoReads: [METRIC_DATA],
  optional: true,
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}vpc-limits-endpoints.html`, `${PRIVATELINK_DOCS}privatelink-cloudwatch-metrics.html`],
  condition:
    'The metric PacketsDropped of the endpoint is above zero in the last 24 hours. Judged only where metrics were asked for, and only in the service’s own Region: others have none. What MTU the clients use is in no answer of AWS’s.',
  why: 'PrivateLink carries packets of 8500 bytes and sends no ICMP “fragmentation needed”. TCP is saved by the clamped segment size; UDP is not.',
  fix: 'Set the interface MTU to 8500 or lower on clients that use UDP or a fixed large segment size. Drops that rise without large packets point to capacity: ask AWS.',
  examples: {
    bad: '"MetricName": "PacketsDropped", "Values": [12.0, 3.0]',
    good: '"MetricName": "PacketsDropped", "Values": []',
  },
  check: (context) => {
    const { endpoint, options, region, serviceRegion } = context;
    if (serviceRegion !== region) return 'not-applicable';
    const reading = endpointMetric(context, 'PacketsDropped');
    const dropped = sumOf(reading, HOURS);
    if (typeof dropped !== 'number') return dropped;
    if ('gap' in reading || dropped === 0) return pass(`${endpoint.id} dropped no packet in ${HOURS} hours.`);
    return remark({
      resource: endpoint.id,
      message: `${endpoint.id} dropped ${dropped} packet${dropped === 1 ? '' : 's'} in the last ${HOURS} hours: packets above 8500 bytes are dropped without a message to their sender.`,
      evidence: [evidence(endpoint.id, 'PacketsDropped', dropped)],
      commands: [
        awsCommand(
          'cloudwatch get-metric-statistics',
          region,
          metricStatistics(reading.series, options.now, HOURS),
          READS_ONLY,
        ),
      ],
    });
  },
};
