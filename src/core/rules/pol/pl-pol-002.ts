import { evidence, type EndpointContext } from '../../context.ts';
import { policyAnswer, type PolicyCall } from '../../reachability/policy.ts';
import { awsCommand } from '../command.ts';
import { endpointPolicy, type PolicyFacts } from '../policy.ts';
import { ENDPOINT } from '../requirements.ts';
import { fails, pass, PRIVATELINK_DOCS, unknown, type CheckResult, type Draft, type EndpointRule } from '../rule.ts';

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
    'The policy has no Allow statement, or a Deny of every principal, action and resource without a condition; or it does not allow the call that the user gave (principal, action, resource). Conditions other than on the principal, the endpoint and its VPC leave it unknown. Where the service supports endpoint policies.',
  why: 'The service answers AccessDenied ("no VPC endpoint policy allows") though the network is fine.',
  examples: {
    bad: '"Action": "s3:Get*", and the call is s3:PutObject',
    good: '"Action": "s3:*", and the call is s3:PutObject',
  },
  fix: 'Add the statement that allows the calls, or reset the policy to the default to prove the cause.',
  check: (context) => {
    const { detail, provider } = context;
    const supported = detail?.vpcEndpointPolicySupported;
    if (provider.kind === 'aws' && supported === false) {
      return pass('The service looks at no endpoint policy: every call passes.');
    }
    const judgement = judge(context);
    // A policy that refuses breaks nothing where the service does not look at it.
    const refuses = judgement !== 'not-applicable' && !('gap' in judgement) && judgement.findings.length > 0;
    return refuses && supported === undefined ? unknown('not-asked', 'VpcEndpointPolicySupported') : judgement;
  },
};

function judge(context: EndpointContext): CheckResult {
  const policy = endpointPolicy(context);
  if (policy === 'not-applicable' || 'gap' in policy) return policy;
  const { endpoint } = context;
  if (!policy.admitsNothing) {
    const admitted = pass(policy.restriction);
    if (policy.open || context.provider.kind !== 'aws') return admitted;
    if (context.options.call !== undefined) return ofCall(context, policy, context.options.call);
    return { ...admitted, assumptions: ['The endpoint’s policy allows the calls that its clients make.'] };
  }
  // Only AWS services evaluate the policy: for another account's service it changes nothing of the traffic.
  if (context.provider.kind !== 'aws') return 'not-applicable';
  return fails(
    {
      resource: endpoint.id,
      message: `The policy of ${endpoint.id} allows no call at all.`,
      evidence: [evidence(endpoint.id, 'PolicyDocument', endpoint.policyDocument?.slice(0, 500) ?? '')],
      commands: commands(context),
    },
    { resource: endpoint.id },
  );
}

/** What the policy says of one call, by the principal, action and resource that were given. */
function ofCall(context: EndpointContext, { statements }: PolicyFacts, call: PolicyCall): CheckResult {
  const { endpoint, vpcId } = context;
  const known = new Map([
    ['aws:sourcevpce', endpoint.id],
    ['aws:sourcevpc', vpcId],
  ]);
  const answer = policyAnswer(statements, call, known);
  const asked = [call.principal ?? 'any principal', call.action ?? 'any action', call.resource ?? 'any resource'].join(
    ', ',
  );
  switch (answer.kind) {
    case 'allowed':
      return pass(`It allows ${asked}.`);
    case 'unknown':
      return unknown(answer.reason, ...answer.missing);
    case 'denied':
      return fails(
        {
          resource: endpoint.id,
          message: `The policy of ${endpoint.id} ${answer.by === undefined ? 'has no statement that allows' : 'denies'} ${asked}.`,
          evidence: [
            evidence(
              endpoint.id,
              answer.by === undefined ? 'PolicyDocument' : 'PolicyDocument.Statement',
              answer.by ?? endpoint.policyDocument?.slice(0, 500) ?? '',
            ),
          ],
          commands: commands(context),
        },
        { resource: endpoint.id },
      );
  }
}

function commands({ endpoint, region }: EndpointContext): Draft['commands'] {
  return [
    awsCommand(
      'ec2 modify-vpc-endpoint',
      region,
      { 'vpc-endpoint-id': endpoint.id, 'policy-document': 'file://endpoint-policy.json' },
      'calls follow the new policy within a minute',
    ),
    awsCommand(
      'ec2 modify-vpc-endpoint',
      region,
      { 'vpc-endpoint-id': endpoint.id, 'reset-policy': true },
      'allows every call through this endpoint until a policy is set again',
    ),
  ];
}
