import { evidence, type EndpointContext } from '../../context.ts';
import { parseCidr } from '../../model/cidr.ts';
import { policyAnswer, type PolicyAnswer, type PolicyCall } from '../../reachability/policy.ts';
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
    'The policy can allow no call of the service, whoever makes it: it has no Allow statement, or a Deny of everything, or its conditions on the endpoint, its VPC and the time and the services of its actions leave nothing; or it does not allow the call that the user gave (principal, action, resource). Conditions other than on the principal, the endpoint, its VPC, the time and the given client’s address leave it unknown. Where the service supports endpoint policies.',
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
  const { call } = context.options;
  const isRefused = policy.admitsNothing || (call === undefined && answerOf(context, policy, {}).kind === 'denied');
  if (!isRefused) {
    const admitted = pass(policy.restriction);
    if (policy.open || context.provider.kind !== 'aws') return admitted;
    if (call !== undefined) return ofCall(context, policy, call);
    return { ...admitted, assumptions: ['The endpoint’s policy allows the calls that its clients make.'] };
  }
  // Only AWS services evaluate the policy: for another account's service it changes nothing of the traffic.
  if (context.provider.kind !== 'aws') return 'not-applicable';
  return fails(
    {
      resource: endpoint.id,
      message: `The policy of ${endpoint.id} allows no call at all${policy.admitsNothing ? '' : ` of ${endpoint.serviceName ?? 'the service'}, whoever makes it through this endpoint`}.`,
      evidence: [evidence(endpoint.id, 'PolicyDocument', endpoint.policyDocument?.slice(0, 500) ?? '')],
      commands: commands(context),
    },
    { resource: endpoint.id },
  );
}

/**
 * What the policy answers, with what is known of every call through the endpoint: its id, its VPC, the time, the client's
 * address, and what the service's actions are called.
 */
function answerOf(context: EndpointContext, { statements }: PolicyFacts, call: PolicyCall): PolicyAnswer {
  const { endpoint, options, vpcId } = context;
  const prefixes = actionPrefixes(endpoint.serviceName ?? '');
  const address = clientAddress(context);
  const known = new Map([
    ['aws:sourcevpce', endpoint.id],
    ['aws:sourcevpc', vpcId],
    ['aws:currenttime', options.now],
    ...(address === undefined ? [] : [['aws:vpcsourceip', address] as const]),
  ]);
  return policyAnswer(statements, { ...call, ...(prefixes === undefined ? {} : { prefixes }) }, known);
}

/** The address of the source that was given. */
function clientAddress({ inventory, options }: EndpointContext): string | undefined {
  const asked = options.source ?? '';
  const address =
    inventory.networkInterfaces.get(asked)?.privateIps?.[0] ?? inventory.subnets.get(asked)?.cidr ?? asked;
  return parseCidr(address) === undefined ? undefined : address;
}

/**
 * What the actions of a service begin with, where all of those that its endpoint takes are known to.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const ACTION_PREFIXES: ReadonlyMap<string, readonly string[]> = new Map([
  ...['dynamodb', 'events', 'kms', 'lambda', 'logs', 'secretsmanager', 'sns', 'sqs', 'ssm', 'states', 'sts'].map(
    (name): [string, readonly string[]] => [name, [name]],
  ),
  ['ecr.api', ['ecr']],
  ['ecr.dkr', ['ecr']],
  ['kinesis-streams', ['kinesis']],
  ['monitoring', ['cloudwatch']],
  ['s3', ['s3', 's3-object-lambda', 's3-outposts']],
]);

function actionPrefixes(serviceName: string): readonly string[] | undefined {
  return ACTION_PREFIXES.get(/^(?:com|cn\.com)\.amazonaws\.[^.]+\.(.+)$/.exec(serviceName)?.[1] ?? '');
}

/** What the policy says of one call, by the principal, action and resource that were given. */
function ofCall(context: EndpointContext, policy: PolicyFacts, call: PolicyCall): CheckResult {
  const { endpoint } = context;
  const answer = answerOf(context, policy, call);
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
