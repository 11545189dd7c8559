import { FULL_ACCESS } from '../endpoint.ts';
import { CONSUMER, type HealthyEstate } from '../healthy.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

const ROLE = `arn:aws:iam::${CONSUMER}:role/ci/deploy`;

/** Only a role of the consumer may read images. */
function readersOnly({ awsEndpoint }: HealthyEstate): void {
  const allow = { Effect: 'Allow', Principal: { AWS: ROLE }, Action: ['ecr:Get*', 'ecr:BatchGetImage'], Resource: '*' };
  awsEndpoint.raw['PolicyDocument'] = JSON.stringify({ Version: '2012-10-17', Statement: [allow] });
}

const call = (principal: string, action: string) => (): readonly string[] => [
  '--principal',
  principal,
  '--action',
  action,
];

export const POL_WORLDS: readonly BrokenWorld[] = [
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
];

export const POL_SOUND: readonly SoundWorld[] = [
  sound('PL-POL-002', {
    what: 'a session of the role that the policy allows makes a call that it allows',
    subject: 'awsEndpoint',
    args: call(`arn:aws:sts::${CONSUMER}:assumed-role/deploy/build-7`, 'ECR:getAuthorizationToken'),
    change: readersOnly,
  }),
  sound('PL-POL-002', {
    what: 'the policy asks for the organization, of which the call says nothing',
    subject: 'awsEndpoint',
    verdict: 'unknown',
    args: call(ROLE, 'ecr:PutImage'),
  }),
];
