import { configured } from '../configured.ts';
import { addAwsEndpoint, FULL_ACCESS } from '../endpoint.ts';
import { CONSUMER, healthyEstate, ORGANIZATION_POLICY, type HealthyEstate } from '../healthy.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

const ROLE = `arn:aws:iam::${CONSUMER}:role/ci/deploy`;

/** Only a role of the consumer may read images. */
function readersOnly({ awsEndpoint }: HealthyEstate): void {
  const allow = { Effect: 'Allow', Principal: { AWS: ROLE }, Action: ['ecr:Get*', 'ecr:BatchGetImage'], Resource: '*' };
  awsEndpoint.raw['PolicyDocument'] = JSON.stringify({ Version: '2012-10-17', Statement: [allow] });
}

type Policed = 'awsEndpoint' | 'gateway';

/** Sets the policy of an endpoint to these statements, laid out with so many characters of white space after them. */
function policy(statements: readonly object[], subject: Policed = 'awsEndpoint', padding = 0) {
  return (estate: HealthyEstate): void => {
    const text = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    estate[subject].raw['PolicyDocument'] = text + ' '.repeat(Math.max(0, padding - text.length));
  };
}

const ORGANIZATION = { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } };
const ALLOW = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
const LAYERS = {
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*',
};

/** Images are pulled in the VPC of the S3 endpoint. */
function pullingEstate(): HealthyEstate {
  const estate = healthyEstate();
  addAwsEndpoint(estate.consumer, estate.consumerVpc, 'ecr.dkr', {
    name: 'ecr-dkr',
    groupIds: [estate.endpointGroupId],
    subnets: estate.endpointSubnets,
    policy: ORGANIZATION_POLICY,
  });
  policy([{ ...ALLOW, Condition: ORGANIZATION }, LAYERS], 'gateway')(estate);
  return estate;
}

function unpoliced({ consumer, awsEndpoint }: HealthyEstate): void {
  const detail = consumer.tables['ec2:DescribeVpcEndpointServices'].find(
    (item) => item['ServiceName'] === awsEndpoint.raw['ServiceName'],
  );
  if (detail !== undefined) detail['VpcEndpointPolicySupported'] = false;
}

const call = (principal: string, action: string) => (): readonly string[] => [
  '--principal',
  principal,
  '--action',
  action,
];

const named =
  (subject: 'awsEndpoint' | 'endpoint', ...ids: readonly (string | undefined)[]) =>
  (estate: HealthyEstate): readonly string[] => {
    const { id } = estate[subject];
    return configured({ answers: { [id]: { endpointsInPolicies: ids.map((name) => name ?? id) } } });
  };

const REFUSES_ALL = {
  hop: 'endpoint-policy',
  effect: 'breaks',
  verdict: 'broken',
  owner: 'consumer',
  subject: 'awsEndpoint',
} as const;

