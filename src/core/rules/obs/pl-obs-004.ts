import { endpointMetric, METRIC_DATA, riseOf } from '../metrics.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, pass, PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';
import { resetsOf } from './resets.ts';

/** PL-OBS-004: connections through the endpoint are reset more often than a week ago. */
export const plObs004: EndpointRule = {
  id: 'PL-OBS-004',
  title: 'Resets are recorded on the endpoint',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer'],
  owner: 'provider',
  effect: 'impairs',
  severity: 'medium',
  confidence: 'heuristic',
  requires: [ENDPOINT],
  alsoReads: [METRIC_DATA],
  optional: true,
  suppressedBy: [...LIFECYCLE, 'PL-NLB-002', 'PL-NLB-003', 'PL-NLB-004', 'PL-NLB-005', 'PL-NLB-006'],
  docs: [`${PRIVATELINK_DOCS}privatelink-cloudwatch-metrics.html`],
  condition:
    'In three of the last five hours RstPacketsReceived is above 5 % of NewConnections and above three times its share in the same hour of last week. Hours without new connections, then or now, are not compared. Fewer resets are a note. Judged only where metrics were asked for, and only in the service’s own Region: others have none.',
  why: 'Resets come from the service’s side: no healthy target, an idle timeout, an application that closes, TLS that fails.',
  fix: 'Compare with the load balancer’s TCP_ELB_Reset_Count and TCP_Target_Reset_Count and with the health of its targets.',
  examples: {
    bad: 'RstPacketsReceived 60, 80, 70 of 900 NewConnections an hour; a week ago 4 of 900',
    good: 'RstPacketsReceived 60, 80, 70 of 900 NewConnections an hour; a week ago 55 of 900',
  },
  check: (context) => {
    const { endpoint, options, region, serviceRegion } = context;
    if (serviceRegion !== region) return 'not-applicable';
    const resets = endpointMetric(context, 'RstPacketsReceived');
    const rise = riseOf(resets, endpointMetric(context, 'NewConnections'));
    if ('gap' in rise) return rise;
    if ('gap' in resets || rise.part === 0) return pass(`${endpoint.id} received no reset lately.`);
    return {
      instances: rise.rising ? [{ resource: endpoint.id, state: 'warn' }] : [],
      findings: [resetsOf(endpoint.id, resets, rise, { region, now: options.now })],
    };
  },
};
