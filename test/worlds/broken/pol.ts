import { FULL_ACCESS } from '../endpoint.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { world } from './faults.ts';

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
];

export const POL_SOUND: readonly SoundWorld[] = [];
