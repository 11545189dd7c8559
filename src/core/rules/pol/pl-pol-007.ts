import { evidence } from '../../context.ts';
import { policyAnswer } from '../../reachability/policy.ts';
import { awsCommand } from '../command.ts';
import { conditionKeys, endpointPolicy } from '../policy.ts';
import { ENDPOINT } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

/** PL-POL-007: image layers come from a bucket of AWS's, which the policy of the S3 endpoint does not let through. */
export const plPol007: EndpointRule = {
  id: 'PL-POL-007',
  title: 'S3 endpoint policy may block AWS-owned buckets',
  hop: 'endpoint-policy',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'medium',
  confidence: 'heuristic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeVpcEndpoints', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  alsoReads: ['ec2:DescribeVpcEndpointServices'],
  optional: true,
  suppressedBy: ['PL-POL-002'],
  docs: [
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
    `${PRIVATELINK_DOCS}vpc-endpoints-s3.html`,
  ],
  condition:
    'The VPC has an endpoint for ecr.dkr, and the policy of its S3 endpoint does not allow s3:GetObject on the Region’s bucket of image layers, prod-REGION-starport-layer-bucket, without a condition on the organization or account of the caller or of the bucket.',
  why: 'Image layers are fetched by links that ECR has signed from a bucket that AWS owns: neither is part of your organization, so pulls fail with 403 from S3.',
  fix: 'Add a statement that allows everyone s3:GetObject on that bucket, and on the other AWS-owned buckets that agents in the VPC use.',
  examples: {
    bad: 'an endpoint for ecr.dkr, and "Resource": "arn:aws:s3:::orders-*" in the policy of the S3 endpoint',
    good: 'a statement with "Action": "s3:GetObject", "Resource": "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*"',
  },
  check: (context) => {
    const { endpoint, inventory, lookup, region, vpcId } = context;
    if (endpoint.serviceName === undefined) return malformed('ServiceName');
    if (!endpoint.serviceName.endsWith('.s3')) return 'not-applicable';
    const registry = lookup.endpointsOf(vpcId).find((item) => item.serviceName?.endsWith('.ecr.dkr') === true);
    if (registry === undefined) return 'not-applicable';
    const policy = endpointPolicy(context);
    if (policy === 'not-applicable' || 'gap' in policy) return policy;
    const bucket = `prod-${region}-starport-layer-bucket`;
    // What only the organization may do, ECR's own signature may not; a Deny with such a condition may or may not hold.
    const unfenced = policy.statements.filter(
      (item) => item['Effect'] === 'Deny' || conditionKeys(item).every((key) => !FENCES.test(key)),
    );
    const answer = policyAnswer(
      unfenced,
      { action: 's3:GetObject', resource: `arn:${inventory.scopes[0]?.partition ?? 'aws'}:s3:::${bucket}/layer` },
      new Map(),
    );
    if (answer.kind !== 'denied') return pass(`Its policy does not refuse reading from ${bucket}.`);
    return remark({
      resource: endpoint.id,
      message: `The policy of ${endpoint.id} does not allow reading image layers from ${bucket}, and ${registry.id} says that images are pulled in ${vpcId}.`,
      evidence: [
        evidence(registry.id, 'ServiceName', registry.serviceName),
        evidence(endpoint.id, 'PolicyDocument', endpoint.policyDocument?.slice(0, 500) ?? ''),
      ],
      commands: [
        awsCommand(
          'ec2 modify-vpc-endpoint',
          region,
          { 'vpc-endpoint-id': endpoint.id, 'policy-document': 'file://endpoint-policy.json' },
          'calls that the new policy does not allow fail with AccessDenied within a minute',
        ),
      ],
    });
  },
};

const FENCES = /^(aws|s3):(principal|resource)(org|account|arn)/;
