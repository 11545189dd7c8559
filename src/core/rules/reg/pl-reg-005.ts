import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { LISTENERS } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';

const IDLE_TIMEOUT = 'tcp.idle_timeout.seconds';
/** The default, and the only value across Regions. */
const IDLE_SECONDS = '350';

/** PL-REG-005: what the listener offers is not kept across Regions. */
export const plReg005: ProviderRule = {
  id: 'PL-REG-005',
  title: 'Cross-Region service with a custom TCP idle timeout or UDP',
  hop: 'listener',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'note',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    LISTENERS,
    {
      operation: 'elasticloadbalancing:DescribeListenerAttributes',
      about: ({ service, loadBalancers }) =>
        (service.supportedRegions ?? []).length < 2
          ? []
          : loadBalancers.flatMap((path) => path.listeners.map((listener) => ({ ListenerArn: listener.id }))),
    },
  ],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}privatelink-share-your-services.html`],
  condition: `The service supports more than one Region, and a TCP listener’s ${IDLE_TIMEOUT} is not ${IDLE_SECONDS}, or a listener takes UDP.`,
  why: 'Custom idle timeouts, and UDP datagrams in fragments, are not supported across Regions.',
  fix: `Return to ${IDLE_SECONDS} seconds; keep datagrams small.`,
  examples: {
    bad: 'two SupportedRegions, "tcp.idle_timeout.seconds": "600"',
    good: 'two SupportedRegions, "tcp.idle_timeout.seconds": "350"',
  },
  check: ({ service, loadBalancers, inventory, region }) => {
    if ((service.supportedRegions ?? []).length < 2) return 'not-applicable';
    const listeners = loadBalancers.flatMap((path) => path.listeners);
    const told = listeners.map((listener) => ({
      listener,
      seconds: inventory.listenerAttributes.get(listener.id)?.values[IDLE_TIMEOUT],
      isTcp: listener.protocol === 'TCP' || listener.protocol === 'TCP_UDP',
      isUdp: listener.protocol === 'UDP' || listener.protocol === 'TCP_UDP',
    }));
    const custom = told.filter((item) => item.isTcp && item.seconds !== undefined && item.seconds !== IDLE_SECONDS);
    const udp = told.filter((item) => item.isUdp);
    if (custom.length === 0 && udp.length === 0) {
      const vague = told.filter((item) => item.isTcp && item.seconds === undefined);
      return vague.length > 0
        ? malformed(...vague.map((item) => `${IDLE_TIMEOUT} of ${item.listener.name ?? item.listener.id}`))
        : pass('Its listeners work across Regions as they do at home.');
    }
    return remark(
      ...custom.map(({ listener, seconds }) => ({
        resource: listener.id,
        message: `${listener.name ?? listener.id} keeps idle connections for ${seconds ?? ''} seconds; for endpoints in other Regions that is not supported.`,
        evidence: [evidence(listener.id, IDLE_TIMEOUT, seconds ?? '')],
        commands: [
          awsCommand(
            'elbv2 modify-listener-attributes',
            region,
            { 'listener-arn': listener.id, attributes: `Key=${IDLE_TIMEOUT},Value=${IDLE_SECONDS}` },
            'connections that idle longer than that are closed from then on',
          ),
        ],
      })),
      ...udp.map(({ listener }) => ({
        resource: listener.id,
        severity: 'info' as const,
        message: `${listener.name ?? listener.id} takes UDP; fragments of datagrams are not carried across Regions.`,
        evidence: [evidence(listener.id, 'Protocol', listener.protocol ?? '')],
        commands: [],
      })),
    );
  },
};
