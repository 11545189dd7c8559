import { evidence, isGatewayService, selectedListeners, type ProviderContext } from '../../context.ts';
import { joinGaps } from '../../needs.ts';
import type { Listener } from '../../resources/listener.ts';
import { awsCommand } from '../command.ts';
import { LISTENERS, LOAD_BALANCERS, shortName } from '../load-balancers.ts';
import { loadBalancerMetric, METRIC_DATA, sumOf } from '../metrics.ts';
import { SERVICE } from '../requirements.ts';
import { NLB_DOCS, type Draft, type ProviderRule } from '../rule.ts';

const HOURS = 24;
/** Seconds: what AWS sets, and what a TLS listener always has. */
const DEFAULT = 350;

/** PL-NLB-015: connections that were idle for too long were reset. */
export const plNlb015: ProviderRule = {
  id: 'PL-NLB-015',
  title: 'Idle connections are reset (350 s)',
  hop: 'listener',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'both',
  effect: 'note',
  severity: 'low',
  confidence: 'heuristic',
  requires: [
    SERVICE,
    LOAD_BALANCERS,
    LISTENERS,
    {
      operation: 'elasticloadbalancing:DescribeListenerAttributes',
      about: (context) =>
        context.loadBalancers.flatMap((path) =>
          selectedListeners(path, context.options.port)
            .filter(({ protocol }) => protocol === 'TCP')
            .map(({ id }) => ({ ListenerArn: id })),
        ),
    },
  ],
  alsoReads: [METRIC_DATA],
  optional: true,
  suppressedBy: [],
  docs: [`${NLB_DOCS}network-load-balancers.html`, `${NLB_DOCS}update-idle-timeout.html`],
  condition:
    'The load balancer itself sent resets in the last 24 hours (TCP_ELB_Reset_Count above zero), and has a TLS listener, whose idle timeout is always 350 seconds, or a TCP listener with tcp.idle_timeout.seconds of 350 or less. Judged only where metrics were asked for.',
  why: 'A pooled connection that is idle for longer is forgotten without a word; its next use is answered with a reset.',
  fix: 'Send keepalives in less than the timeout, or raise the timeout of a TCP listener (60 to 6000 seconds, not with cross-Region access). Targets have time-outs of their own: on Nitro v6 instances established TCP connections are tracked for 350 seconds by default.',
  examples: {
    bad: '"Key": "tcp.idle_timeout.seconds", "Value": "350", and TCP_ELB_Reset_Count [4.0, 9.0]',
    good: '"Key": "tcp.idle_timeout.seconds", "Value": "1200"',
  },
  check: (context) => {
    if (isGatewayService(context.service) || context.loadBalancers.length === 0) return 'not-applicable';
    const judged = context.loadBalancers.map(({ arn, listeners }) => ({
      arn,
      short: selectedListeners({ arn, listeners, zones: [] }, context.options.port).filter((listener) =>
        isShort(context, listener),
      ),
      resets: sumOf(loadBalancerMetric(context, arn, 'TCP_ELB_Reset_Count'), HOURS),
    }));
    const gap = joinGaps(judged.flatMap(({ resets }) => (typeof resets === 'number' ? [] : [resets.gap])));
    return {
      instances: [],
      findings: judged.flatMap(({ arn, short, resets }) =>
        typeof resets === 'number' && resets > 0 && short.length > 0 ? [draftOf(context, arn, short, resets)] : [],
      ),
      statement: 'No load balancer with a short idle timeout sent resets.',
      ...(gap === undefined ? {} : { gap }),
    };
  },
};

function isShort({ inventory }: ProviderContext, { id, protocol }: Listener): boolean {
  if (protocol === 'TLS') return true;
  const seconds = Number(inventory.listenerAttributes.get(id)?.values['tcp.idle_timeout.seconds'] ?? NaN);
  return protocol === 'TCP' && seconds <= DEFAULT;
}

function draftOf(context: ProviderContext, arn: string, short: readonly Listener[], resets: number): Draft {
  const names = short.map((listener) => listener.name ?? listener.id).join(', ');
  return {
    resource: arn,
    message: `${shortName(arn)} reset ${resets} connection${resets === 1 ? '' : 's'} in the last ${HOURS} hours, and ${names} forget${short.length === 1 ? 's' : ''} what is idle for ${DEFAULT} seconds or less.`,
    evidence: [
      evidence(arn, 'TCP_ELB_Reset_Count', resets),
      ...short.map(({ id, protocol }) =>
        evidence(
          id,
          'tcp.idle_timeout.seconds',
          protocol === 'TLS'
            ? '350 (TLS)'
            : context.inventory.listenerAttributes.get(id)?.values['tcp.idle_timeout.seconds'],
        ),
      ),
    ],
    commands: short
      .filter(({ protocol }) => protocol === 'TCP')
      .map(({ id }) =>
        awsCommand(
          'elbv2 modify-listener-attributes',
          context.region,
          { 'listener-arn': id, attributes: 'Key=tcp.idle_timeout.seconds,Value=1200' },
          'new connections may be idle for twenty minutes; what is open keeps its timeout',
        ),
      ),
  };
}
