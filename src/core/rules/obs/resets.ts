import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { metricStatistics, RECENT_HOURS, type Hours, type Rise } from '../metrics.ts';
import type { Draft } from '../rule.ts';

/* Resets are part of TCP's daily life: they are told of, and only a rise among the connections counts for the path. */

/**
 * What is said of the resets of one endpoint.
 *
 * @param resets the metric that counts them
 * @param now ISO 8601
 */
export function resetsOf(
  endpointId: string,
  resets: Hours,
  { rising, part, whole }: Rise,
  { region, now }: { readonly region: string; readonly now: string },
): Draft {
  const count = `${part} reset${part === 1 ? '' : 's'} and ${whole} new connection${whole === 1 ? '' : 's'}`;
  return {
    resource: endpointId,
    ...(rising ? {} : { effect: 'note' as const, severity: 'info' as const }),
    message: rising
      ? `${endpointId} had ${count} in the last ${RECENT_HOURS} hours: more than 5 %, and more than three times the share of a week ago.`
      : `${endpointId} had ${count} in the last ${RECENT_HOURS} hours, which is no more than usual or cannot be compared with last week.`,
    evidence: [evidence(endpointId, resets.series.metricName, part), evidence(endpointId, 'NewConnections', whole)],
    commands: [
      awsCommand(
        'cloudwatch get-metric-statistics',
        region,
        metricStatistics(resets.series, now, RECENT_HOURS),
        READS_ONLY,
      ),
    ],
  };
}
