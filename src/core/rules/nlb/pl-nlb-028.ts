import { evidence, isGatewayService, type LoadBalancerPath, type ProviderContext } from '../../context.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { LISTENERS, LOAD_BALANCERS, shortName } from '../load-balancers.ts';
import { loadBalancerMetric, METRIC_DATA, metricStatistics, riseOf, RECENT_HOURS, type Rise } from '../metrics.ts';
import { SERVICE } from '../requirements.ts';
import { LIFECYCLE, NLB_DOCS, type Draft, type ProviderRule } from '../rule.ts';

/** Whose handshakes with the load balancer fail. */
const ENDS = {
  ClientTLSNegotiationErrorCount: 'clients',
  TargetTLSNegotiationErrorCount: 'targets',
} as const;
type Metric = keyof typeof ENDS;

/** PL-NLB-028: more TLS handshakes fail than a week ago. */
export const plNlb028: ProviderRule = {
  id: 'PL-NLB-028',
  title: 'TLS handshakes with the load balancer fail more often',
  hop: 'listener',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'provider',
  effect: 'impairs',
  severity: 'medium',
  confidence: 'heuristic',
  requires: [SERVICE, LOAD_BALANCERS, LISTENERS],
  alsoReads: [METRIC_DATA],
  optional: true,
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002'],
  docs: [`${NLB_DOCS}load-balancer-cloudwatch-metrics.html`, `${NLB_DOCS}create-tls-listener.html`],
  condition:
    'A load balancer has a TLS listener, and in three of the last five hours ClientTLSNegotiationErrorCount or TargetTLSNegotiationErrorCount is above 5 % of NewFlowCount_TLS and above three times its share in the same hour of last week. Hours without flows, then or now, are not compared. Judged only where metrics were asked for.',
  why: 'The certificate, the security policy or the protocol no longer fits: connections open and then end with a TLS error.',
  fix: 'Look at the certificate’s names and end, at the security policy, and, for the targets, at what their own TLS accepts.',
  examples: {
    bad: 'ClientTLSNegotiationErrorCount 40, NewFlowCount_TLS 200; a week ago 1 of 200',
    good: 'ClientTLSNegotiationErrorCount 40, NewFlowCount_TLS 200; a week ago 35 of 200',
  },
  check: (context) => {
    const secure = context.loadBalancers.filter(({ listeners }) =>
      listeners.some(({ protocol }) => protocol === 'TLS'),
    );
    if (isGatewayService(context.service) || secure.length === 0) return 'not-applicable';
    const judged = secure.flatMap((path) =>
      (Object.keys(ENDS) as Metric[]).map((metric) => judge(context, path, metric)),
    );
    const gap = joinGaps(judged.flatMap((item) => item.gap ?? []));
    const findings = judged.flatMap((item) => item.finding ?? []);
    return {
      instances: findings.map(({ resource }) => ({ resource, state: 'warn' })),
      findings,
      statement: 'TLS handshakes do not fail more often than a week ago.',
      ...(gap === undefined ? {} : { gap }),
    };
  },
};

function judge(
  context: ProviderContext,
  { arn }: LoadBalancerPath,
  metric: Metric,
): { readonly gap?: Gap; readonly finding?: Draft } {
  const errors = loadBalancerMetric(context, arn, metric);
  const rise = riseOf(errors, loadBalancerMetric(context, arn, 'NewFlowCount_TLS'));
  if ('gap' in rise) return { gap: rise.gap };
  if ('gap' in errors || !rise.rising) return {};
  return {
    finding: {
      resource: arn,
      message: `Of ${rise.whole} TLS connections to ${shortName(arn)} in the last ${RECENT_HOURS} hours, ${rise.part} handshakes with its ${ENDS[metric]} failed: more than three times the share of a week ago.`,
      evidence: evidenceOf(arn, metric, rise),
      commands: [
        awsCommand(
          'cloudwatch get-metric-statistics',
          context.region,
          metricStatistics(errors.series, context.options.now, RECENT_HOURS),
          READS_ONLY,
        ),
      ],
    },
  };
}

function evidenceOf(arn: string, metric: Metric, { part, whole }: Rise): Draft['evidence'] {
  return [evidence(arn, metric, part), evidence(arn, 'NewFlowCount_TLS', whole)];
}
