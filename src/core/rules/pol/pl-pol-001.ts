import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { endpointPolicy } from '../policy.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

/** PL-POL-001: the policy is the default one that allows everything. */
export const plPol001: EndpointRule = {
  id: 'PL-POL-001',
  title: 'Endpoint policy allows everything (default)',
  hop: 'endpoint-policy',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway'],
  owner: 'consumer',
  effect: 'exposure',
  severity: 'low',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  alsoReads: ['ec2:DescribeVpcEndpointServices'],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}vpc-endpoints-access.html`],
  condition:
    'The policy has an Allow for every principal, action and resource without a condition, and denies nothing. Only for AWS services that support endpoint policies: another account’s service does not evaluate them.',
  why: 'Any principal in the VPC may reach any resource of the service, also resources of other accounts.',
  fix: 'Attach a policy that is limited to your organization or your resources.',
  examples: {
    bad: '{ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }',
    good: '{ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*",\n  "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-0a1b2c3d4e" } } }',
  },
  check: (context) => {
    // A customer's own service gets no AWS API calls, so there is nothing that a policy could restrict.
    if (context.provider.kind !== 'aws') return 'not-applicable';
    const policy = endpointPolicy(context);
    if (policy === 'not-applicable' || 'gap' in policy) return policy;
    if (!policy.open) return pass(policy.restriction);
    const { endpoint } = context;
    return remark({
      resource: endpoint.id,
      message: `The policy of ${endpoint.id} allows every principal every action on every resource of ${endpoint.serviceName ?? 'the service'}.`,
      evidence: [evidence(endpoint.id, 'PolicyDocument', endpoint.policyDocument?.slice(0, 500) ?? '')],
      commands: [
        awsCommand(
          'ec2 modify-vpc-endpoint',
          context.region,
          { 'vpc-endpoint-id': endpoint.id, 'policy-document': 'file://endpoint-policy.json' },
          'calls that the new policy does not allow fail with AccessDenied within a minute',
        ),
      ],
    });
  },
};
