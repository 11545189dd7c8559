import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

/** Characters, white space included; cannot be raised: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html. */
const LIMIT = 20_480;
const NEAR = LIMIT * 0.9;

/** PL-POL-005: a policy with little room left. */
export const plPol005: EndpointRule = {
  id: 'PL-POL-005',
  title: 'Endpoint policy is close to the size limit',
  hop: 'endpoint-policy',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  optional: true,
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}vpc-limits-endpoints.html`, `${PRIVATELINK_DOCS}vpc-endpoints-access.html`],
  condition: `The policy document has more than ${NEAR} characters, white space included: nine tenths of the ${LIMIT} that AWS takes.`,
  why: 'A policy that grows beyond the limit is refused, and the limit cannot be raised.',
  fix: 'Replace lists of accounts and resources by conditions on the organization.',
  examples: { bad: 'a policy of 19,000 characters', good: 'a policy of 2,000 characters' },
  check: ({ endpoint, region }) => {
    if (endpoint.policyDocument === undefined) return 'not-applicable';
    const { length } = endpoint.policyDocument;
    if (length <= NEAR) return pass(`The policy has ${length} of ${LIMIT} characters.`);
    return remark({
      resource: endpoint.id,
      message: `The policy of ${endpoint.id} has ${length} of the ${LIMIT} characters that a policy may have.`,
      evidence: [evidence(endpoint.id, 'PolicyDocument', `${length} characters`)],
      commands: [
        awsCommand(
          'ec2 describe-vpc-endpoints',
          region,
          { 'vpc-endpoint-ids': endpoint.id, query: 'length(VpcEndpoints[0].PolicyDocument)' },
          READS_ONLY,
        ),
      ],
    });
  },
};
