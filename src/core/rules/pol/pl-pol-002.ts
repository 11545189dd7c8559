import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { endpointPolicy } from '../policy.ts';
import { ENDPOINT } from '../requirements.ts';
import { fails, pass, PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** PL-POL-002: no call can pass the policy. */
export const plPol002: EndpointRule = {
  id: 'PL-POL-002',
  title: 'Endpoint policy does not allow the caller',
  hop: 'endpoint-policy',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'high',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  alsoReads: ['ec2:DescribeVpcEndpointServices'],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}vpc-endpoints-access.html`],
  condition:
    'The policy has no Allow statement, or a Deny of every principal, action and resource without a condition. Where the service supports endpoint policies.',
  why: 'The service answers AccessDenied ("no VPC endpoint policy allows") though the network is fine.',
  fix: 'Add the statement that allows the calls, or reset the policy to the default to prove the cause.',
  check: (context) => {
    const policy = endpointPolicy(context);
    if (policy === 'not-applicable' || 'gap' in policy) return policy;
    const { endpoint } = context;
    if (!policy.admitsNothing) {
      const admitted = pass(policy.restriction, [{ resource: endpoint.id, state: 'pass' }]);
      if (policy.open || context.provider.kind !== 'aws') return admitted;
      return { ...admitted, assumptions: [`The policy of ${endpoint.id} allows the calls that its clients make.`] };
    }
    // Only AWS services evaluate the policy: for another account's service it changes nothing of the traffic.
    if (context.provider.kind !== 'aws') return 'not-applicable';
    return fails(
      {
        resource: endpoint.id,
        message: `The policy of ${endpoint.id} allows no call at all.`,
        evidence: [evidence(endpoint.id, 'PolicyDocument', endpoint.policyDocument?.slice(0, 500) ?? '')],
        commands: [
          awsCommand(
            'ec2 modify-vpc-endpoint',
            context.region,
            { 'vpc-endpoint-id': endpoint.id, 'policy-document': 'file://endpoint-policy.json' },
            'calls follow the new policy within a minute',
          ),
          awsCommand(
            'ec2 modify-vpc-endpoint',
            context.region,
            { 'vpc-endpoint-id': endpoint.id, 'reset-policy': true },
            'allows every call through this endpoint until a policy is set again',
          ),
        ],
      },
      { resource: endpoint.id },
    );
  },
};
