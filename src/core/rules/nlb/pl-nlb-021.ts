import { evidence, isGatewayService } from '../../context.ts';
import { joinGaps } from '../../needs.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { LOAD_BALANCERS, shortName } from '../load-balancers.ts';
import { loadBalancerMetric, METRIC_DATA, metricStatistics, RECENT_HOURS, sumOf } from '../metrics.ts';
import { SERVICE } from '../requirements.ts';
import { LIFECYCLE, NLB_DOCS, type ProviderRule } from '../rule.ts';

/** PL-NLB-021: the load balancer had no source port left for a target. */
export const plNlb021: ProviderRule = {
  id: 'PL-NLB-021',
  title: 'Source ports run out towards targets',
  hop: 'targets',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'provider',
  effect: 'impairs',
  severity: 'high',
  confidence: 'measured',
  requires: [SERVICE, LOAD_BALANCERS],
  alsoReads: [METRIC_DATA],
  optional: true,
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002'],
  docs: [
    `${NLB_DOCS}load-balancer-target-groups.html`,
    `${NLB_DOCS}load-balancer-troubleshooting.html`,
    `${NLB_DOCS}load-balancer-cloudwatch-metrics.html`,
  ],
  condition:
    'The metric PortAllocationErrorCount of a load balancer of the service is above zero in the last five hours. Judged only where metrics were asked for.',
  why: 'Traffic through PrivateLink is translated to the load balancer’s own addresses: 55,000 connections to each target and port. What comes beyond that fails.',
  fix: 'Register more targets, or the same ones on more ports.',
  examples: {
    bad: '"MetricName": "PortAllocationErrorCount", "Values": [17.0]',
    good: '"MetricName": "PortAllocationErrorCount", "Values": [0.0]',
  },
  check: (context) => {
    const { loadBalancers, options, region, service } = context;
    if (isGatewayService(service) || loadBalancers.length === 0) return 'not-applicable';
    const judged = loadBalancers.map(({ arn }) => {
      const reading = loadBalancerMetric(context, arn, 'PortAllocationErrorCount');
      return { arn, reading, errors: sumOf(reading, RECENT_HOURS) };
    });
    const gap = joinGaps(judged.flatMap(({ errors }) => (typeof errors === 'number' ? [] : [errors.gap])));
    const faulty = judged.filter(({ errors }) => typeof errors === 'number' && errors > 0);
    return {
      instances: faulty.map(({ arn }) => ({ resource: arn, state: 'warn' })),
      findings: faulty.map(({ arn, reading, errors }) => ({
        resource: arn,
        message: `${shortName(arn)} could not open ${JSON.stringify(errors)} connections to its targets in the last ${RECENT_HOURS} hours: it had no source port left.`,
        evidence: [evidence(arn, 'PortAllocationErrorCount', errors)],
        commands:
          'gap' in reading
            ? []
            : [
                awsCommand(
                  'cloudwatch get-metric-statistics',
                  region,
                  metricStatistics(reading.series, options.now, RECENT_HOURS),
                  READS_ONLY,
                ),
              ],
      })),
      statement: 'The load balancers had a source port for every connection.',
      ...(gap === undefined ? {} : { gap }),
    };
  },
};
