import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { LOAD_BALANCERS, shortName } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { NLB_DOCS, pass, remark, type ProviderRule } from '../rule.ts';

/** PL-NLB-010: the load balancer's groups do not look at PrivateLink clients. */
export const plNlb010: ProviderRule = {
  id: 'PL-NLB-010',
  title: 'NLB security groups are not applied to PrivateLink traffic',
  hop: 'load-balancer',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'note',
  severity: 'low',
  confidence: 'deterministic',
  requires: [SERVICE, LOAD_BALANCERS],
  suppressedBy: [],
  docs: [`${NLB_DOCS}load-balancer-security-groups.html`],
  condition: 'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic of a load balancer of the service is off.',
  why: 'Whoever is connected reaches every listener, whatever the groups say.',
  fix: 'Turn it on once the clients’ address ranges are known and admitted.',
  examples: {
    bad: '"EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "off"',
    good: '"EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "on"',
  },
  check: ({ loadBalancers, region }) => {
    const off = loadBalancers.filter(({ loadBalancer }) => loadBalancer?.enforcePrivateLinkInbound === 'off');
    if (off.length === 0) return pass('Its load balancers’ groups apply to PrivateLink traffic, where there are any.');
    return remark(
      ...off.map(({ arn, loadBalancer }) => ({
        resource: arn,
        message: `${shortName(arn)} does not apply its security groups to what comes through PrivateLink.`,
        evidence: [evidence(arn, 'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic', 'off')],
        commands: [
          awsCommand(
            'elbv2 set-security-groups',
            region,
            {
              'load-balancer-arn': arn,
              'security-groups': loadBalancer?.securityGroupIds ?? [],
              'enforce-security-group-inbound-rules-on-private-link-traffic': 'on',
            },
            'clients that the groups do not admit are cut off at once',
          ),
        ],
      })),
    );
  },
};
