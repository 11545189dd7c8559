import { evidence, isGatewayService, selectedListeners } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { LISTENERS, LOAD_BALANCERS, shortName } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { LIFECYCLE, malformed, NLB_DOCS, type Instance, type ProviderRule } from '../rule.ts';

/** PL-NLB-016: nothing listens on the port that was asked for. */
export const plNlb016: ProviderRule = {
  id: 'PL-NLB-016',
  title: 'Consumer uses a port with no listener',
  hop: 'listener',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'both',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [SERVICE, LOAD_BALANCERS, LISTENERS],
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002', 'PL-NLB-002'],
  docs: [`${NLB_DOCS}load-balancer-listeners.html`],
  condition: 'A port was asked for (`--port`), and no listener of any load balancer of the service has it.',
  why: 'The load balancer drops packets to a port without a listener: clients time out, they are not refused.',
  fix: 'Use the published port, or create the listener.',
  examples: {
    bad: '--port 8443, "Listeners": [{ "Port": 443 }]',
    good: '--port 443, "Listeners": [{ "Port": 443 }]',
  },
  check: ({ service, loadBalancers, options, region }) => {
    const { port } = options;
    if (port === undefined || isGatewayService(service)) return 'not-applicable';
    const vague = loadBalancers.flatMap((path) => path.listeners.filter((listener) => listener.port === undefined));
    if (vague.length > 0) return malformed(...vague.map((listener) => `Port of ${listener.id}`));
    const closed = loadBalancers.filter((path) => selectedListeners(path, port).length === 0);
    const published = [...new Set(loadBalancers.flatMap((path) => path.listeners.map((item) => item.name ?? item.id)))];
    return {
      instances: loadBalancers.map((path): Instance => ({
        resource: path.arn,
        state: closed.includes(path) ? 'fail' : 'pass',
      })),
      findings: closed.map(({ arn, listeners }) => ({
        resource: arn,
        message: `${shortName(arn)} has no listener on port ${port}; published: ${published.join(', ') || 'none'}.`,
        evidence: [evidence(arn, 'Listeners[].Port', listeners.map((item) => item.port ?? '?').join(', ') || '[]')],
        commands: [
          awsCommand(
            'elbv2 create-listener',
            region,
            {
              'load-balancer-arn': arn,
              protocol: 'TCP',
              port: String(port),
              'default-actions': 'Type=forward,TargetGroupArn=TARGET_GROUP_ARN',
            },
            'opens that port for every accepted consumer',
          ),
        ],
      })),
      statement: `Port ${port} has a listener.`,
    };
  },
};
