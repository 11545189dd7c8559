import { evidence, isGatewayService } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { LISTENERS, LOAD_BALANCERS, shortName } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { pass, remark, type ProviderRule } from '../rule.ts';

const LIMIT = 50;

/** PL-NLB-026: more listeners than PrivateLink takes. */
export const plNlb026: ProviderRule = {
  id: 'PL-NLB-026',
  title: 'Load balancer has more listeners than PrivateLink supports',
  hop: 'listener',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'provider',
  effect: 'hygiene',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [SERVICE, LOAD_BALANCERS, LISTENERS],
  suppressedBy: [],
  docs: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/load-balancer-vpc-endpoints.html'],
  condition: `A load balancer of the service has more than ${LIMIT} listeners.`,
  why: `AWS supports load balancers with at most ${LIMIT} listeners behind an endpoint service; it does not say what becomes of the others.`,
  fix: 'Split the listeners over several load balancers and services.',
  examples: { bad: '51 listeners', good: '50 listeners' },
  check: ({ service, loadBalancers, region }) => {
    if (isGatewayService(service)) return 'not-applicable';
    const full = loadBalancers.filter(({ listeners }) => listeners.length > LIMIT);
    if (full.length === 0) return pass(`No load balancer has more than ${LIMIT} listeners.`);
    return remark(
      ...full.map(({ arn, listeners }) => ({
        resource: arn,
        message: `${shortName(arn)} has ${listeners.length} listeners, and PrivateLink supports ${LIMIT}.`,
        evidence: [evidence(arn, 'Listeners', `${listeners.length} listeners`)],
        commands: [
          awsCommand(
            'elbv2 describe-listeners',
            region,
            { 'load-balancer-arn': arn, query: 'length(Listeners)' },
            READS_ONLY,
          ),
        ],
      })),
    );
  },
};
