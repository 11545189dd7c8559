import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { pass, remark, ROUTE53_DOCS, type EndpointRule } from '../rule.ts';

/** PL-DNS-019: a firewall looks at the VPC's queries. */
export const plDns019: EndpointRule = {
  id: 'PL-DNS-019',
  title: 'DNS Firewall may block the name',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'note',
  severity: 'low',
  confidence: 'heuristic',
  requires: [{ operation: 'route53resolver:ListFirewallRuleGroupAssociations' }],
  suppressedBy: [],
  docs: [`${ROUTE53_DOCS}resolver-dns-firewall.html`],
  condition: 'A DNS Firewall rule group is associated with the VPC. Its rules are not read.',
  why: 'A rule that blocks a domain answers for private names too that they do not exist.',
  fix: 'Allow the endpoint’s names in the rule group, or look at its query log.',
  examples: {
    bad: '"FirewallRuleGroupAssociations": [{ "VpcId": "vpc-0a1b", "FirewallRuleGroupId": "rslvr-frg-0a1b" }]',
    good: '"FirewallRuleGroupAssociations": []',
  },
  check: ({ lookup, vpcId, region }) => {
    const own = lookup.firewallsOf(vpcId);
    if (own.length === 0) return pass(`No DNS Firewall looks at the queries of ${vpcId}.`);
    return remark(
      ...own.map((item) => ({
        resource: vpcId,
        message: `${item.firewallRuleGroupId ?? item.id} filters the DNS queries of ${vpcId}; its rules were not read.`,
        evidence: [evidence(item.id, 'FirewallRuleGroupId', item.firewallRuleGroupId ?? '')],
        commands: [
          awsCommand(
            'route53resolver list-firewall-rules',
            region,
            { 'firewall-rule-group-id': item.firewallRuleGroupId ?? 'RULE_GROUP_ID' },
            READS_ONLY,
          ),
        ],
      })),
    );
  },
};
