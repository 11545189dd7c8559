import type { BrokenWorld, SoundWorld } from './faults.ts';
import { world } from './faults.ts';

export const META_WORLDS: readonly BrokenWorld[] = [
  world('PL-META-001', {
    fault: 'the consumer’s profile may not read security groups',
    hop: 'endpoint-security-group',
    effect: 'note',
    verdict: 'unknown',
    owner: 'both',
    denied: 'ec2:DescribeSecurityGroups',
  }),
  world('PL-META-002', {
    fault: 'nobody reads the provider’s account',
    hop: 'load-balancer',
    effect: 'note',
    verdict: 'unknown',
    owner: 'provider',
    profiles: ['consumer'],
  }),
];

export const META_SOUND: readonly SoundWorld[] = [];
