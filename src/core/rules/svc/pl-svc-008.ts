import { evidence, selectedListeners, type LoadBalancerPath, type ProviderContext } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { LISTENERS, LOAD_BALANCERS, shortName, TARGET_GROUPS } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, type Instance, type ProviderRule } from '../rule.ts';

const PROXY_PROTOCOL = 'proxy_protocol_v2.enabled';

/** PL-SVC-008: the same port leads to something else, depending on which load balancer is met. */
export const plSvc008: ProviderRule = {
  id: 'PL-SVC-008',
  title: 'Load balancers of one service differ',
  hop: 'listener',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'provider',
  effect: 'impairs',
  severity: 'high',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    LOAD_BALANCERS,
    LISTENERS,
    TARGET_GROUPS,
    {
      operation: 'elasticloadbalancing:DescribeTargetGroupAttributes',
      // One load balancer cannot differ from itself.
      about: ({ allGroups, loadBalancers }) =>
        loadBalancers.length < 2 ? [] : allGroups.map(({ arn }) => ({ TargetGroupArn: arn })),
    },
  ],
  suppressedBy: ['PL-SVC-002', 'PL-NLB-002'],
  docs: [`${PRIVATELINK_DOCS}privatelink-share-your-services.html`],
  condition:
    'The service has several load balancers, and what one of them does with a port (with the requested one, or any) differs from another: no listener, another protocol, target groups of another protocol or with another setting for Proxy Protocol v2.',
  why: 'Each zone of an endpoint uses one of the load balancers, so clients meet now one behaviour, now the other.',
  fix: 'Give all load balancers of the service the same listeners and settings.',
  examples: {
    bad: 'net/orders-a listens on TCP:443, net/orders-b on TCP:443 and TCP:8443',
    good: 'net/orders-a and net/orders-b both listen on TCP:443 and TCP:8443',
  },
  check: (context) => {
    const { loadBalancers, region, service } = context;
    if (loadBalancers.length < 2) return 'not-applicable';
    const unread = loadBalancers.filter((path) => path.loadBalancer === undefined);
    if (unread.length > 0) return malformed(...unread.map(({ arn }) => `${shortName(arn)} in the listing`));
    const vague = context.allGroups.filter(
      ({ arn, group }) =>
        group?.protocol === undefined || context.inventory.targetGroupAttributes.get(arn)?.values === undefined,
    );
    if (vague.length > 0) return malformed(...vague.map(({ arn }) => `Protocol or Attributes of ${shortName(arn)}`));
    const told = loadBalancers.map((path) => ({ path, behaviour: behaviourOf(context, path) }));
    const all = [...new Set(told.flatMap(({ behaviour }) => behaviour))].sort();
    const missing = told.map(({ path, behaviour }) => ({
      path,
      lacks: all.filter((item) => !behaviour.includes(item)),
    }));
    const differing = missing.filter(({ lacks }) => lacks.length > 0);
    const instances = loadBalancers.map(({ arn }): Instance => ({
      resource: arn,
      state: differing.length > 0 ? 'warn' : 'pass',
    }));
    if (differing.length === 0) return pass('All load balancers of the service treat its ports alike.', instances);
    return {
      instances,
      findings: [
        {
          resource: service.id,
          message: `The load balancers of ${service.id} differ: ${differing.map(({ path, lacks }) => `${shortName(path.arn)} has no ${lacks.join(' and no ')}`).join('; ')}. A zone of an endpoint meets one of them, so what clients find depends on the zone.`,
          evidence: told.map(({ path, behaviour }) => evidence(path.arn, 'Listeners', behaviour.join(', ') || '[]')),
          commands: loadBalancers.map(({ arn }) =>
            awsCommand('elbv2 describe-listeners', region, { 'load-balancer-arn': arn }, READS_ONLY),
          ),
        },
      ],
    };
  },
};

/** What a load balancer does with each port, one text a port. */
function behaviourOf(context: ProviderContext, path: LoadBalancerPath): readonly string[] {
  const { inventory, options, allGroups } = context;
  return selectedListeners(path, options.port)
    .map((listener) => {
      const own = allGroups.filter(
        (group) => group.loadBalancer.arn === path.arn && group.listeners.includes(listener),
      );
      const settings = own.map(({ arn, group }) => {
        const proxy = inventory.targetGroupAttributes.get(arn)?.values[PROXY_PROTOCOL] === 'true';
        return `${group?.protocol ?? ''}${proxy ? ' with Proxy Protocol v2' : ''}`;
      });
      const targets = [...new Set(settings)].sort().join(' and ');
      return `${listener.protocol ?? '?'}:${listener.port ?? '?'}${targets === '' ? '' : ` to ${targets} targets`}`;
    })
    .sort();
}
