import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { policyFacts } from '../policy.ts';
import { ENDPOINT } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

/** PL-POL-004: a policy that the service does not look at. */
export const plPol004: EndpointRule = {
  id: 'PL-POL-004',
  title: 'Service does not support endpoint policies',
  hop: 'endpoint-policy',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'note',
  severity: 'info',
  confidence: 'deterministic',
  requires: [
    ENDPOINT,
    {
      operation: 'ec2:DescribeVpcEndpointServices',
      about: ({ endpoint, serviceRegion }) => [
        {
          'service-name': endpoint.serviceName ?? '',
          ServiceName: endpoint.serviceName ?? '',
          ServiceRegion: serviceRegion,
        },
      ],
    },
  ],
  optional: true,
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}vpc-endpoints-access.html`],
  condition:
    'VpcEndpointPolicySupported of the service is false, and it is an AWS service, or the endpoint has a policy that restricts something.',
  why: 'Whatever its policy says, the endpoint gives full access: security groups, IAM and the provider’s own authorization are what restricts.',
  fix: 'Restrict by security groups and by aws:SourceVpce in the policies of the resources.',
  examples: {
    bad: '"VpcEndpointPolicySupported": false, and a policy that allows one role only',
    good: '"VpcEndpointPolicySupported": true',
  },
  check: ({ detail, endpoint, provider, region }) => {
    if (detail?.vpcEndpointPolicySupported === undefined) return malformed('VpcEndpointPolicySupported');
    if (detail.vpcEndpointPolicySupported) return pass('The service supports endpoint policies.');
    const policy = policyFacts(endpoint.policyDocument ?? '');
    // Nobody expects a policy on a customer's own service unless one was written.
    if (provider.kind !== 'aws' && (policy === undefined || policy.open)) return 'not-applicable';
    return remark({
      resource: endpoint.id,
      message: `${endpoint.serviceName ?? 'The service'} does not support endpoint policies: ${endpoint.id} gives full access.`,
      evidence: [evidence(detail.serviceName, 'VpcEndpointPolicySupported', false)],
      commands: [
        awsCommand(
          'ec2 describe-vpc-endpoint-services',
          region,
          { 'service-names': detail.serviceName, query: 'ServiceDetails[].VpcEndpointPolicySupported' },
          READS_ONLY,
        ),
      ],
    });
  },
};
