import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { endpointPolicy, isEveryone } from '../policy.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** PL-POL-003: a principal in the policy of a gateway endpoint, which knows none but everyone. */
export const plPol003: EndpointRule = {
  id: 'PL-POL-003',
  title: 'Gateway endpoint policy names a principal ARN',
  hop: 'endpoint-policy',
  side: 'consumer',
  appliesTo: ['Gateway'],
  owner: 'consumer',
  effect: 'impairs',
  severity: 'high',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  alsoReads: ['ec2:DescribeVpcEndpointServices'],
  suppressedBy: ['PL-POL-002'],
  docs: [`${PRIVATELINK_DOCS}vpc-endpoints-access.html`, `${PRIVATELINK_DOCS}gateway-endpoints.html`],
  condition:
    'An Allow statement of a gateway endpoint’s policy has another Principal than `*` or `{"AWS": "*"}`. Deny statements are not looked at.',
  why: 'The policy of a gateway endpoint takes the Principal `*` only; an account or a root ARN there admits that account’s root user and nobody else, so its roles are refused.',
  fix: 'Set the Principal to `*` and narrow the statement by a condition on aws:PrincipalArn.',
  examples: {
    bad: '"Principal": { "AWS": "arn:aws:iam::111122223333:role/orders-api" }',
    good: '"Principal": "*", "Condition": { "ArnEquals": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/orders-api" } }',
  },
  check: (context) => {
    const policy = endpointPolicy(context);
    if (policy === 'not-applicable' || 'gap' in policy) return policy;
    const { endpoint } = context;
    const named = policy.statements.filter(
      (statement) => statement['Effect'] === 'Allow' && !isEveryone(statement['Principal']),
    );
    if (named.length === 0) return pass('Each statement that allows something allows it to every principal.');
    return {
      instances: [{ resource: endpoint.id, state: 'warn' }],
      findings: [
        {
          resource: endpoint.id,
          message: `The policy of ${endpoint.id} allows ${named.length === 1 ? 'a statement' : `${named.length} statements`} to named principals, which a gateway endpoint does not match: their calls are refused.`,
          evidence: named.map((statement) => evidence(endpoint.id, 'PolicyDocument', statement)),
          commands: [
            awsCommand(
              'ec2 modify-vpc-endpoint',
              context.region,
              { 'vpc-endpoint-id': endpoint.id, 'policy-document': 'file://endpoint-policy.json' },
              'calls that the new policy does not allow fail with AccessDenied within a minute',
            ),
          ],
        },
      ],
    };
  },
};
