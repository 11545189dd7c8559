import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { conditionKeys, endpointPolicy } from '../policy.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

/** PL-POL-008: a condition on an address that no request through an endpoint carries. */
export const plPol008: EndpointRule = {
  id: 'PL-POL-008',
  title: 'Policy tests aws:SourceIp',
  hop: 'endpoint-policy',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  alsoReads: ['ec2:DescribeVpcEndpointServices'],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}vpc-endpoints-s3.html`, `${PRIVATELINK_DOCS}vpc-endpoints-access.html`],
  condition: 'A condition of the endpoint’s policy has the key aws:SourceIp.',
  why: 'Requests through an endpoint carry no public source address: an Allow with the condition never applies, and a Deny with a negated one always does.',
  fix: 'Test aws:VpcSourceIp, aws:SourceVpc or aws:SourceVpce instead.',
  examples: {
    bad: '"Condition": { "IpAddress": { "aws:SourceIp": "10.20.0.0/16" } }',
    good: '"Condition": { "IpAddress": { "aws:VpcSourceIp": "10.20.0.0/16" } }',
  },
  check: (context) => {
    const policy = endpointPolicy(context);
    if (policy === 'not-applicable' || 'gap' in policy) return policy;
    const { endpoint } = context;
    const testing = policy.statements.filter((item) => conditionKeys(item).includes('aws:sourceip'));
    if (testing.length === 0) return pass('No statement tests aws:SourceIp.');
    return remark({
      resource: endpoint.id,
      message: `The policy of ${endpoint.id} tests aws:SourceIp, which no request through an endpoint carries.`,
      evidence: testing.map((item) => evidence(endpoint.id, 'PolicyDocument', item)),
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