export const POL_WORLDS: readonly BrokenWorld[] = [
  world('PL-POL-002', {
    fault: 'the policy allows actions of another service alone',
    ...REFUSES_ALL,
    change: policy([{ ...ALLOW, Action: ['s3:*', 'ecrx:Get*'] }]),
    says: 'allows no call at all of com.amazonaws.us-east-1.ecr.api',
  }),
  world('PL-POL-002', {
    fault: 'the policy denies everything that comes through this very endpoint',
    ...REFUSES_ALL,
    change: (estate) => {
      const Condition = { StringEquals: { 'aws:SourceVpce': estate.awsEndpoint.id } };
      policy([ALLOW, { ...ALLOW, Effect: 'Deny', Condition }])(estate);
    },
  }),
  world('PL-POL-002', {
    fault: 'the policy allows what comes from another VPC alone',
    ...REFUSES_ALL,
    change: policy([{ ...ALLOW, Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-0aaaaaaaaaaaaaaaa' } } }]),
  }),
  world('PL-POL-002', {
    fault: 'the policy’s last day is over',
    ...REFUSES_ALL,
    change: policy([{ ...ALLOW, Condition: { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } } }]),
  }),
  world('PL-POL-009', {
    fault: 'policies of repositories still name the endpoint that this one replaced',
    subject: 'awsEndpoint',
    hop: 'endpoint-policy',
    effect: 'note',
    verdict: 'healthy',
    owner: 'consumer',
    args: named('awsEndpoint', 'vpce-0a1b'),
  }),
  world('PL-POL-001', {
    fault: 'the endpoint has the policy that AWS attaches by default',
    subject: 'awsEndpoint',
    hop: 'endpoint-policy',
    effect: 'exposure',
    verdict: 'healthy',
    owner: 'consumer',
    change: ({ awsEndpoint }) => {
      awsEndpoint.raw['PolicyDocument'] = JSON.stringify(FULL_ACCESS, null, 2);
    },
  }),
  world('PL-POL-002', {
    fault: 'the endpoint’s policy denies every call',
    subject: 'awsEndpoint',
    hop: 'endpoint-policy',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: ({ awsEndpoint }) => {
      const deny = { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' };
      awsEndpoint.raw['PolicyDocument'] = JSON.stringify({ Version: '2012-10-17', Statement: [deny] });
    },
  }),
  world('PL-POL-002', {
    fault: 'the policy allows the role to read, and it writes',
    subject: 'awsEndpoint',
    hop: 'endpoint-policy',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    args: call(ROLE, 'ecr:PutImage'),
    change: readersOnly,
  }),
  world('PL-POL-002', {
    fault: 'the policy allows another role than the caller’s',
    subject: 'awsEndpoint',
    hop: 'endpoint-policy',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    args: call(`arn:aws:iam::${CONSUMER}:role/orders-api`, 'ecr:GetAuthorizationToken'),
    change: readersOnly,
  }),
  world('PL-POL-003', {
    fault: 'the policy of a gateway endpoint names a role as its principal',
    subject: 'gateway',
    hop: 'endpoint-policy',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    change: policy([{ ...ALLOW, Principal: { AWS: ROLE } }], 'gateway'),
  }),
  world('PL-POL-004', {
    fault: 'a service of AWS does not look at policies',
    subject: 'awsEndpoint',
    hop: 'endpoint-policy',
    effect: 'note',
    verdict: 'healthy',
    owner: 'consumer',
    change: unpoliced,
  }),
  world('PL-POL-004', {
    fault: 'a policy that restricts something was attached for another company’s service',
    hop: 'endpoint-policy',
    effect: 'note',
    verdict: 'healthy',
    owner: 'consumer',
    change: ({ endpoint }) => {
      endpoint.raw['PolicyDocument'] = JSON.stringify(ORGANIZATION_POLICY);
    },
  }),
  world('PL-POL-005', {
    fault: 'the policy has one character more than nine tenths of the limit',
    subject: 'awsEndpoint',
    hop: 'endpoint-policy',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    change: policy([{ ...ALLOW, Condition: ORGANIZATION }], 'awsEndpoint', 18_433),
  }),
  world('PL-POL-006', {
    fault: 'the policy allows reading to everyone on everything',
    subject: 'awsEndpoint',
    hop: 'endpoint-policy',
    effect: 'exposure',
    verdict: 'healthy',
    owner: 'consumer',
    change: policy([{ ...ALLOW, Action: ['ecr:Get*', 'ecr:BatchGetImage'] }]),
  }),
  world('PL-POL-007', {
    fault: 'the policy of the S3 endpoint knows the organization’s callers only, and images are pulled',
    base: pullingEstate,
    subject: 'gateway',
    hop: 'endpoint-policy',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    change: policy([{ ...ALLOW, Condition: ORGANIZATION }], 'gateway'),
  }),
  world('PL-POL-007', {
    fault: 'the policy of the S3 endpoint allows one’s own buckets only, and images are pulled',
    base: pullingEstate,
    subject: 'gateway',
    hop: 'endpoint-policy',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    change: policy([{ ...ALLOW, Action: 's3:*', Resource: 'arn:aws:s3:::orders-*' }], 'gateway'),
  }),
  world('PL-POL-008', {
    fault: 'the policy asks for the clients’ private addresses as aws:SourceIp',
    subject: 'awsEndpoint',
    hop: 'endpoint-policy',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    change: policy([{ ...ALLOW, Condition: { ...ORGANIZATION, IpAddress: { 'AWS:sourceip': '10.20.0.0/16' } } }]),
  }),
];

export const POL_SOUND: readonly SoundWorld[] = [
  sound('PL-POL-002', {
    what: 'the policy allows some actions of the service beside those of others',
    subject: 'awsEndpoint',
    change: policy([{ ...ALLOW, Action: ['s3:*', 'ECR:Get*'], Condition: ORGANIZATION }]),
  }),
  sound('PL-POL-002', {
    what: 'the policy allows actions by a pattern that holds the service’s name',
    subject: 'awsEndpoint',
    change: policy([{ ...ALLOW, Action: 'ec?:*', Condition: ORGANIZATION }]),
  }),
  sound('PL-POL-002', {
    what: 'the policy denies what comes through another endpoint',
    subject: 'awsEndpoint',
    change: policy([
      { ...ALLOW, Condition: ORGANIZATION },
      { ...ALLOW, Effect: 'Deny', Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0aaaaaaaaaaaaaaaa' } } },
    ]),
  }),
  sound('PL-POL-002', {
    what: 'the policy’s last day is still to come, and its first is over',
    subject: 'awsEndpoint',
    change: policy([
      {
        ...ALLOW,
        Condition: {
          ...ORGANIZATION,
          DateLessThan: { 'aws:CurrentTime': '2099-01-01T00:00:00Z' },
          DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' },
        },
      },
    ]),
  }),
  sound('PL-POL-009', { what: 'nobody answered', lacks: 'answers.endpointsInPolicies', subject: 'awsEndpoint' }),
  sound('PL-POL-009', { what: 'no policy names an endpoint', subject: 'awsEndpoint', args: named('awsEndpoint') }),
  sound('PL-POL-009', {
    what: 'policies name the old one and this one',
    subject: 'awsEndpoint',
    args: named('awsEndpoint', 'vpce-0a1b', undefined),
  }),
  sound('PL-POL-009', { what: 'the service is another company’s', args: named('endpoint', 'vpce-0a1b') }),
  sound('PL-POL-002', {
    what: 'a session of the role that the policy allows makes a call that it allows',
    subject: 'awsEndpoint',
    args: call(`arn:aws:sts::${CONSUMER}:assumed-role/deploy/build-7`, 'ECR:getAuthorizationToken'),
    change: readersOnly,
  }),
  sound('PL-POL-002', {
    what: 'the policy asks for the organization, of which the call says nothing',
    lacks: 'aws:PrincipalOrgID',
    subject: 'awsEndpoint',
    verdict: 'unknown',
    args: call(ROLE, 'ecr:PutImage'),
  }),
  sound('PL-POL-003', {
    what: 'the policy of a gateway endpoint names everyone in the longer form, and denies a role something',
    subject: 'gateway',
    change: policy(
      [
        { ...ALLOW, Principal: { AWS: '*' }, Condition: ORGANIZATION },
        { Effect: 'Deny', Principal: { AWS: ROLE }, Action: 's3:DeleteBucket', Resource: '*' },
      ],
      'gateway',
    ),
  }),
  sound('PL-POL-004', {
    what: 'another company’s service looks at no policy, and nobody wrote one',
  }),
  sound('PL-POL-005', {
    what: 'the policy has exactly nine tenths of the limit',
    subject: 'awsEndpoint',
    change: policy([{ ...ALLOW, Condition: ORGANIZATION }], 'awsEndpoint', 18_432),
  }),
  sound('PL-POL-006', {
    what: 'everything is allowed, and a Deny keeps to the organization’s resources',
    subject: 'awsEndpoint',
    change: policy([
      ALLOW,
      { ...ALLOW, Effect: 'Deny', Condition: { StringNotEquals: { 'aws:ResourceOrgID': 'o-exampleorgid' } } },
    ]),
  }),
  sound('PL-POL-006', {
    what: 'everyone may read one repository',
    subject: 'awsEndpoint',
    change: policy([{ ...ALLOW, Action: 'ecr:*', Resource: `arn:aws:ecr:us-east-1:${CONSUMER}:repository/orders` }]),
  }),
  sound('PL-POL-007', {
    what: 'images are pulled, and everyone may read the layers beside the organization’s calls',
    base: pullingEstate,
    subject: 'gateway',
  }),
  sound('PL-POL-007', {
    what: 'the policy keeps to the organization, and no image is pulled',
    subject: 'gateway',
  }),
  sound('PL-POL-008', {
    what: 'the policy asks for the clients’ addresses as aws:VpcSourceIp',
    subject: 'awsEndpoint',
    change: policy([{ ...ALLOW, Condition: { ...ORGANIZATION, IpAddress: { 'aws:VpcSourceIp': '10.20.0.0/16' } } }]),
  }),
  sound('PL-POL-002', {
    what: 'the policy does not allow the call, and the service looks at no policy',
    subject: 'awsEndpoint',
    args: call(ROLE, 'ecr:PutImage'),
    change: (estate) => {
      readersOnly(estate);
      unpoliced(estate);
    },
  }),
];
