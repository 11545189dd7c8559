import { evidence, type ProviderContext } from '../../context.ts';
import { loadBalancerMetric, RECENT_HOURS, sumOf } from '../metrics.ts';
import type { Draft } from '../rule.ts';

/**
 * PL-NLB-023, which is no finding of its own: where metrics were read and the load balancer’s groups did block flows in the
 * last hours, what the rules predict of these groups is measured.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 *
 * @param draft the prediction
 * @returns the same, with the measurement as evidence where there is one
 */
export function withBlockedFlows(
  context: ProviderContext,
  arn: string,
  direction: 'Inbound' | 'Outbound',
  draft: Draft,
): Draft {
  const metric = `SecurityGroupBlockedFlowCount_${direction}_TCP` as const;
  const blocked = sumOf(loadBalancerMetric(context, arn, metric), RECENT_HOURS);
  if (typeof blocked !== 'number' || blocked === 0) return draft;
  return { ...draft, confidence: 'measured', evidence: [...draft.evidence, evidence(arn, metric, blocked)] };
}
