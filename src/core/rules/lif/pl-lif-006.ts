import { evidence } from '../../context.ts';
import { ageInHours, describeAge } from '../age.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { malformed, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

/** Endpoints take minutes. */
const LONG_HOURS = 0.25;

/** PL-LIF-006: the endpoint does not come about. */
export const plLif006: EndpointRule = {
  id: 'PL-LIF-006',
  title: 'Endpoint stuck in pending',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'medium',
  // A change of the endpoint makes it pending again, and that moment is in no listing.
  confidence: 'heuristic',
  requires: [ENDPOINT],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}concepts.html`],
  condition: 'The endpoint’s State is pending, and it was created more than 15 minutes ago.',
  why: 'AWS builds endpoints within minutes; one that was changed lately is pending too.',
  fix: 'Look in CloudTrail for the answer to CreateVpcEndpoint or ModifyVpcEndpoint; if it does not settle, open a case with AWS.',
  examples: {
    bad: '"State": "pending", created an hour ago',
    good: '"State": "pending", created five minutes ago',
  },
  check: ({ endpoint, options, region }) => {
    if (endpoint.state !== 'pending') return 'not-applicable';
    const hours = ageInHours(endpoint.creationTimestamp, options.now);
    if (hours === undefined) return malformed('CreationTimestamp');
    if (hours <= LONG_HOURS) return { instances: [], findings: [] };
    return remark({
      resource: endpoint.id,
      message: `${endpoint.id} is pending, and was created ${describeAge(endpoint.creationTimestamp, options.now) ?? ''} ago.`,
      evidence: [
        evidence(endpoint.id, 'State', 'pending'),
        evidence(endpoint.id, 'CreationTimestamp', endpoint.creationTimestamp ?? ''),
      ],
      commands: [
        awsCommand(
          'cloudtrail lookup-events',
          region,
          { 'lookup-attributes': `AttributeKey=ResourceName,AttributeValue=${endpoint.id}` },
          READS_ONLY,
        ),
      ],
    });
  },
};
