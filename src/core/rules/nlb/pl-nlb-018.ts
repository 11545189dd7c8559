import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { LOAD_BALANCERS, shortName } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, NLB_DOCS, pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';

/** PL-NLB-018: the private service can be reached from the internet. */
export const plNlb018: ProviderRule = {
  id: 'PL-NLB-018',
  title: 'The service’s load balancer is internet-facing',
  hop: 'load-balancer',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'exposure',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [SERVICE, LOAD_BALANCERS],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}create-endpoint-service.html`, `${NLB_DOCS}network-load-balancers.html`],
  condition: 'The Scheme of a load balancer of the service is internet-facing.',
  why: 'The same listeners have public addresses: acceptance and endpoint policies do not stand before them.',
  fix: 'Use an internal load balancer for the service.',
  examples: { bad: '"Scheme": "internet-facing"', good: '"Scheme": "internal"' },
  check: ({ loadBalancers, region }) => {
    const vague = loadBalancers.filter(({ loadBalancer }) => loadBalancer?.scheme === undefined);
    if (vague.length > 0) return malformed(...vague.map(({ arn }) => `Scheme of ${shortName(arn)}`));
    const open = loadBalancers.filter(({ loadBalancer }) => loadBalancer?.scheme === 'internet-facing');
    if (open.length === 0) return pass('Its load balancers are internal.');
    return remark(
      ...open.map(({ arn }) => ({
        resource: arn,
        message: `${shortName(arn)} is internet-facing: what it serves through PrivateLink has public addresses too.`,
        evidence: [evidence(arn, 'Scheme', 'internet-facing')],
        commands: [awsCommand('elbv2 describe-load-balancers', region, { 'load-balancer-arns': arn }, READS_ONLY)],
      })),
    );
  },
};
